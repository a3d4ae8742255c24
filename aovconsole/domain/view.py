"""What a fold hands to the read tables: a subject's row, its timeline items, its days on the calendar."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple, Protocol

from aovconsole.domain.record import LATE_AFTER_MINUTES, Instant, Record


class TimelineItem(NamedTuple):
    """One line of a dossier's timeline; each record gives at most one.

    `type` is what made it (`line`, `grip`, `opened` …), `kind` what a log line is (fact, decision …).
    `text` is what was typed or what the step says; `correction` what a later record put in its place.
    """

    pos: int
    record_id: str
    subject: str
    dossier: str
    at: Instant
    clock: str
    type: str
    text: str
    kind: str = ""
    source: str = ""
    place: str = ""
    correction: str = ""
    corrected_by: str = ""
    extra: str = "{}"


class SubjectRow(NamedTuple):
    """One subject as lists and searches need it; `body` is the whole view as JSON."""

    subject: str
    type: str
    dossier: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    body: str


class CalendarDay(NamedTuple):
    """One stretch of time that a subject takes on the calendar; all-day items carry dates."""

    subject: str
    begin_at: Instant
    end_at: Instant
    begin_on: str
    end_on: str
    title: str
    place: str
    status: str
    layer: str
    uid: str
    dossier: str


class Tables(NamedTuple):
    """Everything that one subject puts into the read tables."""

    row: SubjectRow | None = None
    items: tuple[TimelineItem, ...] = ()
    days: tuple[CalendarDay, ...] = ()


class DossierView(Protocol):
    """What the views of all dossiers share."""

    @property
    def subject(self) -> str:
        """The id of the dossier."""

    @property
    def number(self) -> str:
        """The number that people say."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def status(self) -> str:
        """Its state."""

    @property
    def begin_at(self) -> Instant:
        """When it begins."""

    @property
    def end_at(self) -> Instant:
        """When it ends; empty while that is open."""

    @property
    def place(self) -> str:
        """Where it is; empty when nobody said."""


def dossier_row(type_: str, view: DossierView) -> SubjectRow:
    """The row of a dossier, which is its own dossier."""
    return SubjectRow(
        view.subject, type_, view.subject, view.number, view.title, view.status,
        view.begin_at, view.end_at, view.place, as_json(view),
    )  # fmt: skip


def dossier_day(layer: str, view: DossierView, status: str = "confirmed") -> CalendarDay:
    """The time that a dossier takes on the calendar; a moment while its end is open."""
    return CalendarDay(
        view.subject, view.begin_at, view.end_at or view.begin_at, "", "",
        view.title, view.place, status, layer, view.number, view.subject,
    )  # fmt: skip


def late(record: Record) -> bool:
    """Whether a record was written more than five minutes after it happened."""
    return minutes_between(record.occurred_at, record.recorded_at) > LATE_AFTER_MINUTES


def minutes_between(begin: Instant, end: Instant) -> float:
    """The minutes from one stored moment to another."""
    if begin[:16] == end[:16]:
        return 0.0
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)) / timedelta(minutes=1)


def item(record: Record, type_: str, text: str, *, dossier: str = "", **more: str) -> TimelineItem:
    """The timeline item of a record."""
    return TimelineItem(
        record.pos,
        record.id,
        record.subject,
        dossier or record.dossier,
        record.occurred_at,
        record.clock,
        type_,
        text,
        **more,
    )


def as_json(view: object) -> str:
    """A view as JSON text, with the names of its fields as keys."""
    return json.dumps(view, ensure_ascii=False, separators=(",", ":"), default=_fields_of)


def _fields_of(view: Any) -> dict[str, Any]:
    """A view as the encoder wants it: its fields by name, whatever they hold.

    Raises:
        TypeError: it is no view.
    """
    type_: Any = type(view)
    return {name: getattr(view, name) for name in _names_of(type_)}


@cache
def _names_of(type_: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(type_))


def plain_values(value: Any) -> Any:
    """A view as plain dicts, lists and scalars."""
    kind: type = type(value)
    if kind in _SCALARS:
        return value
    names = _names(kind)
    if names:
        return {name: plain_values(getattr(value, name)) for name in names}
    if isinstance(value, dict):
        return {name: plain_values(part) for name, part in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain_values(part) for part in value]
    return value


_SCALARS = frozenset((str, int, bool, float, type(None)))


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of the fields of a dataclass; nothing of another type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def ordered(records: Iterable[Record]) -> Sequence[Record]:
    """Records in the total order of the journal, whatever order they arrived in."""
    return sorted(records, key=lambda record: record.order)
