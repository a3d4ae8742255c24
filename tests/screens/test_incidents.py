"""Screen 4: the list, the dossier, its forms, and looking back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.text import clean
from aovconsole.screens.incidents import IncidentsScreen
from aovconsole.screens.widgets.entry_bar import EntryBar
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested
from tests.screens.test_hostile import CORPUS, safe
from tests.still_clock import StillClock


@pytest.fixture
def fire(desk: Desk) -> Desk:
    clock = cast(StillClock, desk.journal.clock)
    clock.advance(hours=-1)
    desk.incidents.open("Stroomuitval Wyck")
    clock.advance(minutes=19)
    desk.incidents.open("Brand Boschstraat", place="Boschstraat 60", nature="brand")
    clock.advance(minutes=5)
    desk.incidents.grip("INC-27-A002", 1, by="OvD brandweer", via="meldkamer", reason="rook over de Markt")
    desk.log.line("OvD-Bz opvang regelen !actie OvD-Bz 15:00", dossier="INC-27-A002")
    clock.advance(minutes=36)
    return desk


async def test_the_dossier_stands_beside_the_list(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4")
        await rested(pilot)
        said = shown(pilot)
        assert "LOPEND" in said and "Stroomuitval Wyck" in said
        for part in ("GRIP 1 sinds 14:36", "loopt 0:41", "Boschstraat 60 · brand", "door OvD brandweer, via meldkamer"):
            assert part in said
        assert "rook over de Markt" in said
        assert "! A-A1" in said and "1 open, 1 te laat" in said
        assert pilot.app.screen.query_one(EntryBar)._label == "INC-27-A002"


@pytest.mark.all
async def test_everything_works_at_80_columns(fire: Desk, console: RunConsole) -> None:
    async with console(fire, size=(80, 24)) as pilot:
        await pilot.press("4")
        await rested(pilot)
        assert "LOPEND" in shown(pilot) and "ACTIES" not in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "LOPEND" not in shown(pilot)
        assert "ACTIES" in shown(pilot) and "OvD-Bz" in shown(pilot)
        await pilot.press("g", "3", "enter", *"burgemeester", "enter")
        await rested(pilot)
        assert json.loads(fire.reading.by_number("INC-27-A002")[0].body)["grip_level"] == 3
        await pilot.press("escape")
        await rested(pilot)
        assert "LOPEND" in shown(pilot)


@pytest.mark.all
async def test_a_grip_step_is_filed_with_who_and_when(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "g")
        await rested(pilot)
        assert "bron- en effectgebied" in shown(pilot)
        await pilot.press("enter", "enter")
        await rested(pilot)
        assert "door wie is leeg" in shown(pilot).casefold()
        await pilot.press(*"leider CoPI", "tab", "tab", *"ROL", "tab", *"rook", "tab", *"15:05", "enter")
        await rested(pilot)
        step = json.loads(fire.reading.by_number("INC-27-A002")[0].body)["grip_history"][-1]
        assert (step["level"], step["by"], step["via"], step["reason"]) == (2, "leider CoPI", "ROL", "rook")
        assert step["at"].startswith("2027-02-07T14:05")
        assert "GRIP 2 sinds 15:05" in shown(pilot)


@pytest.mark.all
async def test_a_half_typed_form_stays(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "g", "4", "enter", *"leid", "escape", "g")
        await rested(pilot)
        assert "● GRIP 4" in shown(pilot)
        assert "leid" in shown(pilot)


@pytest.mark.all
async def test_fields_are_filled_in_and_values_that_lost_are_shown(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "e")
        await rested(pilot)
        await pilot.press(*["tab"] * 5, *"Z-123", "enter")
        await rested(pilot)
        assert json.loads(fire.reading.by_number("INC-27-A002")[0].body)["case_number"] == "Z-123"
        assert "Z-123" in shown(pilot)
        kinds = [record.kind for record in fire.reading.records(kinds="incident")]
        assert kinds.count("incident.field_set") == 1


@pytest.mark.all
async def test_a_line_is_corrected_and_stays_readable(fire: Desk, console: RunConsole) -> None:
    line = fire.log.line("drie panden ontruimd", dossier="INC-27-A002")
    async with console(fire) as pilot:
        await pilot.press("4", "tab", "c")
        await rested(pilot)
        assert "De oude tekst blijft doorgehaald staan." in shown(pilot)
        await pilot.press("home", *"zeker ", "enter")
        await rested(pilot)
        found = fire.reading.line(line.id)
        assert found and found.correction == "zeker drie panden ontruimd"
        assert "drie panden ontruimd → zeker drie panden ontruimd" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "verbeterd" in shown(pilot) and "station" in shown(pilot)


@pytest.mark.all
async def test_an_incident_is_closed_and_opened_again(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "x")
        await rested(pilot)
        for matter in ("nog 5 punten open", "! A-A1 opvang regelen", "! GRIP 1 is niet afgeschaald"):
            assert matter in shown(pilot)
        await pilot.press(*"sein meester", "tab", *"OvD-Bz", "enter")
        await rested(pilot)
        assert fire.reading.by_number("INC-27-A002")[0].status == "closed"
        assert "AFGESLOTEN 2027" in shown(pilot)
        await pilot.press("h", *"herontsteking", "enter")
        await rested(pilot)
        assert fire.reading.by_number("INC-27-A002")[0].status == "open"


@pytest.mark.all
async def test_what_did_we_know_then(fire: Desk, console: RunConsole) -> None:
    fire.log.line("14:50 politie te laat ingevoerd", dossier="INC-27-A002")
    async with console(fire) as pilot:
        await pilot.press("4", "t", *"14:52", "enter")
        await rested(pilot)
        said = shown(pilot)
        assert "WAT WISTEN WE OM 14:52" in said
        assert "te laat ingevoerd  later bekend, 15:12" in said and "opvang regelen" in said
        await pilot.press("g")
        await rested(pilot)
        assert "U kijkt terug" in shown(pilot)
        await pilot.press("escape")
        await rested(pilot)
        assert "te laat ingevoerd" in shown(pilot) and "WAT WISTEN" not in shown(pilot)


@pytest.mark.all
async def test_the_dossier_changes_while_a_line_is_typed(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "l", *"half", "ctrl+n")
        await rested(pilot)
        bar = pilot.app.screen.query_one(EntryBar)
        assert (bar._label, bar.field.value, bar.field.has_focus) == ("INC-27-A001", "", True)
        await pilot.press(*"ander", "ctrl+b")
        await rested(pilot)
        assert (bar._label, bar.field.value) == ("INC-27-A002", "half")
        await pilot.press("enter")
        await rested(pilot)
        assert fire.reading.lines(type_="line")[-1].number == "INC-27-A002"


@pytest.mark.all
async def test_an_action_changes_state_and_the_list_is_filtered(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "tab", "tab", "enter", "down", "enter")
        await rested(pilot)
        assert fire.reading.of_type("action")[0].status == "done"
        await pilot.press("f", *"stroom")
        await rested(pilot)
        assert "INC-27-A002" not in shown(pilot).split("AFGESLOTEN")[0].split("LOPEND")[1].split("LOG")[0]
        assert "▲ INC-27-A001  Stroomuitval Wyck" in shown(pilot)


@pytest.mark.all
async def test_dossiers_of_other_kinds_and_the_general_log_open_here(fire: Desk, console: RunConsole) -> None:
    cmt = fire.cmt.open("Carnaval zondag")
    day = fire.evenementen.add("Grote optocht", begin=NOON, end=NOON + timedelta(hours=3), place="Vrijthof")
    for number in range(40):
        fire.log.line(f"regel {number}", dossier=cmt.number)
    general = fire.log.line("telefoon getest")
    wanted = fire.reading.line_page(cmt.subject, 5, 1)[0]
    async with console(fire) as pilot:
        await pilot.press("4")
        screen = cast(IncidentsScreen, pilot.app.screen)
        screen.open_dossier(cmt.subject, wanted.record_id)
        await rested(pilot)
        assert screen.pane.lines.selected == wanted
        assert "■ CMT-27-A001  Carnaval zondag" in shown(pilot)
        screen.open_dossier(day.subject)
        await rested(pilot)
        assert "Grote optocht" in shown(pilot)
        await pilot.press("escape")
        await rested(pilot)
        assert "OOK GEOPEND" in shown(pilot)
        screen.open_dossier("", general.id)
        await rested(pilot)
        assert "telefoon getest" in shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(80, 24), pytest.param((140, 42), marks=pytest.mark.all)])
async def test_hostile_text_is_shown_as_text(desk: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    last = ""
    for text in CORPUS:
        last = desk.incidents.open(text, place=text, nature=text).number
        desk.log.line(f"{text} !actie THOR 22:00", dossier=last)
        desk.incidents.grip(last, 1, by=text, capacity=text, via=text, reason=text)
        desk.incidents.set_field(last, "case_number", text)
    async with console(desk, size=size) as pilot:
        await pilot.press("4")
        for _ in range(3):
            await pilot.press(*["down"] * 5)
            await rested(pilot)
            safe(pilot)
        await pilot.press("enter", "enter")
        await rested(pilot)
        safe(pilot)
        for keys in (("escape", "g"), ("escape", "e"), ("escape", "x"), ("escape", "c")):
            await pilot.press(*keys)
            await rested(pilot)
            safe(pilot)
    assert last


@pytest.mark.all
async def test_what_is_pasted_into_a_form_is_kept_and_cleaned(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "x")
        await rested(pilot)
        await _paste(pilot, "eerste [bold]regel\nvan\x1b]0;x\x07 twee\u202e")
        await pilot.press("enter")
        await rested(pilot)
        assert "Noem naar wie gaat wat nog open staat" in shown(pilot)
        await pilot.press("tab", *"OvD-Bz", "enter")
        await rested(pilot)
        [closed] = [row.text for row in fire.reading.lines() if row.type == "closed"]
        assert closed.startswith(
            clean("eerste [bold]regel van\x1b]0;x\x07 twee\u202e; gaat naar OvD-Bz; nog open: A-A1")
        )


async def _paste(pilot: Pilot[int], text: str) -> None:
    from textual import events

    assert pilot.app.focused
    pilot.app.focused.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.all
async def test_the_list_stands_there_also_when_a_line_came_first(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        fire.log.line("rook", dossier="INC-27-A002")
        await rested(pilot)
        await pilot.press("4")
        await rested(pilot)
        assert "INC-27-A002" in shown(pilot)
        assert "geen dossier gekozen" not in shown(pilot)
