"""Local state beside the journal: drafts and settings of this home; never replicated, never in `journal state`."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from aovconsole.domain.record import Instant
from aovconsole.errors import CannotStore, reason_of
from aovconsole.journal.sqlite import Connection, connect, explained, sqlite
from aovconsole.journal.store import Journal

LOCAL_FILE = "local.db"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS drafts (
    slot INTEGER NOT NULL, form TEXT NOT NULL, dossier TEXT NOT NULL, record_id TEXT NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (slot, form, dossier)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reminders (
    key TEXT PRIMARY KEY, told_at TEXT NOT NULL, seen_at TEXT NOT NULL, escalated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


class StoredDraft(NamedTuple):
    """A half-typed text: its form, its dossier, the id of the record that it will become."""

    form: str
    dossier: str
    record_id: str
    text: str


class StoredReminder(NamedTuple):
    """Something that was told: what, when, when somebody took note and when it was passed on (empty: not)."""

    key: str
    told_at: Instant
    seen_at: Instant
    escalated_at: Instant


class LocalStore:
    """The file of local state; safe for several threads and several consoles on one home.

    A commit outlives the death of the process; unlike the journal it is not flushed to disk each time.

    Raises on opening and on every call:
        CannotStore: the file cannot be used.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / LOCAL_FILE
        self._lock = threading.Lock()
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))  # half-typed text is for its owner only
        except OSError as error:
            raise CannotStore(f"{self.path} kan niet worden gemaakt: {reason_of(error)}") from error
        self._connection: Connection = connect(self.path, create=True)
        self._run("PRAGMA synchronous=NORMAL")
        self._run("PRAGMA secure_delete=ON")  # a draft that was filed leaves nothing behind
        for statement in _SCHEMA.split(";\n"):
            self._run(statement)

    def setting(self, name: str) -> str:
        """A remembered setting, empty when there is none."""
        rows = self._run("SELECT value FROM settings WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def remember(self, name: str, value: str) -> None:
        """Remember a setting."""
        self._run(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value
        )

    def slots(self) -> tuple[int, ...]:
        """The slots that have drafts."""
        return tuple(row[0] for row in self._run("SELECT DISTINCT slot FROM drafts ORDER BY slot"))

    def adopt(self, slot: int, other: int) -> None:
        """Take over the drafts of a slot whose console is gone; what both have stays where it is."""
        self._run("UPDATE OR IGNORE drafts SET slot = ? WHERE slot = ?", slot, other)

    def drafts(self, slot: int) -> tuple[StoredDraft, ...]:
        """The drafts of one slot."""
        rows = self._run("SELECT form, dossier, record_id, text FROM drafts WHERE slot = ?", slot)
        return tuple(StoredDraft(*row) for row in rows)

    def all_drafts(self) -> tuple[tuple[int, StoredDraft], ...]:
        """Every draft of every console of this home, with its slot."""
        rows = self._run("SELECT slot, form, dossier, record_id, text FROM drafts ORDER BY slot, form, dossier")
        return tuple((slot, StoredDraft(*row)) for slot, *row in rows)

    def keep(self, slot: int, draft: StoredDraft) -> None:
        """Keep a draft in the place of what its form and dossier had."""
        self._run(
            "INSERT INTO drafts VALUES (?, ?, ?, ?, ?) ON CONFLICT (slot, form, dossier)"
            " DO UPDATE SET record_id = excluded.record_id, text = excluded.text",
            slot,
            draft.form,
            draft.dossier,
            draft.record_id,
            draft.text,
        )

    def drop(self, slot: int, form: str, dossier: str) -> None:
        """Forget a draft."""
        self._run("DELETE FROM drafts WHERE slot = ? AND form = ? AND dossier = ?", slot, form, dossier)

    def reminders(self) -> tuple[StoredReminder, ...]:
        """Every reminder that was given and not forgotten yet."""
        return tuple(map(StoredReminder._make, self._run("SELECT key, told_at, seen_at, escalated_at FROM reminders")))

    def give_reminder(self, key: str, at: Instant) -> bool:
        """Keep that something was told; whether this console is the first that does."""
        return bool(self._run("INSERT OR IGNORE INTO reminders VALUES (?, ?, '', '') RETURNING key", key, at))

    def see_reminders(self, at: Instant) -> None:
        """Keep that somebody took note of everything that was told."""
        self._run("UPDATE reminders SET seen_at = ? WHERE seen_at = ''", at)

    def escalate_reminder(self, key: str, at: Instant) -> bool:
        """Keep that something was passed on; whether this console is the first that does."""
        found = self._run(
            "UPDATE reminders SET escalated_at = ? WHERE key = ? AND escalated_at = '' RETURNING key", at, key
        )
        return bool(found)

    def forget_reminders(self, before: Instant, but: Iterable[str] = ()) -> None:
        """Drop what was told long ago, but what (its key) is still to be done."""
        kept = json.dumps(list(but))
        self._run(
            "DELETE FROM reminders WHERE told_at < ? AND key NOT IN (SELECT value FROM json_each(?))", before, kept
        )

    def wipe(self) -> None:
        """Leave no byte in the file of what was dropped, unless another program holds it just now."""
        with suppress(CannotStore):
            self._run("VACUUM")
            self._run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return list(self._connection.execute(statement, values))
            except sqlite.Error as error:
                raise explained(error, self.path) from error


def last_backup_at(journal: Journal) -> Instant:
    """When the journal was last copied, empty when it never was."""
    row = journal.connection.execute("SELECT value FROM home WHERE name = 'last_backup_at'").fetchone()
    return str(row[0]) if row else ""
