"""Sources at the desk: which are known and on, what they said last, asked now, their keys; local, no records."""

from __future__ import annotations

import json
import os
import threading
import tomllib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aovconsole.desk.seat import Seat
from aovconsole.domain.record import Instant
from aovconsole.domain.signal_state import FeedState, SignalBoard, SignalNow, signal_board
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored, stored
from aovconsole.errors import CannotStore, CommandRefused, reason_of
from aovconsole.journal.feed_cache import FEEDS_FILE, FeedCache, StoredFeed, StoredSignal
from aovconsole.reference.files import load_signals, sound

if TYPE_CHECKING:
    from aovconsole.feeds.background import Background
    from aovconsole.feeds.signal import Reader

KEYS_FILE = "feed-keys.toml"
MOST_KEY = 4096

Readers = Callable[[Path, dict[str, str]], "Sequence[Reader]"]
"""The sources of a home, each with its key when it has one."""


class FeedDesk:
    """What can be asked about sources. Reading costs a look in a small file; it is made when first needed."""

    def __init__(self, seat: Seat, readers: Readers | None = None) -> None:
        self._seat = seat
        self._made = readers
        self._open: FeedCache | None = None
        self._opening = threading.Lock()

    def readers(self) -> Sequence[Reader]:
        """Every source that this console can read, with the user's keys."""
        from aovconsole.feeds.readers import readers  # knows every source: not at start

        return (self._made or readers)(self._home, self._keys())

    def states(self) -> tuple[FeedState, ...]:
        """How each source stands, by name."""
        return tuple(map(_state, self._cache(create=True).feeds())) if self.know() else ()

    def know(self) -> Sequence[Reader]:
        """Let the home know the sources as they are set up now; the readers.

        What nobody switched is as `data/feeds.toml` has it, in the realm `real` only: an exercise never asks the world
        by itself, and neither does a source whose key is missing, or whose privacy rule nobody agreed to.
        """
        readers, cache = self.readers(), self._cache(create=True)
        switched, real = cache.switches(), self._seat.journal.realm == "real"
        cache.know(
            StoredFeed(
                one.id, one.label, one.rhythm, one.late, not one.tested_on_recording, bool(one.privacy_rule),
                switched.get(one.id, real and one.enabled and not (one.missing_key or one.off_by_default)),
            )
            for one in readers
        )  # fmt: skip
        return readers

    def board(self) -> SignalBoard:
        """What the sources that are on said last; nothing is asked, nothing made, and Nu stands without it too."""
        try:
            return signal_board(self._seat.now, *self.heard())
        except CannotStore as error:
            return SignalBoard(fault=error.sentence)

    def heard(self) -> tuple[list[FeedState], list[SignalNow]]:
        """The sources that are on and all that is kept of them, also what is over; empty when there is no file."""
        cache = self._cache()
        if cache is None:
            return [], []
        feeds = {feed.id: _state(feed) for feed in cache.feeds() if feed.on}
        return list(feeds.values()), [_signal(feeds[one.feed], one) for one in cache.signals() if one.feed in feeds]

    def gone(self) -> dict[tuple[str, str], tuple[Instant, str]]:
        """What a source no longer names, with when that was read and why."""
        cache = self._cache()
        return cache.gone() if cache else {}

    def version(self) -> object:
        """Something that differs once anything was heard or switched."""
        cache = self._cache()
        return cache.version() if cache else None

    def any_on(self) -> bool:
        """Whether there is anything to poll."""
        cache = self._cache()
        return bool(cache) and any(feed.on for feed in cache.feeds())

    def switch(self, id_: str, on: bool, *, agreed: bool = False) -> FeedState:
        """Switch a source on or off in this home; off forgets what it said.

        Raises:
            CommandRefused: there is no such source, or its privacy rule was not agreed to.
        """
        reader = self._reader(id_)
        if on and reader.privacy_rule and not agreed:
            raise CommandRefused(
                f"{reader.label} gaat pas aan met --agree; dat is: ik houd mij aan deze regel. {reader.privacy_rule}"
            )
        cache = self._cache(create=True)
        cache.switch(reader.id, on, stored(self._seat.now))
        return self._known(reader.id)

    def set_key(self, id_: str, key: str) -> None:
        """Keep the key of a source in a file that only its owner can read; it never stands in the journal.

        Raises:
            CommandRefused: there is no such source, or this is no key.
            CannotStore: it cannot be kept.
        """
        reader, secret = self._reader(id_), key.strip()
        if not secret or len(secret) > MOST_KEY or not secret.isascii() or not secret.isprintable() or " " in secret:
            raise CommandRefused("dit is geen sleutel: één regel zonder spaties")
        keys = {**self._keys(), reader.id: secret}
        path, draft = self._home / KEYS_FILE, self._home / f".{KEYS_FILE}.{os.getpid()}"
        lines = "".join(f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in sorted(keys.items()))
        try:
            with suppress(FileNotFoundError):
                draft.unlink()
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
                file.write(lines)
            draft.replace(path)
        except OSError as error:
            raise CannotStore(f"{path} kan niet worden geschreven: {reason_of(error)}") from error
        self.know()
        self._cache(create=True).unmark(reader.id)

    def keys_file(self) -> Path | None:
        """The file of the keys, when there is one."""
        path = self._home / KEYS_FILE
        return path if path.exists() else None

    def poll(self, id_: str = "") -> tuple[FeedState, ...]:
        """Ask the sources that are on once, now, whatever their rhythm (or one of them); how they stand afterwards.

        Raises:
            CommandRefused: there is no such source, or it is off.
        """
        readers = [self._reader(id_)] if id_ else self.know()
        cache = self._cache(create=True)
        asked = [(reader, feed) for reader in readers if (feed := cache.feed(reader.id)) and feed.on]
        if id_ and not asked:
            raise CommandRefused(f"{readers[0].label} staat uit; 'aovconsole feed on {readers[0].id}' zet de bron aan")
        import asyncio  # only where something is asked

        from aovconsole.feeds.background import poller_of

        poller = poller_of(cache, lambda: readers, lambda: self._seat.now, self.allow_private)

        async def all_at_once() -> None:
            await asyncio.gather(*(poller.round(reader, feed) for reader, feed in asked))

        asyncio.run(all_at_once())
        ids = {reader.id for reader, _ in asked}
        return tuple(_state(feed) for feed in cache.feeds() if feed.id in ids)

    def background(self) -> Background:
        """What polls beside the work; not started yet."""
        from aovconsole.feeds.background import Background  # asks the web: after the first paint

        return Background(self._home, self.readers, lambda: self._seat.now, allow_private=self.allow_private)

    @property
    def allow_private(self) -> bool:
        """Whether sources in one's own network may be asked."""
        return sound(load_signals, self._home).allow_private

    @property
    def _home(self) -> Path:
        return self._seat.journal.home

    def _reader(self, id_: str) -> Reader:
        readers = self.know()
        found = next((one for one in readers if one.id == id_.strip().lower()), None)
        if found is None:
            raise CommandRefused(
                f"bron {clean(id_[:40])} bestaat niet (kies uit {', '.join(one.id for one in readers)})"
            )
        return found

    def _known(self, id_: str) -> FeedState:
        feed = self._cache(create=True).feed(id_)
        assert feed is not None, "a source that was just switched is known"
        return _state(feed)

    def _keys(self) -> dict[str, str]:
        """The keys by source; a file that cannot be read holds none, and the source says that its key is missing."""
        with suppress(OSError, ValueError):
            table = tomllib.loads((self._home / KEYS_FILE).read_text(encoding="utf-8"))
            return {name: key for name, key in table.items() if isinstance(key, str)}
        return {}

    def _cache(self, *, create: bool = False) -> Any:
        with self._opening:
            if self._open is None and (create or (self._home / FEEDS_FILE).exists()):
                self._open = FeedCache(self._home)
                self._seat.journal.close_too(self._close)
            return self._open

    def _close(self) -> None:
        if self._open:
            self._open.close()
            self._open = None


def _state(feed: StoredFeed) -> FeedState:
    return FeedState(
        feed.id, feed.label, feed.rhythm, feed.late, bool(feed.untested), bool(feed.private), bool(feed.on),
        _moment(feed.good_at), _moment(feed.tried_at), _moment(feed.failing_since), feed.fault,
        _moment(feed.next_try), feed.failures, feed.skew, tuple(json.loads(feed.remarks)),
    )  # fmt: skip


def _signal(feed: FeedState, one: StoredSignal) -> SignalNow:
    said = json.loads(one.body)
    moments: dict[str, Any] = {name: _moment(said[name]) for name in ("begin_at", "until_at", "measured_at")}
    words = {name: said[name] for name in ("headline", "level", "level_text", "value", "unit", "place", "link")}
    return SignalNow(feed, one.key, read_at=read_stored(one.read_at), detail=tuple(said["detail"]), **words, **moments)


def _moment(text: Instant) -> datetime | None:
    return read_stored(text) if text else None


def skewed(feeds: Iterable[FeedState]) -> float | None:
    """How far our clock runs ahead (seconds): the middle of what the sources say; None when none said it."""
    known = sorted(feed.skew for feed in feeds if feed.skew is not None)
    return known[len(known) // 2] if known else None
