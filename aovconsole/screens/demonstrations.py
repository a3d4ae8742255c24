"""Screen 3, Demonstraties: the register and the demonstration that is open."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on, work
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Input

from aovconsole.domain.view import SubjectRow
from aovconsole.screens.demonstration_keys import DEMONSTRATION_KEYS, TYPE, DemonstrationForms
from aovconsole.screens.demonstration_lines import ACTION, LINK, RECEIPT
from aovconsole.screens.demonstration_pane import DemonstrationPane
from aovconsole.screens.demonstration_rows import register_picks
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.forms import form
from aovconsole.screens.keys import Key
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.pick_list import PickList

WHOLE, WALL = 120, 180
"""From this many columns on an open demonstration has its facts beside its log, and beside the list."""


class DemonstrationsScreen(DemonstrationForms):
    """The register at the left and the open demonstration beside it; at 80 columns one of the two."""

    PLACE = "demonstrations"
    KEYS = DEMONSTRATION_KEYS
    DEFAULT_CSS = """
    DemonstrationsScreen #desk { layout: horizontal; height: 1fr; }
    DemonstrationsScreen #register { width: 42; height: 1fr; margin: 0 2 0 0; }
    DemonstrationsScreen #filter.-textual-compact {
        display: none; height: 1; border: none; padding: 0 2; background: $surface;
    }
    DemonstrationsScreen #filter.-textual-compact.-shown { display: block; margin: 0 0 1 0; }
    DemonstrationsScreen #demonstrations { height: 1fr; }
    DemonstrationsScreen.-vast #register { width: 48; }
    DemonstrationsScreen.-whole #register { display: none; }
    DemonstrationsScreen.-narrow DossierPane > #head { margin: 0; }
    DemonstrationsScreen.-narrow #register { width: 1fr; margin: 0; }
    DemonstrationsScreen.-narrow DemonstrationPane { display: none; }
    DemonstrationsScreen.-narrow.-opened #register { display: none; }
    DemonstrationsScreen.-narrow.-opened DemonstrationPane { display: block; }
    DemonstrationsScreen.-narrow DemonstrationPane #facts { margin: 0; }
    """

    def compose_body(self) -> Iterable[Widget]:
        """The register and the demonstration."""
        filter_ = FieldInput(placeholder="nummer, plaats of staat", id="filter", compact=True)
        register = Vertical(filter_, PickList(id="demonstrations"), id="register")
        yield Container(register, DemonstrationPane(self.desk, id="dossier"), id="desk")

    @property
    def pane(self) -> DemonstrationPane:
        """The open demonstration."""
        return self.query_one(DemonstrationPane)

    @property
    def picks(self) -> PickList:
        """The register."""
        return self.query_one("#demonstrations", PickList)

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """Without an open demonstration only what needs none."""
        keys = super().shown_keys
        return keys if self.pane.row else tuple(key for key in keys if key.id in ("new", "filter"))

    def focus_body(self) -> None:
        """The log of an open demonstration, else the register."""
        (self.pane.lines if self.has_class("-opened") else self.picks).focus()

    def open_dossier(self, subject: str, record_id: str = "") -> None:
        """Show a demonstration, at one of its lines."""
        row = self.desk.reading.subject(subject)
        if row is None or row.type != TYPE:
            self.tell("deze demonstratie is hier nog niet bekend")
            return
        self.query_one(FieldInput).value = ""
        self.show_list(select=subject)
        self.show_row(row)
        self._go_in(True)
        self.go_to_line(record_id)

    @property
    def selected_row(self) -> SubjectRow | None:
        """The demonstration under the cursor of the register."""
        subject = self.picks.selected
        return self.desk.reading.subject(subject) if subject else None

    def show_list(self, select: str = "") -> None:
        """Read the register again; the cursor goes to `select` when that is given."""
        self.picks.show(register_picks(self.desk, self.query_one(FieldInput).value), select=select)

    def _go_in(self, inside: bool) -> None:
        self.set_class(inside, "-opened")
        self.make_room()

    def make_room(self) -> None:
        """Give the facts room where there is some."""
        inside, width = self.has_class("-opened"), self.size.width
        self.set_class(inside and WHOLE <= width < WALL, "-whole")
        self.pane.set_class(width >= (WHOLE if inside else WALL), "-desk")

    @on(PickList.Moved, "#demonstrations")
    def _moved(self) -> None:
        self.show_selected()

    @on(PickList.Chosen, "#demonstrations")
    def action_open(self) -> None:
        """Go into the demonstration; what has the cursor itself takes the key first."""
        if self.pane.row is not None:
            self._go_in(True)
            self.pane.lines.focus()

    @on(LogList.Opened)
    def _line_opened(self, event: LogList.Opened) -> None:
        self.tell_line(event.row)

    @on(PickList.Chosen, "#facts")
    @work
    async def _fact_chosen(self, event: PickList.Chosen) -> None:
        """Go where a fact leads: to its line, the other dossier, the receipt, the action."""
        what, _, id_ = event.key.partition(" ")
        row = self.pane.row
        if what == LINK:
            self._open_linked(id_)
        elif what == ACTION and not self.pane.looking_back:
            await form("action_forms", "change_action")(self, id_)
        elif what == RECEIPT and row is not None:
            await form("demonstration_forms", "show_receipt")(self, row, id_)
        elif (line := self.desk.reading.line(id_)) is not None:
            self.pane.lines.go_to(line)
            self.pane.lines.focus()

    def _open_linked(self, subject: str) -> None:
        row = self.desk.reading.subject(subject)
        if row is not None and row.type == TYPE:
            self.open_dossier(subject)
        else:
            self.post_message(self.OpenDossier(subject))

    @on(Input.Changed, "#filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.show_list()
        self.show_selected()

    @on(Input.Submitted, "#filter")
    def _filter_done(self, event: Input.Submitted) -> None:
        event.stop()
        self.picks.focus()

    def action_filter(self) -> None:
        """Let a person type a filter."""
        if self.has_class("-opened"):
            self._go_in(False)
        self.query_one(FieldInput).add_class("-shown")
        self.query_one(FieldInput).focus()

    def action_back(self) -> None:
        """Go back one step."""
        filter_ = self.query_one(FieldInput)
        if self.pane.looking_back:
            self.pane.show(self.pane.row)
            self.dossier_changed()
        elif self.has_class("-opened"):
            self._go_in(False)
            self.picks.focus()
        elif filter_.has_class("-shown"):
            filter_.remove_class("-shown")
            filter_.value = ""
            self.picks.focus()
