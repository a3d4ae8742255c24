"""Copies of the journal: made by SQLite's backup, verified, put in place whole; and put back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from aovconsole.domain.record import Record
from aovconsole.domain.times import stored
from aovconsole.errors import AovError, CannotStore, CommandRefused, JournalBroken, NotAJournal
from aovconsole.journal.files import APPLICATION_ID, ATTACHMENTS, BACKUPS, JOURNAL_FILE, SCHEMA
from aovconsole.journal.sqlite import Connection, connect, explained, sqlite, write_transaction
from aovconsole.journal.store import Journal
from aovconsole.journal.verify import Verification, verify_connection
from aovconsole.journal.views import rebuild, records_where


def backup(journal: Journal, target: Path | None = None) -> Path:
    """Copy the journal while it is in use, verify the copy, and put it in place whole; its path.

    Attachments are copied beside it, in a folder with the copy's name.

    Raises:
        CommandRefused: something stands at the target already.
        JournalBroken: the copy does not verify.
        CannotStore: the target cannot be written.
    """
    now = stored(journal.clock.now())
    target = target or journal.home / BACKUPS / f"journaal-{now[:19].replace(':', '').replace('-', '')}.db"
    if target.exists():
        raise CommandRefused(f"{target} bestaat al: kies een andere naam")
    aside = target.with_name(target.name + ".deel")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        found = _copy(journal.connection, aside, journal.realm)
        if not found.ok:
            raise JournalBroken(f"de kopie klopt niet ({found.faults[0].fault}): er is geen kopie gemaakt")
        copy_attachments(journal.home / ATTACHMENTS, attachments_beside(target))
        aside.replace(target)
    except OSError as error:
        raise CannotStore(f"de kopie {target} kan niet worden geschreven: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)
    journal.remember("last_backup_at", now)
    return target


def attachments_beside(copy: Path) -> Path:
    """The folder with the attachments that belong to a copy."""
    return copy.with_name(copy.name + ".bijlagen")


def copy_attachments(source: Path, target: Path) -> None:
    """Copy the attachments that are not there yet; each is named by the hash of its bytes."""
    if not source.is_dir():
        return
    for file in source.rglob("*"):
        there = target / file.relative_to(source)
        if file.is_file() and not there.exists():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, there)


def _copy(source: Connection, target: Path, realm: str) -> Verification:
    copy = sqlite.connect(str(target), isolation_level=None)
    try:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return verify_connection(copy, realm)
    except sqlite.Error as error:
        raise explained(error, target) from error
    finally:
        copy.close()
        _flush(target)


def _flush(path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def restore(home: Path, copy: Path, *, stamp: str) -> int:
    """Put a copy back; records that the journal holds and the copy does not are kept. Their number.

    The journal that stood there is kept as a file of its own in the folder of backups. When it
    cannot be read, or does not verify, nothing is taken from it.

    Raises:
        CommandRefused: the copy is of another realm than this home.
        JournalBroken: the copy does not verify.
        CannotStore: the copy is no journal, or the home cannot be written.
    """
    realm = _check_copy(copy)
    path = home / JOURNAL_FILE
    newer = _records_here(path, copy, realm)
    aside = path.with_name("journaal-terug.db")
    try:
        home.mkdir(parents=True, exist_ok=True)
        _keep_old(path, home / BACKUPS / f"voor-terugzetten-{stamp[:19].replace(':', '').replace('-', '')}.db")
        shutil.copyfile(copy, aside)
        _flush(aside)
        kept = _merge(aside, newer)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        aside.replace(path)
        copy_attachments(attachments_beside(copy), home / ATTACHMENTS)
    except OSError as error:
        raise CannotStore(f"het journaal {path} kan niet worden vervangen: {error.strerror}") from error
    finally:
        aside.unlink(missing_ok=True)
    return kept


def _check_copy(copy: Path) -> str:
    if not copy.is_file():
        raise CommandRefused(f"{copy} bestaat niet")
    connection = sqlite.connect(f"{copy.absolute().as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotAJournal(f"{copy} is geen kopie van een journaal")
        if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA:
            raise CannotStore(f"{copy} is van een nieuwere versie van de console")
        realm = str(connection.execute("SELECT value FROM home WHERE name = 'realm'").fetchone()[0])
        found = verify_connection(connection, realm)
    except sqlite.Error as error:
        raise explained(error, copy) from error
    finally:
        connection.close()
    if not found.ok:
        fault = found.faults[0]
        raise JournalBroken(f"de kopie {copy} klopt niet: record {fault.seq}, {fault.fault}; er is niets teruggezet")
    return realm


def _records_here(path: Path, copy: Path, realm: str) -> list[Record]:
    """The records of the journal that stands here and that the copy lacks; none when it is broken."""
    if not path.exists():
        return []
    try:
        connection = connect(path)
    except AovError:
        return []
    try:
        here = connection.execute("SELECT value FROM home WHERE name = 'realm'").fetchone()[0]
        if here != realm:
            raise CommandRefused(f"de kopie hoort bij het rijk {realm}, deze map bij {here}")
        if not verify_connection(connection, realm).ok:
            return []
        connection.execute("ATTACH DATABASE ? AS kopie", (f"{copy.absolute().as_uri()}?mode=ro&immutable=1",))
        return list(records_where(connection, "WHERE hash NOT IN (SELECT hash FROM kopie.records) ORDER BY pos"))
    except sqlite.Error:
        return []
    finally:
        connection.close()


def _keep_old(path: Path, target: Path) -> None:
    if not path.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            shutil.copyfile(part, target.with_name(target.name + suffix))


def _merge(path: Path, records: list[Record]) -> int:
    from aovconsole.journal.append import receive

    connection = connect(path)
    try:
        with write_transaction(connection, path):
            kept = len(receive(connection, records))
            rebuild(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return kept
