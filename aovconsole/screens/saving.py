"""Writing a file that a person named on a screen."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual.app import App

from aovconsole.exports.text_file import save_file
from aovconsole.screens.dialogs import ConfirmDialog


async def save_asking(app: App[Any], name: str, contents: bytes) -> Path | None:
    """Write a file; what stands there is replaced only when the person says so. None: nothing was written.

    Raises:
        CommandRefused: the name is empty or names a folder.
        CannotStore: the file cannot be written.
    """
    path = await asyncio.to_thread(save_file, name, contents)
    if path is None:
        question = ConfirmDialog("Dat bestand bestaat al", f"{name}\nMag het worden vervangen?")
        if await app.push_screen_wait(question):
            path = await asyncio.to_thread(save_file, name, contents, replace=True)
    return path
