"""Small .ics files for the tests, written line by line."""

from __future__ import annotations

from datetime import UTC, date, datetime

from aovconsole.feeds.calendar import CalendarItem, CalendarRead, read_calendar

UNTIL = date(2027, 12, 31)


def ics(*lines: str, around: tuple[str, ...] = ()) -> bytes:
    """A VCALENDAR with these lines; `around` are its own properties and zones."""
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", *around, *lines, "END:VCALENDAR", "")).encode()


def event(*lines: str, uid: str = "een") -> tuple[str, ...]:
    """The lines of a VEVENT, with a UID unless it is empty."""
    return ("BEGIN:VEVENT", *((f"UID:{uid}",) if uid else ()), *lines, "END:VEVENT")


def read(*lines: str, around: tuple[str, ...] = (), until: date = UNTIL) -> CalendarRead:
    """Read a VCALENDAR with these lines."""
    return read_calendar(ics(*lines, around=around), until=until)


def only(found: CalendarRead) -> CalendarItem:
    """The one item that was read."""
    (item,) = found.items
    return item


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment in UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def moments(item: CalendarItem) -> list[datetime | date | None]:
    """When each occurrence of an item begins."""
    return [one.begin or one.begin_on for one in item.occurrences]
