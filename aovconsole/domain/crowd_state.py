"""What follows from the readings of one place and what was set for it: thresholds reached and left, trend, state.

Everything here is computed again from the whole history, in the order in which it happened: a reading that comes late
or is corrected needs no special case. What was set holds from the moment of its record, not before. Nothing decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, NamedTuple

from aovconsole.domain.crowd_values import converted
from aovconsole.domain.record import Instant
from aovconsole.domain.times import stored
from aovconsole.domain.view import minutes_between

TREND_READINGS = 3
TREND_MINUTES = 60
TREND_STEP = Decimal("0.05")
"""A trend is told from the last three readings of one unit within an hour; less than 5% up or down is steady.

Working values of this console, not a rule of the field."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading as it stands: `value` and `unit` after the latest correction, `first` as it was shown before it."""

    at: Instant
    value: str
    unit: str
    method: str
    estimated: bool
    by: str
    note: str
    late: bool
    record_id: str
    first: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that was set: `what` is capacity (persons), no_capacity, area (m²), threshold, dropped (a threshold).

    `plan` is the subject of the plan that it was taken over from, empty when it was set by hand.
    """

    at: Instant
    what: str
    record_id: str
    value: str = ""
    unit: str = ""
    label: str = ""
    owner: str = ""
    as_of: str = ""
    source: str = ""
    decision: str = ""
    key: str = ""
    plan: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """A threshold that was reached: since when, by which reading last, and until when (empty: it still is).

    `converted` when the reading stands in another unit; `ended_by` is `reading`, or `setting` when the threshold, the
    capacity or the area changed.
    """

    key: str
    unit: str
    value: str
    label: str
    owner: str
    decision: str
    since: Instant
    reading_at: Instant
    reading_id: str
    converted: bool
    until: Instant = ""
    ended_by: str = ""


class Terms(NamedTuple):
    """What holds at a place at a moment; None where nobody said it."""

    capacity: Setting | None = None
    area: Setting | None = None
    thresholds: tuple[Setting, ...] = ()

    def in_unit(self, number: Decimal, unit: str, wanted: str) -> Decimal | None:
        """A value in another unit; None where what that needs was not said."""
        if unit == wanted:
            return number
        capacity = Decimal(self.capacity.value) if self.capacity else None
        return converted(number, unit, wanted, capacity, Decimal(self.area.value) if self.area else None)

    def reached_by(self, number: Decimal, unit: str) -> tuple[Setting, ...]:
        """The thresholds that a value reaches, the highest first."""
        found = []
        for one in self.thresholds:
            times = _times(self.in_unit(number, unit, one.unit), one)
            if times >= 1:
                found.append((times, one.key, one))
        return tuple(one for *_, one in sorted(found, key=lambda each: each[:2]))


class PlaceState(NamedTuple):
    """How a place stands at a moment; `share`, `persons` and `density` are the newest reading in each unit, or None.

    `reached` has the highest threshold first, `left` the thresholds that are under again, the latest first.
    """

    subject: str
    dossier: str
    place: str
    known_place: bool
    newest: Reading | None
    age_minutes: int | None
    trend: str
    persons: Decimal | None
    share: Decimal | None
    density: Decimal | None
    reached: tuple[Reached, ...]
    left: tuple[Reached, ...]
    capacity: Setting | None
    area: Setting | None
    thresholds: tuple[Setting, ...]
    readings_count: int


class Crossing(NamedTuple):
    """A threshold that stands reached: what the decision that was prepared for it (by name) is brought forward for.

    `key` stays the same while it stands: a bell sounds when a key is there that was not there before.
    """

    key: str
    subject: str
    dossier: str
    place: str
    label: str
    unit: str
    value: Decimal
    owner: str
    decision: str
    since: Instant
    minutes: int
    reading_at: Instant
    converted: bool


class Point(NamedTuple):
    """One point of a curve."""

    at: Instant
    value: Decimal
    converted: bool


class Curve(NamedTuple):
    """The readings of a place in one unit and the thresholds that now hold; `left_out` had no step to that unit."""

    unit: str
    points: tuple[Point, ...]
    marks: tuple[tuple[Decimal, str], ...]
    left_out: int


def terms_at(settings: Iterable[Setting], at: Instant = "") -> Terms:
    """What holds at a moment, from what was set in order of happening; at the end when no moment is named."""
    terms = Terms()
    for one in settings:
        if not at or one.at <= at:
            terms = _with(terms, one)
    return terms


def _with(terms: Terms, one: Setting) -> Terms:
    if one.what == "capacity":
        return terms._replace(capacity=one)
    if one.what == "no_capacity":
        return terms._replace(capacity=None)
    if one.what == "area":
        return terms._replace(area=one)
    kept = tuple(other for other in terms.thresholds if other.key != one.key)
    return terms._replace(thresholds=(*kept, one) if one.what == "threshold" else kept)


def spells(readings: Sequence[Reading], settings: Sequence[Setting]) -> tuple[tuple[Reached, ...], tuple[Reached, ...]]:
    """The thresholds that stand reached, the highest first, and those that were and are not, the latest first.

    A threshold is held against the newest reading that can be compared with it.
    """
    terms, newest = Terms(), dict[str, Reading]()
    standing: dict[str, Reached] = {}
    ended: list[Reached] = []
    history: list[Setting | Reading] = sorted((*settings, *readings), key=_moment)
    for at, steps in groupby(history, key=_moment):
        ended_by = "setting"
        for step in steps:
            if isinstance(step, Setting):
                terms = _with(terms, step)
            else:
                ended_by = "reading"
                newest.pop(step.unit, None)
                newest[step.unit] = step  # at the end: the newest of all
        standing, over = advanced(standing, terms, newest, at, ended_by)
        ended += over
    return tuple(standing.values()), tuple(sorted(ended, key=lambda one: (one.until, one.key), reverse=True))


def advanced(
    before: Mapping[str, Reached], terms: Terms, newest: Mapping[str, Reading], at: Instant, ended_by: str
) -> tuple[dict[str, Reached], list[Reached]]:
    """What stands reached after a step at a moment, the highest first, and what then ended.

    `newest` holds the newest reading in each unit, the newest of all last.
    """
    standing = {one.key: one for one in _reached(before, terms, newest, at)}
    return standing, [replace(one, until=at, ended_by=ended_by) for key, one in before.items() if key not in standing]


def _reached(
    before: Mapping[str, Reached], terms: Terms, newest: Mapping[str, Reading], at: Instant
) -> Iterator[Reached]:
    found = []
    for one in terms.thresholds:
        for reading in reversed(list(newest.values())):
            value = terms.in_unit(Decimal(reading.value), reading.unit, one.unit)
            if value is not None:
                found.append((_times(value, one), one.key, one, reading))
                break
    for times, _, one, reading in sorted(found, key=lambda each: each[:2]):
        if times < 1:
            continue
        since = before[one.key].since if one.key in before else at
        yield Reached(
            one.key, one.unit, one.value, one.label, one.owner, one.decision, since, reading.at, reading.record_id,
            reading.unit != one.unit,
        )  # fmt: skip


def _times(value: Decimal | None, threshold: Setting) -> Decimal:
    """How many times a threshold a value is; nought where it cannot be compared."""
    return Decimal(0) if value is None else value / Decimal(threshold.value)


def _moment(step: Setting | Reading) -> Instant:
    return step.at


def trend_of(readings: Sequence[Reading]) -> str:
    """Rising, falling or steady: the newest reading against the last ones of its unit; empty when there are none."""
    if not readings:
        return ""
    newest = readings[-1]
    same = [
        one for one in readings[-TREND_READINGS * 10 :]
        if one.unit == newest.unit and minutes_between(one.at, newest.at) <= TREND_MINUTES
    ][-TREND_READINGS:]  # fmt: skip
    if len(same) < 2:
        return ""
    first, last = Decimal(same[0].value), Decimal(newest.value)
    if abs(last - first) <= first * TREND_STEP:
        return "steady"
    return "rising" if last > first else "falling"


def readings_in(body: Mapping[str, Any]) -> tuple[Reading, ...]:
    """The readings of a place's body, in order of happening."""
    return tuple(Reading(**one) for one in body["readings"])


def settings_in(body: Mapping[str, Any]) -> tuple[Setting, ...]:
    """What was set, of a place's body, in order of happening."""
    return tuple(Setting(**one) for one in body["settings"])


def state_of(body: Mapping[str, Any], now: datetime, *, known_place: bool) -> PlaceState:
    """How a place stands at this moment, from its body; of the readings the last is enough (`crowd_body.brief_of`)."""
    last = body["readings"][-1] if body["readings"] else None
    newest = Reading(**last) if last else None
    terms = terms_at(settings_in(body))
    in_units = {
        unit: terms.in_unit(Decimal(newest.value), newest.unit, unit) if newest else None
        for unit in ("persons", "share", "density")
    }
    reached, ended = (tuple(Reached(**one) for one in body[name]) for name in ("reached", "ended"))
    stand = {one.key for one in reached}
    latest = {one.key: one for one in reversed(ended) if one.key not in stand and one.ended_by == "reading"}
    return PlaceState(
        subject=body["subject"],
        dossier=body["dossier"],
        place=body["place"],
        known_place=known_place,
        newest=newest,
        age_minutes=_minutes(newest.at, now) if newest else None,
        trend=body["trend"],
        **in_units,
        reached=reached,
        left=tuple(sorted(latest.values(), key=lambda one: one.until, reverse=True)),
        capacity=terms.capacity,
        area=terms.area,
        thresholds=_by_height(terms),
        readings_count=body.get("readings_count", len(body["readings"])),
    )


def _by_height(terms: Terms) -> tuple[Setting, ...]:
    """The thresholds in order of unit, the highest of each first."""
    return tuple(sorted(terms.thresholds, key=lambda one: (one.unit, -Decimal(one.value), one.key)))


def crossings_in(body: Mapping[str, Any], now: datetime) -> Iterator[Crossing]:
    """The thresholds that stand reached at a place, the highest first."""
    for one in (Reached(**given) for given in body["reached"]):
        yield Crossing(
            f"{body['subject']} {one.key}", body["subject"], body["dossier"], body["place"], one.label, one.unit,
            Decimal(one.value), one.owner, one.decision, one.since, _minutes(one.since, now), one.reading_at,
            one.converted,
        )  # fmt: skip


def curve_of(body: Mapping[str, Any], unit: str = "") -> Curve:
    """The curve of a place in a unit; in that of its newest reading when none is named.

    Each reading is taken over into the unit by the capacity and the area that held when it was seen.
    """
    readings, settings = body["readings"], settings_in(body)
    wanted = unit or (readings[-1]["unit"] if readings else "persons")
    points, terms, coming = [], Terms(), list(reversed(settings))
    for one in readings:
        while coming and coming[-1].at <= one["at"]:
            terms = _with(terms, coming.pop())
        value = terms.in_unit(Decimal(one["value"]), one["unit"], wanted)
        if value is not None:
            points.append(Point(one["at"], value, one["unit"] != wanted))
    terms = terms_at(settings)
    heights = ((terms.in_unit(Decimal(one.value), one.unit, wanted), one.label) for one in terms.thresholds)
    marks = sorted((height, label) for height, label in heights if height is not None)
    return Curve(wanted, tuple(points), tuple(marks), len(readings) - len(points))


def urgency(state: PlaceState) -> tuple[bool, bool, Decimal, str]:
    """The order of places: where a threshold stands reached first, then the fullest by share, density and persons."""
    full = state.share if state.share is not None else (state.density or Decimal(0)) / 10
    return (not state.reached, state.newest is None, -full, state.place)


def _minutes(since: Instant, now: datetime) -> int:
    return max(0, int(minutes_between(since, stored(now))))
