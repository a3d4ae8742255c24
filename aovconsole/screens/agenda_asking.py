"""What the agenda asks: which day, which layers, what to do with clashes; and looking for clashes beside the work."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from textual import work

from aovconsole.desk.calendars import DUTIES
from aovconsole.domain.clash_rules import Clash
from aovconsole.errors import AovError
from aovconsole.screens.agenda_days import LONG_DAYS, typed_day
from aovconsole.screens.agenda_import import CalendarImporting
from aovconsole.screens.clash_dialog import show_clashes
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.layers_dialog import LayersDialog

HIDDEN = "agenda.hidden"
"""The setting that remembers which layers are not shown."""

_MOST_ITEMS = 3_000
"""Clashes of more items than this are only looked for when somebody asks."""

_WAIT_SECONDS = 0.1
"""Who leafs on within this time does not want the clashes of the period in between."""


def open_days(clashes: Iterable[Clash], first: date, last: date, zone: ZoneInfo) -> dict[date, int]:
    """How many clashes that nobody accepted each day has; one that lasts long stands on its first day only."""
    found: Counter[date] = Counter()
    for clash in clashes:
        if clash.accepted_by:
            continue
        begin = max(first, clash.begin.astimezone(zone).date())
        end = min(last, (clash.end - timedelta(microseconds=1)).astimezone(zone).date())
        length = (end - begin).days + 1 if (end - begin).days < LONG_DAYS else 1
        found.update(begin + timedelta(days=number) for number in range(max(length, 1)))
    return dict(found)


class AgendaAsking(CalendarImporting):
    """The part of the agenda that asks; the screen gives the period and shows what comes of it."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.clashes: tuple[Clash, ...] = ()
        self._asked: tuple[object, ...] = ()
        self._finder = ThreadPoolExecutor(max_workers=1, thread_name_prefix="clashes")

    def on_unmount(self) -> None:
        """Wait for what is being read: the journal may be closed after this."""
        self._finder.shutdown(wait=True, cancel_futures=True)

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day that the screen is about."""
        raise NotImplementedError

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.desk.seat.now.astimezone(self.desk.zone).date()

    def go(self, day: date) -> None:
        """Show the period around a day."""
        raise NotImplementedError

    @property
    def hidden(self) -> frozenset[str]:
        """The layers that are not shown."""
        try:
            found = json.loads(self.bench.drafts.setting(HIDDEN) or "[]")
        except ValueError:
            found = []
        return frozenset(str(layer) for layer in found) if isinstance(found, list) else frozenset()

    @property
    def marks(self) -> dict[date, int]:
        """How many open clashes the days of the period have, as far as they were found."""
        return open_days(self.clashes, *self.period, self.desk.zone)

    @property
    def open_clashes(self) -> int:
        """How many clashes of the period nobody accepted."""
        return sum(not clash.accepted_by for clash in self.clashes)

    def look_for_clashes(self, version: int, count: int) -> None:
        """Look for the clashes of the period beside the work, unless that was done for this version of the agenda.

        Where so many items stand that it would be felt, it waits until somebody asks.
        """
        asked = (*self.period, version)
        if asked == self._asked:
            return
        if asked[:2] != self._asked[:2]:
            self.clashes = ()
        self._asked = asked
        if count <= _MOST_ITEMS:
            self._find_clashes(*self.period)

    @work(exclusive=True, group="clashes")
    async def _find_clashes(self, first: date, last: date) -> None:
        await asyncio.sleep(_WAIT_SECONDS)
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._finder, self.desk.clashes.between, first, last
            )
        except AovError as error:
            self.tell(error.sentence, wrong=True)
            return
        if found != self.clashes:
            self.clashes = found
            self.show_period()

    @work
    async def action_clashes(self) -> None:
        """Show what stands in each other's way in this period, to accept or to open."""
        await show_clashes(self, *self.period)

    @work
    async def action_go_to_day(self) -> None:
        """Ask for a day and go there."""

        async def go(values: dict[str, str]) -> bool:
            self.go(typed_day(values["day"], self.today))
            return True

        field = Field("day", "datum", hint="15-2, 15-02-2027 of 2027-02-15")
        form = FormDialog("Naar een dag", [field], go, verb="erheen")  # nothing is kept: the next time begins empty
        await self.app.push_screen_wait(form)

    @work
    async def action_layers(self) -> None:
        """Ask which layers to show."""
        first, last = self.period
        year = timedelta(days=366)
        days = self.desk.calendar.days(first - year, last + year)
        duties = {DUTIES} if self.desk.reading.newest("duty", 1) else set()
        layers = sorted({day.layer for day in days} | duties | self.hidden)
        hidden = await self.app.push_screen_wait(LayersDialog(layers, self.hidden))
        if hidden is not None:
            self.bench.drafts.remember(HIDDEN, json.dumps(sorted(hidden), ensure_ascii=False))
            self.show_period()
