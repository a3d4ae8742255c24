"""The keys of an open CMT day: each asks for its form, in the words of the field."""

from __future__ import annotations

from textual import work

from aovconsole.domain.view import SubjectRow
from aovconsole.screens.forms import form
from aovconsole.screens.keys import Key
from aovconsole.screens.line_acts import PAPER_KEY, LineActs

TYPE = "cmt"

CMT_KEYS = (
    Key("decide", "b", "besluit", "Een besluit: tekst en houder eerst, de onderbouwing mag later.", asks=True),
    Key("agree", "a", "actie", "Een actie afspreken: wat, wie, wanneer.", asks=True),
    Key("crowd", "d", "drukte", "De drukte op een plek: geteld, geschat, deel van de capaciteit of per m².", asks=True),
    Key("meeting", "v", "vergadering", "De vergadering openen of sluiten, de agenda, het verslag.", asks=True),
    Key(
        "plan",
        "p",
        "plan",
        "Het hele plan: wat te laat is, wat komt; Enter zet een regel op gedaan of vervallen.",
        asks=True,
    ),
    Key("present", "w", "wie is er", "Wie er is en wie gaat; wie voorzit en wie het log houdt.", asks=True),
    Key(
        "waiting",
        "k",
        "wat ligt er",
        "Wat er ligt: te toetsen, zonder onderbouwing, te laat, zonder houder, nog niet akkoord; Enter doet het.",
        asks=True,
    ),
    Key("new", "n", "nieuw", "Een CMT openen.", asks=True),
    Key("days", "e", "andere dag", "Een ander CMT kiezen.", asks=True),
    Key("overview", "o", "overzicht", "Op een smal scherm: drukte, plan, besluiten en acties; nog eens: het log."),
    Key("finish", "x", "sluiten", "Het CMT sluiten; eerst ziet u wat nog open staat.", asks=True),
    Key("past", "t", "wat wisten we om…", "De dag zoals die toen bekend was; ← → stapt.", asks=True),
    Key("correct", "c", "verbeter", "De regel onder de cursor verbeteren.", shown=False, asks=True),
    Key("judge", "r", "regel waard", "De regel onder de cursor: geverifieerd of weersproken.", shown=False, asks=True),
    PAPER_KEY,
    Key("earlier", "left,comma", "eerder", "Terugkijkend: naar het vorige moment.", "step_past(-1)", shown=False),
    Key("later", "right,full_stop", "later", "Terugkijkend: naar het volgende moment.", "step_past(1)", shown=False),
    Key(
        "tab",
        "tab",
        "verder",
        "Van het log naar drukte, plan, besluiten, acties en de regel.",
        "app.focus_next",
        shown=False,
    ),
    Key("back", "escape", "terug", "Terug: uit het verleden, naar het log.", shown=False),
)


class CmtForms(LineActs):
    """The forms of the screen on which a CMT day is open."""

    def _sitting(self) -> SubjectRow | None:
        """The open day when it can be written to, else None and a sentence why not."""
        return self.writable("nog geen CMT; n opent er een", TYPE)

    @work
    async def action_new(self) -> None:
        """Ask what the CMT sits for."""
        await form("cmt_forms", "open_day")(self)

    @work
    async def action_decide(self) -> None:
        """Ask for a decision."""
        if row := self._sitting():
            await form("cmt_deciding", "decide")(self, row)

    @work
    async def action_crowd(self, place: str = "") -> None:
        """Ask how busy it is."""
        if row := self._sitting():
            await form("cmt_crowd_forms", "read_crowd")(self, row, place)

    @work
    async def action_meeting(self) -> None:
        """Ask what is to be done about the meetings."""
        if row := self._sitting():
            await form("cmt_meetings", "meeting")(self, row)

    @work
    async def action_plan(self, key: str = "") -> None:
        """Ask what became of a line of the plan."""
        if row := self._sitting():
            await form("cmt_plan_forms", "work_plan_of")(self, row, key)

    @work
    async def action_present(self) -> None:
        """Ask who comes and goes, who chairs and keeps the log."""
        if row := self._sitting():
            await form("cmt_forms", "who_is_there")(self, row)

    @work
    async def action_waiting(self) -> None:
        """Show what waits for the team."""
        if row := self._sitting():
            await form("cmt_waiting", "what_waits")(self, row)

    @work
    async def action_finish(self) -> None:
        """Show what is still open, and close the day."""
        if row := self._sitting():
            await form("cmt_forms", "close_day")(self, row)
