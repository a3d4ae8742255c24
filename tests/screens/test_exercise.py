"""The console of an exercise: the player beside the work, the clock in the head, what only the controller sees."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.exercise_clock import kept_clock
from aovconsole.screens.exercise_app import BEAT_SECONDS
from aovconsole.screens.palette import commands
from tests.exercises import BEGIN, EXPECTED, NOTE, Ticks, clock_of, played
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested


@pytest.fixture
def drill(tmp_path: Path) -> Iterator[tuple[Desk, Ticks]]:
    """An exercise at speed 10 that was just begun."""
    desk, ticks = played(tmp_path / "echt", speed=10)
    yield desk, ticks
    desk.journal.close()


async def beats(pilot: Pilot[Any], count: int = 3) -> None:
    """Let the player look a few times."""
    await asyncio.sleep(BEAT_SECONDS * count)
    await rested(pilot)


def statuses(desk: Desk) -> list[str]:
    return [one.status for one in desk.exercise.view().injects]


@pytest.mark.all
async def test_at_speed_10_with_a_pause_each_inject_comes_when_it_is_due(
    drill: tuple[Desk, Ticks], console: RunConsole
) -> None:
    desk, ticks = drill
    async with console(desk) as pilot:
        await rested(pilot)
        for said in ("OEFENING ×10 · F5 pauze", "OEF Maastricht", "OEF-CMT-27-A001", "zo 7 feb 11:10"):
            assert said in shown(pilot), said
        ticks.on(seconds=96 - 1)  # of ten seconds of the exercise each
        await beats(pilot)
        assert "instroom" not in shown(pilot)
        await pilot.press("f5")
        ticks.on(minutes=30)
        await beats(pilot)
        assert "OEFENING STAAT STIL · F5 verder" in shown(pilot) and "11:25:50" in shown(pilot)
        assert "OEFENING · De tijd staat stil." in shown(pilot)
        await pilot.press("f5")
        ticks.on(seconds=1)
        await beats(pilot)
        assert statuses(desk).count("played") == 1
        assert "instroom" in shown(pilot) and "camera" in shown(pilot)
        assert NOTE not in shown(pilot) and EXPECTED not in shown(pilot)
    kept = kept_clock(desk.journal.home)
    assert kept and kept.speed == 10 and kept.now() >= BEGIN + timedelta(minutes=16)


@pytest.mark.all
async def test_a_speed_of_ones_own_stays_in_the_list_and_what_is_due_says_once_that_it_is_an_exercise(
    drill: tuple[Desk, Ticks], console: RunConsole
) -> None:
    desk, ticks = drill
    clock = clock_of(desk)
    clock.set_speed(20)
    async with console(desk) as pilot:
        await rested(pilot)
        await pilot.press("f6")
        await rested(pilot)
        assert "×20   een uur in 3 minuten" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert clock.speed == 20
        ticks.on(minutes=1)
        await cast(Any, pilot.app)._reminding.look()
        await rested(pilot)
        assert "OEFENING · ! 11:11" in shown(pilot)


@pytest.mark.all
async def test_a_jump_to_the_next_inject_and_over_some(drill: tuple[Desk, Ticks], console: RunConsole) -> None:
    desk, _ = drill
    async with console(desk) as pilot:
        await rested(pilot)
        await pilot.press("f7")
        await rested(pilot)
        await pilot.press("enter")
        await beats(pilot)
        assert [one.how for one in desk.exercise.view().injects if one.how] == ["clock"]
        await pilot.press("f7")
        await rested(pilot)
        await pilot.press(*"11:00", "enter")
        await rested(pilot)
        assert "11:00 is in de oefening voorbij" in shown(pilot)
        await pilot.press("ctrl+u", *"14:00", "enter")
        await beats(pilot)
        assert [one.how for one in desk.exercise.view().injects if one.how] == ["clock", "jump", "jump", "jump"]
        assert clock_of(desk).now() == BEGIN + timedelta(hours=2, minutes=50)


@pytest.mark.all
async def test_the_controller_is_warned_then_plays_skips_and_judges(
    drill: tuple[Desk, Ticks], console: RunConsole
) -> None:
    desk, _ = drill
    async with console(desk, size=(80, 24)) as pilot:
        await rested(pilot)
        await pilot.press("f8")
        await rested(pilot)
        assert "Oefenleiding openen?" in shown(pilot) and NOTE not in shown(pilot)
        await pilot.press("j")
        await rested(pilot)
        assert "niet voor spelers" in shown(pilot) and NOTE in shown(pilot)
        await pilot.press("enter")
        await beats(pilot)
        assert statuses(desk)[0] == "played"
        await pilot.press("b")
        await rested(pilot)
        await pilot.press(*"ja", "tab", *"deels", "enter")
        await rested(pilot)
        await pilot.press("down", "s")
        await rested(pilot)
        await pilot.press(*"te veel", "enter")
        await rested(pilot)
        assert statuses(desk)[:2] == ["played", "skipped"]
        judged = desk.exercise.view().injects[0].judgement
        assert judged and (judged.seen, judged.decided) == (True, "partly")


@pytest.mark.all
async def test_a_threshold_that_is_reached_says_that_it_is_an_exercise(
    drill: tuple[Desk, Ticks], console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, _ = drill
    number = "OEF-CMT-27-A001"
    desk.crowd.set_capacity(number, "Vrijthof", "20000", owner="OOV")
    desk.crowd.set_threshold(number, "Vrijthof", "85%", label="vol", owner="OOV")
    async with console(desk) as pilot:
        await beats(pilot)
        rung: list[str] = []
        monkeypatch.setattr(pilot.app, "bell", lambda: rung.append("bell"))
        desk.crowd.read(number, "Vrijthof", "18k", by="politie")
        await beats(pilot, 3)
        assert rung == ["bell"] and "OEFENING · Vrijthof boven 'vol'" in shown(pilot)


@pytest.mark.all
async def test_the_keys_are_told_and_the_exercise_ends_from_the_palette(
    drill: tuple[Desk, Ticks], console: RunConsole
) -> None:
    desk, ticks = drill
    async with console(desk) as pilot:
        await rested(pilot)
        names = [command.name for command in commands(pilot.app.screen)]
        assert "Oefenleiding …" in names and "Oefening beginnen" not in names
        await pilot.press("question_mark", "end")
        await rested(pilot)
        assert "In een oefening" in shown(pilot) and "F7" in shown(pilot)
        await pilot.press("escape")
        await pilot.app.run_action("app.exercise_end")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        ticks.on(minutes=60)
        await beats(pilot)
        assert set(statuses(desk)) == {"coming"} and desk.exercise.view().status == "ended"


@pytest.mark.all
async def test_another_console_has_none_of_it_and_tells_how_to_begin(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await rested(pilot)
        for key in ("f5", "f6", "f7", "f8"):
            await pilot.press(key)
        await rested(pilot)
        assert "OEFENING" not in shown(pilot)
        names = [command.name for command in commands(pilot.app.screen)]
        assert "Oefening beginnen" in names and not any("Oefenleiding" in name for name in names)
        await pilot.app.run_action("app.exercise_how")
        await rested(pilot)
        assert "aovconsole exercise run carnaval" in shown(pilot) and "tweede terminal" in shown(pilot)
