"""What a plan's view is made of, and how the dated plan of a template becomes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aovconsole.domain.record import Instant
from aovconsole.domain.scenario_moments import Due
from aovconsole.domain.scenario_plan import Plan
from aovconsole.domain.scenario_template import Measure, Round
from aovconsole.domain.times import stored

LONGEST_DAYS = timedelta(days=7)
"""A phase around the main anchor: one that holds it, or that lasts no longer than this; not months of preparation."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a plan: a measure or a round of the template, or one that was added by hand (`own`).

    It is due at `due_at`; without a moment in the course of the day `due_on`; undated while it `waits_for` an anchor.
    It is late from `past_at` on. `past_at_start`: that moment had gone by when the plan was started.
    `note` is the proof or the reason, `done_at` when it was done, `record_id` what marked it last.
    """

    key: str
    type: str
    what: str
    owner: str
    where: tuple[str, ...]
    source: str
    mandatory: bool
    due_at: Instant
    due_on: str
    past_at: Instant
    waits_for: str
    look_at: tuple[str, ...] = ()
    state: str = "todo"
    note: str = ""
    by: str = ""
    done_at: Instant = ""
    record_id: str = ""
    past_at_start: bool = False


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase; a whole day begins and ends without a moment. It runs from `from_at` to `until_at`, empty while unknown.

    `on_calendar`: whether it is one of the days around the main anchor.
    """

    key: str
    id: str
    name: str
    begin_at: Instant
    begin_on: str
    end_at: Instant
    end_on: str
    from_at: Instant
    until_at: Instant
    on_calendar: bool
    source: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of the plan."""

    key: str
    id: str
    name: str
    due_at: Instant
    due_on: str
    waits_for: str
    agenda: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class AnchorRow:
    """An anchor and when it is; `question` is what is asked to know it, `open` whether it still is."""

    id: str
    label: str
    due_at: Instant
    due_on: str
    waits_for: str
    question: str
    open: bool


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question of the template with its answer as it was typed, and when that was; empty while it is open."""

    id: str
    kind: str
    text: str
    ask: str
    answer: str
    open: bool
    source: str
    answered_at: Instant = ""


@dataclass(frozen=True, slots=True)
class ThresholdRow:
    """A threshold of a place; `value` is what counts as text (`0.85`), empty while nobody has said it.

    `key` is place, kind and place within that (`Vrijthof|share|1`); `decision` the id of the prepared decision.
    """

    key: str
    place: str
    kind: str
    label: str
    value: str
    owner: str
    as_of: str
    question: str
    decision: str
    source: str


def due_fields(due: Due) -> dict[str, str]:
    """The fields of a row that say when it is due."""
    return {
        "due_at": _instant(due.at),
        "due_on": due.day.isoformat() if due.day else "",
        "waits_for": due.waits_for,
    }


def template_lines(plan: Plan) -> Iterator[Line]:
    """The measures and the rounds of a plan."""
    for measure in plan.measures:
        row = measure.what
        yield _line(measure.key, "measure", row.what, row.owner, row, measure.due, mandatory=row.mandatory)
    for turn in plan.rounds:
        walk = turn.what
        yield _line(turn.key, "round", walk.name, ", ".join(walk.attend), walk, turn.due, look_at=walk.look_at)


def _line(
    key: str,
    type_: str,
    what: str,
    owner: str,
    row: Measure | Round,
    due: Due,
    *,
    mandatory: bool = False,
    look_at: tuple[str, ...] = (),
) -> Line:
    return Line(
        key=key,
        type=type_,
        what=what,
        owner=owner,
        where=row.where,
        source=row.source,
        mandatory=mandatory,
        due_at=_instant(due.at),
        due_on=due.day.isoformat() if due.day else "",
        past_at=_instant(due.until),
        waits_for=due.waits_for,
        look_at=look_at,
    )


def phase_rows(plan: Plan) -> Iterator[PhaseRow]:
    """The phases of a plan."""
    main = next(one.due for one in plan.anchors if one.anchor.id == plan.template.anchor)
    for one in plan.phases:
        since, until = one.begin.since, one.end.until
        yield PhaseRow(
            key=one.key,
            id=one.phase.id,
            name=one.phase.name,
            begin_at=_instant(one.begin.at),
            begin_on=one.begin.day.isoformat() if one.begin.day else "",
            end_at=_instant(one.end.at),
            end_on=one.end.day.isoformat() if one.end.day else "",
            from_at=_instant(since),
            until_at=_instant(until),
            on_calendar=_is_around(since, until, main),
            source=one.phase.source,
        )


def _is_around(since: datetime | None, until: datetime | None, main: Due) -> bool:
    if since is None or main.since is None:
        return False
    if until is None:  # it begins; nobody knows yet when it is over
        return abs(since - main.since) <= LONGEST_DAYS
    return until > since and (since <= main.since < until or until - since <= LONGEST_DAYS)


def meeting_rows(plan: Plan) -> Iterator[MeetingRow]:
    """The meetings of a plan."""
    for one in plan.meetings:
        row = one.what
        yield MeetingRow(
            key=one.key, id=row.id, name=row.name, agenda=row.agenda, source=row.source, **due_fields(one.due)
        )


def anchor_rows(plan: Plan) -> Iterator[AnchorRow]:
    """The anchors of a plan."""
    for one in plan.anchors:
        waiting = one.due.waits_for == one.anchor.id
        yield AnchorRow(
            id=one.anchor.id,
            label=one.anchor.label,
            question=one.anchor.question,
            open=waiting,
            **due_fields(one.due),
        )


def question_rows(plan: Plan, typed: Mapping[str, str], answered: Mapping[str, Instant]) -> Iterator[QuestionRow]:
    """The questions of a plan, with what was typed as the answer of those that have one, and when."""
    for one in plan.questions:
        row, is_open = one.question, one.answer is None
        yield QuestionRow(
            row.id, row.kind, row.text, row.ask, "" if is_open else typed.get(row.id, ""), is_open, row.source,
            "" if is_open else answered.get(row.id, ""),
        )  # fmt: skip


def place_rows(plan: Plan) -> Iterator[dict[str, Any]]:
    """The places that are watched, with how many people they hold (None while nobody has said it)."""
    for one in plan.places:
        place = one.place
        as_of = place.capacity_as_of.isoformat() if place.capacity_as_of else ""
        yield {
            "name": place.name,
            "why": place.why,
            "capacity": one.capacity,
            "capacity_as_of": as_of,
            "capacity_question": place.capacity_question,
            "source": place.source,
        }


def threshold_rows(plan: Plan) -> Iterator[ThresholdRow]:
    """The thresholds of all places."""
    for place in plan.places:
        for number, one in enumerate(place.thresholds, 1):
            row = one.threshold
            yield ThresholdRow(
                key=f"{place.place.name}|{row.kind}|{number}",
                place=place.place.name,
                kind=row.kind,
                label=row.label,
                value="" if one.value is None else f"{one.value:.10g}",
                owner=row.owner,
                as_of=row.as_of.isoformat() if row.as_of else "",
                question=row.question,
                decision=row.decision,
                source=row.source,
            )


def _instant(moment: datetime | None) -> Instant:
    return stored(moment) if moment else ""
