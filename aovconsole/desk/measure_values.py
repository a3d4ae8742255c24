"""The conditions of a power as a person types them: read, checked, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from aovconsole.domain.measure_terms import BEGIN, DAYS, END, LAST_MINUTE
from aovconsole.domain.record import is_instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import (
    YEARS,
    clock_time,
    day_from,
    local_candidates,
    moment_from,
    next_local,
    read_stored,
    stored,
)
from aovconsole.domain.typed_times import coming_from
from aovconsole.errors import CommandRefused
from aovconsole.reference.powers import Power, PowerField

YES, NO = "ja", "nee"
_YES_NO = {"ja": YES, "j": YES, "yes": YES, "true": YES, "nee": NO, "n": NO, "no": NO, "false": NO}
SEVERAL = ";"
"""What stands between the choices where more than one holds."""


def read_values(
    power: Power, values: Mapping[str, str], before: Mapping[str, str], now: datetime, zone: ZoneInfo
) -> dict[str, str]:
    """The values as they are kept, by the key of their condition; an empty one clears it.

    `HH:MM` of a begin is today's, of an end the first such time after the begin (after now when there is none).

    Raises:
        CommandRefused: there is no such condition, or the value cannot be read.
    """
    read: dict[str, str] = {}
    rows = [(_condition(power, key), value) for key, value in values.items()]
    for row, value in sorted(rows, key=lambda pair: pair[0].key == END):  # an end is read beside its begin
        typed = clean(value.strip(), lines=True).strip()
        since = moment_of({**before, **read}, BEGIN)
        read[row.key] = _READERS[row.kind](row, typed, since, now, zone) if typed else ""
    return read


def _condition(power: Power, key: str) -> PowerField:
    row = power.condition(clean(key.strip()))
    if row is None:
        known = ", ".join(condition.key for condition in power.fields)
        raise CommandRefused(f"{power.name} kent geen voorwaarde {clean(key.strip())}; wel: {known}")
    return row


def _text(_row: PowerField, typed: str, _since: datetime | None, _now: datetime, _zone: ZoneInfo) -> str:
    return typed


def _choice(row: PowerField, typed: str, _since: datetime | None, _now: datetime, _zone: ZoneInfo) -> str:
    known = {choice.casefold(): choice for choice in row.choices}
    chosen = [part.strip() for part in typed.split(SEVERAL) if part.strip()]
    for part in chosen:
        if part.casefold() not in known:
            raise CommandRefused(f"{row.label}: {part} bestaat niet; kies uit: {', '.join(row.choices)}")
    picked = {known[part.casefold()] for part in chosen}
    return f"{SEVERAL} ".join(choice for choice in row.choices if choice in picked)


def _yes_no(row: PowerField, typed: str, _since: datetime | None, _now: datetime, _zone: ZoneInfo) -> str:
    if typed.casefold() not in _YES_NO:
        raise CommandRefused(f"{row.label}: antwoord ja of nee")
    return _YES_NO[typed.casefold()]


def _moment(row: PowerField, typed: str, since: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    hour, _, minute = typed.partition(":")
    clock = clock_time(hour, minute) if hour.isdecimal() and minute.isdecimal() and len(minute) == 2 else None
    if clock is None:
        return stored(moment_from(typed, row.label, zone=zone))
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    floor = midnight if row.key == BEGIN else (since or now) + timedelta(minutes=1)
    naive = next_local(clock, floor, zone)
    ahead = [moment for moment in local_candidates(naive, zone) if moment >= floor]
    return stored(ahead[0] if len(ahead) == 1 else moment_from(naive.isoformat(), row.label, zone=zone))


def _days(row: PowerField, typed: str, _since: datetime | None, _now: datetime, _zone: ZoneInfo) -> str:
    parts = typed.replace(SEVERAL, ",").replace("\n", ",").split(",")
    days = {day_from(part, row.label) for part in parts if part.strip()}
    return ", ".join(day.isoformat() for day in sorted(days))


_READERS: dict[str, Callable[[PowerField, str, datetime | None, datetime, ZoneInfo], str]] = {
    "text": _text,
    "choice": _choice,
    "yes_no": _yes_no,
    "moment": _moment,
    "days": _days,
}


def days_of(values: Mapping[str, str]) -> tuple[date, ...]:
    """The separate days among kept values; what another station wrote there and is no day is left out."""
    days = []
    for part in values.get(DAYS, "").split(", "):
        with suppress(ValueError):
            days.append(date.fromisoformat(part))
    return tuple(day for day in days if day.year in YEARS)


def moment_of(values: Mapping[str, str], key: str) -> datetime | None:
    """A moment among kept values; None when it is not there, or lies where sums with zones overflow."""
    value = values.get(key, "")
    moment = read_stored(value) if is_instant(value) else None
    return moment if moment and moment.year in YEARS else None


def readable(values: Mapping[str, str]) -> dict[str, str]:
    """Kept values without begin, end and days that cannot be read: another station can write anything."""
    days = ", ".join(day.isoformat() for day in days_of(values))
    moments = {key: values.get(key, "") if moment_of(values, key) else "" for key in (BEGIN, END)}
    read = {**values, **moments, DAYS: days}
    return {key: value for key, value in read.items() if value}


def missing_in(power: Power, values: Mapping[str, str], end: datetime | None = None) -> Iterator[PowerField]:
    """The required conditions without a value; a required yes or no wants yes; separate days stand for an end.

    What is required with some choices only is not missing once another was made.
    """
    for row in power.fields:
        value = values.get(row.key, "")
        if row.key == END and (end is not None or values.get(DAYS)):
            continue
        if not row.required or not _applies(row, values):
            continue
        if not value or (row.kind == "yes_no" and value != YES):
            yield row


def _applies(row: PowerField, values: Mapping[str, str]) -> bool:
    chosen = {part.strip() for part in values.get(row.when, "").split(SEVERAL) if part.strip()}
    return not chosen or not chosen.isdisjoint(row.when_choices)


def due_moment(typed: str, now: datetime, zone: ZoneInfo, what: str = "datum") -> datetime:
    """A typed term: a bare day is due at its end, a bare time is the first one to come.

    Raises:
        CommandRefused: it cannot be read.
    """
    try:
        day = day_from(typed, what)
    except CommandRefused:
        return coming_from(typed, now, zone, what)
    return datetime.combine(day, LAST_MINUTE, tzinfo=zone)
