"""Subscribed calendars: read now and again by themselves, with what went wrong, never holding up who writes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from aovconsole.desk.desk import Desk
from aovconsole.journal.local import LocalStore
from aovconsole.screens.signal_watch import SignalWatch
from tests.builders import assert_green, desk_at, given
from tests.still_clock import StillClock

pytestmark = pytest.mark.all

CALENDAR = """BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270101T000000Z\r
DTSTART:20270209T100000Z\r\nDTEND:20270209T110000Z\r\nSUMMARY:Markt\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"""


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    made = desk_at(tmp_path, clock)
    yield made
    assert_green(made.journal)
    made.journal.close()


@pytest.fixture
def url(httpserver: HTTPServer) -> str:
    httpserver.expect_request("/geheim/zalen.ics").respond_with_data(CALENDAR, content_type="text/calendar")
    return httpserver.url_for("/geheim/zalen.ics")


def refresh(desk: Desk) -> None:
    for one in desk.subscriptions.due():
        found = desk.subscriptions.fetch(one)
        if found is not None:
            desk.subscriptions.take(one, found)


def test_a_subscription_is_read_now_and_again_after_its_rhythm(
    desk: Desk, clock: StillClock, url: str, httpserver: HTTPServer
) -> None:
    assert desk.subscriptions.add(url, hours=6).added == 1
    assert desk.subscriptions.due() == ()
    [one] = desk.subscriptions.all()
    assert one.name.endswith("zalen.ics") and "geheim" not in one.name
    httpserver.clear()
    moved = CALENDAR.replace("Markt", "Markt verplaatst")
    httpserver.expect_request("/geheim/zalen.ics").respond_with_data(moved, content_type="text/calendar")
    clock.advance(hours=6)
    refresh(desk)
    assert [row.title for row in desk.reading.of_type("calendar")] == ["Markt verplaatst"]
    assert desk.subscriptions.due() == ()


def test_what_fails_is_said_tried_soon_again_and_what_was_there_stays(
    desk: Desk, clock: StillClock, url: str, httpserver: HTTPServer
) -> None:
    desk.subscriptions.add(url, hours=6)
    httpserver.clear()
    httpserver.expect_request("/geheim/zalen.ics").respond_with_data("<html>Meld u aan</html>")
    clock.advance(hours=6)
    refresh(desk)
    [one] = desk.subscriptions.all()
    assert "webpagina" in one.fault and not one.stale(clock.now())
    assert len(desk.reading.of_type("calendar")) == 1
    clock.advance(minutes=14)
    assert desk.subscriptions.due() == ()
    clock.advance(minutes=1)
    assert len(desk.subscriptions.due()) == 1
    clock.advance(hours=7)
    assert desk.subscriptions.all()[0].stale(clock.now())


def test_what_cannot_be_is_refused_and_a_subscription_ends(desk: Desk, url: str) -> None:
    given(desk).when(lambda d: d.subscriptions.add(url, hours=0)).refused("een ritme is 1 tot en met 168 uur")
    given(desk).when(lambda d: d.subscriptions.add(f"{url}.weg")).refused("heeft een storing (500)")
    assert desk.subscriptions.all() == ()
    desk.subscriptions.add(url)
    desk.subscriptions.add(f" {url} ", hours=12)
    assert [one.hours for one in desk.subscriptions.all()] == [12], "an address is subscribed to once"
    given(desk).when(lambda d: d.subscriptions.drop("2")).refused("geen abonnement")
    desk.subscriptions.drop("1")
    assert desk.subscriptions.all() == ()
    assert len(desk.reading.of_type("calendar")) == 1


def test_the_address_stands_in_no_record_and_rubbish_in_the_home_is_none(desk: Desk, url: str) -> None:
    desk.subscriptions.add(url)
    assert not any("geheim" in record.payload for record in desk.reading.records(kinds="calendar"))
    store = LocalStore(desk.journal.home)
    store.remember("calendars", '[{"x": 1}]')
    store.close()
    assert desk.subscriptions.all() == ()


@pytest.mark.parametrize(("realm", "read"), [("real", 1), ("exercise", 0), ("demo", 0)])
async def test_the_console_asks_by_itself_in_the_real_world_only(
    desk: Desk, clock: StillClock, url: str, httpserver: HTTPServer, realm: str, read: int
) -> None:
    await asyncio.to_thread(desk.subscriptions.add, url, hours=1)
    clock.advance(hours=1)
    desk.journal.realm = realm
    before = len(httpserver.log)
    taken: list[object] = []
    desk.subscriptions.take = lambda one, found: taken.append(one)  # type: ignore[method-assign]
    with ThreadPoolExecutor(1) as writer:
        await SignalWatch(desk, writer, lambda: None).read_calendars()
    assert (len(httpserver.log) - before, len(taken)) == (read, read)
    desk.journal.realm = "test"
