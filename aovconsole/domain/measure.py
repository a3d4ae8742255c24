"""A measure: the use of a power of the burgemeester, prepared, decided, extended, withdrawn, with what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from aovconsole.domain.fieldset import others_of, resolve, standing_of
from aovconsole.domain.history import history_of
from aovconsole.domain.measure_duties import TERM, Duty, duties_of, has_lapsed, owed_duties
from aovconsole.domain.measure_standing import Struck, struck
from aovconsole.domain.measure_steps import (
    OUTCOMES,
    PAYLOADS,
    STEPS,
    DutyDone,
    DutyOwed,
    MeasureDecided,
    MeasureExtended,
    MeasureFieldSet,
    MeasurePrepared,
    MeasureWithdrawn,
    Pairs,
    StepPayload,
)
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import AMSTERDAM
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

__all__ = [
    "FOLDS", "PAYLOADS", "Duty", "Extension", "Measure", "Step", "fold", "has_lapsed", "owed_duties", "struck",
    "tables",
]  # fmt: skip

AREA = "area"
"""The condition that says where the measure holds."""

FOR_EVER: Instant = "9999-12-31T23:59:59.999999+00:00"
"""Later than every moment: how long a measure runs that nothing ends by itself."""


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension that stands."""

    end_at: Instant
    at: Instant
    by: str
    capacity: str
    reason: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was taken, also when it was taken back, itself or with what it rested on, and why."""

    record_id: str
    kind: str
    key: str
    at: Instant
    withdrawn: bool
    withdrawn_reason: str


@dataclass(frozen=True, slots=True)
class Measure:
    """The state of one measure; `end_at` is the end in force, also when it was withdrawn before that.

    `owed_count` is what stays owed until somebody ends it. Until `runs_until` it is to be watched: it waits, holds,
    owes something, or a term after it runs.
    """

    subject: str
    dossier: str
    number: str
    title: str
    status: str
    power: str
    article: str
    text_as_of: str
    rule_status: str
    values: tuple[tuple[str, str], ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]
    prepared_at: Instant
    decided_at: Instant
    decided_by: str
    capacity: str
    oral: bool
    begin_at: Instant
    end_at: Instant
    decided_end_at: Instant
    reason: str
    extensions: tuple[Extension, ...]
    withdrawn_at: Instant
    withdrawn_by: str
    withdrawn_capacity: str
    withdrawn_reason: str
    duties: tuple[Duty, ...]
    owed_count: int
    runs_until: Instant
    steps: tuple[Step, ...]

    def value(self, field: str) -> str:
        """What was filled in for a condition; empty when nothing was."""
        return dict(self.values).get(field, "")


class _Course(NamedTuple):
    """What happened to a measure, of the steps that stand."""

    status: str
    decided_at: Instant
    decided: MeasureDecided
    extensions: tuple[Extension, ...]
    withdrawn_at: Instant
    withdrawn: MeasureWithdrawn

    @property
    def end_at(self) -> Instant:
        """The end in force; empty when there is none."""
        return self.extensions[-1].end_at if self.extensions else self.decided.end_at


_UNDECIDED = MeasureDecided("not_taken", "")
_RUNS_ON = MeasureWithdrawn("")


def fold(pairs: Pairs) -> Measure | None:
    """The state of a measure from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, MeasurePrepared)), None)
    return _view(*first, pairs) if first else None


def _view(record: Record, prepared: MeasurePrepared, pairs: Pairs) -> Measure:
    gone = struck(pairs)
    steps = history_of(pair for pair in pairs if isinstance(pair[1], STEPS))
    course = _course(standing := [pair for pair in steps if pair[0].id not in gone])
    decided, withdrawn = course.decided, course.withdrawn
    fields = resolve((rec, payload) for rec, payload in pairs if isinstance(payload, MeasureFieldSet))
    duties = duties_of(pairs, gone, standing, course.end_at, course.withdrawn_at)
    owed_count = sum(not (duty.outcome or duty.lapses_at) and duty.type != TERM for duty in duties)
    return Measure(
        subject=record.subject,
        dossier=record.dossier,
        number=prepared.number,
        title=prepared.name,
        status=course.status,
        power=prepared.power,
        article=prepared.article,
        text_as_of=prepared.text_as_of,
        rule_status=prepared.status,
        values=tuple((name, state.value) for name, state in sorted(fields.items()) if state.value),
        other_values=others_of(fields),
        standing=standing_of(fields),
        prepared_at=record.occurred_at,
        decided_at=course.decided_at,
        decided_by=decided.by,
        capacity=decided.capacity,
        oral=decided.oral,
        begin_at=decided.begin_at,
        end_at=course.end_at,
        decided_end_at=decided.end_at,
        reason=decided.reason,
        extensions=course.extensions,
        withdrawn_at=course.withdrawn_at,
        withdrawn_by=withdrawn.by,
        withdrawn_capacity=withdrawn.capacity,
        withdrawn_reason=withdrawn.reason,
        duties=duties,
        owed_count=owed_count,
        runs_until=FOR_EVER if owed_count else _runs_until(course, duties),
        steps=tuple(_step(rec, payload, gone) for rec, payload in steps),
    )


def _course(standing: Pairs) -> _Course:
    decision = _last(standing, MeasureDecided)
    if decision is None:
        return _Course("prepared", "", _UNDECIDED, (), "", _RUNS_ON)
    at, decided = decision[0].occurred_at, decision[1]
    if decided.outcome != "taken":
        return _Course(decided.outcome, at, decided, (), "", _RUNS_ON)
    ending, extensions = _last(standing, MeasureWithdrawn), _extensions(standing)
    if ending is None:
        return _Course(decided.outcome, at, decided, extensions, "", _RUNS_ON)
    return _Course("withdrawn", at, decided, extensions, ending[0].occurred_at, ending[1])


def _runs_until(course: _Course, duties: Iterable[Duty]) -> Instant:
    """Until when a measure that owes nothing is to be watched; empty when it is not."""
    if course.status == "prepared" or (course.status == "taken" and not course.end_at):
        return FOR_EVER
    ends = [duty.due_at for duty in duties if duty.is_clock]
    return max([*ends, course.end_at if course.status == "taken" else ""])


def _last(pairs: Pairs, type_: type[Any]) -> tuple[Record, Any] | None:
    return next((pair for pair in reversed(pairs) if isinstance(pair[1], type_)), None)


def _step(record: Record, payload: Any, gone: Mapping[str, Struck]) -> Step:
    key = payload.key if isinstance(payload, DutyDone) else ""
    fallen = gone.get(record.id)
    kind = record.kind.partition(".")[2]
    return Step(record.id, kind, key, record.occurred_at, fallen is not None, fallen.reason if fallen else "")


def _extensions(standing: Pairs) -> tuple[Extension, ...]:
    return tuple(
        Extension(payload.end_at, record.occurred_at, payload.by, payload.capacity, payload.reason, record.id)
        for record, payload in standing
        if isinstance(payload, MeasureExtended)
    )


def tables(pairs: Pairs) -> Tables:
    """The measure's row and the steps of its timeline; what was taken back stays there, struck through."""
    view = fold(pairs)
    if view is None:
        return Tables()
    gone, labels = struck(pairs), _labels(pairs, view)
    items = tuple(
        _item(record, payload, view, labels, gone.get(record.id))
        for record, payload in pairs
        if isinstance(payload, (MeasurePrepared, MeasureDecided, MeasureExtended, MeasureWithdrawn, DutyDone))
    )
    return Tables(_row(view), items)


def _labels(pairs: Pairs, view: Measure) -> dict[str, str]:
    """What is owed in words, by its key; also what fell away."""
    in_order = sorted(pairs, key=lambda pair: pair[0].order)
    brought = {payload.key: _addressed(payload) for _, payload in in_order if isinstance(payload, DutyOwed)}
    return brought | {duty.key: _addressed(duty) for duty in view.duties}


def _addressed(owed: DutyOwed | Duty) -> str:
    return f"{owed.label}{f' ({owed.to})' if owed.to else ''}"


def _row(view: Measure) -> SubjectRow:
    ends = [end for end in (view.end_at, view.withdrawn_at) if end]
    return SubjectRow(
        view.subject, "measure", view.dossier, view.number, view.title, view.status,
        view.begin_at or view.decided_at or view.prepared_at, min(ends, default=""), view.value(AREA), as_json(view),
    )  # fmt: skip


def _item(
    record: Record,
    payload: MeasurePrepared | StepPayload,
    view: Measure,
    labels: Mapping[str, str],
    fallen: Struck | None,
) -> TimelineItem:
    text = f"{view.number} {view.title}: {_said(record, payload, labels)}"
    more = {}
    if fallen:
        more = {"corrected_by": fallen.record.id, "extra": as_json({"withdrawn": True, "reason": fallen.reason})}
    return item(record, "measure", text, dossier=view.dossier, place=view.value(AREA), **more)


def _said(record: Record, payload: MeasurePrepared | StepPayload, labels: Mapping[str, str]) -> str:
    match payload:
        case MeasureDecided():
            return _decided(record, payload)
        case MeasureExtended():
            until = _moment(payload.end_at, record.occurred_at)
            return f"verlengd tot {until}{_by(payload.by, payload.capacity)}{_because(payload.reason)}"
        case MeasureWithdrawn():
            return f"ingetrokken{_by(payload.by, payload.capacity)}{_because(payload.reason)}"
        case DutyDone():
            return _done(payload, labels)
        case MeasurePrepared():
            return "voorbereid"


def _decided(record: Record, payload: MeasureDecided) -> str:
    if payload.outcome == "not_taken":
        return f"niet genomen{_by(payload.by, payload.capacity)}{_because(payload.reason)}"
    begin = f", {_moment(payload.begin_at, record.occurred_at)}" if payload.begin_at else ""
    end = f" tot {_moment(payload.end_at, payload.begin_at or record.occurred_at)}" if payload.end_at else ""
    oral = ", mondeling" if payload.oral else ""
    return f"besloten{_by(payload.by, payload.capacity, ' ')}{oral}{begin}{end}{_because(payload.reason)}"


def _done(payload: DutyDone, labels: Mapping[str, str]) -> str:
    via = f", via {payload.via}" if payload.via else ""
    what = labels.get(payload.key, payload.key)
    return f"{what}: {OUTCOMES[payload.outcome]}{_by(payload.by)}{via}{_because(payload.note)}"


def _by(function: str, capacity: str = "", joined: str = ", ") -> str:
    if not function:
        return ""
    other = capacity and capacity.casefold() != function.casefold()
    return f"{joined}door {function}{f' als {capacity}' if other else ''}"


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _moment(moment: Instant, beside: Instant) -> str:
    """A moment as it is written in a log: `04-01 11:00`, with its year where that is not the year beside it."""
    local, near = _local(moment), _local(beside)
    return f"{local:%d-%m %H:%M}" if local.year == near.year else f"{local:%d-%m-%Y %H:%M}"


def _local(moment: Instant) -> datetime:
    try:
        return datetime.fromisoformat(moment).astimezone(AMSTERDAM)
    except OverflowError:  # a moment of another station at the end of the calendar must not stop a fold
        return datetime.fromisoformat(moment)


FOLDS = {"measure": tables}
