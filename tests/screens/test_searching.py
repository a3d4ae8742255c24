"""Screen 8: search while typing, over all years; a hit opens where it happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.screens.found_words import marked, words_of
from aovconsole.screens.incidents import IncidentsScreen
from aovconsole.screens.widgets.pick_list import PickList
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested
from tests.screens.test_hostile import CORPUS, safe


async def typed(pilot: Pilot[int], text: str) -> None:
    await pilot.press("slash")
    await rested(pilot)
    await pilot.press(*text)
    await pilot.pause(0.15)
    await rested(pilot)


@pytest.mark.all
async def test_a_hit_opens_where_it_happened(desk: Desk, console: RunConsole) -> None:
    old = desk.incidents.open("Gaslek", at=datetime(2025, 5, 1, tzinfo=UTC))
    for number in range(60):
        desk.log.line(f"regel {number}", dossier=old.number, at=datetime(2025, 5, 1, 1, number, tzinfo=UTC))
    wanted = desk.log.line("café ontruimd", dossier=old.number, at=datetime(2025, 5, 1, 1, 20, 30, tzinfo=UTC))
    async with console(desk) as pilot:
        await typed(pilot, "cafe ontr")
        said = shown(pilot)
        assert "1 treffer" in said and "2025" in said and old.number in said and "café ontruimd" in said
        await pilot.press("enter", "enter")
        await rested(pilot)
        selected = cast(IncidentsScreen, pilot.app.screen).pane.lines.selected
        assert selected and selected.record_id == wanted.id
        assert "café ontruimd" in shown(pilot)


@pytest.mark.all
async def test_nothing_typed_nothing_found_and_more(desk: Desk, console: RunConsole) -> None:
    for number in range(70):
        desk.log.line(f"melding {number}", at=NOON - timedelta(minutes=number))
    async with console(desk, size=(80, 24)) as pilot:
        await typed(pilot, "")
        assert "Typ een woord" in shown(pilot)
        await pilot.press(*"meldingx")
        await pilot.pause(0.15)
        assert "Niets gevonden met meldingx" in shown(pilot)
        await pilot.press("backspace")
        await pilot.pause(0.15)
        assert "de nieuwste 50" in shown(pilot)
        await pilot.press("down", "end", "down")
        await rested(pilot)
        assert "70 treffers" in shown(pilot)
        picks = pilot.app.screen.query_one("#hits", PickList)
        assert sum(bool(pick.key) for pick in picks.picks) == 70


@pytest.mark.all
async def test_hits_of_calendars_and_of_the_general_log_open(desk: Desk, console: RunConsole) -> None:
    desk.calendar.read(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Jaarmarkt\r\n"
        b"DTSTART:20270301T090000Z\r\nDTEND:20270301T160000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        "markt.ics",
    )
    async with console(desk) as pilot:
        await typed(pilot, "jaarm")
        assert "ma 1 mrt" in shown(pilot)
        await pilot.press("enter", "enter")
        await rested(pilot)
        assert "maandag 1 maart 2027 10:00 tot 17:00" in shown(pilot)
        await pilot.press("escape")
        desk.log.line("jaarmarkt telefoon")
        await pilot.pause(0.3)
        assert "2 treffers" in shown(pilot)
        await pilot.press("home", "enter")
        await rested(pilot)
        assert "Regels zonder dossier" in shown(pilot) and "jaarmarkt telefoon" in shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [pytest.param((80, 24), marks=pytest.mark.all), (140, 80)])
async def test_hostile_text_is_shown_as_text(desk: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    for text in CORPUS:
        incident = desk.incidents.open(f"zoek {text}")
        desk.log.line(f"zoek {text} {'x' * 5_000}", dossier=incident.number)
    async with console(desk, size=size) as pilot:
        await typed(pilot, "zoek")
        said = safe(pilot)
        if size[1] == 80:
            assert "zoek A[bold]B[/bold]" in said and "zoek [@click=app.quit]x[/]" in said
        await pilot.click(PickList, offset=(30, 3))
        await typed(pilot, "[/] [bold")
        safe(pilot)


def test_found_words_are_marked_as_the_search_finds_them() -> None:
    parts = marked("Café CAFÉS decafé", words_of("cafe"), 100)
    assert parts == [("Café", "found"), (" ", ""), ("CAFÉS", "found"), (" decafé", "")]
    far = marked("a " * 200 + "wortel", words_of("wort"), 60)
    assert far[0] == ("…", "muted") and ("wortel", "found") in far
    assert words_of("[/] x-y") == ("x", "y")
