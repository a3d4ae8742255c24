"""What clashes are made of: the happenings of all layers, the rules that they are held against, the clash itself."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.clash_places import NOWHERE, Spot
from aovconsole.domain.times import AMSTERDAM

KINDS = (
    "counter", "demonstration", "match_evening", "same_place", "nearby",
    "cmt", "square_norm", "city_load", "no_duty", "no_roster",
)  # fmt: skip
"""The kinds of clash; two things that meet in several ways make one clash, of the first of these that holds."""

FOREIGN = "calendar"
"""The type of what was imported from calendars of others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that takes place, of any layer, as clashes see it; moments are aware.

    `type` is evenement, demonstration, match, cmt or calendar; `handling_class` the class of an evenement or the
    category of a match; `opens_at` and `empty_at` when the doors open and everybody is gone; `open_end` that nobody
    knows its end; `cmt_for` the subject that a CMT sits for; `counter_of` and `aims_at` hold subjects, `aims_at_places`
    keys of places; `day_norm` is how many days a year its place may be taken; `number` is that of our own dossier.
    """

    subject: str
    type: str
    title: str
    begin: datetime
    end: datetime
    place: Spot = NOWHERE
    status: str = "confirmed"
    cancelled: bool = False
    all_day: bool = False
    outside: bool = False
    build_up_at: datetime | None = None
    break_down_until: datetime | None = None
    opens_at: datetime | None = None
    empty_at: datetime | None = None
    open_end: bool = False
    handling_class: str = ""
    cmt: bool = False
    cmt_for: str = ""
    whole_place: bool = False
    route: tuple[Spot, ...] = ()
    counter_of: tuple[str, ...] = ()
    aims_at: tuple[str, ...] = ()
    aims_at_places: tuple[str, ...] = ()
    day_norm: int | None = None
    number: str = ""
    key: str = field(init=False, default="")

    def __post_init__(self) -> None:
        """Keep what tells it apart, which is asked for often: a series of a calendar has one subject for all days."""
        key = f"{self.subject}@{self.begin.timestamp():.0f}" if self.foreign else self.subject
        object.__setattr__(self, "key", key)

    @property
    def foreign(self) -> bool:
        """Whether it comes from a calendar of others."""
        return self.type == FOREIGN

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Its place, then what its route passes."""
        return (self.place, *self.route)

    @property
    def facts(self) -> str:
        """What makes a clash with it; where one of these changes, an acceptance no longer holds."""
        moments = (
            self.begin, self.end, self.build_up_at, self.break_down_until, self.opens_at, self.empty_at,
        )  # fmt: skip
        words = (self.key, self.place.key, self.handling_class, self.status, self.cmt_for)
        others = (*self.counter_of, *self.aims_at, *self.aims_at_places, *(spot.key for spot in self.route))
        marks = (self.all_day, self.open_end, self.cmt, self.whole_place)
        return repr((*(one.timestamp() if one else None for one in moments), *words, *sorted(others), *marks))

    @property
    def order(self) -> tuple[datetime, datetime, str, str]:
        """The order of happenings, whatever order they were entered in."""
        return (self.begin, self.end, self.type, self.key)


class Kind(NamedTuple):
    """One kind of clash: why it matters, how heavy it weighs against others."""

    why: str
    weight: int


class Margin(NamedTuple):
    """How long before the begin people arrive, after the end leave, and how long something lasts without an end."""

    arrive: timedelta
    depart: timedelta
    lasts: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClashRules:
    """What counts as a clash, from `data/clashes.toml`; a kind that is not in `kinds` is not looked for.

    `nearby_m` None leaves only the same place. Build-up counts whole at the same place (`build_up_most` at the most),
    elsewhere `build_up_nearby` before the begin. What lasts longer than `foreign_long` in a calendar of others never
    clashes, what lasts longer than `own_long` only at its own place. A night before `day_turns_at` belongs to the day
    before. `loads` weighs by type and class (`evenement C`); `load_limit` None means that nobody has set one.
    """

    kinds: Mapping[str, Kind]
    nearby_m: float | None = None
    build_up_nearby: timedelta = timedelta(0)
    build_up_most: timedelta = timedelta(0)
    margins: Mapping[str, Margin] = field(default_factory=dict)
    evening_from: timedelta | None = None
    evening_until: timedelta | None = None
    day_turns_at: timedelta = timedelta(0)
    foreign_long: timedelta = timedelta(days=3)
    own_long: timedelta = timedelta(days=31)
    loads: Mapping[str, int] = field(default_factory=dict)
    load_limit: int | None = None
    on_duty: frozenset[str] = frozenset()
    zone: ZoneInfo = AMSTERDAM

    def margin(self, type_: str) -> Margin:
        """The arrival and departure of a type."""
        return self.margins.get(type_, _NO_MARGIN)

    def load(self, happening: Happening) -> int:
        """What a happening asks of the city."""
        named = f"{happening.type} {happening.handling_class}".strip()
        return self.loads.get(named, self.loads.get(happening.type, 0))


_NO_MARGIN = Margin(timedelta(0), timedelta(0))


class ClashItem(NamedTuple):
    """One of what clashes."""

    subject: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """What stands in each other's way, in one sentence; `begin` and `end` are when they do.

    `accepted_by` is empty while nobody accepted it as it is; `accepted_before` says who accepted it as it was.
    """

    key: str
    kind: str
    items: tuple[ClashItem, ...]
    begin: datetime
    end: datetime
    place: str
    sentence: str
    weight: int
    fingerprint: str
    accepted_by: str = ""
    accepted_reason: str = ""
    accepted_before: str = ""


def clash_of(
    kind: str,
    items: Sequence[Happening],
    when: tuple[datetime, datetime],
    place: str,
    sentence: str,
    rules: ClashRules,
    *,
    about: str = "",
) -> Clash:
    """The clash of these happenings; `about` names it where it is not its items that do (a square and a year)."""
    name = about or "\n".join(sorted(item.key for item in items))
    facts = "\n".join(sorted(item.facts for item in items))
    return Clash(
        key=f"{kind}-{_digest(name)[:12]}",
        kind=kind,
        items=tuple(ClashItem(item.subject, item.title) for item in items),
        begin=when[0],
        end=when[1],
        place=place,
        sentence=sentence,
        weight=rules.kinds[kind].weight,
        fingerprint=_digest(facts)[:16],
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
