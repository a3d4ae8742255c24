"""Text of people is text: the corpus of tech.md §1.1 and §1.2 through the frame, Nu, the bar, toasts and dialogs."""

from __future__ import annotations

from pathlib import Path

import aovconsole.data
import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.domain.duty import DutyPlanned
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.journal.store import Operator
from aovconsole.screens.dialogs import ChoiceDialog, ConfirmDialog
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.text import cells, plain, plain_rich
from tests.screens.conftest import NOON, RunConsole, shown

CORPUS = (
    "A[bold]B[/bold]",
    "[@click=app.quit]x[/]",
    "A[/]",
    "A[/",
    "A[bold",
    "A[conceal]GEHEIM[/]",
    "A[0] [x] [a b]",
    "A:smile:",
    "A\\[bold]",
    "\x1b]0;x\x07n",
    "\x1b[2Jn",
    "voor\u202enaam",
    "a\x00b",
    "a\x9b2Jb",
    "a\x7fb",
)

WORST = ("A[bold]B[/bold]", "[@click=app.quit]x[/]", "A[/", "\x1b]0;x\x07n", "voor\u202enaam", "a\x00b")


def safe(pilot: Pilot[int]) -> str:
    """The screen, in which no sign may act on a terminal."""
    said = shown(pilot)
    assert clean(said, lines=True) == said
    return said


@pytest.mark.parametrize("text", CORPUS)
def test_plain_text_is_kept_literally(text: str) -> None:
    assert plain(text).plain == clean(text)
    assert plain(text).spans == []
    assert plain_rich(text).plain == clean(text)
    assert cells(text, 40).rstrip() == clean(text)


def test_a_cell_line_has_exactly_its_width() -> None:
    from rich.cells import cell_len

    for text in ("", "kort", "x" * 200_000, "漢字" * 40, "e\u0301" * 50, "a\nb\tc"):
        for width in (0, 1, 2, 9, 80):
            assert cell_len(cells(text, width)) == width


@pytest.mark.all
async def test_nu_shows_hostile_text_as_text(desk: Desk, console: RunConsole) -> None:
    for text in CORPUS:
        incident = desk.incidents.open(text, place=text)
        desk.log.line(text, dossier=incident.number)
        desk.log.line(text)
        desk.agreements.action(incident.number, text, owner=text, due=NOON)
        desk.evenementen.add(text, begin=NOON, end=NOON, place=text)
        _plan(desk, text)
    async with console(desk, size=(220, 150)) as pilot:
        said = safe(pilot)
        for text in CORPUS:
            assert said.count(clean(text)) >= 6
        for y in range(0, 60, 3):
            await pilot.click(offset=(10, y))
        await pilot.press("escape", "d")
        await pilot.pause()
        safe(pilot)
        assert pilot.app.is_running


def _plan(desk: Desk, text: str) -> None:
    duty = Draft(DutyPlanned(text, text, stored(NOON), "2030-01-01T00:00:00.000000+00:00"))
    desk.seat.write(lambda _: [duty])


@pytest.mark.all
async def test_bar_toast_and_confirmation_show_hostile_text_as_text(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        for text in WORST:
            await pilot.press("l")
            assert pilot.app.focused is not None
            pilot.app.focused.post_message(events.Paste(text))
            await pilot.pause(0.12)
            assert clean(text) in safe(pilot)
            await pilot.press("enter")
            await pilot.pause(0.1)
            assert desk.reading.lines(dossier="", type_="line")[-1].text == clean(text)
            screen = pilot.app.screen
            assert isinstance(screen, DeskScreen)
            screen.tell(f"fout in {text}", wrong=True)
            await pilot.press("escape", "u")
            await pilot.pause(0.1)
            assert isinstance(pilot.app.screen, ConfirmDialog)
            assert f"Fout in {clean(text)}" in safe(pilot)
            assert clean(text) in safe(pilot)
            await pilot.press("escape")
            pilot.app.clear_notifications()


@pytest.mark.all
@pytest.mark.parametrize("worst", [WORST[:2], pytest.param(WORST[2:], marks=pytest.mark.all)], ids=["markup", "signs"])
async def test_dialogs_keep_hostile_text_as_it_was_typed(
    desk: Desk, console: RunConsole, worst: tuple[str, ...]
) -> None:
    async with console(desk) as pilot:
        for text in worst:
            await pilot.press("i")
            await pilot.pause()
            assert pilot.app.focused is not None
            pilot.app.focused.post_message(events.Paste(text))
            await pilot.pause()
            assert clean(text) in safe(pilot)
            await pilot.press("enter")
            await pilot.pause(0.2)
            safe(pilot)
            pilot.app.push_screen(ChoiceDialog(text, [text, text]))
            await pilot.pause(0.1)
            assert safe(pilot).count(clean(text)) >= 3
            await pilot.press("escape", "escape")
    assert {row.title for row in desk.reading.of_type("incident")} == {clean(text) for text in worst}


@pytest.mark.all
async def test_a_hostile_operator_and_municipality_stand_as_text(desk: Desk, console: RunConsole) -> None:
    row = desk.incidents.open("Brand")
    line = Draft(LineLogged("rook"), dossier=row.subject)
    desk.journal.write(lambda _: [line], Operator("[/]", "[bold]"))
    own = desk.journal.home / "data" / "municipality.toml"
    own.parent.mkdir()
    shipped = (Path(aovconsole.data.__file__).parent / "municipality.toml").read_text(encoding="utf-8")
    own.write_text(shipped.replace('name = "Maastricht"', 'name = "[/]Stad[bold]"'), encoding="utf-8")
    async with console(desk) as pilot:
        assert "AOV [/]Stad[bold]" in safe(pilot)
        await pilot.press("4", "enter")
        await pilot.pause(0.2)
        assert "[/]" in safe(pilot)


async def test_a_static_with_plain_text_survives_what_a_string_does_not() -> None:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Static(plain("A[/ [@click=app.quit]x[/]"))

    async with Page().run_test() as pilot:
        await pilot.click(Static, offset=(4, 0))
        await pilot.pause()
        assert pilot.app.is_running
