"""What was logged last: read from the end of a dossier, however long it is."""

from __future__ import annotations

from aovconsole.domain.record import Instant
from aovconsole.journal.reading import LogRow
from aovconsole.journal.store import Journal

_NEWEST = """
SELECT record_id FROM timeline
WHERE dossier = ? AND at >= ? AND type = 'line' AND json_extract(extra, '$.withdrawn') IS NULL
ORDER BY at DESC, clock DESC LIMIT ?
"""


def newest_lines(journal: Journal, dossier: str, limit: int, *, since: Instant = "") -> tuple[LogRow, ...]:
    """The newest log lines of a dossier that still stand, the newest first."""
    ids = [row[0] for row in journal.connection.execute(_NEWEST, (dossier, since, limit))]
    rows = (journal.reading.line(record_id) for record_id in ids)
    return tuple(row for row in rows if row)
