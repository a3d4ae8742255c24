"""Signals on Nu: what is said, from when, with every doubt in words; and what its keys make of one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.feeds import FeedDesk
from aovconsole.domain.times import stored
from aovconsole.screens.signal_watch import SignalWatch
from aovconsole.screens.widgets.board import Board
from tests.builders import records_of
from tests.desk.signals import hear, said
from tests.feeds.polling import Source
from tests.screens.conftest import NOON, RunConsole, settled, shown
from tests.screens.snapshot import Snapshot
from tests.screens.test_now import fill
from tests.still_clock import StillClock

pytestmark = pytest.mark.all

SOURCES = (
    Source("rws", "Rijkswaterstaat", late=1200),
    Source("knmi", "KNMI"),
    Source("ndw", "NDW", rhythm=3600),
    Source("nlalert", "NL-Alert", rhythm=60, tested_on_recording=False, privacy_rule="Alleen tonen."),
    Source("uit", "Niet aan"),
)


class Standing:
    """A poller that does not poll."""

    started = stopped = 0
    alive = True

    def start(self) -> None:
        Standing.started += 1

    def stop(self) -> None:
        Standing.stopped += 1


@pytest.fixture
def heard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose sources said something, or nothing."""
    desk.__dict__["feeds"] = FeedDesk(desk.seat, lambda *_: SOURCES)
    monkeypatch.setattr(FeedDesk, "background", lambda _: Standing())
    Standing.started = Standing.stopped = 0
    for one in SOURCES[:4]:
        desk.feeds.switch(one.id, True, agreed=True)
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=-120)
    hear(desk, {}, feed="knmi")
    clock.advance(minutes=60)
    hear(desk, {}, feed="knmi", fault="api.dataplatform.knmi.nl is niet te bereiken")
    clock.advance(minutes=60)
    measured = NOON - timedelta(minutes=18)
    hear(
        desk,
        {
            "borgharen": said(measured, "Maas bij Borgharen", level_text="hoog", value="43,31", unit="m NAP"),
            "eijsden": said(
                NOON - timedelta(minutes=75), "Maas bij Eijsden", level="none", value="46,02", unit="m NAP"
            ),
        },
    )
    hear(desk, {}, feed="ndw")
    alert = said(NOON, "[b]Brand[/] \x1b[31mMarkt", level="red", until_at=stored(NOON + timedelta(hours=1)))
    hear(desk, {"a": alert}, feed="nlalert")
    return desk


@pytest.mark.parametrize("size", [(80, 24), (140, 42)])
@pytest.mark.all
async def test_signals_on_a_busy_day(
    heard: Desk, console: RunConsole, snapshot: Snapshot, size: tuple[int, int]
) -> None:
    fill(heard)
    async with console(heard, size=size) as pilot:
        board = pilot.app.screen.query_one(Board)
        board.scroll_to(y=14 if size[0] == 80 else 0, animate=False)
        await pilot.pause()
        snapshot(pilot.app, f"signals_{size[0]}x{size[1]}")


async def test_what_is_said_and_what_must_be_doubted(heard: Desk, console: RunConsole) -> None:
    async with console(heard) as pilot:
        for line in (
            "▲ Maas bij Borgharen", "hoog, 43,31 m NAP", "gemeten 14:54 · 18 min oud · Rijkswaterstaat",
            "verouderd · gemeten 13:57 · 75 min oud", "! KNMI: geen antwoord sinds 13:12: api.dataplatform",
            "· NDW: geen melding, actueel, gelezen 15:12", "niet getoetst aan echte levering · gemeten",
            "■ [b]Brand[/] \ufffd[31mMarkt",
        ):  # fmt: skip
            assert line in shown(pilot)
        assert "Niet aan" not in shown(pilot)


async def test_one_key_files_it_and_one_opens_an_incident(heard: Desk, console: RunConsole) -> None:
    async with console(heard) as pilot:
        board = pilot.app.screen.query_one(Board)
        while board.at is None or board.at.key != "borgharen":
            await pilot.press("down")
        assert "vastleggen" in shown(pilot).splitlines()[-1]
        await pilot.press("v")
        await settled(pilot)
        [line] = heard.reading.lines(type_="line")
        assert line.text == "Maas bij Borgharen: hoog, 43,31 m NAP (Rijkswaterstaat, gemeten 14:54)"
        await pilot.press("n")
        await settled(pilot)
        [incident] = heard.reading.of_type("incident")
        assert incident.title == "Maas bij Borgharen"
        assert incident.number in shown(pilot)


async def test_without_a_signal_the_keys_say_so(desk: Desk, console: RunConsole) -> None:
    async with console(desk) as pilot:
        assert "geen bron aan" in shown(pilot)
        await pilot.press("v")
        await pilot.pause()
        assert "Zet de cursor eerst op een signaal" in shown(pilot)


async def test_beside_the_work_rules_are_kept_and_the_poller_started_once_and_ended(
    heard: Desk, console: RunConsole
) -> None:
    heard.incidents.open("Hoogwater")
    told: list[int] = []
    async with console(heard) as pilot:
        watch = SignalWatch(heard, pilot.app.bench.writer, lambda: told.append(1))  # type: ignore[attr-defined]
        for _ in range(3):
            await watch.look()
        kinds = [one.kind for one in records_of(heard.journal) if one.kind.startswith("signal.")]
        assert kinds == ["signal.taken", "signal.shown"]
        assert told == [1]
        await watch.run(lambda: False)
    assert Standing.started >= 1
    assert Standing.stopped >= 1
