"""What a person can do to the open dossier: each key asks for its form, in the words of the field."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on, work

from aovconsole.domain.view import SubjectRow
from aovconsole.screens.evenement_acts import EVENT_IDS, EVENT_KEYS, NEW_KEY
from aovconsole.screens.forms import body_of, form
from aovconsole.screens.keys import Key
from aovconsole.screens.line_acts import PAPER_KEY
from aovconsole.screens.match_acts import MATCH_IDS, MATCH_KEYS, MatchActs
from aovconsole.screens.widgets.pick_list import PickList

FORM_KEYS = (
    Key("grip", "g", "GRIP", "Een GRIP-stap, omhoog of omlaag: door wie, via wie gehoord, waarom, wanneer.", asks=True),
    Key("told", "w", "wie weet het", "Vastleggen wie is ingelicht: hoe, door wie, met welk antwoord.", asks=True),
    Key("measure", "m", "maatregel", "Een bevoegdheid van de burgemeester voorbereiden.", asks=True),
    Key("sitrep", "s", "sitrap", "Een sitrap maken uit het log: bewerken, kopiëren, bewaren, versturen.", asks=True),
    Key("agree", "a", "actie", "Een actie afspreken: wat, wie, wanneer.", asks=True),
    Key(
        "past",
        "t",
        "wat wisten we om…",
        "Het dossier zoals het toen bekend was; wat later kwam staat grijs, ← → stapt.",
        asks=True,
    ),
    Key("aftercare", "n", "nafase", "Naar de nafase; daarna de punten van de nafaselijst.", asks=True),
    Key("finish", "x", "afsluiten", "Het incident afsluiten; eerst ziet u wat nog open staat.", asks=True),
    Key("clocks", "k", "klokken", "De wettelijke klokken afvinken of laten beginnen.", asks=True),
    Key("lead", "o", "leiding", "Wie leidt, en wie de leiding overgeeft (kanteling).", asks=True),
    Key("fill", "e", "gegevens", "Titel, plaats, aard, melder, kenmerken en begin van het incident.", asks=True),
    Key(
        "correct", "c", "verbeter", "De regel onder de cursor verbeteren; de oude blijft doorgehaald staan.", asks=True
    ),
    Key("judge", "r", "regel waard", "De regel onder de cursor: geverifieerd of weersproken, door wie.", asks=True),
    Key("withdraw", "z", "intrekken", "De stap onder de cursor was een vergissing en vervalt.", shown=False, asks=True),
    Key("reopen", "h", "heropenen", "Een afgesloten incident, of een in de nafase, weer acuut maken.", asks=True),
    PAPER_KEY,
    *EVENT_KEYS,
    NEW_KEY,
    *MATCH_KEYS,
)

INCIDENT_KEYS = frozenset({"grip", "told", "sitrep", "aftercare", "finish", "clocks", "lead", "fill", "reopen"})
"""The keys that need an incident."""

_OWN = {"incident": INCIDENT_KEYS, "evenement": EVENT_IDS, "match": MATCH_IDS}
"""The keys that only one kind of dossier has."""

_LETTERS = {type_: {key.key for key in FORM_KEYS if key.id in ids} for type_, ids in _OWN.items()}


def _taken(type_: str, key: Key) -> bool:
    """Whether a letter means something else while a dossier of this kind is open."""
    return key.id not in _OWN.get(type_, ()) and key.key in _LETTERS.get(type_, ())


def live_keys(row: SubjectRow | None, keys: Iterable[Key]) -> tuple[Key, ...]:
    """The keys that do something for a dossier, those that only its kind has on top unless it is an incident."""
    type_, status = (row.type, row.status) if row else ("", "")
    idle = {id_ for kind, ids in _OWN.items() if kind != type_ for id_ in ids}
    idle |= {"finish", "aftercare"} if status == "closed" else {"reopen"} if status == "open" else set()
    idle |= {"event_cancel"} if status == "cancelled" else set()
    if row is None or not row.subject:
        idle |= {"past", "agree", "measure"}
    shown = [key for key in keys if key.id not in idle and not _taken(type_, key)]
    own = _OWN.get(type_, frozenset()) if type_ != "incident" else frozenset()
    return tuple(sorted(shown, key=lambda key: key.id not in own))


class DossierForms(MatchActs):
    """The forms of the screen on which a dossier is open."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a letter that two kinds of dossier use mean what the open one says; the others answer for themselves."""
        type_ = self.pane.row.type if self.pane.row else ""
        if any(action in ids for kind, ids in _OWN.items() if kind not in (type_, "incident")):
            return False
        key = next((key for key in FORM_KEYS if key.id == action), None)
        if key is not None and _taken(type_, key):
            return False
        return super().check_action(action, parameters)

    def _incident(self, *statuses: str) -> SubjectRow | None:
        """The open dossier when it is an incident that can be written to, else None and a sentence why not."""
        row = self._dossier()
        if row is None:
            return None
        if row.type != "incident":
            self.tell("kies eerst een incident")
            return None
        if statuses and row.status not in statuses:
            self.tell(f"{row.number} is {'al afgesloten' if row.status == 'closed' else 'nog open'}")
            return None
        return row

    def _dossier(self) -> SubjectRow | None:
        """The open dossier when it can be written to, else None and a sentence why not."""
        return self.writable("kies eerst een dossier")

    @work
    async def action_grip(self) -> None:
        """Ask for a GRIP step."""
        if row := self._incident():
            await form("incident_forms", "grip_step")(self, row, body_of(row))

    @work
    async def action_fill(self) -> None:
        """Ask for the fields of the incident."""
        if row := self._incident():
            await form("incident_forms", "fill_in")(self, row, body_of(row))

    @work
    async def action_told(self, function: str = "") -> None:
        """Ask who was told."""
        if row := self._incident():
            await form("response_forms", "tell_function")(self, row, function)

    @work
    async def action_clocks(self) -> None:
        """Ask which clock is to be ticked or begun."""
        if row := self._incident():
            await form("response_forms", "clocks_of")(self, row)

    @work
    async def action_lead(self) -> None:
        """Ask who leads."""
        if row := self._incident():
            await form("response_forms", "pass_lead")(self, row)

    @work
    async def action_measure(self) -> None:
        """Ask which power is to be prepared."""
        if row := self._dossier():
            await form("measure_choice", "choose_measure")(self, row.subject)

    @work
    async def action_sitrep(self) -> None:
        """Show a drafted situation report."""
        if row := self._incident():
            await form("sitrep_dialog", "sitrep")(self, row.subject)

    @work
    async def action_aftercare(self) -> None:
        """Pass to the nafase, or choose a point of its list."""
        if row := self._incident("open", "aftercare"):
            await form("ending_forms", "aftercare")(self, row)

    @work
    async def action_finish(self) -> None:
        """Show what is still open, and close the incident."""
        if row := self._incident("open", "aftercare"):
            await form("ending_forms", "close")(self, row)

    @work
    async def action_reopen(self) -> None:
        """Ask why the incident is acute again."""
        if row := self._incident("closed", "aftercare"):
            await form("ending_forms", "reopen")(self, row)

    @work
    async def action_withdraw(self) -> None:
        """Ask why the step under the cursor was a mistake."""
        line = self.pane.lines.selected
        from aovconsole.screens.line_forms import STEPS_TO_WITHDRAW, withdraw_step

        row = self._incident()
        if row is None:
            return
        if line is None or line.type not in STEPS_TO_WITHDRAW or line.more.get("withdrawn"):
            self.tell("zet de cursor in het log op een stap: GRIP, klok, ingelicht, leiding of nafase")
            return
        await withdraw_step(self, row.subject, line)

    @on(PickList.Chosen, "#actions")
    @work
    async def _action_chosen(self, event: PickList.Chosen) -> None:
        """Let the action under the cursor change."""
        if not self.pane.looking_back:
            await form("action_forms", "change_action")(self, event.key)

    @on(PickList.Chosen, "#measures")
    def _measure_chosen(self, event: PickList.Chosen) -> None:
        if not self.pane.looking_back:
            self.action_show_measure(event.key)

    @work
    async def action_show_measure(self, measure: str) -> None:
        """Show the page of a measure."""
        await form("measure_forms", "open_measure")(self, measure)

    @on(PickList.Chosen, "#told")
    def _function_chosen(self, event: PickList.Chosen) -> None:
        self.action_told(event.key)

    @on(PickList.Chosen, "#clocks")
    @work
    async def _clock_chosen(self, event: PickList.Chosen) -> None:
        """Tick the clock under the cursor, or begin what it waits for."""
        if row := self._incident():
            await form("response_forms", "choose_clock")(self, row, event.key)

    @on(PickList.Chosen, "#aftercare")
    @work
    async def _point_chosen(self, event: PickList.Chosen) -> None:
        """Mark the point of the nafase list under the cursor."""
        if row := self._incident("aftercare"):
            await form("ending_forms", "mark_point")(self, row, event.key)
