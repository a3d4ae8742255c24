"""What signals and their sources are worth at a moment: fresh, old, never come, or silent since; pure readings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from aovconsole.domain.times import clock_text

State: TypeAlias = Literal["off", "never", "fresh", "stale", "failing"]

LEVELS = ("none", "info", "unknown", "yellow", "orange", "red")
"""From nothing to the most serious; a value without a class of its own stands between."""

STATE_WORDS: dict[State, str] = {
    "off": "uit", "never": "nog nooit gelezen", "fresh": "actueel", "stale": "verouderd", "failing": "geen antwoord",
}  # fmt: skip

MOST_SHOWN = 8
"""Nu shows no more signals than this; what it shows is what is recorded."""

UNTESTED = "niet getoetst aan echte levering"


class FeedState(NamedTuple):
    """One source as this home knows it; `rhythm` and `late` (how far its values come behind) are in
    seconds, `skew` how far our clock runs ahead of its (seconds).

    What a `private` source says stays on the screen: it may hold personal data.
    `good_at` is its last usable answer, `failing_since` the first that was not since then, `fault` why.
    """

    id: str
    label: str
    rhythm: int
    late: int
    untested: bool
    private: bool
    on: bool
    good_at: datetime | None
    tried_at: datetime | None
    failing_since: datetime | None
    fault: str
    next_try: datetime | None
    failures: int
    skew: float | None
    remarks: tuple[str, ...]

    @property
    def stale_after(self) -> timedelta:
        """How old an answer may be: twice the rhythm."""
        return timedelta(seconds=2 * self.rhythm)

    def state(self, now: datetime) -> State:
        """What it is worth now."""
        if not self.on:
            return "off"
        if self.failing_since:
            return "failing"
        if self.good_at is None:
            return "never"
        return "stale" if now - self.good_at > self.stale_after else "fresh"

    def words(self, now: datetime, zone: ZoneInfo) -> str:
        """The same in a sentence; a source that is silent never says that there is no danger."""
        state = self.state(now)
        if state == "failing" and self.failing_since:
            since = self.good_at or self.failing_since
            told = f"geen antwoord sinds {clock_text(since, now, zone=zone)}"
            told = (
                told if self.good_at else f"nog nooit een antwoord; mislukt sinds {clock_text(since, now, zone=zone)}"
            )
            return f"{told}: {self.fault}" if self.fault else told
        if self.good_at is None or state == "off":
            return STATE_WORDS[state]
        return f"{STATE_WORDS[state]}, gelezen {clock_text(self.good_at, now, zone=zone)}"


class SignalNow(NamedTuple):
    """One signal as it was last read (or its source said that nothing changed), with the state of its source."""

    feed: FeedState
    key: str
    headline: str
    level: str
    level_text: str
    value: str
    unit: str
    place: str
    begin_at: datetime | None
    until_at: datetime | None
    measured_at: datetime | None
    read_at: datetime
    detail: tuple[str, ...]
    link: str

    @property
    def moment(self) -> datetime:
        """When it was measured; when it was read where the source does not say."""
        return self.measured_at or self.read_at

    def age(self, now: datetime) -> timedelta:
        """How old it is."""
        return max(now - self.moment, timedelta(0))

    def stale(self, now: datetime) -> bool:
        """Whether it is older than it may be: its source is silent, or answers with a value that stands still.

        What is measured comes as late as its source is used to.
        """
        source = now - self.read_at > self.feed.stale_after
        measured = bool(self.value) and now - self.moment > self.feed.stale_after + timedelta(seconds=self.feed.late)
        return source or measured

    def over(self, now: datetime) -> bool:
        """Whether its own end has passed."""
        return self.until_at is not None and self.until_at <= now

    @property
    def said(self) -> str:
        """Level and value, as the source says them, where the headline does not say them already."""
        value = " ".join(part for part in (self.value.replace(".", ","), self.unit) if part)
        return ", ".join(part for part in (self.level_text, value) if part not in self.headline)

    def doubts(self, now: datetime) -> tuple[str, ...]:
        """What must be read beside it, in words."""
        found = ["verouderd"] if self.stale(now) else []
        if self.feed.failing_since:
            found.append("geen antwoord van de bron")
        if self.feed.untested:
            found.append(UNTESTED)
        return tuple(found)


def age_text(age: timedelta) -> str:
    """How old something is, as people say it: `18 min`, `2:05 uur`, `3 dagen`."""
    minutes = int(age.total_seconds()) // 60
    if minutes < 100:
        return f"{minutes} min"
    return f"{minutes // 60}:{minutes % 60:02} uur" if minutes < 48 * 60 else f"{minutes // (24 * 60)} dagen"


class SignalBoard(NamedTuple):
    """What Nu shows of signals: the sources that are on, and what they said, the most serious first.

    `fault` says why nothing can be read.
    """

    feeds: tuple[FeedState, ...] = ()
    signals: tuple[SignalNow, ...] = ()
    fault: str = ""


def signal_board(now: datetime, feeds: Iterable[FeedState], signals: Iterable[SignalNow]) -> SignalBoard:
    """The sources that are on with what they said that is not over; of one level the newest first."""
    on = tuple(sorted((feed for feed in feeds if feed.on), key=lambda feed: feed.label))
    ids = {feed.id for feed in on}
    going_on = [one for one in signals if one.feed.id in ids and not one.over(now)]
    return SignalBoard(on, tuple(sorted(going_on, key=_order)))


def _order(one: SignalNow) -> tuple[int, float, str, str]:
    return (-severity(one.level), -one.moment.timestamp(), one.headline, one.key)


def severity(level: str) -> int:
    """How serious a level is; one that nobody knows counts as unknown."""
    return LEVELS.index(level if level in LEVELS else "unknown")


def chosen(board: SignalBoard) -> tuple[SignalNow, ...]:
    """What is shown when there is more than fits: what is serious, then of every source in turn."""
    serious = [one for one in board.signals if severity(one.level) >= severity("yellow")]
    others = [one for one in board.signals if severity(one.level) < severity("yellow")]
    turns = {(one.feed.id, one.key): sum(o.feed.id == one.feed.id for o in others[:i]) for i, one in enumerate(others)}
    return tuple([*serious, *sorted(others, key=lambda one: turns[one.feed.id, one.key])][:MOST_SHOWN])


def shown_lines(board: SignalBoard, zone: ZoneInfo, now: datetime) -> tuple[str, ...]:
    """What the screen shows of signals, in words that do not change as long as what is shown does not.

    Ages are left out: the times from which they follow stand in it. Of a private source only that it showed something.
    """
    lines = []
    for one in chosen(board):
        if one.feed.private:
            lines.append(f"{one.feed.label}: een melding (inhoud niet bewaard)")
            continue
        told = ", ".join(part for part in (one.said, *one.doubts(now)) if part)
        when = f" {one.measured_at.astimezone(zone):%d-%m %H:%M}" if one.measured_at else ""
        lines.append(f"{one.headline}{f': {told}' if told else ''} ({one.feed.label}{when})")
    if (left := len(board.signals) - MOST_SHOWN) > 0:
        lines.append(f"en nog {left}")
    silent = [feed for feed in board.feeds if feed.state(now) != "fresh"]
    return (*lines, *(f"{feed.label}: {STATE_WORDS[feed.state(now)]}" for feed in silent))


class SignalRule(NamedTuple):
    """When a signal becomes a record by itself: the source, the least level, and words that place or headline hold."""

    name: str
    source: str
    level: str
    holds: Sequence[str] = ()

    def takes(self, one: SignalNow) -> bool:
        """Whether a signal falls under it."""
        if self.source not in ("", one.feed.id) or severity(one.level) < severity(self.level):
            return False
        where = f"{one.place} {one.headline} {one.key}".casefold()
        return not self.holds or any(word.casefold() in where for word in self.holds)
