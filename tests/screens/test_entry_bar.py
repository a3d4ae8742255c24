"""The entry bar: one line, understood while it is typed, filed with Enter, kept as a draft; pages in a dialog."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import OptionList

from aovconsole.desk.desk import Desk
from aovconsole.errors import CannotStore
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.paste import PageArea, PasteDialog
from aovconsole.screens.widgets.entry_bar import EntryBar
from tests.screens.conftest import RunConsole, desk_in, shown
from tests.screens.test_console import texts, typed
from tests.still_clock import StillClock

NOTEBOOK = "14:01 politie Vrijthof loopt vol\n14:05 THOR omleiding staat\n\n14:09 !actie THOR 16:00 hekken"


def field_text(pilot: Pilot[int]) -> str:
    return pilot.app.screen.query_one(EntryBar).field.value


def paste(pilot: Pilot[int], text: str) -> None:
    focused = pilot.app.focused
    assert focused is not None
    focused.post_message(events.Paste(text))


async def page_open(pilot: Pilot[int]) -> PasteDialog:
    """The dialog for several lines, once it has read them."""
    await pilot.pause(0.4)
    assert isinstance(pilot.app.screen, PasteDialog)
    return pilot.app.screen


async def test_enter_files_the_line_and_shows_what_was_understood(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "14:02 politie instroom !actie THOR 16:30 #crowd")
        await pilot.pause(0.2)
        assert "14:02 · bron politie · actie voor THOR, 16:30 · #crowd" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert field_text(pilot) == ""
        assert "politie  instroom" in shown(pilot)
        assert "A-A1" in shown(pilot)
    line = desk.reading.lines(dossier="", type_="line")[0]
    assert line.text == "14:02 politie instroom !actie THOR 16:30 #crowd"
    assert (line.source, line.at[11:16]) == ("politie", "13:02")


@pytest.mark.all
async def test_a_refused_line_stays_in_the_field(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "2030-01-01 12:00 later")
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert "ligt in de toekomst" in shown(pilot)
        assert field_text(pilot) == "2030-01-01 12:00 later"
    assert texts(desk) == []


@pytest.mark.all
async def test_a_line_that_cannot_be_stored_stays_in_the_field(
    desk: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CannotStore("de schijf is vol")

    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "belangrijk")
        with monkeypatch.context() as broken:
            broken.setattr(type(desk.journal), "write", full)
            await pilot.press("enter")
            await pilot.pause(0.2)
        assert "De schijf is vol." in shown(pilot)
        assert field_text(pilot) == "belangrijk"
        await pilot.press("enter")
        await pilot.pause(0.2)
    assert texts(desk) == ["belangrijk"]


@pytest.mark.all
async def test_filing_the_same_draft_twice_gives_one_record(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "een keer")
        bar = pilot.app.screen.query_one(EntryBar)
        bar._file("een keer")
        bar._file("een keer")
        await pilot.pause(0.3)
    assert texts(desk) == ["een keer"]


@pytest.mark.all
async def test_a_half_typed_line_comes_back_at_the_next_start(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "half getypt")
    async with console(desk) as pilot:
        await pilot.pause(0.2)
        assert field_text(pilot) == "half getypt"
        await pilot.press("l", "enter")
        await pilot.pause(0.2)
    assert texts(desk) == ["half getypt"]


@pytest.mark.all
async def test_each_dossier_keeps_its_own_half_typed_line(desk: Desk, console: RunConsole) -> None:
    desk.incidents.open("Brand")
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "voor het logboek")
        await pilot.press("escape", "d")
        await pilot.pause()
        assert "INC-27-A001 ›" in shown(pilot)
        assert field_text(pilot) == ""
        await pilot.press("l")
        await typed(pilot, "voor de brand")
        await pilot.press("escape", "d")
        await pilot.pause()
        assert field_text(pilot) == "voor het logboek"
        await pilot.press("d", "l", "enter")
        await pilot.pause(0.2)
    assert texts(desk, desk.reading.of_type("incident")[0].subject) == ["voor de brand"]
    assert texts(desk) == []


@pytest.mark.all
async def test_the_same_line_stands_in_the_bar_of_every_screen(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "overal")
        await pilot.press("escape", "8")
        await pilot.pause()
        assert pilot.app.current_mode == "search"
        assert field_text(pilot) == "overal"
        await pilot.press("ctrl+l")
        await typed(pilot, "!")
        await pilot.press("escape", "escape", "1")
        await pilot.pause()
        assert field_text(pilot) == "overal!"


@pytest.mark.all
async def test_a_time_that_exists_twice_is_asked_showing_both(tmp_path: Path, console: RunConsole) -> None:
    desk = desk_in(tmp_path / "home", StillClock(datetime(2027, 10, 31, 3, 0, tzinfo=UTC)))
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "02:30 rook")
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, ChoiceDialog)
        assert "02:30 (+02:00)   de eerste keer, zomertijd" in shown(pilot)
        assert "02:30 (+01:00)   de tweede keer, wintertijd" in shown(pilot)
        pilot.app.screen.query_one(OptionList).highlighted = 0
        await pilot.press("enter")
        await pilot.pause(0.2)
    assert desk.reading.lines(dossier="", type_="line")[0].at[11:16] == "00:30"
    desk.journal.close()


@pytest.mark.all
async def test_going_back_from_the_choice_keeps_the_line(tmp_path: Path, console: RunConsole) -> None:
    desk = desk_in(tmp_path / "home", StillClock(datetime(2027, 10, 31, 3, 0, tzinfo=UTC)))
    async with console(desk) as pilot:
        await pilot.press("l")
        await typed(pilot, "02:30 rook")
        await pilot.press("enter")
        await pilot.pause(0.1)
        await pilot.press("escape")
        await pilot.pause()
        assert field_text(pilot) == "02:30 rook"
    assert texts(desk) == []
    desk.journal.close()


@pytest.mark.all
async def test_pasted_lines_are_checked_and_filed_in_one_transaction(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        paste(pilot, NOTEBOOK)
        await page_open(pilot)
        assert "3 regels" in shown(pilot)
        assert "14:05           THOR            omleiding staat" in shown(pilot)
        await pilot.press("ctrl+s")
        await pilot.pause(0.3)
        assert not isinstance(pilot.app.screen, PasteDialog)
    assert len(texts(desk)) == 3
    assert len(desk.reading.running_actions()) == 1


@pytest.mark.all
async def test_pasted_lines_that_are_left_wait_as_a_draft(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        paste(pilot, "een\ntwee")
        await page_open(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "2 geplakte regels wachten" in shown(pilot)
    async with console(desk) as pilot:
        await pilot.pause(0.2)
        await pilot.press("escape", "p")
        dialog = await page_open(pilot)
        assert dialog.query_one(PageArea).text == "een\ntwee"
        await pilot.press("ctrl+s")
        await pilot.pause(0.3)
    assert texts(desk) == ["een", "twee"]


@pytest.mark.all
async def test_pasted_controls_are_cleaned_visibly(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        paste(pilot, "a\x1b]0;x\x07b\u202ec\x00d[bold]e[/]")
        await pilot.pause(0.2)
        assert field_text(pilot) == "a�]0;x�b�c�d[bold]e[/]"
        await pilot.press("enter")
        await pilot.pause(0.2)
    assert texts(desk) == ["a�]0;x�b�c�d[bold]e[/]"]


@pytest.mark.all
@pytest.mark.parametrize(
    "pasted",
    [
        "x" * 100_000,
        pytest.param("woord " * 16_000, marks=pytest.mark.all),
        pytest.param("14:02 politie regel\n" * 5_000, marks=pytest.mark.all),
    ],
    ids=["word", "words", "lines"],
)
async def test_100_kB_pasted_does_not_hang(desk: Desk, console: RunConsole, pasted: str) -> None:
    async with console(desk) as pilot:
        await pilot.press("l")
        begun = time.monotonic()
        paste(pilot, pasted)
        dialog = await page_open(pilot)
        assert time.monotonic() - begun < 4
        await pilot.press("end")
        assert dialog.query_one(PageArea).text == pasted.strip("\n")
        begun = time.monotonic()
        await pilot.press("ctrl+s")
        while not desk.reading.lines(dossier="", type_="line"):
            await pilot.pause(0.1)
            assert time.monotonic() - begun < 20
    assert "\n".join(texts(desk)) == pasted.strip("\n")


@pytest.mark.all
async def test_100_kB_in_a_title_does_not_hang(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await pilot.press("i")
        await pilot.pause()
        begun = time.monotonic()
        paste(pilot, "[bold]" + "t" * 100_000)
        await pilot.pause(0.1)
        await pilot.press("x", "enter")
        await pilot.pause(0.5)
        assert time.monotonic() - begun < 5
        await pilot.press("escape", "1")
        await pilot.pause()
        assert "[bold]ttt" in shown(pilot)
    assert len(desk.reading.of_type("incident")[0].title) == 100_007
