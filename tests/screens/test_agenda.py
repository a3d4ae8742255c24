"""Screen 2: the week, the list, layers, the day that moves at midnight, and importing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from aovconsole.desk.desk import Desk
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.screens.agenda_days import typed_day
from aovconsole.screens.form_dialog import FieldInput, FormDialog
from tests.screens.conftest import RunConsole, shown
from tests.screens.resting import rested
from tests.screens.test_hostile import CORPUS, safe
from tests.still_clock import StillClock

TODAY = date(2027, 2, 7)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 2, day, hour, minute, tzinfo=AMSTERDAM)


def calendar(*events: str) -> bytes:
    parts = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//NL\r\n{parts}END:VCALENDAR\r\n".encode()


def event(uid: str, title: str, begin: str, end: str, *more: str) -> str:
    return "\r\n".join((f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART:{begin}", f"DTEND:{end}", *more))


@pytest.fixture
def week(desk: Desk) -> Desk:
    desk.evenementen.add("Grote optocht", begin=at(7, 14, 11), end=at(8, 1), place="Vrijthof", handling_class="C")
    desk.demonstrations.add(at=at(3, 14), until=at(3, 16), place="Markt")
    desk.calendar.read(
        calendar(
            event("1", "Expositie", "20270201T090000Z", "20270228T160000Z"),
            event("2", "Afgelast concert", "20270205T190000Z", "20270205T210000Z", "STATUS:CANCELLED"),
            event("3", "Toertocht", "20270214T090000Z", "20270214T110000Z"),
        ),
        "mecc.ics",
    )
    return desk


@pytest.mark.all
async def test_the_week_in_columns_with_what_runs_long_apart(week: Desk, console: RunConsole) -> None:
    async with console(week) as pilot:
        await pilot.press("2")
        await rested(pilot)
        said = shown(pilot)
        assert "Week 5  1 – 7 februari 2027" in said and "zo 7 feb vandaag" in said
        assert said.count("Expositie") == 1 and "LOOPT" in said
        assert "gaat niet door" in said and "14:11–01:00" in said
        await pilot.press("right")
        await rested(pilot)
        assert "Toertocht" in shown(pilot) and "Grote optocht" not in shown(pilot)
        await pilot.press("t", "enter")
        await rested(pilot)
        assert "EVE-27-A001" in shown(pilot) and "4 Incidenten" in shown(pilot)


@pytest.mark.all
async def test_the_list_at_80_columns_and_the_facts_of_an_item(week: Desk, console: RunConsole) -> None:
    async with console(week, size=(80, 24)) as pilot:
        await pilot.press("2")
        await rested(pilot)
        assert "zondag 7 februari" in shown(pilot) and "klasse C" in shown(pilot)
        await pilot.press("v", "d", *"14-2", "enter", "enter")
        await rested(pilot)
        said = shown(pilot)
        assert "Toertocht" in said and "zondag 14 februari 2027 10:00 tot 12:00" in said and "mecc.ics" in said


@pytest.mark.all
async def test_a_refused_date_is_not_kept_for_the_next_one(week: Desk, console: RunConsole) -> None:
    async with console(week) as pilot:
        await pilot.press("2", "d", *"31-2", "enter")
        await rested(pilot)
        await pilot.press("escape", "d", *"14-2", "enter")
        await rested(pilot)
        assert "8 – 14 februari 2027" in shown(pilot)


@pytest.mark.all
async def test_layers_are_hidden_and_remembered(week: Desk, console: RunConsole) -> None:
    async with console(week) as pilot:
        await pilot.press("2", "L", "end", "space", "enter")
        await rested(pilot)
        assert "Expositie" not in shown(pilot) and "1 laag verborgen" in shown(pilot)
        assert "Grote optocht" in shown(pilot)
    async with console(week) as pilot:
        await pilot.press("2")
        await rested(pilot)
        assert "Expositie" not in shown(pilot)


async def test_today_moves_at_midnight(week: Desk, console: RunConsole) -> None:
    async with console(week) as pilot:
        await pilot.press("2")
        await rested(pilot)
        cast(StillClock, week.journal.clock).advance(hours=9)
        pilot.app.screen._beat()  # type: ignore[attr-defined]
        await rested(pilot)
        assert "Week 6" in shown(pilot) and "ma 8 feb vandaag" in shown(pilot)


@pytest.mark.all
async def test_a_calendar_is_imported_from_the_console(desk: Desk, console: RunConsole, tmp_path: Path) -> None:
    file = tmp_path / "agenda.ics"
    file.write_bytes(calendar(event("1", "Jaarmarkt", "20270205T090000Z", "20270205T160000Z")))
    async with console(desk) as pilot:
        await pilot.press("2")
        await rested(pilot)
        assert "aovconsole calendar import" in shown(pilot)
        await _import(pilot, str(file))
        assert "Jaarmarkt" in shown(pilot) and "1 nieuw" in shown(pilot)
        await _import(pilot, str(tmp_path / "weg.ics"))
        assert isinstance(pilot.app.screen, FormDialog)
        assert "kan niet worden gelezen" in str(pilot.app.screen.query_one(".fault", Static).content)
        assert "weg.ics" in pilot.app.screen.query_one(FieldInput).value
    assert [row.title for row in desk.reading.of_type("calendar")] == ["Jaarmarkt"]


async def _import(pilot: Pilot[int], source: str) -> None:
    await pilot.press("I")
    await rested(pilot)
    assert pilot.app.focused
    pilot.app.focused.post_message(Paste(source))
    await pilot.press("enter")
    await rested(pilot)
    importing = [worker for worker in pilot.app.workers if worker.name == "_import"]
    if importing:
        await pilot.app.workers.wait_for_complete(importing)
    await rested(pilot)


@pytest.mark.all
@pytest.mark.parametrize("size", [pytest.param((80, 24), marks=pytest.mark.all), (200, 120)])
async def test_hostile_text_is_shown_as_text(desk: Desk, console: RunConsole, size: tuple[int, int]) -> None:
    for number, text in enumerate(CORPUS):
        day = at(1 + number % 7, 9) + timedelta(minutes=number)
        desk.evenementen.add(text, begin=day, end=day, place=text)
    events = [
        event(str(number), text.replace("\\", "\\\\"), "20270206T090000Z", "20270206T100000Z", f"LOCATION:{text}")
        for number, text in enumerate(CORPUS)
    ]
    desk.calendar.read(calendar(*events), "A[/] [bold]x\x1b[2J.ics")
    async with console(desk, size=size) as pilot:
        await pilot.press("2")
        await rested(pilot)
        for key in ("g", "m", "j", "w", "v", "L", "escape", "end", "enter"):
            said = safe(pilot)
            await pilot.press(key)
            await rested(pilot)
        safe(pilot)
        if size[0] == 200:
            assert clean("A[bold]B[/bold]") in said and "[@click=app.quit]x[/]" in said


def test_a_typed_day() -> None:
    assert typed_day("15-2", TODAY) == date(2027, 2, 15)
    assert typed_day("30-12", TODAY) == date(2026, 12, 30)
    assert typed_day("15-02-2028", TODAY) == date(2028, 2, 15)
    assert typed_day("29-2", TODAY) == date(2028, 2, 29)
    for wrong in ("31-2", "morgen", ""):
        with pytest.raises(CommandRefused):
            typed_day(wrong, TODAY)
