"""`aovconsole scenario`: list, show, check, and what a start would make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused, run
from tests.scenarios.builders import SMALL, changed

pytestmark = pytest.mark.all

__all__ = ["run"]


@pytest.fixture
def own(scratch_home: Path) -> Path:
    """The user's own folder of templates."""
    folder = scratch_home / "scenarios"
    folder.mkdir(parents=True)
    return folder


def test_the_list_names_each_template_and_whose_it_is(run: Run, own: Path) -> None:
    (own / "proef.toml").write_text(SMALL, encoding="utf-8")
    (own / "fout.toml").write_text("name = 1", encoding="utf-8")
    rows = {row["name"]: row for row in run("scenario", "list", "--json").json}
    assert rows["carnaval"]["origin"] == "shipped"
    assert (rows["proef"]["title"], rows["proef"]["measures"], rows["proef"]["origin"]) == ("Proef", 3, "own")
    assert (rows["fout"]["title"], rows["fout"]["faults"] > 1) == (None, True)
    text = run("scenario", "list").out
    assert "demonstratie-groot" in text
    assert "fouten: scenario check" in text


def test_a_template_is_shown(run: Run) -> None:
    shown = run("scenario", "show", "carnaval", "--json").json
    assert (shown["name"], shown["anchor"], shown["subject"]) == ("carnaval", "carnaval_sunday", "evenement")
    assert {measure["id"] for measure in shown["measures"]} >= {"text_trailers", "led_screens", "shot"}
    text = run("scenario", "show", "carnaval").out
    for head in ("ANKERS", "VRAGEN", "MAATREGELEN", "VOORBEREIDE BESLUITEN", "LOGPROTOCOL", "BRONNEN"):
        assert f"\n{head}\n" in text
    refused(run("scenario", "show", "karnaval"), "er is geen sjabloon 'karnaval'", "carnaval")


def test_doctor_names_a_template_with_a_mistake(run: Run, own: Path) -> None:
    found = {row["check"]: row for row in run("doctor", "--json").json}
    assert found["sjablonen"] == {"check": "sjablonen", "ok": True, "finding": "11 sjablonen, geen fouten"}
    (own / "fout.toml").write_text("name = 1", encoding="utf-8")
    found = {row["check"]: row for row in run("doctor", "--json").json}
    assert (found["sjablonen"]["ok"], "fout.toml" in found["sjablonen"]["finding"]) == (False, True)


def test_the_grounds_of_conditions_are_in_the_words_of_the_law(run: Run) -> None:
    text = run("scenario", "show", "demonstratie-groot").out
    assert all(f"  {ground}: " in text for ground in ("gezondheid", "verkeer", "wanordelijkheden"))


def test_a_good_file_is_in_order(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert run("scenario", "check", str(path)).line == f"{path} is in orde"
    assert run("scenario", "check", str(path), "--json").json == {"file": str(path), "ok": True, "faults": []}


def test_each_fault_of_a_file_stands_on_its_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "proef.toml"
    path.write_text(changed('name = "Vrijthof"', 'name = "Dam"', changed("0.85", "85.0")), encoding="utf-8")
    answer = run("scenario", "check", str(path))
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines() == [
        f"aovconsole: {path}, regel 61: places[1] (Dam) name de plaats 'Dam' staat niet in data/places.toml",
        f"aovconsole: {path}, regel 70: places[1] (Dam) thresholds[1] value"
        " moet een aandeel zijn boven 0 en hoogstens 1 (0.85)",
    ]
    told = run("scenario", "check", str(path), "--json")
    assert (told.code, told.json["ok"], [fault["line"] for fault in told.json["faults"]]) == (1, False, [61, 70])
    refused(run("scenario", "check", str(tmp_path / "weg.toml")), "niet te lezen (bestaat niet)")


def test_a_start_prints_the_number_of_the_plan_and_what_is_past_beside_it(run: Run) -> None:
    answer = run("scenario", "start", "carnaval", "--on", "2027")
    assert (answer.code, answer.out) == (0, "PL-27-A001\n")
    assert "48 regels zijn al voorbij bij de start: zie plan show PL-27-A001" in answer.err
    again = run("scenario", "start", "carnaval", "--on", "2027-02-07")
    refused(again, "carnaval staat al op zondag 7 februari 2027: PL-27-A001")
    assert run("scenario", "start", "carnaval", "--on", "2028").out == "PL-27-A002\n"


def test_a_dry_run_keeps_nothing(run: Run) -> None:
    run("scenario", "start", "carnaval", "--on", "2027", "--dry-run")
    assert run("plan", "list", "--json").json == []


def test_a_start_shows_the_plan_with_dates_and_what_is_past(run: Run) -> None:
    plan = run("scenario", "start", "carnaval", "--on", "2027", "--dry-run", "--json").json
    assert (plan["on"], plan["as_of"], plan["time_zone"]) == (
        "2027-02-07",
        "2027-02-07T15:10:00+01:00",
        "Europe/Amsterdam",
    )
    anchors = {anchor["id"]: anchor["due_at"] for anchor in plan["anchors"]}
    assert anchors["opening_shot"] == "2027-02-07T12:11:00+01:00"
    measures = {measure["key"]: measure for measure in plan["measures"]}
    assert (measures["parade_starts"]["due_at"], measures["parade_starts"]["past"]) == (
        "2027-02-07T14:11:00+01:00",
        True,
    )
    assert (measures["music_off_tuesday"]["past"], measures["evaluation"]["due_at"]) == (False, None)
    assert measures["route_clean"]["waits_for"] == "parade_end"
    assert measures["text_trailers"]["source"].startswith("Uitvoeringsplan Veiligheid 2025-2026")
    assert [phase["state"] for phase in plan["phases"]][:3] == ["past", "past", "past"]
    assert all(question["open"] for question in plan["questions"])
    text = run("scenario", "start", "carnaval", "--on", "2027", "--dry-run").out
    assert text.startswith("Carnaval: carnavalszondag zondag 7 februari 2027\n")
    assert "[voorbij]" in text


def test_nothing_is_written(run: Run) -> None:
    run("log", "een regel")
    before = run("journal", "info", "--json").json["records"]
    run("scenario", "start", "carnaval", "--on", "2027", "--dry-run")
    assert run("journal", "info", "--json").json["records"] == before


def test_a_time_and_answers_are_given_along(run: Run) -> None:
    plan = run(
        "scenario", "start", "mvv", "--on", "2027-03-27", "--at", "20:00", "--answer", "capacity_stadium=8500",
        "--answer", "share_full=0,9", "--dry-run", "--json",
    ).json  # fmt: skip
    [kick_off, doors, *_] = plan["anchors"]
    assert (kick_off["due_at"], doors["due_at"]) == ("2027-03-27T20:00:00+01:00", "2027-03-27T18:30:00+01:00")
    assert plan["places"][0]["capacity"] == 8500
    assert [threshold["value"] for threshold in plan["places"][0]["thresholds"]] == [None, 0.9]
    answered = {question["id"]: question["answer"] for question in plan["questions"] if not question["open"]}
    assert answered == {"capacity_stadium": 8500, "share_full": 0.9}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rieu", "--on", "2027"), "voor 2027 staat geen datum in data/event_dates.toml (rieu_first_concert)"),
        (("mvv", "--on", "2027"), "mvv: voor 2027 staat geen datum; geef de dag van aftrap met --on"),
        (("carnaval", "--on", "1800"), "het jaar 1800 ligt niet tussen"),
        (("carnaval", "--on", "ooit"), "is geen datum"),
        (("carnaval", "--on", "2027", "--at", "20:00"), "carnaval vraagt geen tijd"),
        (("mvv", "--on", "2027-03-12", "--at", "acht"), "is geen tijd; de dag staat in --on"),
        (("carnaval", "--on", "2027", "--answer", "x"), "schrijf sleutel=waarde"),
        (("carnaval", "--on", "2027", "--answer", "x=1"), "carnaval vraagt niet naar 'x'"),
        (("carnaval", "--on", "2027", "--answer", "capacity_markt=-1"), "moet een getal zijn boven 0"),
        (("carnaval", "--on", "2027", "--answer", "chairs=a", "--answer", "chairs=b"), "chairs staat er twee keer"),
        (("nergens", "--on", "2027"), "er is geen sjabloon 'nergens'"),
    ],
)  # fmt: skip
def test_what_cannot_start_is_refused(run: Run, words: tuple[str, ...], said: str) -> None:
    refused(run("scenario", "start", *words, "--dry-run"), said)
    refused(run("scenario", "start", *words), said)
    assert run("plan", "list", "--json").json == []


def test_a_published_day_is_found_by_its_year(run: Run, scratch_home: Path) -> None:
    assert run("scenario", "start", "rieu", "--on", "2024", "--dry-run", "--json").json["on"] == "2024-07-04"
    row = (
        '[[dates]]\nkey = "rieu_first_concert"\non = 2027-07-01\nlabel = "x"\nstatus = "te bevestigen"\nsource = "x"\n'
    )
    (scratch_home / "data").mkdir(parents=True, exist_ok=True)
    (scratch_home / "data" / "event_dates.toml").write_text(row, encoding="utf-8")
    assert run("scenario", "start", "rieu", "--on", "2027", "--dry-run", "--json").json["on"] == "2027-07-01"


def test_what_a_template_says_cannot_act_on_the_terminal(run: Run, own: Path) -> None:
    text = changed('what = "kijken"', 'what = "kijken \\u001b[2J\\u202e"')
    (own / "proef.toml").write_text(text, encoding="utf-8")
    for words in (("show", "proef"), ("start", "proef", "--on", "2027", "--dry-run")):
        assert "\x1b" not in run("scenario", *words).out
        assert "\x1b" not in json.dumps(run("scenario", *words, "--json").json)
