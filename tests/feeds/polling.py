"""A poller whose time is played, a source whose answers are given, and a home for what it hears."""

from __future__ import annotations

import asyncio
import heapq
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from aovconsole.feeds.poller import Poller
from aovconsole.feeds.signal import FeedRefused, FeedSettings, Level, Reading, Request, Signal
from aovconsole.feeds.web import Answer, Bounds, Question
from aovconsole.journal.feed_cache import FeedCache, StoredFeed

BEGIN = datetime(2027, 2, 7, 14, 0, tzinfo=UTC)


@dataclass
class Source:
    """A reader of `{"signals": {key: value}, …}`."""

    id: str = "peil"
    label: str = "Peilen"
    hosts: tuple[str, ...] = ()
    rhythm: int = 600
    late: int = 0
    tested_on_recording: bool = True
    off_by_default: bool = False
    privacy_rule: str = ""
    enabled: bool = True
    missing_key: bool = False
    urls: tuple[str, ...] = ("https://bron.example/peilen",)
    level: Level = "none"

    def requests(self, settings: FeedSettings) -> tuple[Request, ...]:
        return tuple(map(Request, self.urls))

    def read(self, body: bytes, content_type: str, at: datetime) -> Reading:
        try:
            said = json.loads(body)
        except ValueError as error:
            raise FeedRefused("Peilen gaf geen JSON") from error
        signals = tuple(
            Signal(self.id, key, f"Maas {key}", self.level, value=str(value), unit="m", measured_at=at)
            for key, value in said.get("signals", {}).items()
        )
        follow = tuple(map(Request, said.get("follow", ())))
        return Reading(signals, (), tuple(said.get("ended", ())), bool(said.get("complete")), follow)


def said(**signals: object) -> Answer:
    """An answer with these values."""
    return Answer(200, json.dumps({"signals": signals}).encode(), content_type="application/json")


class PlayedTime:
    """A clock and a sleep; `play` lets hours pass while everything that waits is woken in order."""

    def __init__(self) -> None:
        self.moment = BEGIN
        self._waiting: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._number = count()

    def now(self) -> datetime:
        return self.moment

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self.moment + timedelta(seconds=seconds), next(self._number), done))
        await done

    async def play(self, seconds: float) -> None:
        until = self.moment + timedelta(seconds=seconds)
        await _settled()
        while self._waiting and self._waiting[0][0] <= until:
            due, _, done = heapq.heappop(self._waiting)
            self.moment = max(self.moment, due)
            if not done.done():
                done.set_result(None)
            await _settled()
        self.moment = max(self.moment, until)


async def _settled() -> None:
    """Let everything go on that can."""
    for _ in range(30):
        await asyncio.sleep(0)


async def _at_once(read: Callable[[], Reading]) -> Reading:
    return read()


@dataclass
class World:
    """A poller over sources, in a played time; `answers` gives each URL its answer or raises."""

    home: Path
    sources: Sequence[Source] = field(default_factory=lambda: [Source()])
    answer: Callable[[Question], Answer | Awaitable[Answer]] = lambda _: said(borgharen="41,20")

    def __post_init__(self) -> None:
        self.time = PlayedTime()
        self.cache = FeedCache(self.home)
        self.asked: list[tuple[float, Question]] = []
        self.leads = True
        self.cache.know(
            StoredFeed(one.id, one.label, one.rhythm, one.late, 0, bool(one.privacy_rule), one.enabled)
            for one in self.sources
        )
        self.poller = Poller(
            self.cache, lambda: self.sources, self._fetch, self.time.now, self.time.sleep, lambda: 0.5,
            leads=lambda: self.leads, beside=_at_once,
        )  # fmt: skip

    async def _fetch(self, question: Question, _: Bounds) -> Answer:
        self.asked.append(((self.time.moment - BEGIN).total_seconds(), question))
        found = self.answer(question)
        return found if isinstance(found, Answer) else await found

    @property
    def times(self) -> list[int]:
        """The seconds at which something was asked."""
        return [round(at) for at, _ in self.asked]

    def feed(self, id_: str = "peil") -> StoredFeed:
        found = self.cache.feed(id_)
        assert found is not None
        return found

    @property
    def values(self) -> dict[str, str]:
        """What was last read, by key."""
        return {one.key: json.loads(one.body)["value"] for one in self.cache.signals()}

    def play(self, *steps: float | Callable[[], object]) -> World:
        """Let it poll: seconds that pass, and what happens in between; then stop."""

        async def whole() -> None:
            running = asyncio.create_task(self.poller.run())
            for step in steps:
                if callable(step):
                    step()
                else:
                    await self.time.play(step)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

        asyncio.run(whole())
        return self
