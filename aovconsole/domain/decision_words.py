"""What the parts and the steps of a decision are called in Dutch, in lists and in the timeline."""

from __future__ import annotations

from typing import assert_never

from aovconsole.domain.decision_steps import (
    TEXTS,
    DecisionChecked,
    DecisionGrounded,
    DecisionMade,
    DecisionPayload,
    DecisionReplaced,
    DecisionStepWithdrawn,
    DecisionWithdrawn,
)
from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, read_stored

OUTCOME_WORDS = {"yes": "ja", "partly": "deels", "no": "nee"}

WORDS = {
    "picture": "beeld",
    "picture_text": "beeld",
    "options": "opties",
    "risks": "risico's",
    "judgement": "oordeel",
    "proportionality": "evenredigheid",
    "decider": "wie besloot",
    "structure": "in welk overleg",
    "capacity": "hoedanigheid",
    "advice": "advies",
    "dissent": "afwijkende mening",
    "basis": "grondslag",
    "owner": "houder",
    "communication": "communicatie",
    "check_at": "toetsmoment",
}
"""What people call each part of the grounds."""

STATE_WORDS = {"made": "geldt", "replaced": "vervangen", "withdrawn": "ingetrokken"}


def step_text(payload: DecisionPayload, *, typed: bool) -> str:
    """What a step says; nothing for what stands in the timeline as a log line (`typed`), struck through or not."""
    match payload:
        case DecisionMade():
            replaces = f" (vervangt {payload.replaces_number})" if payload.replaces else ""
            return "" if typed else f"{payload.text}{replaces}"
        case DecisionGrounded():
            return f"onderbouwing: {_grounds_text(payload)}"
        case DecisionChecked():
            by = f", {payload.by}" if payload.by else ""
            again = f"; weer toetsen {_moment(payload.check_at)}" if payload.check_at else ""
            return _why(f"werkte het? {OUTCOME_WORDS[payload.outcome]}{by}", payload.note) + again
        case DecisionReplaced():
            return f"vervangen door {payload.number}"
        case DecisionWithdrawn():
            return "" if typed and not payload.reason else _why("ingetrokken", payload.reason)
        case DecisionStepWithdrawn():
            return _why("een stap vervalt", payload.reason)
        case _:
            assert_never(payload)


def _grounds_text(payload: DecisionGrounded) -> str:
    """The grounds in one line; what was picked from the log is counted, as it stands there itself."""
    picked = len(payload.picture)
    lines = f"{picked} {'logregel' if picked == 1 else 'logregels'}" if picked else ""
    told = {
        "picture": ", ".join(part for part in (lines, payload.picture_text) if part),
        "options": " | ".join(payload.options),
        "risks": " | ".join(payload.risks),
        "advice": " | ".join(map(_by, payload.advice_by, payload.advice)),
        "dissent": " | ".join(map(_by, payload.dissent_by, payload.dissent)),
        "check_at": _moment(payload.check_at) if payload.check_at else "",
    }
    single = {name: getattr(payload, name) for name in WORDS if name in TEXTS and name != "picture_text"}
    texts = told | single
    return "; ".join(f"{word}: {texts[name]}" for name, word in WORDS.items() if texts.get(name))


def _by(name: str, text: str) -> str:
    return f"{name}: {text}" if name else text


def _moment(at: Instant) -> str:
    return f"{read_stored(at).astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


def _why(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said
