"""Lists that paint their own lines: literal text, a small set of looks, a cursor that is seen without colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.scroll_view import ScrollView
from textual.strip import Strip

from aovconsole.domain.text import clean
from aovconsole.screens.widgets.looks import style_of

Part: TypeAlias = tuple[str, str]
"""A piece of text and the name of its look, empty for plain."""

Line: TypeAlias = tuple[Part, ...]

_TOKENS = re.compile(r"\S+\s*|\s+")


def literal(text: str) -> str:
    """A text as one printable line: a line break is shown as ⏎, a tab as spaces, what could act as U+FFFD."""
    if text.isprintable():
        return text
    return clean(text.replace("\r\n", "\n").replace("\n", " ⏎ ").replace("\t", "    "))


def cut(text: str, width: int) -> str:
    """A text that takes at most this many cells, with … where something was cut off."""
    if width <= 0:
        return ""
    shown = literal(text[: width * 4 + 1])
    if cell_len(shown) <= width:
        return shown
    return set_cell_size(shown, width - 1).rstrip() + "…"


def fit(text: str, width: int, *, right: bool = False) -> str:
    """A text in exactly this many cells."""
    shown = cut(text, width)
    blank = " " * (width - cell_len(shown))
    return blank + shown if right else shown + blank


def cells(line: Iterable[Part]) -> int:
    """How many cells a line takes."""
    return sum(cell_len(text) for text, _ in line)


def justified(left: Sequence[Part], right: Sequence[Part], width: int) -> Line:
    """A line with its last parts at the right edge; the left side gives way where both do not fit."""
    room = width - cells(right) - (1 if right else 0)
    kept: list[Part] = []
    for text, look in left:
        shown = cut(text, room)
        kept.append((shown, look))
        room -= cell_len(shown)
        if room <= 0 or len(shown) < len(text):
            break
    gap = width - cells(kept) - cells(right)
    return (*kept, (" " * max(0, gap), ""), *right)


def wrapped(parts: Sequence[Part], width: int, most: int) -> list[Line]:
    """Parts broken into lines of at most `width` cells; more than `most` lines end in …"""
    width = max(width, 1)
    enough = width * (most + 1)
    lines: list[list[Part]] = [[]]
    used = 0
    for text, look in parts:
        for token in _TOKENS.findall(literal(text[: enough * 4])[:enough]):
            for piece in [token] if cell_len(token.rstrip()) <= width else chop_cells(token, width):
                size = cell_len(piece.rstrip())
                if used and used + size > width:
                    lines.append([])
                    used = 0
                    piece = piece.lstrip() or piece
                lines[-1].append((piece, look))
                used += cell_len(piece)
        if len(lines) > most:
            break
    return [_trimmed(line) for line in _shortened(lines, width, most)]


def _trimmed(line: list[Part]) -> Line:
    """A line without the blanks at its end, which may stand beyond its width."""
    while line:
        text, look = line.pop()
        if text := text.rstrip():
            return (*line, (text, look))
    return ()


def _shortened(lines: list[list[Part]], width: int, most: int) -> list[list[Part]]:
    if len(lines) <= most:
        return lines
    last = "".join(text for text, _ in lines[most - 1]).rstrip()
    look = lines[most - 1][-1][1]
    return [*lines[: most - 1], [(set_cell_size(last, min(cell_len(last), width - 1)).rstrip() + "…", look)]]


class Painted(ScrollView, can_focus=True):
    """A scrolling view that is painted line by line from parts of text."""

    CURSOR_ELSEWHERE = "cursor-blurred"
    """The look of the line under the cursor while another widget has the focus."""

    DEFAULT_CSS = """
    Painted {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    def __init__(self, *, id: str | None = None, cursor_stays: bool = True) -> None:
        super().__init__(id=id)
        self._cursor_stays = cursor_stays
        self._styles: dict[tuple[str, bool, bool], Style] = {}

    def notify_style_update(self) -> None:
        """Paint again in other colours."""
        super().notify_style_update()
        self._styles.clear()
        self.refresh()

    def _style(self, name: str, cursor: bool) -> Style:
        key = (name, cursor, self.has_focus)
        style = self._styles.get(key)
        if style is None:
            base = self.rich_style
            if cursor:
                base += style_of(self, "cursor" if self.has_focus else self.CURSOR_ELSEWHERE)
            style = self._styles[key] = base + style_of(self, name)
        return style

    def painted(self, line: Line, width: int, *, cursor: bool = False) -> Strip:
        """A line as a strip of this width, marked where the cursor stands."""
        cursor = cursor and (self.has_focus or self._cursor_stays)
        mark = ("▌" if self.has_focus else "▏") if cursor else " "
        segments = [Segment(f"{mark} ", self._style("accent" if self.has_focus else "muted", cursor))]
        segments += [Segment(text, self._style(name, cursor)) for text, name in line if text]
        return Strip(segments).adjust_cell_length(width, self._style("", cursor))

    @property
    def line_width(self) -> int:
        """The cells that a line has, without the mark of the cursor and the air at both sides."""
        return max(1, self.scrollable_content_region.width - 3)
