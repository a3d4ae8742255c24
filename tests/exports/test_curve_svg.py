"""A curve as a picture: only shapes and text, told apart by form, whatever stands in its texts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import fromstring

import pytest

from aovconsole.domain.times import AMSTERDAM
from aovconsole.exports.curve_svg import CurveLevel, CurveMark, CurvePoint, Drawn, curve_svg

BEGIN = datetime(2027, 2, 7, 13, tzinfo=UTC)


def drawn(values: list[float], minutes: int = 30, **more: object) -> Drawn:
    times = (BEGIN + timedelta(minutes=minutes * place) for place in range(len(values)))
    points = [CurvePoint(at, value, False) for at, value in zip(times, values, strict=True)]
    return Drawn("Drukte", "in woorden", "personen", points, [], [], AMSTERDAM)._replace(**more)  # type: ignore[arg-type]


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in fromstring(svg).iter() if one.tag.endswith("}text")]


def test_times_and_values_stand_at_the_axes() -> None:
    found = texts(curve_svg(drawn([0, 12000, 8000])))
    assert {"14:00", "14:30", "15:00", "0", "5.000", "10.000", "personen"} <= set(found)


def test_a_level_has_a_dash_of_its_own_and_its_name() -> None:
    levels = [CurveLevel(10000, "aandacht"), CurveLevel(15000, "vol")]
    svg = curve_svg(drawn([1, 2], levels=levels))
    dashes = [one.get("stroke-dasharray") for one in fromstring(svg).iter() if one.get("stroke-width") == "1.2"]
    assert len(set(dashes)) == 3 and {"aandacht", "vol"} <= set(texts(svg))


def test_a_moment_outside_the_readings_is_not_drawn_one_near_them_is() -> None:
    marks = [
        CurveMark(BEGIN - timedelta(hours=5), "B-A1"),
        CurveMark(BEGIN + timedelta(minutes=50), "B-A2"),
        CurveMark(BEGIN + timedelta(minutes=10), "B-A3"),
    ]
    found = texts(curve_svg(drawn([1, 2], marks=marks)))
    assert "B-A1" not in found and {"B-A2", "B-A3"} <= set(found)


@pytest.mark.parametrize("values", [[0.0, 0.0], [1e9, 1.0], [0.001, 0.002], [5.0], [5.0] * 500])
def test_any_values_give_a_picture(values: list[float]) -> None:
    svg = curve_svg(drawn(values))
    assert svg.count("<circle") == len(values) and "nan" not in svg


def test_days_stand_under_a_curve_of_more_days_and_hostile_names_do_nothing() -> None:
    level = CurveLevel(1, "<script>\x00\u202e" + "lang " * 100)
    svg = curve_svg(drawn([1.0] * 50, 120, levels=[level], title="<b>"))
    assert "ma 8 feb" in texts(svg) and "<script" not in svg
    assert max(len(text) for text in texts(svg)) <= 40


def test_a_curve_of_centuries_has_few_ticks() -> None:
    svg = curve_svg(drawn([1.0, 2.0], 60 * 24 * 365 * 250))
    assert len(texts(svg)) < 40
