"""Incidents at the desk: open, scale, fill in, close."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.incident import (
    FIELDS,
    GRIP_LEVELS,
    GripSet,
    IncidentClosed,
    IncidentFieldSet,
    IncidentOpened,
    IncidentPayload,
    IncidentReopened,
)
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing


class IncidentDesk:
    """What can be asked about incidents."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(
        self,
        title: str,
        *,
        place: str = "",
        nature: str = "",
        at: datetime | None = None,
        deployed: bool = True,
        draft_id: str = "",
    ) -> SubjectRow:
        """Open an incident; its row, with the number that it was given.

        Raises:
            CommandRefused: the title is empty, or the time lies in the future.
        """
        name, where, what = wanted(title, "de titel"), clean(place.strip()), clean(nature.strip())
        moment = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            incident_id = draft_id or writing.new_id()
            number = writing.next_number("INC", self._seat.year_of(moment))
            opened = IncidentOpened(number, name, where, what, deployed)
            return [Draft(opened, dossier=incident_id, occurred_at=moment, id=incident_id)]

        record = self._seat.write(build)[0]
        return self._row(record.subject)

    def grip(
        self,
        number: str,
        level: int,
        *,
        by: str,
        capacity: str = "",
        via: str = "",
        reason: str = "",
        at: datetime | None = None,
    ) -> SubjectRow:
        """Log that the GRIP level stepped up or down, by which function, heard through whom, and why.

        Raises:
            CommandRefused: no such level, nobody named, or the time lies in the future.
        """
        if level not in GRIP_LEVELS:
            raise CommandRefused(f"GRIP {level} bestaat niet: kies 0 tot en met 5")
        step = GripSet(level, wanted(by, "door wie"), clean(capacity), clean(via), clean(reason))
        return self._add(number, step, at)

    def set_field(self, number: str, field: str, value: str) -> SubjectRow:
        """Fill or change one field of the frame: title, place, nature, case number, LCMS reference.

        Raises:
            CommandRefused: there is no such field, or the title would become empty.
        """
        if field not in FIELDS:
            raise CommandRefused(f"een incident heeft geen veld {clean(field)}")
        text = wanted(value, "de titel") if field == "title" else clean(value.strip())
        incident = self._seat.find(number, "incident")

        def build(writing: Writing) -> list[Draft]:
            row = writing.subject(incident.subject)
            standing = dict(json.loads(row.body)["standing"]) if row else {}
            payload = IncidentFieldSet(field, text, tuple(standing.get(field, ())))
            return [Draft(payload, subject=incident.subject, dossier=incident.subject)]

        self._seat.write(build)
        return self._row(incident.subject)

    def close(self, number: str, *, reason: str = "", at: datetime | None = None) -> SubjectRow:
        """Close an incident.

        Raises:
            CommandRefused: it is closed already, or the time lies before it began or was reopened.
        """

        def check(incident: SubjectRow, moment: Instant, reading: Reading) -> None:
            if incident.status == "closed":
                raise CommandRefused(f"{incident.number} is al afgesloten")
            reopened = reading.lines(dossier=incident.subject, type_="reopened")
            if moment < max([incident.begin_at, *(step.at for step in reopened)]):
                raise CommandRefused(f"{incident.number} kan niet zijn afgesloten voordat het begon of werd heropend")

        return self._add(number, IncidentClosed(clean(reason)), at, check)

    def reopen(self, number: str, *, reason: str = "", at: datetime | None = None) -> SubjectRow:
        """Let a closed incident go on.

        Raises:
            CommandRefused: it is open, or the time lies before it was closed.
        """

        def check(incident: SubjectRow, moment: Instant, _reading: Reading) -> None:
            if incident.status == "open":
                raise CommandRefused(f"{incident.number} is nog open")
            if moment < incident.end_at:
                raise CommandRefused(f"{incident.number} kan niet zijn heropend voordat het werd afgesloten")

        return self._add(number, IncidentReopened(clean(reason)), at, check)

    def _add(
        self,
        number: str,
        payload: IncidentPayload,
        at: datetime | None,
        check: Callable[[SubjectRow, Instant, Reading], None] | None = None,
    ) -> SubjectRow:
        moment = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            incident = self._seat.find(number, "incident", reading=writing)
            if check:
                check(incident, moment or writing.now, writing)
            return [Draft(payload, subject=incident.subject, dossier=incident.subject, occurred_at=moment)]

        return self._row(self._seat.write(build)[0].subject)

    def _row(self, subject: str) -> SubjectRow:
        row = self._seat.reading.subject(subject)
        assert row is not None, "an incident that was just written has a row"
        return row
