"""Forms and dialogs: every one keeps what was half typed, says a refusal itself, and can be read to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.app import ConsoleApp
from aovconsole.desk.desk import Desk
from aovconsole.errors import CannotStore
from aovconsole.journal.sqlite import sqlite
from aovconsole.screens.dialogs import ChoiceDialog, Dialog, KeySheet
from aovconsole.screens.form_dialog import FormDialog
from aovconsole.screens.frame import BUSY_SECONDS
from aovconsole.screens.incidents import IncidentsScreen
from aovconsole.screens.now import NowScreen
from aovconsole.screens.tell_dialog import TellDialog, Told
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all


@pytest.fixture
def fire(desk: Desk) -> Desk:
    desk.incidents.open("Brand Boschstraat", at=NOON)
    return desk


async def half_typed(pilot: Pilot[int], key: str) -> str:
    """Type three letters into a form, leave it, open it again: what it shows."""
    await pilot.press("4", key)
    await rested(pilot)
    assert isinstance(pilot.app.screen, FormDialog)
    await pilot.press(*"xyz", "escape")
    await pilot.pause()
    await pilot.press(key)
    await rested(pilot)
    said = shown(pilot)
    await pilot.press("escape")
    return said


@pytest.mark.parametrize("key", ["e", *(pytest.param(key, marks=pytest.mark.all) for key in "xt")])
async def test_a_half_typed_form_of_an_incident_is_kept(fire: Desk, console: RunConsole, key: str) -> None:
    async with console(fire) as pilot:
        assert "xyz" in await half_typed(pilot, key)
        kept = cast(ConsoleApp, pilot.app).bench.drafts
        assert any("xyz" in half.text for half in kept._texts.values())


async def test_a_half_typed_reason_to_reopen_is_kept(fire: Desk, console: RunConsole) -> None:
    fire.incidents.close("INC-27-A001", reason="uit")
    async with console(fire) as pilot:
        await pilot.press("4", "end")
        assert "xyz" in await half_typed(pilot, "h")


async def test_a_draft_of_the_fields_leaves_alone_what_was_not_typed(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "e")
        await rested(pilot)
        await pilot.press("tab", *"Markt", "escape")
        fire.incidents.set_field(fire.reading.of_type("incident")[0].subject, "title", "Brand Markt 12")
        await rested(pilot)
        await pilot.press("e")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
    row = fire.reading.of_type("incident")[0]
    assert (row.title, row.place) == ("Brand Markt 12", "Markt")


async def test_a_refusal_stands_in_the_form_and_the_text_stays(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4", "g", "1", "enter", "tab", *"wethouder", "enter")
        await rested(pilot)
        assert isinstance(pilot.app.screen, FormDialog)
        assert pilot.app.screen.query(".fault.-shown")
        assert "wethouder" in shown(pilot)
        assert not pilot.app._notifications


async def test_a_calendar_that_is_not_there_is_said_in_the_form(
    desk: Desk, console: RunConsole, tmp_path: Path
) -> None:
    async with console(desk) as pilot:
        await pilot.press("2", "I")
        await rested(pilot)
        await pilot.press(*"/weg.ics", "enter")
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, FormDialog)
        assert "! /weg.ics kan niet worden gelezen" in shown(pilot)
        assert "No such file" not in shown(pilot)


async def test_the_form_to_close_says_which_actions_are_open(fire: Desk, console: RunConsole) -> None:
    fire.agreements.action("INC-27-A001", "opvang")
    fire.agreements.action("INC-27-A001", "tenten")
    async with console(fire, size=(80, 24)) as pilot:
        await pilot.press("4", "x")
        await rested(pilot)
        assert "! A-A1 opvang" in shown(pilot)
        assert "! A-A2 tenten" in shown(pilot)


async def test_a_long_text_and_its_facts_are_read_to_the_end_at_80x24(desk: Desk, console: RunConsole) -> None:
    async with console(desk, size=(80, 24)) as pilot:
        pilot.app.push_screen(TellDialog("Regel", "woord " * 500, [Told("plaats", "Vrijthof"), Told("bron", "THOR")]))
        await pilot.pause()
        await pilot.press("end")
        await pilot.pause(0.1)
        assert "THOR" in shown(pilot) and "esc terug" in shown(pilot)


@pytest.mark.parametrize(
    "made", [lambda: TellDialog("Regel", "woord", []), lambda: KeySheet(()), lambda: ChoiceDialog("Welke", ["a", "b"])]
)
async def test_a_dialog_that_is_left_before_it_stands_there_does_no_harm(
    desk: Desk, console: RunConsole, made: Callable[[], Dialog[object]]
) -> None:
    async with console(desk) as pilot:
        dialog = made()
        pilot.app.push_screen(dialog)
        dialog.dismiss(None)
        await pilot.pause()
        assert isinstance(pilot.app.screen, NowScreen)
        assert not dialog.is_running


async def test_a_long_line_of_the_key_sheet_goes_on_below_itself(desk: Desk, console: RunConsole) -> None:
    async with console(desk, size=(80, 24)) as pilot:
        await pilot.press("2", "question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, KeySheet)
        seen = shown(pilot)
        await pilot.press("pagedown")
        await pilot.pause(0.1)
        assert " PgDn  Een kolom opzij" in seen + shown(pilot)
        await pilot.press("end", "up", "up", "up")  # three lines from the end: what stands below it is in sight too
        await pilot.pause(0.1)
        cut = next(line for line in shown(pilot).splitlines() if "Mijn laatste regel" in line)
        more = shown(pilot).splitlines()[shown(pilot).splitlines().index(cut) + 1]
        assert more.index("bevestiging") == cut.index("Mijn laatste")


async def test_a_held_journal_is_said_while_the_line_waits(fire: Desk, console: RunConsole) -> None:
    async with console(fire, size=(80, 24)) as pilot:
        await pilot.press("l", *"rook")
        holder = sqlite.connect(str(fire.journal.home / "journal.db"), isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        await pilot.press("enter")
        await pilot.pause(BUSY_SECONDS + 0.2)
        assert "bezig met vastleggen …" in shown(pilot)
        holder.execute("ROLLBACK")
        holder.close()
        await rested(pilot)
        await pilot.pause(0.1)
        assert "bezig met vastleggen" not in shown(pilot)
    assert [row.text for row in fire.reading.lines(dossier="", type_="line")] == ["rook"]


async def test_at_80_columns_a_line_into_the_list_is_confirmed(fire: Desk, console: RunConsole) -> None:
    async with console(fire, size=(80, 24)) as pilot:
        await pilot.press("4", "l", *"rook", "enter")
        await rested(pilot)
        said = shown(pilot).splitlines()
        assert any("Vastgelegd in INC-27-A001." in line for line in said[:-4])
        assert not any("▌" in line for line in said[-4:]), "the toast stands above the bar"


async def test_only_one_toast_stands(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        for _ in range(3):
            await pilot.press("g")
            await pilot.pause(0.05)
        assert shown(pilot).count("Zet de cursor eerst op een actie") == 1


async def test_a_cmt_day_shows_only_keys_that_act_on_it(fire: Desk, console: RunConsole) -> None:
    cmt = fire.cmt.open("Carnaval zondag")
    async with console(fire) as pilot:
        await pilot.press("4")
        await rested(pilot)
        assert "g GRIP" in shown(pilot).splitlines()[-1]
        cast(IncidentsScreen, pilot.app.screen).open_dossier(cmt.subject)
        await rested(pilot)
        keys = shown(pilot).splitlines()[-1]
        assert "GRIP" not in keys and "gegevens" not in keys and "afsluiten" not in keys
        assert "c verbeter" in keys
        assert "sinds 15:12" in shown(pilot)


async def test_drafts_that_fit_again_are_no_longer_missed(
    desk: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with console(desk) as pilot:
        drafts = cast(ConsoleApp, pilot.app).bench.drafts
        store = drafts._store
        assert store is not None

        def full(*_: object) -> None:
            raise CannotStore("de schijf is vol")

        with monkeypatch.context() as patched:
            patched.setattr(store, "keep", full)
            await pilot.press("l", "a")
            await pilot.pause(0.5)
            assert "! concepten niet bewaard" in shown(pilot)
        await pilot.pause(1.4)
        assert "concepten niet bewaard" not in shown(pilot)
        assert [draft.text for draft in store.drafts(1)] == ["a"]


async def test_the_grip_form_says_what_a_level_means_and_asks_at_80x24_too(fire: Desk, console: RunConsole) -> None:
    async with console(fire, size=(80, 24)) as pilot:
        await pilot.press("4", "g")
        await rested(pilot)
        await pilot.press("3")
        await rested(pilot)
        for said in ("betekent  de burgemeester", "gemeente  burgemeester roept", "alarmering", "⏎ vastleggen"):
            assert said in shown(pilot)
