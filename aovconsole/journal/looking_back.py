"""What was known at a moment, and what had happened by then: the views, folded again from fewer records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

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
    """The rows and the timeline as they were within a horizon."""

    rows: tuple[SubjectRow, ...]
    lines: tuple[LogRow, ...]

    def row(self, subject: str) -> SubjectRow | None:
        """The row of one subject then; None when it was not known."""
        return next((row for row in self.rows if row.subject == subject), None)


def dossier_then(reading: Reading, dossier: str, horizon: Horizon) -> Past:
    """One dossier with everything that hangs under it, as it was."""
    return _fold(reading, reading.records(dossier=dossier), horizon)


def kinds_then(reading: Reading, prefix: str, horizon: Horizon) -> Past:
    """Every subject whose records start with a word (`line`, `incident` …), as it was."""
    return _fold(reading, reading.records(kinds=prefix), horizon)


def _fold(reading: Reading, records: Iterable[Record], horizon: Horizon) -> Past:
    within = sorted((record for record in records if horizon.holds(record)), key=lambda record: record.subject)
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
