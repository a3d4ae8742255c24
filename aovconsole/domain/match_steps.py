"""What can happen to a football match, one payload a kind: from the calendar of the season to the evening itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant
from aovconsole.domain.times import YEARS

OUTCOMES = ("played", "awarded", "abandoned", "postponed", "cancelled")
"""What became of a match: played, decided at a table, stopped on the way, put off without a date, struck."""

PLAN_STATES = ("todo", "done", "dropped")
COUNTS = ("away_expected", "spectators", "doors_minutes", "depart_minutes")
"""The fields that hold a whole number; the minutes count from kick-off, doors before it and departure after it."""

FIELDS = ("place", *COUNTS, "note")

MOST_MINUTES = 24 * 60
"""A plan that reaches further from kick-off than a day is a slip of the keys."""

_COUNT_DIGITS = 6


def is_count(field: str, value: str) -> bool:
    """Whether a text can stand in a field that holds a count; empty clears it."""
    if not value:
        return not field.endswith("_minutes")
    if not (value.isascii() and value.isdigit() and len(value) <= _COUNT_DIGITS):
        return False
    return not field.endswith("_minutes") or int(value) <= MOST_MINUTES


def _check_day(begin_at: Instant, on: str) -> None:
    """Refuse a day that is none, or so far off that sums with it overflow."""
    day = date.fromisoformat(on)
    if day.isoformat() != on or day.year not in YEARS or int(begin_at[:4]) not in YEARS:
        raise ValueError(on)


@dataclass(frozen=True, slots=True)
class MatchAdded:
    """A home match entered the console; `on` is its day on the wall, `begin_at` its kick-off, or the begin of that day.

    While `kickoff_known` is False the kick-off is still to be fixed. `leg` tells apart two matches of the same
    home and away side in one competition of one season. The minutes are those of `data/football.toml` then.
    """

    kind: ClassVar[str] = "match.added"
    version: ClassVar[int] = 1
    number: str
    season: str
    competition: str
    home: str
    away: str
    leg: int
    round: str
    begin_at: Instant
    on: str
    kickoff_known: bool
    place: str
    doors_minutes: int
    length_minutes: int
    depart_minutes: int
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a day or a length that no match has (a record of another station can hold anything)."""
        _check_day(self.begin_at, self.on)
        if any(not 0 <= one <= MOST_MINUTES for one in (self.doors_minutes, self.length_minutes, self.depart_minutes)):
            raise ValueError(self.number)


@dataclass(frozen=True, slots=True)
class MatchMoved:
    """The match has another day or kick-off, or its kick-off became known; `replaces` names what it knew.

    `source` is the file that said so, empty when a person did.
    """

    kind: ClassVar[str] = "match.moved"
    version: ClassVar[int] = 1
    begin_at: Instant
    on: str
    kickoff_known: bool
    reason: str = ""
    source: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a day that is none."""
        _check_day(self.begin_at, self.on)


@dataclass(frozen=True, slots=True)
class MatchEnded:
    """What became of the match, with its score where there is one."""

    kind: ClassVar[str] = "match.ended"
    version: ClassVar[int] = 1
    outcome: str
    score: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist (a record of another station can hold anything)."""
        if self.outcome not in OUTCOMES:
            raise ValueError(self.outcome)


@dataclass(frozen=True, slots=True)
class MatchCancelled:
    """The match does not go on, decided or heard at this desk."""

    kind: ClassVar[str] = "match.cancelled"
    version: ClassVar[int] = 1
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class MatchFieldSet:
    """One field was filled or changed; a count is written as text."""

    kind: ClassVar[str] = "match.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a count that is none."""
        if self.field in COUNTS and not is_count(self.field, self.value):
            raise ValueError(self.value)


@dataclass(frozen=True, slots=True)
class CategorySet:
    """The risk category was set: by which function, for which reasons."""

    kind: ClassVar[str] = "match.category_set"
    version: ClassVar[int] = 1
    category: str
    by: str
    reasons: tuple[str, ...]
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TravelSet:
    """How away supporters travel (combiregeling): a key of `data/football.toml`, its label then, why, by whom."""

    kind: ClassVar[str] = "match.travel_set"
    version: ClassVar[int] = 1
    scheme: str
    label: str
    reason: str
    by: str = ""
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talked:
    """A talk before or on the match day: when it stands, with which functions, what was agreed."""

    kind: ClassVar[str] = "match.talked"
    version: ClassVar[int] = 1
    label: str
    at: Instant
    present: str = ""
    agreements: str = ""

    def __post_init__(self) -> None:
        """Refuse a talk without a moment."""
        if not self.at:
            raise ValueError(self.label)


@dataclass(frozen=True, slots=True)
class SafetyDecided:
    """A decision on public order at the match: by whom, in what capacity, on what ground, which conditions."""

    kind: ClassVar[str] = "match.safety_decided"
    version: ClassVar[int] = 1
    text: str
    by: str
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlanMarked:
    """A line of the match-day plan changed state; `due_at` is where it stood then (empty: kick-off unknown)."""

    kind: ClassVar[str] = "match.plan_marked"
    version: ClassVar[int] = 1
    key: str
    label: str
    state: str
    note: str = ""
    due_at: Instant = ""

    def __post_init__(self) -> None:
        """Refuse a state that does not exist."""
        if self.state not in PLAN_STATES:
            raise ValueError(self.state)


@dataclass(frozen=True, slots=True)
class MatchStepWithdrawn:
    """A step was a mistake and does not count; it stays readable, struck through."""

    kind: ClassVar[str] = "match.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""


MatchPayload: TypeAlias = (
    MatchAdded
    | MatchMoved
    | MatchEnded
    | MatchCancelled
    | MatchFieldSet
    | CategorySet
    | TravelSet
    | Talked
    | SafetyDecided
    | PlanMarked
    | MatchStepWithdrawn
)

WITHDRAWABLE = (MatchEnded, MatchCancelled, CategorySet, TravelSet, Talked, SafetyDecided, PlanMarked)
"""What can be withdrawn as a mistake; another day or another field is answered by setting it again."""
