"""Importing a calendar from the console: asked for in a form, read beside the work, told when it is done."""

from __future__ import annotations

import asyncio
from typing import TypeAlias

from textual import on, work
from textual.message import Message

from aovconsole.desk.calendars import ImportResult
from aovconsole.desk.importing import import_calendar
from aovconsole.errors import AovError
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told

_PROGRESS_STEP = 100

Outcome: TypeAlias = "asyncio.Future[ImportResult]"
"""What the form waits for; it is cancelled when the person leaves the form."""


class CalendarImporting(DeskScreen):
    """A screen that imports calendars; `reading_said` tells how far the import is, empty when there is none."""

    class Progress(Message):
        """So much of a calendar was read."""

        def __init__(self, said: str) -> None:
            super().__init__()
            self.said = said

    reading_said = ""

    def show_period(self) -> None:
        """Show what was imported."""

    def show_head(self) -> None:
        """Show how far the import is."""

    @work
    async def action_import_calendar(self) -> None:
        """Ask for a file or an address; it is read beside the work."""

        found: list[ImportResult] = []

        async def read(values: dict[str, str]) -> bool:
            outcome: Outcome = asyncio.get_running_loop().create_future()
            self._import(values["source"], outcome)
            found.append(await outcome)
            return True

        field = Field("source", "bestand of adres", hint="/pad/naar/agenda.ics, https:// of webcal://")
        intro = "Wat gelijk bleef, blijft; wat niet meer in de bron staat, heet daarna vervallen in bron."
        drafts, key = self.bench.drafts, ("calendar", "")
        form = FormDialog("Kalender inlezen", [field], read, intro=intro, verb="inlezen", drafts=drafts, key=key)
        await self.app.push_screen_wait(form)
        if found:
            self._imported(found[0])

    @work(exclusive=False)
    async def _import(self, source: str, outcome: Outcome) -> None:
        """Read a calendar; the form hears how it went, and the person when the form was left in the meantime."""
        self.post_message(self.Progress("kalender wordt ingelezen"))

        def progress(done: int, total: int) -> None:
            if done % _PROGRESS_STEP == 0 or done == total:
                self.post_message(self.Progress(f"ingelezen: {done} van {total}"))

        try:
            result = await asyncio.to_thread(import_calendar, self.desk.calendar, source, progress)
        except AovError as error:
            if outcome.done():
                self.tell(error.sentence, wrong=True)
            else:
                outcome.set_exception(error)
        else:
            if outcome.done():
                self._imported(result)
            else:
                outcome.set_result(result)
        self.post_message(self.Progress(""))

    @on(Progress)
    def _progressed(self, event: Progress) -> None:
        self.reading_said = event.said
        self.show_head()

    def _imported(self, result: ImportResult) -> None:
        """Say what an import did; what was refused is named."""
        self.look()
        self.show_period()
        counts = ("added", "nieuw"), ("changed", "gewijzigd"), ("unchanged", "gelijk"), ("vanished", "vervallen")
        said = ", ".join(f"{getattr(result, name)} {word}" for name, word in counts)
        told = [Told(f"regel {one.line}", f"{one.reason}\n{one.uid}") for one in result.refused]
        told += [Told("tijdzone", f"{one.name}: {one.decision}") for one in result.time_zones]
        if not told:
            self.tell(said)
            return
        if result.refused:
            said += f", {len(result.refused)} geweigerd"
        self.app.push_screen(TellDialog("Kalender ingelezen", said, told[:500]))
