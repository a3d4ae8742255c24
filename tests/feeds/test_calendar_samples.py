"""The 29 real files: what must come out of each, counted by hand, and where that differs from the bare libraries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import icalendar
import pytest
import recurring_ical_events

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar import CalendarItem, StoredComponent, expand_beyond, read_calendar
from tests.feeds.ics import UNTIL
from tests.require import samples

pytestmark = pytest.mark.all


class Expected(NamedTuple):
    """What a file gives up to and including 2027-12-31 (single items of later years count too)."""

    items: int
    occurrences: int
    refused: int = 0
    zones: tuple[str, ...] = ()


# The manifest's counts run from 2000 to the first day of 2027, ours to the last day of it.
TABLE = {
    "apple_ical15_belgische_feestdagen.ics": Expected(30, 30),
    "burgwilhelmstein_wuerselen_events.ics": Expected(135, 135),
    "calendarlabs_Germany_Holidays.ics": Expected(34, 34),  # DTEND equal to DTSTART: a whole day, not none
    "csv2ical_sports_nonutf8_nouid.ics": Expected(40, 40, zones=("US/Eastern",)),  # 39: one is in 2027 or later
    "davx5_exdate.ics": Expected(1, 7),
    "dehallen-amsterdam_agenda.ics": Expected(69, 69),
    "discourse_no_dtend.ics": Expected(4, 4),
    # 24 in the library: it cuts UNTIL=20200916T230000Z to the 16th; that is midnight of the 17th in London
    "exchange2010_rrule_until_utc.ics": Expected(5, 26, zones=("GMT Standard Time",)),
    "exdate_and_recurrence_together.ics": Expected(3, 3),
    "festival_value-date-with-time.ics": Expected(128, 159, zones=("",)),
    "google_public_holidays.ics": Expected(111, 111),
    "google_x-wr-timezone.ics": Expected(2, 2),  # UTC times stay the moments that they are: no decision
    "icloud_apple_ical.ics": Expected(8, 1942),  # 1577 + the 365 days of 2027
    "meetup.ics": Expected(1, 1),
    "nextcloud_method_cancel.ics": Expected(1, 0),  # the library raises: no DTSTART
    "nextcloud_recurring.ics": Expected(7, 410),  # 358 + the 52 weeks of 2027
    "ns-international_train_trip.ics": Expected(2, 2),  # fails as a whole in the library over `PT-2H` in an alarm
    "office365_custom_timezone.ics": Expected(2, 51, zones=("Central European Standard Time",)),
    "office365_invalid_timezone.ics": Expected(1, 1, zones=("Customized Time Zone",)),
    "outlook2010_meeting.ics": Expected(1, 1, zones=("Eastern Standard Time",)),
    "owncloud_mixed_awareness.ics": Expected(2, 2, zones=("", "Europe/Berlin")),
    # 193 in the library: it ends UNTIL=20250920 at midnight; a bare last day counts in full
    "range_thisandfuture.ics": Expected(4, 194),
    "thunderbird_DutchHolidays_autogen.ics": Expected(33, 33),  # 22: eleven are in 2027
    "thunderbird_SwedishHolidays_mixed_eol.ics": Expected(96, 198),  # 160 + 22 in 2027 + 16 single days in 2028
    "thunderbird_one_instance_cancelled.ics": Expected(2, 3),
    "thunderbird_recurrence_full_vtimezone.ics": Expected(3, 5),
    "two_vcalendars_one_file.ics": Expected(2, 2),
    "voetbal_fortuna-sittard_2026-27.ics": Expected(34, 34),
    "wordpress_ecpv6_two_tzids.ics": Expected(1, 1, zones=("",)),  # fails as a whole in the library: two TZIDs
}

FAILS_IN_THE_LIBRARY = {
    "nextcloud_method_cancel.ics", "ns-international_train_trip.ics", "wordpress_ecpv6_two_tzids.ics",
}  # fmt: skip
ONLY_OURS = {"exchange2010_rrule_until_utc.ics": 2, "range_thisandfuture.ics": 1}


def raw(name: str) -> bytes:
    return samples("ics", name).read_bytes()


def test_every_sample_is_in_the_table() -> None:
    assert {path.name for path in Path(samples("ics")).glob("*.ics")} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_a_real_file_gives_what_is_in_it(name: str) -> None:
    found = read_calendar(raw(name), until=UNTIL)
    assert (
        Expected(
            len(found.items),
            sum(len(item.occurrences) for item in found.items),
            len(found.refused),
            tuple(decision.name for decision in found.time_zones),
        )
        == TABLE[name]
    )
    assert found.complete
    assert raw(name).count(b"BEGIN:VEVENT") == len(found.items)
    assert len({item.identity for item in found.items}) == len(found.items)


@pytest.mark.parametrize("name", sorted(set(TABLE) - FAILS_IN_THE_LIBRARY))
def test_the_moments_are_those_of_the_library(name: str) -> None:
    found = read_calendar(raw(name), until=UNTIL)
    last = datetime(2028, 1, 1, tzinfo=AMSTERDAM)
    begins = (one.begin or one.begin_on for item in found.items for one in item.occurrences)
    ours: Counter[datetime | date] = Counter(begin for begin in begins if begin and _before(begin, last))
    theirs: Counter[datetime | date] = Counter(_library_begins(raw(name)))
    assert theirs - ours == Counter()
    assert sum((ours - theirs).values()) == ONLY_OURS.get(name, 0)


def _before(begin: datetime | date, last: datetime) -> bool:
    return begin < last if isinstance(begin, datetime) else begin < last.date()


def _library_begins(data: bytes) -> Iterator[datetime | date]:
    for calendar in icalendar.Calendar.from_ical(data, multiple=True):
        for found in recurring_ical_events.of(calendar).between((1900, 1, 1), (2028, 1, 1)):
            begin = found["DTSTART"].dt
            if isinstance(begin, datetime):
                yield (begin if begin.tzinfo else begin.replace(tzinfo=AMSTERDAM)).astimezone(UTC)
            else:
                yield begin


@pytest.mark.parametrize("name", TABLE)
def test_a_stored_component_expands_to_the_same_moments_again(name: str) -> None:
    early = read_calendar(raw(name), until=date(2024, 6, 30))
    late = {item.identity: item for item in read_calendar(raw(name), until=UNTIL).items}
    by_uid: dict[str, list[CalendarItem]] = {}
    for item in early.items:
        by_uid.setdefault(item.uid or item.identity, []).append(item)
    for same in by_uid.values():
        kept = [StoredComponent(one.identity, one.component, one.zones, one.expanded_until) for one in same]
        later = expand_beyond(kept, date(2024, 7, 1), UNTIL)
        for one in same:
            again = set(one.occurrences) | set(later.get(one.identity, ()))
            assert again == set(late[one.identity].occurrences)


@pytest.mark.parametrize("name", TABLE)
def test_no_text_of_a_real_file_can_act_on_a_terminal(name: str) -> None:
    for item in read_calendar(raw(name), until=UNTIL).items:
        for text in (item.uid, item.title, item.place, item.url, *item.categories):
            assert clean(text) == text
        assert clean(item.description, lines=True) == item.description


@pytest.mark.parametrize("name", TABLE)
def test_reading_twice_gives_the_same(name: str) -> None:
    assert read_calendar(raw(name), until=UNTIL) == read_calendar(raw(name), until=UNTIL)


@pytest.mark.parametrize("name", TABLE)
def test_a_broken_off_file_says_so(name: str) -> None:
    half = raw(name)[: len(raw(name)) * 2 // 3]
    try:
        found = read_calendar(half, until=UNTIL)
    except CommandRefused:
        return
    assert not found.complete or name == "two_vcalendars_one_file.ics"


def test_texts_are_read_whole() -> None:
    football = read_calendar(raw("voetbal_fortuna-sittard_2026-27.ics"), until=UNTIL)
    assert football.name == "Voetbalagenda – Fortuna Sittard"
    first = football.items[0]
    assert (first.title, first.place) == ("⚽ PSV – Fortuna Sittard", "")
    assert first.description.splitlines()[2] == "Speelronde: 1"
    sports = read_calendar(raw("csv2ical_sports_nonutf8_nouid.ics"), until=UNTIL)
    assert sports.items[0].title == "UNC vs. St. Augustine’s (exhibition)"
    assert sports.items[0].occurrences[0].begin == datetime(2006, 11, 1, 12, 30, tzinfo=UTC)


def test_the_cancelled_moment_of_a_series_is_one_of_its_own() -> None:
    found = read_calendar(raw("thunderbird_one_instance_cancelled.ics"), until=UNTIL)
    assert [(item.status, len(item.occurrences)) for item in found.items] == [("confirmed", 2), ("cancelled", 1)]


def test_a_cancellation_names_its_item_and_nothing_else() -> None:
    found = read_calendar(raw("nextcloud_method_cancel.ics"), until=UNTIL)
    (item,) = found.items
    assert found.cancels_only
    assert (item.uid, item.identity, item.status, item.occurrences) == (
        "guid-1@example.com", "guid-1@example.com", "cancelled", (),
    )  # fmt: skip


def test_what_a_change_of_all_that_follow_moves() -> None:
    found = read_calendar(raw("range_thisandfuture.ics"), until=UNTIL)
    assert [(item.title, len(item.occurrences)) for item in found.items] == [
        ("ORIGINAL EVENT", 6), ("MODIFIED EVENT", 4), ("MODIFIED EVENT", 1), ("EDITED EVENT", 183),
    ]  # fmt: skip
    last = found.items[3].occurrences[-1]
    assert last.begin == datetime(2025, 9, 21, 14, 22, tzinfo=UTC)
    assert last.end == last.begin + timedelta(hours=1, minutes=51)
