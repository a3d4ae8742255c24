"""The lines of a plan: each with its due moment, lines that come back on several days, meetings in a rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from aovconsole.domain.scenario_moments import Due, from_anchor, later, length_of, moment_due, shift_of
from aovconsole.domain.scenario_template import Inject, Measure, Meeting, Phase, Round

MOST_MEETINGS = 200
"""A rhythm that gives more than this in one stretch is cut off there, and the plan says so."""

T = TypeVar("T", Measure, Round, Meeting, Inject)
R = TypeVar("R", Measure, Round)


class Counted(Protocol):
    """What counts from an anchor."""

    @property
    def anchor(self) -> str:
        """The anchor."""

    @property
    def when(self) -> str:
        """How far from it."""

    @property
    def at(self) -> str:
        """A time of the wall clock on that day."""


@dataclass(frozen=True, slots=True)
class Planned(Generic[T]):
    """A line of the plan. `key` stays the same when an anchor moves.

    It is the line's id; `id.+2` two days on where it comes back, `id.2027-07-02` on a day that was answered.
    """

    key: str
    what: T
    due: Due


@dataclass(frozen=True, slots=True)
class PlannedPhase:
    """A phase with its begin and end; `key` as of a line."""

    key: str
    phase: Phase
    begin: Due
    end: Due

    def state(self, now: datetime) -> str:
        """Where a phase stands: `unknown`, `coming`, `running` or `past`."""
        if self.begin.since is None or self.end.until is None:
            return "unknown"
        if self.end.is_past(now):
            return "past"
        return "running" if self.begin.since <= now else "coming"


def in_order(planned: Iterable[Planned[T]]) -> tuple[Planned[T], ...]:
    """In time; what falls together stays in the order of the template."""
    return tuple(sorted(planned, key=lambda one: one.due.order))


class Expander:
    """Makes the lines of a plan from the rows of a template, its dated anchors and the days that were answered.

    `cut` is true once a rhythm of meetings was cut off.
    """

    def __init__(self, anchors: Mapping[str, Due], days: Mapping[str, tuple[date, ...]], zone: ZoneInfo) -> None:
        self._anchors = anchors
        self._days = days
        self._zone = zone
        self.cut = False

    def due(self, counted: Counted) -> Due:
        """When something is that counts from an anchor."""
        return from_anchor(self._anchors[counted.anchor], counted.when, counted.at, self._zone)

    def repeated(self, row: R) -> Iterator[Planned[R]]:
        """A measure or a round, as often as it comes back."""
        first = self.due(row)
        for key, offset in self._times(row, row.anchor):
            yield Planned(key, row, later(first, offset, self._zone))

    def phases(self, row: Phase) -> Iterator[PlannedPhase]:
        """A phase, as often as it comes back."""
        begin, end = self.due(row.begin), self.due(row.end)
        for key, offset in self._times(row, row.begin.anchor):
            first, last = (later(due, offset, self._zone) for due in (begin, end))
            yield PlannedPhase(key, row, first, last)

    def meetings(self, row: Meeting) -> Iterator[Planned[Meeting]]:
        """A meeting as often as it comes back; those of a rhythm are numbered behind the key of their day."""
        begin, end = self.due(row.begin), self.due(row.end) if row.end else None
        every = length_of(row.every)
        for key, offset in self._times(row, row.begin.anchor):
            first = later(begin, offset, self._zone)
            if every is None or end is None:
                yield Planned(key, row, first)
            else:
                yield from self._rhythm(row, key, first, later(end, offset, self._zone), every)

    def _rhythm(self, row: Meeting, key: str, first: Due, last: Due, every: timedelta) -> Iterator[Planned[Meeting]]:
        if first.at is None or last.until is None:
            yield Planned(f"{key}.1", row, first)
            return
        count = max(1, (last.until - first.at) // every + 1)
        self.cut = self.cut or count > MOST_MEETINGS
        for turn in range(min(count, MOST_MEETINGS)):
            yield Planned(f"{key}.{turn + 1}", row, moment_due(first.at + turn * every, self._zone))

    def _times(self, row: Phase | Measure | Round | Meeting, anchor: str) -> list[tuple[str, int]]:
        """The key of each time that a line comes back, and how many days it is from its first time."""
        shifts = [shift_of(text) for text in row.repeat]
        found = {shift.days: f"{row.id}.{shift.days:+d}" if shift.days else row.id for shift in shifts if shift}
        day = self._anchors[anchor].day
        if row.repeat_on in self._days and day is not None:
            found |= {(one - day).days: f"{row.id}.{one.isoformat()}" for one in self._days[row.repeat_on]}
        return [(key, offset) for offset, key in sorted(found.items())] or [(row.id, 0)]
