"""What can be done with the roster on screen 6: put on, replace, swap, take over, withdraw, import, look ahead."""

from __future__ import annotations

from datetime import datetime

from textual import work

from aovconsole.domain.roster_words import remark_text
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.forms import body_of, form
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import Key
from aovconsole.screens.roster_lines import gap_key, story
from aovconsole.screens.roster_pane import RosterBeside, RosterPane

ROSTER_KEYS = (
    Key("new", "n", "nieuw", "Iemand op het rooster zetten; op een gat staan dienst en tijd er al.", asks=True),
    Key("replace", "v", "vervang", "De dienst onder de cursor aan een ander geven, met reden.", asks=True),
    Key("swap", "r", "ruil", "De dienst onder de cursor ruilen met een andere.", asks=True),
    Key("missing", "w", "wat mist", "Gaten, dubbelen, nachten en risico zonder dienst, vijf weken vooruit."),
    Key("earlier", "left", "→ weken", "Een week eerder."),
    Key("later", "right", "later", "Een week later.", shown=False),
    Key("today", "t", "vandaag", "Naar deze week en de volgende.", shown=False),
    Key("import_roster", "I", "inlezen", "Een rooster inlezen: .ics of .csv.", asks=True),
)


class RosterActs(DeskScreen):
    """A screen that holds a roster."""

    @property
    def roster(self) -> RosterPane:
        """The roster."""
        return self.query_one(RosterPane)

    def show_beside(self) -> None:
        """Show beside the roster what belongs to what the cursor is on."""
        self.query_one(RosterBeside).show(self.desk, self.roster.view, self.roster.row)

    async def open_stretch(self) -> None:
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

    async def take_stretch_over(self) -> None:
        """Ask who takes the duty over."""
        row = self.roster.row
        await form("roster_forms", "take_over")(self, body_of(row)["duty"] if row else self.desk.roster.rules.duties[0])

    async def withdraw_stretch(self) -> None:
        """Ask why the stretch goes."""
        if row := self._standing():
            running = (one for one in self.roster.view.on if row.subject in (s.subject for s in one.rostered))
            held = next((one.holding.subject for one in running if one.holding and one.holding.how == "taken"), "")
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
        self.show_beside()
