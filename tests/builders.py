"""Short ways to make a desk, to give it a past, and to ask what a request did to the journal."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from aovconsole.clock import Clock
from aovconsole.desk.desk import Desk
from aovconsole.domain.entry import KnownNames
from aovconsole.domain.record import Draft, Payload, Record
from aovconsole.errors import CommandRefused
from aovconsole.journal import views
from aovconsole.journal.sqlite import sqlite
from aovconsole.journal.store import Journal, Operator
from aovconsole.journal.verify import Verification, verify
from tests.still_clock import StillClock

OPERATOR = Operator("Voorbeeld", "AOV", "bureau")
KNOWN = KnownNames.of(("politie", "THOR", "brandweer"), ("Vrijthof", "Markt", "Bassin"))

HOSTILE = {
    "markup": "[bold]vet[/] en [@click=app.quit]x[/] en [/]",
    "title of the terminal": "\x1b]0;x\x07 na",
    "colour": "\x1b[31mrood\x1b[0m",
    "bidi": "voor\u202egnp.exe",
    "nul": "a\x00b",
    "c1": "a\x9b31mb",
    "surrogate": "a\ud800b",
    "separators": "a\u2028b\u2029c\x85d",
    "long": "héél véél " * 10_000,
}
"""What may come in as text, and may do nothing (DESIGN §6)."""


def journal_at(home: Path, clock: Clock | None = None, *, realm: str = "test", code: str = "A") -> Journal:
    """The journal of a home."""
    return Journal(home, clock or StillClock(), realm=realm, code=code)


def desk_at(home: Path, clock: Clock | None = None, *, code: str = "A", operator: Operator = OPERATOR) -> Desk:
    """A desk with a journal of its own in the realm `test`."""
    return Desk(journal_at(home, clock, code=code), operator, lambda: KNOWN)


def append(journal: Journal, *drafts: Draft | Payload) -> tuple[Record, ...]:
    """Write drafts, or payloads that start a subject of their own."""
    ready = [one if isinstance(one, Draft) else Draft(one) for one in drafts]
    return journal.write(lambda _: ready, OPERATOR)


def records_of(journal: Journal) -> list[Record]:
    """Every record in the order of arrival."""
    return list(views.records_where(journal.connection, "ORDER BY pos"))


def assert_green(journal: Journal) -> Verification:
    """The journal verifies, and its read tables are what its records say."""
    found = verify(journal)
    assert found.faults == ()
    before = views.state(journal.connection)
    with journal.batch():
        views.rebuild(journal.connection)
    assert views.state(journal.connection) == before
    return found


def raw(path: Path) -> Any:
    """A connection as any other program would make it: no pragma, no check."""
    return sqlite.connect(str(path), isolation_level=None)


def tamper(path: Path, *statements: str, values: Sequence[object] = ()) -> None:
    """Change a journal behind the console's back; the guards are taken away first and put back."""
    connection = raw(path)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for number, statement in enumerate(statements):
        assert connection.execute(statement, values if number == 0 else ()).rowcount != 0, statement
    for _, sql in guards:
        connection.execute(sql)
    connection.close()


def copy_home(source: Path, target: Path) -> Path:
    """A home as somebody would copy it while no console is open."""
    shutil.copytree(source, target)
    return target


def kinds(records: Iterable[Record]) -> list[str]:
    """The kinds of records, without those that announce an operator or a station."""
    return [record.kind for record in records if record.kind not in ("operator.registered", "station.started")]


class Given:
    """A desk with a past: `given(desk, records…).when(request).then(kinds…)` or `.refused(words)`."""

    def __init__(self, desk: Desk, before: Sequence[Draft | Payload]) -> None:
        self._desk = desk
        if before:
            append(desk.journal, *before)
        self._last = desk.journal.last_pos()
        self.answer: Any = None
        self._refusal: CommandRefused | None = None

    def when(self, request: Callable[[Desk], object]) -> Given:
        """Ask something of the desk."""
        try:
            self.answer = request(self._desk)
        except CommandRefused as refusal:
            self._refusal = refusal
        return self

    def then(self, *expected: str) -> list[Record]:
        """It wrote records of these kinds, in this order."""
        assert self._refusal is None, self._refusal
        new = [record for record in records_of(self._desk.journal) if record.pos > self._last]
        assert kinds(new) == list(expected)
        return [record for record in new if record.kind in expected]

    def refused(self, words: str) -> None:
        """It was refused with a sentence that holds these words, and nothing was written."""
        assert self._refusal is not None, f"not refused: {self.answer!r}"
        assert words in self._refusal.sentence
        assert self._desk.journal.last_pos() == self._last


def given(desk: Desk, *before: Draft | Payload) -> Given:
    """Start a rule: the desk, and what happened before."""
    return Given(desk, before)


def root_or_skip() -> None:
    """Leave the test to machines where it runs as root (mounts, attributes)."""
    import os

    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can mount")
