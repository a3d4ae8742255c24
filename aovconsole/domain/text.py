"""Cleaning of text: what could act on a terminal becomes a visible replacement character."""

from __future__ import annotations

import re
from functools import cache

REPLACEMENT = "\ufffd"

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
