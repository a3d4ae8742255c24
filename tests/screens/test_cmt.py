"""Screen 5: the CMT day, its panels and its keys; what is reached rings and decides nothing."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.cmt import CmtScreen
from aovconsole.screens.line_story import story_of
from aovconsole.screens.palette import commands
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

NR = "CMT-27-A001"


@pytest.fixture
def day(desk: Desk) -> Desk:
    """Carnival Sunday with a plan, a chair, a threshold that is not reached yet, a decision without grounds."""
    plan = desk.plans.start("carnaval", "2027", answers={"capacity_vrijthof": "20000"})
    prepared = desk.plans.decisions(plan)[0]["id"]
    desk.cmt.open("Carnaval zondag", plan=plan.number, at=NOON - timedelta(hours=4))
    desk.presence.come(NR, "politie")
    desk.presence.pass_role(NR, "chair", "AOV")
    desk.crowd.set_capacity(NR, "Vrijthof", "20000", owner="OOV")
    desk.crowd.set_threshold(NR, "Vrijthof", "85%", label="vol", owner="OOV", decision=prepared)
    desk.crowd.read(NR, "Vrijthof", "12k", method="camera", by="politie")
    desk.agreements.decide(NR, "optocht later", owner="Tempeleers")
    desk.agreements.action(NR, "verkeersplan", owner="THOR", due=NOON + timedelta(hours=1))
    return desk


async def opened(pilot: Pilot[int]) -> CmtScreen:
    """Screen 5 with the day that sits."""
    await pilot.press("5")
    await rested(pilot)
    return cast(CmtScreen, pilot.app.screen)


def decisions(desk: Desk) -> list[SubjectRow]:
    return list(desk.reading.in_dossier(desk.seat.find(NR).subject, "decision"))


@pytest.mark.all
async def test_without_a_cmt_it_says_which_key_opens_one(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await opened(pilot)
        assert "nog geen CMT; n opent er een" in shown(pilot)


async def test_the_day_stands_on_one_screen(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        for said in (
            NR, "fase optocht", "voorzitter AOV   aanwezig (1): politie", "DRUKTE", "60% van 20.000 · 'vol' bij 85%",
            "PLAN", "optocht later", "! zonder onderbouwing", "A-A1 verkeersplan", "over 1 u 00", "VERGADERINGEN",
            "dit log vraagt: optocht: kop en staart",
        ):  # fmt: skip
            assert said in shown(pilot), said


@pytest.mark.all
async def test_at_80x24_a_key_shows_what_stands_beside_the_log(day: Desk, console: RunConsole) -> None:
    async with console(day, size=(80, 24)) as pilot:
        await opened(pilot)
        assert "LOG" in shown(pilot) and "DRUKTE" not in shown(pilot)
        await pilot.press("o")
        await rested(pilot)
        assert "DRUKTE" in shown(pilot) and "Vrijthof" in shown(pilot)
        await pilot.press("escape")
        await rested(pilot)
        assert "DRUKTE" not in shown(pilot)


@pytest.mark.all
async def test_a_decision_is_text_and_owner_at_once(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await rested(pilot)
        await pilot.press(*"taps", "tab", *"THOR", "enter")
        await rested(pilot)
        assert [row.title for row in decisions(day)] == ["optocht later", "taps"]
        assert "B-A2" in shown(pilot) and "THOR" in shown(pilot)


@pytest.mark.all
async def test_a_threshold_that_is_reached_rings_and_brings_the_prepared_decision_forward(
    day: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    async with console(day) as pilot:
        await opened(pilot)
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append("bell"))
        day.crowd.read(NR, "Vrijthof", "18k", method="camera", by="politie")
        await pilot.pause(0.3)
        await rested(pilot)
        assert rung == ["bell"] and "boven 85% sinds" in shown(pilot)
        assert len(decisions(day)) == 1
        await pilot.press("b")
        await rested(pilot)
        prepared = day.plans.decisions(day.reading.of_type("plan")[0])[0]
        assert prepared["title"] in shown(pilot) and "Weeg: " in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        made = decisions(day)[-1]
        body = json.loads(made.body)
        assert (made.title, body["prepared"], body["decider"]) == (prepared["text"], prepared["id"], "AOV")
        assert made.end_at == stored(NOON + timedelta(minutes=20)), (
            "the moment of checking is part of what was prepared"
        )
        await pilot.press("b")
        await rested(pilot)
        assert "Ligt klaar" not in shown(pilot), "what was taken does not stand ready again"


@pytest.mark.all
async def test_typing_puts_another_decision_in_the_place_of_the_prepared_one(day: Desk, console: RunConsole) -> None:
    day.crowd.read(NR, "Vrijthof", "18k", method="camera", by="politie")
    async with console(day) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await rested(pilot)
        await pilot.press(*"taps dicht", "tab", *"THOR", "enter")
        await rested(pilot)
        made = decisions(day)[-1]
        assert (made.title, json.loads(made.body)["prepared"]) == ("taps dicht", "")


@pytest.mark.all
async def test_the_next_prepared_decision_comes_with_a_key(day: Desk, console: RunConsole) -> None:
    second = day.plans.decisions(day.reading.of_type("plan")[0])[1]
    day.crowd.set_threshold(NR, "Markt", "4000", label="druk", owner="OOV", decision=second["id"])
    day.crowd.read(NR, "Markt", "5000")
    day.crowd.read(NR, "Vrijthof", "18k")
    async with console(day) as pilot:
        await opened(pilot)
        await pilot.press("b")
        await rested(pilot)
        assert "1 van 2" in shown(pilot)
        await pilot.press("ctrl+n")
        await rested(pilot)
        while second["title"] not in shown(pilot):
            await pilot.press("ctrl+n")
            await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert json.loads(decisions(day)[-1].body)["prepared"] == second["id"]


@pytest.mark.all
async def test_crowd_presence_meeting_and_plan_each_have_a_key(day: Desk, console: RunConsole) -> None:
    subject = day.seat.find(NR).subject
    async with console(day) as pilot:
        await opened(pilot)
        await pilot.press("d")
        await rested(pilot)
        await pilot.press(*"Markt", "tab", *"~3000", "enter")
        await rested(pilot)
        assert "Markt" in {state.place for state in day.crowd.places(NR)}
        await pilot.press("w", "enter")
        await rested(pilot)
        await pilot.press(*"GHOR", "enter")
        await rested(pilot)
        assert "GHOR" in {one.function for one in day.presence.present(day.seat.find(NR))}
        await pilot.press("v", "enter")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert [row.status for row in day.reading.in_dossier(subject, "meeting")] == ["open"]
        assert "Agenda" in shown(pilot)
        await pilot.press("escape", "p")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press(*"gezien", "enter")
        await rested(pilot)
        assert "GEDAAN" in shown(pilot), "the list stays, and follows"
        plan = day.reading.of_type("plan")[0]
        assert [line.note for line in day.plans.lines(plan) if line.state == "done"] == ["gezien"]


@pytest.mark.all
async def test_a_day_is_closed_after_showing_what_is_open(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await pilot.press("x")
        await rested(pilot)
        assert "Nog open" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert day.seat.find(NR).status == "closed"
        assert "gesloten" in shown(pilot)


@pytest.mark.all
async def test_paper_is_typed_in_row_after_row_until_none_waits(day: Desk, console: RunConsole, tmp_path: Path) -> None:
    day.paper.print_sheets(NR, str(tmp_path / "blad.html"), count=1)
    subject = day.seat.find(NR).subject
    async with console(day) as pilot:
        await opened(pilot)
        assert "papier: nog in te typen: 20 van 20; y typt in" in shown(pilot)
        await pilot.press("y")
        await rested(pilot)
        assert "Papier A-001" in shown(pilot) and "blad van zondag 7 februari 2027" in shown(pilot)
        await pilot.press(*"11:05 politie vol", "enter")
        await rested(pilot)
        assert "Papier A-002" in shown(pilot)
        await pilot.press(*"zonder", "enter")
        await rested(pilot)
        assert "Regel A-002 heeft geen tijd" in shown(pilot)
        await pilot.press(*["backspace"] * 6, "tab", "tab", *"20", "enter")
        await rested(pilot)
        assert day.paper.waiting(subject) == (0, 20)
        assert "nog in te typen" not in shown(pilot)
        await pilot.press("home", "enter")
        await rested(pilot)
    [line] = [one for one in day.reading.lines(dossier=subject, type_="line") if "paper" in one.more]
    assert (line.more["paper"], line.late, line.source) == ("A-001", True, "politie")
    assert ("op papier", "A-001") in [(one.label, one.text) for one in story_of(day, line)]


@pytest.mark.all
async def test_without_sheets_the_key_says_how_to_print_them(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await pilot.press("y")
        await rested(pilot)
        assert "Er zijn geen bladen" in shown(pilot)
        assert [one.name for one in commands(pilot.app.screen)].count("Papieren logblad intypen") == 1
