"""What each step of an incident says in its timeline, in Dutch: a type of item and a text."""

from __future__ import annotations

from typing import assert_never

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
    IncidentReopened,
    Informed,
    LeadPassed,
    Step,
)
from aovconsole.domain.times import AMSTERDAM, day_short, read_stored, wall_clock
from aovconsole.domain.words import AFTERCARE_STATES, FIELDS

EVENTS = {"large_scale_alarm": "grootschalige alarmering", "gbt_convened": "GBT bijeengeroepen"}
"""The events that statutory times count from."""


def step_text(payload: Step) -> tuple[str, str]:
    """The type of the timeline item of a step and its text; a withdrawal has none of its own."""
    match payload:
        case IncidentOpened():
            return "opened", _with(payload.title, melder=payload.reporter, via=payload.reported_via)
        case IncidentFieldSet():
            return "changed", f"{FIELDS.get(payload.field, payload.field)}: {payload.value}"
        case BeginSet():
            begin = read_stored(payload.begin_at).astimezone(AMSTERDAM)
            return "changed", _why(f"begin: {day_short(begin.date())} {wall_clock(begin)}", payload.reason)
        case GripSet() | LeadPassed() | ClockStarted() | ClockStopped() | Informed():
            return _response_text(payload)
        case AftercareBegun():
            return "aftercare", _why(f"nafase, eigenaar {payload.owner}", payload.reason) + _left(payload.left_open)
        case AftercareMarked():
            said = f"nafase: {payload.label}, {AFTERCARE_STATES.get(payload.state, payload.state)}"
            return "aftercare", _why(_with(said, door=payload.owner), payload.note)
        case IncidentClosed():
            to = f"gaat naar {payload.handed_to}" if payload.handed_to else ""
            told = "; ".join(part for part in (payload.reason or "afgesloten", to) if part)
            return "closed", told + _left(payload.left_open)
        case IncidentReopened():
            return "reopened", payload.reason or "heropend"
        case _:
            assert_never(payload)


def _response_text(payload: GripSet | LeadPassed | ClockStarted | ClockStopped | Informed) -> tuple[str, str]:
    match payload:
        case GripSet():
            level = f"GRIP {payload.level}" if payload.level else "GRIP 0 (routine)"
            capacity = payload.capacity if payload.capacity != payload.by else ""
            said = _with(f"{level}, door {payload.by}", als=capacity, via=payload.via)
            return "grip", _why(said, payload.reason)
        case ClockStarted():
            return "clock", _with(EVENTS.get(payload.event, payload.event), via=payload.via)
        case ClockStopped():
            outcome = "aan het werk" if payload.outcome == "reached" else "niet nodig"
            return "clock", _why(f"{payload.label}: {outcome}", payload.note)
        case Informed():
            told = "ingelicht" if payload.reached else "niet bereikt"
            return "informed", _why(
                _with(f"{payload.function} {told}", door=payload.by, via=payload.via), payload.answer
            )
        case LeadPassed():
            given = _named(payload.from_structure, payload.from_leader)
            taken = _named(payload.structure, payload.leader)
            said = f"leiding van {given} naar {taken}" if given else f"leiding: {taken}"
            return "lead", _why(_with(said, via=payload.via), payload.reason)
        case _:
            assert_never(payload)


def _named(structure: str, leader: str) -> str:
    return f"{structure} ({leader})" if structure and leader else structure or leader


def _with(said: str, **parts: str) -> str:
    return ", ".join([said, *(f"{word} {value}" for word, value in parts.items() if value)])


def _why(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said


def _left(left_open: tuple[str, ...]) -> str:
    return f"; nog open: {', '.join(left_open)}" if left_open else ""
