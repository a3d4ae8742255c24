"""A made-up year for trying the console out: the same records for the same seed and moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path

from aovconsole.clock import Clock
from aovconsole.demo_plan import YEAR, make_plan
from aovconsole.demo_scripts import scripts_of
from aovconsole.demo_stage import Script, Stage
from aovconsole.demo_texts import load, local_day, local_moment, stream
from aovconsole.errors import CommandRefused
from aovconsole.journal.backup import backup
from aovconsole.journal.files import JOURNAL_FILE, KEY_FILE
from aovconsole.journal.store import Journal
from aovconsole.reference.files import known_names

Progress = Callable[[int, int], None]

STATION = "A"
BATCH = timedelta(days=30)
"""So much of the year is one transaction: a disk that flushes slowly is asked only now and then."""


class MovingClock(Clock):
    """A clock set by hand that stands still until it is moved on."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self._moment = moment

    def now(self) -> datetime:
        """The moment at which the clock stands."""
        return self._moment

    def move_to(self, moment: datetime) -> None:
        """Move the clock on; it never runs back."""
        self._moment = max(self._moment, moment)


def create(home: Path, *, now: datetime, seed: int = 1, years: int = 1, progress: Progress | None = None) -> None:
    """Make a home of the realm `demo` with made-up years up to `now`, what is planned after it, and a backup.

    `progress` hears how many of how many days are done.

    Raises:
        CommandRefused: the folder holds a journal already.
        CannotStore: the folder cannot be written.
    """
    if any((home / name).exists() for name in (JOURNAL_FILE, KEY_FILE)):
        raise CommandRefused(f"in {home} staat al een journaal: kies een lege map voor de voorbeelddata")
    now = now.astimezone(UTC)
    start = now - YEAR * years
    clock, texts = MovingClock(start), load()
    journal = Journal(home, clock, realm="demo", code=STATION, entropy=stream(seed, "sleutels").randbytes)
    try:
        stage = Stage(journal, texts, known_names(home), seed, start, now)
        play = _Play(scripts_of(stage, make_plan(texts, seed, now, years)), clock)
        copied = _last_morning(now)
        for until in _pauses(start, copied):
            _write(journal, play, until)
            if progress:
                progress((until - start).days, (now - start).days)
        backup(journal)
        _write(journal, play, now)
        if progress:
            progress((now - start).days, (now - start).days)
    finally:
        journal.close()


class _Play:
    """Lets every script act when its moment comes; what lies beyond the last moment that is asked for never happens."""

    def __init__(self, scripts: Iterable[Script], clock: MovingClock) -> None:
        self._clock = clock
        self._waiting: list[tuple[datetime, int, Script]] = []
        for order, script in enumerate(scripts):
            self._wait(order, script)

    def until(self, moment: datetime) -> None:
        """Let happen what comes up to a moment, and put the clock there."""
        while self._waiting and self._waiting[0][0] <= moment:
            at, order, script = heappop(self._waiting)
            self._clock.move_to(at)
            self._wait(order, script)
        self._clock.move_to(moment)

    def _wait(self, order: int, script: Script) -> None:
        at = next(script, None)
        if at is not None:
            heappush(self._waiting, (at, order, script))


def _write(journal: Journal, play: _Play, until: datetime) -> None:
    with journal.batch():
        play.until(until)


def _last_morning(now: datetime) -> datetime:
    """The last time that it was six in the morning, when the copy was made."""
    morning = local_moment(local_day(now), "06:00")
    return morning if morning < now else local_moment(local_day(now) - timedelta(days=1), "06:00")


def _pauses(start: datetime, end: datetime) -> Iterable[datetime]:
    while start + BATCH < end:
        start += BATCH
        yield start
    yield end
