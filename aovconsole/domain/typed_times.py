"""Times inside a typed line: the one in front of it, and the term of an action."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.times import (
    AMSTERDAM,
    WEEKDAYS,
    YEARS,
    clock_time,
    local_candidates,
    moment_from,
    next_local,
    possible,
    recent_local,
)

_CLOCK = r"""
    (?:(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?(?P<pass>[abAB])?(?:(?:[ ]?uur|u|h)\b)?
      |(?P<dot_hour>[0-9]{1,2})\.(?P<dot_minute>[0-9]{2})(?:[ ]?uur|u|h)\b)
"""
_DATE = r"""
    (?:(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})
      |(?P<nl_day>[0-9]{1,2})-(?P<nl_month>[0-9]{1,2})(?:-(?P<nl_year>[0-9]{4}|[0-9]{2}))?)
"""
_GAP = r"[ \t\u00a0\u202f]{1,4}"
_END = r"(?:[:,;.](?=\s|\Z)|(?=\s|\Z))"
_DASH = rf"(?:{_GAP}[-\u2013\u2014](?={_GAP}[^\s0-9]))?"
_NOISE = re.compile(r"[\s\ufffd]*")  # a telephone's export starts lines with a direction mark, which clean() replaced

_NAMES_OF_DAYS = "|".join(f"{name}|{name[:2]}" for name in WEEKDAYS)
_OFFSET = r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
_LEAD = (rf"(?:(?P<word>eergisteren|gisteren|vandaag){_GAP}|{_DATE}(?:,?{_GAP}|T))?{_CLOCK}{_OFFSET}{_END}{_DASH}",)
_CHAT = (
    rf"\[{_DATE},?{_GAP}{_CLOCK}\](?=\s|\Z)",
    rf"\[{_CLOCK},{_GAP}{_DATE}\](?=\s|\Z)",
    rf"{_DATE},?{_GAP}{_CLOCK}{_GAP}-(?=\s|\Z)",
)
_DUE = (
    rf"(?:(?P<word>vandaag|vanavond|vannacht|morgen|overmorgen|{_NAMES_OF_DAYS}){_GAP}|{_DATE}(?:,?{_GAP}|T))?"
    rf"{_CLOCK}{_OFFSET}(?:[:,;.!?)](?=\s|\Z)|(?=\s|\Z))",
)
_LATER = re.compile(r"\+ ?(?:(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5][0-9])|(?P<count>[0-9]{1,4}) ?(?P<unit>[a-z]*))")
_UNITS = {"": 1, "m": 1, "min": 1, "minuten": 1, "u": 60, "uur": 60}
_LEAD_BEGINS = frozenset("0123456789[gevGEV")
_DUE_BEGINS = frozenset("0123456789vmodwzVMODWZ")
"""What a form can begin with: most lines hold no time, and then no form is compiled, which costs a command dear."""

_DAYS_AWAY = {"eergisteren": -2, "gisteren": -1, "vandaag": 0, "vanavond": 0, "morgen": 1, "overmorgen": 2}
_YEARS_FOR_A_DAY = 9
"""29 February comes back within eight years, also around 1900 and 2100."""


class TypedTime(NamedTuple):
    """A time that was read from a line, as the wall clock shows it, and the moments that it can be.

    `moments` is empty for a time that the clock skipped, and has two where it exists twice. `dated`
    is true when the day was typed with it; `chat` when it stands as in an export of a chat.
    """

    start: int
    end: int
    naive: datetime
    moments: tuple[datetime, ...]
    dated: bool = False
    chat: bool = False


class Page(NamedTuple):
    """The day at the top of a notebook's page, and the last time that was read on it."""

    day: date
    last: datetime | None = None

    def place(self, clock: time) -> datetime:
        """The wall-clock day and time of a bare time on this page; over midnight it is on the next day."""
        naive = datetime.combine(self.day, clock)
        if self.last and self.last - naive > timedelta(hours=12):
            return naive + timedelta(days=1)
        return naive


def leading_time(text: str, now: datetime, zone: ZoneInfo, page: Page | None = None) -> TypedTime | None:
    """Read the time in front of a line; a bare time is the latest one that is past, or the page's."""
    noise = _NOISE.match(text)
    start = noise.end() if noise else 0
    if text[start : start + 1] not in _LEAD_BEGINS:
        return None
    for form in _forms(_CHAT):
        if found := form.match(text, start):
            return _read(found, now, zone, page, chat=True)
    for form in _forms(_LEAD):
        if found := form.match(text, start):
            return _read(found, now, zone, page)
    return None


def due_time(text: str, start: int, now: datetime, zone: ZoneInfo) -> TypedTime | None:
    """Read the term of an action at this place of the text; a bare time is the next one that comes."""
    if text[start : start + 1] not in _DUE_BEGINS:
        return None
    found = _forms(_DUE)[0].match(text, start)
    clock = _clock(found) if found else None
    if not found or not clock:
        return None
    naive = _due_naive(found, clock, now, zone)
    if naive is None:
        return None
    moments = _moments(found, naive, zone)
    if moments is None:
        return None
    ahead = tuple(moment for moment in moments if moment >= now - timedelta(minutes=1))
    return TypedTime(found.start(), _without_stop(found), naive, ahead or moments, dated=_is_dated(found))


def coming_from(text: str, now: datetime, zone: ZoneInfo = AMSTERDAM, what: str = "termijn") -> datetime:
    """Read a moment ahead from a form or an option: `15:30`, `+20` (minutes), `+2u`, `morgen 9:00`, `ma 9:00`, a date.

    A bare time is the next one that comes; `+20` counts in whole minutes, as terms do; a moment with its date may be
    past: the caller decides about that.

    Raises:
        CommandRefused: it cannot be read, does not exist, or exists twice.
    """
    typed = text.strip()
    later = _later(typed)
    if later is not None:
        return (now + later).replace(second=0, microsecond=0)
    found = due_time(typed, 0, now, zone)
    if found is None or found.end != len(typed):
        return moment_from(typed, what, now=now, zone=zone)
    if len(found.moments) == 1:
        return found.moments[0]
    return moment_from(found.naive.isoformat(), what, zone=zone)  # refuses: there is none, or there are two


def _later(typed: str) -> timedelta | None:
    """How much later `+20`, `+20 min`, `+2u` or `+1:30` is; None for another text."""
    found = _LATER.fullmatch(typed.lower())
    if found is None or (found["unit"] or "") not in _UNITS:
        return None
    if found["hours"]:
        return timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    return timedelta(minutes=int(found["count"]) * _UNITS[found["unit"]])


@cache
def _forms(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.VERBOSE | re.IGNORECASE) for pattern in patterns)


def _read(
    found: re.Match[str], now: datetime, zone: ZoneInfo, page: Page | None, *, chat: bool = False
) -> TypedTime | None:
    clock = _clock(found)
    naive = _past_naive(found, clock, now, zone, page) if clock else None
    moments = _moments(found, naive, zone) if naive else None
    if naive is None or moments is None:
        return None
    if not found["pass"]:
        moments = possible(moments, now)
    return TypedTime(found.start(), found.end(), naive, moments, dated=_is_dated(found), chat=chat)


def _past_naive(found: re.Match[str], clock: time, now: datetime, zone: ZoneInfo, page: Page | None) -> datetime | None:
    word = _group(found, "word").lower()
    if word:
        day = now.astimezone(zone).date() + timedelta(days=_DAYS_AWAY[word])
        return datetime.combine(day, clock)
    if _is_dated(found):
        return _dated(found, clock, now.astimezone(zone), back=True)
    if page:
        return page.place(clock)
    return recent_local(clock, now, zone)


def _due_naive(found: re.Match[str], clock: time, now: datetime, zone: ZoneInfo) -> datetime | None:
    word = _group(found, "word").lower()
    here = now.astimezone(zone)
    if word in _DAYS_AWAY:
        return datetime.combine(here.date() + timedelta(days=_DAYS_AWAY[word]), clock)
    if word == "vannacht" or (not word and not _is_dated(found)):
        return next_local(clock, now, zone)
    if word:
        weekday = next(number for number, name in enumerate(WEEKDAYS) if name.startswith(word))
        away = (weekday - here.weekday()) % 7
        if away == 0 and clock < here.time().replace(second=0, microsecond=0):
            away = 7
        return datetime.combine(here.date() + timedelta(days=away), clock)
    return _dated(found, clock, here, back=False)


def _dated(found: re.Match[str], clock: time, here: datetime, *, back: bool) -> datetime | None:
    """The wall-clock time on a typed date; without a year, the nearest such day in the direction of time."""
    year = found["year"] or found["nl_year"]
    month, day = int(found["month"] or found["nl_month"]), int(found["day"] or found["nl_day"])
    if year:
        return _combined(int(year) + (2000 if len(year) == 2 else 0), month, day, clock)
    wall = here.replace(tzinfo=None, fold=0, second=0, microsecond=0)
    step = -1 if back else 1
    for year_number in range(here.year - step, here.year + step * _YEARS_FOR_A_DAY, step):
        naive = _combined(year_number, month, day, clock)
        if naive and (naive <= wall + timedelta(minutes=5) if back else naive >= wall):
            return naive
    return None


def _combined(year: int, month: int, day: int, clock: time) -> datetime | None:
    if year not in YEARS:
        return None
    try:
        return datetime.combine(date(year, month, day), clock)
    except ValueError:
        return None


def _moments(found: re.Match[str], naive: datetime, zone: ZoneInfo) -> tuple[datetime, ...] | None:
    """The moments of a wall-clock time; None when what was typed behind it does not fit."""
    offset = _group(found, "offset")
    if offset:
        return _with_offset(found, naive, offset)
    moments = local_candidates(naive, zone)
    which = _group(found, "pass").lower()
    if not which:
        return moments
    if len(moments) != 2:
        return None
    return moments[:1] if which == "a" else moments[1:]


def _with_offset(found: re.Match[str], naive: datetime, offset: str) -> tuple[datetime, ...] | None:
    if not (found["year"] or found["nl_year"]) or found["pass"]:
        return None
    try:
        return (datetime.fromisoformat(f"{naive.isoformat()}{offset.upper()}").astimezone(UTC),)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> time | None:
    return clock_time(found["hour"] or found["dot_hour"], found["minute"] or found["dot_minute"], found["second"])


def _group(found: re.Match[str], name: str) -> str:
    """What a named part of the form matched, empty also where the form has no such part."""
    return found.groupdict().get(name) or ""


def _is_dated(found: re.Match[str]) -> bool:
    return bool(_group(found, "word") or found["day"] or found["nl_day"])


def _without_stop(found: re.Match[str]) -> int:
    """Where the time ends, without the punctuation that closes the sentence."""
    return found.start() + len(found[0].rstrip(":,;.!?)"))
