"""The NDW planning feed (DATEX II v3): evenementen and closures inside the municipality, one item for each situation.

    file ─ xml_stream ─> situation ─ ndw_situation ─> item, or why not
                                                  └─> each once, as a calendar that was read

A situation holds several records (what it is, measures per direction, detours); the feed has the whole country, so
all but the municipality's box goes by unread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from io import BufferedReader

from aovconsole.feeds.calendar import CalendarItem, CalendarRead, Refused
from aovconsole.feeds.calendar_items import Occurrence
from aovconsole.feeds.ndw_situation import Area, Situation, read_situation
from aovconsole.feeds.xml_stream import elements, is_xml

__all__ = ["Area", "is_xml", "read_ndw"]

_ROOT, _SITUATION = "messageContainer", "situation"
_MOST_REFUSED = 200


def read_ndw(file: BufferedReader, area: Area) -> CalendarRead:
    """Read a feed from an open file, packed (gz) or not; nothing of it is kept but what lies in the area.

    Raises:
        CommandRefused: it is no such feed, it breaks off, or it is larger than it may be.
    """
    newest: dict[str, Situation] = {}
    refused: dict[tuple[str, str], Refused] = {}
    for element in elements(file, _ROOT, _SITUATION):
        found = read_situation(element, area)
        if isinstance(found, Refused):
            if len(refused) < _MOST_REFUSED:
                refused.setdefault((found.uid, found.reason), found)
        elif found is not None:
            before = newest.get(found.identity)
            if before is None or found.version_at >= before.version_at:
                newest[found.identity] = found
    items = tuple(map(_item, _each_once(newest.values())))
    return CalendarRead(items, tuple(refused.values()), (), "NDW", None, complete=True, cancels_only=False)


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
