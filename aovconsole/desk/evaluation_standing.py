"""An evaluation as a step finds it, and what every step names: records as evidence, parts by their id."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from aovconsole.desk.standing import Standing
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading


@dataclass(frozen=True, slots=True)
class EvaluationStanding(Standing):
    """An evaluation as a step finds it."""

    type_: ClassVar[str] = "evaluation"

    def must_be_draft(self) -> None:
        """Refuse a step on what is final."""
        if self.row.status != "draft":
            raise CommandRefused(f"{self.row.number} is definitief: heropen haar om iets te wijzigen")

    def standing(self, field: str) -> tuple[str, ...]:
        """The settings of a field that a new one replaces."""
        return tuple(dict(self.body["standing"]).get(field, ()))


Step = Callable[[EvaluationStanding], Sequence[Payload | Draft]]
"""What a request adds to an evaluation, from how it stands."""


def evaluation_part(evaluation: EvaluationStanding, part: str, typed: str, what: str) -> str:
    """The id of a finding or a reaction that somebody named by it, or by its last signs.

    Raises:
        CommandRefused: there is none, or more than one ends so.
    """
    asked = clean(typed).strip()
    found = [one["id"] for one in evaluation.body[part] if asked and one["id"].endswith(asked)]
    if len(found) != 1:
        raise CommandRefused(
            f"{evaluation.row.number} heeft geen {what} {asked}" if not found else f"{asked} is er meer"
        )
    return str(found[0])


def evidence_of(reading: Reading, ids: Iterable[str]) -> tuple[str, ...]:
    """The ids of the records that show something, each once.

    Raises:
        CommandRefused: there is no such record, or its content was erased.
    """
    found = tuple(dict.fromkeys(one for typed in ids if (one := clean(typed).strip())))
    for record_id in found:
        record = reading.record(record_id)
        if record is None:
            raise CommandRefused(f"er is geen regel, besluit of meting {record_id}")
        if not record.payload:
            raise CommandRefused(f"de inhoud van {record_id} is gewist: die kan niets meer laten zien")
    return found


def body_of(row: SubjectRow) -> dict[str, Any]:
    """The view of an evaluation or a recommendation."""
    values: dict[str, Any] = json.loads(row.body)
    return values
