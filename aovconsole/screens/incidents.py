"""Screen 4, Incidenten: the list of dossiers and the one that is open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on, work
from textual.binding import Binding
from textual.containers import Container
from textual.widget import Widget

from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Change
from aovconsole.screens.dossier_forms import FORM_KEYS, DossierForms, live_keys
from aovconsole.screens.dossier_list import DossierList
from aovconsole.screens.dossier_pane import GENERAL, DossierPane
from aovconsole.screens.dossier_panels import WITH_PANELS
from aovconsole.screens.frame import GENERAL_LOG, Dossier
from aovconsole.screens.keys import Key
from aovconsole.screens.line_story import story_of
from aovconsole.screens.tell_dialog import TellDialog
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.pick_list import PickList

PANELS, WALL = 132, 180
"""From this many columns on the panels stand around the log of an open incident, and beside the list."""


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
        Key("filter", "f", "filter", "Het log filteren op soort, bron, plaats …; in de lijst: de lijst.", asks=True),
        Key("next_open", "ctrl+n", "volgende", "Naar het volgende lopende dossier, ook tijdens het typen."),
        Key("previous_open", "ctrl+b", "vorige", "Naar het vorige lopende dossier, ook bij het typen.", shown=False),
        Key("back", "escape", "terug", "Terug: uit het verleden, uit het dossier, uit het filter.", shown=False),
        Key("tab", "tab", "verder", "Van de lijst naar het log, de acties en de regel.", "app.focus_next", shown=False),
    )
    BINDINGS = [
        Binding("ctrl+pagedown", "next_open", show=False),
        Binding("ctrl+pageup", "previous_open", show=False),
        Binding("left,comma", "step_past(-1)", show=False),
        Binding("right,full_stop", "step_past(1)", show=False),
    ]
    DEFAULT_CSS = """
    IncidentsScreen #desk { layout: horizontal; height: 1fr; }
    IncidentsScreen.-vast DossierList { width: 48; }
    IncidentsScreen.-narrow DossierPane > #head { margin: 0; }
    IncidentsScreen.-narrow DossierPane #side { margin: 0; }
    IncidentsScreen.-narrow DossierPane #side PickList { max-height: 4; }
    IncidentsScreen.-whole DossierList { display: none; }
    IncidentsScreen.-narrow DossierPane > #urgent { margin: 0; }
    IncidentsScreen.-narrow DossierList { width: 1fr; margin: 0; }
    IncidentsScreen.-narrow DossierPane { display: none; }
    IncidentsScreen.-narrow.-opened DossierList { display: none; }
    IncidentsScreen.-narrow.-opened DossierPane { display: block; }
    """

    def compose_body(self) -> Iterable[Widget]:
        """The list and the dossier."""
        yield Container(DossierList(self.desk), DossierPane(self.desk, id="dossier"), id="desk")

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
    def live_keys(self) -> tuple[Key, ...]:
        """The keys that mean something for the open dossier."""
        return live_keys(self.pane.row, super().live_keys)

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """What acts on the open dossier: each kind has forms that another lacks."""
        return live_keys(self.pane.row, super().shown_keys)

    @property
    def _list(self) -> DossierList:
        return self.query_one(DossierList)

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the list again, and of the dossier what changed."""
        first = self.pane.row is None
        if first or not changes or any(not change.kind.startswith("line.") for change in changes):
            self._list.show()
        if first or not changes:
            self._show_selected()
        self.pane.refresh_dossier(changes)

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """Let the times run on; the log stays as it is."""
        self._list.show()
        self.pane.refresh_dossier(())

    def focus_body(self) -> None:
        """The log of an open dossier at 80 columns, else the list."""
        hidden = self.has_class("-narrow") and self.has_class("-opened")
        (self.pane.lines if hidden or self.has_class("-in-dossier") else self._list.picks).focus()

    def open_dossier(self, subject: str, record_id: str = "") -> None:
        """Show a dossier of any kind, at one of its lines."""
        row = self.desk.reading.subject(subject) if subject else GENERAL
        if row is None:
            self.tell("dit dossier is hier nog niet bekend")
            return
        self._list.clear_filter()
        self._list.show_opened(row)
        self._show(row)
        self._go_in(True)
        line = self.desk.reading.line(record_id) if record_id else None
        if line is not None:
            self.pane.lines.go_to(line)
        self.pane.lines.focus()

    def _show_selected(self) -> None:
        row = self._list.selected
        if not self.pane.looking_back or row != self.pane.row:
            self._show(row)

    def _show(self, row: SubjectRow | None) -> None:
        self.pane.show(row)
        self._arrange()
        self.dossier_changed()

    @on(PickList.Moved, "#dossiers")
    def _moved(self) -> None:
        self._go_in(False)
        self._show_selected()

    @on(PickList.Chosen, "#dossiers")
    def _chosen(self) -> None:
        self._go_in(True)
        self.pane.lines.focus()

    def _go_in(self, inside: bool) -> None:
        """Give the dossier the whole screen, or the list beside it; a wall has room for both."""
        self.set_class(inside, "-opened", "-in-dossier")
        self._arrange()

    def _arrange(self) -> None:
        has_panels = self.pane.row is not None and self.pane.row.type in WITH_PANELS
        whole = has_panels and self.has_class("-in-dossier")
        self.set_class(whole and PANELS <= self.size.width < WALL, "-whole")
        self.pane.set_class(self.size.width >= (PANELS if whole else WALL), "-desk")

    def on_resize(self) -> None:
        """Give the panels room where there is some."""
        self.call_after_refresh(self._arrange)

    @on(PickList.Chosen, "#grip")
    def _grip_chosen(self, event: PickList.Chosen) -> None:
        line = None if self.pane.looking_back else self.desk.reading.line(event.key)
        if line is not None:
            self.pane.lines.go_to(line)
            self.pane.lines.focus()

    @on(LogList.Opened)
    def _line_opened(self, event: LogList.Opened) -> None:
        if event.row.type == "measure" and not self.pane.looking_back:
            self.action_show_measure(event.row.subject)
            return
        then = self.pane.horizon.known_at if self.pane.horizon else ""
        self.app.push_screen(TellDialog("Regel", event.row.text, story_of(self.desk, event.row, known_at=then)))

    @on(DossierList.Filtered)
    def _filtered(self) -> None:
        self._show_selected()

    def action_open(self) -> None:
        """Go into the dossier; what has the cursor itself takes the key first."""
        self._chosen()

    def action_step_past(self, by: int) -> None:
        """While looking back, go to the previous or next moment at which something became known."""
        if self.pane.looking_back:
            self.pane.step_past(by)

    def action_filter(self) -> None:
        """Filter the log of the open dossier, or the list where that has the cursor."""
        if self.has_class("-in-dossier"):
            self._filter_log()
        else:
            self._list.open_filter()

    @work
    async def _filter_log(self) -> None:
        from aovconsole.screens.log_filter_dialog import ask_log_filter

        row = self.pane.row
        if row is None:
            return
        asked = await ask_log_filter(self.app, self.desk.reading, row.subject, self.pane.log_filter)
        if asked is not None:
            self.pane.filter_log(asked or None)

    def action_back(self) -> None:
        """Go back one step."""
        if self.pane.looking_back:
            self.pane.show(self.pane.row)
            self.dossier_changed()
        elif self.pane.log_filter:
            self.pane.filter_log(None)
        elif self.has_class("-in-dossier"):
            self._go_in(False)
            self._list.picks.focus()
        else:
            self._list.close_filter()

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
        self._list.show_opened(row)
        self._show(row)
        self._go_in(True)
