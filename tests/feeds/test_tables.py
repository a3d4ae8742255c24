"""The csv files of a year, as Excel and people write them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.feeds.tables import (
    DemonstrationRow,
    EvenementRow,
    IncidentRow,
    MatchRow,
    RowRefused,
    read_demonstrations,
    read_evenementen,
    read_incidents,
    read_matches,
)

EVENEMENTEN = "titel;begin;eind;plaats;klasse;bezoekers;beoordeeld_op;veiligheidsrondes;cmt_dagen\n"
DEMONSTRATIONS = "ontvangen_op;begin;eind;plaats;verwacht;werkelijk;schaal\n"
INCIDENTS = "titel;begin;plaats;aard;grip;aov_inzet\n"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def incidents(*lines: str) -> bytes:
    return (INCIDENTS + "\n".join(lines) + "\n").encode()


def test_evenementen() -> None:
    read = read_evenementen(
        (
            EVENEMENTEN
            + "Kermis;11-02-2024 14:11;11-2-2024 23:00;Vrijthof;b;1.500;2023-12-01;2;1\n"
            + "Markt;2024-07-12;;;;;;;\n"
            + "Feest;2024-07-12;14-07-2024;Bassin;C;0;01-05-2024 09:30;;0\n"
        ).encode()
    )
    assert read.refused == ()
    assert read.rows == (
        EvenementRow(
            2, "Kermis", utc("2024-02-11T14:11+01:00"), utc("2024-02-11T23:00+01:00"), False, "Vrijthof", "B", 1500,
            date(2023, 12, 1), 2, 1,
        ),
        EvenementRow(
            3, "Markt", utc("2024-07-12T00:00+02:00"), utc("2024-07-12T23:59:59+02:00"), True, "", "", None, None,
            None, None,
        ),
        EvenementRow(
            4, "Feest", utc("2024-07-12T00:00+02:00"), utc("2024-07-14T23:59:59+02:00"), True, "Bassin", "C", 0,
            date(2024, 5, 1), None, 0,
        ),
    )  # fmt: skip


def test_demonstrations() -> None:
    read = read_demonstrations(
        (DEMONSTRATIONS + "2024-02-09;2024-02-11 14:00;2024-02-11 16:00;Markt;50;;Klein\n").encode()
    )
    assert read.rows == (
        DemonstrationRow(
            2, utc("2024-02-09T00:00+01:00"), utc("2024-02-11T14:00+01:00"), utc("2024-02-11T16:00+01:00"), False,
            "Markt", 50, None, "small",
        ),
    )  # fmt: skip


def test_incidents() -> None:
    read = read_incidents(incidents("Brand;2024-02-11 02:30;Wyck;brand;GRIP 2;ja", "Stank;2024-03-01;;;;"))
    assert read.rows == (
        IncidentRow(2, "Brand", utc("2024-02-11T02:30+01:00"), "Wyck", "brand", 2, True),
        IncidentRow(3, "Stank", utc("2024-03-01T00:00+01:00"), "", "", None, None),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_the_ways_of_excel(encoding: str, delimiter: str, ending: str) -> None:
    lines = [
        " Titel ;BEGIN;Plaats;aard;GRIP;AOV-inzet;;",
        "",
        ";;;;;;;",
        '"Café ""De Ton""";2024-02-11;Wyck;;0;nee;;',
        ";;;;;;;",
    ]
    text = ending.join(line.replace(";", delimiter) for line in lines) + ending
    read = read_incidents(text.encode(encoding))
    assert [(row.line, row.title, row.deployed) for row in read.rows] == [(4, 'Café "De Ton"', False)]
    assert (read.refused, read.unknown_columns) == ((), ())


def test_the_line_with_the_separator_of_excel() -> None:
    read = read_incidents(b"sep=,\r\n" + incidents("Brand;2024-02-11;;;;").replace(b";", b","))
    assert [(row.line, row.title) for row in read.rows] == [(3, "Brand")]


def test_quoted_line_breaks_and_separators() -> None:
    read = read_incidents(incidents('"Brand;\r\n  groot, fel";2024-02-11;;;;', "Stank;2024-02-12;;;;"))
    assert [(row.line, row.title) for row in read.rows] == [(2, "Brand; groot, fel"), (4, "Stank")]


def test_columns_in_another_order_and_unknown_ones() -> None:
    read = read_incidents(b"begin;titel;opmerking;plaats;aard;grip;aov_inzet\n2024-02-11;Brand;x;Wyck;;;\n")
    assert [row.title for row in read.rows] == ["Brand"]
    assert read.unknown_columns == ("opmerking",)


def test_two_equal_rows_are_two() -> None:
    assert len(read_incidents(incidents("Brand;2024-02-11;;;;", "Brand;2024-02-11;;;;")).rows) == 2


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (";2024-02-11;;;;", "titel", "is leeg"),
        ("  ;2024-02-11;;;;", "titel", "is leeg"),
        ("Brand;;;;;", "begin", "is leeg"),
        ("Brand;11/02/2024;;;;", "begin", "niet te lezen"),
        ("Brand;31-02-2024;;;;", "begin", "niet te lezen"),
        ("Brand;14:11;;;;", "begin", "niet te lezen"),
        ("Brand;2024-03-31 02:30;;;;", "begin", "bestaat niet"),
        ("Brand;2024-10-27 02:30;;;;", "begin", "twee keer"),
        ("Brand;2024-02-11;;;6;", "grip", "0 tot en met 5"),
        ("Brand;2024-02-11;;;-1;", "grip", "0 tot en met 5"),
        ("Brand;2024-02-11;;;;misschien", "aov_inzet", "ja of nee"),
        ("Brand, groot;2024-02-11;;;;ja;extra", "", "cel zonder kolom"),
        ('"Brand;2024-02-11;;;;', "", "aanhalingsteken"),
    ],
)
def test_an_impossible_cell_is_named(line: str, column: str, reason: str) -> None:
    read = read_incidents(incidents("Goed;2024-01-01;;;;", line))
    assert [row.title for row in read.rows] == ["Goed"]
    assert [(refused.line, refused.column) for refused in read.refused] == [(3, column)]
    assert reason in read.refused[0].reason
    assert read.refused[0].sentence.startswith(f"regel 3, kolom {column}: " if column else "regel 3: ")


@pytest.mark.parametrize(
    ("cell", "column"),
    [
        ("a;2024-02-11;2024-02-10;;;;;;", "eind"),
        ("a;2024-02-11 14:00;2024-02-11 13:00;;;;;;", "eind"),
        ("a;2024-02-11;;;D;;;;", "klasse"),
        ("a;2024-02-11;;;;-5;;;", "bezoekers"),
        ("a;2024-02-11;;;;1,5;;;", "bezoekers"),
        ("a;2024-02-11;;;;ca. 500;;;", "bezoekers"),
        ("a;2024-02-11;;;;" + "9" * 100_000 + ";;;", "bezoekers"),
        ("a;2024-02-11;;;;;gisteren;;", "beoordeeld_op"),
        ("a;2024-02-11;;;;;;veel;", "veiligheidsrondes"),
        ("a;2024-02-11;;;;;;;\u0663", "cmt_dagen"),
    ],
)
def test_an_impossible_evenement_is_named(cell: str, column: str) -> None:
    read = read_evenementen((EVENEMENTEN + cell + "\n").encode())
    assert read.rows == ()
    assert [refused.column for refused in read.refused] == [column]
    assert len(read.refused[0].reason) < 200


@pytest.mark.parametrize(
    ("begin", "end", "hint"),
    [
        ("05-03-2024", "03-06-2024 ", ""),
        ("05-03-2024", "03-02-2024", "staan begin en eind verwisseld?"),
        ("12-02-2024", "02-12-2023", "staan begin en eind verwisseld?"),
        ("11-02-2024", "02-12-2024", ""),
        ("28-02-2024", "03-02-2024", "staan dag en maand van het eind verwisseld (03-02-2024 voor 02-03-2024)?"),
        ("11-02-2024 14:11", "02-11-2023", "staan begin en eind verwisseld?"),
        ("03-02-2024", "02-02-2024", "staan begin en eind verwisseld?"),
        ("02-08-2024", "20-02-2024", "staan dag en maand van het begin verwisseld (02-08-2024 voor 08-02-2024)?"),
        ("06-05-2024", "05-05-2024", "staan begin en eind verwisseld?"),
        (
            "05-08-2024 20:00",
            "08-05-2024 23:00",
            "staan dag en maand van het eind verwisseld (08-05-2024 voor 05-08-2024)?",
        ),
        (
            "03-05-2024 20:00",
            "15-04-2024 23:00",
            "staan dag en maand van het begin verwisseld (03-05-2024 voor 05-03-2024)?",
        ),
    ],
)
def test_swapped_dates_are_refused_with_a_hint(begin: str, end: str, hint: str) -> None:
    read = read_evenementen((EVENEMENTEN + f"a;{begin};{end};;;;;;\n").encode())
    reasons = [(one.column, one.reason) for one in read.refused]
    assert reasons == ([("eind", f"het eind ligt voor het begin; {hint}")] if hint else [])


def test_matches() -> None:
    head = "thuis;uit;datum;aftrap;plaats;categorie;uitsupporters;vervoersregeling;competitie\n"
    lines = ("MVV;Roda JC;12-3-2027;20:00;De Geusselt;c;1.200;buscombi;Beker", "Helmond;MVV;2027-07-30;20.45 uur;;;;;")
    read = read_matches((head + "\n".join((*lines, "MVV;VVV;31-12-2027;;;;0;;"))).encode())
    assert (read.refused, read.unknown_columns) == ((), ())
    assert read.rows == (
        MatchRow(
            2, "MVV", "Roda JC", date(2027, 3, 12), utc("2027-03-12T20:00+01:00"), "De Geusselt", "c", 1200, "buscombi",
            "Beker",
        ),
        MatchRow(
            3, "Helmond", "MVV", date(2027, 7, 30), utc("2027-07-30T20:45+02:00"), "", "", None, "", "",
        ),
        MatchRow(4, "MVV", "VVV", date(2027, 12, 31), None, "", "", 0, "", ""),
    )  # fmt: skip


def test_a_row_names_all_its_faults() -> None:
    read = read_incidents(incidents(";x;;;9;?"))
    assert [refused.column for refused in read.refused] == ["titel", "begin", "grip", "aov_inzet"]


def test_a_quote_that_swallows_rows_says_how_far() -> None:
    read = read_incidents(incidents('"Brand;2024-02-11;;;;', "Stank;2024-02-11;;;;"))
    assert read.refused == (
        RowRefused(2, "", "een aanhalingsteken wordt niet gesloten (de rij loopt door tot regel 3)"),
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf\r\n;;\r\n", "leeg"),
        (b"titel;plaats;aard;grip;aov_inzet\nBrand;;;;\n", "kolom ontbreekt in het bestand: begin"),
        (b"onzin\n", "kolommen ontbreken in het bestand: titel, begin, plaats, aard, grip, aov_inzet"),
        (b"titel;begin;plaats;aard;grip;aov_inzet;Titel\n", "meer dan eens: titel"),
        (b"PK\x03\x04rest", "xlsx"),
        ("titel;begin".encode("utf-16"), "UTF-16"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(CommandRefused) as refusal:
        read_incidents(content)
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("[bold]", "[bold]"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("\x1b]0;x\x07", "\ufffd]0;x\ufffd"),
        ("a\u202eb", "a\ufffdb"),
        ("a\x00b", "a\ufffdb"),
        ("=SOM(A1)", "=SOM(A1)"),
        ("x" * 200_000, "x" * 200_000),
    ],
)
def test_hostile_text_is_text(typed: str, kept: str) -> None:
    limit = csv.field_size_limit()
    read = read_incidents(incidents(f'"{typed}";2024-02-11;;;;'))
    assert [row.title for row in read.rows] == [kept]
    assert csv.field_size_limit() == limit


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for head in (b"", INCIDENTS.encode()):
        try:
            read = read_incidents(head + content)
        except CommandRefused:
            continue
        assert all(clean(refused.sentence) == refused.sentence for refused in read.refused)
