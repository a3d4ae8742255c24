"""The plan of the made-up year: the promised numbers at any moment, on the days where things truly fall."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from aovconsole.demo_plan import easter_on, make_plan, nth_weekday
from aovconsole.demo_texts import load
from tests.still_clock import CARNIVAL_SUNDAY

NOW = CARNIVAL_SUNDAY


def test_another_seed_gives_another_year() -> None:
    one, same, other = (make_plan(load(), seed, NOW, 1) for seed in (1, 1, 2))
    assert one == same
    assert one.incidents != other.incidents


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the hour that exists twice
        datetime(2027, 3, 28, 1, 10, tzinfo=UTC),  # the hour that is skipped
        datetime(2026, 12, 31, 23, 30, tzinfo=UTC),  # past midnight on the wall
        datetime(2028, 2, 20, 12, tzinfo=UTC),  # no carnaval in the year before
        datetime(2028, 2, 29, 12, tzinfo=UTC),  # a leap day, and carnaval
    ],
)
def test_any_moment_gives_the_promised_numbers(now: datetime) -> None:
    plan = make_plan(load(), 1, now, 2)
    assert sum(one.begin < now for one in plan.evenementen) == 2 * 211
    assert sum(one.begin < now for one in plan.demonstrations) == 2 * 75
    assert len(plan.incidents) == 2 * 75
    assert sum(bool(one.steps) for one in plan.incidents) == 2 * 12
    assert sum(one.round for one in plan.evenementen) == 2 * 17
    assert len(plan.cmt_days) == 2 * 18
    assert [day.begin < now for day in plan.cmt_days if day.running] == [True]


@pytest.mark.parametrize(
    ("year", "day"),
    [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2028, date(2028, 4, 16)), (2030, date(2030, 4, 21))],
)
def test_easter(year: int, day: date) -> None:
    assert easter_on(year) == day


def test_nth_weekday() -> None:
    assert nth_weekday(2024, 7, 3, 1) == date(2024, 7, 4)
    assert nth_weekday(2026, 8, 3, -1) == date(2026, 8, 27)
