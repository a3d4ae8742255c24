"""The terms of a demonstration: before when notice is given, before when it is answered; what they are is a setting.

The municipality sets the notice term in its APV (Wom art. 3 and 4); while nobody filled it in, nothing is counted.
What came late is as received as what came in time: the words say when it came, never what may be done with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.workdays import Holidays

MOST_HOURS, MOST_DAYS = 24 * 366, 366
"""A longer term is a slip of the keys, and is not counted with."""

FRIDAY = 5
_DAY = timedelta(days=1)
_LAST_MINUTE = time(23, 59)


class TermRule(Protocol):
    """One term as `data/terms.toml` says it; without a number it is not known yet."""

    @property
    def hours(self) -> int | None:
        """So many hours."""

    @property
    def working_days(self) -> int | None:
        """So many working days."""

    @property
    def counts_weekends(self) -> bool | None:
        """Whether the hours of Saturdays, Sundays and holidays count; they do unless it says no."""

    @property
    def moved_to_hour(self) -> int | None:
        """At which hour of the working day before, for a last moment on a day that is none."""

    @property
    def friday_after_hour(self) -> int | None:
        """From which hour on a Friday counts as such a day."""

    @property
    def status(self) -> str:
        """`vastgesteld` or `te bevestigen`."""


class Notice(NamedTuple):
    """When the notice came: `state` is spontaneous, unknown, within, after or after_begin."""

    state: str
    deadline: datetime | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """What must still be done for a demonstration, since when; `at_once` is as soon as possible."""

    key: str
    text: str
    since: Instant
    at_once: bool = True


def is_known(rule: TermRule | None) -> bool:
    """Whether a term has a number that can be counted with."""
    if rule is None:
        return False
    return 0 < (rule.hours or 0) <= MOST_HOURS or 0 < (rule.working_days or 0) <= MOST_DAYS


def notice_deadline(
    rule: TermRule | None, begin: datetime, holidays: Holidays, zone: ZoneInfo = AMSTERDAM
) -> datetime | None:
    """The last moment at which a notice is in time; None while the term is not known.

    A term in working days runs to the end of the last of them that lies wholly before the day of the demonstration.
    """
    if rule is None or not is_known(rule):
        return None
    if rule.hours:
        counts_all = rule.counts_weekends is not False
        last = begin - timedelta(hours=rule.hours) if counts_all else _hours_before(begin, rule.hours, holidays, zone)
    else:
        day = begin.astimezone(zone).date()
        for _ in range(rule.working_days or 0):
            day = _working_day_before(day, holidays)
        hour = rule.moved_to_hour
        return _at(day, _LAST_MINUTE if hour is None else time(hour), zone)
    return _moved(rule, last, holidays, zone)


def _moved(rule: TermRule, last: datetime, holidays: Holidays, zone: ZoneInfo) -> datetime:
    """The last moment as the model-APV (art. 2:3) moves it: never on a closed day, nor late on a Friday."""
    local = last.astimezone(zone)
    late_friday = (
        rule.friday_after_hour is not None
        and local.isoweekday() == FRIDAY
        and local.replace(tzinfo=None) > datetime.combine(local.date(), time(rule.friday_after_hour))
    )
    if rule.moved_to_hour is None or (holidays.is_working_day(local.date()) and not late_friday):
        return last.astimezone(UTC)
    return _at(_working_day_before(local.date(), holidays), time(rule.moved_to_hour), zone)


def _hours_before(begin: datetime, hours: int, holidays: Holidays, zone: ZoneInfo) -> datetime:
    """So many hours before the begin, of which only those on working days count; they are real hours."""
    end, left = begin.astimezone(UTC), timedelta(hours=hours)
    day = begin.astimezone(zone).date()
    while True:
        start = _at(day, time(), zone)
        if holidays.is_working_day(day):
            if end - start >= left:
                return end - left
            left -= end - start
        end, day = start, day - _DAY


def _hours_after(since: datetime, hours: int, holidays: Holidays, zone: ZoneInfo) -> datetime:
    start, left = since.astimezone(UTC), timedelta(hours=hours)
    day = since.astimezone(zone).date()
    while True:
        end = _at(day + _DAY, time(), zone)
        if holidays.is_working_day(day):
            if end - start >= left:
                return start + left
            left -= end - start
        start, day = end, day + _DAY


def _working_day_before(day: date, holidays: Holidays) -> date:
    day -= _DAY
    while not holidays.is_working_day(day):
        day -= _DAY
    return day


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def answer_deadline(
    rule: TermRule | None, received: datetime, begin: datetime, holidays: Holidays, zone: ZoneInfo = AMSTERDAM
) -> datetime | None:
    """Before when the notifier must hear what becomes of the notice, at the latest at the begin; None if not known."""
    if rule is None or not is_known(rule):
        return None
    if rule.hours and rule.counts_weekends is False:
        due = _hours_after(received, rule.hours, holidays, zone)
    elif rule.hours:
        due = received.astimezone(UTC) + timedelta(hours=rule.hours)
    else:
        day = holidays.working_days_after(received.astimezone(zone).date(), rule.working_days or 0)
        due = _at(day, _LAST_MINUTE, zone)
    return min(due, begin.astimezone(UTC)) if received < begin else due


def notice_of(
    rule: TermRule | None, received_at: Instant, begin_at: Instant, holidays: Holidays, zone: ZoneInfo = AMSTERDAM
) -> Notice:
    """When a notice came, against the term and against the begin."""
    begin = read_stored(begin_at)
    deadline = notice_deadline(rule, begin, holidays, zone)
    confirmed = rule is not None and rule.status == "vastgesteld"
    if not received_at:
        return Notice("spontaneous", deadline, confirmed)
    received = read_stored(received_at)
    if received > begin:
        return Notice("after_begin", deadline, confirmed)
    if deadline is None:
        return Notice("unknown", None, confirmed)
    # the whole minute that stands on the receipt is in time
    return Notice("within" if received.replace(second=0, microsecond=0) <= deadline else "after", deadline, confirmed)


def scale_of(count: int | None, from_count: int | None) -> str:
    """Small or large by the definition in the settings; empty while either is not known."""
    if count is None or not from_count:
        return ""
    return "large" if count >= from_count else "small"


def owed_of(row: SubjectRow) -> tuple[Owed, ...]:
    """What must still be done for a demonstration: its decision is to be made known to the notifier (Wom art. 5).

    Only conditions and a prohibition are a decision towards the notifier; it is owed as soon as it was taken, so that
    it is overdue at once, and stays owed when the demonstration is over.
    """
    body: dict[str, Any] = json.loads(row.body)
    decision = body.get("decision")
    if not decision or decision["outcome"] == "noted" or body.get("served_at") or row.status == "cancelled":
        return ()
    return (Owed("served", "besluit bekendmaken aan de kennisgever", decision["at"]),)


def receipt_owed(row: SubjectRow, now: datetime) -> tuple[Owed, ...]:
    """The receipt that the notifier has not got yet, while the demonstration is not over (Wom art. 4)."""
    body: dict[str, Any] = json.loads(row.body)
    if not body["received_at"] or body["receipts"] or not (is_ahead(row, now) or is_running(row, now)):
        return ()
    return (Owed("receipt", "bewijs van ontvangst geven", body["received_at"]),)


def is_running(row: SubjectRow, now: datetime) -> bool:
    """Whether a demonstration goes on at a moment (gaande); without an end it does so for a day, or until it is over.

    The row of one without an end has its begin there.
    """
    begin, end = read_stored(row.begin_at), read_stored(row.end_at)
    if row.status in ("over", "cancelled") or now < begin:
        return False
    return now < end if end > begin else now - begin < _DAY


def is_ahead(row: SubjectRow, now: datetime) -> bool:
    """Whether a demonstration is still to come."""
    return row.status not in ("over", "cancelled") and now < read_stored(row.begin_at)
