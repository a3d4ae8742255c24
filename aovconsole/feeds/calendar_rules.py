"""Rules of recurrence: checked before any library sees them, and bounded in what they may cost."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Any

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]

from aovconsole.feeds.calendar_lines import Property
from aovconsole.feeds.calendar_values import Time, Unreadable, as_written, only, shown, time_of

_STEP_DAYS = {"YEARLY": 365.0, "MONTHLY": 28.0, "WEEKLY": 7.0, "DAILY": 1.0, "HOURLY": 1 / 24}
_STEP_COST = {"YEARLY": 120, "MONTHLY": 20, "WEEKLY": 8, "DAILY": 3, "HOURLY": 3}
"""What one step of a rule costs, in microseconds or so: a yearly one looks at every day of the year."""

_TOO_OFTEN = {"SECONDLY": "elke seconde", "MINUTELY": "elke minuut"}
_PER_DAY_LIMIT = 96
_STEPS_SPARE = 12

_NUMBERS = {
    "BYSECOND": (0, 60), "BYMINUTE": (0, 59), "BYHOUR": (0, 23), "BYMONTH": (1, 12), "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366), "BYWEEKNO": (1, 53), "BYSETPOS": (1, 366),
}  # fmt: skip
_COUNTED_BACK = frozenset({"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"})
_WEEKDAY = re.compile(r"(?:[+-]?[1-5]?[0-9])?(?:MO|TU|WE|TH|FR|SA|SU)")
_COUNT = re.compile(r"[0-9]{1,9}")


class TooOften(Unreadable):
    """A rule recurs more often than anything on a calendar does."""


@dataclass(slots=True)
class Work:
    """What a whole file may cost; shared by all its rules."""

    cost: int = 10_000_000
    occurrences: int = 250_000

    @property
    def spent(self) -> bool:
        """Whether nothing more can be done."""
        return self.cost <= 0 or self.occurrences <= 0


class WindowPassed(Exception):
    """A rule went beyond the last day that was asked for without finding anything."""


@dataclass(slots=True)
class _Limit:
    """How often one rule may still move on, and what that costs each time."""

    steps: int
    cost: int
    work: Work

    def spend(self) -> None:
        self.steps -= 1
        self.work.cost -= self.cost
        if self.steps < 0 or self.work.cost < 0:
            raise WindowPassed


class _Step(int):
    """The interval of a rule, which counts how often it is added.

    dateutil looks for a next occurrence up to the year 9999; a rule that never has one (30 February) would
    keep it busy for seconds. Each time that it moves on it adds the interval to a number: here that ends
    once the window is passed.
    """

    limit: _Limit

    @classmethod
    def limited(cls, interval: int, limit: _Limit) -> _Step:
        """An interval under a limit."""
        step = cls(interval)
        step.limit = limit
        return step

    def __radd__(self, other: int) -> int:
        self.limit.spend()
        return int(other) + int(self)

    def __mul__(self, other: int) -> _Step:
        return _Step.limited(int(self) * int(other), self.limit)


def bounded_rule(text: str, begin: datetime, last: datetime, work: Work) -> Any:
    """A dateutil rule that gives up once it is past `last`, by WindowPassed.

    Raises:
        ValueError: dateutil cannot make a rule of it.
    """
    rule = rrulestr(text, dtstart=begin)
    frequency = text.partition("FREQ=")[2].partition(";")[0]
    days = max(0.0, (last.replace(tzinfo=None) - begin.replace(tzinfo=None)) / timedelta(days=1))
    steps = math.ceil(days / _STEP_DAYS[frequency] / rule._interval) + _STEPS_SPARE
    rule._interval = _Step.limited(rule._interval, _Limit(steps, _STEP_COST[frequency], work))
    return rule


def starts_within(rule: Any, last: datetime) -> Iterator[datetime | None]:
    """The starts of a rule up to and including `last`; None at the end when there may be more."""
    try:
        for start in rule:
            if start > last:
                yield None
                return
            yield start
    except WindowPassed:
        yield None


def checked_rule(found: Property, begin: Time, local: tzinfo) -> str:
    """A rule in a form that dateutil takes, its UNTIL of the same kind as the begin.

    `local` is the zone of the calendar, for the last day of an all-day item that is written as a moment.

    Raises:
        TooOften: it recurs by the minute or the second, or more than 96 times a day.
        Unreadable: it cannot be read.
    """
    parts = _parts(found.value)
    frequency = parts.get("FREQ", "")
    if frequency in _TOO_OFTEN:
        raise TooOften(f"herhaalt {_TOO_OFTEN[frequency]}: dat is geen afspraak")
    if frequency not in _STEP_DAYS:
        raise Unreadable(f"FREQ '{shown(frequency)}' is onbekend")
    rule = [f"FREQ={frequency}"]
    rule += [_checked(name, value) for name, value in parts.items() if name in ("INTERVAL", "WKST")]
    rule += [_checked_list(name, value) for name, value in parts.items() if name.startswith("BY")]
    if per_day(rule) > _PER_DAY_LIMIT:
        raise TooOften(f"herhaalt meer dan {_PER_DAY_LIMIT} keer per dag: dat is geen afspraak")
    if "UNTIL" in parts:
        rule.append(f"UNTIL={_until(found, parts['UNTIL'], begin, local)}")
    elif not parts.get("COUNT", "-").startswith("-"):  # COUNT=-1 is what some programs write for: without end
        rule.append(_checked("COUNT", parts["COUNT"]))
    return ";".join(rule)


def per_day(rule: list[str]) -> int:
    """How often a rule can recur in one day."""
    lists = {name: value.count(",") + 1 for name, _, value in (part.partition("=") for part in rule)}
    hours = lists.get("BYHOUR", 24 if "FREQ=HOURLY" in rule else 1)
    return hours * lists.get("BYMINUTE", 1) * lists.get("BYSECOND", 1)


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().replace(" ", "").split(";"):
        name, _, value = part.partition("=")
        if name and value:
            parts.setdefault(name, value)
    calendar, skip = parts.get("RSCALE", "GREGORIAN"), parts.get("SKIP", "OMIT")
    if calendar != "GREGORIAN" or skip != "OMIT":
        raise Unreadable(f"RSCALE={shown(calendar)};SKIP={shown(skip)} wordt niet gelezen")
    return parts


def _checked(name: str, value: str) -> str:
    if name == "WKST":
        if not _WEEKDAY.fullmatch(value) or len(value) != len("MO"):
            raise Unreadable(f"WKST={shown(value)} is geen weekdag")
    elif not _COUNT.fullmatch(value) or int(value) < 1:
        raise Unreadable(f"{name}={shown(value)} is geen aantal vanaf 1")
    return f"{name}={value}"


def _checked_list(name: str, value: str) -> str:
    words = list(dict.fromkeys(word for word in value.split(",") if word))
    if name == "BYDAY":
        good = all(_WEEKDAY.fullmatch(word) and _ordinal(word) for word in words)
    elif name in _NUMBERS:
        good = all(_in_bounds(name, word) for word in words)
    else:
        good = False
    if not good or not words:
        raise Unreadable(f"{shown(name)}={shown(value)} is niet te lezen")
    return f"{name}={','.join('59' if (name, word) == ('BYSECOND', '60') else word for word in words)}"


def _ordinal(word: str) -> bool:
    return len(word) == len("MO") or 1 <= abs(int(word[:-2])) <= 53


def _in_bounds(name: str, word: str) -> bool:
    low, high = _NUMBERS[name]
    sign, digits = (word[0], word[1:]) if word[0] in "+-" else ("", word)
    if not _COUNT.fullmatch(digits) or (sign == "-" and name not in _COUNTED_BACK):
        return False
    return low <= int(digits) <= high


def _until(found: Property, text: str, begin: Time, local: tzinfo) -> str:
    """The last moment of a rule; a bare day counts in full, and nothing ends before it begins."""
    until = time_of(found._replace(name="UNTIL", parameters=""), text, only(_zone_of(begin, local)))
    if not isinstance(begin, datetime):
        last = until.date() if isinstance(until, datetime) else until
        if isinstance(until, datetime) and until.tzinfo is UTC and until.time() not in (time(), time(23, 59, 59)):
            last = until.astimezone(local).date()  # Exchange: the local midnight of the last day, in UTC
        return as_written(max(last, begin))
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59), begin.tzinfo)
    return as_written(max(until, begin))


def _zone_of(begin: Time, local: tzinfo) -> tzinfo:
    return (begin.tzinfo or local) if isinstance(begin, datetime) else local
