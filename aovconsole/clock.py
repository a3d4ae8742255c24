"""The one clock: wall time, or a time set by hand that runs on from there."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the moment as an aware UTC datetime.

    `set_by_hand` is true for a clock that was started at a chosen moment (tests, exercises,
    the demo); records written by it say so and the realm `real` refuses them.
    """

    def __init__(self, start: datetime | None = None, *, ticking: Callable[[], float] = time.monotonic) -> None:
        self._ticking = ticking
        self._start = start
        self._origin = ticking()

    @property
    def set_by_hand(self) -> bool:
        """Whether the moment was chosen rather than read from the machine."""
        return self._start is not None

    @property
    def mode(self) -> str:
        """How it goes, in short, where that is not as every clock goes."""
        return ""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        if self._start is None:
            return datetime.now(UTC)
        return self._start + timedelta(seconds=self._ticking() - self._origin)


def clock_from(setting: str | None) -> Clock:
    """Make the clock that `AOVCONSOLE_NOW` asks for; without a setting, the machine's.

    Raises:
        CommandRefused: the setting is not an ISO 8601 moment.
    """
    if not setting:
        return Clock()
    from aovconsole.domain.times import moment_from  # the zone data is not needed for a plain start

    return Clock(moment_from(setting, "AOVCONSOLE_NOW"))
