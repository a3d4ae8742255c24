"""The console as a whole: places, global keys, themes, watch, undo, crash reports."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.worker import WorkerFailed

from aovconsole.desk.desk import Desk
from aovconsole.journal.local import LocalStore
from aovconsole.screens.crash import report, report_line
from aovconsole.screens.dialogs import ConfirmDialog, IncidentDialog, KeySheet
from aovconsole.screens.widgets.entry_bar import EntryBar
from tests.screens.conftest import NOON, RunConsole, desk_in, settled, shown


async def typed(pilot: Pilot[int], text: str) -> None:
    """Type a text, key by key."""
    names = {" ": "space", "!": "exclamation_mark", "@": "at", ":": "colon", "#": "number_sign"}
    for sign in text:
        await pilot.press(names.get(sign, sign))


def titles(desk: Desk) -> list[str]:
    return [row.title for row in desk.reading.of_type("incident")]


def texts(desk: Desk, dossier: str = "") -> list[str]:
    return [row.text for row in desk.reading.lines(dossier=dossier, type_="line")]


async def test_two_keys_and_a_title_open_an_incident_and_the_cursor_stands_in_its_log(
    desk: Desk, console: RunConsole
) -> None:
    async with console(desk) as pilot:
        await pilot.press("i")
        await pilot.pause()
        await typed(pilot, "Brand Markt")
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert titles(desk) == ["Brand Markt"]
        await typed(pilot, "rook")
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert texts(desk, desk.reading.of_type("incident")[0].subject) == ["rook"]


@pytest.mark.all
async def test_an_incident_without_a_title_is_refused_and_what_was_typed_stays(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("tab")
        await typed(pilot, "Markt")
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert isinstance(pilot.app.screen, IncidentDialog)
        assert "De titel is leeg." in shown(pilot)
        await pilot.press("escape")
        await pilot.press("i")
        await pilot.pause()
        assert "Markt" in shown(pilot)
        assert titles(desk) == []


@pytest.mark.all
async def test_digits_go_to_the_screens_that_exist(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        for key, place in (("2", "agenda"), ("4", "incidents"), ("8", "search"), ("1", "now")):
            await pilot.press("escape")
            await pilot.press(key)
            await pilot.pause()
            assert pilot.app.current_mode == place


@pytest.mark.all
async def test_while_typing_only_ctrl_keys_are_global(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "1i/?qu")
        assert pilot.app.query_one(EntryBar).field.value == "1i/?qu"
        assert pilot.app.current_mode == "now"
        await pilot.press("escape")
        assert pilot.app.query_one(EntryBar).field.value == "1i/?qu"
        await pilot.press("2")
        await pilot.pause()
        assert pilot.app.current_mode == "agenda"
        await pilot.press("ctrl+l")
        await pilot.pause()
        assert pilot.app.screen.query_one(EntryBar).field.has_focus
        assert pilot.app.screen.query_one(EntryBar).field.value == "1i/?qu"


@pytest.mark.all
async def test_the_key_sheet_names_every_key_of_this_screen(desk: Desk, console: RunConsole) -> None:
    async with console(desk, size=(140, 60)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(pilot.app.screen, KeySheet)
        for said in ("De actie onder de cursor is gereed", "Naar scherm Zoeken", "Dit scherm", "^l"):
            assert said in shown(pilot)


@pytest.mark.all
async def test_the_palette_is_dutch(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.3)
        assert "Zoek een opdracht" in shown(pilot)
        assert "Nieuw incident" in shown(pilot)
        assert "Quit" not in shown(pilot)
        await typed(pilot, "xyzzy")
        await pilot.pause(0.8)
        assert "Geen opdracht met deze naam" in shown(pilot)
        assert "No matches" not in shown(pilot)


async def test_verify_and_backup_from_the_palette(desk: Desk, console: RunConsole) -> None:
    desk.log.line("een regel")
    async with console(desk) as pilot:
        await pilot.app.run_action("app.verify")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "Het journaal klopt" in shown(pilot)
        assert "nog geen kopie" in shown(pilot)
        await pilot.app.run_action("app.backup")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "kopie 15:12" in shown(pilot)
        assert len(list((desk.journal.home / "backups").glob("*.db"))) == 1


@pytest.mark.all
@pytest.mark.parametrize("theme", ["donker", "licht", "hoog-contrast"])
async def test_a_theme_is_remembered(desk: Desk, console: RunConsole, theme: str) -> None:
    async with console(desk) as pilot:
        await pilot.app.run_action(f"app.look('{theme}')")
        await pilot.pause()
    async with console(desk) as pilot:
        assert pilot.app.theme == theme
        assert "LOOPT" in shown(pilot)


@pytest.mark.all
async def test_the_realm_stands_on_every_screen(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        for key in "1248":
            await pilot.press("escape")
            await pilot.press(key)
            await pilot.pause()
            assert " TEST" in shown(pilot).splitlines()[1]


async def test_a_line_of_another_console_shows_within_half_a_second(
    desk: Desk, console: RunConsole, tmp_path: Path
) -> None:
    other = desk_in(tmp_path / "home")
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "half get")
        other.log.line("van de andere tafel")
        await asyncio.sleep(0.45)
        await pilot.pause()
        assert "van de andere tafel" in shown(pilot)
        assert pilot.app.query_one(EntryBar).field.value == "half get"
    other.journal.close()


@pytest.mark.all
async def test_undo_shows_what_goes_and_strikes_it_through(desk: Desk, console: RunConsole) -> None:
    desk.log.line("van voor deze sessie")
    async with console(desk) as pilot:
        await pilot.press("u")
        await pilot.pause(0.1)
        assert "Er is geen regel van deze sessie" in shown(pilot)
        await pilot.press("l")
        await typed(pilot, "fout !actie THOR 16:00")
        await pilot.press("enter")
        await pilot.pause(0.2)
        await pilot.press("escape", "u")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, ConfirmDialog)
        assert "fout !actie THOR 16:00" in shown(pilot)
        assert "A-A1 vervalt mee" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause(0.2)
    last = desk.reading.lines(dossier="", type_="line")[-1]
    assert last.more["withdrawn"]
    assert desk.reading.running_actions() == ()


async def test_midnight_moves_today(tmp_path: Path, console: RunConsole) -> None:
    from datetime import UTC, datetime

    from tests.still_clock import StillClock

    clock = StillClock(datetime(2027, 2, 7, 22, 59, 30, tzinfo=UTC))
    desk = desk_in(tmp_path / "home", clock)
    desk.log.line("voor twaalven")
    async with console(desk) as pilot:
        assert "zo 7 feb 23:59:30" in shown(pilot)
        assert "23:59     voor twaalven" in shown(pilot)
        clock.advance(60)
        await asyncio.sleep(0.3)
        await pilot.pause()
        assert "ma 8 feb 00:00:30" in shown(pilot)
        assert "zo 23:59  voor twaalven" in shown(pilot)
    desk.journal.close()


def test_a_crash_report_names_places_and_no_values(tmp_path: Path) -> None:
    geheim = "telefoon van de melder"
    try:
        raise ValueError(f"onleesbaar: {geheim}")
    except ValueError as error:
        said = report(error)
        line = report_line(error, tmp_path, NOON)
    assert "test_a_crash_report_names_places_and_no_values" in said
    assert "ValueError" in said
    assert "onleesbaar: telefoon" not in said
    assert str(tmp_path) in line
    assert len(list(tmp_path.glob("crash-*.txt"))) == 1


def test_a_crash_in_a_worker_names_the_places() -> None:
    geheim = "telefoon van de melder"
    try:
        raise ValueError(geheim)
    except ValueError as error:
        said = report(WorkerFailed(error))
    assert "test_a_crash_in_a_worker_names_the_places" in said
    assert "WorkerFailed" in said and "ValueError" in said
    assert geheim not in said.replace(f'"{geheim}"', "")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_local_state_is_for_its_owner_only(desk: Desk) -> None:
    before = os.umask(0)
    try:
        LocalStore(desk.journal.home).close()
    finally:
        os.umask(before)
    assert (desk.journal.home / "local.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.all
async def test_a_broken_screen_ends_with_code_1_and_a_report(desk: Desk, console: RunConsole) -> None:
    class Broken(RuntimeError):
        pass

    heard = " ".join(("wat", "iemand", "typte"))

    def broken(*_: object) -> None:
        raise Broken(heard)

    apps = []

    async def run() -> None:
        async with console(desk) as pilot:
            apps.append(pilot.app)
            pilot.app.call_later(broken)
            await pilot.pause(0.2)

    with pytest.raises(Broken):
        await run()
    assert apps[0].return_code == 1
    reports = list(desk.journal.home.glob("crash-*.txt"))
    assert len(reports) == 1
    assert heard not in reports[0].read_text()


async def test_a_home_without_local_state_still_works(desk: Desk, console: RunConsole) -> None:
    (desk.journal.home / "local.db").write_text("dit is geen database" * 100)
    async with console(desk) as pilot:
        assert "! concepten niet bewaard" in shown(pilot)
        await pilot.press("l")
        await typed(pilot, "toch")
        await pilot.press("enter")
        await settled(pilot)
        await pilot.pause(0.2)
    assert texts(desk) == ["toch"]


def test_local_state_is_not_in_the_journal(desk: Desk) -> None:
    store = LocalStore(desk.journal.home)
    store.remember("theme", "licht")
    assert store.setting("theme") == "licht"
    assert desk.journal.last_pos() == 1
    store.close()
