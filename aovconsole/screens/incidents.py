"""Screen 4, Incidenten: the list of dossiers and the one that is open."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on, work
from textual.binding import Binding
from textual.containers import Container
from textual.widget import Widget

from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dossier_forms import FORM_KEYS, DossierForms, live_keys
from aovconsole.screens.dossier_list import DossierList
from aovconsole.screens.dossier_pane import GENERAL, DossierPane
from aovconsole.screens.dossier_panels import WITH_PANELS
from aovconsole.screens.keys import Key
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

    @property
    def selected_row(self) -> SubjectRow | None:
        """The dossier under the cursor of the list."""
        return self._list.selected

    def show_list(self) -> None:
        """Read the list again."""
        self._list.show()

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
        self.show_row(row)
        self._go_in(True)
        self.go_to_line(record_id)

    @on(PickList.Moved, "#dossiers")
    def _moved(self) -> None:
        self._go_in(False)
        self.show_selected()

    @on(PickList.Chosen, "#dossiers")
    def _chosen(self) -> None:
        self._go_in(True)
        self.pane.lines.focus()

    def _go_in(self, inside: bool) -> None:
        """Give the dossier the whole screen, or the list beside it; a wall has room for both."""
        self.set_class(inside, "-opened", "-in-dossier")
        self.make_room()

    def make_room(self) -> None:
        """Give the panels room where there is some."""
        has_panels = self.pane.row is not None and self.pane.row.type in WITH_PANELS
        whole = has_panels and self.has_class("-in-dossier")
        self.set_class(whole and PANELS <= self.size.width < WALL, "-whole")
        self.pane.set_class(self.size.width >= (PANELS if whole else WALL), "-desk")

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
        self.tell_line(event.row)

    @on(DossierList.Filtered)
    def _filtered(self) -> None:
        self.show_selected()

    def action_open(self) -> None:
        """Go into the dossier; what has the cursor itself takes the key first."""
        self._chosen()

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
        self.show_row(row)
        self._go_in(True)
