"""Searching as people type: diacritics folded, the start of a word is enough, no sign of theirs does anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from tests.builders import HOSTILE, append, desk_at, records_of


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with some lines, an incident, a decision and a calendar item."""
    made = desk_at(tmp_path_factory.mktemp("zoeken"))
    number = made.incidents.open("Gaslek aan de Grote Gracht", place="Markt").number
    made.log.line("Café De Één is geëvacueerd", dossier=number)
    made.log.line("ploeg 12 naar de Sint-Servaasbrug", dossier=number)
    made.agreements.decide(number, "Vrijthof afsluiten")
    made.agreements.action(number, "hekken plaatsen", owner="THOR")
    yield made
    made.journal.close()


def found(desk: Desk, query: str) -> list[str]:
    """The texts that a search gives."""
    return [hit.row.text for hit in desk.reading.search(query)]


@pytest.mark.parametrize(
    "query",
    [
        "cafe",
        "CAFÉ",
        "café",
        "een",
        "ÉÉN",
        "geevacueerd",
        "geë",
        "cafe ge",
        "één café",
        "caf   één",
        "«café»",
        "café, één!",
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_diacritics_capitals_and_order_do_not_matter(desk: Desk, query: str, form: str) -> None:
    assert found(desk, unicodedata.normalize(form, query)) == ["Café De Één is geëvacueerd"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "texts"),
    [
        ("gas", ["Gaslek aan de Grote Gracht"]),
        ("g", ["Café De Één is geëvacueerd", "Gaslek aan de Grote Gracht"]),
        ("servaas", ["ploeg 12 naar de Sint-Servaasbrug"]),
        ("sint-servaasbrug", ["ploeg 12 naar de Sint-Servaasbrug"]),
        ("1", ["ploeg 12 naar de Sint-Servaasbrug"]),
        ("vrijthof", ["B-A1 Vrijthof afsluiten"]),
        ("hek", ["A-A1 hekken plaatsen"]),
        ("aslek", []),
        ("gas café", []),
        ("", []),
        ("   ", []),
        ("***", []),
    ],
)
def test_what_is_found(desk: Desk, query: str, texts: list[str]) -> None:
    assert found(desk, query) == texts


@pytest.mark.parametrize(
    "query",
    ['"', '""', "gas*", "^gas", "text:gas", "text : gas", "gas NEAR lek", "gas AND", "OR", "NOT gas", "(gas", "gas)",
     "{text}: gas", "gas + lek", "-gas", "'; DROP TABLE records; --", "%", "_", "\\", "gas\x00lek", "+",
     "a" * 5000, "x " * 500,
     "½ ² Ⅷ", "\ud800", "🙂", "\u0301", "日本"],
)  # fmt: skip
def test_signs_of_the_query_language_are_only_signs(desk: Desk, query: str) -> None:
    found(desk, query)
    assert found(desk, "gas") == ["Gaslek aan de Grote Gracht"]


@settings(max_examples=100, deadline=None)
@given(query=st.text(max_size=40))
def test_any_query_gives_an_answer(desk: Desk, query: str) -> None:
    found(desk, query)


def test_each_hit_says_where_it_stands(desk: Desk) -> None:
    [hit] = desk.reading.search("geëvacueerd")
    assert (hit.number, hit.title) == ("INC-27-A001", "Gaslek aan de Grote Gracht")


def test_newest_first_and_no_more_than_asked(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    for number in range(9):
        desk.log.line(f"drukte {number}")
    assert [hit.row.text for hit in desk.reading.search("drukte", 3)] == ["drukte 8", "drukte 7", "drukte 6"]


def test_a_correction_is_found_by_both_texts_and_leaves_no_ghost(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    line = desk.log.line("gaslek op de Markt")
    desk.log.correct(line.id, "waterlek op de Markt")
    assert found(desk, "waterlek") == found(desk, "gaslek") == ["gaslek op de Markt"], "the struck text stays readable"
    desk.log.correct(line.id, "rook op de Markt")
    assert found(desk, "waterlek") == [], "what stood in between is gone from the index"
    assert found(desk, "rook") == ["gaslek op de Markt"]
    desk.log.withdraw(line.id)
    assert found(desk, "rook") == []
    assert found(desk, "gaslek") == ["gaslek op de Markt"]
    desk.journal.connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


def test_a_replaced_calendar_item_leaves_no_ghost(tmp_path: Path) -> None:
    from aovconsole.domain.calendar import ItemRead, item_subject
    from aovconsole.domain.record import Draft

    desk = desk_at(tmp_path)
    for title in ("Kermis", "Jaarmarkt"):
        read = ItemRead("bron", "import:bron", "u", title, title)
        append(desk.journal, Draft(read, subject=item_subject("bron", "u")))
    assert found(desk, "kermis") == []
    assert found(desk, "jaarmarkt") == ["Jaarmarkt"]
    desk.journal.connection.execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_found_by_its_words(tmp_path: Path, text: str) -> None:
    desk = desk_at(tmp_path)
    desk.log.line(f"{text} vindplaats", raw=True)
    assert len(found(desk, "vindplaats")) == 1
    assert len(found(desk, text)) <= 1
    assert len(records_of(desk.journal)) == 3
