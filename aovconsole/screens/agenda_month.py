"""The month of the agenda: weeks below each other, each day with its items in short and how many there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from textual.message import Message

from aovconsole.domain.times import WEEKDAYS
from aovconsole.screens.agenda_days import Agenda, AgendaItem
from aovconsole.screens.agenda_lines import CLASH, GAP, long_tiles, look_of
from aovconsole.screens.widgets.painted import Line, Part, cells, cut, justified
from aovconsole.screens.widgets.tiles import Tile, Tiles

LONG_SHOWN = 2
LEAST_LINES = 2
"""A day has at least this many lines: its head and one of its items."""

_NARROW = 110


class DayTiles(Tiles):
    """Tiles that are days, each with its ISO date as key: up and down go a week, sideways a day."""

    class Moved(Message):
        """The cursor goes to a day, which may lie outside what is shown."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def action_step(self, by: int) -> None:
        """Go to the same day of the next or the previous week."""
        self._to(by * 7)

    def action_column(self, by: int) -> None:
        """Go to the next or the previous day."""
        self._to(by)

    def _to(self, days: int) -> None:
        if self.selected:
            self.post_message(self.Moved(date.fromisoformat(self.selected) + timedelta(days=days)))

    def _go(self, key: str) -> None:
        super()._go(key)
        if key:
            self.post_message(self.Moved(date.fromisoformat(key)))


def month_tiles(
    agenda: Agenda, month: tuple[date, date], today: date, marks: Mapping[date, int], height: int
) -> Callable[[int], list[Tile]]:
    """A month in whole weeks, as high as fits; `marks` counts the open clashes by day."""

    def lay(width: int) -> list[Tile]:
        gap = GAP if width >= _NARROW else 2
        edges = [number * (width + gap) // 7 for number in range(8)]
        tiles = _above([item for item in agenda.running if _meets(item, month)], width, height)
        y = max((tile.y + 1 for tile in tiles), default=0) + (1 if len(tiles) > 1 else 0)
        for number in range(7):
            name = WEEKDAYS[number] if width >= _NARROW else WEEKDAYS[number][:2]
            tiles.append(Tile("", edges[number], y, edges[number + 1] - edges[number] - gap, (((name, "head"),),)))
        weeks = ((agenda.last - agenda.first).days + 1) // 7
        tops = [y + 1 + max(LEAST_LINES * week, (height - y - 1) * week // weeks) for week in range(weeks + 1)]
        for number in range(weeks * 7):
            day, column = agenda.first + timedelta(days=number), number % 7
            x, room = edges[column], edges[column + 1] - edges[column] - gap
            head = _head(day, today, month[0] <= day <= month[1], len(agenda.on(day)), marks.get(day, 0), room)
            top, below = tops[number // 7], tops[number // 7 + 1]
            cell = (head, *_items(agenda.on(day), room, below - top - 1))
            tiles.append(Tile(day.isoformat(), x, top, room, cell))
        return tiles

    return lay


def _meets(item: AgendaItem, month: tuple[date, date]) -> bool:
    return item.first <= month[1] and item.last >= month[0]


def _above(running: Sequence[AgendaItem], width: int, height: int) -> list[Tile]:
    """What runs long: in lines where there is room, else in one."""
    if not running:
        return []
    if width >= _NARROW and height >= 28:
        return [Tile("", tile.x, tile.y, tile.width, tile.lines) for tile in long_tiles(running, width, LONG_SHOWN)]
    names = ", ".join(item.day.title or "zonder titel" for item in running)
    return [Tile("", 0, 0, width, ((("LOOPT ", "head"), (cut(names, width - 6), "muted")),))]


def _head(day: date, today: date, inside: bool, count: int, clashes: int, width: int) -> Line:
    """The number of a day, ↯ when something clashes, a rule, and how many items there are."""
    look = "accent" if day == today else "muted" if not inside else "head" if day.weekday() >= 5 else "strong"
    left: list[Part] = [(f"{day.day} ", look)]
    left += [("vandaag " if width >= 16 else "nu ", look)] if day == today else []
    left += [(f"{CLASH} ", "warning")] if clashes else []
    right: list[Part] = [(f" {count}", "strong" if count else "muted")] if count else []
    rule = ("━" if day == today else "─") * max(0, width - cells(left) - cells(right))
    return (*left, (rule, "accent" if day == today else "rule"), *right)


def _items(items: Sequence[AgendaItem], width: int, room: int) -> list[Line]:
    shown = items if len(items) <= room else items[: room - 1] if room > 1 else items[:1]
    lines = [_short(item, width) for item in shown]
    if len(items) > len(shown) and room > 1:
        lines.append(((f"  en nog {len(items) - len(shown)}", "muted"),))
    return lines


def _short(item: AgendaItem, width: int) -> Line:
    look = "struck" if item.is_gone else "" if item.day.dossier else "muted"
    left: list[Part] = [(f"{item.sign} ", look_of(item)), (item.day.title or "zonder titel", look)]
    right: list[Part] = [(item.handling_class, "accent")] if item.handling_class and width >= 14 else []
    return justified(left, right, width)
