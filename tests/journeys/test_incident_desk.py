"""The incident desk by keyboard alone (issue 3): every step is looked up in the journal, not on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.home import Home, in_bar, moment, opened, wait_logged
from tests.journeys.terminal import Terminal

pytestmark = pytest.mark.all

NIGHT = "2027-03-10T02:30:00+01:00"
FIRST, SECOND = "INC-27-A001", "INC-27-A002"
LINES = ("brandweer: vlammen uit het dak", "politie: twintig bewoners buiten #bevolking")
ORDER = {
    "ground": "3", "facts": "dak kan instorten", "order": "iedereen uit de straat", "addressees": "bewoners",
    "area": "Malberg", "deviates": "", "constitution": "j", "warning": "omgeroepen", "hearing": "spoed",
    "begin": "", "end": "", "necessity": "gevaar voor omwonenden", "proportionality": "een straat",
    "subsidiarity": "afzetten helpt niet", "announced_how": "geluidwagen",
}  # fmt: skip
"""What is typed into each field of the noodbevel, in the order of its form; a digit or letter chooses."""

ORDINANCE = ("facts", "rules", "area", "necessity", "proportionality", "subsidiarity", "announced_how")
"""The conditions of a noodverordening that are text and must be there."""

SIZES = [pytest.param((140, 42), id="140x42"), pytest.param((80, 24), id="80x24")]


@pytest.fixture
def home(scratch_home: Path) -> Home:
    return Home(scratch_home, NIGHT)


@pytest.fixture(params=SIZES)
def terminal(request: pytest.FixtureRequest, home: Home) -> Any:
    with home.console(*request.param) as started:
        yield opened(started)


def show(home: Home, number: str = FIRST) -> dict[str, Any]:
    """An incident as the journal has it."""
    view: dict[str, Any] = home.json("incident", "show", number)
    return view


def new_incident(terminal: Terminal, number: str, title: str) -> None:
    """Open an incident; the cursor stands in its log."""
    terminal.press("i")
    terminal.wait_for("Nieuw incident")
    terminal.type(title)
    terminal.press("enter")
    terminal.wait_for(f"{number} ›")
    in_bar(terminal)


def out_of_bar(terminal: Terminal) -> None:
    """Leave the entry bar, and see that it was left."""
    terminal.press("escape")
    terminal.wait_gone("━" * 60)


def form(terminal: Terminal, key: str, heading: str) -> None:
    """Open a form by its key and wait until it stands still."""
    terminal.press(key)
    terminal.wait_for(heading)
    terminal.settle(0.3)


def fill(terminal: Terminal, values: Sequence[str]) -> None:
    """Type into the fields one after the other, looking where the cursor went; an empty one is passed."""
    for place, value in enumerate(values):
        if place:
            next_field(terminal)
        terminal.type(value)
        terminal.run_on(0.05)


def next_field(terminal: Terminal) -> None:
    """Press tab, and look where the cursor went before typing on."""

    def here() -> tuple[int, int, list[str]]:
        below_the_clock = terminal.text().splitlines()[3:]
        return terminal.screen.cursor.x, terminal.screen.cursor.y, below_the_clock

    terminal.settle(0.05)
    before = here()
    terminal.press("tab")
    terminal.wait_until(lambda: here() != before, "the cursor in the next field")
    terminal.settle(0.05)


def file(terminal: Terminal, heading: str) -> None:
    """File a form and wait until it went."""
    terminal.press("enter")
    terminal.wait_gone(heading)


def test_a_night_from_the_call_to_the_end_by_keyboard_alone(home: Home, terminal: Terminal) -> None:
    called(home, terminal)
    scaled_and_told(home, terminal)
    two_at_once(home, terminal)
    ticked(home, terminal)
    ordered(home, terminal)
    reported(home, terminal)
    ended(home, terminal)
    assert home.is_green()


def called(home: Home, terminal: Terminal) -> None:
    new_incident(terminal, FIRST, "Brand flat Malberg")
    for number, line in enumerate(LINES, 1):
        terminal.type(line)
        terminal.press("enter")
        wait_logged(terminal, line.partition(": ")[2].partition(" #")[0])
        assert home.texts(FIRST) == list(LINES[:number])
    out_of_bar(terminal)


def scaled_and_told(home: Home, terminal: Terminal) -> None:
    form(terminal, "g", "GRIP-stap")
    terminal.press("1", "enter")
    terminal.settle(0.1)
    terminal.type("OvD")
    file(terminal, "GRIP-stap")
    [step] = show(home)["grip_history"]
    assert (step["level"], step["by"]) == (1, "OvD")
    clocks = {one["key"]: one for one in home.json("incident", "clocks", FIRST)}
    assert clocks["copi"]["status"] == "running"
    assert abs(moment(clocks["copi"]["started_at"]) - moment(step["at"])) < timedelta(seconds=1), "zelfde tijd"
    form(terminal, "w", "Wie weet het")
    fill(terminal, ["", "telefoon", "komt eraan"])
    file(terminal, "Wie weet het")
    told = [one for one in home.json("incident", "knows", FIRST) if not one["waiting"]]
    assert [(one["via"], one["answer"], one["reached"]) for one in told] == [("telefoon", "komt eraan", True)]
    assert show(home)["informed"][0]["function"] == "burgemeester"


def two_at_once(home: Home, terminal: Terminal) -> None:
    new_incident(terminal, SECOND, "Gaslek Markt")
    terminal.type("half twee")
    terminal.wait_for(f"{SECOND} › half twee")
    terminal.press("ctrl+n")
    terminal.wait_for(f"{FIRST} ›")
    terminal.type("half een")
    terminal.wait_for(f"{FIRST} › half een")
    terminal.press("ctrl+n")
    terminal.wait_for(f"{SECOND} › half twee")
    terminal.type(" en meer")
    terminal.wait_for(f"{SECOND} › half twee en meer")
    terminal.press("ctrl+n")
    terminal.wait_for(f"{FIRST} › half een")
    assert home.texts() == list(LINES), "a half-typed line is no record"
    terminal.press("enter")
    wait_logged(terminal, "half een")
    assert (home.texts(FIRST), home.texts(SECOND)) == ([*LINES, "half een"], [])
    terminal.press("ctrl+n")
    terminal.wait_for(f"{SECOND} › half twee en meer")
    terminal.press("ctrl+n")
    terminal.wait_for(f"{FIRST} ›")
    out_of_bar(terminal)


def ticked(home: Home, terminal: Terminal) -> None:
    form(terminal, "k", "Klokken")
    offered = [line for line in terminal.text().splitlines() if "min) afvinken" in line]
    terminal.press(*["down"] * next(place for place, line in enumerate(offered) if "CoPI" in line))
    file(terminal, "Klokken")
    terminal.wait_for("CoPI: binnen 30 minuten")
    fill(terminal, ["", "", "op het plein"])
    file(terminal, "CoPI: binnen 30 minuten")
    clocks = {one["key"]: one for one in home.json("incident", "clocks", FIRST)}
    assert (clocks["copi"]["status"], clocks["copi"]["note"]) == ("reached", "op het plein")
    assert clocks["control_room_alarm"]["status"] == "running"


def choose_noodbevel(terminal: Terminal) -> None:
    """Choose the noodbevel among the powers, and wait for its form."""
    terminal.type("noodbevel")
    terminal.wait_for("175")
    terminal.settle(0.1)
    terminal.press("enter")
    terminal.wait_for("noodbevel  voorbereiden")
    terminal.settle(0.3)


def ordered(home: Home, terminal: Terminal) -> None:
    form(terminal, "m", "welke bevoegdheid")
    choose_noodbevel(terminal)
    fill(terminal, list(ORDER.values()))
    assert home.json("measure", "list", FIRST) == []
    file(terminal, "noodbevel  voorbereiden")
    [prepared] = home.json("measure", "list", FIRST)
    values = home.json("measure", "show", FIRST, "M-A1")["values"]
    assert (prepared["status"], prepared["power"]) == ("prepared", "emergency_order")
    typed = {key: text for key, text in ORDER.items() if text}
    assert values == typed | {"ground": "ramp", "constitution": "ja"}
    terminal.wait_for("b besluit")
    form(terminal, "b", "besluit vastleggen")
    terminal.type("b")
    file(terminal, "besluit vastleggen")
    taken = home.json("measure", "show", FIRST, "M-A1")
    assert (taken["status"], taken["decided_by"]) == ("taken", "burgemeester")
    assert {duty["key"] for duty in taken["duties"]} >= {"announcement", "withdrawal", "council_account"}
    terminal.press("escape")
    terminal.wait_gone("i intrekken")
    terminal.settle(0.2)


def reported(home: Home, terminal: Terminal) -> None:
    form(terminal, "s", "Sitrap")
    terminal.press("ctrl+t")
    terminal.wait_for("pagina · volledig")
    terminal.settle(0.1)
    terminal.press("ctrl+t")
    terminal.wait_for("van 300 tekens")
    terminal.press("ctrl+g")
    terminal.type("burgemeester")
    terminal.wait_for("burgemeester")
    file(terminal, "^t lengte")
    [sent] = home.json("sitrep", "list", FIRST)
    assert (sent["number"], sent["to"], sent["length"], sent["scope"]) == ("S-A1", "burgemeester", "sms", "whole")
    assert sent["text"].startswith("TEST. 02:3") and "noodbevel" in sent["text"] and len(sent["text"]) <= 300


def ended(home: Home, terminal: Terminal) -> None:
    form(terminal, "n", "Naar de nafase")
    terminal.type("OvD-Bz")
    file(terminal, "Naar de nafase")
    assert [(one["phase"], one["to"]) for one in show(home)["phases"]] == [("aftercare", "OvD-Bz")]
    form(terminal, "x", "Afsluiten")
    terminal.type("sein brand meester")
    terminal.press("enter")
    terminal.wait_for("Noem naar wie gaat wat nog open staat")
    assert show(home)["status"] == "aftercare"
    next_field(terminal)
    terminal.type("juristen")
    file(terminal, "Afsluiten")
    shown = show(home)
    assert (shown["status"], shown["phases"][-1]["to"]) == ("closed", "juristen")
    assert [text for text in shown["phases"][-1]["left_open"] if text.startswith("M-A1 de raad inlichten")]
    assert [row["number"] for row in home.json("incident", "list", "--open")] == [SECOND]


def test_a_half_typed_measure_is_back_after_kill_9(home: Home) -> None:
    home.does("incident", "open", "Brand flat Malberg")
    with home.console(80, 24) as terminal:
        at_noodbevel(terminal)
        fill(terminal, ["3", "dak kan instorten", "iedereen ui"])
        terminal.run_on(0.3)  # the promise of DESIGN §5
        terminal.kill()
        terminal.wait_exit()
    assert home.json("measure", "list", FIRST) == []
    with home.console(140, 42) as terminal:
        at_noodbevel(terminal)
        for text in ("ramp", "dak kan instorten", "iedereen ui"):
            assert text in terminal.text()
        file(terminal, "noodbevel  voorbereiden")
    [measure] = home.json("measure", "list", FIRST)
    assert measure["values"] == {"ground": "ramp", "facts": "dak kan instorten", "order": "iedereen ui"}
    with home.console(80, 24) as terminal:
        at_noodbevel(terminal, another=True)
        assert "iedereen ui" not in terminal.text(), "what was filed is no draft any more"
    assert home.is_green()


def at_noodbevel(terminal: Terminal, *, another: bool = False) -> None:
    """Go to the form of a noodbevel in the first incident, where `another` was prepared already."""
    opened(terminal)
    terminal.press("4")
    terminal.wait_for(f"{FIRST} ›")
    if another:
        form(terminal, "m", "een nieuwe voorbereiden")
        terminal.press("end", "enter")
        terminal.wait_for("welke bevoegdheid")
        terminal.settle(0.1)
    else:
        form(terminal, "m", "welke bevoegdheid")
    choose_noodbevel(terminal)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("key", "heading"), [("x", "Afsluiten"), ("n", "Naar de nafase")])
def test_nothing_that_is_owed_is_out_of_sight_when_it_ends(
    home: Home, size: tuple[int, int], key: str, heading: str
) -> None:
    home.does("incident", "open", "Overlaatdam beschadigd")
    conditions = ("ground=ramp", "constitution=ja", *(f"{name}=in orde" for name in ORDINANCE))
    prepared = [word for condition in conditions for word in ("--set", condition)]
    home.does("measure", "prepare", FIRST, "emergency_ordinance", *prepared)
    home.does("measure", "decide", FIRST, "M-A1", "--by", "burgemeester")
    owed = ("bekendmaken", "(raad)", "commissaris", "arrondissementsparket", "bekrachtiging", "intrekken", "van kracht")
    with home.console(*size) as terminal:
        opened(terminal)
        terminal.press("4")
        terminal.wait_for(f"{FIRST} ›")
        form(terminal, key, heading)
        box = [line.partition("█")[2] for line in terminal.text().splitlines() if "█" in line]
    assert [word for word in owed if not any(word in line for line in box)] == []
