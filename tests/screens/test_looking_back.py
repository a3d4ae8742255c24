"""Looking back at a dossier: what came in later is grey, the arrows step from moment to moment."""

from __future__ import annotations

from typing import Any, cast

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.journal.log_filter import LogFilter
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.incidents import IncidentsScreen
from aovconsole.screens.line_story import story_of
from tests.screens.conftest import NOON, RunConsole, settled, shown
from tests.screens.resting import rested
from tests.still_clock import StillClock

NUMBER = "INC-27-A001"


@pytest.fixture
def weir(desk: Desk) -> Desk:
    """Opened 14:12, a line at 14:22, one of 14:25 that came in at 14:32, corrected 14:42; it is 15:12."""
    clock = cast(StillClock, desk.journal.clock)
    clock.advance(hours=-1)
    desk.incidents.open("Schip tegen stuw")
    clock.advance(minutes=10)
    desk.log.line("RWS: stuw beschadigd !feit", dossier=NUMBER)
    clock.advance(minutes=10, seconds=7)
    line = desk.log.line("14:25 politie twaalf gewonden !ongeverifieerd", dossier=NUMBER)
    clock.advance(minutes=10)
    desk.log.correct(line.id, "politie twee gewonden")
    clock.advance(seconds=29 * 60 + 53)
    assert desk.seat.now == NOON
    return desk


def under_cursor(pane: DossierPane) -> str:
    row = pane.lines.selected
    return row.text if row else ""


async def look_back(pilot: Pilot[Any], moment: str) -> IncidentsScreen:
    await pilot.press("4")
    await rested(pilot)
    screen = cast(IncidentsScreen, pilot.app.screen)
    screen.open_dossier(screen.desk.seat.find(NUMBER).subject)
    await rested(pilot)
    await pilot.press("t", *moment, "enter")
    await rested(pilot)
    return screen


async def stepped(pilot: Pilot[Any], key: str) -> str:
    await pilot.press(key)
    await pilot.pause()
    await rested(pilot)
    return " ".join(shown(pilot).split())


@pytest.mark.all
async def test_what_came_in_later_is_shown_and_one_steps_through(weir: Desk, console: RunConsole) -> None:
    async with console(weir, size=(80, 36)) as pilot:
        screen = await look_back(pilot, "14:25")
        said = " ".join(shown(pilot).split())
        assert "WAT WISTEN WE OM 14:25 · moment 2 van 4" in said
        assert "stuw beschadigd" in said and "gewonden" in said
        assert said.count("later bekend, 14:32") == 1
        assert "2 regels, 1 later bekend" in said
        assert "stuw" in under_cursor(screen.pane)
        said = await stepped(pilot, "right")
        assert "WAT WISTEN WE OM 14:32:07 · moment 3 van 4" in said
        assert "later bekend" not in said and "twaalf gewonden" in said and "→ politie twee" not in said
        assert "twaalf" in under_cursor(screen.pane)
        said = await stepped(pilot, "full_stop")
        assert "moment 4 van 4" in said and "→ politie twee gewonden" in said
        assert "Later werd hier niets meer bekend" in await stepped(pilot, "right")
        for _ in range(3):
            screen.pane.step_past(-1)  # faster than the dossier is folded again
        await settled(pilot)
        await rested(pilot)
        said = " ".join(shown(pilot).split())
        assert "WAT WISTEN WE OM 14:12 · moment 1 van 4" in said
        assert said.count("later bekend") == 3, "two lines, and the heading that counts them"
        assert "Eerder was hier niets bekend" in await stepped(pilot, "comma")
        await pilot.press("escape")
        await rested(pilot)
        said = " ".join(shown(pilot).split())
        assert "WAT WISTEN" not in said and "later bekend" not in said
        screen.pane.step_past(1)
        await rested(pilot)
        assert not screen.pane.looking_back, "the present is not stepped through"


@pytest.mark.all
async def test_the_banner_fits_80_columns_and_an_empty_form_is_now(weir: Desk, console: RunConsole) -> None:
    async with console(weir, size=(80, 24)) as pilot:
        await look_back(pilot, "")
        said = " ".join(shown(pilot).split())
        assert "WAT WISTEN WE OM 15:12 · moment 4 van 4 · ← → stap" in said
        assert "esc terug naar nu" in said
        assert "WAT WISTEN WE OM 14:42:07 · moment 4 van 4" in await stepped(pilot, "left")


@pytest.mark.all
async def test_a_filter_holds_in_the_past(weir: Desk, console: RunConsole) -> None:
    async with console(weir, size=(80, 36)) as pilot:
        screen = await look_back(pilot, "14:25")
        screen.pane.filter_log(LogFilter(words="gewonden"))
        await rested(pilot)
        said = " ".join(shown(pilot).split())
        assert "0 van 2, 1 later bekend · 'gewonden'" in said
        assert "stuw beschadigd" not in said and "twaalf gewonden" in said
        assert "1 van 3 · 'gewonden'" in await stepped(pilot, "right")
        await pilot.press("escape")
        await rested(pilot)
        assert "1 van 3 · 'gewonden'" in shown(pilot), "back in the present the filter still stands"
        await pilot.press("escape")
        await rested(pilot)
        assert "3 regels" in shown(pilot) and screen.pane.log_filter is None


def test_the_story_of_a_line_tells_its_statuses(weir: Desk) -> None:
    clock = cast(StillClock, weir.journal.clock)
    [row] = [row for row in weir.reading.lines() if "twaalf" in row.text]
    clock.advance(minutes=1)
    weir.log.set_status(row.record_id, "contradicted", source="GHOR", reason="geteld bij de post")
    weir.log.set_status(row.record_id, "verified")
    changed = weir.reading.line(row.record_id)
    assert changed
    told = [(one.label, one.text.splitlines()) for one in story_of(weir, changed)]
    assert ("status", ["✓ geverifieerd"]) in told
    assert ("bij invoer", ["? ongeverifieerd"]) in told
    set_to = [lines for label, lines in told if label == "status gezet"]
    assert set_to == [
        ["✗ weersproken", "GHOR: geteld bij de post", "Test/AOV, zondag 7 februari 2027 15:13:00"],
        ["✓ geverifieerd", "Test/AOV, zondag 7 februari 2027 15:13:00"],
    ]
    then = [one.label for one in story_of(weir, row, known_at=row.received_at)]
    assert "bij invoer" in then and "verbeterd" not in then and "status gezet" not in then


@pytest.mark.all
async def test_before_the_dossier_was_known_nothing_of_now_is_shown(desk: Desk, console: RunConsole) -> None:
    desk.incidents.open("Gaslek")
    desk.incidents.grip("INC-27-A001", 2, by="OvD")
    async with console(desk) as pilot:
        await pilot.press("4", "enter")
        await rested(pilot)
        assert "secretaris" in shown(pilot)
        await pilot.press("t", *"14:00", "enter")
        await rested(pilot)
        assert "toen nog niet bekend" in shown(pilot)
        assert "secretaris" not in shown(pilot)


@pytest.mark.all
async def test_a_corrected_line_is_shown_as_it_holds_now(weir: Desk, console: RunConsole) -> None:
    was, now = "14:25 politie twaalf gewonden !ongeverifieerd", "politie twee gewonden"
    [row] = [row for row in weir.reading.lines() if row.text == was]
    async with console(weir) as pilot:
        await pilot.press("4")
        await rested(pilot)
        screen = cast(IncidentsScreen, pilot.app.screen)
        screen.open_dossier(weir.seat.find(NUMBER).subject)
        await rested(pilot)
        screen.go_to_line(row.record_id)
        await pilot.press("enter")
        await rested(pilot)
        told = pilot.app.screen
        assert str(told.query_one(".text", Static).render()) == now
        facts = [" ".join(str(part.render()) for part in one.query(Static)) for one in told.query(".fact")]
        assert f"er stond {was}" in facts
        assert any(fact.startswith(f"verbeterd {now}") for fact in facts)
        await pilot.press("escape", "r")
        await rested(pilot)
        assert str(pilot.app.screen.query_one(".intro Static", Static).render()) == now
