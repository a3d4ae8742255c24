"""Where a text names a person or repeats what stood in another: spelling-folded, in any field, also in JSON in a field.

Telephone numbers and plates are found however they are written, names in any order and by their initials.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple
from unicodedata import category, normalize

BLANK = "[gewist]"

RUN = 5
"""So many words in a row that also stand in another text make it a copy of it; a shorter text counts whole."""

_WORD = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])*")
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})
_GAP = "[\\s.\\-/()_·\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212\ufeff]{0,3}"
_PHONE = re.compile(
    rf"(?<![0-9])(?:(?:\+|00){_GAP}[0-9](?:{_GAP}[0-9]){{7,14}}|0(?:{_GAP}[0-9]){{9}})(?![0-9])", re.ASCII
)
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}\.[^\W\d_]{2,}")
_PLATE = re.compile(
    r"(?<![\w-])(?=[^ ]*[0-9])(?=[^ ]*[A-Za-z])[A-Za-z0-9]{1,3}-[A-Za-z0-9]{1,3}-[A-Za-z0-9]{1,3}(?![\w-])"
)
_WINDOW = 3
"""So many other words may stand between the words of a name."""


class Word(NamedTuple):
    """A word of a text in small letters without accents, and where it stands."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text, folded."""
    return [Word(folded(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


def folded(word: str) -> str:
    """A word in small letters, without accents and without what nobody sees."""
    plain = word.casefold()
    if plain.isascii():
        return plain
    parts = normalize("NFKD", plain).translate(_LETTERS)
    return "".join(sign for sign in parts if category(sign) not in ("Mn", "Cf"))


@dataclass(frozen=True)
class Traces:
    """What is looked for: runs of words, names, and the signs of telephone numbers and plates."""

    runs: frozenset[tuple[str, ...]] = frozenset()
    names: tuple[tuple[str, ...], ...] = ()
    numbers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.runs or self.names or self.numbers)

    def holds(self, text: str) -> bool:
        """Whether any of it stands in a text."""
        return next(self._spans(text), None) is not None

    def blanked(self, text: str) -> str:
        """The text with `[gewist]` where any of it stood."""
        kept, end = [], 0
        for start, stop in _joined(self._spans(text)):
            kept += [text[end:start], BLANK]
            end = stop
        return "".join([*kept, text[end:]])

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        if self._number:
            yield from (found.span() for found in self._number.finditer(text))
        if not self.runs and not self.names:
            return
        words = words_of(text)
        if not self._firsts.isdisjoint(one.text for one in words):
            for size in self._sizes:
                for place in range(len(words) - size + 1):
                    if tuple(one.text for one in words[place : place + size]) in self.runs:
                        yield words[place].start, words[place + size - 1].end
        for name in self.names:
            yield from _named(name, words)

    @cached_property
    def _sizes(self) -> list[int]:
        return sorted({len(run) for run in self.runs})

    @cached_property
    def _firsts(self) -> frozenset[str]:
        return frozenset(run[0] for run in self.runs)

    @cached_property
    def _number(self) -> re.Pattern[str] | None:
        return re.compile("|".join(map(_written, sorted(self.numbers))), re.IGNORECASE) if self.numbers else None


def _written(number: str) -> str:
    """How a telephone number (its digits without what is dialled before it) or a plate may be written."""
    signs = _GAP.join(number)
    if number.isdecimal():
        return rf"(?<![0-9])(?:(?:\+|00){_GAP}(?:31{_GAP})?(?:\({_GAP}0{_GAP}\){_GAP})?|0{_GAP}){signs}(?![0-9])"
    return rf"(?<![^\W_]){signs}(?![^\W_])"


def _named(name: tuple[str, ...], words: list[Word]) -> Iterator[tuple[int, int]]:
    """Where all words of a name stand together, in any order; a single letter stands for a word that begins so."""
    whole = {one for one in name if len(one) > 1}
    for place, word in enumerate(words):
        if word.text not in whole:
            continue
        near = words[max(0, place - len(name) - _WINDOW) : place + len(name) + _WINDOW]
        used: list[Word] = [word]
        for one in name[: name.index(word.text)] + name[name.index(word.text) + 1 :]:
            found = next((other for other in near if other not in used and _same(one, other.text)), None)
            if found is None:
                break
            used.append(found)
        else:
            yield min(one.start for one in used), max(one.end for one in used)


def _same(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0] and one[0].isalpha())


def _joined(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans in order, those that touch or overlap as one."""
    begin = end = -1
    for start, stop in sorted(spans):
        if start > end + 1 or begin < 0:
            if begin >= 0:
                yield begin, end
            begin = start
        end = max(end, stop)
    if begin >= 0:
        yield begin, end


def of_person(asked: str) -> Traces:
    """What finds a person: a name, a telephone number, a mail address or a plate; nothing below two letters."""
    numbers = _numbers_in(asked)
    words = tuple(one.text for one in words_of(asked))
    if numbers:
        return Traces(numbers=numbers)
    if _MAIL.fullmatch(asked.strip()):
        return Traces(frozenset({words}))
    plate = "".join(words)
    if len(plate) == 6 and plate.isascii() and not plate.isalpha() and not plate.isdecimal() and len(words) in (1, 3):
        return Traces(numbers=frozenset({plate}))
    return Traces(names=(words,)) if any(len(one) > 1 for one in words) else Traces()


def of_text(text: str) -> Traces:
    """What finds a copy of a text: each run of its words, and the numbers and mail addresses in it."""
    words = tuple(one.text for one in words_of(text))
    size = min(RUN, len(words))
    runs = (
        {words[place : place + size] for place in range(len(words) - size + 1)} if sum(map(len, words)) > 3 else set()
    )
    runs |= {tuple(one.text for one in words_of(mail)) for mail in _MAIL.findall(text)}
    return Traces(frozenset(runs), (), _numbers_in(text))


_NAMING = frozenset({"text", "body", "name", "officer", "before", "account", "receiver", "giver"})
"""Fields whose whole text counts, however short; of any other only what is long or a number."""


def of_payload(payload: Any) -> Traces:
    """What finds a copy of what a record said, in whatever other record."""
    return united(_of_field(name, text) for name, text in texts_in(payload))


def _of_field(name: str, text: str) -> Traces:
    found = of_text(text)
    if name not in _NAMING or (name in ("text", "body") and len(text.split()) < 2):
        return Traces(frozenset(run for run in found.runs if len(run) >= RUN), (), found.numbers)
    return found


def united(traces: Iterable[Traces]) -> Traces:
    """What finds any of these."""
    runs, names, numbers = set[tuple[str, ...]](), list[tuple[str, ...]](), set[str]()
    for one in traces:
        runs |= one.runs
        names += one.names
        numbers |= one.numbers
    return Traces(frozenset(runs), tuple(names), frozenset(numbers))


def _numbers_in(text: str) -> frozenset[str]:
    phones = ("".join(re.findall("[0-9]", found)) for found in _PHONE.findall(text))
    plates = ("".join(one.text for one in words_of(found)) for found in _PLATE.findall(text))
    return frozenset(
        {*(re.sub("^(?:00)?(?:31)?0?", "", one) for one in phones), *(one for one in plates if len(one) == 6)}
    )


def texts_in(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in a payload that was read from JSON, with the name of its field; JSON in a text is read too."""
    if isinstance(value, str):
        inner = _inner(value)
        if inner is None:
            yield name, value
        else:
            yield from texts_in(inner, name)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from texts_in(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part, name)


def rewritten(value: Any, change: Callable[[str], str], copied: Collection[str] = ()) -> Any:
    """The same payload with each text changed; what is said to be copied from one of these records goes whole."""
    if isinstance(value, str):
        inner = _inner(value)
        if inner is None:
            return change(value)
        again = rewritten(inner, change, copied)
        return value if again == inner else json.dumps(again, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, dict):
        gone = value.get("record_id") in copied and "text" in value
        return {
            key: BLANK if gone and key == "text" else rewritten(part, change, copied) for key, part in value.items()
        }
    if isinstance(value, list):
        return [rewritten(part, change, copied) for part in value]
    return value


def _inner(text: str) -> Any:
    if text[:1] not in ("{", "["):
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict | list) else None
