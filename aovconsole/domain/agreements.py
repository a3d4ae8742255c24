"""What a team agrees to do: actions (acties), numbered within their dossier."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, TypeAlias, assert_never

from aovconsole.domain.fieldset import resolve, standing_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow, Tables, as_json, item, late

ACTION_STATES = ("open", "busy", "done", "closed", "dropped")
RUNNING_STATES = ("open", "busy", "done")


@dataclass(frozen=True, slots=True)
class ActionAgreed:
    """An action was agreed: who does what before when; `line` is the log line that it comes from."""

    kind: ClassVar[str] = "action.agreed"
    version: ClassVar[int] = 1
    number: str
    text: str
    owner: str = ""
    due_at: Instant = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class ActionStepped:
    """The action changed state: the owner says busy or done, the team closes or drops it.

    `by` is the function in whose name the team said so; empty when that is the function of who wrote it.
    """

    kind: ClassVar[str] = "action.stepped"
    version: ClassVar[int] = 1
    state: str
    note: str = ""
    by: str = ""

    def __post_init__(self) -> None:
        """Refuse a state that does not exist."""
        if self.state not in ACTION_STATES:
            raise ValueError(self.state)


@dataclass(frozen=True, slots=True)
class ActionDueMoved:
    """The action has another term, for a reason; `replaces` names the moves that it knew and replaced."""

    kind: ClassVar[str] = "action.due_moved"
    version: ClassVar[int] = 1
    due_at: Instant
    reason: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActionOwnerSet:
    """Somebody took the action, or handed it over; `replaces` names the settings that it knew and replaced."""

    kind: ClassVar[str] = "action.owner_set"
    version: ClassVar[int] = 1
    owner: str
    reason: str = ""
    replaces: tuple[str, ...] = ()


ActionPayload: TypeAlias = ActionAgreed | ActionStepped | ActionDueMoved | ActionOwnerSet


@dataclass(frozen=True, slots=True)
class ActionChange:
    """One step in the history of an action; `step` is agreed, stepped, snoozed, due_moved or owner_set."""

    at: Instant
    step: str
    state: str
    due_at: Instant
    owner: str
    note: str
    text: str
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Action:
    """The state of one action; `standing` names per field the records that a next setting replaces."""

    subject: str
    dossier: str
    number: str
    title: str
    status: str
    owner: str
    due_at: Instant
    first_due_at: Instant
    snoozed_count: int
    agreed_at: Instant
    line: str
    history: tuple[ActionChange, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """A setting as `fieldset.resolve` reads it."""

    field: str
    value: str
    replaces: tuple[str, ...]


def fold_action(pairs: Sequence[tuple[Record, ActionPayload]]) -> Action | None:
    """The state of an action from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, ActionAgreed)), None)
    if first is None:
        return None
    record, agreed = first
    history = _history(pairs)
    fields = resolve((rec, made) for rec, payload in pairs if (made := _setting(payload)))
    states = [change.state for change in history if change.step == "stepped"]
    return Action(
        subject=record.subject,
        dossier=record.dossier,
        number=agreed.number,
        title=agreed.text,
        status=states[-1] if states else "open",
        owner=fields["owner"].value if "owner" in fields else agreed.owner,
        due_at=fields["due_at"].value if "due_at" in fields else agreed.due_at,
        first_due_at=next((change.due_at for change in history if change.due_at), ""),
        snoozed_count=sum(change.step == "snoozed" for change in history),
        agreed_at=record.occurred_at,
        line=agreed.line,
        history=history,
        standing=standing_of(fields),
    )


def _setting(payload: ActionPayload) -> _Set | None:
    match payload:
        case ActionDueMoved():
            return _Set("due_at", payload.due_at, payload.replaces)
        case ActionOwnerSet():
            return _Set("owner", payload.owner, payload.replaces)
        case ActionAgreed() | ActionStepped():
            return None
        case _:
            assert_never(payload)


def _history(pairs: Sequence[tuple[Record, ActionPayload]]) -> tuple[ActionChange, ...]:
    """Every step, what was agreed first, then in the order of happening."""
    found: list[ActionChange] = []
    due_at = ""
    for record, payload in sorted(
        pairs, key=lambda pair: (not isinstance(pair[1], ActionAgreed), pair[0].history_order)
    ):
        found.append(_change(record, payload, due_at))
        due_at = found[-1].due_at or due_at
    return tuple(found)


def _change(record: Record, payload: ActionPayload, before: Instant) -> ActionChange:
    """What one record did; `before` is the term that stood until then, empty when there was none."""
    step, state, due_at, owner, note = "", "", "", "", ""
    match payload:
        case ActionAgreed():
            step, due_at, owner, text = "agreed", payload.due_at, payload.owner, payload.text
        case ActionStepped():
            step, state, note = "stepped", payload.state, payload.note
            text = _STATES.get(state, state) + (f", {payload.by}" if payload.by else "")
        case ActionDueMoved():
            due_at, note = payload.due_at, payload.reason
            step = "snoozed" if before and due_at > before else "due_moved"
            text = f"{_moved(before, due_at)} {_shown(due_at, record)}"
        case ActionOwnerSet():
            step, owner, note = "owner_set", payload.owner, payload.reason
            text = f"naar {owner}"
        case _:
            assert_never(payload)
    text += f": {note}" if note else ""
    return ActionChange(record.occurred_at, step, state, due_at, owner, note, text, late(record), record.id)


def _moved(before: Instant, due_at: Instant) -> str:
    if not before:
        return "termijn"
    return "uitgesteld tot" if due_at > before else "vervroegd naar"


def _shown(due_at: Instant, record: Record) -> str:
    return clock_text(read_stored(due_at), read_stored(record.occurred_at)) if due_at else "onbekend"


def overdue(row: SubjectRow, now: Instant) -> bool:
    """Whether an action's term has passed while nobody said that it is done."""
    return row.status in ("open", "busy") and bool(row.end_at) and row.end_at < now


def left_of(row: SubjectRow, now: datetime) -> timedelta | None:
    """The clock of an action: how long still, negative when it is late; None without a term or when it is over."""
    return read_stored(row.end_at) - now if row.end_at and row.status in ("open", "busy") else None


def without_owner(rows: Iterable[SubjectRow]) -> tuple[SubjectRow, ...]:
    """The list `actie zonder houder`: what runs and nobody has."""
    return tuple(row for row in rows if row.status in RUNNING_STATES and not json.loads(row.body)["owner"])


def not_agreed(rows: Iterable[SubjectRow]) -> tuple[SubjectRow, ...]:
    """The list `afgerond, nog niet akkoord`: its owner says that it is done, the team did not close it."""
    return tuple(row for row in rows if row.status == "done")


def urgency(row: SubjectRow, now: Instant) -> tuple[bool, bool, bool, Instant, Instant, str]:
    """The order of every list of actions: what runs, the overdue ones first, then by term, without a term last."""
    return (
        row.status not in RUNNING_STATES, not overdue(row, now), not row.end_at, row.end_at, row.begin_at, row.number,
    )  # fmt: skip


def action_tables(pairs: Sequence[tuple[Record, ActionPayload]]) -> Tables:
    """The action's row; its steps after the first stand in the timeline (the first stands there as a line)."""
    view = fold_action(pairs)
    if view is None:
        return Tables()
    row = SubjectRow(
        view.subject,
        "action",
        view.dossier,
        view.number,
        view.title,
        view.status,
        view.agreed_at,
        view.due_at,
        "",
        as_json(view),
    )
    told = {change.record_id: f"{view.number} {change.text}" for change in view.history}
    items = tuple(
        item(record, "action", told[record.id], dossier=view.dossier)
        for record, payload in pairs
        if not (isinstance(payload, ActionAgreed) and view.line)
    )
    return Tables(row, items)


_STATES = {"open": "weer open", "busy": "bezig", "done": "gereed", "closed": "akkoord", "dropped": "vervallen"}


PAYLOADS = (ActionAgreed, ActionStepped, ActionDueMoved, ActionOwnerSet)
FOLDS = {"action": action_tables}
