"""Screen 3: the register, the open demonstration, its forms; at both sizes, and never a word too many."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.demonstration_reading import answer_due, links_of, notice_of_row
from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration_steps import DemonstrationFieldSet
from aovconsole.domain.demonstration_terms import owed_of
from aovconsole.domain.demonstration_words import STEPS
from aovconsole.domain.record import Draft
from aovconsole.screens.demonstration_keys import DEMONSTRATION_KEYS
from aovconsole.screens.demonstration_lines import DemonstrationView, head
from aovconsole.screens.demonstration_rows import register_picks
from aovconsole.screens.demonstrations import DemonstrationsScreen
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.dossier_lines import DossierView
from aovconsole.screens.form_dialog import FormDialog
from aovconsole.screens.widgets.entry_bar import EntryBar
from tests.builders import HOSTILE, append
from tests.desk.test_demonstrations import settle
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested
from tests.still_clock import StillClock
from tests.test_demonstration_words import FORBIDDEN

NR, NOW_ON, PAST = "DEM-27-A001", "DEM-27-A002", "DEM-26-A001"
SECRET = "0612345678"


@pytest.fixture
def register(desk: Desk) -> Desk:
    """A register with one that comes, one that goes on, and one of last year."""
    work, begin = desk.demonstrations, NOON + timedelta(days=3)
    end = begin + timedelta(hours=2)
    notice = NOON - timedelta(days=1)
    work.add(at=begin, until=end, place="Markt", received=notice, received_via="mail", expected_count=200)
    work.add(place="Nergenshuizen")
    last_year = NOON - timedelta(days=365)
    work.add(at=last_year, place="Vrijthof", received=last_year - timedelta(days=3), scale="small")
    work.set_contact(NR, SECRET)
    work.link(NOW_ON, NR)
    work.condition(NR, "geen vuur", ground="health", reason="droogte")
    return desk


def body(desk: Desk, number: str = NR) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(desk.seat.find(number).body)
    return view


async def opened(pilot: Pilot[int]) -> DemonstrationsScreen:
    """Screen 3 with the first demonstration open."""
    await pilot.press("3")
    await rested(pilot)
    await pilot.press("home", "enter")
    await rested(pilot)
    return cast(DemonstrationsScreen, pilot.app.screen)


async def typed(pilot: Pilot[int], *texts: str) -> None:
    """Fill in the fields of a form in order and file it."""
    for place, text in enumerate(texts):
        if place:
            await pilot.press("tab")
        await pilot.press(*({" ": "space", ":": "colon"}.get(sign, sign) for sign in text))
    await pilot.press("enter")
    await rested(pilot)


def test_the_register_has_what_comes_then_what_goes_on_then_the_years(register: Desk) -> None:
    lines = ["".join(text for text, _ in line) for pick in register_picks(register, "") for line in pick.draw(60)]
    said = [line.split()[0:2] for line in lines if line]
    heads = [words[0] for words in said if words[0].isupper() and not words[0].startswith("DEM")]
    ahead, running, past = (register.seat.find(number).subject for number in (NR, NOW_ON, PAST))
    assert heads == ["KOMT", "GAANDE", "VOORBIJ"]
    assert [pick.key for pick in register_picks(register, "")] == [
        "", ahead, "", running, "", past,
    ]  # fmt: skip
    assert [pick.key for pick in register_picks(register, "vrijthof") if pick.key] == [past]
    register.demonstrations.decide(NR, "with_conditions", by="burgemeester")
    second = register_picks(register, "")[1].draw(60)[1]
    assert ("! ", "error") in second, "what is owed is seen in the register"


async def test_the_open_demonstration_beside_the_register(register: Desk, console: RunConsole) -> None:
    async with console(register) as pilot:
        await pilot.press("3")
        await rested(pilot)
        said = shown(pilot)
        for part in ("KOMT", "GAANDE", "VOORBIJ 2026", "wo 10 feb 15:12 tot 17:12", "verwacht 200", "via mail"):
            assert part in said, part
        for part in (
            "termijn te bevestigen",
            "contact vastgelegd",
            "V-A1 geen vuur",
            "nog niet besloten",
            "met tegendem",
        ):
            assert part in said, part
        assert "bewijs van ontvangst nog te geven" in said and SECRET not in said
        assert pilot.app.screen.query_one(EntryBar)._label == NR
        await pilot.press("down")
        await rested(pilot)
        assert "Nergenshuizen staat niet in de plaatsenlijst" in shown(pilot)
        assert "gaande · " in shown(pilot)
        assert pilot.app.screen.query_one(EntryBar)._label == NOW_ON


@pytest.mark.all
async def test_everything_works_at_80_columns(register: Desk, console: RunConsole) -> None:
    async with console(register, size=(80, 24)) as pilot:
        await opened(pilot)
        said = shown(pilot)
        assert "KOMT" not in said and "VOORSCHRIFTEN" in said and "LOG" in said
        await pilot.press("b")
        await rested(pilot)
        assert isinstance(pilot.app.screen, ChoiceDialog)
        await pilot.press("down", "down", "enter")
        await rested(pilot)
        assert "met voorschriften" in shown(pilot)
        await typed(pilot, "", "", "reden")
        view = body(register)
        assert (view["status"], view["decision"]["by"], view["decision"]["reason"]) == (
            "with_conditions", "burgemeester", "reden",
        )  # fmt: skip
        assert "! besluit bekendmaken" in shown(pilot)
        await pilot.press("b")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await typed(pilot, "mail")
        assert body(register)["served_at"]
        assert "! besluit bekendmaken" not in shown(pilot)
        await pilot.press("escape")
        await rested(pilot)
        assert "KOMT" in shown(pilot)


@pytest.mark.all
async def test_one_place_is_enough_for_one_that_goes_on_now(register: Desk, console: RunConsole) -> None:
    async with console(register) as pilot:
        await pilot.press("3")
        await rested(pilot)
        await pilot.press("n")
        await rested(pilot)
        await typed(pilot, "Bassin")
        made = register.seat.find("DEM-27-A003")
        assert (made.place, made.status) == ("Bassin", "spontaneous")
        assert pilot.app.screen.query_one(EntryBar)._label == "DEM-27-A003"
        assert "Demonstratie Bassin" in shown(pilot)


def told(desk: Desk, number: str, width: int = 120) -> str:
    """The head of a demonstration as it is painted."""
    row, seat = desk.seat.find(number), desk.seat
    view = DemonstrationView(
        DossierView(row, (), seat.now, seat.zone), notice_of_row(seat, row), answer_due(seat, row), owed_of(row),
        links_of(seat, row), True, False,
    )  # fmt: skip
    return "\n".join("".join(text for text, _ in line) for line in head(view)(width))


def test_the_term_clock_says_when_and_how_long_still(register: Desk) -> None:
    assert "termijn te bevestigen" in told(register, NR)
    assert "antwoord aan de kennisgever: zo spoedig mogelijk, termijn te bevestigen" in told(register, NR)
    for hours, status, said in (
        (48, "vastgesteld", "binnen de termijn (uiterlijk morgen 15:12)"),
        (100, "vastgesteld", "na de termijn (uiterlijk gisteren 11:12)"),
        (48, "te bevestigen", "uiterlijk morgen 15:12), termijn te bevestigen"),
    ):
        settle(register, status, demonstration_notice=f"hours = {hours}", demonstration_answer="hours = 20")
        assert said in told(register, NR)
        assert "! antwoord aan de kennisgever uiterlijk 11:12, 4:00 te laat" in told(register, NR)
    assert "zonder kennisgeving" in told(register, NOW_ON) and "antwoord" not in told(register, NOW_ON)
    register.demonstrations.set_field(NR, "received", (NOON - timedelta(days=30)).isoformat())
    assert "antwoord aan de kennisgever uiterlijk" in told(register, NR)
    register.demonstrations.decide(NR, "noted", by="burgemeester")
    assert "antwoord" not in told(register, NR)


@pytest.mark.all
async def test_a_new_one_with_all_that_is_known(register: Desk, console: RunConsole) -> None:
    async with console(register) as pilot:
        await pilot.press("3")
        await rested(pilot)
        await pilot.press("n")
        await rested(pilot)
        texts = ("Markt", "za 22:00", "01:00", "14:00", "via politie", "Grote Staat", "Vrijthof", "80", "klein", "9")
        await typed(pilot, *texts)
        made = register.seat.find("DEM-27-A003")
        view = json.loads(made.body)
        assert [view[name][:16] for name in ("begin_at", "end_at", "received_at")] == [
            "2027-02-13T21:00", "2027-02-14T00:00", "2027-02-07T13:00",
        ]  # fmt: skip
        assert (view["received_via"], view["moving"], view["end_place"], view["expected_count"], view["scale"]) == (
            "via politie", True, "Vrijthof", 80, "small",
        )  # fmt: skip
        assert register.demonstrations.contact(made.number) == "9"


@pytest.mark.all
async def test_two_values_of_one_field_are_named_in_the_form(register: Desk, console: RunConsole) -> None:
    subject = register.seat.find(NR).subject
    for value in ("2027-02-20T13:00:00.000000+00:00", "2027-02-21T13:00:00.000000+00:00"):
        append(register.journal, Draft(DemonstrationFieldSet("end_at", value), subject, subject))
    async with console(register) as pilot:
        await opened(pilot)
        assert "! ook ingevuld als einde: za 20 feb 2027 14:00" in shown(pilot)
        await pilot.press("e")
        await rested(pilot)
        assert "ook ingevuld als einde: za 20 feb 2027 14:00" in shown(pilot)
        await typed(pilot, "")
        assert body(register)["other_values"] == []
        assert body(register)["end_at"][:10] == "2027-02-21"


FORMS: tuple[tuple[str, tuple[str, ...], str, object], ...] = (
    ("g", ("kennisgever", "route besproken", "langs de Maas"), "talks", 1),
    ("v", ("tram vrij", "verkeer", "lijn"), "conditions", 2),
    ("h", ("40", "geteld", "politie"), "actual_count", 40),
    ("o", ("mail",), "receipts", 1),
    ("e", ("Wyck",), "place", "MarktWyck"),
    ("d", ("9",), "", ""),
    ("a", ("hekken plaatsen", "THOR"), "", ""),
)


@pytest.mark.all
@pytest.mark.parametrize(("key", "texts", "field", "value"), FORMS, ids=lambda value: str(value)[:12])
async def test_a_key_asks_and_files(
    register: Desk, console: RunConsole, key: str, texts: tuple[str, ...], field: str, value: object
) -> None:
    async with console(register) as pilot:
        await opened(pilot)
        await pilot.press(key)
        await rested(pilot)
        assert isinstance(pilot.app.screen, FormDialog)
        assert not FORBIDDEN.search(shown(pilot))
        await typed(pilot, *texts)
        if key == "o":
            assert "Bewijs van ontvangst O-A1" in shown(pilot)
            await pilot.press("escape")
            await rested(pilot)
        found = body(register).get(field)
        assert (len(found) if isinstance(found, list) else found) == (value if field else None)
        assert register.demonstrations.contact(NR) == SECRET + ("9" if key == "d" else "")
        assert len(register.reading.in_dossier(register.seat.find(NR).subject, "action")) == (key == "a")
        assert SECRET not in shown(pilot)


@pytest.mark.all
async def test_what_happens_on_the_day(register: Desk, console: RunConsole) -> None:
    async with console(register) as pilot:
        await pilot.press("3")
        await rested(pilot)
        await pilot.press("down", "w")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await typed(pilot, "rijbaan vrij", "hulpdiensten", "politie")
        assert body(register, NOW_ON)["instructions"][0]["number"] == "W-A1"
        await pilot.press("w")
        await rested(pilot)
        await pilot.press("down", "enter")
        await rested(pilot)
        assert "Bevel tot beëindigen" in shown(pilot) and "Gronden (Wom art. 7)" in shown(pilot)
        await pilot.press("escape", "k")
        await rested(pilot)
        await pilot.press("down", "enter")
        await rested(pilot)
        await typed(pilot, "Mosae Forum")
        assert body(register, NOW_ON)["aims_at_places"] == ["Mosae Forum"]
        await pilot.press("x")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        await typed(pilot, "rustig verlopen")
        assert body(register, NOW_ON)["status"] == "over"


@pytest.mark.all
async def test_a_line_goes_into_the_open_demonstration_and_a_step_can_be_withdrawn(
    register: Desk, console: RunConsole
) -> None:
    async with console(register) as pilot:
        await opened(pilot)
        await pilot.press("l", *"groep", "enter")
        await rested(pilot)
        subject = register.seat.find(NR).subject
        assert [line.text for line in register.reading.lines(dossier=subject, type_="line")] == ["groep"]
        await pilot.press("escape", "c")
        await rested(pilot)
        await typed(pilot, "en")
        assert "groepen" in shown(pilot)
        await pilot.press("up")
        while (line := cast(DemonstrationsScreen, pilot.app.screen).pane.lines.selected) and line.type != "condition":
            await pilot.press("up")
        await pilot.press("z")
        await rested(pilot)
        await typed(pilot, "vergissing")
        assert body(register)["conditions"] == []


@pytest.mark.all
async def test_looking_back_shows_what_was_known_and_writes_nothing(register: Desk, console: RunConsole) -> None:
    clock = cast(StillClock, register.journal.clock)
    clock.advance(minutes=10)
    register.demonstrations.decide(NR, "with_conditions", by="burgemeester")
    async with console(register) as pilot:
        screen = await opened(pilot)
        await pilot.press("t")
        await rested(pilot)
        await typed(pilot, "15:15")
        assert screen.pane.looking_back and "WAT WISTEN WE OM 15:15" in shown(pilot)
        assert "nog geen besluit (b)" in shown(pilot)
        await pilot.press("b")
        await rested(pilot)
        assert pilot.app.screen is screen and "kijkt terug" in shown(pilot)
        await pilot.press("escape")
        await rested(pilot)
        assert not screen.pane.looking_back


@pytest.mark.all
async def test_the_other_demonstration_is_one_key_away_and_the_filter_finds(
    register: Desk, console: RunConsole
) -> None:
    async with console(register) as pilot:
        screen = await opened(pilot)
        screen.pane.facts.focus()
        screen.pane.facts.select(f"link {register.seat.find(NOW_ON).subject}")
        await pilot.press("enter")
        await rested(pilot)
        assert screen.dossier.number == NOW_ON
        await pilot.press("escape", "f", *"vrijthof", "enter")
        await rested(pilot)
        assert screen.dossier.number == PAST
        await pilot.press("escape")
        await rested(pilot)
        assert "KOMT" in shown(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_hostile_text_does_nothing(desk: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    for text in HOSTILE.values():
        row = desk.demonstrations.add(place=text, received=NOON, route=text, received_via=text)
        desk.demonstrations.talk(row.number, text, with_whom=text, agreed=text)
        desk.demonstrations.condition(row.number, text, ground="health", reason=text)
        desk.demonstrations.link(row.number, text, role="target")
    async with console(desk, size=size) as pilot:
        await pilot.press("3")
        await rested(pilot)
        for _ in HOSTILE:
            await pilot.press("enter")
            await rested(pilot)
            assert not {"\x1b", "\x9b", "\u202e", "\x00"} & set(shown(pilot))
            await pilot.press("escape", "down")
            await rested(pilot)


@pytest.mark.all
async def test_no_form_speaks_of_a_permit(register: Desk, console: RunConsole) -> None:
    async with console(register, size=(140, 60)) as pilot:
        await opened(pilot)
        assert not FORBIDDEN.search(shown(pilot))
        for key in ("question_mark", *(key.key for key in DEMONSTRATION_KEYS if key.asks and key.id not in _QUIET)):
            await pilot.press(key)
            await rested(pilot)
            assert len(pilot.app.screen_stack) == 2, key
            assert not FORBIDDEN.search(shown(pilot)), key
            await pilot.press("escape")
            await rested(pilot)


_QUIET = ("filter", "correct", "withdraw")
"""Keys that need another place for their cursor."""


def test_every_step_has_a_word_for_its_line(register: Desk) -> None:
    subject = register.seat.find(NR).subject
    types = {line.type for line in register.reading.lines(dossier=subject)} - {"demonstration", "changed", "line"}
    assert types and types <= set(STEPS)
