"""However a console ends: the terminal is whole, nothing personal is printed, what was acknowledged is there."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

import pytest

from tests.journeys.home import Home, in_bar, opened, wait_logged
from tests.journeys.terminal import Terminal

NUMBER = "INC-27-A001"
SECRET = "mevrouw Jansen, Grachtstraat zeven"

CRASHES = """
import sys
from textual import work
from aovconsole.app import ConsoleApp, run_console
from aovconsole.screens.now import NowScreen
from aovconsole.settings import environment
from aovconsole.wiring import open_desk

def in_a_key(self, *_):
    naam_van_een_mens = bytes.fromhex({secret!r}).decode()
    raise ValueError("regel: " + naam_van_een_mens)

@work
async def in_a_worker(self, *_):
    in_a_key(self)

def in_painting(self, *_):
    self.query_one("#body").render = lambda: in_a_key(self)
    self.query_one("#body").refresh()

NowScreen.action_step = {where}
sys.exit(run_console(open_desk(environment())))
"""


@pytest.fixture
def home(scratch_home: Path) -> Home:
    return Home(scratch_home, "2027-02-10T15:10:00+01:00")


def after_the_console(terminal: Terminal) -> str:
    """What stands in the terminal once the program has left the alternate screen."""
    raw = bytes(terminal.raw)
    return re.sub(r"\x1b\[[?\d;<>=]*[A-Za-z]", "", raw[raw.rfind(b"\x1b[?1049l") :].decode("utf-8", "replace"))


@pytest.mark.all
def test_after_kill_9_the_half_typed_line_is_back_and_filed_once(home: Home) -> None:
    home.does("incident", "open", "Brand")
    with home.console() as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for(f"{NUMBER} ›")
        terminal.press("l")
        in_bar(terminal)
        for text in ("eerste regel", "tweede regel"):
            terminal.type(text)
            terminal.press("enter")
            wait_logged(terminal, text)
        terminal.type("half getypt")
        terminal.wait_for(f"{NUMBER} › half getypt")
        terminal.run_on(0.25)  # the promise of DESIGN §5
        terminal.kill()
        terminal.wait_exit()
    assert home.texts(NUMBER) == ["eerste regel", "tweede regel"]
    assert home.is_green()
    with home.console() as terminal:
        opened(terminal)
        assert "half getypt" not in terminal.text(), "the half-typed line is of another dossier"
        terminal.press("4")
        terminal.wait_for(f"{NUMBER} › half getypt")
        terminal.press("l")
        in_bar(terminal)
        terminal.press("enter")
        wait_logged(terminal, "half getypt")
        terminal.kill()
        terminal.wait_exit()
    with home.console() as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for("half getypt")
        assert f"{NUMBER} › half getypt" not in terminal.text()
    assert home.texts(NUMBER) == ["eerste regel", "tweede regel", "half getypt"]
    assert home.is_green()


@pytest.mark.all
def test_kill_9_just_after_enter_files_once_or_keeps_the_draft(home: Home) -> None:
    home.does("incident", "open", "Brand")
    for turn in range(6):
        text = f"beurt {turn}"
        with home.console() as terminal:
            opened(terminal)
            terminal.press("4")
            terminal.wait_for(f"{NUMBER} ›")
            terminal.press("l")
            in_bar(terminal)
            terminal.type(text)
            terminal.wait_for(f"› {text}")
            terminal.run_on(0.25)
            terminal.type("\r")
            terminal.run_on(0.002 * turn**2)
            terminal.kill()
            terminal.wait_exit()
        with home.console() as terminal:
            opened(terminal)
            terminal.press("4")
            terminal.wait_for(text)
            terminal.settle()
            terminal.press("l")
            in_bar(terminal)
            terminal.press("enter")
            wait_logged(terminal, text)
        assert home.texts(NUMBER) == [f"beurt {number}" for number in range(turn + 1)]
    assert home.is_green()


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 143), pytest.param(signal.SIGHUP, 129, marks=pytest.mark.all)],
    ids=["TERM", "HUP"],
)
def test_a_signal_leaves_a_whole_terminal_and_no_text(home: Home, number: signal.Signals, status: int) -> None:
    with home.console(80, 24) as terminal:
        opened(terminal)
        terminal.press("i")
        terminal.wait_for("Nieuw incident")
        terminal.type(SECRET)
        terminal.wait_for(SECRET)
        terminal.kill(number)
        assert terminal.wait_exit() == status
        assert terminal.not_restored() == []
        left = after_the_console(terminal)
        assert "Jansen" not in left
        assert "Traceback" not in left


@pytest.mark.all
@pytest.mark.parametrize(
    "where",
    [
        "in_a_key",
        pytest.param("in_a_worker", marks=pytest.mark.all),
        pytest.param("in_painting", marks=pytest.mark.all),
    ],
)
def test_a_crash_in_a_screen_tells_one_line_and_keeps_no_values(home: Home, tmp_path: Path, where: str) -> None:
    script = tmp_path / "crashes.py"
    script.write_text(CRASHES.format(secret=SECRET.encode().hex(), where=where))
    home.does("log", "ervoor")
    with Terminal([sys.executable, str(script)], columns=100, rows=30, env=home.env) as terminal:
        opened(terminal)
        terminal.press("l")
        in_bar(terminal)
        terminal.type("half getypt")
        terminal.wait_for("half getypt")
        terminal.press("escape", "g")
        assert terminal.wait_exit() == 1
        assert terminal.not_restored() == []
        said = after_the_console(terminal)
    lines = [line for line in said.splitlines() if line.startswith("De console stopte door een fout")]
    assert len(lines) == 1, said
    assert "Jansen" not in said
    assert "Traceback" not in said
    (report,) = home.path.glob("crash-*.txt")
    assert str(report) in "".join(said.splitlines())
    text = report.read_text()
    assert "ValueError" in text
    assert "crashes.py" in text
    assert "Jansen" not in text
    assert home.texts() == ["ervoor"]
    with home.console(80, 24) as terminal:
        terminal.wait_for("› half getypt")
