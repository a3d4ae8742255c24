"""What can happen to a plan: started, moved, answered, its lines marked and added, ended, withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from aovconsole.domain.plan_copy import dated
from aovconsole.domain.record import Instant
from aovconsole.domain.scenario_moments import clock_of
from aovconsole.domain.times import YEARS
from aovconsole.errors import CommandRefused

LINE_STATES = ("todo", "busy", "done", "dropped")


def _day(text: str) -> None:
    if date.fromisoformat(text).year not in YEARS:
        raise ValueError(text)


def _clock(text: str) -> None:
    if text and clock_of(text) is None:
        raise ValueError(text)


@dataclass(frozen=True, slots=True)
class PlanStarted:
    """A template was put on a day.

    `on` is the day of its main anchor and `clock` its time (`20:00`) where one was given; `answers` hold `key=value`
    as they were typed; `copy` is the template as JSON text (`plan_copy`), `sha256` the hash of the bytes of its file;
    `published` holds, as JSON, the published days that it names; `evenement` is a subject, empty when none.
    """

    kind: ClassVar[str] = "plan.started"
    version: ClassVar[int] = 1
    number: str
    title: str
    template: str
    sha256: str
    on: str
    copy: str
    clock: str = ""
    answers: tuple[str, ...] = ()
    published: str = ""
    evenement: str = ""
    zone: str = "Europe/Amsterdam"

    def __post_init__(self) -> None:
        """Refuse a plan that cannot be dated: the fold counts on one that can."""
        _day(self.on)
        _clock(self.clock)
        try:
            dated(self.copy, self.on, (), self.zone, self.published)
        except CommandRefused as refused:
            raise ValueError(refused.sentence) from refused


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """The main anchor came to stand on another day or time; `replaces` names the settings that it knew and replaced."""

    kind: ClassVar[str] = "plan.moved"
    version: ClassVar[int] = 1
    on: str
    reason: str
    clock: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is no day or no time."""
        _day(self.on)
        _clock(self.clock)


@dataclass(frozen=True, slots=True)
class PlanAnswered:
    """A question or an asked anchor of the template got its answer, as it was typed; empty asks it again."""

    kind: ClassVar[str] = "plan.answered"
    version: ClassVar[int] = 1
    question: str
    answer: str = ""
    label: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineMarked:
    """A line of the plan got a state at the moment of the record.

    `note` is the proof, or the reason why it was dropped; `by` the function that did it; `label` what the line said
    and `due_at`, `due_on`, `past_at` when it was due as this was said.
    """

    kind: ClassVar[str] = "plan.line_marked"
    version: ClassVar[int] = 1
    key: str
    state: str
    label: str = ""
    note: str = ""
    by: str = ""
    due_at: Instant = ""
    due_on: str = ""
    past_at: Instant = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a state that does not exist."""
        if self.state not in LINE_STATES:
            raise ValueError(self.state)


@dataclass(frozen=True, slots=True)
class LineAdded:
    """A line was added by hand; due at a moment, in the course of a day (past at `past_at`), or undated."""

    kind: ClassVar[str] = "plan.line_added"
    version: ClassVar[int] = 1
    key: str
    what: str
    owner: str = ""
    due_at: Instant = ""
    due_on: str = ""
    past_at: Instant = ""
    where: tuple[str, ...] = ()
    source: str = ""
    mandatory: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no day."""
        if self.due_on:
            _day(self.due_on)


@dataclass(frozen=True, slots=True)
class LineOwnerSet:
    """Another function does a line of the plan."""

    kind: ClassVar[str] = "plan.owner_set"
    version: ClassVar[int] = 1
    key: str
    owner: str
    label: str = ""
    reason: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanEnded:
    """The plan is over: what is not done stays as it stands."""

    kind: ClassVar[str] = "plan.ended"
    version: ClassVar[int] = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanWithdrawn:
    """The plan was started by mistake: it does not count, and its day may be started again."""

    kind: ClassVar[str] = "plan.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


PlanPayload: TypeAlias = (
    PlanStarted | PlanMoved | PlanAnswered | LineMarked | LineAdded | LineOwnerSet | PlanEnded | PlanWithdrawn
)
