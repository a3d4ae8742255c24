"""What the steps of a demonstration say in its timeline: type of the item and text; never how anybody is reached."""

from __future__ import annotations

from typing import assert_never

from aovconsole.domain.demonstration_steps import (
    MOMENTS,
    ConditionSet,
    ContactSet,
    Counted,
    Decided,
    DecisionServed,
    DemonstrationCancelled,
    DemonstrationEnded,
    DemonstrationFieldSet,
    DemonstrationNoted,
    DemonstrationPayload,
    DemonstrationStepWithdrawn,
    Instructed,
    Linked,
    OrderedToEnd,
    ReceiptGiven,
    ReviewBegun,
    TalkHeld,
)
from aovconsole.domain.demonstration_words import (
    BAN_GROUNDS,
    CONTACT,
    END_GROUNDS,
    FIELDS,
    GROUNDS,
    METHODS,
    ROLES,
    SCALES,
    STATES,
)
from aovconsole.domain.times import AMSTERDAM, day_short, read_stored, wall_clock


def step_text(payload: DemonstrationPayload) -> tuple[str, str]:
    """The type of the timeline item of a step, and what it says."""
    match payload:
        case DemonstrationNoted():
            return "demonstration", f"Demonstratie {payload.place}".strip()
        case DemonstrationFieldSet():
            return "changed", f"{FIELDS[payload.field]}: {value_text(payload.field, payload.value) or 'leeg'}"
        case ContactSet():
            return "contact", CONTACT if payload.text else "contact leeggemaakt"
        case ReceiptGiven():
            return "receipt", _joined(f"bewijs van ontvangst {payload.number}", _via(payload.via))
        case TalkHeld():
            agreed = f"afgesproken: {payload.agreed}" if payload.agreed else ""
            return "talked", _joined(f"met {payload.with_whom}{_by(payload.by)}: {payload.text}", agreed, sign="; ")
        case ReviewBegun():
            return "review", f"in behandeling{_by(payload.by)}"
        case _:
            return _decision_text(payload)


def _decision_text(
    payload: ConditionSet
    | Decided
    | DecisionServed
    | Instructed
    | OrderedToEnd
    | Counted
    | Linked
    | DemonstrationEnded
    | DemonstrationCancelled
    | DemonstrationStepWithdrawn,
) -> tuple[str, str]:
    match payload:
        case ConditionSet():
            return "condition", f"{payload.number} {payload.text} ({GROUNDS[payload.ground]}: {payload.reason})"
        case Decided():
            return "decided", decision_text(
                payload.outcome, payload.by, payload.capacity, payload.ground, payload.reason
            )
        case DecisionServed():
            return "served", f"besluit bekendgemaakt aan de kennisgever{_via(payload.via)}{_by(payload.by)}"
        case Instructed():
            return "instruction", f"{payload.number} {payload.text} ({payload.reason}){_by(payload.by)}"
        case OrderedToEnd():
            ground = END_GROUNDS[payload.ground]
            return "end_order", f"bevel tot beëindigen{_by(payload.by)} ({ground}: {payload.reason})"
        case _:
            return _course_text(payload)


def _course_text(
    payload: Counted | Linked | DemonstrationEnded | DemonstrationCancelled | DemonstrationStepWithdrawn,
) -> tuple[str, str]:
    match payload:
        case Counted():
            return "counted", f"{payload.count} {METHODS[payload.method]}{_by(payload.by)}"
        case Linked():
            return "linked", f"{ROLES[payload.role]} {payload.label or payload.place}"
        case DemonstrationEnded():
            return "over", _joined("afgelopen", payload.note, sign=": ")
        case DemonstrationCancelled():
            return "not_held", _joined(f"gaat niet door{_by(payload.by)}", payload.reason, sign=": ")
        case DemonstrationStepWithdrawn():
            return "withdrawn", payload.reason
        case _:
            assert_never(payload)


def decision_text(outcome: str, by: str, capacity: str, ground: str, reason: str) -> str:
    """A decision in one line: what, by whom and in what capacity, on which ground, why."""
    said = f"{STATES[outcome]}{_by(by)}" + (f" als {capacity}" if capacity else "")
    why = _joined(BAN_GROUNDS.get(ground, ""), reason, sign=": ") if ground else reason
    return f"{said} ({why})" if why else said


def value_text(field: str, value: str) -> str:
    """The value of a field as people read it."""
    if field in MOMENTS and value:
        moment = read_stored(value)
        local = moment.astimezone(AMSTERDAM)
        return f"{day_short(local.date())} {local.year} {wall_clock(moment)}"
    if field == "moving":
        return "ja" if value else "nee"
    return SCALES.get(value, value) if field == "scale" else value


def _via(via: str) -> str:
    return f" via {via.removeprefix('via ')}" if via else ""


def _by(by: str) -> str:
    return f" door {by}" if by else ""


def _joined(first: str, second: str, *, sign: str = "") -> str:
    return f"{first}{sign}{second}" if first and second else first or second
