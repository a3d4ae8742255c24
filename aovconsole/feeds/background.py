"""The poller's own thread: starts after the first paint, ends at once with the console, one for each home."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from aovconsole.errors import CannotStore
from aovconsole.feeds.poller import Fetch, Poller
from aovconsole.feeds.signal import Reader
from aovconsole.feeds.web import fetch
from aovconsole.journal.feed_cache import FeedCache

if TYPE_CHECKING:
    from filelock import BaseFileLock

LEASE_FILE = "feeds.lock"
_STOP_SECONDS = 2.0


class Lease:
    """Who polls for a home: the first to take it, until it ends; a console that dies gives it back."""

    def __init__(self, home: Path) -> None:
        self._path = home / LEASE_FILE
        self._lock: BaseFileLock | None = None

    def held(self) -> bool:
        """Whether it is ours; takes it when nobody has it."""
        from filelock import FileLock, Timeout

        if self._lock is None:
            lock = FileLock(self._path, blocking=False, thread_local=False)
            with suppress(Timeout, OSError):
                lock.acquire()
                self._lock = lock
        return self._lock is not None

    def release(self) -> None:
        """Let another console have it."""
        if self._lock:
            self._lock.release()
            self._lock = None


class Background:
    """A thread that polls until `stop`; `fault` says why it ended by itself."""

    def __init__(
        self,
        home: Path,
        readers: Callable[[], Sequence[Reader]],
        now: Callable[[], datetime],
        *,
        allow_private: bool = False,
        fetch: Fetch = fetch,
    ) -> None:
        self.fault = ""
        self._home = home
        self._readers = readers
        self._now = now
        self._allow_private = allow_private
        self._fetch = fetch
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True, name="feeds")

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def stop(self) -> None:
        """End at once, whatever is being asked."""
        loop, task = self._loop, self._task
        if loop and task:
            with suppress(RuntimeError):  # it ended by itself
                loop.call_soon_threadsafe(task.cancel)
        if self._thread.is_alive():
            self._thread.join(_STOP_SECONDS)

    @property
    def alive(self) -> bool:
        """Whether it is polling, or waiting for its turn to."""
        return self._thread.is_alive()

    def _run(self) -> None:
        with suppress(asyncio.CancelledError):
            asyncio.run(self._polling())

    async def _polling(self) -> None:
        self._loop, self._task = asyncio.get_running_loop(), asyncio.current_task()
        lease = Lease(self._home)
        try:
            cache = FeedCache(self._home)
        except CannotStore as error:
            self.fault = error.sentence
            return
        poller = poller_of(cache, self._readers, self._now, self._allow_private, self._fetch)
        poller.leads = lease.held
        try:
            await poller.run()
        except CannotStore as error:
            self.fault = error.sentence
        finally:
            lease.release()
            cache.close()


def poller_of(
    cache: FeedCache,
    readers: Callable[[], Sequence[Reader]],
    now: Callable[[], datetime],
    allow_private: bool,
    fetch: Fetch = fetch,
) -> Poller:
    """A poller in real time."""
    return Poller(cache, readers, fetch, now, asyncio.sleep, random.random, allow_private=allow_private)
