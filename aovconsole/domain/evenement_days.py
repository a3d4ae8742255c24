"""How many event days a square has in a year, beside its norm; and how far the steps of an evenement are at a moment.

Pure readings of rows. What counts: `event_days_rule` in `data/places.toml`; build-up and break-down do not.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.evenement_course import is_off
from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow

NIGHT_ENDS = time(6)
"""An evening that runs on until this hour of the next day is no second event day (te bevestigen: no source says so)."""


class Use(NamedTuple):
    """The days of one evenement on one square in one year."""

    subject: str
    number: str
    title: str
    days: tuple[date, ...]


class DaysUsed(NamedTuple):
    """The event days of a square in a year; two evenementen on one day use one day."""

    place: str
    year: int
    days: tuple[date, ...]
    uses: tuple[Use, ...]

    @property
    def days_count(self) -> int:
        """How many days."""
        return len(self.days)

    def with_days(self, more: Iterable[date]) -> int:
        """How many days there would be with these as well."""
        return len({*self.days, *(day for day in more if day.year == self.year)})


def event_days(begin_at: Instant, end_at: Instant, year: int, zone: ZoneInfo = AMSTERDAM) -> tuple[date, ...]:
    """The local days in a year on which something from begin to end uses its place; one at least for a moment."""
    begin, end = (read_stored(moment).astimezone(zone) for moment in (begin_at, end_at))
    first, last = begin.date(), max(begin.date(), _last_day(end))
    if last.year < year or first.year > year:
        return ()
    first, last = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def _last_day(end: datetime) -> date:
    night = end.time() <= NIGHT_ENDS and end.date() > date.min
    return end.date() - timedelta(days=1) if night else end.date()


def days_used(
    rows: Iterable[SubjectRow],
    place: str,
    year: int,
    *,
    spellings: Collection[str] = (),
    but: str = "",
    zone: ZoneInfo = AMSTERDAM,
) -> DaysUsed:
    """The days that evenementen use a square, without those that do not go on or use a part of it only.

    `spellings` are other names of the square, `but` is the subject of an evenement to leave out.
    """
    names = {name_key(name) for name in (place, *spellings)}
    uses = []
    for row in rows:
        if row.type != "evenement" or row.subject == but or name_key(row.place) not in names:
            continue
        body = json.loads(row.body)
        if body.get("whole_place") == "no" or is_off(row.status, body.get("permit", {}).get("outcome", "")):
            continue
        if days := event_days(row.begin_at, row.end_at or row.begin_at, year, zone):
            uses.append(Use(row.subject, row.number, row.title, days))
    uses.sort(key=lambda use: (use.days[0], use.number, use.subject))
    return DaysUsed(place, year, tuple(sorted({day for use in uses for day in use.days})), tuple(uses))


def years_of(begin_at: Instant, end_at: Instant, zone: ZoneInfo = AMSTERDAM) -> range:
    """The years in which something from begin to end lies."""
    begin, end = (read_stored(moment).astimezone(zone) for moment in (begin_at, end_at))
    return range(begin.year, max(begin.year, _last_day(end).year) + 1)


def steps_at(body: Mapping[str, Any], now: Instant) -> tuple[dict[str, Any], ...]:
    """The eight steps as they are at a moment: while it goes on it is being carried out, after its end it was."""
    found = []
    for step in body.get("steps", ()):
        state = step["state"]
        if step["key"] == "execution" and not step["ticked"] and now >= body["begin_at"]:
            state = "busy" if now < body["end_at"] else "done"
        found.append({**step, "state": state})
    return tuple(found)


def next_step(body: Mapping[str, Any], now: Instant) -> str:
    """The key of the first step that is neither done nor needless; empty when there is none."""
    waiting = (step["key"] for step in steps_at(body, now) if step["state"] in ("open", "busy"))
    return next(waiting, "")
