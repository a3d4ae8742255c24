"""An app whose user is reminded of what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from aovconsole.errors import AovError
from aovconsole.screens.workbench import Workbench

if TYPE_CHECKING:
    from aovconsole.screens.reminding import Reminding


class Reminded(App[int]):
    """Begins to look for what is due once it is asked to, and stops when it closes."""

    bench: Workbench
    _reminding: Reminding | None = None

    def begin_reminding(self) -> None:
        """Begin to look; without a file for local state there are no reminders, as the drafts say too."""
        from aovconsole.screens.reminding import Reminding  # after the first paint

        try:
            self._reminding = Reminding(self)
        except AovError as error:
            self.notify(error.sentence, severity="warning", markup=False)

    async def action_seen(self) -> None:
        """Take note of what was told."""
        if self._reminding:
            await self._reminding.seen()

    def on_unmount(self) -> None:
        """Give the window's title back."""
        if self._reminding:
            self._reminding.close()
