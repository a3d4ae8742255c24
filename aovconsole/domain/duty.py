"""Duties on paper: each stretch of the roster with every change of it, and who took a duty over at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, TypeAlias, assert_never
from uuid import UUID, uuid5

from aovconsole.domain.history import history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import AMSTERDAM, day_short, read_stored
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

LONGEST_NAME = 100
"""A longer name of a person or a function is something else."""

_SOURCES = UUID("6f1d3c1e-53a0-4d0b-9c11-6a2f6d0a7c04")


@dataclass(frozen=True, slots=True)
class DutyPlanned:
    """A stretch of duty as first versions wrote it: which duty, who, from when to when."""

    kind: ClassVar[str] = "duty.planned"
    version: ClassVar[int] = 1
    duty: str
    officer: str
    begin_at: Instant
    end_at: Instant


@dataclass(frozen=True, slots=True)
class DutyRostered:
    """A stretch of duty as a file or a person gives it; a later one of the same subject is what the source now says.

    `officer` is a function or a name; `source` the file, `uid` its key there, both empty for what was typed.
    """

    kind: ClassVar[str] = "duty.rostered"
    version: ClassVar[int] = 1
    duty: str
    officer: str
    begin_at: Instant
    end_at: Instant
    source: str = ""
    uid: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DutyReplaced:
    """Another has the stretch, in the place of `before`; in a swap `swapped_with` is the other stretch."""

    kind: ClassVar[str] = "duty.replaced"
    version: ClassVar[int] = 1
    officer: str
    before: str
    reason: str
    swapped_with: str = ""


@dataclass(frozen=True, slots=True)
class DutyVanished:
    """The stretch no longer stands in its source: it does not count until that has it again."""

    kind: ClassVar[str] = "duty.vanished"
    version: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class DutyWithdrawn:
    """The stretch does not count any more."""

    kind: ClassVar[str] = "duty.withdrawn"
    version: ClassVar[int] = 1
    reason: str


@dataclass(frozen=True, slots=True)
class HoldingTakenOver:
    """Somebody took a duty over at once from `before`; without `until_at` it holds until the next holding."""

    kind: ClassVar[str] = "holding.taken_over"
    version: ClassVar[int] = 1
    duty: str
    officer: str
    before: str
    reason: str
    until_at: Instant = ""


@dataclass(frozen=True, slots=True)
class HoldingWithdrawn:
    """The taking over was a mistake and does not count."""

    kind: ClassVar[str] = "holding.withdrawn"
    version: ClassVar[int] = 1
    reason: str


DutyPayload: TypeAlias = DutyPlanned | DutyRostered | DutyReplaced | DutyVanished | DutyWithdrawn
HoldingPayload: TypeAlias = HoldingTakenOver | HoldingWithdrawn

GIVEN = (DutyPlanned, DutyRostered)
"""What says the stretch itself."""


@dataclass(frozen=True, slots=True)
class DutyStep:
    """One step of a stretch: `author` is the subject of the operator."""

    at: Instant
    type: str
    officer: str
    before: str
    reason: str
    author: str
    record_id: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A stretch of duty as it stands; `sourced` is what its source last said (duty, officer, begin, end)."""

    duty: str
    officer: str
    begin_at: Instant
    end_at: Instant
    source: str
    uid: str
    note: str
    status: str
    sourced: tuple[str, ...]
    steps: tuple[DutyStep, ...]


def duty_subject(source: str, identity: str) -> str:
    """The subject of a stretch from a file: the same at every station that imports the same file."""
    return str(uuid5(_SOURCES, f"{source}\n{identity}"))


def fold(pairs: Sequence[tuple[Record, DutyPayload]]) -> Duty | None:
    """The stretch from its records; None while nobody said when it is.

    A source that moves a stretch does not undo a replacement; one that names somebody else does.
    """
    history = history_of(pairs)
    first = next((pair for pair in history if isinstance(pair[1], GIVEN)), None)
    if first is None or not isinstance(first[1], GIVEN):
        return None
    found = _given(None, first[0], first[1])
    for record, payload in history:
        if record is not first[0]:  # what stands before it lost its own begin: that was erased
            found = _stepped(found, record, payload)
    return found


def _stepped(found: Duty, record: Record, payload: DutyPayload) -> Duty:
    match payload:
        case DutyPlanned() | DutyRostered():
            return _given(found, record, payload)
        case DutyReplaced():
            type_ = "swapped" if payload.swapped_with else "replaced"
            step = _step(record, type_, payload.officer, payload.before, payload.reason)
            return replace(found, officer=payload.officer, steps=(*found.steps, step))
        case DutyVanished():
            step = _step(record, "vanished", found.officer)
            status = found.status if found.status == "withdrawn" else "vanished"
            return replace(found, status=status, steps=(*found.steps, step))
        case DutyWithdrawn():
            step = _step(record, "withdrawn", found.officer, reason=payload.reason)
            return replace(found, status="withdrawn", steps=(*found.steps, step))
        case _:
            assert_never(payload)


def _given(found: Duty | None, record: Record, payload: DutyPlanned | DutyRostered) -> Duty:
    sourced = (payload.duty, payload.officer, payload.begin_at, payload.end_at)
    more = payload if isinstance(payload, DutyRostered) else DutyRostered(*sourced)
    officer, status, type_ = payload.officer, "planned", "rostered"
    steps: tuple[DutyStep, ...] = ()
    if found is not None:
        same = found.sourced[1] == payload.officer
        officer = found.officer if same else payload.officer
        status = found.status if found.status == "withdrawn" else "planned"
        steps, type_ = found.steps, "changed"
    step = _step(record, type_, officer, found.officer if found else "", more.note)
    return Duty(
        payload.duty, officer, payload.begin_at, payload.end_at, more.source, more.uid, more.note,
        status, sourced, (*steps, step),
    )  # fmt: skip


def _step(record: Record, type_: str, officer: str, before: str = "", reason: str = "") -> DutyStep:
    return DutyStep(record.occurred_at, type_, officer, before, reason, record.author, record.id)


def tables(pairs: Sequence[tuple[Record, DutyPayload]]) -> Tables:
    """The row of a stretch, and a timeline item for what somebody changed in it by hand."""
    view = fold(pairs)
    if view is None:
        return Tables(items=tuple(_items(pairs, "")))
    when = day_short(read_stored(view.begin_at).astimezone(AMSTERDAM).date())
    row = SubjectRow(
        pairs[0][0].subject, "duty", "", "", f"{view.duty} {view.officer}", view.status,
        view.begin_at, view.end_at, "", as_json(view),
    )  # fmt: skip
    return Tables(row, tuple(_items(pairs, f"dienst {view.duty} van {when}: ")))


def _items(pairs: Iterable[tuple[Record, DutyPayload]], which: str) -> Iterable[TimelineItem]:
    for record, payload in pairs:
        if isinstance(payload, DutyReplaced):
            how = " (ruil)" if payload.swapped_with else ""
            said = f"{payload.officer} in plaats van {payload.before}{how}: {payload.reason}"
            yield item(record, "duty", f"{which}{said}")
        elif isinstance(payload, DutyWithdrawn):
            yield item(record, "duty", f"{which}ingetrokken: {payload.reason}")


def holding_tables(pairs: Sequence[tuple[Record, HoldingPayload]]) -> Tables:
    """The row of a taking over, and its timeline items."""
    taken = [(record, said) for record, said in pairs if isinstance(said, HoldingTakenOver)]
    gone = [(record, said) for record, said in pairs if isinstance(said, HoldingWithdrawn)]
    items = [item(record, "duty", f"overname van de dienst vervalt: {said.reason}") for record, said in gone]
    if not taken:
        return Tables(items=tuple(items))
    record, said = taken[0]
    before = f" van {said.before}" if said.before else ""
    text = f"dienst {said.duty} overgenomen door {said.officer}{before}: {said.reason}"
    more = {"extra": '{"withdrawn":true}', "corrected_by": gone[-1][0].id} if gone else {}
    row = SubjectRow(
        record.subject, "holding", "", "", f"{said.duty} {said.officer}", "withdrawn" if gone else "taken_over",
        record.occurred_at, said.until_at, "", as_json({**_fields(said), "author": record.author}),
    )  # fmt: skip
    return Tables(row, (item(record, "duty", text, **more), *items))


def _fields(said: HoldingTakenOver) -> dict[str, str]:
    return {name: getattr(said, name) for name in ("duty", "officer", "before", "reason", "until_at")}


PAYLOADS = (
    DutyPlanned, DutyRostered, DutyReplaced, DutyVanished, DutyWithdrawn, HoldingTakenOver, HoldingWithdrawn,
)  # fmt: skip
FOLDS = {"duty": tables, "holding": holding_tables}
