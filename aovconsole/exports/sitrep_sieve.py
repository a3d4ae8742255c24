"""What may leave in a sitrap: the one sieve that every text of a person passes before it is told.

A text that carries a mark is replaced by a word that it was left out; a telephone number or a mail address goes out of
any text; who is named must be a function or a service that the desk knows, for anything else may be a person.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unicodedata import decimal, normalize

from aovconsole.domain.entry import STATUS_WORDS
from aovconsole.domain.record import is_instant
from aovconsole.domain.text import MARKS, clean, marked
from aovconsole.domain.typed_names import known_name, name_key
from aovconsole.domain.words import KINDS

NUMBER_LEFT_OUT = "[nummer weggelaten]"

_LABELS = {
    "number": "nummer", "title": "titel", "place": "plaats", "nature": "aard", "case_number": "zaaknummer",
    "lcms_reference": "LCMS-kenmerk", "reason": "reden", "via": "middel", "answer": "antwoord", "label": "plicht",
}  # fmt: skip
_FUNCTIONS = {
    "by": "functie", "capacity": "functie", "function": "functie", "to": "functie", "decided_by": "functie",
    "leader": "functie", "structure": "team", "owner": "eigenaar",
}  # fmt: skip
_OTHERS = {"structure": "ander team"}
_OTHER_FUNCTION = "andere functie"

_KEPT = frozenset({"record_id", "line", "subject", "dossier"})
"""Names of records, by which they are looked up; no report tells them."""

_NEVER_TOLD = frozenset({
    "history", "standing", "steps", "values", "other_values", "extensions", "aftercare", "clock_starts", "clock_stops",
    "reporter", "reported_via", "left_open", "note", "from_structure", "from_leader", "done_record_id",
})  # fmt: skip
"""What is in a body and in no report."""

_WITHHELD = re.compile(r"\([\w-]+ weggelaten: merk\)")
_SIGN_WORDS = frozenset({*KINDS.values(), *STATUS_WORDS})
_SIGNS = frozenset("!#@")
_STOPS = ".,;:!?)"
_JOINED = re.compile(r"\s*[/,;+&()]\s*| (?:of|en|als|namens) ")
_BEFORE = re.compile(r"(?:(?:de|het|een|waarnemend|wnd\.|plaatsvervangend|plv\.|dienstdoende?) )*", re.IGNORECASE)

_GAP = r"[\s.\-/()_·\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]{0,3}"
_CLOCK = r"[0-2]?[0-9]\.[0-5][0-9]"
_MORE = rf"(?:{_GAP}[0-9])"
_NUMBER = re.compile(
    rf"""
    (?P<kept>
        (?<![0-9])[0-3]?[0-9](?P<sep>[-./])[01]?[0-9](?P=sep)(?:19|20|21)[0-9]{{2}}(?![0-9])    # a date
        | (?<![0-9.]){_CLOCK}(?:(?:\s*[-/\u2013]\s*|\s){_CLOCK})+(?!{_GAP}[0-9])                # 09.40 10.15 11.20
        | \b[A-Z]{{1,4}}-(?:[0-9]{{2}}-)?[A-Z]{{1,3}}[0-9]{{1,4}}(?![0-9])                        # INC-24-A001
    )
    | (?:\+|(?<![0-9])00){_GAP}31(?:{_GAP}0)?{_MORE}{{9}}(?![0-9])          # a Dutch number, dialled from anywhere
    | (?:\+|(?<![0-9])00){_MORE}{{8,15}}(?![0-9])                           # a number of another country
    | (?<![0-9])0(?:{_MORE}{{9}}|{_MORE}{{10}}|{_MORE}{{11}}|{_MORE}{{8}})(?![0-9])
    | (?<![0-9])0[89]00{_MORE}{{4,7}}(?![0-9])                              # a service number
    """,
    re.VERBOSE,
)
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}\.[^\W\d_]{2,}")


@dataclass(frozen=True)
class Sieve:
    """What it looks for: the words of marks, and the names of functions and services that may be told."""

    marks: tuple[str, ...] = MARKS
    functions: frozenset[str] = frozenset()

    def mark_in(self, text: str) -> str:
        """The mark that stands in a text, as `!privé`; empty when there is none."""
        return marked(text, self.marks)

    def text(self, typed: str, what: str = "tekst") -> str:
        """A typed text as it may be told: on one line, without numbers; `what` says what was left out for a mark."""
        if self.mark_in(typed):
            return f"({what} weggelaten: merk)"
        return without_numbers(flat(typed))

    def said(self, typed: str, what: str = "tekst") -> str:
        """The same without the signs of the one-line grammar."""
        if self.mark_in(typed):
            return f"({what} weggelaten: merk)"
        return without_numbers(readable(typed))

    def function(self, name: str, what: str = "functie", other: str = _OTHER_FUNCTION) -> str:
        """A function or service as it was typed, without what else stands behind it; `other` for anybody else."""
        asked = (name, what, other)
        if asked not in self._told:
            self._told[asked] = self._function(*asked)
        return self._told[asked]

    def _function(self, name: str, what: str, other: str) -> str:
        if self.mark_in(name):
            return f"({what} weggelaten: merk)"
        said = flat(name)
        parts = [part for part in _JOINED.split(said) if part]
        if self._is_known(said) or all(map(self._is_known, parts)):
            return said if parts else ""
        known = known_name(said, len(_before(said)), self._names)
        return said[: known.end] if known else other

    def _is_known(self, name: str) -> bool:
        return name_key(name) in self._names or name_key(name.removeprefix(_before(name))) in self._names

    def cleared(self, value: Any, key: str = "") -> Any:
        """The body of a row (JSON) with every text in it sieved: whatever is added to a body passes here too."""
        if isinstance(value, Mapping):
            return {name: self.cleared(part, name) for name, part in value.items() if name not in _NEVER_TOLD}
        if isinstance(value, list | tuple):
            return [self.cleared(part, key) for part in value]
        if not isinstance(value, str) or not value or key in _KEPT or is_instant(value):
            return value
        if key in _FUNCTIONS:
            return self.function(value, _FUNCTIONS[key], _OTHERS.get(key, _OTHER_FUNCTION))
        return self.text(value, _LABELS.get(key, "tekst"))

    @cached_property
    def _told(self) -> dict[tuple[str, str, str], str]:
        """What was asked before: most lines come from a few sources."""
        return {}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        return {name_key(name): name for name in self.functions}


def _before(name: str) -> str:
    """What stands in front of a function: an article, or that somebody else fulfils it."""
    found = _BEFORE.match(name)
    return found[0] if found else ""


def withheld(text: str) -> int:
    """How many texts were left out of a text for a mark."""
    return len(_WITHHELD.findall(text))


def flat(text: str) -> str:
    """A text on one line, in one form of accents."""
    cleaned = clean(text, lines=True)
    return " ".join((cleaned if cleaned.isascii() else normalize("NFC", cleaned)).split())


def without_numbers(text: str) -> str:
    """A text without telephone numbers and mail addresses; dates, times and numbers of dossiers stay."""
    if not text.isascii():
        text = _OTHER_DIGIT.sub(lambda found: str(decimal(found[0])), text)
    if "@" in text:
        text = _MAIL.sub(NUMBER_LEFT_OUT, text)
    return _NUMBER.sub(_left_out, text) if "0" in text or "+" in text else text


def _left_out(found: re.Match[str]) -> str:
    return found["kept"] or NUMBER_LEFT_OUT


def readable(text: str) -> str:
    """A typed text without the signs of the one-line grammar: tags at its ends, kinds, the @ of a place."""
    words = flat(text).split(" ")
    if _SIGNS.isdisjoint(text):
        return " ".join(words)
    while words and _is_sign(words[0], tags=True):
        words.pop(0)
    while words and _is_sign(words[-1], tags=True):
        words.pop()
    kept = (word for word in words if word[:1] != "!" or not _is_sign(word, tags=False))
    return " ".join(_without_sign(word) if word[:1] in _SIGNS else word for word in kept)


def _is_sign(word: str, *, tags: bool) -> bool:
    bare = word.rstrip(_STOPS)
    if bare[:1] == "!":
        return bare[1:].casefold() in _SIGN_WORDS
    return tags and bare[:1] == "#" and bare[1:2].isalpha()


def _without_sign(word: str) -> str:
    signed = word[:1] in ("#", "@") and (word[1:2].isalpha() or word[1:2] in ('"', "“", "„"))
    return word[1:] if signed else word
