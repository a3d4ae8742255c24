"""Reading calendars: the awkward things that real programs write, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar import CalendarItem, Occurrence, Refused, read_calendar
from tests.feeds.ics import UNTIL, event, ics, moments, only, read, utc


def moment(item: CalendarItem) -> Occurrence:
    (one,) = item.occurrences
    return one


def test_a_plain_item() -> None:
    item = only(
        read(
            *event(
                "DTSTART;TZID=Europe/Amsterdam:20270207T151000",
                "DTEND;TZID=Europe/Amsterdam:20270207T180000",
                "SUMMARY:Carnaval\\, de optocht",
                "LOCATION:Vrijthof\\nMaastricht",
                "DESCRIPTION:Regel een\\nRegel twee\\\\; en een punt\\;komma",
                "URL:https://maastricht.example/optocht",
                "CATEGORIES:Optocht,Feest\\, groot",
                "STATUS:TENTATIVE",
                "SEQUENCE:3",
                uid="optocht-27",
            )
        )
    )
    assert moment(item) == Occurrence(utc(2027, 2, 7, 14, 10), utc(2027, 2, 7, 17), None, None)
    assert (item.title, item.place) == ("Carnaval, de optocht", "Vrijthof Maastricht")
    assert item.description == "Regel een\nRegel twee\\; en een punt;komma"
    assert item.categories == ("Optocht", "Feest, groot")
    assert (item.status, item.sequence, item.uid, item.identity) == ("tentative", 3, "optocht-27", "optocht-27")
    assert (item.all_day, item.recurring, item.expanded_until, item.note, item.line) == (False, False, None, "", 3)


@pytest.mark.parametrize(
    ("lines", "begin_on", "end_on", "note"),
    [
        (("DTSTART;VALUE=DATE:20270205", "DTEND;VALUE=DATE:20270210"), (2027, 2, 5), (2027, 2, 9), ""),
        (("DTSTART:20270205",), (2027, 2, 5), (2027, 2, 5), ""),
        (("DTSTART;VALUE=DATE:20270205", "DTEND;VALUE=DATE:20270205"), (2027, 2, 5), (2027, 2, 5), ""),
        (("DTSTART;VALUE=DATE:20270205", "DURATION:P3D"), (2027, 2, 5), (2027, 2, 7), ""),
        (("DTSTART;VALUE=DATE:20270205", "DURATION:PT30H"), (2027, 2, 5), (2027, 2, 6), ""),
        (
            ("DTSTART;VALUE=DATE:20270205", "DTEND;TZID=Europe/Amsterdam:20270207T000000"),
            (2027, 2, 5),
            (2027, 2, 6),
            "",
        ),
        (("DTSTART;VALUE=DATE:20270205", "DTEND;VALUE=DATE:20270201"), (2027, 2, 5), (2027, 2, 5), "één dag"),
        (("DTSTART;VALUE=DATE:99991231",), (9999, 12, 31), (9999, 12, 31), ""),
        (("DTSTART;VALUE=DATE:19440914",), (1944, 9, 14), (1944, 9, 14), ""),
        (("DTSTART;TZID=Europe/Paris;VALUE=DATE:20270205",), (2027, 2, 5), (2027, 2, 5), ""),
    ],
)
def test_whole_days(
    lines: tuple[str, ...], begin_on: tuple[int, int, int], end_on: tuple[int, int, int], note: str
) -> None:
    item = only(read(*event(*lines)))
    assert item.all_day
    assert moment(item) == Occurrence(None, None, date(*begin_on), date(*end_on))
    assert note in item.note
    assert bool(note) == bool(item.note)


@pytest.mark.parametrize(
    ("lines", "minutes", "note"),
    [
        (("DURATION:PT1H30M",), 90, ""),
        (("DTEND:20270205T140000Z",), 120, ""),
        (("DTEND;TZID=Europe/Amsterdam:20270205T140000",), 60, ""),
        ((), 0, ""),
        (("DTEND:20270205T120000Z",), 0, ""),
        (("DTEND:20270205T110000Z",), 0, "einde ligt voor het begin: als moment bewaard"),
        (("DURATION:-PT1H",), 0, "einde ligt voor het begin: als moment bewaard"),
        (("DTEND:20271305T110000Z",), 0, "einde niet te lezen"),
        (("DTEND:99991231T235959Z",), 0, "einde niet te lezen"),
        (("DURATION:P999999W",), 0, "einde niet te lezen"),
        (("DURATION:een uur",), 0, "einde niet te lezen"),
        (("DTEND;VALUE=DATE:20270206",), 12 * 60, ""),
    ],
)
def test_the_end_of_a_moment(lines: tuple[str, ...], minutes: int, note: str) -> None:
    item = only(read(*event("DTSTART:20270205T120000Z", *lines)))
    one = moment(item)
    assert one.begin == utc(2027, 2, 5, 12)
    assert one.end is not None
    assert (one.end - one.begin).total_seconds() == minutes * 60
    assert item.note.startswith(note)
    assert bool(note) == bool(item.note)


def test_a_date_with_a_time_keeps_the_time() -> None:
    item = only(read(*event("DTSTART;VALUE=DATE:20270205T200000", "DTEND;VALUE=DATE:20270205T210000")))
    assert moment(item).begin == utc(2027, 2, 5, 19)
    assert item.note == "VALUE=DATE met een tijd erbij: als tijdstip gelezen"


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("SUMMARY:x",), "DTSTART ontbreekt"),
        (("DTSTART:morgen",), "DTSTART 'morgen' is geen datum of tijd"),
        (("DTSTART:20270230",), "bestaat niet"),
        (("DTSTART:20270205T256100Z",), "bestaat niet"),
        (("DTSTART:99991231T235959Z",), "bestaat niet"),
        (("DTSTART:00010101T000000",), "bestaat niet"),
        (("DTSTART:20270205", "RECURRENCE-ID:gisteren"), "RECURRENCE-ID 'gisteren'"),
        (("DTSTART:20270205T120000Z", "RRULE:FREQ=SECONDLY"), "herhaalt elke seconde"),
        (("DTSTART:20270205T120000Z", "RRULE:FREQ=MINUTELY;COUNT=3"), "herhaalt elke minuut"),
        (("DTSTART:20270205T120000Z", "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=" + ",".join(map(str, range(60)))), "96"),
    ],
)
def test_one_bad_component_costs_only_itself(lines: tuple[str, ...], reason: str) -> None:
    found = read(*event(*lines, uid="slecht"), *event("DTSTART:20270205T120000Z", uid="goed"))
    assert [item.uid for item in found.items] == ["goed"]
    (refused,) = found.refused
    assert (refused.line, refused.uid) == (3, "slecht")
    assert reason in refused.reason


def test_an_unclosed_component_is_named_and_the_next_one_read() -> None:
    found = read("BEGIN:VEVENT", "UID:open", "DTSTART:20270101", *event("DTSTART:20270102", uid="dicht"))
    assert [item.uid for item in found.items] == ["dicht"]
    assert found.refused[0].uid == "open"
    assert "END:VEVENT" in found.refused[0].reason


def test_a_broken_off_file_is_not_complete() -> None:
    whole = ics(*event("DTSTART:20270101", uid="a"), *event("DTSTART:20270102", uid="b"))
    assert read_calendar(whole, until=UNTIL).complete
    found = read_calendar(whole[: whole.index(b"UID:b")], until=UNTIL)
    assert not found.complete
    assert [item.uid for item in found.items] == ["a"]


@pytest.mark.parametrize("alarm", [("TRIGGER;RELATED=START:PT-2H",), ("TRIGGER:", "DTSTART:20200101"), ("rommel",)])
def test_what_stands_in_an_alarm_is_nothing_of_the_item(alarm: tuple[str, ...]) -> None:
    lines = ("DTSTART:20270205T120000Z", "BEGIN:VALARM", *alarm, "SUMMARY:wekker", "END:VALARM", "SUMMARY:echt")
    item = only(read(*event(*lines)))
    assert (item.title, moments(item)) == ("echt", [utc(2027, 2, 5, 12)])


def test_an_unclosed_alarm_ends_with_its_item() -> None:
    found = read(*event("DTSTART:20270205", "BEGIN:VALARM", "TRIGGER:-PT5M"), *event("DTSTART:20270206", uid="b"))
    assert [item.uid for item in found.items] == ["een", "b"]


def test_tasks_and_journals_are_named_once_each() -> None:
    task = ("BEGIN:VTODO", "UID:t", "DUE:20270101", "END:VTODO")
    found = read(*task, *task, *event("DTSTART:20270205"))
    assert [(one.line, one.reason) for one in found.refused] == [
        (3, "2 keer een taak (VTODO) is niet ingelezen: alleen afspraken (VEVENT) staan op de kalender")
    ]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "de kalender is leeg"),
        (b" \r\n\r\n", "de kalender is leeg"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html><body>Sign in BEGIN:VEVENT</body></html>", "webpagina"),
        (b"<!-- x -->\n<HTML lang=nl>", "webpagina"),
        (b"titel;begin;eind\nOptocht;1;2\n", "BEGIN:VCALENDAR ontbreekt"),
        (b"BEGIN:VEVENT\nDTSTART:20270101\nEND:VEVENT\n", "BEGIN:VCALENDAR ontbreekt"),
        (b"\0" * 100, "de kalender is leeg"),
        (b"BEGIN:VCALENDAR\n" + b"x" * (50 * 1024 * 1024), "groter dan 50 MB"),
    ],
)
def test_what_is_no_calendar_is_refused(raw: bytes, sentence: str) -> None:
    with pytest.raises(CommandRefused, match=sentence):
        read_calendar(raw, until=UNTIL)


def test_nothing_out_of_something_is_reported() -> None:
    found = read_calendar(b"BEGIN:VCALENDAR\r\nX-NOTE:a\r\n BEGIN:VEVENT\r\nEND:VCALENDAR\r\n", until=UNTIL)
    assert (found.items, found.refused) == (
        (), (Refused(3, "", "er staat BEGIN:VEVENT in, maar geen enkel item kon worden gelezen"),),
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_encodings_and_line_ends(encoding: str, end: str) -> None:
    text = ics(*event("DTSTART:20270205", "SUMMARY:Café ’t Böske, één")).decode().replace("\r\n", end)
    item = only(read_calendar(text.encode(encoding), until=UNTIL))
    assert item.title == "Café ’t Böske, één"
    assert item.line == 3


def test_a_line_folded_in_the_middle_of_a_character() -> None:
    raw = ics(*event("DTSTART:20270205", "SUMMARY:Caf@")).replace(b"@", "é".encode()[:1] + b"\r\n " + "é".encode()[1:])
    assert only(read_calendar(raw, until=UNTIL)).title == "Café"


def test_folding_with_tabs_and_empty_lines_between() -> None:
    raw = ics(*event("DTSTART:20270205", "SUMMARY:op|het|plein")).replace(b"|", b"\r\n\r\n\t")
    assert only(read_calendar(raw, until=UNTIL)).title == "ophetplein"


def test_a_line_break_that_nobody_escaped_stays_with_its_text() -> None:
    item = only(read(*event("DTSTART:20270205", "DESCRIPTION:Programma", "Om 12 uur de opening", "SUMMARY:Markt")))
    assert item.description == "Programma\nOm 12 uur de opening"
    assert item.title == "Markt"


def test_small_letters_quotes_and_blanks() -> None:
    lines = ("begin:vevent", "uid:klein", 'dtstart;tzid="Europe/Amsterdam":20270205t120000 ', 'summary;x="a:b":Titel')
    item = only(read(*lines, "end:vevent"))
    assert (item.uid, item.title, moments(item)) == ("klein", "Titel", [utc(2027, 2, 5, 11)])


def test_items_without_uid_are_told_apart_by_all_their_fields() -> None:
    same = event("DTSTART:20270205", "SUMMARY:Markt", "DTSTAMP:20270101T000000Z", uid="")
    other = event("DTSTART:20270205", "SUMMARY:Kermis", uid="")
    first = read(*same, *other, *same)
    assert len({item.identity for item in first.items}) == 3
    renewed = [line.replace("DTSTAMP:20270101", "DTSTAMP:20270102") for line in (*same, *other, *same)]
    again = read(*renewed)
    assert [item.identity for item in again.items] == [item.identity for item in first.items]
    assert [item.digest for item in again.items] == [item.digest for item in first.items]


def test_an_older_version_of_an_item_makes_way_for_the_newer() -> None:
    found = read(
        *event("DTSTART:20270205", "SEQUENCE:1", "SUMMARY:oud"),
        *event("DTSTART:20270206", "SEQUENCE:2", "SUMMARY:nieuw"),
    )
    assert only(found).title == "nieuw"
    assert found.refused == (Refused(3, "een", "oudere of dubbele versie van het item op regel 9"),)


def test_one_uid_for_different_items_keeps_them_all() -> None:
    found = read(
        *event("DTSTART:20270205", uid="1"), *event("DTSTART:20270206", uid="1"), *event("DTSTART:20270207", uid="1")
    )
    assert len({item.identity for item in found.items}) == 3
    assert [item.note for item in found.items].count("") == 1
    assert not found.refused


def test_two_calendars_in_one_file_with_a_cancellation() -> None:
    publish = ics(*event("DTSTART:20270205T120000Z", "SUMMARY:Kermis"), *event("DTSTART:20270206", uid="b"))
    cancel = ics(*event("SEQUENCE:1"), around=("METHOD:CANCEL",))
    found = read_calendar(publish + cancel, until=UNTIL)
    assert {item.uid: item.status for item in found.items} == {"een": "cancelled", "b": "confirmed"}
    assert moments(found.items[0]) == [utc(2027, 2, 5, 12)]
    assert not found.cancels_only


def test_name_and_refreshing() -> None:
    around = ("X-WR-CALNAME:Evenementen\\, 2027\x1b[2J", "X-PUBLISHED-TTL:PT12H")
    found = read(*event("DTSTART:20270205"), around=around)
    assert (found.name, found.refresh_minutes) == ("Evenementen, 2027�[2J", 720)
    assert read(around=("REFRESH-INTERVAL;VALUE=DURATION:P1W",)).refresh_minutes == 7 * 24 * 60
    assert read(around=("REFRESH-INTERVAL:vaak",)).refresh_minutes is None


def test_hostile_text_comes_out_harmless() -> None:
    hostile = "[bold]\x1b]0;x\x07\u202e\u2066a\0\u2028[@click=app.quit]x[/]"
    found = read(*event("DTSTART:x" + hostile, uid=hostile), *event("DTSTART:20270205", f"SUMMARY:{hostile}", uid="b"))
    shown = "[bold]�]0;x���a��[@click=app.quit]x[/]"
    assert found.refused[0].uid == shown
    assert "\x1b" not in found.refused[0].reason
    assert found.items[0].title == shown


def test_long_text_is_kept_whole() -> None:
    text = "Vrijthof " * 12_000
    item = only(read(*event("DTSTART:20270205", f"SUMMARY:{text}x", f"DESCRIPTION:{text}x")))
    assert item.title == f"{text}x"
    assert item.description == f"{text}x"


def test_progress_is_told() -> None:
    heard: list[tuple[int, int]] = []
    raw = ics(*event("DTSTART:20270205"), *event("DTSTART:x", uid="b"))
    read_calendar(raw, until=UNTIL, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 2), (2, 2)]
