"""`aovconsole cmt crowd` and what belongs to it: ids and nothing else, one JSON document, one Dutch line of refusal."""

from __future__ import annotations

import re

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

NR = "CMT-27-A001"
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def cmt(run: Run) -> Run:
    """A CMT since 13:00, at 15:10, with a capacity and a threshold for the Vrijthof since then."""
    assert run("cmt", "open", "Carnaval zondag", "--at", "13:00").line == NR
    since = ("--owner", "OOV", "--at", "13:00")
    assert ID.fullmatch(run("cmt", "capacity", NR, "Vrijthof", "15000", *since, "--source", "plan").line)
    words = ("--label", "aandacht", "--decision", "stop_inflow", "--as-of", "2027-02-01")
    assert ID.fullmatch(run("cmt", "threshold", NR, "Vrijthof", "80%", *since, *words).line)
    return run


def test_a_reading_prints_its_id_and_nothing_else(cmt: Run) -> None:
    answer = cmt("cmt", "crowd", NR, "Vrijthof", "~12000", "--method", "camera", "--by", "politie", "--at", "14:40")
    assert ID.fullmatch(answer.line)
    [step] = [one for one in cmt("cmt", "show", NR, "--json").json["timeline"] if one["id"] == answer.line]
    assert step["text"] == "Vrijthof 12.000 geschat (camera), 80% van 15.000 · drempel 'aandacht' bereikt"
    assert (step["type"], step["source"], step["place"]) == ("crowd", "politie", "Vrijthof")
    assert "drukte" in cmt("cmt", "show", NR).out


def test_a_reading_as_a_document(cmt: Run) -> None:
    said = cmt("cmt", "crowd", NR, "vrijthof", "80%", "--note", "podium", "--json").json
    wanted = {
        "kind": "crowd.read", "place": "Vrijthof", "value": 0.8, "unit": "share", "method": "", "estimated": False,
        "by": "", "note": "podium", "capacity": 15000, "area": None, "reached": ["aandacht"], "status": "reached",
    }  # fmt: skip
    assert {name: said[name] for name in wanted} == wanted
    assert said["occurred_at"].startswith("2027-02-07T15:10:00") and ID.fullmatch(said["id"])


def test_the_list_tells_the_state_of_each_place(cmt: Run) -> None:
    cmt("cmt", "crowd", NR, "Vrijthof", "13k", "--at", "14:00")
    wrong = cmt("cmt", "crowd", NR, "Vrijthof", "1400", "--at", "14:30").line
    cmt("cmt", "crowd", NR, "achter de kerk", "3,6/m2", "--at", "15:00")
    assert ID.fullmatch(cmt("cmt", "crowd-correct", wrong, "14k", "--reason", "nul vergeten").line)
    vrijthof, church = cmt("cmt", "crowd-list", NR, "--json").json
    state = {name: vrijthof[name] for name in ("place", "known_place", "age_minutes", "trend", "persons", "density")}
    assert state == {
        "place": "Vrijthof", "known_place": True, "age_minutes": 40, "trend": "rising", "persons": 14000,
        "density": None,
    }  # fmt: skip
    assert vrijthof["capacity"]["value"] == 15000 and vrijthof["capacity"]["source"] == "plan"
    [reached] = vrijthof["reached"]
    assert (reached["label"], reached["decision"], reached["since"], reached["until"]) == (
        "aandacht", "stop_inflow", "2027-02-07T14:00:00+01:00", None,
    )  # fmt: skip
    assert [(one["value"], one["first"]) for one in vrijthof["readings"]] == [(13000, None), (14000, "1.400 personen")]
    assert vrijthof["thresholds"][0]["as_of"] == "2027-02-01"
    assert (church["known_place"], church["share"], church["trend"]) == (False, None, None)
    assert [guide["density"] for guide in church["guides"]] == [3.57, 3.0]
    assert {guide["remark"] for guide in church["guides"]} == {"richtwaarde, nooit een oordeel"}
    assert all(guide["source"] for guide in church["guides"])
    text = cmt("cmt", "crowd-list", NR).out
    assert "aandacht sinds 14:00" in text and "93% van 15.000" in text and "(niet in de plaatsenlijst)" in text


def test_what_was_set_can_be_taken_away(cmt: Run) -> None:
    reading = cmt("cmt", "crowd", NR, "Vrijthof", "13k", "--at", "15:00").line
    assert ID.fullmatch(cmt("cmt", "threshold-drop", NR, "Vrijthof", "--label", "Aandacht", "--reason", "leeg").line)
    assert ID.fullmatch(cmt("cmt", "area", NR, "Vrijthof", "5000", "--owner", "OOV").line)
    [state] = cmt("cmt", "crowd-list", NR, "--json").json
    assert (state["reached"], state["thresholds"], state["density"]) == ([], [], 2.6)
    assert ID.fullmatch(cmt("cmt", "crowd-withdraw", reading, "--reason", "ander plein").line)
    assert cmt("cmt", "crowd-list", NR, "--json").json[0]["newest"] is None
    assert "geen meting" in cmt("cmt", "crowd-list", NR).out


def test_an_evenement_is_measured_too(run: Run) -> None:
    day = ("--begin", "2027-02-07 12:00", "--end", "2027-02-07 22:00", "--place", "Markt")
    number = run("evenement", "add", "Kermis", *day).line
    assert ID.fullmatch(run("cmt", "crowd", number, "Markt", "900").line)
    assert run("cmt", "crowd-list", number, "--json").json[0]["persons"] == 900


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("crowd", NR, "Markt", "-1"), "onder nul"),
        (("crowd", NR, "Markt", "1e9"), "typ een aantal (12000, 12k, ~12000"),
        (("crowd", NR, "Markt", "1000000000"), "1.000.000 personen"),
        (("crowd", NR, "Markt", "vol"), "of een dichtheid (2,5/m2)"),
        (("crowd", NR, "Markt", "160%"), "klopt de capaciteit?"),
        (("crowd", NR, "Markt", "5", "--at", "16:10:00+01:00"), "niet te lezen"),
        (("crowd", NR, "Markt", "5", "--method", "gevoel"), "kies counted (geteld)"),
        (("crowd", "CMT-27-A002", "Markt", "5"), "CMT-27-A001"),
        (("crowd-correct", "x", "5", "--reason", "y"), "er is geen meting x"),
        (("threshold", NR, "Markt", "120%", "--label", "vol", "--owner", "OOV"), "hoogstens 100%"),
        (("threshold", NR, "Markt", "5", "--label", "vol", "--owner", "OOV", "--as-of", "ooit"), "is geen datum"),
        (("capacity", NR, "Markt", "veel", "--owner", "OOV"), "niet te lezen"),
        (("area", NR, "Markt", "0", "--owner", "OOV"), "oppervlakte"),
    ],
)
def test_bad_input_is_one_dutch_line(cmt: Run, words: tuple[str, ...], sentence: str) -> None:
    before = cmt("journal", "info", "--json").json["records"]
    refused(cmt("cmt", *words), sentence)
    assert cmt("journal", "info", "--json").json["records"] == before


@pytest.mark.parametrize("words", [("capacity", NR, "Markt", "5"), ("threshold", NR, "Markt", "5", "--owner", "OOV")])
def test_a_figure_without_owner_or_name_is_a_usage_error(cmt: Run, words: tuple[str, ...]) -> None:
    refused(cmt("cmt", *words), "verplicht", code=2)
