"""Looking back on screen 7: its keys, and what each does; the other view there is that of the year figures."""

from __future__ import annotations

from textual import on, work

from aovconsole.domain.times import moment_from
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.forms import form
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import Key
from aovconsole.screens.looked_back_pane import LookedBackPane
from aovconsole.screens.widgets.pick_list import PickList

BACK_KEYS = (
    Key("pick_line", "space", "bewijs", "De regel onder de cursor kiezen als bewijs, of loslaten."),
    Key("mark", "s", "sleutelmoment", "De regel onder de cursor merken als sleutelmoment, met waarom.", asks=True),
    Key("finding", "b", "bevinding", "Een bevinding schrijven, met de gekozen regels als bewijs.", asks=True),
    Key("recommend", "r", "aanbeveling", "Een aanbeveling schrijven, met de gekozen regels als bewijs.", asks=True),
    Key("handle", "enter", "afhandelen", "Beantwoorden, opvolgen, een einde geven; op een regel: ga erheen."),
    Key("react", "k", "reactie", "De reactie van een partner vastleggen, met haar bron.", shown=False, asks=True),
    Key("choose_evaluation", "o", "kiezen", "Een andere evaluatie kiezen.", asks=True),
    Key("make_evaluation", "n", "nieuw", "Een evaluatie maken over dossiers of een periode.", asks=True),
    Key("dossiers", "d", "dossiers", "Een dossier erbij of eruit.", shown=False, asks=True),
    Key("year_figures", "v", "jaarcijfers", "Naar de jaarcijfers."),
    Key("past", "t", "toen", "De tijdlijn zoals zij op een moment bekend was; leeg is nu.", shown=False, asks=True),
    Key("close_evaluation", "c", "definitief", "De evaluatie definitief maken, of heropenen.", shown=False),
)
"""The keys of looking back; those of the year figures do nothing then."""

_NONE = "er is nog geen evaluatie: n maakt er een"


class LookedBackActs(DeskScreen):
    """What the keys of looking back do."""

    @property
    def back(self) -> LookedBackPane:
        """The evaluation that is shown."""
        return self.query_one(LookedBackPane)

    @property
    def _draft(self) -> SubjectRow | None:
        """The evaluation that is shown when it can be written in; else a sentence says why not."""
        row = self.back.view.row
        if row is None:
            self.tell(_NONE)
        elif row.status != "draft":
            self.tell(f"{row.number} is definitief: c heropent haar")
            return None
        return row

    @on(PickList.Chosen, "#evaluated")
    @on(PickList.Chosen, "#found")
    def _chosen_one(self) -> None:
        self.action_handle()

    def action_pick_line(self) -> None:
        """Choose the line under the cursor as evidence."""
        if self.back.lines.selected:
            self.back.choose(self.back.lines.selected)

    @work
    async def action_mark(self) -> None:
        """Mark the line under the cursor."""
        if self._draft and self.back.lines.selected:
            await form("looked_back_forms", "mark")(self, self.back.view, self.back.lines.selected)

    @work
    async def action_finding(self) -> None:
        """Write a finding."""
        if self._draft and await form("looked_back_forms", "write_finding")(self, self.back.view, self.back.chosen):
            self.back.let_go()

    @work
    async def action_recommend(self) -> None:
        """Write a recommendation."""
        if self._draft and await form("looked_back_forms", "recommend")(self, self.back.view, self.back.chosen):
            self.back.let_go()

    @work
    async def action_react(self) -> None:
        """Note the reaction of a partner."""
        if self._draft:
            await form("looked_back_forms", "react")(self, self.back.view)

    @work
    async def action_handle(self) -> None:
        """Do what the thing under the cursor asks for; of a line go to where it happened."""
        pane = self.back
        if self.focused is pane.lines:
            line = next((one for one in pane.view.lines if one.record_id == pane.lines.selected), None)
            if line:
                self.post_message(self.OpenDossier(line.dossier, line.record_id))
            return
        kind, _, key = pane.found.selected.partition(":")
        if kind == "rec":
            row = self.desk.reading.subject(key)
            if row:
                await form("looked_back_forms", "end_recommendation")(self, row)
        elif kind == "reaction":
            self.tell("een reactie haalt u door met: evaluation withdraw")
        elif kind and self._draft:
            await self._handle_own(kind, key)

    async def _handle_own(self, kind: str, key: str) -> None:
        pane = self.back
        if kind == "finding":
            if await form("looked_back_forms", "about_finding")(self, pane.view, key, pane.chosen):
                pane.let_go()
            return
        names = {"text": "write_text", "question": "answer", "before": "follow_up"}
        await form("looked_back_forms", names[kind])(self, pane.view, key)

    @work
    async def action_choose_evaluation(self) -> None:
        """Show another evaluation."""
        row = self.back.view.row
        if row is None:
            self.tell(_NONE)
            return
        if subject := await form("looked_back_forms", "choose")(self, row.subject):
            self.back.ask_for(subject)

    @work
    async def action_make_evaluation(self) -> None:
        """Make an evaluation, and show it."""
        if subject := await form("looked_back_forms", "make")(self):
            self.back.ask_for(subject)

    @work
    async def action_dossiers(self) -> None:
        """Add a dossier, or leave one out."""
        if self._draft:
            await form("looked_back_forms", "change_dossiers")(self, self.back.view)

    @work
    async def action_close_evaluation(self) -> None:
        """Make it final, or a draft again."""
        if self.back.view.row is None:
            self.tell(_NONE)
            return
        await form("looked_back_forms", "close")(self, self.back.view)

    @work
    async def action_past(self) -> None:
        """Ask up to when a line must have been known here."""

        async def look(values: dict[str, str]) -> bool:
            typed = values["known_at"].strip()
            self.back.known_at = (
                moment_from(typed, "tijd", now=self.desk.seat.now, zone=self.desk.zone) if typed else None
            )
            self.back.read()
            return True

        field = Field("known_at", "bekend om", hint="07-02-2027 15:10; leeg is nu")
        await self.app.push_screen_wait(FormDialog("Wat wisten we toen", [field], look, verb="tonen"))
