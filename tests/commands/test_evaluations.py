"""`aovconsole evaluation`: what a person reads, what is refused, and where a recommendation is put."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused, run

pytestmark = pytest.mark.all

__all__ = ["run"]


@pytest.fixture
def made(run: Run) -> str:
    """An evaluation over a plan and an incident, with a recommendation that is late and one that is not."""
    plan = run("scenario", "start", "carnaval", "--on", "2027").out.strip()
    incident = run("incident", "open", "Brand Boschstraat", "--at", "14:31").line
    number = run("evaluation", "make", "Carnaval 2027", "--dossier", plan, "--dossier", incident).line
    run("evaluation", "recommend", number, "Noodroute vrijhouden", "--owner", "THOR", "--due", "2027-02-01")
    run("evaluation", "recommend", number, "Eerder dicht", "--owner", "OOV", "--due", "2027-09-01")
    return number


def test_show_tells_what_is_open_and_what_is_late(run: Run, made: str) -> None:
    run("evaluation", "finding", made, "better", "drukte", "besluit te laat")
    said = run("evaluation", "show", made).out
    for told in (
        "EVL-27-A001  Carnaval 2027  concept",
        "INC-27-A001  Brand Boschstraat",
        "EERSTE BEELD: nog niet geschreven (te bevestigen: voor",
        "kan beter · drukte: besluit te laat",
        "1. Waar en wanneer werd het te vol, en wie zag dat het eerst? Geteld of geschat, door wie? [open]",
        "AANB-A1  Noodroute vrijhouden  [geen einde, te laat]",
        "AANB-A2  Eerder dicht  [geen einde]",
    ):
        assert told in said
    assert "te laat" in run("evaluation", "open-recommendations").out.splitlines()[1]
    (listed,) = run("evaluation", "list", "--open", "--json").json
    assert (listed["number"], listed["dossiers"]) == (made, ["PL-27-A001", "INC-27-A001"])
    run("evaluation", "close", made)
    assert run("evaluation", "list", "--open", "--json").json == []
    assert "definitief" in run("evaluation", "list").out


def test_looking_back_shows_the_evaluation_as_it_was(run: Run, made: str) -> None:
    then = run("evaluation", "show", made, "--as-of", "2027-02-07T15:30", "--json").json
    assert (then["title"], then["findings"]) == ("Carnaval 2027", [])


def test_what_a_command_refuses(run: Run, made: str) -> None:
    refused(run("evaluation", "make", "x"), "noem een dossier of een periode")
    refused(run("evaluation", "make", "x", "--from", "2027-02-01"), "een begin en een einde")
    refused(
        run("evaluation", "finding", made, "slecht", "drukte", "x"), "schrijf well (ging goed) of better (kan beter)"
    )
    refused(run("evaluation", "finding", made, "well", "weer", "x"), "het thema 'weer' bestaat niet")
    refused(run("evaluation", "finding", made, "well", "crowd", "x", "--evidence", "0190"), "er is geen regel")
    refused(run("evaluation", "answer", made, "99", "x"), "heeft geen vraag 99")
    words = ("evaluation", "take", made, "AANB-A1", "--as", "threshold")
    refused(run(*words, "--place", "Vrijthof"), "een plaats en een waarde nodig")
    refused(run(*words, "--place", "Vrijthof", "--value", "veel"), "'veel' is geen getal")
    refused(run(*words, "--place", "Vrijthof", "--place", "Markt", "--value", "0,8"), "noem er een")
    refused(run("evaluation", "take", made, "AANB-A1", "--as", "measure", "--template", "niets"), "er is geen sjabloon")
    assert run("evaluation", "take", made, "AANB-A1", "--as", "wens").code == 2


def test_a_measure_in_a_plan_that_runs_and_a_file_that_adds_to_nothing(run: Run, made: str, scratch_home: Path) -> None:
    said = run("evaluation", "take", made, "AANB-A1", "--as", "measure", "--plan", "PL-27-A001").line
    assert said.startswith("PL-27-A001 eigen-")
    assert "Noodroute vrijhouden  [te doen]  [uit EVL-27-A001 AANB-A1]" in run("plan", "show", "PL-27-A001").out
    assert not (scratch_home / "scenarios").exists()
    run("evaluation", "change", made, "AANB-A2", "--due", "", "--owner", "THOR")
    (left,) = run("evaluation", "open-recommendations", "--json").json
    assert (left["number"], left["due_on"], left["owner"], left["late"]) == ("AANB-A2", None, "THOR", False)
    run("evaluation", "retract", made, "AANB-A2", "--reason", "dubbel")
    assert run("evaluation", "open-recommendations", "--json").json == []
    (scratch_home / "scenarios").mkdir()
    stray = scratch_home / "scenarios" / "carnavall.additions.toml"
    stray.write_text('name = "carnavall"\n', encoding="utf-8")
    assert f"vult een sjabloon aan dat er niet is: {stray}" in run("doctor").out
