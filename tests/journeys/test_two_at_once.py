"""More than one program on one home: lines appear at once, half-typed lines stay apart (DESIGN §1.2, §6)."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from aovconsole.clock import Clock
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.journal.store import Journal, Operator
from tests.journeys.home import Home, in_bar, logged, opened, wait_logged
from tests.journeys.terminal import Terminal

ONE_PAINT_SECONDS = 0.1
"""For the program that paints and the test that reads; the promise itself is half a second."""


@pytest.fixture
def home(scratch_home: Path) -> Home:
    return Home(scratch_home)


def seconds_until_seen(terminal: Terminal, home: Home, text: str) -> float:
    """Let a command file a line; from the moment that it ended to the moment that the line stands on the screen."""
    home.does("log", text)
    return seconds_until_shown(terminal, text)


def seconds_until_shown(terminal: Terminal, text: str) -> float:
    """From now, when the line is durable, to the moment that it stands on the screen."""
    durable = time.monotonic()
    terminal.wait_until(lambda: logged(terminal, text), f"{text!r} from another process", 5)
    return time.monotonic() - durable


def write(journal: Journal, draft: Draft) -> None:
    """Write one record as somebody else."""
    journal.write(lambda _: (draft,), Operator("Ander", "AOV", "x"))


@pytest.mark.all
def test_a_line_of_another_process_is_seen_within_half_a_second(home: Home) -> None:
    home.does("log", "de eerste")
    with home.console() as terminal:
        opened(terminal)
        taken = [seconds_until_seen(terminal, home, f"van elders {number}") for number in range(3)]
    assert min(taken) <= 0.5 + ONE_PAINT_SECONDS, taken


@pytest.mark.all
def test_a_line_written_inside_another_process_is_seen_while_this_one_types(home: Home) -> None:
    """The console looks also while somebody types, and the half-typed line stays as it is."""
    home.does("log", "de eerste")
    journal = Journal(home.path, Clock())
    with home.console() as terminal:
        opened(terminal)
        terminal.press("l")
        in_bar(terminal)
        terminal.type("half getypt")
        terminal.wait_for("half getypt")
        taken = []
        for number in range(3):
            draft = Draft(LineLogged(f"elders {number}"))
            write(journal, draft)
            taken.append(seconds_until_shown(terminal, f"elders {number}"))
        assert "› half getypt" in terminal.text()
    journal.close()
    assert min(taken) <= 0.5 + ONE_PAINT_SECONDS, taken


@pytest.mark.all
def test_two_consoles_see_each_other_and_keep_their_half_typed_lines_apart(home: Home) -> None:
    with home.console(80, 24) as one, home.console(80, 24) as two:
        for terminal, text in ((one, "half van een"), (two, "half van twee")):
            opened(terminal)
            terminal.press("l")
            in_bar(terminal)
            terminal.type(text)
            terminal.wait_for(f"› {text}")
        one.type(" af")
        one.press("enter")
        wait_logged(one, "half van een af")
        two.wait_until(lambda: logged(two, "half van een af"), "the line of the other console", 5)
        assert "› half van twee" in two.text()
        assert "half van twee" not in one.text()
        one.run_on(0.3)
        for terminal in (one, two):
            terminal.kill()
            terminal.wait_exit()
    assert home.texts() == ["half van een af"]
    with home.console(80, 24) as one:
        one.wait_for("› half van twee")
    assert home.is_green()
