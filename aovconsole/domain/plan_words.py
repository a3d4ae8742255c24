"""What the steps of a plan say in its timeline, in Dutch."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from aovconsole.domain.plan_steps import (
    LineAdded,
    LineMarked,
    LineOwnerSet,
    PlanAnswered,
    PlanEnded,
    PlanMoved,
    PlanPayload,
    PlanStarted,
    PlanWithdrawn,
)
from aovconsole.domain.times import date_text

LINE_STATES = {"todo": "te doen", "busy": "bezig", "done": "gereed", "dropped": "vervallen"}
"""The state of a line of a plan."""

PLAN_STATES = {"running": "loopt", "ended": "beëindigd", "withdrawn": "ingetrokken"}
"""The state of a plan."""

PHASE_STATES = {"unknown": "onbekend", "coming": "komt", "running": "loopt", "past": "voorbij"}
"""Where a phase stands."""


def when_text(on: str, clock: str) -> str:
    """The day of a main anchor, with its time where one was given."""
    return f"{date_text(date.fromisoformat(on))} {clock}".rstrip()


def step_text(payload: PlanPayload) -> tuple[str, str]:
    """The type of a step and what it says."""
    match payload:
        case PlanStarted():
            return "opened", f"{payload.title}, {when_text(payload.on, payload.clock)}"
        case PlanMoved():
            return "moved", f"naar {when_text(payload.on, payload.clock)}: {payload.reason}"
        case PlanAnswered():
            return "answer", f"{payload.label or payload.question} {payload.answer or '(weer open)'}"
        case LineMarked():
            by = f" door {payload.by}" if payload.by else ""
            return "line_mark", _why(f"{LINE_STATES[payload.state]}{by}: {payload.label or payload.key}", payload.note)
        case LineAdded():
            owner = f"{payload.owner}: " if payload.owner else ""
            return "line_mark", f"regel erbij: {owner}{payload.what}"
        case LineOwnerSet():
            return "line_mark", _why(f"naar {payload.owner}: {payload.label or payload.key}", payload.reason)
        case PlanEnded():
            return "closed", payload.reason or "plan beëindigd"
        case PlanWithdrawn():
            return "closed", _why("plan ingetrokken", payload.reason)
        case _:
            assert_never(payload)


def _why(said: str, reason: str) -> str:
    return f"{said} ({reason})" if reason else said
