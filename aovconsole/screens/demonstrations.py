"""Screen 3, Demonstraties: the register and the demonstration that is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on, work
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Input

from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Change
from aovconsole.screens.demonstration_keys import DEMONSTRATION_KEYS, TYPE, DemonstrationForms
from aovconsole.screens.demonstration_lines import ACTION, LINK, RECEIPT
from aovconsole.screens.demonstration_pane import DemonstrationPane
from aovconsole.screens.demonstration_rows import register_picks
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.forms import form
from aovconsole.screens.frame import GENERAL_LOG, Dossier
from aovconsole.screens.keys import Key
from aovconsole.screens.line_story import story_of
from aovconsole.screens.tell_dialog import TellDialog
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
    def dossier(self) -> Dossier:
        """What is open, or the general log."""
        row = self.pane.row
        return Dossier(row.subject, row.number, row.title) if row else GENERAL_LOG

    @property
    def shows_lines(self) -> bool:
        """At 80 columns the register may stand where the log would be."""
        return not self.has_class("-narrow") or self.has_class("-opened")

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """Without an open demonstration only what needs none."""
        keys = super().shown_keys
        return keys if self.pane.row else tuple(key for key in keys if key.id in ("new", "filter"))

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the register again, and of the demonstration what changed."""
        first = self.pane.row is None
        if first or not changes or any(not change.kind.startswith("line.") for change in changes):
            self._show_register()
        if first or not changes:
            self._show_selected()
        self.pane.refresh_dossier(changes)

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """Let the times run on; the log stays as it is."""
        self._show_register()
        self.pane.refresh_dossier(())

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
        self._show_register(select=subject)
        self._show(row)
        self._go_in(True)
        line = self.desk.reading.line(record_id) if record_id else None
        if line is not None:
            self.pane.lines.go_to(line)
        self.pane.lines.focus()

    def _show_register(self, select: str = "") -> None:
        self.picks.show(register_picks(self.desk, self.query_one(FieldInput).value), select=select)

    def _show_selected(self) -> None:
        subject = self.picks.selected
        row = self.desk.reading.subject(subject) if subject else None
        if not self.pane.looking_back or row != self.pane.row:
            self._show(row)

    def _show(self, row: SubjectRow | None) -> None:
        self.pane.show(row)
        self._arrange()
        self.dossier_changed()

    def _go_in(self, inside: bool) -> None:
        self.set_class(inside, "-opened")
        self._arrange()

    def _arrange(self) -> None:
        inside, width = self.has_class("-opened"), self.size.width
        self.set_class(inside and WHOLE <= width < WALL, "-whole")
        self.pane.set_class(width >= (WHOLE if inside else WALL), "-desk")

    def on_resize(self) -> None:
        """Give the facts room where there is some."""
        self.call_after_refresh(self._arrange)

    @on(PickList.Moved, "#demonstrations")
    def _moved(self) -> None:
        self._show_selected()

    @on(PickList.Chosen, "#demonstrations")
    def action_open(self) -> None:
        """Go into the demonstration; what has the cursor itself takes the key first."""
        if self.pane.row is not None:
            self._go_in(True)
            self.pane.lines.focus()

    @on(LogList.Opened)
    def _line_opened(self, event: LogList.Opened) -> None:
        then = self.pane.horizon.known_at if self.pane.horizon else ""
        self.app.push_screen(TellDialog("Regel", event.row.text, story_of(self.desk, event.row, known_at=then)))

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
        self._show_register()
        self._show_selected()

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

    def action_step_past(self, by: int) -> None:
        """While looking back, go to the previous or next moment at which something became known."""
        if self.pane.looking_back:
            self.pane.step_past(by)

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
