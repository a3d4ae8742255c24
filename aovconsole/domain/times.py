"""Moments and days: how they are stored, read from what people type, and shown in Dutch."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from aovconsole.domain.record import Instant, is_instant
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

CLOCK_SKEW = timedelta(minutes=5)
"""A time this far ahead of now still counts as just now: two clocks never agree."""

YEARS = range(1900, 2200)
"""A year outside this range is a slip of the keys; near the ends of the calendar sums with zones overflow."""

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

_DAYS_FROM_HOURS = 48
_SHOWN_LENGTH = 40

_DUTCH_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})-([0-9]{4})(?=[ T]|\Z)")
_SHORT_HOUR = re.compile(r"(?<=[ T])([0-9])(?=:)")
_ISO = re.compile(r"[0-9]{4}[-0-9W]{3,6}(?:[T ][-+0-9:.,Zz ]+)?")
_CLOCK = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?([abAB])?")


def stored(moment: datetime) -> str:
    """Write a moment as it is stored: UTC, ISO 8601, fixed width, so that text order is time order."""
    if moment.tzinfo is None:
        raise ValueError("a moment without an offset cannot be stored")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def is_possible(moment: Instant) -> bool:
    """Whether a text is a stored moment that lies where sums with days and zones hold: no forged year 1 or 9999."""
    return is_instant(moment) and int(moment[:4]) in YEARS


def read_stored(text: str) -> datetime:
    """Read a stored moment as an aware UTC datetime.

    Raises:
        ValueError: the text is no ISO 8601 moment with an offset.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def local_candidates(naive: datetime, zone: ZoneInfo = AMSTERDAM) -> tuple[datetime, ...]:
    """The UTC moments at which the wall clock shows this: none (spring), one, or two (autumn), first one first."""
    found: list[datetime] = []
    for fold in (0, 1):
        try:
            moment = naive.replace(tzinfo=zone, fold=fold).astimezone(UTC)
            shown = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        except OverflowError:  # the first and the last day of the calendar
            continue
        if shown == naive.replace(fold=0) and moment not in found:
            found.append(moment)
    return tuple(sorted(found))


def on_the_wall(day: date, clock: time, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The UTC moment at which the wall clock of a day shows a time: the first of two, the hour after a skipped one."""
    naive = datetime.combine(day, clock.replace(fold=0))
    found = local_candidates(naive, zone) or local_candidates(naive + timedelta(hours=1), zone)
    return found[0]


def recent_local(clock: time, now: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The wall-clock day and time meant by a bare time of something that happened: the latest that is past.

    Up to five minutes ahead counts as past. The answer may be a time that the clock skipped.
    """
    limit = now + CLOCK_SKEW
    naive = datetime.combine(limit.astimezone(zone).date(), clock)
    moments = local_candidates(naive, zone)
    past = moments[0] <= limit if moments else naive <= _wall(now, zone) + CLOCK_SKEW
    return naive if past else naive - timedelta(days=1)


def next_local(clock: time, now: datetime, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The wall-clock day and time meant by a bare time of something to come: the first from this minute on."""
    floor = now.replace(second=0, microsecond=0)
    naive = datetime.combine(floor.astimezone(zone).date(), clock)
    moments = local_candidates(naive, zone)
    ahead = moments[-1] >= floor if moments else naive >= _wall(floor, zone)
    return naive if ahead else naive + timedelta(days=1)


def possible(moments: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    """Of the moments that something could have happened at, those that are not in the future, unless all are."""
    return tuple(moment for moment in moments if moment <= now + CLOCK_SKEW) or moments


def moment_from(text: str, what: str = "tijd", *, now: datetime | None = None, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """Read a moment from an option, as an aware UTC datetime; without an offset it is the zone's wall clock.

    Reads ISO 8601, `2024-02-11 14:11`, `11-02-2024 14:11`, a bare date (00:00) and, when `now` is given,
    `HH:MM`: the latest time that it was that time, `02:30a` and `02:30b` in the night that has it twice.

    Raises:
        CommandRefused: it cannot be read, lies outside `YEARS`, does not exist, or exists twice.
    """
    typed = text.strip()
    bare = _CLOCK.fullmatch(typed) if now else None
    if now and bare:
        hour, minute, second, which = bare.groups()
        clock = clock_time(hour, minute, second) or _unreadable(text, what, with_clock=True)
        naive = recent_local(clock, now, zone)
        moments = local_candidates(naive, zone)
        if which and len(moments) == 2:
            return moments["ab".index(which.lower())]
        return only_moment(possible(moments, now), naive, what, zone)
    moment = _iso_moment(typed)
    if moment is None:
        _unreadable(text, what, with_clock=now is not None)
    if moment.year not in YEARS:
        raise CommandRefused(f"{what}: het jaar {moment.year} ligt niet tussen {YEARS[0]} en {YEARS[-1]}")
    aware = moment.tzinfo is not None
    found = moment.astimezone(UTC) if aware else only_moment(local_candidates(moment, zone), moment, what, zone)
    if found.year not in YEARS:  # the first hour of 1900 here is 1899 as it is stored
        raise CommandRefused(f"{what}: {moment:%d-%m-%Y %H:%M} ligt niet tussen {YEARS[0]} en {YEARS[-1]} (UTC)")
    return found


def only_moment(moments: tuple[datetime, ...], naive: datetime, what: str, zone: ZoneInfo = AMSTERDAM) -> datetime:
    """The one moment of a wall-clock time.

    Raises:
        CommandRefused: there is none, or there are two.
    """
    if len(moments) == 1:
        return moments[0]
    shown = f"{naive:%d-%m-%Y %H:%M}"
    if not moments:
        raise CommandRefused(f"{what}: {shown} bestaat niet, want de klok slaat die nacht een uur over")
    first, second = (iso_local(moment, zone=zone) for moment in moments)
    raise CommandRefused(f"{what}: {shown} bestaat twee keer; kies {first} (eerste) of {second} (tweede)")


def day_from(text: str, what: str = "datum") -> date:
    """Read a day from an option: `2024-02-11` or `11-02-2024`.

    Raises:
        CommandRefused: it is no day of the calendar.
    """
    typed = text.strip()
    moment = _iso_moment(typed) if len(typed) <= len("2024-02-11") else None
    if moment is None:
        raise CommandRefused(f"{what} '{_shown(text)}' is geen datum; schrijf 11-02-2024 of 2024-02-11")
    if moment.year not in YEARS:
        raise CommandRefused(f"{what}: het jaar {moment.year} ligt niet tussen {YEARS[0]} en {YEARS[-1]}")
    return moment.date()


def clock_time(hour: str, minute: str, second: str | None = None) -> time | None:
    """The time of day of the digits, or None where there is none, such as 25:99."""
    try:
        return time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None


def clock_text(moment: datetime, now: datetime, *, zone: ZoneInfo = AMSTERDAM) -> str:
    """Show a moment as the wall clock does, with the day where it is not today and the offset in the double hour."""
    day = day_beside(moment, now, zone=zone)
    return f"{day} {wall_clock(moment, zone=zone)}".lstrip()


def day_beside(moment: datetime, now: datetime, *, zone: ZoneInfo = AMSTERDAM) -> str:
    """The day of a moment as seen from now: nothing today, `gisteren`, `morgen`, `za 7 feb`, with the year if other."""
    day, today = _local(moment, zone).date(), _local(now, zone).date()
    near = {0: "", -1: "gisteren", 1: "morgen"}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    return day_short(day) if day.year == today.year else f"{day_short(day)} {day.year}"


def wall_clock(moment: datetime, *, zone: ZoneInfo = AMSTERDAM) -> str:
    """The time of day that the wall clock shows, `14:11`; in the double hour with its offset, `02:30 (+02:00)`."""
    local = _local(moment, zone)
    text = f"{local.hour:02}:{local.minute:02}"
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return text
    return f"{text} ({local.isoformat()[-6:]})"


def date_text(day: date) -> str:
    """A day in full: `zaterdag 7 februari 2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def day_short(day: date) -> str:
    """A day in short, without the year: `za 7 feb`."""
    return f"{WEEKDAYS[day.weekday()][:2]} {day.day} {_MONTHS_SHORT[day.month - 1]}"


def elapsed_text(delta: timedelta) -> str:
    """A length of time in hours and minutes, `0:36`, `26:10`; from two days on in days and hours, `3 d 4 u`."""
    minutes = abs(delta) // timedelta(minutes=1)
    sign = "-" if delta < timedelta(0) and minutes else ""
    hours, minutes = divmod(minutes, 60)
    if hours >= _DAYS_FROM_HOURS:
        return f"{sign}{hours // 24} d {hours % 24} u"
    return f"{sign}{hours}:{minutes:02}"


def iso_local(moment: datetime, *, zone: ZoneInfo = AMSTERDAM) -> str:
    """A moment in ISO 8601 with the zone's offset, to the second unless it has a fraction."""
    return _local(moment, zone).isoformat(timespec="microseconds" if moment.microsecond else "seconds")


def _iso_moment(typed: str) -> datetime | None:
    """Read a full moment or a bare date, without an offset as it stands, or None."""
    iso = _DUTCH_DAY.sub(_turned, typed, count=1) if _DUTCH_DAY.match(typed) else typed
    iso = _SHORT_HOUR.sub(r"0\1", iso, count=1)
    if not _ISO.fullmatch(iso):
        return None
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def _turned(found: re.Match[str]) -> str:
    day, month, year = found.groups()
    return f"{year}-{month:0>2}-{day:0>2}"


def _unreadable(text: str, what: str, *, with_clock: bool) -> NoReturn:
    clock = "14:11, " if with_clock else ""
    raise CommandRefused(
        f"{what} '{_shown(text)}' is niet te lezen; schrijf {clock}11-02-2024 14:11 of 2024-02-11T14:11+01:00"
    )


def _shown(text: str) -> str:
    shown = clean(text[: _SHOWN_LENGTH + 1])
    return shown if len(shown) <= _SHOWN_LENGTH else f"{shown[:_SHOWN_LENGTH]}…"


def _wall(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def _local(moment: datetime, zone: ZoneInfo) -> datetime:
    try:
        return moment.astimezone(zone)
    except OverflowError:  # a moment of another station at the end of the calendar must not stop a screen
        return moment
