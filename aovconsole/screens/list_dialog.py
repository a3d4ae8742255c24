"""A dialog with a list to work through: Enter opens what is under the cursor, and the list stays and follows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import NamedTuple

from textual import on, work
from textual.widget import Widget
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.screens.dialogs import Dialog
from aovconsole.screens.text import plain
from aovconsole.screens.widgets.pick_list import Pick, PickList
from aovconsole.screens.widgets.sheet import Draw, Sheet

LOOK_SECONDS = 0.5
"""So often a list asks whether records came in."""

_AROUND = 7
"""The lines of the box around the list: padding, heading, keys and the air between them."""


class Listed(NamedTuple):
    """What the list shows now: its heading, its picks, and what stands above them."""

    heading: str
    picks: Sequence[Pick]
    above: Draw = lambda _: ()


class ListDialog(Dialog[None]):
    """Shows what `read` gives, again whenever records came in; `act` is asked for the pick that was chosen,
    and closes the list when it gives True."""

    HINT = "↑ ↓ kiezen   ⏎ openen   esc terug"
    DEFAULT_CSS = """
    ListDialog > #box { width: 104; }
    ListDialog Painted { background: $panel; }
    ListDialog #above { margin: 0 0 1 0; }
    ListDialog.-bare #above { display: none; }
    ListDialog PickList { height: auto; }
    """

    def __init__(
        self, desk: Desk, read: Callable[[], Listed], act: Callable[[str], Awaitable[object]], *, select: str = ""
    ) -> None:
        super().__init__()
        self._desk, self._read, self._act, self._select = desk, read, act, select
        self._listed = read()
        self._seen = self._version

    @property
    def heading(self) -> str:
        """What it is about."""
        return self._listed.heading

    @property
    def _version(self) -> tuple[int, int]:
        return self._desk.journal.data_version(), self._desk.journal.last_pos()

    def contents(self) -> Iterable[Widget]:
        """What stands above the list, the list."""
        yield Sheet(self._listed.above, id="above")
        yield PickList(self._listed.picks, id="listed")

    def begin(self) -> None:
        """Stand on what was asked for."""
        listed = self.query_one("#listed", PickList)
        listed.focus()
        self._make_room()
        if self._select:
            listed.select(self._select)
        self.set_interval(LOOK_SECONDS, self._look)

    def on_resize(self) -> None:
        """Give the list what heading, keys and what stands above it leave."""
        self.call_after_refresh(self._make_room)

    def _make_room(self) -> None:
        if self.is_attached:
            sheet = self.query_one("#above", Sheet)
            self.set_class(not self._listed.above(max(1, sheet.size.width or self.size.width)), "-bare")
            above = sheet.size.height
            self.query_one("#listed", PickList).styles.max_height = max(4, self.size.height * 9 // 10 - _AROUND - above)

    def _look(self) -> None:
        if self.is_attached and self._version != self._seen:
            self.show_again()

    def show_again(self) -> None:
        """Read and show again; the cursor stays with what it stands on."""
        self._seen, self._listed = self._version, self._read()
        self.query_one("#heading", Static).update(plain(self._listed.heading))
        self.query_one("#above", Sheet).show(self._listed.above)
        self.query_one("#listed", PickList).show(self._listed.picks)
        self.call_after_refresh(self._make_room)

    @on(PickList.Chosen, "#listed")
    @work(exclusive=True)
    async def _chosen(self, event: PickList.Chosen) -> None:
        event.stop()
        if await self._act(event.key) is True:
            self.dismiss(None)
        elif self.is_attached:
            self.show_again()
