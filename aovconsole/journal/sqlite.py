"""The one place that chooses the SQLite library and opens a database the way the journal needs it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aovconsole.errors import CannotStore, NotAJournal

try:
    import pysqlite3 as sqlite
except ImportError:  # a platform without its wheel: the journal then stays out of WAL
    import sqlite3 as sqlite

__all__ = ["Connection", "connect", "explained", "is_read_only", "sqlite", "wal_is_safe", "write_transaction"]

Connection = Any
"""A connection of the chosen library (pysqlite3 is not typed)."""

LIBRARY_VERSION: tuple[int, ...] = tuple(sqlite.sqlite_version_info)
BUSY_SECONDS = 5.0
CHECKPOINT_PAGES = 4000
PAGE_BYTES = 2048
"""Small pages: a line touches some ten of them, and each touched page is written whole at the flush."""
_TRIES = 6


def wal_is_safe(version: tuple[int, ...] = LIBRARY_VERSION) -> bool:
    """Whether this SQLite is free of the WAL-reset bug (sqlite.org/wal.html#walresetbug)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def connect(path: Path, *, create: bool = False, accept: Callable[[Connection], None] | None = None) -> Connection:
    """Open a database for reading and writing, with every commit flushed to disk.

    `accept` looks at the file before anything is set in it, and raises when it is not ours. A file that is there and
    may not be written is opened to be read; the first write says that it cannot.

    Raises:
        CannotStore: the file or its folder cannot be opened.
        NotAJournal: the file is no SQLite database.
    """
    reads_only = not create and is_read_only(path)
    mode = "rwc" if create else _reading_mode(path) if reads_only else "rw"
    connection = None
    try:
        connection = sqlite.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
            check_same_thread=False,
            cached_statements=256,
        )
        if create:
            connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
        if reads_only and accept is not None:
            accept(connection)
        if not reads_only:
            _prepare(connection, accept)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite.Error):
            raise explained(error, path) from error
        raise
    return connection


def is_read_only(path: Path) -> bool:
    """Whether a file is there and it, or the folder in which SQLite keeps its own files, may not be written."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _reading_mode(path: Path) -> str:
    """How to read where nothing may be written: as a file that never changes, unless a console has it open.

    Then, or after one died, the newest records stand in the file beside it, and SQLite must find its own files there.
    """
    log, shared = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    in_use = shared.exists() or (log.exists() and log.stat().st_size > 0)
    return "ro" if in_use else "ro&immutable=1"


def _prepare(connection: Connection, accept: Callable[[Connection], None] | None) -> None:
    wanted = "wal" if wal_is_safe() else "delete"
    for attempt in range(_TRIES):
        try:
            if accept is not None:
                accept(connection)
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
                connection.execute(f"PRAGMA journal_mode={wanted}")
            break
        except sqlite.OperationalError as error:  # two first starts at once: the other one is changing the mode
            if "locked" not in str(error) or attempt == _TRIES - 1:
                raise
            time.sleep(0.05 * 2**attempt)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")


@contextmanager
def write_transaction(connection: Connection, path: Path) -> Iterator[None]:
    """The one way to write: BEGIN IMMEDIATE with retry, COMMIT at the end, ROLLBACK on any error.

    Raises:
        CannotStore: the journal stayed locked, or the disk refused.
    """
    try:
        _begin(connection)
    except sqlite.Error as error:
        raise explained(error, path) from error
    try:
        yield
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if isinstance(error, sqlite.Error):
            raise explained(error, path) from error
        raise


def _begin(connection: Connection) -> None:
    """Begin; each try waits `BUSY_SECONDS` for the lock, so a second one is enough for a person's patience."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite.OperationalError as error:
        if "locked" not in str(error):
            raise
        connection.execute("BEGIN IMMEDIATE")


_SENTENCES = (
    ("not a database", "is geen journaal (geen database)"),
    ("malformed", "is beschadigd; zet een kopie terug met 'aovconsole journal restore'"),
    ("full", "kan niet opslaan: de schijf is vol; er is niets half geschreven"),
    ("readonly", "kan niet opslaan: bestand of map is alleen-lezen"),
    ("locked", "is bezet door een ander programma; probeer het opnieuw"),
    ("unable to open", "kan niet worden geopend: de map bestaat niet of is niet schrijfbaar"),
    ("disk i/o", "kan niet worden gelezen of geschreven: de schijf geeft een fout"),
)


def _is_full(path: Path) -> bool:
    """Whether an error of the disk is want of room: SQLite does not always tell them apart."""
    try:
        return shutil.disk_usage(path.parent).free < 64 * 1024
    except OSError:
        return False


def explained(error: Exception, path: Path) -> CannotStore:
    """The Dutch sentence for an error of SQLite, as an error of the console."""
    text = str(error).lower()
    if "disk i/o" in text and _is_full(path):
        text = "full"
    for part, sentence in _SENTENCES:
        if part in text:
            kind = NotAJournal if part in ("not a database", "malformed") else CannotStore
            return kind(f"journaal {path} {sentence}")
    return CannotStore(f"journaal {path} geeft een fout: {error}")
