"""The export as .ics: what icalendar, and we ourselves, read back is what stood on the calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, stored
from aovconsole.domain.view import CalendarDay
from aovconsole.exports.ics import CalendarEntry, write_calendar
from aovconsole.feeds.calendar import read_calendar

pytestmark = pytest.mark.all

BEGIN = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)


CHANGED = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)


def entry(day: CalendarDay, uid: str = "a", title: str = "Optocht", place: str = "Vrijthof") -> CalendarEntry:
    return CalendarEntry(day, uid, title, place, "", 0, CHANGED)


def timed(
    begin: datetime, end: datetime, uid: str = "a", title: str = "Optocht", status: str = "confirmed"
) -> CalendarEntry:
    day = CalendarDay(uid, stored(begin), stored(end), "", "", "", "", status, "import:x", "", "")
    return entry(day, uid, title)


def whole(begin_on: date, end_on: date, uid: str = "b") -> CalendarEntry:
    first, last = f"{begin_on}T00:00:00.000000+00:00", f"{end_on}T23:59:59.999999+00:00"
    day = CalendarDay(uid, first, last, str(begin_on), str(end_on), "", "", "confirmed", "import:x", "", "")
    return entry(day, uid, "Kermis", "")


def spans(entries: list[CalendarEntry]) -> Counter[tuple[object, object]]:
    return Counter(
        (date.fromisoformat(one.day.begin_on), date.fromisoformat(one.day.end_on))
        if one.day.begin_on
        else (datetime.fromisoformat(one.day.begin_at), datetime.fromisoformat(one.day.end_at))
        for one in entries
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


def test_every_hard_value_to_the_byte() -> None:
    """The contract with Outlook and Thunderbird: zone, folding, escapes, all-day ends, changes, what does not go on."""
    long = (
        'Optocht, deel 1; \\o/ "Groot": héél véél carnaval op het Vrijthof en de Markt en daarna nog overal 🎉🎉🎉🎉🎉'
    )
    twice = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    changed = replace(
        timed(BEGIN, BEGIN + timedelta(hours=3), "1@aovconsole", long),
        about="dossier EVE-27-A001", sequence=3, changed_at=datetime(2027, 2, 1, 8, 0, 5, 999_000, tzinfo=UTC),
    )  # fmt: skip
    summer = datetime(2027, 7, 2, 19, tzinfo=UTC)
    entries = [
        changed,
        timed(summer, summer + timedelta(hours=5), "2@aovconsole", "Over middernacht", "tentative"),
        timed(twice, twice + timedelta(hours=1), "3@aovconsole", "Een uur dat er twee keer is", "cancelled"),
        timed(datetime(1995, 10, 1, 12, tzinfo=UTC), datetime(1995, 10, 1, 12, tzinfo=UTC), "4@aovconsole", "Oud"),
        timed(BEGIN, BEGIN, "5@aovconsole", "Een moment", "vanished"),
        whole(date(2027, 2, 5), date(2027, 2, 9), "6@aovconsole"),
        whole(date(2028, 2, 29), date(2028, 2, 29), "7@aovconsole"),
    ]
    raw = write_calendar(entries, name="OEFENING aovconsole")
    assert raw == (Path(__file__).parent / "golden" / "hard-values.ics").read_bytes()
    lines = raw.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert read_back(raw) == spans(entries)
    events: dict[str, Any] = {str(one["UID"]): one for one in icalendar.Calendar.from_ical(raw).walk("VEVENT")}
    assert str(events["1@aovconsole"]["SUMMARY"]) == long
    assert (events["1@aovconsole"]["SEQUENCE"], events["1@aovconsole"]["LAST-MODIFIED"].dt) == (
        3, datetime(2027, 2, 1, 8, 0, 5, tzinfo=UTC),
    )  # fmt: skip
    assert events["2@aovconsole"]["DTSTART"].dt.isoformat() == "2027-07-02T21:00:00+02:00"
    assert events["6@aovconsole"]["DTEND"].dt == date(2027, 2, 10)


def test_another_zone_is_written_in_utc() -> None:
    raw = write_calendar([timed(BEGIN, BEGIN)], zone=ZoneInfo("Europe/London"))
    assert b"VTIMEZONE" not in raw
    assert b"DTSTART:20270207T141000Z\r\n" in raw


def test_the_zone_that_is_written_is_that_of_amsterdam() -> None:
    """A program that knows no zones of its own reads the same moments from the rules in the file."""
    (zone,) = icalendar.Calendar.from_ical(write_calendar([])).walk("VTIMEZONE")
    assert isinstance(zone, icalendar.Timezone)
    rules = zone.to_tz(lookup_tzid=False)
    for days in range(0, 20 * 365, 9):
        moment = datetime(2020, 1, 1, 12) + timedelta(days=days)  # noqa: DTZ001 - a clock on the wall
        ours, theirs = moment.replace(tzinfo=AMSTERDAM), moment.replace(tzinfo=rules)
        assert ours.utcoffset() == theirs.utcoffset(), moment


def test_days_moments_and_series_come_back() -> None:
    days = [
        timed(BEGIN, BEGIN + timedelta(hours=3)),
        timed(BEGIN + timedelta(days=7), BEGIN + timedelta(days=7, hours=3), "c"),
        timed(BEGIN, BEGIN, "d"),
        whole(date(2027, 2, 5), date(2027, 2, 9)),
        whole(date(2027, 3, 1), date(2027, 3, 1), "e"),
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


@given(title=st.text(max_size=60), place=st.text(max_size=30), about=st.text(max_size=60))
@settings(max_examples=150)
def test_any_text_comes_back(title: str, place: str, about: str) -> None:
    one = replace(timed(BEGIN, BEGIN, title=title), place=place, about=about)
    found = read_calendar(write_calendar([one]), until=date(2028, 1, 1))
    (item,) = found.items
    assert item.title == clean(title).strip()
    assert item.place == clean(place).strip()
    assert item.description == clean(about.replace("\r\n", "\n"), lines=True).strip()


@given(
    days=st.lists(
        st.builds(
            lambda begin, minutes: (
                begin.replace(tzinfo=UTC, microsecond=0, fold=0),
                begin.replace(tzinfo=UTC, microsecond=0, fold=0) + timedelta(minutes=minutes),
            ),
            st.datetimes(datetime(1950, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made aware above
            st.integers(0, 5_000),
        )
        | st.builds(
            lambda day, more: (day, day + timedelta(days=more)),
            st.dates(date(1950, 1, 1), date(2040, 1, 1)),
            st.integers(0, 40),
        ),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None)
def test_any_days_come_back(days: list[tuple[Any, Any]]) -> None:
    entries = [
        timed(begin, end, str(number)) if isinstance(begin, datetime) else whole(begin, end, str(number))
        for number, (begin, end) in enumerate(days)
    ]
    assert read_back(write_calendar(entries)) == spans(entries)
