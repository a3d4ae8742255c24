"""Evenementen at the desk."""

from __future__ import annotations

from datetime import date, datetime

from aovconsole.desk.seat import Seat, dossier_row_of, ordered_times, wanted
from aovconsole.domain.evenement import HANDLING_CLASSES, EvenementAdded, RoundHeld
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


class EvenementDesk:
    """What can be asked about evenementen."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def add(
        self,
        title: str,
        *,
        begin: datetime,
        end: datetime,
        place: str,
        handling_class: str = "",
        visitors_count: int | None = None,
        assessed_on: date | None = None,
    ) -> SubjectRow:
        """Put an evenement on the calendar; one that has a class was assessed, today unless a day is given.

        Raises:
            CommandRefused: title or place is empty, the end lies before the begin, no such class.
        """
        name, where = wanted(title, "de titel"), wanted(place, "de plaats")
        begin_at, end_at = ordered_times(begin, end)
        named = handling_class.upper()
        if named and named not in HANDLING_CLASSES:
            raise CommandRefused(f"klasse {clean(handling_class)} bestaat niet: kies A, B of C")
        if visitors_count is not None and visitors_count < 0:
            raise CommandRefused("het aantal bezoekers kan niet onder nul zijn")
        if named and assessed_on is None:
            assessed_on = self._seat.now.astimezone(self._seat.zone).date()
        assessed = assessed_on.isoformat() if assessed_on else ""

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_number("EVE", self._seat.year_of(None))
            subject = writing.new_id()
            added = EvenementAdded(number, name, begin_at, end_at, where, named, visitors_count, assessed)
            return [Draft(added, dossier=subject, id=subject)]

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def round(self, number: str, *, note: str = "", at: datetime | None = None) -> SubjectRow:
        """Log that a safety round was held."""
        evenement = self._seat.find(number, "evenement")
        moment = self._seat.happened(at)
        draft = Draft(RoundHeld(clean(note)), subject=evenement.subject, dossier=evenement.subject, occurred_at=moment)
        self._seat.write(lambda _: [draft])
        return dossier_row_of(self._seat, evenement.subject)
