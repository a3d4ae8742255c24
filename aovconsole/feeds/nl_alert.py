"""NL-Alert, from the unofficial open service: what was sent to phones in or through the municipality.

No delivery was recorded: this is read by its description only. A message without an end may be running still or may
never have been closed; one that vanishes is not over. Tests (the monthly and the yearly one) show as a test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any, ClassVar, TypeAlias
from urllib.parse import quote

from aovconsole.domain.clash_places import Box
from aovconsole.feeds.ndw_situation import Area
from aovconsole.feeds.payload import json_of, line, moment_of, shaped
from aovconsole.feeds.reader import FeedReader
from aovconsole.feeds.signal import FeedRefused, Reading, Request, Signal

Point: TypeAlias = tuple[float, float]

_TEST = re.compile(r"\b(?:test\w*|controlebericht|proef\w*|oefening)\b", re.IGNORECASE)
_LANGUAGES = "***"
_MOST_POINTS = 5_000
_HEADLINE, _WHOLE = 160, 900


@dataclass(frozen=True, slots=True)
class _Message:
    id: str | int
    message: str
    start_at: str
    stop_at: str | None = None
    area: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Page:
    data: list[Any]


@dataclass(frozen=True, slots=True)
class NlAlertReader(FeedReader):
    """Messages whose area touches the municipality; one without an area counts as such."""

    area: Area
    recorded: ClassVar[bool] = False

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        """The messages of one page that are not over; the next page is asked for until one is empty.

        Raises:
            FeedRefused: it is no such page.
        """
        rows = shaped(_Page, json_of(body, content_type)).data
        signals: list[Signal] = []
        ended: list[str] = []
        remarks: list[str] = []
        last = ""
        for row in rows:
            try:
                message = shaped(_Message, row)
                last = line(str(message.id), 100)
                found = self._signal(message)
            except FeedRefused as refused:
                remarks.append(f"een NL-Alert is niet te lezen: {refused.sentence}")
                continue
            if found and found.end and found.end <= at:
                ended.append(found.key)
            elif found:
                signals.append(found)
        return Reading(tuple(signals), tuple(remarks), tuple(ended), follow=self._next(last))

    def _next(self, last: str) -> tuple[Request, ...]:
        if not last or not self.feed.address:
            return ()
        return (Request(f"{self.feed.address}?after={quote(last, safe='')}"),)

    def _signal(self, message: _Message) -> Signal | None:
        """A message; None when it is about elsewhere."""
        shapes = [_points(text) for text in message.area]
        if shapes and not any(_touches(shape, self.area.box) for shape in shapes):
            return None
        dutch = message.message.partition(_LANGUAGES)[0]
        is_test = bool(_TEST.search(dutch))
        end = moment_of(message.stop_at)
        detail = (
            line(dutch, _WHOLE),
            "" if end else "geen einde gemeld: kan nog lopen of nooit zijn afgesloten",
            "" if shapes else "gebied niet genoemd",
        )
        begin = moment_of(message.start_at)
        return Signal(
            self.id,
            line(str(message.id), 100),
            f"{'TEST, ' if is_test else ''}NL-Alert: {line(dutch, _HEADLINE)}",
            "none" if is_test else "red",
            "test" if is_test else "NL-Alert",
            begin,
            end,
            begin,
            place=self.area.name if shapes else "",
            detail=tuple(filter(None, detail)),
        )


def _points(text: str) -> list[Point]:
    """The corners of an area, each `lat,lon`.

    Raises:
        FeedRefused: it is no such area.
    """
    parts = text.split()
    if not 3 <= len(parts) <= _MOST_POINTS:
        raise FeedRefused("een gebied heeft te weinig of te veel punten")
    try:
        points = [(float(lat), float(lon)) for lat, lon in (part.split(",") for part in parts)]
    except ValueError as error:
        raise FeedRefused("een gebied is niet te lezen") from error
    if not all(isfinite(lat) and isfinite(lon) for lat, lon in points):
        raise FeedRefused("een gebied is niet te lezen")
    return points


def _touches(shape: list[Point], box: Box) -> bool:
    """Whether an area has something in common with a box: a corner of one in the other, or a side through the box."""
    if any(box.holds(lat, lon) for lat, lon in shape) or _inside((box.south, box.west), shape):
        return True
    return any(_crosses(one, other, box) for one, other in zip(shape, shape[1:] + shape[:1], strict=True))


def _inside(point: Point, shape: list[Point]) -> bool:
    """Whether a point lies in an area: a line from it to the east crosses the border an odd number of times."""
    lat, lon = point
    inside = False
    for (lat_a, lon_a), (lat_b, lon_b) in zip(shape, shape[1:] + shape[:1], strict=True):
        if (lat_a > lat) != (lat_b > lat) and lon < lon_a + (lat - lat_a) * (lon_b - lon_a) / (lat_b - lat_a):
            inside = not inside
    return inside


def _crosses(one: Point, other: Point, box: Box) -> bool:
    """Whether a straight line between two points passes through a box (Liang and Barsky)."""
    begin, end = 0.0, 1.0
    sides = (
        (one[0] - other[0], one[0] - box.south),
        (other[0] - one[0], box.north - one[0]),
        (one[1] - other[1], one[1] - box.west),
        (other[1] - one[1], box.east - one[1]),
    )
    for slope, distance in sides:
        if slope == 0 and distance < 0:
            return False
        if slope < 0:
            begin = max(begin, distance / slope)
        elif slope > 0:
            end = min(end, distance / slope)
    return begin <= end
