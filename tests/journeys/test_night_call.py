"""02:30, the phone rings (DESIGN §1.1): two keys and a title later an incident is open, and everything is durable."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.home import Home, in_bar, logged, moment, opened, pace, wait_logged
from tests.journeys.terminal import Terminal

NIGHT = "2027-03-10T02:30:00+01:00"
NUMBER = "INC-27-A001"
TITLE = "Brand flat Malberg"
SAID = "derde etage, twintig bewoners buiten"
LINE = f"brandweer: {SAID}"

WIDE = pytest.param((140, 42), id="140x42", marks=pytest.mark.all)
SMALL = pytest.param((80, 24), id="80x24")


@pytest.fixture
def home(scratch_home: Path) -> Home:
    return Home(scratch_home, NIGHT)


class Keys:
    """Counts the keys that are pressed besides the text."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.count = terminal, 0

    def press(self, key: str) -> None:
        self.count += 1
        self.terminal.press(key)


def incident_and_line(home: Home, keys: Keys) -> None:
    """Open an incident and file its first line; each stands in the journal when the screen says so."""
    terminal = opened(keys.terminal)
    keys.press("i")
    terminal.wait_for("Nieuw incident")
    terminal.type(TITLE)
    keys.press("enter")
    terminal.wait_for(f"{NUMBER} ›")
    in_bar(terminal)
    assert [one["title"] for one in home.json("incident", "list", "--open")] == [TITLE]
    terminal.type(LINE)
    keys.press("enter")
    wait_logged(terminal, SAID)
    assert home.texts(NUMBER) == [LINE]


def grip_step(terminal: Terminal, level: int, by: str) -> None:
    """Record a GRIP step with the form."""
    terminal.press("g")
    terminal.wait_for("GRIP-stap")
    terminal.press(str(level), "enter")
    terminal.settle(0.1)
    terminal.type(by)
    terminal.wait_for(by)
    terminal.press("enter")
    terminal.wait_gone("GRIP-stap")


def assert_ours(entries: list[dict[str, Any]]) -> None:
    """Every entry of a timeline says who and when: us, tonight."""
    begin = moment(NIGHT)
    for entry in entries:
        assert entry["author"] == "Test/AOV", entry
        assert begin <= moment(entry["occurred_at"]) < begin + timedelta(minutes=2), entry
        assert begin <= moment(entry["recorded_at"]) < begin + timedelta(minutes=2), entry


@pytest.mark.parametrize("size", [WIDE, SMALL])
def test_from_a_closed_terminal_to_an_incident_with_a_line(home: Home, size: tuple[int, int]) -> None:
    with home.console(*size) as terminal:
        keys = Keys(terminal)
        incident_and_line(home, keys)
        assert keys.count <= 4
        shown = terminal.text()
        assert f"{NUMBER}  {TITLE}" in shown
        assert "LOG" in shown
        assert "GRIP-VERLOOP" in shown
        assert f"{NUMBER} ›" in shown


@pytest.mark.all
def test_what_is_typed_on_without_looking_is_neither_lost_nor_a_command(home: Home) -> None:
    with home.console() as terminal:
        opened(terminal)
        pace(terminal, "iBrand\rrook, buren buiten\r")
        terminal.settle(0.4)
    assert [(one["number"], one["title"]) for one in home.json("incident", "list")] == [(NUMBER, "Brand")]
    assert home.texts() == ["rook, buren buiten"]


@pytest.mark.all
def test_a_grip_step_typed_without_looking_names_the_whole_function(home: Home) -> None:
    home.does("incident", "open", TITLE)
    with home.console() as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for(f"{NUMBER} ›")
        terminal.settle()
        pace(terminal, "g2\rOvD-B\r", 0.03)
        terminal.settle(0.4)
    assert [step["by"] for step in home.json("incident", "show", NUMBER)["grip_history"]] == ["OvD-B"]


@pytest.mark.all
def test_a_search_typed_without_looking_is_whole(home: Home) -> None:
    home.does("log", "Vrijthof vol")
    with home.console() as terminal:
        opened(terminal)
        pace(terminal, "/vrijthof")
        terminal.wait_for("1 treffer", 3)


def test_the_key_sheet_can_be_read_to_its_end_at_80x24(home: Home) -> None:
    with home.console(80, 24) as terminal:
        opened(terminal)
        terminal.press("?")
        terminal.wait_for("Dit scherm")
        terminal.wait_for("esc terug", 2)
        terminal.press("end")
        terminal.wait_for("● bezig", 2)


@pytest.mark.all
@pytest.mark.parametrize("size", [WIDE, SMALL])
def test_a_night_with_grip_up_and_down_closed_and_opened_again(home: Home, size: tuple[int, int]) -> None:
    with home.console(*size) as terminal:
        incident_and_line(home, Keys(terminal))
        terminal.press("escape")
        grip_step(terminal, 1, "OvD-B")
        terminal.wait_for("GRIP 1")
        grip_step(terminal, 0, "leider CoPI")
        terminal.wait_for("GRIP 0")
        terminal.press("x")
        terminal.wait_for("Afsluiten")
        terminal.type("sein brand meester")
        terminal.wait_for("sein brand meester")
        terminal.press("enter")
        terminal.wait_for("Noem naar wie gaat wat nog open staat")
        terminal.press("tab")
        terminal.type("juristen")
        terminal.press("enter")
        terminal.wait_gone("Noem naar wie")
        terminal.wait_until(lambda: logged(terminal, "sein brand meester"), "the closing in the log")
        assert home.json("incident", "show", NUMBER)["status"] == "closed"
        terminal.press("h")
        terminal.wait_for("Heropenen")
        terminal.type("vuur laait op")
        terminal.press("enter")
        terminal.wait_gone("Heropenen")  # the words stand in the form too
        terminal.wait_until(lambda: logged(terminal, "vuur laait op"), "the opening in the log")
    found = home.json("incident", "show", NUMBER)
    assert found["status"] == "open"
    assert [(step["level"], step["by"]) for step in found["grip_history"]] == [(1, "OvD-B"), (0, "leider CoPI")]
    assert [entry["type"] for entry in found["timeline"]] == [
        "opened", "line", "grip", "clock", "grip", "closed", "reopened",
    ]  # fmt: skip
    assert_ours(found["timeline"])
    assert home.is_green()


@pytest.mark.all
def test_nothing_that_is_needed_is_cut_at_80x24(home: Home) -> None:
    with home.console(80, 24) as terminal:
        opened(terminal)
        terminal.press("i")
        terminal.wait_for("Nieuw incident")
        assert "⏎ openen   tab volgend veld   esc terug, tekst blijft bewaard" in terminal.text()
        terminal.type(TITLE)
        terminal.press("enter")
        terminal.wait_for(f"{NUMBER} ›")
        in_bar(terminal)
        terminal.type(LINE)
        terminal.press("enter")
        wait_logged(terminal, SAID)
        terminal.press("escape", "g")
        terminal.wait_for("GRIP-stap")
        terminal.settle()
        shown = terminal.text()
        for level in range(6):
            assert f"GRIP {level}" in shown
        for label in ("door (functie)", "hoedanigheid", "gehoord via", "reden", "tijd", "⏎ vastleggen"):
            assert label in shown, f"{label} is not on the screen\n{shown}"
        terminal.press("escape", "x")
        terminal.wait_for("Afsluiten")
        assert "⏎ afsluiten" in terminal.text()


@pytest.mark.all
def test_a_half_typed_line_outlives_another_size(home: Home) -> None:
    home.does("incident", "open", TITLE)
    with home.console(140, 42) as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for(f"{NUMBER} ›")
        terminal.press("l")
        in_bar(terminal)
        terminal.type("half get")
        terminal.wait_for("half get")
        terminal.resize(80, 24)
        terminal.wait_until(lambda: "half get" in terminal.text().splitlines()[-3], "the line at 80x24")
        terminal.type("ypte")
        terminal.wait_for(f"{NUMBER} › half getypte")
        terminal.resize(140, 42)
        terminal.wait_until(lambda: "half getypte" in terminal.text().splitlines()[-3], "the line at 140x42")
        terminal.type(" regel")
        terminal.press("enter")
        wait_logged(terminal, "half getypte regel")
    assert home.texts(NUMBER) == ["half getypte regel"]
