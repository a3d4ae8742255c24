"""The year of the agenda: how much each day asks of the city, by sign and colour; the months and one day in full."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest
from pathlib import Path

from aovconsole.domain.times import MONTHS, WEEKDAYS, date_text, day_short
from aovconsole.reference.files import load_clashes, sound
from aovconsole.screens.agenda_days import TYPES, Agenda, AgendaItem, monday_of
from aovconsole.screens.agenda_lines import clash_text, look_of
from aovconsole.screens.widgets.painted import Line, Part, cells, cut, fit, justified

CURSOR = "cursor "
"""In front of a look: the cell under the cursor."""

LABEL = 3
"""The cells in front of the first week: the names of the weekdays."""

MAP_TOP = 1
"""The line of the first weekday."""

_STEPS = (("·", "rule"), ("░", "muted"), ("▒", "event"), ("▓", "warning"), ("█", "error"))
"""The sign and the look of a day by how much it asks, from nothing to the most."""

_BESIDE = 110
"""From this width on the months stand beside the day."""

_BAR = 18
_POINTS = "punten (te bevestigen), zonder lange items en ingelezen agenda's"
_ITEMS = "items per dag, zonder lange items"
_WIDEST = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """What counts, and from which number on a day is light, half, full and heavy; `limit` is what the city can bear."""

    unit: str
    bounds: tuple[int, int, int, int]
    limit: int | None = None

    def step(self, load: int) -> int:
        """How heavy a day is: 0 (nothing) to 4."""
        return sum(load >= bound for bound in self.bounds)

    @property
    def legend(self) -> Line:
        """Which sign stands for which numbers."""
        parts: list[Part] = [(f"{_STEPS[0][0]} ", "rule"), ("niets   ", "muted")]
        for number, bound in enumerate(self.bounds, 1):
            above = self.bounds[number] - 1 if number < len(self.bounds) else None
            said = f"vanaf {bound}" if above is None else str(bound) if above == bound else f"{bound}–{above}"
            if above is None and self.limit is not None:
                said = f"boven de grens van {self.limit}"
            parts += [(_STEPS[number][0] * 2, _STEPS[number][1]), (f" {said}   ", "muted")]
        return (*parts, (self.unit, "muted"))


def scale_for(most: int, unit: str, limit: int | None) -> Scale:
    """A scale up to the busiest day of the year, or up to the limit of the city where somebody set one."""
    if limit is not None:
        limit = max(limit, 3)
        return Scale(unit, (1, 1 + limit // 3, 1 + 2 * limit // 3, limit + 1), limit)
    most = max(most, 4)
    return Scale(unit, (1, 1 + most // 4, 1 + most // 2, 1 + 3 * most // 4))


def loads_of(agenda: Agenda, weights: Mapping[str, int]) -> dict[date, int]:
    """What each day asks: the weights of what stands on it, or how many items where no weights are known.

    What does not take place asks nothing; what runs long is not counted on each of its days.
    """
    worth = {id(item): _worth(item, weights) for item in agenda.items}
    return {day: sum(worth[id(item)] for item in items) for day, items in agenda.days.items()}


def _worth(item: AgendaItem, weights: Mapping[str, int]) -> int:
    if item.is_gone:
        return 0
    if not weights:
        return 1
    type_ = TYPES.get(item.day.layer, "")
    return weights.get(f"{type_} {item.handling_class}".strip(), weights.get(type_, 0))


@dataclass(frozen=True, slots=True)
class Year:
    """A year as a map of its days; `marks` counts the clashes of days that were asked for."""

    agenda: Agenda
    loads: Mapping[date, int]
    scale: Scale
    today: date
    marks: Mapping[date, int] = field(default_factory=dict)

    @property
    def first(self) -> date:
        """The Monday of the first column."""
        return monday_of(self.agenda.first)

    @property
    def weeks(self) -> int:
        """How many columns there are."""
        return (self.agenda.last - self.first).days // 7 + 1

    def cell(self, width: int) -> int:
        """How wide a day is."""
        return min(max((width - LABEL) // self.weeks, 1), _WIDEST - 1)

    def day_at(self, width: int, x: int, y: int) -> date | None:
        """The day of the year at a cell of the map."""
        column, row = (x - LABEL) // self.cell(width), y - MAP_TOP
        day = self.first + timedelta(days=column * 7 + row)
        inside = x >= LABEL and 0 <= row < 7 and self.agenda.first <= day <= self.agenda.last
        return day if inside else None

    def lines(self, width: int, cursor: date) -> list[Line]:
        """The map, its legend, then the day under the cursor and the months."""
        about = self._about(cursor, width if width < _BESIDE else width - width // 2 - 3)
        lines = [self._months_above(width), *(self._weekday(row, width, cursor) for row in range(7))]
        lines += [self._today_below(width), *self._legend(width)]
        if width < _BESIDE:
            return [*lines, *about]
        left = self._months(width // 2)
        pairs = zip_longest(left, about, fillvalue=())
        joined = [(*mine, (" " * (width // 2 - cells(mine) + 3), ""), *theirs) for mine, theirs in pairs]
        return [*lines, (), *joined]

    def _legend(self, width: int) -> list[Line]:
        legend = self.scale.legend
        if cells(legend) <= width:
            return [legend]
        return [justified(legend[:-1], (), width), ((cut(self.scale.unit, width), "muted"),)]

    def _months_above(self, width: int) -> Line:
        cell, text = self.cell(width), ""
        for month in range(12):
            first = date(self.agenda.first.year, month + 1, 1)
            at = (first - self.first).days // 7 * cell
            text = text.ljust(at)[:at] + day_short(first).rpartition(" ")[2] + " "
        return ((" " * LABEL, ""), (text, "head"))

    def _today_below(self, width: int) -> Line:
        if not self.agenda.first <= self.today <= self.agenda.last:
            return ()
        at = LABEL + (self.today - self.first).days // 7 * self.cell(width)
        said = "▴ vandaag" if at + 9 <= width else "vandaag ▴"
        return ((" " * (at if at + 9 <= width else at - 8), ""), (said, "accent"))

    def _weekday(self, row: int, width: int, cursor: date) -> Line:
        cell = self.cell(width)
        parts: list[Part] = [(fit(WEEKDAYS[row][:2], LABEL), "accent" if row == self.today.weekday() else "muted")]
        for week in range(self.weeks):
            day = self.first + timedelta(days=week * 7 + row)
            if self.agenda.first <= day <= self.agenda.last:
                parts.append(self._cell(day, cell, at_cursor=day == cursor))
            else:
                parts.append((" " * cell, ""))
        return tuple(parts)

    def _cell(self, day: date, cell: int, *, at_cursor: bool) -> Part:
        load = self.loads.get(day, 0)
        sign, look = _STEPS[self.scale.step(load)]
        if at_cursor:
            return ({1: "◉", 2: "▐▌"}.get(cell, f"▌{load:<2}"[:cell]), f"{CURSOR}accent")
        if cell < _WIDEST - 1:
            return (sign * cell if load else sign.ljust(cell), look)
        return (f"{sign}{load:<2}"[:cell] if load else sign.ljust(cell), look)

    def _about(self, day: date, width: int) -> list[Line]:
        """A day: what it asks, what stands on it, what runs long over it."""
        items = self.agenda.on(day)
        running = [item for item in self.agenda.running if item.first <= day <= item.last]
        count = f"{len(items)} {'item' if len(items) == 1 else 'items'}"
        load = "" if self.scale.unit == _ITEMS else f"{self.loads.get(day, 0)} punten · "
        said = "  ".join(filter(None, (clash_text(self.marks.get(day, 0)), load + count)))
        name = date_text(day).rpartition(" ")[0]
        rule = "─" * max(0, width - len(name) - len(said) - 2)
        lines: list[Line] = [((f"{name} ", "head"), (rule, "rule"), (f" {said}", "muted"))]
        lines += [_item_line(item, item.clock(day), width) for item in items]
        lines += [_item_line(item, "loopt", width) for item in running]
        return lines if len(lines) > 1 else [*lines, (("niets", "muted"),)]

    def _months(self, width: int) -> list[Line]:
        """The months: what each asks in all, and its busiest day."""
        sums, counts, busiest = [0] * 12, [0] * 12, list[date | None]([None] * 12)
        for day, load in sorted(self.loads.items()):
            month = day.month - 1
            sums[month] += load
            counts[month] += sum(1 for item in self.agenda.on(day) if max(item.first, self.agenda.first) == day)
            best = busiest[month]
            if load and (best is None or load > self.loads[best]):
                busiest[month] = day
        most = max(*sums, 1)
        rule = "─" * (width - len("PER MAAND") - len("items   drukste dag") - 2)
        lines: list[Line] = [(("PER MAAND ", "head"), (rule, "rule"), (" items   drukste dag", "muted"))]
        for month in range(12):
            best = busiest[month]
            peak = f"{WEEKDAYS[best.weekday()][:2]} {best.day:>2} ({self.loads[best]})" if best else "–"
            bar = "█" * (sums[month] * _BAR // most) or ("▏" if sums[month] else "")
            left: list[Part] = [(fit(MONTHS[month], 10), ""), (bar, "event"), (f" {sums[month] or ''}", "strong")]
            lines.append(justified(left, [(f"{counts[month] or '–':>5}   ", ""), (fit(peak, 11), "muted")], width))
        return lines


def _item_line(item: AgendaItem, when: str, width: int) -> Line:
    look = "struck" if item.is_gone else "strong" if item.day.dossier else ""
    left: list[Part] = [(fit(when, 13), "muted"), (f"{item.sign} ", look_of(item))]
    left += [(item.day.title or "zonder titel", look), (f"  {item.day.place}", "muted")]
    return justified(left, [(item.handling_class, "accent")] if item.handling_class else (), width)


def year_of(agenda: Agenda, home: Path, today: date, marks: Mapping[date, int]) -> Year:
    """The year of an agenda, each day weighed as `data/clashes.toml` says."""
    rules = sound(load_clashes, home).rules()
    loads = loads_of(agenda, rules.loads)
    unit = _POINTS if rules.loads else _ITEMS
    return Year(agenda, loads, scale_for(max(loads.values(), default=0), unit, rules.load_limit), today, marks)
