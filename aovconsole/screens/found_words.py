"""The words of a search inside a text, as the search finds them: start of a word, without accents or capitals."""

from __future__ import annotations

import re
import unicodedata

from aovconsole.screens.widgets.painted import Part, literal

_WORD = re.compile(r"\w+")
_BEFORE = 24
"""So many characters stay before the first found word where a text is too long."""


def folded(text: str) -> str:
    """A text as words are compared: without accents and capitals."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()


def words_of(query: str) -> tuple[str, ...]:
    """The words that were typed."""
    return tuple(folded("".join(sign if sign.isalnum() else " " for sign in query)).split())


def marked(text: str, words: tuple[str, ...], room: int) -> list[Part]:
    """A text of at most about `room` characters around its first found word, with the found words marked."""
    spans = [found.span() for found in _WORD.finditer(text[:200_000]) if words and folded(found[0]).startswith(words)]
    begin = max(0, spans[0][0] - _BEFORE) if spans and spans[0][1] > room else 0
    parts: list[Part] = [("…", "muted")] if begin else []
    end = begin
    for start, stop in spans:
        if start < begin or start > begin + room:
            continue
        parts += [(literal(text[end:start]), ""), (literal(text[start:stop]), "found")]
        end = stop
    parts.append((literal(text[end : begin + room + 1]), ""))
    return [part for part in parts if part[0]]
