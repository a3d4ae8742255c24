"""`aovconsole roster`: keys of the JSON, words for a person, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

CSV = """dienst;naam;begin;eind;uid
AOV;AOV-1;05-02-2027;12-02-2027;a
AOV;AOV-2;12-02-2027;19-02-2027;b
achterwacht;AOV-3;05-02-2027;12-02-2027 10:00;c
"""


@pytest.fixture
def roster(run: Run, tmp_path: Path) -> Path:
    """A roster that was imported."""
    path = tmp_path / "rooster.csv"
    path.write_text(CSV, encoding="utf-8")
    assert (
        run("roster", "import", str(path)).line == "3 nieuw, 0 gewijzigd, 0 gelijk, 0 niet meer in de bron, 0 geweigerd"
    )
    return path


def test_now_says_who_is_on_and_who_is_next(run: Run, roster: Path) -> None:
    first, second, *_ = run("roster", "now", "--json").json
    assert list(first) == ["duty", "officer", "since", "until", "rostered", "taken_over", "next"]
    assert (first["duty"], first["officer"], first["since"], first["until"]) == (
        "AOV", "AOV-1", "2027-02-05T08:00:00+01:00", "2027-02-12T08:00:00+01:00",
    )  # fmt: skip
    assert list(first["next"]) == ["id", "officer", "begin", "end"]
    assert (first["next"]["officer"], second["next"], first["taken_over"]) == ("AOV-2", None, None)
    assert list(first["rostered"][0]) == ["id", "officer", "begin", "end"]
    [of_next_week] = [one for one in run("roster", "now", "--at", "2027-02-13T12:00", "--json").json if one["officer"]]
    assert (of_next_week["duty"], of_next_week["officer"]) == ("AOV", "AOV-2")
    said = run("roster", "now").out
    assert "AOV-1" in said and "AOV-2 vanaf vr 12 feb 08:00" in said and "loco-burgemeester" in said
    assert roster.exists()


def test_an_empty_roster_says_so(run: Run) -> None:
    assert (run("roster", "now", "--json").json, run("roster", "list", "--json").json) == ([], [])
    assert run("roster", "now").line == "geen dienst ingeroosterd"
    assert run("roster", "check", "--json").json == []
    assert run("roster", "check").line == "er valt niets op aan het rooster"


def test_the_same_file_again_and_a_dry_run(run: Run, roster: Path) -> None:
    keys = ["added", "changed", "unchanged", "vanished", "refused", "time_zones", "notes", "unknown_columns", "written"]
    again = run("roster", "import", str(roster), "--json").json
    assert (list(again), again["unchanged"], again["written"]) == (keys, 3, True)
    roster.write_text(CSV.replace("AOV-2", "AOV-9").replace("achterwacht;AOV-3", "achter;AOV-3"), encoding="utf-8")
    answer = run("roster", "import", str(roster), "--dry-run")
    assert (answer.code, "niet meer in de bron: " in answer.err) == (1, False)
    assert "regel 4, kolom dienst: 'achter' is geen dienst" in answer.err
    assert "er is niets geschreven" in answer.out
    assert run("roster", "import", str(roster), "--json").json["written"] is False
    assert [one["officer"] for one in run("roster", "list", "--json").json] == ["AOV-1", "AOV-3", "AOV-2"]


def test_changes_keep_their_trace(run: Run, roster: Path) -> None:
    one = run("roster", "add", "communicatie", "C-1", "--from", "2027-02-05 17:00", "--until", "2027-02-08").line
    other = run("roster", "add", "communicatie", "C-2", "--from", "2027-02-08", "--until", "2027-02-12").line
    assert run("roster", "swap", one[-8:], other, "--reason", "feest").code == 0
    assert run("roster", "replace", "AOV@2027-02-13 12:00", "--by", "AOV-4", "--reason", "ziek").code == 0
    taken = run("roster", "takeover", "AOV", "--by", "AOV-3", "--reason", "onbereikbaar", "--at", "14:00").line
    listed = {
        row["id"]: row for row in run("roster", "list", "--from", "2027-02-01", "--to", "2027-03-01", "--json").json
    }
    keys = ["id", "duty", "officer", "begin", "end", "status", "source", "uid", "note", "history"]
    assert (list(listed[one]), listed[one]["officer"]) == (keys, "C-2")
    step = listed[one]["history"][-1]
    assert (step["type"], step["before"], step["reason"], step["by"]) == ("swapped", "C-1", "feest", "Voorbeeld/AOV")
    first = run("roster", "now", "--json").json[0]
    assert (first["officer"], first["taken_over"]) == (
        "AOV-3", {"id": taken, "how": "taken", "from": "AOV-1", "reason": "onbereikbaar"},
    )  # fmt: skip
    assert "overgenomen: onbereikbaar" in run("roster", "now").out
    assert run("roster", "withdraw", taken, "--reason", "vergissing").code == 0
    assert run("roster", "now", "--json").json[0]["taken_over"] is None
    assert "vervangen: ziek" in run("roster", "list").out
    assert str(roster) not in run("roster", "list").out


def test_check_names_what_is_wrong(run: Run, roster: Path) -> None:
    warned = run("roster", "add", "AOV", "AOV-7", "--from", "2027-02-08 08:00", "--until", "2027-02-09 08:00")
    assert "AOV: AOV-1 en AOV-7 tegelijk" in warned.err
    found = run("roster", "check", "--to", "2027-02-18", "--json").json
    assert [one["kind"] for one in found] == ["double", "ended"]
    assert list(found[0]) == ["kind", "duty", "officers", "begin", "end", "ids", "about", "nights", "sentence"]
    assert found[0]["officers"] == ["AOV-1", "AOV-7"]
    assert run("roster", "check").out.startswith("dubbel: AOV: AOV-1 en AOV-7 tegelijk, morgen 08:00")
    assert roster.exists()


def test_a_name_is_erased(run: Run, roster: Path) -> None:
    run("roster", "add", "AOV", "Jansen", "--from", "2027-01-29 08:00", "--until", "2027-02-05 08:00")
    assert run("roster", "erase", "jansen", "--ground", "uit dienst").line == "1"
    refused(run("roster", "erase", "AOV-1", "--ground", "uit dienst"), "staat nog op het rooster")
    assert "Jansen" not in run("roster", "list", "--from", "2027-01-01", "--json").out
    assert roster.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "/bestaat/niet.ics"), "kan niet worden gelezen"),
        (("import", "a\0b"), "kan niet worden gelezen"),
        (("add", "AOV", "X", "--from", "2027-02-08 08:00", "--until", "2027-02-08 07:00"), "einde ligt voor het begin"),
        (("add", "AOV", "X", "--from", "28-03-2027 02:30", "--until", "2027-03-29"), "02:30"),
        (("add", "kantine", "X", "--from", "2027-02-08", "--until", "2027-02-09"), "is geen dienst"),
        (("replace", "onzin", "--by", "X", "--reason", "x"), "er is geen dienst onzin"),
        (("takeover", "AOV", "--by", " ", "--reason", "x"), "de naam is leeg"),
        (("list", "--from", "gisteren"), "gisteren"),
        (("list", "--from", "2027-02-08", "--to", "2027-02-01"), "einddatum"),
        (("check", "--from", "2027-02-08", "--to", "2027-02-01"), "einde ligt voor het begin"),
    ],
)
def test_what_cannot_be_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    refused(run("roster", *words), said)
