"""The export as .ics: what icalendar, and we ourselves, read back is what stood on the calendar."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.view import CalendarDay
from aovconsole.exports.ics import write_calendar
from aovconsole.feeds.calendar import read_calendar

BEGIN = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)


def timed(
    begin: datetime, end: datetime, uid: str = "a", title: str = "Optocht", status: str = "confirmed"
) -> CalendarDay:
    return CalendarDay(uid, stored(begin), stored(end), "", "", title, "Vrijthof", status, "import:x", uid, "")


def whole(begin_on: date, end_on: date, uid: str = "b") -> CalendarDay:
    first, last = f"{begin_on}T00:00:00.000000+00:00", f"{end_on}T23:59:59.999999+00:00"
    return CalendarDay(uid, first, last, str(begin_on), str(end_on), "Kermis", "", "confirmed", "import:x", uid, "")


def spans(days: list[CalendarDay]) -> Counter[tuple[object, object]]:
    return Counter(
        (date.fromisoformat(day.begin_on), date.fromisoformat(day.end_on))
        if day.begin_on
        else (datetime.fromisoformat(day.begin_at), datetime.fromisoformat(day.end_at))
        for day in days
    )


def read_back(raw: bytes) -> Counter[tuple[object, object]]:
    """What our own reader finds."""
    found = read_calendar(raw, until=date(2050, 1, 1))
    assert not found.refused
    return Counter(
        (one.begin or one.begin_on, one.end or one.end_on) for item in found.items for one in item.occurrences
    )


def read_by_the_library(raw: bytes) -> Counter[tuple[object, object]]:
    found: Counter[tuple[object, object]] = Counter()
    calendar = icalendar.Calendar.from_ical(raw)
    for event in recurring_ical_events.of(calendar).between((1900, 1, 1), (2100, 1, 1)):
        begin, end = event["DTSTART"].dt, event["DTEND"].dt
        found[begin, end if isinstance(begin, datetime) else end - timedelta(days=1)] += 1
    return found


def test_one_evenement_to_the_byte() -> None:
    raw = write_calendar([timed(BEGIN, BEGIN + timedelta(hours=3), title="Optocht, deel 1")])
    assert raw.decode().split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//aovconsole//kalender//NL", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
        "X-WR-CALNAME:aovconsole",
        "BEGIN:VEVENT", "SUMMARY:Optocht\\, deel 1", "DTSTART:20270207T141000Z", "DTEND:20270207T171000Z",
        "DTSTAMP:19700101T000000Z", "UID:a", "LOCATION:Vrijthof", "STATUS:CONFIRMED", "END:VEVENT",
        "END:VCALENDAR", "",
    ]  # fmt: skip


def test_days_moments_and_series_come_back() -> None:
    days = [
        timed(BEGIN, BEGIN + timedelta(hours=3)),
        timed(BEGIN + timedelta(days=7), BEGIN + timedelta(days=7, hours=3)),
        timed(BEGIN, BEGIN, uid=""),
        timed(BEGIN, BEGIN, uid=""),
        timed(BEGIN, BEGIN + timedelta(hours=1), uid="a"),
        whole(date(2027, 2, 5), date(2027, 2, 9)),
        whole(date(2027, 3, 1), date(2027, 3, 1)),
    ]
    raw = write_calendar(days)
    assert read_back(raw) == spans(days)
    assert read_by_the_library(raw) == spans(days)
    assert write_calendar(days) == raw


def test_the_last_day_that_there_is() -> None:
    days = [whole(date(9999, 12, 31), date(9999, 12, 31))]
    assert read_back(write_calendar(days)) == spans(days)


@pytest.mark.parametrize(
    ("status", "written"),
    [("confirmed", "CONFIRMED"), ("tentative", "TENTATIVE"), ("cancelled", "CANCELLED"), ("vanished", "CANCELLED")],
)
def test_states(status: str, written: str) -> None:
    (event,) = icalendar.Calendar.from_ical(write_calendar([timed(BEGIN, BEGIN, status=status)])).walk("VEVENT")
    assert event["STATUS"] == written
    assert (str(event.get("COMMENT", "")) == "vervallen in bron") == (status == "vanished")


def test_an_empty_calendar_is_one() -> None:
    assert read_calendar(write_calendar([]), until=date(2027, 1, 1)).items == ()


@given(title=st.text(max_size=60), place=st.text(max_size=30), uid=st.text(max_size=12))
@settings(max_examples=150)
def test_any_text_comes_back(title: str, place: str, uid: str) -> None:
    day = CalendarDay("s", stored(BEGIN), stored(BEGIN), "", "", title, place, "confirmed", "l", uid, "")
    found = read_calendar(write_calendar([day]), until=date(2028, 1, 1))
    (item,) = found.items
    assert item.title == clean(title).strip()
    assert item.place == clean(place).strip()
    assert item.uid == clean(uid).strip() or not clean(uid).strip()


@given(
    days=st.lists(
        st.builds(
            lambda begin, minutes, uid: timed(
                begin.replace(tzinfo=UTC, microsecond=0, fold=0),
                begin.replace(tzinfo=UTC, microsecond=0, fold=0) + timedelta(minutes=minutes),
                uid=uid,
            ),
            st.datetimes(datetime(1950, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made aware above
            st.integers(0, 5_000),
            st.sampled_from(["", "a", "b", "a-2"]),
        )
        | st.builds(
            lambda day, more: whole(day, day + timedelta(days=more)),
            st.dates(date(1950, 1, 1), date(2040, 1, 1)),
            st.integers(0, 40),
        ),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_days_come_back(days: list[CalendarDay]) -> None:
    assert read_back(write_calendar(days)) == spans(days)
