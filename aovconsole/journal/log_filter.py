"""Which lines of a log a person wants to see: by kind, status, source, place, tag, words, struck or late."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from aovconsole.domain.record import Instant
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.words import KINDS, LINE_STATUSES, STEPS
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import MOST_WORDS, LogRow, Reading

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What a line must meet; an empty field asks nothing. Names count however they are written.

    `kind` is that of a line (`fact`, `note` …) or what made another item of the timeline (`grip`). Each of the
    `words` must begin a word of the text, as in a search. `struck` lines were corrected or withdrawn.
    """

    kind: str = ""
    status: str = ""
    source: str = ""
    place: str = ""
    tag: str = ""
    words: str = ""
    struck: bool = False
    late: bool = False

    def __bool__(self) -> bool:
        return self != LogFilter()

    def lines(
        self, reading: Reading, *, dossier: str | None = None, since: Instant = "", type_: str = ""
    ) -> tuple[LogRow, ...]:
        """The timeline items that meet it now, in the order of happening; of all dossiers when none is named."""
        rows = reading.lines(
            dossier=dossier, since=since, type_=type_, kind=self.kind, source=self.source, place=self.place,
            tag=tag_key(self.tag), status=self.status, struck=self.struck, words=self.words,
        )  # fmt: skip
        return tuple(row for row in rows if row.late) if self.late else rows

    def kept(self, rows: Iterable[LogRow]) -> tuple[LogRow, ...]:
        """Of rows that were read or folded before, those that meet it."""
        return tuple(row for row in rows if self._holds(row))

    def _holds(self, row: LogRow) -> bool:
        more = row.more
        return (
            (not self.kind or self.kind in (row.kind, row.type))
            and (not self.status or self.status == more.get("status"))
            and (not self.source or name_key(self.source) == name_key(row.source))
            and (not self.place or name_key(self.place) == name_key(row.place))
            and (not self.tag or tag_key(self.tag) in more.get("tags", ()))
            and (not self.struck or bool(row.corrected_by))
            and (not self.late or row.late)
            and (not self.words or _says(row, self.words))
        )


KIND_WORDS = {"note": "notitie", **KINDS, **{type_: word for type_, word in STEPS.items() if type_ not in KINDS}}
"""What can be asked of the kind of a line, with its Dutch word; a plain note has one here only."""


def kind_named(text: str) -> str:
    """The kind that a person named, in English or in Dutch; empty for an empty text.

    Raises:
        CommandRefused: there is no such kind.
    """
    return _named("soort", text, KIND_WORDS)


def status_named(text: str) -> str:
    """The status that a person named, in English or in Dutch; empty for an empty text.

    Raises:
        CommandRefused: there is no such status.
    """
    return _named("status", text, LINE_STATUSES)


def _named(what: str, text: str, words: Mapping[str, str]) -> str:
    key = name_key(text)
    if not key:
        return ""
    for name, word in words.items():
        if key in (name, name_key(word)):
            return name
    raise CommandRefused(
        f"{what} '{clean(text[:40])}' bestaat niet (kies uit {', '.join(dict.fromkeys(words.values()))})"
    )


def tag_key(tag: str) -> str:
    """A tag as it is kept: without its sign, case folded."""
    return name_key(tag).lstrip("#")


def _says(row: LogRow, words: str) -> bool:
    """Whether the text or its correction has a word that begins with each of the words."""
    said, wanted = _words(f"{row.text} {row.correction}"), _words(words)[:MOST_WORDS]
    return bool(wanted) and all(any(word.startswith(start) for word in said) for start in wanted)


def _words(text: str) -> list[str]:
    """The words of a text as the search index keeps them: lower case, without accents."""
    plain = (sign for sign in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(sign))
    return _WORD.findall("".join(plain))
