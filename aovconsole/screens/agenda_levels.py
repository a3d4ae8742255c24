"""The levels of the agenda: which days each shows around a day, and what the next and the previous one is."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Literal, TypeAlias

from aovconsole.domain.times import YEARS
from aovconsole.screens.agenda_days import monday_of

Level: TypeAlias = Literal["day", "week", "month", "list", "year"]

_FIRST, _LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


def period_of(level: Level, day: date) -> tuple[date, date]:
    """The first and the last day of what a level is about."""
    if level == "day":
        return day, day
    if level == "week":
        monday = monday_of(day)
        return monday, monday + timedelta(days=6)
    if level == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])


def shown_days(level: Level, day: date) -> tuple[date, date]:
    """The first and the last day that a level shows: a month in whole weeks, every other level what it is about."""
    first, last = period_of(level, day)
    return (monday_of(first), monday_of(last) + timedelta(days=6)) if level == "month" else (first, last)


def stepped(level: Level, day: date, by: int) -> date:
    """The same day of the next or the previous period, within the years of the calendar."""
    if level in ("day", "week"):
        found = day + timedelta(days=by * (1 if level == "day" else 7))
    else:
        months = day.year * 12 + day.month - 1 + by * (12 if level == "year" else 1)
        year, month = divmod(months, 12)
        found = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return bounded(found)


def bounded(day: date) -> date:
    """A day within the years of the calendar."""
    return min(max(day, _FIRST), _LAST)
