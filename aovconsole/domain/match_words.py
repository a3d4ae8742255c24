"""What the steps of a match say in its timeline, in Dutch."""

from __future__ import annotations

import re
from typing import assert_never

from aovconsole.domain.match_steps import (
    CategorySet,
    MatchAdded,
    MatchCancelled,
    MatchEnded,
    MatchFieldSet,
    MatchMoved,
    MatchPayload,
    MatchStepWithdrawn,
    PlanMarked,
    SafetyDecided,
    Talked,
    TravelSet,
)
from aovconsole.domain.times import AMSTERDAM, date_text, day_from, read_stored, wall_clock
from aovconsole.errors import CommandRefused

TO_BE_FIXED = "aftrap te bevestigen"
_MATCHDAY = re.compile(r"\bmatchday\s+(\d{1,3})\b", re.IGNORECASE)

OUTCOMES = {
    "played": "gespeeld",
    "awarded": "uitslag toegekend",
    "abandoned": "gestaakt",
    "postponed": "uitgesteld",
    "cancelled": "gaat niet door",
}
PLAN_STATES = {"todo": "te doen", "done": "gedaan", "dropped": "vervallen"}
FIELD_WORDS = {
    "place": "plaats",
    "away_expected": "uitsupporters verwacht",
    "spectators": "toeschouwers",
    "doors_minutes": "deuren open, minuten voor aftrap",
    "depart_minutes": "vertrek tot, minuten na aftrap",
    "note": "opmerking",
}


def kickoff_text(begin_at: str, on: str, known: bool) -> str:
    """The day and the kick-off of a match, `vrijdag 9 augustus 2024 20:00`; without a kick-off that says so."""
    try:
        day = date_text(day_from(on))
    except CommandRefused:  # a record of another station can hold anything
        day = on
    return f"{day} {wall_clock(read_stored(begin_at))}" if known else f"{day}, {TO_BE_FIXED}"


def step_text(payload: MatchPayload) -> tuple[str, str]:
    """The type of a timeline item and its text."""
    match payload:
        case MatchAdded() | MatchMoved():
            return _dated(payload)
        case MatchEnded():
            return "changed", f"{OUTCOMES[payload.outcome]} {payload.score}".rstrip()
        case MatchCancelled():
            by = f" (door {payload.by})" if payload.by else ""
            return "closed", f"gaat niet door{by}: {payload.reason}"
        case MatchFieldSet():
            return "changed", f"{FIELD_WORDS.get(payload.field, payload.field)}: {payload.value or 'leeg'}"
        case PlanMarked():
            said = f"{payload.label}: {PLAN_STATES[payload.state]}"
            return "plan", f"{said} ({payload.note})" if payload.note else said
        case CategorySet() | TravelSet() | Talked() | SafetyDecided():
            return _prepared(payload)
        case MatchStepWithdrawn():
            return "changed", f"vervallen: {payload.reason}"
        case _:
            assert_never(payload)


def round_text(text: str) -> str:
    """A round, or a step that names one, as it is read: the English word that a source keeps, in Dutch."""
    return _MATCHDAY.sub(r"speelronde \1", text)


def _dated(payload: MatchAdded | MatchMoved) -> tuple[str, str]:
    when = kickoff_text(payload.begin_at, payload.on, payload.kickoff_known)
    if isinstance(payload, MatchMoved):
        return "moved", f"nu {when}: {payload.reason}" if payload.reason else f"nu {when}"
    round_ = f", {payload.round}" if payload.round else ""
    title = f"{payload.home} – {payload.away}"
    return "match", f"{payload.number} {title} ({payload.competition} {payload.season}{round_}), {when}"


def _prepared(payload: CategorySet | TravelSet | Talked | SafetyDecided) -> tuple[str, str]:
    match payload:
        case CategorySet():
            return "category", f"categorie {payload.category} door {payload.by}: {'; '.join(payload.reasons)}"
        case TravelSet():
            by = f" door {payload.by}" if payload.by else ""
            return "travel", f"vervoersregeling {payload.label}{by}: {payload.reason}"
        case Talked():
            at = read_stored(payload.at)
            said = f"{payload.label} {date_text(at.astimezone(AMSTERDAM).date())} {wall_clock(at)}"
            said += f" met {payload.present}" if payload.present else ""
            return "talk", f"{said}: {payload.agreements}" if payload.agreements else said
        case SafetyDecided():
            return "decision", f"{payload.by} ({payload.ground}): {payload.text}. Reden: {payload.reason}"
        case _:
            assert_never(payload)
