"""Copying: to the terminal (OSC 52), and to the clipboard of the platform where there is one."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from textual.app import App

WAIT_SECONDS = 2.0
"""A clipboard program that hangs holds nothing up."""


async def copy(app: App[Any], text: str) -> str:
    """Copy a text both ways; what to tell the person. It never fails: a terminal that ignores it says nothing."""
    app.copy_to_clipboard(text)
    loop = asyncio.get_running_loop()
    done: asyncio.Future[bool] = loop.create_future()

    def answer(reached: bool) -> None:
        if not done.done():
            done.set_result(reached)

    def work() -> None:
        reached = _copy_to_platform(text)
        if not loop.is_closed():
            loop.call_soon_threadsafe(answer, reached)

    threading.Thread(target=work, name="clipboard", daemon=True).start()
    try:
        reached = await asyncio.wait_for(done, WAIT_SECONDS)
    except TimeoutError:
        reached = False
    if reached:
        return "gekopieerd naar het klembord"
    return "gekopieerd via de terminal; het klembord van dit systeem was niet bereikbaar"


def _copy_to_platform(text: str) -> bool:
    """Whether the platform's clipboard took the text."""
    try:
        import pyperclip  # looks for clipboard programs: only who copies waits for that

        pyperclip.copy(text)
    except (ImportError, OSError, RuntimeError, ValueError):  # no desktop, no xclip, somebody else holds it
        return False
    return True
