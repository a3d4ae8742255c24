"""One day of the agenda: its items with a bar of their hours, what runs long, who is on duty, what clashes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aovconsole.domain.clash_rules import Clash
from aovconsole.screens.agenda_bars import DAY_CELLS, day_bar, hour_line
from aovconsole.screens.agenda_days import Agenda, AgendaItem
from aovconsole.screens.agenda_lines import CLASH, duty_picks, long_picks, look_of
from aovconsole.screens.calendar_story import STATUS
from aovconsole.screens.clash_dialog import clash_lines
from aovconsole.screens.widgets.painted import Line, Part, cells, cut, fit, justified
from aovconsole.screens.widgets.pick_list import Pick, heading

_BAR_FROM = 120
"""From this width on the hours stand beside the items."""


def one_day_picks(agenda: Agenda, clashes: Sequence[Clash], width: int) -> list[Pick]:
    """A day in full; empty when nothing stands on it. The key of a clash begins with its sign."""
    day = agenda.first
    picks: list[Pick] = []
    for item in agenda.on(day):
        picks += [Pick("", _hours if not picks else _nothing), Pick(f"{item.key} {day}", _OneItem(item, day), 2)]
    for more in (long_picks(agenda.running), duty_picks(agenda, space=False)):
        if more:
            picks += [Pick("", _nothing), *more] if picks else more
    if clashes:
        picks.append(heading("SAMENLOOP", space=bool(picks), note="s: bekijken en aanvaarden"))
        picks += [_clash_pick(clash, width) for clash in clashes]
    return picks


def _nothing(_: int) -> Sequence[Line]:
    return ((),)


def _hours(width: int) -> Sequence[Line]:
    if width < _BAR_FROM:
        return ((("TIJD", "head"), (" " + "─" * (width - 5), "rule")),)
    rule = "─" * (width - DAY_CELLS - 7)
    return ((("TIJD ", "head"), (rule, "rule"), ("  ", ""), (hour_line(), "muted")),)


class _OneItem:
    """An item of a day: its times and title, below it its place, class and standing."""

    def __init__(self, item: AgendaItem, day: date) -> None:
        self._item, self._day = item, day

    def __call__(self, width: int) -> Sequence[Line]:
        item = self._item
        bar = day_bar(item, self._day, look_of(item)) if width >= _BAR_FROM else ()
        room = width - cells(bar) - (2 if bar else 0)
        look = "struck" if item.is_gone else "strong" if item.day.dossier else ""
        left: list[Part] = [(fit(item.clock(self._day), 13), "muted"), (f"{item.sign} ", look_of(item))]
        left.append((item.day.title or "zonder titel", look))
        first = (*justified(left, [(item.class_text, "accent")], room), ("  ", ""), *bar)
        return first, justified([(" " * 15, ""), (item.day.place, "muted")], self._standing, room)

    @property
    def _standing(self) -> list[Part]:
        layer = self._item.day.layer
        source: list[Part] = [(cut(layer.removeprefix("import:"), 24), "muted")] if layer.startswith("import:") else []
        return (
            [(f"{STATUS[self._item.day.status]}  ", "warning"), *source] if self._item.day.status in STATUS else source
        )


def _clash_pick(clash: Clash, width: int) -> Pick:
    height = len(clash_lines(clash, width)) + 1
    return Pick(f"{CLASH}{clash.key} ", lambda wide: clash_lines(clash, wide), height)
