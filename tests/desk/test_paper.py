"""Rules of paper log sheets: numbers are given once, lines keep their own times, every row ends."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.paper import SheetsPrinted, rest_text
from aovconsole.errors import CannotStore, CommandRefused
from aovconsole.hub import bundle
from aovconsole.journal.views import state
from tests.builders import HOSTILE, assert_green, desk_at, given
from tests.still_clock import StillClock

SUNDAY = date(2027, 2, 7)


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    """A desk with a CMT day since 15:10."""
    desk = desk_at(tmp_path / "home", clock)
    desk.cmt.open("Carnaval zondag")
    return desk


NR = "CMT-27-A001"


def printed(desk: Desk, tmp_path: Path, count: int = 1, day: date | None = None) -> str:
    """Print sheets; the number of the printing."""
    return desk.paper.print_sheets(NR, str(tmp_path / "blad.html"), count=count, day=day, replace=True).number


def at(desk: Desk, record_id: str) -> str:
    """When a line happened, on the wall."""
    line = desk.reading.line(record_id)
    assert line is not None
    return f"{datetime.fromisoformat(line.at).astimezone(desk.zone):%d %H:%M}"


def spans_of(desk: Desk) -> list[tuple[str, int, int]]:
    found = desk.paper.sheets(desk.seat.find(NR).subject)
    return [(one.letters, one.first, one.last) for one in found]


def test_printings_follow_each_other_also_over_a_restart(desk: Desk, tmp_path: Path, clock: StillClock) -> None:
    assert [printed(desk, tmp_path, 2), printed(desk, tmp_path)] == ["PAP-27-A001", "PAP-27-A002"]
    desk.journal.close()
    again = desk_at(tmp_path / "home", clock)
    assert printed(again, tmp_path) == "PAP-27-A003"
    assert spans_of(again) == [("A", 1, 40), ("A", 41, 60), ("A", 61, 80)]
    again.incidents.open("Brand")
    first = again.paper.print_sheets("INC-27-A001", str(tmp_path / "b.html"), count=1)
    assert (first.number, first.title) == ("PAP-27-A004", "logbladen A-001 tot en met A-020")
    assert_green(again.journal)


def test_two_stations_give_out_two_rows_and_a_bare_number_is_not_guessed(desk: Desk, tmp_path: Path) -> None:
    other = desk_at(tmp_path / "other", StillClock(), code="B")
    bundle.export(desk.journal, tmp_path / "heen")
    bundle.receive(other.journal, tmp_path / "heen")
    assert [printed(desk, tmp_path), printed(other, tmp_path)] == ["PAP-27-A001", "PAP-27-B001"]
    bundle.export(other.journal, tmp_path / "terug")
    bundle.receive(desk.journal, tmp_path / "terug")
    assert spans_of(desk) == [("A", 1, 20), ("B", 1, 20)]
    given(desk).when(lambda desk: desk.paper.typed(NR, "001", "15:00 vol")).refused(
        "regel 001 is door twee stations uitgegeven: typ A-001 of B-001"
    )
    assert desk.paper.typed(NR, "b-1", "15:00 vol").id
    assert desk.paper.waiting(desk.seat.find(NR).subject) == (39, 40)


def test_one_row_that_two_stations_type_keeps_both_lines(desk: Desk, tmp_path: Path) -> None:
    printed(desk, tmp_path)
    other = desk_at(tmp_path / "other", StillClock(), code="B")
    bundle.export(desk.journal, tmp_path / "heen")
    bundle.receive(other.journal, tmp_path / "heen")
    lines = [one.paper.typed(NR, "1", f"15:0{number} vol").id for number, one in enumerate((desk, other))]
    other.paper.close_rows(NR, "2", outcome="unused")
    desk.paper.typed(NR, "2", "15:02 leeg")
    for giver, taker, file in ((desk, other, "een"), (other, desk, "twee")):
        bundle.export(giver.journal, tmp_path / file)
        bundle.receive(taker.journal, tmp_path / file)
    assert state(desk.journal.connection) == state(other.journal.connection)
    [sheets] = desk.paper.sheets(desk.seat.find(NR).subject)
    assert sorted(sheets.typed[1]) == sorted(lines)
    assert (2 in sheets.typed, 2 in sheets.closed, len(sheets.open)) == (True, False, 18)


def test_a_typed_row_is_a_line_at_its_own_time_late_and_with_its_number(desk: Desk, tmp_path: Path) -> None:
    printed(desk, tmp_path)
    record = desk.paper.typed(NR, "001", "14:05 politie @Vrijthof loopt vol !actie THOR 14:30")
    line = desk.reading.line(record.id)
    assert line is not None
    assert (at(desk, record.id), line.source, line.place, line.late) == ("07 14:05", "politie", "Vrijthof", True)
    assert line.more["paper"] == "A-001"
    [action] = desk.reading.in_dossier(desk.seat.find(NR).subject, "action")
    assert action.end_at.startswith("2027-02-07T13:30")
    assert_green(desk.journal)


@pytest.mark.parametrize(
    ("row", "text", "words"),
    [
        ("001", "14:05 nog eens", "A-001 is al ingetypt: 14:00 loopt vol"),
        ("002", "14:05 leeg", "A-002 is afgesloten: niet gebruikt"),
        ("003", "14:05 vlek", "A-003 is afgesloten: vervallen (koffie)"),
        ("021", "14:05 x", f"{NR} heeft geen papieren regel 021: uitgegeven zijn A-001 tot en met A-020"),
        ("B-004", "14:05 x", "heeft geen papieren regel B-004"),
        ("000", "14:05 x", "000 is geen regelnummer"),
        ("-4", "14:05 x", "-4 is geen regelnummer"),
        ("vier", "14:05 x", "vier is geen regelnummer"),
        ("4" * 5000, "14:05 x", "is geen regelnummer"),
        ("", "14:05 x", "leeg is geen regelnummer"),
        ("004", "  ", "de regel is leeg"),
        ("004", "loopt vol", "regel A-004 heeft geen tijd"),
        ("004", "08-02-2027 14:05 morgen", "ligt in de toekomst"),
    ],
)
def test_a_row_that_cannot_be_typed(desk: Desk, tmp_path: Path, row: str, text: str, words: str) -> None:
    printed(desk, tmp_path)
    desk.paper.typed(NR, "1", "14:00 loopt vol")
    desk.paper.close_rows(NR, "2", outcome="unused")
    desk.paper.close_rows(NR, "3", outcome="void", reason="koffie")
    given(desk).when(lambda desk: desk.paper.typed(NR, row, text)).refused(words)


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ([("1", "23:50 druk"), ("2", "00:20 rustig"), ("3", "05:10 leeg")], ["07 23:50", "08 00:20", "08 05:10"]),
        ([("1", "14:05 begin")], ["07 14:05"]),
        ([("2", "01:30 nacht"), ("1", "22:00 avond")], ["08 01:30", "07 22:00"]),
        ([("1", "03:00 nacht"), ("2", "08:30 ochtend"), ("3", "09:00 dag")], ["08 03:00", "08 08:30", "08 09:00"]),
        ([("1", "01:00 nacht"), ("2", "14:05 middag"), ("3", "11:00 vergeten")], ["08 01:00", "08 14:05", "08 11:00"]),
        ([("1", "07-02-2027 09:00 met datum")], ["07 09:00"]),
    ],
)
def test_the_sheet_of_sunday_typed_on_tuesday(
    desk: Desk, tmp_path: Path, clock: StillClock, rows: list[tuple[str, str]], wanted: list[str]
) -> None:
    printed(desk, tmp_path)
    clock.advance(hours=44)
    assert [at(desk, desk.paper.typed(NR, row, text).id) for row, text in rows] == wanted


def test_another_day_can_be_said_and_a_sheet_of_the_night_is_of_the_day_before(
    desk: Desk, tmp_path: Path, clock: StillClock
) -> None:
    clock.advance(hours=11)
    printed(desk, tmp_path)  # at 02:10 on Monday
    assert desk.paper.sheets(desk.seat.find(NR).subject)[0].day == SUNDAY
    clock.advance(hours=72)
    assert at(desk, desk.paper.typed(NR, "1", "02:15 nacht").id) == "08 02:15"
    assert at(desk, desk.paper.typed(NR, "2", "14:00 later", day=date(2027, 2, 9)).id) == "09 14:00"
    assert at(desk, desk.paper.typed(NR, "3", "zonder", at=datetime(2027, 2, 8, 9, tzinfo=UTC)).id) == "08 10:00"


def test_a_withdrawn_line_lets_its_row_wait_again(desk: Desk, tmp_path: Path) -> None:
    printed(desk, tmp_path)
    wrong = desk.paper.typed(NR, "1", "14:05 hoort op regel 2")
    given(desk).when(lambda desk: desk.log.withdraw(wrong.id, "verkeerd nummer")).then(
        "line.withdrawn", "paper.reopened"
    )
    assert desk.paper.waiting(desk.seat.find(NR).subject) == (20, 20)
    assert desk.paper.typed(NR, "1", "14:04 dit stond er")
    desk.log.correct(desk.paper.typed(NR, "2", "14:05 x").id, "14:05 y")
    assert desk.paper.waiting(desk.seat.find(NR).subject) == (18, 20)
    assert_green(desk.journal)


def test_rows_are_closed_at_once_and_opened_again(desk: Desk, tmp_path: Path) -> None:
    printed(desk, tmp_path)
    desk.paper.typed(NR, "1", "14:05 x")
    assert desk.paper.close_rows(NR, "A-002", "020", outcome="unused").status == "closed"
    assert rest_text(*desk.paper.waiting(desk.seat.find(NR).subject)) == ""
    desk.paper.reopen(NR, "7", "9", reason="toch beschreven")
    assert rest_text(*desk.paper.waiting(desk.seat.find(NR).subject)) == "nog in te typen: 3 van 20"
    place = desk.paper.next_open(desk.seat.find(NR).subject)
    assert place is not None and place.name == "A-007"
    texts = [line.text for line in desk.reading.lines(dossier=desk.seat.find(NR).subject) if line.type == "paper"]
    assert texts == [
        "PAP-27-A001: 1 logblad op papier, regels A-001 tot en met A-020",
        "papier A-002 tot en met A-020 niet gebruikt",
        "papier A-007 tot en met A-009 weer open: toch beschreven",
    ]


@pytest.mark.parametrize(
    ("first", "last", "outcome", "reason", "words"),
    [
        ("1", "", "unused", "", "A-001 is al ingetypt"),
        ("1", "5", "unused", "", "A-001 is al ingetypt"),
        ("5", "2", "unused", "", "van A-005 gaat het tot hoogstens A-020, niet tot 2"),
        ("5", "21", "unused", "", "van A-005 gaat het tot hoogstens A-020, niet tot 21"),
        ("5", "B-6", "unused", "", "niet tot B-6"),
        ("5", "", "void", " ", "de reden is leeg"),
        ("5", "", "lost", "", "lost bestaat niet"),
    ],
)
def test_what_cannot_be_closed(
    desk: Desk, tmp_path: Path, first: str, last: str, outcome: str, reason: str, words: str
) -> None:
    printed(desk, tmp_path)
    desk.paper.typed(NR, "1", "14:05 x")
    given(desk).when(lambda desk: desk.paper.close_rows(NR, first, last, outcome=outcome, reason=reason)).refused(words)
    given(desk).when(lambda desk: desk.paper.reopen(NR, "1", reason="x")).refused("trek de regel in")
    given(desk).when(lambda desk: desk.paper.reopen(NR, "2", reason="x")).refused("A-002 is open")


@pytest.mark.parametrize("count", [0, -1, 51, 1000])
def test_so_many_sheets_are_a_slip_of_the_keys(desk: Desk, tmp_path: Path, count: int) -> None:
    given(desk).when(lambda desk: printed(desk, tmp_path, count)).refused("het aantal bladen ligt tussen 1 en 50")
    assert not list(tmp_path.glob("blad*"))


def test_without_the_file_no_number_is_given(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "blad.pdf").write_text("van een ander")
    last = desk.journal.last_pos()
    for name, fault, words in (
        (str(tmp_path / "blad.pdf"), CommandRefused, "bestaat al; --force vervangt het"),
        (str(tmp_path / "blad.docx"), CommandRefused, "eindigt op .html of .pdf"),
        (str(tmp_path / "weg" / "blad.pdf"), CannotStore, "kan niet worden geschreven"),
        (str(tmp_path / "a\x00b.pdf"), CannotStore, "kan niet worden geschreven"),
    ):
        with pytest.raises(fault, match=words):
            desk.paper.print_sheets(NR, name)
    assert desk.journal.last_pos() == last
    assert (tmp_path / "blad.pdf").read_text() == "van een ander"
    assert not [one for one in tmp_path.iterdir() if one.suffix == ".deel"]
    assert desk.paper.print_sheets(NR, str(tmp_path / "blad.pdf"), replace=True).number == "PAP-27-A001"
    assert (tmp_path / "blad.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_on_paper_is_a_line(desk: Desk, tmp_path: Path, name: str) -> None:
    printed(desk, tmp_path)
    desk.paper.typed(NR, "1", f"14:05 {HOSTILE[name]}")
    desk.paper.close_rows(NR, "2", outcome="void", reason=HOSTILE[name])
    assert_green(desk.journal)


def test_a_draft_that_was_filed_before_is_filed_once(desk: Desk, tmp_path: Path) -> None:
    printed(desk, tmp_path)
    draft = "01a39021-52c0-7753-bfc2-571cd147ca89"
    assert desk.paper.typed(NR, "1", "14:05 x", draft_id=draft).id == draft
    last = desk.journal.last_pos()
    assert desk.paper.typed(NR, "1", "14:05 x", draft_id=draft).id == draft
    assert desk.journal.last_pos() == last


def test_a_closed_day_names_what_is_still_on_paper(desk: Desk, tmp_path: Path) -> None:
    printed(desk, tmp_path)
    row = desk.seat.find(NR)
    assert desk.cmt.open_matters(row) == ("papier: nog in te typen: 20 van 20",)
    desk.cmt.close(NR)
    assert desk.paper.typed(NR, "1", "14:05 na sluiting ingetypt").id


@pytest.mark.parametrize(
    "forged", [{"sheets": 10**9}, {"first": 0}, {"first": 10**9}, {"rows": 0}, {"day": "2027-02-31"}, {"sheets": -1}]
)
def test_a_printing_that_cannot_be_is_none(forged: dict[str, object]) -> None:
    good = {"number": "PAP-27-B001", "letters": "B", "first": 1, "sheets": 1, "rows": 20, "day": "2027-02-07"}
    assert SheetsPrinted(**good).last == 20  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r".*"):
        SheetsPrinted(**{**good, **forged})  # type: ignore[arg-type]
