"""`aovconsole evenement`: the dossier by command, as scripts use it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

NR = "EVE-27-A001"
CONCERT = ("--begin", "2027-07-01T20:30", "--end", "2027-07-04T23:30", "--place", "Vrijthof")


def concert(run: Run) -> None:
    """Put an evenement on the calendar."""
    assert run("evenement", "add", "Concert", *CONCERT).line == NR


def quiet(run: Run, *words: str) -> None:
    """The command does its work and says nothing."""
    answer = run("evenement", *words)
    assert (answer.code, answer.out, answer.err) == (0, "", ""), answer


def test_a_dossier_from_application_to_count(run: Run) -> None:
    concert(run)
    quiet(run, "set", NR, "kind", "aanvraag", "received_on", "05-02-2027", "cmt_day", "ja", "inner_city", "ja")
    why = ("--reason", "veel bezoek", "--reason", "plein dicht")
    quiet(run, "assess", NR, "c", *why, "--by", "vergunningen", "--on", "2027-02-06")
    quiet(run, "advice", NR, "politie", "--asked", "2027-02-06")
    quiet(run, "advice", NR, "politie", "--given", "07-02-2027", "--text", "extra toezicht")
    quiet(run, "advice", NR, "brandweer, GHOR", "--joint", "--asked", "2027-02-06")
    quiet(run, "plan", NR, "--received", "2027-02-05", "--judged", "good", "--by", "AOV", "--note", "versie 2")
    quiet(run, "permit", NR, "granted", "--condition", "route vrij", "--condition", "stil om 23.00 h", "--at", "14:00")
    quiet(run, "step", NR, "intake", "done", "--note", "compleet")
    quiet(run, "count", NR, "9500", "--estimated", "--by", "THOR", "--how", "camera")
    shown = run("evenement", "show", NR, "--json").json
    wanted: dict[str, Any] = {
        "handling_class": "C", "assessed_on": "2027-02-06", "kind": "application", "received_on": "2027-02-05",
        "cmt_day": "yes", "visitors_count": None, "whole_place": "yes", "rounds": [], "cmt_days_count": 0,
    }  # fmt: skip
    assert {name: shown[name] for name in wanted} == wanted
    assert [(one["partner"], one["joint"], one["given_on"]) for one in shown["advice"]] == [
        ("politie", False, "2027-02-07"), ("brandweer, GHOR", True, ""),
    ]  # fmt: skip
    assert (shown["safety_plan"]["received_on"], shown["safety_plan"]["verdict"]) == ("2027-02-05", "good")
    assert (shown["permit"]["conditions"], shown["permit"]["at"]) == (
        ["route vrij", "stil om 23.00 h"], "2027-02-07T14:00:00+01:00",
    )  # fmt: skip
    assert [(one["count"], one["method"], one["by"], one["how"]) for one in shown["counts"]] == [
        (9500, "estimated", "THOR", "camera")
    ]
    assert "klasse C door vergunningen: veel bezoek; plein dicht" in [step["text"] for step in shown["timeline"]]
    shown.pop("timeline")
    assert run("evenement", "list", "--json").json == [shown]
    steps = {step["key"]: step["state"] for step in run("evenement", "steps", NR, "--json").json}
    assert steps == dict.fromkeys(("application", "intake", "approach", "permit", "preparation"), "done") | {
        "advice": "busy", "execution": "busy", "evaluation": "open",
    }  # fmt: skip
    assert "behandelaanpak" in run("evenement", "steps", NR).out


def test_the_terms_have_their_source_and_late_is_said_but_blocks_nothing(run: Run) -> None:
    assert (
        run("evenement", "add", "Optocht", "--begin", "2027-02-20", "--end", "2027-02-20", "--place", "Markt").code == 0
    )
    quiet(run, "set", NR, "kind", "aanvraag", "received_on", "2027-02-07", "parade", "ja", "inner_city", "nee")
    terms = {term["key"]: term for term in run("evenement", "terms", NR, "--json").json}
    assert (terms["evenement_permit"]["status"], terms["evenement_permit"]["due_on"]) == ("late", "2026-12-26")
    assert (terms["evenement_parade"]["due_on"], terms["evenement_parade"]["done_on"]) == ("2027-01-23", "2027-02-07")
    assert all(term["source"] and term["as_of"] for term in terms.values())
    assert "te laat" in run("evenement", "terms", NR).out
    quiet(run, "permit", NR, "granted")


def test_rounds_from_plan_to_release(run: Run, tmp_path: Path) -> None:
    concert(run)
    assert run("evenement", "round", NR, "--planned", "2027-07-01 17:00", "--walked", "AOV,THOR").line == "R-A1"
    sheet = tmp_path / "blad.html"
    assert run("evenement", "round-sheet", NR, "--to", str(sheet), "--inspection").line == "R-A2"
    assert "R-A2" in sheet.read_text(encoding="utf-8")
    refused(run("evenement", "round-sheet", NR, "--to", str(sheet)), "bestaat al; --force vervangt het")
    quiet(run, "round", NR)
    typed = (
        "--number",
        "R-A2",
        "--at",
        "14:00",
        "--walked",
        "THOR, brandweer",
        "--finding",
        "kabel los;organisator;18:00",
    )
    assert run("evenement", "round", NR, *typed, "--not-released").line == "R-A2"
    quiet(run, "finding", NR, "R-A2", "1", "--resolved", "--note", "afgedekt")
    quiet(run, "finding", NR, "R-A2", "--add", "hek open;THOR")
    assert run("evenement", "round", NR, "--number", "R-A2", "--released", "--by", "AOV").line == "R-A2"
    rounds = {one["number"]: one for one in run("evenement", "rounds", NR, "--json").json}
    assert [(one["kind"], one["status"], one["released"]) for one in (rounds[f"R-A{n}"] for n in (1, 2, 3))] == [
        ("safety_round", "planned", ""), ("inspection", "held", "yes"), ("safety_round", "held", ""),
    ]  # fmt: skip
    assert rounds["R-A1"]["planned_at"] == "2027-07-01T17:00:00+02:00"
    [cable, fence] = rounds["R-A2"]["findings"]
    assert (cable["due_at"], cable["resolved_at"], cable["resolved_note"]) == (
        "2027-02-07T18:00:00+01:00", cable["resolved_at"], "afgedekt",
    )  # fmt: skip
    assert cable["resolved_at"].startswith("2027-02-07T15:10")
    for force in ("--force", "--replace"):
        assert run("evenement", "round-sheet", NR, "--to", str(sheet), force).code == 0
    assert (fence["text"], fence["owner"], fence["resolved_at"]) == ("hek open", "THOR", None)
    assert run("evenement", "show", NR, "--json").json["safety_rounds_count"] == 1
    assert run("figures", "2027", "--json").json[0]["safety_rounds"] == 1
    assert "hek open" in run("evenement", "rounds", NR).out
    assert run("evenement", "round", NR, "--number", "R-A3", "--withdraw", "dubbel").line == "R-A3"
    assert run("figures", "2027", "--json").json[0]["safety_rounds"] == 0


def test_a_square_over_its_norm_is_said_and_the_evenement_is_added(run: Run) -> None:
    full = ("--begin", "2027-03-01T10:00", "--end", "2027-04-29T20:00", "--place", "het Vrijthof")
    assert run("evenement", "add", "Kermis", *full).line == NR
    answer = run("evenement", "add", "Concert", *CONCERT)
    assert (answer.code, answer.out) == (0, "EVE-27-A002\n")
    assert "Vrijthof 2027: 60 van 60 evenementdagen, met dit evenement 64" in answer.err
    assert "evenementenbeleid" in answer.err and answer.err.count("\n") == 1
    days = run("evenement", "days", "vrijthof", "2027", "--json").json
    assert (days["place"], days["days"], days["norm"], days["known"]) == ("Vrijthof", 64, 60, True)
    assert [(use["number"], len(use["days"])) for use in days["evenementen"]] == [(NR, 60), ("EVE-27-A002", 4)]
    assert days["source"] and days["rule"]
    quiet(run, "set", "EVE-27-A002", "whole_place", "nee")
    quiet(run, "cancel", NR, "--reason", "ingetrokken")
    assert run("evenement", "days", "Vrijthof", "2027", "--json").json["days"] == 0
    assert "0 van 60" in run("evenement", "days", "Vrijthof", "2027").out


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        ("2027-07-01T12:00", "2027-07-01T12:00", 1),
        ("2027-03-01T10:00", "2027-11-30T18:00", 275),
        ("2028-02-29", "2028-02-29", 0),
    ],
    ids=["zero minutes", "nine months", "29 February of another year"],
)
def test_short_and_long_evenementen_are_kept(run: Run, begin: str, end: str, days: int) -> None:
    answer = run("evenement", "add", "x", "--begin", begin, "--end", end, "--place", "Markt")
    assert (answer.code, answer.out) == (0, f"{NR}\n")
    assert run("evenement", "days", "Markt", "2027", "--json").json["days"] == days


def test_a_place_outside_the_municipality_is_kept_as_text_and_flagged(run: Run) -> None:
    place = "Grote Markt, Hasselt [bold]"
    assert run("evenement", "add", "x", *CONCERT[:4], "--place", place).line == NR
    assert run("evenement", "show", NR, "--json").json["place"] == place
    days = run("evenement", "days", place, "2027", "--json").json
    assert (days["known"], days["norm"], days["days"]) == (False, None, 4)
    assert "staat niet in de lijst van plaatsen" in run("evenement", "days", place, "2027").out


def test_an_evenement_moves_with_begin_and_end_together(run: Run) -> None:
    concert(run)
    refused(run("evenement", "set", NR, "begin_at", "2027-08-01 20:00"), "einde ligt voor het begin")
    quiet(run, "set", NR, "begin_at", "2027-08-01 20:00", "end_at", "2027-08-01 23:00")
    assert run("evenement", "show", NR, "--json").json["begin_at"] == "2027-08-01T20:00:00+02:00"


REFUSED = [
    (("set", NR, "colour", "rood"), "geen veld colour"),
    (("set", NR, "title"), "VELD WAARDE"),
    (("set", NR, "title", "a", "title", "b"), "maar één keer"),
    (("assess", NR, "D"), "klasse D"),
    (("advice", NR, "politie", "--given", "2027-02-07"), "het advies is leeg"),
    (("advice", NR, "politie", "--asked", "morgen"), "geen datum"),
    (("plan", NR), "--received of --judged"),
    (("plan", NR, "--judged", "good"), "nog geen veiligheidsplan"),
    (("permit", NR, "misschien"), "bestaat niet"),
    (("permit", "INC-27-A001", "granted"), "is een incident"),
    (("round", NR, "--number", "R-A7"), "geen ronde R-A7"),
    (("round", NR, "--withdraw", "x"), "--number"),
    (("round", NR, "--planned", "17:00", "--released"), "nog geen bevindingen"),
    (("round", NR, "--finding", "a;b;gisteren ooit"), "is niet te lezen"),
    (("finding", NR, "R-A1", "--resolved"), "nummer van de bevinding"),
    (("finding", NR, "R-A1", "1", "--add", "x"), "vanzelf"),
    (("days", "Vrijthof", "0"), "geen jaar"),
    (("cancel", "EVE-27-A009"), "EVE-27-A009"),
    (("withdraw", NR, "x", "--reason", "y"), "geen stap"),
]


def test_what_is_refused_is_one_line_and_writes_nothing(run: Run) -> None:
    concert(run)
    assert run("incident", "open", "Brand").line == "INC-27-A001"
    before = run("journal", "info", "--json").json["records"]
    for words, said in REFUSED:
        refused(run("evenement", *words), said)
    assert run("journal", "info", "--json").json["records"] == before


@pytest.mark.parametrize(
    "words",
    [
        ("advice", NR, "politie"), ("advice", NR, "politie", "--asked", "x", "--given", "y"), ("count", NR, "5"),
        ("count", NR, "veel", "--counted", "--by", "x"), ("plan", NR, "--judged", "mooi"), ("finding", NR, "R-A1"),
        ("round-sheet", NR), ("round", NR, "--released", "--not-released"), ("days", "Vrijthof"), ("set", NR),
    ],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_meant_is_a_usage_error(run: Run, words: tuple[str, ...]) -> None:
    refused(run("evenement", *words), code=2)
