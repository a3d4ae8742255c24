"""Screen 5 at work: the crowd of a place, what waits for the team, minutes, two days at once, what rings once."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.record import Record
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow
from aovconsole.screens.cmt import CmtScreen
from aovconsole.screens.list_dialog import ListDialog
from aovconsole.screens.widgets.pick_list import PickList
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested
from tests.still_clock import StillClock

NR = "CMT-27-A001"


@pytest.fixture
def day(desk: Desk) -> Desk:
    """A CMT day without a plan, with a chair, a place with a curve, an action that its owner finished."""
    desk.cmt.open("Carnaval zondag", at=NOON - timedelta(hours=4))
    desk.presence.come(NR, "politie")
    desk.presence.pass_role(NR, "chair", "voorzitter CMT")
    desk.crowd.set_capacity(NR, "Vrijthof", "20000", owner="OOV", at=NOON - timedelta(hours=4))
    desk.crowd.set_area(NR, "Vrijthof", "4000", owner="OOV", at=NOON - timedelta(hours=4))
    desk.crowd.set_threshold(NR, "Vrijthof", "85%", label="vol", owner="OOV", at=NOON - timedelta(hours=4))
    for hours, value in ((3, "6000"), (2, "9000"), (1, "14k")):
        desk.crowd.read(NR, "Vrijthof", value, method="camera", by="politie", at=NOON - timedelta(hours=hours))
    return desk


async def opened(pilot: Pilot[int]) -> CmtScreen:
    """Screen 5 with the day that sits."""
    await pilot.press("5")
    await rested(pilot)
    return cast(CmtScreen, pilot.app.screen)


async def press(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, each when the one before was answered."""
    for key in keys:
        await pilot.press(key)
        await rested(pilot)


async def chosen(pilot: Pilot[int], panel: str, key: str = "") -> None:
    """Press Enter on something in a panel."""
    picks = pilot.app.screen.query_one(f"#{panel}", PickList)
    picks.focus()
    if key:
        assert picks.select(key)
    await press(pilot, "enter")


def rows(desk: Desk, type_: str) -> tuple[SubjectRow, ...]:
    return desk.reading.in_dossier(desk.seat.find(NR).subject, type_)


def logged(desk: Desk, *lines: str) -> tuple[Record, ...]:
    """Lines in the log of the day."""
    return desk.log.file([desk.log.understand(line) for line in lines], dossier=desk.seat.find(NR).subject)


@pytest.mark.all
async def test_a_place_shows_its_curve_and_a_reading_is_corrected_and_withdrawn_there(
    day: Desk, console: RunConsole
) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await chosen(pilot, "crowd")
        for said in ("capaciteit", "vol", "14.000", "METINGEN", "3,5/m²", "bron: "):
            assert said in shown(pilot), said
        dialog = cast(ListDialog, pilot.app.screen)
        newest = json.loads(rows(day, "crowd")[0].body)["readings"][-1]["record_id"]
        assert dialog.query_one("#listed", PickList).select(newest)
        await press(pilot, "enter", "enter")
        await pilot.press(*"18k", "tab", *"camera geijkt", "enter")
        await rested(pilot)
        assert day.crowd.series(NR, "Vrijthof").points[-1].value == 18000
        assert "18.000" in shown(pilot) and "verbeterd: camera geijkt" in shown(pilot)
        assert dialog.query_one("#listed", PickList).selected == newest, "the cursor stays"
        await press(pilot, "enter", "down", "enter", "enter")
        assert [int(point.value) for point in day.crowd.series(NR, "Vrijthof").points] == [6000, 9000]
        assert "18.000" not in shown(pilot)


@pytest.mark.all
async def test_the_list_of_a_place_follows_another_station(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await chosen(pilot, "crowd")
        day.crowd.read(NR, "Vrijthof", "11k", at=NOON - timedelta(minutes=90))
        await pilot.pause(0.8)
        assert "11.000" in shown(pilot) and "laat" in shown(pilot)


@pytest.mark.all
async def test_a_place_gets_a_capacity_and_a_threshold_and_refuses_what_cannot_be(
    day: Desk, console: RunConsole
) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await chosen(pilot, "crowd")
        await press(pilot, "end", "enter")
        await pilot.press(*"120%", "tab", *"te vol", "tab", *"OOV", "enter")
        await rested(pilot)
        assert "hoogstens 100%" in shown(pilot)
        assert len(day.crowd.places(NR)[0].thresholds) == 1
        await pilot.press("escape")
        await press(pilot, "up", "enter")
        await pilot.press(*"25000", "tab", *"OOV", "enter")
        await rested(pilot)
        capacity = day.crowd.places(NR)[0].capacity
        assert capacity and capacity.value == "25000"


@pytest.mark.all
@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_the_curve_is_on_the_wall_and_in_the_dialog_of_a_narrow_screen(
    day: Desk, console: RunConsole, size: tuple[int, int]
) -> None:
    async with console(day, size=size) as pilot:
        await opened(pilot)
        if size[0] == 200:
            assert "VERLOOP" in shown(pilot) and "capaciteit" in shown(pilot)
            return
        await press(pilot, "o")
        await chosen(pilot, "crowd")
        assert "capaciteit" in shown(pilot) and "METINGEN" in shown(pilot) and "esc terug" in shown(pilot)


@pytest.mark.all
async def test_what_waits_is_worked_from_its_list_and_only_the_team_closes(day: Desk, console: RunConsole) -> None:
    action = day.agreements.action(NR, "verkeersplan", owner="voorzitter CMT")
    day.agreements.step(action.subject, "done")
    day.presence.pass_role(NR, "keeper", "verslaglegger")
    day.agreements.decide(NR, "taps dicht", owner="THOR")
    async with console(day) as pilot:
        await opened(pilot)
        await press(pilot, "k")
        for said in ("BESLUIT ZONDER ONDERBOUWING", "AFGEROND, NOG NIET AKKOORD"):
            assert said in shown(pilot), said
        await press(pilot, "end", "enter", "enter")
        assert "namens het team" in shown(pilot) and "verslaglegger" in shown(pilot), "not the chair: it has the action"
        await pilot.press(*"voorzitter CMT", "enter")
        await rested(pilot)
        assert "alleen het team" in shown(pilot)
        await pilot.press("ctrl+u")
        await pilot.press(*"verslaglegger", "enter")
        await rested(pilot)
        assert [row.status for row in rows(day, "action")] == ["closed"]
        assert "AFGEROND" not in shown(pilot) and "BESLUIT ZONDER" in shown(pilot)
        await press(pilot, "enter", "enter")
        assert "Onderbouwing" in shown(pilot)


@pytest.mark.all
async def test_the_moment_of_checking_rings_once_and_asks_whether_it_worked(
    day: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    decision = day.agreements.decide(
        NR, "taps dicht", owner="THOR", judgement="vol", decider="voorzitter CMT", check_at=NOON + timedelta(minutes=20)
    )
    async with console(day) as pilot:
        screen = await opened(pilot)
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append("bell"))
        cast(StillClock, day.journal.clock).advance(minutes=21)
        await pilot.pause(0.3)
        await rested(pilot)
        assert rung == ["bell"] and "werkte B-A1? taps dicht" in shown(pilot).replace("Werkte", "werkte")
        screen.minute_passed(day.seat.now)
        await press(pilot, "1")
        assert rung == ["bell"], "once, also on Nu"
        assert "werkte B-A1" in shown(pilot)
        await press(pilot, "5")
        await chosen(pilot, "decisions", decision.subject)
        await press(pilot, "enter")
        await pilot.press(*"rustiger", "enter")
        await rested(pilot)
        assert json.loads(rows(day, "decision")[0].body)["checks"][0]["outcome"] == "yes"
        assert "✓ werkte" in shown(pilot)


@pytest.mark.all
async def test_a_threshold_that_is_reached_rings_on_nu_and_not_again_on_screen_5(
    day: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    async with console(day) as pilot:
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append("bell"))
        await pilot.pause(0.3)
        day.crowd.read(NR, "Vrijthof", "18k")
        await pilot.pause(0.3)
        await rested(pilot)
        assert rung == ["bell"]
        await opened(pilot)
        assert rung == ["bell"] and "boven 85%" in shown(pilot)


@pytest.mark.all
async def test_a_decision_is_replaced_and_gets_its_picture_from_the_log(day: Desk, console: RunConsole) -> None:
    [line] = logged(day, "politie Platielstraat vol")
    decision = day.agreements.decide(NR, "taps dicht", owner="THOR")
    async with console(day) as pilot:
        await opened(pilot)
        await chosen(pilot, "decisions", decision.subject)
        await press(pilot, "down", "enter")
        assert "Platielstraat vol" in shown(pilot)
        await press(pilot, "down", "enter", "home", "enter")
        assert json.loads(rows(day, "decision")[0].body)["picture"] == [line.id]
        await chosen(pilot, "decisions", decision.subject)
        await press(pilot, *["down"] * 5, "enter")
        assert "In plaats van B-A1" in shown(pilot)
        await pilot.press(*"taps weer open", "enter")
        await rested(pilot)
        assert [row.status for row in rows(day, "decision")] == ["replaced", "made"]
        assert "vervangen door B-A2" in shown(pilot)


@pytest.mark.all
async def test_minutes_are_read_and_adopted_by_the_chair_alone(day: Desk, console: RunConsole) -> None:
    day.meetings.open(NR, goal="beeld delen")
    logged(day, "politie Platielstraat vol")
    meeting = day.meetings.close(NR)
    async with console(day) as pilot:
        await opened(pilot)
        assert "1 vaststellen" in shown(pilot)
        await chosen(pilot, "meetings", meeting.subject)
        await press(pilot, "enter")
        for said in ("Verslag, nog niet vastgesteld", "beeld delen", "voorzitter CMT", "Platielstraat vol"):
            assert said in shown(pilot), said
        await pilot.press("escape")
        await chosen(pilot, "meetings", meeting.subject)
        await press(pilot, "down", "enter")
        await pilot.press(*"politie", "enter")
        await rested(pilot)
        assert "Alleen de voorzitter" in shown(pilot)
        await pilot.press("ctrl+u")
        await pilot.press(*"voorzitter CMT", "enter")
        await rested(pilot)
        assert [row.status for row in rows(day, "meeting")] == ["adopted"]
        assert "vastgesteld" in shown(pilot)


@pytest.mark.all
async def test_the_chair_is_handed_over_and_the_form_says_who_has_it(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        await opened(pilot)
        await press(pilot, "w", "down", "down", "enter")
        assert "Nu: voorzitter CMT sinds 15:12" in shown(pilot)
        await pilot.press(*"politie", "tab", *"aflossing", "enter")
        await rested(pilot)
        assert day.presence.role(day.seat.find(NR), "chair").function == "politie"
        assert "voorzitter politie" in shown(pilot), "the head says so"


@pytest.mark.all
async def test_two_days_at_once_are_both_named_and_a_key_chooses(day: Desk, console: RunConsole) -> None:
    day.cmt.open("MVV - Roda", at=NOON - timedelta(hours=1))
    async with console(day) as pilot:
        screen = await opened(pilot)
        first = cast(SubjectRow, screen.pane.row)
        other = "CMT-27-A002" if first.number == NR else NR
        assert f"ook bezig: {other}" in shown(pilot)
        await press(pilot, "e", "down" if first.number != NR else "up", "enter")
        assert cast(SubjectRow, screen.pane.row).number == other
        assert f"ook bezig: {first.number}" in shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("lines", [20, 2000])
async def test_a_line_that_comes_in_reads_as_little_on_a_long_day(
    day: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    """What a key and a line cost does not grow with the day: they read no more lines, and nothing beside the log."""
    logged(day, *(f"politie regel {number}" for number in range(lines)))
    async with console(day) as pilot:
        screen = await opened(pilot)
        painted: list[str] = []
        monkeypatch.setattr(screen.pane, "_paint", lambda: painted.append("paint"))
        read: list[int] = []
        whole = type(day.reading).lines

        def counted(*args: Any, **kwargs: Any) -> tuple[LogRow, ...]:
            found: tuple[LogRow, ...] = whole(*args, **kwargs)
            read.append(len(found))
            return found

        monkeypatch.setattr(type(day.reading), "lines", counted)
        logged(day, "politie nog een")
        await pilot.pause(0.3)
        await rested(pilot)
        await press(pilot, "up", "pageup", "end")
        assert "nog een" in shown(pilot)
        assert painted == [] and sum(read) <= 20
