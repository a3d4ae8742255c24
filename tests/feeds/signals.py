"""Readers on the shipped data, on other areas where a sample is of another country, and signals in short."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TypeVar

from aovconsole.feeds.knmi import KnmiReader
from aovconsole.feeds.meteoalarm import MeteoAlarmReader
from aovconsole.feeds.ndw_signals import NdwReader
from aovconsole.feeds.nl_alert import NlAlertReader
from aovconsole.feeds.p2000 import P2000Reader
from aovconsole.feeds.signal import Signal
from aovconsole.feeds.water import WaterReader
from aovconsole.reference.feeds import Feed
from aovconsole.reference.files import load_feeds, load_water
from tests.feeds.datex import CITY
from tests.require import samples

R = TypeVar("R")


def row(source: str) -> Feed:
    """The shipped row of a source."""
    return next(one for one in load_feeds().feeds if one.id == source)


def water() -> WaterReader:
    return WaterReader(row("rws"), load_water())


def knmi(*areas: str, key: str | None = None) -> KnmiReader:
    return KnmiReader(dataclasses.replace(row("knmi"), areas=areas or ("LB",), api_key=key))


def meteoalarm(*areas: str) -> MeteoAlarmReader:
    return MeteoAlarmReader(dataclasses.replace(row("meteoalarm"), areas=areas))


def p2000(*areas: str, capcodes: tuple[str, ...] = ()) -> P2000Reader:
    return P2000Reader(dataclasses.replace(row("p2000"), areas=areas, capcodes=capcodes))


def nl_alert() -> NlAlertReader:
    return NlAlertReader(row("nlalert"), CITY)


def ndw() -> NdwReader:
    return NdwReader(row("ndw"), CITY)


def sample(name: str) -> bytes:
    return samples("feeds", name).read_bytes()


def moment(text: str) -> datetime:
    """A moment in UTC, `2026-09-30 15:30`."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(signal: Signal) -> tuple[str, str, str, str]:
    """Key, level, its words, headline."""
    return signal.key, signal.level, signal.level_text, signal.headline


def span(signal: Signal) -> tuple[str, str]:
    """Begin and end in UTC, `-` for what is not said."""
    begin, end = (f"{one:%m-%d %H:%M}" if one else "-" for one in (signal.begin, signal.end))
    return begin, end
