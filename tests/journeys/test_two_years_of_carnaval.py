"""From the evaluation of one carnaval into the plan of the next: the whole circle, by the commands a person types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Run, run

pytestmark = pytest.mark.all

__all__ = ["run"]

MEASURE, THRESHOLD = "Noodroute Platielstraat vrijhouden", "Instroom eerder stil bij het inschieten"


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """It is another moment."""
    monkeypatch.setenv("AOVCONSOLE_NOW", moment)


@pytest.fixture
def carnaval(run: Run, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Carnaval 2027 as it went: a plan, three CMT days, an incident, a demonstration; the line that mattered."""
    at(monkeypatch, "2026-11-20T10:00:00+01:00")
    plan = run("scenario", "start", "carnaval", "--on", "2027").out.strip()
    days = []
    for day in ("07", "08", "09"):
        at(monkeypatch, f"2027-02-{day}T12:00:00+01:00")
        days.append(run("cmt", "open", f"Carnaval {day} februari", "--plan", plan).line)
    at(monkeypatch, "2027-02-09T20:00:00+01:00")
    line = run(
        "log", "politie @Vrijthof Platielstraat staat stil", "--dossier", days[0], "--at", "2027-02-07T15:10"
    ).line
    run("incident", "open", "Brand Boschstraat", "--at", "2027-02-08T02:30")
    run("demonstration", "add", "--at", "2027-02-08T14:00", "--place", "Markt")
    at(monkeypatch, "2027-02-10T09:00:00+01:00")
    return {"plan": plan, "line": line, **{f"day{number}": one for number, one in enumerate(days)}}


def test_what_was_found_in_one_year_stands_in_the_plan_of_the_next(
    run: Run, carnaval: dict[str, str], scratch_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = run(
        "evaluation", "make", "Carnaval 2027", "--dossier", carnaval["plan"],
        "--from", "2027-02-05T00:00", "--to", "2027-02-10T06:00",
    ).line  # fmt: skip
    assert made == "EVL-27-A001"
    shown = run("evaluation", "show", made, "--json").json
    assert [one["number"] for one in shown["dossiers"]] == [
        "PL-26-A001", "CMT-27-A001", "CMT-27-A002", "CMT-27-A003", "INC-27-A001", "DEM-27-A001",
    ]  # fmt: skip
    assert shown["open_question_count"] == len(shown["questions"]) == 12
    assert shown["to_follow_up"] == [], "nobody evaluated carnaval before"
    judge(run, made, carnaval["line"])
    recommend(run, made, carnaval["line"])
    assert run("evaluation", "close", made).code == 0
    assert run("evaluation", "open-recommendations", "--json").json == []
    file = scratch_home / "scenarios" / "carnaval.additions.toml"
    assert "meegeleverd, met aanvulling" in run("scenario", "list").out
    assert run("scenario", "check", str(file)).out == f"{file} is in orde\n"
    next_year(run, monkeypatch)
    assert run("journal", "verify").code == 0


def judge(run: Run, made: str, line: str) -> None:
    """The first impression, a key moment, findings with evidence, an answer, a reaction."""
    assert run("evaluation", "moment", made, line, "vanaf hier stond de instroom stil").code == 0
    finding = run("evaluation", "finding", made, "better", "drukte", "besluit te laat", "--evidence", line).line
    run("evaluation", "finding", made, "goed", "communication", "schermen klopten")
    assert run("evaluation", "impression", made, "-", stdin=b"Rustig.\n\nBehalve zondag.").code == 0
    assert run("evaluation", "answer", made, "1", "Platielstraat, 15:10", "--source", "CMT-log").code == 0
    assert run("evaluation", "reaction", made, "politie", "eens", "--source", "overleg 11-02").code == 0
    shown = run("evaluation", "show", made, "--json").json
    assert (shown["findings"][0]["id"], shown["findings"][0]["evidence"]) == (finding, [line])
    assert shown["texts"][0]["text"] == "Rustig.\n\nBehalve zondag."
    assert (shown["open_question_count"], shown["questions"][0]["open"]) == (11, False)
    assert shown["moments"][0]["at"] == "2027-02-07T15:10:00+01:00"


def recommend(run: Run, made: str, line: str) -> None:
    """Three recommendations: a measure, a threshold, and one that is refused; none ends twice."""
    run("evaluation", "recommend", made, MEASURE, "--owner", "THOR", "--due", "2027-09-01", "--evidence", line)
    run("evaluation", "recommend", made, THRESHOLD, "--owner", "OOV")
    assert run("evaluation", "recommend", made, "Extra podium").line == "AANB-A3"
    (first, *_) = waiting = run("evaluation", "open-recommendations", "--json").json
    assert (len(waiting), first["number"], first["due_on"], first["late"], first["evidence"]) == (
        3, "AANB-A1", "2027-09-01", False, [line],
    )  # fmt: skip
    taken = run(
        "evaluation", "take", made, "AANB-A1", "--as", "measure", "--when=-P2W", "--place", "Vrijthof", "--json"
    )
    assert (taken.json["status"], taken.json["end"]["where"]) == ("taken", "carnaval")
    words = ("--as", "threshold", "--place", "Vrijthof", "--value", "0,75", "--decision", "stop_inflow")
    assert run("evaluation", "take", made, "AANB-A2", *words).line.endswith("carnaval.additions.toml")
    assert run("evaluation", "refuse", made, "AANB-A3", "--reason", "geen ruimte", "--by", "B. Bakker").code == 0
    again = run("evaluation", "take", made, "AANB-A3", "--as", "measure")
    assert (again.code, "al afgewezen" in again.err) == (1, True)


def next_year(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plan of 2028 holds both with their origin, and its evaluation asks what became of them."""
    at(monkeypatch, "2027-11-20T10:00:00+01:00")
    before = run("scenario", "start", "carnaval", "--on", "2028", "--dry-run").out
    assert f"THOR: {MEASURE} @Vrijthof  [uit EVL-27-A001 AANB-A1]" in before
    assert f"{THRESHOLD}: 0,75 deel van de capaciteit  houder OOV  [uit EVL-27-A001 AANB-A2]" in before
    plan = run("scenario", "start", "carnaval", "--on", "2028").out.strip()
    told = run("plan", "show", plan).out
    assert "[uit EVL-27-A001 AANB-A1]" in told
    assert f"drempel Vrijthof 0.75: {THRESHOLD}  [uit EVL-27-A001 AANB-A2]" in told
    body: dict[str, Any] = run("plan", "show", plan, "--json").json
    (line,) = (one for one in body["lines"] if one["what"] == MEASURE)
    assert (line["source"], line["due_on"]) == ("evaluatie EVL-27-A001, aanbeveling AANB-A1", "2028-02-13")
    at(monkeypatch, "2028-03-02T10:00:00+01:00")
    made = run("evaluation", "make", "Carnaval 2028", "--dossier", plan).line
    asked = run("evaluation", "show", made, "--json").json["to_follow_up"]
    assert [(one["number"], one["open"]) for one in asked] == [
        ("EVL-27-A001 AANB-A1", True), ("EVL-27-A001 AANB-A2", True),
    ]  # fmt: skip
    assert run("evaluation", "follow-up", made, "AANB-A1", "worked").code == 0
    without = run("evaluation", "follow-up", made, "AANB-A2", "not_done")
    assert (without.code, without.err) == (1, "aovconsole: niet gedaan: noem waarom\n")
    assert run("evaluation", "follow-up", made, "AANB-A2", "not_done", "--why", "geen camera's").code == 0
    asked = run("evaluation", "show", made, "--json").json["to_follow_up"]
    assert [(one["outcome"], one["why"]) for one in asked] == [("worked", ""), ("not_done", "geen camera's")]
