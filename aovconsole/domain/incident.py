"""The state of an incident: its frame, its GRIP history, its clocks, who knows, who leads, its nafase."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aovconsole.domain.fieldset import FieldState, others_of, resolve, standing_of
from aovconsole.domain.history import Pair, all_of, history_of
from aovconsole.domain.incident_steps import (
    AftercareBegun,
    AftercareMarked,
    BeginSet,
    ClockStarted,
    ClockStopped,
    GripSet,
    IncidentClosed,
    IncidentFieldSet,
    IncidentOpened,
    IncidentPayload,
    IncidentReopened,
    Informed,
    LeadPassed,
    StepWithdrawn,
)
from aovconsole.domain.incident_words import step_text
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import Tables, as_json, dossier_row, item, late

FIELDS = ("title", "place", "nature", "reporter", "reported_via", "case_number", "lcms_reference")


@dataclass(frozen=True, slots=True)
class GripStep:
    """One step of the GRIP history."""

    level: int
    at: Instant
    by: str
    capacity: str
    via: str
    reason: str
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One time that a function was told, or was not reached."""

    function: str
    at: Instant
    by: str
    via: str
    answer: str
    reached: bool
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class ClockStart:
    """One moment that statutory times count from."""

    event: str
    at: Instant
    via: str
    record_id: str


@dataclass(frozen=True, slots=True)
class ClockStop:
    """The end of one clock of one run."""

    key: str
    start: str
    outcome: str
    at: Instant
    note: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads since when, and from whom the lead came."""

    structure: str
    leader: str
    from_structure: str
    from_leader: str
    at: Instant
    via: str
    reason: str
    record_id: str


@dataclass(frozen=True, slots=True)
class AftercarePoint:
    """The latest state of one point of the nafase list."""

    key: str
    label: str
    state: str
    owner: str
    note: str
    at: Instant
    record_id: str


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the whole: nafase begun, closed, reopened; `to` is who took over what was open."""

    phase: str
    at: Instant
    to: str
    reason: str
    left_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """The state of one incident; `standing` names per field the records that a next setting replaces."""

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    nature: str
    reporter: str
    reported_via: str
    deployed: bool
    case_number: str
    lcms_reference: str
    grip_level: int
    grip_since: Instant
    grip_highest: int
    grip_history: tuple[GripStep, ...]
    informed: tuple[Telling, ...]
    clock_starts: tuple[ClockStart, ...]
    clock_stops: tuple[ClockStop, ...]
    leads: tuple[Lead, ...]
    aftercare: tuple[AftercarePoint, ...]
    phases: tuple[Phase, ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, IncidentPayload]]) -> Incident | None:
    """The state of an incident from its records; None while its opening has not arrived."""
    opening = next(((record, payload) for record, payload in pairs if isinstance(payload, IncidentOpened)), None)
    if opening is None:
        return None
    record, opened = opening
    withdrawn = withdrawn_steps(pairs)
    history = history_of(pairs, withdrawn)
    fields = resolve((rec, payload) for rec, payload in pairs if isinstance(payload, IncidentFieldSet))
    begins = [one.begin_at for rec, one in pairs if isinstance(one, BeginSet) and rec.id not in withdrawn]
    steps = all_of(history, GripSet, _grip_step)
    phases = tuple(_phase(rec, payload) for rec, payload in history if isinstance(payload, _PHASES))
    status = _STATUS[phases[-1].phase] if phases else "open"
    return Incident(
        subject=record.subject,
        number=opened.number,
        status=status,
        begin_at=begins[-1] if begins else record.occurred_at,
        end_at=phases[-1].at if status == "closed" else "",
        deployed=opened.deployed,
        grip_level=steps[-1].level if steps else 0,
        grip_since=steps[-1].at if steps else "",
        grip_highest=max((step.level for step in steps), default=0),
        grip_history=steps,
        informed=all_of(history, Informed, _telling),
        clock_starts=all_of(
            history, ClockStarted, lambda rec, one: ClockStart(one.event, rec.occurred_at, one.via, rec.id)
        ),
        clock_stops=all_of(history, ClockStopped, _clock_stop),
        leads=all_of(history, LeadPassed, _lead),
        aftercare=_aftercare(history),
        phases=phases,
        other_values=others_of(fields),
        standing=standing_of(fields),
        **_values(opened, fields),
    )


def _values(opened: IncidentOpened, fields: dict[str, FieldState]) -> dict[str, str]:
    return {name: fields[name].value if name in fields else getattr(opened, name, "") for name in FIELDS}


def withdrawn_steps(pairs: Iterable[Pair]) -> dict[str, tuple[str, str]]:
    """The steps that do not count, and of each the record that withdrew it and the reason."""
    return {
        payload.step: (record.id, payload.reason) for record, payload in pairs if isinstance(payload, StepWithdrawn)
    }


def _grip_step(record: Record, step: GripSet) -> GripStep:
    return GripStep(
        step.level, record.occurred_at, step.by, step.capacity, step.via, step.reason, late(record), record.id
    )


def _telling(record: Record, told: Informed) -> Telling:
    return Telling(
        told.function, record.occurred_at, told.by, told.via, told.answer, told.reached, late(record), record.id
    )


def _clock_stop(record: Record, stop: ClockStopped) -> ClockStop:
    return ClockStop(stop.key, stop.start, stop.outcome, record.occurred_at, stop.note, record.id)


def _lead(record: Record, lead: LeadPassed) -> Lead:
    return Lead(
        lead.structure, lead.leader, lead.from_structure, lead.from_leader,
        record.occurred_at, lead.via, lead.reason, record.id,
    )  # fmt: skip


def _aftercare(history: Iterable[Pair]) -> tuple[AftercarePoint, ...]:
    latest: dict[str, AftercarePoint] = {}
    for record, mark in history:
        if isinstance(mark, AftercareMarked):
            latest[mark.key] = AftercarePoint(
                mark.key, mark.label, mark.state, mark.owner, mark.note, record.occurred_at, record.id
            )
    return tuple(latest.values())


_PHASES = (AftercareBegun, IncidentClosed, IncidentReopened)
_STATUS = {"aftercare": "aftercare", "closed": "closed", "reopened": "open"}


def _phase(record: Record, payload: AftercareBegun | IncidentClosed | IncidentReopened) -> Phase:
    match payload:
        case AftercareBegun():
            return Phase("aftercare", record.occurred_at, payload.owner, payload.reason, payload.left_open)
        case IncidentClosed():
            return Phase("closed", record.occurred_at, payload.handed_to, payload.reason, payload.left_open)
        case IncidentReopened():
            return Phase("reopened", record.occurred_at, "", payload.reason, ())


def tables(pairs: Sequence[tuple[Record, IncidentPayload]]) -> Tables:
    """The incident's row and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    withdrawn = withdrawn_steps(pairs)
    items = []
    for record, payload in pairs:
        if isinstance(payload, StepWithdrawn):
            continue
        gone = withdrawn.get(record.id)
        struck = {"corrected_by": gone[0], "extra": as_json({"withdrawn": True, "reason": gone[1]})} if gone else {}
        items.append(item(record, *step_text(payload), dossier=view.subject, **struck))
    return Tables(dossier_row("incident", view), tuple(items))


PAYLOADS = (
    IncidentOpened,
    IncidentFieldSet,
    BeginSet,
    GripSet,
    ClockStarted,
    ClockStopped,
    Informed,
    LeadPassed,
    AftercareBegun,
    AftercareMarked,
    IncidentClosed,
    IncidentReopened,
    StepWithdrawn,
)
FOLDS = {"incident": tables}
