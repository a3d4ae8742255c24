"""Screen 4, Incidenten: the list of dossiers and the one that is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on
from textual.binding import Binding
from textual.containers import Container, Vertical
from textual.widget import Widget
from textual.widgets import Input

from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Change
from aovconsole.screens.dossier_forms import FORM_KEYS, DossierForms
from aovconsole.screens.dossier_pane import GENERAL, DossierPane
from aovconsole.screens.dossier_rows import dossier_picks
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.frame import GENERAL_LOG, Dossier
from aovconsole.screens.keys import Key
from aovconsole.screens.line_story import story_of
from aovconsole.screens.tell_dialog import TellDialog
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.workbench import Workbench

LOG_KEY = "log"
"""The key of the general log in the list: its subject is empty, and an empty key is a heading."""


class IncidentsScreen(DossierForms):
    """The list at the left and the open dossier beside it; at 80 columns one of the two."""

    PLACE = "incidents"
    KEYS = (
        *FORM_KEYS,
        Key(
            "open",
            "enter",
            "openen",
            "Het dossier openen; in het log: de hele regel; op een actie: haar stand.",
            shown=False,
        ),
        Key("filter", "f", "filter", "De lijst filteren op nummer, titel of plaats.", asks=True),
        Key("next_open", "ctrl+n", "volgende", "Naar het volgende lopende dossier, ook tijdens het typen."),
        Key("previous_open", "ctrl+b", "vorige", "Naar het vorige lopende dossier, ook bij het typen.", shown=False),
        Key("back", "escape", "terug", "Terug: uit het verleden, uit het dossier, uit het filter.", shown=False),
        Key("tab", "tab", "verder", "Van de lijst naar het log, de acties en de regel.", "app.focus_next", shown=False),
    )
    BINDINGS = [Binding("ctrl+pagedown", "next_open", show=False), Binding("ctrl+pageup", "previous_open", show=False)]
    DEFAULT_CSS = """
    IncidentsScreen #desk { layout: horizontal; height: 1fr; }
    IncidentsScreen #list-part { width: 42; height: 1fr; margin: 0 2 0 0; }
    IncidentsScreen.-vast #list-part { width: 54; }
    IncidentsScreen #filter.-textual-compact {
        display: none; height: 1; border: none; padding: 0 2; background: $surface;
    }
    IncidentsScreen #filter.-textual-compact.-shown { display: block; margin: 0 0 1 0; }
    IncidentsScreen #dossiers { height: 1fr; }
    IncidentsScreen.-narrow DossierPane > #head { margin: 0; }
    IncidentsScreen.-narrow DossierPane #side { margin: 0; }
    IncidentsScreen.-narrow DossierPane #side PickList { max-height: 4; }
    IncidentsScreen.-vast DossierPane > #parts { layout: horizontal; }
    IncidentsScreen.-vast DossierPane #side { layout: vertical; width: 54; height: 1fr; margin: 0 0 0 2; }
    IncidentsScreen.-vast DossierPane #side > Vertical { width: 1fr; margin: 0 0 1 0; }
    IncidentsScreen.-vast DossierPane #side > #grip-part { width: 1fr; margin: 0; }
    IncidentsScreen.-vast DossierPane #side PickList { max-height: 16; }
    IncidentsScreen.-narrow #list-part { width: 1fr; margin: 0; }
    IncidentsScreen.-narrow DossierPane { display: none; }
    IncidentsScreen.-narrow.-opened #list-part { display: none; }
    IncidentsScreen.-narrow.-opened DossierPane { display: block; }
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._visited: dict[str, None] = {}
        self._wanted: tuple[str, str] | None = None

    def compose_body(self) -> Iterable[Widget]:
        """The list and the dossier."""
        field = FieldInput(placeholder="nummer, titel of plaats", id="filter", compact=True)
        part = Vertical(field, PickList(id="dossiers"), id="list-part")
        yield Container(part, DossierPane(self.desk, id="dossier"), id="desk")

    @property
    def pane(self) -> DossierPane:
        """The open dossier."""
        return self.query_one(DossierPane)

    @property
    def dossier(self) -> Dossier:
        """What is open, or the general log."""
        row = self.pane.row
        return Dossier(row.subject, row.number, row.title) if row and row.subject else GENERAL_LOG

    @property
    def shows_lines(self) -> bool:
        """At 80 columns the list may stand where the log would be."""
        return not self.has_class("-narrow") or self.has_class("-opened")

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """What acts on the open dossier: an incident has forms that an evenement or a CMT day lacks."""
        row = self.pane.row
        idle = {"grip", "fill", "finish"} if row is None or row.type != "incident" else set()
        if row is not None and row.status == "closed":
            idle.add("finish")
        if row is None or not row.subject:
            idle.add("past")
        return tuple(key for key in super().shown_keys if key.id not in idle)

    @property
    def _dossiers(self) -> PickList:
        return self.query_one("#dossiers", PickList)

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the list again, and of the dossier what changed."""
        first = self.pane.row is None
        if first or not changes or any(not change.kind.startswith("line.") for change in changes):
            self._show_list()
        if first or not changes:
            self._show_selected()
        self.pane.refresh_dossier(changes)

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """Let the times run on; the log stays as it is."""
        self._show_list()
        self.pane.refresh_dossier(())

    def focus_body(self) -> None:
        """The log of an open dossier at 80 columns, else the list."""
        hidden = self.has_class("-narrow") and self.has_class("-opened")
        (self.pane.lines if hidden or self.has_class("-in-dossier") else self._dossiers).focus()

    def open_dossier(self, subject: str, record_id: str = "") -> None:
        """Show a dossier of any kind, at one of its lines."""
        row = self.desk.reading.subject(subject) if subject else GENERAL
        if row is None:
            self.tell("dit dossier is hier nog niet bekend")
            return
        if row.type != "incident" and row.subject:
            self._visited.pop(row.subject, None)
            self._visited[row.subject] = None
        self.query_one("#filter", FieldInput).value = ""
        self._show_list(row.subject or LOG_KEY)
        self._show(row)
        self.add_class("-opened", "-in-dossier")
        line = self.desk.reading.line(record_id) if record_id else None
        if line is not None:
            self.pane.lines.go_to(line)
        self.pane.lines.focus()

    def _show_list(self, select: str = "") -> None:
        words = self.query_one("#filter", FieldInput).value
        picks = dossier_picks(self.desk, words, tuple(self._visited), LOG_KEY)
        self._dossiers.show(picks, select=select)

    def _show_selected(self) -> None:
        key = self._dossiers.selected
        row = GENERAL if key == LOG_KEY else self.desk.reading.subject(key) if key else None
        if not self.pane.looking_back or row != self.pane.row:
            self._show(row)

    def _show(self, row: SubjectRow | None) -> None:
        self.pane.show(row)
        self.dossier_changed()

    @on(PickList.Moved, "#dossiers")
    def _moved(self) -> None:
        self.remove_class("-in-dossier")
        self._show_selected()

    @on(PickList.Chosen, "#dossiers")
    def _chosen(self) -> None:
        self.add_class("-opened", "-in-dossier")
        self.pane.lines.focus()

    @on(PickList.Chosen, "#grip")
    def _grip_chosen(self, event: PickList.Chosen) -> None:
        line = None if self.pane.looking_back else self.desk.reading.line(event.key)
        if line is not None:
            self.pane.lines.go_to(line)
            self.pane.lines.focus()

    @on(LogList.Opened)
    def _line_opened(self, event: LogList.Opened) -> None:
        self.app.push_screen(TellDialog("Regel", event.row.text, story_of(self.desk, event.row)))

    @on(Input.Changed, "#filter")
    def _filter_changed(self) -> None:
        self._show_list()
        self._show_selected()

    @on(Input.Submitted, "#filter")
    def _filter_done(self) -> None:
        self._dossiers.focus()

    def action_open(self) -> None:
        """Go into the dossier; what has the cursor itself takes the key first."""
        self._chosen()

    def action_filter(self) -> None:
        """Type a filter for the list."""
        self.remove_class("-opened", "-in-dossier")
        field = self.query_one("#filter", FieldInput)
        field.add_class("-shown")
        field.focus()

    def action_back(self) -> None:
        """Go back one step."""
        field = self.query_one("#filter", FieldInput)
        if self.pane.looking_back:
            self.pane.show(self.pane.row)
            self.dossier_changed()
        elif self.has_class("-in-dossier"):
            self.remove_class("-opened", "-in-dossier")
            self._dossiers.focus()
        elif field.has_class("-shown"):
            field.remove_class("-shown")
            field.value = ""
            self._dossiers.focus()

    def action_next_open(self) -> None:
        """Go to the next dossier that runs."""
        self._step_open(1)

    def action_previous_open(self) -> None:
        """Go to the previous dossier that runs."""
        self._step_open(-1)

    def _step_open(self, by: int) -> None:
        """Change the dossier and leave the cursor where it is: also while a line is being typed."""
        reading = self.desk.reading
        running = [row for type_ in ("incident", "cmt") for row in reversed(reading.of_type(type_, status="open"))]
        if not running:
            self.tell("er loopt geen incident")
            return
        here = self.pane.row.subject if self.pane.row else ""
        places = [number for number, row in enumerate(running) if row.subject == here]
        row = running[(places[0] + by) % len(running)] if places else running[0 if by > 0 else -1]
        if row.type != "incident":
            self._visited[row.subject] = None
        self._show_list(row.subject)
        self._show(row)
        self.add_class("-opened")
