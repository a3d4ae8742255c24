"""`aovconsole plan`: what a plan shows, and what is asked of it in a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands.conftest import Run, refused, run

pytestmark = pytest.mark.all

__all__ = ["run"]


@pytest.fixture
def match(run: Run) -> str:
    """A home match on 13 March 2027, whose kick-off nobody knows yet."""
    return run("scenario", "start", "mvv", "--on", "2027-03-13").out.strip()


def line(run: Run, number: str, key: str) -> dict[str, Any]:
    [found] = [one for one in run("plan", "show", number, "--json").json["lines"] if one["key"] == key]
    return dict(found)


def test_a_plan_is_shown_with_what_is_late_and_what_is_asked(run: Run) -> None:
    number = run("scenario", "start", "carnaval", "--on", "2027").out.strip()
    shown = run("plan", "show", number, "--json").json
    assert (shown["number"], shown["title"], shown["status"]) == (number, "Carnaval 2027", "running")
    assert (shown["on"], shown["begin_at"]) == ("2027-02-07", "2027-02-05T00:00:00+01:00")
    assert (shown["past_at_start_count"], shown["late_count"], shown["open_count"]) == (48, 0, 69)
    assert shown["current"] == ["parade_runs"]
    assert [one["name"] for one in shown["next"]][:1] == ["maandag en dinsdag"]
    assert shown["log_hints"][0].startswith("optocht: ")
    assert [one["type"] for one in shown["timeline"]] == ["opened"]
    assert {"see", "weigh", "options", "text", "decider"} <= set(shown["decisions"][0])
    assert {"place", "kind", "value", "owner", "source"} <= set(shown["thresholds"][0])
    text = run("plan", "show", number).out
    assert "69 te doen, 0 te laat, 48 al voorbij bij de start" in text
    assert "fase optocht: loopt" in text
    assert "nog te vragen (capacity_vrijthof):" in text


def test_the_list_has_a_row_for_each_plan(run: Run, match: str) -> None:
    run("scenario", "start", "carnaval", "--on", "2028")
    run("plan", "withdraw", match, "--reason", "vriendschappelijk")
    rows = run("plan", "list", "--json").json
    assert [(row["number"], row["template"], row["on"], row["status"]) for row in rows] == [
        (match, "mvv", "2027-03-13", "withdrawn"),
        ("PL-27-A002", "carnaval", "2028-02-27", "running"),
    ]
    assert [row["number"] for row in run("plan", "list", "--open", "--json").json] == ["PL-27-A002"]
    assert "ingetrokken" in run("plan", "list").out


def test_a_kick_off_that_becomes_known_dates_its_lines(run: Run, match: str) -> None:
    waiting = [one["key"] for one in run("plan", "show", match, "--json").json["lines"] if one["waits_for"]]
    assert len(waiting) > 5
    assert run("plan", "move", match, "--at", "20:00", "--reason", "competitieleiding").code == 0
    shown = run("plan", "show", match, "--json").json
    assert [one["key"] for one in shown["lines"] if one["waits_for"]] == []
    assert (shown["clock"], shown["anchor_at"]) == ("20:00", "2027-03-13T20:00:00+01:00")
    assert [(one["on"], one["clock"], one["reason"]) for one in shown["moves"]] == [
        ("2027-03-13", "20:00", "competitieleiding")
    ]
    assert "naar zaterdag 13 maart 2027 20:00: competitieleiding" in run("plan", "show", match).out


def test_lines_are_marked_given_to_another_and_added(run: Run, match: str) -> None:
    key = run("plan", "show", match, "--json").json["lines"][0]["key"]
    assert run("plan", "mark", match, key, "done", "--note", "mail 12", "--by", "politie", "--at", "15:00").code == 0
    found = line(run, match, key)
    assert (found["state"], found["note"], found["by"]) == ("done", "mail 12", "politie")
    assert found["done_at"] == "2027-02-07T15:00:00+01:00"
    own = run("plan", "add", match, "hekken halen", "--on", "2027-02-07", "--place", "Markt", "--mandatory").line
    assert own.startswith("eigen-")
    run("plan", "owner", match, own, "THOR", "--reason", "heeft een auto")
    added = line(run, match, own)
    assert (added["owner"], added["where"], added["due_on"], added["late"]) == ("THOR", ["Markt"], "2027-02-07", False)
    assert added["past_at"] == "2027-02-08T00:00:00+01:00"
    text = run("plan", "show", match).out
    assert "! THOR: hekken halen  [te doen]" in text
    assert "[gereed]" not in text
    assert "[gereed]" in run("plan", "show", match, "--all").out


def test_a_question_is_answered_later_and_asked_again(run: Run, match: str) -> None:
    run("plan", "answer", match, "capacity_stadium", "8500")
    shown = run("plan", "show", match, "--json").json
    assert (shown["places"][0]["capacity"], shown["answers"]) == (8500, {"capacity_stadium": "8500"})
    assert [one["answer"] for one in shown["questions"] if one["id"] == "capacity_stadium"] == ["8500"]
    run("plan", "answer", match, "capacity_stadium", "")
    shown = run("plan", "show", match, "--json").json
    assert (shown["places"][0]["capacity"], shown["answers"]) == (None, {})


def test_an_ended_plan_says_what_mandatory_was_not_done(run: Run, match: str) -> None:
    answer = run("plan", "end", match, "--reason", "gespeeld")
    assert (answer.code, answer.out) == (0, "")
    assert "verplichte regels zijn niet gedaan" in answer.err
    shown = run("plan", "show", match, "--json").json
    assert (shown["status"], shown["ended_reason"], shown["late_count"]) == ("ended", "gespeeld", 0)
    refused(run("plan", "move", match, "--at", "20:00", "--reason", "x"), "is beëindigd")


def test_the_plan_as_it_was_known_then(run: Run, match: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-07T16:10:00+01:00")
    run("plan", "move", match, "--on", "2027-03-14", "--reason", "veld afgekeurd")
    assert run("plan", "show", match, "--json").json["on"] == "2027-03-14"
    assert run("plan", "show", match, "--as-of", "2027-02-07T15:30", "--json").json["on"] == "2027-03-13"


def test_the_days_of_a_plan_stand_in_the_calendar(run: Run) -> None:
    run("scenario", "start", "carnaval", "--on", "2028")
    days = run("calendar", "list", "--from", "2027-11-01", "--to", "2028-06-01", "--json").json
    assert [(one["begin"], one["layer"], one["all_day"]) for one in days] == [
        (f"2028-02-{day}", "plan", True) for day in (25, 26, 27, 28, 29)
    ]
    assert days[2]["title"] == "Carnaval 2028: zondag: naar het inschieten, optocht"


def test_every_day_of_a_plan_goes_out_as_an_entry_of_its_own(run: Run, tmp_path: Any) -> None:
    run("scenario", "start", "carnaval", "--on", "2028")
    path = tmp_path / "agenda.ics"
    run("calendar", "export", str(path), "--from", "2028-02-01", "--to", "2028-03-01", "--layer", "plan")
    uids = [row for row in path.read_text(encoding="utf-8").splitlines() if row.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 5


def test_a_cmt_knows_its_plan(run: Run, match: str) -> None:
    cmt = run("cmt", "open", "MVV", "--plan", match).line
    plan = run("plan", "list", "--json").json[0]["id"]
    assert run("cmt", "show", cmt, "--json").json["plan"] == plan
    assert run("cmt", "show", run("cmt", "open", "los").line, "--json").json["plan"] == ""
    refused(run("cmt", "open", "x", "--plan", cmt), f"{cmt} is een CMT-dag")
    run("plan", "withdraw", match, "--reason", "x")
    refused(run("cmt", "open", "x", "--plan", match), f"{match} is ingetrokken")
