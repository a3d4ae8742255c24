"""Signals from a file: the same bytes that a source would have sent, for a day without network. Nothing is recorded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aovconsole.desk.seat import Seat
from aovconsole.errors import CommandRefused, reason_of

if TYPE_CHECKING:
    from aovconsole.feeds.signal import Reader, Reading

LIMIT_BYTES = 64 * 1024 * 1024
"""A larger file is not read: the largest real one (NDW, packed) has about 17 MB."""


def read_feed_file(seat: Seat, named: str, source: str, *, at: datetime | None = None) -> tuple[Reader, Reading]:
    """What a file of a source says at a moment (now when none is given), with the reader that read it.

    Raises:
        CommandRefused: there is no such source, the file cannot be read or is too large, or it is something else.
    """
    from aovconsole.feeds.readers import reader  # heavy, and not needed at start

    its_reader = reader(seat.journal.home, source.strip().lower())
    path = Path(named.strip()).expanduser()
    try:
        with path.open("rb") as file:
            body = file.read(LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{named} kan niet worden gelezen: {reason_of(error)}") from error
    if len(body) > LIMIT_BYTES:
        raise CommandRefused(f"{named} is groter dan {LIMIT_BYTES // 1024**2} MB en wordt niet gelezen")
    try:
        return its_reader, its_reader.read(body, "", at or seat.now)
    except CommandRefused as refused:
        raise CommandRefused(f"{named}: {refused.sentence}") from refused
