"""Evenementen: public happenings, their assessment and their safety rounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import Tables, dossier_day, dossier_row, item

HANDLING_CLASSES = ("A", "B", "C")


@dataclass(frozen=True, slots=True)
class EvenementAdded:
    """An evenement entered the calendar.

    `assessed_on` is the day on which its application was judged; the counts are of rounds and CMT
    days that were held before this console kept them (import of a past year).
    """

    kind: ClassVar[str] = "evenement.added"
    version: ClassVar[int] = 1
    number: str
    title: str
    begin_at: Instant
    end_at: Instant
    place: str = ""
    handling_class: str = ""
    visitors_count: int | None = None
    assessed_on: str = ""
    safety_rounds_count: int = 0
    cmt_days_count: int = 0


@dataclass(frozen=True, slots=True)
class RoundHeld:
    """A safety round was walked."""

    kind: ClassVar[str] = "evenement.round_held"
    version: ClassVar[int] = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class EvenementCancelled:
    """The evenement does not go on."""

    kind: ClassVar[str] = "evenement.cancelled"
    version: ClassVar[int] = 1
    reason: str = ""


EvenementPayload: TypeAlias = EvenementAdded | RoundHeld | EvenementCancelled


@dataclass(frozen=True, slots=True)
class Evenement:
    """The state of one evenement; `rounds` are the moments of the safety rounds kept here."""

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    handling_class: str
    visitors_count: int | None
    assessed_on: str
    rounds: tuple[Instant, ...]
    safety_rounds_count: int
    cmt_days_count: int


def fold(pairs: Sequence[tuple[Record, EvenementPayload]]) -> Evenement | None:
    """The state of an evenement from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, EvenementAdded)), None)
    if first is None:
        return None
    record, added = first
    rounds = tuple(sorted(rec.occurred_at for rec, payload in pairs if isinstance(payload, RoundHeld)))
    cancelled = any(isinstance(payload, EvenementCancelled) for _, payload in pairs)
    return Evenement(
        record.subject,
        added.number,
        added.title,
        "cancelled" if cancelled else "planned",
        added.begin_at,
        added.end_at,
        added.place,
        added.handling_class,
        added.visitors_count,
        added.assessed_on,
        rounds,
        added.safety_rounds_count + len(rounds),
        added.cmt_days_count,
    )


def tables(pairs: Sequence[tuple[Record, EvenementPayload]]) -> Tables:
    """The evenement's row, its day on the calendar and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    status = "cancelled" if view.status == "cancelled" else "confirmed"
    items = tuple(item(record, *_step(payload), dossier=view.subject) for record, payload in pairs)
    return Tables(dossier_row("evenement", view), items, (dossier_day("evenementen", view, status),))


def _step(payload: EvenementPayload) -> tuple[str, str]:
    match payload:
        case EvenementAdded():
            return "evenement", payload.title
        case RoundHeld():
            return "round", payload.note or "veiligheidsronde gehouden"
        case EvenementCancelled():
            return "closed", payload.reason or "gaat niet door"


PAYLOADS = (EvenementAdded, RoundHeld, EvenementCancelled)
FOLDS = {"evenement": tables}
