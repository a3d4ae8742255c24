"""The calendar as an .ics file that Outlook and Thunderbird read back to the same moments.

Each stretch is a component of its own with a UID that stays, a SEQUENCE that rises with every change and no other
clock than that of its last record: the same journal gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.domain.view import CalendarDay

_STATUSES = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED", "vanished": "CANCELLED"}
_VANISHED = "vervallen in bron"

_ZONE_HOLDS_FROM = datetime(1997, 1, 1, tzinfo=UTC)
"""Since 1996 the clock goes back in October (Directive 94/21/EC); what lies before is written in UTC."""

_AMSTERDAM = """BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One stretch of the calendar with what a receiver needs to keep it up to date.

    `sequence` counts the changes after the first record, `changed_at` is when the last one was recorded;
    `title` is what may be told, `about` a line below it, and neither is taken from `day`.
    """

    day: CalendarDay
    uid: str
    title: str
    place: str
    about: str
    sequence: int
    changed_at: datetime


def write_calendar(entries: Iterable[CalendarEntry], *, name: str = "aovconsole", zone: tzinfo = AMSTERDAM) -> bytes:
    """Write stretches of the calendar as one VCALENDAR, moments on the clock of Amsterdam, all-day items as days.

    Where another zone is set, moments are written in UTC.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//aovconsole//kalender//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", clean(name))
    local = isinstance(zone, ZoneInfo) and zone.key == AMSTERDAM.key
    if local:
        calendar.add_component(Timezone.from_ical(_AMSTERDAM))
    for entry in entries:
        calendar.add_component(_event(entry, local=local))
    written: bytes = calendar.to_ical()
    return written


def _event(entry: CalendarEntry, *, local: bool) -> Event:
    day = entry.day
    event = Event()
    event.add("UID", clean(entry.uid))
    changed_at = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("DTSTAMP", changed_at)
    event.add("LAST-MODIFIED", changed_at)
    event.add("SEQUENCE", entry.sequence)
    begin, end = _span(day)
    event.add("DTSTART", _as_shown(begin, local=local))
    if end is not None:
        event.add("DTEND", _as_shown(end, local=local))
    event.add("SUMMARY", clean(entry.title))
    if entry.place:
        event.add("LOCATION", clean(entry.place))
    if entry.about:
        event.add("DESCRIPTION", clean(entry.about, lines=True))
    event.add("CATEGORIES", [clean(day.layer)])
    event.add("STATUS", _STATUSES.get(day.status, "CONFIRMED"))
    event.add("TRANSP", "TRANSPARENT")
    if day.status == "vanished":
        event.add("COMMENT", _VANISHED)
    return event


def _as_shown(moment: date | datetime, *, local: bool) -> date | datetime:
    """A moment on the clock of Amsterdam; in UTC where that clock shows it twice, or went otherwise then."""
    if not isinstance(moment, datetime) or not local or moment < _ZONE_HOLDS_FROM:
        return moment
    shown = moment.astimezone(AMSTERDAM)
    return moment if shown.utcoffset() != shown.replace(fold=1 - shown.fold).utcoffset() else shown


def _span(day: CalendarDay) -> tuple[date | datetime, date | datetime | None]:
    """Begin and exclusive end; no end for a moment, nor for the last day that there is."""
    if day.begin_on:
        last = date.fromisoformat(day.end_on or day.begin_on)
        return date.fromisoformat(day.begin_on), last + timedelta(days=1) if last < date.max else None
    begin = read_stored(day.begin_at).replace(microsecond=0)
    end = read_stored(day.end_at or day.begin_at).replace(microsecond=0)
    return begin, end if end > begin else None
