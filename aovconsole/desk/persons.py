"""What is held about one person (inzageverzoek): everything that names a name, number, mail address or plate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from aovconsole.desk.seat import Seat
from aovconsole.domain.held_words import where_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.text import clean, marked
from aovconsole.domain.traces import Traces, of_person, texts_in
from aovconsole.errors import CommandRefused
from aovconsole.journal.copies import JournalCopy, copies_of
from aovconsole.journal.local import LOCAL_FILE, LocalStore
from aovconsole.journal.views import records_where

_MARKS = {"private": "!privé", "police": "!politie"}
_EXCERPT = 200


class PersonHit(NamedTuple):
    """One place: `record_id` is what `journal redact` takes, empty outside the journal; `field` where in it."""

    where: str
    at: Instant
    dossier: str
    mark: str
    field: str
    text: str
    record_id: str
    author: str


class PersonFound(NamedTuple):
    """What names a person, and what could not be searched: attachments by name, and copies of the journal.

    `indexed` is how many timeline items the search index finds for the same words; it follows from the records.
    """

    asked: str
    hits: tuple[PersonHit, ...]
    attachments: tuple[tuple[str, str], ...]
    copies: tuple[JournalCopy, ...]
    records: int
    erased: int
    indexed: int


class PersonDesk:
    """What can be asked about a person."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def find(self, asked: str) -> PersonFound:
        """Everything that names a person, by spelling-folded words or however a number is written, the oldest first.

        Raises:
            CommandRefused: fewer than two letters, and no number.
        """
        said = clean(" ".join(asked.split()))
        traces = of_person(said)
        if not traces:
            raise CommandRefused("noem een naam van minstens twee letters, een telefoonnummer, mailadres of kenteken")
        hits, attachments, count, erased = list[PersonHit](), list[tuple[str, str]](), 0, 0
        for record in records_where(self._seat.journal.connection, "ORDER BY occurred_at, clock"):
            count += 1
            erased += not record.payload
            payload = _payload(record)
            if record.kind == "attachment.added" and payload:
                attachments.append((str(payload.get("name", "")), self._number(record.dossier)))
            hits += self._hits(record, payload, traces)
        hits += [*self._drafts(traces), *self._files(traces)]
        indexed = len(self._seat.reading.lines(words=said))
        copies = copies_of(self._seat.journal)
        return PersonFound(said, tuple(hits), tuple(attachments), copies, count, erased, indexed)

    def _hits(self, record: Record, payload: Any, traces: Traces) -> Iterator[PersonHit]:
        for field, text in dict.fromkeys(texts_in(payload)):
            if traces.holds(text):
                mark = _mark(payload)
                yield PersonHit(
                    where_of(record.kind), record.occurred_at, self._number(record.dossier), mark, field,
                    _short(text), record.id, self._author(record.author),
                )  # fmt: skip

    def _number(self, dossier: str) -> str:
        row = self._seat.reading.subject(dossier) if dossier else None
        return row.number if row else ""

    def _author(self, author: str) -> str:
        row = self._seat.reading.subject(author)
        return row.title if row else ""

    def _drafts(self, traces: Traces) -> Iterator[PersonHit]:
        home = self._seat.journal.home
        if not (home / LOCAL_FILE).exists():
            return
        store = LocalStore(home)
        try:
            drafts = store.all_drafts()
        finally:
            store.close()
        for _, draft in drafts:
            if traces.holds(draft.text):
                number = self._number(draft.dossier)
                mark = marked(draft.text)
                yield PersonHit("half getypte tekst", "", number, mark, draft.form, _short(draft.text), "", "")

    def _files(self, traces: Traces) -> Iterator[PersonHit]:
        """The user's own files of settings (contacts, partners, templates), line by line."""
        for file in sorted((self._seat.journal.home / "data").rglob("*.toml")):
            for number, line in enumerate(_lines(file), start=1):
                if traces.holds(line):
                    yield PersonHit("eigen bestand", "", "", "", f"{file} regel {number}", _short(line), "", "")


def _payload(record: Record) -> Any:
    try:
        return json.loads(record.payload) if record.payload else {}
    except (ValueError, RecursionError):
        return {"onleesbaar": record.payload}


def _mark(payload: Any) -> str:
    """The marks of a record, as they are typed."""
    said = payload.get("marks", ()) if isinstance(payload, dict) else ()
    named = [_MARKS[one] for one in said if one in _MARKS]
    return " ".join(named) or next((found for _, text in texts_in(payload) if (found := marked(text))), "")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1] + "…"
