"""The lines of screen Nu: a board becomes rows of exactly so many cells, in one column or two."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from aovconsole.domain.now import Coming, ComingDay, Due, NowBoard, Running
from aovconsole.domain.text import clean
from aovconsole.domain.times import WEEKDAYS, clock_text, day_short, elapsed_text, wall_clock
from aovconsole.screens.text import cells

WIDE = 116
"""From this many cells on there are two columns."""

VAST = 176
"""From this many cells on there are three, as on a wall."""

GAP = 3
_GUTTER = 2
_NUMBER = 13
_WHEN = 18
SIGNS = {"incident": "▲", "cmt": "■", "demonstration": "◆", "evenement": "○"}
SOON = timedelta(minutes=30)


class Part(NamedTuple):
    """A stretch of a row in one style; the style is the name of a component class of the board, empty for plain."""

    text: str
    style: str = ""


class Ref(NamedTuple):
    """What stands on a row that can be chosen: what it is, its subject and its dossier."""

    type: str
    subject: str
    dossier: str


class Row(NamedTuple):
    """One painted row of a column; rows with the same ref are one thing."""

    parts: tuple[Part, ...] = ()
    ref: Ref | None = None


class LastLine(NamedTuple):
    """A log line as Nu shows it."""

    at: datetime
    source: str
    text: str
    record_id: str
    dossier: str


class Picture(NamedTuple):
    """What is painted: the board, the newest line of each running dossier, those of the general log, newest first."""

    board: NowBoard
    last: dict[str, LastLine]
    log: tuple[LastLine, ...]
    zone: ZoneInfo


_Section: TypeAlias = Callable[[Picture, int], Iterable[Row]]


def columns(picture: Picture, width: int) -> tuple[tuple[Row, ...], ...]:
    """The columns of the screen; every row of a column is equally wide."""
    widths = [width - _GUTTER for width in column_widths(width)]
    arranged: tuple[tuple[_Section, ...], ...] = {
        1: ((_running, _due, _coming, _log, _duties),),
        2: ((_running, _coming, _log), (_due, _duties)),
        3: ((_running, _log), (_due_airy,), (_coming, _duties)),
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
    for number, rows in enumerate(groups):
        if number:
            yield Row()
        yield from rows


def _heading(name: str, width: int, note: str = "", note_style: str = "") -> Row:
    told = f" {note}" if note else ""
    rule = "─" * (width - len(name) - len(told) - 1)
    return Row((Part(name, "heading"), Part(told, note_style), Part(f" {rule}", "rule")))


def _empty(text: str, width: int) -> Row:
    return Row((Part(cells(text, width), "quiet"),))


def _running(picture: Picture, width: int) -> Iterable[Row]:
    running = picture.board.running
    yield _heading("LOOPT", width)
    if not running:
        yield _empty("er loopt niets · i opent een incident", width)
    for number, one in enumerate(running):
        if number:
            yield Row()
        yield from _one_running(one, picture, width)


def _one_running(one: Running, picture: Picture, width: int) -> Iterable[Row]:
    ref = Ref(one.type, one.subject, one.subject)
    if one.late_count:
        waiting, waiting_style = f"! {one.late_count} te laat", "late"
    else:
        waiting, waiting_style = f"{one.open_count} open" if one.open_count else "", "quiet"
    grip = f" GRIP {one.grip_level} " if one.grip_level else ""
    yield Row(
        (
            Part(f"{SIGNS.get(one.type, '·')} ", one.type),
            Part(cells(one.number, _NUMBER), "number"),
            Part(cells(one.title, width - 2 - _NUMBER - 9 - len(grip) - 2), "strong"),
            Part("  "),
            Part(grip, "grip"),
            Part(f"{elapsed_text(one.elapsed):>9}", "time"),
        ),
        ref,
    )
    last = picture.last.get(one.subject)
    said = [one.place] if one.place else []
    if last:
        source = f"{last.source}: " if last.source else ""
        said.append(f"{clock_text(last.at, picture.board.moment, zone=picture.zone)} {source}{last.text}")
    if said or waiting:
        room = width - 2 - _NUMBER - len(waiting) - 2
        told = Part(cells(" · ".join(said), room), "quiet")
        yield Row((Part(" " * (2 + _NUMBER)), told, Part("  "), Part(waiting, waiting_style)), ref)


def _due(picture: Picture, width: int) -> Iterable[Row]:
    board = picture.board
    late = f"{board.late_count} te laat" if board.late_count else ""
    yield _heading("TE DOEN", width, late, "late")
    if not board.due:
        yield _empty("geen open acties · l en dan !actie wie 15:30", width)
    for due in board.due:
        yield from _one_due(due, picture, width)


def _due_airy(picture: Picture, width: int) -> Iterable[Row]:
    """The same with air between the actions, for a wall."""
    above: Row | None = None
    for row in _due(picture, width):
        if above and above.ref and above.ref != row.ref:
            yield Row()
        yield row
        above = row


def _one_due(due: Due, picture: Picture, width: int) -> Iterable[Row]:
    """What, who and when; below it how long still, the number, and the dossier that it belongs to."""
    sign, style = _due_sign(due)
    ref = Ref("action", due.subject, due.dossier)
    when = short_when(due.due_at, picture.board.moment, picture.zone) if due.due_at else "geen termijn"
    state = {"done": "wacht op akkoord", "busy": "bezig"}.get(due.status, "")
    told = _left_text(due.left) if due.left is not None and due.status != "done" else state
    owner = min(_width(due.owner[:40]), width // 3)
    yield Row(
        (
            Part(f"{sign} ", style),
            Part(cells(when, _WHEN), style if due.late else "time" if due.due_at else "quiet"),
            Part(cells(due.title, width - 2 - _WHEN - owner - 2), "strong" if due.late else ""),
            Part("  "),
            Part(cells(due.owner, owner), "number"),
        ),
        ref,
    )
    belongs = " · ".join(part for part in (due.number, f"{due.dossier_number} {due.dossier_title}".strip()) if part)
    yield Row((Part("  "), Part(cells(told, _WHEN), style), Part(cells(belongs, width - 2 - _WHEN), "quiet")), ref)


def _due_sign(due: Due) -> tuple[str, str]:
    if due.late:
        return "!", "late"
    if due.status == "done":
        return "✓", "done"
    if due.left is not None and due.left <= SOON:
        return "◷", "soon"
    return ("●", "quiet") if due.status == "busy" else ("◷" if due.left is not None else "·", "quiet")


def _left_text(left: timedelta) -> str:
    late = left < timedelta(0)
    minutes = abs(left) // timedelta(minutes=1) if late else -(-left // timedelta(minutes=1))
    if minutes < 60:
        size = f"{minutes} min"
    elif minutes < 48 * 60:
        size = f"{minutes // 60} u {minutes % 60:02}"
    else:
        size = f"{minutes // (24 * 60)} dagen"
    return f"{size} te laat" if late else f"over {size}"


def short_when(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment in at most nine cells: the time today, the weekday with it within a week, else the date."""
    day = moment.astimezone(zone).date()
    distance = (day - now.astimezone(zone).date()).days
    if distance == 0:
        return wall_clock(moment, zone=zone)
    if -7 < distance < 7:
        return f"{WEEKDAYS[day.weekday()][:2]} {moment.astimezone(zone):%H:%M}"
    return day_short(day)[3:]


def _coming(picture: Picture, width: int) -> Iterable[Row]:
    days = picture.board.days
    yield _heading("KOMENDE 72 UUR", width)
    if not days:
        yield _empty("niets in de agenda · 2 naar Agenda", width)
    today = picture.board.moment.astimezone(picture.zone).date()
    for number, day in enumerate(days):
        if number:
            yield Row()
        yield from _one_day(day, today, picture, width)


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
    yield Part(cells(_span(item, zone), 13), "time" if item.begin_at else "quiet")
    yield Part(f"{SIGNS.get(item.type, '·')} ", item.type if item.type in SIGNS else "quiet")
    room = width - 13 - 2 - _width(told) - 2
    title = item.title[:200]
    title_width = min(room, _width(title))
    yield Part(cells(title, title_width))
    place = f"  {item.place}" if item.place and item.place.lower() not in title.lower() else ""
    yield Part(f"{cells(place, room - title_width)}  ", "quiet")
    yield Part(told, "soon" if item.now and item.begin_at else "quiet")


def _width(text: str) -> int:
    return cell_len(clean(text))


def _span(item: Coming, zone: ZoneInfo) -> str:
    if item.begin_at is None:
        return "hele dag"
    begin = f"{item.begin_at.astimezone(zone):%H:%M}"
    if item.end_at is None or item.end_at <= item.begin_at:
        return begin
    return f"{begin}–{item.end_at.astimezone(zone):%H:%M}"


def _log(picture: Picture, width: int) -> Iterable[Row]:
    yield _heading("LOGBOEK", width, "nieuwste boven" if len(picture.log) > 1 else "", "quiet")
    if not picture.log:
        yield _empty("deze week nog geen regels · l begint er een", width)
    for line in picture.log:
        source = f"{line.source}  " if line.source else ""
        source_width = min(_width(source), width // 3)
        yield Row(
            (
                Part(cells(short_when(line.at, picture.board.moment, picture.zone), 10), "time"),
                Part(cells(source, source_width), "number"),
                Part(cells(line.text, width - 10 - source_width)),
            ),
            Ref("line", line.record_id, line.dossier),
        )


def _duties(picture: Picture, width: int) -> Iterable[Row]:
    """A row for each duty: who has it until when, and who comes after."""
    yield _heading("DIENST", width)
    duties = picture.board.duties
    if not duties:
        yield _empty("geen dienst ingeroosterd", width)
    now, zone = picture.board.moment, picture.zone
    name = 20
    officer = (width - 2 - name) // 3
    for duty in dict.fromkeys(duty.duty for duty in duties):
        running = next((one for one in duties if one.duty == duty and one.running), None)
        following = next((one for one in duties if one.duty == duty and not one.running), None)
        until = f"tot {short_when(running.end_at, now, zone)}" if running else "nu niemand"
        after = ""
        if following:
            joins = running and running.end_at == following.begin_at
            begin = "" if joins else f"{short_when(following.begin_at, now, zone)} "
            after = f"daarna {begin}{following.officer}"
        yield Row(
            (
                Part("● " if running else "! ", "done" if running else "late"),
                Part(cells(duty, name), "strong"),
                Part(cells(running.officer if running else "", officer - 1)),
                Part(f" {cells(until, 14)}", "quiet" if running else "late"),
                Part(cells(after, width - 2 - name - officer - 14), "quiet"),
            )
        )
