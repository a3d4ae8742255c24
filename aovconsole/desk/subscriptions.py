"""Calendars of others that are asked again by themselves; which ones is local state, for an address can be a secret."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aovconsole.desk.calendars import CalendarDesk, ImportResult, name_of
from aovconsole.desk.seat import Seat
from aovconsole.domain.record import Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored, stored
from aovconsole.errors import AovError, CommandRefused
from aovconsole.journal.local import LocalStore

if TYPE_CHECKING:
    from aovconsole.feeds.fetch import Fetched

SETTING = "calendars"
HOURS, MOST_HOURS = 6, 24 * 7
MOST = 50
"""More subscriptions than these are a mistake of a script."""

AGAIN_AFTER = timedelta(minutes=15)
"""After a failure it is asked again so soon."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One calendar: its address, how often it is asked, when that was done last, when it was read, what went wrong."""

    url: str
    hours: int
    asked_at: Instant = ""
    read_at: Instant = ""
    fault: str = ""

    @property
    def name(self) -> str:
        """Its host and the last part of its path: the rest of an address can be a secret."""
        host = urlsplit(self.url).hostname or ""
        last = name_of(self.url)
        return clean(host if last == host else f"{host} {last}")

    def due(self, now: datetime) -> bool:
        """Whether it must be asked again; a clock that was set back asks too."""
        if not self.asked_at:
            return True
        since = now - read_stored(self.asked_at)
        return since < timedelta(0) or since >= (AGAIN_AFTER if self.fault else timedelta(hours=self.hours))

    def stale(self, now: datetime) -> bool:
        """Whether what was read is older than twice its rhythm, or was never read."""
        return not self.read_at or now - read_stored(self.read_at) > timedelta(hours=2 * self.hours)


class SubscriptionDesk:
    """What can be asked about subscribed calendars."""

    def __init__(self, seat: Seat, calendar: CalendarDesk) -> None:
        self._seat = seat
        self._calendar = calendar

    def add(self, url: str, *, hours: int = HOURS) -> ImportResult:
        """Subscribe: the calendar is read now, and asked again every so many hours while a console runs.

        Raises:
            CommandRefused: it cannot be read, the rhythm is none, or there are too many.
        """
        if not 1 <= hours <= MOST_HOURS:
            raise CommandRefused(f"een ritme is 1 tot en met {MOST_HOURS} uur")
        others = [one for one in self.all() if one.url != url.strip()]
        if len(others) >= MOST:
            raise CommandRefused(f"er zijn al {MOST} abonnementen")
        result = self._calendar.subscribe(url.strip())
        now = stored(self._seat.now)
        self._change(lambda known: [*(o for o in known if o.url != url.strip()), _new(url, hours, now)])
        return result

    def all(self) -> tuple[Subscription, ...]:
        """The subscriptions of this home, in the order in which they were made."""
        return _read(self._kept(lambda store: store.setting(SETTING)))

    def drop(self, which: str) -> Subscription:
        """End a subscription, by its place in the list (from 1) or its address; what was read stays.

        Raises:
            CommandRefused: there is none.
        """
        known, asked = self.all(), which.strip()
        found = [one for place, one in enumerate(known, 1) if asked in (str(place), one.url)]
        if not found:
            raise CommandRefused("er is geen abonnement met dat nummer of adres: zie 'calendar subscriptions'")
        self._change(lambda all_: [one for one in all_ if one.url != found[0].url])
        return found[0]

    def due(self) -> tuple[Subscription, ...]:
        """What must be asked now."""
        return tuple(one for one in self.all() if one.due(self._seat.now))

    def fetch(self, one: Subscription) -> Fetched | None:
        """Ask a calendar; None when that fails, which is remembered. Nothing is filed: that is `take`'s."""
        self._note(one, asked_at=stored(self._seat.now))
        try:
            return self._calendar.fetch(one.url)
        except AovError as error:
            self._note(one, fault=error.sentence)
            return None

    def take(self, one: Subscription, found: Fetched) -> ImportResult | None:
        """File what a calendar gave; None when it was none, which is remembered."""
        try:
            result = self._calendar.take(one.url, found)
        except CommandRefused as refused:
            self._note(one, fault=refused.sentence)
            return None
        self._note(one, read_at=stored(self._seat.now), fault="")
        return result

    def _note(self, one: Subscription, **fields: Any) -> None:
        self._change(lambda known: [replace(o, **fields) if o.url == one.url else o for o in known])

    def _change(self, change: Callable[[tuple[Subscription, ...]], list[Subscription]]) -> None:
        def write(store: LocalStore) -> str:
            known = change(_read(store.setting(SETTING)))
            store.remember(SETTING, json.dumps([asdict(one) for one in known]))
            return ""

        self._kept(write)

    def _kept(self, act: Callable[[LocalStore], str]) -> str:
        store = LocalStore(self._seat.journal.home)
        try:
            return act(store)
        finally:
            store.close()


def _new(url: str, hours: int, now: Instant) -> Subscription:
    return Subscription(url.strip(), hours, now, now)


def _read(text: str) -> tuple[Subscription, ...]:
    """What the home remembers; what another version wrote and this one cannot read is left out."""
    try:
        return tuple(Subscription(**one) for one in json.loads(text or "[]"))
    except (ValueError, TypeError):
        return ()
