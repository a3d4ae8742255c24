"""One thing that happens at a desk, and the subjects, words and times that it takes by number."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

WORDS = ("gaslek", "wéér drukte", "Vrijthof", "café vol", "oploop", "[bold]x[/]", "instroom", "regel: 12")


class Act(NamedTuple):
    """One thing that happens: which, to which of the subjects that are there, with which word, how long after."""

    name: str
    target: int
    word: int
    minutes: int


def row(desk: Desk, act: Act, *types: str) -> SubjectRow:
    """One of the subjects of some types."""
    rows = [row for type_ in types for row in desk.reading.of_type(type_)]
    if not rows:
        raise CommandRefused("er is nog niets")
    return sorted(rows, key=lambda row: row.subject)[act.target % len(rows)]


def line_of(desk: Desk, act: Act) -> str:
    """One of the log lines."""
    lines = desk.reading.lines(type_="line")
    if not lines:
        raise CommandRefused("er is nog niets")
    return sorted(line.record_id for line in lines)[act.target % len(lines)]


def dossier_of(desk: Desk, act: Act) -> str | None:
    """The number of a dossier, or the general log."""
    with suppress(CommandRefused):
        return row(desk, act, "incident", "cmt", "evenement").number if act.target % 3 else None
    return None


def word(act: Act) -> str:
    """A text that tells the act."""
    return f"{WORDS[act.word % len(WORDS)]} {act.word}"


def span(desk: Desk, act: Act) -> timedelta:
    """A stretch of time."""
    return timedelta(minutes=act.minutes % 240)
