"""What this home last heard of each source: answers, marks, failures, switches; local, never replicated.

It stands in a file of its own beside the journal, so that a poller never waits for a draft and a draft never for it.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from aovconsole.domain.record import Instant
from aovconsole.domain.times import read_stored, stored
from aovconsole.errors import CannotStore, NotAJournal, reason_of
from aovconsole.journal.sqlite import Connection, connect, explained, sqlite, write_transaction

FEEDS_FILE = "feeds.db"

PRIVATE_KEPT = timedelta(hours=24)
"""What may be about people is forgotten after this; a working value, to be confirmed by the privacy officer."""

GONE_KEPT = timedelta(days=30)
"""What a source no longer names is remembered this long: every console that kept a record of it has ended it then."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
    id TEXT PRIMARY KEY, label TEXT NOT NULL, rhythm INTEGER NOT NULL, late INTEGER NOT NULL, untested INTEGER NOT NULL,
    private INTEGER NOT NULL, "on" INTEGER NOT NULL,
    good_at TEXT NOT NULL DEFAULT '', tried_at TEXT NOT NULL DEFAULT '', failing_since TEXT NOT NULL DEFAULT '',
    fault TEXT NOT NULL DEFAULT '', next_try TEXT NOT NULL DEFAULT '', failures INTEGER NOT NULL DEFAULT 0,
    skew REAL, remarks TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE TABLE IF NOT EXISTS marks (
    feed TEXT NOT NULL, request TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL,
    PRIMARY KEY (feed, request)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signals (
    feed TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, read_at TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (
    feed TEXT NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (feed, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS switches (
    id TEXT PRIMARY KEY, "on" INTEGER NOT NULL, agreed_at TEXT NOT NULL
) STRICT;
"""

_FEED = (
    'id, label, rhythm, late, untested, private, "on",'
    " good_at, tried_at, failing_since, fault, next_try, failures, skew, remarks"
)


class StoredFeed(NamedTuple):
    """A source as it is kept; moments are stored ones, empty when there is none."""

    id: str
    label: str
    rhythm: int
    late: int
    untested: int
    private: int
    on: int
    good_at: Instant = ""
    tried_at: Instant = ""
    failing_since: Instant = ""
    fault: str = ""
    next_try: Instant = ""
    failures: int = 0
    skew: float | None = None
    remarks: str = "[]"


class StoredSignal(NamedTuple):
    """A signal as it was read; `body` is what it says as JSON."""

    feed: str
    key: str
    request: str
    read_at: Instant
    body: str


class StoredAnswer(NamedTuple):
    """What one request brought, to be kept in one go.

    `complete` tells that of this request every key that is absent is over; `unchanged` that all that it and what it
    led to said before still holds.
    """

    request: str
    etag: str
    last_modified: str
    read_at: Instant
    signals: Mapping[str, Mapping[str, Any]]
    ended: tuple[str, ...] = ()
    complete: bool = False
    unchanged: bool = False

    @property
    def unmarked(self) -> StoredAnswer:
        """The same without its marks: the next time all of it is asked again."""
        return self._replace(etag="", last_modified="")


class FeedCache:
    """The file of what was heard; safe for several threads and several consoles on one home.

    Raises on opening and on every call:
        CannotStore: the file cannot be used.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FEEDS_FILE
        self._lock = threading.Lock()
        try:
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        except OSError as error:
            raise CannotStore(f"{self.path} kan niet worden gemaakt: {reason_of(error)}") from error
        try:
            self._connection: Connection = connect(self.path, create=True)
        except NotAJournal:  # nothing here is lost that cannot be asked again; the switches are off until turned on
            self.path.replace(self.path.with_suffix(".damaged"))
            self._connection = connect(self.path, create=True)
        self._run("PRAGMA synchronous=NORMAL")
        for statement in _SCHEMA.split(";\n"):
            self._run(statement)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def version(self) -> tuple[int, int]:
        """Numbers that change when this or another process keeps something."""
        seen = self._run("SELECT data_version, total_changes() FROM pragma_data_version")
        return (int(seen[0][0]), int(seen[0][1]))

    def feeds(self) -> tuple[StoredFeed, ...]:
        """Every source that was ever known here."""
        return tuple(StoredFeed(*row) for row in self._run(f"SELECT {_FEED} FROM feeds ORDER BY id"))

    def feed(self, id_: str) -> StoredFeed | None:
        """One source."""
        rows = self._run(f"SELECT {_FEED} FROM feeds WHERE id = ?", id_)
        return StoredFeed(*rows[0]) if rows else None

    def know(self, feeds: Iterable[StoredFeed]) -> None:
        """Keep what the sources are called and which are on; what was heard of them stays. Others are forgotten."""
        known = list(feeds)
        with self._writing() as run:
            for one in known:
                run(
                    'INSERT INTO feeds (id, label, rhythm, late, untested, private, "on") VALUES (?, ?, ?, ?, ?, ?, ?)'
                    " ON CONFLICT (id) DO UPDATE SET label = excluded.label, rhythm = excluded.rhythm,"
                    " late = excluded.late, untested = excluded.untested, private = excluded.private,"
                    ' "on" = excluded."on"',
                    one[:7],
                )
            ids = json.dumps([one.id for one in known])
            for table, column in (("feeds", "id"), ("marks", "feed"), ("signals", "feed"), ("gone", "feed")):
                run(f"DELETE FROM {table} WHERE {column} NOT IN (SELECT value FROM json_each(?))", (ids,))

    def switches(self) -> dict[str, bool]:
        """The sources that somebody switched on or off here."""
        return {str(id_): bool(on) for id_, on in self._run('SELECT id, "on" FROM switches')}

    def switch(self, id_: str, on: bool, at: Instant) -> None:
        """Switch a source on or off; off forgets what it said (it may hold personal data)."""
        with self._writing() as run:
            run("INSERT OR REPLACE INTO switches VALUES (?, ?, ?)", (id_, int(on), at))
            run("UPDATE feeds SET \"on\" = ?, next_try = '' WHERE id = ?", (int(on), id_))
            if not on:
                for table in ("marks", "signals", "gone"):
                    run(f"DELETE FROM {table} WHERE feed = ?", (id_,))
                run(
                    "UPDATE feeds SET good_at = '', tried_at = '', failing_since = '', fault = '', failures = 0,"
                    " remarks = '[]' WHERE id = ?",
                    (id_,),
                )

    def marks(self, feed: str, request: str) -> tuple[str, str]:
        """The ETag and Last-Modified of the last answer to a request; empty when there was none."""
        rows = self._run("SELECT etag, last_modified FROM marks WHERE feed = ? AND request = ?", feed, request)
        return (str(rows[0][0]), str(rows[0][1])) if rows else ("", "")

    def signals(self) -> tuple[StoredSignal, ...]:
        """What the sources said last."""
        return tuple(
            StoredSignal(*row)
            for row in self._run("SELECT feed, key, request, read_at, body FROM signals ORDER BY feed, key")
        )

    def gone(self) -> dict[tuple[str, str], tuple[Instant, str]]:
        """What a source no longer names: when that was read, and why."""
        rows = self._run("SELECT feed, key, at, reason FROM gone")
        return {(str(feed), str(key)): (str(at), str(reason)) for feed, key, at, reason in rows}

    def keep(self, feed: StoredFeed, answers: Iterable[StoredAnswer] = ()) -> None:
        """Keep what a round brought and how it went, in one go; nothing of a source that was switched off meanwhile."""
        with self._writing() as run:
            on = run('SELECT "on" FROM feeds WHERE id = ?', (feed.id,)).fetchone()
            if not on or not on[0]:
                return
            for answer in answers:
                self._keep(run, feed.id, answer)
            now = read_stored(feed.tried_at)
            run("DELETE FROM gone WHERE feed = ? AND at < ?", (feed.id, stored(now - GONE_KEPT)))
            if feed.private:
                run("DELETE FROM signals WHERE feed = ? AND read_at < ?", (feed.id, stored(now - PRIVATE_KEPT)))
            run(
                "UPDATE feeds SET good_at = ?, tried_at = ?, failing_since = ?, fault = ?, next_try = ?, failures = ?,"
                " skew = ?, remarks = ? WHERE id = ?",
                (*feed[7:], feed.id),
            )

    def _keep(self, run: Any, feed: str, answer: StoredAnswer) -> None:
        """Keep an answer: its marks, its signals in the place of what stood there, and what is over."""
        if answer.unchanged:
            run(
                "UPDATE signals SET read_at = ? WHERE feed = ? AND (request = ? OR request GLOB ?)",
                (answer.read_at, feed, answer.request, f"{answer.request}.*"),
            )
        over = dict.fromkeys(answer.ended, "ingetrokken door de bron")
        if answer.complete:
            rows = run("SELECT key FROM signals WHERE feed = ? AND request = ?", (feed, answer.request)).fetchall()
            over |= {key: "niet meer in bron" for (key,) in rows if key not in answer.signals and key not in over}
        run("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)", (feed, *answer[:3]))
        for key, reason in over.items():
            run("DELETE FROM signals WHERE feed = ? AND key = ?", (feed, key))
            run("INSERT OR REPLACE INTO gone VALUES (?, ?, ?, ?)", (feed, key, answer.read_at, reason))
        for key, said in answer.signals.items():
            if key not in over:
                body = json.dumps(said, ensure_ascii=False)
                run("DELETE FROM gone WHERE feed = ? AND key = ?", (feed, key))
                run(
                    "INSERT OR REPLACE INTO signals VALUES (?, ?, ?, ?, ?)",
                    (feed, key, answer.request, answer.read_at, body),
                )

    def unmark(self, feed: str) -> None:
        """Forget the marks of a source: the next time everything is asked again."""
        self._run("DELETE FROM marks WHERE feed = ?", feed)

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        with self._lock, write_transaction(self._connection, self.path):
            yield self._connection.execute

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return list(self._connection.execute(statement, values))
            except sqlite.Error as error:
                raise explained(error, self.path) from error
