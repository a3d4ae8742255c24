"""The figures at the desk: what was counted beside what was published, parts of years, notes of two stations."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.figure_tables import (
    chart_of_months,
    chart_of_places,
    chart_of_years,
    file_format,
    period_text,
    year_label,
)
from aovconsole.desk.figures import FigureDesk
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM
from aovconsole.journal.store import Journal
from tests.builders import HOSTILE, assert_green, desk_at, records_of
from tests.still_clock import StillClock


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 14, tzinfo=AMSTERDAM)


def test_years_without_anything_are_not_zero(desk: Desk) -> None:
    desk.incidents.open("Gaslek", at=at(2026, 5, 5))
    book = FigureDesk(desk.seat).read()
    assert book.years == (2017, 2021, 2023, 2024, 2026)
    assert book.figure("aov_incidents", 2026).count == 1
    assert book.figure("cmt_days", 2026).count == 0, "something of the year is known here"
    unknown = book.figure("aov_incidents", 2024)
    assert (unknown.count, unknown.published, unknown.unsure) == (None, 75, True)
    assert book.figure("demonstrations_total", 2017).published == 34
    assert book.figure("demonstrations_total", 2023).published == 66
    assert book.figure("demonstrations_total", 2026).published is None
    assert period_text(book, 2024) == "niets in het journaal: niet geteld"
    assert period_text(book, 2030) == "nog niet begonnen op de peildatum"


def test_a_part_of_a_year_never_passes_for_a_whole(desk: Desk) -> None:
    desk.cmt.open("Nieuwjaar", at=at(2026, 1, 1))
    for year, month in ((2026, 5), (2027, 1)):
        desk.incidents.open("Gaslek", at=at(year, month, 5))
    book = FigureDesk(desk.seat).read()
    bars = {bar.label: bar for bar in chart_of_years(book, "aov_incidents", (2024, 2026, 2027)).bars}
    assert {label: bar.look for label, bar in bars.items()} == {
        "2024 gepubliceerd": "published", "2026 journaal": "counted", "2027 journaal (deel)": "part",
    }  # fmt: skip
    assert bars["2024 gepubliceerd"].said == "75 ?"
    assert year_label(book, 2027) == "2027 (deel)" and "geen heel jaar" in period_text(book, 2027)
    assert not book.figure("aov_incidents", 2026).part
    early = FigureDesk(desk.seat).read(date(2026, 5, 5))
    assert early.figure("aov_incidents", 2026).part and early.figure("aov_incidents", 2026).count == 1
    months = chart_of_months(early, "aov_incidents", 2026).bars
    assert [(bar.label, bar.said, bar.look) for bar in months[3:6]] == [
        ("april", "0", "counted"), ("mei (deel)", "1", "part"), ("juni", "–", "counted"),
    ]  # fmt: skip
    assert chart_of_months(FigureDesk(desk.seat).read(date(2026, 5, 31)), "aov_incidents", 2026).bars[4].label == "mei"


def test_a_year_in_which_the_journal_begins_is_a_part(desk: Desk) -> None:
    for year, month in ((2025, 11), (2026, 1)):
        desk.incidents.open("Gaslek", at=at(year, month, 24))
    book = FigureDesk(desk.seat).read()
    assert book.part(2025) and not book.part(2026) and book.part(2027)
    assert book.of(2025).whole_year, "what is counted does not change"
    assert period_text(book, 2025).startswith(
        "24 november 2025 t/m 31 december 2025: het journaal begint pas dan; geen"
    )
    looks = [bar.look for bar in chart_of_years(book, "aov_incidents", (2025, 2026)).bars]
    assert looks == ["part", "counted"]
    assert book.months("aov_incidents", 2025) == (*[None] * 10, 1, 0), "before it began nothing was counted"


def test_too_many_places_are_one_bar_and_nothing_is_lost(desk: Desk) -> None:
    for number in range(30):
        desk.incidents.open("Gaslek", place=f"Straat {number:02}", at=at(2026, 5, 5))
    bars = chart_of_places(FigureDesk(desk.seat).read(), "aov_incidents", 2026, most=10).bars
    assert len(bars) == 10 and bars[-1].label == "21 andere plaatsen"
    assert sum(bar.count or 0 for bar in bars) == 30


def test_the_bound_between_small_and_large_is_said_once_it_is_set(desk: Desk) -> None:
    assert "nergens vermeld" in FigureDesk(desk.seat).read().definition("demonstrations_large").text
    term = (
        '[[terms]]\nkey = "demonstration_large"\nsubject = "demonstration"\nlabel = "grootschalig"\ntext = "grens"\n'
        'status = "vastgesteld"\nsource = "besluit"\nas_of = 2026-12-01\nfrom_count = 200\n'
    )
    folder = desk.journal.home / "data"
    folder.mkdir()
    (folder / "terms.toml").write_text(term, "utf-8")
    text = FigureDesk(desk.seat).read().definition("demonstrations_large").text
    assert "grens per 01-12-2026: vanaf 200 mensen groot [vastgesteld]" in text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_note_is_kept_as_text(desk: Desk, text: str) -> None:
    row = FigureDesk(desk.seat).note(2024, "cmt_days", text)
    note = FigureDesk(desk.seat).read().note("cmt_days", 2024)
    assert note is not None and note.text == row.title == clean(text.strip())
    assert note.by == "Voorbeeld/AOV"
    assert_green(desk.journal)


def test_two_notes_that_did_not_know_each_other(tmp_path: Path) -> None:
    one, other = desk_at(tmp_path / "a", StillClock()), desk_at(tmp_path / "b", StillClock(), code="B")
    FigureDesk(one.seat).note(2024, "cmt_days", "met carnaval")
    _clock(other.journal).advance(minutes=1)
    FigureDesk(other.seat).note(2024, "cmt_days", "zonder carnaval")
    one.journal.receive(records_of(other.journal))
    other.journal.receive(records_of(one.journal))
    for desk in (one, other):
        note = FigureDesk(desk.seat).read().note("cmt_days", 2024)
        assert note is not None and (note.text, note.others) == ("zonder carnaval", ("met carnaval",))
    FigureDesk(one.seat).note(2024, "cmt_days", "samen bekeken")
    settled = FigureDesk(one.seat).read().note("cmt_days", 2024)
    assert settled is not None and (settled.text, settled.others) == ("samen bekeken", ())


def _clock(journal: Journal) -> StillClock:
    assert isinstance(journal.clock, StillClock)
    return journal.clock


@pytest.mark.parametrize(
    ("name", "expected"), [("a.svg", "svg"), ("~/B.CSV ", "csv"), ("a.png", ""), ("svg", ""), ("", "")]
)
def test_the_end_of_a_name(name: str, expected: str) -> None:
    assert file_format(name) == expected
