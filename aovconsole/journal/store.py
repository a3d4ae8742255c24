"""The journal: an append-only file of records, each append one durable transaction."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from aovconsole.clock import Clock
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.station import OperatorRegistered, StationStarted, operator_subject
from aovconsole.domain.times import stored
from aovconsole.errors import CommandRefused
from aovconsole.journal.append import Appender, receive
from aovconsole.journal.chain import Entropy, StationKey, key_at, letters_of, new_id
from aovconsole.journal.erasing import wipe
from aovconsole.journal.files import JOURNAL_FILE, KEY_FILE, open_file
from aovconsole.journal.reading import Reading
from aovconsole.journal.sqlite import Connection, connect, explained, is_read_only, sqlite, write_transaction

UNWIPED = "unwiped"
"""What a home remembers while rests of what was erased may stand in its file."""

EXERCISE_NUMBERS = "OEF-"
"""What every number that is given in an exercise begins with."""

_SET_CLOCK = "de klok is met de hand gezet (AOVCONSOLE_NOW): in het rijk real wordt dan niets geschreven"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who acts: name, function, and the account of the operating system."""

    name: str
    function: str = ""
    account: str = ""

    @property
    def subject(self) -> str:
        """The subject of this operator's record."""
        return operator_subject(self.name, self.function, self.account)

    @property
    def registration(self) -> Draft:
        """The record that makes this operator known."""
        return Draft(OperatorRegistered(self.name, self.function, self.account), subject=self.subject)


class Change(NamedTuple):
    """A record that came in since the last look."""

    pos: int
    kind: str
    subject: str
    dossier: str


class Writing(Reading):
    """What a request may look at while it holds the journal's write lock."""

    def __init__(self, connection: Connection, now: Instant, code: str, entropy: Entropy, realm: str) -> None:
        super().__init__(connection)
        self.now = now
        self._code = code
        self._realm = realm
        self._entropy = entropy
        self._given: dict[tuple[str, ...], int] = {}

    def new_id(self) -> str:
        """An id for a record that other records of the same request refer to."""
        return new_id(datetime.fromisoformat(self.now), self._entropy)

    def next_number(self, kind: str, year: int) -> str:
        """The next number of a kind of dossier at this station, `INC-27-A014`; of an exercise `OEF-INC-27-A014`."""
        front = EXERCISE_NUMBERS if self._realm == "exercise" else ""
        return self._next(f"{front}{kind}-{year % 100:02d}-{self._code}", 3, "number > ''")

    def next_in_dossier(self, kind: str, dossier: str) -> str:
        """The next number of a decision or an action within its dossier, such as `B-A3`."""
        within = "dossier = ? AND dossier <> ''" if dossier else "dossier = ? AND number > ''"
        return self._next(f"{kind}-{self._code}", 1, within, dossier)

    def _next(self, prefix: str, width: int, condition: str, *values: str) -> str:
        given = (prefix, *values)
        if given not in self._given:
            cursor = self._connection.execute(
                f"SELECT max(CAST(substr(number, ?) AS INTEGER)) FROM subjects WHERE {condition} AND number GLOB ?",
                (len(prefix) + 1, *values, f"{prefix}[0-9]*"),
            )
            self._given[given] = cursor.fetchone()[0] or 0
        self._given[given] += 1
        return f"{prefix}{self._given[given]:0{width}d}"


class Journal:
    """One home's journal; safe for several threads and processes at once.

    `realm` and `code` (the station's letters) are taken by a new home and kept from then on.

    Raises on opening:
        CannotStore: the folder or file cannot be used (network share, read-only, newer version …).
        CommandRefused: the home has another realm than the one asked for.
    """

    def __init__(
        self, home: Path, clock: Clock, *, realm: str = "", code: str = "", entropy: Entropy = os.urandom
    ) -> None:
        self.home = home
        self.path = home / JOURNAL_FILE
        self.clock = clock
        self._entropy = entropy
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._beside: list[Callable[[], None]] = []
        self._key: StationKey | None = None
        self._code = code
        self.realm = realm or "real"
        open_file(self.path, self._begin, stamp=stored(clock.now()))
        try:
            known = dict(self._connection.execute("SELECT name, value FROM home"))
        except sqlite.Error as error:
            raise explained(error, self.path) from error
        self.realm, self.code = known["realm"], known["code"]
        if realm and realm != self.realm:
            raise CommandRefused(f"deze map hoort bij het rijk {self.realm}, niet bij {realm}")

    def _begin(self, connection: Connection) -> None:
        """Write what a new home starts with: its realm and letters, and the record that announces its key."""
        if self.clock.set_by_hand and self.realm == "real":
            raise CommandRefused(_SET_CLOCK)
        code = self._code or letters_of(self.key.public)
        connection.executemany("INSERT INTO home VALUES (?, ?)", [("realm", self.realm), ("code", code)])
        self._appender(connection).append([Draft(StationStarted(code, self.key.public.hex()))], "")

    @property
    def _connection(self) -> Connection:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = connect(self.path)
            self._opened.append(connection)
        return connection

    @property
    def key(self) -> StationKey:
        """This station's key, made when there is none: only for who writes, under the write lock."""
        if self._key is None:
            self._key = key_at(self.home / KEY_FILE, self._entropy)
        return self._key

    @property
    def fingerprint(self) -> str:
        """The name of this station in its records; empty when its key is gone (the next record makes a new one)."""
        return self.key.fingerprint if self._key or (self.home / KEY_FILE).exists() else ""

    @property
    def reading(self) -> Reading:
        """Questions to the read tables, on this thread's connection."""
        return Reading(self._connection)

    @property
    def read_only(self) -> bool:
        """Whether this journal can be read and not be written: its disk, folder or file does not let it."""
        return is_read_only(self.path)

    @property
    def connection(self) -> Connection:
        """This thread's connection, for the other modules of this package."""
        return self._connection

    def close_too(self, close: Callable[[], None]) -> None:
        """Let what stands beside the journal be closed with it."""
        self._beside.append(close)

    def close(self) -> None:
        """Close every connection of this journal, and what stands beside it."""
        while self._beside:
            self._beside.pop()()
        for connection in self._opened:
            connection.close()
        self._opened.clear()
        self._local = threading.local()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make several appends of this thread one transaction: all of them are kept, or none.

        Within a batch it is part of that one.
        """
        if self._connection.in_transaction:
            yield
            return
        with write_transaction(self._connection, self.path):
            yield

    def write(self, build: Callable[[Writing], Sequence[Draft]], operator: Operator) -> tuple[Record, ...]:
        """Append the records that a request asks for, in one durable transaction.

        `build` runs while the write lock is held: what it reads is still true when its records are
        written. A draft whose id is in the journal already writes nothing and gives that record.

        Raises:
            CommandRefused: `build` refused, or the clock was set by hand in the realm `real`.
            CannotStore: nothing could be stored.
        """
        if self.clock.set_by_hand and self.realm == "real":
            raise CommandRefused(_SET_CLOCK)
        connection = self._connection
        if connection.in_transaction:
            return self._append(connection, build, operator)
        with write_transaction(connection, self.path):
            return self._append(connection, build, operator)

    def _append(
        self, connection: Connection, build: Callable[[Writing], Sequence[Draft]], operator: Operator
    ) -> tuple[Record, ...]:
        appender = self._appender(connection)
        drafts = list(build(Writing(connection, appender.now, self.code, self._entropy, self.realm)))
        if drafts and not appender.started:  # the key was lost, or the journal came from a copy
            appender.append([Draft(StationStarted(self.code, self.key.public.hex()))], "")
        if drafts and not appender.knows_subject(operator.subject):
            appender.append([operator.registration], operator.subject)
        return tuple(appender.append(drafts, operator.subject))

    def _appender(self, connection: Connection) -> Appender:
        return Appender(
            connection,
            self.key,
            realm=self.realm,
            clock_source="set" if self.clock.set_by_hand else "system",
            moment=self.clock.now(),
            entropy=self._entropy,
        )

    def wipe(self) -> bool:
        """Leave no byte in the file of what was erased; while another program holds it, this stays owed."""
        done = wipe(self._connection)
        if bool(self.recall(UNWIPED)) == done:
            self.remember(UNWIPED, "" if done else "1")
        return done

    def receive(self, records: Sequence[Record]) -> int:
        """Keep records of other stations that the caller has verified; the number of those that were new."""
        now, own = stored(self.clock.now()), self.fingerprint
        arrived = [
            record._replace(received_at=record.recorded_at if record.station == own else now) for record in records
        ]
        with write_transaction(self._connection, self.path):
            return len(receive(self._connection, arrived))

    def recall(self, name: str) -> str:
        """What this home remembers under a name (local, never replicated); empty when nothing."""
        row = self._connection.execute("SELECT value FROM home WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        """Let this home remember something of its own (ETags, the moment of the last backup)."""
        with write_transaction(self._connection, self.path):
            self._connection.execute("INSERT OR REPLACE INTO home VALUES (?, ?)", (name, value))

    def changes(self, after: int) -> tuple[Change, ...]:
        """The records that came in after a place in the order of arrival, by whatever process."""
        rows = self._asked("SELECT pos, kind, subject, dossier FROM records WHERE pos > ? ORDER BY pos", after)
        return tuple(map(Change._make, rows))

    def last_pos(self) -> int:
        """The place of the newest record in the order of arrival."""
        return int(self._asked("SELECT coalesce(max(pos), 0) FROM records")[0][0])

    def last_recorded_at(self) -> Instant:
        """When the newest record of this journal was written."""
        return str(self._asked("SELECT coalesce(max(recorded_at), '') FROM records")[0][0])

    def data_version(self) -> int:
        """A number that changes when another connection writes; asking it takes microseconds."""
        return int(self._asked("PRAGMA data_version")[0][0])

    def _asked(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            rows: list[tuple[Any, ...]] = self._connection.execute(statement, values).fetchall()
        except sqlite.Error as error:
            raise explained(error, self.path) from error
        return rows
