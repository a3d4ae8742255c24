"""What stands on which day: items of a calendar laid out over local days, the long ones apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import day_from, read_stored
from aovconsole.domain.view import CalendarDay
from aovconsole.errors import CommandRefused

LONG_DAYS = 3
"""What takes more days than this stands in one row above the days and does not fill them."""

NIGHT_ENDS = time(6)
"""What began the day before and ends before this hour belongs to the evening before."""

_OWN = {"evenementen": "○", "demonstraties": "◆", "cmt": "■"}
_DAY_MONTH = re.compile(r"(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of the agenda and the local days that it takes; `handling_class` only of our own evenementen."""

    day: CalendarDay
    first: date
    last: date
    begin: datetime | None
    end: datetime | None
    handling_class: str = ""

    @property
    def key(self) -> str:
        """What tells this occurrence apart."""
        return f"{self.day.subject} {self.day.begin_at}"

    @property
    def sign(self) -> str:
        """The sign of its layer."""
        return _OWN.get(self.day.layer, "·")

    @property
    def is_long(self) -> bool:
        """Whether it stands above the days."""
        return (self.last - self.first).days >= LONG_DAYS

    def clock(self, on: date) -> str:
        """Its times as they are on one of its days."""
        if self.begin is None or self.end is None:
            return "hele dag"
        begin = f"{self.begin:%H:%M}" if self.first == on else "…"
        if self.end == self.begin:
            return begin
        end = f"{self.end:%H:%M}" if self.last == on else "…"
        return "hele dag" if begin == end == "…" else f"{begin}–{end}"


def agenda_items(desk: Desk, begin: date, end: date, hidden: Iterable[str]) -> tuple[AgendaItem, ...]:
    """The items between two days, both included, in order of time, without the layers that are hidden."""
    skipped = set(hidden)
    return tuple(_item(desk, day) for day in desk.calendar.days(begin, end) if day.layer not in skipped)


def _item(desk: Desk, day: CalendarDay) -> AgendaItem:
    if day.begin_on:
        first, last = date.fromisoformat(day.begin_on), date.fromisoformat(day.end_on or day.begin_on)
        return AgendaItem(day, first, last, None, None)
    begin, end = _local(day.begin_at, desk.zone), _local(day.end_at or day.begin_at, desk.zone)
    last = end.date()
    if last > begin.date() and end.time() <= NIGHT_ENDS:
        last -= timedelta(days=1)
    handling_class = ""
    if day.layer == "evenementen" and (row := desk.reading.subject(day.subject)):
        handling_class = str(json.loads(row.body).get("handling_class") or "")
    return AgendaItem(day, begin.date(), max(begin.date(), last), begin, end, handling_class)


def _local(stored: str, zone: ZoneInfo) -> datetime:
    return read_stored(stored).astimezone(zone)


def on_day(items: Sequence[AgendaItem], day: date) -> list[AgendaItem]:
    """The items of one day, whole days first, without the long ones."""
    found = [item for item in items if not item.is_long and item.first <= day <= item.last]
    return sorted(found, key=lambda item: (item.begin is not None, item.begin.isoformat() if item.begin else ""))


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def typed_day(text: str, today: date) -> date:
    """A day as a person types it: `15-02-2027`, `2027-02-15`, or `15-2`, the nearest one to today.

    Raises:
        CommandRefused: it is no day of the calendar.
    """
    short = _DAY_MONTH.fullmatch(text.strip())
    if not short:
        return day_from(text)
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(date(year, int(short[2]), int(short[1])))
        except ValueError:
            continue
    if not found:
        raise CommandRefused(f"{text.strip()} is geen dag van de kalender")
    return min(found, key=lambda day: abs(day - today))
