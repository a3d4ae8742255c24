"""The readers of every source in `data/feeds.toml`, in the order of that file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from aovconsole.errors import CommandRefused
from aovconsole.feeds.area import municipality_area
from aovconsole.feeds.knmi import KnmiReader
from aovconsole.feeds.meteoalarm import MeteoAlarmReader
from aovconsole.feeds.ndw_signals import NdwReader
from aovconsole.feeds.nl_alert import NlAlertReader
from aovconsole.feeds.p2000 import P2000Reader
from aovconsole.feeds.signal import Reader
from aovconsole.feeds.water import WaterReader
from aovconsole.reference.feeds import Feed
from aovconsole.reference.files import load_feeds, load_water, sound


def readers(home: Path | None, keys: Mapping[str, str] | None = None) -> tuple[Reader, ...]:
    """Every source, also what is switched off; a file of the user's own with a mistake gives way to the shipped one.

    `keys` by source go before the one of the file.
    """
    known = keys or {}
    feeds = (replace(feed, api_key=known.get(feed.id, feed.api_key)) for feed in sound(load_feeds, home).feeds)
    return tuple(_reader(feed, home) for feed in feeds)


def reader(home: Path | None, source: str) -> Reader:
    """The reader with this id.

    Raises:
        CommandRefused: there is none; the ids that there are.
    """
    known = {one.id: one for one in readers(home)}
    if source not in known:
        raise CommandRefused(f"bron {source} bestaat niet: kies {', '.join(known)}")
    return known[source]


def _reader(feed: Feed, home: Path | None) -> Reader:
    match feed.id:
        case "rws":
            return WaterReader(feed, sound(load_water, home))
        case "knmi":
            return KnmiReader(feed)
        case "meteoalarm":
            return MeteoAlarmReader(feed)
        case "ndw":
            return NdwReader(feed, municipality_area(home))
        case "p2000":
            return P2000Reader(feed)
        case "nlalert":
            return NlAlertReader(feed, municipality_area(home))
