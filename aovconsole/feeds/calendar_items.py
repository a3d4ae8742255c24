"""One component of an .ics file as it was read, before it is known when it recurs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from aovconsole.domain.text import clean
from aovconsole.feeds.calendar_lines import Component, Property, listed, unescaped
from aovconsole.feeds.calendar_rules import TooOften, checked_rule
from aovconsole.feeds.calendar_values import (
    Length,
    Time,
    Unreadable,
    as_written,
    read_length,
    read_periods,
    read_time,
    read_times,
)
from aovconsole.feeds.calendar_zones import Zones

_STATUSES = {"TENTATIVE": "tentative", "CANCELLED": "cancelled", "CANCELED": "cancelled"}
_BOOKKEEPING = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"})
_LINE_BREAKS = re.compile(r"[\n\t]\s*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_WITHOUT_UID = "\nzonder-uid:"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One stretch of time on the calendar: two moments in UTC, or for all-day items two days, the last one included."""

    begin: datetime | None
    end: datetime | None
    begin_on: date | None
    end_on: date | None


@dataclass(slots=True)
class Entry:
    """What one VEVENT says; `begin` is None only for a cancellation that gives none, `end` is exclusive.

    `local` is the zone of its calendar; `apart` tells it from another item with the same UID; `replaces` is
    the moment of its series that it stands for, in the kind of the series; `unread_rule` says what of its
    recurrence could not be read.
    """

    component: Component
    uid: str
    status: str
    sequence: int
    begin: Time | None = None
    end: Time | None = None
    length: Length | None = None
    recurrence: Time | None = None
    and_future: bool = False
    rules: list[str] = field(default_factory=list)
    extra: list[tuple[Time, Time | None]] = field(default_factory=list)
    excepted: list[Time] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unread_rule: str = ""
    zones: str = ""
    local: tzinfo = UTC
    apart: str = ""
    replaces: Time | None = None

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return self.component.line

    @property
    def all_day(self) -> bool:
        """Whether it takes whole days."""
        return self.begin is not None and not isinstance(self.begin, datetime)

    @property
    def recurring(self) -> bool:
        """Whether it has moments beside its first."""
        return bool(self.rules or self.extra)

    @property
    def recurrence_id(self) -> str:
        """Which moment of a series it replaces, empty for a series or a plain item."""
        return as_written(self.recurrence) if self.recurrence else ""

    @property
    def changed_at(self) -> tuple[int, str]:
        """Orders versions of the same item."""
        words = (self.component.first(name) for name in ("LAST-MODIFIED", "DTSTAMP"))
        return self.sequence, next((found.value.strip() for found in words if found), "")

    @property
    def fields_digest(self) -> str:
        """Tells items apart that have no UID: all fields but those that only say when the file was made."""
        names = ((re.split("[;:]", line, maxsplit=1)[0].upper(), line) for line in self.component.lines)
        kept = (line for name, line in names if name not in _BOOKKEEPING)
        return hashlib.sha256("\n".join(kept).encode()).hexdigest()[:32]

    @property
    def digest(self) -> str:
        """Changes with all that the item says: its fields, its zones, its status."""
        first = self.own_occurrence()
        said = (self.fields_digest, str(self.sequence), self.status, self.zones, str(first))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]

    @property
    def identity(self) -> str:
        """Its key within the source."""
        if not self.uid:
            return f"{_WITHOUT_UID}{self.apart or self.fields_digest}"
        if self.apart:
            return f"{self.uid}\n\n{self.apart}"
        return f"{self.uid}\n{self.recurrence_id}" if self.recurrence else self.uid

    def text(self, name: str, *, lines: bool = False) -> str:
        """The text of a property, cleaned; on one line unless `lines`."""
        found = self.component.first(name)
        if found is None:
            return ""
        value = unescaped(found.value)
        return clean(value if lines else _LINE_BREAKS.sub(" ", value), lines=lines).strip()

    def categories(self) -> tuple[str, ...]:
        """What it is filed under."""
        words = (word for found in self.component.all("CATEGORIES") for word in listed(found.value))
        return tuple(dict.fromkeys(clean(_LINE_BREAKS.sub(" ", word)) for word in words))

    def occurrence(self, begin: Time, end: Time | None) -> Occurrence:
        """The stretch of time from a begin to an exclusive end; without an end by its own length."""
        if not isinstance(begin, datetime):
            last = end if end is not None and not isinstance(end, datetime) else begin
            return Occurrence(None, None, begin, max(begin, last - timedelta(days=1)) if last > begin else begin)
        first = begin.astimezone(UTC)
        if self.length and self.length.exact and not any(until for _, until in self.extra):
            end = self.length.after(begin)
        last = end.astimezone(UTC) if isinstance(end, datetime) else first
        return Occurrence(first, max(first, last), None, None)

    def own_occurrence(self) -> tuple[Occurrence, ...]:
        """Its first or only stretch of time; none for a cancellation without a begin."""
        return (self.occurrence(self.begin, self.end),) if self.begin else ()


def read_entry(component: Component, zones: Zones, *, cancels: bool) -> Entry:
    """Read what a VEVENT says; `cancels` when its calendar is a cancellation.

    Raises:
        Unreadable: it cannot be put on a calendar.
    """
    zones.take_used()
    if not component.closed:
        raise Unreadable("END:VEVENT ontbreekt: het bestand is afgebroken of beschadigd")
    entry = _named(component, cancels=cancels)
    entry.local = zones.local
    start = component.first("DTSTART")
    recurrence = component.first("RECURRENCE-ID")
    if recurrence:
        entry.recurrence = read_time(recurrence, zones)
        entry.and_future = recurrence.parameter("RANGE").upper() == "THISANDFUTURE"
    if start is None:
        if entry.status == "cancelled" and entry.uid:
            return entry
        raise Unreadable("DTSTART ontbreekt: er staat niet in wanneer het is")
    entry.begin = read_time(start, zones)
    if isinstance(entry.begin, datetime) and start.parameter("VALUE").upper() == "DATE":
        entry.notes.append("VALUE=DATE met een tijd erbij: als tijdstip gelezen")
    entry.end = _end(entry, zones)
    _read_recurrence(entry, zones)
    try:
        entry.own_occurrence()
    except (OverflowError, ValueError) as error:
        raise Unreadable("de tijd ligt buiten de kalender") from error
    entry.zones = zones.take_used()
    return entry


def _named(component: Component, *, cancels: bool) -> Entry:
    status = component.first("STATUS")
    sequence = component.first("SEQUENCE")
    word = status.value.strip().upper() if status else ""
    number = sequence.value.strip() if sequence else ""
    return Entry(
        component,
        uid_of(component),
        "cancelled" if cancels else _STATUSES.get(word, "confirmed"),
        int(number) if _NUMBER.fullmatch(number) else 0,
    )


def uid_of(component: Component) -> str:
    """The UID of a component, cleaned, empty when it has none."""
    found = component.first("UID")
    return clean(_LINE_BREAKS.sub(" ", unescaped(found.value))).strip() if found else ""


def _end(entry: Entry, zones: Zones) -> Time:
    """The exclusive end, of the same kind as the begin and not before it; what had to be decided is noted."""
    begin = entry.begin
    assert begin is not None
    try:
        return _fitted(entry, begin, _written_end(entry, begin, zones), zones)
    except (Unreadable, OverflowError) as error:
        why = str(error) if isinstance(error, Unreadable) else "het ligt buiten de kalender"
        entry.notes.append(f"einde niet te lezen ({why}): zonder einde bewaard")
        entry.length = None
        return _fitted(entry, begin, None, zones)


def _fitted(entry: Entry, begin: Time, end: Time | None, zones: Zones) -> Time:
    if not isinstance(begin, datetime):
        return _end_on(entry, begin, end, zones)
    if end is None:
        return begin
    if not isinstance(end, datetime):
        end = datetime.combine(end, time(), begin.tzinfo)
    if end.astimezone(UTC) < begin.astimezone(UTC):
        entry.notes.append("einde ligt voor het begin: als moment bewaard")
        entry.length = None
        return begin
    return end.astimezone(begin.tzinfo)


def _written_end(entry: Entry, begin: Time, zones: Zones) -> Time | None:
    found = entry.component.first("DTEND")
    if found:
        return read_time(found, zones)
    found = entry.component.first("DURATION")
    if found:
        entry.length = read_length(found.value)
        return entry.length.after(begin)
    return None


def _end_on(entry: Entry, begin: date, end: Time | None, zones: Zones) -> date:
    if isinstance(end, datetime):
        local = end.astimezone(zones.local)
        end = local.date() if local.time() == time() else local.date() + timedelta(days=1)
    if end is not None and end < begin:
        entry.notes.append("einde ligt voor het begin: als één dag bewaard")
    if end is None or end <= begin:
        return begin + timedelta(days=1) if begin < date.max else begin
    return end


def _read_recurrence(entry: Entry, zones: Zones) -> None:
    """Read when it recurs; a rule that cannot be read leaves the first time and is named."""
    begin, component = entry.begin, entry.component
    assert begin is not None
    for found in component.all("RRULE"):
        try:
            entry.rules.append(checked_rule(found, begin, zones.local))
        except TooOften:
            raise
        except (Unreadable, OverflowError) as error:
            entry.unread_rule = str(error)
    for found in component.all("RDATE"):
        try:
            entry.extra += [_period(at, until, begin, zones) for at, until in read_periods(found, zones)]
        except (Unreadable, OverflowError) as error:
            entry.unread_rule = str(error)
    for found in component.all("EXDATE"):
        try:
            entry.excepted += list(_exceptions(found, begin, zones))
        except (Unreadable, OverflowError) as error:
            entry.unread_rule = f"uitzondering niet te lezen: {error}"
    if component.first("EXRULE"):
        entry.unread_rule = "EXRULE (uitzonderingen volgens een regel) wordt niet gelezen"


def _period(at: Time, until: Time | None, begin: Time, zones: Zones) -> tuple[Time, Time | None]:
    """An extra time in the kind of the begin; its own end only where that is a moment after it."""
    first = like(at, begin, zones.local)
    fits = isinstance(first, datetime) and isinstance(until, datetime) and until >= first
    return first, until if fits else None


def _exceptions(found: Property, begin: Time, zones: Zones) -> Iterator[Time]:
    for at in read_times(found, zones):
        if isinstance(at, datetime) or not isinstance(begin, datetime):
            yield like(at, begin, zones.local)
        else:
            yield at  # a bare day takes out all that begins on it


def like(at: Time, begin: Time, local: tzinfo) -> Time:
    """A day or moment in the kind of another: a day takes its time of day, a moment becomes its day."""
    if isinstance(begin, datetime):
        return at if isinstance(at, datetime) else datetime.combine(at, begin.timetz())
    if isinstance(at, datetime):
        return at.astimezone(local).date() if at.tzinfo is UTC and at.time() != time() else at.date()
    return at
