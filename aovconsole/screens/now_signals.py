"""The signals on screen Nu: what the sources say, the most serious first, and which of them are silent."""

from __future__ import annotations

from collections.abc import Iterable

from aovconsole.domain.signal_state import FeedState, SignalNow, age_text, chosen, severity
from aovconsole.screens.now_parts import Part, Picture, Ref, Row, empty, heading, short_when, width_of
from aovconsole.screens.text import cells

_LOOKS = {
    "red": ("■", "error"), "orange": ("▲", "error"), "yellow": ("!", "warning"),
    "unknown": ("?", "warning"), "info": ("○", "plain"), "none": ("·", "muted"),
}  # fmt: skip


def signal_rows(picture: Picture, width: int) -> Iterable[Row]:
    """What the sources that are on say, and in words what must be doubted; a quiet line when none is on."""
    board, now = picture.signals, picture.board.moment
    yield heading("SIGNALEN", width)
    if board.fault:
        yield Row((Part("! ", "error"), Part(cells(board.fault, width - 2), "error")))
    elif not board.feeds:
        yield empty("geen bron aan · 'aovconsole feed list'", width)
    shown = chosen(board)
    for one in shown:
        yield from _one_signal(one, picture, width)
    if (more := len(board.signals) - len(shown)) > 0:
        yield empty(f"en nog {more} · 'aovconsole feed signals'", width)
    spoke = {one.feed.id for one in shown}
    for feed in board.feeds:
        if feed.state(now) != "fresh" or feed.id not in spoke:
            yield _one_feed(feed, picture, width)


def serious_rows(picture: Picture, width: int) -> Iterable[Row]:
    """The same above what is due, where there is one column and something is serious: it must stay in sight."""
    return signal_rows(picture, width) if _is_serious(picture) else ()


def quiet_rows(picture: Picture, width: int) -> Iterable[Row]:
    """The same behind what is due, when nothing is."""
    return () if _is_serious(picture) else signal_rows(picture, width)


def _is_serious(picture: Picture) -> bool:
    return any(severity(one.level) >= severity("orange") for one in picture.signals.signals)


def _one_signal(one: SignalNow, picture: Picture, width: int) -> Iterable[Row]:
    """Two rows: what it says, and from whom, when measured, how old, with every doubt."""
    now, ref = picture.board.moment, Ref("signal", one.feed.id, "", one.key)
    sign, style = _LOOKS.get(one.level, _LOOKS["unknown"])
    told = one.said
    room = width - 2 - (width_of(told) + 2 if told else 0)
    yield Row(
        (
            Part(f"{sign} ", style),
            Part(cells(one.headline, max(room, width // 3)), "strong" if style == "error" else ""),
            Part(f"  {told}" if told else "", style),
        ),
        ref,
    )
    when = f"{'gemeten' if one.measured_at else 'gelezen'} {short_when(one.moment, now, picture.zone)}"
    doubts = one.doubts(now)
    said = [*doubts, when, f"{age_text(one.age(now))} oud", one.feed.label]
    yield Row((Part("  "), Part(cells(" · ".join(said), width - 2), "warning" if doubts else "muted")), ref)


def _one_feed(feed: FeedState, picture: Picture, width: int) -> Row:
    """A source without a signal, or one that is silent: no answer is never "no danger"."""
    now = picture.board.moment
    state = feed.words(now, picture.zone)
    if feed.state(now) == "fresh":
        return Row((Part("· ", "muted"), Part(cells(f"{feed.label}: geen melding, {state}", width - 2), "muted")))
    return Row((Part("! ", "warning"), Part(cells(f"{feed.label}: {state}", width - 2), "warning")))
