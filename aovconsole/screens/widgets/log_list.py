"""The log as a list: reads a page at a time, paints what is in sight, keeps its place when lines arrive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from aovconsole.journal.reading import LogRow
from aovconsole.screens.widgets.log_pages import ListedLines, LogPager, Pages
from aovconsole.screens.widgets.log_row import day_line, local_day, row_lines
from aovconsole.screens.widgets.painted import Line, Painted, wrapped

_DRAWN_KEPT = 1_000
_NOTHING = (-1, -1, -1)


class LogList(Painted):
    """The lines of one log, the oldest on top; the scroll position counts rows, a row may take several lines."""

    BINDINGS = [
        Binding("up", "step(-1)", "vorige regel", show=False),
        Binding("down", "step(1)", "volgende regel", show=False),
        Binding("pageup", "leaf(-1)", "blad terug", show=False),
        Binding("pagedown", "leaf(1)", "blad verder", show=False),
        Binding("home", "edge(-1)", "eerste regel", show=False),
        Binding("end", "edge(1)", "laatste regel", show=False),
        Binding("enter", "open", "hele regel", show=False),
    ]

    class Opened(Message):
        """A person wants to see all of a line."""

        def __init__(self, row: LogRow) -> None:
            super().__init__()
            self.row = row

    def __init__(
        self,
        pager: LogPager | None = None,
        *,
        now: Callable[[], datetime],
        zone: ZoneInfo,
        empty: str = "nog geen regels",
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._now = now
        self._zone = zone
        self._empty = empty
        self._pages = Pages(pager or ListedLines())
        self._later: frozenset[str] = frozenset()
        self._cursor = self._pages.count - 1
        self._drawn: dict[int, tuple[Line, ...]] = {}
        self._plan: list[tuple[int, int]] = []
        self._planned_for: tuple[int, int, int] = _NOTHING
        self._stay = True

    @property
    def selected(self) -> LogRow | None:
        """The row under the cursor."""
        return self._pages[self._cursor]

    @property
    def at_end(self) -> bool:
        """Whether the cursor stands on the last line, so that one that is added is seen."""
        return self._cursor >= self._pages.count - 1

    @property
    def line_count(self) -> int:
        """How many rows the log has."""
        return self._pages.count

    def show(self, pager: LogPager, *, empty: str = "nog geen regels", later: frozenset[str] = frozenset()) -> None:
        """Show another log, at its end; the rows of the records that came `later` are grey."""
        self._pages, self._empty, self._later = Pages(pager), empty, later
        self._cursor = self._pages.count - 1
        self._forget()
        self._measure()
        self._scroll_row(self._last_top())
        self.refresh()

    def go_to(self, row: LogRow) -> None:
        """Put the cursor on a row and bring it in sight."""
        self._cursor = min(self._pages.place_of(row), self._pages.count - 1)
        self._scroll_row(max(0, min(self._cursor - 3, self._last_top())))
        self.refresh()

    def stand_on(self, row: LogRow) -> None:
        """Put the cursor on a row, moving the log only when the row is out of sight."""
        self._move_to(self._pages.place_of(row))

    def reload(
        self, pager: LogPager | None = None, *, only_added: bool = False, later: frozenset[str] = frozenset()
    ) -> None:
        """Read again what may have changed: at the end it stays at the end, elsewhere it keeps its place.

        `only_added` says that no line was corrected: then a line at the end costs one short question. A `pager` takes
        the place of the one before, for the same log; the rows of the records that came `later` are grey.
        """
        self._later = later
        at_end = self._cursor >= self._pages.count - 1 and self.scroll_offset.y >= self.max_scroll_y
        top, cursor = self._pages[self.scroll_offset.y], self.selected
        self._pages.pager = pager or self._pages.pager
        more = 0
        if only_added and self._pages.extend():
            self._planned_for = _NOTHING
        else:
            before = self._pages.count
            self._pages.reload()
            self._forget()
            more = self._pages.count - before
            if cursor is not None and not at_end:
                self._cursor = self._pages.place_of(cursor, self._cursor, self._cursor + more)
        if at_end:
            self._cursor = self._pages.count - 1
        self._cursor = min(self._cursor, self._pages.count - 1)
        self._measure()
        if at_end:
            self._scroll_row(self._last_top())
        elif top is not None and self._pages[self.scroll_offset.y] != top:
            self._scroll_row(self._pages.place_of(top, self.scroll_offset.y + more))
        self.refresh()

    def on_mount(self) -> None:
        """Stand at the end when the size is known."""
        self.call_after_refresh(self._settle)

    def on_resize(self, _: events.Resize) -> None:
        """Wrap the lines to the new width."""
        at_end = self._stay or self.scroll_offset.y >= self.max_scroll_y
        self._forget()
        self._measure()
        if at_end and self._cursor >= self._pages.count - 1:
            self._scroll_row(self._last_top())
        self._reveal()

    def _settle(self) -> None:
        self._measure()
        self._scroll_row(self._last_top() if self._stay else self.scroll_offset.y)
        self._reveal()
        self._stay = False

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if not self._pages.count:
            said = wrapped([(self._empty, "muted")], self.line_width, 3)
            return self.painted(said[y] if y < len(said) else (), width)
        plan = self._planned()
        if y >= len(plan):
            return self.painted((), width)
        place, index = plan[y]
        lines = self._lines(place)
        is_heading = len(lines) > 1 and index == 0 and lines[0][0][1] == "head"
        return self.painted(lines[index], width, cursor=place == self._cursor and not is_heading)

    def _planned(self) -> list[tuple[int, int]]:
        """For each line in sight the place of its row and which of the row's lines it is."""
        wanted = (self.scroll_offset.y, self.size.height, self.line_width)
        if self._planned_for != wanted:
            self._planned_for, self._plan = wanted, []
            place = wanted[0]
            while len(self._plan) < wanted[1] and place < self._pages.count:
                self._plan += [(place, index) for index in range(len(self._lines(place)))]
                place += 1
        return self._plan

    def _lines(self, place: int) -> tuple[Line, ...]:
        drawn = self._drawn.get(place)
        if drawn is None:
            if len(self._drawn) > _DRAWN_KEPT:
                self._drawn.clear()
            drawn = self._drawn[place] = self._draw(place)
        return drawn

    def _draw(self, place: int) -> tuple[Line, ...]:
        row = self._pages[place]
        if row is None:
            return ((("…", "muted"),),)
        lines = row_lines(row, self.line_width, self._zone, later=row.record_id in self._later)
        today = self._now().astimezone(self._zone).date()
        day, above = local_day(row, self._zone), self._pages[place - 1]
        if (day == today) if above is None else (local_day(above, self._zone) == day):
            return lines
        return (day_line(day, self.line_width, year=day.year != today.year), *lines)

    def _forget(self) -> None:
        self._drawn.clear()
        self._planned_for = _NOTHING

    def _last_top(self) -> int:
        """The first row in sight when the end of the log is."""
        place, free = self._pages.count, self.size.height
        while place > 0:
            free -= len(self._lines(place - 1))
            if free < 0:
                break
            place -= 1
        return min(place, max(0, self._pages.count - 1))

    def _measure(self) -> None:
        self.virtual_size = Size(self.size.width, self._last_top() + self.size.height)

    def _scroll_row(self, place: int) -> None:
        self.scroll_to(y=place, animate=False, force=True)

    def _reveal(self) -> None:
        """Bring the cursor in sight with as little movement as possible."""
        top = self.scroll_offset.y
        if self._cursor < 0 or not self.size.height:
            return
        if self._cursor < top:
            self._scroll_row(self._cursor)
        elif self._cursor > top:
            place, free = self._cursor + 1, self.size.height
            while place > top:
                free -= len(self._lines(place - 1))
                if free < 0:
                    self._scroll_row(min(place, self._cursor))
                    break
                place -= 1

    def _move_to(self, place: int) -> None:
        if not self._pages.count:
            return
        before, self._cursor = self._cursor, min(max(place, 0), self._pages.count - 1)
        for y, (shown, _) in enumerate(self._planned()):
            if shown in (before, self._cursor):
                self.refresh(Region(0, y, self.size.width, 1))
        self._reveal()

    def action_step(self, by: int) -> None:
        """Move the cursor by a row."""
        self._move_to(self._cursor + by)

    def action_leaf(self, direction: int) -> None:
        """Move the cursor by what fits the height."""
        in_sight = len({place for place, _ in self._planned()})
        self._move_to(self._cursor + direction * max(1, in_sight - 1))

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the first or the last row."""
        self._move_to(0 if direction < 0 else self._pages.count - 1)

    def action_open(self) -> None:
        """Ask to see all of the row under the cursor."""
        if (row := self.selected) is not None:
            self.post_message(self.Opened(row))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a double click opens it."""
        plan = self._planned()
        if event.y < len(plan):
            self._move_to(plan[event.y][0])
            if event.chain == 2:
                self.action_open()
