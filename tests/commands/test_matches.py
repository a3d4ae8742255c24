"""`aovconsole match`: the season, a match from preparation to evaluation, the conduct register."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

SEASON = """\
= Netherlands Eerste Divisie 2026/27
▪ Matchday 30
  Sun Feb 7 2027
    14:30  MVV             v Roda JC Kerkrade
  Sun Mar 28
           Helmond Sport   v MVV
rommel
▪ Matchday 31
  Fri Apr 2
    20:00  MVV             v VVV-Venlo
"""


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "nl2.txt"
    path.write_text(SEASON, encoding="utf-8")
    return str(path)


def silent(run: Run, *words: str) -> None:
    """The command does its work and says nothing."""
    answer = run(*words)
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_a_season_is_looked_at_and_then_imported_once(run: Run, file: str) -> None:
    dry = run("match", "import", file, "--dry-run", "--json").json
    assert (dry["added"], dry["away"]["added"], dry["dry_run"], dry["others"]) == (2, 1, True, 0)
    assert dry["refused"] == [{"line": 7, "reason": "geen wedstrijd, datum of speelronde"}]
    assert [one["number"] for one in dry["matches"]] == [None, None, None]
    assert run("match", "list", "--json").json == []
    first = run("match", "import", file, "--json").json
    assert (first["added"], first["changed"], first["unchanged"]) == (2, 0, 0)
    assert [(one["number"], one["home"], one["what"]) for one in first["matches"]] == [
        ("WED-27-A001", True, "added"), (None, False, "added"), ("WED-27-A002", True, "added"),
    ]  # fmt: skip
    again = run("match", "import", file, "--json").json
    assert (again["added"], again["unchanged"], again["away"]) == (0, 2, {"added": 0, "changed": 0, "unchanged": 1})
    plain = run("match", "import", file)
    assert plain.err == "aovconsole: regel 7: geen wedstrijd, datum of speelronde\n"
    assert "0 thuiswedstrijden nieuw; 0 gewijzigd, 2 ongewijzigd; uit: 0 nieuw" in plain.out


def test_the_round_of_a_source_is_read_in_dutch_and_kept_as_it_was(run: Run, file: str) -> None:
    run("match", "import", file)
    told = run("match", "show", "WED-27-A001").out
    assert "ronde: speelronde 30" in told and ", speelronde 30)" in told and "Matchday" not in told
    assert run("match", "show", "WED-27-A001", "--json").json["round"] == "Matchday 30"


def test_a_match_from_its_preparation_to_its_plan(run: Run, file: str) -> None:
    run("match", "import", file)
    number = "WED-27-A002"
    silent(run, "match", "category", number, "C", "--reason", "derby", "--reason", "vuurwerk", "--by", "driehoek")
    attention = run("match", "show", number, "--json").json["attention"]
    assert attention == "categorie C vraagt buscombi of treincombi of geen uitsupporters"
    silent(run, "match", "travel", number, "bus_combi", "--reason", "categorie C", "--by", "burgemeester")
    silent(
        run,
        "match",
        "talk",
        number,
        "--at",
        "2027-02-19 10:00",
        "--with",
        "politie, MVV",
        "--agreements",
        "400 kaarten",
    )
    silent(
        run, "match", "decision", number, "geen glas", "--by", "burgemeester", "--ground", "APV", "--reason", "onrust"
    )
    silent(run, "match", "set", number, "away_expected", "400")
    silent(run, "match", "plan", number, "--done", "advance_talk", "--note", "gehouden", "--at", "14:00")
    silent(run, "match", "move", number, "--on", "2027-04-05", "--at", "16:45", "--reason", "politie-inzet")
    shown = run("match", "show", number.lower(), "--json").json
    wanted = {
        "number": number, "title": "MVV – VVV-Venlo", "status": "planned", "category": "C", "away_expected": 400,
        "travel_scheme": "bus_combi", "begin_at": "2027-04-05T16:45:00+02:00", "doors_at": "2027-04-05T15:15:00+02:00",
        "end_at": "2027-04-05T18:45:00+02:00", "depart_until": "2027-04-05T19:45:00+02:00", "attention": "",
        "kickoff_at": "2027-04-05T16:45:00+02:00", "competition": "Eerste Divisie", "place": "De Geusselt",
    }  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    plan = {line["key"]: line for line in shown["plan"]}
    assert (plan["advance_talk"]["state"], plan["advance_talk"]["due_at"]) == ("done", "2027-02-19T20:00:00+01:00")
    assert plan["advance_talk"]["done_at"] == "2027-02-07T14:00:00+01:00"
    assert (plan["doors"]["state"], plan["doors"]["due_at"]) == ("todo", "2027-04-05T15:15:00+02:00")
    assert run("match", "plan", number, "--json").json == shown["plan"]
    assert [line["type"] for line in shown["timeline"]] == [
        "plan", "match", "category", "travel", "talk", "decision", "changed", "moved",
    ]  # fmt: skip
    listed = {one["number"]: one for one in run("match", "list", "--json").json}
    assert "timeline" not in listed[number]
    assert {name: listed[number][name] for name in wanted if name != "attention"} == {
        name: value for name, value in wanted.items() if name != "attention"
    }
    text = run("match", "show", number).out
    assert "overleg" in text and "T-90" in text and "draaiboek" in text


def test_looking_back_shows_the_match_as_it_was(run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run("match", "import", file)
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-08T10:00:00+01:00")
    silent(run, "match", "move", "WED-27-A002", "--on", "2027-04-05", "--reason", "tijd volgt")
    silent(run, "match", "cancel", "WED-27-A001", "--reason", "ijzel")
    now = run("match", "show", "WED-27-A002", "--json").json
    then = run("match", "show", "WED-27-A002", "--as-of", "2027-02-07T16:00", "--json").json
    assert (now["status"], now["kickoff_at"], now["on"]) == ("unscheduled", None, "2027-04-05")
    assert (then["status"], then["kickoff_at"]) == ("planned", "2027-04-02T20:00:00+02:00")
    assert "aftrap te bevestigen" in run("match", "show", "WED-27-A002").out
    opened = run("match", "list", "--open", "--json").json
    assert [one["number"] for one in opened] == ["WED-27-A002"]
    before = run("match", "list", "--as-of", "2027-02-07T16:00", "--json").json
    assert [one["status"] for one in before] == ["planned", "planned"]


def test_the_conduct_register(run: Run, file: str) -> None:
    run("match", "import", file)
    number = "WED-27-A001"
    first = run(
        "match", "conduct", number, "fakkels in vak H", "--kind", "fireworks", "--case", "2027-0123", "--case-of",
        "politie", "--group", "20", "--at", "14:40",
    ).line  # fmt: skip
    second = run("match", "conduct", number, "bekers op het veld", "--kind", "throwing", "--at", "14:55").line
    assert (first, second) == ("G-A1", "G-A2")
    silent(run, "match", "consequence", number, "g-a1", "--by", "KNVB", "--what", "melding", "--due", "2027-03-01")
    rows = run("match", "consequences", "--json").json
    assert [(one["number"], one["status"], one["match"]) for one in rows] == [
        ("G-A2", "open", number), ("G-A1", "agreed", number),
    ]  # fmt: skip
    assert rows[1]["consequences"][0]["due_at"] == "2027-03-01T23:59:00+01:00"
    assert rows[1]["at"] == "2027-02-07T14:40:00+01:00"
    assert (rows[1]["case_number"], rows[1]["group_size"]) == ("2027-0123", 20)
    silent(run, "match", "consequence", number, "G-A1", "--done", "--note", "opgelegd")
    silent(run, "match", "correct", number, "G-A2", "place", "Geusseltweg")
    assert [one["number"] for one in run("match", "consequences", "--open", "--json").json] == ["G-A2"]
    assert "zonder gevolg" in run("match", "consequences", "--open").out
    silent(run, "match", "withdraw", number, "G-A2", "--reason", "dubbel")
    assert run("match", "consequences", "--open", "--json").json == []
    shown = run("match", "show", number, "--json").json
    assert [(one["number"], one["status"]) for one in shown["conducts"]] == [("G-A1", "done"), ("G-A2", "withdrawn")]
    assert "standing" not in shown["conducts"][0]


def test_a_match_of_no_file_and_how_it_ended(run: Run) -> None:
    number = run("match", "add", "Roda JC", "--on", "2027-02-06", "--at", "14:30", "--competition", "oefenduel").line
    assert number == "WED-27-A001"
    silent(run, "match", "end", number, "abandoned", "--score", "1-0")
    shown = run("match", "show", number, "--json").json
    assert (shown["status"], shown["score"], shown["competition"]) == ("abandoned", "1-0", "oefenwedstrijd")
    step = next(line["id"] for line in shown["timeline"] if "gestaakt" in line["text"])
    silent(run, "match", "withdraw", number, step, "--reason", "uitgespeeld")
    assert run("match", "show", number, "--json").json["status"] == "planned"


def test_the_calendar_shows_home_and_away(run: Run, file: str) -> None:
    run("match", "import", file)
    days = run(
        "calendar", "list", "--from", "2027-02-01", "--to", "2027-04-30", "--layer", "wedstrijden", "--json"
    ).json
    assert [(one["title"], one["all_day"], one["begin"][:16]) for one in days] == [
        ("MVV – Roda JC", False, "2027-02-07T13:00"),
        ("Helmond Sport – MVV", True, "2027-03-28"),
        ("MVV – VVV-Venlo", False, "2027-04-02T18:30"),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "bestaat-niet.txt"), "kan niet worden gelezen: bestaat niet"),
        (("show", "WED-27-A9"), "is onbekend"),
        (("add", "Roda JC", "--on", "ooit"), "is geen datum"),
        (("add", "Roda JC", "--on", "2027-03-28", "--at", "kwart"), "--at vraagt een kloktijd"),
        (("add", "Roda JC", "--on", "2027-03-28", "--at", "02:30"), "bestaat niet"),
        (("category", "INC-27-A001", "A", "--reason", "x", "--by", "OOV"), "is een incident"),
    ],
)
def test_what_is_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    run("incident", "open", "Gaslek")
    refused(run("match", *words), said)


def test_a_file_of_50_mb_is_not_even_read(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = tmp_path / "groot.txt"
    with large.open("wb") as handle:
        handle.truncate(50 * 1024**2)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    refused(run("match", "import", str(large)), "groter dan 5 MB")


def test_what_is_not_understood_is_a_usage_error(run: Run) -> None:
    for words in (
        ("conduct", "WED-27-A001", "x"),
        ("set", "WED-27-A001", "players", "3"),
        ("end", "WED-27-A001", "won"),
    ):
        refused(run("match", *words), code=2)
