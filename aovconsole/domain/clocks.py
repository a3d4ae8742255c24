"""The hybrid logical clock: a total order across stations that never runs back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

ADOPT_AHEAD_SECONDS = 60
"""A time of another station is adopted at most this far ahead, so that one wrong laptop drags nobody along."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNT_LIMIT = 100_000


def next_clock(now: datetime, own_last: str, heard: str) -> str:
    """The clock of the next record: after this station's last and, within bounds, after what it heard.

    `own_last` and `heard` are clock texts, empty when there is none; `heard` is the latest clock of
    any other station. The text sorts as the clock does: `milliseconds-count`.
    """
    millis = (now - _EPOCH) // timedelta(milliseconds=1)
    candidates = [(millis, 0)]
    if own_last:
        candidates.append(_after(own_last))
    if heard and adoptable(heard, now):
        candidates.append(_after(heard))
    best = max(candidates)
    return f"{best[0]:013d}-{best[1]:05d}"


def adoptable(heard: str, now: datetime) -> bool:
    """Whether a clock of another station can be read and lies within the bound."""
    try:
        after_heard = _after(heard)
    except ValueError:
        return False
    return after_heard[0] <= (now - _EPOCH) // timedelta(milliseconds=1) + ADOPT_AHEAD_SECONDS * 1000


def _after(clock: str) -> tuple[int, int]:
    millis, count = clock.split("-")
    following = int(count) + 1
    return (int(millis), following) if following < _COUNT_LIMIT else (int(millis) + 1, 0)
