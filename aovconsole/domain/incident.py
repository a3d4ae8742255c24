"""Incidents: opened, scaled up and down in GRIP, closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.fieldset import resolve
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import Tables, dossier_row, item, late

GRIP_LEVELS = (0, 1, 2, 3, 4, 5)
FIELDS = ("title", "place", "nature", "case_number", "lcms_reference")


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """An incident came in; `deployed` says whether the duty officer acted (AOV-inzet)."""

    kind: ClassVar[str] = "incident.opened"
    version: ClassVar[int] = 1
    number: str
    title: str
    place: str = ""
    nature: str = ""
    deployed: bool = True


@dataclass(frozen=True, slots=True)
class IncidentFieldSet:
    """One field of the frame was filled or changed."""

    kind: ClassVar[str] = "incident.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GripSet:
    """The GRIP level stepped up or down: by which function, in what capacity, heard through whom, why."""

    kind: ClassVar[str] = "incident.grip_set"
    version: ClassVar[int] = 1
    level: int
    by: str
    capacity: str = ""
    via: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a level that does not exist (a record of another station can hold anything)."""
        if self.level not in GRIP_LEVELS:
            raise ValueError(self.level)


@dataclass(frozen=True, slots=True)
class IncidentClosed:
    """The incident is closed."""

    kind: ClassVar[str] = "incident.closed"
    version: ClassVar[int] = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IncidentReopened:
    """A closed incident goes on."""

    kind: ClassVar[str] = "incident.reopened"
    version: ClassVar[int] = 1
    reason: str = ""


IncidentPayload: TypeAlias = IncidentOpened | IncidentFieldSet | GripSet | IncidentClosed | IncidentReopened


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
    deployed: bool
    case_number: str
    lcms_reference: str
    grip_level: int
    grip_since: Instant
    grip_highest: int
    grip_history: tuple[GripStep, ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, IncidentPayload]]) -> Incident | None:
    """The state of an incident from its records; None while its opening has not arrived."""
    opening = next(((record, payload) for record, payload in pairs if isinstance(payload, IncidentOpened)), None)
    if opening is None:
        return None
    record, opened = opening
    fields = resolve((rec, payload) for rec, payload in pairs if isinstance(payload, IncidentFieldSet))
    values = {name: fields[name].value if name in fields else getattr(opened, name, "") for name in FIELDS}
    steps = grip_history(pairs)
    closings = [
        (rec, payload)
        for rec, payload in sorted(pairs, key=lambda pair: pair[0].history_order)
        if isinstance(payload, (IncidentClosed, IncidentReopened))
    ]
    closed = bool(closings) and isinstance(closings[-1][1], IncidentClosed)
    return Incident(
        subject=record.subject,
        number=opened.number,
        status="closed" if closed else "open",
        begin_at=record.occurred_at,
        end_at=closings[-1][0].occurred_at if closed else "",
        deployed=opened.deployed,
        grip_level=steps[-1].level if steps else 0,
        grip_since=steps[-1].at if steps else "",
        grip_highest=max((step.level for step in steps), default=0),
        grip_history=steps,
        other_values=tuple(f"{name}: {other}" for name, state in fields.items() for other in state.other_values),
        standing=tuple((name, state.standing) for name, state in fields.items()),
        **values,
    )


def grip_history(pairs: Sequence[tuple[Record, IncidentPayload]]) -> tuple[GripStep, ...]:
    """The steps of the GRIP level in the order in which they happened."""
    steps = sorted(
        ((record, payload) for record, payload in pairs if isinstance(payload, GripSet)),
        key=lambda pair: pair[0].history_order,
    )
    return tuple(
        GripStep(
            payload.level,
            record.occurred_at,
            payload.by,
            payload.capacity,
            payload.via,
            payload.reason,
            late(record),
            record.id,
        )
        for record, payload in steps
    )


def tables(pairs: Sequence[tuple[Record, IncidentPayload]]) -> Tables:
    """The incident's row and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    items = tuple(item(record, *_step(payload), dossier=view.subject) for record, payload in pairs)
    return Tables(dossier_row("incident", view), items)


_FIELD_NAMES = {
    "title": "titel",
    "place": "plaats",
    "nature": "aard",
    "case_number": "zaaknummer",
    "lcms_reference": "LCMS",
}


def _step(payload: IncidentPayload) -> tuple[str, str]:
    match payload:
        case IncidentOpened():
            return "opened", payload.title
        case IncidentFieldSet():
            return "changed", f"{_FIELD_NAMES.get(payload.field, payload.field)}: {payload.value}"
        case GripSet():
            parts = [f"GRIP {payload.level}" if payload.level else "GRIP 0 (routine)", f"door {payload.by}"]
            parts += [f"als {payload.capacity}"] if payload.capacity else []
            parts += [f"via {payload.via}"] if payload.via else []
            return "grip", ", ".join(parts) + (f": {payload.reason}" if payload.reason else "")
        case IncidentClosed():
            return "closed", payload.reason or "afgesloten"
        case IncidentReopened():
            return "reopened", payload.reason or "heropend"


PAYLOADS = (IncidentOpened, IncidentFieldSet, GripSet, IncidentClosed, IncidentReopened)
FOLDS = {"incident": tables}
