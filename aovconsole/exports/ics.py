"""The calendar as an .ics file, which other programs read back to the same moments."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from icalendar import Calendar, Event

from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import CalendarDay

_STATUSES = {"confirmed": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED", "vanished": "CANCELLED"}
_VANISHED = "vervallen in bron"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def write_calendar(days: Iterable[CalendarDay], *, name: str = "aovconsole", made_at: datetime = _NEVER) -> bytes:
    """Write stretches of the calendar as one VCALENDAR: moments in UTC, all-day items as days.

    A UID that comes more than once (a series) gets a RECURRENCE-ID per moment, so that no program takes the
    one for the other. `made_at` is what DTSTAMP says; the same input gives the same bytes.
    """
    calendar = Calendar()
    calendar.add("PRODID", "-//aovconsole//kalender//NL")
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", clean(name))
    for day, uid, is_repeated in _told_apart(list(days)):
        calendar.add_component(_event(day, uid, is_repeated=is_repeated, made_at=made_at))
    written: bytes = calendar.to_ical()
    return written


def _told_apart(days: list[CalendarDay]) -> Iterator[tuple[CalendarDay, str, bool]]:
    """Each stretch with a UID of its own, or with that of its series: no two with the same UID and begin."""
    uids = [clean(day.uid).strip() or _own_uid(day) for day in days]
    times = Counter(uids)
    used: set[tuple[str, str]] = set()
    for day, uid in zip(days, uids, strict=True):
        begin = day.begin_on or day.begin_at
        if (uid, begin) not in used:
            used.add((uid, begin))
            yield day, uid, times[uid] > 1
            continue
        others = (f"{uid}-{number}" for number in count(2))
        other = next(other for other in others if other not in times)
        times[other] = 1
        yield day, other, False


def _own_uid(day: CalendarDay) -> str:
    fields = (day.subject, day.begin_at, day.end_at, day.title, day.place, day.layer)
    return f"{hashlib.sha256(chr(10).join(fields).encode()).hexdigest()[:32]}@aovconsole"


def _event(day: CalendarDay, uid: str, *, is_repeated: bool, made_at: datetime) -> Event:
    event = Event()
    event.add("UID", uid)
    event.add("DTSTAMP", made_at)
    begin, end = _span(day)
    event.add("DTSTART", begin)
    if end is not None:
        event.add("DTEND", end)
    if is_repeated:
        event.add("RECURRENCE-ID", begin)
    event.add("SUMMARY", clean(day.title))
    if day.place:
        event.add("LOCATION", clean(day.place))
    event.add("STATUS", _STATUSES.get(day.status, "CONFIRMED"))
    if day.status == "vanished":
        event.add("COMMENT", _VANISHED)
    return event


def _span(day: CalendarDay) -> tuple[date | datetime, date | datetime | None]:
    """Begin and exclusive end; no end for a moment, nor for the last day that there is."""
    if day.begin_on:
        last = date.fromisoformat(day.end_on or day.begin_on)
        return date.fromisoformat(day.begin_on), last + timedelta(days=1) if last < date.max else None
    begin = read_stored(day.begin_at).replace(microsecond=0)
    end = read_stored(day.end_at or day.begin_at).replace(microsecond=0)
    return begin, end if end > begin else None
