"""Numbers as people type them."""

from __future__ import annotations

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused

_MOST_SIGNS = 12


def number_from(text: str) -> float:
    """A number as it is typed in Dutch: `0,85`, `20.000`; a single point with other than three digits is a decimal one.

    Raises:
        CommandRefused: it is none, or longer than anyone counts.
    """
    typed = text.strip()
    whole, point, rest = typed.rpartition(".")
    if "," in typed:
        typed = typed.replace(".", "").replace(",", ".")
    elif point and len(rest) == 3 and whole.strip("0"):
        typed = typed.replace(".", "")
    if len(typed) > _MOST_SIGNS or not typed.isascii() or not typed.replace(".", "", 1).isdecimal():
        raise CommandRefused(f"'{clean(text.strip()[:40])}' is geen getal")
    return float(typed)
