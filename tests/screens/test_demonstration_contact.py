"""The contact of a notifier on screen 3: shown in its own form alone, and erased by emptying it."""

from __future__ import annotations

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

NR = "DEM-27-A001"


@pytest.mark.all
async def test_emptying_the_contact_erases_it(desk: Desk, console: RunConsole) -> None:
    desk.demonstrations.add(at=NOON, place="Markt", received=NOON, received_via="mail", contact="0612345678")
    async with console(desk) as pilot:
        await pilot.press("3", "enter")
        await rested(pilot)
        await pilot.press("d")
        await rested(pilot)
        assert "voorgoed, ook wat er eerder stond" in shown(pilot) and "niet meer nodig" in shown(pilot)
        await pilot.press("end", "ctrl+u")
        await pilot.press("enter")
        await rested(pilot)
        assert "contact gewist: niet meer nodig" in shown(pilot)
    assert "contact" not in {one.type for one in desk.reading.of_type("contact")}
    with pytest.raises(CommandRefused, match="geen contact"):
        desk.demonstrations.contact(NR)
