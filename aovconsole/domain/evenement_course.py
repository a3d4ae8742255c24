"""What the steps of an evenement come to: its assessments, advice, safety plan, permit, counts and HEV steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from aovconsole.domain.evenement_steps import (
    STEPS,
    AdviceAsked,
    AdviceGiven,
    EvenementAssessed,
    PermitDecided,
    PlanJudged,
    PlanReceived,
    StepTicked,
    VisitorsCounted,
)
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.typed_names import name_key

Pair: TypeAlias = tuple[Record, Any]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One choice of treatment: the class, why, by whom, on which day."""

    handling_class: str
    reasons: tuple[str, ...]
    by: str
    assessed_on: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Advice that was asked, given, or both; `joint` is the multidisciplinary one."""

    partner: str
    joint: bool
    asked_on: str
    note: str
    given_on: str
    text: str
    record_id: str


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """The safety plan as it stands: a newer version has not been judged yet."""

    received_on: str = ""
    received_note: str = ""
    verdict: str = ""
    judged_on: str = ""
    by: str = ""
    note: str = ""


NOT_PERMITTED = ("refused", "withdrawn")
"""Decisions on a permit after which the evenement does not go on."""


def is_off(status: str, outcome: str) -> bool:
    """Whether an evenement does not go on: it was cancelled, or its permit was refused or withdrawn."""
    return status == "cancelled" or outcome in NOT_PERMITTED


@dataclass(frozen=True, slots=True)
class Permit:
    """The latest decision; the conditions of a permit that was withdrawn stay readable."""

    outcome: str = ""
    at: Instant = ""
    conditions: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """One count or estimate of the visitors."""

    count: int
    method: str
    by: str
    how: str
    at: Instant
    record_id: str


@dataclass(frozen=True, slots=True)
class HevStep:
    """One step of the HEV; `ticked` when a person said so, else it follows from what is there."""

    key: str
    state: str
    ticked: bool
    at: Instant
    note: str


def assessments_of(
    added: Record, handling_class: str, assessed_on: str, history: Sequence[Pair]
) -> tuple[Assessment, ...]:
    """Every assessment in order; the first may have come with the evenement itself."""
    first = [Assessment(handling_class, (), "", assessed_on, added.id)] if handling_class else []
    later = [
        Assessment(payload.handling_class, payload.reasons, payload.by, payload.assessed_on, record.id)
        for record, payload in history
        if isinstance(payload, EvenementAssessed)
    ]
    return (*first, *later)


def advice_of(history: Sequence[Pair]) -> tuple[Advice, ...]:
    """The advice in the order in which it was asked; what is given answers what that partner was asked last."""
    found: list[Advice] = []
    for record, payload in history:
        if not isinstance(payload, AdviceAsked | AdviceGiven):
            continue
        who = (name_key(payload.partner), payload.joint)
        place = next((n for n, one in enumerate(found) if _who(one) == who and not one.given_on), None)
        if isinstance(payload, AdviceAsked):
            asked = Advice(payload.partner, payload.joint, payload.asked_on, payload.note, "", "", record.id)
            if place is None:
                found.append(asked)
            else:
                found[place] = asked
        elif place is None:
            found.append(Advice(payload.partner, payload.joint, "", "", payload.given_on, payload.text, record.id))
        else:
            found[place] = replace(found[place], given_on=payload.given_on, text=payload.text, record_id=record.id)
    return tuple(found)


def _who(advice: Advice) -> tuple[str, bool]:
    return name_key(advice.partner), advice.joint


def plan_of(history: Sequence[Pair]) -> SafetyPlan:
    """The safety plan and what was found of its latest version."""
    plan = SafetyPlan()
    for _, payload in history:
        if isinstance(payload, PlanReceived):
            plan = SafetyPlan(payload.received_on, payload.note)
        elif isinstance(payload, PlanJudged):
            plan = replace(plan, verdict=payload.verdict, judged_on=payload.judged_on, by=payload.by, note=payload.note)
    return plan


def permit_of(history: Sequence[Pair]) -> Permit:
    """The latest decision on the permit."""
    permit = Permit()
    for record, payload in history:
        if isinstance(payload, PermitDecided):
            kept = permit.conditions if payload.outcome == "withdrawn" else ()
            permit = Permit(payload.outcome, record.occurred_at, payload.conditions or kept, payload.by, payload.reason)
    return permit


def counts_of(history: Sequence[Pair]) -> tuple[Count, ...]:
    """Every count and estimate, the earliest first."""
    return tuple(
        Count(payload.count, payload.method, payload.by, payload.how, record.occurred_at, record.id)
        for record, payload in history
        if isinstance(payload, VisitorsCounted)
    )


class Course(NamedTuple):
    """What the steps come to."""

    advice: tuple[Advice, ...]
    plan: SafetyPlan
    permit: Permit
    counts: tuple[Count, ...]
    steps: tuple[HevStep, ...]


def course_of(history: Sequence[Pair], frame: Mapping[str, str], assessed: bool, rounds: Sequence[Instant]) -> Course:
    """What the steps come to; the eight of the HEV: what a person ticked last, else what the dossier shows."""
    advice, plan, permit, counts = advice_of(history), plan_of(history), permit_of(history), counts_of(history)
    notified = frame["kind"] == "notification"
    derived = {
        "application": "done" if frame["received_on"] else "open",
        "approach": "done" if assessed else "open",
        "advice": _advice_state(advice),
        "permit": _permit_state(permit, notified, frame["answered_on"]),
        "preparation": "done" if plan.verdict == "good" else "busy" if plan.received_on else "open",
        "execution": "busy" if rounds or counts else "open",
    }
    ticks = {payload.step: (record, payload) for record, payload in history if isinstance(payload, StepTicked)}
    steps = tuple(_step(key, derived.get(key, "open"), ticks.get(key)) for key in STEPS)
    return Course(advice, plan, permit, counts, steps)


def _advice_state(advice: Sequence[Advice]) -> str:
    if not advice:
        return "open"
    return "done" if all(one.given_on for one in advice) else "busy"


def _permit_state(permit: Permit, notified: bool, answered_on: str) -> str:
    decided = permit.outcome or (notified and answered_on)
    return "done" if decided else "open"


def _step(key: str, derived: str, tick: Pair | None) -> HevStep:
    if tick is None:
        return HevStep(key, derived, False, "", "")
    record, payload = tick
    return HevStep(key, payload.state, True, record.occurred_at, payload.note)
