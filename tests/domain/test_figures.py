"""The year figures: what counts when and where; months and places together are the year."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.figures import (
    COUNTS,
    DEMONSTRATIONS,
    FIGURES,
    LEVELS,
    count_year,
    counted,
    months_of,
    places_of,
    sum_of_year,
)
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow

NAMES = {"vrijthof": "Vrijthof", "vriethof": "Vrijthof"}

moments = st.dates(date(2022, 12, 30), date(2025, 1, 2)).flatmap(
    lambda day: st.integers(0, 1439).map(
        lambda minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute)
    )
)
places = st.sampled_from(["Vrijthof", "vriethof", " VRIJTHOF ", "Markt", "markt", "", "[bold]x[/]"])


def row(type_: str, begin: datetime, place: str, **body: Any) -> SubjectRow:
    return SubjectRow("s", type_, "s", "", "", "open", stored(begin), "", place, json.dumps(body))


incidents = st.builds(
    lambda begin, place, deployed, level: row("incident", begin, place, deployed=deployed, grip_highest=level),
    moments, places, st.booleans(), st.integers(0, 5),
)  # fmt: skip
demonstrations = st.builds(
    lambda begin, place, scale: row("demonstration", begin, place, scale=scale),
    moments, places, st.sampled_from(["small", "large", ""]),
)  # fmt: skip
cmts = st.builds(lambda begin, place: row("cmt", begin, place), moments, places)
evenementen = st.builds(
    lambda begin, place, assessed, rounds, more, days: row(
        "evenement", begin, place, assessed_on=assessed.date().isoformat() if assessed else "",
        rounds=[stored(one) for one in rounds], safety_rounds_count=len(rounds) + more, cmt_days_count=days,
    ),
    moments, places, st.none() | moments, st.lists(moments, max_size=3), st.integers(0, 4), st.integers(0, 4),
)  # fmt: skip
rows = st.lists(st.one_of(incidents, demonstrations, cmts, evenementen), max_size=25)
reference_dates = st.dates(date(2022, 6, 1), date(2025, 6, 1))


@given(rows, reference_dates, st.sampled_from([2022, 2023, 2024, 2025]))
def test_months_and_places_together_are_the_year(made: list[SubjectRow], reference_on: date, year: int) -> None:
    found = list(counted(made))
    of_year = count_year(year, made, reference_on)
    assert of_year == sum_of_year(year, found, reference_on)
    for figure in FIGURES:
        assert sum(months_of(figure, year, found, reference_on)) == of_year.value(figure), figure
        by_place = places_of(figure, year, found, reference_on, NAMES)
        assert sum(by_place.values()) == of_year.value(figure), figure
        assert len({" ".join(place.casefold().split()) for place in by_place}) == len(by_place), "one place, one row"
    assert sum(of_year.value(level) for level in LEVELS) == of_year.grip_incidents
    assert of_year.value(DEMONSTRATIONS) >= of_year.demonstrations_small + of_year.demonstrations_large


@given(rows, st.sampled_from([2023, 2024]), st.integers(1, 364))
def test_a_part_is_never_more_than_the_whole(made: list[SubjectRow], year: int, days: int) -> None:
    part = count_year(year, made, date(year, 1, 1) + timedelta(days=days - 1))
    whole = count_year(year, made, date(year, 12, 31))
    assert not part.whole_year or days == 366
    assert whole.whole_year
    assert all(part.value(figure) <= whole.value(figure) for figure in FIGURES)


MIDNIGHT = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
"""In Maastricht it is 2025 by then."""


@pytest.mark.parametrize(
    ("made", "figure", "of_2024", "of_2025"),
    [
        (row("incident", MIDNIGHT, "", deployed=True, grip_highest=3), "aov_incidents", 0, 1),
        (row("incident", MIDNIGHT, "", deployed=False, grip_highest=3), "aov_incidents", 0, 0),
        (row("incident", MIDNIGHT, "", deployed=False, grip_highest=3), "grip_3", 0, 1),
        (row("cmt", MIDNIGHT, ""), "cmt_days", 0, 1),
        (row("demonstration", MIDNIGHT, "", scale=""), DEMONSTRATIONS, 0, 1),
        (row("demonstration", MIDNIGHT, "", scale=""), "demonstrations_small", 0, 0),
        (
            row("evenement", MIDNIGHT, "", assessed_on="2024-06-01", rounds=[stored(datetime(2024, 12, 1, tzinfo=UTC))],
                safety_rounds_count=3, cmt_days_count=0),
            "safety_rounds", 1, 2,
        ),
        (
            row("evenement", MIDNIGHT, "", assessed_on="2024-06-01", rounds=[], safety_rounds_count=0,
                cmt_days_count=2),
            "evenementen_assessed", 1, 0,
        ),
        (row("match", MIDNIGHT, ""), "cmt_days", 0, 0),
    ],
)  # fmt: skip
def test_what_counts_in_which_year(made: SubjectRow, figure: str, of_2024: int, of_2025: int) -> None:
    for year, expected in ((2024, of_2024), (2025, of_2025)):
        assert count_year(year, [made], date(2026, 1, 1)).value(figure) == expected


def test_a_known_place_is_one_place_however_it_is_written() -> None:
    made = [row("cmt", MIDNIGHT, place) for place in ("vriethof", "Vrijthof", "  VRIJTHOF ", "", "Markt", "markt")]
    assert places_of("cmt_days", 2025, counted(made), date(2025, 1, 1), NAMES) == {"Vrijthof": 3, "": 1, "Markt": 2}


def test_the_councils_figures_are_among_those_of_the_table() -> None:
    assert set(COUNTS) < set(FIGURES)
