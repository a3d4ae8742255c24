"""What stands on which day: items of a calendar laid out over local days, the long ones apart."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aovconsole.desk.calendars import DUTIES
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import day_from, read_stored
from aovconsole.domain.view import CalendarDay
from aovconsole.errors import CommandRefused

LONG_DAYS = 3
"""What takes more days than this stands in one row above the days and does not fill them."""

NIGHT_ENDS = time(6)
"""What began the day before and ends before this hour belongs to the evening before."""

SIGNS = {"evenementen": "○", "demonstraties": "◆", "wedstrijden": "◎", "cmt": "■", "plan": "□", DUTIES: "═"}
"""The sign of each layer of our own; every other layer has a dot."""

TYPES = {"evenementen": "evenement", "demonstraties": "demonstration", "wedstrijden": "match", "cmt": "cmt"}
"""The type of what stands on a layer of our own."""

GONE = ("cancelled", "vanished")
"""What will not take place."""

_CLASSED = ("evenementen", "wedstrijden")
_DAY_MONTH = re.compile(r"(\d{1,2})-(\d{1,2})")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of the agenda and the local days that it takes; `handling_class` of evenementen and matches."""

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
        return SIGNS.get(self.day.layer, "·")

    @property
    def is_gone(self) -> bool:
        """Whether it will not take place."""
        return self.day.status in GONE

    @property
    def class_text(self) -> str:
        """Its class or category in words."""
        name = "categorie" if self.day.layer == "wedstrijden" else "klasse"
        return f"{name} {self.handling_class}" if self.handling_class else ""

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


@dataclass(frozen=True, slots=True)
class Agenda:
    """What stands on some days: by day (what takes it or a part of it), what runs long over them, and the duties."""

    first: date
    last: date
    items: tuple[AgendaItem, ...]
    days: Mapping[date, Sequence[AgendaItem]]
    running: tuple[AgendaItem, ...]
    duties: tuple[AgendaItem, ...]

    def on(self, day: date) -> Sequence[AgendaItem]:
        """The items of one day, whole days first, without the long ones."""
        return self.days.get(day, ())


EMPTY = Agenda(date.min, date.min, (), {}, (), ())


def laid_out(items: Iterable[AgendaItem], first: date, last: date) -> Agenda:
    """Items over the days from one to another, in one walk over the items; duties are kept apart."""
    days: dict[date, list[AgendaItem]] = {}
    counted, running, duties = list[AgendaItem](), list[AgendaItem](), list[AgendaItem]()
    for item in items:
        if item.day.layer == DUTIES:
            duties.append(item)
            continue
        counted.append(item)
        if item.is_long:
            running.append(item)
            continue
        day = max(item.first, first)
        while day <= min(item.last, last):
            days.setdefault(day, []).append(item)
            day += timedelta(days=1)
    for found in days.values():
        found.sort(key=lambda item: (item.begin is not None, item.begin.isoformat() if item.begin else ""))
    return Agenda(first, last, tuple(counted), days, tuple(running), tuple(duties))


class AgendaReader:
    """Reads the agenda and keeps what it read until it must forget that or other days are asked for.

    `version` counts how often it forgot.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: tuple[object, ...] = ()
        self._found = EMPTY
        self.version = 0

    def forget(self) -> None:
        """Read again when asked: something of the calendar changed."""
        self._asked = ()
        self.version += 1

    def read(self, first: date, last: date, hidden: frozenset[str]) -> Agenda:
        """What stands on the days from one to another, without the layers that are hidden."""
        asked = (first, last, hidden)
        if asked != self._asked:
            self._found = laid_out(agenda_items(self._desk, first, last, hidden), first, last)
            self._asked = asked
        return self._found


def agenda_items(desk: Desk, first: date, last: date, hidden: Collection[str]) -> tuple[AgendaItem, ...]:
    """The items from one day to another, both included, in order of time, without the layers that are hidden."""
    days = [day for day in desk.calendar.days(first, last) if day.layer not in hidden]
    if DUTIES not in hidden:
        days += desk.calendar.days(first, last, layer=DUTIES)
    classes = _classes(desk, {day.dossier for day in days if day.layer in _CLASSED})
    return tuple(_item(desk, day, classes.get(day.dossier, "")) for day in days)


def _classes(desk: Desk, dossiers: Collection[str]) -> dict[str, str]:
    """The class or category of dossiers, by their key: those of other years are not read."""
    return {subject: _class_of(row.body) for subject in dossiers if (row := desk.reading.subject(subject))}


def _class_of(body: str) -> str:
    facts = json.loads(body)
    return str(facts.get("handling_class") or facts.get("category") or "")


def _item(desk: Desk, day: CalendarDay, handling_class: str) -> AgendaItem:
    if day.begin_on:
        first, last = date.fromisoformat(day.begin_on), date.fromisoformat(day.end_on or day.begin_on)
        return AgendaItem(day, first, last, None, None, handling_class)
    begin, end = _local(day.begin_at, desk.zone), _local(day.end_at or day.begin_at, desk.zone)
    last = end.date()
    if last > begin.date() and end.time() <= NIGHT_ENDS:
        last -= timedelta(days=1)
    return AgendaItem(day, begin.date(), max(begin.date(), last), begin, end, handling_class)


def _local(stored: str, zone: ZoneInfo) -> datetime:
    return read_stored(stored).astimezone(zone)


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
