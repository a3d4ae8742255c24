"""What a team agrees: decisions (besluiten) and actions (acties), numbered within their dossier."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, as_json, item

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
    """The action changed state: the owner says busy or done, the team closes or drops it."""

    kind: ClassVar[str] = "action.stepped"
    version: ClassVar[int] = 1
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision was taken."""

    kind: ClassVar[str] = "decision.made"
    version: ClassVar[int] = 1
    number: str
    text: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn:
    """The decision does not stand: the line that it was typed in was withdrawn."""

    kind: ClassVar[str] = "decision.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


ActionPayload: TypeAlias = ActionAgreed | ActionStepped
DecisionPayload: TypeAlias = DecisionMade | DecisionWithdrawn


@dataclass(frozen=True, slots=True)
class Action:
    """The state of one action."""

    subject: str
    dossier: str
    number: str
    title: str
    status: str
    owner: str
    due_at: Instant
    agreed_at: Instant
    line: str


def fold_action(pairs: Sequence[tuple[Record, ActionPayload]]) -> Action | None:
    """The state of an action from its records; None while its first record has not arrived."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, ActionAgreed)), None)
    if first is None:
        return None
    record, agreed = first
    steps = sorted(
        ((rec, payload) for rec, payload in pairs if isinstance(payload, ActionStepped)),
        key=lambda pair: pair[0].history_order,
    )
    return Action(
        record.subject,
        record.dossier,
        agreed.number,
        agreed.text,
        steps[-1][1].state if steps else "open",
        agreed.owner,
        agreed.due_at,
        record.occurred_at,
        agreed.line,
    )


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
    items = tuple(
        item(record, "action", _action_text(view, payload), dossier=view.dossier)
        for record, payload in pairs
        if isinstance(payload, ActionStepped) or not view.line
    )
    return Tables(row, items)


_STATES = {"open": "weer open", "busy": "bezig", "done": "gereed", "closed": "akkoord", "dropped": "vervallen"}


def _action_text(view: Action, payload: ActionPayload) -> str:
    if isinstance(payload, ActionAgreed):
        return f"{view.number} {view.title}"
    note = f": {payload.note}" if payload.note else ""
    return f"{view.number} {_STATES.get(payload.state, payload.state)}{note}"


def decision_tables(pairs: Sequence[tuple[Record, DecisionPayload]]) -> Tables:
    """The decision's row, and a timeline item unless it was typed as a log line."""
    first = next(((record, payload) for record, payload in pairs if isinstance(payload, DecisionMade)), None)
    if first is None:
        return Tables()
    record, made = first
    withdrawn = any(isinstance(payload, DecisionWithdrawn) for _, payload in pairs)
    row = SubjectRow(
        record.subject, "decision", record.dossier, made.number, made.text, "withdrawn" if withdrawn else "made",
        record.occurred_at, "", "", as_json(made),
    )  # fmt: skip
    items = () if made.line else (item(record, "decision", f"{made.number} {made.text}"),)
    return Tables(row, items)


PAYLOADS = (ActionAgreed, ActionStepped, DecisionMade, DecisionWithdrawn)
FOLDS = {"action": action_tables, "decision": decision_tables}
