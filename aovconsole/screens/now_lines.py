"""The lines of screen Nu: a board becomes rows of exactly so many cells, in one column or two."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias
from zoneinfo import ZoneInfo

from aovconsole.domain.now import Coming, ComingDay, Running
from aovconsole.domain.roster import OnDuty
from aovconsole.domain.roster_words import HELD_AS, on_duty_text
from aovconsole.domain.text import clean
from aovconsole.domain.times import clock_text, day_short, elapsed_text
from aovconsole.screens.now_due import due_rows, due_rows_airy, late_text
from aovconsole.screens.now_parts import SIGNS, Part, Picture, Ref, Row, empty, heading, short_when, width_of
from aovconsole.screens.now_signals import quiet_rows, serious_rows, signal_rows
from aovconsole.screens.text import cells

__all__ = ["SIGNS", "column_widths", "columns", "short_when"]

WIDE = 116
"""From this many cells on there are two columns."""

VAST = 176
"""From this many cells on there are three, as on a wall."""

GAP = 3
CLASHES_SHOWN = 3
"""More clashes stand in the agenda."""

_GUTTER = 2
_NUMBER = 13
_AFTERCARE = "  nafase"
_UNBROKEN = "\u00a0"


_Section: TypeAlias = Callable[[Picture, int], Iterable[Row]]


def columns(picture: Picture, width: int) -> tuple[tuple[Row, ...], ...]:
    """The columns of the screen; every row of a column is equally wide."""
    widths = [width - _GUTTER for width in column_widths(width)]
    arranged: tuple[tuple[_Section, ...], ...] = {
        1: ((_running_alone, serious_rows, due_rows, quiet_rows, _coming, _log, _duties),),
        2: ((_running, signal_rows, _coming, _log), (due_rows, _duties)),
        3: ((_running, signal_rows, _log), (due_rows_airy,), (_coming, _duties)),
    }[len(widths)]
    return tuple(
        tuple(_parted(section(picture, inner) for section in sections))
        for sections, inner in zip(arranged, widths, strict=True)
    )


def column_widths(width: int) -> tuple[int, ...]:
    """How wide each column is, its gutter included."""
    count = 1 if width < WIDE else 2 if width < VAST else 3
    each = (width - (count - 1) * GAP) // count
    return (*[each] * (count - 1), width - (count - 1) * (each + GAP))


def _parted(groups: Iterable[Iterable[Row]]) -> Iterable[Row]:
    """The rows of all groups with one empty row between two groups."""
    for number, rows in enumerate(filter(None, map(tuple, groups))):
        if number:
            yield Row()
        yield from rows


def _running_alone(picture: Picture, width: int) -> Iterable[Row]:
    """The same where what is due stands below it, perhaps out of sight: the count of what is late stands on top."""
    return _running(picture, width, late_text(picture.board))


def _running(picture: Picture, width: int, note: str = "") -> Iterable[Row]:
    running = picture.board.running
    yield heading("LOOPT", width, note, "error")
    if not running:
        yield empty("er loopt niets · i opent een incident", width)
    for number, one in enumerate(running):
        if number and not (one.aftercare and running[number - 1].aftercare):
            yield Row()
        yield from (_in_aftercare if one.aftercare else _one_running)(one, picture, width)


def _number_width(one: Running) -> int:
    """The column of the number: the numbers of an exercise are longer."""
    return max(_NUMBER, len(one.number) + 1)


def _in_aftercare(one: Running, picture: Picture, width: int) -> Iterable[Row]:  # noqa: ARG001
    """An incident whose acute phase is over: one quiet row, and who was forgotten."""
    waiting, style = _waiting(one)
    told = f"  GRIP {one.grip_level}" if one.grip_level else ""
    told += f"  {waiting}" if waiting else ""
    room = width - 2 - _number_width(one) - len(_AFTERCARE) - width_of(told) - 9
    yield Row(
        (
            Part(f"{SIGNS.get(one.type, '·')} ", "muted"),
            Part(cells(one.number, _number_width(one)), "muted"),
            Part(cells(one.title, room)),
            Part(told, style),
            Part(_AFTERCARE, "muted"),
            Part(f"{elapsed_text(one.elapsed):>9}", "muted"),
        ),
        Ref(one.type, one.subject, one.subject),
    )
    yield from _to_inform(one, width)


def _waiting(one: Running) -> tuple[str, str]:
    """What waits in a dossier, and its style."""
    if one.late_count:
        return f"! {one.late_count} te laat", "error"
    return f"{one.open_count} open" if one.open_count else "", "muted"


def _to_inform(one: Running, width: int) -> Iterable[Row]:
    """Who must still be told at this level, in full; a name is not broken."""
    if not one.to_inform:
        return
    names = (clean(name).replace(" ", _UNBROKEN) for name in one.to_inform)
    for line in textwrap.wrap(f"nog niet ingelicht: {', '.join(names)}", width - 2, break_on_hyphens=False):
        shown = Part(cells(line.replace(_UNBROKEN, " "), width - 2), "warning")
        yield Row((Part("  "), shown), Ref(one.type, one.subject, one.subject))


def _one_running(one: Running, picture: Picture, width: int) -> Iterable[Row]:
    ref = Ref(one.type, one.subject, one.subject)
    waiting, waiting_style = _waiting(one)
    grip = f" GRIP {one.grip_level} " if one.grip_level else ""
    yield Row(
        (
            Part(f"{SIGNS.get(one.type, '·')} ", one.type),
            Part(cells(one.number, _number_width(one)), "token"),
            Part(cells(one.title, width - 2 - _number_width(one) - 9 - len(grip) - 2), "strong"),
            Part("  "),
            Part(grip, "grip"),
            Part(f"{elapsed_text(one.elapsed):>9}", "plain"),
        ),
        ref,
    )
    yield from _to_inform(one, width)
    last = picture.last.get(one.subject)
    said = [one.place] if one.place else []
    if last:
        source = f"{last.source}: " if last.source else ""
        said.append(f"{clock_text(last.at, picture.board.moment, zone=picture.zone)} {source}{last.text}")
    if said or waiting:
        room = width - 2 - _number_width(one) - len(waiting) - 2
        told = Part(cells(" · ".join(said), room), "muted")
        yield Row((Part(" " * (2 + _number_width(one))), told, Part("  "), Part(waiting, waiting_style)), ref)


def _coming(picture: Picture, width: int) -> Iterable[Row]:
    days = picture.board.days
    yield heading("KOMENDE 72 UUR", width)
    if not days:
        yield empty("niets in de agenda · 2 naar Agenda", width)
    today = picture.board.moment.astimezone(picture.zone).date()
    for number, day in enumerate(days):
        if number:
            yield Row()
        yield from _one_day(day, today, picture, width)
    for sentence in picture.clashes[:CLASHES_SHOWN]:
        yield Row((Part("↯ ", "error"), Part(cells(sentence, width - 2), "warning")))
    if (more := len(picture.clashes) - CLASHES_SHOWN) > 0:
        yield empty(f"↯ en nog {more} · 2 naar Agenda, s samenloop", width)


def _one_day(day: ComingDay, today: date, picture: Picture, width: int) -> Iterable[Row]:
    name = {0: "vandaag", 1: "morgen"}.get((day.day - today).days, day_short(day.day))
    for number, item in enumerate(day.items):
        label = cells(name if number == 0 else "", 10)
        yield Row(
            (Part(label, "strong"), *_one_coming(item, picture.zone, width - 10)),
            Ref(item.type, item.subject, item.subject),
        )


def _one_coming(item: Coming, zone: ZoneInfo, width: int) -> Iterable[Part]:
    mark = " · ".join(part for part in (item.mark, "nu" if item.now and item.begin_at else "") if part)
    status = "voorlopig" if item.status == "tentative" else ""
    told = mark or status
    yield Part(cells(_span(item, zone), 13), "plain" if item.begin_at else "muted")
    yield Part(f"{SIGNS.get(item.type, '·')} ", item.type if item.type in SIGNS else "muted")
    room = width - 13 - 2 - width_of(told) - 2
    title = item.title[:200]
    title_width = min(room, width_of(title))
    yield Part(cells(title, title_width))
    place = f"  {item.place}" if item.place and item.place.lower() not in title.lower() else ""
    yield Part(f"{cells(place, room - title_width)}  ", "muted")
    yield Part(told, "warning" if item.now and item.begin_at else "muted")


def _span(item: Coming, zone: ZoneInfo) -> str:
    if item.begin_at is None:
        return "hele dag"
    begin = f"{item.begin_at.astimezone(zone):%H:%M}"
    if item.end_at is None or item.end_at <= item.begin_at:
        return begin
    return f"{begin}–{item.end_at.astimezone(zone):%H:%M}"


def _log(picture: Picture, width: int) -> Iterable[Row]:
    yield heading("LOGBOEK", width, "nieuwste boven" if len(picture.log) > 1 else "", "muted")
    if not picture.log:
        yield empty("deze week nog geen regels · l begint er een", width)
    for line in picture.log:
        source = f"{line.source}  " if line.source else ""
        source_width = min(width_of(source), width // 3)
        yield Row(
            (
                Part(cells(short_when(line.at, picture.board.moment, picture.zone), 10), "plain"),
                Part(cells(source, source_width), "token"),
                Part(cells(line.text, width - 10 - source_width)),
            ),
            Ref("line", line.record_id, line.dossier),
        )


def _duties(picture: Picture, width: int) -> Iterable[Row]:
    """A row for each duty: who has it until when, and who comes after."""
    yield heading("DIENST", width)
    duties = picture.board.duties
    if not duties:
        yield empty("geen dienst ingeroosterd", width)
    for one in duties:
        yield from _one_duty(one, picture, width)
    for sentence in picture.roster:
        for line in textwrap.wrap(clean(sentence), width - 2):
            yield Row(
                (Part("! " if sentence.startswith(line) else "  ", "error"), Part(cells(line, width - 2), "warning"))
            )


def _one_duty(one: OnDuty, picture: Picture, width: int) -> Iterable[Row]:
    now, zone = picture.board.moment, picture.zone
    name = 20
    officer = (width - 2 - name) // 3
    until = (
        f"tot {short_when(one.until, now, zone)}"
        if one.until
        else HELD_AS[one.holding.how]
        if one.holding
        else "nu niemand"
    )
    after = ""
    if one.next:
        begin = "" if one.until == one.next.begin else f"{short_when(one.next.begin, now, zone)} "
        after = f"daarna {begin}{one.next.officer}"
    if one.unpassed:
        after = f"rooster: {', '.join(one.others)}"
    wrong, room = not one.officer or one.doubled or one.unpassed, width - 2 - name - officer - 14
    below = width_of(after) > room
    yield Row(
        (
            Part("! " if wrong else "● ", "error" if wrong else "success"),
            Part(cells(one.duty, name), "strong"),
            Part(cells(one.officer if one.unpassed else on_duty_text(one) if one.officer else "", officer - 1)),
            Part(f" {cells(until, 14)}", "muted" if one.officer else "error"),
            Part(cells("" if below else after, room), "error" if one.unpassed else "muted"),
        )
    )
    if below:
        yield Row((Part(" " * (2 + name)), Part(cells(after, width - 2 - name), "muted")))
