"""The clock of an exercise: it runs at a speed, stands still, jumps forward, never back; kept beside the journal."""

from __future__ import annotations

import json
import math
import os
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from aovconsole.clock import Clock
from aovconsole.domain.times import is_possible, read_stored, stored
from aovconsole.errors import CannotStore, CommandRefused, reason_of

STATE_FILE = "oefening.json"
"""What a home of an exercise remembers of its clock (local state, never in the journal)."""

LEAST_SPEED, MOST_SPEED = 0.1, 600.0

SPEEDS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""The speeds that are offered."""

LIVE_SECONDS = 5.0
"""A console that wrote its clock down so short ago runs; longer ago, it was left or it fell."""


class _Stand(NamedTuple):
    """Where the clock stood at a tick, and how it goes on from there."""

    moment: datetime
    tick: float
    speed: float
    paused: bool
    held: bool


class ExerciseClock(Clock):
    """Tells the exercise's own time. `held`: no console runs it, so no time passes, paused or not.

    Raises:
        CommandRefused: the speed cannot be.
    """

    def __init__(
        self,
        start: datetime,
        *,
        speed: float = 1.0,
        paused: bool = False,
        held: bool = False,
        ticking: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(start, ticking=ticking)
        self._stand = _Stand(start, ticking(), checked_speed(speed), paused, held)

    def now(self) -> datetime:
        """The moment of the exercise, aware, in UTC."""
        stand = self._stand  # one reference: another thread may set the clock meanwhile
        if stand.paused or stand.held:
            return stand.moment
        return stand.moment + timedelta(seconds=max(0.0, self._ticking() - stand.tick) * stand.speed)

    @property
    def speed(self) -> float:
        """How many seconds of the exercise pass in one."""
        return self._stand.speed

    @property
    def paused(self) -> bool:
        """Whether somebody let it stand still."""
        return self._stand.paused

    @property
    def mode(self) -> str:
        """How the clock goes, in short: `×10`, `STAAT STIL`."""
        stand = self._stand
        return "STAAT STIL" if stand.paused or stand.held else f"×{stand.speed:g}".replace(".", ",")

    def set_speed(self, speed: float) -> None:
        """Run at another speed from now on.

        Raises:
            CommandRefused: the speed cannot be.
        """
        self._set(speed=checked_speed(speed))

    def pause(self, paused: bool = True) -> None:
        """Stand still, or run on."""
        self._set(paused=paused)

    def hold(self, held: bool = True) -> None:
        """Let no time pass while no console runs it."""
        self._set(held=held)

    def jump_to(self, moment: datetime) -> None:
        """Go forward to a moment; one that lies behind is not gone back to."""
        self._set(moment=max(self.now(), moment))

    def _set(self, *, moment: datetime | None = None, **changes: Any) -> None:
        now, tick = moment or self.now(), self._ticking()
        self._stand = self._stand._replace(moment=now, tick=tick, **changes)

    def keep(self, home: Path) -> None:
        """Write the clock down in the home of its exercise.

        Raises:
            CannotStore: the file cannot be written.
        """
        stand, path = self._stand, home / STATE_FILE
        kept = {
            "moment": stored(self.now()), "speed": stand.speed, "paused": stand.paused,
            "running": not stand.held, "kept_at": time.time(),
        }  # fmt: skip
        aside = path.with_name(f"{STATE_FILE}.{os.getpid()}.deel")
        try:
            aside.write_text(json.dumps(kept), encoding="utf-8")
            aside.replace(path)
        except OSError as error:
            with suppress(OSError):
                aside.unlink(missing_ok=True)
            raise CannotStore(f"{path} kan niet worden geschreven: {reason_of(error)}") from error


def checked_speed(speed: float) -> float:
    """A speed that a clock can have.

    Raises:
        CommandRefused: it is no number, or too slow or too fast to play at.
    """
    if not math.isfinite(speed) or not LEAST_SPEED <= speed <= MOST_SPEED:
        raise CommandRefused(f"de snelheid ligt tussen {LEAST_SPEED:g} en {MOST_SPEED:g}".replace("0.1", "0,1"))
    return speed


def is_exercise(home: Path) -> bool:
    """Whether a home is that of an exercise."""
    return (home / STATE_FILE).exists()


def kept_clock(home: Path, *, wall: Callable[[], float] = time.time) -> ExerciseClock | None:
    """The clock that a home of an exercise remembers; None where there is none, or it cannot be read.

    While a console runs it, the clock goes on as it does there; else it stands where it stood.
    """
    try:
        kept = json.loads((home / STATE_FILE).read_text(encoding="utf-8"))
        moment, speed, ago = str(kept["moment"]), checked_speed(float(kept["speed"])), wall() - float(kept["kept_at"])
    except (OSError, ValueError, TypeError, KeyError, CommandRefused):  # a torn file: the journal knows the moment
        return None
    if not is_possible(moment):
        return None
    runs = kept.get("running") is True and 0 <= ago <= LIVE_SECONDS
    start, paused = read_stored(moment), kept.get("paused") is True
    if runs and not paused:
        start += timedelta(seconds=ago * speed)
    return ExerciseClock(start, speed=speed, paused=paused, held=not runs)
