"""What was expected in an exercise against what the team logged: pure, and nothing in it is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TypeAlias

from aovconsole.domain.agreements import ActionAgreed
from aovconsole.domain.crowd import CrowdRead
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.decision_steps import DecisionMade
from aovconsole.domain.exercise import Exercise, Inject, timed
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import read_stored, stored

Logged: TypeAlias = LineLogged | CrowdRead | DecisionMade | ActionAgreed
"""What counts as an answer of the team."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the team logged after an inject: when, what, and after how many whole minutes."""

    at: Instant
    text: str
    minutes: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """An inject with the first line, crowd reading, decision and action that followed, up to the end of its window."""

    inject: Inject
    until: Instant = ""
    line: Answer | None = None
    crowd: Answer | None = None
    decision: Answer | None = None
    action: Answer | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of an exercise; `lines` are those of the team."""

    injects: int
    played: int
    by_clock: int
    by_hand: int
    by_jump: int
    skipped: int
    coming: int
    assessed: int
    seen: int
    decided_yes: int
    decided_partly: int
    decided_no: int
    unanswered: int
    lines: int
    readings: int
    decisions: int
    actions: int


@dataclass(frozen=True, slots=True)
class ExerciseReport:
    """The whole page: each inject with its answer, the totals, what nobody judged.

    `is_whole`: what was expected, and what still comes, may be told; not to a team that is being exercised.
    """

    exercise: Exercise
    answered: tuple[Answered, ...]
    totals: Totals
    unassessed: tuple[str, ...]
    response_minutes: int
    is_whole: bool


def report_of(
    exercise: Exercise, logged: Iterable[tuple[Record, Logged]], minutes: int, *, controller: bool = False
) -> ExerciseReport:
    """The report of an exercise from everything that was logged; an answer counts for `minutes` after an inject.

    The next inject ends the window of the one before; minutes count from when the team had it, in the exercise's time.
    It is whole once nothing comes any more, and for the controller.
    """
    injected = {one.line for one in exercise.injects if one.line}
    by_team = sorted(
        (pair for pair in logged if pair[0].id not in injected), key=lambda pair: (pair[0].recorded_at, pair[0].order)
    )
    answered = tuple(_answered(one, exercise.injects, by_team, minutes) for one in exercise.injects)
    return ExerciseReport(
        exercise,
        answered,
        _totals(answered, [payload for _, payload in by_team]),
        tuple(one.inject.cue.key for one in answered if one.inject.status == "played" and not one.inject.judgement),
        minutes,
        controller or exercise.status == "ended" or not timed(exercise),
    )


def _totals(answered: Sequence[Answered], by_team: Sequence[Logged]) -> Totals:
    played = [one for one in answered if one.inject.status == "played"]
    judged = [one.inject.judgement for one in played if one.inject.judgement]
    hows = Counter(one.inject.how for one in played)
    decided = Counter(one.decided for one in judged)
    logged = Counter(map(type, by_team))
    return Totals(
        injects=len(answered),
        played=len(played),
        by_clock=hows["clock"],
        by_hand=hows["hand"],
        by_jump=hows["jump"],
        skipped=sum(one.inject.status == "skipped" for one in answered),
        coming=sum(one.inject.status == "coming" for one in answered),
        assessed=len(judged),
        seen=sum(one.seen for one in judged),
        decided_yes=decided["yes"],
        decided_partly=decided["partly"],
        decided_no=decided["no"],
        unanswered=sum(not (one.line or one.crowd or one.decision or one.action) for one in played),
        lines=logged[LineLogged],
        readings=logged[CrowdRead],
        decisions=logged[DecisionMade],
        actions=logged[ActionAgreed],
    )


def _answered(
    inject: Inject, injects: Sequence[Inject], by_team: Sequence[tuple[Record, Logged]], minutes: int
) -> Answered:
    if inject.status != "played":
        return Answered(inject)
    begin = inject.played_at
    end = stored(read_stored(begin) + timedelta(minutes=minutes))
    until = min([end, *(one.played_at for one in injects if one.played_at[:16] > begin[:16])])
    found: dict[type[Logged], Answer] = {}
    for record, payload in by_team:
        if begin <= record.recorded_at < until and type(payload) not in found:
            found[type(payload)] = _answer(record, payload, begin)
    return Answered(inject, until, *map(found.get, (LineLogged, CrowdRead, DecisionMade, ActionAgreed)))


def _answer(record: Record, payload: Logged, begin: Instant) -> Answer:
    passed = (read_stored(record.recorded_at) - read_stored(begin)) // timedelta(minutes=1)
    if isinstance(payload, CrowdRead):
        return Answer(record.recorded_at, f"{payload.place} {value_text(Decimal(payload.value), payload.unit)}", passed)
    number = "" if isinstance(payload, LineLogged) else payload.number
    return Answer(record.recorded_at, payload.text, passed, number)
