"""Charts of counts: drawn by plotext for a terminal, by pygal for a file (SVG), both from the same bars; and a line.

Both libraries are loaded where something is drawn, never at start. plotext sees numbers only, never a text of people.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap
from typing import Any, Literal, TypeAlias
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

from aovconsole.domain.text import REPLACEMENT, clean

BarLook: TypeAlias = Literal["counted", "part", "published"]

SIGNS: dict[BarLook, str] = {"counted": "█", "part": "▒", "published": "░"}
"""How a bar is filled in a terminal: told apart without colour."""

_FILLS: dict[BarLook, str] = {
    "counted": "fill:#3a3a3a;stroke:#3a3a3a",
    "part": "fill:#ffffff;stroke:#3a3a3a;stroke-width:1.5;stroke-dasharray:5 3",
    "published": "fill:#c4c4c4;stroke:#3a3a3a",
}
"""The same in a file: dark, only an outline, light; as plain in grey as in colour."""

_SVG = "http://www.w3.org/2000/svg"
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML file cannot hold."""

_WIDTH, _MARGIN, _BAR, _FRAME, _LINE = 760, 20, 27, 96, 16
_LINE_CHARACTERS = 112
_LABEL_CHARACTERS = 48
_FEW = 10
_WITHOUT_PURPOSE = ("script", "desc")
"""What pygal adds for moving pictures: our files never hold a script."""


def _pygal() -> Any:
    """The library, without the old finder that it hangs into every later import (Python warns of it)."""
    before = list(sys.meta_path)
    import pygal

    sys.meta_path[:] = [finder for finder in sys.meta_path if finder in before or type(finder).__module__ != "pygal"]
    return pygal


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length (None: not counted, no bar), the number as it is said, how it is filled."""

    label: str
    count: int | None
    said: str
    look: BarLook


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other under a title; `about` are the lines below it: definition, period, source, note."""

    title: str
    bars: tuple[Bar, ...]
    about: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The figures as text, for whoever cannot see the bars."""
        return f"{self.title}: " + "; ".join(f"{bar.label} {bar.said}" for bar in self.bars) + "."


def drawn_bars(bars: Sequence[Bar], width: int) -> tuple[str, ...]:
    """The bars as text of at most `width` cells, one line for each, on one scale; without labels and numbers."""
    longest = max((bar.count or 0 for bar in bars), default=0)
    if width < 1 or not longest:
        return ("",) * len(bars)
    import plotext

    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.theme("clear")
    plotext.plot_size(width, len(bars))
    for line, bar in enumerate(reversed(bars), start=1):
        if bar.count:
            plotext.bar([line], [bar.count], orientation="h", width=0.01, marker=SIGNS[bar.look])
    plotext.frame(False)
    plotext.xfrequency(0)
    plotext.yticks([], [])
    plotext.xlim(0, longest)
    plotext.ylim(0.5, len(bars) + 0.5)
    lines: list[str] = plotext.uncolorize(plotext.build()).split("\n")
    plotext.clear_figure()
    return tuple(line.rstrip() for line in [*lines, *[""] * len(bars)][: len(bars)])


LEVEL = "╌"
"""What a level (a threshold) is drawn with."""


def drawn_line(
    points: Sequence[tuple[float, float]], levels: Sequence[float], width: int, height: int
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """A line through points (x, y from nought on) as `height` lines of `width` cells, and the line of each level.

    The line lies over the levels; without points only the levels are there. There is no axis and no text.
    """
    if width < 1 or height < 1 or not (points or levels):
        return (" " * max(0, width),) * max(0, height), (0,) * len(levels)
    xs, ys = [x for x, _ in points] or [0.0], [y for _, y in points]
    begin, end = (xs[0], xs[-1]) if xs[0] < xs[-1] else (xs[0] - 1, xs[0] + 1)
    top = max([*ys, *levels]) * 1.05 or 1.0
    rows = []
    for level in levels:
        alone = _plotted([([begin, end], [level], LEVEL)], (begin, end), top, 1, height)
        rows.append(next(row for row, line in enumerate(alone) if LEVEL in line))
    drawn = [([begin, end], [level, level], LEVEL) for level in levels]
    if points:
        drawn.append((xs, ys, "hd" if xs[0] < xs[-1] else "●"))
    return _plotted(drawn, (begin, end), top, width, height), tuple(rows)


def _plotted(
    drawn: Sequence[tuple[list[float], list[float], str]],
    ends: tuple[float, float],
    top: float,
    width: int,
    height: int,
) -> tuple[str, ...]:
    import plotext

    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.theme("clear")
    plotext.plot_size(width, height)
    for xs, ys, marker in drawn:
        plotext.plot(xs[: len(ys)], ys, marker=marker)
    plotext.frame(False)
    plotext.xfrequency(0)
    plotext.xticks([], [])
    plotext.yticks([], [])
    plotext.xlim(*ends)
    plotext.ylim(0, top)
    lines: list[str] = plotext.uncolorize(plotext.build()).split("\n")
    plotext.clear_figure()
    return tuple(line.ljust(width) for line in [*lines, *[""] * height][:height])


def svg_of(charts: Sequence[Chart], title: str, source: str = "") -> str:
    """The charts below each other as one SVG file: no script, nothing from elsewhere, the figures in it as text."""
    register_namespace("", _SVG)
    blocks = [(_plain(chart), _about_lines(chart)) for chart in charts]
    heights = [_FRAME + _BAR * len(chart.bars) + _LINE * (len(about) + 1) for chart, about in blocks]
    source_lines = _wrapped(xml_text(source))
    height = 3 * _MARGIN + sum(heights) + _LINE * len(source_lines)
    root = Element(
        f"{{{_SVG}}}svg",
        {
            "viewBox": f"0 0 {_WIDTH} {height}", "width": str(_WIDTH), "height": str(height), "role": "img",
            "aria-labelledby": "title desc", "font-family": "sans-serif", "lang": "nl",
        },
    )  # fmt: skip
    _sub(root, "title", {"id": "title"}, xml_text(title))
    _sub(root, "desc", {"id": "desc"}, " ".join(chart.spoken for chart, _ in blocks))
    _sub(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    top = _MARGIN
    for number, ((chart, about), space) in enumerate(zip(blocks, heights, strict=True)):
        chart_height = _FRAME + _BAR * len(chart.bars)
        drawn = _drawn_svg(chart, number, chart_height)
        drawn.set("y", str(top))
        root.append(drawn)
        _say(root, about, top + chart_height)
        top += space
    _say(root, source_lines, top + _MARGIN)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _drawn_svg(chart: Chart, number: int, height: int) -> Element:
    """One chart as pygal draws it, without what only moves in a browser."""
    pygal = _pygal()
    from pygal.style import Style

    style = Style(
        background="#ffffff", plot_background="#ffffff", colors=("#3a3a3a",), opacity="1", opacity_hover="1",
        font_family="sans-serif", label_font_size=13, major_label_font_size=13, value_font_size=13, title_font_size=17,
        value_colors=("#000000",), guide_stroke_color="#bbbbbb", major_guide_stroke_color="#bbbbbb",
    )  # fmt: skip
    longest = max((bar.count or 0 for bar in chart.bars), default=0)
    made = pygal.HorizontalBar(
        style=style, js=(), width=_WIDTH, height=height, explicit_size=True, show_legend=False, print_values=True,
        print_values_position="top", title=chart.title, truncate_label=-1, include_x_axis=True,
        range=(0, max(1, round(longest * 1.12))), margin=_MARGIN, formatter=str, no_data_text="niets geteld",
    )  # fmt: skip
    made.uuid = f"chart{number}"
    made.x_labels = [bar.label for bar in reversed(chart.bars)]
    if longest <= _FEW:
        made.y_labels = list(range(longest + 2))  # else an axis of halves: nothing here is counted in halves
    made.add("", [_value(bar) for bar in reversed(chart.bars)])
    drawn = fromstring(made.render(is_unicode=True).encode("utf-8"))
    for parent in list(drawn.iter()):
        for child in [one for one in parent if one.tag.rpartition("}")[2] in _WITHOUT_PURPOSE]:
            parent.remove(child)
        if parent.get("class") == "value":  # pygal sets the number on the end of its bar, half over it
            parent.set("style", "text-anchor:start")
            parent.set("dx", "-2")
    return drawn


def _value(bar: Bar) -> object:
    return {
        "value": bar.count or 0, "formatter": lambda _: bar.said, "node": {"style": _FILLS[bar.look]}
    }  # fmt: skip


def _plain(chart: Chart) -> Chart:
    """The chart with texts that an XML file can hold; long labels are cut, in `about` they stand in full."""
    bars = (replace(bar, label=_cut(xml_text(bar.label)), said=xml_text(bar.said)) for bar in chart.bars)
    return Chart(xml_text(chart.title), tuple(bars), tuple(map(xml_text, chart.about)))


def _cut(label: str) -> str:
    return label if len(label) <= _LABEL_CHARACTERS else label[: _LABEL_CHARACTERS - 1] + "…"


def xml_text(text: str) -> str:
    """A text that an XML file can hold, on one line."""
    return NOT_XML.sub(REPLACEMENT, clean(text))


def _about_lines(chart: Chart) -> list[str]:
    return [line for text in chart.about for line in _wrapped(xml_text(text))]


def _wrapped(text: str) -> list[str]:
    return wrap(text, _LINE_CHARACTERS)


def _say(root: Element, lines: Sequence[str], top: int) -> None:
    for number, line in enumerate(lines, start=1):
        place = {"x": str(_MARGIN), "y": str(top + number * _LINE), "font-size": "12", "fill": "#222222"}
        _sub(root, "text", place, line)


def _sub(parent: Element, tag: str, attributes: dict[str, str], text: str = "") -> None:
    SubElement(parent, f"{{{_SVG}}}{tag}", attributes).text = text or None
