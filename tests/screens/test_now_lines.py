"""The rows of Nu: what is late shouts, what is owed says since when, the nafase is quiet; always whole rows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from rich.cells import cell_len

from aovconsole.domain.now import Due, NowBoard, Running
from aovconsole.domain.times import AMSTERDAM
from aovconsole.screens.now_lines import SIGNS, column_widths, columns
from aovconsole.screens.now_parts import Picture, Row
from aovconsole.screens.widgets.looks import LOOKS

NOW = datetime(2027, 2, 7, 14, 12, tzinfo=UTC)


def due(type_: str, title: str, minutes: float | None = None, **more: object) -> Due:
    """Something of INC-27-A001 that waits, due in so many minutes."""
    left = None if minutes is None else timedelta(minutes=minutes)
    at = None if left is None else NOW + left
    plain = Due(type_, "s", "i", "INC-27-A001", "Brand", "M-A1", title, "raad", "open", at, left, key=title)
    return plain._replace(**more)  # type: ignore[arg-type]


DUE = (
    due("notice", "mededeling aan de raad", -17),
    due("clock", "klok CoPI", -4, number="", owner="", status="missed"),
    due("notice", "kennisgeving aan de commissaris", waits=timedelta(minutes=36)),
    due("action", "tekstwagen", 18, number="A-A1", owner="politie", snoozed_count=2),
    due("notice", "bekrachtiging"),
    due("term", "einde noodverordening", 12 * 60, owner=""),
    due("action", "opvang", status="busy", number="A-A2"),
)


def running(number: str, **more: object) -> Running:
    """An incident that began 41 minutes ago."""
    plain = Running(
        number, "incident", f"INC-27-{number}", f"Brand {number}", "", "open", 1, NOW - timedelta(minutes=41),
        timedelta(minutes=41), 1, 0,
    )  # fmt: skip
    return plain._replace(**more)  # type: ignore[arg-type]


TO_INFORM = ("burgemeester of loco-burgemeester", "communicatie", "OvD-Bz", "secretaris")
RUNNING = (
    running("A001", to_inform=TO_INFORM, late_count=3),
    running("A002", status="aftercare", grip_level=0, late_count=1),
    running("A003", status="aftercare", grip_level=0, open_count=0),
)
PICTURE = Picture(NowBoard(NOW, RUNNING, DUE, (), ()), {}, (), AMSTERDAM)


def text(row: Row) -> str:
    """What a row says."""
    return "".join(part.text for part in row.parts)


def all_rows(width: int) -> list[Row]:
    """The rows of every column."""
    return [row for column in columns(PICTURE, width) for row in column]


def look(said: str, width: int = 76) -> dict[str, str]:
    """The words of the first row that holds this, by their style."""
    row = next(row for row in all_rows(width) if said in text(row))
    return {part.style: part.text.strip() for part in row.parts if part.text.strip()}


@pytest.mark.parametrize("width", [76, 77, 116, 136, 176, 196])
def test_every_row_is_exactly_as_wide_as_its_column(width: int) -> None:
    for column, room in zip(columns(PICTURE, width), column_widths(width), strict=True):
        assert {cell_len(text(row)) for row in column if row.parts} == {room - 2}


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("mededeling aan de raad", {"error": "14:55", "strong": "mededeling aan de raad", "token": "raad"}),
        ("klok CoPI", {"error": "15:08", "strong": "klok CoPI"}),
        ("kennisgeving aan de", {"warning": "zsm", "strong": "kennisgeving aan de commissaris", "token": "raad"}),
        ("tekstwagen", {"warning": "◷", "plain": "15:30", "": "tekstwagen", "token": "politie"}),
        ("bekrachtiging", {"warning": "·", "muted": "geen datum", "": "bekrachtiging", "token": "raad"}),
        ("einde noodverordening", {"muted": "◷", "plain": "ma 03:12", "": "einde noodverordening"}),
    ],
)
def test_what_is_due_by_its_look(title: str, wanted: dict[str, str]) -> None:
    assert look(title) == wanted


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("mededeling aan de raad", "17 min te laat    M-A1 · INC-27-A001 Brand"),
        ("klok CoPI", "4 min te laat     INC-27-A001 Brand"),
        ("kennisgeving aan de", "al 36 min         M-A1 · INC-27-A001 Brand"),
        ("tekstwagen", "over 18 min       A-A1 · uitgesteld, 2x · INC-27-A001 Brand"),
        ("bekrachtiging", "datum invullen    M-A1 · INC-27-A001 Brand"),
        ("einde noodverordening", "over 12 u 00      M-A1 · INC-27-A001 Brand"),
        ("opvang", "bezig             A-A2 · INC-27-A001 Brand"),
    ],
)
def test_what_stands_below_it(title: str, below: str) -> None:
    rows = all_rows(76)
    place = next(number for number, row in enumerate(rows) if title in text(row))
    assert text(rows[place + 1]).strip() == below
    assert rows[place].ref == rows[place + 1].ref


@pytest.mark.parametrize(
    ("waits", "told"),
    [
        (timedelta(0), "al 0 min"),
        (timedelta(minutes=30, seconds=59), "al 30 min"),
        (timedelta(hours=25), "al 25 u 00"),
        (timedelta(days=400), "al 400 dagen"),
    ],
)
def test_how_long_something_is_owed_reads_as_no_clock(waits: timedelta, told: str) -> None:
    owed = due("notice", "mededeling", owner="raad", waits=waits)
    picture = PICTURE._replace(board=PICTURE.board._replace(due=(owed,)))
    assert any(f"  {told:<18}M-A1" in text(row) for row in columns(picture, 80)[0])


def test_a_long_addressee_of_a_notice_stands_below_it_so_that_both_are_read() -> None:
    notice = due("notice", "noodverordening ter kennis brengen", owner="commissaris van de Koning")
    picture = PICTURE._replace(board=PICTURE.board._replace(due=(notice,)))
    rows = [text(row) for row in columns(picture, 116)[1]]
    assert any("noodverordening ter kennis" in row for row in rows)
    assert any("commissaris van de Koning · M-A1" in row for row in rows)
    assert {cell_len(row) for row in rows if row} == {column_widths(116)[1] - 2}


def test_each_row_of_one_measure_is_a_thing_of_its_own() -> None:
    refs = [row.ref for row in all_rows(76) if row.ref and row.ref.subject == "s"]
    assert len(set(refs)) == len(DUE)
    assert {ref.dossier for ref in refs} == {"i"}


def test_the_sign_of_what_is_late_and_the_count_stand_in_words_too() -> None:
    rows = [text(row) for row in all_rows(76)]
    assert [row[:18] for row in rows if "2 te laat ─" in row] == ["LOOPT 2 te laat ──", "TE DOEN 2 te laat "]
    assert sum("2 te laat ─" in text(row) for row in all_rows(136)) == 1
    assert [row[:2] for row in rows if "14:55" in row or "15:08" in row or "zsm" in row] == ["! "] * 3


@pytest.mark.parametrize("width", [76, 136, 196])
def test_who_must_be_told_stands_right_below_the_incident_in_full(width: int) -> None:
    rows = all_rows(width)
    place = next(number for number, row in enumerate(rows) if "INC-27-A001  Brand" in text(row))
    told = [row for row in rows[place + 1 : place + 4] if any(part.style == "warning" for part in row.parts)]
    assert rows[place + 1] in told
    said = " ".join(text(row).strip() for row in told)
    assert said == "nog niet ingelicht: burgemeester of loco-burgemeester, communicatie, OvD-Bz, secretaris"
    assert any("burgemeester of loco-burgemeester," in text(row) for row in told)


def test_the_nafase_takes_one_quiet_row_that_still_says_what_is_late() -> None:
    rows = all_rows(76)
    at = next(number for number, row in enumerate(rows) if "INC-27-A002" in text(row))
    assert "INC-27-A003" in text(rows[at + 1])
    assert look("INC-27-A002") == {"muted": "0:41", "": "Brand A002", "error": "! 1 te laat"}
    assert text(rows[at + 1]).split() == ["▲", "INC-27-A003", "Brand", "A003", "nafase", "0:41"]
    assert not {"incident", "token", "strong", "grip"} & {part.style for part in rows[at].parts}


def test_every_kind_of_dossier_has_a_look_beside_its_sign() -> None:
    assert set(SIGNS) <= set(LOOKS)
