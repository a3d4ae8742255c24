"""The hybrid clock never runs back and lets nobody drag it along."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.clocks import ADOPT_AHEAD_SECONDS, next_clock

NOW = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)
MOMENTS = st.integers(946684800_000, 4102444800_000).map(lambda millis: datetime.fromtimestamp(millis / 1000, UTC))


def clock_at(moment: datetime, count: int = 0) -> str:
    """The clock text of a moment."""
    return f"{round(moment.timestamp() * 1000):013d}-{count:05d}"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(MOMENTS, st.one_of(st.just(""), MOMENTS.map(clock_at))), min_size=2, max_size=12))
def test_it_never_runs_back(steps: list[tuple[datetime, str]]) -> None:
    clocks = [""]
    for now, heard in steps:
        clocks.append(next_clock(now, clocks[-1], heard))
    assert clocks == sorted(set(clocks))


@settings(max_examples=100, deadline=None)
@given(MOMENTS, MOMENTS, MOMENTS)
def test_what_was_heard_is_adopted_up_to_a_minute_ahead(now: datetime, own: datetime, heard: datetime) -> None:
    clock = next_clock(now, clock_at(own), clock_at(heard))
    near = heard <= now + timedelta(seconds=ADOPT_AHEAD_SECONDS)
    assert (clock > clock_at(heard)) or not near
    limit = max(now + timedelta(seconds=ADOPT_AHEAD_SECONDS), own)
    assert clock <= clock_at(limit, 1)


def test_the_bound_is_a_minute() -> None:
    assert next_clock(NOW, "", clock_at(NOW + timedelta(seconds=60))) == clock_at(NOW + timedelta(seconds=60), 1)
    assert next_clock(NOW, "", clock_at(NOW + timedelta(seconds=60, milliseconds=1))) == clock_at(NOW)
    assert next_clock(NOW, "", clock_at(NOW.replace(year=2041))) == clock_at(NOW)


def test_a_full_count_goes_on_in_the_next_millisecond() -> None:
    assert next_clock(NOW, clock_at(NOW, 99_999), "") == clock_at(NOW + timedelta(milliseconds=1))
