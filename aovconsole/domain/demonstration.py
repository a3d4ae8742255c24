"""Demonstrations: noted, never permitted; no field asks what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import Tables, dossier_day, dossier_row, item

SCALES = ("small", "large")


@dataclass(frozen=True, slots=True)
class DemonstrationNoted:
    """A demonstration became known, by notice (`received_at`) or without one."""

    kind: ClassVar[str] = "demonstration.noted"
    version: ClassVar[int] = 1
    number: str
    begin_at: Instant
    end_at: Instant = ""
    place: str = ""
    received_at: Instant = ""
    expected_count: int | None = None
    actual_count: int | None = None
    scale: str = ""

    def __post_init__(self) -> None:
        """Refuse a scale that does not exist (a record of another station can hold anything)."""
        if self.scale not in ("", *SCALES):
            raise ValueError(self.scale)


DemonstrationPayload: TypeAlias = DemonstrationNoted


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The state of one demonstration; `scale` is small, large, or empty when nobody said."""

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    received_at: Instant
    expected_count: int | None
    actual_count: int | None
    scale: str


def fold(pairs: Sequence[tuple[Record, DemonstrationPayload]]) -> Demonstration | None:
    """The state of a demonstration from its records."""
    if not pairs:
        return None
    record, noted = pairs[0]
    return Demonstration(
        record.subject,
        noted.number,
        f"Demonstratie {noted.place}".strip(),
        "received" if noted.received_at else "spontaneous",
        noted.begin_at,
        noted.end_at or noted.begin_at,
        noted.place,
        noted.received_at,
        noted.expected_count,
        noted.actual_count,
        noted.scale,
    )


def tables(pairs: Sequence[tuple[Record, DemonstrationPayload]]) -> Tables:
    """The demonstration's row, its time on the calendar and its timeline item."""
    view = fold(pairs)
    if view is None:
        return Tables()
    items = tuple(item(record, "demonstration", view.title, dossier=view.subject) for record, _ in pairs)
    return Tables(dossier_row("demonstration", view), items, (dossier_day("demonstraties", view),))


PAYLOADS = (DemonstrationNoted,)
FOLDS = {"demonstration": tables}
