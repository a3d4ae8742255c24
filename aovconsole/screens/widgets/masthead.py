"""The two lines at the top: where one is and what time it is; who is on duty and what this home holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from aovconsole.domain.text import clean
from aovconsole.screens.keys import PLACES
from aovconsole.screens.text import cells

_GAP = 2


class DeskState(NamedTuple):
    """What the second line says: duties on the left, link and copy on the right, and a banner that must be seen."""

    duty: str = ""
    state: str = ""
    banner: str = ""


class Masthead(Widget):
    """Paints both lines itself; a tick of the clock repaints the clock's cells and nothing else."""

    DEFAULT_CSS = """
    Masthead { height: 2; width: 1fr; padding: 0 3; background: $panel; color: $foreground; }
    Masthead .masthead--title { text-style: bold; }
    Masthead .masthead--here { color: $background; background: $primary; text-style: bold; }
    Masthead .masthead--quiet { color: $quiet; }
    Masthead .masthead--key { color: $primary; }
    Masthead .masthead--banner { color: $background; background: $warning; text-style: bold; }
    """
    COMPONENT_CLASSES = {
        "masthead--title", "masthead--here", "masthead--quiet", "masthead--key", "masthead--banner",
    }  # fmt: skip

    class Chosen(Message):
        """A place was clicked."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def __init__(self, title: str, place: str, clock: str) -> None:
        super().__init__()
        self._title = clean(title)
        self._place = place
        self._clock = clock
        self._state = DeskState()
        self._spots: list[tuple[int, int, str]] = []

    def show_clock(self, clock: str) -> None:
        """Show the time; repaints only its cells."""
        if clock == self._clock:
            return
        width = max(cell_len(clock), cell_len(self._clock))
        self._clock = clock
        self.refresh(Region(self.content_size.width - width, 0, width, 1))

    def show_title(self, title: str) -> None:
        """Show another name at the left."""
        self._title = clean(title)
        self.refresh()

    def show_state(self, state: DeskState) -> None:
        """Show duties, state and banner."""
        if state != self._state:
            self._state = state
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one of the two lines."""
        width = self.content_size.width
        return Strip(self._first(width) if y == 0 else self._second(width)).adjust_cell_length(width, self.rich_style)

    def _first(self, width: int) -> list[Segment]:
        style = self.get_component_rich_style
        title, names = self._fitting(width)
        segments = [Segment(title, style("masthead--title", partial=True)), Segment(" " * _GAP)]
        used = cell_len(title) + _GAP
        self._spots = []
        for place, name in zip(PLACES, names, strict=True):
            label = f" {place.key} {name} "
            here = place.id == self._place
            if here:
                segments.append(Segment(label, style("masthead--here")))
            else:
                segments.append(Segment(f" {place.key}", style("masthead--key", partial=True)))
                segments.append(Segment(f" {name} ", style("masthead--quiet", partial=True)))
            self._spots.append((used, used + len(label), place.id))
            used += len(label)
        time = self._clock.rpartition(" ")[2]
        clock = next((told for told in (self._clock, time) if width - used > cell_len(told)), time[: len("00:00")])
        if (gap := width - used - cell_len(clock)) > 0:
            segments += [Segment(" " * gap), Segment(clock, style("masthead--title", partial=True))]
        return self._based(segments)

    def _fitting(self, width: int) -> tuple[str, list[str]]:
        """The title and the names of the places, shortened where the line has no room for all of them and the clock."""
        titles = (self._title, self._title.partition(" ")[0])
        full, short = [place.name for place in PLACES], [place.short or place.name for place in PLACES]
        spared = [place.name if place.id == self._place else place.short or place.name for place in PLACES]
        keys = sum(len(place.key) + 3 for place in PLACES)
        for clock in ("00:00:00", "00:00"):  # the name of where one is and the seconds give way last
            room = width - len(clock) - 1 - _GAP - keys
            for names in (full, spared, short):
                for title in titles[:1] if names is full else titles:
                    if cell_len(title) + sum(map(len, names)) <= room:
                        return title, names
        return titles[-1], short

    def _second(self, width: int) -> list[Segment]:
        style = self.get_component_rich_style
        banner = f" {self._state.banner} " if self._state.banner else ""
        right = f"{clean(self._state.state)}  " if self._state.state else ""
        room = width - cell_len(banner)
        duty = clean(self._state.duty)
        left = cells(duty, room - cell_len(right) - _GAP) + " " * _GAP
        segments = [Segment(left), Segment(right, style("masthead--quiet", partial=True))]
        if banner:
            segments.append(Segment(banner, style("masthead--banner")))
        return self._based(segments)

    def _based(self, segments: Sequence[Segment]) -> list[Segment]:
        return list(Segment.apply_style(segments, self.rich_style))

    def on_click(self, event: events.Click) -> None:
        """Go to the place that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y != 0:
            return
        for begin, end, place in self._spots:
            if begin <= offset.x < end:
                self.post_message(self.Chosen(place))
