"""Text of people: what could act on a terminal becomes a visible replacement character; a mark in it is found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from unicodedata import category, normalize

REPLACEMENT = "\ufffd"

MARKS = ("privé", "politie")
"""The words that mark a text behind a `!`, as the one-line grammar knows them; accents and capitals do not count."""


_BIDI_AND_BREAKS = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"
_SURROGATES = "\ud800-\udfff"


@cache
def _acting(lines: bool) -> re.Pattern[str]:
    """The characters to replace; compiled at first need, which most commands never have."""
    controls = "\x00-\x08\x0b-\x1f" if lines else "\x00-\x1f"
    return re.compile(f"[{controls}\x7f-\x9f{_BIDI_AND_BREAKS}{_SURROGATES}]")


def clean(text: str, *, lines: bool = False) -> str:
    r"""Replace every control, surrogate and bidi control character by U+FFFD; all else stays as typed.

    With `lines`, `\n` and `\t` stay and `\r\n` becomes `\n`.
    """
    if text.isprintable():  # one pass in C; nothing that acts on a terminal is printable
        return text
    return _acting(lines).sub(REPLACEMENT, text.replace("\r\n", "\n") if lines else text)


def marked(text: str, words: Iterable[str] = MARKS) -> str:
    """The first mark that stands in a text, as `!privé`, wherever it was typed; empty when there is none.

    Also directly behind a letter or a sign, in capitals, without accents, or with something invisible inside.
    """
    first = _bangs().search(text)
    if first is None:
        return ""
    pattern, written = _marks(tuple(words))
    found = pattern.search(_folded(text[first.start() :]))
    return f"!{written[found[1]]}" if found else ""


@cache
def _bangs() -> re.Pattern[str]:
    """Every character in which there is an exclamation mark."""
    return re.compile("[!\uff01\ufe57\u203c\u2048\u2049]")


@cache
def _usual_accents() -> re.Pattern[str]:
    return re.compile("[\u0300-\u036f]+")


@cache
def _marks(words: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    bare = [word.strip().removeprefix("!") for word in reversed(words)]
    written = {_folded(word): word for word in bare if _folded(word)}
    choice = "|".join(map(re.escape, written)) or "(?!)"
    return re.compile(rf"!({choice})(?![^\W\d_])"), written


def _folded(text: str) -> str:
    """A text in small letters without accents and without what nobody sees."""
    plain = _usual_accents().sub("", normalize("NFKD", normalize("NFKD", text).casefold()))
    if plain.isascii():
        return plain
    return "".join(one for one in plain if category(one) not in ("Mn", "Cf") and one != REPLACEMENT)
