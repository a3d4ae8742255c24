"""Series: rules, exceptions, changed moments, and what a small file must not be able to cost."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.times import AMSTERDAM
from aovconsole.feeds.calendar import CalendarItem, StoredComponent, expand_beyond
from aovconsole.feeds.calendar_series import begins_on
from tests.feeds.ics import UNTIL, event, moments, only, read, utc

NOON = "DTSTART;TZID=Europe/Amsterdam:20270205T120000"


def kept(item: CalendarItem) -> StoredComponent:
    return StoredComponent(item.identity, item.component, item.zones, item.expanded_until)


def test_a_series_without_end_reaches_the_horizon_and_says_so() -> None:
    item = only(read(*event(NOON, "RRULE:FREQ=WEEKLY"), until=date(2027, 3, 1)))
    assert moments(item) == [utc(2027, 2, 5, 11), utc(2027, 2, 12, 11), utc(2027, 2, 19, 11), utc(2027, 2, 26, 11)]
    assert (item.recurring, item.expanded_until) == (True, date(2027, 3, 1))


def test_a_series_that_ends_is_complete() -> None:
    assert only(read(*event(NOON, "RRULE:FREQ=DAILY;COUNT=3"))).expanded_until is None


def test_a_series_from_before_everything_else() -> None:
    item = only(read(*event("DTSTART;VALUE=DATE:19010115", "RRULE:FREQ=YEARLY")))
    assert len(item.occurrences) == 127


def test_a_series_that_begins_beyond_the_horizon_waits() -> None:
    item = only(read(*event("DTSTART:20350101T120000Z", "RRULE:FREQ=DAILY;COUNT=2")))
    assert (item.occurrences, item.expanded_until, item.note) == ((), UNTIL, "")
    (later,) = expand_beyond([kept(item)], date(2035, 1, 1), date(2035, 12, 31)).values()
    assert [one.begin for one in later] == [utc(2035, 1, 1, 12), utc(2035, 1, 2, 12)]


def test_the_wall_clock_stays_over_the_changes_of_the_clock() -> None:
    item = only(read(*event("DTSTART;TZID=Europe/Amsterdam:20270327T120000", "RRULE:FREQ=DAILY;COUNT=2")))
    assert moments(item) == [utc(2027, 3, 27, 11), utc(2027, 3, 28, 10)]


def test_the_hour_that_is_skipped_and_the_hour_that_comes_twice() -> None:
    skipped = only(
        read(*event("DTSTART;TZID=Europe/Amsterdam:20270328T023000", "DTEND;TZID=Europe/Amsterdam:20270328T030000"))
    )
    assert moments(skipped) == [utc(2027, 3, 28, 1, 30)]  # by the offset from before: 03:30 on the clock
    assert skipped.note == "einde ligt voor het begin: als moment bewaard"
    twice = only(read(*event("DTSTART;TZID=Europe/Amsterdam:20271031T023000")))
    assert moments(twice) == [utc(2027, 10, 31, 0, 30)]  # the first of the two


def test_a_duration_is_exact_and_an_end_follows_the_clock() -> None:
    night = "DTSTART;TZID=Europe/Amsterdam:20270327T220000"
    exact = only(read(*event(night, "DURATION:PT8H", "RRULE:FREQ=DAILY;COUNT=2"))).occurrences
    clock = only(
        read(*event(night, "DTEND;TZID=Europe/Amsterdam:20270328T060000", "RRULE:FREQ=DAILY;COUNT=2"))
    ).occurrences
    assert [one.end for one in exact] == [utc(2027, 3, 28, 5), utc(2027, 3, 29, 4)]
    assert [one.end for one in clock] == [utc(2027, 3, 28, 4), utc(2027, 3, 29, 4)]


@pytest.mark.parametrize(
    ("begin", "until", "count"),
    [
        ("DTSTART:20270205T120000Z", "20270207T120000Z", 3),
        ("DTSTART:20270205T120000Z", "20270207T115959Z", 2),
        ("DTSTART:20270205T120000Z", "20270207", 3),  # a bare last day counts in full
        (NOON, "20270207T120000", 3),  # naive: in the zone of the series
        (NOON, "20270207T110000Z", 3),
        (NOON, "20270201T110000Z", 1),  # ends before it begins: once
        ("DTSTART;VALUE=DATE:20270205", "20270207", 3),
        ("DTSTART;VALUE=DATE:20270205", "20270206T230000Z", 3),  # the local midnight of the 7th
        ("DTSTART;VALUE=DATE:20270205", "20270207T235959Z", 3),
        ("DTSTART;VALUE=DATE:20270205", "20270207T000000Z", 3),
    ],
)
def test_the_last_day_of_a_rule(begin: str, until: str, count: int) -> None:
    item = only(read(*event(begin, f"RRULE:FREQ=DAILY;UNTIL={until}")))
    assert len(item.occurrences) == count
    assert item.expanded_until is None


@pytest.mark.parametrize(
    ("exception", "left"),
    [
        ("EXDATE;TZID=Europe/Amsterdam:20270206T120000", [5, 7]),
        ("EXDATE:20270206T110000Z,20270207T110000Z", [5]),
        ("EXDATE;VALUE=DATE:20270206", [5, 7]),
        ("EXDATE:", [5, 6, 7]),
    ],
)
def test_exceptions(exception: str, left: list[int]) -> None:
    item = only(read(*event(NOON, "RRULE:FREQ=DAILY;COUNT=3", exception)))
    assert [begin.day for begin in moments(item) if begin] == left


def test_exceptions_of_whole_days_that_are_written_as_moments() -> None:
    lines = ("DTSTART;VALUE=DATE:20270205", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Amsterdam:20270206T000000")
    assert moments(only(read(*event(*lines)))) == [date(2027, 2, 5), date(2027, 2, 7)]


def test_extra_days_and_periods() -> None:
    lines = (
        NOON,
        "DTEND;TZID=Europe/Amsterdam:20270205T130000",
        "RDATE:20270301",
        "RDATE;VALUE=PERIOD:20270401T100000Z/PT3H",
    )
    item = only(read(*event(*lines)))
    assert [(one.begin, one.end) for one in item.occurrences] == [
        (utc(2027, 2, 5, 11), utc(2027, 2, 5, 12)),
        (utc(2027, 3, 1, 11), utc(2027, 3, 1, 12)),
        (utc(2027, 4, 1, 10), utc(2027, 4, 1, 13)),
    ]


def test_a_moved_and_a_cancelled_moment_of_a_series() -> None:
    found = read(
        *event(NOON, "RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:Markt"),
        *event("RECURRENCE-ID:20270206T110000Z", "DTSTART:20300101T120000Z", "SUMMARY:verplaatst"),
        *event("RECURRENCE-ID;VALUE=DATE:20270207", "DTSTART:20270207T110000Z", "STATUS:CANCELLED"),
    )
    series, moved, cancelled = found.items
    assert moments(series) == [utc(2027, 2, 5, 11)]
    assert (moments(moved), moved.identity) == ([utc(2030, 1, 1, 12)], "een\n20270206T110000Z")
    assert (moments(cancelled), cancelled.status) == ([utc(2027, 2, 7, 11)], "cancelled")


def test_a_changed_moment_without_its_series_stands_alone() -> None:
    item = only(read(*event("RECURRENCE-ID:20270206T110000Z", "DTSTART:20270206T130000Z")))
    assert (moments(item), item.recurrence_id) == ([utc(2027, 2, 6, 13)], "20270206T110000Z")


def test_a_change_of_all_that_follow_is_expanded_later_too() -> None:
    found = read(
        *event(NOON, "RRULE:FREQ=WEEKLY"),
        *event("RECURRENCE-ID;RANGE=THISANDFUTURE:20270219T110000Z", "DTSTART:20270219T130000Z", "SUMMARY:later"),
        until=date(2027, 3, 6),
    )
    assert [len(item.occurrences) for item in found.items] == [2, 3]
    later = expand_beyond([kept(item) for item in found.items], date(2027, 3, 1), date(2027, 3, 20))
    assert {name: [one.begin for one in found] for name, found in later.items()} == {
        "een\n20270219T110000Z": [utc(2027, 3, 12, 13), utc(2027, 3, 19, 13)]
    }


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;INTERVAL=0", "FREQ=FOO", "COUNT=3", "FREQ=DAILY;COUNT=0", "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;UNTIL=ooit", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;BYHOUR=", "FREQ=MONTHLY;BYFOO=1", "onzin",
        "RSCALE=HEBREW;FREQ=YEARLY", f"FREQ=DAILY;COUNT={'9' * 40}", "FREQ=WEEKLY;WKST=99", "FREQ=YEARLY;BYDAY=99MO",
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_read_leaves_the_first_time_and_is_named(rule: str) -> None:
    found = read(*event(NOON, f"RRULE:{rule}"))
    if rule == "FREQ=DAILY;BYHOUR=":  # an empty part says nothing
        assert not found.refused
        return
    assert moments(only(found)) == [utc(2027, 2, 5, 11)]
    (refused,) = found.refused
    assert (refused.line, refused.uid) == (3, "een")
    assert refused.reason.startswith("herhaling niet volledig gelezen (")
    assert only(found).note == refused.reason


def test_an_empty_rule_is_none() -> None:
    found = read(*event("DTSTART:20270205", "RRULE:"))
    assert (only(found).recurring, found.refused) == (False, ())


def test_a_count_below_zero_is_what_some_programs_write_for_without_end() -> None:
    item = only(read(*event(NOON, "RRULE:FREQ=YEARLY;COUNT=-1")))
    assert item.expanded_until == UNTIL


def test_the_cap_is_said_and_the_rest_comes_when_it_is_asked_for() -> None:
    item = only(read(*event("DTSTART:20260101T000000Z", "RRULE:FREQ=HOURLY;COUNT=999999999")))
    assert 4_900 < len(item.occurrences) <= 5_000
    assert item.expanded_until is not None
    assert begins_on(item.occurrences[-1], AMSTERDAM) == item.expanded_until
    assert f"tot en met {item.expanded_until:%d-%m-%Y}" in item.note
    day = item.expanded_until + timedelta(days=1)
    (later,) = expand_beyond([kept(item)], item.expanded_until, day).values()
    assert len(later) == 24


def test_a_changed_moment_that_is_struck_out_has_no_moment() -> None:
    found = read(
        *event(NOON, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20270206T110000Z"),
        *event("RECURRENCE-ID:20270206T110000Z", "DTSTART:20270206T130000Z"),
    )
    assert [len(item.occurrences) for item in found.items] == [1, 0]
    assert "geen enkele keer" in found.items[1].note


@pytest.mark.all
@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY;BYSETPOS=5",
        "FREQ=WEEKLY;BYMONTH=4;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=6",
        "FREQ=HOURLY;BYHOUR=3;BYSETPOS=9",
        "FREQ=DAILY;INTERVAL=999999999", "FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=1;BYDAY=MO",
        "FREQ=HOURLY;INTERVAL=999999999", "FREQ=HOURLY", "FREQ=HOURLY;BYMINUTE=0,15,30,45",
        "FREQ=YEARLY;BYHOUR=0,6,12,18;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    ],
)  # fmt: skip
def test_no_rule_costs_more_than_a_moment(rule: str) -> None:
    began = time.process_time()
    found = read(*event("DTSTART:19700101T000000Z", f"RRULE:{rule}"))
    assert time.process_time() - began < 6
    assert moments(only(found))[0] == utc(1970, 1, 1)


@pytest.mark.all
def test_many_bombs_share_one_bound() -> None:
    bombs = [
        line
        for number in range(400)
        for line in event("DTSTART:19700101T000000Z", "RRULE:FREQ=HOURLY", uid=str(number))
    ]
    began = time.process_time()
    found = read(*bombs)
    assert time.process_time() - began < 60
    assert len(found.items) == 400
    assert sum(len(item.occurrences) for item in found.items) <= 250_000
    assert all(item.expanded_until for item in found.items)


@given(
    frequency=st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    interval=st.integers(1, 5),
    count=st.integers(1, 40) | st.none(),
    horizon=st.dates(date(2027, 1, 1), date(2030, 1, 1)),
    all_day=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_expanding_in_two_steps_gives_the_same(
    frequency: str, interval: int, count: int | None, horizon: date, all_day: bool
) -> None:
    rule = f"RRULE:FREQ={frequency};INTERVAL={interval}" + (f";COUNT={count}" if count else "")
    lines = event("DTSTART;VALUE=DATE:20270205" if all_day else "DTSTART;TZID=Europe/Amsterdam:20270205T233000", rule)
    end = date(2031, 1, 1)
    early, whole = only(read(*lines, until=horizon)), only(read(*lines, until=end))
    later = expand_beyond([kept(early)], horizon, end).get(early.identity, ())
    assert (*early.occurrences, *later) == whole.occurrences
