"""The values of an .ics file: days, moments and lengths of time, as people's programs really write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Protocol, TypeAlias

from aovconsole.feeds.calendar_lines import Property

Time: TypeAlias = datetime | date
"""A day, or an aware moment in the zone in which it was written."""


class Zone(Protocol):
    """Gives the time zone of a TZID (`utc`: the value says Z too), and that of times without one for an empty name."""

    def __call__(self, name: str, *, utc: bool = False) -> tzinfo:
        """The zone of this name."""


_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?", re.IGNORECASE
)
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_SHOWN_LENGTH = 40


class Unreadable(Exception):
    """A value cannot be read; says why in Dutch."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: days follow the wall clock, the rest is exact."""

    days: timedelta
    exact: timedelta

    def after(self, begin: Time) -> Time:
        """The day or moment that lies this length after another."""
        if not isinstance(begin, datetime):
            whole = self.days + self.exact
            return begin + (whole if not whole % timedelta(days=1) else whole + timedelta(days=1))
        if not self.exact:
            return begin + self.days
        return ((begin + self.days).astimezone(UTC) + self.exact).astimezone(begin.tzinfo)


def read_time(found: Property, zone: Zone) -> Time:
    """Read the day or moment of a property; the value decides which it is, whatever VALUE says.

    Raises:
        Unreadable: it is neither.
    """
    return time_of(found, found.value, zone)


def read_times(found: Property, zone: Zone) -> list[Time]:
    """Read a list of days and moments; of a period its begin.

    Raises:
        Unreadable: one of them is neither.
    """
    return [time_of(found, part.partition("/")[0], zone) for part in found.value.split(",") if part.strip()]


def read_periods(found: Property, zone: Zone) -> list[tuple[Time, Time | None]]:
    """Read a list of days, moments and periods; the end is None where none is given.

    Raises:
        Unreadable: one of them is none of these.
    """
    periods: list[tuple[Time, Time | None]] = []
    for part in found.value.split(","):
        first, slash, last = part.strip().partition("/")
        if not first:
            continue
        begin = time_of(found, first, zone)
        if not slash:
            periods.append((begin, None))
        elif last.lstrip("+-")[:1] in ("P", "p"):
            periods.append((begin, read_length(last).after(begin)))
        else:
            periods.append((begin, time_of(found, last, zone)))
    return periods


def time_of(found: Property, text: str, zone: Zone) -> Time:
    """Read one value of a property as a day or an aware moment.

    Raises:
        Unreadable: it is neither.
    """
    matched = _MOMENT.fullmatch(text.strip())
    if not matched:
        raise Unreadable(f"{found.name} '{shown(text)}' is geen datum of tijd")
    year, month, day, hour, minute, second, offset = matched.groups()
    try:
        on = date(int(year), int(month), int(day))
        if hour is None:
            return on
        if (hour, minute) == ("24", "00"):  # the midnight that ends a day
            on, hour = on + timedelta(days=1), "00"
        clock = time(int(hour), int(minute), min(int(second or 0), 59))  # a leap second has no place on a calendar
        moment = datetime.combine(on, clock, _zone(found.parameter("TZID"), offset or "", zone))
        if not MINYEAR < moment.year < MAXYEAR:  # there sums with zones overflow
            raise OverflowError
    except (ValueError, OverflowError) as error:
        raise Unreadable(f"{found.name} '{shown(text)}' bestaat niet") from error
    return moment


def only(zone: tzinfo) -> Zone:
    """The same zone for every name."""
    return lambda name, *, utc=False: zone  # noqa: ARG005


def _zone(name: str, offset: str, zone: Zone) -> tzinfo:
    if not offset or (offset in "Zz" and name):
        return zone(name, utc=bool(offset))
    if offset in "Zz":
        return UTC
    digits = offset[1:].replace(":", "")
    length = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-length if offset[0] == "-" else length)


def read_length(text: str) -> Length:
    """Read a length of time such as `PT1H30M` or `P1W`.

    Raises:
        Unreadable: it is none.
    """
    matched = _LENGTH.fullmatch(text.strip())
    if not matched or not any(matched.groups()[1:]):
        raise Unreadable(f"de duur '{shown(text)}' is niet te lezen")
    sign, weeks, days, hours, minutes, seconds = matched.groups()
    factor = -1 if sign == "-" else 1
    return Length(
        factor * timedelta(weeks=int(weeks or 0), days=int(days or 0)),
        factor * timedelta(hours=int(hours or 0), minutes=int(minutes or 0), seconds=int(seconds or 0)),
    )


def as_written(moment: Time) -> str:
    """A day or moment in the one form that does not depend on how it came: `20240211` or `20240211T131100Z`."""
    if not isinstance(moment, datetime):
        return f"{moment.year:04}{moment.month:02}{moment.day:02}"
    utc = moment.astimezone(UTC)
    return f"{utc.year:04}{utc.month:02}{utc.day:02}T{utc.hour:02}{utc.minute:02}{utc.second:02}Z"


def shown(text: str) -> str:
    """A value as a message quotes it: on one line and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_LENGTH else f"{line[:_SHOWN_LENGTH]}…"
