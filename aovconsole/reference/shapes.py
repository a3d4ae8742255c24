"""What the files of `data/` hold, as frozen dataclasses; every fact names its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal, TypeAlias

from aovconsole.reference.clashes import ClashTable
from aovconsole.reference.crowd import CrowdGuides
from aovconsole.reference.erasure import ErasureGrounds
from aovconsole.reference.exercise import ExerciseRules
from aovconsole.reference.feeds import Feeds, Water
from aovconsole.reference.football import Football
from aovconsole.reference.meetings import MeetingAgenda
from aovconsole.reference.powers import HolidayTable, Powers
from aovconsole.reference.reminders import ReminderRules
from aovconsole.reference.response import Aftercare, Contacts
from aovconsole.reference.retention import RetentionTable
from aovconsole.reference.roster import Roster
from aovconsole.reference.signals import SignalSettings
from aovconsole.reference.sitreps import SitrepOrder

PlaceKind: TypeAlias = Literal[
    "square", "street", "building", "venue", "stadium", "station", "bridge", "tunnel", "harbour", "park", "weir",
    "gauge", "area", "quay", "place",
]  # fmt: skip
PartnerKind: TypeAlias = Literal["service", "team", "function", "municipality", "organiser", "trade", "partner"]
Status: TypeAlias = Literal["vastgesteld", "te bevestigen"]
Hour: TypeAlias = Literal[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]

UNKNOWN = "onbekend"
"""What stands for a period or a date that the paper does not give."""

# What the check of a user's own file asks of every table (pydantic reads it, this module does not need pydantic).
_CHECK = {"extra": "forbid", "str_min_length": 1, "str_strip_whitespace": True}


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """Whose desk this is; the box (degrees) is what a coordinate must lie in.

    `hidden_scenarios` names the shipped templates that are not shown here; `alle` hides every one of them.
    """

    __pydantic_config__: ClassVar = _CHECK

    name: str
    code: str
    team: str
    region: str
    time_zone: str
    south: float
    west: float
    north: float
    east: float
    source: str
    hidden_scenarios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as lines name it; without coordinates where no source gives them."""

    __pydantic_config__: ClassVar = _CHECK

    name: str
    kind: PlaceKind
    source: str
    aliases: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    note: str | None = None
    event_days_norm: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The places, and how many event days a year a square may have that names no norm of its own."""

    __pydantic_config__: ClassVar = _CHECK

    event_days_norm: int
    event_days_rule: str
    event_days_source: str
    places: tuple[Place, ...] = field(metadata={"rows": Place})

    def norm_of(self, place: Place) -> int | None:
        """How many event days a year this place may have; None where no norm holds."""
        return place.event_days_norm or (self.event_days_norm if place.kind == "square" else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """Who can be the source of a log line or the owner of an action: a service, a team, a function."""

    __pydantic_config__: ClassVar = _CHECK

    name: str
    kind: PartnerKind
    meaning: str
    source: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """The partners and functions."""

    __pydantic_config__: ClassVar = _CHECK

    partners: tuple[Partner, ...] = field(metadata={"rows": Partner})


@dataclass(frozen=True, slots=True, kw_only=True)
class GripLevel:
    """One level of the coordination: what it reaches, which teams stand, what the municipality then does."""

    __pydantic_config__: ClassVar = _CHECK

    level: int
    name: str
    meaning: str
    teams: tuple[str, ...]
    duties: tuple[str, ...]
    source: str
    duties_source: str
    inform: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalTerm:
    """Within how many minutes a team, or a part of it, must be at work, and from which moment that counts.

    One that is not `watched` is the duty of others and seldom seen at the desk: it is never called missed.
    """

    __pydantic_config__: ClassVar = _CHECK

    key: str
    label: str
    minutes: int
    counts_from: Literal["large_scale_alarm", "gbt_convened"]
    from_level: int
    source: str
    watched: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A team or a table that can lead; `leader` is the function that usually does."""

    __pydantic_config__: ClassVar = _CHECK

    name: str
    meaning: str
    leader: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grip:
    """The levels of GRIP, the statutory times, the structures that can lead."""

    __pydantic_config__: ClassVar = _CHECK

    levels: tuple[GripLevel, ...] = field(metadata={"rows": GripLevel})
    arrival_terms: tuple[ArrivalTerm, ...] = field(metadata={"rows": ArrivalTerm})
    structures: tuple[Structure, ...] = field(metadata={"rows": Structure})

    @property
    def inform(self) -> dict[int, tuple[str, ...]]:
        """Who must be told, by level."""
        return {level.level: level.inform for level in self.levels}

    def level(self, number: int) -> GripLevel:
        """The level with this number."""
        return next(level for level in self.levels if level.level == number)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYear:
    """The figures that were published over one year; None where the paper gives none."""

    __pydantic_config__: ClassVar = _CHECK

    year: int
    period: str
    reference_date: str
    source: str
    note: str | None = None
    evenementen_assessed: int | None = None
    safety_rounds: int | None = None
    cmt_days: int | None = None
    demonstrations_small: int | None = None
    demonstrations_large: int | None = None
    demonstrations_total: int | None = None
    aov_incidents: int | None = None
    grip_incidents: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNote:
    """A figure that was published over several years together and cannot be split."""

    __pydantic_config__: ClassVar = _CHECK

    figure: str
    first_year: int
    last_year: int
    count: int
    text: str
    reference_date: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What a figure counts, in the words that stand under the table, and whether that is settled."""

    __pydantic_config__: ClassVar = _CHECK

    figure: str
    label: str
    text: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFigures:
    """The council's table of past years and what its figures mean."""

    __pydantic_config__: ClassVar = _CHECK

    years: tuple[PublishedYear, ...] = field(metadata={"rows": PublishedYear})
    notes: tuple[PublishedNote, ...] = field(metadata={"rows": PublishedNote})
    definitions: tuple[Definition, ...] = field(metadata={"rows": Definition})

    def of(self, year: int) -> PublishedYear | None:
        """What was published over this year, if anything."""
        return next((row for row in self.years if row.year == year), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term; without a number as long as nobody has confirmed it. `day` is `MM-DD`.

    Of a demonstration: `counts_weekends` false leaves Saturdays, Sundays and holidays out of the hours; a notice whose
    last moment falls on such a day (or on a Friday from `friday_after_hour` on) must be there on the working day
    before at `moved_to_hour`; `from_count` is from how many people on a demonstration is large.
    """

    __pydantic_config__: ClassVar = _CHECK

    key: str
    subject: Literal["evenement", "demonstration", "evaluation"]
    label: str
    text: str
    status: Status
    source: str
    as_of: date
    weeks: int | None = None
    days: int | None = None
    working_days: int | None = None
    hours: int | None = None
    day: str | None = None
    counts_weekends: bool | None = None
    moved_to_hour: Hour | None = None
    friday_after_hour: Hour | None = None
    from_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms that are in force, and who decides on a demonstration (Wom art. 5; Wvr art. 39 for the chair)."""

    __pydantic_config__: ClassVar = _CHECK

    demonstration_deciders: tuple[str, ...] = ("burgemeester", "loco-burgemeester", "voorzitter veiligheidsregio")
    terms: tuple[Term, ...] = field(metadata={"rows": Term})

    def term(self, key: str) -> Term | None:
        """The term with this key, if the file has it."""
        return next((term for term in self.terms if term.key == key), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """The day of an evenement in one year, as it was published."""

    __pydantic_config__: ClassVar = _CHECK

    key: str
    on: date
    label: str
    status: Status
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDates:
    """The published days of evenementen that no rule computes."""

    __pydantic_config__: ClassVar = _CHECK

    dates: tuple[EventDate, ...] = field(metadata={"rows": EventDate})

    @property
    def by_key(self) -> dict[str, tuple[date, ...]]:
        """The days of each evenement."""
        keys = dict.fromkeys(row.key for row in self.dates)
        return {key: tuple(row.on for row in self.dates if row.key == key) for key in keys}


FILES: dict[str, type[Any]] = {
    "municipality": Municipality,
    "places": Places,
    "partners": Partners,
    "grip": Grip,
    "figures": PublishedFigures,
    "terms": Terms,
    "powers": Powers,
    "holidays": HolidayTable,
    "aftercare": Aftercare,
    "contacts": Contacts,
    "sitrep": SitrepOrder,
    "football": Football,
    "clashes": ClashTable,
    "crowd": CrowdGuides,
    "event_dates": EventDates,
    "meetings": MeetingAgenda,
    "reminders": ReminderRules,
    "feeds": Feeds,
    "water": Water,
    "exercise": ExerciseRules,
    "signals": SignalSettings,
    "roster": Roster,
    "erasure": ErasureGrounds,
    "retention": RetentionTable,
}
"""The files by name, without `.toml`, and what each holds."""
