"""Waiting for a console in which a dialog may be open: its worker goes on until somebody answers."""

from __future__ import annotations

import asyncio
from typing import cast

from textual.pilot import Pilot

from aovconsole.app import ConsoleApp


async def rested(pilot: Pilot[int]) -> None:
    """Wait until every request that was put to the desk is answered, and the answer is painted."""
    writer = cast(ConsoleApp, pilot.app).bench.writer
    for _ in range(2):
        await pilot.pause()
        await asyncio.get_running_loop().run_in_executor(writer, int)
    await pilot.pause()
