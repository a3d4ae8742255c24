"""The planning feed of NDW as signals: evenementen and closures in the municipality that are on, or soon will be."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar import CalendarItem
from aovconsole.feeds.ndw import Area, read_ndw
from aovconsole.feeds.reader import FeedReader
from aovconsole.feeds.signal import FeedRefused, Reading, Signal

_MOST_AHEAD_HOURS = 72
_CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class NdwReader(FeedReader):
    """The municipality in the planning feed; `calendar import` reads the same file into the agenda."""

    area: Area

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:  # noqa: ARG002 (its bytes say what it is)
        """What is on now or begins within the hours that `data/feeds.toml` looks ahead.

        Raises:
            FeedRefused: it is no such feed, it breaks off, or it is larger than it may be.
        """
        try:
            found = read_ndw(io.BufferedReader(io.BytesIO(body)), self.area)
        except CommandRefused as refused:
            raise FeedRefused(refused.sentence) from refused
        until = at + timedelta(hours=self.feed.ahead_hours or _MOST_AHEAD_HOURS)
        going_on = [item for item in found.items if item.status != _CANCELLED]
        signals = tuple(one for item in going_on if (one := self._signal(item, at, until)))
        ended = tuple(item.identity for item in found.items if item.status == _CANCELLED)
        return Reading(signals, tuple(one.reason for one in found.refused), ended, complete=True)

    def _signal(self, item: CalendarItem, at: datetime, until: datetime) -> Signal | None:
        """An item that is on between two moments, with the period that ends first; None for any other."""
        periods = [(one.end, one.begin) for one in item.occurrences if one.begin and one.end]
        near = [(end, begin) for end, begin in periods if end >= at and begin <= until]
        if not near:
            return None
        end, begin = min(near)
        detail = (*item.description.split("\n"), *filter(None, item.note.split("; ")))
        if item.status == "tentative":
            detail = ("onder voorbehoud", *detail)
        return Signal(
            self.id, item.identity, item.title, begin=begin, end=end, place=item.place,
            detail=detail, link=item.url,
        )  # fmt: skip
