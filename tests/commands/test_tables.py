"""`aovconsole import` and `figures`: the csv of a year in, exactly its figures out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aovconsole.domain.text import clean
from tests.builders import HOSTILE
from tests.commands.conftest import Answer, Run, refused

pytestmark = pytest.mark.all

FIGURES = (
    "evenementen_assessed", "safety_rounds", "cmt_days", "demonstrations_small", "demonstrations_large",
    "aov_incidents", "grip_incidents",
)  # fmt: skip

EVENEMENTEN = """titel;begin;eind;plaats;klasse;bezoekers;beoordeeld_op;veiligheidsrondes;cmt_dagen
Carnaval;2024-02-11 14:11;2024-02-13 23:59;Vrijthof;C;50.000;2024-01-15;4;3
Markt;01-03-2024;01-03-2024;Markt;A;200;01-02-2024;0;0
Markt;01-03-2024;01-03-2024;Markt;A;200;01-02-2024;0;0
Kermis;31-12-2024 22:00;01-01-2025 02:00;Markt;B;;2023-12-31;1;1
Nooit beoordeeld;2024-06-01;2024-06-02;Markt;;;;2;
Volgend jaar;2025-02-01;2025-02-01;Markt;B;;2024-12-31;7;7
"""
DEMONSTRATIES = """ontvangen_op;begin;eind;plaats;verwacht;werkelijk;schaal
2024-01-02;2024-01-10 14:00;2024-01-10 16:00;Markt;50;40;klein
2024-01-02;2024-01-10 14:00;2024-01-10 16:00;Markt;50;40;klein
;2024-03-01 12:00;;Vrijthof;;5;klein
2023-12-28;2024-01-01 00:30;;Vrijthof;2000;;groot
2024-05-01;2024-05-02;;Markt;;;
2024-12-30;2025-01-02;;Markt;;;groot
"""
INCIDENTEN = """titel;begin;plaats;aard;grip;aov_inzet
Gaslek;2024-04-01 03:12;Markt;gas;1;ja
Brand;2024-04-02;Bassin;brand;0;ja
Brand;2024-04-02;Bassin;brand;0;ja
Storing;2024-04-03;;stroom;;nee
Hoogwater;2024-07-01;Maas;water;4;nee
Oud;2023-12-31 23:59;;;2;ja
Nieuw;2025-01-01 00:00;;;2;ja
"""
EXPECTED = {
    2023: (1, 0, 0, 0, 0, 1, 1),
    2024: (4, 7, 4, 3, 1, 3, 2),
    2025: (0, 7, 7, 0, 1, 1, 1),
}
CSV = {"evenementen": EVENEMENTEN, "demonstrations": DEMONSTRATIES, "incidents": INCIDENTEN}
ROWS = {"evenementen": 6, "demonstrations": 6, "incidents": 7}


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., str]:
    """Write a csv and give its path."""

    def file(text: str | bytes, name: str = "jaar.csv") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return file


def counts(run: Run, *words: str) -> dict[int, tuple[int, ...]]:
    """The figures of years."""
    return {one["year"]: tuple(one[name] for name in FIGURES) for one in run("figures", *words, "--json").json}


def read_all(run: Run, write: Callable[..., str]) -> list[Answer]:
    """Import the three tables."""
    return [run("import", table, write(text, f"{table}.csv"), "--json") for table, text in CSV.items()]


def test_the_imported_years_have_exactly_their_figures(run: Run, write: Callable[..., str]) -> None:
    for answer, rows in zip(read_all(run, write), ROWS.values(), strict=True):
        assert (answer.code, answer.json["added"], answer.json["refused"]) == (0, rows, [])
    assert counts(run, "2023", "2024", "2025") == EXPECTED
    assert len(run("evenement", "list", "--json").json) == 6, "two equal rows are two things"
    assert run("journal", "verify").code == 0


def test_the_same_bytes_a_second_time_add_nothing_and_say_so(run: Run, write: Callable[..., str]) -> None:
    read_all(run, write)
    before = run("journal", "info", "--json").json["records"]
    for answer in read_all(run, write):
        assert (answer.code, answer.json["added"], answer.json["known"]) == (0, 0, True)
    assert run("import", "incidents", write(INCIDENTEN, "andere naam.csv")).line == (
        "dit bestand is al ingelezen: er is niets toegevoegd"
    )
    assert run("journal", "info", "--json").json["records"] == before
    assert counts(run, "2024") == {2024: EXPECTED[2024]}
    assert run("import", "incidents", write(INCIDENTEN + "Nog een;2024-08-01;;;;ja\n"), "--json").json["added"] == 8


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.encode("cp1252"),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("50.000", "50000").replace(";", ",").encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"sep=;\r\n" + text.encode("cp1252"),
        lambda text: text.rstrip("\n").encode(),
        lambda text: text.replace("titel", "TITEL ").encode() + b";;;;;\n\n",
    ],
    ids=["cp1252", "bom", "commas", "crlf", "sep", "no last newline", "capitals and blank rows"],
)
def test_however_excel_wrote_it(run: Run, write: Callable[..., str], change: Callable[[str], bytes]) -> None:
    for table, text in CSV.items():
        assert run("import", table, write(change(text.replace("Carnaval", "Carnaval één")), f"{table}.csv")).code == 0
    assert counts(run, "2023", "2024", "2025") == EXPECTED
    assert "Carnaval één" in {row["title"] for row in run("evenement", "list", "--json").json}


@pytest.mark.parametrize(
    ("table", "row", "where", "words"),
    [
        ("evenementen", "x;31-02-2024;;Markt;A;;;;", "rij 8, kolom begin", "31-02-2024"),
        ("evenementen", ";2024-01-01;;Markt;A;;;;", "rij 8, kolom titel", "is leeg"),
        ("evenementen", "x;2024-01-02;2024-01-01;Markt;A;;;;", "rij 8, kolom eind", "voor het begin"),
        ("evenementen", "x;28-02-2024;03-02-2024;Markt;A;;;;", "rij 8, kolom eind", "(03-02-2024 voor 02-03-2024)?"),
        (
            "demonstrations",
            ";05-08-2024;08-05-2024;Markt;;;",
            "rij 8, kolom eind",
            "dag en maand van het eind verwisseld",
        ),
        ("evenementen", "x;2024-01-02;;Markt;D;;;;", "rij 8, kolom klasse", "A, B of C"),
        ("evenementen", "x;2024-01-02;;Markt;A;veel;;;", "rij 8, kolom bezoekers", "geen aantal"),
        ("evenementen", "x;2024-01-02;;Markt;A;;gisteren;;", "rij 8, kolom beoordeeld_op", "geen datum"),
        ("evenementen", "x;2024-01-02;;Markt;A;;;-1;", "rij 8, kolom veiligheidsrondes", "geen aantal"),
        ("evenementen", "x;2024-01-02;;Markt;A;;;;10000", "rij 8, kolom cmt_dagen", "meer dan 9999"),
        ("demonstrations", ";2024-01-02;;Markt;;;gigantisch", "rij 8, kolom schaal", "klein of groot"),
        ("incidents", "x;2024-01-02;;;6;ja", "rij 9, kolom grip", "GRIP"),
        ("incidents", "x;2024-01-02;;;1;misschien", "rij 9, kolom aov_inzet", "ja of nee"),
        ("incidents", "x;2024-03-31 02:30;;;1;ja", "rij 9, kolom begin", "bestaat niet"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_written(
    run: Run, write: Callable[..., str], table: str, row: str, where: str, words: str
) -> None:
    file = write(CSV[table] + row + "\n")
    run("log", "ervoor")
    before = run("journal", "state", "--json").out
    for option in ((), ("--dry-run",)):
        answer = run("import", table, file, *option)
        assert answer.code == 1
        assert where in answer.err
        assert words in answer.err
    answer = run("import", table, file, "--json")
    assert (answer.code, answer.json["added"]) == (1, 0)
    assert [f"rij {one['line']}, kolom {one['column']}" for one in answer.json["refused"]] == [where]
    assert run("journal", "state", "--json").out == before


def test_every_bad_cell_is_named_at_once(run: Run, write: Callable[..., str]) -> None:
    answer = run("import", "incidents", write(INCIDENTEN + ";gisteren;;;9;x\nGoed;2024-01-01;;;;\n;;;;;z\n"), "--json")
    assert {(one["line"], one["column"]) for one in answer.json["refused"]} == {
        (9, "titel"), (9, "begin"), (9, "grip"), (9, "aov_inzet"), (11, "titel"), (11, "begin"), (11, "aov_inzet"),
    }  # fmt: skip


def test_a_dry_run_writes_nothing(run: Run, write: Callable[..., str]) -> None:
    before = run("journal", "info", "--json").json["records"]
    answer = run("import", "incidents", write(INCIDENTEN), "--dry-run", "--json")
    assert (answer.code, answer.json["rows"], answer.json["added"]) == (0, 7, 0)
    assert run("import", "incidents", write(INCIDENTEN), "--dry-run").line.startswith("7 rijen zijn goed")
    assert run("journal", "info", "--json").json["records"] == before
    assert run("import", "incidents", write(INCIDENTEN), "--json").json["added"] == 7


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "leeg"),
        (b"\n \n;;;\n", "leeg"),
        (b"titel;begin\nx;2024-01-01\n", "kolommen ontbreken in het bestand: plaats, aard, grip, aov_inzet"),
        (b"titel;titel;begin;plaats;aard;grip;aov_inzet\n", "kolom staat er meer dan eens: titel"),
        (b"PK\x03\x04rest", "Excel-werkmap"),
        ("titel;begin\n".encode("utf-16"), "UTF-16"),
        (bytes(range(256)) * 10, ""),
    ],
)
def test_what_is_no_such_table_is_refused(run: Run, write: Callable[..., str], raw: bytes, words: str) -> None:
    refused(run("import", "incidents", write(raw)), words)
    refused(run("import", "incidents", write(raw), "--json"), words)


def test_a_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    refused(run("import", "incidents", str(tmp_path / "weg.csv")), "kan niet worden gelezen")
    refused(run("import", "incidents", str(tmp_path)), "kan niet worden gelezen")


def test_an_unknown_column_is_told(run: Run, write: Callable[..., str]) -> None:
    answer = run("import", "incidents", write(INCIDENTEN.replace("aov_inzet\n", "aov_inzet;kleur\n", 1)))
    assert answer.code == 0
    assert "kleur" in answer.err


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_in_a_cell(run: Run, write: Callable[..., str], text: str) -> None:
    cell = text.encode("utf-8", "replace").decode().replace('"', '""')
    raw = f'titel;begin;plaats;aard;grip;aov_inzet\n"{cell}";2024-01-01;"{cell}";"{cell}";;ja\n'
    assert run("import", "incidents", write(raw), "--json").json["added"] == 1
    [row] = run("incident", "list", "--json").json
    assert row["title"] == row["place"] == clean(cell.strip())
    output = run("incident", "list").out
    assert not any(sign in output for sign in "\x00\x1b\x9b\u202e\u2028\x85\ud800")


def test_rows_that_are_numbered_by_their_own_year(run: Run, write: Callable[..., str]) -> None:
    run("import", "incidents", write(INCIDENTEN))
    numbers = {row["title"]: row["number"] for row in run("incident", "list", "--json").json}
    assert numbers["Oud"] == "INC-23-A001"
    assert numbers["Nieuw"] == "INC-25-A001"
    assert numbers["Gaslek"] == "INC-24-A001"
    assert {row["status"] for row in run("incident", "list", "--json").json} == {"closed"}


KEYS = {"year", *FIGURES, "period", "reference_date", "published"}


def test_what_a_year_says(run: Run, write: Callable[..., str]) -> None:
    read_all(run, write)
    [year] = run("figures", "2024", "--json").json
    assert set(year) >= KEYS
    assert all(type(year[name]) is int for name in FIGURES)
    assert (year["period"], year["reference_date"], year["whole_year"]) == (
        "2024-01-01/2024-12-31", "2027-02-07", True,
    )  # fmt: skip
    assert year["grip_by_level"] == {"1": 1, "2": 0, "3": 0, "4": 1, "5": 0}
    assert year["demonstrations_unscaled"] == 1


def test_a_reference_date_makes_a_part_of_a_year_and_says_so(run: Run, write: Callable[..., str]) -> None:
    read_all(run, write)
    assert counts(run, "2024", "--at", "2024-04-01") == {2024: (3, 4, 3, 3, 1, 1, 1)}
    assert counts(run, "2024", "--at", "31-12-2024") == {2024: EXPECTED[2024]}
    assert counts(run, "2024", "--at", "2023-06-01") == {2024: (0,) * 7}
    [year] = run("figures", "2024", "--at", "2024-04-01", "--json").json
    assert (year["period"], year["whole_year"]) == ("2024-01-01/2024-04-01", False)
    spoken = run("figures", "2024", "--at", "2024-04-01").out
    assert "2024 (deel)" in spoken
    assert "niet vergelijken" in spoken or "geen heel jaar" in spoken
    assert run("figures", "2027", "--json").json[0]["whole_year"] is False, "a year that runs is not whole"
    assert "(deel)" not in run("figures", "2024").out


def test_published_figures_stand_beside_them(run: Run, write: Callable[..., str]) -> None:
    years = {
        one["year"]: one["published"] for one in run("figures", "2017", "2021", "2023", "2024", "2016", "--json").json
    }
    assert years.pop(2016) is None
    assert set(years) == {2017, 2021, 2023, 2024}
    for year, published in years.items():
        assert published["year"] == year
        assert published["source"]
        assert published["period"]
        assert published["reference_date"]
        counted = {name: count for name, count in published.items() if name != "year" and isinstance(count, int)}
        assert counted, published
    assert "12" in run("figures", "2023", "2024").out
    spoken = run("figures", "2023").out
    assert "Definities" in spoken
    assert "peildatum" in spoken.lower()


def test_what_is_kept_here_counts_with_what_was_imported(run: Run, write: Callable[..., str]) -> None:
    number = run(
        "evenement",
        "add",
        "Carnaval",
        "--begin",
        "2027-02-07",
        "--end",
        "2027-02-08",
        "--place",
        "Vrijthof",
        "--class",
        "C",
    ).line
    run("evenement", "round", number)
    run("evenement", "round", number, "--at", "2027-01-02 12:00")
    run("evenement", "round", number, "--at", "2026-12-31 12:00")
    run("cmt", "open", "Carnaval")
    run("demonstration", "add", "--at", "2027-02-01", "--place", "Markt", "--scale", "large")
    incident = run("incident", "open", "Gaslek").line
    run("incident", "open", "Melding", "--no-deployment")
    for level in ("1", "3", "0"):
        run("incident", "grip", incident, level, "--by", "OvD-Bz")
    assert counts(run, "2027", "2026") == {2027: (1, 2, 1, 0, 1, 1, 1), 2026: (0, 1, 0, 0, 0, 0, 0)}
    [year] = run("figures", "2027", "--json").json
    assert year["grip_by_level"] == {"1": 0, "2": 0, "3": 1, "4": 0, "5": 0}, "once, by its highest level"


@pytest.mark.parametrize("year", ["24", "tweeduizend", "0", "99999", "2024.5", "²⁰²⁴", "-2024x"])
def test_what_is_no_year_is_refused(run: Run, year: str) -> None:
    answer = run("figures", "--", year)
    refused(answer, "is geen jaar")
    refused(run("figures", "2024", "--at", "gisteren"), "is geen datum")
