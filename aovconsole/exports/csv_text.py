"""A table as the text of a csv that Excel in Dutch opens: semicolons, a byte order mark, nothing that calculates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from unicodedata import normalize

from aovconsole.domain.text import clean

_ACTS = ("=", "+", "-", "@")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The table as text; None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in (heads, *rows):
        writer.writerow([cell if isinstance(cell, int) else defused("" if cell is None else str(cell)) for cell in row])
    return "\ufeff" + out.getvalue()


def defused(text: str) -> str:
    """A cell that no spreadsheet reads as a formula: what begins like one (also in wide signs) gets a ' in front."""
    shown = clean(text)
    acts = normalize("NFKC", shown).lstrip(" \ufffd'\"\u200b\ufeff").startswith(_ACTS)
    return f"'{shown}" if acts else shown
