"""A list of things to choose from, each drawn in one or more lines, with headings between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from aovconsole.screens.widgets.painted import Line, Painted, cut


@dataclass(frozen=True, slots=True)
class Pick:
    """One thing in the list; one with an empty key is a heading. `draw` gives `height` lines for a width."""

    key: str
    draw: Callable[[int], Sequence[Line]]
    height: int = 1


def heading(title: str, *, space: bool = True, note: str = "") -> Pick:
    """A heading with a rule, with an empty line above it unless it is the first."""

    def draw(width: int) -> Sequence[Line]:
        rule = "─" * max(0, width - len(title) - len(note) - (2 if note else 1))
        line = ((f"{title} ", "head"), (rule, "rule"), (f" {note}" if note else "", "muted"))
        return ((), line) if space else (line,)

    return Pick("", draw, 2 if space else 1)


def remark(text: str) -> Pick:
    """A grey line that says what would stand here."""
    return Pick("", lambda width: (((cut(text, width), "muted"),),))


class PickList(Painted):
    """Shows picks, lets a person move over those that have a key, and says which one is under the cursor."""

    BINDINGS = [
        Binding("up", "step(-1)", "vorige", show=False),
        Binding("down", "step(1)", "volgende", show=False),
        Binding("pageup", "leaf(-1)", "blad terug", show=False),
        Binding("pagedown", "leaf(1)", "blad verder", show=False),
        Binding("home", "edge(-1)", "eerste", show=False),
        Binding("end", "edge(1)", "laatste", show=False),
        Binding("enter", "choose", "openen", show=False),
    ]

    class About(Message):
        """Something about the pick under the cursor."""

        def __init__(self, picks: PickList, key: str) -> None:
            super().__init__()
            self.picks = picks
            self.key = key

        @property
        def control(self) -> PickList:
            """The list that it happened in."""
            return self.picks

    class Moved(About):
        """The cursor stands on another pick."""

    class Chosen(About):
        """A pick was chosen, by Enter or a double click."""

    class AtEnd(About):
        """The person wants to go on below the last pick."""

    def __init__(self, picks: Sequence[Pick] = (), *, id: str | None = None, cursor_stays: bool = True) -> None:
        super().__init__(id=id, cursor_stays=cursor_stays)
        self._picks: tuple[Pick, ...] = ()
        self._tops: list[int] = []
        self._owner: list[int] = []
        self._cursor = -1
        self._drawn: dict[int, tuple[Line, ...]] = {}
        self._drawn_width = 0
        self.show(picks)

    @property
    def selected(self) -> str:
        """The key under the cursor, empty when there is none."""
        return self._picks[self._cursor].key if 0 <= self._cursor < len(self._picks) else ""

    @property
    def picks(self) -> tuple[Pick, ...]:
        """What is shown."""
        return self._picks

    def show(self, picks: Sequence[Pick], *, select: str = "") -> None:
        """Show other picks; the cursor goes to `select`, else stays with its key, else near its place."""
        wanted, before = select or self.selected, self._cursor
        self._picks = tuple(picks)
        self._drawn.clear()
        self._tops, self._owner = [], []
        for number, pick in enumerate(self._picks):
            self._tops.append(len(self._owner))
            self._owner += [number] * pick.height
        places = [number for number, pick in enumerate(self._picks) if pick.key]
        same = [number for number in places if self._picks[number].key == wanted]
        self._cursor = same[0] if same else next((n for n in places if n >= before), places[-1] if places else -1)
        self.virtual_size = Size(self.size.width, len(self._owner))
        if self.is_mounted:
            self.call_after_refresh(self._reveal)
        self.refresh()

    def select(self, key: str) -> bool:
        """Put the cursor on a key; whether it is there."""
        for number, pick in enumerate(self._picks):
            if pick.key == key:
                self._go(number)
                return True
        return False

    def on_resize(self, _: events.Resize) -> None:
        """Draw for the new width."""
        self.virtual_size = Size(self.size.width, len(self._owner))
        self._reveal()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width, line = self.size.width, y + self.scroll_offset.y
        if line >= len(self._owner):
            return self.painted((), width)
        number = self._owner[line]
        if self._drawn_width != self.line_width:
            self._drawn.clear()
            self._drawn_width = self.line_width
        if number not in self._drawn:
            self._drawn[number] = tuple(self._picks[number].draw(self.line_width))
        lines, index = self._drawn[number], line - self._tops[number]
        return self.painted(lines[index] if index < len(lines) else (), width, cursor=number == self._cursor)

    def _go(self, number: int) -> None:
        if number == self._cursor:
            return
        before, self._cursor = self._cursor, number
        for one in (before, number):
            if 0 <= one < len(self._picks):
                top = self._tops[one] - self.scroll_offset.y
                self.refresh(Region(0, top, self.size.width, self._picks[one].height))
        self._reveal()
        self.post_message(self.Moved(self, self.selected))

    def _reveal(self) -> None:
        """Bring the cursor in sight, with the heading above it."""
        if not 0 <= self._cursor < len(self._picks):
            return
        top, height = self._tops[self._cursor], self._picks[self._cursor].height
        if not any(pick.key for pick in self._picks[: self._cursor]):
            top, height = 0, top + height
        elif not self._picks[self._cursor - 1].key:
            above = self._picks[self._cursor - 1].height
            top, height = top - above, height + above
        if top < self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)
        elif top + height > self.scroll_offset.y + self.size.height:
            self.scroll_to(y=top + height - self.size.height, animate=False, force=True)

    def action_step(self, by: int) -> None:
        """Move the cursor to the next or the previous pick."""
        number = self._cursor + by
        while 0 <= number < len(self._picks) and not self._picks[number].key:
            number += by
        if 0 <= number < len(self._picks):
            self._go(number)
        elif by > 0:
            self.post_message(self.AtEnd(self, self.selected))

    def action_leaf(self, direction: int) -> None:
        """Move the cursor by the height of the list."""
        if self._cursor < 0:
            return
        line = self._tops[self._cursor] + direction * max(1, self.size.height - 1)
        keyed = [number for number, pick in enumerate(self._picks) if pick.key]
        if line >= len(self._owner) and self._cursor == keyed[-1]:
            self.post_message(self.AtEnd(self, self.selected))
        self._go(min(keyed, key=lambda number: abs(self._tops[number] - line)))

    def action_edge(self, direction: int) -> None:
        """Move the cursor to the first or the last pick."""
        keyed = [number for number, pick in enumerate(self._picks) if pick.key]
        if keyed:
            self._go(keyed[0 if direction < 0 else -1])

    def action_choose(self) -> None:
        """Choose the pick under the cursor."""
        if self.selected:
            self.post_message(self.Chosen(self, self.selected))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where was clicked; a double click chooses."""
        line = event.y + self.scroll_offset.y
        if line < len(self._owner) and self._picks[self._owner[line]].key:
            self._go(self._owner[line])
            if event.chain == 2:
                self.action_choose()
