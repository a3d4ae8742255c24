"""The year figures for the council: what counts in which figure, on which day and where; sums of it over periods."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.times import AMSTERDAM
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow

COUNTS = (
    "evenementen_assessed",
    "safety_rounds",
    "cmt_days",
    "demonstrations_small",
    "demonstrations_large",
    "aov_incidents",
    "grip_incidents",
)

UNSCALED = "demonstrations_unscaled"
DEMONSTRATIONS = "demonstrations_total"
_SCALES = ("demonstrations_small", "demonstrations_large", UNSCALED)
LEVELS = ("grip_1", "grip_2", "grip_3", "grip_4", "grip_5")

FIGURES = (*COUNTS[:5], DEMONSTRATIONS, *COUNTS[5:], *LEVELS)
"""Every figure in the order of the table: the council's seven, the demonstrations together, GRIP by highest level."""

TYPES = ("evenement", "cmt", "demonstration", "incident")
"""The types of subject of which something counts."""


class Counted(NamedTuple):
    """Something that counts in one figure: on which local day (ISO), where, how often, at which highest GRIP level."""

    figure: str
    on: str
    place: str
    times: int = 1
    level: int = 0

    @property
    def year(self) -> int:
        """The year in which it counts."""
        return int(self.on[:4])


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The counts of one year, from its first day up to `until` (the last day, or the reference date)."""

    year: int
    until: date
    evenementen_assessed: int
    safety_rounds: int
    cmt_days: int
    demonstrations_small: int
    demonstrations_large: int
    demonstrations_unscaled: int
    aov_incidents: int
    grip_incidents: int
    grip_by_level: tuple[int, int, int, int, int]

    @property
    def whole_year(self) -> bool:
        """Whether the period is the whole year."""
        return (self.until.month, self.until.day) == (12, 31)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(getattr(self, name) for name in COUNTS) and not self.demonstrations_unscaled

    def value(self, figure: str) -> int:
        """One figure of FIGURES."""
        if figure == DEMONSTRATIONS:
            return sum(int(getattr(self, name)) for name in _SCALES)
        if figure in LEVELS:
            return self.grip_by_level[LEVELS.index(figure)]
        return int(getattr(self, figure))

    def begun(self, reference_on: date) -> bool:
        """Whether the year had begun on the reference date."""
        return reference_on >= date(self.year, 1, 1)


def counted(rows: Iterable[SubjectRow], zone: ZoneInfo = AMSTERDAM) -> Iterator[Counted]:
    """Everything that counts in rows: the one place that says what counts when; every sum is made of this.

    An evenement counts on the day on which its application was assessed, its imported rounds and CMT days on the day
    on which it begins, everything else on the day on which it happened; an incident once, by its highest GRIP level.
    """
    for row in rows:
        body: dict[str, Any] = json.loads(row.body)
        match row.type:
            case "evenement":
                yield from _of_evenement(row, body, zone)
            case "cmt":
                yield Counted("cmt_days", _day(row.begin_at, zone), row.place)
            case "demonstration":
                scale = body["scale"]
                yield Counted(f"demonstrations_{scale}" if scale else UNSCALED, _day(row.begin_at, zone), row.place)
            case "incident":
                on = _day(row.begin_at, zone)
                if body["deployed"]:
                    yield Counted("aov_incidents", on, row.place)
                if body["grip_highest"]:
                    yield Counted("grip_incidents", on, row.place, level=body["grip_highest"])
            case _:
                pass


def _of_evenement(row: SubjectRow, body: dict[str, Any], zone: ZoneInfo) -> Iterator[Counted]:
    """An assessment and rounds have moments of their own; what was only counted falls on the day of the begin."""
    moments: Sequence[str] = body["rounds"]
    begin_on = _day(row.begin_at, zone)
    if body["assessed_on"]:
        yield Counted("evenementen_assessed", body["assessed_on"], row.place)
    for moment in moments:
        yield Counted("safety_rounds", _day(moment, zone), row.place)
    for figure, times in (
        ("safety_rounds", body["safety_rounds_count"] - len(moments)),
        ("cmt_days", body["cmt_days_count"]),
    ):
        if times:
            yield Counted(figure, begin_on, row.place, times)


def _day(moment: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(moment).astimezone(zone).date().isoformat()


def count_year(year: int, rows: Iterable[SubjectRow], reference_on: date, zone: ZoneInfo = AMSTERDAM) -> YearFigures:
    """Count one year in rows, up to and including the reference date."""
    return sum_of_year(year, counted(rows, zone), reference_on)


def sum_of_year(year: int, found: Iterable[Counted], reference_on: date) -> YearFigures:
    """The sums of one year, up to and including the reference date."""
    until = min(date(year, 12, 31), max(reference_on, date(year, 1, 1)))
    counts, levels = dict.fromkeys((*COUNTS, UNSCALED), 0), [0, 0, 0, 0, 0]
    for one in _within(year, found, reference_on):
        counts[one.figure] += one.times
        if one.level:
            levels[one.level - 1] += one.times
    return YearFigures(year, until, **counts, grip_by_level=_five(levels))


def months_of(figure: str, year: int, found: Iterable[Counted], reference_on: date) -> tuple[int, ...]:
    """One figure of a year by month, January first; together the figure of the year."""
    months = [0] * 12
    for one in _within(year, found, reference_on):
        months[int(one.on[5:7]) - 1] += one.times * counts_in(figure, one)
    return tuple(months)


def places_of(
    figure: str, year: int, found: Iterable[Counted], reference_on: date, names: Mapping[str, str]
) -> dict[str, int]:
    """One figure of a year by place (empty: nobody said where); together the figure of the year.

    `names` gives how a known place is written; another one is written as it first was.
    """
    places: dict[str, int] = {}
    written = dict(names)
    for one in _within(year, found, reference_on):
        if counts_in(figure, one):
            place = written.setdefault(name_key(one.place), " ".join(one.place.split()))
            places[place] = places.get(place, 0) + one.times
    return places


def counts_in(figure: str, one: Counted) -> bool:
    """Whether something counts in a figure, also in one that is made of others."""
    if figure == DEMONSTRATIONS:
        return one.figure in _SCALES
    if figure in LEVELS:
        return one.level == LEVELS.index(figure) + 1
    return one.figure == figure


def _within(year: int, found: Iterable[Counted], reference_on: date) -> Iterator[Counted]:
    first, last = date(year, 1, 1).isoformat(), min(date(year, 12, 31), reference_on).isoformat()
    return (one for one in found if first <= one.on <= last)


def _five(levels: list[int]) -> tuple[int, int, int, int, int]:
    one, two, three, four, five = levels
    return one, two, three, four, five
