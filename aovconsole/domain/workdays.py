"""Working days and terms by the Algemene termijnenwet (BWBR0002448, art. 1-4); the holidays come from `data/`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

SUNDAY = 7
WORKING_WEEKDAYS = range(1, 6)
"""Monday to Friday, as ISO counts: a Saturday is no working day for a term (Atw art. 1)."""

LEAST_DAYS = 3
"""A term of at least so many days holds at least `LEAST_WORKING_DAYS` working days (Atw art. 2)."""
LEAST_WORKING_DAYS = 2

LONGEST_DAYS, LONGEST_WEEKS, LONGEST_MONTHS = 90, 12, 3
"""The law lets longer terms alone (Atw art. 4), and those in hours or years."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """One holiday of every year: on `month_day` (`MM-DD`), or so many days from Easter Sunday.

    `on_sunday` is the `MM-DD` that takes its place in a year in which it would be a Sunday.
    """

    name: str
    month_day: str = ""
    easter_offset: int | None = None
    on_sunday: str = ""

    def day_in(self, year: int) -> date:
        """The day of this holiday in a year."""
        if self.easter_offset is not None:
            from dateutil.easter import easter  # type: ignore[import-untyped]  # only a computed term needs it

            sunday: date = easter(year)
            return sunday + timedelta(days=self.easter_offset)
        day = _in_year(year, self.month_day)
        return _in_year(year, self.on_sunday) if self.on_sunday and day.isoweekday() == SUNDAY else day


@dataclass(frozen=True, slots=True)
class Holidays:
    """The generally recognised holidays (Atw art. 3), and the days that a decree puts on a level with them."""

    rules: tuple[HolidayRule, ...] = ()
    equated: frozenset[date] = frozenset()

    def name_of(self, day: date) -> str:
        """What a holiday is called; empty when the day is none."""
        if day in self.equated:
            return "gelijkgestelde dag"
        return next((rule.name for rule in self.rules if rule.day_in(day.year) == day), "")

    def is_working_day(self, day: date) -> bool:
        """Whether a day is no Saturday, no Sunday and no holiday."""
        return day.isoweekday() in WORKING_WEEKDAYS and not self.name_of(day)

    def extended(self, day: date) -> date:
        """The last day of a term that would end on this day: the next working day when it is none (Atw art. 1)."""
        while not self.is_working_day(day):
            day += _DAY
        return day

    def working_days_after(self, day: date, count: int) -> date:
        """The working day that comes as number `count` after a day."""
        while count > 0:
            day = self.extended(day + _DAY)
            count -= 1
        return day

    def term_end(self, start_day: date, *, weeks: int = 0, days: int = 0, months: int = 0) -> date:
        """The last day of a statutory term of weeks, days or months (one of the three), with Atw art. 1, 2 and 4.

        `start_day` is the day that the term counts from and does not itself count: for an objection the day of the
        announcement (Awb art. 6:8).

        Raises:
            ValueError: not exactly one length above nought was given.
        """
        if min(weeks, days, months) < 0 or sum(map(bool, (weeks, days, months))) != 1:
            raise ValueError("a term has one length: weeks, days or months")
        end = months_later(start_day, months) if months else start_day + timedelta(days=days or 7 * weeks)
        if days > LONGEST_DAYS or weeks > LONGEST_WEEKS or months > LONGEST_MONTHS:
            return end
        if (end - start_day).days >= LEAST_DAYS:
            end = self._with_working_days(start_day, end)
        return self.extended(end)

    def _with_working_days(self, start_day: date, end: date) -> date:
        """The end, moved on until the term holds two working days (Atw art. 2)."""
        while sum(map(self.is_working_day, _days(start_day + _DAY, end))) < LEAST_WORKING_DAYS:
            end += _DAY
        return end


def months_later(day: date, months: int) -> date:
    """The same day so many months on; the last day of that month when it is shorter."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += _DAY


def _in_year(year: int, month_day: str) -> date:
    return date.fromisoformat(f"{year:04d}-{month_day}")
