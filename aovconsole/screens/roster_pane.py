"""Two weeks of the roster in a list, and beside it who is on now, what is wrong, what became of a stretch."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.roster_lines import (
    RosterView,
    head,
    on_duty_lines,
    remark_lines,
    roster_picks,
    roster_view,
    story_lines,
)
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet, titled


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


class RosterPane(Vertical):
    """The roster of this week and the next, or of two others; it is read again when it is told to."""

    DEFAULT_CSS = """
    RosterPane { width: 1fr; height: 1fr; }
    RosterPane > #roster_head { margin: 0 0 1 0; }
    RosterPane > #roster { height: 1fr; }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._first: date | None = None
        self._view: RosterView | None = None

    def compose(self) -> ComposeResult:
        """The weeks, then the stretches."""
        yield Sheet(id="roster_head")
        yield PickList(id="roster")

    @property
    def picks(self) -> PickList:
        """The stretches."""
        return self.query_one("#roster", PickList)

    @property
    def view(self) -> RosterView:
        """What is shown."""
        if self._view is None:
            self.read()
        assert self._view is not None, "reading makes it"
        return self._view

    @property
    def row(self) -> SubjectRow | None:
        """The stretch under the cursor."""
        return self.view.row(self.picks.selected)

    def go(self, weeks: int) -> None:
        """Show weeks that lie earlier or later; 0 is this one and the next."""
        self._first = self.view.first + timedelta(weeks=weeks) if weeks else None
        self.read()

    def read(self) -> None:
        """Read and show; the first time the cursor stands on the duty that runs."""
        today = self._desk.seat.now.astimezone(self._desk.zone).date()
        begins, self._view = self._view is None, roster_view(self._desk, self._first or monday(today))
        running = [one.rostered[0].subject for one in self._view.on if one.rostered]
        self.query_one("#roster_head", Sheet).show(head(self._view))
        self.picks.show(roster_picks(self._view), select=running[0] if begins and running else "")


class RosterBeside(Vertical):
    """Who is on now and next, what is wrong, and the history of the stretch under the cursor."""

    DEFAULT_CSS = """
    RosterBeside { height: 1fr; overflow-y: auto; scrollbar-size: 1 1; }
    RosterBeside > #roster_now, RosterBeside > #roster_wrong { margin: 0 0 1 0; }
    """

    def compose(self) -> Iterable[Widget]:
        """Three headings with their lines."""
        for name in ("now", "wrong", "story"):
            yield Sheet(id=f"roster_{name}_title")
            yield Sheet(id=f"roster_{name}")

    def show(self, desk: Desk, view: RosterView, row: SubjectRow | None) -> None:
        """Show what belongs to the roster as it is shown."""
        for name, title, draw in (
            ("now", "NU", on_duty_lines(view)),
            ("wrong", "LET OP", remark_lines(view)),
            ("story", "DEZE DIENST", story_lines(desk, row)),
        ):
            self.query_one(f"#roster_{name}_title", Sheet).show(titled(title))
            self.query_one(f"#roster_{name}", Sheet).show(draw)
