"""Evenementen: public happenings along the steps of the HEV, their assessment and their safety rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.evenement_course import (
    Advice,
    Assessment,
    Count,
    HevStep,
    Pair,
    Permit,
    SafetyPlan,
    assessments_of,
    course_of,
    is_off,
)
from aovconsole.domain.evenement_steps import (
    FIELDS,
    HANDLING_CLASSES,
    AdviceAsked,
    AdviceGiven,
    EvenementAssessed,
    EvenementFieldSet,
    EvenementStepWithdrawn,
    PermitDecided,
    PlanJudged,
    PlanReceived,
    StepTicked,
    VisitorsCounted,
    is_day,
)
from aovconsole.domain.evenement_words import step_text
from aovconsole.domain.fieldset import FieldState, others_of, resolve, standing_of
from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import is_possible
from aovconsole.domain.view import Tables, TimelineItem, dossier_day, dossier_row, item

__all__ = ["HANDLING_CLASSES", "Evenement", "EvenementAdded", "EvenementCancelled", "EvenementPayload", "RoundHeld"]


MOST_COUNT = 9_999
"""More rounds or CMT days than this were never held at one evenement."""


@dataclass(frozen=True, slots=True)
class EvenementAdded:
    """An evenement entered the calendar.

    `assessed_on` is the day on which its application was judged; the counts are of rounds and CMT
    days that were held before this console kept them (import of a past year).
    """

    kind: ClassVar[str] = "evenement.added"
    version: ClassVar[int] = 1
    number: str
    title: str
    begin_at: Instant
    end_at: Instant
    place: str = ""
    handling_class: str = ""
    visitors_count: int | None = None
    assessed_on: str = ""
    safety_rounds_count: int = 0
    cmt_days_count: int = 0

    def __post_init__(self) -> None:
        """Refuse moments, a day and counts that cannot be (a record of another station can hold anything)."""
        if not (is_possible(self.begin_at) and is_possible(self.end_at)):
            raise ValueError(self.begin_at, self.end_at)
        if self.assessed_on and not is_day(self.assessed_on):
            raise ValueError(self.assessed_on)
        if not (0 <= self.safety_rounds_count <= MOST_COUNT and 0 <= self.cmt_days_count <= MOST_COUNT):
            raise ValueError(self.number)


@dataclass(frozen=True, slots=True)
class RoundHeld:
    """A safety round was walked; `round` is its subject where it has one of its own, which tells the rest."""

    kind: ClassVar[str] = "evenement.round_held"
    version: ClassVar[int] = 1
    note: str = ""
    round: str = ""


@dataclass(frozen=True, slots=True)
class EvenementCancelled:
    """The evenement does not go on."""

    kind: ClassVar[str] = "evenement.cancelled"
    version: ClassVar[int] = 1
    reason: str = ""


EvenementPayload: TypeAlias = (
    EvenementAdded
    | EvenementFieldSet
    | EvenementAssessed
    | AdviceAsked
    | AdviceGiven
    | PlanReceived
    | PlanJudged
    | PermitDecided
    | StepTicked
    | VisitorsCounted
    | RoundHeld
    | EvenementCancelled
    | EvenementStepWithdrawn
)


@dataclass(frozen=True, slots=True)
class Evenement:
    """The state of one evenement.

    `rounds` are the moments of the safety rounds kept here. `assessed_on` is the day of the first assessment: a class
    that is changed later does not move the year in which the application counts. `whole_place` is "yes" while nobody
    said otherwise (`whole_place_set`). `standing` names per field the records that a next setting replaces.
    """

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    handling_class: str
    visitors_count: int | None
    assessed_on: str
    rounds: tuple[Instant, ...]
    safety_rounds_count: int
    cmt_days_count: int
    kind: str
    received_on: str
    answered_on: str
    programme_on: str
    build_up_at: Instant
    break_down_until: Instant
    cmt_day: str
    whole_place: str
    whole_place_set: bool
    parade: str
    inner_city: str
    assessments: tuple[Assessment, ...]
    advice: tuple[Advice, ...]
    safety_plan: SafetyPlan
    permit: Permit
    counts: tuple[Count, ...]
    steps: tuple[HevStep, ...]
    cancelled_reason: str
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, EvenementPayload]]) -> Evenement | None:
    """The state of an evenement from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, EvenementAdded)), None)
    if first is None:
        return None
    record, added = first
    withdrawn = _withdrawn(pairs)
    standing = [pair for pair in pairs if pair[0].id not in withdrawn]
    history = history_of(standing)
    fields = resolve((rec, payload) for rec, payload in standing if isinstance(payload, EvenementFieldSet))
    frame = _frame(added, fields)
    rounds = _rounds(history, _rounds_withdrawn(pairs, withdrawn))
    cancelled = [payload for _, payload in history if isinstance(payload, EvenementCancelled)]
    assessments = assessments_of(record, added.handling_class, added.assessed_on, history)
    course = course_of(history, frame, bool(assessments), rounds)
    return Evenement(
        subject=record.subject,
        number=added.number,
        status="cancelled" if cancelled else "planned",
        handling_class=assessments[-1].handling_class if assessments else "",
        visitors_count=int(frame["visitors_count"]) if frame["visitors_count"] else None,
        assessed_on=min(filter(None, (added.assessed_on, *(one.assessed_on for one in assessments))), default=""),
        rounds=rounds,
        safety_rounds_count=added.safety_rounds_count + len(rounds),
        cmt_days_count=added.cmt_days_count,
        end_at=max(frame["begin_at"], frame["end_at"]),
        whole_place=frame["whole_place"] or "yes",
        whole_place_set=bool(frame["whole_place"]),
        assessments=assessments,
        advice=course.advice,
        safety_plan=course.plan,
        permit=course.permit,
        counts=course.counts,
        steps=course.steps,
        cancelled_reason=cancelled[-1].reason if cancelled else "",
        other_values=_others(frame, fields),
        standing=standing_of(fields),
        **{name: frame[name] for name in _AS_SET},
    )


_AS_SET = tuple(name for name in FIELDS if name not in ("end_at", "visitors_count", "whole_place"))
"""The fields whose text stands in the view as it was set."""


def _others(frame: dict[str, str], fields: dict[str, FieldState]) -> tuple[str, ...]:
    """What another station set; and an end before the begin, where one moved the begin and another the end."""
    others = [*others_of(fields)]
    if frame["end_at"] < frame["begin_at"]:
        others.append(f"end_at: {frame['end_at']}")
    return tuple(others)


def _withdrawn(pairs: Sequence[Pair]) -> dict[str, str]:
    """The steps that do not count, and the record that withdrew each; an evenement cannot be made undone."""
    gone = {payload.step: record.id for record, payload in pairs if isinstance(payload, EvenementStepWithdrawn)}
    kept = {record.id for record, payload in pairs if isinstance(payload, EvenementAdded | EvenementStepWithdrawn)}
    return {step: by for step, by in gone.items() if step not in kept}


def _frame(added: EvenementAdded, fields: dict[str, FieldState]) -> dict[str, str]:
    visitors = "" if added.visitors_count is None else str(added.visitors_count)
    begun = {
        "title": added.title,
        "place": added.place,
        "begin_at": added.begin_at,
        "end_at": added.end_at,
        "visitors_count": visitors,
    }
    return {name: fields[name].value if name in fields else begun.get(name, "") for name in FIELDS}


def _rounds_withdrawn(pairs: Sequence[Pair], withdrawn: dict[str, str]) -> set[str]:
    """The rounds that were withdrawn: at whichever station, of whichever of the records that tell of them."""
    return {payload.round for record, payload in pairs if record.id in withdrawn and isinstance(payload, RoundHeld)}


def _rounds(history: Sequence[Pair], gone: set[str]) -> tuple[Instant, ...]:
    """The moments of the rounds; one that two stations typed in from the same sheet is one round."""
    moments: dict[str, Instant] = {}
    for record, payload in history:
        if isinstance(payload, RoundHeld) and not (payload.round and payload.round in gone):
            moments.setdefault(payload.round or record.id, record.occurred_at)
    return tuple(sorted(moments.values()))


def tables(pairs: Sequence[tuple[Record, EvenementPayload]]) -> Tables:
    """The evenement's row, its day on the calendar and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    status = "cancelled" if is_off(view.status, view.permit.outcome) else "confirmed"
    items = tuple(_items(pairs, view.subject))
    return Tables(dossier_row("evenement", view), items, (dossier_day("evenementen", view, status),))


def _items(pairs: Sequence[tuple[Record, EvenementPayload]], subject: str) -> list[TimelineItem]:
    """A line for each step; a round that is a subject of its own tells of itself."""
    withdrawn, items = _withdrawn(pairs), []
    for record, payload in pairs:
        if isinstance(payload, EvenementStepWithdrawn) or (isinstance(payload, RoundHeld) and payload.round):
            continue
        gone = withdrawn.get(record.id)
        struck = {"corrected_by": gone, "extra": '{"withdrawn":true}'} if gone else {}
        items.append(item(record, *_step(payload), dossier=subject, **struck))
    return items


def _step(payload: EvenementPayload) -> tuple[str, str]:
    match payload:
        case EvenementAdded():
            return "evenement", payload.title
        case RoundHeld():
            return "round", payload.note or "veiligheidsronde gehouden"
        case EvenementCancelled():
            return "closed", payload.reason or "gaat niet door"
        case EvenementStepWithdrawn():
            return "changed", payload.reason
        case _:
            return step_text(payload)


PAYLOADS = (
    EvenementAdded,
    EvenementFieldSet,
    EvenementAssessed,
    AdviceAsked,
    AdviceGiven,
    PlanReceived,
    PlanJudged,
    PermitDecided,
    StepTicked,
    VisitorsCounted,
    RoundHeld,
    EvenementCancelled,
    EvenementStepWithdrawn,
)
FOLDS = {"evenement": tables}
