"""Adding a step to an incident: found, checked, written, read back; shared by the desks that do so."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Self

from aovconsole.desk.seat import Seat, within_minute
from aovconsole.desk.standing import Standing, add_to
from aovconsole.domain.incident_steps import IncidentPayload
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import BeforeBegin, CommandRefused
from aovconsole.journal.store import Writing


class IncidentStanding(Standing):
    """An incident that a step is added to; a typed minute is the whole minute."""

    __slots__ = ()
    type_ = "incident"

    @classmethod
    def found(cls, row: SubjectRow, moment: Instant | None, writing: Writing, seat: Seat) -> Self:
        """The incident for a step that happened at a moment: not before what is known of that same minute."""
        return cls(row, _within_minute(row, moment) if moment else writing.now, writing, seat)

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


Steps = Callable[[IncidentStanding], Sequence[IncidentPayload | Draft]]
"""Checks and gives the payloads of a step; a draft where a payload has a moment or an id of its own."""


def add_steps(seat: Seat, number: str, steps: Steps, at: datetime | None = None, draft_id: str = "") -> SubjectRow:
    """Add what `steps` gives to the incident with this number, in one transaction; its row afterwards.

    Raises:
        CommandRefused: there is no such incident, the time lies in the future, or `steps` refuses.
    """
    return add_to(IncidentStanding, seat, number, steps, at, draft_id)


def _within_minute(row: SubjectRow, moment: Instant) -> Instant:
    """The moment within its minute after what is known of the incident then."""
    body = json.loads(row.body)
    steps = (*body["grip_history"], *body["leads"], *body["phases"], *body["clock_starts"])
    return within_minute(moment, row.begin_at, row.end_at, *(step["at"] for step in steps))
