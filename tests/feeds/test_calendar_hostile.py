"""Calendars that nobody meant to write: no bytes may break the reading, cost much, or get past the cleaning."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar import CalendarRead, StoredComponent, expand_beyond, read_calendar
from tests.feeds.ics import UNTIL, event, ics, read
from tests.require import samples

LINES = [
    "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "BEGIN:VTIMEZONE",
    "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "TZID:x", "METHOD:CANCEL", "X-WR-TIMEZONE:US/Eastern", "UID:a",
    "UID:b",
    "DTSTART:20270205T120000Z", "DTSTART:20270205", "DTSTART;TZID=x:20270328T023000", "DTSTART;VALUE=DATE:16010101",
    "DTSTART:99980101T000000Z", "DTSTART;VALUE=DATE:99991231", "DTSTART;VALUE=DATE:00010101", "DTEND:20270205T110000Z",
    "DTEND;VALUE=DATE:99991231", "DTEND:99981231T235959Z", "DURATION:P1D", "DURATION:-PT5H", "DURATION:P999999W",
    "RRULE:FREQ=DAILY", "RRULE:FREQ=HOURLY;INTERVAL=5", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=WEEKLY;UNTIL=20270401", "RRULE:FREQ=MONTHLY;BYDAY=-1SU;COUNT=5", "RRULE:FREQ=DAILY;INTERVAL=0",
    "RDATE:20270301,20270401T120000", "RDATE;VALUE=PERIOD:20270101T000000Z/PT5H,19960404T010000Z/19960403T040000Z",
    "EXDATE:20270206", "EXDATE:20270206T120000Z", "RECURRENCE-ID:20270206T120000Z", "RECURRENCE-ID:20270206",
    "RECURRENCE-ID;RANGE=THISANDFUTURE:20270207T120000Z", "SEQUENCE:2", "STATUS:CANCELLED", "SUMMARY:\x1b[2J\u202e",
    "DTSTART:19700101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", " vervolg", "rommel", "",
]  # fmt: skip


def read_or_refused(raw: bytes) -> CalendarRead | None:
    try:
        return read_calendar(raw, until=UNTIL)
    except CommandRefused:
        return None


def check(found: CalendarRead) -> None:
    """What holds for whatever was read."""
    assert len({item.identity for item in found.items}) == len(found.items)
    for item in found.items:
        for one in item.occurrences:
            if one.begin and one.end:
                assert one.begin <= one.end
            else:
                assert one.begin_on is not None
                assert one.end_on is not None
                assert one.begin_on <= one.end_on
        for text in (item.uid, item.title, item.place, item.url, item.note, *item.categories):
            assert clean(text) == text
        for text in (item.description, item.component, item.zones):
            assert clean(text, lines=True) == text
    for refused in found.refused:
        assert clean(refused.reason + refused.uid) == refused.reason + refused.uid
    for decision in found.time_zones:
        assert clean(decision.name + decision.decision) == decision.name + decision.decision
    stored = [StoredComponent(one.identity, one.component, one.zones, one.expanded_until) for one in found.items]
    expand_beyond(stored, date(2028, 1, 1), date(2028, 3, 1))


@pytest.mark.all
@given(lines=st.lists(st.sampled_from(LINES) | st.text(st.characters(codec="utf-8"), max_size=30), max_size=40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_lines_can_be_read(lines: list[str]) -> None:
    found = read_or_refused(ics(*event(*lines), *lines))
    assert found is not None
    check(found)


@given(raw=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    for data in (raw, b"BEGIN:VCALENDAR\n" + raw, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:" + raw + b"\nEND:VEVENT"):
        found = read_or_refused(data)
        if found:
            check(found)


@pytest.mark.all
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_real_files_with_damage_can_be_read(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(Path(samples("ics")).glob("*.ics"))))
    lines = path.read_bytes().split(b"\n")[:150]
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(lines) - 1))
        match data.draw(st.sampled_from(["drop", "double", "cut", "line", "byte"])):
            case "drop":
                lines[at] = b""
            case "double":
                lines.insert(at, lines[at])
            case "cut":
                lines[at] = lines[at][: data.draw(st.integers(0, 60))]
            case "line":
                lines.insert(at, data.draw(st.sampled_from(LINES)).encode())
            case _:
                lines[at] += data.draw(st.binary(max_size=3))
    found = read_or_refused(b"\n".join(lines))
    if found:
        check(found)


def test_loose_text_without_end_costs_no_more_than_its_length() -> None:
    began = time.process_time()
    found = read(*event("DTSTART:20270205", "DESCRIPTION:x", *["regel zonder naam"] * 100_000))
    assert time.process_time() - began < 6
    assert found.items[0].description.count("\n") == 100_000


@pytest.mark.all
@pytest.mark.parametrize(
    "raw",
    [
        b"<!---->" * 9_000,
        ics(*event("DTSTART:20270205", "SUMMARY:" + " " * 500_000 + "x")),
        ics(*event("DTSTART:20270205", 'X;"' + 'a"b' * 200_000)),
        ics(*event("DTSTART" + ";x= " * 100_000 + ":20270205")),
        ics(*event("DTSTART:" + "2" * 500_000)),
        ics(*event("DTSTART:20270205", "SUMMARY:" + "\\" * 500_000)),
        ics(*event("DTSTART:20270205T120000Z", "RRULE:FREQ=DAILY;BYDAY=" + "MO," * 100_000)),
        ics(*event("DTSTART:20270205T120000Z", "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:" + "20270206T120000Z," * 20_000)),
        b"BEGIN:VCALENDAR\n" * 100_000,
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + b"BEGIN:X\n" * 100_000 + b"END:Y\n" * 100_000,
    ],
    ids=[
        "comments",
        "blanks",
        "quotes",
        "parameters",
        "digits",
        "backslashes",
        "list",
        "exceptions",
        "begins",
        "nested",
    ],
)
def test_long_nonsense_costs_no_more_than_its_length(raw: bytes) -> None:
    began = time.process_time()
    read_or_refused(raw)
    assert time.process_time() - began < 6


def test_many_changes_of_one_series_cost_no_more_than_their_number() -> None:
    changes = [
        line
        for hour in range(1_000)
        for line in event(
            f"RECURRENCE-ID:20270{2 + hour // 500}{1 + hour % 28:02}T{hour % 24:02}0000Z", "DTSTART:20270301"
        )
    ]
    began = time.process_time()
    found = read(*event("DTSTART:20270201T000000Z", "RRULE:FREQ=HOURLY"), *changes)
    assert time.process_time() - began < 5
    assert len(found.items) + len(found.refused) == 1_001


def test_many_zones_of_their_own_stop_at_a_bound() -> None:
    rules = ("TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "DTSTART:16010101T000000", "RRULE:FREQ=YEARLY")
    lines = [
        line
        for number in range(300)
        for line in (
            *("BEGIN:VTIMEZONE", f"TZID:z{number}", "BEGIN:STANDARD", *rules, "END:STANDARD", "END:VTIMEZONE"),
            *event(f"DTSTART;TZID=z{number}:20270205T120000", uid=str(number)),
        )
    ]
    began = time.process_time()
    found = read(*lines)
    assert time.process_time() - began < 10
    assert len(found.items) == 300
    assert len(found.time_zones) == 300
