"""A year whose days can be walked over: the heat map of the agenda."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from aovconsole.screens.agenda_year import CURSOR, Year
from aovconsole.screens.widgets.painted import Line, Painted


class YearMap(Painted):
    """Shows a year; up and down go a day, sideways a week."""

    BINDINGS = [
        Binding("up", "step(-1)", "dag terug", show=False),
        Binding("down", "step(1)", "dag verder", show=False),
        Binding("pageup", "step(-7)", "week terug", show=False),
        Binding("pagedown", "step(7)", "week verder", show=False),
        Binding("enter", "choose", "naar die dag", show=False),
    ]

    class Moved(Message):
        """The cursor goes to a day, which may lie in another year."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Chosen(Moved):
        """A day was chosen."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._year: Year | None = None
        self._day = date.min
        self._lines: Sequence[Line] = ()
        self._laid_for = -1

    def show(self, year: Year, day: date) -> None:
        """Show a year with the cursor on a day."""
        self._year, self._day, self._laid_for = year, day, -1
        self._laid()
        self.refresh()

    def _laid(self) -> Sequence[Line]:
        if self._year is not None and self._laid_for != self.line_width:
            self._laid_for = self.line_width
            self._lines = self._year.lines(self.line_width, self._day)
            self.virtual_size = Size(self.size.width, len(self._lines))
        return self._lines

    def on_resize(self, _: events.Resize) -> None:
        """Lay out for the new width."""
        self._laid()

    def render_line(self, y: int) -> Strip:
        """One line; the cell under the cursor has the look of a cursor."""
        lines, line = self._laid(), y + self.scroll_offset.y
        segments = [Segment("  ", self._style("", False))]
        for text, look in lines[line] if line < len(lines) else ():
            segments.append(Segment(text, self._style(look.removeprefix(CURSOR), look.startswith(CURSOR))))
        return Strip(segments).adjust_cell_length(self.size.width, self._style("", False))

    def action_step(self, days: int) -> None:
        """Go some days further or back."""
        self.post_message(self.Moved(self._day + timedelta(days=days)))

    def action_choose(self) -> None:
        """Choose the day under the cursor."""
        self.post_message(self.Chosen(self._day))

    def on_click(self, event: events.Click) -> None:
        """Go to the day that was clicked; a double click chooses it."""
        day = self._year.day_at(self._laid_for, event.x - 2, event.y + self.scroll_offset.y) if self._year else None
        if day is not None:
            self.post_message(self.Chosen(day) if event.chain == 2 else self.Moved(day))
