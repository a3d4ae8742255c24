"""The terminal of the journeys does what a person's does, shown with a program of a few lines."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal, bytes_of

PROGRAM = """
from textual.app import App, ComposeResult
from textual.widgets import Input, Static

class Echo(App[int]):
    BINDINGS = [("ctrl+g", "leave", "")]
    def compose(self) -> ComposeResult:
        yield Input()
        yield Static("leeg", markup=False)
    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(Static).update(f"regel: {event.value} op {self.size.width}x{self.size.height}")
    def action_leave(self) -> None:
        self.exit(return_code=7)

app = Echo()
app.run()
raise SystemExit(app.return_code)
"""


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    script = tmp_path / "echo.py"
    script.write_text(PROGRAM)
    with Terminal([sys.executable, str(script)], columns=60, rows=12) as terminal:
        terminal.wait_for("leeg")
        yield terminal


def test_text_keys_and_sizes_reach_the_program(terminal: Terminal) -> None:
    terminal.type("melding café")
    terminal.press("home", "backspace", "x", "enter")
    terminal.wait_for("regel: xmelding café op 60x12")
    terminal.resize(100, 30)
    terminal.paste("!")
    terminal.press("end", "enter")
    terminal.wait_for("op 100x30")
    assert b"\x1b[?1049h" in terminal.raw


def test_much_text_at_once_does_not_block(terminal: Terminal) -> None:
    terminal.paste("a" * 100_000 + " einde")
    terminal.press("home", "end")  # Textual shows the end of a pasted text only once the cursor moves
    terminal.wait_for("einde", seconds=30)


def test_a_program_that_leaves_well_gives_the_terminal_back(terminal: Terminal) -> None:
    assert terminal.exit_status is None
    assert "raw mode" in terminal.not_restored()
    terminal.press("ctrl+g")
    assert terminal.wait_exit() == 7
    assert terminal.not_restored() == []


def test_a_program_that_is_killed_does_not(terminal: Terminal) -> None:
    terminal.kill(signal.SIGKILL)
    assert terminal.wait_exit() == -signal.SIGKILL
    assert {"the alternate screen", "raw mode"} <= set(terminal.not_restored())


def test_what_does_not_come_shows_the_screen(terminal: Terminal) -> None:
    with pytest.raises(AssertionError, match=r"not seen: 'nooit' .*\n(?s:.*)leeg"):
        terminal.wait_for("nooit", seconds=0.1)


def test_keys_are_named_as_textual_names_them() -> None:
    assert [bytes_of(key) for key in ("ctrl+p", "alt+1", "enter", "/")] == [b"\x10", b"\x1b1", b"\r", b"/"]
    with pytest.raises(ValueError, match="hyper"):
        bytes_of("hyper+p")
