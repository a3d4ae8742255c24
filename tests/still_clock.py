"""A clock for tests: it stands still until the test moves it."""

from __future__ import annotations

from datetime import UTC, datetime

from aovconsole.clock import Clock

CARNIVAL_SUNDAY = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)
"""15:10 in Maastricht, the moment of DESIGN §1.2."""


class StillClock(Clock):
    """A clock set by hand whose seconds pass only by `advance`."""

    def __init__(self, start: datetime = CARNIVAL_SUNDAY) -> None:
        self._passed_seconds = 0.0
        super().__init__(start, ticking=lambda: self._passed_seconds)

    def advance(self, seconds: float = 0, *, minutes: float = 0, hours: float = 0) -> datetime:
        """Let time pass (backwards when negative) and tell the new moment."""
        self._passed_seconds += seconds + 60 * minutes + 3600 * hours
        return self.now()
