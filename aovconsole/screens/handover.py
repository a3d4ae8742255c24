"""Screen 6, Overdracht: the roster of the duties; the handover itself takes the main room once it is there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on, work
from textual.containers import Horizontal
from textual.widget import Widget

from aovconsole.domain.roster_words import remark_text
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Change
from aovconsole.screens.forms import form
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import Key
from aovconsole.screens.roster_lines import body_of, gap_key, story
from aovconsole.screens.roster_pane import RosterBeside, RosterPane
from aovconsole.screens.widgets.pick_list import PickList

ROSTER_TYPES = frozenset({"duty", "holding", "evenement", "match", "cmt"})
"""The types of record that change the roster, or what it must cover."""

ROSTER_KEYS = (
    Key("open", "enter", "verloop", "Wat er met deze dienst gebeurde: wie, wanneer, waarom."),
    Key("new", "n", "nieuw", "Iemand op het rooster zetten; op een gat staan dienst en tijd er al.", asks=True),
    Key("replace", "v", "vervang", "De dienst onder de cursor aan een ander geven, met reden.", asks=True),
    Key("swap", "r", "ruil", "De dienst onder de cursor ruilen met een andere.", asks=True),
    Key("take_over", "o", "overnemen", "Een dienst per direct overnemen, met reden.", asks=True),
    Key("withdraw", "x", "intrekken", "De dienst onder de cursor van het rooster halen, of een overname.", asks=True),
    Key("missing", "w", "wat mist", "Gaten, dubbelen, nachten en risico zonder dienst, vijf weken vooruit."),
    Key("earlier", "left", "→ weken", "Een week eerder."),
    Key("later", "right", "later", "Een week later.", shown=False),
    Key("today", "t", "vandaag", "Naar deze week en de volgende.", shown=False),
    Key("import_roster", "I", "inlezen", "Een rooster inlezen: .ics of .csv.", asks=True),
)


class HandoverScreen(DeskScreen):
    """The roster at the left; beside it what belongs to it, until the handover stands there."""

    PLACE = "handover"
    KEYS = ROSTER_KEYS
    DEFAULT_CSS = """
    HandoverScreen #duties { height: 1fr; }
    HandoverScreen RosterBeside { width: 42%; max-width: 90; margin: 0 0 0 2; }
    HandoverScreen.-narrow RosterBeside { display: none; }
    HandoverScreen.-narrow RosterPane > #roster_head { margin: 0; }
    """

    def compose_body(self) -> Iterable[Widget]:
        """The roster, and what stands in the main room."""
        yield Horizontal(RosterPane(self.desk), RosterBeside(), id="duties")

    @property
    def roster(self) -> RosterPane:
        """The roster."""
        return self.query_one(RosterPane)

    def focus_body(self) -> None:
        """In the roster."""
        self.roster.picks.focus()

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read again when the roster changed, or what it must cover."""
        if not changes or {change.kind.partition(".")[0] for change in changes} & ROSTER_TYPES:
            self.roster.read()
            self._show_beside()

    def _show_beside(self) -> None:
        self.query_one(RosterBeside).show(self.desk, self.roster.view, self.roster.row)

    @on(PickList.Moved, "#roster")
    def _moved(self) -> None:
        self._show_beside()

    @on(PickList.Chosen, "#roster")
    def _chosen(self) -> None:
        self.action_open()

    @work
    async def action_open(self) -> None:
        """Tell the history of the stretch under the cursor, or fill the gap there."""
        from aovconsole.screens.tell_dialog import TellDialog, Told

        row = self.roster.row
        if row is None:
            self.action_new()
            return
        body = body_of(row)
        facts = [Told(when, said) for when, said in story(self.desk, row)]
        facts += [Told("bron", body["source"])] if body["source"] else []
        await self.app.push_screen_wait(TellDialog(row.title, body["note"], facts))

    @work
    async def action_new(self) -> None:
        """Ask who has which duty when; in a gap that is filled in."""
        gap = next((one for one in self.roster.view.remarks if gap_key(one) == self.roster.picks.selected), None)
        if gap is None:
            await form("roster_forms", "put_on")(self)
        else:
            ends = self._typed(gap.end) if gap.kind == "gap" else ""
            await form("roster_forms", "put_on")(self, gap.duty, self._typed(gap.begin), ends)

    def _typed(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.desk.zone):%d-%m-%Y %H:%M}"

    @work
    async def action_replace(self) -> None:
        """Ask who has the stretch instead."""
        if row := self._standing():
            await form("roster_forms", "replace")(self, row)

    @work
    async def action_swap(self) -> None:
        """Ask with whom."""
        row = self._standing()
        if row and read_stored(row.end_at) <= self.desk.seat.now:
            self.tell("deze dienst is voorbij")
        elif row:
            await form("roster_forms", "swap")(self, row, self.roster.view)

    @work
    async def action_take_over(self) -> None:
        """Ask who takes the duty over."""
        row = self.roster.row
        await form("roster_forms", "take_over")(self, body_of(row)["duty"] if row else self.desk.roster.rules.duties[0])

    @work
    async def action_withdraw(self) -> None:
        """Ask why the stretch goes."""
        if row := self._standing():
            running = (one for one in self.roster.view.on if row.subject in (s.subject for s in one.rostered))
            held = next((one.holding.subject for one in running if one.holding), "")
            await form("roster_forms", "withdraw")(self, row, held)

    def _standing(self) -> SubjectRow | None:
        """The stretch under the cursor when it can be changed, else None and a sentence why not."""
        row = self.roster.row
        if row is None:
            self.tell("zet de cursor eerst op een dienst; n zet er een op het rooster")
        elif row.status == "withdrawn":
            self.tell("deze dienst is ingetrokken")
            return None
        return row

    @work
    async def action_missing(self) -> None:
        """Tell what is wrong in the coming weeks."""
        from aovconsole.domain.roster_words import KINDS
        from aovconsole.screens.tell_dialog import TellDialog, Told

        found = self.desk.roster.check()
        facts = [Told(KINDS[one.kind], remark_text(one, self.desk.seat.now, self.desk.zone)) for one in found]
        said = "" if found else "Er valt niets op."
        await self.app.push_screen_wait(TellDialog("Wat mist op het rooster, vijf weken", said, facts[:200]))

    @work
    async def action_import_roster(self) -> None:
        """Ask for a file."""
        await form("roster_forms", "import_file")(self)

    def action_earlier(self) -> None:
        """A week back."""
        self._go(-1)

    def action_later(self) -> None:
        """A week on."""
        self._go(1)

    def action_today(self) -> None:
        """This week and the next."""
        self._go(0)

    def _go(self, weeks: int) -> None:
        try:
            self.roster.go(weeks)
        except (OverflowError, ValueError):
            self.tell("verder gaat de kalender niet")
        self._show_beside()
