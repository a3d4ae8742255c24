"""The forms of actions: what they file, what they refuse, and that the history can be read."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.screens.action_forms import change_action, new_action
from aovconsole.screens.form_dialog import FormDialog
from aovconsole.screens.frame import DeskScreen
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all


@pytest.fixture
def fire(desk: Desk) -> Desk:
    """An incident with one action for THOR, due in 20 minutes."""
    opened = desk.incidents.open("Brand Boschstraat", at=NOON - timedelta(hours=1))
    desk.agreements.action(opened.number, "hekken", owner="THOR", due=NOON + timedelta(minutes=20))
    return desk


async def asked(pilot: Pilot[int], form: Callable[[DeskScreen, str], Awaitable[None]], subject: str) -> None:
    """Let the screen ask, as a key of it would."""
    screen = cast(DeskScreen, pilot.app.screen)
    screen.run_worker(form(screen, subject), name="action_form")
    await rested(pilot)


@pytest.mark.all
async def test_a_new_action_is_refused_in_the_form_and_filed_once(fire: Desk, console: RunConsole) -> None:
    incident = fire.reading.of_type("incident")[0].subject
    async with console(fire) as pilot:
        await asked(pilot, new_action, incident)
        await pilot.press(*"tenten", "tab", *"OvD-Bz", "tab", *"7-2-2027 9:00", "enter")
        await rested(pilot)
        assert isinstance(pilot.app.screen, FormDialog)
        assert "! De termijn ligt in het verleden." in shown(pilot) and "tenten" in shown(pilot)
        await pilot.press("escape")
        await asked(pilot, new_action, incident)
        assert "tenten" in shown(pilot)
        await pilot.press("tab", "tab", "ctrl+u", *"+20", "enter")
        await rested(pilot)
        assert "A-A2 afgesproken: bij OvD-Bz · termijn 15:32." in shown(pilot)
    row = fire.agreements.find("INC-27-A001", "A-A2")
    assert (row.title, row.end_at) == ("tenten", stored(NOON + timedelta(minutes=20)))


async def test_an_action_is_put_off_with_a_reason_and_handed_over(fire: Desk, console: RunConsole) -> None:
    action = fire.agreements.find("INC-27-A001", "A-A1").subject
    async with console(fire) as pilot:
        await asked(pilot, change_action, action)
        await pilot.press(*["down"] * 4, "enter")
        await rested(pilot)
        assert "nu bij THOR · termijn 15:32" in shown(pilot)
        await pilot.press(*"16:00", "enter")
        await rested(pilot)
        assert "! De reden is leeg." in shown(pilot)
        await pilot.press("tab", *"file", "enter")
        await rested(pilot)
        await asked(pilot, change_action, action)
        await pilot.press(*["down"] * 5, "enter")
        await rested(pilot)
        assert "termijn 16:00 · 1x uitgesteld, eerst 15:32" in shown(pilot)
        await pilot.press(*"politie", "enter")
        await rested(pilot)
        await asked(pilot, change_action, action)
        await pilot.press("up", "enter")
        await rested(pilot)
        for said in ("afgesproken, houder THOR, termijn 15:32", "uitgesteld tot 16:00: file", "naar politie"):
            assert said in shown(pilot)
    body = json.loads(fire.agreements.find("INC-27-A001", "A-A1").body)
    assert (body["owner"], body["due_at"], body["snoozed_count"]) == (
        "politie", stored(NOON + timedelta(minutes=48)), 1,
    )  # fmt: skip


@pytest.mark.all
async def test_a_state_is_chosen_and_what_is_over_only_tells(fire: Desk, console: RunConsole) -> None:
    action = fire.agreements.find("INC-27-A001", "A-A1").subject
    async with console(fire) as pilot:
        await asked(pilot, change_action, action)
        await pilot.press("down", "enter")
        await rested(pilot)
        assert fire.agreements.find("INC-27-A001", "A-A1").status == "done"
        fire.agreements.step(action, "closed", "alles staat")
        await asked(pilot, change_action, action)
        assert "Verloop" in shown(pilot) and "akkoord: alles staat" in shown(pilot)
