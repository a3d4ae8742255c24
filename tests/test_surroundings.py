"""The surroundings of every test are what conftest.py says."""

from __future__ import annotations

import asyncio
import os
import socket
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from tests.conftest import NetworkBlocked
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


def test_no_setting_of_the_caller_comes_through(scratch_home: Path) -> None:
    assert {name for name in os.environ if name.startswith("AOVCONSOLE_")} == {"AOVCONSOLE_HOME"}
    assert os.environ["AOVCONSOLE_HOME"] == str(scratch_home)
    assert Path.home() == scratch_home.parent


def test_the_network_is_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    with pytest.raises(NetworkBlocked, match="looked up"):
        socket.create_connection(("example.org", 80))
    with socket.socket() as client, pytest.raises(NetworkBlocked, match="connected"):
        client.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkBlocked):
        httpx.get("https://example.org/agenda.ics")


async def test_the_network_is_this_machine_for_coroutines_too() -> None:
    with pytest.raises(NetworkBlocked, match="connected"):
        await asyncio.open_connection("192.0.2.1", 80)


def test_the_clock_stands_still(clock: StillClock) -> None:
    assert clock.now() == clock.now() == CARNIVAL_SUNDAY
    assert clock.set_by_hand
    assert clock.advance(minutes=20) == clock.now() == CARNIVAL_SUNDAY + timedelta(minutes=20)
