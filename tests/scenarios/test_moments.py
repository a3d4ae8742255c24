"""Counting from an anchor: days keep the clock, minutes pass, whatever midnight and the change of clock do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from aovconsole.domain.scenario_moments import (
    Due,
    Shift,
    clock_of,
    from_anchor,
    later,
    length_of,
    on_clock,
    shift_of,
    whole_day,
)
from aovconsole.domain.times import AMSTERDAM

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
"""The nights in which the clock goes forward at 02:00 and back at 03:00."""


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("", Shift()),
        ("P0D", Shift()),
        ("-P14D", Shift(days=-14)),
        ("+P2W", Shift(days=14)),
        ("P1W", Shift(days=7)),
        ("-90m", Shift(elapsed=timedelta(minutes=-90))),
        ("+1h30m", Shift(elapsed=timedelta(minutes=90))),
        ("2h", Shift(elapsed=timedelta(hours=2))),
        ("0m", Shift(elapsed=timedelta(0))),
        *(
            (bad, None)
            for bad in ("P14", "14D", "-", "P1Y", "PT2H", "1d", "90", "1m2h", "-P1D ", "P1D2h", "P99999D", "m")
        ),
    ],
)
def test_relative_times_are_read(text: str, shift: Shift | None) -> None:
    assert shift_of(text) == shift


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("45m", timedelta(minutes=45)),
        ("1h30m", timedelta(minutes=90)),
        ("0m", None),
        ("-5m", None),
        ("P1D", None),
        ("", None),
    ],
)
def test_lengths_are_longer_than_nothing(text: str, length: timedelta | None) -> None:
    assert length_of(text) == length


@pytest.mark.parametrize(
    ("text", "clock"), [("12:11", time(12, 11)), ("24:00", None), ("9:00", None), ("12:11:00", None)]
)
def test_clock_times_are_read(text: str, clock: time | None) -> None:
    assert clock_of(text) == clock


def local(due: Due) -> str:
    assert due.at is not None
    return due.at.astimezone(AMSTERDAM).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("day", "clock", "when", "at", "expected"),
    [
        (date(2027, 2, 7), "12:11", "", "", "2027-02-07T12:11+01:00"),
        (date(2027, 2, 7), "00:30", "-90m", "", "2027-02-06T23:00+01:00"),  # over midnight
        (date(2027, 2, 7), "23:30", "+1h30m", "", "2027-02-08T01:00+01:00"),
        (date(2027, 2, 7), "12:11", "P1D", "02:00", "2027-02-08T02:00+01:00"),
        (SPRING, "12:11", "-P1D", "12:11", "2027-03-27T12:11+01:00"),  # the clock stays, 23 hours pass
        (SPRING, "12:11", "P0D", "12:11", "2027-03-28T12:11+02:00"),
        (SPRING, "03:30", "-90m", "", "2027-03-28T01:00+01:00"),  # 90 minutes pass, the clock shows 150
        (SPRING, "12:11", "P0D", "02:30", "2027-03-28T03:30+02:00"),  # a time that is skipped: the hour after
        (AUTUMN, "03:30", "-90m", "", "2027-10-31T02:00+01:00"),  # the second 02:00
        (AUTUMN, "12:11", "P0D", "02:30", "2027-10-31T02:30+02:00"),  # a time that is there twice: the first
        (AUTUMN, "12:11", "-P1D", "12:11", "2027-10-30T12:11+02:00"),
    ],
)
def test_moments_over_midnight_and_the_change_of_clock(
    day: date, clock: str, when: str, at: str, expected: str
) -> None:
    anchor = on_clock(day, time.fromisoformat(clock), AMSTERDAM)
    assert local(from_anchor(anchor, when, at, AMSTERDAM)) == expected


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 2, 7), 24), (SPRING, 23), (AUTUMN, 25)])
def test_a_whole_day_lasts_until_the_next_begins(day: date, hours: int) -> None:
    due = whole_day(day, AMSTERDAM)
    assert due.since is not None
    assert due.until is not None
    assert due.until - due.since == timedelta(hours=hours)
    assert not due.is_past(due.until - timedelta(seconds=1))
    assert due.is_past(due.until)


@pytest.mark.parametrize("days", [-300, -1, 1, 60])
def test_days_on_keep_the_clock(days: int) -> None:
    due = on_clock(date(2027, 2, 7), time(12, 11), AMSTERDAM)
    assert local(later(due, days, AMSTERDAM))[11:16] == "12:11"


def test_what_waits_has_no_moment_and_is_never_past() -> None:
    waiting = Due(day=date(2027, 2, 7), waits_for="kick_off")
    assert from_anchor(waiting, "-90m", "", AMSTERDAM) == waiting
    assert not waiting.is_past(datetime(2199, 1, 1, tzinfo=UTC))
    assert from_anchor(waiting, "P1D", "10:00", AMSTERDAM).at is not None, "a clock time on its day needs no kick-off"


def test_things_are_ordered_by_day_then_by_what_is_known_of_it() -> None:
    day = date(2027, 2, 7)
    noon, night = on_clock(day, time(12), AMSTERDAM), on_clock(date(2027, 2, 8), time(2), AMSTERDAM)
    whole, waits, never = whole_day(day, AMSTERDAM), Due(day=day, waits_for="x"), Due(waits_for="x")
    assert sorted([never, night, waits, whole, noon], key=lambda due: due.order) == [noon, whole, waits, night, never]


@pytest.mark.parametrize(("when", "at"), [("over", ""), ("", "25:00"), ("P9999D", "")])
def test_what_cannot_be_read_or_lies_too_far_is_no_moment(when: str, at: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        from_anchor(whole_day(date(2190, 2, 7), AMSTERDAM), when, at, AMSTERDAM)
