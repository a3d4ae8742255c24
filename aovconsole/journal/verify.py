"""Proving that nobody changed the journal, and telling what is in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aovconsole.domain.kinds import decode
from aovconsole.domain.station import AttachmentAdded
from aovconsole.journal import views
from aovconsole.journal.chain import FORKED, Fault, faults_in
from aovconsole.journal.erasing import erased_in
from aovconsole.journal.files import SCHEMA, attachment_path
from aovconsole.journal.sqlite import Connection, explained, sqlite
from aovconsole.journal.store import Journal
from aovconsole.journal.views import records_where


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found: the number of records that were read and every fault."""

    records: int
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def sound(self) -> bool:
        """Whether every record is as it was written; a chain that forked is named, but its branches are sound."""
        return all(fault.fault == FORKED for fault in self.faults)


def verify(journal: Journal, heads: Sequence[str] = ()) -> Verification:
    """Read every record and check its contents, frame, chain and signature.

    `heads` are heads that were printed earlier: each must still be in the journal, else a tail was
    cut off. Without such a witness a cut tail cannot be seen.

    Raises:
        CannotStore: the file cannot be read.
    """
    found = verify_connection(journal.connection, journal.realm, heads)
    own = journal.fingerprint
    beside = (*_attachment_faults(journal, own), *_arrival_faults(journal, own), *_view_faults(journal, found))
    return Verification(found.records, found.faults + beside) if beside else found


def _view_faults(journal: Journal, found: Verification) -> Iterator[Fault]:
    """Read tables that do not follow from the records: what the screens show was changed, or records were cut off."""
    try:
        if found.ok and not views.agree(journal.connection):
            yield Fault(
                "", 0, "", "de leestabellen volgen niet uit de records: 'aovconsole journal rebuild' maakt ze weer"
            )
    except sqlite.Error as error:
        raise explained(error, journal.path) from error


def _arrival_faults(journal: Journal, own: str) -> Iterator[Fault]:
    """Own records whose moment of arrival, which no hash covers, is not that of writing."""
    for record in records_where(journal.connection, "WHERE station = ? AND received_at <> recorded_at", own):
        yield Fault(record.station, record.seq, record.id, "het moment van ontvangst is gewijzigd")


def _attachment_faults(journal: Journal, own: str) -> Iterator[Fault]:
    """Attachments of this station that are gone, and any whose bytes are not those that their record names."""
    for record in records_where(journal.connection, "WHERE kind = 'attachment.added'"):
        added = decode(record)
        if not isinstance(added, AttachmentAdded):
            continue
        file = attachment_path(journal.home, added.sha256)
        if not file.is_file():
            if record.station == own:
                yield Fault(record.station, record.seq, record.id, f"de bijlage {added.name} ontbreekt")
        elif hashlib.sha256(file.read_bytes()).hexdigest() != added.sha256:
            yield Fault(record.station, record.seq, record.id, f"de bijlage {added.name} is gewijzigd")


def verify_connection(connection: Connection, realm: str, heads: Sequence[str] = ()) -> Verification:
    """As `verify`, for any open journal file."""
    try:
        connection.execute("BEGIN")
        try:
            faults = [
                Fault("", 0, "", f"bestand: {row[0]}")
                for row in connection.execute("PRAGMA quick_check(20)")
                if row[0] != "ok"
            ]
            faults += faults_in(records_where(connection, "ORDER BY station, seq, pos"), realm, erased_in(connection))
            faults += _missing_heads(connection, heads)
            count = int(connection.execute("SELECT count(*) FROM records").fetchone()[0])
        finally:
            connection.execute("COMMIT")
    except sqlite.Error as error:
        raise explained(error, journal_path(connection)) from error
    return Verification(count, tuple(faults))


def _missing_heads(connection: Connection, heads: Sequence[str]) -> list[Fault]:
    known = {row[0] for row in connection.execute("SELECT hash FROM records")} if heads else set()
    text = "de kop {} staat niet meer in het journaal: na die kop is afgeknipt of herschreven"
    return [Fault("", 0, "", text.format(head)) for head in heads if head.strip().lower() not in known]


def journal_path(connection: Connection) -> Any:
    """The file of an open connection."""
    from pathlib import Path

    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def stations(journal: Journal) -> list[dict[str, Any]]:
    """Every station of the journal: letters, fingerprint, number of records and the head of its chain."""
    rows = journal.connection.execute(
        "SELECT station, count(*), max(seq) FROM records GROUP BY station ORDER BY station"
    ).fetchall()
    found = []
    for station, count, last in rows:
        head = journal.connection.execute(
            "SELECT hash FROM records WHERE station = ? AND seq = ? ORDER BY pos DESC", (station, last)
        ).fetchone()[0]
        code = journal.connection.execute(
            "SELECT coalesce(json_extract(payload, '$.code'), '') FROM records"
            " WHERE station = ? AND kind = 'station.started' AND json_valid(payload)",
            (station,),
        ).fetchone()
        found.append({"code": code[0] if code else "", "fingerprint": station, "records": count, "head": head})
    return found


def info(journal: Journal) -> dict[str, Any]:
    """What `journal info` prints: file, records, stations, size, last backup, schema."""
    size = sum(
        file.stat().st_size
        for suffix in ("", "-wal")
        if (file := journal.path.with_name(journal.path.name + suffix)).exists()
    )
    return {
        "path": str(journal.path.absolute()),
        "records": int(journal.connection.execute("SELECT count(*) FROM records").fetchone()[0]),
        "stations": stations(journal),
        "size_bytes": size,
        "last_backup_at": journal.recall("last_backup_at") or None,
        "schema": SCHEMA,
        "realm": journal.realm,
        "station": journal.fingerprint or None,
    }
