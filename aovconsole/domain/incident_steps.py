"""What can happen to an incident, one payload a kind: what an officer logs from the first call to the nafase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant

GRIP_LEVELS = (0, 1, 2, 3, 4, 5)
CLOCK_OUTCOMES = ("reached", "not_needed")
AFTERCARE_STATES = ("open", "busy", "done", "not_needed")


@dataclass(frozen=True, slots=True)
class IncidentOpened:
    """An incident came in; `deployed` says whether the duty officer acted (AOV-inzet)."""

    kind: ClassVar[str] = "incident.opened"
    version: ClassVar[int] = 1
    number: str
    title: str
    place: str = ""
    nature: str = ""
    deployed: bool = True
    reporter: str = ""
    reported_via: str = ""


@dataclass(frozen=True, slots=True)
class IncidentFieldSet:
    """One field of the frame was filled or changed."""

    kind: ClassVar[str] = "incident.field_set"
    version: ClassVar[int] = 1
    field: str
    value: str
    replaces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginSet:
    """The incident began at another moment than was thought."""

    kind: ClassVar[str] = "incident.begin_set"
    version: ClassVar[int] = 1
    begin_at: Instant
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse an incident without a begin."""
        if not self.begin_at:
            raise ValueError(self.begin_at)


@dataclass(frozen=True, slots=True)
class GripSet:
    """The GRIP level stepped up or down: by which function, in what capacity, heard through whom, why."""

    kind: ClassVar[str] = "incident.grip_set"
    version: ClassVar[int] = 1
    level: int
    by: str
    capacity: str = ""
    via: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse a level that does not exist (a record of another station can hold anything)."""
        if self.level not in GRIP_LEVELS:
            raise ValueError(self.level)


@dataclass(frozen=True, slots=True)
class ClockStarted:
    """What statutory times count from happened: `large_scale_alarm` or `gbt_convened`."""

    kind: ClassVar[str] = "incident.clock_started"
    version: ClassVar[int] = 1
    event: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A clock ended: the team is at work (`reached`) or not called (`not_needed`); `start` names the run's record."""

    kind: ClassVar[str] = "incident.clock_stopped"
    version: ClassVar[int] = 1
    key: str
    label: str
    start: str
    outcome: str = "reached"
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist."""
        if self.outcome not in CLOCK_OUTCOMES:
            raise ValueError(self.outcome)


@dataclass(frozen=True, slots=True)
class Informed:
    """A function was told, or could not be reached: by whom, how, and what was answered."""

    kind: ClassVar[str] = "incident.informed"
    version: ClassVar[int] = 1
    function: str
    by: str = ""
    via: str = ""
    answer: str = ""
    reached: bool = True


@dataclass(frozen=True, slots=True)
class LeadPassed:
    """The lead went from one structure to another (kanteling), with the function at both sides."""

    kind: ClassVar[str] = "incident.lead_passed"
    version: ClassVar[int] = 1
    structure: str
    leader: str
    from_structure: str = ""
    from_leader: str = ""
    via: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AftercareBegun:
    """The acute phase is over; the nafase has an owner, who takes over what is open."""

    kind: ClassVar[str] = "incident.aftercare_begun"
    version: ClassVar[int] = 1
    owner: str
    reason: str = ""
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AftercareMarked:
    """A point of the nafase list changed state or owner; `label` is how the list named it then."""

    kind: ClassVar[str] = "incident.aftercare_marked"
    version: ClassVar[int] = 1
    key: str
    label: str
    state: str
    owner: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a state that does not exist."""
        if self.state not in AFTERCARE_STATES:
            raise ValueError(self.state)


@dataclass(frozen=True, slots=True)
class IncidentClosed:
    """The incident is closed; what was still open then went to a function, and was seen by who closed it."""

    kind: ClassVar[str] = "incident.closed"
    version: ClassVar[int] = 1
    reason: str = ""
    handed_to: str = ""
    left_open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IncidentReopened:
    """A closed incident, or one in the nafase, is acute again."""

    kind: ClassVar[str] = "incident.reopened"
    version: ClassVar[int] = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StepWithdrawn:
    """A step was a mistake and does not count; it stays readable, struck through."""

    kind: ClassVar[str] = "incident.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""


Step: TypeAlias = (
    IncidentOpened
    | IncidentFieldSet
    | BeginSet
    | GripSet
    | ClockStarted
    | ClockStopped
    | Informed
    | LeadPassed
    | AftercareBegun
    | AftercareMarked
    | IncidentClosed
    | IncidentReopened
)
IncidentPayload: TypeAlias = Step | StepWithdrawn

WITHDRAWABLE = (BeginSet, GripSet, ClockStarted, ClockStopped, Informed, LeadPassed, AftercareMarked)
"""What can be withdrawn as a mistake; an end or a new begin is answered by reopening or closing."""
