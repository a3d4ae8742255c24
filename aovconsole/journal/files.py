"""A home's files: made at the first start, recognised and brought up to date at every later one."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from aovconsole.errors import CannotStore, JournalTooNew, NotAJournal, reason_of
from aovconsole.journal.sqlite import Connection, connect, explained, sqlite, write_transaction

JOURNAL_FILE = "journal.db"
KEY_FILE = "station.key"
BACKUPS = "backups"
ATTACHMENTS = "attachments"
SCHEMA = 6
APPLICATION_ID = 0x414F5643
"""`AOVC` in the header of the file: a database of somebody else is not touched."""

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "fuse.sshfs", "davfs", "fuse.davfs2"}


def attachment_path(home: Path, sha256: str) -> Path:
    """Where the attachment with this hash is kept; the hash of a forged record leads nowhere else."""
    name = sha256 if re.fullmatch("[0-9a-f]{64}", sha256) else "onleesbaar"
    return home / ATTACHMENTS / name[:2] / name


def open_file(path: Path, begin: Callable[[Connection], None], *, stamp: str) -> None:
    """Make sure that a journal of this version stands at `path`.

    `begin` writes the first contents of a new journal, inside the transaction that makes it. An
    older schema is brought up to date after a copy was put in the folder of backups.

    Raises:
        CannotStore: the folder or the file cannot be used; JournalTooNew and NotAJournal are such.
    """
    refuse_network_share(path)
    if not path.exists() and path.with_name(KEY_FILE).exists():  # the file is made before the key, never after it
        raise CannotStore(
            f"het journaal {path} is weg, maar de sleutel van dit station staat er nog: zet een kopie terug met"
            f" 'aovconsole journal restore', of haal {KEY_FILE} weg om opnieuw te beginnen"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = not path.exists() or path.stat().st_size == 0
        if fresh:  # for its owner only; what SQLite puts beside it takes the same mode
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise CannotStore(f"de map {path.parent} kan niet worden gemaakt: {reason_of(error)}") from error
    connection = connect(path, create=fresh, accept=lambda found: _recognise(found, path))
    try:
        if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
            _bring_up_to_date(connection, path, begin, stamp)
    except sqlite.Error as error:
        raise explained(error, path) from error
    finally:
        connection.close()


def _recognise(connection: Connection, path: Path) -> None:
    """Refuse a database of somebody else and a journal of a newer version, before anything is set in them."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = version == 0 and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if not empty and connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAJournal(f"{path} is een database van een ander programma, geen journaal")
    if version > SCHEMA:
        raise JournalTooNew(f"journaal {path} is van een nieuwere versie (schema {version}, hier {SCHEMA})")


def _bring_up_to_date(connection: Connection, path: Path, begin: Callable[[Connection], None], stamp: str) -> None:
    from sqlite_utils import Database  # only for a new or an older file

    from aovconsole.journal import views
    from aovconsole.journal.migrations import migrations

    with write_transaction(connection, path):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == SCHEMA:  # another process was first
            return
        fresh = version == 0
        if not fresh:
            _copy_before(path, version, stamp)
        migrations.apply(Database(connection))
        if fresh:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            begin(connection)
        else:
            views.rebuild(connection)


def _copy_before(path: Path, version: int, stamp: str) -> None:
    copy = path.parent / BACKUPS / f"voor-schema-{SCHEMA}-vanaf-{version}-{stamp[:19].replace(':', '')}.db"
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStore(f"de kopie {copy} kan niet worden gemaakt: {reason_of(error)}") from error
    source, target = connect(path), sqlite.connect(str(copy))
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()


def refuse_network_share(path: Path, mounts: Path = Path("/proc/self/mounts")) -> None:
    """Refuse a folder on a network share: SQLite's locks cannot be trusted there.

    Raises:
        CannotStore: the folder is on a share.
    """
    text = os.path.realpath(path)
    if text.startswith(("\\\\", "//")) or _file_system(text, mounts) in _NETWORK_TYPES:
        raise CannotStore(
            f"{path.parent} ligt op een netwerkschijf: daar is opslaan niet veilig; kies een map op deze computer"
        )


def _file_system(path: str, mounts: Path) -> str:
    """The type of the file system that holds a path, where the system tells; empty where it does not."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    for line in lines:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        folder = parts[1].replace("\\040", " ").rstrip("/")
        if len(folder) >= len(best) and (path == folder or path.startswith(folder + "/")):
            best, kind = folder, parts[2]
    return kind
