"""What happens to an evenement between application and evaluation, one payload a kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from aovconsole.domain.times import is_possible

HANDLING_CLASSES = ("A", "B", "C")
KINDS = ("application", "notification")
ANSWERS = ("", "yes", "no")
PLAN_VERDICTS = ("good", "insufficient")
PERMIT_OUTCOMES = ("granted", "refused", "withdrawn")
COUNT_METHODS = ("counted", "estimated")
STEP_STATES = ("open", "busy", "done", "not_needed")

STEPS = ("application", "intake", "approach", "advice", "permit", "preparation", "execution", "evaluation")
"""The eight steps of the HEV 2018, in order (domain.md §3.1; 1-3 from sbo-hev, 4-8 in the order of vrhm-kader)."""

TEXTS = ("title", "place")
NEEDED_MOMENTS = ("begin_at", "end_at")
MOMENTS = ("build_up_at", "break_down_until")
DAYS = ("received_on", "answered_on", "programme_on")
CHOICES = {"kind": ("", *KINDS), "cmt_day": ANSWERS, "whole_place": ANSWERS, "parade": ANSWERS, "inner_city": ANSWERS}
NUMBERS = ("visitors_count",)
FIELDS = (*TEXTS, *NEEDED_MOMENTS, *MOMENTS, *DAYS, *CHOICES, *NUMBERS)
"""The fields of the frame that a person can set, by what stands in them."""


_MOST_DIGITS = 9
"""Longer is no number of visitors, and very long is no number that Python reads."""


def is_day(text: str) -> bool:
    """Whether a text is a day as it is stored: `2027-02-07`."""
    try:
        return len(text) == len("2027-02-07") and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def fits(field: str, value: str) -> bool:
    """Whether a value can stand in a field; what may be empty can be cleared."""
    if field in TEXTS:
        return bool(value)
    if field in NEEDED_MOMENTS:
        return is_possible(value)
    if field in MOMENTS:
        return not value or is_possible(value)
    if field in DAYS:
        return not value or is_day(value)
    if field in CHOICES:
        return value in CHOICES[field]
    digits = value.isascii() and value.isdecimal() and len(value) <= _MOST_DIGITS
    return field in NUMBERS and (not value or digits)


def _days(*days: str) -> None:
    if not all(not day or is_day(day) for day in days):
        raise ValueError(days)


def _one_of(value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ValueError(value)


@dataclass(frozen=True, slots=True)
class EvenementFieldSet:
    """One field of the frame was filled, changed or cleared; moments and days as they are stored."""

    kind: ClassVar[str] = "evenement.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a value that cannot stand there (a record of another station can hold anything)."""
        if not fits(self.field, self.value):
            raise ValueError(self.field)


@dataclass(frozen=True, slots=True)
class EvenementAssessed:
    """The treatment was chosen on the risk scan: the class, why, by which function, on which day."""

    kind: ClassVar[str] = "evenement.assessed"
    version: ClassVar[int] = 1
    handling_class: str
    reasons: tuple[str, ...] = ()
    by: str = ""
    assessed_on: str = ""

    def __post_init__(self) -> None:
        """Refuse a class or a day that does not exist."""
        _one_of(self.handling_class, HANDLING_CLASSES)
        _days(self.assessed_on)


@dataclass(frozen=True, slots=True)
class AdviceAsked:
    """A partner was asked for advice; `joint` is the multidisciplinary advice of several together."""

    kind: ClassVar[str] = "evenement.advice_asked"
    version: ClassVar[int] = 1
    partner: str
    asked_on: str
    joint: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a day that does not exist."""
        _days(self.asked_on)


@dataclass(frozen=True, slots=True)
class AdviceGiven:
    """A partner gave advice, in its own words."""

    kind: ClassVar[str] = "evenement.advice_given"
    version: ClassVar[int] = 1
    partner: str
    given_on: str
    text: str
    joint: bool = False

    def __post_init__(self) -> None:
        """Refuse a day that does not exist."""
        _days(self.given_on)


@dataclass(frozen=True, slots=True)
class PlanReceived:
    """A safety plan (veiligheidsplan), or a new version of it, came in."""

    kind: ClassVar[str] = "evenement.plan_received"
    version: ClassVar[int] = 1
    received_on: str
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a day that does not exist."""
        _days(self.received_on)


@dataclass(frozen=True, slots=True)
class PlanJudged:
    """The safety plan was found good or insufficient."""

    kind: ClassVar[str] = "evenement.plan_judged"
    version: ClassVar[int] = 1
    verdict: str
    judged_on: str
    by: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a verdict or a day that does not exist."""
        _one_of(self.verdict, PLAN_VERDICTS)
        _days(self.judged_on)


@dataclass(frozen=True, slots=True)
class PermitDecided:
    """The permit of an evenement was granted, refused or withdrawn, with its conditions; it happened at the record."""

    kind: ClassVar[str] = "evenement.permit_decided"
    version: ClassVar[int] = 1
    outcome: str
    conditions: tuple[str, ...] = ()
    by: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist."""
        _one_of(self.outcome, PERMIT_OUTCOMES)


@dataclass(frozen=True, slots=True)
class StepTicked:
    """A step of the HEV was given a state by hand."""

    kind: ClassVar[str] = "evenement.step_ticked"
    version: ClassVar[int] = 1
    step: str
    state: str
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a step or a state that does not exist."""
        _one_of(self.step, STEPS)
        _one_of(self.state, STEP_STATES)


@dataclass(frozen=True, slots=True)
class VisitorsCounted:
    """How many visitors there were at the moment of the record: counted or estimated, by whom, how."""

    kind: ClassVar[str] = "evenement.visitors_counted"
    version: ClassVar[int] = 1
    count: int
    method: str
    by: str
    how: str = ""

    def __post_init__(self) -> None:
        """Refuse a number below nought or a method that does not exist."""
        if self.count < 0:
            raise ValueError(self.count)
        _one_of(self.method, COUNT_METHODS)


@dataclass(frozen=True, slots=True)
class EvenementStepWithdrawn:
    """A step was a mistake and does not count; it stays readable, struck through."""

    kind: ClassVar[str] = "evenement.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""
