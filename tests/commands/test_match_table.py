"""`aovconsole import matches`: the municipality's own csv of a season."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

HEAD = "thuis;uit;datum;aftrap;plaats;categorie;uitsupporters;vervoersregeling\n"
RODA = "MVV Maastricht;Roda JC Kerkrade;12-03-2027;20:00;De Geusselt;C;1.200;buscombi\n"
DEN_BOSCH = "MVV;Den Bosch;19-3-2027;;;;;\n"
AWAY = "Helmond Sport;MVV;2027-03-26;20.00 uur;;;;\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a csv and give its path."""

    def file(*rows: str, head: str = HEAD) -> str:
        (tmp_path / "wedstrijden.csv").write_text(head + "".join(rows), encoding="cp1252")
        return str(tmp_path / "wedstrijden.csv")

    return file


def records(run: Run) -> int:
    """How many records the journal has."""
    return int(run("journal", "info", "--json").json["records"])


def test_a_season_comes_in_with_its_details(run: Run, write: Callable[..., str]) -> None:
    file = write(RODA, DEN_BOSCH, AWAY)
    before = records(run)
    assert run("import", "matches", file, "--dry-run").line == "3 rijen zijn goed; er is niets ingelezen (--dry-run)"
    assert records(run) == before
    assert run("import", "matches", file).line == "3 rijen ingelezen"
    roda = run("match", "show", "WED-27-A001", "--json").json
    assert (roda["title"], roda["place"], roda["away_expected"], roda["season"]) == (
        "MVV – Roda JC", "De Geusselt", 1200, "2026/27",
    )  # fmt: skip
    assert (roda["category"], roda["category_reasons"], roda["category_by"]) == (
        "C", ["volgens ingelezen tabel"], "onbekend",
    )  # fmt: skip
    assert (roda["travel_scheme"], roda["travel_label"]) == ("bus_combi", "buscombi")
    rows = run("calendar", "list", "--from", "2027-03-01", "--to", "2027-03-31", "--json").json
    assert [(row["title"], row["begin"][:16], row["status"], row["dossier"]) for row in rows] == [
        ("MVV – Roda JC", "2027-03-12T18:30", "confirmed", "WED-27-A001"),
        ("MVV – FC Den Bosch", "2027-03-19", "tentative", "WED-27-A002"),
        ("Helmond Sport – MVV", "2027-03-26T20:00", "confirmed", ""),
    ]
    assert {row["layer"] for row in rows} == {"wedstrijden"}


def test_the_same_csv_twice_adds_nothing_and_says_so(run: Run, write: Callable[..., str]) -> None:
    file = write(RODA, DEN_BOSCH, AWAY)
    run("import", "matches", file)
    before = records(run)
    assert run("import", "matches", file).line == "dit bestand is al ingelezen: er is niets toegevoegd"
    answer = run("import", "matches", file, "--json").json
    assert (answer["added"], answer["known"], records(run)) == (0, True, before)


def test_a_match_that_is_here_is_filled_moved_and_never_doubled(run: Run, write: Callable[..., str]) -> None:
    run("match", "add", "Roda JC", "--on", "2027-03-12", "--at", "20:00")
    run("match", "set", "WED-27-A001", "note", "van hier")
    answer = run("import", "matches", write(RODA.replace("20:00", "21:00")))
    assert answer.out == "1 rij ingelezen\n"
    assert answer.err == "aovconsole: rij 2: MVV – Roda JC staat nu op vrijdag 12 maart 2027 21:00\n"
    (row,) = run("match", "list", "--json").json
    assert (row["number"], row["category"], row["note"]) == ("WED-27-A001", "C", "van hier")
    assert row["kickoff_at"].startswith("2027-03-12T21:00")


@pytest.mark.parametrize(
    ("cells", "column"),
    [("A;;", "categorie"), (";300;", "uitsupporters"), (";;treincombi", "vervoersregeling")],
)
def test_what_was_set_here_is_never_overwritten(run: Run, write: Callable[..., str], cells: str, column: str) -> None:
    run("import", "matches", write(RODA))
    before = records(run)
    answer = run("import", "matches", write(f"MVV;Roda JC;12-03-2027;20:00;;{cells}\n"))
    assert (answer.code, records(run)) == (1, before)
    assert f"rij 2, kolom {column}: WED-27-A001 heeft al een andere waarde" in answer.err
    assert run("import", "matches", write("MVV;Roda JC;12-03-2027;20:00;;C;1200;Buscombi\n")).code == 0


def test_another_place(run: Run, write: Callable[..., str]) -> None:
    run("import", "matches", write(RODA.replace("De Geusselt", "Sportpark West")))
    assert run("match", "show", "WED-27-A001", "--json").json["place"] == "Sportpark West"
    answer = run("import", "matches", write(RODA.replace("De Geusselt", "Vrijthof")))
    assert "kolom plaats" in answer.err


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        (";Roda JC;12-03-2027;;;;;", "rij 3, kolom thuis", "leeg"),
        ("MVV;;12-03-2027;;;;;", "rij 3, kolom uit", "leeg"),
        ("MVV;Roda JC;;;;;;", "rij 3, kolom datum", "leeg"),
        ("MVV;Roda JC;31-02-2027;;;;;", "rij 3, kolom datum", "geen datum"),
        ("MVV;Roda JC;12-03-2027;25:00;;;;", "rij 3, kolom aftrap", "geen kloktijd"),
        ("MVV;Roda JC;12-03-2027;acht uur;;;;", "rij 3, kolom aftrap", "geen kloktijd"),
        ("MVV;Roda JC;28-03-2027;02:30;;;;", "rij 3, kolom aftrap", "bestaat niet"),
        ("MVV;Roda JC;31-10-2027;02:30;;;;", "rij 3, kolom aftrap", "twee keer"),
        ("MVV;Roda JC;12-03-2027;;;D;;", "rij 3, kolom categorie", "'D' is geen keuze: A, B, C"),
        ("MVV;Roda JC;12-03-2027;;;;veel;", "rij 3, kolom uitsupporters", "geen aantal"),
        ("MVV;Roda JC;12-03-2027;;;;;te voet", "rij 3, kolom vervoersregeling", "'te voet' is geen keuze: vrij"),
        ("Ajax;PSV;12-03-2027;;;;;", "rij 3, kolom thuis", "MVV speelt niet in deze wedstrijd"),
        ("MVV;MVV Maastricht;12-03-2027;;;;;", "rij 3, kolom thuis", "tegen zichzelf"),
        ("Helmond Sport;MVV;12-03-2027;;;B;;", "rij 3, kolom categorie", "alleen een thuiswedstrijd"),
        ("Helmond Sport;MVV;12-03-2027;;;;0;", "rij 3, kolom uitsupporters", "alleen een thuiswedstrijd"),
        ("MVV Maastricht;FC Den Bosch;19-03-2027;;;;;", "rij 3: ", "staat ook op rij 2"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    run: Run, write: Callable[..., str], row: str, where: str, words: str
) -> None:
    file = write(DEN_BOSCH, row + "\n")
    run("log", "ervoor")
    before = run("journal", "state", "--json").out
    for option in ((), ("--dry-run",)):
        answer = run("import", "matches", file, *option)
        assert answer.code == 1
        assert f"aovconsole: {where}" in answer.err
        assert words in answer.err
    assert run("journal", "state", "--json").out == before


def test_the_competition_may_be_named(run: Run, write: Callable[..., str]) -> None:
    head = HEAD.replace("vervoersregeling", "vervoersregeling;competitie")
    run("import", "matches", write(RODA.replace("buscombi", "buscombi;KNVB Beker"), head=head))
    assert run("match", "show", "WED-27-A001", "--json").json["competition"] == "KNVB Beker"


def test_what_is_no_such_table(run: Run, write: Callable[..., str]) -> None:
    refused(run("import", "matches", write(head="titel;begin\n")), "kolommen ontbreken", "thuis, uit, datum")
    assert run("import", "matches", write()).line == "0 rijen ingelezen"


def test_broken_off_between_the_matches_and_their_details(run: Run, write: Callable[..., str], tmp_path: Path) -> None:
    """The same file does what is left: the matches are there, their details are not."""
    season = tmp_path / "seizoen.txt"
    season.write_text("= Eerste Divisie 2026/27\n\n  Fri Mar 12 2027\n    20:00  MVV  v  Roda JC\n", encoding="utf-8")
    run("match", "import", str(season))
    assert run("import", "matches", write(RODA)).line == "1 rij ingelezen"
    (row,) = run("match", "list", "--json").json
    assert (row["category"], row["away_expected"]) == ("C", 1200)
