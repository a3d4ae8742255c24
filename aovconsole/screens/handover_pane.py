"""The handover: from whom to whom, what is open, and beside it everything of what the cursor is on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.handover_lines import HandoverView, detail, handover_view, head, picks
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet


class HandoverPane(Vertical):
    """Shows the handover that waits, else the one that is asked for, else what would be handed over now."""

    DEFAULT_CSS = """
    HandoverPane { height: 1fr; width: 1fr; }
    HandoverPane > #handover-head { margin: 0 0 1 0; }
    HandoverPane > #passing { height: 1fr; }
    HandoverPane #matters { width: 2fr; max-width: 70; height: 1fr; margin: 0 3 0 0; }
    HandoverPane #matter { width: 3fr; height: 1fr; scrollbar-size: 1 1; }
    HandoverPane.-stacked > #passing { layout: vertical; }
    HandoverPane.-stacked #matters { width: 1fr; max-width: 100%; height: 2fr; margin: 0 0 1 0; }
    HandoverPane.-stacked #matter { width: 1fr; height: 3fr; }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._asked = ""
        self._view: HandoverView | None = None

    def compose(self) -> ComposeResult:
        """Head, the list, what the cursor is on."""
        yield Sheet(id="handover-head")
        with Horizontal(id="passing"):
            yield PickList(id="matters")
            with VerticalScroll(id="matter"):
                yield Sheet(id="matter-lines")

    @property
    def list(self) -> PickList:
        """The matters, and what stands beside them."""
        return self.query_one("#matters", PickList)

    @property
    def view(self) -> HandoverView:
        """What is shown."""
        if self._view is None:
            self.read()
        assert self._view is not None, "reading makes it"
        return self._view

    def ask_for(self, subject: str) -> None:
        """Show one handover, whatever waits; an empty subject goes back to what waits."""
        self._asked = subject
        self.read()

    def read(self) -> None:
        """Read and show."""
        self._view = handover_view(self._desk, self._row())
        self.query_one("#handover-head", Sheet).show(head(self._view))
        self.list.show(picks(self._view))
        self.show_detail()

    def _row(self) -> SubjectRow | None:
        if self._asked:
            return self._desk.reading.subject(self._asked)
        return next(iter(self._desk.reading.of_type("handover", status="open")), None)

    def show_detail(self) -> None:
        """Show everything of what the cursor is on."""
        self.query_one("#matter-lines", Sheet).show(detail(self.view, self.list.selected))
        self.query_one("#matter", VerticalScroll).scroll_home(animate=False)
