"""Screen 5, CMT: the day of the crisis management team, readable on a wall and workable on a laptop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on, work
from textual.widget import Widget

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Change
from aovconsole.screens.cmt_agreed_lines import WAITING
from aovconsole.screens.cmt_bell import may_ring, ring
from aovconsole.screens.cmt_crowd_lines import PLACE
from aovconsole.screens.cmt_keys import CMT_KEYS, CmtForms
from aovconsole.screens.cmt_pane import CmtPane
from aovconsole.screens.cmt_plan_lines import CONFIRM
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.forms import form
from aovconsole.screens.keys import Key
from aovconsole.screens.widgets.entry_bar import EntryBar
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.pick_list import PickList

DESK, WALL = 128, 180
"""From this many columns on what stands beside the log has room, and as on a wall."""

DAYS = 20
"""So many CMT days are offered to choose from; older ones are found by searching."""


class CmtScreen(CmtForms):
    """The CMT day that sits now, else the last one; `o` shows at 80 columns what stands beside the log."""

    PLACE = "cmt"
    KEYS = CMT_KEYS

    def compose_body(self) -> Iterable[Widget]:
        """The day."""
        yield CmtPane(self.desk, id="dossier")

    @property
    def pane(self) -> CmtPane:
        """The open day."""
        return self.query_one(CmtPane)

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """Without a day only what needs none."""
        keys = [key for key in super().shown_keys if key.id != "overview" or self.size.width < DESK]
        return tuple(key for key in keys if self.pane.row or key.id == "new")

    @property
    def shows_lines(self) -> bool:
        """The log gives way to the overview at 80 columns; who reads further up sees no line come in."""
        return not self.pane.has_class("-overview") and self.pane.lines.at_end

    @property
    def selected_row(self) -> SubjectRow | None:
        """The day that is open; at the first sight the one that sits, else the last one."""
        if self.pane.row is not None:
            return self.pane.row
        reading = self.desk.reading
        sitting = reading.of_type("cmt", status="open")
        return (*reversed(sitting), *reading.newest("cmt", 1), None)[0]

    def show_list(self) -> None:
        """There is no list here."""

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Show what changed; what was just reached or is to be checked rings and is told, it decides nothing."""
        super().refresh_view(changes)
        self._show_hint()
        self._ring(changes)

    def minute_passed(self, now: datetime) -> None:
        """Let the times run on."""
        super().minute_passed(now)
        self._show_hint()
        self._ring(())

    def _ring(self, changes: Sequence[Change]) -> None:
        row = self.pane.row
        if row is not None and may_ring(changes):
            ring(self, [row] if row.status == "open" else [])

    def show_row(self, row: SubjectRow | None) -> None:
        """Show a day; its plan says what its log must hold."""
        super().show_row(row)
        self._show_hint()

    @work(exclusive=True, group="hint")
    async def _show_hint(self) -> None:
        """Say in the empty entry line what the log still lacks; it is read beside the work, no key waits for it."""
        row = self.pane.row
        asked = await self.ask(_asked_of_log, self.desk, row) if row and row.status == "open" else ()
        self.query_one(EntryBar).show_hints(asked or ())

    def focus_body(self) -> None:
        """The log, or the crowd in the overview of a narrow screen."""
        (self.query_one("#crowd") if self.pane.has_class("-overview") else self.pane.lines).focus()

    def make_room(self) -> None:
        """Show beside the log what there is room for."""
        width = self.size.width
        on_wall = self.pane.has_class("-wall")
        self.pane.set_class(width >= DESK, "-desk")
        self.pane.set_class(width >= WALL, "-wall")
        if self.pane.has_class("-wall") and not on_wall:
            self.pane.refresh_dossier(())  # the curve is drawn where it is seen
        if width >= DESK:
            self.pane.remove_class("-overview")

    def open_dossier(self, subject: str, record_id: str = "") -> None:
        """Show a day, at one of its lines."""
        row = self.desk.reading.subject(subject)
        if row is None or row.type != "cmt":
            self.tell("dit CMT is hier nog niet bekend")
            return
        self.show_row(row)
        self.go_to_line(record_id)

    @work
    async def action_days(self) -> None:
        """Ask which day is to be shown."""
        rows = self.desk.reading.newest("cmt", DAYS)
        if not rows:
            self.tell("er is nog geen CMT; n opent er een")
            return
        here = [place for place, row in enumerate(rows) if self.pane.row and row.subject == self.pane.row.subject]
        labels = [f"{row.number}  {row.title[:50]}{'  zit nu' if row.status == 'open' else ''}" for row in rows]
        answer = await self.app.push_screen_wait(ChoiceDialog("Welk CMT", labels, chosen=here[0] if here else 0))
        if answer is not None:
            self.open_dossier(rows[answer].subject)

    def action_overview(self) -> None:
        """At 80 columns: show what stands beside the log, or the log again."""
        if not self.pane.has_class("-desk"):
            self.pane.toggle_class("-overview")
            self.focus_body()

    @on(LogList.Opened)
    def _line_opened(self, event: LogList.Opened) -> None:
        self.tell_line(event.row)

    @on(PickList.Chosen, "#actions")
    @work
    async def _action_chosen(self, event: PickList.Chosen) -> None:
        if event.key == WAITING:
            self.action_waiting()
        elif self.is_now():
            await form("action_forms", "change_action")(self, event.key)

    @on(PickList.Chosen, "#crowd")
    @work
    async def _place_chosen(self, event: PickList.Chosen) -> None:
        if row := self._sitting():
            await form("cmt_crowd_forms", "about_place")(self, row, event.key.removeprefix(PLACE))

    @on(PickList.Chosen, "#plan")
    def _plan_chosen(self, event: PickList.Chosen) -> None:
        if event.key == CONFIRM:
            self.action_waiting()
        else:
            self.action_plan(event.key)

    @on(PickList.Chosen, "#decisions")
    @work
    async def _decision_chosen(self, event: PickList.Chosen) -> None:
        row = self.pane.row
        if row and self.is_now():
            await form("cmt_decision_forms", "about_decision")(self, row, event.key)

    @on(PickList.Chosen, "#meetings")
    @work
    async def _meeting_chosen(self, event: PickList.Chosen) -> None:
        row = self.pane.row
        if row and self.is_now():
            await form("cmt_meetings", "about_meeting")(self, row, event.key)

    def action_back(self) -> None:
        """Go back one step."""
        if self.pane.looking_back:
            self.pane.show(self.pane.row)
            self.dossier_changed()
        elif self.pane.has_class("-overview"):
            self.action_overview()
        else:
            self.pane.lines.focus()


def _asked_of_log(desk: Desk, row: SubjectRow) -> tuple[str, ...]:
    """What the plan of a day asks of its log and nothing was logged of yet, the next with each line."""
    first = desk.cmt.next_hint(row)
    waiting = [one.text for one in desk.cmt.log_points(row) if not one.covered]
    return tuple(dict.fromkeys(one for one in (first, *waiting) if one))
