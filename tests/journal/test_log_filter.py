"""The filters of a log: SQL on the journal and the same rule on lines that were folded find the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.journal.log_filter import LogFilter
from tests.builders import desk_at
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NUMBER = "INC-27-A001"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An incident with a line for each thing that can be asked."""
    home: Path = tmp_path_factory.mktemp("filter")
    clock = StillClock(CARNIVAL_SUNDAY)
    made = desk_at(home, clock)
    made.incidents.open("Gaslek", place="Vrijthof")
    lines: dict[str, str] = {}
    for text in (
        "politie: @Vrijthof drie gewonden !feit !ongeverifieerd #crowd",
        "POLITIE: @vrijthof het café is vol !feit",
        "Ёlka Bureau: @Ängelplein !oordeel rook",
        "ëlka: @ängelplein straks regen !aanname #Wind",
        "hek dicht !besluit !weersproken",
        "brandweer: gas afgesloten, zegt drieëntwintig !bericht",
        "gewoon",
        "__onder_streep__ 50% [x] 'of\" *",
    ):
        lines[text] = made.log.line(text, dossier=NUMBER).id
        clock.advance(seconds=1)
    made.log.line("een oude regel", dossier=NUMBER, at=CARNIVAL_SUNDAY - timedelta(minutes=6))
    made.log.line("op de rand", dossier=NUMBER, at=made.seat.now - timedelta(minutes=5))
    first, second = list(lines.values())[:2]
    made.log.correct(first, "twee lichtgewonden")
    made.log.set_status(first, "verified", source="GHOR")
    made.log.withdraw(second)
    made.incidents.grip(NUMBER, 1, by="politie")
    made.agreements.decide(NUMBER, "afzetten")
    made.log.line("elders !feit", dossier=None)
    yield made
    made.journal.close()


FILTERS: list[tuple[LogFilter, list[str]]] = [
    (LogFilter(kind="fact"), ["drie gewonden", "café"]),
    (LogFilter(kind="message"), ["afgesloten"]),
    (LogFilter(kind="note"), ["een oude", "op de rand", "gewoon", "streep"]),
    (LogFilter(kind="grip"), ["GRIP 1"]),
    (LogFilter(kind="decision"), ["hek dicht", "afzetten"]),
    (LogFilter(status="verified"), ["drie gewonden"]),
    (LogFilter(status="unverified"), []),
    (LogFilter(status="contradicted"), ["hek dicht"]),
    (LogFilter(source="Politie"), ["drie gewonden", "café"]),
    (LogFilter(source="ËLKA"), ["regen"]),
    (LogFilter(place="vrijthof"), ["drie gewonden", "café"]),
    (LogFilter(place="A\u0308NGELPLEIN"), ["rook", "regen"]),
    (LogFilter(tag="Crowd"), ["drie gewonden"]),
    (LogFilter(tag="#wind"), ["regen"]),
    (LogFilter(tag="win"), []),
    (LogFilter(struck=True), ["drie gewonden", "café"]),
    (LogFilter(late=True), ["een oude"]),
    (LogFilter(words="CAFE vo"), ["café"]),
    (LogFilter(words="gewonden"), ["drie gewonden"]),
    (LogFilter(words="drie"), ["drie gewonden", "drieëntwintig"]),
    (LogFilter(words="lichtgew"), ["drie gewonden"]),
    (LogFilter(words="drie lichtgewonden"), ["drie gewonden"]),
    (LogFilter(words="rie"), []),
    (LogFilter(words="onder streep"), ["streep"]),
    (LogFilter(words="*"), []),
    (LogFilter(words="gas OR rook"), []),
    (LogFilter(words=" ".join(["drie"] * 12 + ["niets"])), ["drie gewonden", "drieëntwintig"]),
    (LogFilter(kind="fact", place="Vrijthof", words="vol", struck=True), ["café"]),
    (LogFilter(kind="fact", late=True), []),
]


@pytest.mark.parametrize(("wanted", "found"), FILTERS, ids=lambda value: repr(value)[:60])
def test_what_is_found(desk: Desk, wanted: LogFilter, found: list[str]) -> None:
    subject = desk.seat.find(NUMBER).subject
    rows = wanted.lines(desk.reading, dossier=subject)
    assert len(rows) == len(found), [row.text for row in rows]
    assert all(words in row.text for words, row in zip(found, rows, strict=True)), [row.text for row in rows]
    assert wanted.kept(desk.reading.lines(dossier=subject)) == rows
    lines = wanted.lines(desk.reading, type_="line")
    assert lines == wanted.kept(desk.reading.lines(type_="line"))


def test_an_empty_filter_keeps_all_and_is_no_filter(desk: Desk) -> None:
    assert not LogFilter()
    assert all(wanted for wanted, _ in FILTERS)
    assert LogFilter().lines(desk.reading) == desk.reading.lines() == LogFilter().kept(desk.reading.lines())
    since = desk.reading.lines(type_="line")[-1].at
    assert [row.text for row in LogFilter(kind="fact").lines(desk.reading, since=since)] == ["elders !feit"]
