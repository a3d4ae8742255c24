"""`aovconsole cmt` by a plan: what it takes over, and every part of the day in `cmt show` and `cmt lists`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused
from tests.desk.plans import put
from tests.scenarios.builders import SMALL

NR, PLAN = "CMT-27-A001", "PL-27-A001"

pytestmark = pytest.mark.all


@pytest.fixture
def day(run: Run, scratch_home: Path) -> Run:
    """A CMT day since 09:30 by the small plan, at 15:10."""
    put(scratch_home, SMALL)
    assert run("scenario", "start", "proef", "--on", "2027").out.strip() == PLAN
    assert run("cmt", "open", "Carnavalszondag", "--plan", PLAN, "--at", "09:30").line == NR
    return run


def silent(run: Run, *words: str) -> None:
    """The command does its work and says nothing."""
    answer = run(*words)
    assert (answer.code, answer.out, answer.err) == (0, "", ""), answer


def test_the_document_holds_what_the_day_has_from_its_plan(day: Run) -> None:
    shown = day("cmt", "show", NR, "--json").json
    assert (shown["plan_number"], shown["plan_status"], shown["plan_changed"]) == (PLAN, "running", False)
    assert shown["plan_counts"] == {"open": 4, "late": 0, "done": 0, "dropped": 0}
    assert [(one["what"], one["place"], one["question"]) for one in shown["to_confirm"]] == [
        ("capacity", "Vrijthof", "capacity")
    ]
    assert (shown["missing"], shown["expected"][0]["task"]) == (["voorzitter"], "leidt")
    [place] = shown["crowd"]
    assert (place["capacity"], place["newest"], place["thresholds"][0]["source"]) == (
        None, None, f"sjabloon proef, {PLAN}",
    )  # fmt: skip
    assert "readings" not in place
    assert shown["next_meeting_at"] == "2027-02-07T22:00:00+01:00"
    assert (shown["log_protocol"], shown["log_hint"]) == ([], ""), "the morning is over"
    silent(day, "plan", "answer", PLAN, "capacity", "800")
    day("cmt", "crowd", NR, "Vrijthof", "760")
    shown = day("cmt", "show", NR, "--json").json
    assert shown["to_confirm"] == []
    [forward] = shown["brought_forward"]
    assert (forward["id"], forward["place"], forward["threshold"], forward["text"]) == (
        "close", "Vrijthof", "vol", "Het plein gaat dicht.",
    )  # fmt: skip
    then = day("cmt", "show", NR, "--json", "--happened-until", "09:40").json
    assert (then["crowd"][0]["newest"], then["brought_forward"]) == (None, [])
    assert [one["name"] for one in then["phases"]] == []
    assert "log_hint" not in then
    [listed] = day("cmt", "list", "--json").json
    assert (listed["plan_number"], listed["log_hint"]) == (PLAN, "")


def test_the_text_tells_every_part(day: Run) -> None:
    assert "te bevestigen: Vrijthof capaciteit (vraag het OOV), vraag capacity" in day("cmt", "show", NR).out
    silent(day, "plan", "answer", PLAN, "capacity", "800")
    silent(day, "plan", "mark", PLAN, "posters", "done")
    day("cmt", "crowd", NR, "Vrijthof", "~760", "--at", "15:05")
    day("cmt", "decide", NR, "taps dicht", "--owner", "THOR", "--at", "15:06", "--check-at", "16:00")
    day("cmt", "action", NR, "hekken", "--owner", "THOR", "--due", "15:30")
    silent(day, "cmt", "present", NR, "politie", "--at", "12:10")
    silent(day, "cmt", "chair", NR, "veiligheid")
    day("cmt", "meeting", NR, "open", "--at", "15:08", "--goal", "instroom")
    lines = [line.strip() for line in day("cmt", "show", NR).out.splitlines()]
    for wanted in (
        f"{NR}  Carnavalszondag  open",
        f"{PLAN} loopt, 3 te doen, 0 te laat, 1 gedaan, 0 vervallen",
        "aanwezig (1): politie sinds 12:10",
        "voorzitter: veiligheid",
        "Vrijthof: 760 geschat om 15:05, 95%, capaciteit 800 (OOV, per 2027-02-07, sjabloon proef, PL-27-A001)",
        "B-A1 15:06 taps dicht (THOR); toetsen 2027-02-07 16:00; oordeel, wie besloot ontbreekt",
        "V-A1 15:08 instroom bezig",
        "besluit zonder onderbouwing: B-A1",
    ):
        assert wanted in lines, (wanted, lines)
    assert any(line.startswith("! boven 'vol' (85%) sinds 15:1") and "Plein dicht" in line for line in lines), lines
    assert any(line.startswith("volgende: 2027-02-07 22:00, nog 40") for line in lines), lines
    assert any(line.startswith("A-A1 hekken (THOR, voor 2027-02-07 15:30, nog ") for line in lines), lines
    silent(day, "cmt", "check", NR, "B-A1", "no", "--note", "loopt nog vol")
    assert "werkte het: nee" in day("cmt", "show", NR).out


def test_a_prepared_decision_is_one_of_the_plan(day: Run) -> None:
    refused(day("cmt", "decide", NR, "plein dicht", "--prepared", "sluiten"), f"in {PLAN} ligt geen besluit sluiten")
    assert day("cmt", "decide", NR, "plein dicht", "--prepared", "close").line == "B-A1"


def test_what_was_of_another_day_says_so_and_no_key_of_the_template_is_shown(day: Run) -> None:
    assert day("cmt", "crowd", NR, "Markt", "500", "--at", "23:50").code == 0
    shown = day("cmt", "show", NR).out
    assert "Markt: 500 om 2027-02-06 23:50" in shown
    assert "gisteren 23:50" in day("cmt", "crowd-list", NR).out
    assert "voorbereid besluit ligt klaar" in shown and "voorbereid besluit: close" not in shown


def test_who_is_expected_stands_with_who_is_there(day: Run) -> None:
    silent(day, "cmt", "present", NR, "politie")
    told = day("cmt", "present", NR, "--json").json
    assert (told["missing"], told["expected"][0]["filled_by"]) == (["voorzitter"], "")
    assert "ontbreekt" in day("cmt", "present", NR).out
    silent(day, "cmt", "chair", NR, "veiligheid")
    told = day("cmt", "present", NR, "--json").json
    assert (told["missing"], told["expected"][0]["filled_by"]) == ([], "veiligheid")
    assert "ontbreekt" not in day("cmt", "present", NR).out


def test_late_lines_of_the_plan_are_said_to_be_late(day: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    day("plan", "add", PLAN, "hekken weg", "--owner", "THOR", "--due", "15:30")
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-07T15:40:00+01:00")
    assert "! te laat (2027-02-07 15:30) THOR: hekken weg" in day("cmt", "show", NR).out
    assert day("cmt", "show", NR, "--json").json["plan_counts"]["late"] == 1


def test_a_plan_is_linked_later_and_taken_away(run: Run, day: Run) -> None:
    other = day("cmt", "open", "tweede", "--at", "10:00").line
    assert "zonder plan" in day("cmt", "show", other).out
    silent(day, "cmt", "plan", other, PLAN)
    silent(day, "cmt", "plan", other, PLAN)
    silent(day, "cmt", "plan", other)
    shown = day("cmt", "show", other, "--json").json
    assert (shown["plan_number"], len(shown["crowd"][0]["thresholds"])) == (PLAN, 1)
    assert [step["type"] for step in shown["timeline"]] == ["opened", "plan_linked", "crowd", "meeting"]
    silent(day, "cmt", "plan", other, "--none")
    assert day("cmt", "show", other, "--json").json["crowd"][0]["thresholds"] == []
    refused(day("cmt", "plan", other), f"{other} heeft geen plan")
    refused(day("cmt", "plan", other, "PL-27-A009"), "PL-27-A009")
    refused(day("cmt", "plan", other, PLAN, "--none"), "noem een plan, of geen")
    refused(day("cmt", "plan", PLAN, PLAN), "is een plan")
    silent(day, "cmt", "close", other)
    refused(day("cmt", "plan", other, PLAN), f"{other} is gesloten")


def test_the_lists_of_every_cmt_that_sits(day: Run) -> None:
    other = day("cmt", "open", "tweede").line
    gone = day("cmt", "open", "derde").line
    for number in (NR, other, gone):
        day("cmt", "decide", number, "taps dicht")
        day("cmt", "action", number, "hekken")
    day("cmt", "action", other, "bericht", "--owner", "comm.")
    silent(day, "action", "step", other, "A-A2", "done")
    silent(day, "cmt", "close", gone)
    lists = day("cmt", "lists", "--json").json
    assert {name: [(one["dossier"], one["number"]) for one in found] for name, found in lists.items()} == {
        "decisions_without_grounds": [(NR, "B-A1"), (other, "B-A1")],
        "decisions_to_check": [],
        "actions_without_owner": [(NR, "A-A1"), (other, "A-A1")],
        "actions_done_not_agreed": [(other, "A-A2")],
        "meetings_not_adopted": [],
    }
    shown = day("cmt", "lists").out
    assert (shown.count("actie zonder houder"), shown.count(gone)) == (2, 0)
    assert [one["dossier"] for one in day("cmt", "lists", gone, "--json").json["actions_without_owner"]] == [gone]
