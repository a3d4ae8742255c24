"""Writing records: the next number of the chain, the hybrid clock, the signature, the views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aovconsole.domain.clocks import next_clock
from aovconsole.domain.record import Draft, Record
from aovconsole.domain.times import stored
from aovconsole.journal import views
from aovconsole.journal.chain import Entropy, Head, StationKey, new_id, seal
from aovconsole.journal.sqlite import Connection

_INSERT = f"INSERT INTO records VALUES ({','.join('?' * len(Record._fields))})"


class Appender:
    """Appends to one station's chain inside a write transaction that the caller holds."""

    def __init__(
        self,
        connection: Connection,
        key: StationKey,
        *,
        realm: str,
        clock_source: str,
        moment: datetime,
        entropy: Entropy,
    ) -> None:
        self._connection = connection
        self._key = key
        self._realm = realm
        self._clock_source = clock_source
        self._moment = moment
        self.now = stored(moment)
        self._entropy = entropy
        self._head = self._read_head()
        self._heard = self._read_heard()
        self._touched: dict[str, None] = {}

    def knows_subject(self, subject: str) -> bool:
        """Whether a subject has a row already."""
        found = self._connection.execute("SELECT 1 FROM subjects WHERE subject = ?", (subject,)).fetchone()
        return found is not None

    def append(self, drafts: Sequence[Draft], author: str) -> list[Record]:
        """Write the drafts in order and refresh the views of their subjects; one record for each draft."""
        records = [self._append(draft, author) for draft in drafts]
        for subject in self._touched:
            views.replace(self._connection, subject)
        self._touched.clear()
        return records

    def _append(self, draft: Draft, author: str) -> Record:
        if draft.id and (there := next(views.records_where(self._connection, "WHERE id = ?", draft.id), None)):
            return there
        record_id = draft.id or new_id(self._moment, self._entropy)
        clock = next_clock(self._moment, self._head.clock, self._heard)
        blank = Record(
            0, record_id, self._realm, "", 0, clock, self._clock_source, self.now, draft.occurred_at or self.now,
            self.now, author, draft.dossier, draft.subject or record_id, "", 0, "", "", "", "", "", "",
        )  # fmt: skip
        record = seal(blank, draft, self._head, self._key, self._entropy(16).hex())
        cursor = self._connection.execute(_INSERT, (None, *record[1:]))
        record = record._replace(pos=cursor.lastrowid)
        self._head = Head(record.seq, record.hash, clock)
        if draft.subject or draft.id:
            self._touched[record.subject] = None
        else:
            views.add_new(self._connection, record)
        return record

    def _read_head(self) -> Head:
        row = self._connection.execute(
            "SELECT seq, hash, clock FROM records WHERE station = ? ORDER BY seq DESC LIMIT 1", (self._key.fingerprint,)
        ).fetchone()
        return Head(*row) if row else Head()

    def _read_heard(self) -> str:
        row = self._connection.execute("SELECT value FROM home WHERE name = 'heard_clock'").fetchone()
        return row[0] if row else ""


def receive(connection: Connection, records: Sequence[Record]) -> list[Record]:
    """Put records of other stations, checked by the caller, beside our own; those already here are left out.

    They keep every field; only their place in the order of arrival is ours.
    """
    new: list[Record] = []
    for record in records:
        if connection.execute("SELECT 1 FROM records WHERE id = ? AND hash = ?", (record.id, record.hash)).fetchone():
            continue
        connection.execute(_INSERT, (None, *record[1:]))
        new.append(record)
    if new:
        heard = max(record.clock for record in new)
        connection.execute(
            "INSERT INTO home VALUES ('heard_clock', ?)"
            " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
            (heard,),
        )
    for subject in dict.fromkeys(record.subject for record in new):
        views.replace(connection, subject)
    return new
