"""What is recorded of an evaluation: made over dossiers or a period, read, judged, answered, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, TypeAlias, get_args

from aovconsole.domain.record import Instant
from aovconsole.domain.scenario_template import Theme

Outcome: TypeAlias = Literal["well", "better"]
TextName: TypeAlias = Literal["impression", "full"]
FollowUpOutcome: TypeAlias = Literal["worked", "done", "failed", "not_done"]

OUTCOMES: tuple[str, ...] = get_args(Outcome)
TEXTS: tuple[str, ...] = get_args(TextName)
FOLLOW_UPS: tuple[str, ...] = get_args(FollowUpOutcome)
THEMES: tuple[str, ...] = get_args(Theme)
NEEDS_REASON = ("failed", "not_done")
"""The outcomes of a recommendation of before that say nothing without a reason."""


@dataclass(frozen=True, slots=True)
class EvaluationMade:
    """An evaluation was made over dossiers, over a period, or both; `impression_due_on` is a day, empty without one.

    `dossiers` are subjects; a period holds what began in it, so what arrives late belongs to it as well.
    """

    kind: ClassVar[str] = "evaluation.made"
    version: ClassVar[int] = 1
    number: str
    title: str
    dossiers: tuple[str, ...] = ()
    from_at: Instant = ""
    until_at: Instant = ""
    impression_due_on: str = ""

    def __post_init__(self) -> None:
        """Refuse what is no day."""
        if self.impression_due_on:
            date.fromisoformat(self.impression_due_on)


@dataclass(frozen=True, slots=True)
class EvaluationDossierSet:
    """A dossier was added (`in`) or left out (`out`); `label` is what it was called then."""

    kind: ClassVar[str] = "evaluation.dossier_set"
    version: ClassVar[int] = 1
    dossier: str
    value: str
    label: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is neither."""
        if self.value not in ("in", "out"):
            raise ValueError(self.value)

    @property
    def field(self) -> str:
        """The field that is set."""
        return f"dossier:{self.dossier}"


@dataclass(frozen=True, slots=True)
class EvaluationMomentMarked:
    """A record is a key moment, and why; an empty `value` takes the mark away. `at` is when that happened."""

    kind: ClassVar[str] = "evaluation.moment_marked"
    version: ClassVar[int] = 1
    record: str
    value: str = ""
    at: Instant = ""
    replaces: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field that is set."""
        return f"moment:{self.record}"


@dataclass(frozen=True, slots=True)
class EvaluationFindingWritten:
    """What went well or could be better, with the ids of the records that show it; with `finding` it corrects one."""

    kind: ClassVar[str] = "evaluation.finding_written"
    version: ClassVar[int] = 1
    outcome: str
    theme: str
    text: str
    evidence: tuple[str, ...] = ()
    finding: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an outcome or a theme that does not exist."""
        if self.outcome not in OUTCOMES or self.theme not in THEMES:
            raise ValueError(self.outcome, self.theme)


@dataclass(frozen=True, slots=True)
class EvaluationTextSet:
    """The first impression, or the full text, was written or written again."""

    kind: ClassVar[str] = "evaluation.text_set"
    version: ClassVar[int] = 1
    name: str
    value: str
    by: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a text that does not exist."""
        if self.name not in TEXTS:
            raise ValueError(self.name)

    @property
    def field(self) -> str:
        """The field that is set."""
        return f"text:{self.name}"


@dataclass(frozen=True, slots=True)
class EvaluationAnswered:
    """A question of a template got its answer; empty asks it again. `key` comes from its text (`question_key`)."""

    kind: ClassVar[str] = "evaluation.answered"
    version: ClassVar[int] = 1
    key: str
    question: str
    theme: str
    value: str = ""
    source: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def field(self) -> str:
        """The field that is set."""
        return f"answer:{self.key}"


@dataclass(frozen=True, slots=True)
class EvaluationReactionNoted:
    """What a partner said of it, and where that stands (a letter, a meeting, a call)."""

    kind: ClassVar[str] = "evaluation.reaction_noted"
    version: ClassVar[int] = 1
    partner: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class EvaluationFollowedUp:
    """What became of a recommendation of before; `number` and `text` are what it was called and said then."""

    kind: ClassVar[str] = "evaluation.followed_up"
    version: ClassVar[int] = 1
    recommendation: str
    value: str
    why: str = ""
    number: str = ""
    text: str = ""
    replaces: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an outcome that does not exist."""
        if self.value not in FOLLOW_UPS:
            raise ValueError(self.value)

    @property
    def field(self) -> str:
        """The field that is set."""
        return f"follow_up:{self.recommendation}"


@dataclass(frozen=True, slots=True)
class EvaluationStepWithdrawn:
    """A finding or a reaction was withdrawn, for a reason; `step` is the record that wrote it."""

    kind: ClassVar[str] = "evaluation.step_withdrawn"
    version: ClassVar[int] = 1
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluationClosed:
    """The evaluation is final, says this function or name."""

    kind: ClassVar[str] = "evaluation.closed"
    version: ClassVar[int] = 1
    by: str


@dataclass(frozen=True, slots=True)
class EvaluationReopened:
    """The evaluation is a draft again, for a reason."""

    kind: ClassVar[str] = "evaluation.reopened"
    version: ClassVar[int] = 1
    reason: str


EvaluationPayload: TypeAlias = (
    EvaluationMade
    | EvaluationDossierSet
    | EvaluationMomentMarked
    | EvaluationFindingWritten
    | EvaluationTextSet
    | EvaluationAnswered
    | EvaluationReactionNoted
    | EvaluationFollowedUp
    | EvaluationStepWithdrawn
    | EvaluationClosed
    | EvaluationReopened
)
PAYLOADS = (
    EvaluationMade, EvaluationDossierSet, EvaluationMomentMarked, EvaluationFindingWritten, EvaluationTextSet,
    EvaluationAnswered, EvaluationReactionNoted, EvaluationFollowedUp, EvaluationStepWithdrawn, EvaluationClosed,
    EvaluationReopened,
)  # fmt: skip
