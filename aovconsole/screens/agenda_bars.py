"""Bars over time in the agenda: who is on duty over a week, and when something is on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from aovconsole.screens.agenda_days import AgendaItem
from aovconsole.screens.widgets.painted import Line, Part, cut

DAY_CELLS = 60
"""The cells of a day's bar, half an hour each: from midnight until six the next morning."""

_HALF_HOURS = 2
_HOUR_STEP = 3


def duty_rows(duties: Sequence[AgendaItem]) -> list[list[AgendaItem]]:
    """Stretches of duty by what is done, the first word of their title, each in order of time."""
    rows: dict[str, list[AgendaItem]] = {}
    for item in duties:
        if item.begin and item.end:
            rows.setdefault(item.day.title.partition(" ")[0], []).append(item)
    return [rows[name] for name in sorted(rows, key=str.casefold)]


def duty_line(stretches: Sequence[AgendaItem], first: date, edges: Sequence[int], width: int) -> Line:
    """The stretches of one duty as bars; `edges` are the columns in which the days from `first` on begin."""
    parts: list[Part] = []
    at = 0
    for item in stretches:
        begin, end = (_column(moment, first, edges) for moment in (item.begin, item.end) if moment)
        begin = max(begin, at)
        room = min(end - 1, width) - begin
        if room < 1:
            continue
        name = cut(f"{item.day.title} ", room)
        parts += [(" " * (begin - at), ""), (name, ""), ("━" * (room - len(name)), "token"), (" ", "")]
        at = begin + room + 1
    return tuple(parts)


def _column(moment: datetime, first: date, edges: Sequence[int]) -> int:
    day = (moment.date() - first).days
    if day < 0:
        return 0
    if day >= len(edges) - 1:
        return edges[-1]
    share = (moment.hour * 60 + moment.minute) / (24 * 60)
    return edges[day] + round(share * (edges[day + 1] - edges[day]))


def hour_line() -> str:
    """The hours above the bars of a day."""
    hours = range(0, DAY_CELLS // _HALF_HOURS, _HOUR_STEP)
    return "".join(f"{hour % 24:02}".ljust(_HOUR_STEP * _HALF_HOURS) for hour in hours)


def day_bar(item: AgendaItem, day: date, look: str) -> Line:
    """When an item is on a day; what takes no time is one sign."""
    begin, end = (_half_hour(moment, day) for moment in (item.begin, item.end))
    begin = 0 if item.begin is None else min(max(begin, 0), DAY_CELLS - 1)
    end = DAY_CELLS if item.end is None else min(max(end, begin + 1), DAY_CELLS)
    dots = "".join("·" if cell % (_HOUR_STEP * _HALF_HOURS) == 0 else " " for cell in range(DAY_CELLS))
    return ((dots[:begin], "rule"), ("━" * (end - begin), look), (dots[end:], "rule"))


def _half_hour(moment: datetime | None, day: date) -> int:
    if moment is None:
        return 0
    minutes = (moment.date() - day).days * 24 * 60 + moment.hour * 60 + moment.minute
    return minutes * _HALF_HOURS // 60
