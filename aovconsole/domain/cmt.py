"""CMT days: a crisis management team that sits on an event day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.fieldset import others_of, resolve, standing_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import Tables, dossier_day, dossier_row, item


@dataclass(frozen=True, slots=True)
class CmtOpened:
    """A CMT began to sit; `evenement` and `plan` name the subjects that it sits for and works by, empty when none."""

    kind: ClassVar[str] = "cmt.opened"
    version: ClassVar[int] = 1
    number: str
    title: str
    evenement: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class CmtClosed:
    """The CMT rose; `left_open` says what was open then."""

    kind: ClassVar[str] = "cmt.closed"
    version: ClassVar[int] = 1
    reason: str = ""
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CmtPlanLinked:
    """The CMT came to work by a plan (its subject and number), by none when empty.

    `replaces` names the settings that this one knew and replaced.
    """

    kind: ClassVar[str] = "cmt.plan_linked"
    version: ClassVar[int] = 1
    plan: str = ""
    number: str = ""
    replaces: tuple[str, ...] = ()


CmtPayload: TypeAlias = CmtOpened | CmtClosed | CmtPlanLinked


@dataclass(frozen=True, slots=True)
class Cmt:
    """The state of one CMT day; `standing` names the records that a next link to a plan replaces."""

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    evenement: str
    place: str = ""
    plan: str = ""
    other_values: tuple[str, ...] = ()
    standing: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class _Set:
    """A plan as `fieldset.resolve` reads it."""

    value: str
    replaces: tuple[str, ...]
    field: str = "plan"


def fold(pairs: Sequence[tuple[Record, CmtPayload]]) -> Cmt | None:
    """The state of a CMT day from its records; None while its opening has not arrived."""
    opening = next(((record, payload) for record, payload in pairs if isinstance(payload, CmtOpened)), None)
    if opening is None:
        return None
    record, opened = opening
    fields = resolve(
        (rec, _Set(payload.plan, payload.replaces if isinstance(payload, CmtPlanLinked) else ()))
        for rec, payload in pairs
        if payload is opened or isinstance(payload, CmtPlanLinked)
    )
    closings = sorted(rec.occurred_at for rec, payload in pairs if isinstance(payload, CmtClosed))
    return Cmt(
        record.subject,
        opened.number,
        opened.title,
        "closed" if closings else "open",
        record.occurred_at,
        closings[0] if closings else "",
        opened.evenement,
        plan=fields["plan"].value,
        other_values=others_of(fields),
        standing=standing_of(fields),
    )


def tables(pairs: Sequence[tuple[Record, CmtPayload]]) -> Tables:
    """The CMT day's row, its time on the calendar and the steps of its timeline."""
    view = fold(pairs)
    if view is None:
        return Tables()
    items = tuple(item(record, *_step(payload), dossier=view.subject) for record, payload in pairs)
    return Tables(dossier_row("cmt", view), items, (dossier_day("cmt", view),))


def _step(payload: CmtPayload) -> tuple[str, str]:
    match payload:
        case CmtOpened():
            return "opened", payload.title
        case CmtClosed():
            left = f"; nog open: {', '.join(payload.left_open)}" if payload.left_open else ""
            return "closed", f"{payload.reason or 'CMT gesloten'}{left}"
        case CmtPlanLinked():
            return "plan_linked", f"werkt met plan {payload.number}" if payload.plan else "werkt zonder plan"


PAYLOADS = (CmtOpened, CmtClosed, CmtPlanLinked)
FOLDS = {"cmt": tables}
