"""One demonstration as lines: its head with the term clock, and what was talked, decided, linked and counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from aovconsole.desk.demonstration_reading import LinkedTo
from aovconsole.domain.clash_sentences import distance_text
from aovconsole.domain.demonstration_terms import Notice, Owed, is_running
from aovconsole.domain.demonstration_text import decision_text, value_text
from aovconsole.domain.demonstration_words import (
    CONTACT,
    END_GROUNDS,
    FIELDS,
    GROUNDS,
    METHODS,
    NOTICE,
    ROLES,
    RUNNING,
    SCALES,
)
from aovconsole.domain.times import read_stored
from aovconsole.screens.demonstration_rows import state_part
from aovconsole.screens.dossier_lines import DossierView, action_picks
from aovconsole.screens.response_lines import left_text
from aovconsole.screens.widgets.painted import Line, Part, cut, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading
from aovconsole.screens.widgets.sheet import Draw

LINE, LINK, RECEIPT, ACTION = "line", "link", "receipt", "action"
"""What a pick of the facts leads to; its key is this, a space, and the id."""


@dataclass(frozen=True, slots=True)
class DemonstrationView:
    """One demonstration with what the settings of today say about it."""

    base: DossierView
    notice: Notice
    answer_due: datetime | None
    owed: tuple[Owed, ...]
    links: tuple[LinkedTo, ...]
    place_known: bool
    contact_known: bool
    terms_fault: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """The whole view."""
        return self.base.body

    def moment(self, stored: str) -> str:
        """A stored moment as it is shown beside now."""
        return self.base.moment(stored)


def head(view: DemonstrationView) -> Draw:
    """Number and state; when, where, how many; how notice was given and against which term; what is still owed."""
    row, body = view.base.row, view.body

    def draw(width: int) -> Sequence[Line]:
        running = is_running(row, view.base.now)
        state: list[Part] = [(f"{RUNNING} · ", "event")] if running else []
        first = [("◆ ", "warning"), (row.number, "head"), ("  ", ""), (row.title, "strong")]
        lines = [justified(first, [*state, state_part(row)], width)]
        for said in (_frame(view, body), _notice(view, body)):
            lines += [(("  ", ""), *line) for line in wrapped([(said, "muted")], width - 2, 2)]
        return [*lines, *_warnings(view, body, width), *_due(view, body, width)]

    return draw


def _frame(view: DemonstrationView, body: dict[str, Any]) -> str:
    row = view.base.row
    until = f" tot {_until(view, body)}" if body["has_end"] else ", einde niet bekend"
    way = [body["place"], body["route"], body["end_place"]]
    where = ("lopend: " if body["moving"] else "") + " → ".join(part for part in way if part)
    expected = f"verwacht {body['expected_count']}" if body["expected_count"] is not None else ""
    parts = [f"{view.moment(row.begin_at)}{until}", where, expected, SCALES.get(body["scale"], ""), _counted(body)]
    return " · ".join(part for part in parts if part)


def _until(view: DemonstrationView, body: dict[str, Any]) -> str:
    """The end: without its day when that is the day of the begin."""
    begin, end = (read_stored(body[name]).astimezone(view.base.zone) for name in ("begin_at", "end_at"))
    return f"{end:%H:%M}" if begin.date() == end.date() else view.moment(body["end_at"])


def _counted(body: dict[str, Any]) -> str:
    if body["actual_count"] is None:
        return ""
    last = body["counts"][-1] if body["counts"] else None
    return (
        f"{body['actual_count']} {METHODS[last['method']]} door {last['by']}" if last else f"{body['actual_count']} er"
    )


def _notice(view: DemonstrationView, body: dict[str, Any]) -> str:
    via = f" via {body['received_via'].removeprefix('via ')}" if body["received_via"] else ""
    came = f"kennisgeving {view.moment(body['received_at'])}{via}, " if body["received_at"] else ""
    deadline = view.notice.deadline if body["received_at"] else None  # a spontaneous one is not measured by it
    last = f" (uiterlijk {_clock(view, deadline)})" if deadline else ""
    unsure = ", termijn te bevestigen" if deadline and not view.notice.confirmed else ""
    parts = [f"{came}{NOTICE[view.notice.state]}{last}{unsure}", CONTACT if view.contact_known else ""]
    if body["separation"]:
        parts.append(f"scheiding: {body['separation']}")
    return " · ".join(part for part in parts if part)


def _clock(view: DemonstrationView, moment: datetime) -> str:
    return view.moment(moment.isoformat())


def _warnings(view: DemonstrationView, body: dict[str, Any], width: int) -> list[Line]:
    said = [] if view.place_known else [f"! {body['place']} staat niet in de plaatsenlijst"]
    for other in body["other_values"]:
        name, _, value = str(other).partition(": ")
        said.append(
            f"! ook ingevuld als {FIELDS.get(name, name)}: {value_text(name, value) or 'leeg'} (e kiest opnieuw)"
        )
    lines: list[Line] = [(("  ", ""), *line) for line in _fault(view, width - 2)]
    return [*lines, *((("  ", ""), (cut(text, width - 2), "warning")) for text in said)]


def _fault(view: DemonstrationView, width: int) -> Sequence[Line]:
    """The mistake in the user's own terms, in full: it says which file to mend."""
    return wrapped([(f"! {view.terms_fault}", "error")], width, 4) if view.terms_fault else ()


def _due(view: DemonstrationView, body: dict[str, Any], width: int) -> list[Line]:
    """What must be done before when, each with its key."""
    lines = []
    for owed in view.owed:
        left: list[Part] = [(f"! {owed.text}, sinds {view.moment(owed.since)}", "error")]
        lines.append(justified([("  ", ""), *left], [("b", "head")], width))
    live = body["status"] not in ("over", "cancelled") and body["received_at"]
    if live and not body["receipts"]:
        lines.append(
            justified([("  ", ""), ("○ bewijs van ontvangst nog te geven", "warning")], [("o", "head")], width)
        )
    if live and not body["decision"]:
        lines.append(justified([("  ", ""), _answer(view)], [("b", "head")], width))
    return lines


def _answer(view: DemonstrationView) -> Part:
    if view.answer_due is None:
        return ("◷ antwoord aan de kennisgever: zo spoedig mogelijk, termijn te bevestigen", "muted")
    left = view.answer_due - view.base.now
    late = left.total_seconds() < 0
    told = f"antwoord aan de kennisgever uiterlijk {_clock(view, view.answer_due)}, {left_text(left)}"
    return (f"{'!' if late else '◷'} {told}", "error" if late else "")


def fact_picks(view: DemonstrationView) -> list[Pick]:
    """What the dossier holds beside its log, under headings; a key leads to a line, another dossier or an action.

    What it does not hold yet stands in one remark, so that a small screen is not filled with empty headings.
    """
    actions = [Pick(f"{ACTION} {one.key}", one.draw, one.height) for one in action_picks(view.base) if one.key]
    open_now = len(view.base.open_actions)
    parts: list[tuple[str, list[Pick], str]] = [
        ("BESLUIT", _decisions(view), "besluit (b)"),
        ("VOORSCHRIFTEN", _conditions(view), "voorschrift (v)"),
        ("TEGENDEMONSTRATIE EN DOEL", _links(view), "koppeling (k)"),
        ("AANWIJZINGEN", _instructions(view), ""),
        ("AANTALLEN", _counts(view), "telling (h)"),
        ("GESPREKKEN EN AFSPRAKEN", _talks(view), "gesprek (g)"),
        (f"ACTIES, {open_now} OPEN" if open_now else "ACTIES", actions, "actie (a)"),
        ("BEWIJS VAN ONTVANGST", _receipts(view), ""),
    ]
    picks: list[Pick] = []
    for title, found, _ in parts:
        if found:
            picks += [heading(title, space=bool(picks)), *found]
    missing = ", ".join(word for _, found, word in parts if word and not found)
    return [*picks, *([_missing(f"nog geen {missing}", space=bool(picks))] if missing else [])]


def _missing(said: str, *, space: bool) -> Pick:
    """One grey remark, with an empty line above it unless it is the first."""

    def draw(width: int) -> Sequence[Line]:
        lines = wrapped([(said, "muted")], width, 2)
        return [(), *lines] if space else lines

    return Pick("", draw, 3 if space else 2)


def _fact(key: str, first: Sequence[Part], more: Sequence[str], right: Sequence[Part] = ()) -> Pick:
    """A fact in one line, with grey lines below it for what belongs to it."""
    below = [text for text in more if text]

    def draw(width: int) -> Sequence[Line]:
        lines = [justified(first, right, width)]
        return [*lines, *(justified([("  ", ""), (text, "muted")], (), width) for text in below)]

    return Pick(key, draw, 1 + len(below))


def _decisions(view: DemonstrationView) -> list[Pick]:
    decision = view.body["decision"]
    if not decision:
        return []
    by, capacity, why = decision["by"], decision["capacity"], decision["reason"]
    state = decision_text(decision["outcome"], "", "", decision["ground"], why)
    who = f"{by}{f' als {capacity}' if capacity else ''}, {view.moment(decision['at'])}"
    served = view.body["served_at"]
    via = next((one["via"] for one in view.body["services"] if one["at"] == served), "")
    told = f"bekendgemaakt {view.moment(served)} via {via.removeprefix('via ')}" if served else ""
    return [_fact(f"{LINE} {decision['record_id']}", [(state, "strong")], [who, told])]


def _conditions(view: DemonstrationView) -> list[Pick]:
    return [
        _fact(
            f"{LINE} {one['record_id']}",
            [(f"{one['number']} ", "strong"), (one["text"], "")],
            [f"{GROUNDS[one['ground']]}: {one['reason']}"],
            [("in besluit", "muted")] if one["decided"] else [("nog niet besloten", "warning")],
        )
        for one in view.body["conditions"]
    ]


def _links(view: DemonstrationView) -> list[Pick]:
    return [
        _fact(
            f"{LINK} {one.subject}" if one.subject else f"{LINE} {one.record_id}",
            [(f"{ROLES[one.role]} ", "muted"), (f"{one.number} {one.title}".strip(), "")],
            (),
            [(distance_text(one.metres), "strong")] if one.metres is not None else [("afstand onbekend", "muted")],
        )
        for one in view.links
    ]


def _talks(view: DemonstrationView) -> list[Pick]:
    return [
        _fact(
            f"{LINE} {one['record_id']}",
            [(f"{view.moment(one['at'])} ", "strong"), (f"{one['with_whom']}: ", "token"), (one["text"], "")],
            [f"afgesproken: {one['agreed']}" if one["agreed"] else ""],
            [(one["by"], "muted")] if one["by"] else (),
        )
        for one in reversed(view.body["talks"])
    ]


def _counts(view: DemonstrationView) -> list[Pick]:
    return [
        _fact(
            f"{LINE} {one['record_id']}",
            [(f"{view.moment(one['at'])} ", "strong"), (f"{one['count']} ", "strong"), (METHODS[one["method"]], "")],
            (),
            [(one["by"], "muted")],
        )
        for one in reversed(view.body["counts"])
    ]


def _instructions(view: DemonstrationView) -> list[Pick]:
    given = [
        _fact(
            f"{LINE} {one['record_id']}",
            [(f"{one['number']} ", "strong"), (one["text"], "")],
            [f"{view.moment(one['at'])}: {one['reason']}"],
            [(one["by"], "muted")] if one["by"] else (),
        )
        for one in view.body["instructions"]
    ]
    orders = [
        _fact(
            f"{LINE} {one['record_id']}",
            [("bevel tot beëindigen", "error")],
            [f"{view.moment(one['at'])}, {END_GROUNDS[one['ground']]}: {one['reason']}"],
            [(one["by"], "muted")],
        )
        for one in view.body["end_orders"]
    ]
    return given + orders


def _receipts(view: DemonstrationView) -> list[Pick]:
    return [
        _fact(
            f"{RECEIPT} {one['record_id']}",
            [(f"{one['number']} ", "strong"), (view.moment(one["at"]), "")],
            (),
            [(one["via"], "muted")] if one["via"] else (),
        )
        for one in view.body["receipts"]
    ]
