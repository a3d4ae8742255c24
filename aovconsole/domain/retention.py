"""Destroying a dossier: a decision with a name, of which the trace stays when the contents are gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item

MUST_CLOSE = frozenset({"incident", "cmt"})
"""Dossiers that somebody closes; the others are over when their time is."""


@dataclass(frozen=True, slots=True)
class DossierDestroyed:
    """The contents of a dossier were destroyed: which, under what result of which list, by whom, on whose decision.

    It holds no title: that may have been what had to go. `due_on` is the day on which its term ended (ISO).
    """

    kind: ClassVar[str] = "retention.destroyed"
    version: ClassVar[int] = 1
    number: str
    type: str
    code: str
    list: str
    closed_at: Instant
    due_on: str
    by: str
    ground: str
    decision: str = ""
    records_count: int = 0


def over_at(row: SubjectRow, last_at: Instant, now: Instant) -> Instant:
    """When a dossier was over, from which its term runs: its end or its last record, whichever came later.

    Empty while it is open, or its time is not past.
    """
    if row.type in MUST_CLOSE and row.status != "closed":
        return ""
    if row.type == "handover" and row.status == "open":
        return ""
    ended = max(row.end_at or row.begin_at, last_at)
    return ended if ended <= now else ""


def due_on(closed: date, years: int) -> date:
    """The first day on which a dossier may be destroyed: so many years after the day on which it was over."""
    try:
        return closed.replace(year=closed.year + years)
    except ValueError:  # 29 February
        return date(closed.year + years, 3, 1)


def tables(pairs: Sequence[tuple[Record, DossierDestroyed]]) -> Tables:
    """The row keeps the number, so that it is never given again; the timeline of the dossier says what was done."""
    if not pairs:
        return Tables()
    record, said = pairs[0]
    text = f"{said.number} vernietigd door {said.by}: {said.ground}; resultaat {said.code}"
    text += f"; besluit {said.decision}" if said.decision else ""
    row = SubjectRow(
        record.subject, "retention", record.dossier, said.number, text, "destroyed",
        record.occurred_at, "", "", as_json(said),
    )  # fmt: skip
    return Tables(row, tuple(item(one, "destroyed", text) for one, _ in pairs))


PAYLOADS = (DossierDestroyed,)
FOLDS = {"retention": tables}
