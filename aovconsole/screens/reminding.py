"""Lets what is due speak in the terminal: a bell, a toast, the title of the window; looked for beside the work."""

from __future__ import annotations

import asyncio
from textwrap import shorten

from textual.timer import Timer

from aovconsole.domain.times import clock_text
from aovconsole.domain.words import BANNERS, counted
from aovconsole.errors import AovError
from aovconsole.journal.local import LocalStore
from aovconsole.reminders import Heard, Reminders
from aovconsole.screens.reminded import Reminded

LOOK_SECONDS = 15.0
LONGEST = 110
TOLD = 3
"""So many things stand in one toast; Nu has them all."""


class Reminding:
    """The reminders of a running console; stops, and says so once, where the file of local state cannot be used."""

    def __init__(self, app: Reminded) -> None:
        self._app = app
        desk = app.bench.desk
        self._store = LocalStore(desk.journal.home)
        self._reminders = Reminders(desk, self._store)
        self._timer: Timer = app.set_interval(LOOK_SECONDS, self._begin_look)
        self._unseen_count = 0
        self._fault = ""
        self._titled = False

    def close(self) -> None:
        """Give the title of the window back and close the file."""
        self._timer.stop()
        if self._titled:
            self._show_title("")
        self._store.close()

    def _begin_look(self) -> None:
        self._app.run_worker(self.look(), group="reminders", exclusive=True)

    async def look(self) -> None:
        """Look now and tell what is new."""
        try:
            heard = await asyncio.to_thread(self._reminders.look)
        except AovError as error:
            self._timer.stop()
            self._say(f"geen herinneringen: {error.sentence}")
            return
        self._show(heard)
        if self._reminders.fault != self._fault:
            self._fault = self._reminders.fault
            if self._fault:
                self._say(self._fault)

    async def seen(self) -> None:
        """Take note of everything that was told."""
        count = self._unseen_count
        try:
            await asyncio.to_thread(self._reminders.seen)
        except AovError as error:
            self._say(error.sentence)
            return
        self._unseen_count = 0
        self._show_title(self._title())
        self._app.clear_notifications()
        said = f"gezien: {counted(count, 'melding', 'meldingen')}" if count else "er is niets nieuws gemeld"
        self._app.notify(f"{said}; wat te doen is blijft op Nu staan", markup=False, timeout=4)

    def _show(self, heard: Heard) -> None:
        if heard.unseen_count != self._unseen_count:
            self._unseen_count = heard.unseen_count
            self._show_title(self._title())
        if not heard.new:
            return
        told = [f"! {shorten(one.text, LONGEST, placeholder=' …')}" for one in heard.new[:TOLD]]
        if len(heard.new) > TOLD:
            told.append(f"en nog {len(heard.new) - TOLD}, zie 1 Nu")
        if heard.slept_since:
            desk = self._app.bench.desk
            since = clock_text(heard.slept_since, desk.seat.now, zone=desk.zone)
            told.insert(0, f"gemist sinds {since}:")
        banner = BANNERS.get(self._app.bench.desk.journal.realm, "") if self._is_exercise else ""
        self._app.bell()
        if heard.desktop:
            self._tell_desktop(" · ".join([*([banner] if banner else []), *(one.outside for one in heard.new[:TOLD])]))
        self._say("\n".join([*told, "^g gezien"]))  # the console itself says that it is an exercise

    @property
    def _is_exercise(self) -> bool:
        return self._app.bench.desk.journal.realm == "exercise"

    def _say(self, told: str) -> None:
        self._app.notify(told, severity="warning", timeout=20, markup=False)

    def _title(self) -> str:
        waits = f"({self._unseen_count}) " if self._unseen_count else ""
        return f"{waits}{self._app.bench.title}"

    def _show_title(self, title: str) -> None:
        """The title of the window: what a terminal shows in its tab (OSC 0)."""
        self._titled = True
        self._write(f"\x1b]0;{title}\x07")

    def _tell_desktop(self, text: str) -> None:
        """Ask the terminal for a notification on the desktop (OSC 9, and 777 where that is the custom)."""
        self._write(f"\x1b]9;{text}\x07\x1b]777;notify;aovconsole;{text}\x07")

    def _write(self, sequence: str) -> None:
        """Write to the terminal itself; what stands in a sequence was cleaned when it came in."""
        driver = self._app._driver
        if driver is not None and not self._app.is_headless:
            driver.write(sequence)
            driver.flush()
