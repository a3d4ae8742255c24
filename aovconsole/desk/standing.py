"""A dossier as a step finds it, and adding steps to one: found, checked, written, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Self, TypeVar

from aovconsole.desk.seat import Seat, dossier_row_of
from aovconsole.domain.record import Draft, Instant, Payload
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Writing


@dataclass(frozen=True, slots=True)
class Standing:
    """The dossier that a step is added to, as it stands within the transaction; `at` is when the step happened."""

    type_: ClassVar[str]

    row: SubjectRow
    at: Instant
    writing: Writing
    seat: Seat

    @classmethod
    def found(cls, row: SubjectRow, moment: Instant | None, writing: Writing, seat: Seat) -> Self:
        """The dossier of this row for a step that happened at a moment; now when there is none."""
        return cls(row, moment or writing.now, writing, seat)

    @property
    def body(self) -> dict[str, Any]:
        """The whole view."""
        values: dict[str, Any] = json.loads(self.row.body)
        return values

    def shown(self, moment: Instant) -> str:
        """A stored moment as people read it."""
        return clock_text(read_stored(moment), self.seat.now, zone=self.seat.zone)


S = TypeVar("S", bound=Standing)


def add_to(
    kind: type[S],
    seat: Seat,
    number: str,
    steps: Callable[[S], Sequence[Payload | Draft]],
    at: datetime | None = None,
    draft_id: str = "",
) -> SubjectRow:
    """Add what `steps` gives to the dossier with this number, in one transaction; its row afterwards.

    `draft_id` is the record that a form was to become: filed before its draft was forgotten, it writes nothing.

    Raises:
        CommandRefused: there is no such dossier of this type, the time lies in the future, or `steps` refuses.
    """
    moment = seat.happened(at)
    found: list[str] = []

    def build(writing: Writing) -> list[Draft]:
        row = seat.find(number, kind.type_, reading=writing)
        found.append(row.subject)
        if draft_id and writing.record(draft_id):
            return []
        standing = kind.found(row, moment, writing, seat)
        given = steps(standing)
        happened = standing.at if moment else None
        return [
            one if isinstance(one, Draft) else Draft(one, row.subject, row.subject, happened, "" if place else draft_id)
            for place, one in enumerate(given)
        ]

    seat.write(build)
    return dossier_row_of(seat, found[-1])
