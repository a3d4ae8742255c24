"""Screen 5 with a plan: what it asks, whom it misses, what its log lacks; it can be linked and worked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.screens.widgets.entry_bar import EntryBar
from aovconsole.screens.widgets.pick_list import PickList
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested
from tests.screens.test_cmt_work import opened, press

NR = "CMT-27-A001"

pytestmark = pytest.mark.all


@pytest.fixture
def day(desk: Desk) -> Desk:
    """Carnival Sunday by its plan, of which the capacity of the Vrijthof is known."""
    plan = desk.plans.start("carnaval", "2027", answers={"capacity_vrijthof": "20000"})
    desk.cmt.open("Carnaval zondag", plan=plan.number, at=NOON - timedelta(hours=4))
    return desk


async def test_what_the_plan_asks_is_answered_from_the_list_and_taken_over(day: Desk, console: RunConsole) -> None:
    row = day.seat.find(NR)
    before = day.cmt.to_confirm(row)
    number, asked = next((n, one) for n, one in enumerate(before) if one.what == "capacity" and one.place == "Markt")
    async with console(day) as pilot:
        await opened(pilot)
        assert f"{len(before)} vragen van het plan te bevestigen" in shown(pilot)
        await press(pilot, "k")
        listed = pilot.app.screen.query_one("#listed", PickList)
        assert listed.select(f"asked {number} {asked.question}")
        await press(pilot, "enter")
        assert asked.text[:40] in shown(pilot)
        await pilot.press(*"vol", "enter")
        await rested(pilot)
        assert len(day.cmt.to_confirm(row)) == len(before), "refused, and nothing is written"
        await pilot.press("ctrl+u", *"9000", "enter")
        await rested(pilot)
        assert asked not in day.cmt.to_confirm(row)
        capacities = {one.place: one.capacity.value for one in day.crowd.places(NR) if one.capacity}
        assert capacities == {"Vrijthof": "20000", "Markt": "9000"}


async def test_whom_the_plan_misses_is_named_until_somebody_comes(day: Desk, console: RunConsole) -> None:
    row = day.seat.find(NR)
    missing = day.presence.missing(row)
    assert missing
    async with console(day, size=(200, 60)) as pilot:
        await opened(pilot)
        assert f"ontbreekt: {missing[0]}" in shown(pilot)
        day.presence.come(NR, missing[0])
        await pilot.pause(0.3)
        await rested(pilot)
        assert f"ontbreekt: {missing[0]}" not in shown(pilot)


async def test_the_hint_of_the_entry_line_follows_what_was_logged(day: Desk, console: RunConsole) -> None:
    async with console(day) as pilot:
        screen = await opened(pilot)
        first = screen.query_one(EntryBar).field.placeholder
        assert first.startswith("dit log vraagt: ")
        assert first.removeprefix("dit log vraagt: ").startswith(day.cmt.next_hint(day.seat.find(NR)))
        await pilot.press("l", *"THOR geluid: 82 dB op 3 meter", "enter")
        await rested(pilot)
        await pilot.pause(0.3)
        assert "geluid" not in screen.query_one(EntryBar).field.placeholder
        await pilot.press(*"half", "escape")
        assert screen.query_one(EntryBar).field.value == "half"


async def test_a_cmt_without_a_plan_gets_one_and_its_lines(day: Desk, console: RunConsole) -> None:
    plan = day.plans.of_cmt(day.seat.find(NR))
    day.cmt.close(NR)
    other = day.cmt.open("Nog een")
    async with console(day) as pilot:
        await opened(pilot)
        assert "zonder plan" in shown(pilot)
        await press(pilot, "p")
        assert "Werken volgens" in shown(pilot)
        await press(pilot, "enter")
        assert "KOMT" in shown(pilot)
        linked = day.plans.of_cmt(day.seat.find(other.number))
        assert linked and plan and linked.number == plan.number


async def test_a_line_of_the_plan_is_dropped_with_a_reason_given_away_and_added(day: Desk, console: RunConsole) -> None:
    plan = day.reading.of_type("plan")[0].number
    async with console(day) as pilot:
        await opened(pilot)
        await press(pilot, "p")
        key = pilot.app.screen.query_one("#listed", PickList).selected
        await press(pilot, "enter", "down", "down", "enter")
        await press(pilot, "enter")
        assert "reden" in shown(pilot), "a line is not dropped without a reason"
        await pilot.press(*"niet nodig", "enter")
        await rested(pilot)
        line = next(one for one in day.plans.lines(day.plans.find(plan)) if one.key == key)
        assert (line.state, line.note) == ("dropped", "niet nodig")
        await press(pilot, "end", "enter")
        await pilot.press(*"hekken halen", "tab", *"THOR", "tab", *"+30", "enter")
        await rested(pilot)
        added = next(one for one in day.plans.lines(day.plans.find(plan)) if one.what == "hekken halen")
        assert added.owner == "THOR"
        assert pilot.app.screen.query_one("#listed", PickList).select(added.key)
        await press(pilot, "enter", "down", "down", "down", "enter")
        await pilot.press(*"politie", "enter")
        await rested(pilot)
        added = next(one for one in day.plans.lines(day.plans.find(plan)) if one.what == "hekken halen")
        assert added.owner == "politie"
