"""Series: when the items of one UID take place, by recurring-ical-events, within a window and a cap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Event
from icalendar.prop import vDDDLists, vDDDTypes

from aovconsole.feeds.calendar_items import Entry, Occurrence
from aovconsole.feeds.calendar_rules import Work, bounded_rule, starts_within
from aovconsole.feeds.calendar_values import Time

OCCURRENCES_LIMIT = 5_000
"""More than this of one series is expanded later, when somebody looks that far."""

_FUTURES_LIMIT = 200
_LIBRARY_ERRORS = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, AssertionError, RecursionError,
)  # fmt: skip
"""What the libraries raise over what they did not expect."""


class Unexpandable(Exception):
    """The library could not make a series of these components."""


@dataclass(slots=True)
class Series:
    """The stretches of time of each entry, and how far they reach."""

    found: list[list[Occurrence]]
    complete: bool = True
    cut_on: date | None = None
    """The day on which the cap was reached; nothing from that day on is listed."""


@dataclass(slots=True)
class _Limits:
    """What one series may still do, and what became of it."""

    work: Work
    left: int
    zone: ZoneInfo
    complete: bool = True
    cut_at: datetime | None = None


class _Rules(recurring_ical_events.Series.RecurrenceRules):  # type: ignore[misc] # the library has no types
    """The library's rules, walked through once and in order, so that a cap is possible."""

    def __init__(self, core: Any, limits: _Limits, last: datetime) -> None:
        self._limits = limits
        self._last = last
        super().__init__(core)

    def create_rule_with_start(self, rule_string: str) -> Any:
        rule = bounded_rule(rule_string, self.start, _comparable(self._last, self.start), self._limits.work)
        rule.until = None  # the rule itself keeps to it
        return rule

    def rrule_between(self, span_start: datetime, span_stop: datetime) -> Iterator[datetime]:
        first, last = (_comparable(at, self.start) for at in (span_start, span_stop))
        limits = self._limits
        for start in merge(*(self._started(rule, last) for rule in self.rrules)):
            if start < first:
                continue
            limits.left -= 1
            limits.work.occurrences -= 1
            if limits.left < 0 or limits.work.occurrences < 0:
                limits.complete = False
                limits.cut_at = start
                return
            yield start

    def _started(self, rule: Any, last: datetime) -> Iterator[datetime]:
        for start in starts_within(rule, last):
            if start is None:
                self._limits.complete = False
                if self._limits.work.cost < 0:  # it stopped for want of work, not at the end of the window
                    self._limits.cut_at = self.start
            else:
                yield start


class _Adapter(recurring_ical_events.EventAdapter):  # type: ignore[misc] # the library has no types
    """Hands the library the rules that were checked, as they are, and remembers whose they are."""

    def __init__(self, entry: Entry, position: int, component: Event) -> None:
        super().__init__(component)
        self.position = position
        self._rules = list(entry.rules)

    @property
    def rrules(self) -> list[str]:
        return self._rules


class _Placed(recurring_ical_events.Occurrence):  # type: ignore[misc] # the library has no types
    """An occurrence that knows from which component it comes."""

    @property
    def position(self) -> int:
        position: int = self._adapter.position
        return position


class _Series(recurring_ical_events.Series):  # type: ignore[misc] # the library has no types
    """The library's series with our rules and occurrences."""

    def __init__(self, adapters: Sequence[_Adapter], limits: _Limits, last: datetime) -> None:
        self._limits = limits
        self._last = last
        super().__init__(adapters)

    def RecurrenceRules(self, core: Any) -> _Rules:
        """The name under which the library asks for them."""
        return _Rules(core, self._limits, self._last)

    def occurrence(self, adapter: Any, start: Time | None = None, end: Time | None = None) -> _Placed:
        return _Placed(adapter, start, end)


def expand(entries: Sequence[Entry], begin: date | None, until: date, zone: ZoneInfo, work: Work) -> Series:
    """Expand the entries of one UID, at most one of them a series, from a day (None: from their start) up to another.

    An entry that replaces one moment of the series is found at any date.

    Raises:
        Unexpandable: the library gave up.
    """
    limits = _Limits(work, OCCURRENCES_LIMIT, zone)
    series = Series([[] for _ in entries])
    last = _midnight_after(until, zone)
    try:
        adapters = [_Adapter(entry, position, _event(entry)) for position, entry in enumerate(_within_limits(entries))]
        first = min(last, _midnight(begin, zone) if begin else _earliest(entries))
        for placed in _Series(adapters, limits, last).between(first, last):
            entry = entries[placed.position]
            series.found[placed.position].append(entry.occurrence(placed.start, placed.end))
    except _LIBRARY_ERRORS as error:
        raise Unexpandable(str(error)) from error
    series.complete = limits.complete
    if limits.cut_at is not None:
        series.cut_on = _day_of(limits.cut_at, zone)
    _find_replaced(entries, series, until, zone)
    for found in series.found:
        found.sort(key=_order)
    return series


def begins_on(occurrence: Occurrence, zone: ZoneInfo) -> date:
    """The day on which a stretch of time begins, as the zone's calendar shows it."""
    if occurrence.begin_on is not None:
        return occurrence.begin_on
    return _day_of(occurrence.begin, zone) if occurrence.begin else date.max


def _find_replaced(entries: Sequence[Entry], series: Series, until: date, zone: ZoneInfo) -> None:
    """A replaced moment beyond the window is one stretch of time: there is nothing to wait for."""
    excepted = {at for entry in entries for at in entry.excepted}
    for entry, found in zip(entries, series.found, strict=True):
        if entry.replaces is None or entry.and_future or found or entry.replaces in excepted:
            continue
        own = entry.own_occurrence()
        if own and begins_on(own[0], zone) > until:
            found.extend(own)


def _order(occurrence: Occurrence) -> tuple[str, str]:
    return str(occurrence.begin_on or occurrence.begin), str(occurrence.end_on or occurrence.end)


def _within_limits(entries: Sequence[Entry]) -> Sequence[Entry]:
    if sum(entry.and_future for entry in entries) > _FUTURES_LIMIT:
        raise ValueError("te veel wijzigingen met RANGE=THISANDFUTURE")
    return entries


def _event(entry: Entry) -> Event:
    event = Event()
    assert entry.begin is not None
    assert entry.end is not None
    event["UID"] = entry.uid
    event["SEQUENCE"] = entry.sequence
    event["DTSTART"] = vDDDTypes(entry.begin)
    event["DTEND"] = vDDDTypes(entry.end)
    if entry.replaces is not None:  # what it says of recurring is a copy of what its series says
        event["RECURRENCE-ID"] = vDDDTypes(entry.replaces)
        if entry.and_future:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        return event
    if entry.excepted:
        event["EXDATE"] = vDDDLists(entry.excepted)
    if entry.extra:
        event["RDATE"] = vDDDLists([(at, until) if until else at for at, until in entry.extra])
    return event


def _earliest(entries: Sequence[Entry]) -> datetime:
    """A moment before everything: the first begin, less the longest way that anything moved."""
    extra = [at for entry in entries for at, _ in entry.extra]
    known = [at for entry in entries for at in (entry.begin, entry.replaces) if at]
    begins = [_as_utc(at) for at in (*known, *extra)]
    first, spread = min(begins), max(begins) - min(begins)
    lengths = [_as_utc(entry.end) - _as_utc(entry.begin) for entry in entries if entry.begin and entry.end]
    margin = spread + 2 * max(lengths, default=timedelta(0)) + timedelta(days=2)
    floor = datetime(1, 1, 3, tzinfo=UTC)
    return first - margin if first - floor > 2 * margin else max(floor + margin, floor)


def _as_utc(at: Time) -> datetime:
    return at.astimezone(UTC) if isinstance(at, datetime) else datetime.combine(at, time(), UTC)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _midnight_after(day: date, zone: ZoneInfo) -> datetime:
    return _midnight(min(day, date.max - timedelta(days=400)) + timedelta(days=1), zone)


def _comparable(at: datetime, start: datetime) -> datetime:
    """A moment as the library compares it with the starts of a series, which are naive for all-day items."""
    if start.tzinfo is None:
        return at.replace(tzinfo=None)
    return at if at.tzinfo else at.replace(tzinfo=start.tzinfo)


def _day_of(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date() if at.tzinfo else at.date()
