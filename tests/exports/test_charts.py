"""Charts: bars as long as their numbers, the same in a terminal and in a file; a file without anything that acts."""

from __future__ import annotations

import subprocess
import sys
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.exports.charts import SIGNS, Bar, Chart, drawn_bars, svg_of
from tests.builders import HOSTILE
from tests.require import REPOSITORY

pytestmark = pytest.mark.all

BARS = (
    Bar("2021 journaal", None, "–", "counted"),
    Bar("2023 gepubliceerd", 98, "98 ?", "published"),
    Bar("2024 journaal", 49, "49", "counted"),
    Bar("2026 journaal", 0, "0", "counted"),
    Bar("2027 journaal (deel)", 1, "1", "part"),
)
CHART = Chart("Incidenten met AOV-inzet", BARS, ("Telt: incidenten waarvoor de AOV is ingezet",))
SVG = "{http://www.w3.org/2000/svg}"


def test_a_bar_is_as_long_as_its_number_and_filled_by_its_kind() -> None:
    nothing, longest, half, zero, part = drawn_bars(BARS, 60)
    assert (nothing, zero) == ("", "")
    assert set(longest) == {SIGNS["published"]} and len(longest) == 60
    assert set(half) == {SIGNS["counted"]} and abs(len(half) - 30) <= 1
    assert set(part) == {SIGNS["part"]} and len(part) <= 2, "one is seen too"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | st.integers(0, 5000), min_size=1, max_size=30), st.integers(1, 120))
def test_every_bar_has_its_own_line(counts: list[int | None], width: int) -> None:
    bars = [Bar(str(at), count, str(count), "counted") for at, count in enumerate(counts)]
    lines = drawn_bars(bars, width)
    assert len(lines) == len(bars)
    for bar, line in zip(bars, lines, strict=True):
        assert len(line) <= width
        assert bool(line) == bool(bar.count)
    order = sorted(zip((bar.count or 0 for bar in bars), map(len, lines), strict=True))
    assert [length for _, length in order] == sorted(length for _, length in order)


def test_nothing_to_draw() -> None:
    assert drawn_bars((), 40) == ()
    assert drawn_bars(BARS[:1], 40) == ("",)
    assert drawn_bars(BARS, 0) == ("",) * len(BARS)
    assert "niets geteld" in svg_of([Chart("leeg", ())], "leeg")


def test_the_file_says_its_figures_as_text_and_next_to_every_bar() -> None:
    root = fromstring(svg_of([CHART, CHART], "Jaarcijfers", "Peildatum 7 februari 2027").encode())
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert [root.findtext(f"{SVG}title"), root.get("aria-labelledby")] == ["Jaarcijfers", "title desc"]
    told = root.findtext(f"{SVG}desc") or ""
    shown = [one.text for one in root.iter(f"{SVG}text")]
    for bar in BARS:
        assert f"{bar.label} {bar.said}" in told
        assert shown.count(bar.label) == 2 and shown.count(bar.said) >= 2
    assert "Telt: incidenten waarvoor de AOV is ingezet" in shown and "Peildatum 7 februari 2027" in shown


def test_the_bars_are_told_apart_without_colour() -> None:
    root = fromstring(svg_of([CHART], "x").encode())
    styles = {one.get("style") for one in root.iter(f"{SVG}rect") if "fill" in (one.get("style") or "")}
    assert len(styles) == 3 and any("stroke-dasharray" in str(style) for style in styles)
    greys = {str(style).partition("fill:#")[2][:6] for style in styles}
    assert all(grey[:2] == grey[2:4] == grey[4:] for grey in greys) and len(greys) == 3


@pytest.mark.parametrize("text", [*HOSTILE.values(), "<script>alert(1)</script>", "]]>&lt;", "a\ufffeb", "{{ id }}%s"])
def test_hostile_text_is_text_and_the_file_acts_on_nothing(text: str) -> None:
    chart = Chart(text, (Bar(text, 3, text, "counted"),), (text,))
    file = svg_of([chart], text, text)
    root = fromstring(file.encode("utf-8"))
    tags = {str(one.tag).removeprefix(SVG) for one in root.iter()}
    assert not tags & {"script", "a", "image", "use", "foreignObject", "iframe", "animate", "set"}
    names = {name for one in root.iter() for name in one.attrib}
    assert not any(name.startswith("on") or name.endswith("href") for name in names)
    styles = "".join(one.text or "" for one in root.iter(f"{SVG}style"))
    assert "@import" not in styles and "url(" not in styles and text[:20] not in styles
    assert file.count("http") == file.count("http://www.w3.org/"), "nothing from elsewhere"
    assert not any(sign in file for sign in "\x00\x1b\x9b\u202e\ufffe")


def test_the_same_chart_is_the_same_file() -> None:
    assert svg_of([CHART], "x") == svg_of([CHART], "x")


@pytest.mark.parametrize("statement", ["aovconsole.cli", "aovconsole.app, aovconsole.screens.now",
                                       "aovconsole.screens.evaluation", "aovconsole.commands.figures"])  # fmt: skip
def test_nothing_draws_before_something_is_drawn(statement: str) -> None:
    script = f"import {statement}, sys; print([name for name in ('plotext', 'pygal') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
