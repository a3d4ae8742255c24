"""The agenda as lines: a week in seven columns, or days below each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from aovconsole.domain.times import MONTHS, WEEKDAYS, day_short
from aovconsole.screens.agenda_bars import duty_line, duty_rows
from aovconsole.screens.agenda_days import Agenda, AgendaItem
from aovconsole.screens.calendar_story import STATUS
from aovconsole.screens.widgets.painted import Line, Part, cells, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark
from aovconsole.screens.widgets.tiles import Tile

GAP = 3
TITLE_LINES = 3
LONG_SHOWN = 4

CLASH = "↯"
"""The sign of a clash that nobody accepted."""

_LOOKS = {"evenementen": "accent", "demonstraties": "warning", "wedstrijden": "success", "cmt": "head"}


def look_of(item: AgendaItem) -> str:
    """The look of the sign of an item: that of its layer."""
    return "muted" if item.is_gone else _LOOKS.get(item.day.layer, "muted")


def period_text(begin: date, end: date) -> str:
    """A period in full: `1 – 7 februari 2027`."""
    last = f"{end.day} {MONTHS[end.month - 1]} {end.year}"
    if begin.year != end.year:
        return f"{begin.day} {MONTHS[begin.month - 1]} {begin.year} – {last}"
    if begin.month != end.month:
        return f"{begin.day} {MONTHS[begin.month - 1]} – {last}"
    return last if begin == end else f"{begin.day} – {last}"


def week_tiles(agenda: Agenda, today: date, marks: Mapping[date, int]) -> Callable[[int], list[Tile]]:
    """The week in seven columns, what runs long and who is on duty above them; `marks` counts clashes by day."""

    def lay(width: int) -> list[Tile]:
        edges = day_edges(width)
        tiles = long_tiles(agenda.running, width, LONG_SHOWN)
        y = max((tile.y + 2 for tile in tiles), default=0)
        tiles += _duty_tiles(agenda, edges, width, y)
        y = max((tile.y + 2 for tile in tiles), default=0)
        for number in range(7):
            day = agenda.first + timedelta(days=number)
            x, column, top = edges[number], edges[number + 1] - edges[number] - GAP, y
            tiles.append(Tile("", x, top, column, _day_head(day, today, column, marks.get(day, 0))))
            top += 2
            shown = agenda.on(day)
            if not shown:
                tiles.append(Tile("", x, top, column, ((("–", "rule"),),)))
            for item in shown:
                lines = _tile_lines(item, day, column)
                tiles.append(Tile(f"{item.key} {day}", x, top, column, lines))
                top += len(lines) + 1
        return tiles

    return lay


def day_edges(width: int) -> list[int]:
    """Where the columns of a week begin, and where the last one ends; between two of them is a gap."""
    return [number * (width + GAP) // 7 for number in range(8)]


def _duty_tiles(agenda: Agenda, edges: Sequence[int], width: int, y: int) -> list[Tile]:
    rows = duty_rows(agenda.duties)
    if not rows:
        return []
    tiles = [Tile("", 0, y, width, tuple(heading("DIENSTEN", space=False).draw(width)))]
    bars = (duty_line(row, agenda.first, edges, width) for row in rows)
    return [*tiles, *(Tile("", 0, y + number, width, (bar,)) for number, bar in enumerate(bars, 1))]


def long_tiles(running: Sequence[AgendaItem], width: int, most: int) -> list[Tile]:
    """What runs long, each in a line under a heading; how many more there are."""
    if not running:
        return []
    tiles = [Tile("", 0, 0, width, tuple(heading("LOOPT", space=False).draw(width)))]
    for number, item in enumerate(running[:most], 1):
        tiles.append(Tile(f"{item.key} ", 0, number, width, (long_line(item, width),)))
    if len(running) > most:
        more = f"en nog {len(running) - most}; v toont ze in de lijst"
        tiles.append(Tile("", 0, len(tiles), width, (((more, "muted"),),)))
    return tiles


def _day_head(day: date, today: date, width: int, clashes: int) -> tuple[Line, ...]:
    mark = f" {CLASH}{clashes if clashes > 1 else ''}" if clashes else ""
    here = day == today
    rule = (("━" if here else "─") * (width - len(mark)), "accent" if here else "rule")
    look = "accent" if here else "head" if day.weekday() >= 5 else "strong"
    return (((fit(f"{day_short(day)} vandaag" if here else day_short(day), width), look),), (rule, (mark, "warning")))


def _tile_lines(item: AgendaItem, day: date, width: int) -> tuple[Line, ...]:
    gone, look = item.is_gone, look_of(item)
    right: list[Part] = [(item.handling_class, "accent")] if item.handling_class else []
    clock = item.clock(day)
    if len(clock) + 3 + cells(right) > width:
        clock = clock.partition("–")[0]
    lines = [justified([(f"{item.sign} ", look), (clock, "muted")], right, width)]
    title = (item.day.title or "zonder titel", "struck" if gone else "strong" if item.day.dossier else "")
    lines += wrapped([title], width, TITLE_LINES)
    if item.day.place and item.day.place not in item.day.title:
        lines += wrapped([(item.day.place, "muted")], width, 1)
    if item.day.status in STATUS:
        lines += wrapped([(STATUS[item.day.status], "warning")], width, 2)
    return tuple(lines)


def long_line(item: AgendaItem, width: int) -> Line:
    """A long item in one line: what, where, and until when."""
    gone = item.is_gone
    until = f"{day_short(item.first)} – {day_short(item.last)}"
    left: list[Part] = [(f"{item.sign} ", look_of(item))]
    left += [(item.day.title or "zonder titel", "struck" if gone else ""), (f"  {item.day.place}", "muted")]
    status = [(f"{STATUS[item.day.status]}  ", "warning")] if item.day.status in STATUS else []
    return justified(left, [*status, (until, "muted")], width)


def day_picks(agenda: Agenda, today: date, marks: Mapping[date, int], *, all_days: bool) -> list[Pick]:
    """The days below each other; without `all_days` only those on which something stands, and today."""
    picks = long_picks(agenda.running)
    day = agenda.first
    while day <= agenda.last:
        shown = agenda.on(day)
        if shown or all_days or day in (today, *marks):
            title = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
            said = (clash_text(marks.get(day, 0)), "vandaag" if day == today else "")
            picks.append(heading(title, space=bool(picks), note="  ".join(filter(None, said))))
            picks += [Pick(f"{item.key} {day}", _Listed(item, day)) for item in shown] or [remark("niets")]
        day += timedelta(days=1)
    return [*picks, *duty_picks(agenda, space=bool(picks))]


def clash_text(count: int) -> str:
    """How many clashes there are, with their sign; empty when there are none."""
    return f"{CLASH} {count} {'samenloop' if count == 1 else 'samenlopen'}" if count else ""


def long_picks(running: Sequence[AgendaItem]) -> list[Pick]:
    """What runs long, under its heading."""
    if not running:
        return []
    return [heading("LOOPT", space=False), *(Pick(f"{item.key} ", _Long(item)) for item in running)]


def duty_picks(agenda: Agenda, *, space: bool) -> list[Pick]:
    """Who is on duty from when to when, under its heading."""
    stretches = [item for row in duty_rows(agenda.duties) for item in row]
    if not stretches:
        return []
    return [heading("DIENSTEN", space=space), *(Pick(f"{item.key} ", _Duty(item)) for item in stretches)]


class _Duty:
    """A stretch of duty in the list."""

    def __init__(self, item: AgendaItem) -> None:
        self._item = item

    def __call__(self, width: int) -> Sequence[Line]:
        item = self._item
        ends = [f"{day_short(one.date())} {one:%H:%M}" for one in (item.begin, item.end) if one]
        return (justified([(f"{item.sign} ", "muted"), (item.day.title, "")], [(" – ".join(ends), "muted")], width),)


class _Long:
    """A long item in the list."""

    def __init__(self, item: AgendaItem) -> None:
        self._item = item

    def __call__(self, width: int) -> Sequence[Line]:
        return (long_line(self._item, width),)


class _Listed:
    """An item on one of its days in the list."""

    def __init__(self, item: AgendaItem, day: date) -> None:
        self._item, self._day = item, day

    def __call__(self, width: int) -> Sequence[Line]:
        item = self._item
        gone = item.is_gone
        left: list[Part] = [(fit(item.clock(self._day), 13), "muted" if gone else "strong")]
        left.append((f"{item.sign} ", look_of(item)))
        left.append((item.day.title or "zonder titel", "struck" if gone else ""))
        right: list[Part] = [(STATUS[item.day.status] + "  ", "warning")] if item.day.status in STATUS else []
        room = 24 if width >= 90 else 14
        right.append((fit(item.day.place, room - 1) + " ", "muted"))
        right.append((fit(item.class_text, 11), "accent"))
        if width >= 90:
            source = item.day.layer.removeprefix("import:") if item.day.layer.startswith("import:") else ""
            right.append((fit(source, 22), "muted"))
        return (justified(left, right, width),)
