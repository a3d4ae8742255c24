"""A measure: the use of a power of the burgemeester, prepared, decided, extended, withdrawn, with what is owed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from aovconsole.domain.fieldset import resolve
from aovconsole.domain.measure_steps import (
    OUTCOMES,
    PAYLOADS,
    STEPS,
    WITHDRAWAL,
    DutyDone,
    DutyOwed,
    MeasureDecided,
    MeasureExtended,
    MeasureFieldSet,
    MeasurePrepared,
    MeasureWithdrawn,
    Pairs,
    StepPayload,
    StepWithdrawn,
)
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import AMSTERDAM
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

__all__ = ["FOLDS", "PAYLOADS", "Duty", "Extension", "Measure", "Step", "fold", "struck", "tables"]

AREA = "area"
"""The condition that says where the measure holds."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Something owed, and how it ended; `record_id` is the record that brought it, `done_record_id` that ended it."""

    key: str
    label: str
    to: str
    type: str
    due_at: Instant
    at_once: bool
    owed_since: Instant
    done_at: Instant
    outcome: str
    by: str
    via: str
    note: str
    rule: str
    source: str
    record_id: str
    done_record_id: str


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
    """One step that was taken, also when it was taken back."""

    record_id: str
    kind: str
    key: str
    at: Instant
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """The state of one measure; `end_at` is the end in force, also when it was withdrawn before that."""

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
    duties: tuple[Duty, ...]
    owed_count: int
    steps: tuple[Step, ...]

    def value(self, field: str) -> str:
        """What was filled in for a condition; empty when nothing was."""
        return dict(self.values).get(field, "")


def struck(pairs: Pairs) -> dict[str, str]:
    """The records that were taken back, each with the record that did it."""
    return {payload.step: record.id for record, payload in pairs if isinstance(payload, StepWithdrawn)}


class _Course(NamedTuple):
    """What happened to a measure, of the steps that stand."""

    status: str
    decided_at: Instant
    decided: MeasureDecided
    extensions: tuple[Extension, ...]
    withdrawn_at: Instant


_UNDECIDED = MeasureDecided("not_taken", "")


def fold(pairs: Pairs) -> Measure | None:
    """The state of a measure from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, MeasurePrepared)), None)
    return _view(*first, pairs) if first else None


def _view(record: Record, prepared: MeasurePrepared, pairs: Pairs) -> Measure:
    gone = struck(pairs)
    steps = sorted((pair for pair in pairs if isinstance(pair[1], STEPS)), key=lambda pair: pair[0].history_order)
    standing = [pair for pair in steps if pair[0].id not in gone]
    course = _course(standing)
    decided, extensions = course.decided, course.extensions
    fields = resolve((rec, payload) for rec, payload in pairs if isinstance(payload, MeasureFieldSet))
    duties = _duties(pairs, gone, standing, course.withdrawn_at)
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
        other_values=tuple(f"{name}: {other}" for name, state in fields.items() for other in state.other_values),
        standing=tuple((name, state.standing) for name, state in fields.items()),
        prepared_at=record.occurred_at,
        decided_at=course.decided_at,
        decided_by=decided.by,
        capacity=decided.capacity,
        oral=decided.oral,
        begin_at=decided.begin_at,
        end_at=extensions[-1].end_at if extensions else decided.end_at,
        decided_end_at=decided.end_at,
        reason=decided.reason,
        extensions=extensions,
        withdrawn_at=course.withdrawn_at,
        duties=duties,
        owed_count=sum(not duty.outcome and duty.type != "term" for duty in duties),
        steps=tuple(_step(rec, payload, gone) for rec, payload in steps),
    )


def _course(standing: Pairs) -> _Course:
    decision = _last(standing, MeasureDecided)
    if decision is None:
        return _Course("prepared", "", _UNDECIDED, (), "")
    at, decided = decision[0].occurred_at, decision[1]
    if decided.outcome != "taken":
        return _Course(decided.outcome, at, decided, (), "")
    ending = _last(standing, MeasureWithdrawn)
    status = "withdrawn" if ending else decided.outcome
    return _Course(status, at, decided, _extensions(standing), ending[0].occurred_at if ending else "")


def _last(pairs: Pairs, type_: type[Any]) -> tuple[Record, Any] | None:
    return next((pair for pair in reversed(pairs) if isinstance(pair[1], type_)), None)


def _step(record: Record, payload: Any, gone: dict[str, str]) -> Step:
    key = payload.key if isinstance(payload, DutyDone) else ""
    return Step(record.id, record.kind.partition(".")[2], key, record.occurred_at, record.id in gone)


def _extensions(standing: Pairs) -> tuple[Extension, ...]:
    return tuple(
        Extension(payload.end_at, record.occurred_at, payload.by, payload.capacity, payload.reason, record.id)
        for record, payload in standing
        if isinstance(payload, MeasureExtended)
    )


def _duties(pairs: Pairs, gone: dict[str, str], standing: Pairs, withdrawn_at: Instant) -> tuple[Duty, ...]:
    """What is owed, in the order in which it arose; of one key what was written last by clock."""
    owed: dict[str, list[tuple[Record, DutyOwed]]] = {}
    for record, payload in sorted(pairs, key=lambda pair: pair[0].order):
        if isinstance(payload, DutyOwed) and payload.arises_from not in gone:
            owed.setdefault(payload.key, []).append((record, payload))
    done = [(record, payload) for record, payload in standing if isinstance(payload, DutyDone)]
    return tuple(_duty(chain, done, withdrawn_at) for chain in owed.values())


def _duty(chain: list[tuple[Record, DutyOwed]], done: Sequence[tuple[Record, DutyDone]], withdrawn_at: Instant) -> Duty:
    record, owed = chain[-1]
    since = next(rec for rec, payload in chain if payload.arises_from == owed.arises_from)
    ends = [(rec, payload) for rec, payload in done if payload.key == owed.key and rec.order > since.order]
    ended, end = ends[-1] if ends else (None, None)
    by_itself = owed.key == WITHDRAWAL and bool(withdrawn_at) and end is None
    undated = owed.needs_date and not owed.due_at and end is None
    label = f"{owed.label} ({owed.needs_date})" if undated else owed.label
    return Duty(
        key=owed.key,
        label=label,
        to=owed.to,
        type=owed.type,
        due_at=owed.due_at,
        at_once=owed.at_once,
        owed_since=since.occurred_at,
        done_at=withdrawn_at if by_itself else ended.occurred_at if ended else "",
        outcome="done" if by_itself else end.outcome if end else "",
        by=end.by if end else "",
        via=end.via if end else "",
        note=end.note if end else "",
        rule=owed.rule,
        source=owed.source,
        record_id=record.id,
        done_record_id=ended.id if ended else "",
    )


def tables(pairs: Pairs) -> Tables:
    """The measure's row and the steps of its timeline; what was taken back stays there, struck through."""
    view = fold(pairs)
    if view is None:
        return Tables()
    gone = struck(pairs)
    items = tuple(
        _item(record, payload, view, gone)
        for record, payload in pairs
        if isinstance(payload, (MeasurePrepared, MeasureDecided, MeasureExtended, MeasureWithdrawn, DutyDone))
    )
    return Tables(_row(view), items)


def _row(view: Measure) -> SubjectRow:
    ends = [end for end in (view.end_at, view.withdrawn_at) if end]
    return SubjectRow(
        view.subject, "measure", view.dossier, view.number, view.title, view.status,
        view.begin_at or view.decided_at or view.prepared_at, min(ends, default=""), view.value(AREA), as_json(view),
    )  # fmt: skip


def _item(record: Record, payload: MeasurePrepared | StepPayload, view: Measure, gone: dict[str, str]) -> TimelineItem:
    text = f"{view.number} {view.title}: {_said(record, payload, view)}"
    more = {"corrected_by": gone[record.id], "extra": json.dumps({"withdrawn": True})} if record.id in gone else {}
    return item(record, "measure", text, dossier=view.dossier, place=view.value(AREA), **more)


def _said(record: Record, payload: MeasurePrepared | StepPayload, view: Measure) -> str:
    match payload:
        case MeasureDecided():
            return _decided(record, payload)
        case MeasureExtended():
            until = _moment(payload.end_at, record.occurred_at)
            return f"verlengd tot {until}{_by(payload.by, payload.capacity)}{_because(payload.reason)}"
        case MeasureWithdrawn():
            return f"ingetrokken{_by(payload.by, payload.capacity)}{_because(payload.reason)}"
        case DutyDone():
            return _done(payload, view)
        case MeasurePrepared():
            return "voorbereid"


def _decided(record: Record, payload: MeasureDecided) -> str:
    if payload.outcome == "not_taken":
        return f"niet genomen{_by(payload.by, payload.capacity)}{_because(payload.reason)}"
    begin = f", {_moment(payload.begin_at, record.occurred_at)}" if payload.begin_at else ""
    end = f" tot {_moment(payload.end_at, payload.begin_at or record.occurred_at)}" if payload.end_at else ""
    oral = ", mondeling" if payload.oral else ""
    return f"besloten{_by(payload.by, payload.capacity, ' ')}{oral}{begin}{end}{_because(payload.reason)}"


def _done(payload: DutyDone, view: Measure) -> str:
    owed = next((duty for duty in view.duties if duty.key == payload.key), None)
    what = f"{owed.label}{f' ({owed.to})' if owed.to else ''}" if owed else payload.key
    via = f", via {payload.via}" if payload.via else ""
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
