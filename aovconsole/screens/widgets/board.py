"""A board of one or two columns of rows with a cursor, painted line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from aovconsole.screens.keys import Key, bindings
from aovconsole.screens.now_lines import GAP, column_widths, columns
from aovconsole.screens.now_parts import Part, Picture, Ref, Row
from aovconsole.screens.widgets.looks import style_of

BOARD_KEYS = (
    Key("open", "enter", "openen", "Openen wat onder de cursor staat.", "choose"),
    Key("up", "up", "omhoog", "Een regel omhoog.", "move(-1)", shown=False),
    Key("down", "down", "omlaag", "Een regel omlaag.", "move(1)", shown=False),
    Key("left", "left", "kolom", "Een kolom naar links.", "side(-1)", shown=False),
    Key("right", "right", "kolom", "Een kolom naar rechts.", "side(1)", shown=False),
    Key("top", "home", "begin", "Naar het begin.", "far(-1)", shown=False),
    Key("bottom", "end", "eind", "Naar het eind.", "far(1)", shown=False),
)


_MARGIN = 2


class _Spot(NamedTuple):
    ref: Ref
    column: int
    top: int
    height: int


class Board(ScrollView, can_focus=True):
    """Shows a picture of Nu; the cursor stays on what it stands on when the picture changes."""

    BINDINGS = bindings(BOARD_KEYS)
    DEFAULT_CSS = """
    Board {
        height: 1fr; width: 1fr; background: $background; color: $foreground; scrollbar-size: 1 1; overflow-x: hidden;
    }
    """

    class Chosen(Message):
        """Enter on a row, or a second click."""

        def __init__(self, ref: Ref) -> None:
            super().__init__()
            self.ref = ref

    class Moved(Message):
        """The cursor stands on something else."""

    def __init__(self, paint: Callable[[], Picture]) -> None:
        super().__init__()
        self._paint = paint
        self._picture: Picture | None = None
        self._columns: tuple[tuple[Row, ...], ...] = ()
        self._spots: list[_Spot] = []
        self._at: Ref | None = None

    @property
    def at(self) -> Ref | None:
        """What the cursor stands on."""
        return self._at

    def show_now(self) -> None:
        """Ask for a new picture and paint it."""
        self._picture = self._paint()
        self._lay_out()

    def on_resize(self) -> None:
        """Lay the columns out for the new width."""
        self._lay_out()

    @property
    def _width(self) -> int:
        """The width of the rows; the scroll bar stands in the margin beside them."""
        return self.content_size.width - _MARGIN

    def _lay_out(self) -> None:
        width = self._width
        if self._picture is None or width <= 0:
            return
        self._columns = columns(self._picture, width)
        before, self._spots = self._spots, _spots(self._columns)
        self._at = _kept(self._at, before, self._spots)
        self.virtual_size = Size(width, max(map(len, self._columns), default=0))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line of the board."""
        width = self._width
        y += self.scroll_offset.y
        segments: list[Segment] = []
        for number, (rows, column) in enumerate(zip(self._columns, column_widths(width), strict=False)):
            if number:
                segments.append(Segment(" " * GAP))
            segments += self._row(rows[y] if y < len(rows) else Row(), column)
        strip = Strip(Segment.apply_style(segments, self.rich_style))
        return strip.adjust_cell_length(self.scrollable_content_region.width, self.rich_style)

    def _row(self, row: Row, width: int) -> list[Segment]:
        here = row.ref is not None and row.ref == self._at and self.has_focus
        parts = [Segment("▸ " if here and _leads(row) else "  "), *(Segment(p.text, self._style(p)) for p in row.parts)]
        strip = Strip(parts).adjust_cell_length(width)
        if here:
            strip = strip.apply_style(style_of(self, "cursor"))
        return list(strip)

    def _style(self, part: Part) -> Style | None:
        return style_of(self, part.style) if part.style else None

    def action_choose(self) -> None:
        """Open what the cursor stands on."""
        if self._at:
            self.post_message(self.Chosen(self._at))

    def action_move(self, step: int) -> None:
        """Move the cursor to the next thing in its column, on to the next column at the end."""
        place = next((index for index, spot in enumerate(self._spots) if spot.ref == self._at), None)
        if place is None or not 0 <= place + step < len(self._spots):
            self.scroll_relative(y=step, animate=False)
            return
        self._go(self._spots[place + step])

    def action_side(self, step: int) -> None:
        """Move the cursor to the next column, to what stands at the same height."""
        here = next((spot for spot in self._spots if spot.ref == self._at), None)
        there = [spot for spot in self._spots if here and spot.column == here.column + step]
        if here and there:
            self._go(min(there, key=lambda spot: abs(spot.top - here.top)))

    def action_far(self, direction: int) -> None:
        """Move the cursor to the first or the last thing."""
        if self._spots:
            self._go(self._spots[0 if direction < 0 else -1])

    def _go(self, spot: _Spot) -> None:
        self._at = spot.ref
        above = 1 if spot.top else 0  # the heading comes along
        self.scroll_to_region(Region(0, spot.top - above, 1, spot.height + above), animate=False, force=True)
        self.refresh()
        self.post_message(self.Moved())

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where was clicked; a second click opens."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        y, column, right = offset.y + self.scroll_offset.y, 0, 0
        for number, width in enumerate(column_widths(self._width)):
            column = number if offset.x >= right else column
            right += width + GAP
        for spot in self._spots:
            if spot.column == column and spot.top <= y < spot.top + spot.height:
                chosen = spot.ref == self._at and event.chain > 1
                self._go(spot)
                if chosen:
                    self.action_choose()


def _spots(all_columns: tuple[tuple[Row, ...], ...]) -> list[_Spot]:
    """What can be chosen, in order of reading, with its place."""
    found: list[_Spot] = []
    for column, rows in enumerate(all_columns):
        for y, row in enumerate(rows):
            if row.ref is None:
                continue
            last = found[-1] if found else None
            if last and last.ref == row.ref and last.column == column and last.top + last.height == y:
                found[-1] = last._replace(height=last.height + 1)
            else:
                found.append(_Spot(row.ref, column, y, 1))
    return found


def _kept(at: Ref | None, before: list[_Spot], now: list[_Spot]) -> Ref | None:
    """Where the cursor stands now: on the same thing, else on the next of its kind, the one before, the first thing."""
    there = [spot.ref for spot in now]
    if at is None or at in there or not there:
        return at if at in there else there[0] if there else None
    stood = [spot.ref for spot in before if spot.ref.type == at.type]
    place = stood.index(at) if at in stood else 0
    near = (ref for ref in (*stood[place + 1 :], *reversed(stood[:place])) if ref in there)
    return next(near, there[0])


def _leads(row: Row) -> bool:
    """Whether a row is the first of its thing: only that one gets the sign of the cursor."""
    return bool(row.parts and row.parts[0].text.strip())
