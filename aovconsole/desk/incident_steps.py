"""Adding a step to an incident: found, checked, written, read back; shared by the desks that do so."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from aovconsole.desk.seat import Seat
from aovconsole.domain.incident_steps import IncidentFieldSet, IncidentPayload
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import BeforeBegin, CommandRefused
from aovconsole.journal.store import Writing


class Standing(NamedTuple):
    """The incident that a step is added to, as it stands within the transaction; `at` is when the step happened."""

    row: SubjectRow
    at: Instant
    writing: Writing
    seat: Seat

    @property
    def body(self) -> dict[str, Any]:
        """The whole view."""
        values: dict[str, Any] = json.loads(self.row.body)
        return values

    def shown(self, moment: Instant) -> str:
        """A stored moment as people read it."""
        return clock_text(read_stored(moment), self.seat.now, zone=self.seat.zone)

    def not_before_begin(self) -> None:
        """Refuse a step that lies before the incident.

        Raises:
            BeforeBegin: it does.
        """
        if self.at < self.row.begin_at:
            begin = self.shown(self.row.begin_at)
            raise BeforeBegin(
                f"{self.shown(self.at)} ligt voor het begin van {self.row.number} ({begin}); verzet eerst het begin"
            )

    def not_after_end(self) -> None:
        """Refuse a step that happened after the incident was closed.

        Raises:
            CommandRefused: it did.
        """
        if self.row.status == "closed" and self.at >= self.row.end_at:
            raise CommandRefused(f"{self.row.number} is afgesloten ({self.shown(self.row.end_at)}); heropen het eerst")


Steps = Callable[[Standing], Sequence[IncidentPayload | Draft]]
"""Checks and gives the payloads of a step; a draft where a payload has a moment or an id of its own."""


def add_steps(seat: Seat, number: str, steps: Steps, at: datetime | None = None, draft_id: str = "") -> SubjectRow:
    """Add what `steps` gives to the incident with this number, in one transaction; its row afterwards.

    Raises:
        CommandRefused: there is no such incident, the time lies in the future, or `steps` refuses.
    """
    moment = seat.happened(at)

    def build(writing: Writing) -> list[Draft]:
        row = seat.find(number, "incident", reading=writing)
        if draft_id and writing.record(draft_id):  # this form was filed before its draft was forgotten
            return [Draft(IncidentFieldSet("", ""), row.subject, row.subject, id=draft_id)]
        standing = Standing(row, _within_minute(row, moment) if moment else writing.now, writing, seat)
        given = steps(standing)
        happened = standing.at if moment else None
        return [
            one if isinstance(one, Draft) else Draft(one, row.subject, row.subject, happened, "" if place else draft_id)
            for place, one in enumerate(given)
        ]

    written = seat.write(build)
    return incident_row(seat, written[0].dossier)


def _within_minute(row: SubjectRow, moment: Instant) -> Instant:
    """A typed minute is the whole minute: what is entered after a step of that minute did not happen before it."""
    if moment[17:] != "00.000000+00:00":
        return moment
    body = json.loads(row.body)
    steps = (*body["grip_history"], *body["leads"], *body["phases"], *body["clock_starts"])
    known: tuple[Instant, ...] = (row.begin_at, row.end_at, *(step["at"] for step in steps))
    return max([moment, *(at for at in known if at[:16] == moment[:16])])


def incident_row(seat: Seat, subject: str) -> SubjectRow:
    """The row of an incident that was just written."""
    row = seat.reading.subject(subject)
    assert row is not None, "an incident that was just written has a row"
    return row
