"""Decisions (besluiten): taken, grounded at once or later, checked, replaced or withdrawn; never changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal

from aovconsole.domain.decision_steps import (
    LISTS,
    MINIMUM,
    TEXTS,
    DecisionChecked,
    DecisionGrounded,
    DecisionMade,
    DecisionPayload,
    DecisionReplaced,
    DecisionStepWithdrawn,
    DecisionWithdrawn,
    History,
)
from aovconsole.domain.decision_words import WORDS, step_text
from aovconsole.domain.fieldset import others_of, resolve, standing_of
from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item, late


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody (a function; empty when nobody is named) advised, or had against it."""

    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One answer to the question whether it worked."""

    at: Instant
    outcome: str
    note: str
    by: str
    check_at: Instant
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Grounding:
    """One time that grounds were given: when, which parts, in which record."""

    at: Instant
    parts: tuple[str, ...]
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of one decision; `status` is made (it stands), replaced or withdrawn.

    `check_at` is the next moment of checking, empty when there is none (any more); `lacking` names the parts of the
    minimum that nobody gave; `standing` per text the records that a next grounding replaces.
    """

    number: str
    text: str
    line: str
    status: str
    decided_at: Instant
    owner: str
    prepared: str
    replaces: str
    replaced_by: str
    withdrawn_reason: str
    picture: tuple[str, ...]
    picture_text: str
    options: tuple[str, ...]
    risks: tuple[str, ...]
    judgement: str
    proportionality: str
    decider: str
    structure: str
    capacity: str
    advice: tuple[Said, ...]
    dissent: tuple[Said, ...]
    power: str
    basis: str
    communication: str
    check_at: Instant
    checks: tuple[Check, ...]
    lacking: tuple[str, ...]
    grounded: tuple[Grounding, ...]
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """A text as `fieldset.resolve` reads it."""

    field: str
    value: str
    replaces: tuple[str, ...]


def fold_decision(pairs: History) -> Decision | None:
    """The state of a decision from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, DecisionMade)), None)
    if first is None:
        return None
    record, made = first
    history = history_of(pairs, withdrawn_steps(pairs))
    grounds = [(rec, payload) for rec, payload in history if isinstance(payload, DecisionGrounded)]
    fields = resolve(_texts(history))
    values: dict[str, Any] = {name: fields[name].value if name in fields else "" for name in TEXTS}
    lists: dict[str, Any] = {
        name: _together(one for _, payload in grounds for one in getattr(payload, name)) for name in LISTS
    }
    replacements = [payload for _, payload in history if isinstance(payload, DecisionReplaced)]
    withdrawals = [payload for _, payload in history if isinstance(payload, DecisionWithdrawn)]
    return Decision(
        number=made.number,
        text=made.text,
        line=made.line,
        status="withdrawn" if withdrawals else "replaced" if replacements else "made",
        decided_at=record.occurred_at,
        prepared=made.prepared,
        replaces=made.replaces_number,
        replaced_by=replacements[-1].number if replacements else "",
        withdrawn_reason=withdrawals[-1].reason if withdrawals else "",
        **lists,
        **values,
        advice=_said((payload.advice_by, payload.advice) for _, payload in grounds),
        dissent=_said((payload.dissent_by, payload.dissent) for _, payload in grounds),
        check_at=_next_check(history),
        checks=_checks(history),
        lacking=tuple(name for name in MINIMUM if not values[name]),
        grounded=tuple(Grounding(rec.occurred_at, parts_of(payload), late(rec), rec.id) for rec, payload in grounds),
        other_values=others_of(fields),
        standing=standing_of(fields),
    )


def withdrawn_steps(pairs: History) -> frozenset[str]:
    """The ids of the records that do not count; what strikes a step through cannot be struck through itself."""
    return frozenset(payload.step for _, payload in pairs if isinstance(payload, DecisionStepWithdrawn))


def parts_of(payload: DecisionGrounded) -> tuple[str, ...]:
    """The names of the parts that a grounding gives, in the order of BOB."""
    return tuple(name for name in WORDS if getattr(payload, name))


def _texts(history: History) -> Iterable[tuple[Record, _Set]]:
    for record, payload in history:
        if isinstance(payload, DecisionMade) and payload.owner:
            yield record, _Set("owner", payload.owner, ())
        elif isinstance(payload, DecisionGrounded):
            for name in TEXTS:
                # the key of a power goes with the text of the basis: free text takes away the power that stood there
                if getattr(payload, name) or (name == "power" and payload.basis):
                    yield record, _Set(name, getattr(payload, name), payload.replaced)


def _together(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _said(found: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> tuple[Said, ...]:
    given = (Said(by, text) for names, texts in found for by, text in zip_longest(names, texts, fillvalue=""))
    return tuple(dict.fromkeys(one for one in given if one.text))


def _next_check(history: History) -> Instant:
    """The moment of checking that stands: a check answers the one before it, and may set the next."""
    found = ""
    for _, payload in history:
        if isinstance(payload, DecisionChecked):
            found = payload.check_at
        elif isinstance(payload, DecisionGrounded):
            found = payload.check_at or found
    return found


def _checks(history: History) -> tuple[Check, ...]:
    return tuple(
        Check(record.occurred_at, told.outcome, told.note, told.by, told.check_at, late(record), record.id)
        for record, told in history
        if isinstance(told, DecisionChecked)
    )


def decision_tables(pairs: History) -> Tables:
    """The decision's row (its end is the moment of checking), and its steps; typed as a line it stands there as one."""
    view = fold_decision(pairs)
    if view is None:
        return Tables()
    record = next(rec for rec, payload in pairs if isinstance(payload, DecisionMade))
    check_at = view.check_at if view.status == "made" else ""
    row = SubjectRow(
        record.subject, "decision", record.dossier, view.number, view.text, view.status, view.decided_at, check_at, "",
        as_json(view),
    )  # fmt: skip
    gone = withdrawn_steps(pairs)
    items = (_item(rec, payload, view, struck=rec.id in gone) for rec, payload in pairs)
    return Tables(row, tuple(one for one in items if one))


def _item(record: Record, payload: DecisionPayload, view: Decision, *, struck: bool) -> TimelineItem | None:
    said = step_text(payload, typed=bool(view.line))
    if not said:
        return None
    more = {"extra": '{"withdrawn":true}', "corrected_by": record.id} if struck else {}
    return item(record, "decision", f"{view.number} {said}", dossier=record.dossier, **more)


def ungrounded(rows: Iterable[SubjectRow]) -> tuple[tuple[SubjectRow, tuple[str, ...]], ...]:
    """The list `besluit zonder onderbouwing`: each decision that stands with the parts of the minimum it lacks."""
    found = ((row, tuple(_body(row).get("lacking") or ())) for row in rows if row.status == "made")
    return tuple((row, lacking) for row, lacking in found if lacking)


def to_check(rows: Iterable[SubjectRow], now: Instant) -> tuple[SubjectRow, ...]:
    """The decisions that stand and whose moment of checking has come, the longest ago first."""
    return tuple(sorted((row for row in rows if check_state(row, now) == "due"), key=lambda row: row.end_at))


def check_state(row: SubjectRow, now: Instant) -> Literal["", "coming", "due"]:
    """Whether a decision must be checked at a moment: not (any more), later, or now."""
    if row.status != "made" or not row.end_at:
        return ""
    return "due" if row.end_at <= now else "coming"


def _body(row: SubjectRow) -> Mapping[str, Any]:
    body: Mapping[str, Any] = json.loads(row.body)
    return body


PAYLOADS = (
    DecisionMade, DecisionGrounded, DecisionChecked, DecisionReplaced, DecisionWithdrawn, DecisionStepWithdrawn,
)  # fmt: skip
FOLDS = {"decision": decision_tables}
