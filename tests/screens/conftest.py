"""The fixtures of the screens' tests: a desk on a fresh home, and the console on that desk."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from textual import _wait
from textual.pilot import Pilot

from aovconsole.app import ConsoleApp, workbench
from aovconsole.clock import Clock
from aovconsole.desk.desk import Desk
from aovconsole.drafts import drafts_of
from aovconsole.journal.store import Journal, Operator
from aovconsole.reference.files import known_names
from tests.screens.snapshot import snapshot
from tests.still_clock import StillClock

__all__ = ["snapshot"]

NOON = datetime(2027, 2, 7, 14, 12, tzinfo=UTC)
"""Carnival Sunday, 15:12 in Maastricht."""


def desk_in(home: Path, clock: Clock | None = None) -> Desk:
    """A desk on a home of the realm test; a second one on the same home is a second console."""
    journal = Journal(home, clock or StillClock(NOON), realm="test", code="A")
    return Desk(journal, Operator("Test", "AOV", "test"), lambda: known_names(home))


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot look twice as often whether the console is idle: half of a test's time is this waiting."""
    monkeypatch.setattr(_wait, "SLEEP_GRANULARITY", 1 / 100)
    monkeypatch.setattr(_wait, "SLEEP_IDLE", 1 / 2000)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on a fresh home; its clock stands still until the test moves it."""
    made = desk_in(tmp_path / "home")
    yield made
    made.journal.close()


RunConsole: TypeAlias = Callable[..., AbstractAsyncContextManager[Pilot[int]]]
"""Runs the console of a desk: `async with console(desk, size=(80, 24)) as pilot`."""


@asynccontextmanager
async def running(desk: Desk, size: tuple[int, int] = (140, 42)) -> AsyncIterator[Pilot[int]]:
    """The console on a desk, started and at rest."""
    drafts, writer = drafts_of(desk), ThreadPoolExecutor(max_workers=1)
    app = ConsoleApp(workbench(desk, drafts, writer))
    try:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await settled(pilot)
            yield pilot
    finally:
        drafts.close()
        writer.shutdown(wait=True)


@pytest.fixture
def console() -> RunConsole:
    """Runs the console of a desk."""
    return running


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no worker runs any more and everything is painted."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete(
        [worker for worker in pilot.app.workers if not worker.name.startswith(("action_", "_file", "open_page"))]
    )
    await pilot.pause()


def shown(pilot: Pilot[Any]) -> str:
    """The screen as a person reads it."""
    strips = pilot.app.screen._compositor.render_strips(pilot.app.size)
    return "\n".join(strip.text.rstrip() for strip in strips)
