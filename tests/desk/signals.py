"""A desk with a source of its own, and what that source says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.desk.feeds import FeedDesk
from aovconsole.domain.times import stored
from aovconsole.journal.feed_cache import FeedCache, StoredAnswer, StoredFeed
from tests.builders import desk_at
from tests.feeds.polling import Source
from tests.still_clock import StillClock


def signal_desk(home: Path, *sources: Source, code: str = "A") -> Desk:
    """A desk that knows some sources, all of them switched on (`rws` when none is named)."""
    made = sources or (Source("rws", "Rijkswaterstaat", late=1200),)
    desk = desk_at(home, code=code)
    desk.__dict__["feeds"] = FeedDesk(desk.seat, lambda *_: made)
    for one in made:
        desk.feeds.switch(one.id, True, agreed=True)
    return desk


def clock_of(desk: Desk) -> StillClock:
    """The clock of a desk, which is moved by hand."""
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    return clock


def said(at: datetime | None, headline: str = "Maas bij Borgharen", **more: Any) -> dict[str, Any]:
    """What a source says of one signal."""
    empty = {name: "" for name in ("level_text", "value", "unit", "place", "begin_at", "until_at", "link")}
    measured = stored(at) if at else ""
    return {**empty, "headline": headline, "level": "orange", "measured_at": measured, "detail": [], **more}


def hear(
    desk: Desk,
    signals: dict[str, dict[str, Any]],
    *,
    feed: str = "rws",
    ended: Sequence[str] = (),
    complete: bool = False,
    fault: str = "",
) -> None:
    """Let a source answer now, or fail."""
    cache, now = FeedCache(desk.journal.home), stored(desk.seat.now)
    before = cache.feed(feed)
    assert before is not None
    after: StoredFeed = before._replace(
        good_at=before.good_at if fault else now,
        tried_at=now,
        fault=fault,
        failing_since=now if fault else "",
        failures=int(bool(fault)),
    )
    answers = [] if fault else [StoredAnswer("0", "", "", now, signals, tuple(ended), complete)]
    cache.keep(after, answers)
    cache.close()
