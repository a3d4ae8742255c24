"""The Dutch words of an evenement, and what each of its steps says in the timeline."""

from __future__ import annotations

from datetime import date
from typing import TypeAlias, assert_never

from aovconsole.domain.evenement_steps import (
    DAYS,
    MOMENTS,
    NEEDED_MOMENTS,
    AdviceAsked,
    AdviceGiven,
    EvenementAssessed,
    EvenementFieldSet,
    PermitDecided,
    PlanJudged,
    PlanReceived,
    StepTicked,
    VisitorsCounted,
)
from aovconsole.domain.times import AMSTERDAM, read_stored

StepPayload: TypeAlias = (
    EvenementFieldSet
    | EvenementAssessed
    | AdviceAsked
    | AdviceGiven
    | PlanReceived
    | PlanJudged
    | PermitDecided
    | StepTicked
    | VisitorsCounted
)

FIELD_WORDS = {
    "title": "titel",
    "place": "plaats",
    "begin_at": "begin",
    "end_at": "einde",
    "kind": "soort",
    "received_on": "ontvangen op",
    "answered_on": "reactie op",
    "programme_on": "jaarprogramma op",
    "visitors_count": "verwacht bezoek",
    "build_up_at": "opbouw vanaf",
    "break_down_until": "afbouw tot",
    "cmt_day": "CMT-dag",
    "whole_place": "hele plein",
    "parade": "optocht",
    "inner_city": "binnenstad",
}
"""The fields of the frame as a form labels them."""

STEP_WORDS = {
    "application": "aanvraag",
    "intake": "intake",
    "approach": "behandelaanpak",
    "advice": "advies",
    "permit": "besluit",
    "preparation": "voorbereiding",
    "execution": "uitvoering",
    "evaluation": "evaluatie",
}
"""The eight steps of the HEV 2018 in short."""

STEP_STATE_WORDS = {"open": "open", "busy": "bezig", "done": "gereed", "not_needed": "niet nodig"}
KIND_WORDS = {"application": "aanvraag", "notification": "melding"}
ANSWER_WORDS = {"yes": "ja", "no": "nee", "": "onbekend"}
VERDICT_WORDS = {"good": "akkoord", "insufficient": "onvoldoende"}
OUTCOME_WORDS = {"granted": "verleend", "refused": "geweigerd", "withdrawn": "ingetrokken"}
METHOD_WORDS = {"counted": "geteld", "estimated": "geschat"}
JOINT = "multidisciplinair advies"


def field_text(field: str, value: str) -> str:
    """The value of a field as a person reads it; moments on the wall clock of Maastricht."""
    if not value:
        return ""
    if field in (*NEEDED_MOMENTS, *MOMENTS):
        moment = read_stored(value).astimezone(AMSTERDAM)
        return f"{moment:%d-%m-%Y %H:%M}"
    if field in DAYS:
        return day_text(value)
    if field == "kind":
        return KIND_WORDS.get(value, value)
    return ANSWER_WORDS.get(value, value)


def day_text(day: str) -> str:
    """A stored day as a person reads it; empty when there is none."""
    return f"{date.fromisoformat(day):%d-%m-%Y}" if day else ""


def advice_name(partner: str, joint: bool) -> str:
    """Whose advice it is: `multidisciplinair advies (politie, brandweer, GHOR)`."""
    return f"{JOINT} ({partner})" if joint else partner


def step_text(payload: StepPayload) -> tuple[str, str]:
    """The type of the timeline item of a step and its text."""
    match payload:
        case EvenementFieldSet():
            shown = field_text(payload.field, payload.value) or "leeg"
            return "changed", f"{FIELD_WORDS.get(payload.field, payload.field)}: {shown}"
        case EvenementAssessed():
            why = f": {'; '.join(payload.reasons)}" if payload.reasons else ""
            return "assessed", f"klasse {payload.handling_class}{_by(payload.by)}{why}"
        case AdviceAsked() | AdviceGiven():
            return "advice", _advice_text(payload)
        case PlanReceived():
            return "plan", _why(f"veiligheidsplan ontvangen op {day_text(payload.received_on)}", payload.note)
        case PlanJudged():
            said = f"veiligheidsplan {VERDICT_WORDS[payload.verdict]}{_by(payload.by)}"
            return "plan", _why(said, payload.note)
        case PermitDecided():
            return "permit", _permit_text(payload)
        case StepTicked():
            said = f"HEV {STEP_WORDS[payload.step]}: {STEP_STATE_WORDS[payload.state]}"
            return "changed", _why(said, payload.note)
        case VisitorsCounted():
            said = f"{payload.count} bezoekers {METHOD_WORDS[payload.method]}{_by(payload.by)}"
            return "counted", _why(said, payload.how)
        case _:
            assert_never(payload)


def _advice_text(payload: AdviceAsked | AdviceGiven) -> str:
    what = JOINT if payload.joint else "advies"
    if isinstance(payload, AdviceAsked):
        return _why(f"{what} gevraagd aan {payload.partner}", payload.note)
    return _why(f"{what} van {payload.partner}", payload.text)


def _permit_text(payload: PermitDecided) -> str:
    said = _why(f"vergunning {OUTCOME_WORDS[payload.outcome]}{_by(payload.by)}", payload.reason)
    return f"{said}; voorschriften: {'; '.join(payload.conditions)}" if payload.conditions else said


def _by(function: str) -> str:
    return f" door {function}" if function else ""


def _why(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said
