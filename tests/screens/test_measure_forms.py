"""The forms of the burgemeester's powers: choose, prepare, decide, tick; nothing is lost, nothing is out of sight."""

from __future__ import annotations

import json
from collections.abc import Coroutine
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from aovconsole.desk.desk import Desk
from aovconsole.domain.measure_steps import MeasureFieldSet
from aovconsole.domain.record import Draft
from aovconsole.domain.view import SubjectRow
from aovconsole.reference.powers import Power
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.measure_dialog import MeasurePage, PowerPicker
from aovconsole.screens.measure_fields import MeasureForm
from aovconsole.screens.measure_forms import new_measure, open_measure
from tests.builders import append
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all

ORDINANCE = "emergency_ordinance"


@pytest.fixture
def flood(desk: Desk) -> SubjectRow:
    return desk.incidents.open("Overlaat Kesselerpark", at=NOON)


def values_of(power: Power) -> dict[str, str]:
    """Something in every condition of a power except begin and end."""
    typed = {"text": "in orde", "yes_no": "ja"}
    conditions = [one for one in power.fields if one.kind in ("text", "yes_no", "choice")]
    return {one.key: one.choices[0] if one.kind == "choice" else typed[one.kind] for one in conditions}


def prepared(desk: Desk, dossier: SubjectRow, power: str, **values: str) -> SubjectRow:
    return desk.measures.prepare(dossier.subject, power, values_of(desk.measures.power(power)) | values)


def body(desk: Desk, measure: SubjectRow) -> dict[str, Any]:
    row = desk.reading.subject(measure.subject)
    assert row is not None
    return cast(dict[str, Any], json.loads(row.body))


async def begun(pilot: Pilot[int], form: Coroutine[Any, Any, None]) -> None:
    """Show a form over the dossiers."""
    pilot.app.screen.run_worker(form)
    await rested(pilot)


async def typed(pilot: Pilot[int], *keys: str) -> None:
    """Press keys, and let what they ask be answered."""
    await pilot.press(*keys)
    await rested(pilot)


def incidents(pilot: Pilot[int]) -> DeskScreen:
    return cast(DeskScreen, pilot.app.screen_stack[0])


async def test_from_a_word_to_a_decision_that_is_refused_in_the_form(
    desk: Desk, console: RunConsole, flood: SubjectRow
) -> None:
    async with console(desk, size=(80, 24)) as pilot:
        await typed(pilot, "4")
        await begun(pilot, new_measure(incidents(pilot), flood.subject))
        assert "te toetsen door jurist · tekst van" in shown(pilot)
        await typed(pilot, *"noodv", "enter")
        said = shown(pilot)
        assert "te toetsen door jurist · tekst van" in said and "geen mandaat" in said
        await typed(pilot, "3", "4", "down", *"nat", "enter")
        (measure,) = desk.reading.in_dossier(flood.subject, "measure")
        filled = dict(body(desk, measure)["values"])
        assert filled == {
            "ground": "ramp; ernstige vrees voor het ontstaan daarvan",
            "facts": "nat",
        }
        assert isinstance(pilot.app.screen, MeasurePage)
        assert "! nog niet ingevuld: voorschriften, in het kort, gebied of plaats" in shown(pilot)
        await typed(pilot, "b", "b", "enter")
        assert isinstance(pilot.app.screen, MeasureForm)
        assert "! Nog niet ingevuld: voorschriften, in het kort, gebied of plaats" in shown(pilot)
        assert pilot.app.screen.query(FieldInput).first().value == "b"
    assert body(desk, measure)["status"] == "prepared"


@pytest.mark.all
async def test_what_is_owed_is_ticked_and_a_mistake_is_undone(
    desk: Desk, console: RunConsole, flood: SubjectRow
) -> None:
    measure = prepared(desk, flood, ORDINANCE)
    async with console(desk) as pilot:
        await typed(pilot, "4")
        await begun(pilot, open_measure(incidents(pilot), measure.subject))
        await typed(pilot, "b", "l", "enter")
        assert body(desk, measure)["decided_by"] == "loco-burgemeester"
        said = shown(pilot)
        assert "! zsm" in said and "commissaris van de Koning" in said and "GEDAAN" not in said
        await typed(pilot, "escape")
        await begun(pilot, open_measure(incidents(pilot), measure.subject, "commissioner"))
        await typed(pilot, "enter", "tab", "tab", *"fax", "enter")
        duty = next(one for one in body(desk, measure)["duties"] if one["key"] == "commissioner")
        assert (duty["outcome"], duty["via"]) == ("done", "fax")
        assert "GEDAAN" in shown(pilot) and "via fax" in shown(pilot)
        await typed(pilot, "z", *"fout", "enter")
        duty = next(one for one in body(desk, measure)["duties"] if one["key"] == "commissioner")
        assert duty["outcome"] == ""
        assert "GEDAAN" not in shown(pilot)


@pytest.mark.all
async def test_a_half_filled_form_waits_and_esc_leads_back_to_the_powers(
    desk: Desk, console: RunConsole, flood: SubjectRow
) -> None:
    async with console(desk, size=(80, 24)) as pilot:
        await typed(pilot, "4")
        await begun(pilot, new_measure(incidents(pilot), flood.subject))
        await typed(pilot, *"noodbevel", "enter", "2", "down", *"ruiten", "escape")
        assert isinstance(pilot.app.screen, PowerPicker)
        await typed(pilot, "escape")
        assert desk.reading.in_dossier(flood.subject, "measure") == ()
        await begun(pilot, new_measure(incidents(pilot), flood.subject))
        await typed(pilot, *"art. 175", "enter")
        first, second = list(pilot.app.screen.query(FieldInput))[:2]
        assert (first.value, second.value) == ("andere ernstige wanordelijkheden", "ruiten")


@pytest.mark.all
async def test_the_field_with_the_cursor_is_in_sight_in_the_longest_form_at_80x24(
    desk: Desk, console: RunConsole, flood: SubjectRow
) -> None:
    longest = max(desk.measures.powers(), key=lambda power: len(power.fields))
    measure = desk.measures.prepare(flood.subject, longest.key)
    async with console(desk, size=(80, 24)) as pilot:
        await typed(pilot, "4")
        await begun(pilot, open_measure(incidents(pilot), measure.subject))
        await typed(pilot, "e")
        fields, seen = pilot.app.screen.query_one(".fields"), set()
        for key in (*("down",) * (len(longest.fields) - 1), *("up",) * 3):
            await pilot.press(key)
            await pilot.pause()
            focused = pilot.app.focused
            assert isinstance(focused, FieldInput)
            assert fields.region.contains_region(focused.region), focused.name
            seen.add(focused.name)
        assert len(seen) >= len(longest.fields) - 1
        assert "te toetsen door jurist" in shown(pilot) and "esc terug" in shown(pilot)


@pytest.mark.all
async def test_only_keys_that_apply_are_shown_and_act(desk: Desk, console: RunConsole, flood: SubjectRow) -> None:
    measure = prepared(desk, flood, "home_ban")
    async with console(desk) as pilot:
        await typed(pilot, "4")
        await begun(pilot, open_measure(incidents(pilot), measure.subject))
        said = shown(pilot)
        assert "b besluit" in said and "i intrekken" not in said and "v verlengen" not in said
        await typed(pilot, "i", "v", "z")
        assert isinstance(pilot.app.screen, MeasurePage)
        desk.measures.decide(measure.subject, by="burgemeester", reason="[red]gevaar[/] $x")
        await pilot.pause(0.6)  # a record of somebody else comes in while the page is open
        said = shown(pilot)
        assert "i intrekken" in said and "v verlengen" in said and "b besluit" not in said
        assert "[red]gevaar[/] $x" in said
        await typed(pilot, "v", *"17-02-2027 16:00")
        assert "= wo 17 feb 16:00, over 10 d 0 u" in shown(pilot)
        await typed(pilot, "down", *"wethouder", "enter")
        assert "Niet te mandateren" in shown(pilot) and "wethouder" in shown(pilot)
        assert body(desk, measure)["extensions"] == []


@pytest.mark.all
async def test_a_form_becomes_the_record_that_its_draft_was_promised(
    desk: Desk, console: RunConsole, flood: SubjectRow
) -> None:
    measure = prepared(desk, flood, "group_measures", end="10-02-2027 15:00")
    rubbish = MeasureFieldSet("days", "rommel")
    append(desk.journal, Draft(rubbish, subject=measure.subject, dossier=flood.subject))
    async with console(desk, size=(80, 24)) as pilot:
        await typed(pilot, "4")
        await begun(pilot, open_measure(incidents(pilot), measure.subject))
        await typed(pilot, "e")
        assert "rommel" in [one.value for one in pilot.app.screen.query(FieldInput)]
        await typed(pilot, "escape")
        for keys, form in (("b", "besluit vastleggen"), ("i", "intrekken")):
            await typed(pilot, keys)
            promised = incidents(pilot).bench.drafts.of(f"measure {form}", measure.subject).record_id
            await typed(pilot, "b", "enter")
            assert body(desk, measure)["steps"][-1]["record_id"] == promised
    assert body(desk, measure)["status"] == "withdrawn"
