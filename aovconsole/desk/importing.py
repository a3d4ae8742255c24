"""Importing a calendar that a person names: a file on this machine (.ics, or the NDW planning feed), or an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aovconsole.desk.calendars import CalendarDesk, ImportResult
from aovconsole.errors import CommandRefused, reason_of

_LOOKED_AT = 4096


def import_calendar(
    calendar: CalendarDesk, source: str, progress: Callable[[int, int], None] | None = None
) -> ImportResult:
    """Read a calendar from a path or an address (http, https, webcal).

    A file that is packed or is XML, by its first bytes, is read as the NDW planning feed, without holding it whole.

    Raises:
        CommandRefused: nothing was named, it cannot be read or fetched, or it is no calendar.
    """
    named = source.strip().strip("'\"")
    if not named:
        raise CommandRefused("noem een bestand of een adres")
    if "://" in named:
        return calendar.subscribe(named)
    path = Path(named).expanduser()
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(named, error) from error
    with file:
        try:
            streamed = _is_xml(file.peek(_LOOKED_AT))
            raw = b"" if streamed else file.read()
        except OSError as error:
            raise _unreadable(named, error) from error
        if streamed:
            return calendar.read_ndw(file, path.name)
    return calendar.read(raw, path.name, progress=progress)


def _unreadable(named: str, error: OSError | ValueError) -> CommandRefused:
    return CommandRefused(f"{named} kan niet worden gelezen: {reason_of(error)}")


def _is_xml(head: bytes) -> bool:
    from aovconsole.feeds.xml_stream import is_xml  # knows a parser that most imports never need

    return is_xml(head)
