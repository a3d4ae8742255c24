"""Where a plan stands at a moment: its lines, its phases, what comes next, what its log must hold; pure readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aovconsole.domain.record import Instant
from aovconsole.domain.times import read_stored, stored

NEXT = 3
"""How many milestones are told unless more are asked."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of a plan at a moment; the fields of `plan_rows.Line`, and whether it is late.

    `type` is measure, round, own (added by hand) or gone (done, and no longer in the plan). A line that had gone by
    when the plan was started (`past_at_start`) is never late; it stays to do.
    """

    key: str
    type: str
    what: str
    owner: str
    where: tuple[str, ...]
    source: str
    mandatory: bool
    due_at: Instant
    due_on: str
    past_at: Instant
    waits_for: str
    look_at: tuple[str, ...]
    state: str
    note: str
    by: str
    done_at: Instant
    record_id: str
    past_at_start: bool
    late: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return self.state in ("todo", "busy")

    @property
    def last_minute(self) -> datetime:
        """The last minute in which it is not late: its moment, or 23:59 of its day; only where it has either."""
        return read_stored(self.due_at) if self.due_at else read_stored(self.past_at) - timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PhaseNow:
    """A phase at a moment; `state` is unknown, coming, running or past.

    One whose end nobody knows yet runs until another begins.
    """

    key: str
    id: str
    name: str
    begin_at: Instant
    begin_on: str
    end_at: Instant
    end_on: str
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """Something that comes: an anchor, or the begin of a phase; `type` is anchor or phase."""

    type: str
    key: str
    name: str
    due_at: Instant


@dataclass(frozen=True, slots=True)
class PhasesNow:
    """The phases of a plan at a moment, those that run (mostly one), and the milestones that come next."""

    phases: tuple[PhaseNow, ...]
    current: tuple[PhaseNow, ...]
    next: tuple[Milestone, ...]


def lines_of(body: Mapping[str, Any], now: datetime) -> tuple[PlanLine, ...]:
    """The lines of a plan (its body) at a moment, in order of time; of a plan that does not run nothing is late."""
    return tuple(_line(body, line, now) for line in body["lines"])


def due_before(body: Mapping[str, Any], now: datetime, until: datetime) -> tuple[PlanLine, ...]:
    """The open lines of a plan (its body) that are late now or will be before a moment; of one that runs."""
    if body["status"] != "running":
        return ()
    before = stored(until)
    found = [_line(body, line, now) for line in body["lines"] if can_be_late(line) and line["past_at"] < before]
    return tuple(sorted(found, key=lambda line: (line.past_at, line.key)))


def phases_of(body: Mapping[str, Any], now: datetime, count: int = NEXT) -> PhasesNow:
    """The phases of a plan (its body) at a moment, and the milestones that come next, the first first."""
    at = stored(now)
    begun = max((one["from_at"] for one in body["phases"] if one["from_at"] and one["from_at"] <= at), default="")
    phases = tuple(_phase(one, at, begun) for one in body["phases"])
    anchors = [
        Milestone("anchor", one["id"], one["label"], one["due_at"]) for one in body["anchors"] if one["due_at"] > at
    ]
    told = {one.due_at for one in anchors}
    coming = anchors + [
        Milestone("phase", one["key"], one["name"], one["from_at"])
        for one in body["phases"]
        if one["from_at"] > at and one["from_at"] not in told
    ]
    coming.sort(key=lambda one: (one.due_at, one.type, one.key))
    return PhasesNow(phases, tuple(one for one in phases if one.state == "running"), tuple(coming[:count]))


def log_hints_of(body: Mapping[str, Any], now: datetime) -> tuple[str, ...]:
    """What the log must hold at a moment: what belongs to the phases that run first, then what belongs to all."""
    running = {one.id for one in phases_of(body, now).current}
    hints: Sequence[Mapping[str, Any]] = body["log_protocol"]
    of_phase = [str(one["text"]) for one in hints if one["phase"] in running]
    return (*of_phase, *(str(one["text"]) for one in hints if not one["phase"]))


def can_be_late(line: Mapping[str, Any]) -> bool:
    """Whether a line (as a body holds it) is open and has a moment at which it is late: not one past at the start."""
    return line["state"] in ("todo", "busy") and bool(line["past_at"]) and not line["past_at_start"]


def _phase(one: Mapping[str, Any], at: Instant, begun: Instant) -> PhaseNow:
    fields = ("key", "id", "name", "begin_at", "begin_on", "end_at", "end_on", "source")
    state = _phase_state(one["from_at"], one["until_at"], at, begun)
    return PhaseNow(**{name: one[name] for name in fields}, state=state)


def _phase_state(since: Instant, until: Instant, at: Instant, begun: Instant) -> str:
    """Where a phase stands; `begun` is when the last of all phases began."""
    if not since:
        return "unknown"
    if until:
        return "past" if until <= at else "running" if since <= at else "coming"
    return "coming" if since > at else "running" if since == begun else "past"


def _line(body: Mapping[str, Any], line: Mapping[str, Any], now: datetime) -> PlanLine:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in line.items()}
    is_late = body["status"] == "running" and can_be_late(line) and line["past_at"] <= stored(now)
    return PlanLine(**fields, late=is_late)
