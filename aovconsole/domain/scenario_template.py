"""What a scenario template holds, as frozen dataclasses; `scenarios.reading` checks a file against them with pydantic.

Times: an anchor is a day or a moment. `when` counts from it, in days of the calendar (`-P14D`, `P2W`) or in elapsed
time (`-90m`, `+1h30m`); `at` is a time of the wall clock on the day that `when` names. See `scenario_moments`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, TypeAlias

CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True, "str_max_length": 2000}
"""What pydantic asks of every table."""

AnchorKind: TypeAlias = Literal["easter", "fixed", "relative", "asked", "published"]
ThresholdKind: TypeAlias = Literal["persons", "share", "density"]
QuestionKind: TypeAlias = Literal["text", "number", "share", "density", "clock", "day", "days"]
Subject: TypeAlias = Literal["evenement", "match", "demonstration", "peak_day"]
Ground: TypeAlias = Literal["health", "traffic", "disorder"]
Theme: TypeAlias = Literal[
    "crowd", "carts_noise", "traffic", "hospitality", "prevention", "enforcement", "medical", "communication",
    "cooperation", "residents", "football",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A day or a moment that others count from.

    `easter`: `days` from Easter Sunday. `fixed`: `month_day` (`MM-DD`), `on_sunday` in its place on a Sunday.
    `relative`: `when` and `at` from the anchor `of`. `published`: `key` in `data/event_dates.toml`. `asked`: a day or a
    moment (`asks`) answered at the start; with `of` a time on that anchor's day is enough. `year` looks in an earlier
    or later year than the plan's.
    """

    __pydantic_config__: ClassVar = CHECK

    id: str
    label: str
    kind: AnchorKind
    source: str
    days: int | None = None
    month_day: str = ""
    on_sunday: str = ""
    year: int = 0
    of: str = ""
    when: str = ""
    at: str = ""
    key: str = ""
    asks: Literal["day", "moment"] | None = None
    question: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A day or a moment, counted from an anchor."""

    __pydantic_config__: ClassVar = CHECK

    anchor: str
    when: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A part of the day, or of the time around it; it can come back as a measure can, from its begin's anchor."""

    __pydantic_config__: ClassVar = CHECK

    id: str
    name: str
    begin: Moment
    end: Moment
    source: str
    repeat: tuple[str, ...] = ()
    repeat_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What must be done, by whom, when.

    `repeat` holds calendar days from the anchor (`P0D`, `P1D`) on each of which it is done; `repeat_on` names a
    question of the kind `days` whose answer holds the days.
    """

    __pydantic_config__: ClassVar = CHECK

    id: str
    what: str
    owner: str
    anchor: str
    source: str
    mandatory: bool
    when: str = ""
    at: str = ""
    where: tuple[str, ...] = ()
    repeat: tuple[str, ...] = ()
    repeat_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From which value on a place asks attention; without a value the plan asks `question`. It never decides."""

    __pydantic_config__: ClassVar = CHECK

    kind: ThresholdKind
    label: str
    owner: str
    source: str
    value: float | None = None
    as_of: date | None = None
    question: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that is watched on the day, with its thresholds; `name` is one of `data/places.toml`.

    Without a `capacity` (persons, with the day it was set) the plan asks `capacity_question`.
    """

    __pydantic_config__: ClassVar = CHECK

    name: str
    why: str
    source: str
    capacity: int | None = None
    capacity_as_of: date | None = None
    capacity_question: str = ""
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A function at the table and what it does there; `chair` is who leads."""

    __pydantic_config__: ClassVar = CHECK

    function: str
    task: str
    source: str
    chair: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting, or a rhythm of them: from `begin` to `end` each `every` (elapsed)."""

    __pydantic_config__: ClassVar = CHECK

    id: str
    name: str
    begin: Moment
    source: str
    end: Moment | None = None
    every: str = ""
    repeat: tuple[str, ...] = ()
    repeat_on: str = ""
    agenda: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A decision thought through beforehand: it is brought forward, it is never taken by itself."""

    __pydantic_config__: ClassVar = CHECK

    id: str
    title: str
    see: tuple[str, ...]
    weigh: tuple[str, ...]
    options: tuple[str, ...]
    text: str
    decider: str
    source: str
    power: str = ""
    tell: tuple[str, ...] = ()
    check_after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A condition that a demonstration may be given, on one of the three grounds of the law (Wom art. 2)."""

    __pydantic_config__: ClassVar = CHECK

    ground: Ground
    text: str
    weigh: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A safety round: when, by whom, along what, and what is looked at."""

    __pydantic_config__: ClassVar = CHECK

    id: str
    name: str
    anchor: str
    attend: tuple[str, ...]
    look_at: tuple[str, ...]
    source: str
    when: str = ""
    at: str = ""
    where: tuple[str, ...] = ()
    repeat: tuple[str, ...] = ()
    repeat_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHint:
    """What the log of this day must hold, short enough for the empty entry line; of one phase, or of all."""

    __pydantic_config__: ClassVar = CHECK

    text: str
    source: str
    phase: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """What an exercise plays: from whom it comes, what is said, what is then expected; `note` is for the controller."""

    __pydantic_config__: ClassVar = CHECK

    id: str
    anchor: str
    sender: str
    text: str
    expected: str
    note: str
    source: str
    when: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationQuestion:
    """A question that the evaluation must answer."""

    __pydantic_config__: ClassVar = CHECK

    theme: Theme
    text: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the template does not know: the plan asks it of who knows (`ask`), and shows it as open until then."""

    __pydantic_config__: ClassVar = CHECK

    id: str
    kind: QuestionKind
    text: str
    ask: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A whole template; `anchor` is the one that the date of the start falls on."""

    __pydantic_config__: ClassVar = CHECK

    name: str
    title: str
    subject: Subject
    summary: str
    anchor: str
    sources: tuple[str, ...]
    anchors: tuple[Anchor, ...]
    phases: tuple[Phase, ...]
    measures: tuple[Measure, ...]
    roles: tuple[Role, ...]
    places: tuple[Place, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    decisions: tuple[Decision, ...] = ()
    conditions: tuple[Condition, ...] = ()
    rounds: tuple[Round, ...] = ()
    log_protocol: tuple[LogHint, ...] = ()
    injects: tuple[Inject, ...] = ()
    evaluation: tuple[EvaluationQuestion, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def main(self) -> Anchor:
        """The anchor that the date of the start falls on."""
        return next(anchor for anchor in self.anchors if anchor.id == self.anchor)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedThreshold(Threshold):
    """A threshold that is added to a place that the template watches."""

    __pydantic_config__: ClassVar = CHECK

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Additions:
    """What a small file of the user's own adds to the template `name`, whether that is a shipped one or their own."""

    __pydantic_config__: ClassVar = CHECK

    name: str
    measures: tuple[Measure, ...] = ()
    thresholds: tuple[AddedThreshold, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rounds: tuple[Round, ...] = ()
    evaluation: tuple[EvaluationQuestion, ...] = ()
    questions: tuple[Question, ...] = ()
