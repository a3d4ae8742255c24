"""A decision while the square fills (DESIGN §1.2): so many keys, within 20 seconds at 60 words a minute."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.home import Home, opened
from tests.journeys.terminal import Terminal

DAY = "2027-02-07T15:10:00+01:00"
CMT = "CMT-27-A001"

KEYS_A_SECOND = 5
"""60 words of five characters a minute."""

MOST_SECONDS = 20


class Hands:
    """Counts every key that is pressed, letters too."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal, self.count = terminal, 0

    def press(self, *keys: str) -> None:
        self.count += len(keys)
        self.terminal.press(*keys)

    def type(self, text: str) -> None:
        self.count += len(text)
        self.terminal.type(text)

    @property
    def seconds(self) -> float:
        """How long these keys take at 60 words a minute."""
        return self.count / KEYS_A_SECOND


@pytest.fixture
def home(scratch_home: Path) -> Home:
    """Carnival Sunday with its plan, a chair, and a threshold on the Vrijthof with a prepared decision."""
    made = Home(scratch_home, DAY)
    before = replace(made, now="2026-05-01T10:00:00+02:00")  # nothing of the plan was past
    plan = before.does("scenario", "start", "carnaval", "--on", "2027", "--answer", "capacity_vrijthof=20000")
    made.does("cmt", "open", "Carnaval zondag", "--plan", plan)
    made.does("cmt", "chair", CMT, "voorzitter CMT")
    made.does("cmt", "capacity", CMT, "Vrijthof", "20000", "--owner", "OOV")
    made.does(
        "cmt", "threshold", CMT, "Vrijthof", "85%", "--label", "vol", "--owner", "OOV", "--decision", "stop_inflow"
    )
    return made


def on_screen_5(terminal: Terminal) -> Hands:
    """The CMT day, and hands that have done nothing yet."""
    opened(terminal)
    terminal.press("5")
    terminal.wait_for("BESLUITEN")
    terminal.settle(0.2)
    return Hands(terminal)


def decisions(home: Home) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = home.json("cmt", "show", CMT)["decisions"]
    return found


def told(hands: Hands, what: str) -> None:
    print(f"{what}: {hands.count} keys, {hands.seconds:.1f} s at 60 words a minute")


@pytest.mark.all
def test_a_short_decision_is_text_and_owner(home: Home) -> None:
    with home.console(140, 42) as terminal:
        hands = on_screen_5(terminal)
        hands.press("b")
        hands.type("Taps op het Vrijthof dicht tot 17.00 uur")
        hands.press("tab")
        hands.type("THOR")
        hands.press("enter")
        terminal.wait_for("B-A1 vastgelegd")
        terminal.wait_for("zonder onderbouwing")
    [made] = decisions(home)
    assert (made["text"], made["owner"]) == ("Taps op het Vrijthof dicht tot 17.00 uur", "THOR")
    told(hands, "short decision")
    assert hands.seconds <= MOST_SECONDS
    assert hands.count <= len("Taps op het Vrijthof dicht tot 17.00 uur") + len("THOR") + 3
    assert home.is_green()


@pytest.mark.all
def test_a_decision_with_its_grounds_is_within_the_time_too(home: Home) -> None:
    with home.console(140, 42) as terminal:
        hands = on_screen_5(terminal)
        hands.press("b")
        hands.type("Taps Vrijthof dicht tot 17.00")
        hands.press("tab")
        hands.type("THOR")
        hands.press("tab")
        hands.type("plein vol, uitstroom moet door kunnen")
        hands.press("tab", "tab", "tab")
        hands.type("+20")
        hands.press("enter")
        terminal.wait_for("B-A1 vastgelegd")
    [made] = decisions(home)
    assert made["lacking"] == [] and made["check_at"]
    told(hands, "decision with its grounds and its moment of checking")
    assert hands.seconds <= MOST_SECONDS


@pytest.mark.all
@pytest.mark.parametrize("size", [(140, 42), (80, 24)], ids=["140x42", "80x24"])
def test_what_was_prepared_is_taken_with_one_key(home: Home, size: tuple[int, int]) -> None:
    home.does("cmt", "crowd", CMT, "Vrijthof", "18k", "--method", "camera", "--by", "politie")
    with home.console(*size) as terminal:
        opened(terminal)
        terminal.press("5")
        terminal.wait_for("LOG")
        terminal.settle(0.2)
        hands = Hands(terminal)
        hands.press("b")
        terminal.wait_for("Ligt klaar")
        hands.press("enter")
        terminal.wait_for("B-A1 vastgelegd")
    [made] = decisions(home)
    assert made["prepared"] == "stop_inflow" and made["decider"] == "voorzitter CMT" and made["check_at"]
    told(hands, "prepared decision")
    assert hands.count == 2
