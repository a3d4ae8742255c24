"""Matches at the desk: what is prepared for one, its plan, and what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from tests.builders import assert_green, desk_at, kinds, records_of
from tests.builders import given as given_desk
from tests.desk.matches import body, days, match
from tests.still_clock import StillClock


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    return desk_at(tmp_path / "home", clock)


# --- what is prepared


def test_category_travel_talk_and_decision_with_their_reasons(desk: Desk) -> None:
    number = match(desk)
    football = desk.matches.football
    assert desk.matches.category(number, "c", ["derby", " ", "2021 gestaakt"], by="driehoek").number == number
    assert football.attention("C", "") == "categorie C vraagt buscombi of treincombi of geen uitsupporters"
    desk.matches.travel(number, "buscombi", reason="categorie C", by="burgemeester")
    assert football.attention("C", "bus_combi") == ""
    at = datetime(2027, 2, 12, 9, 0, tzinfo=UTC)
    desk.matches.talk(number, at=at, present="politie, MVV, Roda JC", agreements="400 kaarten")
    desk.matches.decide(number, "geen glas in de wijk", by="burgemeester", ground="APV", reason="onrust in 2021")
    desk.matches.set_field(number, "away_expected", "400")
    roda = body(desk, "MVV – Roda JC")
    assert (roda["category"], roda["category_by"], roda["category_reasons"]) == (
        "C", "driehoek", ["derby", "2021 gestaakt"],
    )  # fmt: skip
    assert (roda["travel_scheme"], roda["travel_label"], roda["travel_reason"]) == (
        "bus_combi", "buscombi", "categorie C",
    )  # fmt: skip
    assert (roda["away_expected"], roda["talks"][0]["agreements"]) == (400, "400 kaarten")
    assert roda["decisions"][0]["by"] == "burgemeester"
    told = [line.text for line in desk.reading.lines(dossier=roda["subject"])]
    assert "categorie C door driehoek: derby; 2021 gestaakt" in told
    assert_green(desk.journal)


def test_the_plan_follows_the_match_and_keeps_what_was_done(desk: Desk) -> None:
    number = match(desk)
    desk.matches.mark(number, "advance_talk", "done", note="met beide clubs")
    desk.matches.mark(number, "inspection", "dropped", note="schouw is eergisteren gedaan")
    stood = {one.key: one for one in desk.matches.plan(body(desk, "MVV – Roda JC")["row"])}
    at = datetime(2027, 4, 12, 16, 45, tzinfo=UTC)
    desk.matches.move(number, on=date(2027, 4, 12), at=at, reason="op verzoek van de politie")
    now = {one.key: one for one in desk.matches.plan(body(desk, "MVV – Roda JC")["row"])}
    assert now["advance_talk"].due_at == stood["advance_talk"].due_at
    assert now["doors"].due_at == "2027-04-12T15:15:00.000000+00:00" != stood["doors"].due_at
    assert (now["inspection"].state, now["inspection"].note) == ("dropped", "schouw is eergisteren gedaan")
    desk.matches.mark(number, "inspection", "todo")
    again = {one.key: one for one in desk.matches.plan(body(desk, "MVV – Roda JC")["row"])}
    assert again["inspection"].state == "todo"


def test_a_mistaken_step_falls_away_and_stays_readable(desk: Desk) -> None:
    number = match(desk)
    desk.matches.category(number, "A", ["vergissing"], by="OOV")
    lines = desk.reading.lines(dossier=desk.seat.find(number).subject)
    step = next(line.record_id for line in lines if "categorie" in line.text)
    desk.matches.withdraw(number, step, reason="verkeerde wedstrijd")
    roda = body(desk, "MVV – Roda JC")
    assert (roda["category"], roda["category_reasons"]) == ("", [])
    [line] = [line for line in desk.reading.lines(dossier=roda["subject"]) if line.record_id == step]
    assert line.corrected_by and line.more["withdrawn"]


def test_a_cancelled_match_stays_on_the_calendar_struck_and_can_be_moved(desk: Desk) -> None:
    number = match(desk)
    desk.matches.cancel(number, reason="ijzel", by="KNVB")
    assert body(desk, "MVV – Roda JC")["row"].status == "cancelled"
    assert [day.status for day in days(desk, date(2027, 3, 26))] == ["cancelled"]
    desk.matches.move(number, on=date(2027, 4, 12), at=None, reason="nieuwe dag, tijd volgt")
    roda = body(desk, "MVV – Roda JC")
    assert (roda["row"].status, roda["cancel_reason"], roda["kickoff_at"]) == ("unscheduled", "", "")


def test_a_form_that_is_filed_twice_writes_once(desk: Desk) -> None:
    number = match(desk)
    promised = "01902f3e-0000-7000-8000-000000000001"
    for _ in range(2):
        desk.matches.category(number, "B", ["toeloop"], by="OOV", draft_id=promised)
    assert kinds(records_of(desk.journal)).count("match.category_set") == 1


REFUSALS: dict[str, tuple[Any, str]] = {
    "no such category": (lambda d, n: d.matches.category(n, "D", ["x"], by="OOV"), "kies A, B of C"),
    "no reason": (lambda d, n: d.matches.category(n, "A", [" "], by="OOV"), "minstens een reden"),
    "by nobody": (lambda d, n: d.matches.category(n, "A", ["x"], by=" "), "door wie (functie) is leeg"),
    "no such scheme": (lambda d, n: d.matches.travel(n, "fiets", reason="x"), "vervoersregeling fiets bestaat niet"),
    "scheme without reason": (lambda d, n: d.matches.travel(n, "free", reason=""), "de reden is leeg"),
    "no such line": (lambda d, n: d.matches.mark(n, "koffie", "done"), "geen regel koffie"),
    "no such state": (lambda d, n: d.matches.mark(n, "doors", "klaar"), "todo, done of dropped"),
    "dropped without reason": (lambda d, n: d.matches.mark(n, "doors", "dropped"), "vervalt is leeg"),
    "marked ahead": (
        lambda d, n: d.matches.mark(n, "doors", "done", at=d.seat.now + timedelta(days=1)), "ligt in de toekomst",
    ),
    "no such field": (lambda d, n: d.matches.set_field(n, "players", "x"), "geen veld players"),
    "no number": (lambda d, n: d.matches.set_field(n, "away_expected", "veel"), "geen getal"),
    "doors without minutes": (lambda d, n: d.matches.set_field(n, "doors_minutes", ""), "geen getal"),
    "doors a week before": (lambda d, n: d.matches.set_field(n, "doors_minutes", "10080"), "geen getal"),
    "moved without reason": (
        lambda d, n: d.matches.move(n, on=date(2027, 4, 1), at=None, reason=""), "de reden is leeg",
    ),
    "moved to where it is": (
        lambda d, n: d.matches.move(
            n, on=date(2027, 3, 26), at=datetime(2027, 3, 26, 19, tzinfo=UTC), reason="x"
        ),
        "staat daar al",
    ),
    "moved out of time": (lambda d, n: d.matches.move(n, on=date(9999, 4, 1), at=None, reason="x"), "het jaar 9999"),
    "cancelled without reason": (lambda d, n: d.matches.cancel(n, reason=" "), "de reden is leeg"),
    "ended by magic": (lambda d, n: d.matches.end(n, "gewonnen"), "afloop gewonnen bestaat niet"),
    "no such step": (lambda d, n: d.matches.withdraw(n, "xyz", reason="x"), "geen stap xyz"),
    "decided without ground": (
        lambda d, n: d.matches.decide(n, "x", by="burgemeester", ground="", reason="y"), "de grondslag is leeg",
    ),
    "no opponent": (lambda d, n: d.matches.add(" ", on=date(2027, 4, 1)), "de tegenstander is leeg"),
    "another dossier": (lambda d, n: d.matches.cancel("WED-27-A999", reason="x"), "WED-27-A999 is onbekend"),
    "empty file": (lambda d, n: d.matches.read(b"", "leeg.txt"), "leeg"),
    "no football": (lambda d, n: d.matches.read(b"Beste collega,\n", "mail.txt"), "geen enkele wedstrijd"),
    "50 MB": (lambda d, n: d.matches.read(b"x" * 50 * 1024**2, "groot.txt"), "groter dan 5 MB"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_writes_nothing(desk: Desk, name: str) -> None:
    number = match(desk)
    request, words = REFUSALS[name]
    given_desk(desk).when(lambda d: request(d, number)).refused(words)
