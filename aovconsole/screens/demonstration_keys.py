"""The keys of an open demonstration: each asks for its form, in the words of the field."""

from __future__ import annotations

from textual import work

from aovconsole.domain.demonstration_words import STEPS
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.forms import body_of, form
from aovconsole.screens.keys import Key
from aovconsole.screens.line_acts import LineActs

TYPE = "demonstration"

DEMONSTRATION_KEYS = (
    Key("new", "n", "nieuwe", "Een demonstratie opnemen; alleen een plaats is genoeg als zij nu bezig is.", asks=True),
    Key("fill", "e", "gegevens", "Plaats of route, tijden, verwacht aantal, schaal, scheiding.", asks=True),
    Key("receipt", "o", "ontvangstbewijs", "Een bewijs van ontvangst geven, met nummer en tekst.", asks=True),
    Key("talk", "g", "gesprek", "Een gesprek vastleggen: met wie, en wat is afgesproken.", asks=True),
    Key("condition", "v", "voorschrift", "Een voorschrift of beperking, op een van de drie gronden.", asks=True),
    Key("decide", "b", "besluit", "Het besluit van de burgemeester, en de bekendmaking aan de kennisgever.", asks=True),
    Key("agree", "a", "actie", "Een actie afspreken: wat, wie, wanneer.", asks=True),
    Key("instruct", "w", "aanwijzing", "Een aanwijzing tijdens, of het bevel tot beëindigen.", asks=True),
    Key("count", "h", "hoeveel", "Vastleggen hoeveel er zijn: geteld of geschat, door wie.", asks=True),
    Key("link", "k", "koppelen", "Koppelen: tegendemonstratie van, of gericht tegen.", asks=True),
    Key("finish", "x", "einde", "De demonstratie is afgelopen, of gaat niet door.", asks=True),
    Key("contact", "d", "contact", "Hoe de kennisgever te bereiken is; apart bewaard.", asks=True),
    Key("past", "t", "wat wisten we om…", "Het dossier zoals het toen bekend was; ← → stapt.", asks=True),
    Key("correct", "c", "verbeter", "De regel onder de cursor verbeteren.", shown=False, asks=True),
    Key("withdraw", "z", "intrekken", "De stap onder de cursor was een vergissing en vervalt.", shown=False, asks=True),
    Key("filter", "f", "filter", "De lijst filteren op nummer, plaats of staat.", asks=True),
    Key("open", "enter", "openen", "De demonstratie openen; in het log: de hele regel.", shown=False),
    Key("earlier", "left,comma", "eerder", "Terugkijkend: naar het vorige moment.", "step_past(-1)", shown=False),
    Key("later", "right,full_stop", "later", "Terugkijkend: naar het volgende moment.", "step_past(1)", shown=False),
    Key("tab", "tab", "verder", "Van de feiten naar het log en de regel.", "app.focus_next", shown=False),
    Key("back", "escape", "terug", "Terug: uit het verleden, uit het dossier, uit het filter.", shown=False),
)


class DemonstrationForms(LineActs):
    """The forms of the screen on which a demonstration is open."""

    def _open_row(self) -> SubjectRow | None:
        """The open demonstration when it can be written to, else None and a sentence why not."""
        return self.writable("kies eerst een demonstratie, of neem er met n een op")

    @work
    async def action_new(self) -> None:
        """Ask what is known of a new demonstration."""
        await form("demonstration_forms", "new_demonstration")(self)

    @work
    async def action_fill(self) -> None:
        """Ask for the fields."""
        if row := self._open_row():
            await form("demonstration_forms", "fill_in")(self, row, body_of(row))

    @work
    async def action_receipt(self) -> None:
        """Ask how the receipt is given."""
        if row := self._open_row():
            if row.status == "spontaneous":
                self.tell("zonder kennisgeving; e vult in wanneer die binnenkwam")
            else:
                await form("demonstration_forms", "give_receipt")(self, row, body_of(row))

    @work
    async def action_contact(self) -> None:
        """Show the contact and let it be changed."""
        if row := self._open_row():
            await form("demonstration_forms", "keep_contact")(self, row)

    @work
    async def action_talk(self) -> None:
        """Ask with whom was talked."""
        if row := self._open_row():
            await form("demonstration_forms", "log_talk")(self, row)

    @work
    async def action_count(self) -> None:
        """Ask how many there are."""
        if row := self._open_row():
            await form("demonstration_forms", "log_count")(self, row)

    @work
    async def action_link(self) -> None:
        """Ask what it counters or is aimed at."""
        if row := self._open_row():
            await form("demonstration_forms", "link_to")(self, row)

    @work
    async def action_condition(self) -> None:
        """Ask for a condition."""
        if row := self._open_row():
            await form("demonstration_acts", "set_condition")(self, row)

    @work
    async def action_decide(self) -> None:
        """Ask what is decided, or made known."""
        if row := self._open_row():
            await form("demonstration_acts", "decide")(self, row)

    @work
    async def action_instruct(self) -> None:
        """Ask for an instruction, or the order to end."""
        if row := self._open_row():
            await form("demonstration_acts", "instruct")(self, row)

    @work
    async def action_finish(self) -> None:
        """Ask whether it is over or does not take place."""
        if row := self._open_row():
            await form("demonstration_acts", "finish")(self, row)

    @work
    async def action_withdraw(self) -> None:
        """Ask why the step under the cursor was a mistake."""
        line, row = self.pane.lines.selected, self._open_row()
        if row is None:
            return
        if line is None or line.type not in STEPS or line.type == "contact" or line.more.get("withdrawn"):
            self.tell("zet de cursor in het log op een stap: gesprek, voorschrift, besluit, telling …")
        else:
            await form("demonstration_acts", "withdraw_step")(self, row, line)
