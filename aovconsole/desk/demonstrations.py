"""Demonstrations at the desk."""

from __future__ import annotations

from datetime import datetime

from aovconsole.desk.seat import Seat, dossier_row_of, ordered_times, wanted
from aovconsole.domain.demonstration import SCALES, DemonstrationNoted
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


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

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)
