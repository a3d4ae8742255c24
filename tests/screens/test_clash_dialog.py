"""The dialog of clashes: sentences by day, accepted by name, opened as a dossier."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.clash_rules import Clash
from aovconsole.screens.clash_dialog import clash_lines, show_clashes
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.frame import DeskScreen
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all

FEBRUARY = (date(2027, 2, 1), date(2027, 2, 28))


@pytest.fixture
def fair(desk: Desk) -> Desk:
    begin = NOON + timedelta(days=6)
    desk.evenementen.add("[bold]Kermis[/]", begin=begin, end=begin + timedelta(hours=8), place="Vrijthof")
    desk.demonstrations.add(place="Markt", at=begin, until=begin + timedelta(hours=2))
    return desk


def said(pilot: Pilot[int]) -> str:
    return " ".join(shown(pilot).split())


async def open_dialog(pilot: Pilot[int]) -> list[str]:
    """Show the clashes of February over the agenda; the list names the dossier that is opened."""
    await pilot.press("2")
    await rested(pilot)
    screen = cast(DeskScreen, pilot.app.screen)
    opened: list[str] = []
    post = screen.post_message

    def watch(message: object) -> bool:
        if isinstance(message, DeskScreen.OpenDossier):
            opened.append(message.subject)
            return True
        return post(message)  # type: ignore[arg-type]

    screen.post_message = watch  # type: ignore[method-assign]
    pilot.app.run_worker(show_clashes(screen, *FEBRUARY), name="action_clashes")
    await rested(pilot)
    return opened


async def test_a_clash_is_read_accepted_and_opened_again(fair: Desk, console: RunConsole) -> None:
    async with console(fair, size=(80, 24)) as pilot:
        await open_dialog(pilot)
        assert "1 open van 1" in said(pilot) and "za 13 feb 2027" in said(pilot)
        assert "[bold]Kermis[/] (Vrijthof" in said(pilot), "text of people is no markup"
        assert "niet bekeken: grens van de belasting" in said(pilot)
        await pilot.press("a")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "Noem een reden" in said(pilot)
        await pilot.press(*"route om", "tab", *"Jansen", "enter")
        await rested(pilot)
        [clash] = fair.clashes.between(*FEBRUARY)
        assert (clash.accepted_by, clash.accepted_reason) == ("Jansen", "route om")
        assert "0 open van 1" in said(pilot) and "aanvaard door Jansen: route om" in said(pilot)
        await pilot.press("h")
        await rested(pilot)
        assert fair.clashes.between(*FEBRUARY)[0].accepted_by == ""
        assert "1 open van 1" in said(pilot)
        await pilot.press("escape")
        await rested(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)


@pytest.mark.all
async def test_enter_opens_one_of_the_dossiers(fair: Desk, console: RunConsole) -> None:
    async with console(fair) as pilot:
        opened = await open_dialog(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await pilot.press("down", "enter")
        await rested(pilot)
        assert opened == [fair.reading.of_type("evenement")[0].subject]


@pytest.mark.all
async def test_no_clash_is_said(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        await open_dialog(pilot)
        assert "geen samenloop gevonden" in said(pilot)
        await pilot.press("a", "enter", "escape")
        await rested(pilot)
        assert isinstance(pilot.app.screen, DeskScreen)


def test_the_lines_say_who_accepted_and_what_came_after() -> None:
    moment = datetime(2027, 2, 13, tzinfo=UTC)
    values = {"key": "k", "kind": "nearby", "items": (), "begin": moment, "end": moment, "place": "", "weight": 1}
    for more, last in (
        ({}, "↯ A en B."),
        ({"accepted_by": "Jansen", "accepted_reason": "om"}, "  aanvaard door Jansen: om"),
        ({"accepted_before": "Jansen: om"}, "  gewijzigd sinds de aanvaarding door Jansen: om"),
    ):
        lines = clash_lines(Clash(**values, sentence="A en B.", fingerprint="f", **more), 60)  # type: ignore[arg-type]
        assert "".join(text for text, _ in lines[-1]) == last
    long = Clash(**values, sentence="woord " * 400, fingerprint="f")  # type: ignore[arg-type]
    assert len(clash_lines(long, 60)) == 7
