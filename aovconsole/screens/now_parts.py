"""What the rows of screen Nu are made of."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from rich.cells import cell_len

from aovconsole.domain.now import NowBoard
from aovconsole.domain.signal_state import SignalBoard
from aovconsole.domain.text import clean
from aovconsole.domain.times import WEEKDAYS, day_short, wall_clock
from aovconsole.screens.text import cells

SIGNS = {"incident": "▲", "cmt": "■", "demonstration": "◆", "evenement": "○", "match": "◎", "plan": "□"}


class Part(NamedTuple):
    """A stretch of a row in one style; the style is the name of a component class of the board, empty for plain."""

    text: str
    style: str = ""


class Ref(NamedTuple):
    """What stands on a row that can be chosen: what it is, its subject, its dossier; `key` tells duties apart."""

    type: str
    subject: str
    dossier: str
    key: str = ""


class Row(NamedTuple):
    """One painted row of a column; rows with the same ref are one thing."""

    parts: tuple[Part, ...] = ()
    ref: Ref | None = None


class LastLine(NamedTuple):
    """A log line as Nu shows it."""

    at: datetime
    source: str
    text: str
    record_id: str
    dossier: str


class Picture(NamedTuple):
    """What is painted: the board, the newest line of each running dossier, those of the general log, newest first.

    `clashes` are the sentences of what stands in each other's way soon and nobody accepted, `roster` those of who is
    missing or doubled on the roster.
    """

    board: NowBoard
    last: dict[str, LastLine]
    log: tuple[LastLine, ...]
    zone: ZoneInfo
    clashes: tuple[str, ...] = ()
    signals: SignalBoard = SignalBoard()
    roster: tuple[str, ...] = ()


def heading(name: str, width: int, note: str = "", note_style: str = "") -> Row:
    """A heading with its rule, and a note behind the name."""
    told = f" {note}" if note else ""
    rule = "─" * (width - len(name) - len(told) - 1)
    return Row((Part(name, "head"), Part(told, note_style), Part(f" {rule}", "rule")))


def empty(text: str, width: int) -> Row:
    """What stands where there is nothing."""
    return Row((Part(cells(text, width), "muted"),))


def width_of(text: str) -> int:
    """How many cells a text takes."""
    return cell_len(clean(text))


def short_when(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """A moment in at most nine cells: the time today, the weekday with it within a week, else the date."""
    day = moment.astimezone(zone).date()
    distance = (day - now.astimezone(zone).date()).days
    if distance == 0:
        return wall_clock(moment, zone=zone)
    if -7 < distance < 7:
        return f"{WEEKDAYS[day.weekday()][:2]} {moment.astimezone(zone):%H:%M}"
    this_year = day.year == now.astimezone(zone).year
    return day_short(day)[3:] + ("" if this_year else f" '{day.year % 100:02}")
