"""Actions and decisions at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.agreements import ACTION_STATES, RUNNING_STATES, ActionAgreed, ActionStepped, DecisionMade
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


class AgreementDesk:
    """What can be asked about actions and decisions."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def action(self, dossier: str, text: str, *, owner: str = "", due: datetime | None = None) -> SubjectRow:
        """Agree an action in a dossier: who does what before when."""
        subject = self._seat.dossier(dossier)
        what, who = wanted(text, "de actie"), clean(owner.strip())

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_in_dossier("A", subject)
            return [Draft(ActionAgreed(number, what, who, stored(due) if due else ""), dossier=subject)]

        return self._written(build)

    def decide(self, dossier: str, text: str) -> SubjectRow:
        """Log a decision in a dossier."""
        subject = self._seat.dossier(dossier)
        what = wanted(text, "het besluit")

        def build(writing: Writing) -> list[Draft]:
            return [Draft(DecisionMade(writing.next_in_dossier("B", subject), what), dossier=subject)]

        return self._written(build)

    def step(self, action: str, state: str, note: str = "") -> SubjectRow:
        """Let an action (by its subject) change state.

        Raises:
            CommandRefused: no such state or action, or the action is over.
        """
        if state not in ACTION_STATES:
            raise CommandRefused(f"een actie kan niet {clean(state)} worden")

        def build(writing: Writing) -> list[Draft]:
            row = writing.subject(action)
            if row is None or row.type != "action":
                raise CommandRefused("die actie bestaat niet")
            if row.status not in RUNNING_STATES:
                raise CommandRefused(f"{row.number} is al afgehandeld")
            return [Draft(ActionStepped(state, clean(note)), subject=action, dossier=row.dossier)]

        self._seat.write(build)
        row = self._seat.reading.subject(action)
        assert row is not None, "an action that was just written has a row"
        return row

    def _written(self, build: Callable[[Writing], list[Draft]]) -> SubjectRow:
        row = self._seat.reading.subject(self._seat.write(build)[0].subject)
        assert row is not None, "an agreement that was just written has a row"
        return row
