"""A file with the user's own terms that cannot be read: named at the start and above the demonstration."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aovconsole.desk.demonstration_reading import terms_fault
from aovconsole.desk.desk import Desk
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

SAID = "data/terms.toml: de laatste regel is geen geldige TOML"


@pytest.mark.all
async def test_terms_that_cannot_be_read_are_named(desk: Desk, console: RunConsole) -> None:
    desk.demonstrations.add(at=NOON + timedelta(days=3), place="Markt", received=NOON, received_via="mail")
    folder = desk.journal.home / "data"
    folder.mkdir(exist_ok=True)
    (folder / "terms.toml").write_text("key = [", encoding="utf-8")
    async with console(desk) as pilot:
        await rested(pilot)
        assert [note.message for note in pilot.app._notifications] == [terms_fault(desk.seat)]
        assert SAID in terms_fault(desk.seat)
        pilot.app.clear_notifications()
        await pilot.press("3", "enter")
        await rested(pilot)
        assert f"! {SAID}" in shown(pilot)
