"""Calendar items: components of imported calendars, as they came and expanded to moments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias
from uuid import UUID, uuid5

from aovconsole.domain.record import Record
from aovconsole.domain.view import CalendarDay, SubjectRow, Tables, item

_SOURCES = UUID("6f1d3c1e-53a0-4d0b-9c11-6a2f6d0a7c01")


@dataclass(frozen=True, slots=True)
class ItemRead:
    """One component was read from a source, new or changed.

    `occurrences` holds `begin/end` texts: stored moments, or dates (last day included) for all-day
    items; they are complete up to `expanded_until`, and for ever when that is empty.
    """

    kind: ClassVar[str] = "calendar.item_read"
    version: ClassVar[int] = 1
    source: str
    layer: str
    identity: str
    title: str
    digest: str
    uid: str = ""
    place: str = ""
    description: str = ""
    status: str = "confirmed"
    all_day: bool = False
    recurring: bool = False
    component: str = ""
    zones: str = ""
    occurrences: tuple[str, ...] = ()
    expanded_until: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemVanished:
    """The item is no longer in its source (vervallen in bron)."""

    kind: ClassVar[str] = "calendar.item_vanished"
    version: ClassVar[int] = 1


@dataclass(frozen=True, slots=True)
class ItemCancelled:
    """The source cancelled the item by a message of its own (METHOD:CANCEL)."""

    kind: ClassVar[str] = "calendar.item_cancelled"
    version: ClassVar[int] = 1


CalendarPayload: TypeAlias = ItemRead | ItemVanished | ItemCancelled


def item_subject(source: str, identity: str) -> str:
    """The subject of a calendar item: the same at every station that imports the same source."""
    return str(uuid5(_SOURCES, f"{source}\n{identity}"))


def tables(pairs: Sequence[tuple[Record, CalendarPayload]]) -> Tables:
    """The item's row, its moments on the calendar and the line that finds it in a search."""
    reads = [(record, payload) for record, payload in pairs if isinstance(payload, ItemRead)]
    if not reads:
        return Tables()
    record, read = reads[-1]
    last = pairs[-1][1]
    status = read.status
    if isinstance(last, ItemVanished):
        status = "vanished"
    elif isinstance(last, ItemCancelled):
        status = "cancelled"
    days = tuple(day_of(record.subject, read, status, text) for text in read.occurrences)
    row = _row(record, read, status, days)
    text = f"{read.title} ({read.place})" if read.place else read.title
    return Tables(row, (item(record, "calendar", text),), days)


def _row(record: Record, read: ItemRead, status: str, days: tuple[CalendarDay, ...]) -> SubjectRow:
    body = {
        "source": read.source,
        "layer": read.layer,
        "uid": read.uid,
        "identity": read.identity,
        "digest": read.digest,
        "recurring": read.recurring,
        "expanded_until": read.expanded_until,
        "note": read.note,
        "record": record.id,
    }
    return SubjectRow(
        record.subject,
        "calendar",
        "",
        "",
        read.title,
        status,
        days[0].begin_at if days else "",
        days[-1].end_at if days else "",
        read.place,
        json.dumps(body, ensure_ascii=False, separators=(",", ":")),
    )


def day_of(subject: str, read: ItemRead, status: str, text: str) -> CalendarDay:
    """One occurrence (`begin/end`) of an item on the calendar."""
    begin, _, end = text.partition("/")
    if read.all_day or len(begin) == 10:
        # the overlap test of a day takes the widest reading: any zone's noon falls within it
        begin_at, end_at = f"{begin}T00:00:00.000000+00:00", f"{end}T23:59:59.999999+00:00"
        return CalendarDay(
            subject, begin_at, end_at, begin, end, read.title, read.place, status, read.layer, read.uid, ""
        )
    return CalendarDay(subject, begin, end, "", "", read.title, read.place, status, read.layer, read.uid, "")


PAYLOADS = (ItemRead, ItemVanished, ItemCancelled)
FOLDS = {"calendar": tables}
