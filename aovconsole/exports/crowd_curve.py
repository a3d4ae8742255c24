"""The curve of a place as text for a terminal: its readings over the day, with each threshold marked on its line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from unicodedata import combining, east_asian_width
from zoneinfo import ZoneInfo

from aovconsole.domain.crowd_state import Curve
from aovconsole.domain.crowd_values import derived_text, value_text
from aovconsole.domain.record import Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, WEEKDAYS, read_stored
from aovconsole.exports.charts import LEVEL, drawn_line

LEAST_WIDTH, LEAST_HEIGHT = 16, 3
"""In less room than this there is no curve."""

_LEAST_LABEL, _LEAST_LEVEL = 4, 3


def curve_lines(curve: Curve, width: int, height: int, *, zone: ZoneInfo = AMSTERDAM) -> tuple[str, ...]:
    """The curve in exactly `height` lines of at most `width` cells: values at the left, the time below.

    A threshold is a broken line with its value at the left and its name in it, where that hides nothing of the curve.
    Without readings, or in too little room, the lines are empty.
    """
    if not curve.points or width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return ("",) * max(0, height)
    times = [read_stored(point.at) for point in curve.points]
    points = [(at.timestamp(), float(point.value)) for at, point in zip(times, curve.points, strict=True)]
    top = max(point.value for point in curve.points)
    axis_width = _axis_width(curve)
    canvas_width = width - axis_width - 1
    heights = [float(value) for value in (*_heights(curve), top)]
    drawn, rows = drawn_line(points, heights[:-1], canvas_width, height - 1)
    labels: dict[int, str] = {height - 2: "0"}
    if top:
        labels[_row_of(points, heights, canvas_width, height - 1)] = _said(top, curve)
    names: dict[int, list[str]] = {}
    for row, (value, label) in zip(rows, curve.marks, strict=True):
        labels[row] = _said(value, curve)
        names.setdefault(row, []).insert(0, clean(label))
    lines = [
        f"{labels.get(row, ''):>{axis_width}}{'┤' if row in labels else '│'}"
        f"{_named(line, ', '.join(names.get(row, ())))}"
        for row, line in enumerate(drawn)
    ]
    return (*(line.rstrip() for line in lines), " " * (axis_width + 1) + _time_axis(times, canvas_width, zone))


def happened_line(curve: Curve, happened: Sequence[tuple[Instant, str]], width: int) -> str:
    """What happened on the way (moment and name) at its place under a curve of this width, each behind a ▴.

    What was before the first reading or after the last stands at that end; where names meet, the sign stays.
    """
    if not curve.points or width < LEAST_WIDTH or not happened:
        return ""
    begin, end = (read_stored(curve.points[place].at).timestamp() for place in (0, -1))
    canvas = [" "] * (width - _axis_width(curve) - 1)
    for at, name in sorted(happened):
        part = min(1.0, max(0.0, (read_stored(at).timestamp() - begin) / (end - begin))) if end > begin else 0.0
        told = f"▴{_cut(clean(name), len(canvas) - 1)}"
        place = round(part * (len(canvas) - 1))
        start = min(place, max(0, len(canvas) - _cells(told)))
        if _cells(told) == len(told) and set(canvas[max(0, start - 1) : start + len(told) + 1]) <= {" "}:
            canvas[start : start + len(told)] = told
        elif canvas[place] == " ":
            canvas[place] = "▴"
    return (" " * (width - len(canvas)) + "".join(canvas)).rstrip()


def _axis_width(curve: Curve) -> int:
    """The cells that the values at the left take."""
    top = max(point.value for point in curve.points)
    return max(len(text) for text in ("0", *(_said(value, curve) for value in (top, *_heights(curve)))))


def _heights(curve: Curve) -> tuple[Decimal, ...]:
    return tuple(value for value, _ in curve.marks)


def _said(value: Decimal, curve: Curve) -> str:
    """A value of the curve; one that was converted without a tail."""
    text = value_text(value, curve.unit)
    return text if len(text) <= len("1.000.000") else derived_text(value, curve.unit)


def _row_of(points: list[tuple[float, float]], heights: list[float], width: int, height: int) -> int:
    """The line on which the highest reading lies: that of a level through it."""
    return drawn_line(points, heights, width, height)[1][-1]


def _named(line: str, label: str) -> str:
    """The line of a threshold with its name in it: at the left, else at the right, where nothing of the curve is."""
    text = _cut(label, len(line) - 2 - _LEAST_LEVEL)
    if _cells(text) < min(_LEAST_LABEL, _cells(label)) or not label:
        return line
    room = _cells(text) + 2
    for start in (0, len(line) - room):
        if set(line[start : start + room]) <= {LEVEL, " "}:
            return f"{line[:start]} {text} {line[start + room :]}"
    return line


def _time_axis(times: list[datetime], width: int, zone: ZoneInfo) -> str:
    """The first and the last time, with the day where they are not of one day and there is room."""
    begin, end = (moment.astimezone(zone) for moment in (times[0], times[-1]))
    shown = [f"{at:%H:%M}" for at in (begin, end)]
    if begin == end:
        return shown[0]
    if begin.date() != end.date():
        with_days = [f"{WEEKDAYS[at.weekday()][:2]} {text}" for at, text in zip((begin, end), shown, strict=True)]
        shown = with_days if sum(map(len, with_days)) < width else shown
    gap = width - len(shown[0]) - len(shown[1])
    return f"{shown[0]}{' ' * gap}{shown[1]}" if gap > 0 else shown[1][:width]


def _cells(text: str) -> int:
    """How many cells a text takes: wide signs take two, those that lie on another none."""
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _cut(text: str, width: int) -> str:
    """A text in at most this many cells, with … where something was cut off."""
    kept = text[: max(0, width) + 1]
    if kept == text and _cells(text) <= width:
        return text
    while kept and _cells(kept) >= width:
        kept = kept[:-1]
    return f"{kept}…" if kept else ""
