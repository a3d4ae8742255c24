"""Writing records: the next number of the chain, the hybrid clock, the signature, the views."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from aovconsole.domain.clocks import adoptable, next_clock
from aovconsole.domain.erasure import RecordsErased
from aovconsole.domain.record import Draft, Payload, Record, content_hash, encode, frame_hash
from aovconsole.domain.times import read_stored, stored
from aovconsole.errors import JournalBroken
from aovconsole.journal import views
from aovconsole.journal.chain import Entropy, Head, StationKey, new_id
from aovconsole.journal.erasing import erase, named_in, without_contents
from aovconsole.journal.sqlite import Connection

_INSERT = f"INSERT INTO records VALUES ({','.join('?' * len(Record._fields))})"

STEP_BACK = timedelta(seconds=5)
"""A clock that is set back by no more than this (by a time server, or at each start by AOVCONSOLE_NOW) stands still
until it has caught up: what this station writes next did not happen before what it wrote last."""


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
        if self.now < self._head.recorded_at <= stored(moment + STEP_BACK):
            self.now = self._head.recorded_at
        self._heard = self._read_heard() if self.started else self._latest_near()
        self._touched: dict[str, list[tuple[Record, Payload] | None]] = {}

    @property
    def started(self) -> bool:
        """Whether this station has begun its chain."""
        return self._head.seq > 0

    def knows_subject(self, subject: str) -> bool:
        """Whether a subject has a row already."""
        found = self._connection.execute("SELECT 1 FROM subjects WHERE subject = ?", (subject,)).fetchone()
        return found is not None

    def append(self, drafts: Sequence[Draft], author: str) -> list[Record]:
        """Write the drafts in order and refresh the views of their subjects; one record for each draft."""
        records = [self._append(draft, author) for draft in drafts]
        for subject, new in self._touched.items():
            alone = new[0] if len(new) == 1 else None
            if not (alone and views.extend(self._connection, *alone)):
                views.replace(self._connection, subject)
        self._touched.clear()
        return records

    def _append(self, draft: Draft, author: str) -> Record:
        if draft.id and (there := next(views.records_where(self._connection, "WHERE id = ?", draft.id), None)):
            return there
        record = self._sealed(draft, author)
        record = record._replace(pos=self._connection.execute(_INSERT, (None, *record[1:])).lastrowid)
        self._head = Head(record.seq, record.hash, record.clock, self.now)
        if isinstance(draft.payload, RecordsErased):
            for subject in erase(self._connection, draft.payload.records):
                self._touched.setdefault(subject, []).append(None)
        if draft.subject or draft.id:
            self._touched.setdefault(record.subject, []).append((record, draft.payload))
        else:
            views.add_new(self._connection, record, draft.payload)
        return record

    def _sealed(self, draft: Draft, author: str) -> Record:
        """The record of a draft: at the end of the chain, hashed and signed; its place in the order of arrival open."""
        record_id = draft.id or new_id(self._moment, self._entropy)
        salt, payload = self._entropy(16).hex(), encode(draft.payload)
        frame = (
            record_id, self._realm, self._key.fingerprint, self._head.seq + 1, self._next_clock(), self._clock_source,
            self.now, draft.occurred_at or self.now, author, draft.dossier, draft.subject or record_id,
            draft.payload.kind, draft.payload.version, content_hash(salt, payload), self._head.hash,
        )  # fmt: skip
        digest = frame_hash(frame)
        return Record(0, *frame[:8], self.now, *frame[8:13], payload, salt, *frame[13:], digest, self._key.sign(digest))

    def _next_clock(self) -> str:
        try:
            return next_clock(self._moment, self._head.clock, self._heard)
        except ValueError as error:
            raise JournalBroken(
                f"de klok van record {self._head.seq} is niet te lezen: ga na met 'aovconsole journal verify'"
            ) from error

    def _read_head(self) -> Head:
        row = self._connection.execute(
            "SELECT seq, hash, clock, recorded_at FROM records WHERE station = ? ORDER BY seq DESC LIMIT 1",
            (self._key.fingerprint,),
        ).fetchone()
        return Head(*row) if row else Head()

    def _latest_near(self) -> str:
        """The latest clock that a station that begins its chain finds in the journal (a lost key, a restored copy)."""
        latest = self._connection.execute("SELECT max(clock) FROM records GROUP BY station").fetchall()
        return max((clock for (clock,) in latest if adoptable(clock, self._moment)), default="")

    def _read_heard(self) -> str:
        row = self._connection.execute("SELECT value FROM home WHERE name = 'heard_clock'").fetchone()
        return row[0] if row else ""


def receive(connection: Connection, records: Sequence[Record]) -> list[Record]:
    """Put records of other stations, checked by the caller, beside our own; those already here are left out.

    They keep every field; only their place in the order of arrival is ours.
    """
    new: list[Record] = []
    gone = named_in(records).union(name for (name,) in connection.execute("SELECT record_id FROM erased"))
    for record in records:
        if connection.execute("SELECT 1 FROM records WHERE id = ? AND hash = ?", (record.id, record.hash)).fetchone():
            continue
        kept = without_contents(record) if record.id in gone else record
        connection.execute(_INSERT, (None, *kept[1:]))
        new.append(record)
    near = [record.clock for record in new if adoptable(record.clock, read_stored(record.received_at))]
    if near:
        heard = max(near)
        connection.execute(
            "INSERT INTO home VALUES ('heard_clock', ?)"
            " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)",
            (heard,),
        )
    subjects = (*(record.subject for record in new), *erase(connection, named_in(new)))
    for subject in dict.fromkeys(subjects):
        views.replace(connection, subject)
    return new
