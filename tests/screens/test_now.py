"""Screen Nu: what it shows, what its keys do, and that it is whole at every size."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from textual.strip import Strip

from aovconsole.desk.board import board_of
from aovconsole.desk.desk import Desk
from aovconsole.domain.duty import DutyPlanned
from aovconsole.domain.now import NO_RULES
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from aovconsole.screens.now_due import left_text
from aovconsole.screens.widgets.board import Board
from tests.screens.conftest import NOON, RunConsole, shown
from tests.screens.resting import rested
from tests.screens.snapshot import Snapshot
from tests.still_clock import StillClock


def fill(desk: Desk) -> None:
    """A carnival Sunday: two incidents, a CMT, actions late and to come, an agenda, duties, a few lines."""

    def at(**ahead: float) -> str:
        return stored(NOON + timedelta(**ahead))

    fire = desk.incidents.open("Brand Boschstraat", place="Boschstraat 60", at=NOON - timedelta(minutes=41))
    desk.incidents.grip(fire.number, 1, by="OvD", at=NOON - timedelta(minutes=36))
    desk.log.line("politie drie panden ontruimd", dossier=fire.number, at=NOON - timedelta(minutes=31))
    desk.incidents.open("Vermissing jongen", at=NOON - timedelta(minutes=9))
    cmt = desk.cmt.open("Carnaval zondag")
    late, agreed = NOON - timedelta(minutes=12), NOON - timedelta(minutes=30)
    desk.agreements.action(fire.number, "opvang regelen", owner="OvD-Bz", due=late, at=agreed)
    desk.agreements.action(cmt.number, "tekstwagen", owner="politie", due=NOON + timedelta(minutes=18))
    desk.log.line("piket overgenomen", at=NOON - timedelta(hours=2))
    desk.evenementen.add(
        "Optocht", begin=NOON - timedelta(hours=1), end=NOON + timedelta(hours=3), place="Vrijthof", handling_class="C"
    )
    desk.demonstrations.add(
        at=NOON + timedelta(hours=26), until=NOON + timedelta(hours=28), place="Markt", scale="small"
    )
    duty = DutyPlanned("AOV", "AOV-3", at(days=-2), at(days=5))
    desk.seat.write(lambda _: [Draft(duty)])


async def test_empty_parts_say_what_would_stand_there_and_which_key_makes_it(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        for said in (
            "er loopt niets · i opent een incident",
            "geen open acties · l en dan !actie wie 15:30",
            "niets in de agenda · 2 naar Agenda",
            "deze week nog geen regels · l begint er een",
            "geen dienst ingeroosterd",
        ):
            assert said in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (140, 42), (200, 60)])
async def test_nu_on_a_busy_day(desk: Desk, console: RunConsole, snapshot: Snapshot, size: tuple[int, int]) -> None:
    fill(desk)
    async with console(desk, size=size) as pilot:
        await pilot.pause()
        snapshot(pilot.app, f"now_{size[0]}x{size[1]}")


@pytest.mark.all
async def test_everything_is_reached_by_scrolling_at_80x24(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    seen = ""
    async with console(desk, size=(80, 24)) as pilot:
        board = pilot.app.screen.query_one(Board)
        for _ in range(30):
            seen += shown(pilot)
            await pilot.press("down")
        await pilot.pause()
        seen += shown(pilot)
        assert board.scroll_offset.y > 0
    for said in ("Brand Boschstraat", "tekstwagen", "Optocht", "Demonstratie Markt", "piket overgenomen", "AOV-3"):
        assert said in seen


@pytest.mark.all
async def test_done_and_agreed_step_the_action_under_the_cursor(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    async with console(desk) as pilot:
        await pilot.press("g")
        await pilot.pause(0.1)
        assert "Zet de cursor eerst op een actie" in shown(pilot)
        await pilot.press("right")
        await pilot.press("g")
        await pilot.pause(0.3)
        assert {row.title: row.status for row in desk.reading.running_actions()}["opvang regelen"] == "done"
        assert "wacht op akkoord" in shown(pilot)
        await pilot.press("k")
        await pilot.pause(0.3)
    assert [row.title for row in desk.reading.running_actions()] == ["tekstwagen"]


@pytest.mark.all
async def test_a_clock_that_was_missed_shouts_and_leads_to_its_incident(desk: Desk, console: RunConsole) -> None:
    fire = desk.incidents.open("Brand", at=NOON - timedelta(minutes=41))
    desk.incidents.grip(fire.number, 1, by="OvD", at=NOON - timedelta(minutes=40))
    desk.response.start_clock(fire.number, "large_scale_alarm", at=NOON - timedelta(minutes=40))
    desk.agreements.action(fire.number, "hekken", due=NOON + timedelta(minutes=5))
    async with console(desk) as pilot:
        assert re.search(r"TE DOEN \d te laat", shown(pilot)) and "nog niet ingelicht: burgemeester" in shown(pilot)
        await pilot.press("right", "g")
        await pilot.pause(0.1)
        assert "Open het dossier met Enter" in shown(pilot)
        board = pilot.app.screen.query_one(Board)
        assert board.at is not None and (board.at.type, board.at.dossier) == ("clock", fire.subject)
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert pilot.app.current_mode == "incidents"
    assert [row.status for row in desk.reading.running_actions()] == ["open"]


@pytest.mark.all
async def test_a_mistake_in_a_grip_file_of_ones_own_is_told_and_stops_nothing(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    folder = desk.journal.home / "data"
    folder.mkdir()
    (folder / "grip.toml").write_text("levels = 3", encoding="utf-8")
    async with console(desk) as pilot:
        await pilot.pause(0.1)
        assert "grip.toml" in shown(pilot) and "nog niet ingelicht: burgemeester" in shown(pilot)


@pytest.mark.all
async def test_a_line_and_an_action_of_no_dossier_open_the_general_log(desk: Desk, console: RunConsole) -> None:
    desk.log.line("sleutel ophalen !actie AOV 23:00")
    async with console(desk) as pilot:
        await pilot.press("right", "enter")
        await pilot.pause(0.3)
        assert pilot.app.current_mode == "incidents" and "Regels zonder dossier" in shown(pilot)


@pytest.mark.all
async def test_the_cursor_goes_on_to_the_next_action(desk: Desk, console: RunConsole) -> None:
    opened = desk.incidents.open("Brand")
    for number in range(3):
        desk.agreements.action(opened.number, f"actie {number}", due=NOON + timedelta(minutes=number))
    async with console(desk) as pilot:
        board = pilot.app.screen.query_one(Board)
        await pilot.press("right", "down", "k", "enter")
        await pilot.pause(0.3)
        at = board.at
        assert at is not None and desk.reading.subject(at.subject).title == "actie 2"  # type: ignore[union-attr]
        await pilot.press("k", "enter")
        await pilot.pause(0.3)
        at = board.at
        assert at is not None and desk.reading.subject(at.subject).title == "actie 0"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("left", "said"),
    [((3, 59.5), "over 4 min"), ((4, 0), "over 4 min"), ((-12, 0), "12 min te laat"), ((-12, -30), "12 min te laat")],
)
def test_time_left_is_rounded_up_and_time_late_down(left: tuple[float, float], said: str) -> None:
    assert left_text(timedelta(minutes=left[0], seconds=left[1])) == said


async def test_the_newest_line_names_its_source_once_when_it_was_corrected(desk: Desk, console: RunConsole) -> None:
    opened = desk.incidents.open("Brand")
    line = desk.log.line("politie drie panden", dossier=opened.number)
    desk.log.correct(line.id, "politie twee panden")
    async with console(desk) as pilot:
        assert "politie: twee panden" in shown(pilot)


@pytest.mark.all
async def test_enter_opens_the_incident_under_the_cursor(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    async with console(desk) as pilot:
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert pilot.app.current_mode == "incidents"
        assert "INC-27-A001 ›" in shown(pilot)


@pytest.mark.all
async def test_the_cursor_stays_on_its_thing_when_records_come_in(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    async with console(desk) as pilot:
        await pilot.press("down")
        board = pilot.app.screen.query_one(Board)
        before = board.at
        desk.incidents.open("Nieuw en bovenaan")
        desk.incidents.grip("INC-27-A003", 3, by="OvD")
        await pilot.pause(0.4)
        assert "Nieuw en bovenaan" in shown(pilot)
        assert board.at == before


async def test_elapsed_time_and_terms_move_with_the_clock(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    async with console(desk) as pilot:
        assert "12 min te laat" in shown(pilot)
        clock.advance(minutes=20)
        await pilot.pause(0.4)
        assert "32 min te laat" in shown(pilot)
        assert "2 min te laat" in shown(pilot)


async def test_the_second_line_says_who_is_on_duty(desk: Desk, console: RunConsole) -> None:
    fill(desk)
    async with console(desk) as pilot:
        assert "dienst AOV-3 tot vr 15:12" in shown(pilot).splitlines()[1]


async def test_a_tick_of_the_clock_repaints_only_its_cells(
    desk: Desk, console: RunConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk)
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    async with console(desk) as pilot:
        painted: list[int] = []
        board = pilot.app.screen.query_one(Board)
        original = board.render_line

        def counted(y: int) -> Strip:
            painted.append(y)
            return original(y)

        monkeypatch.setattr(board, "render_line", counted)
        clock.advance(1)
        await pilot.pause(0.3)
        assert "15:12:01" in shown(pilot)
        assert painted == []


@pytest.mark.all
async def test_what_is_owed_opens_at_its_duty_and_an_action_is_agreed(desk: Desk, console: RunConsole) -> None:
    incident = desk.incidents.open("Overlaatdam Bosscherveld")
    order = desk.measures.prepare(incident.subject, "light_order", {})
    fields = desk.measures.power("light_order").fields
    said = {row.key: row.choices[0] if row.choices else "zie log" for row in fields if row.kind in ("text", "choice")}
    said |= {row.key: "ja" for row in fields if row.kind == "yes_no"}
    desk.measures.fill(order.subject, said)
    desk.measures.decide(order.subject, by="burgemeester")
    owed = [duty for duty in json.loads(desk.measures.owed()[0].body)["duties"] if duty["type"] != "term"]
    async with console(desk) as pilot:
        at = pilot.app.screen.query_one(Board).at
        while at is None or at.type != "notice":
            await pilot.press("down")
            at = pilot.app.screen.query_one(Board).at
        await pilot.press("enter")
        await rested(pilot)
        assert "M-A1" in shown(pilot) and owed[0]["label"] in shown(pilot)
        await pilot.press("escape", "a", *"schotten sluiten", "enter")
        await rested(pilot)
        assert [row.title for row in desk.reading.of_type("action")] == ["schotten sluiten"]


def test_a_receipt_is_owed_from_the_notice_until_it_is_given_or_the_demonstration_is_over(desk: Desk) -> None:
    def owed() -> list[tuple[str, str]]:
        return [(due.dossier_number, due.title) for due in board_of(desk, lambda: NO_RULES).due]

    work, day = desk.demonstrations, timedelta(days=1)
    noticed = work.add(at=NOON + 20 * day, until=NOON + 21 * day, place="Markt", received=NOON - day).number
    work.add(at=NOON - 9 * day, until=NOON - 8 * day, place="Markt", received=NOON - 10 * day)
    work.add(at=NOON + day, until=NOON + 2 * day, place="Vrijthof")
    off = work.add(at=NOON + day, until=NOON + 2 * day, place="Wyck", received=NOON - day).number
    work.cancel(off, reason="afgezegd")
    assert owed() == [(noticed, "bewijs van ontvangst geven")]
    work.receipt(noticed)
    assert owed() == []
    work.condition(noticed, "geen vuur", ground="health", reason="droogte")
    work.decide(noticed, "with_conditions", by="burgemeester")
    assert owed() == [(noticed, "besluit bekendmaken aan de kennisgever")]
