"""What was known at a moment, and what had happened by then: the views, folded again from fewer records."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from aovconsole.domain.erasure import RecordLeft
from aovconsole.domain.kinds import tables_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, TimelineItem
from aovconsole.journal.reading import LogRow, Reading


@dataclass(frozen=True, slots=True)
class Horizon:
    """Up to when: `known_at` is this station's moment of receiving, `happened_until` the moment of happening.

    An empty text means no limit.
    """

    known_at: Instant = ""
    happened_until: Instant = ""

    def __bool__(self) -> bool:
        return bool(self.known_at or self.happened_until)

    def holds(self, record: Record) -> bool:
        """Whether a record lies within the horizon."""
        return (not self.known_at or record.received_at <= self.known_at) and (
            not self.happened_until or record.occurred_at <= self.happened_until
        )


@dataclass(frozen=True, slots=True)
class Past:
    """The rows and the timeline as they were within a horizon, and what came in `later` as it is now."""

    rows: tuple[SubjectRow, ...]
    lines: tuple[LogRow, ...]
    later: tuple[LogRow, ...] = ()

    @property
    def all_lines(self) -> tuple[LogRow, ...]:
        """What was known and what came in later, in the order of happening."""
        if not self.later:
            return self.lines
        return tuple(sorted((*self.lines, *self.later), key=lambda row: (row.at, row.clock, row.record_id)))

    def row(self, subject: str) -> SubjectRow | None:
        """The row of one subject then; None when it was not known."""
        return next((row for row in self.rows if row.subject == subject), None)


def dossier_then(reading: Reading, dossier: str, horizon: Horizon, *, later: bool = False) -> Past:
    """One dossier with everything that hangs under it, as it was; asked for, also the lines that came in later."""
    past = _fold(reading, reading.records(dossier=dossier), horizon)
    return replace(past, later=_later(reading, dossier, horizon)) if later and horizon.known_at else past


def _later(reading: Reading, dossier: str, horizon: Horizon) -> tuple[LogRow, ...]:
    """What had happened within the horizon and was not known yet: none of these is a line of the past."""
    until = horizon.happened_until
    rows = reading.lines(dossier=dossier)
    return tuple(row for row in rows if row.received_at > horizon.known_at and (not until or row.at <= until))


def moments_of(reading: Reading, dossier: str) -> tuple[Instant, ...]:
    """The moments at which something of a dossier became known at this station, each once, the oldest first."""
    return reading.moments_in(dossier)


def step(moments: Sequence[Instant], at: Instant, by: int) -> Instant | None:
    """The moment that lies `by` moments after `at` (before it when negative); None when there are not so many."""
    place = bisect_right(moments, at) + by - 1 if by > 0 else bisect_left(moments, at) + by
    return moments[place] if 0 <= place < len(moments) else None


def kinds_then(reading: Reading, prefix: str, horizon: Horizon) -> Past:
    """Every subject whose records start with a word (`line`, `incident` …), as it was."""
    return _fold(reading, reading.records(kinds=prefix), horizon)


def _fold(reading: Reading, records: Iterable[Record], horizon: Horizon) -> Past:
    asked = (record for record in records if horizon.holds(record) or record.kind == RecordLeft.kind)
    within = sorted(asked, key=lambda record: record.subject)
    by_id = {record.id: record for record in within}
    rows: list[SubjectRow] = []
    items: list[TimelineItem] = []
    for _, group in groupby(within, key=lambda record: record.subject):
        tables = tables_of(tuple(group))
        if tables.row is not None:
            rows.append(tables.row)
        items.extend(tables.items)
    items.sort(key=lambda item: (item.at, item.clock, item.record_id))
    rows.sort(key=lambda row: (row.begin_at, row.subject))
    authors = {subject: row.title for subject, row in _rows(reading, {record.author for record in within})}
    numbers = {subject: row.number for subject, row in _rows(reading, {record.dossier for record in within})}
    return Past(tuple(rows), tuple(_log_row(item, by_id[item.record_id], authors, numbers) for item in items))


def _rows(reading: Reading, subjects: set[str]) -> list[tuple[str, SubjectRow]]:
    return [(subject, row) for subject in subjects if (row := reading.subject(subject))]


def _log_row(item: TimelineItem, record: Record, authors: dict[str, str], numbers: dict[str, str]) -> LogRow:
    return LogRow(
        item.pos, item.record_id, item.subject, item.dossier, item.at, item.clock, item.type, item.text, item.kind,
        item.source, item.place, item.correction, item.corrected_by, item.extra, authors.get(record.author, ""),
        record.station, record.recorded_at, record.received_at, numbers.get(item.dossier, ""),
    )  # fmt: skip
