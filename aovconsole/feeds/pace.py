"""When a source is asked again: its rhythm with jitter, longer after each failure, never sooner than it asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 3600.0
"""However often a source failed, it is asked again after this many seconds (or its own rhythm when that is longer)."""

MOST_ASKED_FOR = 24 * 3600.0
"""A server that asks for a longer silence (Retry-After) is asked again after this many seconds."""

_JITTER = 0.1


def wait_seconds(rhythm: int, failures: int, retry_after: float | None, chance: float) -> float:
    """The seconds until the next try; `chance` (0 to 1) spreads those of all consoles."""
    wait = float(rhythm)
    if failures:
        wait = min(wait * 2 ** min(failures - 1, 16), max(wait, LONGEST_WAIT))
    return max(wait, min(retry_after or 0.0, MOST_ASKED_FOR)) * (1 + _JITTER * chance)


def retry_after_seconds(text: str, now: datetime) -> float | None:
    """What a server says in Retry-After, as seconds from now: a number, or a date; None when it says nothing usable."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        return float(text)
    moment = http_moment(text)
    return max(0.0, (moment - now).total_seconds()) if moment else None


def http_moment(text: str) -> datetime | None:
    """The moment that a Date or Retry-After header tells; None when it is none."""
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def seconds_until(next_try: datetime | None, now: datetime, rhythm: int) -> float:
    """The seconds until a source is due; a clock that was put back does not make it wait for ever."""
    if next_try is None:
        return 0.0
    left = (next_try - now).total_seconds()
    return 0.0 if left > (max(rhythm, MOST_ASKED_FOR)) * (1 + _JITTER) else max(0.0, left)
