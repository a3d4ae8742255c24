"""The lines of a plan: each with its due moment, lines that come back on several days, meetings in a rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, Protocol, TypeVar
from zoneinfo import ZoneInfo

from aovconsole.scenarios.moments import Due, from_anchor, later, length_of, moment_due, shift_of
from aovconsole.scenarios.template import Inject, Measure, Meeting, Phase, Round

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
    """A line of the plan. `key` stays the same when an anchor moves: the line's id, with `.2` for its second time."""

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
        for number, offset in enumerate(self._offsets(row, row.anchor), 1):
            yield Planned(_key(row.id, number), row, later(first, offset, self._zone))

    def phases(self, row: Phase) -> Iterator[PlannedPhase]:
        """A phase, as often as it comes back."""
        begin, end = self.due(row.begin), self.due(row.end)
        for number, offset in enumerate(self._offsets(row, row.begin.anchor), 1):
            first, last = (later(due, offset, self._zone) for due in (begin, end))
            yield PlannedPhase(_key(row.id, number), row, first, last)

    def meetings(self, row: Meeting) -> Iterator[Planned[Meeting]]:
        """A meeting as often as it comes back; a rhythm gives `id.DAY.NUMBER`."""
        begin, end = self.due(row.begin), self.due(row.end) if row.end else None
        every = length_of(row.every)
        for number, offset in enumerate(self._offsets(row, row.begin.anchor), 1):
            first = later(begin, offset, self._zone)
            if every is None or end is None:
                yield Planned(_key(row.id, number), row, first)
            else:
                yield from self._rhythm(row, number, first, later(end, offset, self._zone), every)

    def _rhythm(self, row: Meeting, number: int, first: Due, last: Due, every: timedelta) -> Iterator[Planned[Meeting]]:
        if first.at is None or last.until is None:
            yield Planned(f"{row.id}.{number}.1", row, first)
            return
        count = max(1, (last.until - first.at) // every + 1)
        self.cut = self.cut or count > MOST_MEETINGS
        for turn in range(min(count, MOST_MEETINGS)):
            yield Planned(f"{row.id}.{number}.{turn + 1}", row, moment_due(first.at + turn * every, self._zone))

    def _offsets(self, row: Phase | Measure | Round | Meeting, anchor: str) -> list[int]:
        """How many days from its first time a line comes back, that first time itself when it does not."""
        shifts = [shift_of(text) for text in row.repeat]
        offsets = {shift.days for shift in shifts if shift}
        day = self._anchors[anchor].day
        if row.repeat_on in self._days and day is not None:
            offsets |= {(one - day).days for one in self._days[row.repeat_on]}
        return sorted(offsets) or [0]


def _key(name: str, number: int) -> str:
    return name if number == 1 else f"{name}.{number}"
