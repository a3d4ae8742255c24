"""`aovconsole figures` beyond its table: months and places, notes, the chart and the csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from aovconsole.domain.text import clean
from tests.builders import HOSTILE
from tests.commands.conftest import Run, refused
from tests.commands.test_tables import EXPECTED, FIGURES, read_all
from tests.commands.test_tables import write as write  # the fixture

pytestmark = pytest.mark.all

Write = Callable[..., str]


def rows_of(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("per", ["month", "place"])
def test_the_parts_of_an_imported_year_are_its_figures(run: Run, write: Write, per: str) -> None:
    read_all(run, write)
    for one in run("figures", *map(str, EXPECTED), "--per", per, "--json").json:
        parts = one[f"by_{per}"]
        sums = {
            figure: sum(found.values() if isinstance(found, dict) else filter(None, found))
            for figure, found in parts.items()
        }
        assert tuple(sums[figure] for figure in FIGURES) == EXPECTED[one["year"]]
        assert {level: sums[f"grip_{level}"] for level in "12345"} == one["grip_by_level"]


def test_where_and_when_of_an_imported_year(run: Run, write: Write) -> None:
    read_all(run, write)
    [by_place] = run("figures", "2024", "--per", "place", "--json").json
    assert by_place["by_place"]["demonstrations_small"] == {"Markt": 2, "Vrijthof": 1}
    assert by_place["by_place"]["aov_incidents"] == {"Bassin": 2, "Markt": 1}
    [by_month] = run("figures", "2024", "--per", "month", "--json").json
    assert by_month["by_month"]["demonstrations_small"] == [2, 0, 1, *[0] * 9]
    [part] = run("figures", "2024", "--per", "month", "--at", "2024-03-15", "--json").json
    assert part["by_month"]["demonstrations_small"] == [2, 0, 1, *[None] * 9], "what has not begun is not zero"
    spoken = run("figures", "2024", "--per", "place").out
    assert "Demonstraties kleinschalig per plaats" in spoken and "Vrijthof" in spoken


def test_the_csv_holds_the_rows_with_all_that_belongs_to_them(run: Run, write: Write, tmp_path: Path) -> None:
    read_all(run, write)
    file = tmp_path / "jaar.csv"
    assert run("figures", "2023", "2024", "--csv", str(file)).line == str(file)
    rows = rows_of(file)
    found = {(row["cijfer"], row["jaar"]): row for row in rows}
    incidents = found["Incidenten met AOV-inzet", "2024"]
    assert (incidents["journaal"], incidents["gepubliceerd"], incidents["heel_jaar"]) == ("3", "75", "ja")
    assert incidents["gepubliceerd_peildatum"] == "onbekend" and "Q3" in incidents["gepubliceerd_periode"]
    assert incidents["telt"] and incidents["bron_monitor"] and incidents["peildatum"] == "2027-02-07"
    assert "12 keer" in found["Incidenten met GRIP", "2023"]["gepubliceerd_samen"]
    assert found["Demonstraties samen", "2023"]["gepubliceerd"] == "66"
    assert run("figures", "2024", "--per", "month", "--csv", str(tmp_path / "maand.csv")).code == 0
    months = [row for row in rows_of(tmp_path / "maand.csv") if row["cijfer"] == "Incidenten met AOV-inzet"]
    assert [row["waarvan"] for row in months][:2] == ["januari", "februari"] and len(months) == 12
    assert sum(int(row["journaal"]) for row in months) == 3


def test_a_part_of_a_year_says_so_in_every_form(run: Run, write: Write, tmp_path: Path) -> None:
    read_all(run, write)
    csv_file, svg_file = tmp_path / "deel.csv", tmp_path / "deel.svg"
    words = ("figures", "2023", "2024", "--at", "2024-04-01", "--csv", str(csv_file), "--chart", str(svg_file))
    assert run(*words).code == 0
    whole = {row["jaar"]: (row["heel_jaar"], row["periode"]) for row in rows_of(csv_file)}
    assert whole["2023"][0] == "nee" and whole["2023"][1].startswith(
        "31 december 2023 t/m 31 december 2023: het journaal"
    )
    assert whole["2024"][0] == "nee" and "niet te vergelijken met een heel jaar" in whole["2024"][1]
    drawn = svg_file.read_text("utf-8")
    assert "2024 journaal (deel)" in drawn
    assert run("figures", "2024", "--chart", str(tmp_path / "heel.svg")).code == 0
    assert "(deel)" not in (tmp_path / "heel.svg").read_text("utf-8")
    assert "geen heel jaar" in drawn and "98 ?" in drawn, "a published figure without a reference date is marked"
    assert "toekomst" in run("figures", "2027", "--at", "2027-12-31").err


def test_the_chart_shows_each_figure_with_its_numbers(run: Run, write: Write, tmp_path: Path) -> None:
    read_all(run, write)
    file = tmp_path / "cijfers.svg"
    assert run("figures", "2023", "2024", "--chart", str(file)).line == str(file)
    told = fromstring(file.read_bytes()).findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert "Incidenten met AOV-inzet: 2023 journaal (deel) 1; 2023 gepubliceerd 98 ?; 2024 journaal 3" in told
    assert (
        "Veiligheidsrondes" in told
        and "Incidenten met als hoogste niveau GRIP 4: 2023 journaal (deel) 0; 2024 journaal 1" in told
    )
    one = tmp_path / "een.svg"
    assert run("figures", "2024", "--figure", "cmt_days", "--per", "place", "--chart", str(one)).code == 0
    told = fromstring(one.read_bytes()).findtext("{http://www.w3.org/2000/svg}desc") or ""
    assert told == "CMT-dagen, 2024 per plaats: Vrijthof 3; Markt 1."
    run("figures", "2024", "--figure", "cmt_days", "--csv", str(tmp_path / "een.csv"))
    assert [(row["cijfer"], row["journaal"]) for row in rows_of(tmp_path / "een.csv")] == [("CMT-dagen", "4")]


def test_a_file_is_replaced_with_force_only_and_never_half(run: Run, tmp_path: Path) -> None:
    old, new = tmp_path / "oud.svg", tmp_path / "nieuw.csv"
    old.write_text("van iemand", "utf-8")
    refused(run("figures", "2024", "--chart", str(old), "--csv", str(new)), "bestaat al", "--force")
    assert old.read_text("utf-8") == "van iemand" and not new.exists(), "when one may not, none is written"
    assert run("figures", "2024", "--chart", str(old), "--csv", str(new), "--force").code == 0
    assert old.read_text("utf-8").startswith("<?xml") and new.exists()
    refused(run("figures", "2024", "--chart", str(tmp_path / "x.png")), ".svg")
    refused(run("figures", "2024", "--csv", str(tmp_path / "x.xlsx")), ".csv")
    refused(run("figures", "2024", "--csv", str(tmp_path / "weg" / "x.csv")), "kan niet worden geschreven", code=4)


def test_a_note_stands_in_the_table_and_in_every_file(run: Run, tmp_path: Path) -> None:
    assert run("figures", "2024", "--figure", "aov_incidents", "--note", "t/m Q3, zonder piket").line
    assert "Notitie 2024: t/m Q3, zonder piket (Voorbeeld/AOV)" in run("figures", "2024").out
    [year] = run("figures", "2024", "--json").json
    assert [(note["figure"], note["text"], note["others"]) for note in year["notes"]] == [
        ("aov_incidents", "t/m Q3, zonder piket", [])
    ]
    assert run("figures", "2023", "--json").json[0]["notes"] == []
    for name in ("n.csv", "n.svg"):
        run("figures", "2024", "--csv" if name.endswith("csv") else "--chart", str(tmp_path / name))
        assert "t/m Q3, zonder piket" in (tmp_path / name).read_text("utf-8-sig")
    assert run("figures", "2024", "--figure", "aov_incidents", "--note", "").code == 0
    assert run("figures", "2024", "--json").json[0]["notes"] == []
    refused(run("figures", "2024", "--figure", "aov_incidents", "--note", " "), "leeg")
    refused(run("figures", "2023", "2024", "--figure", "aov_incidents", "--note", "x"), "één jaar")
    refused(run("figures", "2024", "--note", "x"), "één cijfer")


_WORST = ("colour", "bidi")


@pytest.mark.parametrize(
    "text",
    ["=HYPERLINK(1)", "<script>x</script>", *(HOSTILE[name] for name in _WORST)]
    + [pytest.param(text, marks=pytest.mark.all) for name, text in HOSTILE.items() if name not in _WORST],
)
def test_a_hostile_note_is_text_everywhere(run: Run, tmp_path: Path, text: str) -> None:
    typed = text.encode("utf-8", "replace").decode().replace("\x00", "")
    assert run("figures", "2024", "--figure", "cmt_days", "--note", typed).code == 0
    assert run("journal", "verify").code == 0
    [year] = run("figures", "2024", "--json").json
    assert year["notes"][0]["text"] == clean(typed.strip())
    run("figures", "2024", "--csv", str(tmp_path / "x.csv"), "--chart", str(tmp_path / "x.svg"))
    [note] = {row["notitie"] for row in rows_of(tmp_path / "x.csv") if row["notitie"]}
    assert not note.startswith(("=", "+", "-", "@"))
    root = fromstring((tmp_path / "x.svg").read_bytes())
    assert not [one for one in root.iter() if str(one.tag).endswith("script")]
    spoken = run("figures", "2024").out
    assert not any(sign in spoken for sign in "\x00\x1b\x9b\u202e\u2028\x85")


def test_a_mistake_in_a_file_of_ones_own_is_told(run: Run, scratch_home: Path) -> None:
    (scratch_home / "data").mkdir(parents=True)
    (scratch_home / "data" / "figures.toml").write_text("[[years]]\nyear = 2020\n", "utf-8")
    refused(run("figures", "2020"), "figures.toml")
