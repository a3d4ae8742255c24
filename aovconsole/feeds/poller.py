"""The poller: asks every source that is on, in its rhythm, and keeps what it said; one for all, never in a screen.

    readers ─> due? ─> one request per host at a time ─> fetch (bounded) ─> read ─> cache

Time, chance, waiting and fetching are passed in, so that a test plays hours in milliseconds.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from aovconsole.domain.record import Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored, stored
from aovconsole.errors import AovError, CannotStore, CommandRefused
from aovconsole.feeds.pace import http_moment, retry_after_seconds, seconds_until, wait_seconds
from aovconsole.feeds.signal import FeedSettings, Reader, Reading, Request, Signal
from aovconsole.feeds.web import WHOLE_SECONDS, Answer, Bounds, Question, WebRefused, aside
from aovconsole.journal.feed_cache import FeedCache, StoredAnswer, StoredFeed

LIMIT_BYTES = 64 * 1024 * 1024
"""More than the largest source (17 MB packed) gives; a larger answer is not read."""

NAP_SECONDS = 15.0
"""How often it is looked whether a source was switched on, or became due while the computer slept."""

MOST_REQUESTS = 64
"""A source that goes on naming what must be fetched next is not followed further in one round."""

MOST_SIGNALS = 2000
"""Of one answer no more signals than this are kept."""

Fetch = Callable[[Question, Bounds], Awaitable[Answer]]


@dataclass(slots=True)
class Poller:
    """Asks the readers that are on; `leads` tells whether it is this console's turn, `fault` why nothing was kept.

    Reading may take long (17 MB of XML): it is done `beside`, on a thread of its own.
    """

    cache: FeedCache
    readers: Callable[[], Sequence[Reader]]
    fetch: Fetch
    now: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[object]]
    chance: Callable[[], float]
    leads: Callable[[], bool] = lambda: True
    beside: Callable[[Callable[[], Reading]], Awaitable[Reading]] = aside
    allow_private: bool = False
    limit_bytes: int = LIMIT_BYTES
    whole_seconds: float = WHOLE_SECONDS
    fault: str = ""
    _hosts: dict[str, asyncio.Lock] = field(default_factory=dict)
    _busy: dict[str, asyncio.Task[StoredFeed]] = field(default_factory=dict)

    async def run(self) -> None:
        """Go on until cancelled: start what is due, nap, look again. A slow source holds up no other."""
        try:
            while True:
                nap = NAP_SECONDS
                try:
                    if self.leads():
                        self._start_due()
                        nap = self._nap()
                except CannotStore as error:  # a full or busy disk: it may have room again
                    self.fault = error.sentence
                await self.sleep(nap)
        finally:
            for task in self._busy.values():
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _start_due(self) -> None:
        stored_feeds = {feed.id: feed for feed in self.cache.feeds()}
        for reader in self.readers():
            feed = stored_feeds.get(reader.id)
            if feed and feed.on and reader.id not in self._busy and self._left(feed) <= 0:
                task = asyncio.create_task(self.round(reader, feed))
                self._busy[reader.id] = task
                task.add_done_callback(partial(self._ended, reader.id))

    def _ended(self, id_: str, task: asyncio.Task[StoredFeed]) -> None:
        self._busy.pop(id_, None)
        error = None if task.cancelled() else task.exception()
        self.fault = clean(str(error)) if error else ""

    def _left(self, feed: StoredFeed) -> float:
        return seconds_until(read_stored(feed.next_try) if feed.next_try else None, self.now(), feed.rhythm)

    def _nap(self) -> float:
        waits = [self._left(feed) for feed in self.cache.feeds() if feed.on and feed.id not in self._busy]
        return max(1.0, min([NAP_SECONDS, *waits]))

    async def round(self, reader: Reader, feed: StoredFeed) -> StoredFeed:
        """Ask all that one source has to say now, keep it, and say how it went."""
        trip = _Trip(self, reader, self.now())
        fault, retry_after = "", None
        (failure,) = await asyncio.gather(trip.go(), return_exceptions=True)
        if isinstance(failure, WebRefused):
            retry_after = retry_after_seconds(failure.retry_after, self.now())
            trip.note_date(failure.date)
        if isinstance(failure, AovError):
            fault = failure.sentence
        elif failure:  # a mistake in one reader must not stop the others; it is told
            fault = f"het antwoord kon niet worden gelezen ({type(failure).__name__})"
        after = self._after(trip, feed, clean(fault), retry_after)
        whole = not fault  # else "nothing new" would hide the next time what could not be read now
        self.cache.keep(after, trip.answers if whole else [one.unmarked for one in trip.answers])
        return after

    def _after(self, trip: _Trip, feed: StoredFeed, fault: str, retry_after: float | None) -> StoredFeed:
        now = stored(self.now())
        failures = feed.failures + 1 if fault else 0
        wait = wait_seconds(trip.reader.rhythm, failures, retry_after, self.chance())
        return feed._replace(
            good_at=feed.good_at if fault else now,
            tried_at=now,
            failing_since=(feed.failing_since or now) if fault else "",
            fault=fault,
            next_try=stored(self.now() + timedelta(seconds=wait)),
            failures=failures,
            skew=feed.skew if trip.skew is None else trip.skew,
            remarks=_json(trip.remarks),
        )

    def host(self, url: str) -> asyncio.Lock:
        """What lets one request at a time through to a host."""
        return self._hosts.setdefault((urlsplit(url).hostname or "").lower(), asyncio.Lock())


class _Trip:
    """One round of one source: its requests in turn, and what they lead to."""

    def __init__(self, poller: Poller, reader: Reader, at: datetime) -> None:
        self.poller = poller
        self.reader = reader
        self.at = at
        self.answers: list[StoredAnswer] = []
        self.remarks: list[str] = []
        self.skew: float | None = None

    async def go(self) -> None:
        """Ask everything, each request with what it leads to; one gauge that fails is a remark, not a silent source.

        Raises:
            CommandRefused: nothing was answered, the source asks to be left alone, or there is nothing to ask.
        """
        waiting = [(str(number), one) for number, one in enumerate(self.reader.requests(FeedSettings(self.at)))]
        if not waiting:
            raise CommandRefused("de sleutel ontbreekt" if self.reader.missing_key else "er is geen adres ingesteld")
        asked, failures, begun = 0, dict[str, CommandRefused](), len(waiting)
        while waiting and asked < MOST_REQUESTS:
            name, request = waiting.pop(0)
            asked += 1
            try:
                reading = await self._one(name, request)
            except CommandRefused as refused:
                failures.setdefault(name.partition(".")[0], refused)
                if isinstance(refused, WebRefused) and refused.retry_after:
                    raise
                continue
            waiting += [(f"{name}.{number}", one) for number, one in enumerate(reading.follow)]
        if len(failures) == begun:
            raise next(iter(failures.values()))
        self.remarks += [refused.sentence for refused in failures.values()]
        self.answers = [one.unmarked if one.request.partition(".")[0] in failures else one for one in self.answers]

    async def _one(self, name: str, request: Request) -> Reading:
        """Ask one thing and read the answer; nothing new says nothing."""
        reader, poller = self.reader, self.poller
        etag, last_modified = poller.cache.marks(reader.id, name) if request.method == "GET" else ("", "")
        question = Question(request.url, request.method, request.headers, request.body, etag, last_modified)
        bounds = Bounds(
            poller.limit_bytes, poller.whole_seconds, allow_private=poller.allow_private, hosts=reader.hosts
        )
        async with poller.host(request.url):
            answer = await poller.fetch(question, bounds)
        self.note_date(answer.date)
        if answer.not_modified:
            self.answers.append(
                StoredAnswer(name, answer.etag, answer.last_modified, stored(poller.now()), {}, unchanged=True)
            )
            return Reading()
        if answer.status != 200 or not answer.body.strip():
            raise WebRefused(f"{reader.label} gaf een leeg antwoord ({answer.status}); wat er al was blijft staan")
        read_at = poller.now()
        reading = await poller.beside(lambda: reader.read(answer.body, answer.content_type, read_at))
        self.remarks += reading.remarks
        kept = {one.key: as_kept(one) for one in reading.signals[:MOST_SIGNALS]}
        if len(reading.signals) > MOST_SIGNALS:
            self.remarks.append(f"{len(reading.signals) - MOST_SIGNALS} signalen niet bewaard")
        self.answers.append(
            StoredAnswer(
                name, answer.etag, answer.last_modified, stored(read_at), kept, reading.ended, reading.complete
            )
        )
        return reading

    def note_date(self, date: str) -> None:
        """How far our clock runs ahead of the server's, in seconds."""
        if moment := http_moment(date):
            self.skew = round((self.poller.now() - moment).total_seconds(), 1)


def as_kept(one: Signal) -> dict[str, Any]:
    """A signal as the cache keeps it."""
    return {
        "headline": clean(one.headline), "level": one.level, "level_text": clean(one.level_text),
        "value": clean(one.value), "unit": clean(one.unit), "place": clean(one.place),
        "begin_at": _moment(one.begin), "until_at": _moment(one.end), "measured_at": _moment(one.measured_at),
        "detail": [clean(line) for line in one.detail], "link": clean(one.link),
    }  # fmt: skip


def _moment(moment: datetime | None) -> Instant:
    return stored(moment) if moment else ""


def _json(lines: Sequence[str]) -> str:
    return json.dumps([clean(line) for line in lines[:20]], ensure_ascii=False)
