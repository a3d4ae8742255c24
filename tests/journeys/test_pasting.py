"""Lines from a notebook or a chat, pasted at once: checked, then each filed with its own time."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.home import Home, in_bar, logged, moment, opened

NUMBER = "INC-27-A001"
PASTED = "14:05 politie @Vrijthof eerste\r\n14:20 THOR tweede !feit\r\n\r\nderde zonder tijd\r\n"


@pytest.fixture
def home(scratch_home: Path) -> Home:
    made = Home(scratch_home, "2027-02-10T15:10:00+01:00")
    made.does("incident", "open", "Brand")
    return made


@pytest.mark.all
@pytest.mark.parametrize("size", [pytest.param((140, 42), marks=pytest.mark.all), (80, 24)], ids=["140x42", "80x24"])
def test_pasted_lines_are_checked_and_filed_each_with_its_own_time(home: Home, size: tuple[int, int]) -> None:
    with home.console(*size) as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for(f"{NUMBER} ›")
        terminal.press("enter", "l")
        in_bar(terminal)
        terminal.paste(PASTED)
        terminal.wait_for("3 regels")
        shown = terminal.text()
        assert f"Regels voor {NUMBER} Brand" in shown
        assert "^s alles vastleggen" in shown
        assert home.texts(NUMBER) == [], "nothing is filed before it was checked"
        terminal.press("ctrl+s")
        terminal.wait_gone("alles vastleggen")
        terminal.wait_until(lambda: logged(terminal, "derde zonder tijd"), "the lines in the log")
    found = {line["text"]: line for line in home.json("log", "list", "--dossier", NUMBER)}
    assert list(found) == ["14:05 politie @Vrijthof eerste", "14:20 THOR tweede !feit", "derde zonder tijd"]
    times = [f"{moment(line['occurred_at']):%H:%M}" for line in found.values()]
    assert times[:2] == ["14:05", "14:20"]
    assert times[2] in ("15:10", "15:11")
    assert [line["late"] for line in found.values()] == [True, True, False]
    assert [line["source"] for line in found.values()][:2] == ["politie", "THOR"]
    assert home.is_green()


@pytest.mark.all
def test_pasted_lines_wait_over_a_kill_and_are_filed_once(home: Home) -> None:
    with home.console() as terminal:
        opened(terminal)
        terminal.press("l")
        in_bar(terminal)
        terminal.paste("een\ntwee\n")
        terminal.wait_for("2 regels")
        terminal.run_on(0.25)
        terminal.kill()
        terminal.wait_exit()
    with home.console() as terminal:
        opened(terminal)
        terminal.wait_for("2 geplakte regels wachten")
        terminal.press("p")
        terminal.wait_for("2 regels")
        terminal.press("ctrl+s", "ctrl+s")
        terminal.wait_gone("alles vastleggen")
        terminal.wait_until(lambda: logged(terminal, "twee"), "the lines in the log")
    assert home.texts() == ["een", "twee"]
