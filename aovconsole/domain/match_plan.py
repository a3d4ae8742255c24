"""The match-day plan: lines relative to kick-off, with what was done of them; a pure function of data and marks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, on_the_wall, read_stored, stored


class PlanRule(Protocol):
    """One line of the plan as `data/football.toml` gives it: minutes or days from kick-off."""

    @property
    def key(self) -> str:
        """What a mark refers to."""

    @property
    def label(self) -> str:
        """What must be done."""

    @property
    def owner(self) -> str:
        """Which function does it."""

    @property
    def minutes(self) -> int | None:
        """Minutes from kick-off, below zero before it; None where days count."""

    @property
    def days(self) -> int | None:
        """Days from the match, below zero before it, at the clock time of kick-off; None where minutes count."""

    @property
    def status(self) -> str:
        """Whether the line was confirmed."""

    @property
    def source(self) -> str:
        """Where it comes from."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the plan of one match; `due_at` is empty and `due_on` a day while the kick-off is not known."""

    key: str
    label: str
    owner: str
    relative: str
    due_at: Instant
    due_on: str
    state: str
    note: str
    done_at: Instant
    status: str
    source: str
    overdue: bool
    record_id: str


def plan_lines(
    body: Mapping[str, Any], rules: Iterable[PlanRule], now: datetime, zone: ZoneInfo = AMSTERDAM
) -> tuple[PlanLine, ...]:
    """The plan of a match (its body) in order of time: what is not done follows kick-off, what is done stays put.

    Marks of lines that the data no longer has stay as they were.
    """
    marks = {mark["key"]: mark for mark in body["plan_marks"]}
    lines = [_line(body, rule, marks.pop(rule.key, None), now, zone) for rule in rules]
    lines += [_kept(mark) for mark in marks.values()]
    return tuple(sorted(lines, key=lambda line: (line.due_at or f"{line.due_on}T99", line.key)))


def open_lines(lines: Sequence[PlanLine]) -> tuple[PlanLine, ...]:
    """What is still to do."""
    return tuple(line for line in lines if line.state == "todo")


def relative_text(rule: PlanRule) -> str:
    """Where a line stands from kick-off: `D-42`, `T-90`, `T+15`, `T`, `D+7`."""
    if rule.days is not None:
        return f"D{rule.days:+d}"
    return f"T{rule.minutes:+d}" if rule.minutes else "T"


def due_of(body: Mapping[str, Any], rule: PlanRule, zone: ZoneInfo = AMSTERDAM) -> tuple[Instant, str]:
    """When a line is due, as a moment and a day.

    Days are those of the calendar, at the clock time of kick-off, also over the change of clock; minutes are elapsed.
    """
    day = date.fromisoformat(body["on"])
    if rule.days is not None:
        day += timedelta(days=rule.days)
    kickoff = body["kickoff_at"]
    if not kickoff:
        return "", day.isoformat()
    moment = read_stored(kickoff)
    if rule.days is not None:
        moment = on_the_wall(day, moment.astimezone(zone).time(), zone)
    else:
        moment += timedelta(minutes=rule.minutes or 0)
    return stored(moment), moment.astimezone(zone).date().isoformat()


def _line(
    body: Mapping[str, Any], rule: PlanRule, mark: Mapping[str, Any] | None, now: datetime, zone: ZoneInfo
) -> PlanLine:
    due_at, due_on = due_of(body, rule, zone)
    state = str(mark["state"]) if mark else "todo"
    if mark and state == "done":
        due_at = mark["due_at"] or due_at
        due_on = read_stored(due_at).astimezone(zone).date().isoformat() if due_at else due_on
    return PlanLine(
        key=rule.key,
        label=rule.label,
        owner=rule.owner,
        relative=relative_text(rule),
        due_at=due_at,
        due_on=due_on,
        state=state,
        note=str(mark["note"]) if mark else "",
        done_at=mark["at"] if mark and state == "done" else "",
        status=rule.status,
        source=rule.source,
        overdue=state == "todo" and bool(due_at) and due_at < stored(now) and _was_ours(body, due_at),
        record_id=mark["record_id"] if mark else "",
    )


def _was_ours(body: Mapping[str, Any], due_at: Instant) -> bool:
    """Whether a line could be done from here: a match that was over when it was entered owes nothing."""
    entered_at: Instant = body["moves"][0]["at"]
    if body["status"] == "planned":
        kickoff_at: Instant = body["kickoff_at"]
        return entered_at < max(due_at, kickoff_at)
    return body["status"] in ("played", "abandoned") and entered_at < due_at


def _kept(mark: Mapping[str, Any]) -> PlanLine:
    """A line that was marked once and that the data no longer has."""
    return PlanLine(
        key=mark["key"],
        label=mark["label"],
        owner="",
        relative="",
        due_at=mark["due_at"],
        due_on=mark["due_at"][:10],
        state=mark["state"],
        note=mark["note"],
        done_at=mark["at"] if mark["state"] == "done" else "",
        status="",
        source="staat niet meer in het draaiboek",
        overdue=False,
        record_id=mark["record_id"],
    )
