"""Blocks of lines beside and below each other, over which a cursor moves: the week of the agenda."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from aovconsole.screens.widgets.painted import Line, Painted, cells


@dataclass(frozen=True, slots=True)
class Tile:
    """A block at a place, in cells; one with an empty key cannot be chosen."""

    key: str
    x: int
    y: int
    width: int
    lines: tuple[Line, ...]


class Tiles(Painted):
    """Shows tiles; the cursor follows their order."""

    BINDINGS = [
        Binding("up", "step(-1)", "vorige", show=False),
        Binding("down", "step(1)", "volgende", show=False),
        Binding("pageup", "column(-1)", "vorige dag", show=False),
        Binding("pagedown", "column(1)", "volgende dag", show=False),
        Binding("enter", "choose", "openen", show=False),
    ]

    class Chosen(Message):
        """A tile was chosen."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lay: Callable[[int], Sequence[Tile]] = lambda _: ()
        self._tiles: tuple[Tile, ...] = ()
        self._laid_for = -1
        self._key = ""

    @property
    def selected(self) -> str:
        """The key under the cursor, empty when there is none."""
        return self._key

    def show(self, lay: Callable[[int], Sequence[Tile]], *, select: str = "") -> None:
        """Show other tiles; the cursor goes to `select`, stays, or goes to the first one."""
        self._lay, self._laid_for = lay, -1
        self._key = select or self._key
        self._laid()
        self.refresh()

    def _laid(self) -> tuple[Tile, ...]:
        if self._laid_for != self.line_width:
            self._laid_for = self.line_width
            self._tiles = tuple(self._lay(self.line_width))
            keys = [tile.key for tile in self._tiles if tile.key]
            if self._key not in keys:
                self._key = keys[0] if keys else ""
            height = max((tile.y + len(tile.lines) for tile in self._tiles), default=0)
            self.virtual_size = Size(self.size.width, height)
        return self._tiles

    def on_resize(self, _: events.Resize) -> None:
        """Lay out for the new width."""
        self._laid()
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """One line of the screen: the tiles that cross it, from left to right."""
        line, width = y + self.scroll_offset.y, self.size.width
        segments: list[Segment] = []
        at = 0
        crossing = [tile for tile in self._laid() if tile.y <= line < tile.y + len(tile.lines)]
        for tile in sorted(crossing, key=lambda tile: tile.x):
            cursor = bool(tile.key) and tile.key == self._key
            segments.append(Segment(" " * (tile.x - at), self._style("", False)))
            mark = ("▌" if self.has_focus else "▏") if cursor else " "
            segments.append(Segment(f"{mark} ", self._style("accent" if self.has_focus else "muted", cursor)))
            said = tile.lines[line - tile.y]
            segments += [Segment(text, self._style(look, cursor)) for text, look in said if text]
            segments.append(Segment(" " * max(0, tile.width - cells(said)), self._style("", cursor)))
            at = tile.x + 2 + max(tile.width, cells(said))
        return Strip(segments).adjust_cell_length(width, self._style("", False))

    def _go(self, key: str) -> None:
        if key and key != self._key:
            self._key = key
            self._reveal()
            self.refresh()

    def _reveal(self) -> None:
        for tile in self._tiles:
            if tile.key == self._key and tile.key:
                below = tile.y + len(tile.lines) - self.size.height
                if tile.y < self.scroll_offset.y:
                    self.scroll_to(y=tile.y if tile.y > 4 else 0, animate=False, force=True)
                elif below > self.scroll_offset.y:
                    self.scroll_to(y=below, animate=False, force=True)

    def action_step(self, by: int) -> None:
        """Move the cursor to the next or the previous tile."""
        keys = [tile.key for tile in self._laid() if tile.key]
        if keys:
            self._go(keys[min(max(keys.index(self._key) + by, 0), len(keys) - 1)])

    def action_column(self, by: int) -> None:
        """Move the cursor to the first tile of the next or the previous column that has one."""
        here = next((tile.x for tile in self._laid() if tile.key == self._key), 0)
        columns = sorted({tile.x for tile in self._tiles if tile.key and (tile.x - here) * by > 0}, reverse=by < 0)
        if columns:
            self._go(next(tile.key for tile in self._tiles if tile.key and tile.x == columns[0]))

    def action_choose(self) -> None:
        """Choose the tile under the cursor."""
        if self._key:
            self.post_message(self.Chosen(self._key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where was clicked; a double click chooses."""
        x, y = event.x, event.y + self.scroll_offset.y
        for tile in self._tiles:
            if tile.key and tile.x <= x < tile.x + 2 + tile.width and tile.y <= y < tile.y + len(tile.lines):
                self._go(tile.key)
                if event.chain == 2:
                    self.action_choose()
