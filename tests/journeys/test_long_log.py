"""An incident of 5,000 lines: it opens, goes to its begin and its end, and is found by a word."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.journeys.home import Home, in_bar, logged, opened, wait_logged

pytestmark = pytest.mark.all

NUMBER = "INC-27-A001"
LINES = 5_000
AT = 3_210


@pytest.fixture
def home(scratch_home: Path) -> Home:
    made = Home(scratch_home, "2027-02-10T15:10:00+01:00")
    made.does("incident", "open", "Lange nacht")
    texts = [f"regel {number:04d} van de lange nacht" for number in range(LINES)]
    texts[AT] = f"regel {AT:04d} crèche in de Hoogbrugstraat ontruimd"
    made.does("log", "--stdin", "--raw", "--dossier", NUMBER, typed="\n".join(texts) + "\n")
    return made


@pytest.mark.parametrize("size", [(140, 42), (80, 24)], ids=["140x42", "80x24"])
def test_a_log_of_five_thousand_lines(home: Home, size: tuple[int, int]) -> None:
    with home.console(*size) as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for(f"{NUMBER} ›")
        terminal.press("enter")
        terminal.wait_for(f"regel {LINES - 1:04d}")
        assert "5001 regels" in terminal.text().replace(".", "")
        for key, seen in (("home", "regel 0000"), ("end", f"regel {LINES - 1:04d}"), ("home", "regel 0000")):
            begun = time.monotonic()
            terminal.press(key)
            terminal.wait_for(seen, 3)
            assert time.monotonic() - begun < 1, key
        terminal.press("pagedown", "pagedown")
        terminal.wait_gone("regel 0000", 3)
        terminal.press("end")
        terminal.wait_for(f"regel {LINES - 1:04d}", 3)
        terminal.press("pageup", "pageup")
        terminal.wait_gone(f"regel {LINES - 1:04d}", 3)
        terminal.press("l")
        in_bar(terminal)
        terminal.type("de allerlaatste")
        terminal.press("enter")
        terminal.wait_gone("› de allerlaatste")
        terminal.press("escape", "end")
        wait_logged(terminal, "de allerlaatste")
        terminal.press("/")
        terminal.wait_for("Typ een woord")
        terminal.settle(0.1)
        terminal.type("creche")
        terminal.wait_until(lambda: logged(terminal, "crèche in de Hoogbrugstraat"), "the word with its sign")
        terminal.press("ctrl+u")
        terminal.type("CRÈCHE hoogbrug")
        terminal.wait_for("1 treffer")
        terminal.press("enter", "enter")
        terminal.wait_until(lambda: logged(terminal, f"regel {AT - 1:04d}"), "the lines around it")
        assert f"regel {AT:04d}" in terminal.text()
        assert f"{NUMBER} ›" in terminal.text()
