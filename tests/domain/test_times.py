"""Moments as they are stored, read and shown, with the two nights on which the clock is changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.times import (
    AMSTERDAM,
    CLOCK_SKEW,
    clock_text,
    date_text,
    day_from,
    day_short,
    elapsed_text,
    iso_local,
    local_candidates,
    moment_from,
    next_local,
    read_stored,
    stored,
)
from aovconsole.errors import CommandRefused

moments = st.datetimes(datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@given(moments, moments)
def test_stored_moments_come_back_and_sort_as_time(one: datetime, other: datetime) -> None:
    assert read_stored(stored(one)) == one
    assert stored(one.astimezone(AMSTERDAM)) == stored(one)
    assert len(stored(one)) == len("2026-02-15T22:14:00.000000+00:00")
    assert (stored(one) < stored(other)) == (one < other)


def test_a_moment_without_an_offset_is_not_stored() -> None:
    with pytest.raises(ValueError, match="offset"):
        stored(datetime(2026, 2, 15))  # noqa: DTZ001
    with pytest.raises(ValueError, match="offset"):
        read_stored("2026-02-15T22:14:00")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2024-02-11T14:11:00+01:00", "2024-02-11T14:11+01:00"),
        ("2024-02-11T14:11Z", "2024-02-11T14:11+00:00"),
        ("2024-02-11T14:11:05.25-05:00", "2024-02-11T14:11:05.250000-05:00"),
        ("20240211T141100Z", "2024-02-11T14:11+00:00"),
        ("2024-02-11T14:11", "2024-02-11T14:11+01:00"),
        (" 2024-02-11 14:11 ", "2024-02-11T14:11+01:00"),
        ("2024-07-11 14:11", "2024-07-11T14:11+02:00"),
        ("11-02-2024 14:11", "2024-02-11T14:11+01:00"),
        ("11-2-2024 9:05", "2024-02-11T09:05+01:00"),
        ("11-2-2024 9:05:30", "2024-02-11T09:05:30+01:00"),
        ("2024-02-11", "2024-02-11T00:00+01:00"),
        ("11-02-2024", "2024-02-11T00:00+01:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T02:30+01:00"),
    ],
)
def test_a_moment_is_read(typed: str, expected: str) -> None:
    assert moment_from(typed) == utc(expected)
    assert moment_from(typed).tzinfo is UTC


@pytest.mark.parametrize(
    ("now", "typed", "expected"),
    [
        ("2026-02-16T00:20+01:00", "22:14", "2026-02-15T22:14+01:00"),
        ("2026-02-16T22:20+01:00", "22:14", "2026-02-16T22:14+01:00"),
        ("2026-02-16T22:10+01:00", "22:14", "2026-02-16T22:14+01:00"),
        ("2026-02-16T22:08+01:00", "22:14", "2026-02-15T22:14+01:00"),
        ("2026-02-16T23:58+01:00", "00:01", "2026-02-17T00:01+01:00"),
        ("2026-02-16T09:10+01:00", "9:05", "2026-02-16T09:05+01:00"),
        ("2026-02-16T09:10+01:00", "09:05:30", "2026-02-16T09:05:30+01:00"),
        # the double hour, while it lasts: only one of the two has been
        ("2026-10-25T02:45+02:00", "02:30", "2026-10-25T02:30+02:00"),
        ("2026-10-25T02:10+01:00", "02:50", "2026-10-25T02:50+02:00"),
        ("2026-10-25T02:10+02:00", "02:50", "2026-10-24T02:50+02:00"),
    ],
)
def test_a_bare_time_is_the_latest_that_was(now: str, typed: str, expected: str) -> None:
    assert moment_from(typed, now=utc(now)) == utc(expected)


@pytest.mark.parametrize("typed", ["2026-10-25 02:30", "25-10-2026 02:30", "02:30"])
def test_a_time_that_exists_twice_is_refused_with_both(typed: str) -> None:
    with pytest.raises(CommandRefused) as refusal:
        moment_from(typed, "--at", now=utc("2026-10-25T03:10+01:00"))
    assert "2026-10-25T02:30:00+02:00" in refusal.value.sentence
    assert "2026-10-25T02:30:00+01:00" in refusal.value.sentence


@pytest.mark.parametrize("typed", ["2026-03-29T02:30", "29-03-2026 02:30", "02:30"])
def test_a_time_that_the_clock_skipped_is_refused(typed: str) -> None:
    with pytest.raises(CommandRefused, match="bestaat niet"):
        moment_from(typed, now=utc("2026-03-29T08:00+02:00"))


@pytest.mark.parametrize(
    "typed",
    ["", " ", "straks", "25:99", "14:1", "24:00", "2024", "31-02-2024", "2024-13-01", "2024-02-11x14:11", "11/02/2024",
     "9999-12-31", "0024-02-11", "2024-02-11T14:11+99:00", "\u0661\u0664:\u0661\u0661", "x" * 100_000, "\x1b]0;x\x07"],
)  # fmt: skip
def test_what_is_no_moment_is_refused_in_one_short_sentence(typed: str) -> None:
    with pytest.raises(CommandRefused) as refusal:
        moment_from(typed, now=utc("2026-02-16T00:20+01:00"))
    assert len(refusal.value.sentence) < 200
    assert refusal.value.sentence.isprintable()


def test_a_bare_time_needs_now() -> None:
    with pytest.raises(CommandRefused, match="niet te lezen"):
        moment_from("14:11")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(CommandRefused):
        moment_from(text, now=utc("2026-10-25T03:10+01:00"))
    with suppress(CommandRefused):
        day_from(text)


@given(moments, st.times())
def test_the_latest_time_is_not_ahead_and_shows_as_typed(now: datetime, clock: time) -> None:
    clock = clock.replace(second=0, microsecond=0)
    try:
        read = moment_from(f"{clock:%H:%M}", now=now)
    except CommandRefused:
        return
    assert now - timedelta(hours=25, minutes=10) < read <= now + CLOCK_SKEW
    assert read.astimezone(AMSTERDAM).time() == clock


@given(moments, st.times())
def test_the_next_time_is_within_a_day(now: datetime, clock: time) -> None:
    candidates = local_candidates(next_local(clock, now))
    if candidates:
        assert now - timedelta(minutes=1) < candidates[-1] < now + timedelta(hours=26)


@given(moments)
def test_every_moment_is_among_the_candidates_of_its_wall_clock(moment: datetime) -> None:
    candidates = local_candidates(moment.astimezone(AMSTERDAM).replace(tzinfo=None))
    assert moment in candidates
    assert len(candidates) in (1, 2)
    assert sorted(candidates) == list(candidates)


@pytest.mark.parametrize(
    ("naive", "count"),
    [("2026-03-29T02:30", 0), ("2026-10-25T02:30", 2), ("2026-10-25T03:00", 1), ("0001-01-01", 0)],
)
def test_candidates(naive: str, count: int) -> None:
    assert len(local_candidates(datetime.fromisoformat(naive))) == count


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("2024-02-11", date(2024, 2, 11)), ("11-02-2024", date(2024, 2, 11)), (" 1-2-2024 ", date(2024, 2, 1))],
)
def test_a_day_is_read(typed: str, expected: date) -> None:
    assert day_from(typed, "--on") == expected


@pytest.mark.parametrize("typed", ["", "11-02", "30-02-2024", "2024-02-11 14:11", "1-1-0001"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(CommandRefused, match="--on"):
        day_from(typed, "--on")


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-02-15T14:11+01:00", "14:11"),
        ("2026-02-14T14:11+01:00", "gisteren 14:11"),
        ("2026-02-16T00:00+01:00", "morgen 00:00"),
        ("2026-02-07T14:11+01:00", "za 7 feb 14:11"),
        ("2025-03-08T09:05+01:00", "za 8 mrt 2025 09:05"),
        ("2026-10-25T02:30+02:00", "zo 25 okt 02:30 (+02:00)"),
        ("2026-10-25T02:30+01:00", "zo 25 okt 02:30 (+01:00)"),
        ("2026-10-25T03:00+01:00", "zo 25 okt 03:00"),
    ],
)
def test_a_moment_is_shown(moment: str, shown: str) -> None:
    assert clock_text(utc(moment), utc("2026-02-15T23:59+01:00")) == shown


def test_a_moment_at_the_end_of_the_calendar_is_shown_too() -> None:
    assert clock_text(datetime.max.replace(tzinfo=UTC), utc("2026-02-15T12:00Z")).endswith("23:59")


def test_days_are_shown() -> None:
    assert date_text(date(2026, 2, 7)) == "zaterdag 7 februari 2026"
    assert day_short(date(2026, 2, 7)) == "za 7 feb"


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [(0, "0:00"), (0.5, "0:00"), (36, "0:36"), (26 * 60 + 10, "26:10"), (76 * 60 + 5, "3 d 4 u"), (-36, "-0:36")],
)
def test_elapsed_time_is_shown(minutes: float, shown: str) -> None:
    assert elapsed_text(timedelta(minutes=minutes)) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-02-15T13:11:00+00:00", "2026-02-15T14:11:00+01:00"),
        ("2026-07-15T13:11:00.250000+00:00", "2026-07-15T15:11:00.250000+02:00"),
    ],
)
def test_iso_for_machines(moment: str, shown: str) -> None:
    assert iso_local(utc(moment)) == shown
