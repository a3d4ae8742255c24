"""The only way that text of people reaches a widget: cleaned, and never read as markup."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from aovconsole.domain.text import clean

ELLIPSIS = "…"


def plain(text: str) -> Content:
    """The text as it is, for every Textual widget that takes Content; its lines stay lines."""
    return Content(clean(text, lines=True))


def plain_rich(text: str) -> Text:
    """The text as it is, for the widgets that take Rich text: DataTable and Tree."""
    return Text(clean(text))


def sentence(text: str) -> str:
    """What is said to a person: begins with a capital and ends in a point."""
    said = clean(text, lines=True)
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")


def cells(text: str, width: int) -> str:
    """One line of exactly `width` cells, for line painters: cleaned, cut with an ellipsis or padded."""
    if width <= 0:
        return ""
    line = clean(text[: 4 * width + 4])  # a line of 100 kB is not measured to its end
    if cell_len(line) > width:
        return set_cell_size(line, width - 1) + ELLIPSIS
    return set_cell_size(line, width)
