"""Time zones of calendars: which one a name stands for, and whether the officer is told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.feeds.calendar import StoredComponent, expand_beyond
from aovconsole.feeds.calendar_rules import Work
from aovconsole.feeds.calendar_zones import FileZone, file_zone
from tests.feeds.ics import event, moments, only, read, utc

WALL = datetime(2000, 1, 1)  # noqa: DTZ001 - what a clock on a wall shows
LIKE_AMSTERDAM = (
    "BEGIN:VTIMEZONE", "TZID:Eigen tijd",
    "BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10", "END:STANDARD",
    "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200",
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3", "END:DAYLIGHT",
    "END:VTIMEZONE",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "hour", "said"),
    [
        ("Europe/Amsterdam", 10, ""),
        ("UTC", 12, ""),
        ("W. Europe Standard Time", 10, "naam van Windows: gelezen als Europe/Amsterdam"),
        ("Romance Standard Time", 10, "gelezen als Europe/Paris"),
        ("GMT Standard Time", 11, "gelezen als Europe/London"),
        ("/mozilla.org/20050126_1/Europe/Berlin", 10, "gelezen als Europe/Berlin"),
        ("/freeassociation.sourceforge.net/America/Argentina/Ushuaia", 15, "America/Argentina/Ushuaia"),
        ("tzone://Microsoft/Utc", 12, "andere naam voor UTC"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 10, "naam van Outlook"),
        ("Customized Time Zone", 10, "nergens omschreven: Europe/Amsterdam aangenomen"),
        ("../../../etc/passwd", 10, "nergens omschreven"),
        ("Europe", 10, "nergens omschreven"),
        ("localtime", 10, "nergens omschreven"),
        ("x" * 5_000, 10, "nergens omschreven"),
        ("Eigen tijd", 10, "de regels uit het bestand zelf (VTIMEZONE) zijn gebruikt"),
    ],
)
def test_the_zone_of_a_name(name: str, hour: int, said: str) -> None:
    found = read(*event(f'DTSTART;TZID="{name}":20270705T120000'), around=LIKE_AMSTERDAM)
    assert moments(only(found)) == [utc(2027, 7, 5, hour)]
    decisions = [decision.decision for decision in found.time_zones]
    assert len(decisions) == bool(said)
    assert all(said in decision for decision in decisions)
    assert all(len(decision.name) < 70 for decision in found.time_zones)
    assert bool(only(found).zones) == (name == "Eigen tijd")


@pytest.mark.parametrize(
    ("around", "hour", "name", "said"),
    [
        ((), 10, "", "Europe/Amsterdam aangenomen"),
        (("X-WR-TIMEZONE:America/New_York",), 16, "America/New_York", "de zone van de kalender"),
        (("X-WR-TIMEZONE;VALUE=TEXT:US/Eastern",), 16, "US/Eastern", "de zone van de kalender"),
        (("X-WR-TIMEZONE:Nergens",), 10, "Nergens", "Europe/Amsterdam aangenomen"),
    ],
)
def test_times_without_a_zone(around: tuple[str, ...], hour: int, name: str, said: str) -> None:
    found = read(*event("DTSTART:20270705T120000"), *event("DTSTART:20270705T130000", uid="b"), around=around)
    assert moments(found.items[0]) == [utc(2027, 7, 5, hour)]
    (decision,) = found.time_zones
    assert decision.name == name
    assert said in decision.decision


def test_a_time_in_utc_stays_that_moment() -> None:
    found = read(*event("DTSTART:20270705T120000Z"), around=("X-WR-TIMEZONE:America/New_York",))
    assert moments(only(found)) == [utc(2027, 7, 5, 12)]
    assert found.time_zones == ()


@pytest.mark.parametrize(
    ("name", "hour", "said"), [("Europe/Berlin", 10, "de tijdzone geldt"), ("Nergens", 12, "gelezen als UTC")]
)
def test_a_zone_and_a_z_together(name: str, hour: int, said: str) -> None:
    found = read(*event(f"DTSTART;TZID={name}:20270705T120000Z"))
    assert moments(only(found)) == [utc(2027, 7, 5, hour)]
    assert [(decision.name, said in decision.decision) for decision in found.time_zones] == [(name, True)]


def test_a_time_with_an_offset_is_that_moment() -> None:
    assert moments(only(read(*event("DTSTART:2027-07-05T12:00:00+05:30")))) == [utc(2027, 7, 5, 6, 30)]


def test_what_an_item_keeps_is_enough_to_find_its_zone_again() -> None:
    around = ("X-WR-TIMEZONE:America/New_York", *LIKE_AMSTERDAM)
    found = read(
        *event("DTSTART:20270705T120000", "RRULE:FREQ=YEARLY", uid="a"),
        *event("DTSTART;TZID=Eigen tijd:20270705T120000", "RRULE:FREQ=YEARLY", uid="b"),
        around=around,
    )
    for item, hour in zip(found.items, (16, 10), strict=True):
        stored = StoredComponent(item.identity, item.component, item.zones, item.expanded_until)
        (later,) = expand_beyond([stored], date(2030, 7, 1), date(2030, 7, 31)).values()
        assert [one.begin for one in later] == [utc(2030, 7, 5, hour)]


@given(moment=st.datetimes(WALL.replace(year=1997), WALL.replace(year=2100)), fold=st.sampled_from([0, 1]))
def test_a_zone_of_a_file_behaves_like_the_zone_that_it_describes(moment: datetime, fold: int) -> None:
    zone, known = _amsterdam(), ZoneInfo("Europe/Amsterdam")
    wall = moment.replace(fold=fold)
    assert wall.replace(tzinfo=zone).utcoffset() == wall.replace(tzinfo=known).utcoffset()
    there = moment.replace(tzinfo=UTC).astimezone(zone)
    assert there.replace(tzinfo=None) == moment.replace(tzinfo=UTC).astimezone(known).replace(tzinfo=None)
    assert there.astimezone(UTC) == moment.replace(tzinfo=UTC)


@cache
def _amsterdam() -> FileZone:
    return file_zone("Eigen tijd", "\n".join(LIKE_AMSTERDAM), Work())


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("BEGIN:STANDARD", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD"),
        ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+9900", "TZOFFSETTO:+0100", "END:STANDARD"),
        ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:x", "END:STANDARD"),
        ("BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "RRULE:FREQ=SECONDLY",
         "END:STANDARD"),
    ],
)  # fmt: skip
def test_a_zone_that_cannot_be_read_gives_way_to_amsterdam(lines: tuple[str, ...]) -> None:
    around = ("BEGIN:VTIMEZONE", "TZID:Stuk", *lines, "END:VTIMEZONE")
    found = read(*event("DTSTART;TZID=Stuk:20270705T120000"), around=around)
    assert moments(only(found)) == [utc(2027, 7, 5, 10)]
    assert "niet te lezen" in found.time_zones[0].decision


def test_several_zones_in_one_description_and_a_description_after_the_items() -> None:
    two = (
        "BEGIN:VTIMEZONE",
        "TZID:Een uur", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100",
        "END:STANDARD",
        "TZID:Vijf uur", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0500", "TZOFFSETTO:+0500",
        "END:STANDARD",
        "END:VTIMEZONE",
    )  # fmt: skip
    found = read(
        *event("DTSTART;TZID=Een uur:20270705T120000"), *event("DTSTART;TZID=Vijf uur:20270705T120000", uid="b"), *two
    )
    assert [moments(item) for item in found.items] == [[utc(2027, 7, 5, 11)], [utc(2027, 7, 5, 7)]]


def test_before_its_first_rule_a_zone_has_the_offset_from_before_it() -> None:
    turns = [(WALL, timedelta(hours=2), timedelta(hours=1))]
    assert FileZone("x", turns).utcoffset(WALL.replace(year=1990)) == timedelta(hours=2)
