"""Calendars at the desk: import what others publish, list what comes, hand it on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aovconsole.desk.seat import Seat
from aovconsole.domain.calendar import ItemCancelled, ItemRead, ItemVanished, item_subject
from aovconsole.domain.record import Draft
from aovconsole.domain.roster import STANDS, VANISHED
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.view import CalendarDay, SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing

if TYPE_CHECKING:
    from io import BufferedReader

    from aovconsole.feeds.calendar import CalendarItem, CalendarRead, Refused, ZoneDecision
    from aovconsole.feeds.fetch import Fetched

HORIZON = timedelta(days=2 * 366)
"""Recurrences are expanded this far ahead at import; later days when they are asked for."""


DUTIES = "diensten"
"""The layer of planned duties; it is shown where it is asked for, because every hour of the year has one."""

_DUTY = {STANDS: "confirmed", VANISHED: "vanished"}
"""How a stretch of the roster stands on the calendar; one that was withdrawn does not."""

_GOING_ON = ("confirmed", "tentative")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, in numbers, what it could not read, and the items that were read with a note.

    `passed_count` is how many situations of a feed of the whole country are not about this municipality.
    """

    added: int
    changed: int
    unchanged: int
    vanished: int
    refused: tuple[Refused, ...]
    time_zones: tuple[ZoneDecision, ...]
    noted: tuple[CalendarItem, ...] = ()
    passed_count: int = 0

    @property
    def read(self) -> int:
        """How many items could be read."""
        return self.added + self.changed + self.unchanged

    @property
    def none_is_ours(self) -> bool:
        """Whether a feed was read well and nothing in it is about this municipality."""
        return self.passed_count > 0 and not self.read and not self.refused


class CalendarDesk:
    """What can be asked about calendars."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def read(
        self, raw: bytes, name: str, *, source: str = "", progress: Callable[[int, int], None] | None = None
    ) -> ImportResult:
        """Import a calendar; `source` tells it apart from others (its name when none is given).

        What was there before and is the same stays untouched; what is no longer in it is marked vanished.

        Raises:
            CommandRefused: it is no calendar.
        """
        from aovconsole.feeds.calendar import read_calendar  # heavy, and not needed at start

        until = (self._seat.now + HORIZON).astimezone(self._seat.zone).date()
        found = read_calendar(raw, until=until, zone=self._seat.zone, progress=progress)
        shown = clean(name)
        return self._file(found, source or shown, f"import:{shown}")

    def read_ndw(self, file: BufferedReader, name: str) -> ImportResult:
        """Import an open file of the NDW planning feed: evenementen and closures inside the municipality.

        What is over leaves that feed: it is not marked vanished for it.

        Raises:
            CommandRefused: it is no such feed, it breaks off, or it is larger than it may be.
        """
        from aovconsole.feeds.area import municipality_area  # heavy, and not needed at start
        from aovconsole.feeds.ndw import read_ndw

        shown = clean(name)
        found = read_ndw(file, municipality_area(self._seat.journal.home))
        result = self._file(found, shown, f"import:{shown}", leaves_at=stored(self._seat.now))
        return replace(result, passed_count=found.passed_count)

    def subscribe(self, url: str) -> ImportResult:
        """Import a calendar from an address that a person typed, unless the server says that nothing changed.

        Raises:
            CommandRefused: the address cannot be fetched, or what came is no calendar; what was there stays.
        """
        return self.take(url, self.fetch(url))

    def fetch(self, url: str) -> Fetched:
        """Ask an address for its calendar; nothing is filed, so that nobody waits for a network with the pen in hand.

        An address in one's own network is asked only because it was typed: no other server may send us there.

        Raises:
            CommandRefused: the address cannot be fetched, or what came is no calendar.
        """
        from aovconsole.feeds.fetch import fetch_calendar, leads_home  # heavy, and not needed at start

        before = json.loads(self._seat.journal.recall(_marks_of(url)) or "{}")
        return fetch_calendar(url, allow_private=leads_home(url), **before)

    def take(self, url: str, found: Fetched) -> ImportResult:
        """File what an address gave.

        Raises:
            CommandRefused: it is no calendar; what was there stays.
        """
        source = _source_of(url)
        if found.not_modified:
            same = len(self._seat.reading.calendar_items(source))
            return ImportResult(0, 0, same, 0, (), ())
        result = self.read(found.body, name_of(url), source=source)
        marks = {"etag": found.etag, "last_modified": found.last_modified}
        self._seat.journal.remember(_marks_of(url), json.dumps(marks))
        return result

    def _file(self, found: CalendarRead, source: str, layer: str, *, leaves_at: str = "") -> ImportResult:
        """File what was read; an item that was over at `leaves_at` is not missed when its source leaves it out."""
        counts = {"added": 0, "changed": 0, "unchanged": 0, "vanished": 0}

        def build(writing: Writing) -> list[Draft]:
            known = {row.subject: row for row in writing.calendar_items(source)}
            drafts: list[Draft] = []
            for item in found.items:
                subject = item_subject(source, item.identity)
                before = known.pop(subject, None)
                if found.cancels_only and (others := writing.calendar_items_named(item.identity, but=source)):
                    going_on = [row for row in others if row.status in _GOING_ON]
                    counts["changed" if going_on else "unchanged"] += 1
                    drafts += [Draft(ItemCancelled(), subject=row.subject) for row in going_on]
                    continue
                payload = _payload(item, source, layer)
                if before and before.status != "vanished" and json.loads(before.body)["digest"] == payload.digest:
                    counts["unchanged"] += 1
                    continue
                counts["changed" if before else "added"] += 1
                drafts.append(Draft(payload, subject=subject))
            if found.items and found.complete and not found.cancels_only:
                unread = {one.uid for one in found.refused if one.uid}
                missed = (row for row in known.values() if not leaves_at or row.end_at > leaves_at)
                gone = [row.subject for row in missed if _gone(row, unread)]
                counts["vanished"] = len(gone)
                drafts += [Draft(ItemVanished(), subject=subject) for subject in gone]
            return drafts

        self._seat.write(build)
        notes = tuple(item for item in found.items if item.note)
        return ImportResult(**counts, refused=tuple(found.refused), time_zones=tuple(found.time_zones), noted=notes)

    def days(self, begin: date, end: date, *, layer: str = "") -> tuple[CalendarDay, ...]:
        """What stands on the calendar from one day to another, both included, in order of time.

        Recurrences beyond what was expanded at import are expanded now. Duties stand in their own layer only.
        """
        if end < begin:
            raise CommandRefused("de einddatum ligt voor de begindatum")
        zone = self._seat.zone
        window = (
            stored(datetime.combine(begin, time(), zone)),
            stored(datetime.combine(end + timedelta(days=1), time(), zone)),
        )
        if layer == DUTIES:
            return self._duties(*window)
        found = [day for day in self._seat.reading.days(*window) if _in_window(day, begin, end)]
        found += self._beyond(begin, end)
        if layer:
            found = [day for day in found if day.layer == layer]
        return tuple(sorted(found, key=lambda day: (day.begin_at, day.end_at, day.layer, day.title, day.uid)))

    def _duties(self, begin_at: str, end_at: str) -> tuple[CalendarDay, ...]:
        rows = self._seat.reading.ending_after("duty", begin_at)
        return tuple(
            CalendarDay(row.subject, row.begin_at, row.end_at, "", "", row.title, "", _DUTY[row.status], DUTIES, "", "")
            for row in rows
            if row.begin_at < end_at and row.status in _DUTY
        )

    def _beyond(self, begin: date, end: date) -> Iterable[CalendarDay]:
        series = self._seat.reading.unexpanded(end.isoformat())
        if not series:
            return ()
        from aovconsole.desk.recurrences import days_beyond  # only when somebody looks that far

        return days_beyond(self._seat.reading, series, begin, end, self._seat.zone)


def _source_of(url: str) -> str:
    """The name of an address as a source: its host and a hash, since the rest can hold a password or a secret link."""
    return f"{urlsplit(url).hostname}#{hashlib.sha256(url.encode()).hexdigest()[:16]}"


def _marks_of(url: str) -> str:
    """Under which name the home remembers what an address is asked with next time."""
    return f"fetched:{_source_of(url)}"


def name_of(url: str) -> str:
    """How a fetched calendar is called: the last part of its path, else its host."""
    parts = urlsplit(url)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.hostname or "kalender"


def _gone(row: SubjectRow, unread: set[str]) -> bool:
    """Whether an item that is not among those read is no longer in its source, rather than unreadable there."""
    return row.status != "vanished" and json.loads(row.body)["uid"] not in unread


def _in_window(day: CalendarDay, begin: date, end: date) -> bool:
    """Whether an all-day item falls on the days that are asked for (moments were compared already)."""
    return not day.begin_on or (day.begin_on <= end.isoformat() and day.end_on >= begin.isoformat())


def _payload(item: CalendarItem, source: str, layer: str) -> ItemRead:
    from aovconsole.desk.recurrences import span  # knows the feed's calendar, which is heavy

    occurrences = tuple(span(occurrence) for occurrence in item.occurrences)
    return ItemRead(
        source=source,
        layer=layer,
        identity=item.identity,
        title=item.title,
        digest=item.digest,
        uid=item.uid,
        place=item.place,
        description=item.description,
        status=item.status,
        all_day=item.all_day,
        recurring=item.recurring,
        component=item.component,
        zones=item.zones,
        occurrences=occurrences,
        expanded_until=item.expanded_until.isoformat() if item.expanded_until else "",
        note=item.note,
    )
