"""The roster of screen 6: two weeks with their gaps and doubles, the forms that change it, at both sizes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import AMSTERDAM
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.form_dialog import FormDialog
from aovconsole.screens.now import NowScreen
from aovconsole.screens.tell_dialog import TellDialog
from tests.desk.roster import told
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested
from tests.screens.snapshot import Snapshot
from tests.screens.test_hostile import CORPUS, safe

ROSTER = """dienst;naam;begin;eind
AOV;AOV-1;29-01-2027;05-02-2027
AOV;AOV-2;05-02-2027;12-02-2027
AOV;AOV-3;12-02-2027 09:00;19-02-2027
achterwacht;AOV-4;05-02-2027;12-02-2027
achterwacht;AOV-1;12-02-2027;19-02-2027
communicatie;Zoë de Boer;05-02-2027;12-02-2027
communicatie;gast;08-02-2027 18:00;08-02-2027 23:00
communicatie;communicatie 3;12-02-2027;19-02-2027
"""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


@pytest.fixture
def rostered(desk: Desk) -> Desk:
    desk.roster.read(ROSTER.encode(), "rooster.csv")
    desk.roster.replace("achterwacht@2027-02-07", "AOV-3", reason="AOV-4 is ziek")
    desk.evenementen.add(
        "Optocht", begin=at("2027-02-09T14:11"), end=at("2027-02-09T18:00"), place="Vrijthof", handling_class="C"
    )
    return desk


async def pressed(pilot: Pilot[int], *keys: str) -> str:
    await pilot.press(*keys)
    await rested(pilot)
    return shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(80, 24), (140, 42), (200, 60)])
async def test_two_weeks_of_the_roster(
    rostered: Desk, console: RunConsole, snapshot: Snapshot, size: tuple[int, int]
) -> None:
    async with console(rostered, size=size) as pilot:
        await pressed(pilot, "6", "h")
        snapshot(pilot.app, f"roster_{size[0]}x{size[1]}")


@pytest.mark.all
async def test_a_gap_is_filled_from_where_the_cursor_stands(rostered: Desk, console: RunConsole) -> None:
    async with console(rostered) as pilot:
        said = await pressed(pilot, "6", "h", "down")
        assert "! vr 12 feb 08:00 – vr 12 feb 09:00  niemand" in said
        await pressed(pilot, "n", "tab", *"AOV-4", "enter")
        assert not isinstance(pilot.app.screen, FormDialog)
        assert "niemand" not in shown(pilot).partition("NU ")[0]
    assert ("AOV", "AOV-4", "12-02 08:00", "planned") in told(rostered)


@pytest.mark.all
async def test_a_stretch_is_replaced_swapped_and_withdrawn(rostered: Desk, console: RunConsole) -> None:
    async with console(rostered) as pilot:
        await pressed(pilot, "6", "h", "v", *"AOV-4", "enter")
        assert "De reden is leeg" in str(pilot.app.screen.query_one(".fault", Static).content)
        said = await pressed(pilot, "tab", *"ziek", "enter")
        assert "vervangen, AOV-4 in plaats van AOV-2: ziek" in said
        await pressed(pilot, "r")
        assert isinstance(pilot.app.screen, ChoiceDialog)
        assert "AOV  AOV-3  vr 12 feb 09:00" in shown(pilot)
        said = await pressed(pilot, "enter", *"feest", "enter")
        assert "nu · geruild" in said
        said = await pressed(pilot, "x", *"fout", "enter")
        assert "ingetrokken" in said
        assert "is ingetrokken" in (await pressed(pilot, "v")).casefold()
    assert told(rostered)[1] == ("AOV", "AOV-3", "05-02 08:00", "withdrawn")


@pytest.mark.all
async def test_taken_over_at_once_and_taken_back(rostered: Desk, console: RunConsole) -> None:
    async with console(rostered) as pilot:
        said = await pressed(pilot, "6", "h", "o", "tab", *"AOV-9", "tab", *"onbereikbaar", "enter")
        assert "nu: AOV-9" in said and "overgenomen: onbereikbaar" in said
        assert "dienst AOV-9 tot vr 08:00" in said, "the head says who holds the duty"
        said = await pressed(pilot, "x", "enter", *"vergissing", "enter")
        assert "nu: AOV-9" not in said and "dienst AOV-2 tot vr 08:00" in said


@pytest.mark.all
async def test_the_history_what_is_missing_and_other_weeks(rostered: Desk, console: RunConsole) -> None:
    async with console(rostered, size=(80, 24)) as pilot:
        said = await pressed(pilot, "6", "h", "down", "down", "down", "enter")
        assert isinstance(pilot.app.screen, TellDialog)
        assert "vervangen, AOV-3 in plaats van AOV-4: AOV-4 is ziek" in said
        said = await pressed(pilot, "escape", "w")
        assert "AOV: niemand meer vanaf vr 19 feb 08:00" in said
        said = await pressed(pilot, "escape", "right")
        assert "week 6 en 7" in said and "niemand meer" in said
        assert "week 5 en 6" in await pressed(pilot, "t")
        assert "zo 7 feb" not in said and "15:12" in said, "the clock stands at 80 columns"


@pytest.mark.all
async def test_a_file_is_read_in_and_what_is_bad_is_named(desk: Desk, console: RunConsole, tmp_path: Path) -> None:
    good, bad = tmp_path / "g.csv", tmp_path / "b.csv"
    good.write_text(ROSTER, encoding="utf-8")
    bad.write_text(ROSTER.replace("achterwacht", "kantine"), encoding="utf-8")
    async with console(desk) as pilot:
        said = await pressed(pilot, "6", "h")
        assert "n zet iemand op het rooster" in said and "geen dienst ingeroosterd" in said
        said = await pressed(pilot, "I", *str(bad), "enter")
        assert "er is niets ingelezen" in said and "'kantine' is geen dienst" in said
        assert told(desk) == []
        await pressed(pilot, "escape", "I", *str(tmp_path / "weg.csv"), "enter")
        assert "kan niet worden gelezen" in str(pilot.app.screen.query_one(".fault", Static).content)
        await pressed(pilot, *["backspace"] * 7, *"g.csv", "enter")
        assert "● vr 5 feb  08:00 – vr 12 feb 08:00  AOV-2" in shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
async def test_hostile_names_are_text(desk: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    for number, text in enumerate(CORPUS):
        begin = at("2027-02-07T08:00")
        desk.roster.add("AOV", f"x{text[:90]}", begin=begin, end=at(f"2027-02-08T08:{number:02}"), note=text[:500])
    desk.roster.takeover("AOV", CORPUS[0][:90], reason=CORPUS[1])
    async with console(desk, size=size) as pilot:
        assert isinstance(pilot.app.screen, NowScreen)
        for keys in ((), ("6",), ("enter",)):
            await pressed(pilot, *keys)
            safe(pilot)


async def test_nu_warns_of_who_is_missing(rostered: Desk, console: RunConsole) -> None:
    async with console(rostered) as pilot:
        await rested(pilot)
        said = shown(pilot)
        assert "! communicatie: Zoë de Boer en gast tegelijk, morgen 18:00" in said
        rostered.roster.withdraw("achterwacht@2027-02-07", reason="x")
        await rested(pilot)
        await pilot.pause(0.3)
        await rested(pilot)
        assert "! achterwacht: niemand van 15:12 tot vr 12 feb 08:00" in shown(pilot)
