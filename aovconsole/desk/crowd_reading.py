"""What the desk tells of how busy it is: the state of every place, its curve, the thresholds that stand reached."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.crowd import crowd_subject
from aovconsole.domain.crowd_body import brief_of, head_of
from aovconsole.domain.crowd_state import Crossing, Curve, PlaceState, crossings_in, curve_of, state_of, urgency
from aovconsole.domain.crowd_values import UNITS
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

if TYPE_CHECKING:
    from aovconsole.reference.crowd import CrowdGuide, CrowdGuides

_OVER = ("closed", "cancelled")
"""A dossier in one of these states rings no bell."""


class CrowdReadingDesk:
    """The part of the desk that asks and writes nothing."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def places(self, dossier: str, *, now: datetime | None = None) -> tuple[PlaceState, ...]:
        """How every place of a dossier stands: where a threshold stands reached first, then the fullest.

        Raises:
            NumberUnknown: there is no such dossier.
        """
        return self.states(self._rows(dossier), now=now)

    def states(self, rows: Iterable[SubjectRow], *, now: datetime | None = None) -> tuple[PlaceState, ...]:
        """The same of rows of the type `crowd`, such as those of a dossier in the past."""
        moment, places = now or self._seat.now, self._seat.known().places
        found = (
            state_of(brief_of(row.body), moment, known_place=name_key(row.place) in places)
            for row in rows
            if row.type == "crowd"
        )
        return tuple(sorted(found, key=urgency))

    def series(self, dossier: str, place: str, *, unit: str = "") -> Curve:
        """The curve of a place: its readings in one unit (that of the newest when none is named) and its thresholds.

        Raises:
            CommandRefused: there is no such dossier, place in it, or unit.
        """
        if unit not in ("", *UNITS):
            raise CommandRefused(f"eenheid {clean(unit)} bestaat niet: kies {', '.join(UNITS)}")
        found = self._seat.find(dossier)
        row = self._seat.reading.subject(crowd_subject(found.subject, self.place_name(place)))
        if row is None:
            raise CommandRefused(f"{found.number} heeft geen meting van {clean(place.strip())}")
        return curve_of(json.loads(row.body), unit)

    def crossings(self, dossier: str | None = None, *, now: datetime | None = None) -> tuple[Crossing, ...]:
        """The thresholds that stand reached in a dossier, the newest first; in all that still run when None.

        Raises:
            NumberUnknown: there is no such dossier.
        """
        rows = self._rows(dossier) if dossier else self._running()
        moment = now or self._seat.now
        found = (one for row in rows if row.status == "reached" for one in crossings_in(head_of(row.body), moment))
        return tuple(sorted(found, key=lambda one: one.since, reverse=True))

    def guides_for(self, density: Decimal) -> tuple[CrowdGuide, ...]:
        """The guide figures that stand beside a density (persons per m²), the highest first; none is a verdict."""
        return self._guides.for_density(density)

    @property
    def guide_remark(self) -> str:
        """What stands under every guide figure: that it is no verdict."""
        return self._guides.remark

    @property
    def _guides(self) -> CrowdGuides:
        from aovconsole.reference.files import load_crowd, sound  # a reading needs no guides

        return sound(load_crowd, self._seat.journal.home)

    def place_name(self, place: str) -> str:
        """How a place is written here: as the list of places does, else as it was typed.

        Raises:
            CommandRefused: it is empty.
        """
        typed = " ".join(wanted(place.strip().removeprefix("@"), "de plaats").split())
        return self._seat.known().places.get(name_key(typed), typed)

    def _rows(self, dossier: str) -> tuple[SubjectRow, ...]:
        return self._seat.reading.in_dossier(self._seat.find(dossier).subject, "crowd")

    def _running(self) -> list[SubjectRow]:
        """The places where a threshold stands reached, of dossiers that are not over."""
        reading = self._seat.reading
        rows = reading.of_type("crowd", status="reached")
        return [row for row in rows if (one := reading.subject(row.dossier)) and one.status not in _OVER]
