"""When things are in each other's way: the phases of a happening, and which of them meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from aovconsole.domain.clash_rules import ClashRules, Happening

_FIRST = datetime(1, 1, 3, tzinfo=UTC)
_LAST = datetime(9999, 12, 29, tzinfo=UTC)


class Stretch(NamedTuple):
    """From a moment to another, the end not included; a moment when both are the same."""

    begin: datetime
    end: datetime

    def meets(self, other: Stretch) -> bool:
        """Whether they have time in common; what ends when the other begins does not."""
        return (self.begin < other.end and other.begin < self.end) or self.begin == other.begin

    def common(self, other: Stretch) -> Stretch:
        """The time that two that meet have in common."""
        return Stretch(max(self.begin, other.begin), min(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Reach:
    """A happening in time: `core` is the thing itself, `live` with arrival and departure, `full` with all build-up.

    `near` holds so much of the build-up and break-down as counts for its neighbours.
    """

    core: Stretch
    live: Stretch
    near: Stretch
    full: Stretch

    def phases(self) -> Iterator[tuple[str, Stretch]]:
        """What lies around the core, by its Dutch name, in order of time; what takes no time is left out."""
        for name, begin, end in (
            ("opbouw", self.full.begin, self.live.begin),
            ("aankomst", self.live.begin, self.core.begin),
            ("vertrek", self.core.end, self.live.end),
            ("afbouw", self.live.end, self.full.end),
        ):
            if begin < end:
                yield name, Stretch(begin, end)


def reach(happening: Happening, rules: ClashRules) -> Reach:
    """The phases of a happening; build-up that begins after the begin says nothing."""
    margin = rules.margin(happening.type)
    begin, end = happening.begin, max(happening.begin, happening.end)
    if happening.open_end:
        end = max(end, later(begin, margin.lasts))
    arrive = min(later(begin, -margin.arrive), happening.opens_at or begin)
    live = Stretch(arrive, max(later(end, margin.depart), happening.empty_at or end))
    build_up = min(live.begin, max(happening.build_up_at or begin, later(begin, -rules.build_up_most)))
    break_down = max(live.end, min(happening.break_down_until or end, later(end, rules.build_up_most)))
    near = Stretch(
        min(live.begin, max(build_up, later(begin, -rules.build_up_nearby))),
        max(live.end, min(break_down, later(end, rules.build_up_nearby))),
    )
    return Reach(Stretch(begin, end), live, near, Stretch(build_up, break_down))


def later(moment: datetime, delta: timedelta) -> datetime:
    """A moment some time later (or earlier), no further than the calendar goes."""
    try:
        return min(max(moment + delta, _FIRST), _LAST)
    except OverflowError:
        return _FIRST if delta < timedelta(0) else _LAST


def dates(happening: Happening, rules: ClashRules) -> tuple[date, date]:
    """The first and the last local day of a happening; the small hours at its end belong to the day before."""
    first = local_date(happening.begin, rules)
    last = max(happening.end, happening.begin)
    if last > happening.begin:
        last = max(happening.begin, later(last, -rules.day_turns_at - timedelta(microseconds=1)))
    return first, max(first, local_date(last, rules))


def local_date(moment: datetime, rules: ClashRules) -> date:
    """The day of a moment on the local calendar."""
    return min(max(moment, _FIRST), _LAST).astimezone(rules.zone).date()


def day_stretch(first: date, last: date, rules: ClashRules) -> Stretch:
    """From the begin of a local day to the end of another."""
    return Stretch(_midnight(first, rules), _midnight(last + timedelta(days=1), rules))


def days_from(first: date, last: date) -> Iterator[date]:
    """The days from one to another, both included."""
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def evening(day: date, rules: ClashRules) -> Stretch | None:
    """The evening of a local day, into the night; None when nobody said when that is."""
    if rules.evening_from is None or rules.evening_until is None:
        return None
    midnight = datetime.combine(day, time())  # on the wall clock: a change of the clock moves no evening
    begin = midnight + rules.evening_from
    end = midnight + timedelta(days=1) + rules.evening_until
    return Stretch(_wall(begin, rules), _wall(end, rules))


def _midnight(day: date, rules: ClashRules) -> datetime:
    return _wall(datetime.combine(day, time()), rules)


def _wall(naive: datetime, rules: ClashRules) -> datetime:
    return naive.replace(tzinfo=rules.zone).astimezone(UTC)
