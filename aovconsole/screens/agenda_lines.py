"""The agenda as lines: a week in seven columns, or days below each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from aovconsole.domain.times import MONTHS, WEEKDAYS, day_short
from aovconsole.screens.agenda_days import AgendaItem, on_day
from aovconsole.screens.calendar_story import STATUS
from aovconsole.screens.widgets.painted import Line, Part, cells, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark
from aovconsole.screens.widgets.tiles import Tile

GAP = 3
TITLE_LINES = 3
LONG_SHOWN = 4

_LOOKS = {"evenementen": "accent", "demonstraties": "warning", "cmt": "head"}
_GONE = ("cancelled", "vanished")


def period_text(begin: date, end: date) -> str:
    """A period in full: `1 – 7 februari 2027`."""
    last = f"{end.day} {MONTHS[end.month - 1]} {end.year}"
    if begin.year != end.year:
        return f"{begin.day} {MONTHS[begin.month - 1]} {begin.year} – {last}"
    if begin.month != end.month:
        return f"{begin.day} {MONTHS[begin.month - 1]} – {last}"
    return last if begin == end else f"{begin.day} – {last}"


def week_tiles(items: Sequence[AgendaItem], monday: date, today: date) -> Callable[[int], list[Tile]]:
    """The week in seven columns, what runs long above them."""

    def lay(width: int) -> list[Tile]:
        edges = [number * (width + GAP) // 7 for number in range(8)]
        tiles, y = _long_tiles(items, width)
        for number in range(7):
            day = monday + timedelta(days=number)
            x, column, top = edges[number], edges[number + 1] - edges[number] - GAP, y
            tiles.append(Tile("", x, top, column, _day_head(day, today, column)))
            top += 2
            shown = on_day(items, day)
            if not shown:
                tiles.append(Tile("", x, top, column, ((("–", "rule"),),)))
            for item in shown:
                lines = _tile_lines(item, day, column)
                tiles.append(Tile(f"{item.key} {day}", x, top, column, lines))
                top += len(lines) + 1
        return tiles

    return lay


def _long_tiles(items: Sequence[AgendaItem], width: int) -> tuple[list[Tile], int]:
    running = [item for item in items if item.is_long]
    if not running:
        return [], 0
    tiles = [Tile("", 0, 0, width, tuple(heading("LOOPT", space=False).draw(width)))]
    for number, item in enumerate(running[:LONG_SHOWN]):
        tiles.append(Tile(f"{item.key} ", 0, number + 1, width, (long_line(item, width),)))
    y = len(tiles)
    if len(running) > LONG_SHOWN:
        more = f"en nog {len(running) - LONG_SHOWN}; v toont ze in de lijst"
        tiles.append(Tile("", 0, y, width, (((more, "muted"),),)))
        y += 1
    return tiles, y + 1


def _day_head(day: date, today: date, width: int) -> tuple[Line, ...]:
    name = day_short(day)
    if day == today:
        label = f"{name} vandaag"
        return (((fit(label, width), "accent"),), (("━" * width, "accent"),))
    weekend = day.weekday() >= 5
    return (((fit(name, width), "strong" if not weekend else "head"),), (("─" * width, "rule"),))


def _tile_lines(item: AgendaItem, day: date, width: int) -> tuple[Line, ...]:
    gone = item.day.status in _GONE
    look = "muted" if gone else _LOOKS.get(item.day.layer, "muted")
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
    gone = item.day.status in _GONE
    until = f"{day_short(item.first)} – {day_short(item.last)}"
    left: list[Part] = [(f"{item.sign} ", _LOOKS.get(item.day.layer, "muted"))]
    left += [(item.day.title or "zonder titel", "struck" if gone else ""), (f"  {item.day.place}", "muted")]
    status = [(f"{STATUS[item.day.status]}  ", "warning")] if item.day.status in STATUS else []
    return justified(left, [*status, (until, "muted")], width)


def day_picks(items: Sequence[AgendaItem], begin: date, end: date, today: date, *, all_days: bool) -> list[Pick]:
    """The days below each other; without `all_days` only those on which something stands, and today."""
    running = [item for item in items if item.is_long]
    picks: list[Pick] = []
    if running:
        picks = [heading("LOOPT", space=False)]
        picks += [Pick(f"{item.key} ", _Long(item)) for item in running]
    day = begin
    while day <= end:
        shown = on_day(items, day)
        if shown or all_days or day == today:
            title = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
            note = "vandaag" if day == today else ""
            picks.append(heading(title, space=bool(picks), note=note))
            picks += [Pick(f"{item.key} {day}", _Listed(item, day)) for item in shown] or [remark("niets")]
        day += timedelta(days=1)
    return picks


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
        gone = item.day.status in _GONE
        left: list[Part] = [(fit(item.clock(self._day), 13), "muted" if gone else "strong")]
        left.append((f"{item.sign} ", "muted" if gone else _LOOKS.get(item.day.layer, "muted")))
        left.append((item.day.title or "zonder titel", "struck" if gone else ""))
        right: list[Part] = [(STATUS[item.day.status] + "  ", "warning")] if item.day.status in STATUS else []
        room = 24 if width >= 90 else 14
        right.append((fit(item.day.place, room - 1) + " ", "muted"))
        right.append((fit(f"klasse {item.handling_class}" if item.handling_class else "", 9), "accent"))
        if width >= 90:
            source = item.day.layer.removeprefix("import:") if item.day.layer.startswith("import:") else ""
            right.append((fit(source, 22), "muted"))
        return (justified(left, right, width),)
