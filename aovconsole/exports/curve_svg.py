"""A curve over time as an SVG file: readings, thresholds and numbered moments; black on white, told apart by form.

Only shapes and text, no style sheet, no script: a browser, typst and Word draw the same picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring
from zoneinfo import ZoneInfo

from aovconsole.domain.times import day_short
from aovconsole.exports.charts import xml_text

_SVG = "http://www.w3.org/2000/svg"
_WIDTH, _HEIGHT = 760, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 66, 16, 42, 46
_DASHES = ("8 4", "3 3", "12 3 3 3", "1 4")
_TICKS = (5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080)
_MOST_TICKS, _MOST_LABEL, _ROWS, _MARK = 9, 34, 3, 46
_INK = "#1a1a1a"
_NEAR = 3600.0
"""A moment so many seconds before the first or after the last reading is still in the picture."""


class CurvePoint(NamedTuple):
    """A reading: open where it was estimated or taken over from another unit."""

    at: datetime
    value: float
    open: bool


class CurveMark(NamedTuple):
    """A moment with what stands at it (`B-A3`)."""

    at: datetime
    label: str


class CurveLevel(NamedTuple):
    """A height with its name and how its value is said."""

    value: float
    label: str


class Drawn(NamedTuple):
    """What a curve shows: points in order of time, thresholds, moments; `unit` stands at the axis."""

    title: str
    spoken: str
    unit: str
    points: Sequence[CurvePoint]
    levels: Sequence[CurveLevel]
    marks: Sequence[CurveMark]
    zone: ZoneInfo


class _Frame(NamedTuple):
    """From moments and values to places on the paper."""

    begin: float
    length: float
    top: float

    def x(self, at: datetime) -> float:
        return _LEFT + (at.timestamp() - self.begin) / self.length * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        return _HEIGHT - _BOTTOM - value / self.top * (_HEIGHT - _TOP - _BOTTOM)


def curve_svg(drawn: Drawn) -> str:
    """The curve as the text of an SVG file; only where there is a point."""
    register_namespace("", _SVG)
    root = Element(
        f"{{{_SVG}}}svg",
        {
            "viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "width": str(_WIDTH), "height": str(_HEIGHT), "role": "img",
            "font-family": "sans-serif", "font-size": "12", "lang": "nl",
        },
    )  # fmt: skip
    _sub(root, "title", {}, drawn.title)
    _sub(root, "desc", {}, drawn.spoken)
    _sub(root, "rect", {"width": str(_WIDTH), "height": str(_HEIGHT), "fill": "#ffffff"})
    times = [point.at.timestamp() for point in drawn.points]
    times += [at for mark in drawn.marks if times[0] - _NEAR <= (at := mark.at.timestamp()) <= times[-1] + _NEAR]
    begin, end = min(times), max(times)
    pad = max((end - begin) * 0.02, 60.0)
    highest = max([point.value for point in drawn.points] + [level.value for level in drawn.levels])
    frame = _Frame(begin - pad, end - begin + 2 * pad, highest * 1.08 or 1.0)
    _axes(root, drawn, frame)
    _levels(root, drawn, frame)
    _marks(root, drawn, frame)
    _line(root, drawn, frame)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _axes(root: Element, drawn: Drawn, frame: _Frame) -> None:
    bottom = _HEIGHT - _BOTTOM
    _path(root, [(_LEFT, _TOP), (_LEFT, bottom), (_WIDTH - _RIGHT, bottom)], _INK, 1.2)
    step = _nice(frame.top / 4)
    value = 0.0
    while value <= frame.top:
        y = frame.y(value)
        if value:
            _path(root, [(_LEFT, y), (_WIDTH - _RIGHT, y)], "#e4e4e4", 0.8)
        _say(root, _LEFT - 6, y + 4, _number(value, drawn.unit), "end")
        value += step
    _say(root, 6, _HEIGHT - 6, drawn.unit, "start")
    minutes = frame.length / 60
    every = next((one for one in _TICKS if minutes / one <= _MOST_TICKS), minutes / _MOST_TICKS)
    local = datetime.fromtimestamp(frame.begin, UTC).astimezone(drawn.zone)
    tick = local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    last = frame.begin + frame.length
    while tick.timestamp() <= last:
        if tick.timestamp() >= frame.begin:
            _tick(root, tick, frame, drawn.zone)
        tick += timedelta(minutes=every)


def _tick(root: Element, tick: datetime, frame: _Frame, zone: ZoneInfo) -> None:
    x, bottom = frame.x(tick), _HEIGHT - _BOTTOM
    local = tick.astimezone(zone)
    _path(root, [(x, bottom), (x, bottom + 5)], _INK, 1)
    _say(root, x, bottom + 18, f"{local:%H:%M}", "middle")
    if (local.hour, local.minute) == (0, 0):
        _say(root, x, bottom + 33, day_short(local.date()), "middle")


def _levels(root: Element, drawn: Drawn, frame: _Frame) -> None:
    """Each threshold in a dash of its own, with its name above it at the right."""
    for number, level in enumerate(drawn.levels):
        y = frame.y(level.value)
        _path(root, [(_LEFT, y), (_WIDTH - _RIGHT, y)], _INK, 1.2, _DASHES[number % len(_DASHES)])
        _say(root, _WIDTH - _RIGHT - 2, y - 4, _cut(level.label), "end")


def _marks(root: Element, drawn: Drawn, frame: _Frame) -> None:
    """A thin line at each moment; labels that would lie over each other go to another row, then are left out."""
    ends = [0.0] * _ROWS
    for mark in drawn.marks:
        x = frame.x(mark.at)
        if not _LEFT <= x <= _WIDTH - _RIGHT:
            continue
        row = next((place for place, end in enumerate(ends) if end < x - _MARK / 2), None)
        _path(root, [(x, _TOP - 4), (x, _HEIGHT - _BOTTOM)], "#6a6a6a", 0.9, "2 2")
        if row is not None:
            ends[row] = x + _MARK / 2
            _say(root, min(max(x, _LEFT), _WIDTH - _MARK / 2), 14 + row * 12, _cut(mark.label), "middle", 11)


def _line(root: Element, drawn: Drawn, frame: _Frame) -> None:
    places = [(frame.x(point.at), frame.y(point.value)) for point in drawn.points]
    _path(root, places, _INK, 2)
    for point, (x, y) in zip(drawn.points, places, strict=True):
        fill = "#ffffff" if point.open else _INK
        size = "3.6" if len(places) < 80 else "1.8"
        _sub(
            root, "circle",
            {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": size, "fill": fill, "stroke": _INK, "stroke-width": "1.6"},
        )  # fmt: skip


def _nice(step: float) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten, not below this."""
    power = 1.0
    while power * 10 <= step:
        power *= 10
    while power > step:
        power /= 10
    return next(power * times for times in (1, 2, 2.5, 5, 10) if power * times >= step)


def _number(value: float, unit: str) -> str:
    if unit == "%":
        return f"{value:.0f}%"
    return f"{value:,.0f}".replace(",", ".") if value >= 10 or value == int(value) else f"{value:.2g}".replace(".", ",")


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_LABEL else f"{text[: _MOST_LABEL - 1]}…"


def _path(root: Element, places: Sequence[tuple[float, float]], stroke: str, width: float, dashes: str = "") -> None:
    drawn = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    values = {"d": drawn, "fill": "none", "stroke": stroke, "stroke-width": f"{width:g}"}
    _sub(root, "path", {**values, **({"stroke-dasharray": dashes} if dashes else {})})


def _say(root: Element, x: float, y: float, text: str, anchor: str, size: int = 12) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "fill": "#000000", "font-size": str(size)}
    _sub(root, "text", place, text)


def _sub(parent: Element, tag: str, attributes: dict[str, str], text: str = "") -> None:
    SubElement(parent, f"{{{_SVG}}}{tag}", attributes).text = xml_text(text) or None
