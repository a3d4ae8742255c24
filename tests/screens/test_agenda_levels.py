"""Screen 2 by level: what a day, month and year show, how heavy a day is, where clashes stand, who is on duty."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from aovconsole.desk.calendars import DUTIES
from aovconsole.desk.desk import Desk
from aovconsole.domain.clash_rules import Clash
from aovconsole.domain.duty import DutyPlanned
from aovconsole.domain.record import Draft
from aovconsole.domain.times import AMSTERDAM, stored
from aovconsole.domain.view import CalendarDay
from aovconsole.screens.agenda_asking import open_days
from aovconsole.screens.agenda_bars import DAY_CELLS, day_bar, duty_line, duty_rows, hour_line
from aovconsole.screens.agenda_days import Agenda, AgendaItem, laid_out
from aovconsole.screens.agenda_levels import Level, period_of, shown_days, stepped
from aovconsole.screens.agenda_lines import day_edges
from aovconsole.screens.agenda_month import LEAST_LINES, month_tiles
from aovconsole.screens.agenda_year import Year, loads_of, scale_for
from aovconsole.screens.widgets.painted import Line, cells
from tests.screens.conftest import RunConsole, settled, shown
from tests.screens.resting import rested

pytestmark = pytest.mark.all

TODAY = date(2027, 2, 7)
WEIGHTS = {"evenement": 1, "evenement C": 6, "demonstration": 2, "match B": 4}


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 2, day, hour, minute, tzinfo=AMSTERDAM)


def item(title: str, begin: datetime, end: datetime, layer: str = "evenementen", **more: Any) -> AgendaItem:
    day = CalendarDay(title, stored(begin), stored(end), "", "", title, "Markt", more.pop("status", "confirmed"),
                      layer, "", title)  # fmt: skip
    return AgendaItem(day, begin.date(), end.date(), begin, end, more.pop("handling_class", ""))


def text(line: Line) -> str:
    return "".join(part for part, _ in line)


@pytest.fixture
def year() -> Agenda:
    items = [
        item("Optocht", at(7, 14), at(7, 20), handling_class="C"),
        item("Mars", at(7, 15), at(7, 16), "demonstraties"),
        item("MVV – Roda", at(6, 20), at(6, 22), "wedstrijden", handling_class="B"),
        item("Jaarmarkt", at(6, 9), at(6, 17), "import:mecc.ics"),
        item("Afgelast", at(5, 9), at(5, 17), status="cancelled"),
        item("Expositie", at(1, 9), at(28, 17)),
        item("AOV AOV-1", at(5, 8), at(12, 8), DUTIES),
    ]
    return laid_out(items, date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("level", "day", "period", "shown_from", "later"),
    [
        ("day", TODAY, (TODAY, TODAY), TODAY, date(2027, 2, 8)),
        ("week", TODAY, (date(2027, 2, 1), TODAY), date(2027, 2, 1), date(2027, 2, 14)),
        ("month", date(2027, 1, 31), (date(2027, 1, 1), date(2027, 1, 31)), date(2026, 12, 28), date(2027, 2, 28)),
        ("list", date(2027, 12, 5), (date(2027, 12, 1), date(2027, 12, 31)), date(2027, 12, 1), date(2028, 1, 5)),
        ("year", date(2028, 2, 29), (date(2028, 1, 1), date(2028, 12, 31)), date(2028, 1, 1), date(2029, 2, 28)),
        ("year", date(2199, 5, 1), (date(2199, 1, 1), date(2199, 12, 31)), date(2199, 1, 1), date(2199, 12, 31)),
    ],
)
def test_the_days_of_a_level_and_the_next(
    level: Level, day: date, period: tuple[date, date], shown_from: date, later: date
) -> None:
    assert period_of(level, day) == period
    assert shown_days(level, day)[0] == shown_from
    assert stepped(level, day, 1) == later


def test_a_long_item_and_a_duty_fill_no_days(year: Agenda) -> None:
    assert [one.day.title for one in year.running] == ["Expositie"]
    assert [one.day.title for one in year.duties] == ["AOV AOV-1"]
    assert sorted(year.days) == [date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7)]
    assert len(year.items) == 6


@pytest.mark.parametrize(
    ("weights", "loads"),
    [
        (WEIGHTS, {5: 0, 6: 4, 7: 8}),
        ({}, {5: 0, 6: 2, 7: 2}),
    ],
)
def test_what_a_day_asks(year: Agenda, weights: dict[str, int], loads: dict[int, int]) -> None:
    assert loads_of(year, weights) == {date(2027, 2, day): load for day, load in loads.items()}


@pytest.mark.parametrize(
    ("most", "limit", "steps"),
    [
        (0, None, {0: 0, 1: 1}),
        (17, None, {0: 0, 1: 1, 4: 1, 5: 2, 9: 3, 13: 4, 17: 4}),
        (17, 12, {0: 0, 4: 1, 5: 2, 9: 3, 12: 3, 13: 4}),
        (50, 1, {1: 1, 2: 2, 3: 3, 4: 4}),
    ],
)
def test_how_heavy_a_day_is(most: int, limit: int | None, steps: dict[int, int]) -> None:
    scale = scale_for(most, "punten", limit)
    assert {load: scale.step(load) for load in steps} == steps
    assert ("boven de grens" in text(scale.legend)) is (limit is not None)


@pytest.mark.parametrize(("width", "cell"), [(75, 1), (133, 2), (190, 3)])
def test_the_year_says_each_day_by_sign_and_by_colour(year: Agenda, width: int, cell: int) -> None:
    loads = loads_of(year, WEIGHTS)
    picture = Year(year, loads, scale_for(8, "punten", None), TODAY, {TODAY: 2})
    lines = picture.lines(width, TODAY)
    said = "\n".join(map(text, lines))
    week = 3 + 5 * picture.cell(width)
    saturday, sunday = lines[6], lines[7]
    assert picture.cell(width) == cell
    assert text(saturday)[week] == "▒" and "event" in {look for _, look in saturday}
    assert text(sunday)[week] in "◉▐▌" and "cursor accent" in {look for _, look in sunday}
    assert picture.day_at(width, week, 7) == TODAY and picture.day_at(width, week, 9) is None
    assert picture.day_at(width, 3, 1) is None, "the first Monday lies in the year before"
    assert "▴ vandaag" in said and "↯ 2 samenlopen" in said and "zondag 7 februari" in said
    assert "Optocht" in said and "Expositie" in said and "AOV AOV-1" not in said
    assert all(cells(line) <= width for line in lines)


def test_a_year_of_54_weeks_fits() -> None:
    leap = Year(laid_out((), date(2012, 1, 1), date(2012, 12, 31)), {}, scale_for(0, "punten", None), TODAY)
    assert leap.weeks == 54
    assert max(cells(line) for line in leap.lines(75, date(2012, 12, 31))) <= 75


@pytest.mark.parametrize(("width", "height"), [(75, 16), (75, 3), (133, 32), (190, 50)])
def test_the_month_names_items_and_counts_them(year: Agenda, width: int, height: int) -> None:
    month, days = period_of("month", TODAY), shown_days("month", TODAY)
    agenda = laid_out((*year.items, *year.duties), *days)
    tiles = month_tiles(agenda, month, TODAY, {TODAY: 1}, height)(width)
    by_key = {tile.key: tile for tile in tiles if tile.key}
    assert len(by_key) == 28, "February 2027 is four whole weeks"
    head, *items = map(text, by_key["2027-02-07"].lines)
    assert head.startswith("7 ") and "↯" in head and head.endswith(" 2") and items[0].startswith("○ Op")
    assert "Expos" in text(next(tile for tile in tiles if "Expos" in "".join(map(text, tile.lines))).lines[-1])
    tops = sorted({tile.y for tile in by_key.values()})
    for top, below in pairwise(tops):
        assert below - top >= LEAST_LINES
        assert all(len(tile.lines) <= below - top for tile in by_key.values() if tile.y == top)
    assert all(cells(line) <= tile.width for tile in tiles for line in tile.lines)


def test_more_items_than_fit_are_counted() -> None:
    items = [item(f"Markt {number}", at(9, 9 + number), at(9, 20)) for number in range(6)]
    agenda = laid_out(items, *shown_days("month", TODAY))
    tiles = month_tiles(agenda, period_of("month", TODAY), TODAY, {}, 17)(133)
    [tile] = [tile for tile in tiles if tile.key == "2027-02-09"]
    assert [text(line).strip() for line in tile.lines[1:]] == ["○ Markt 0", "○ Markt 1", "en nog 4"]


def clash(begin: datetime, end: datetime, accepted_by: str = "") -> Clash:
    return Clash(key="k", kind="nearby", items=(), begin=begin, end=end, place="", sentence="", weight=1,
                 fingerprint="", accepted_by=accepted_by)  # fmt: skip


@pytest.mark.parametrize(
    ("found", "days"),
    [
        (clash(at(3, 14), at(3, 16)), [3]),
        (clash(at(3, 14), at(5, 0)), [3, 4]),
        (clash(at(3, 14), at(3, 14)), [3]),
        (clash(at(3, 14), at(27, 14)), [3]),
        (clash(datetime(2027, 1, 20, tzinfo=AMSTERDAM), at(2, 14)), [1, 2]),
        (clash(at(3, 14), at(3, 16), "Jansen"), []),
    ],
)
def test_the_days_that_carry_a_clash(found: Clash, days: list[int]) -> None:
    marks = open_days((found,), date(2027, 2, 1), date(2027, 2, 28), AMSTERDAM)
    assert marks == {date(2027, 2, day): 1 for day in days}


def test_duties_are_bars_that_meet_where_the_duty_changes() -> None:
    duties = [
        item("AOV AOV-2", at(5, 8), at(12, 8), DUTIES),
        item("achterwacht AOV-3", at(3, 8), at(4, 8), DUTIES),
        item("AOV AOV-1", datetime(2027, 1, 29, 8, tzinfo=AMSTERDAM), at(5, 8), DUTIES),
    ]
    agenda = laid_out(sorted(duties, key=lambda one: one.day.begin_at), date(2027, 2, 1), TODAY)
    rows = duty_rows(agenda.duties)
    assert [[one.day.title for one in row] for row in rows] == [["achterwacht AOV-3"], ["AOV AOV-1", "AOV AOV-2"]]
    edges = day_edges(133)
    line = text(duty_line(rows[1], agenda.first, edges, 133))
    assert line.startswith("AOV AOV-1 ━") and edges[4] < line.index("AOV AOV-2") < edges[5] and len(line) <= 134
    assert text(duty_line(rows[0], agenda.first, edges, 133)).index("achter") > edges[2]


@pytest.mark.parametrize(
    ("begin", "end", "first", "length"),
    [
        (at(7, 9), at(7, 17), 18, 16),
        (at(7, 20), at(8, 5), 40, 18),
        (at(6, 20), at(7, 2), 0, 4),
        (at(7, 13, 51), at(7, 13, 51), 27, 1),
        (at(6, 9), at(9, 9), 0, DAY_CELLS),
    ],
)
def test_the_hours_of_an_item(begin: datetime, end: datetime, first: int, length: int) -> None:
    bar = text(day_bar(item("Optocht", begin, end), TODAY, "accent"))
    assert (bar.index("━"), bar.count("━"), len(bar)) == (first, length, DAY_CELLS)
    assert hour_line().index("09") == 18


@pytest.fixture
def city(desk: Desk) -> Desk:
    desk.evenementen.add("Grote optocht", begin=at(7, 14, 11), end=at(8, 1), place="Vrijthof", handling_class="C")
    desk.demonstrations.add(at=at(7, 15), until=at(7, 17), place="Vrijthof")
    desk.matches.add("Roda JC", on=date(2027, 2, 19), at=at(19, 20))
    begin = datetime(2027, 2, 5, 7, tzinfo=UTC)
    duty = DutyPlanned("AOV", "AOV-1", stored(begin), stored(begin + timedelta(days=7)))
    desk.seat.write(lambda _: [Draft(duty)])
    return desk


async def test_from_year_to_day_to_dossier(city: Desk, console: RunConsole) -> None:
    async with console(city) as pilot:
        await pilot.press("2", "j")
        await settled(pilot)
        said = shown(pilot)
        assert "Jaar 2027" in said and "zondag 7 februari" in said and "8 punten · 2 items" in said
        await pilot.press("right", "left", "pagedown", "pagedown", "up", "up")
        await settled(pilot)
        assert "vrijdag 19 februari" in shown(pilot) and "◎ MVV" in shown(pilot)
        await pilot.press("m")
        await settled(pilot)
        said = shown(pilot)
        assert "Februari 2027" in said and "↯" in said and "samenlo" in said
        await pilot.press("enter")
        await settled(pilot)
        assert "Vrijdag 19 februari 2027" in shown(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Roda JC" in shown(pilot) and pilot.app.current_mode == "incidents"


@pytest.mark.all
@pytest.mark.parametrize("size", [(80, 24), (140, 42), (200, 60)])
async def test_duties_clashes_and_layers(city: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    async with console(city, size=size) as pilot:
        await pilot.press("2", "end")
        await settled(pilot)
        assert "DIENSTEN" in shown(pilot) and "AOV AOV-1" in shown(pilot) and "(s)" in shown(pilot)
        await pilot.press("g")
        await settled(pilot)
        said = shown(pilot)
        assert "klasse C" in said and "vandaag" in said and "DIENSTEN" in said
        await pilot.press("end")
        await pilot.pause()
        assert "SAMENLOOP" in shown(pilot)
        await pilot.press("enter")
        await rested(pilot)
        assert "↯ Samenloop" in shown(pilot)
        await pilot.press("escape", "w", "L")
        await rested(pilot)
        assert "═ diensten" in shown(pilot) and "◎ wedstrijden" in shown(pilot)
        for key in ("home", "down", "space", "enter"):
            await pilot.press(key)
        await settled(pilot)
        assert "DIENSTEN" not in shown(pilot) and "1 laag verborgen" in shown(pilot)
        await pilot.press("m", "up", "up")
        await settled(pilot)
        assert "Januari 2027" in shown(pilot)
        await pilot.press("t", "j", "left", "t")
        await settled(pilot)
        assert "Jaar 2027" in shown(pilot)
