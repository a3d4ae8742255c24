"""Time zones of an .ics file: which one a name stands for, and a sentence where that was a decision."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from aovconsole.feeds.calendar_lines import Component, Property
from aovconsole.feeds.calendar_rules import Work, bounded_rule, checked_rule, starts_within
from aovconsole.feeds.calendar_values import Unreadable, only, read_times, shown, time_of

_WINDOWS = WINDOWS_TO_OLSON | {"W. Europe Standard Time": "Europe/Amsterdam"}
_UTC_NAMES = frozenset({"UTC", "Z", "GMT", "ETC/UTC", "TZONE://MICROSOFT/UTC", "COORDINATED UNIVERSAL TIME"})
_OF_THE_MACHINE = frozenset({"localtime", "posixrules", "posix", "right", "Factory"})
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+){0,2}")
_NAME_LENGTH = 60
_OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
_FIRST_YEAR = 1900
_HORIZON = datetime(2100, 1, 1)  # noqa: DTZ001 - wall clock of the zone itself
_FILE_ZONES_LIMIT = 40


class FileZone(tzinfo):
    """A time zone by the rules that a file gives for it (VTIMEZONE)."""

    def __init__(self, name: str, turns: list[tuple[datetime, timedelta, timedelta]]) -> None:
        """`turns`: the moments in UTC (naive) from which another offset holds, with the offset before and after."""
        self._name = name
        self._turns = sorted(turns)
        self._first = [at + max(before, after) for at, before, after in self._turns]
        self._second = [at + min(before, after) for at, before, after in self._turns]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """The offset at a wall-clock time; a skipped hour counts by the offset before it, a double one by `fold`."""
        if moment is None:
            return timedelta(0)
        walls = self._second if moment.fold else self._first
        position = bisect_right(walls, moment.replace(tzinfo=None, fold=0))
        return self._turns[position - 1][2] if position else self._turns[0][1]

    def dst(self, moment: datetime | None) -> timedelta:  # noqa: ARG002
        """Not known from a file; nothing here needs it."""
        return timedelta(0)

    def tzname(self, moment: datetime | None) -> str:  # noqa: ARG002
        """The name that the file gives."""
        return self._name

    def fromutc(self, moment: datetime) -> datetime:
        """The wall-clock time of a moment, which comes in UTC with this zone attached."""
        naive = moment.replace(tzinfo=None, fold=0)
        position = bisect_right(self._turns, naive, key=lambda turn: turn[0])
        offset = self._turns[position - 1][2] if position else self._turns[0][1]
        wall = (naive + offset).replace(tzinfo=self)
        return wall if self.utcoffset(wall) == offset else wall.replace(fold=1)

    def __deepcopy__(self, memo: object) -> FileZone:
        return self


@dataclass(frozen=True, slots=True)
class _Resolved:
    """A zone, and the text that an item must keep to find it again."""

    zone: tzinfo
    text: str = ""


class Zones:
    """The time zones of one calendar; keeps what was decided, in order, for the officer to see."""

    def __init__(
        self,
        default: ZoneInfo,
        calendar_zone: str,
        definitions: Mapping[str, str],
        decisions: dict[str, str],
        work: Work,
    ) -> None:
        """`definitions`: VTIMEZONE text by TZID; `decisions`: filled with sentences by name."""
        self._default = default
        self._calendar_zone = calendar_zone
        self._definitions = definitions
        self._decisions = decisions
        self._work = work
        self._known: dict[str, _Resolved] = {}
        self._file_zones = 0
        own = named_zone(calendar_zone)[0] if calendar_zone else None
        self.local: tzinfo = own or default
        """The zone of the calendar itself, for all-day items."""
        self._used: set[str] = set()

    def __call__(self, name: str, *, utc: bool = False) -> tzinfo:
        """The zone of a TZID, or that of times without a zone for an empty name.

        Where a TZID and a Z stand together the TZID counts: the programs that write both write local digits.
        """
        if utc:
            return self._beside_utc(name)
        resolved = self._known.get(name)
        if resolved is None:
            resolved = self._known[name] = self._floating() if not name else self._named(name)
        if resolved.text:
            self._used.add(resolved.text)
        return resolved.zone

    def take_used(self) -> str:
        """The text that what was read since the last call needs to find its zones again."""
        text = "\n".join(sorted(self._used))
        self._used.clear()
        return text

    def _beside_utc(self, name: str) -> tzinfo:
        if named_zone(name)[0] is None and name not in self._definitions:
            self._decide(name, "onbekende tijdzone, met een Z erbij: gelezen als UTC")
            return UTC
        self._decide(name, "tijden met een tijdzone én een Z: de tijdzone geldt")
        return self(name)

    def _floating(self) -> _Resolved:
        if not self._calendar_zone:
            self._decide("", f"tijden zonder tijdzone: {self._default.key} aangenomen")
            return _Resolved(self._default)
        zone, _ = named_zone(self._calendar_zone)
        if zone is None:
            self._decide(
                self._calendar_zone, f"onbekende zone van de kalender (X-WR-TIMEZONE): {self._default.key} aangenomen"
            )
            return _Resolved(self._default)
        self._decide(
            self._calendar_zone,
            f"tijden zonder tijdzone zijn gelezen als {_key(zone)}, de zone van de kalender (X-WR-TIMEZONE)",
        )
        return _Resolved(zone, f"X-WR-TIMEZONE:{self._calendar_zone}")

    def _named(self, name: str) -> _Resolved:
        zone, why = named_zone(name)
        if zone is not None:
            if why:
                self._decide(name, f"{why}: gelezen als {_key(zone)}")
            return _Resolved(zone)
        text = self._definitions.get(name, "")
        if not text:
            self._decide(name, f"nergens omschreven: {self._default.key} aangenomen")
            return _Resolved(self._default)
        self._file_zones += 1
        try:
            if self._file_zones > _FILE_ZONES_LIMIT:
                raise Unreadable("te veel eigen tijdzones in het bestand")
            zone = file_zone(name, text, self._work)
        except Unreadable as error:
            self._decide(name, f"omschrijving in het bestand niet te lezen ({error}): {self._default.key} aangenomen")
            return _Resolved(self._default)
        self._decide(name, "geen bekende naam: de regels uit het bestand zelf (VTIMEZONE) zijn gebruikt")
        return _Resolved(zone, text)

    def _decide(self, name: str, sentence: str) -> None:
        self._decisions.setdefault(shown(name), sentence)


def _key(zone: tzinfo) -> str:
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"


def named_zone(name: str) -> tuple[tzinfo | None, str]:
    """The zone of a name that the world knows, with the Dutch reason where the name is not plainly that of the zone."""
    plain = name.strip().strip('"').strip()
    if len(plain) > _NAME_LENGTH:
        return None, ""
    zone = _iana(plain)
    if zone is not None:
        return zone, ""
    if plain.upper() in _UTC_NAMES:
        return UTC, "" if plain.upper() == "UTC" else "andere naam voor UTC"
    if plain in _WINDOWS:
        return _iana(_WINDOWS[plain]), "naam van Windows"
    if "/" in plain:  # /mozilla.org/20050126_1/Europe/Amsterdam
        parts = plain.split("/")
        for count in (3, 2):
            zone = _iana("/".join(parts[-count:])) if len(parts) > count else None
            if zone is not None:
                return zone, "het einde van de naam is een bekende zone"
    if plain.startswith("(") and "Amsterdam" in plain:  # (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna
        return _iana("Europe/Amsterdam"), "naam van Outlook"
    return None, ""


def _iana(key: str) -> ZoneInfo | None:
    if not _KEY.fullmatch(key) or key.partition("/")[0] in _OF_THE_MACHINE:
        return None
    try:
        return ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError; a folder of the database an OSError
        return None


def definitions(components: list[Component]) -> dict[str, str]:
    """The VTIMEZONE text of each TZID; some programs put several zones in one VTIMEZONE."""
    found: dict[str, str] = {}
    for component in components:
        pieces: list[tuple[str, list[str]]] = []
        before: list[str] = []
        for line in component.lines:
            if line[:4].upper() == "TZID" and line[4:5] in (":", ";"):
                pieces.append((line.partition(":")[2].strip().strip('"'), before))
                before = []
            elif pieces:
                pieces[-1][1].append(line)
            else:
                before.append(line)
        for name, lines in pieces:
            found.setdefault(name, "\n".join(("BEGIN:VTIMEZONE", f"TZID:{name}", *lines, "END:VTIMEZONE")))
    return found


def file_zone(name: str, text: str, work: Work) -> FileZone:
    """The zone that a VTIMEZONE describes.

    Raises:
        Unreadable: it gives no usable rule.
    """
    turns = [turn for observance in _observances(text) for turn in _turns(observance, work)]
    if not turns:
        raise Unreadable("er staat geen regel in")
    return FileZone(name, turns)


def _observances(text: str) -> Iterator[dict[str, list[Property]]]:
    current: dict[str, list[Property]] | None = None
    for line in text.split("\n"):
        upper = line.strip().upper()
        if upper in ("BEGIN:STANDARD", "BEGIN:DAYLIGHT"):
            current = {}
        elif upper in ("END:STANDARD", "END:DAYLIGHT") and current is not None:
            yield current
            current = None
        elif current is not None:
            header, _, value = line.partition(":")
            name, _, parameters = header.partition(";")
            current.setdefault(name.upper(), []).append(Property(name.upper(), parameters, value))


def _turns(observance: dict[str, list[Property]], work: Work) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    before, after = _offset(observance, "TZOFFSETFROM"), _offset(observance, "TZOFFSETTO")
    wall = timezone(before)
    start = observance.get("DTSTART")
    begin = time_of(start[0], start[0].value, only(wall)) if start else None
    if not isinstance(begin, datetime):
        raise Unreadable("DTSTART ontbreekt")
    onsets = {begin.replace(tzinfo=None)}
    for found in observance.get("RDATE", []):
        onsets.update(at.replace(tzinfo=None) for at in read_times(found, only(wall)) if isinstance(at, datetime))
    for found in observance.get("RRULE", []):
        if not found.value.upper().replace(" ", "").startswith("FREQ=YEARLY"):
            raise Unreadable("een klok die niet per jaar wordt verzet")
        onsets.update(_onsets(checked_rule(found, begin, wall), begin, work))
    for onset in onsets:
        try:
            yield onset - before, before, after
        except OverflowError:
            continue


def _onsets(rule: str, begin: datetime, work: Work) -> Iterator[datetime]:
    """The wall-clock times at which a yearly rule turns the clock; Microsoft lets them all begin in 1601."""
    horizon = _HORIZON.replace(tzinfo=begin.tzinfo)
    try:
        if begin.year < _FIRST_YEAR and "COUNT" not in rule and "INTERVAL" not in f"{rule};".replace("INTERVAL=1;", ""):
            begin = begin.replace(year=_FIRST_YEAR)
        for at in starts_within(bounded_rule(rule, begin, horizon, work), horizon):
            if at is not None:
                yield at.replace(tzinfo=None)
    except ValueError as error:
        raise Unreadable("een regel is niet te lezen") from error
    if work.cost < 0:
        raise Unreadable("te veel eigen tijdzones in het bestand")


def _offset(observance: dict[str, list[Property]], name: str) -> timedelta:
    found = observance.get(name)
    matched = _OFFSET.fullmatch(found[0].value.strip()) if found else None
    if not matched:
        raise Unreadable(f"{name} ontbreekt")
    sign, hours, minutes, seconds = matched.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if offset >= timedelta(days=1):
        raise Unreadable(f"{name} is een dag of meer")
    return -offset if sign == "-" else offset
