"""Taking a decision on a CMT day: text and owner at once; what was prepared for a reached threshold stands ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from textual.binding import Binding
from textual.widget import Widget

from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.scenario_moments import length_of
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.form_dialog import Field, FieldInput, FormDialog
from aovconsole.screens.forms import AT, functions, typed_moment
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.widgets.painted import Line, wrapped
from aovconsole.screens.widgets.sheet import Sheet

LATER = "15:30, +60 (minuten); leeg: niet"

LOW = 32
"""On a lower screen only what is to be weighed stands above the fields, in one line each."""

_ALIKE = 0.5
"""A text of which less than this half is that of the prepared decision is one of its own."""

_WEIGHED = (("Kijk naar", "see"), ("Weeg", "weigh"), ("Opties", "options"))


class Ready(NamedTuple):
    """A decision that was prepared, and why it stands ready now."""

    prepared: Mapping[str, Any]
    why: str

    def values(self) -> dict[str, str]:
        """What it gives to the fields of the form."""
        after = length_of(str(self.prepared.get("check_after") or ""))
        return {
            "text": str(self.prepared["text"]),
            "decider": str(self.prepared.get("decider") or ""),
            "communication": ", ".join(self.prepared.get("tell") or ()),
            "check_at": f"+{after // timedelta(minutes=1)}" if after else "",
        }


class DecisionDialog(FormDialog):
    """The form of a decision; ctrl+n puts the next prepared one in it."""

    BINDINGS = [Binding("ctrl+n", "next_ready", "volgende", show=False)]
    DEFAULT_CSS = """
    DecisionDialog #ready { margin: 0 0 1 0; background: $panel; }
    """

    def __init__(self, *args: Any, ready: Sequence[Ready], **values: Any) -> None:
        super().__init__(*args, **values)
        self._ready, self._at = ready, 0
        if ready:
            self.HINT = "⏎ neemt het over   typen: iets anders   tab volgend veld   esc terug"

    def compose_above(self) -> Sequence[Widget]:
        """What stands ready, why, and what was thought of beforehand."""
        return (Sheet(self._told, id="ready"),) if self._ready else ()

    def action_next_ready(self) -> None:
        """Put the next prepared decision in the form."""
        if len(self._ready) > 1:
            self._at = (self._at + 1) % len(self._ready)
            given = self._ready[self._at].values()
            for field in self.query(FieldInput):
                if field.name in given:
                    field.value = given[field.name]
            self.query_one("#ready", Sheet).show(self._told)
            self.begin()
            self.query(FieldInput).first().action_select_all()

    def _told(self, width: int) -> Sequence[Line]:
        one = self._ready[self._at]
        count = f"   {self._at + 1} van {len(self._ready)}, ctrl+n: het volgende" if len(self._ready) > 1 else ""
        lines = [*wrapped([("Ligt klaar: ", "warning"), (one.why, ""), (count, "head")], width, 2)]
        lines += wrapped([(str(one.prepared["text"]), "strong")], width, 4)
        low = self.app.size.height < LOW
        room = 1 if low else 3
        for label, name in _WEIGHED[1:2] if low else _WEIGHED:
            if said := one.prepared.get(name):
                lines += wrapped([(f"{label}: ", "muted"), ("; ".join(said), "")], width, room)
        return lines


async def decide(screen: DeskScreen, row: SubjectRow) -> None:
    """Ask for a decision; what was prepared for a threshold that stands reached is in the form already."""
    await ask_decision(screen, row, ready=ready_now(screen, row))


def ready_now(screen: DeskScreen, row: SubjectRow) -> list[Ready]:
    """The decisions that were prepared for the thresholds that stand reached, unless they were taken since."""
    desk = screen.desk
    found: dict[str, Ready] = {}
    for one, prepared in desk.cmt.brought_forward(row):
        since = clock_text(read_stored(one.since), desk.seat.now, zone=desk.zone)
        why = f"{prepared['title']} – {one.place} boven {value_text(one.value, one.unit)} sinds {since} ({one.label})"
        found.setdefault(prepared["id"], Ready(prepared, why))
    return list(found.values())


async def ask_decision(
    screen: DeskScreen, row: SubjectRow, *, ready: Sequence[Ready] = (), replaces: SubjectRow | None = None
) -> None:
    """Ask for a decision that may take the place of another."""
    desk, drafts = screen.desk, screen.bench.drafts
    key = (f"cmt decide {replaces.subject if replaces else ''}".rstrip(), row.subject)
    chair = desk.presence.role(row, "chair").function

    async def file(values: dict[str, str]) -> bool:
        given: dict[str, Any] = {part: values[part] for part in ("owner", "decider", "judgement", "communication")}
        if values["check_at"].strip():
            given["check_at"] = coming_from(values["check_at"], desk.seat.now, desk.zone)
        made = await screen.request(
            desk.agreements.decide, row.subject, values["text"], prepared=_source(values["text"], ready),
            replaces=replaces.subject if replaces else "", at=typed_moment(screen, values["at"]),
            draft_id=drafts.of(*key).record_id, structure="CMT", **given,
        )  # fmt: skip
        screen.tell(f"{made.number} vastgelegd")
        return True

    first = ready[0].values() if ready else {}
    fields = [
        Field("text", "besluit", first.get("text", ""), hint="verplicht: wat is besloten", offered=bool(ready)),
        Field("owner", "houder", hint="welke functie voert het uit", names=functions(screen)),
        Field("judgement", "waarom", hint="mag later: oordeel, afgewogen opties"),
        Field("decider", "besloten door", chair or first.get("decider", ""), names=functions(screen), offered=True),
        Field("communication", "zeg het aan", first.get("communication", ""), hint="mag later", offered=True),
        Field("check_at", "toetsen om", first.get("check_at", ""), hint=LATER, offered=True),
        AT,
    ]
    intro = f"In plaats van {replaces.number}: {replaces.title[:200]}" if replaces else ""
    heading = f"■ {row.number}  Besluit"
    await screen.app.push_screen_wait(
        DecisionDialog(heading, fields, file, intro=intro, drafts=drafts, key=key, ready=ready)
    )


def _source(text: str, ready: Sequence[Ready]) -> str:
    """The prepared decision that a text came from; empty when it is one of its own."""
    likeness = [
        (SequenceMatcher(None, text.casefold(), str(one.prepared["text"]).casefold(), autojunk=False).ratio(), one)
        for one in ready
    ]
    best = max(likeness, key=lambda one: one[0], default=None)
    return str(best[1].prepared["id"]) if best and best[0] >= _ALIKE else ""
