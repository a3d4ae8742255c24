"""The NDW planning feed (DATEX II v3): evenementen and closures inside the municipality, one item for each situation.

    file ─ xml_stream ─> situation ─ ndw_situation ─> item, or why not
                                                  └─> each once, as a calendar that was read

A situation holds several records (what it is, measures per direction, detours); the feed has the whole country, so
all but the municipality's box goes by unread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BufferedReader

from aovconsole.feeds.calendar import CalendarItem, CalendarRead, Refused
from aovconsole.feeds.calendar_items import Occurrence
from aovconsole.feeds.ndw_situation import Area, Situation, read_situation
from aovconsole.feeds.xml_stream import elements, is_xml

__all__ = ["Area", "NdwRead", "is_xml", "read_ndw"]

_ROOT, _SITUATION = "messageContainer", "situation"
_MOST_REFUSED = 200
_UNREADABLE = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NdwRead(CalendarRead):
    """A feed as it was read, and how many of its situations lie elsewhere, close nothing or are not real."""

    passed_count: int


def read_ndw(file: BufferedReader, area: Area) -> NdwRead:
    """Read a feed from an open file, packed (gz) or not; nothing of it is kept but what lies in the area.

    Raises:
        CommandRefused: it is no such feed, it breaks off, or it is larger than it may be.
    """
    newest: dict[str, Situation] = {}
    refused: dict[tuple[str, str], Refused] = {}
    passed_count = 0
    for element in elements(file, _ROOT, _SITUATION):
        found = read_situation(element, area)
        if isinstance(found, Refused):
            if len(refused) < _MOST_REFUSED:
                refused.setdefault((found.uid, found.reason), found)
        elif found is None:
            passed_count += 1
        else:
            before = newest.get(found.identity)
            if before is None or _version(found) >= _version(before):
                newest[found.identity] = found
    items = tuple(map(_item, _each_once(newest.values())))
    return NdwRead(
        items, tuple(refused.values()), (), "NDW", None, complete=True, cancels_only=False, passed_count=passed_count
    )


def _version(one: Situation) -> tuple[bool, datetime, str]:
    """What versions of one situation are ordered by: their moment; by their text, before all others, without one."""
    try:
        moment = datetime.fromisoformat(one.version_at)
    except ValueError:
        return False, _UNREADABLE, one.version_at
    return (True, moment, one.version_at) if moment.tzinfo else (False, _UNREADABLE, one.version_at)


def _each_once(situations: Iterable[Situation]) -> list[Situation]:
    """Work that stands in the feed twice (planned and actual, under two ids) once, under the first id."""
    kept: dict[tuple[object, ...], Situation] = {}
    for one in sorted(situations, key=lambda one: one.identity):
        first = kept.setdefault(one.same_as, one)
        if first is not one:
            note = f"staat ook als {one.identity} in de feed"
            kept[one.same_as] = replace(first, notes=(*first.notes, note))
    return sorted(kept.values(), key=lambda one: (one.periods[0], one.identity))


def _item(one: Situation) -> CalendarItem:
    occurrences = tuple(Occurrence(begin, end, None, None) for begin, end in one.periods)
    said = (one.title, one.place, one.description, one.status, *(str(period) for period in one.periods))
    return CalendarItem(
        uid=one.identity,
        recurrence_id="",
        identity=one.identity,
        title=one.title,
        place=one.place,
        description=one.description,
        url="",
        categories=(),
        status=one.status,
        sequence=0,
        all_day=False,
        recurring=False,
        component="",
        zones="",
        occurrences=occurrences,
        expanded_until=None,
        line=0,
        note="; ".join(one.notes),
        digest=hashlib.sha256("\n".join(said).encode()).hexdigest()[:32],
    )
