"""Reminders: what is due speaks once, is taken note of with a key, and goes outside only where that was set.

Nothing here waits for a screen: `look` is asked in the background, and sending happens on a thread of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from aovconsole.desk.board import board_of
from aovconsole.desk.desk import Desk
from aovconsole.domain.now import GripRules
from aovconsole.domain.reminder import LeadTime, Reminder, reminders
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.words import BANNERS
from aovconsole.journal.local import LocalStore
from aovconsole.reference.files import load_grip, load_reminders, sound

if TYPE_CHECKING:
    from aovconsole.reference.reminders import ReminderRules

SLEPT_AFTER = timedelta(minutes=3)
"""A longer time without a look means that the laptop slept, or that no console ran."""

FORGOTTEN_AFTER = timedelta(days=30)

_QUIET = frozenset({"demo", "exercise"})
"""The realms from which nothing ever goes outside."""

LOOKED = "reminders_looked_at"

Send = Callable[[Sequence[str], str, str], bool]
"""Tells addresses a title and a text; whether all of them took it."""


class Heard(NamedTuple):
    """What a look found: what is new, how many things nobody took note of, since when nobody looked (a sleep).

    `desktop` says that the desktop is to be told too.
    """

    new: tuple[Reminder, ...]
    unseen_count: int
    slept_since: datetime | None
    desktop: bool = False


class Reminders:
    """The reminders of this console; of two consoles on one home the first tells the outside."""

    def __init__(self, desk: Desk, store: LocalStore, send: Send | None = None) -> None:
        self._desk = desk
        self._store = store
        self._send = send or send_by_apprise
        self._told: set[str] = set()
        self.fault = ""

    def look(self) -> Heard:
        """Find what asks to be told now, tell the outside what is first told here, and remember it.

        Raises:
            CannotStore: the file of local state cannot be used.
        """
        now, home = self._desk.seat.now, self._desk.journal.home
        rules = sound(load_reminders, home)
        asked = self._asked(rules, now)
        before = {one.key: one for one in self._store.reminders()}
        unseen = [one for one in asked if one.key not in before or not before[one.key].seen_at]
        new = tuple(one for one in unseen if one.key not in self._told)
        self._told.update(one.key for one in new)
        first = [one for one in unseen if one.key not in before and self._store.give_reminder(one.key, stored(now))]
        self._outside(rules.send_urls, first)
        if rules.escalate_urls:
            since = stored(now - timedelta(minutes=rules.escalate_after_minutes))
            waited = [one for one in unseen if one.key in before and before[one.key].told_at <= since]
            passed = [one for one in waited if self._store.escalate_reminder(one.key, stored(now))]
            self._outside(rules.escalate_urls, passed)
        self._store.forget_reminders(stored(now - FORGOTTEN_AFTER), [one.key for one in asked])
        return Heard(new, len(unseen), self._slept(now), rules.desktop)

    def _asked(self, rules: ReminderRules, now: datetime) -> tuple[Reminder, ...]:
        """What asks to be told at this moment."""
        desk = self._desk
        grip = sound(load_grip, desk.journal.home)
        leads: dict[str, LeadTime] = {
            one.type: LeadTime(one.word, timedelta(minutes=one.minutes_before)) for one in rules.leads
        }
        levels = {level.level: level.inform for level in grip.levels}
        board = board_of(desk, lambda: GripRules(grip.arrival_terms, levels))
        return reminders(board.due, leads, now, desk.zone)

    def seen(self) -> None:
        """Keep that somebody took note of everything that was told.

        Raises:
            CannotStore: the file of local state cannot be used.
        """
        self._store.see_reminders(stored(self._desk.seat.now))

    def _slept(self, now: datetime) -> datetime | None:
        """Since when nobody looked, where that is long ago."""
        before = self._store.setting(LOOKED)
        self._store.remember(LOOKED, stored(now))
        if not before:
            return None
        since = read_stored(before)
        return since if now - since > SLEPT_AFTER else None

    def _outside(self, urls: Sequence[str], told: Sequence[Reminder]) -> None:
        """Tell addresses, beside the work; what cannot be told is said by `fault`."""
        realm = self._desk.journal.realm
        if not urls or not told or realm in _QUIET:
            return
        title = " ".join(part for part in (BANNERS.get(realm, ""), "aovconsole") if part)
        text = "\n".join(one.outside for one in told)
        threading.Thread(target=self._tell, args=(tuple(urls), title, text), daemon=True, name="reminders").start()

    def _tell(self, urls: Sequence[str], title: str, text: str) -> None:
        self.fault = "" if self._send(urls, title, text) else "een herinnering is niet overal aangekomen"


def send_by_apprise(urls: Sequence[str], title: str, text: str) -> bool:
    """Tell addresses through apprise; False where it is not installed or one of them did not take it."""
    try:
        from apprise import Apprise  # heavy, and only for who set addresses
    except ImportError:
        return False
    teller = Apprise()
    known = [teller.add(url) for url in urls]
    return all(known) and bool(teller.notify(title=title, body=text))
