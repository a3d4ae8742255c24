"""The sitrap dialog: what is typed is never lost, what was sent is kept, copying and saving never fail aloud."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, cast

import pyperclip
import pytest
from textual import events
from textual.pilot import Pilot

from aovconsole.app import ConsoleApp
from aovconsole.desk.desk import Desk
from aovconsole.journal.local import LocalStore
from aovconsole.screens.dialogs import ConfirmDialog
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.sitrep_dialog import SitrepDialog, sitrep
from aovconsole.screens.sitrep_text import SitrepArea
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all

NR = "INC-27-A001"
HOSTILE_LINE = "[bold]vet[/] [@click=app.quit]x[/] plein vol"


@pytest.fixture
def fire(desk: Desk) -> Desk:
    desk.incidents.open("Brand [red]Boschstraat[/]", place="Boschstraat", at=NOON)
    desk.log.line(HOSTILE_LINE, dossier=NR)
    desk.log.line("verdachte heet Zwanehals !politie", dossier=NR)
    return desk


async def opened(pilot: Pilot[int], desk: Desk) -> SitrepDialog:
    """Open the sitrap of the incident on the console that runs."""
    screen = cast(ConsoleApp, pilot.app).desk_screen
    screen.run_worker(sitrep(screen, desk.seat.dossier(NR)))
    for _ in range(3):
        await rested(pilot)
    assert isinstance(pilot.app.screen, SitrepDialog)
    assert pilot.app.focused is pilot.app.screen.query_one(SitrepArea)
    return pilot.app.screen


def asked(pilot: Pilot[int]) -> bool:
    """Whether the person is asked for a yes."""
    return isinstance(pilot.app.screen, ConfirmDialog)


@pytest.mark.all
async def test_what_is_edited_survives_and_is_asked_about(fire: Desk, console: RunConsole) -> None:
    async with console(fire, size=(80, 24)) as pilot:
        dialog = await opened(pilot, fire)
        assert "Brand [red]Boschstraat[/]" in dialog.text and HOSTILE_LINE in dialog.text
        assert "Zwanehals" not in dialog.text and "esc terug" in shown(pilot)
        await pilot.press(*"xyz", "escape")
        await pilot.pause(0.3)
        [draft] = LocalStore(fire.journal.home).drafts(1)
        assert draft.form == "sitrep" and json.loads(draft.text)["text"].startswith("xyzOnderwerp")
        dialog = await opened(pilot, fire)
        assert dialog.text.startswith("xyzOnderwerp") and "mail · volledig · stand 15:12 · bewerkt" in shown(pilot)
        await pilot.press("ctrl+t")
        await rested(pilot)
        assert asked(pilot)
        await pilot.press("n")
        await rested(pilot)
        assert dialog.text.startswith("xyzOnderwerp")
        await pilot.press("ctrl+n", "j")
        for _ in range(3):
            await rested(pilot)
        assert dialog.text.startswith("Onderwerp") and "! Er ging nog geen sitrap over dit incident" in shown(pilot)
        await pilot.press("ctrl+t", "escape")
        await rested(pilot)
        assert cast(ConsoleApp, pilot.app).bench.drafts.of("sitrep", fire.seat.dossier(NR)).text == ""
    assert fire.sitreps.sent(NR) == ()


async def test_what_was_sent_to_whom_is_kept(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        dialog = await opened(pilot, fire)
        await pilot.press("ctrl+t")
        await rested(pilot)
        await pilot.press("ctrl+t")
        for _ in range(3):
            await rested(pilot)
        assert f"{len(dialog.text.strip())} van 300 tekens" in shown(pilot)
        dialog.query_one(SitrepArea).text = "é" * 301
        await pilot.press("ctrl+g", *"secretaris", "enter")
        await rested(pilot)
        said = shown(pilot)
        assert "! 301 van 300 tekens" in said and "! De sms is 301 tekens lang" in said and "secretaris" in said
        dialog.query_one(SitrepArea).text = "Brand. TEST."
        await pilot.press("tab", *"telefoon", "enter")
        for _ in range(3):
            await rested(pilot)
        assert not isinstance(pilot.app.screen, SitrepDialog)
        assert "S-A1 vastgelegd, aan secretaris via telefoon." in shown(pilot)
        assert cast(ConsoleApp, pilot.app).bench.drafts.of("sitrep", fire.seat.dossier(NR)).text == ""
    [row] = fire.sitreps.sent(NR)
    kept = json.loads(row.body)
    assert (kept["text"], kept["to"], kept["via"], kept["length"]) == ("Brand. TEST.", "secretaris", "telefoon", "sms")


@pytest.mark.all
async def test_while_it_is_filed_nobody_edits_or_leaves_and_a_mark_is_refused(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        dialog = await opened(pilot, fire)
        area, ask, may_go = dialog.query_one(SitrepArea), dialog._ask, asyncio.Event()

        async def waiting(*args: Any, **kwargs: Any) -> Any:
            await may_go.wait()
            return await ask(*args, **kwargs)

        dialog._ask = waiting
        area.text = "Brand, verdachte Zwanehals (!prive)"
        await pilot.press("ctrl+y", "ctrl+g", *"secretaris", "enter")
        await pilot.pause()
        assert pilot.app.clipboard == "" and "! De tekst bevat een merk (!privé)" in shown(pilot)
        area.focus()
        await pilot.press(*"xyz", "ctrl+z", "backspace", "escape")
        area.post_message(events.Paste("geplakt"))
        await pilot.pause()
        assert dialog.text == "Brand, verdachte Zwanehals (!prive)" and pilot.app.screen is dialog
        assert "wordt nu vastgelegd" in shown(pilot)
        may_go.set()
        for _ in range(3):
            await rested(pilot)
        assert "! De tekst bevat een merk (!privé)" in shown(pilot) and fire.sitreps.sent(NR) == ()
        area.text = "Brand"
        area.move_cursor(area.document.end)
        await pilot.press(*". TEST.", "ctrl+g", "enter")
        for _ in range(3):
            await rested(pilot)
    [row] = fire.sitreps.sent(NR)
    assert json.loads(row.body)["text"] == "Brand. TEST."


@pytest.mark.all
async def test_copying_and_saving(
    fire: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", copied.append)
    target = tmp_path / "s.txt"
    target.write_text("oud", "utf-8")
    async with console(fire) as pilot:
        dialog = await opened(pilot, fire)
        await pilot.press("ctrl+y")
        await pilot.pause(0.2)
        assert copied == [dialog.text] == [pilot.app.clipboard]
        assert "Gekopieerd naar het klembord." in shown(pilot)

        def unreachable(_text: str) -> None:
            raise pyperclip.PyperclipException("no display")

        monkeypatch.setattr(pyperclip, "copy", unreachable)
        await pilot.press("ctrl+y")
        await pilot.pause(0.2)
        assert "Gekopieerd via de terminal" in shown(pilot)
        await pilot.press("ctrl+s")
        await rested(pilot)
        path = dialog.query_one("#path", FieldInput)
        assert path.value == f"~/sitrap-{NR}-2027-02-07-1512.txt"
        path.value = str(target)
        await pilot.press("enter")
        await pilot.pause(0.2)
        assert asked(pilot) and target.read_text("utf-8") == "oud"
        await pilot.press("n")
        await rested(pilot)
        assert target.read_text("utf-8") == "oud" and pilot.app.screen is dialog
        await pilot.press("enter")
        await pilot.pause(0.2)
        await pilot.press("j")
        await pilot.pause(0.2)
        assert target.read_text("utf-8") == dialog.text.strip() + "\n"
    assert fire.sitreps.sent(NR) == ()
