"""What a person can do to an open evenement: its keys, and the form behind each."""

from __future__ import annotations

from textual import on, work

from aovconsole.domain.view import SubjectRow
from aovconsole.screens.forms import form
from aovconsole.screens.keys import Key
from aovconsole.screens.line_acts import LineActs
from aovconsole.screens.widgets.pick_list import PickList

EVENT_KEYS = (
    Key("event_fill", "e", "gegevens", "Evenement: aanvraag of melding, tijden, opbouw, bezoek, CMT-dag.", asks=True),
    Key("event_step", "s", "stap", "Evenement: een stap van de HEV op gereed, bezig of niet nodig.", asks=True),
    Key("event_class", "k", "klasse", "Evenement: klasse A, B of C met de redenen uit de risicoscan.", asks=True),
    Key("event_advice", "d", "advies", "Evenement: advies vragen of vastleggen, per partner of samen.", asks=True),
    Key("event_plan", "n", "veiligheidsplan", "Evenement: het veiligheidsplan, ontvangen of beoordeeld.", asks=True),
    Key("event_permit", "v", "vergunning", "Evenement: het besluit op de vergunning met de voorschriften.", asks=True),
    Key("event_round", "o", "ronde", "Evenement: een veiligheidsronde of schouw, gelopen of gepland.", asks=True),
    Key("event_count", "g", "geteld", "Evenement: hoeveel bezoekers er waren, geteld of geschat.", asks=True),
    Key("event_cancel", "x", "gaat niet door", "Evenement: vastleggen dat het niet doorgaat.", shown=False, asks=True),
    Key("event_withdraw", "z", "intrekken", "Evenement: de stap onder de cursor vervalt.", shown=False, asks=True),
)
"""The keys of an evenement; a letter that an incident uses too means this only while an evenement is open."""

NEW_KEY = Key("event_new", "E", "evenement", "Een nieuw evenement; toont eerst de dagen op dat plein.", asks=True)

EVENT_IDS = frozenset(key.id for key in EVENT_KEYS)
EVENT_LETTERS = frozenset(key.key for key in EVENT_KEYS)


class EvenementActs(LineActs):
    """The forms of an evenement on the screen on which a dossier is open."""

    def _evenement(self) -> SubjectRow | None:
        """The open dossier when it is an evenement that can be written to, else None and a sentence why not."""
        return self.writable("kies eerst een evenement", "evenement")

    async def _ask(self, name: str, *values: str, module: str = "evenement_forms") -> None:
        """Show a form of the open evenement; its module is loaded when the first of them is asked for."""
        if row := self._evenement():
            await form(module, name)(self, row, *values)

    @work
    async def action_event_fill(self) -> None:
        """Ask for the fields of the frame."""
        await self._ask("fill_in")

    @work
    async def action_event_step(self, step: str = "") -> None:
        """Ask for the state of a step of the HEV."""
        await self._ask("tick_step", step)

    @work
    async def action_event_class(self) -> None:
        """Ask for the class and its reasons."""
        await self._ask("assess")

    @work
    async def action_event_advice(self, partner: str = "") -> None:
        """Ask which advice was asked or given."""
        await self._ask("advice", partner)

    @work
    async def action_event_plan(self) -> None:
        """Ask whether the safety plan came in, and what was found of it."""
        await self._ask("plan")

    @work
    async def action_event_permit(self) -> None:
        """Ask for the decision on the permit."""
        await self._ask("permit")

    @work
    async def action_event_round(self) -> None:
        """Ask for a round."""
        await self._ask("new_round", module="evenement_round_forms")

    @work
    async def action_event_count(self) -> None:
        """Ask how many visitors there were."""
        await self._ask("count")

    @work
    async def action_event_cancel(self) -> None:
        """Ask why the evenement does not go on."""
        await self._ask("cancel")

    @work
    async def action_event_withdraw(self) -> None:
        """Ask why the step under the cursor was a mistake."""
        line, row = self.pane.lines.selected, self.pane.row
        if line is None or row is None or line.type in ("line", "evenement", "round") or line.more.get("withdrawn"):
            self.tell("zet de cursor in het log op een stap: klasse, advies, plan, besluit, telling of gegeven")
        else:
            await self._ask("withdraw_step", line.record_id, line.text)

    @work
    async def action_event_new(self) -> None:
        """Ask for a new evenement."""
        made = await form("evenement_forms", "new_evenement")(self)
        if made:
            self.open_dossier(made)

    @on(PickList.Chosen, "#steps")
    def _step_chosen(self, event: PickList.Chosen) -> None:
        self.action_event_step(event.key)

    @on(PickList.Chosen, "#advice")
    def _advice_chosen(self, event: PickList.Chosen) -> None:
        self.action_event_advice(event.key)

    @on(PickList.Chosen, "#rounds")
    @work
    async def _round_chosen(self, event: PickList.Chosen) -> None:
        """Let the round under the cursor change."""
        await self._ask("change_round", event.key, module="evenement_round_forms")

    @on(PickList.Chosen, "#terms")
    @work
    async def _term_chosen(self, event: PickList.Chosen) -> None:
        """Show a term with its source and its date."""
        if row := self.pane.row:
            await form("evenement_forms", "tell_term")(self, row, event.key)

    @on(PickList.Chosen, "#days")
    def _use_chosen(self, event: PickList.Chosen) -> None:
        self.open_dossier(event.key)
