"""Signals behind the screens: starts and ends the poller, keeps the records up, tells Nu that something was heard."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from aovconsole.desk.desk import Desk
from aovconsole.errors import AovError

if TYPE_CHECKING:
    from aovconsole.app import ConsoleApp
    from aovconsole.feeds.background import Background

LOOK_SECONDS = 2.0
"""How often it is looked whether a source said something; a look is a question to a small file."""


class SignalWatch:
    """Lives as long as the console; nothing of it runs before the first paint, and nothing waits for a network."""

    def __init__(self, desk: Desk, writer: Executor, heard: Callable[[], None]) -> None:
        self._desk = desk
        self._writer = writer
        self._heard = heard
        self._background: Background | None = None
        self._seen: tuple[object, ...] = ()
        self._calendars_at: datetime | None = None

    async def run(self, going_on: Callable[[], bool]) -> None:
        """Look again and again; at the end, also when cancelled, the polling ends at once.

        Which sources there are is learned in the realm `real` only: an exercise, a test or a demo asks the world when
        it was told to.
        """
        try:
            if self._desk.journal.realm == "real":
                with suppress(AovError):
                    await asyncio.to_thread(self._desk.feeds.know)
            while going_on():
                with suppress(AovError):  # a disk that fails now: the masthead tells, and it may have room again
                    await self.look()
                    await self.read_calendars()
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            if self._background:
                self._background.stop()

    async def look(self) -> None:
        """Start polling when a source is on; keep the records up when something was heard, filed, or became old."""
        desk = self._desk
        on = desk.feeds.any_on()
        if on and (self._background is None or not self._background.alive):
            self._background = await asyncio.to_thread(desk.feeds.background)
            self._background.start()
        if not on and not self._seen:
            return
        minute = desk.seat.now.replace(second=0, microsecond=0)
        seen = (desk.feeds.version(), desk.journal.last_pos(), minute)
        if seen == self._seen:
            return
        if self._seen[:1] != seen[:1]:
            self._heard()
        await asyncio.get_running_loop().run_in_executor(self._writer, desk.signals.settle)
        self._seen = (seen[0], desk.journal.last_pos(), minute)

    async def read_calendars(self) -> None:
        """Ask the subscribed calendars that are due; the network is waited for beside the work, the writer files."""
        desk, minute = self._desk, self._desk.seat.now.replace(second=0, microsecond=0)
        if desk.journal.realm != "real" or minute == self._calendars_at:
            return
        self._calendars_at = minute
        for one in await asyncio.to_thread(desk.subscriptions.due):
            found = await asyncio.to_thread(desk.subscriptions.fetch, one)
            if found is not None:
                await asyncio.get_running_loop().run_in_executor(self._writer, desk.subscriptions.take, one, found)


_WATCHING: set[asyncio.Task[None]] = set()
"""What runs is referred to from here: the loop itself forgets a task that nobody holds."""


def begin_to_watch(app: ConsoleApp) -> None:
    """Watch from now on, until the console closes; a task of its own, so that no key waits for it."""
    bench = app.bench
    watch = SignalWatch(bench.desk, bench.writer, lambda: app.desk_screen.signals_heard())
    task = asyncio.create_task(watch.run(lambda: app.is_running))
    _WATCHING.add(task)

    def ended(_: asyncio.Task[None]) -> None:
        _WATCHING.discard(task)
        if not task.cancelled() and (error := task.exception()):
            told = f"Signalen worden niet meer bijgehouden ({type(error).__name__}); herstart de console."
            app.notify(told, severity="error", timeout=30, markup=False)

    task.add_done_callback(ended)
