"""Times of a template: days of the calendar or elapsed time from an anchor, over midnight and a change of clock."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aovconsole.domain.times import YEARS, clock_time, on_the_wall

_DAYS = re.compile(r"([+-]?)P([0-9]{1,4})([DW])")
_ELAPSED = re.compile(r"([+-]?)(?=[0-9])(?:([0-9]{1,3})h)?(?:([0-9]{1,4})m)?")
_CLOCK = re.compile(r"([0-9]{2}):([0-9]{2})")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Shift:
    """How far from an anchor: whole days of the calendar, or a length of time that passes."""

    days: int = 0
    elapsed: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """When something is: a day, a moment of it (UTC) where there is one, and (UTC) when it begins and is past.

    Without a moment it is done in the course of the day. `waits_for` names the anchor whose day or time is not known
    yet; then there is no moment, and perhaps no day.
    """

    day: date | None = None
    at: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    waits_for: str = ""

    def is_past(self, now: datetime) -> bool:
        """Whether this lies before a moment; what has no date yet never does."""
        return self.until is not None and self.until <= now

    @property
    def order(self) -> tuple[bool, date, int, datetime]:
        """What dated things are sorted by: by day, on it first the moments, then the whole days, then what waits."""
        rank = 0 if self.at else 1 if self.until else 2
        return self.day is None, self.day or date.max, rank, self.at or datetime.max.replace(tzinfo=UTC)


def shift_of(text: str) -> Shift | None:
    """Read `-P14D`, `P2W`, `-90m`, `+1h30m`; nothing is no distance; None where it cannot be read."""
    if not text:
        return Shift()
    if found := _DAYS.fullmatch(text):
        count = int(found[2]) * (7 if found[3] == "W" else 1)
        return Shift(days=-count if found[1] == "-" else count)
    if found := _ELAPSED.fullmatch(text):
        length = timedelta(hours=int(found[2] or 0), minutes=int(found[3] or 0))
        return Shift(elapsed=-length if found[1] == "-" else length)
    return None


def length_of(text: str) -> timedelta | None:
    """Read a length of time that passes, longer than nothing: `45m`, `1h30m`; None for anything else."""
    shift = shift_of(text)
    length = shift.elapsed if shift else None
    return length if length and length > timedelta(0) else None


def clock_of(text: str) -> time | None:
    """Read a time of the wall clock, `12:11`; None where there is none."""
    found = _CLOCK.fullmatch(text)
    return clock_time(found[1], found[2]) if found else None


def month_day_of(text: str, year: int) -> date | None:
    """The day of a `MM-DD` in a year; None where that year has none."""
    if not _MONTH_DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(f"{year:04d}-{text}")
    except ValueError:
        return None


def whole_day(day: date, zone: ZoneInfo) -> Due:
    """Something that is done in the course of a day: past when the day is."""
    since, until = (on_the_wall(day + timedelta(days=away), time(0), zone) for away in (0, 1))
    return Due(day=day, since=since, until=until)


def on_clock(day: date, clock: time, zone: ZoneInfo) -> Due:
    """Something at a time of the wall clock."""
    return moment_due(on_the_wall(day, clock, zone), zone)


def later(due: Due, days: int, zone: ZoneInfo) -> Due:
    """The same time of the wall clock, or the same whole day, so many days of the calendar on."""
    if due.day is None:
        return due
    day = due.day + timedelta(days=days)
    if due.waits_for:
        return Due(day=day, waits_for=due.waits_for)
    return on_clock(day, due.at.astimezone(zone).time(), zone) if due.at else whole_day(day, zone)


def from_anchor(anchor: Due, when: str, at: str, zone: ZoneInfo) -> Due:
    """When something is that counts from an anchor.

    Without `when` and `at` it is the anchor's own moment. Days count the calendar, and with `at` give a moment; elapsed
    time needs an anchor with a moment.

    Raises:
        ValueError: `when` or `at` cannot be read (a checked template has none such), or the sum leaves the calendar.
    """
    shift = shift_of(when)
    if shift is None or (at and clock_of(at) is None):
        raise ValueError(f"{when!r} {at!r}")
    if shift.elapsed is None and (when or at):
        return _on_day(anchor, shift.days, clock_of(at), zone)
    if anchor.at is None or shift.elapsed is None:
        return anchor
    return moment_due(anchor.at + shift.elapsed, zone)


def moment_due(moment: datetime, zone: ZoneInfo) -> Due:
    """Something at a moment."""
    return Due(day=moment.astimezone(zone).date(), at=moment, since=moment, until=moment)


def _on_day(anchor: Due, days: int, clock: time | None, zone: ZoneInfo) -> Due:
    if anchor.day is None:
        return anchor
    day = anchor.day + timedelta(days=days)
    if day.year not in YEARS:
        raise ValueError(f"{day} is too far away")
    return on_clock(day, clock, zone) if clock else whole_day(day, zone)
