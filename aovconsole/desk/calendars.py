"""Calendars at the desk: import what others publish, list what comes, hand it on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from aovconsole.desk.seat import Seat
from aovconsole.domain.calendar import ItemCancelled, ItemRead, ItemVanished, item_subject
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.view import CalendarDay
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing

if TYPE_CHECKING:
    from aovconsole.feeds.calendar import CalendarItem, CalendarRead, Refused, ZoneDecision

HORIZON = timedelta(days=2 * 366)
"""Recurrences are expanded this far ahead at import; later days when they are asked for."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did, in numbers, and what it could not read."""

    added: int
    changed: int
    unchanged: int
    vanished: int
    cancelled: int
    refused: tuple[Refused, ...]
    time_zones: tuple[ZoneDecision, ...]

    @property
    def read(self) -> int:
        """How many items could be read."""
        return self.added + self.changed + self.unchanged + self.cancelled


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

    def subscribe(self, url: str, *, allow_private: bool = False) -> ImportResult:
        """Import a calendar from an address, unless the server says that nothing changed.

        Raises:
            CommandRefused: the address cannot be fetched, or what came is no calendar; what was there stays.
        """
        from aovconsole.feeds.fetch import fetch_calendar  # heavy, and not needed at start

        journal, key = self._seat.journal, f"fetched:{url}"
        before = json.loads(journal.recall(key) or "{}")
        found = fetch_calendar(url, allow_private=allow_private, **before)
        if found.not_modified:
            same = len(self._seat.reading.calendar_items(url))
            return ImportResult(0, 0, same, 0, 0, (), ())
        result = self.read(found.body, url.rstrip("/").rpartition("/")[2] or url, source=url)
        journal.remember(key, json.dumps({"etag": found.etag, "last_modified": found.last_modified}))
        return result

    def _file(self, found: CalendarRead, source: str, layer: str) -> ImportResult:
        counts = {"added": 0, "changed": 0, "unchanged": 0, "vanished": 0, "cancelled": 0}
        cancels_only = all(item.status == "cancelled" and not item.occurrences for item in found.items)

        def build(writing: Writing) -> list[Draft]:
            known = {row.subject: row for row in writing.calendar_items(source)}
            drafts: list[Draft] = []
            for item in found.items:
                subject = item_subject(source, item.identity)
                before = known.pop(subject, None)
                payload = _payload(item, source, layer)
                if before and before.status != "vanished" and json.loads(before.body)["digest"] == payload.digest:
                    counts["unchanged"] += 1
                    continue
                if item.status == "cancelled" and not item.occurrences:
                    counts["cancelled"] += 1
                    if before and before.status != "cancelled":
                        drafts.append(Draft(ItemCancelled(), subject=subject))
                    continue
                counts["changed" if before else "added"] += 1
                drafts.append(Draft(payload, subject=subject))
            if found.items and not cancels_only:
                gone = [row.subject for row in known.values() if row.status != "vanished"]
                counts["vanished"] = len(gone)
                drafts += [Draft(ItemVanished(), subject=subject) for subject in gone]
            return drafts

        self._seat.write(build)
        return ImportResult(**counts, refused=tuple(found.refused), time_zones=tuple(found.time_zones))

    def days(self, begin: date, end: date, *, layer: str = "") -> tuple[CalendarDay, ...]:
        """What stands on the calendar from one day to another, both included, in order of time.

        Recurrences beyond what was expanded at import are expanded now.
        """
        if end < begin:
            raise CommandRefused("de einddatum ligt voor de begindatum")
        zone = self._seat.zone
        window = (
            stored(datetime.combine(begin, time(), zone)),
            stored(datetime.combine(end + timedelta(days=1), time(), zone)),
        )
        found = [day for day in self._seat.reading.days(*window) if _in_window(day, begin, end)]
        found += self._beyond(begin, end)
        if layer:
            found = [day for day in found if day.layer == layer]
        return tuple(sorted(found, key=lambda day: (day.begin_at, day.end_at, day.layer, day.title, day.uid)))

    def _beyond(self, begin: date, end: date) -> Iterable[CalendarDay]:
        series = self._seat.reading.unexpanded(end.isoformat())
        if not series:
            return ()
        from aovconsole.desk.recurrences import days_beyond  # only when somebody looks that far

        return days_beyond(self._seat.reading, series, begin, end, self._seat.zone)


def _in_window(day: CalendarDay, begin: date, end: date) -> bool:
    """Whether an all-day item falls on the days that are asked for (moments were compared already)."""
    return not day.begin_on or (day.begin_on <= end.isoformat() and day.end_on >= begin.isoformat())


def _payload(item: CalendarItem, source: str, layer: str) -> ItemRead:
    occurrences = tuple(_span(occurrence) for occurrence in item.occurrences)
    digest = hashlib.sha256(json.dumps([item.component, item.zones, item.status, occurrences[:1]]).encode()).hexdigest()
    return ItemRead(
        source=source,
        layer=layer,
        identity=item.identity,
        title=item.title,
        digest=digest,
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


def _span(occurrence: Any) -> str:
    if occurrence.begin_on:
        return f"{occurrence.begin_on.isoformat()}/{occurrence.end_on.isoformat()}"
    return f"{stored(occurrence.begin)}/{stored(occurrence.end)}"
