"""However the console ends, the terminal is whole again and what was typed is there at the next start."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal, command


def console(home: Path) -> Terminal:
    return Terminal(command(), env={"AOVCONSOLE_HOME": str(home), "AOVCONSOLE_REALM": "test"})


ENDS = [
    pytest.param(signal.SIGTERM, 143, id="SIGTERM"),
    pytest.param(signal.SIGHUP, 129, id="SIGHUP", marks=pytest.mark.all),
    pytest.param(signal.SIGQUIT, 131, id="SIGQUIT", marks=pytest.mark.all),
]


@pytest.mark.all
@pytest.mark.parametrize(("number", "status"), ENDS)
def test_a_signal_gives_the_terminal_back(scratch_home: Path, number: signal.Signals, status: int) -> None:
    with console(scratch_home) as terminal:
        terminal.wait_for("LOOPT")
        terminal.settle()
        terminal.press("l")
        terminal.type("half getypt")
        terminal.wait_for("half getypt")
        terminal.kill(number)
        assert terminal.wait_exit() == status
        assert terminal.not_restored() == []
    with console(scratch_home) as terminal:
        terminal.wait_for("half getypt")


@pytest.mark.all
def test_quitting_gives_the_terminal_back(scratch_home: Path) -> None:
    with console(scratch_home) as terminal:
        terminal.wait_for("LOOPT")
        terminal.settle()
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.not_restored() == []


@pytest.mark.all
def test_a_draft_comes_back_after_kill_9(scratch_home: Path) -> None:
    with console(scratch_home) as terminal:
        terminal.wait_for("LOOPT")
        terminal.settle()
        terminal.press("l")
        terminal.type("nog niet vastgelegd")
        terminal.wait_for("nog niet vastgelegd")
        terminal.run_on(0.3)
        terminal.kill()
        terminal.wait_exit()
    with console(scratch_home) as terminal:
        terminal.wait_for("nog niet vastgelegd")
        terminal.settle()
        terminal.press("l", "enter")
        terminal.wait_gone("logboek › nog niet vastgelegd")
        terminal.wait_for("nog niet vastgelegd")


@pytest.mark.all
def test_letters_in_one_burst_behind_a_key_are_all_kept(scratch_home: Path) -> None:
    with console(scratch_home) as terminal:
        terminal.wait_for("LOOPT")
        terminal.settle()
        terminal.type("ldit staat er allemaal")
        terminal.wait_for("logboek › dit staat er allemaal")
        terminal.press("ctrl+u", "escape")
        terminal.type("iBrand in de Sint Pieterstraat")
        terminal.wait_for("Brand in de Sint Pieterstraat")
        terminal.press("enter")
        terminal.wait_gone("Nieuw incident")
        terminal.wait_for("Brand in de Sint Pieterstraat")


@pytest.mark.all
def test_a_paste_of_two_lines_in_a_real_terminal_loses_none(scratch_home: Path) -> None:
    with console(scratch_home) as terminal:
        terminal.wait_for("LOOPT")
        terminal.settle()
        terminal.press("l")
        terminal.paste("eerste regel\r\ntweede \x1b]0;x\x07regel")
        terminal.wait_for("2 regels")
        terminal.press("ctrl+s")
        terminal.wait_gone("2 regels")
        terminal.wait_for("eerste regel")
        terminal.wait_for("tweede")
        assert b"\x1b]0;x" not in bytes(terminal.raw)
