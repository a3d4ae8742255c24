"""What asks to be told at a moment, from what is due; and how it is told where others may read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.now import Due
from aovconsole.domain.record import Instant
from aovconsole.domain.times import clock_text, stored


class Reminder(NamedTuple):
    """One thing to tell: `text` for this screen, `outside` without any text of people.

    `key` tells it apart from every other, also from the same thing at another moment.
    """

    key: str
    due_at: datetime | None
    text: str
    outside: str
    late: bool


class LeadTime(NamedTuple):
    """How a type of what is due is called, and how long before its moment it speaks."""

    word: str
    before: timedelta


def reminders(
    dues: Iterable[Due], leads: Mapping[str, LeadTime], now: datetime, zone: ZoneInfo
) -> tuple[Reminder, ...]:
    """What asks to be told now: whose moment comes within its lead time or has passed, and what waits without one."""
    found = []
    for due in dues:
        lead = leads.get(due.type)
        if lead is None or due.status == "done":
            continue
        if due.due_at is None and due.waits is None:
            continue
        if due.due_at is not None and due.due_at - lead.before > now:
            continue
        found.append(_reminder(due, lead.word, now, zone))
    return tuple(found)


def _reminder(due: Due, word: str, now: datetime, zone: ZoneInfo) -> Reminder:
    when = clock_text(due.due_at, now, zone=zone) if due.due_at else ""
    number = " ".join(
        part for part in (due.dossier_number, due.number if due.number != due.dossier_number else "") if part
    )
    owner = f" – {due.owner}" if due.owner else ""
    late = " te laat" if due.late else ""
    text = " ".join(part for part in (when, number, due.title) if part) + owner
    outside = " ".join(part for part in (word + late, when, number) if part)
    return Reminder(_key(due), due.due_at, text, outside, due.late)


def _key(due: Due) -> str:
    moment: Instant = stored(due.due_at) if due.due_at else ""
    return f"{due.type}|{due.subject}|{due.key}|{moment}"
