"""Demonstrations: noted, never permitted; no field asks what they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from aovconsole.domain.demonstration_steps import (
    FIELDS,
    SCALES,
    YES,
    ConditionSet,
    ContactSet,
    Counted,
    Decided,
    DecisionServed,
    DemonstrationCancelled,
    DemonstrationEnded,
    DemonstrationFieldSet,
    DemonstrationNoted,
    DemonstrationPayload,
    DemonstrationStepWithdrawn,
    Instructed,
    Linked,
    OrderedToEnd,
    ReceiptGiven,
    ReviewBegun,
    TalkHeld,
)
from aovconsole.domain.demonstration_text import step_text
from aovconsole.domain.demonstration_words import CONTACT
from aovconsole.domain.fieldset import FieldState, others_of, resolve, standing_of
from aovconsole.domain.history import Pair, all_of, history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, dossier_day, dossier_row, item, late

__all__ = ["CONTACT_TYPE", "FOLDS", "PAYLOADS", "SCALES", "DemonstrationNoted", "contact_subject", "fold"]


CONTACT_TYPE = "contact"
"""The type of the row that says that a contact was recorded; it never says what."""

_CONTACTS = UUID("5f0b7c1e-3d5a-5b61-9f6e-0d8a3f6c2b47")


def contact_subject(dossier: str) -> str:
    """The subject of the contact that hangs under a demonstration: of its own, so that it alone can be erased."""
    return str(uuid5(_CONTACTS, dossier))


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt that the notifier got."""

    number: str
    at: Instant
    text: str
    via: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Talk:
    """One talk and what was agreed in it."""

    at: Instant
    text: str
    with_whom: str
    by: str
    agreed: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition or restriction; `decided` says whether a decision that stands holds it."""

    number: str
    at: Instant
    text: str
    ground: str
    reason: str
    decided: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of the burgemeester."""

    outcome: str
    at: Instant
    by: str
    capacity: str
    ground: str
    reason: str
    conditions: tuple[str, ...]
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Service:
    """One time that a decision was made known to the notifier."""

    decision: str
    at: Instant
    via: str
    by: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction given during the demonstration."""

    number: str
    at: Instant
    text: str
    reason: str
    by: str
    record_id: str


@dataclass(frozen=True, slots=True)
class EndOrder:
    """One order to end the demonstration."""

    at: Instant
    ground: str
    reason: str
    by: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Count:
    """How many there were at a moment."""

    at: Instant
    count: int
    method: str
    by: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link with another dossier or a place; `label` is how that was called then."""

    role: str
    other: str
    place: str
    label: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The state of one demonstration; `scale` is small, large, or empty when nobody said.

    `end_at` is the begin while nobody named an end (`has_end`). `standing` names per field the records that a next
    setting replaces. The dossiers that it is linked to stand by their subject, places by their name.
    """

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
    has_end: bool
    received_via: str
    moving: bool
    route: str
    end_place: str
    separation: str
    receipts: tuple[Receipt, ...]
    talks: tuple[Talk, ...]
    conditions: tuple[Condition, ...]
    decision: Decision | None
    decisions: tuple[Decision, ...]
    served_at: Instant
    services: tuple[Service, ...]
    instructions: tuple[Instruction, ...]
    end_orders: tuple[EndOrder, ...]
    counts: tuple[Count, ...]
    links: tuple[Link, ...]
    counter_of: tuple[str, ...]
    countered_by: tuple[str, ...]
    aims_at: tuple[str, ...]
    aims_at_places: tuple[str, ...]
    aimed_at_by: tuple[str, ...]
    ended_at: Instant
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


def fold(pairs: Sequence[tuple[Record, DemonstrationPayload]]) -> Demonstration | None:
    """The state of a demonstration from its records; None while the one that started it has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, DemonstrationNoted)), None)
    if first is None:
        return None
    record, noted = first
    withdrawn = _withdrawn(pairs)
    history = history_of(pairs, withdrawn)
    fields = resolve((rec, payload) for rec, payload in pairs if isinstance(payload, DemonstrationFieldSet))
    values = _values(noted, fields)
    endings = [pair for pair in history if isinstance(pair[1], (DemonstrationEnded, DemonstrationCancelled))]
    ended_at = endings[-1][0].occurred_at if endings and isinstance(endings[-1][1], DemonstrationEnded) else ""
    begin_at, end_at = values["begin_at"], values["end_at"] or ended_at
    counts = all_of(history, Counted, lambda rec, one: Count(rec.occurred_at, one.count, one.method, one.by, rec.id))
    return Demonstration(
        subject=record.subject,
        number=noted.number,
        title=f"Demonstratie {values['place']}".strip(),
        status=_status(history, endings, values["received_at"]),
        begin_at=begin_at,
        end_at=max(begin_at, end_at),
        has_end=bool(values["end_at"]),
        place=values["place"],
        received_at=values["received_at"],
        received_via=values["received_via"],
        expected_count=int(values["expected_count"]) if values["expected_count"] else None,
        actual_count=counts[-1].count if counts else noted.actual_count,
        scale=values["scale"],
        moving=values["moving"] == YES,
        route=values["route"],
        end_place=values["end_place"],
        separation=values["separation"],
        counts=counts,
        ended_at=ended_at,
        other_values=others_of(fields),
        standing=standing_of(fields),
        **_acts(history),
        **_decisions(history),
        **_links(history, record.subject),
    )


def _values(noted: DemonstrationNoted, fields: dict[str, FieldState]) -> dict[str, str]:
    """Every field as text, as it stands now."""

    def first(name: str) -> str:
        said = getattr(noted, name, "")
        return (YES if said else "") if isinstance(said, bool) else "" if said is None else str(said)

    return {name: fields[name].value if name in fields else first(name) for name in FIELDS}


def _withdrawn(pairs: Iterable[Pair]) -> dict[str, str]:
    """The steps that do not count, and the record that withdrew each."""
    return {payload.step: record.id for record, payload in pairs if isinstance(payload, DemonstrationStepWithdrawn)}


def _status(history: Sequence[Pair], endings: Sequence[Pair], received_at: Instant) -> str:
    if endings:
        return "over" if isinstance(endings[-1][1], DemonstrationEnded) else "cancelled"
    outcomes = [payload.outcome for _, payload in history if isinstance(payload, Decided)]
    if outcomes:
        return str(outcomes[-1])
    if any(isinstance(payload, ReviewBegun) for _, payload in history):
        return "in_review"
    return "received" if received_at else "spontaneous"


def _acts(history: Sequence[Pair]) -> dict[str, Any]:
    """What was done towards the notifier and on the spot."""
    return {
        "receipts": all_of(
            history, ReceiptGiven, lambda rec, one: Receipt(one.number, rec.occurred_at, one.text, one.via, rec.id)
        ),
        "talks": all_of(
            history,
            TalkHeld,
            lambda rec, one: Talk(rec.occurred_at, one.text, one.with_whom, one.by, one.agreed, rec.id),
        ),
        "instructions": all_of(
            history,
            Instructed,
            lambda rec, one: Instruction(one.number, rec.occurred_at, one.text, one.reason, one.by, rec.id),
        ),
        "end_orders": all_of(
            history, OrderedToEnd, lambda rec, one: EndOrder(rec.occurred_at, one.ground, one.reason, one.by, rec.id)
        ),
    }


def _decisions(history: Sequence[Pair]) -> dict[str, Any]:
    """The conditions, the decisions, and whether the last one was made known."""
    decisions = all_of(history, Decided, _decision)
    decision = decisions[-1] if decisions else None
    services = all_of(
        history, DecisionServed, lambda rec, one: Service(one.decision, rec.occurred_at, one.via, one.by, rec.id)
    )
    held = decision.conditions if decision else ()
    served = [one.at for one in services if decision and one.decision == decision.record_id]
    return {
        "conditions": all_of(
            history,
            ConditionSet,
            lambda rec, one: Condition(
                one.number, rec.occurred_at, one.text, one.ground, one.reason, rec.id in held, rec.id
            ),
        ),
        "decision": decision,
        "decisions": decisions,
        "services": services,
        "served_at": served[0] if served else "",
    }


def _decision(record: Record, one: Decided) -> Decision:
    return Decision(
        one.outcome, record.occurred_at, one.by, one.capacity, one.ground, one.reason, one.conditions, late(record),
        record.id,
    )  # fmt: skip


def _links(history: Sequence[Pair], subject: str) -> dict[str, Any]:
    """What it is linked to; a link with itself comes from a forger and is none."""
    found = all_of(history, Linked, lambda rec, one: Link(one.role, one.other, one.place, one.label, rec.id))
    links = tuple(one for one in found if one.other != subject)

    def others(role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.other for one in links if one.role == role and one.other))

    return {
        "links": links,
        "counter_of": others("counter"),
        "countered_by": others("countered"),
        "aims_at": others("target"),
        "aims_at_places": tuple(dict.fromkeys(one.place for one in links if one.role == "target" and one.place)),
        "aimed_at_by": others("targeted"),
    }


def tables(pairs: Sequence[tuple[Record, DemonstrationPayload]]) -> Tables:
    """The demonstration's row, its time on the calendar and its timeline; of a contact only that there is one."""
    view = fold(pairs)
    if view is None:
        return _contact(pairs)
    withdrawn = _withdrawn(pairs)
    items = []
    for record, payload in pairs:
        if isinstance(payload, DemonstrationStepWithdrawn):
            continue
        gone = withdrawn.get(record.id)
        struck = {"corrected_by": gone, "extra": '{"withdrawn":true}'} if gone else {}
        items.append(item(record, *step_text(payload), dossier=view.subject, **struck))
    off = view.status in ("cancelled", "prohibited")
    day = dossier_day("demonstraties", view, "cancelled" if off else "confirmed")
    return Tables(dossier_row("demonstration", view), tuple(items), (day,))


def _contact(pairs: Sequence[tuple[Record, DemonstrationPayload]]) -> Tables:
    """That a contact was recorded, and nothing of it: the text stays in its record alone."""
    contacts = [(record, payload) for record, payload in pairs if isinstance(payload, ContactSet)]
    if not contacts:
        return Tables()
    (record, last), first = contacts[-1], contacts[0][0]
    status = "set" if last.text else "empty"
    row = SubjectRow(record.subject, CONTACT_TYPE, record.dossier, "", CONTACT, status, first.occurred_at, "", "", "{}")
    return Tables(row, tuple(item(rec, *step_text(payload)) for rec, payload in contacts))


PAYLOADS = (
    DemonstrationNoted,
    DemonstrationFieldSet,
    ContactSet,
    ReceiptGiven,
    TalkHeld,
    ReviewBegun,
    ConditionSet,
    Decided,
    DecisionServed,
    Instructed,
    OrderedToEnd,
    Counted,
    Linked,
    DemonstrationEnded,
    DemonstrationCancelled,
    DemonstrationStepWithdrawn,
)
FOLDS = {"demonstration": tables}
