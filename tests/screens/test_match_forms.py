"""The forms of a match and of the conduct register: what they file and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from datetime import timedelta
from typing import cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.form_dialog import FormDialog
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.match_forms import consequence, edit_match, log_conduct, mark_plan
from tests.builders import kinds, records_of
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all


@pytest.fixture
def match(desk: Desk) -> SubjectRow:
    """A match that kicked off an hour ago."""
    at = NOON - timedelta(hours=1)
    return desk.matches.add("Roda JC", on=at.astimezone(desk.zone).date(), at=at)


async def asked(pilot: Pilot[int], form: Awaitable[None]) -> None:
    """Let the screen ask, as a key of it would."""
    screen = cast(DeskScreen, pilot.app.screen)
    screen.run_worker(form, name="match_form")
    await rested(pilot)


def body(desk: Desk, row: SubjectRow) -> dict[str, object]:
    found = desk.reading.subject(row.subject)
    assert found is not None
    return dict(json.loads(found.body))


async def test_conduct_is_logged_and_gets_a_consequence(desk: Desk, match: SubjectRow, console: RunConsole) -> None:
    async with console(desk) as pilot:
        screen = cast(DeskScreen, pilot.app.screen)
        await asked(pilot, log_conduct(screen, match.subject))
        assert "nooit een persoon" in shown(pilot)
        await pilot.press(*"fakkels", "tab", *"zingen", "enter")
        await rested(pilot)
        assert isinstance(pilot.app.screen, FormDialog)
        assert "Soort 'zingen' bestaat niet" in shown(pilot)
        await pilot.press("shift+tab", "tab", "ctrl+u", *"fireworks", "tab", "tab", *"20", "enter")
        await rested(pilot)
        [row] = desk.reading.in_dossier(match.subject, "conduct")
        assert (row.number, row.title, row.status, row.place) == ("G-A1", "fakkels", "open", match.place)
        await asked(pilot, consequence(screen, row.subject))
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press(*"knvb_ban", "enter")
        await rested(pilot)
        await asked(pilot, consequence(screen, row.subject))
        await pilot.press("enter")
        await rested(pilot)
        await pilot.press(*"opgelegd", "enter")
        await rested(pilot)
    found = desk.reading.subject(row.subject)
    assert found is not None
    assert found.status == "done"
    [one] = json.loads(found.body)["consequences"]
    assert (one["by"], one["what"], one["note"]) == ("KNVB", "landelijk stadionverbod", "opgelegd")
    assert json.loads(found.body)["group_size"] == 20


@pytest.mark.all
async def test_the_category_is_set_from_the_list_of_forms(desk: Desk, match: SubjectRow, console: RunConsole) -> None:
    async with console(desk) as pilot:
        screen = cast(DeskScreen, pilot.app.screen)
        await asked(pilot, edit_match(screen, match.subject))
        assert "vervoersregeling" in shown(pilot)
        await pilot.press("down", "enter")
        await rested(pilot)
        await pilot.press(*"C", "tab", *"derby; onrust", "tab", *"driehoek", "enter")
        await rested(pilot)
    stood = body(desk, match)
    assert (stood["category"], stood["category_reasons"], stood["category_by"]) == (
        "C",
        ["derby", "onrust"],
        "driehoek",
    )


FORMS = {
    "fields": (["4", "0", "0", "enter"], "match.field_set"),
    "travel": ([*"buscombi", "tab", *"categorie", "enter"], "match.travel_set"),
    "talk": (["tab", "tab", *"politie", "enter"], "match.talked"),
    "decision": (
        [*"geen glas", "tab", *"burgemeester", "tab", *"APV", "tab", *"onrust", "enter"],
        "match.safety_decided",
    ),
    "move": ([*"12-04-2027", "tab", *"18:45", "tab", *"politie", "enter"], "match.moved"),
    "end": (["enter", "wait", *"2-1", "enter"], "match.ended"),
}


@pytest.mark.all
@pytest.mark.parametrize("name", FORMS)
async def test_each_form_files_its_record(desk: Desk, match: SubjectRow, console: RunConsole, name: str) -> None:
    keys, kind = FORMS[name]
    async with console(desk) as pilot:
        screen = cast(DeskScreen, pilot.app.screen)
        await asked(pilot, edit_match(screen, match.subject, name))
        for key in keys:
            await (rested(pilot) if key == "wait" else pilot.press(key))
        await rested(pilot)
        assert pilot.app.screen is screen, shown(pilot)
    assert kinds(records_of(desk.journal))[-1] == kind


@pytest.mark.all
async def test_a_line_of_the_plan_is_dropped_only_with_a_reason(
    desk: Desk, match: SubjectRow, console: RunConsole
) -> None:
    async with console(desk) as pilot:
        screen = cast(DeskScreen, pilot.app.screen)
        await asked(pilot, mark_plan(screen, match.subject, "doors"))
        await pilot.press("down", "enter")
        await rested(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "is leeg" in shown(pilot)
        await pilot.press(*"eerder open", "enter")
        await rested(pilot)
    [mark] = cast("list[dict[str, str]]", body(desk, match)["plan_marks"])
    assert (mark["key"], mark["state"], mark["note"]) == ("doors", "dropped", "eerder open")
