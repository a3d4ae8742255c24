"""Evenementen, demonstrations and CMT days at the desk."""

from __future__ import annotations

from datetime import date, datetime

from aovconsole.desk.seat import Seat, ordered_times, wanted
from aovconsole.domain.cmt import CmtClosed, CmtOpened
from aovconsole.domain.demonstration import SCALES, DemonstrationNoted
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

        return _row(self._seat, self._seat.write(build)[0].subject)

    def round(self, number: str, *, note: str = "", at: datetime | None = None) -> SubjectRow:
        """Log that a safety round was held."""
        evenement = self._seat.find(number, "evenement")
        moment = self._seat.happened(at)
        draft = Draft(RoundHeld(clean(note)), subject=evenement.subject, dossier=evenement.subject, occurred_at=moment)
        self._seat.write(lambda _: [draft])
        return _row(self._seat, evenement.subject)


class DemonstrationDesk:
    """What can be asked about demonstrations."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def add(
        self,
        *,
        at: datetime,
        until: datetime | None = None,
        place: str,
        expected_count: int | None = None,
        received: datetime | None = None,
        scale: str = "",
    ) -> SubjectRow:
        """Note a demonstration, with or without a notice received.

        Raises:
            CommandRefused: place is empty, the end lies before the begin, no such scale, received in the future.
        """
        where = wanted(place, "de plaats")
        begin_at, end_at = ordered_times(at, until or at)
        if scale and scale not in SCALES:
            raise CommandRefused(f"schaal {clean(scale)} bestaat niet: kies small of large")
        if expected_count is not None and expected_count < 0:
            raise CommandRefused("het verwachte aantal kan niet onder nul zijn")
        moment = self._seat.happened(received)

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_number("DEM", self._seat.year_of(moment))
            subject = writing.new_id()
            noted = DemonstrationNoted(
                number,
                begin_at,
                end_at if until else "",
                where,
                moment or "",
                expected_count,
                scale=scale,
            )
            return [Draft(noted, dossier=subject, id=subject, occurred_at=moment)]

        return _row(self._seat, self._seat.write(build)[0].subject)


class CmtDesk:
    """What can be asked about CMT days."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(self, title: str, *, evenement: str | None = None, at: datetime | None = None) -> SubjectRow:
        """Let a CMT begin to sit, for an evenement when its number is given."""
        name = wanted(title, "de titel")
        for_evenement = self._seat.find(evenement, "evenement").subject if evenement else ""
        moment = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_number("CMT", self._seat.year_of(moment))
            subject = writing.new_id()
            return [Draft(CmtOpened(number, name, for_evenement), dossier=subject, id=subject, occurred_at=moment)]

        return _row(self._seat, self._seat.write(build)[0].subject)

    def close(self, number: str, *, reason: str = "", at: datetime | None = None) -> SubjectRow:
        """Let the CMT rise.

        Raises:
            CommandRefused: it is closed already, or the time lies before its begin.
        """
        moment = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            cmt = self._seat.find(number, "cmt", reading=writing)
            if cmt.status == "closed":
                raise CommandRefused(f"{cmt.number} is al gesloten")
            if (moment or writing.now) < cmt.begin_at:
                raise CommandRefused(f"{cmt.number} kan niet zijn gesloten voordat het begon")
            return [Draft(CmtClosed(clean(reason)), subject=cmt.subject, dossier=cmt.subject, occurred_at=moment)]

        return _row(self._seat, self._seat.write(build)[0].subject)


def _row(seat: Seat, subject: str) -> SubjectRow:
    row = seat.reading.subject(subject)
    assert row is not None, "a dossier that was just written has a row"
    return row
