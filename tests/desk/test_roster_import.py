"""Importing a roster: csv and ics, once and again, with what is wrong in it; hostile text is data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.roster_import import RosterImport
from aovconsole.errors import CommandRefused
from tests.builders import HOSTILE, assert_green, desk_at, records_of
from tests.desk.roster import at, now, told, week
from tests.still_clock import StillClock

HEAD = "dienst;naam;begin;eind\n"


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    """A desk on carnival Sunday 7 February 2027, 15:10."""
    return desk_at(tmp_path / "home", clock)


def csv(*rows: str, head: str = HEAD) -> bytes:
    return (head + "\n".join(rows) + "\n").encode()


def counts(found: RosterImport) -> tuple[int, int, int, int, int]:
    return found.added, found.changed, found.unchanged, len(found.vanished), len(found.refused)


ROWS = ("AOV;AOV-1;05-02-2027;12-02-2027", "AOV;AOV-2;2027-02-12;2027-02-19 09:00")


def test_the_same_file_again_adds_nothing_and_what_changed_changes(desk: Desk) -> None:
    assert counts(desk.roster.read(csv(*ROWS), "r.csv")) == (2, 0, 0, 0, 0)
    assert told(desk) == [("AOV", "AOV-1", "05-02 08:00", "planned"), ("AOV", "AOV-2", "12-02 08:00", "planned")]
    before = desk.journal.last_pos()
    assert counts(desk.roster.read(csv(*ROWS), "r.csv")) == (0, 0, 2, 0, 0)
    assert desk.journal.last_pos() == before
    assert counts(desk.roster.read(csv(ROWS[0], "AOV;AOV-3;2027-02-12;2027-02-19"), "r.csv")) == (0, 1, 1, 0, 0)
    assert told(desk)[1][1] == "AOV-3"


def test_a_name_that_was_erased_does_not_come_back_with_the_same_file(desk: Desk) -> None:
    rows = ("AOV;Jansen;2027-01-29;2027-02-05", *ROWS)
    desk.roster.read(csv(*rows), "r.csv")
    desk.roster.replace("AOV@2027-02-14T12:00", "AOV-4", reason="ziek")
    desk.roster.erase_name("Jansen", ground="AVG")
    desk.roster.erase_name("AOV-2", ground="AVG")
    before = told(desk)
    found = desk.roster.read(csv(*rows), "r.csv")
    assert (counts(found), len(found.notes)) == ((0, 0, 3, 0, 0), 2)
    assert told(desk) == before
    assert [row[1] for row in before] == ["naam gewist", "AOV-1", "AOV-4"]
    moved = desk.roster.read(csv(*rows[:2], "AOV;AOV-5;2027-02-12;2027-02-20"), "r.csv")
    assert (counts(moved), told(desk)[2][1]) == ((0, 1, 2, 0, 0), "AOV-5"), "what is still to come follows its source"


def test_what_its_source_no_longer_has_is_named_and_does_not_count(desk: Desk) -> None:
    desk.roster.read(csv("AOV;AOV-9;2027-01-29;2027-02-05", *ROWS), "r.csv")
    found = desk.roster.read(csv(ROWS[0]), "r.csv")
    assert found.vanished == ("AOV AOV-2 vanaf vr 12 feb 08:00",), "what was over is not missed"
    assert [row[3] for row in told(desk)] == ["planned", "planned", "vanished"]
    with pytest.raises(CommandRefused, match="niet meer in de bron"):
        desk.roster.replace(desk.reading.of_type("duty", status="vanished")[0].subject, "AOV-4", reason="x")
    kinds = [one.kind for one in desk.roster.check()]
    assert kinds == ["ended", "vanished"]
    assert counts(desk.roster.read(csv(ROWS[0]), "r.csv")) == (0, 0, 1, 0, 0)
    assert counts(desk.roster.read(csv(*ROWS), "r.csv")) == (0, 1, 1, 0, 0)
    assert told(desk)[2][3] == "planned"
    assert counts(desk.roster.read(csv(ROWS[0]), "ander.csv")) == (1, 0, 0, 0, 0), "another file is another source"


def test_a_dry_run_writes_nothing_and_names_each_bad_row(desk: Desk) -> None:
    rows = (
        ROWS[0], "kantine;X;05-02-2027;12-02-2027", "AOV;;05-02-2027;12-02-2027", "AOV;X;12-02-2027;05-02-2027",
        "AOV;X;31-02-2027;12-02-2027", f"AOV;{'x' * 101};05-02-2027;12-02-2027", "AOV;X;05-02-2027;05-02-2029",
        "AOV;X;28-03-2027 02:30;29-03-2027",
    )  # fmt: skip
    for dry in (True, False):
        found = desk.roster.read(csv(*rows), "r.csv", dry_run=dry)
        assert [(one.line, one.column) for one in found.refused] == [
            (3, "dienst"), (4, "naam"), (5, "eind"), (6, "begin"), (7, "naam"), (8, "eind"), (9, "begin"),
        ]  # fmt: skip
    assert "geen dienst (wel: AOV" in found.refused[0].reason
    assert "eindigt niet na haar begin" in found.refused[2].reason
    assert told(desk) == []
    assert counts(desk.roster.read(csv(*ROWS), "r.csv", dry_run=True)) == (2, 0, 0, 0, 0)
    assert told(desk) == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig"])
def test_a_csv_of_excel_with_commas_and_accents(desk: Desk, encoding: str) -> None:
    raw = 'Naam,Dienst,Begin,Eind,Extra\r\n"Zoë Müller, drs.",Loco,05-02-2027 17:00,08-02-2027 09:00,x\r\n'
    found = desk.roster.read(raw.encode(encoding), "r.csv")
    assert (counts(found), found.unknown_columns) == ((1, 0, 0, 0, 0), ("extra",))
    assert told(desk) == [("loco-burgemeester", "Zoë Müller, drs.", "05-02 17:00", "planned")]


def test_two_officers_at_once_come_in_and_are_named(desk: Desk) -> None:
    desk.roster.read(csv(ROWS[0], "AOV;AOV-7;05-02-2027;12-02-2027"), "r.csv")
    assert len(told(desk)) == 2
    assert "AOV: AOV-1 en AOV-7 tegelijk, vr 5 feb 08:00 tot vr 12 feb 08:00" in desk.roster.warnings()


def test_a_replacement_stays_when_its_source_moves_the_stretch(desk: Desk) -> None:
    head = "dienst;naam;begin;eind;uid\n"
    desk.roster.read(csv("AOV;AOV-1;05-02-2027;12-02-2027;a", head=head), "r.csv")
    desk.roster.replace("AOV@2027-02-07 12:00", "AOV-4", reason="ziek")
    desk.roster.read(csv("AOV;AOV-1;04-02-2027;12-02-2027;a", head=head), "r.csv")
    assert told(desk) == [("AOV", "AOV-4", "04-02 08:00", "planned")]
    desk.roster.read(csv("AOV;AOV-5;04-02-2027;12-02-2027;a", head=head), "r.csv")
    assert told(desk)[0][1] == "AOV-5", "a source that names somebody else is believed"
    desk.roster.withdraw("AOV@2027-02-07 12:00", reason="dubbel")
    found = desk.roster.read(csv("AOV;AOV-6;04-02-2027;12-02-2027;a", head=head), "r.csv")
    assert (told(desk)[0][3], "hier ingetrokken" in found.notes[0]) == ("withdrawn", True)


def ics(*events: str) -> bytes:
    """A calendar of these events; `|` parts their lines."""
    lines = [f"BEGIN:VEVENT\r\n{event.replace('|', chr(13) + chr(10))}\r\nEND:VEVENT" for event in events]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""]).encode()


WHOLE = "UID:1|DTSTART;VALUE=DATE:20270205|DTEND;VALUE=DATE:20270212|SUMMARY:AOV: Jansen"


def test_a_calendar_gives_duties_by_title_category_and_attendee(desk: Desk) -> None:
    zone = "TZID=Europe/Amsterdam"
    found = desk.roster.read(
        ics(
            WHOLE,
            f"UID:2|DTSTART;{zone}:20270212T080000|DTEND;{zone}:20270219T080000|SUMMARY:Piket OOV|"
            'ATTENDEE;CN="De Vries, A.":mailto:a@voorbeeld.nl',
            f"UID:3|DTSTART;{zone}:20270205T170000|DTEND;{zone}:20270208T083000|SUMMARY:Bakker|CATEGORIES:Loco",
            f"DTSTART;{zone}:20270205T170000|DTEND;{zone}:20270208T083000|SUMMARY:Peters (communicatie)",
        ),
        "rooster.ics",
    )
    assert counts(found) == (4, 0, 0, 0, 0)
    assert sorted(told(desk)) == [
        ("AOV", "De Vries, A.", "12-02 08:00", "planned"),
        ("AOV", "Jansen", "05-02 08:00", "planned"),
        ("communicatie", "Peters", "05-02 17:00", "planned"),
        ("loco-burgemeester", "Bakker", "05-02 17:00", "planned"),
    ]
    assert found.notes == ("hele dagen lopen van 08:00 tot 08:00",)


def test_what_a_calendar_says_badly_is_named_and_the_rest_comes_in(desk: Desk) -> None:
    raw = ics(
        WHOLE,
        "UID:2|DTSTART:20270212T080000Z|DTEND:20270211T080000Z|SUMMARY:AOV: X",
        "UID:3|DTSTART:20270212T080000Z|DTEND:20270219T080000Z|SUMMARY:teamuitje",
        "UID:4|DTSTART:20270212T080000Z|DTEND:20270219T080000Z|SUMMARY:AOV",
        "UID:5|DTSTART:20270212T080000Z|DTEND:20270219T080000Z|SUMMARY:AOV|ATTENDEE;CN=A:mailto:a@x|ATTENDEE;CN=B:mailto:b@x",
        "UID:6|DTSTART:20270212T080000Z|DTEND:20270219T080000Z|SUMMARY:AOV: Y|STATUS:CANCELLED",
        "UID:7|DTSTART;VALUE=DATE:20270212|DTEND;VALUE=DATE:20270210|SUMMARY:AOV: Z",
        "UID:8|DTSTART:20270212T080000Z|SUMMARY:AOV: zonder eind",
    )
    found = desk.roster.read(raw, "r.ics")
    assert (found.added, [(one.uid, one.reason) for one in found.refused]) == (
        1,
        [
            ("2", "de dienst eindigt niet na haar begin"),
            ("3", "geen dienst in 'teamuitje' (wel: AOV, achterwacht, loco-burgemeester, communicatie)"),
            ("4", "geen naam in de titel"),
            ("5", "meer dan één deelnemer: zet de naam in de titel"),
            ("7", "de dienst eindigt niet na haar begin"),
            ("8", "de dienst eindigt niet na haar begin"),
        ],
    )
    assert not any("als moment bewaard" in note for note in found.notes), "what was refused is not kept"


def test_a_series_over_winter_time_changes_hands_at_eight_on_the_wall(desk: Desk) -> None:
    series = (
        "UID:1|DTSTART;TZID=Europe/Amsterdam:20270319T080000|DTEND;TZID=Europe/Amsterdam:20270326T080000|"
        "RRULE:FREQ=WEEKLY;COUNT=3|SUMMARY:AOV: Jansen"
    )
    desk.roster.read(ics(series), "r.ics")
    assert [row[2] for row in told(desk)] == ["19-03 08:00", "26-03 08:00", "02-04 08:00"]
    assert [one for one in desk.roster.check(at("2027-03-19T08:00"), at("2027-04-09T08:00")) if one.kind == "gap"] == []
    moved = (
        "UID:1|RECURRENCE-ID;TZID=Europe/Amsterdam:20270326T080000|DTSTART;TZID=Europe/Amsterdam:20270326T100000|"
        "DTEND;TZID=Europe/Amsterdam:20270402T080000|SUMMARY:AOV: De Vries"
    )
    assert counts(desk.roster.read(ics(series, moved), "r.ics")) == (0, 1, 2, 0, 0)
    assert told(desk)[1] == ("AOV", "De Vries", "26-03 10:00", "planned")


def test_items_without_uid_stay_what_they_are(desk: Desk) -> None:
    event = WHOLE.replace("UID:1|", "")
    assert counts(desk.roster.read(ics(event), "r.ics")) == (1, 0, 0, 0, 0)
    assert counts(desk.roster.read(ics(f"DTSTAMP:20270101T000000Z|{event}"), "r.ics")) == (0, 0, 1, 0, 0)


def test_a_calendar_that_breaks_off_lets_nothing_vanish(desk: Desk) -> None:
    raw = ics(WHOLE, WHOLE.replace("UID:1", "UID:2").replace("Jansen", "Bakker"))
    desk.roster.read(raw, "r.ics")
    found = desk.roster.read(raw[: raw.index(b"UID:2")], "r.ics")
    assert found.vanished == ()


@pytest.mark.parametrize("raw", [b"", b"<html>aanmelden</html>", b"PK\x03\x04", b"a;b\n1;2\n", b"\xff\xfea"])
def test_what_is_no_roster_is_refused(desk: Desk, raw: bytes) -> None:
    with pytest.raises(CommandRefused):
        desk.roster.read(raw, "r.csv")
    assert records_of(desk.journal)[1:] == []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_data(desk: Desk, text: str) -> None:
    week(desk, text[:80], "2027-02-05", "2027-02-12")
    desk.roster.takeover("AOV", f"x{text[:80]}", reason=text)
    inside = "".join(sign for sign in text[:80] if sign not in '";|\x00\x85\u2028\u2029\ud800')
    assert counts(desk.roster.read(csv(f"AOV;{inside};2027-03-05;2027-03-12"), text[:40])) == (1, 0, 0, 0, 0)
    assert desk.roster.read(ics(WHOLE.replace("Jansen", inside)), f"{text[:40]}.ics").added <= 1
    assert not any(sign in str((told(desk), now(desk))) for sign in ("\x1b", "\u202e", "\x9b", "\x00"))
    assert_green(desk.journal)


def test_two_stations_that_import_one_file_agree(desk: Desk, tmp_path: Path) -> None:
    other = desk_at(tmp_path / "other", StillClock(datetime(2027, 2, 7, 15, tzinfo=UTC)), code="B")
    desk.roster.read(csv(*ROWS), "r.csv")
    other.roster.read(csv(*ROWS), "r.csv")
    desk.roster.replace("AOV@2027-02-08", "AOV-4", reason="ziek")
    desk.journal.receive(records_of(other.journal))
    assert [row[1] for row in told(desk)] == ["AOV-4", "AOV-2"]
    assert_green(desk.journal)


def test_a_day_of_25_hours_is_covered(desk: Desk) -> None:
    desk.roster.read(csv("AOV;A;2027-10-30;2027-10-31", "AOV;B;2027-10-31;2027-11-01"), "r.csv")
    first, last = (datetime.fromisoformat(row.begin_at) for row in desk.reading.of_type("duty"))
    assert last - first == timedelta(hours=25)
    assert desk.roster.check(first, last) == ()
