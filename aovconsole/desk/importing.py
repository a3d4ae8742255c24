"""Importing a calendar that a person names: a file on this machine, or an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from aovconsole.desk.calendars import CalendarDesk, ImportResult
from aovconsole.errors import CommandRefused, reason_of


def import_calendar(
    calendar: CalendarDesk, source: str, progress: Callable[[int, int], None] | None = None
) -> ImportResult:
    """Read a calendar from a path or an address (http, https, webcal).

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
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{named} kan niet worden gelezen: {reason_of(error)}") from error
    return calendar.read(raw, path.name, progress=progress)
