"""Choosing one of a few things that can be done to a demonstration."""

from __future__ import annotations

from collections.abc import Mapping

from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.frame import DeskScreen


async def chosen(screen: DeskScreen, title: str, choices: Mapping[str, str]) -> str | None:
    """The key of what a person chose; None when the person went back."""
    answer = await screen.app.push_screen_wait(ChoiceDialog(f"◆ {title}", list(choices.values())))
    return None if answer is None else list(choices)[answer]
