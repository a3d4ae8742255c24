"""Filtering the log of a dossier: the form, and a log that stays right when lines arrive."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused
from aovconsole.journal.log_filter import LogFilter
from aovconsole.screens.dossier_log import filter_text
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.incidents import IncidentsScreen
from aovconsole.screens.log_filter_dialog import ask_log_filter, filter_fields, filter_typed
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

NUMBER = "INC-27-A001"
FIELDS = ("kind", "status", "source", "place", "tag", "words", "only")


@pytest.fixture
def fire(desk: Desk) -> Desk:
    desk.incidents.open("Brand", at=NOON - timedelta(minutes=50))
    for minute in range(40):
        kind = ("!feit", "", "!oordeel #wind", "!bericht")[minute % 4]
        at = NOON - timedelta(minutes=40 - minute)
        desk.log.line(f"politie: @Markt regel {minute} {kind}", dossier=NUMBER, at=at)
    return desk


def under_cursor(pane: DossierPane) -> str:
    row = pane.lines.selected
    return row.text if row else ""


def typed(**values: str) -> dict[str, str]:
    return {name: values.get(name, "") for name in FIELDS}


@pytest.mark.parametrize(
    ("values", "wanted", "told"),
    [
        ({}, LogFilter(), ""),
        ({"kind": " Feit "}, LogFilter(kind="fact"), "soort feit"),
        ({"kind": "notitie"}, LogFilter(kind="note"), "soort notitie"),
        ({"kind": "grip"}, LogFilter(kind="grip"), "soort GRIP"),
        ({"status": "weersproken"}, LogFilter(status="contradicted"), "weersproken"),
        ({"status": "verified"}, LogFilter(status="verified"), "geverifieerd"),
        ({"source": " THOR "}, LogFilter(source="THOR"), "bron THOR"),
        ({"place": "Plein 1992"}, LogFilter(place="Plein 1992"), "plaats Plein 1992"),
        ({"tag": "#Crowd"}, LogFilter(tag="crowd"), "#crowd"),
        ({"words": "vol plein"}, LogFilter(words="vol plein"), "'vol plein'"),
        ({"only": "Doorgehaald"}, LogFilter(struck=True), "doorgehaald"),
        ({"only": "laat, doorgehaald"}, LogFilter(struck=True, late=True), "doorgehaald · laat"),
        ({"only": "laat en doorgehaald", "kind": "besluit"}, LogFilter(kind="decision", struck=True, late=True),
         "soort besluit · doorgehaald · laat"),
    ],
)  # fmt: skip
def test_what_is_typed_is_what_is_asked(desk: Desk, values: dict[str, str], wanted: LogFilter, told: str) -> None:
    assert filter_typed(typed(**values)) == wanted
    assert filter_text(wanted) == told
    standing = {field.name: field.value for field in filter_fields(desk.reading, "", wanted)}
    assert filter_typed(standing) == wanted, "the form shows the filter that stands"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"kind": "roddel"}, "soort 'roddel' bestaat niet (kies uit notitie, feit"),
        ({"status": "waar"}, "status 'waar' bestaat niet (kies uit geverifieerd, ongeverifieerd, weersproken)"),
        ({"only": "nieuw"}, "alleen 'nieuw' bestaat niet (kies uit doorgehaald, laat)"),
    ],
)
def test_what_does_not_exist_is_refused(values: dict[str, str], words: str) -> None:
    with pytest.raises(CommandRefused) as refused:
        filter_typed(typed(**values))
    assert words in refused.value.sentence


def test_what_occurs_in_the_dossier_is_suggested(fire: Desk) -> None:
    fire.log.line("@Elders !aanname #anders")
    fields = {
        field.name: field.names for field in filter_fields(fire.reading, fire.seat.find(NUMBER).subject, LogFilter())
    }
    assert set(fields["kind"]) == {"feit", "notitie", "oordeel", "bericht", "geopend"}
    assert (fields["source"], fields["place"], fields["tag"]) == (("politie",), ("Markt",), ("wind",))


@pytest.mark.all
async def test_the_form_filters_and_a_mistake_stays_in_it(fire: Desk, console: RunConsole) -> None:
    async with console(fire) as pilot:
        await pilot.press("4")
        await rested(pilot)
        answers: list[LogFilter | None] = []

        async def ask(standing: LogFilter | None) -> None:
            answers.append(await ask_log_filter(pilot.app, fire.reading, fire.seat.find(NUMBER).subject, standing))

        pilot.app.run_worker(ask(None), name="action_ask")
        await pilot.pause()
        await pilot.press(*"feiten", "enter")
        await pilot.pause()
        assert "Soort 'feiten' bestaat niet" in shown(pilot)
        await pilot.press("backspace", "backspace", "enter")
        await pilot.pause()
        assert answers == [LogFilter(kind="fact")]
        pilot.app.run_worker(ask(LogFilter(kind="fact")), name="action_ask")
        await pilot.pause()
        assert "feit" in shown(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [LogFilter(kind="fact"), None]


@pytest.mark.all
async def test_a_filtered_log_stays_right_when_lines_arrive(fire: Desk, console: RunConsole) -> None:
    async with console(fire, size=(80, 24)) as pilot:
        await pilot.press("4")
        await rested(pilot)
        screen = cast(IncidentsScreen, pilot.app.screen)
        screen.open_dossier(fire.seat.find(NUMBER).subject)
        await rested(pilot)
        pane = screen.pane
        pane.filter_log(LogFilter(kind="message"))
        await rested(pilot)
        said = " ".join(shown(pilot).split())
        assert "LOG" in said and "10 van 41 · soort bericht · f filter, esc alles" in said
        assert "regel 39" in said and "regel 38" not in said
        fire.log.line("THOR pers gebeld !bericht", dossier=NUMBER)
        other = fire.log.line("THOR geen bericht", dossier=NUMBER)
        screen.look()
        await rested(pilot)
        said = " ".join(shown(pilot).split())
        assert "11 van 43 · soort bericht" in said
        assert "pers gebeld" in said and "geen bericht" not in said
        await pilot.press("home")
        assert "regel 3 " in under_cursor(pane)
        pane.filter_log(None)
        await rested(pilot)
        assert "regel 3 " in under_cursor(pane), "it stands where one found it"
        assert pane.lines.line_count == 43
        assert "43 regels" in shown(pilot) and "van 43" not in shown(pilot)
        pane.filter_log(LogFilter(struck=True))
        await rested(pilot)
        assert "geen regel past bij dit filter; esc toont alles" in " ".join(shown(pilot).split())
        fire.log.withdraw(other.id)
        screen.look()
        await rested(pilot)
        assert "1 van 43 · doorgehaald" in shown(pilot) and "ingetrokken" in shown(pilot)
        screen.open_dossier("")
        await rested(pilot)
        assert pane.log_filter is None
