"""Erasing inside the journal: contents and salt go, in this file and in all that comes in later (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aovconsole.domain.erasure import KEPT, RecordsErased
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Record
from aovconsole.journal.sqlite import Connection, sqlite
from aovconsole.journal.views import records_where


def named_in(records: Iterable[Record]) -> frozenset[str]:
    """The ids whose contents these records say to have erased."""
    return frozenset(
        name for record in records if isinstance(said := decode(record), RecordsErased) for name in said.records
    )


def erased_in(connection: Connection) -> frozenset[str]:
    """The ids whose contents the erasures of this journal name, as their records say it."""
    return named_in(records_where(connection, "WHERE kind = ?", RecordsErased.kind))


def without_contents(record: Record) -> Record:
    """A record as it stands once it is erased."""
    return record if record.kind in KEPT else record._replace(payload="", salt="")


def erase(connection: Connection, names: Iterable[str]) -> tuple[str, ...]:
    """Take the contents of records away, now and whenever they come in again; the subjects to fold again.

    Runs inside the caller's write transaction. What SQLite frees is overwritten with zeros.
    """
    connection.execute("PRAGMA secure_delete=ON")
    subjects: dict[str, None] = {}
    for name in names:
        connection.execute("INSERT OR IGNORE INTO erased VALUES (?)", (name,))
        for record in tuple(records_where(connection, "WHERE id = ? AND payload <> ''", name)):
            if record.kind not in KEPT:
                connection.execute("UPDATE records SET payload = '', salt = '' WHERE id = ?", (name,))
                subjects[record.subject] = None
    return tuple(subjects)


def erased_at(path: Path) -> frozenset[str] | None:
    """The ids that were erased in the journal of a file; None where it cannot be read."""
    if not path.exists() or not path.stat().st_size:
        return frozenset()
    connection = sqlite.connect(str(path))
    try:
        return frozenset(name for (name,) in connection.execute("SELECT record_id FROM erased"))
    except sqlite.Error:
        return None
    finally:
        connection.close()


def wipe(connection: Connection) -> bool:
    """Write the file anew and empty its log, so that no byte of what was erased stays on the disk.

    Gives False when another program reads or writes just now: what was erased is gone, but rests may stand in the file.
    """
    try:
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except sqlite.OperationalError:
        return False
    return not busy
