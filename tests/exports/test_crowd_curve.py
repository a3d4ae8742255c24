"""The curve of a place: exactly the lines that were asked for, at every width, with every threshold on its own line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from unicodedata import east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.crowd_state import Curve, Point
from aovconsole.domain.times import stored
from aovconsole.exports.charts import LEVEL, drawn_line
from aovconsole.exports.crowd_curve import curve_lines, happened_line
from tests.builders import HOSTILE

pytestmark = pytest.mark.all

BEGIN = datetime(2027, 2, 7, 11, 0, tzinfo=UTC)
DAY = ((0, 2_000), (60, 6_000), (100, 11_000), (150, 13_000), (220, 9_000))
MARKS = ((Decimal(12_000), "aandacht"), (Decimal(15_000), "instroom stoppen"))


def curve(
    points: tuple[tuple[int, int], ...] = DAY, marks: tuple[tuple[Decimal, str], ...] = MARKS, unit: str = "persons"
) -> Curve:
    """A curve of values at minutes from noon."""
    said = tuple(Point(stored(BEGIN + timedelta(minutes=at)), Decimal(value), False) for at, value in points)
    return Curve(unit, said, marks, 0)


def cells(line: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


def drawn(line: str) -> set[str]:
    """The signs of the curve itself in a line."""
    return {sign for sign in line if "\u2580" <= sign <= "\u259f" or sign == "●"}


@pytest.mark.parametrize("width", [20, 32, 40, 80, 120])
@pytest.mark.parametrize("height", [6, 10, 24])
def test_thresholds_and_times_are_marked_at_every_size(width: int, height: int) -> None:
    lines = curve_lines(curve(), width, height)
    assert len(lines) == height and max(map(cells, lines)) <= width
    axis = [line.split("┤")[0].strip() for line in lines if "┤" in line]
    assert [text for text in axis if text in ("15.000", "12.000", "0")] == ["15.000", "12.000", "0"]
    for value, label in (("15.000", "instroom stoppen"), ("12.000", "aandacht")):
        [line] = [line for line in lines if line.startswith(value)]
        assert LEVEL in line
        assert label[:4] in line or drawn(line)
    assert lines[-1].split() == ["12:00", "15:40"]
    assert set().union(*map(drawn, lines[:-1])), "there is a curve"


def test_the_curve_lies_above_the_thresholds_that_it_passes_and_under_the_others() -> None:
    lines = curve_lines(curve(), 80, 24)
    row = {
        value: next(n for n, line in enumerate(lines) if line.strip().startswith(value))
        for value in ("15.000", "12.000")
    }
    highest = min(number for number, line in enumerate(lines) if drawn(line))
    assert row["15.000"] < highest < row["12.000"]


def test_a_night_names_its_days_where_there_is_room() -> None:
    night = curve(((0, 1_000), (17 * 60, 20_000)), ())
    assert curve_lines(night, 60, 5)[-1].split() == ["zo", "12:00", "ma", "05:00"]
    assert curve_lines(night, 20, 5)[-1].split() == ["12:00", "05:00"]


@pytest.mark.parametrize(
    ("unit", "values", "said"),
    [
        ("share", ("0.4", "0.875"), "87,5%"),
        ("density", ("0.5", "2.5"), "2,5/m²"),
        ("share", ("0.4", "0.6666666666666666666666666667"), "66%"),
    ],
)
def test_the_axis_speaks_the_unit(unit: str, values: tuple[str, str], said: str) -> None:
    points = tuple(Point(stored(BEGIN + timedelta(hours=at)), Decimal(value), False) for at, value in enumerate(values))
    assert f"{said}┤" in "\n".join(curve_lines(Curve(unit, points, (), 0), 40, 6))


def test_one_reading_is_a_point_and_nothing_is_nothing() -> None:
    [*lines, times] = curve_lines(curve(((5, 800),), ()), 40, 5)
    assert [line for line in lines if "●" in line] and times.strip() == "12:05"
    assert curve_lines(curve((), MARKS), 40, 5) == ("",) * 5
    assert curve_lines(curve(), 8, 5) == ("",) * 5
    assert curve_lines(curve(), 40, 2) == ("",) * 2
    assert curve_lines(curve(), 40, 0) == ()
    assert len(curve_lines(curve(((0, 0), (9, 0)), ()), 40, 5)) == 5
    assert drawn_line((), (), 3, 2) == (("   ", "   "), ())


@pytest.mark.parametrize("text", [*HOSTILE.values(), "東京の広場", "🚨🚨🚨🚨"], ids=[*HOSTILE, "wide", "emoji"])
def test_a_name_of_any_kind_breaks_no_line(text: str) -> None:
    for width in (20, 41, 120):
        lines = curve_lines(curve(marks=((Decimal(14_500), text),)), width, 8)
        assert len(lines) == 8 and max(map(cells, lines)) <= width
        assert not any(sign in line for line in lines for sign in "\x1b\x9b\x00\n\u202e\u2028")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 1_000_000)), max_size=40),
    st.lists(st.integers(1, 1_000_000), max_size=4),
    st.integers(20, 120),
    st.integers(3, 30),
)
def test_any_curve_has_its_lines(points: list[tuple[int, int]], heights: list[int], width: int, height: int) -> None:
    marks = tuple((Decimal(value), f"drempel {value}") for value in sorted(heights))
    lines = curve_lines(curve(tuple(sorted(points)), marks), width, height)
    assert len(lines) == height
    assert all(cells(line) <= width for line in lines)
    if points and heights:
        highest = f"{max(heights):,}".replace(",", ".")
        assert [line for line in lines if line.strip().startswith(f"{highest}┤")]


def test_what_was_decided_stands_under_the_curve_at_its_time() -> None:
    def at(minutes: int) -> str:
        return stored(BEGIN + timedelta(minutes=minutes))

    line = happened_line(curve(), [(at(110), "B-A1"), (at(300), "B-A2"), (at(-10), "B-A0")], 80)
    assert len(line) <= 80 and line.endswith("▴B-A2"), "after the last reading: at the end"
    assert abs(line.index("▴B-A1") - 43) <= 2, "half way along the axis"
    assert line.index("▴B-A0") == len("15.000┤"), "before the first reading: at the begin"
    assert happened_line(curve(), [(at(110), "B-A1"), (at(110), "B-A2")], 80).count("▴") == 1
    assert happened_line(curve(), [], 80) == happened_line(curve(()), [(at(0), "B-A1")], 80) == ""


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(-60, 300), st.integers(16, 90))
def test_no_name_makes_the_line_too_long(name: str, minutes: int, width: int) -> None:
    line = happened_line(curve(), [(stored(BEGIN + timedelta(minutes=minutes)), name)], width)
    assert cells(line) <= width
