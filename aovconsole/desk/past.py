"""Looking back at the desk: what was known here at a moment, and what had happened by then."""

from __future__ import annotations

from datetime import datetime

from aovconsole.domain.times import stored
from aovconsole.journal.looking_back import Horizon, Past, kinds_then
from aovconsole.journal.looking_back import dossier_then as _dossier_then
from aovconsole.journal.reading import LogRow, Reading


def horizon(known_at: datetime | None, happened_until: datetime | None) -> Horizon:
    """A horizon from moments; None is no limit."""
    return Horizon(stored(known_at) if known_at else "", stored(happened_until) if happened_until else "")


def lines_then(
    reading: Reading,
    dossier: str | None,
    *,
    known_at: datetime | None,
    happened_until: datetime | None,
    since: str = "",
) -> tuple[LogRow, ...]:
    """The log lines as they were: of one dossier (empty is the general log), or of all when it is None."""
    limits = horizon(known_at, happened_until)
    past = _dossier_then(reading, dossier, limits) if dossier else kinds_then(reading, "line", limits)
    return tuple(
        row
        for row in past.lines
        if row.type == "line" and row.at >= since and (dossier is None or row.dossier == dossier)
    )


def dossier_then(
    reading: Reading, subject: str, *, known_at: datetime | None = None, happened_until: datetime | None = None
) -> Past:
    """One dossier with everything that hangs under it, as it was."""
    return _dossier_then(reading, subject, horizon(known_at, happened_until))


def looked_back(reading: Reading, subject: str, limits: Horizon) -> Past:
    """One dossier as it was, for a person who looks back: with the lines that became known here later."""
    return _dossier_then(reading, subject, limits, later=True)


def list_then(
    reading: Reading, type_: str, *, known_at: datetime | None = None, happened_until: datetime | None = None
) -> Past:
    """Every dossier of one type, as it was."""
    return kinds_then(reading, type_, horizon(known_at, happened_until))
