"""Screen Nu with a plan: its lines stand under what is due, and open the plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aovconsole.desk.desk import Desk
from tests.desk.plans import put
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all


async def test_the_lines_of_a_plan_stand_under_what_is_due(desk: Desk, console: RunConsole) -> None:
    put(desk.journal.home)
    number = desk.plans.start("proef", date(2027, 2, 8), answers={"finish": "18:00"}).number
    desk.plans.add_line(number, "hekken halen", owner="OOV", due=desk.seat.now - timedelta(minutes=20))
    async with console(desk) as pilot:
        text = shown(pilot)
        for said in ("TE DOEN 1 te laat", "hekken halen", "20 min te laat", "kijken", f"{number} Proef 2027"):
            assert said in text, text
        assert "Proef 2027: ochtend" in text, "its days stand in the next 72 hours"
        await pilot.press("right", "up", "up", "up")
        await pilot.press("g")
        await pilot.pause(0.1)
        assert "zet u de regel op gedaan" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "hekken halen" in shown(pilot) and "TE LAAT" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press(*"staan er", "enter")
        await rested(pilot)
        done = [line for line in desk.plans.lines(desk.plans.find(number)) if line.state == "done"]
        assert [(line.what, line.note) for line in done] == [("hekken halen", "staan er")]
