"""Copies of the journal: made by SQLite's backup, verified, put in place whole; and put back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from aovconsole.domain.record import Record
from aovconsole.domain.times import stored
from aovconsole.errors import CannotStore, CommandRefused, JournalBroken, NotAJournal, reason_of
from aovconsole.journal.copies import note_copy
from aovconsole.journal.files import APPLICATION_ID, ATTACHMENTS, BACKUPS, JOURNAL_FILE, SCHEMA, open_file
from aovconsole.journal.sqlite import Connection, connect, explained, sqlite, write_transaction
from aovconsole.journal.store import Journal
from aovconsole.journal.verify import Verification, verify_connection
from aovconsole.journal.views import rebuild


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
        _remove(aside)
        _copy(journal.connection, aside)
        found = _verified(aside, journal.realm)
        if not found.sound:
            raise JournalBroken(f"de kopie klopt niet ({found.faults[0].fault}): er is geen kopie gemaakt")
        copy_attachments(journal.home / ATTACHMENTS, attachments_beside(target))
        aside.replace(target)
    except OSError as error:
        raise CannotStore(f"de kopie {target} kan niet worden geschreven: {reason_of(error)}") from error
    finally:
        _remove(aside)
    journal.remember("last_backup_at", now)
    note_copy(journal, target, "kopie")
    return target


def _remove(path: Path) -> None:
    """Take a file of SQLite away with what belongs to it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def attachments_beside(copy: Path) -> Path:
    """The folder with the attachments that belong to a copy."""
    return copy.with_name(copy.name + ".bijlagen")


def _attachments_named(path: Path) -> frozenset[str]:
    """The hashes that the records of a journal name: what was erased comes back from no copy."""
    connection = connect(path)
    try:
        found = connection.execute(
            "SELECT json_extract(payload, '$.sha256') FROM records"
            " WHERE kind = 'attachment.added' AND json_valid(payload)"
            " UNION SELECT json_extract(json_extract(payload, '$.left'), '$.sha256') FROM records"
            " WHERE kind = 'erasure.left' AND json_valid(payload) AND json_valid(json_extract(payload, '$.left'))"
        )
        return frozenset(str(row[0]) for row in found)
    finally:
        connection.close()


def copy_attachments(source: Path, target: Path, *, named: Collection[str] | None = None) -> None:
    """Copy the attachments (only those that are named, when any are) that are not there yet.

    Each is named by the hash of its bytes.
    """
    if not source.is_dir():
        return
    for file in source.rglob("*"):
        there = target / file.relative_to(source)
        if file.is_file() and not there.exists() and (named is None or file.name in named):
            there.parent.mkdir(parents=True, exist_ok=True)
            aside = there.with_name(there.name + ".deel")
            shutil.copyfile(file, aside)
            aside.replace(there)


def _copy(source: Connection, target: Path) -> None:
    copy = None
    try:
        copy = sqlite.connect(str(target), isolation_level=None)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite.Error as error:
        raise explained(error, target) from error
    finally:
        if copy is not None:
            copy.close()
            _flush(target)


def _verified(copy: Path, realm: str) -> Verification:
    connection = sqlite.connect(_address(copy), uri=True, isolation_level=None)
    try:
        return verify_connection(connection, realm)
    finally:
        connection.close()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def restore(home: Path, copy: Path, *, stamp: str) -> int:
    """Put a copy back; records that the journal holds and the copy does not are kept. Their number.

    A journal that verifies stays where it is and takes in what it lacks, also while consoles are open.
    One that cannot be read, or does not verify, is replaced, and nothing is taken from it. Either way what
    stood there is kept as a file of its own in the folder of backups.

    Raises:
        CommandRefused: the copy is of another realm than this home.
        JournalBroken: the copy does not verify.
        CannotStore: the copy is no journal, the home cannot be written, or a console holds a journal to replace.
    """
    realm = _check_copy(copy)
    path = home / JOURNAL_FILE
    old = _unused(home / BACKUPS / f"voor-terugzetten-{stamp[:19].replace(':', '').replace('-', '')}.db")
    try:
        home.mkdir(parents=True, exist_ok=True)
        kept = _join(path, copy, realm, old, stamp)
        if kept is None:
            _keep_old(path, old)
            _replace(path, copy, stamp)
        copy_attachments(attachments_beside(copy), home / ATTACHMENTS, named=_attachments_named(path))
    except OSError as error:
        raise CannotStore(f"het journaal {path} kan niet worden vervangen: {reason_of(error)}") from error
    return kept or 0


def _unused(path: Path) -> Path:
    """This name, or one like it that nothing stands at."""
    names = chain((path,), (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2)))
    return next(name for name in names if not name.exists())


def _address(copy: Path) -> str:
    """How a copy is opened for reading only; one that was made by hand may have a write-ahead log beside it."""
    log = copy.with_name(copy.name + "-wal")
    unchanging = "" if log.exists() and log.stat().st_size else "&immutable=1"
    return f"{copy.absolute().as_uri()}?mode=ro{unchanging}"


def _check_copy(copy: Path) -> str:
    if not copy.is_file():
        raise CommandRefused(f"{copy} bestaat niet")
    connection = None
    try:
        connection = sqlite.connect(_address(copy), uri=True, isolation_level=None)
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise NotAJournal(f"{copy} is geen kopie van een journaal")
        if connection.execute("PRAGMA user_version").fetchone()[0] > SCHEMA:
            raise CannotStore(f"{copy} is van een nieuwere versie van de console")
        realm = _realm_of(connection)
        found = verify_connection(connection, realm)
    except sqlite.Error as error:
        raise explained(error, copy) from error
    finally:
        if connection is not None:
            connection.close()
    if not realm:
        raise NotAJournal(f"{copy} is geen kopie van een journaal: het rijk staat er niet in")
    if not found.sound:
        fault = found.faults[0]
        raise JournalBroken(f"de kopie {copy} klopt niet: record {fault.seq}, {fault.fault}; er is niets teruggezet")
    return realm


def _realm_of(connection: Connection) -> str:
    row = connection.execute("SELECT value FROM home WHERE name = 'realm'").fetchone()
    return str(row[0]) if row else ""


def _join(path: Path, copy: Path, realm: str, old: Path, stamp: str) -> int | None:
    """Add what the copy holds to the journal that stands here; None when there is none that can be trusted."""
    if not path.exists() or not path.stat().st_size:
        return None
    try:
        open_file(path, _no_first_contents, stamp=stamp)
        connection = connect(path)
    except NotAJournal:
        return None
    try:
        here = _realm_of(connection)
        if here and here != realm:
            raise CommandRefused(f"de kopie hoort bij het rijk {realm}, deze map bij {here}")
        if not here or not verify_connection(connection, realm).sound:
            _refuse_while_open(connection, path)
            return None
        return _take_in(connection, path, copy, old)
    except NotAJournal:
        return None
    except sqlite.Error as error:
        if isinstance(found := explained(error, path), NotAJournal):
            return None
        raise found from error
    finally:
        connection.close()


def _no_first_contents(_: Connection) -> None:
    raise NotAJournal("er staat een lege database")


def _take_in(connection: Connection, path: Path, copy: Path, old: Path) -> int:
    from aovconsole.journal.append import receive

    columns = ", ".join(Record._fields)
    connection.execute("ATTACH DATABASE ? AS kopie", (_address(copy),))
    old.parent.mkdir(parents=True, exist_ok=True)
    _copy(connection, old)
    with write_transaction(connection, path):
        kept = connection.execute(
            "SELECT count(*) FROM main.records WHERE hash NOT IN (SELECT hash FROM kopie.records)"
        ).fetchone()[0]
        lacking = connection.execute(
            f"SELECT {columns} FROM kopie.records WHERE hash NOT IN (SELECT hash FROM main.records) ORDER BY pos"
        ).fetchall()
        receive(connection, list(map(Record._make, lacking)))
        rebuild(connection)
    return int(kept)


def _refuse_while_open(connection: Connection, path: Path) -> None:
    """Refuse to replace a file that a console writes to: what it writes afterwards would be gone."""
    try:
        connection.execute("PRAGMA busy_timeout=200")
        connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite.OperationalError as error:
        if "locked" in str(error):
            raise CannotStore(f"journaal {path} is in gebruik: sluit eerst de console") from error


def _keep_old(path: Path, target: Path) -> None:
    for suffix in ("", "-wal"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part, target.with_name(target.name + suffix))


def _replace(path: Path, copy: Path, stamp: str) -> None:
    aside = path.with_name("journaal-terug.db")
    _remove(aside)
    try:
        for suffix in ("", "-wal"):
            part = copy.with_name(copy.name + suffix)
            if part.exists():
                shutil.copyfile(part, aside.with_name(aside.name + suffix))
        open_file(aside, _no_first_contents, stamp=stamp)
        connection = connect(aside)
        try:
            with write_transaction(connection, aside):
                rebuild(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()
        _flush(aside)
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        aside.replace(path)
    finally:
        _remove(aside)
