"""The event days of a square: what counts, over nights, years and changes of the clock."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.evenement_days import days_used, event_days, next_step, steps_at, years_of
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow

ZONE = ZoneInfo("Europe/Amsterdam")


def at(text: str) -> str:
    """A local time as it is stored."""
    return stored(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def row(begin: str, end: str, *, place: str = "Vrijthof", subject: str = "a", **more: Any) -> SubjectRow:
    """An evenement; `status` and the keys of its body may be given."""
    status, type_ = more.pop("status", "planned"), more.pop("type", "evenement")
    body = json.dumps({"whole_place": "yes", **more})
    return SubjectRow(
        subject, type_, subject, f"EVE-{subject}", f"T {subject}", status, at(begin), at(end), place, body
    )


DAYS = [
    pytest.param("2027-07-01T20:30", "2027-07-01T23:30", ["2027-07-01"], id="an evening"),
    pytest.param("2027-07-01T20:30", "2027-07-02T01:00", ["2027-07-01"], id="an evening past midnight"),
    pytest.param("2027-07-01T20:30", "2027-07-02T06:00", ["2027-07-01"], id="the night through"),
    pytest.param("2027-07-01T20:30", "2027-07-02T07:00", ["2027-07-01", "2027-07-02"], id="into the morning"),
    pytest.param("2027-07-01T05:00", "2027-07-01T18:00", ["2027-07-01"], id="a market that begins at five"),
    pytest.param("2027-07-01T02:00", "2027-07-01T02:00", ["2027-07-01"], id="zero minutes at night"),
    pytest.param("2027-07-01T12:00", "2027-07-01T12:00", ["2027-07-01"], id="zero minutes"),
    pytest.param("2027-03-27T12:00", "2027-03-28T23:59", ["2027-03-27", "2027-03-28"], id="the clock goes forward"),
    pytest.param("2027-10-30T12:00", "2027-10-31T02:30", ["2027-10-30"], id="the clock goes back"),
    pytest.param("2027-12-31T20:00", "2028-01-01T02:00", ["2027-12-31"], id="New Year's Eve"),
]


@pytest.mark.parametrize(("begin", "end", "days"), DAYS)
def test_the_days_that_something_uses(begin: str, end: str, days: list[str]) -> None:
    assert [day.isoformat() for day in event_days(at(begin), at(end), 2027)] == days


def test_nine_months_fill_both_years_and_no_third() -> None:
    begin, end = at("2027-09-01T10:00"), at("2028-05-31T18:00")
    assert [len(event_days(begin, end, year)) for year in (2026, 2027, 2028, 2029)] == [0, 122, 152, 0]
    assert date(2028, 2, 29) in event_days(begin, end, 2028)
    assert years_of(begin, end) == range(2027, 2029)


def test_a_row_whose_end_lies_before_its_begin_uses_one_day() -> None:
    assert event_days(at("2027-07-03T10:00"), at("2027-07-01T10:00"), 2027) == (date(2027, 7, 3),)
    assert years_of(at("2027-01-01T10:00"), at("2026-12-30T10:00")) == range(2027, 2028)


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b"), 3),
        (row("2027-07-01T10:00", "2027-07-01T12:00", subject="b"), 1),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", place="het  VRIJTHOF"), 3),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", place="Markt"), 1),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", status="cancelled"), 1),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", whole_place="no"), 1),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", permit={"outcome": "refused"}), 1),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", permit={"outcome": "withdrawn"}), 1),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", permit={"outcome": "granted"}), 3),
        (row("2027-07-02T10:00", "2027-07-03T18:00", subject="b", type="demonstration"), 1),
        (row("2026-07-02T10:00", "2026-07-03T18:00", subject="b"), 1),
    ],
    ids=[
        "adds",
        "same day once",
        "another spelling",
        "another square",
        "cancelled",
        "half",
        "permit refused",
        "permit withdrawn",
        "permit granted",
        "demonstration",
        "last year",
    ],
)
def test_what_counts_on_a_square(other: SubjectRow, count: int) -> None:
    first = row("2027-07-01T20:30", "2027-07-01T23:30")
    used = days_used([first, other], "Vrijthof", 2027, spellings=("het Vrijthof",))
    assert used.days_count == count
    assert days_used([other, first], "Vrijthof", 2027, spellings=("het Vrijthof",)) == used


def test_build_up_and_break_down_do_not_count() -> None:
    built = row("2027-07-01T20:30", "2027-07-01T23:30", build_up_at=at("2027-06-20T07:00"), break_down_until="")
    assert days_used([built], "Vrijthof", 2027).days_count == 1


def test_what_would_be_added_is_counted_with_what_is_there() -> None:
    rows = [row("2027-07-01T10:00", "2027-07-03T18:00"), row("2027-07-03T10:00", "2027-07-04T18:00", subject="b")]
    used = days_used(rows, "Vrijthof", 2027)
    assert [(use.number, len(use.days)) for use in used.uses] == [("EVE-a", 3), ("EVE-b", 2)]
    assert (used.days_count, used.with_days([date(2027, 7, 4), date(2027, 7, 5), date(2028, 7, 5)])) == (4, 5)
    assert days_used(rows, "Vrijthof", 2027, but="b").days_count == 3


@given(st.integers(-7 * 24 * 60, 372 * 24 * 60), st.integers(0, 400 * 24 * 60))
def test_days_are_of_their_year_rise_and_never_repeat(begin_minute: int, minutes: int) -> None:
    first = datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=begin_minute)
    days = event_days(stored(first), stored(first + timedelta(minutes=minutes)), 2027)
    assert list(days) == sorted(set(days))
    assert all(day.year == 2027 for day in days)
    assert len(days) <= minutes // (24 * 60) + 2


def step(key: str, state: str, *, ticked: bool = False) -> dict[str, Any]:
    """A step as it stands in the body."""
    return {"key": key, "state": state, "ticked": ticked, "at": "", "note": ""}


@pytest.mark.parametrize(
    ("now", "ticked", "state"),
    [
        ("2027-07-01T20:29", False, "open"),
        ("2027-07-01T20:30", False, "busy"),
        ("2027-07-01T23:30", False, "done"),
        ("2027-07-01T23:30", True, "open"),
    ],
    ids=["before", "while it goes on", "after", "a person said otherwise"],
)
def test_the_execution_follows_the_clock_unless_somebody_said_so(now: str, ticked: bool, state: str) -> None:
    steps = [step("permit", "done"), step("execution", "open", ticked=ticked), step("evaluation", "open")]
    body = {"begin_at": at("2027-07-01T20:30"), "end_at": at("2027-07-01T23:30"), "steps": steps}
    assert [one["state"] for one in steps_at(body, at(now))] == ["done", state, "open"]
    assert next_step(body, at(now)) == ("evaluation" if state == "done" else "execution")
