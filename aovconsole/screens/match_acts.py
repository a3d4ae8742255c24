"""What a person can do to an open match: its keys, and what a choice in its panels leads to."""

from __future__ import annotations

from textual import on, work

from aovconsole.domain.view import SubjectRow
from aovconsole.screens.evenement_acts import EvenementActs
from aovconsole.screens.keys import Key
from aovconsole.screens.widgets.pick_list import PickList

MATCH_KEYS = (
    Key("match_edit", "e", "gegevens", "Wedstrijd: categorie, vervoer, overleg, besluiten, tijden.", asks=True),
    Key("match_conduct", "g", "gedrag", "Wedstrijd: ongewenst gedrag vastleggen; nooit wie het deed.", asks=True),
)
"""The keys of a match; a letter that another dossier uses too means this only while a match is open."""

MATCH_IDS = frozenset(key.id for key in MATCH_KEYS)


class MatchActs(EvenementActs):
    """The forms of a match on the screen on which a dossier is open."""

    def _match(self) -> SubjectRow | None:
        """The open dossier when it is a match that can be written to, else None and a sentence why not."""
        return self.writable("kies eerst een wedstrijd", "match")

    @work
    async def action_match_edit(self, wanted: str = "") -> None:
        """Ask what is to be changed in the match."""
        from aovconsole.screens.match_forms import edit_match

        if row := self._match():
            await edit_match(self, row.subject, wanted)

    @work
    async def action_match_conduct(self) -> None:
        """Ask what unwanted conduct there was."""
        from aovconsole.screens.match_forms import log_conduct

        if row := self._match():
            await log_conduct(self, row.subject)

    @on(PickList.Chosen, "#prepared")
    def _prepared_chosen(self, event: PickList.Chosen) -> None:
        self.action_match_edit(event.key)

    @on(PickList.Chosen, "#plan")
    @work
    async def _plan_chosen(self, event: PickList.Chosen) -> None:
        """Mark the line of the match-day plan under the cursor."""
        from aovconsole.screens.match_forms import mark_plan

        if row := self._match():
            await mark_plan(self, row.subject, event.key.removeprefix("plan "))

    @on(PickList.Chosen, "#conducts")
    @work
    async def _conduct_chosen(self, event: PickList.Chosen) -> None:
        """Ask what follows on the conduct under the cursor."""
        from aovconsole.screens.match_forms import consequence

        if self._match():
            await consequence(self, event.key.removeprefix("conduct "))
