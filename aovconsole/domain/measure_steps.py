"""The records of a measure (the use of a power of the burgemeester), with the words that people read for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record

DECISIONS = ("taken", "not_taken")
OUTCOMES = {"done": "gedaan", "not_needed": "niet nodig", "ratified": "bekrachtigd", "rejected": "niet bekrachtigd"}
"""How something owed ends, with the word that people read."""

VOTES = ("ratified", "rejected")
"""The outcomes of what is voted on."""

DUTY_TYPES = {"notice": "kennisgeving", "act": "handeling", "term": "termijn"}
"""What is owed: somebody is told, something is done, or a term runs (which asks nothing of us)."""

STATES = {"prepared": "voorbereid", "taken": "genomen", "not_taken": "niet genomen", "withdrawn": "ingetrokken"}
"""The state of a measure, with the word that people read."""

WITHDRAWAL = "withdrawal"
"""The key of the duty to withdraw, which the withdrawal itself fulfils."""

WRITTEN = "written"
"""The key of the duty to put an oral decision in writing."""


@dataclass(frozen=True, slots=True)
class MeasurePrepared:
    """The use of a power is being prepared; which rule stood in `data/` then is kept beside it."""

    kind: ClassVar[str] = "measure.prepared"
    version: ClassVar[int] = 1
    number: str
    power: str
    name: str
    article: str
    text_as_of: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class MeasureFieldSet:
    """One condition was filled in or changed."""

    kind: ClassVar[str] = "measure.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureDecided:
    """The burgemeester (or who else may) decided; `end_at` is empty where the measure has no end of its own."""

    kind: ClassVar[str] = "measure.decided"
    version: ClassVar[int] = 1
    outcome: str
    by: str
    capacity: str = ""
    begin_at: Instant = ""
    end_at: Instant = ""
    oral: bool = False
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist (a record of another station can hold anything)."""
        if self.outcome not in DECISIONS:
            raise ValueError(self.outcome)


@dataclass(frozen=True, slots=True)
class MeasureExtended:
    """The measure lasts longer."""

    kind: ClassVar[str] = "measure.extended"
    version: ClassVar[int] = 1
    end_at: Instant
    by: str
    capacity: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse an extension without an end."""
        if not self.end_at:
            raise ValueError(self.end_at)


@dataclass(frozen=True, slots=True)
class MeasureWithdrawn:
    """The measure was withdrawn before its end, or because it has none."""

    kind: ClassVar[str] = "measure.withdrawn"
    version: ClassVar[int] = 1
    by: str
    capacity: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DutyOwed:
    """Something became owed, by the rule that held then; the same key again replaces it.

    `due_at` is empty where the law says "zo spoedig mogelijk" (`at_once`), and as long as a date is not known:
    `needs_date` says which. `arises_from` is the step that brought it, and falls away with it. With
    `ends_with_measure` the end of the measure is enough: it is owed until then only.
    """

    kind: ClassVar[str] = "measure.duty_owed"
    version: ClassVar[int] = 1
    key: str
    label: str
    to: str
    type: str
    due_at: Instant = ""
    at_once: bool = False
    needs_date: str = ""
    rule: str = ""
    source: str = ""
    arises_from: str = ""
    ends_with_measure: bool = False

    def __post_init__(self) -> None:
        """Refuse a type that does not exist."""
        if self.type not in DUTY_TYPES:
            raise ValueError(self.type)


@dataclass(frozen=True, slots=True)
class DutyDone:
    """What was owed is done, was not needed, or was decided upon."""

    kind: ClassVar[str] = "measure.duty_done"
    version: ClassVar[int] = 1
    key: str
    outcome: str = "done"
    by: str = ""
    via: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist."""
        if self.outcome not in OUTCOMES:
            raise ValueError(self.outcome)


@dataclass(frozen=True, slots=True)
class StepWithdrawn:
    """A step was a mistake: it counts no longer and stays readable; `step` is its record."""

    kind: ClassVar[str] = "measure.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""


StepPayload: TypeAlias = MeasureDecided | MeasureExtended | MeasureWithdrawn | DutyDone
MeasurePayload: TypeAlias = MeasurePrepared | MeasureFieldSet | StepPayload | DutyOwed | StepWithdrawn
Pairs: TypeAlias = Sequence[tuple[Record, MeasurePayload]]

STEPS = (MeasureDecided, MeasureExtended, MeasureWithdrawn, DutyDone)
"""What can be taken back."""


PAYLOADS = (
    MeasurePrepared,
    MeasureFieldSet,
    MeasureDecided,
    MeasureExtended,
    MeasureWithdrawn,
    DutyOwed,
    DutyDone,
    StepWithdrawn,
)
