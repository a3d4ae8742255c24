"""Adding steps to a demonstration: found, checked, written, read back; shared by the parts of its desk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from aovconsole.desk.seat import Seat
from aovconsole.desk.standing import Standing, add_to
from aovconsole.domain.demonstration_steps import (
    ConditionSet,
    DemonstrationPayload,
    DemonstrationStepWithdrawn,
    Instructed,
    Linked,
    ReceiptGiven,
)
from aovconsole.domain.kinds import decode, pairs_of
from aovconsole.domain.record import Draft, Record
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

TYPE = "demonstration"
MIRRORED = {"counter": "countered", "countered": "counter", "target": "targeted", "targeted": "target"}
"""The role that the other side of a link has."""


_MOST_DIGITS = 9
"""Longer comes from another station and counts nothing; very long is no number that Python reads."""


class DemonstrationStanding(Standing):
    """A demonstration that a step is added to."""

    __slots__ = ()
    type_ = TYPE

    def notified(self, what: str) -> None:
        """Refuse what the law knows only after a notice.

        Raises:
            CommandRefused: there was none.
        """
        if not self.body["received_at"]:
            raise CommandRefused(
                f"{self.row.number} is zonder kennisgeving: {what} kan alleen na een kennisgeving (Wom art. 5); "
                "vul in wanneer die binnenkwam, of geef een aanwijzing (Wom art. 6)"
            )

    def next_number(self, kind: str) -> str:
        """The next number of a receipt, a condition or an instruction here, such as `V-A1`; none is given twice."""
        prefix = self.writing.next_in_dossier(kind, self.row.subject).rstrip("0123456789")
        given: list[tuple[Record, ReceiptGiven | ConditionSet | Instructed]] = pairs_of(
            self.writing.records(subject=self.row.subject), ReceiptGiven, ConditionSet, Instructed
        )
        ends = [payload.number.removeprefix(prefix) for _, payload in given]
        counts = [int(end) for end in ends if end.isdecimal() and len(end) <= _MOST_DIGITS]
        return f"{prefix}{max(counts, default=0) + 1}"


Steps = Callable[[DemonstrationStanding], Sequence[DemonstrationPayload | Draft]]
"""Checks and gives the payloads of a step; a draft where a payload has a subject of its own."""


def add_steps(seat: Seat, number: str, steps: Steps, at: datetime | None = None, draft_id: str = "") -> SubjectRow:
    """Add what `steps` gives to the demonstration with this number, in one transaction; its row afterwards.

    Raises:
        CommandRefused: there is no such demonstration, the time lies in the future, or `steps` refuses.
    """
    return add_to(DemonstrationStanding, seat, number, steps, at, draft_id)


def withdrawals(standing: DemonstrationStanding, record_id: str, reason: str) -> list[DemonstrationPayload | Draft]:
    """What withdraws a step, and of a link also its other side."""
    subject = standing.row.subject
    step = standing.writing.record(record_id)
    payload = decode(step) if step else None
    drafts: list[DemonstrationPayload | Draft] = [DemonstrationStepWithdrawn(record_id, reason)]
    if isinstance(payload, Linked) and payload.other:
        drafts += [
            Draft(DemonstrationStepWithdrawn(record.id, reason), payload.other, payload.other)
            for record, other in pairs_of(standing.writing.records(subject=payload.other), Linked)
            if other.other == subject and other.role == MIRRORED[payload.role]
        ]
    return drafts
