"""Who is at the table of a CMT day: functions in and out with their times, and who chairs and who keeps the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias, assert_never
from uuid import UUID, uuid5

from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item, late

ROLES = ("chair", "keeper")
ROLE_WORDS = {"chair": "voorzitter", "keeper": "verslaglegger"}
KEEPER_NAMES = (ROLE_WORDS["keeper"], "notulist", "loghouder")
"""How a plan may call who keeps the log."""

_PRESENCES = UUID("6a1f6f5e-3f0e-5a44-9a4c-52a5cf2a5b11")


def presence_subject(dossier: str) -> str:
    """The subject of the presence in a dossier: one, so that two stations keep one list."""
    return str(uuid5(_PRESENCES, dossier))


@dataclass(frozen=True, slots=True)
class PresenceNoted:
    """A function came in, or went out (`present` False), on behalf of an organisation; a name is not asked for."""

    kind: ClassVar[str] = "presence.noted"
    version: ClassVar[int] = 1
    function: str
    name: str = ""
    organisation: str = ""
    present: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class RolePassed:
    """The chair or the log went to a function, from a function; empty when nobody had it before."""

    kind: ClassVar[str] = "presence.role_passed"
    version: ClassVar[int] = 1
    role: str
    function: str
    name: str = ""
    from_function: str = ""
    from_name: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a role that does not exist."""
        if self.role not in ROLES:
            raise ValueError(self.role)


@dataclass(frozen=True, slots=True)
class PresenceStepWithdrawn:
    """A mistaken step (the id of its record) does not count."""

    kind: ClassVar[str] = "presence.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""


WITHDRAWABLE = (PresenceNoted, RolePassed)

PresencePayload: TypeAlias = PresenceNoted | RolePassed | PresenceStepWithdrawn


@dataclass(frozen=True, slots=True)
class Step:
    """One time that a function came in or went out."""

    at: Instant
    function: str
    name: str
    organisation: str
    present: bool
    note: str
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class RoleStep:
    """One time that a role was handed over."""

    at: Instant
    role: str
    function: str
    name: str
    from_function: str
    from_name: str
    reason: str
    late: bool
    record_id: str


@dataclass(frozen=True, slots=True)
class Present:
    """A function that is there (`present`) or was there, since when."""

    function: str
    name: str
    organisation: str
    since: Instant
    present: bool


@dataclass(frozen=True, slots=True)
class Role:
    """Who has a role, since when; `function` is empty while nobody said."""

    role: str
    function: str
    name: str
    since: Instant


@dataclass(frozen=True, slots=True)
class Expected:
    """A function that the plan wants at the table, with what it does there; `filled_by` is empty while it is missed."""

    function: str
    task: str
    chair: bool
    source: str
    filled_by: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Everything that was noted, in the order in which it happened, and how it stands after the last of it."""

    steps: tuple[Step, ...]
    roles: tuple[RoleStep, ...]
    present: tuple[Present, ...]
    chair: str
    keeper: str


def fold(pairs: Sequence[tuple[Record, PresencePayload]]) -> Presence:
    """The presence from its records."""
    history = history_of(pairs, _withdrawn(pairs))
    steps = tuple(_step(record, payload) for record, payload in history if isinstance(payload, PresenceNoted))
    roles = tuple(
        RoleStep(
            record.occurred_at, payload.role, payload.function, payload.name, payload.from_function,
            payload.from_name, payload.reason, late(record), record.id,
        )
        for record, payload in history
        if isinstance(payload, RolePassed)
    )  # fmt: skip
    last = {role.role: role.function for role in roles}
    there = tuple(one for one in _standing(steps) if one.present)
    return Presence(steps, roles, there, last.get("chair", ""), last.get("keeper", ""))


def _withdrawn(pairs: Sequence[tuple[Record, PresencePayload]]) -> frozenset[str]:
    return frozenset(payload.step for _, payload in pairs if isinstance(payload, PresenceStepWithdrawn))


def _step(record: Record, payload: PresenceNoted) -> Step:
    return Step(
        record.occurred_at, payload.function, payload.name, payload.organisation, payload.present, payload.note,
        late(record), record.id,
    )  # fmt: skip


def _standing(steps: Iterable[Step]) -> tuple[Present, ...]:
    """Each function of each organisation as its last step left it; who was relieved came in at the last relief."""
    last: dict[tuple[str, str], Present] = {}
    for step in steps:
        last[presence_key(step.function, step.organisation)] = Present(
            step.function, step.name, step.organisation, step.at, step.present
        )
    return tuple(last.values())


def presence_key(function: str, organisation: str = "") -> tuple[str, str]:
    """What tells those at the table apart: the same function may sit there for two organisations."""
    return name_key(function), name_key(organisation)


def everybody_at(body: Mapping[str, Any] | None, moment: Instant) -> tuple[Present, ...]:
    """Everybody who came in up to a moment: who was there then, and who had left again (body of the row, or none)."""
    return _standing(step for step in _steps_of(body) if step.at <= moment)


def present_at(body: Mapping[str, Any] | None, moment: Instant) -> tuple[Present, ...]:
    """Who was present at a moment, in the order of their first coming in."""
    return tuple(one for one in everybody_at(body, moment) if one.present)


def absent_at(body: Mapping[str, Any] | None, moment: Instant, expected: Iterable[str] = ()) -> tuple[Present, ...]:
    """Who is missed at a moment: who left, and each expected function that never came (`since` is empty then)."""
    everybody = everybody_at(body, moment)
    there = {name_key(one.function) for one in everybody if one.present}
    left = [one for one in everybody if not one.present and name_key(one.function) not in there]
    known = there | {name_key(one.function) for one in left}
    never = {name_key(function): function for function in expected if name_key(function) not in known}
    return (*left, *(Present(function, "", "", "", False) for function in never.values()))


def role_at(body: Mapping[str, Any] | None, role: str, moment: Instant) -> Role:
    """Who had a role at a moment."""
    found = Role(role, "", "", "")
    for step in body["roles"] if body else ():
        if step["role"] == role and step["at"] <= moment:
            found = Role(role, step["function"], step["name"], step["at"])
    return found


def expected_at(
    body: Mapping[str, Any] | None, moment: Instant, roles: Iterable[Mapping[str, Any]]
) -> tuple[Expected, ...]:
    """The functions that a plan wants at the table (its roles), and who fills each at a moment.

    Who chairs fills the plan's chair, who keeps the log its keeper; both count as there.
    """
    chair, keeper = (role_at(body, name, moment).function for name in ROLES)
    there = {name_key(one.function): one.function for one in present_at(body, moment)}
    there |= {name_key(function): function for function in (chair, keeper) if function}
    found = []
    for one in roles:
        key = name_key(one["function"])
        by = (one["chair"] and chair) or (key in KEEPER_NAMES and keeper) or there.get(key, "")
        found.append(Expected(one["function"], one["task"], one["chair"], one["source"], by))
    return tuple(found)


def _steps_of(body: Mapping[str, Any] | None) -> tuple[Step, ...]:
    return tuple(Step(**step) for step in body["steps"]) if body else ()


def body_in(rows: Iterable[SubjectRow]) -> Mapping[str, Any] | None:
    """The body of the presence among the rows of a dossier; None when nobody came in yet."""
    row = next((row for row in rows if row.type == "presence"), None)
    return json.loads(row.body) if row else None


def tables(pairs: Sequence[tuple[Record, PresencePayload]]) -> Tables:
    """The row of the presence in a dossier, and one timeline item for each step; without steps there is no row."""
    told = [(record, payload) for record, payload in pairs if not isinstance(payload, PresenceStepWithdrawn)]
    if not told:
        return Tables()
    first = min(told, key=lambda pair: pair[0].history_order)[0]
    view, gone = fold(pairs), _withdrawn(pairs)
    row = SubjectRow(
        first.subject, "presence", first.dossier, "", "aanwezigheid", "open", first.occurred_at, "", "", as_json(view)
    )
    return Tables(row, tuple(_item(record, payload, struck=record.id in gone) for record, payload in pairs))


def _item(record: Record, payload: PresencePayload, *, struck: bool) -> TimelineItem:
    type_ = "role" if isinstance(payload, RolePassed) else "presence"
    more = {"extra": '{"withdrawn":true}', "corrected_by": record.id} if struck else {}
    return item(record, type_, _said(payload), dossier=record.dossier, **more)


def _said(payload: PresencePayload) -> str:
    match payload:
        case PresenceNoted():
            who = named(payload.function, payload.name, payload.organisation)
            return _why(f"{who} {'aanwezig' if payload.present else 'weg'}", payload.note)
        case RolePassed():
            to = named(payload.function, payload.name)
            giver = f"van {named(payload.from_function, payload.from_name)} naar " if payload.from_function else ""
            return _why(f"{ROLE_WORDS[payload.role]}: {giver}{to}", payload.reason)
        case PresenceStepWithdrawn():
            return _why("een stap van de aanwezigheid vervalt", payload.reason)
        case _:
            assert_never(payload)


def named(function: str, name: str = "", organisation: str = "") -> str:
    """A function as it is shown, with the name and the organisation behind it when they are known."""
    more = ", ".join(part for part in (name, f"namens {organisation}" if organisation else "") if part)
    return f"{function} ({more})" if more else function


def _why(said: str, reason: str) -> str:
    return f"{said}: {reason}" if reason else said


PAYLOADS = (PresenceNoted, RolePassed, PresenceStepWithdrawn)
FOLDS = {"presence": tables}
