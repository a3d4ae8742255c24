"""An evaluation as lines: its head, the timeline of its dossiers, what was found, asked, recommended, followed up."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.desk.evaluation_reading import AskedQuestion, ToFollowUp
from aovconsole.domain.evaluation_words import (
    END_WORDS,
    FOLLOW_UP_WORDS,
    OUTCOME_WORDS,
    STATE_WORDS,
    TEXT_WORDS,
    THEME_WORDS,
)
from aovconsole.domain.recommendation import due_of
from aovconsole.domain.times import clock_text, day_short, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.journal.reading import LogRow
from aovconsole.screens.forms import body_of
from aovconsole.screens.widgets.painted import Line, Part, cells, cut, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark

_WHOLE = 3
"""So many lines a finding or a recommendation takes, with what belongs to it below."""

_NUMBERED = 60
"""From this width on the number of the dossier stands before a line."""


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What the screen shows of an evaluation; `row` is None while there is none. `known_at` is how far one looks back.

    `waiting` are the recommendations of all evaluations without an end, each with its evaluation.
    """

    now: datetime
    desk: Desk
    row: SubjectRow | None = None
    body: dict[str, Any] = field(default_factory=dict)
    members: tuple[SubjectRow, ...] = ()
    lines: tuple[LogRow, ...] = ()
    questions: tuple[AskedQuestion, ...] = ()
    recommendations: tuple[SubjectRow, ...] = ()
    before: tuple[ToFollowUp, ...] = ()
    waiting: tuple[tuple[SubjectRow, str], ...] = ()
    known_at: datetime | None = None

    @property
    def marked(self) -> dict[str, str]:
        """Per record that is a key moment why it is one."""
        return {one["record"]: one["why"] for one in self.body["moments"]} if self.row else {}

    def finding(self, key: str) -> dict[str, Any]:
        """The finding with an id."""
        return next(one for one in self.body["findings"] if one["id"] == key)


def looked_back(desk: Desk, row: SubjectRow | None, known_at: datetime | None = None) -> LookedBack:
    """Read an evaluation with everything that belongs to it; its timeline as it was known at a moment, or now."""
    evaluations, numbers = desk.evaluations, {one.subject: one.number for one in desk.reading.of_type("evaluation")}
    waiting = tuple((one, numbers.get(one.dossier, "")) for one in evaluations.open_recommendations())
    if row is None:
        return LookedBack(desk.seat.now, desk, waiting=waiting)
    return LookedBack(
        now=desk.seat.now,
        desk=desk,
        row=row,
        body=body_of(row),
        members=evaluations.members(row),
        lines=evaluations.timeline(row, known_at=known_at),
        questions=evaluations.questions(row),
        recommendations=evaluations.recommendations(row),
        before=evaluations.to_follow_up(row),
        waiting=tuple(one for one in waiting if one[0].dossier != row.subject),
        known_at=known_at,
    )


def head(view: LookedBack) -> Callable[[int], Sequence[Line]]:
    """Which evaluation, of what, how far it is."""

    def draw(width: int) -> Sequence[Line]:
        if view.row is None:
            return (justified((("Terugzien", "strong"),), (("n maakt een evaluatie", "muted"),), width), ())
        title = ((f"{view.row.number}  ", "strong"), (view.row.title, "plain"))
        by = f" · {view.body['closed_by']}" if view.body["closed_by"] else ""
        state = (f"{STATE_WORDS[view.row.status]}{by}", "success" if view.row.status == "final" else "warning")
        numbers = ", ".join(one.number for one in view.members)
        known = (
            f"zoals bekend om {clock_text(view.known_at, view.now, zone=view.desk.zone)} · " if view.known_at else ""
        )
        told = f"{known}{counted(len(view.members), 'dossier', 'dossiers')}: {numbers}"
        return (justified(title, (state,), width), ((cut(told, width), "warning" if view.known_at else "muted"),))

    return draw


def timeline(view: LookedBack, chosen: Collection[str]) -> list[Pick]:
    """The lines of all dossiers by day; `★` is a key moment, `●` was chosen as evidence."""
    if not view.lines:
        nothing = "geen regels" if view.row else "hier komt de tijdlijn van de dossiers waarop u terugziet"
        return [remark(nothing)]
    numbers, day = {one.subject: one.number for one in view.members}, date.min
    picks: list[Pick] = []
    for line in view.lines:
        on = read_stored(line.at).astimezone(view.desk.zone).date()
        if on != day:
            picks.append(heading(f"{day_short(on)} {on.year}", space=bool(picks)))
            day = on
        picks.append(Pick(line.record_id, _TimelineRow(view, line, numbers.get(line.dossier, ""), chosen)))
    return picks


class _TimelineRow:
    """One line of the timeline."""

    def __init__(self, view: LookedBack, line: LogRow, number: str, chosen: Collection[str]) -> None:
        self._view, self._line, self._number, self._chosen = view, line, number, chosen

    def __call__(self, width: int) -> Sequence[Line]:
        line = self._line
        marked = line.record_id in self._view.marked
        chosen = line.record_id in self._chosen
        clock = read_stored(line.at).astimezone(self._view.desk.zone).strftime("%H:%M")
        parts: list[Part] = [
            ("★" if marked else " ", "accent"),
            ("● " if chosen else "  ", "success"),
            (f"{clock} ", "accent" if marked else "muted"),
        ]
        if width >= _NUMBERED:
            parts.append((fit(self._number, 13), "muted"))
        if line.source:
            parts.append((f"{line.source} ", "token"))
        gone = "struck" if line.more.get("withdrawn") else "strong" if marked else ""
        parts.append((cut(line.correction or str(line.more.get("body") or line.text), width - cells(parts)), gone))
        return (tuple(parts),)


def beside(view: LookedBack) -> list[Pick]:
    """What was found, asked, recommended and followed up, the parts that wait with how many of them do."""
    picks: list[Pick] = []
    if view.row:
        picks += [heading("TEKSTEN", space=False), *_texts(view)]
        picks += _part("BEVINDINGEN", _findings(view), "b schrijft een bevinding, spatie kiest haar bewijs")
        openly = sum(not one.answer for one in view.questions)
        picks += _part("VRAGEN VAN HET SJABLOON", _questions(view), "geen plan, dus geen vragen", f"{openly} open")
        picks += _part("AANBEVELINGEN", _recommendations(view), "r beveelt iets aan")
        left = sum(not one.outcome for one in view.before)
        picks += _part("VAN VORIGE KEER", _before(view), "geen aanbeveling van eerder", f"{left} op te volgen")
        picks += _part("REACTIES VAN PARTNERS", _reactions(view), "k legt een reactie vast")
    waiting = [
        _row(f"rec:{row.subject}", *_recommended(view, row, number), height=_WHOLE) for row, number in view.waiting
    ]
    others = "AANBEVELINGEN ZONDER EINDE" if view.row is None else "ZONDER EINDE, VAN ANDERE EVALUATIES"
    return [*picks, *_part(others, waiting, "geen: elke aanbeveling heeft een einde")]


def _part(title: str, rows: Sequence[Pick], nothing: str, note: str = "") -> list[Pick]:
    return [heading(title, note=note if rows else ""), *(rows or [remark(nothing)])]


def _row(key: str, sign: Part, text: str, below: str, look: str = "", height: int = 2) -> Pick:
    """A row of the list: a sign, the text in as many lines as there are, and in grey what belongs to it."""

    def draw(width: int) -> Sequence[Line]:
        room = max(1, width - 2)
        lines = wrapped([(text, look)], room, height - bool(below))
        if below:
            lines.append(((cut(below, room), "muted"),))
        lines += [()] * (height - len(lines))
        return tuple(((f"{sign[0]} " if not n else "  ", sign[1]), *line) for n, line in enumerate(lines))

    return Pick(key, draw, height)


def _texts(view: LookedBack) -> Iterator[Pick]:
    written = {one["name"]: one for one in view.body["texts"]}
    due = view.body["impression_due_on"]
    for name, word in TEXT_WORDS.items():
        if name in written:
            yield _row(f"text:{name}", ("✓", "success"), written[name]["text"], f"{word}, {written[name]['by']}")
        else:
            late = name == "impression" and due and due < view.now.astimezone(view.desk.zone).date().isoformat()
            told = f"voor {day_short(date.fromisoformat(due))} (te bevestigen)" if name == "impression" and due else ""
            sign = ("!", "error") if late else ("·", "muted")
            yield _row(f"text:{name}", sign, f"{word}: nog niet geschreven", told or "Enter schrijft hem", "muted")


def _findings(view: LookedBack) -> list[Pick]:
    signs = {"well": ("+", "success"), "better": ("△", "warning")}
    return [
        _row(
            f"finding:{one['id']}", signs[one["outcome"]], one["text"],
            f"{OUTCOME_WORDS[one['outcome']]} · {THEME_WORDS[one['theme']]} · bewijs: {len(one['evidence']) or 'geen'}",
            height=_WHOLE,
        )
        for one in view.body["findings"]
    ]  # fmt: skip


def _questions(view: LookedBack) -> list[Pick]:
    return [
        _row(f"question:{one.key}", ("✓", "success") if one.answer else ("?", "warning"), one.text, one.answer)
        for one in view.questions
    ]


def _recommendations(view: LookedBack) -> list[Pick]:
    return [_row(f"rec:{one.subject}", *_recommended(view, one), height=_WHOLE) for one in view.recommendations]


def _recommended(view: LookedBack, row: SubjectRow, evaluation: str = "") -> tuple[Part, str, str]:
    body, due = body_of(row), due_of(row)
    late = view.desk.evaluations.is_late(row)
    sign = (
        ("!", "error")
        if late
        else {"open": ("·", "warning"), "taken": ("✓", "success")}.get(row.status, ("–", "muted"))
    )
    term = f"voor {day_short(date.fromisoformat(due))} {due[:4]}" if due and row.status == "open" else ""
    end = body["end"]["said"] if body["end"] else END_WORDS["open"]
    told = (body["owner"], term, "te laat" if late else "", end)
    number = f"{evaluation} {row.number}".strip()
    return sign, f"{number}  {row.title}", " · ".join(part for part in told if part)


def _before(view: LookedBack) -> list[Pick]:
    return [
        _row(
            f"before:{one.recommendation.subject}", ("✓", "success") if one.outcome else ("?", "warning"),
            f"{one.number}  {one.recommendation.title}",
            f"{FOLLOW_UP_WORDS.get(one.outcome, 'wat kwam ervan? Enter')}" + (f": {one.why}" if one.why else ""),
            height=_WHOLE,
        )
        for one in view.before
    ]  # fmt: skip


def _reactions(view: LookedBack) -> list[Pick]:
    return [
        _row(f"reaction:{one['id']}", ("»", "token"), one["text"], f"{one['partner']} · {one['source']}")
        for one in view.body["reactions"]
    ]
