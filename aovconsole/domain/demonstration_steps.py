"""What can happen to a demonstration, one payload a kind: from the notice to its end, and never what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant
from aovconsole.domain.times import is_possible

SCALES = ("small", "large")
GROUNDS = ("health", "traffic", "disorder")
"""The three grounds of Wom art. 2; there is no fourth."""

BAN_GROUNDS = (*GROUNDS, "late_notice", "late_data")
"""On which a demonstration may be prohibited (Wom art. 5): a ground, or a notice or data that came late."""

END_GROUNDS = (*GROUNDS, "no_notice", "prohibited", "rules_broken")
"""On which an order to end may be given (Wom art. 7)."""

OUTCOMES = ("noted", "with_conditions", "prohibited")
"""What the burgemeester can decide on a notice."""

METHODS = ("counted", "estimated")
ROLES = ("counter", "countered", "target", "targeted")
"""A link and its other side: this one counters, is countered by, is aimed at, or is the aim of the other."""

MOMENTS = ("begin_at", "end_at", "received_at")
TEXTS = ("place", "route", "end_place", "separation", "received_via")
FIELDS = (*MOMENTS, *TEXTS, "expected_count", "scale", "moving")
YES = "yes"
"""How a field that is yes or no says yes; empty is no."""


def is_value(field: str, value: str) -> bool:
    """Whether a text can be the value of a field, as it is stored."""
    if field in MOMENTS:
        return is_possible(value) or (not value and field != "begin_at")
    if field == "expected_count":
        return not value or (value.isascii() and value.isdecimal() and len(value) < 10)
    if field == "scale":
        return value in ("", *SCALES)
    return value in ("", YES) if field == "moving" else field in TEXTS


def _one_of(value: str, allowed: tuple[str, ...]) -> None:
    """Refuse what does not exist (a record of another station can hold anything)."""
    if value not in allowed:
        raise ValueError(value)


@dataclass(frozen=True, slots=True)
class DemonstrationNoted:
    """A demonstration became known, by notice (`received_at`, in the way `received_via`) or without one."""

    kind: ClassVar[str] = "demonstration.noted"
    version: ClassVar[int] = 1
    number: str
    begin_at: Instant
    end_at: Instant = ""
    place: str = ""
    received_at: Instant = ""
    expected_count: int | None = None
    actual_count: int | None = None
    scale: str = ""
    received_via: str = ""
    moving: bool = False
    route: str = ""
    end_place: str = ""

    def __post_init__(self) -> None:
        """Refuse a scale that does not exist, no begin, and moments that no calendar of ours reaches."""
        _one_of(self.scale, ("", *SCALES))
        if not self.begin_at:
            raise ValueError(self.number)
        for moment in (self.begin_at, self.end_at, self.received_at):
            if moment and not is_possible(moment):
                raise ValueError(moment)


@dataclass(frozen=True, slots=True)
class DemonstrationFieldSet:
    """One field was filled or changed; moments as they are stored, yes as `yes`."""

    kind: ClassVar[str] = "demonstration.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a field that does not exist, and a value that it cannot have."""
        if not is_value(self.field, self.value):
            raise ValueError(self.field)


@dataclass(frozen=True, slots=True)
class ContactSet:
    """How the notifier is reached; of a subject of its own, so that it can be erased without anything else."""

    kind: ClassVar[str] = "demonstration.contact_set"
    version: ClassVar[int] = 1
    text: str


@dataclass(frozen=True, slots=True)
class ReceiptGiven:
    """The notifier got a receipt (bewijs van ontvangst): its number and its text."""

    kind: ClassVar[str] = "demonstration.receipt_given"
    version: ClassVar[int] = 1
    number: str
    text: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class TalkHeld:
    """A talk: with which function, by whom, and what was agreed."""

    kind: ClassVar[str] = "demonstration.talk_held"
    version: ClassVar[int] = 1
    text: str
    with_whom: str
    by: str = ""
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class ReviewBegun:
    """The notice is being looked at (in behandeling)."""

    kind: ClassVar[str] = "demonstration.review_begun"
    version: ClassVar[int] = 1
    by: str = ""


@dataclass(frozen=True, slots=True)
class ConditionSet:
    """A condition or restriction on one of the three grounds, with its reason (Wom art. 5)."""

    kind: ClassVar[str] = "demonstration.condition_set"
    version: ClassVar[int] = 1
    number: str
    text: str
    ground: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse a ground that the law does not know."""
        _one_of(self.ground, GROUNDS)


@dataclass(frozen=True, slots=True)
class Decided:
    """The burgemeester decided on the notice; `conditions` names the records of the conditions that it holds."""

    kind: ClassVar[str] = "demonstration.decided"
    version: ClassVar[int] = 1
    outcome: str
    by: str
    capacity: str = ""
    ground: str = ""
    reason: str = ""
    conditions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist, and a prohibition without a ground of Wom art. 5."""
        _one_of(self.outcome, OUTCOMES)
        _one_of(self.ground, BAN_GROUNDS if self.outcome == "prohibited" else ("",))


@dataclass(frozen=True, slots=True)
class DecisionServed:
    """The decision (`decision` is its record) was made known to the notifier."""

    kind: ClassVar[str] = "demonstration.served"
    version: ClassVar[int] = 1
    decision: str
    via: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Instructed:
    """An instruction was given during the demonstration (Wom art. 6)."""

    kind: ClassVar[str] = "demonstration.instructed"
    version: ClassVar[int] = 1
    number: str
    text: str
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class OrderedToEnd:
    """The order to end the demonstration and to disperse (Wom art. 7)."""

    kind: ClassVar[str] = "demonstration.ordered_to_end"
    version: ClassVar[int] = 1
    ground: str
    reason: str
    by: str

    def __post_init__(self) -> None:
        """Refuse a ground that the law does not know."""
        _one_of(self.ground, END_GROUNDS)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many there were at a moment: counted or estimated, and by whom."""

    kind: ClassVar[str] = "demonstration.counted"
    version: ClassVar[int] = 1
    count: int
    method: str
    by: str

    def __post_init__(self) -> None:
        """Refuse a method that does not exist, and less than nobody."""
        _one_of(self.method, METHODS)
        if self.count < 0:
            raise ValueError(self.count)


@dataclass(frozen=True, slots=True)
class Linked:
    """It belongs to another dossier (`other`) or to a place; the other demonstration has the same from its side."""

    kind: ClassVar[str] = "demonstration.linked"
    version: ClassVar[int] = 1
    role: str
    other: str = ""
    place: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse a role that does not exist."""
        _one_of(self.role, ROLES)


@dataclass(frozen=True, slots=True)
class DemonstrationEnded:
    """It is over."""

    kind: ClassVar[str] = "demonstration.ended"
    version: ClassVar[int] = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class DemonstrationCancelled:
    """It does not take place."""

    kind: ClassVar[str] = "demonstration.cancelled"
    version: ClassVar[int] = 1
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class DemonstrationStepWithdrawn:
    """A step was a mistake and does not count; it stays readable, struck through."""

    kind: ClassVar[str] = "demonstration.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""


DemonstrationPayload: TypeAlias = (
    DemonstrationNoted
    | DemonstrationFieldSet
    | ContactSet
    | ReceiptGiven
    | TalkHeld
    | ReviewBegun
    | ConditionSet
    | Decided
    | DecisionServed
    | Instructed
    | OrderedToEnd
    | Counted
    | Linked
    | DemonstrationEnded
    | DemonstrationCancelled
    | DemonstrationStepWithdrawn
)

WITHDRAWABLE = (
    ReceiptGiven, TalkHeld, ReviewBegun, ConditionSet, Decided, DecisionServed, Instructed, OrderedToEnd, Counted,
    Linked, DemonstrationEnded, DemonstrationCancelled,
)  # fmt: skip
"""What can be withdrawn as a mistake; a field is set again, a contact replaced."""
