"""Recurring calendar items beyond the horizon of their import: expanded when somebody looks that far."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from aovconsole.domain.calendar import ItemRead, day_of
from aovconsole.domain.kinds import decode
from aovconsole.domain.times import stored
from aovconsole.domain.view import CalendarDay, SubjectRow
from aovconsole.feeds.calendar import Occurrence, StoredComponent, expand_beyond
from aovconsole.journal.reading import Reading


def days_beyond(
    reading: Reading, series: Sequence[SubjectRow], begin: date, end: date, zone: ZoneInfo
) -> Iterator[CalendarDay]:
    """The days of these series from one day to another that were not expanded at their import."""
    wanted = {(body["source"], body["uid"]) for row in series if (body := json.loads(row.body))}
    for source, uid in sorted(wanted):
        rows = {row.subject: row for row in reading.calendar_items(source) if json.loads(row.body)["uid"] == uid}
        reads = {subject: read for subject, row in rows.items() if (read := _read(reading, row))}
        by_identity = defaultdict[str, list[str]](list)
        for subject, read in reads.items():
            by_identity[read.identity].append(subject)
        for identity, occurrences in expand_beyond(
            [_stored(read) for read in reads.values()], begin, end, zone
        ).items():
            for subject in by_identity[identity]:
                for occurrence in occurrences:
                    yield day_of(subject, reads[subject], rows[subject].status, span(occurrence))


def span(occurrence: Occurrence) -> str:
    """An occurrence as a record keeps it: `begin/end`, as stored moments or as dates."""
    if occurrence.begin_on and occurrence.end_on:
        return f"{occurrence.begin_on.isoformat()}/{occurrence.end_on.isoformat()}"
    assert occurrence.begin is not None, "an occurrence has moments or days"
    assert occurrence.end is not None, "an occurrence has moments or days"
    return f"{stored(occurrence.begin)}/{stored(occurrence.end)}"


def _read(reading: Reading, row: SubjectRow) -> ItemRead | None:
    record = reading.record(json.loads(row.body)["record"])
    payload = decode(record) if record else None
    return payload if isinstance(payload, ItemRead) else None


def _stored(read: ItemRead) -> StoredComponent:
    until = date.fromisoformat(read.expanded_until) if read.expanded_until else None
    return StoredComponent(read.identity, read.component, read.zones, until)
