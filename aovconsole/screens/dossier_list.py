"""The list of dossiers at the left, with its filter; it remembers which of other kinds were opened."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dossier_pane import GENERAL
from aovconsole.screens.dossier_rows import dossier_picks
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.widgets.pick_list import PickList

LOG_KEY = "log"
"""The key of the general log in the list: its subject is empty, and an empty key is a heading."""


class DossierList(Vertical):
    """What runs, what is in the nafase, what was opened beside it, what is over."""

    DEFAULT_CSS = """
    DossierList { width: 42; height: 1fr; margin: 0 2 0 0; }
    DossierList #filter.-textual-compact {
        display: none; height: 1; border: none; padding: 0 2; background: $surface;
    }
    DossierList #filter.-textual-compact.-shown { display: block; margin: 0 0 1 0; }
    DossierList #dossiers { height: 1fr; }
    """

    class Filtered(Message):
        """Other words stand in the filter."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._visited: dict[str, None] = {}

    def compose(self) -> ComposeResult:
        """The filter and the list."""
        yield FieldInput(placeholder="nummer, titel of plaats", id="filter", compact=True)
        yield PickList(id="dossiers")

    @property
    def picks(self) -> PickList:
        """The list itself."""
        return self.query_one(PickList)

    @property
    def _filter(self) -> FieldInput:
        return self.query_one(FieldInput)

    @property
    def selected(self) -> SubjectRow | None:
        """The dossier under the cursor."""
        key = self.picks.selected
        return GENERAL if key == LOG_KEY else self._desk.reading.subject(key) if key else None

    def show(self, select: str = "") -> None:
        """Read the list again; the cursor goes to `select` when that is given."""
        self.picks.show(dossier_picks(self._desk, self._filter.value, tuple(self._visited), LOG_KEY), select=select)

    def show_opened(self, row: SubjectRow) -> None:
        """Show the list with the cursor on a dossier that is opened; one of another kind stays in it."""
        if row.type != "incident" and row.subject:
            self._visited.pop(row.subject, None)
            self._visited[row.subject] = None
        self.show(row.subject or LOG_KEY)

    def open_filter(self) -> None:
        """Let a person type a filter."""
        self._filter.add_class("-shown")
        self._filter.focus()

    def clear_filter(self) -> None:
        """Show everything again; the field stays where it is."""
        self._filter.value = ""

    def close_filter(self) -> None:
        """Take the filter away, if it is there."""
        if self._filter.has_class("-shown"):
            self._filter.remove_class("-shown")
            self.clear_filter()
            self.picks.focus()

    @on(Input.Changed, "#filter")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.show()
        self.post_message(self.Filtered())

    @on(Input.Submitted, "#filter")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.picks.focus()
