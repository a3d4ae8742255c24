"""Names inside a typed line: the longest one that the desk knows, and who is speaking."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import NamedTuple

_MOST_WORDS = 6
_CHAT_NAME_LENGTH = 60
_STOPS = ",.;:!?)\"'\u201d\u2019"
_WORD = re.compile(r"[^\S\n]*(\S+)")
_AFTER_NAME = re.compile(r"[:,]?(?=\s|\Z)")

_PARTICLES = frozenset(
    {"van", "de", "der", "den", "het", "ten", "ter", "te", "la", "le", "el", "von", "du", "in", "'t"}
)
_NO_SPEAKERS = frozenset({
    "aanname", "actie", "advies", "afspraak", "antwoord", "besluit", "conclusie", "feit", "info", "let", "melding",
    "nb", "opmerking", "oordeel", "ps", "situatie", "status", "update", "vraag",
})  # fmt: skip
"""Words of the language with which notes open; no names of people or services."""


class KnownNames(NamedTuple):
    """The names that the grammar recognises: from how they are typed, case folded, to how they are written.

    `sources` are the partners and functions that report and act, `places` the places of the municipality.
    """

    sources: Mapping[str, str]
    places: Mapping[str, str]

    @classmethod
    def of(cls, sources: Iterable[str] = (), places: Iterable[str] = ()) -> KnownNames:
        """Make the tables from plain names."""
        return cls({name_key(name): name for name in sources}, {name_key(name): name for name in places})


class TypedName(NamedTuple):
    """A name in a line, as it is written, and where it stands; `after` is where the text goes on."""

    name: str
    start: int
    end: int
    after: int


def name_key(name: str) -> str:
    """The key under which a name is known: case folded, one form of accents, single spaces."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def known_name(text: str, start: int, names: Mapping[str, str]) -> TypedName | None:
    """The longest known name at this place of the text, over several words where there is such a name."""
    best: TypedName | None = None
    begin, position, words = -1, start, list[str]()
    while len(words) < _MOST_WORDS and (found := _WORD.match(text, position)):
        begin = found.start(1) if begin < 0 else begin
        bare = found[1].rstrip(_STOPS)
        end = found.start(1) + len(bare)
        if name := names.get(name_key(" ".join([*words, bare]))):
            best = TypedName(name, begin, end, end)
        words.append(found[1])
        position = found.end()
    return best


def leading_source(text: str, start: int, known: KnownNames, *, chat: bool) -> TypedName | None:
    """Who a line comes from: a name with a colon behind it, or a known source as its first word.

    There is none when nothing follows it, except in a chat.
    """
    found = _speaker_in_chat(text, start) if chat else _speaker(text, start)
    key = name_key(found.name) if found else ""
    if not chat and key in known.places:
        return None
    if found:
        name = known.sources.get(key, " ".join(found.name.split()))
        found = TypedName(name, found.start, found.end, found.after)
    elif named := known_name(text, start, known.sources):
        found = closed(text, named)
    return found if found and (chat or text[found.after :].strip()) else None


def closed(text: str, named: TypedName) -> TypedName | None:
    """The name with the colon or comma behind it; None when it goes on otherwise, as in `politie?`."""
    after = _AFTER_NAME.match(text, named.end)
    return TypedName(named.name, named.start, named.end, after.end()) if after else None


def _speaker(text: str, start: int) -> TypedName | None:
    """One word with a colon behind it, or several that are written as the name of a person."""
    begin, position, words = -1, start, list[str]()
    while len(words) < _MOST_WORDS and (found := _WORD.match(text, position)):
        begin = found.start(1) if begin < 0 else begin
        word, colon = found[1].removesuffix(":"), found[1].endswith(":")
        if not word or ":" in word or not (word[0].isalpha() or word in _PARTICLES):
            return None
        words.append(word)
        if colon:
            if name_key(words[0]) in _NO_SPEAKERS or (len(words) > 1 and not _is_personal(words)):
                return None
            return TypedName(text[begin : found.end() - 1], begin, found.end() - 1, found.end())
        position = found.end()
    return None


def _is_personal(words: list[str]) -> bool:
    return words[0][0].isupper() and all(word[0].isupper() or word in _PARTICLES for word in words[1:])


def _speaker_in_chat(text: str, start: int) -> TypedName | None:
    stretch = text[start : start + _CHAT_NAME_LENGTH]
    colon = next((at for at in _colons(stretch) if text[start + at + 1 : start + at + 2].isspace()), -1)
    if colon < 0 and stretch.rstrip().endswith(":") and len(stretch) < _CHAT_NAME_LENGTH:
        colon = len(stretch.rstrip()) - 1
    name = stretch[:colon].strip(" \t~\u00a0\u202f\ufffd") if colon > 0 else ""
    if not name or "\n" in stretch[:colon]:
        return None
    begin = start + stretch.index(name)
    return TypedName(name, begin, begin + len(name), start + colon + 1)


def _colons(text: str) -> Iterable[int]:
    return (at for at, character in enumerate(text) if character == ":")
