"""The handover on screen 6: made, worked on by the giver, gone through and accepted by the receiver."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.screens.form_dialog import FormDialog
from aovconsole.screens.handover import HandoverScreen
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested
from tests.screens.snapshot import Snapshot
from tests.screens.test_hostile import CORPUS, safe


@pytest.fixture
def night(desk: Desk) -> Desk:
    """A fire at GRIP 1 with a promise, an action of no dossier, and who has the duty."""
    now = desk.seat.now
    desk.roster.add("AOV", "AOV-1", begin=now - timedelta(days=1), end=now + timedelta(days=3))
    number = desk.incidents.open("Brand Boschstraat", place="Boschstraat").number
    desk.incidents.grip(number, 1, by="OvD-B")
    desk.log.line("bewoners horen om 18:00 #toegezegd", dossier=number)
    desk.agreements.action("", "sleutels ophalen", owner="AOV")
    return desk


async def pressed(pilot: Pilot[int], *keys: str) -> str:
    await pilot.press(*keys)
    await rested(pilot)
    return shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(80, 24), (140, 42), (200, 60)])
async def test_a_handover_that_waits(
    night: Desk, console: RunConsole, snapshot: Snapshot, size: tuple[int, int]
) -> None:
    night.handovers.make(receiver="AOV-2")
    night.log.line("dak ingestort", dossier="INC-27-A001")
    async with console(night, size=size) as pilot:
        await pressed(pilot, "6")
        snapshot(pilot.app, f"handover_{size[0]}x{size[1]}")


async def test_the_duty_goes_from_giver_to_receiver_by_keys(night: Desk, console: RunConsole) -> None:
    async with console(night) as pilot:
        said = await pressed(pilot, "6")
        assert "Over te dragen op dit moment" in said and "toegezegd" in said
        await pressed(pilot, "m", *"AOV-2", "enter")
        assert night.handovers.open() is not None
        said = shown(pilot)
        assert "AOV-1 → AOV-2" in said and "dienst blijft bij AOV-1" in said
        await pressed(pilot, "e", *"let op asbest", "enter")
        assert "let op asbest" in shown(pilot)
        assert "Eerst doornemen (g): INC-27-A001" in await pressed(pilot, "a")
        night.log.line("dak ingestort", dossier="INC-27-A001")
        await pressed(pilot, "escape", "g", *"dus tot 18:00", "enter")
        assert "AOV-2: dus tot 18:00" in shown(pilot)
        said = await pressed(pilot, "a")
        assert "dak ingestort" in said, "what came in meanwhile stands before the acceptance"
        said = await pressed(pilot, "enter")
        assert "Over te dragen op dit moment" in said
        assert "dienst AOV-2" in said, "the head says who has the duty now"
    held = night.handovers.holder()
    assert held and held.officer == "AOV-2"


@pytest.mark.all
async def test_what_is_over_is_looked_up_and_what_was_a_mistake_is_withdrawn(night: Desk, console: RunConsole) -> None:
    async with console(night) as pilot:
        await pressed(pilot, "6", "m", *"AOV-2", "enter")
        await pressed(pilot, "c", *"tussen ons", "enter")
        assert "Vertrouwelijk" in shown(pilot)
        await pressed(pilot, "x", *"vergissing", "enter")
        assert "Over te dragen op dit moment" in shown(pilot)
        assert "ingetrokken" in await pressed(pilot, "z", "down", "enter")
        assert "Deze overdracht is voorbij" in await pressed(pilot, "e")
        assert "Over te dragen" in await pressed(pilot, "escape")
        await pressed(pilot, "o", "enter")
        assert isinstance(pilot.app.screen, FormDialog)
        assert "De reden is leeg" in str(pilot.app.screen.query_one(".fault", Static).content)
        await pressed(pilot, *"AOV-1 ziek", "tab", *"AOV-3", "enter")
        assert night.handovers.holder().officer == "AOV-3"  # type: ignore[union-attr]


@pytest.mark.all
async def test_the_page_is_written_where_is_asked(night: Desk, console: RunConsole, tmp_path: Path) -> None:
    async with console(night) as pilot:
        assert "Maak eerst een overdracht" in await pressed(pilot, "6", "s")
        await pressed(pilot, "escape", "m", "enter")
        target = tmp_path / "o.txt"
        await pressed(pilot, "s", *str(target), "enter")
        assert "Brand Boschstraat" in target.read_text()
        target.write_text("van iemand anders")
        await pressed(pilot, "s", *str(target), "enter", "escape", "escape")
        assert target.read_text() == "van iemand anders"


@pytest.mark.all
async def test_hostile_text_stays_text(desk: Desk, console: RunConsole) -> None:
    numbers = [desk.incidents.open(text, place=text).number for text in CORPUS]
    for number, text in zip(numbers, CORPUS, strict=True):
        desk.log.line(f"{text} #toegezegd", dossier=number)
    made = desk.handovers.make(receiver=CORPUS[0], giver=CORPUS[1])
    for number, text in zip(numbers, CORPUS, strict=True):
        desk.handovers.note(made.number, number, line=text)
    async with console(desk) as pilot:
        await pressed(pilot, "6")
        assert isinstance(pilot.app.screen, HandoverScreen)
        for key in ("home", *["down"] * len(CORPUS), "enter"):
            await pressed(pilot, key)
            safe(pilot)
