"""What can happen to a decision (besluit): the payloads of its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record

OUTCOMES = ("yes", "partly", "no")

TEXTS = (
    "judgement", "proportionality", "decider", "structure", "capacity", "power", "basis", "communication", "owner",
    "picture_text",
)  # fmt: skip
"""What is one text of the grounds: of two stations the one that knew of the other wins, else the later clock."""

LISTS = ("picture", "options", "risks")
"""What is a list in the grounds: what anybody adds stands beside what was there."""

MINIMUM = ("judgement", "decider")
"""Without these a decision is without grounds (DESIGN, issue 5): why, and who decided."""


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision was taken: the short form, a text and an owner.

    `line` is the log line that it was typed in, `prepared` the prepared decision of a template that it came from,
    `replaces` the subject of the decision that it takes the place of, with its number.
    """

    kind: ClassVar[str] = "decision.made"
    version: ClassVar[int] = 1
    number: str
    text: str
    line: str = ""
    owner: str = ""
    prepared: str = ""
    replaces: str = ""
    replaces_number: str = ""


@dataclass(frozen=True, slots=True)
class DecisionGrounded:
    """Grounds were given: what is empty says nothing; `replaced` names the records whose texts this one knew.

    `picture` holds ids of log lines; `power` the key of a power in `data/powers.toml`, empty when `basis` is free
    text. The names of who gave advice or disagreed stand in `advice_by` and `dissent_by`, in the same order.
    """

    kind: ClassVar[str] = "decision.grounded"
    version: ClassVar[int] = 1
    picture: tuple[str, ...] = ()
    picture_text: str = ""
    options: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    judgement: str = ""
    proportionality: str = ""
    decider: str = ""
    structure: str = ""
    capacity: str = ""
    advice: tuple[str, ...] = ()
    advice_by: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()
    dissent_by: tuple[str, ...] = ()
    power: str = ""
    basis: str = ""
    owner: str = ""
    communication: str = ""
    check_at: Instant = ""
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionChecked:
    """Somebody said whether the decision worked; with `check_at` it is asked again."""

    kind: ClassVar[str] = "decision.checked"
    version: ClassVar[int] = 1
    outcome: str
    note: str = ""
    by: str = ""
    check_at: Instant = ""

    def __post_init__(self) -> None:
        """Refuse what is not yes, partly or no."""
        if self.outcome not in OUTCOMES:
            raise ValueError(self.outcome)


@dataclass(frozen=True, slots=True)
class DecisionReplaced:
    """A later decision (its subject and its number) takes the place of this one."""

    kind: ClassVar[str] = "decision.replaced"
    version: ClassVar[int] = 1
    by: str
    number: str


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn:
    """The decision does not stand any more, or the line that it was typed in was withdrawn (then without a reason)."""

    kind: ClassVar[str] = "decision.withdrawn"
    version: ClassVar[int] = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecisionStepWithdrawn:
    """A mistaken step (grounds, check, replacement, withdrawal; the id of its record) does not count."""

    kind: ClassVar[str] = "decision.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str = ""


WITHDRAWABLE = (DecisionGrounded, DecisionChecked, DecisionReplaced, DecisionWithdrawn)

DecisionPayload: TypeAlias = (
    DecisionMade | DecisionGrounded | DecisionChecked | DecisionReplaced | DecisionWithdrawn | DecisionStepWithdrawn
)
History: TypeAlias = Sequence[tuple[Record, DecisionPayload]]
