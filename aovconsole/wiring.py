"""Builds everything and hands it down; the only place that knows all."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from aovconsole.clock import Clock, clock_from
from aovconsole.desk.desk import Desk
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored
from aovconsole.errors import CommandRefused
from aovconsole.exercise_clock import ExerciseClock, kept_clock
from aovconsole.journal.store import Journal, Operator
from aovconsole.settings import Environment, account

if TYPE_CHECKING:
    from aovconsole.domain.entry import KnownNames


def operator_of(text: str) -> Operator:
    """The operator that `NAAM/FUNCTIE` names; without a text, the account of the operating system.

    Raises:
        CommandRefused: the name is empty.
    """
    user = clean(account())
    if not text.strip():
        return Operator(user or "onbekend", "", user)
    name, _, function = clean(text).partition("/")
    if not name.strip():
        raise CommandRefused("--as vraagt NAAM/FUNCTIE: de naam is leeg")
    return Operator(name.strip(), function.strip(), user)


def open_journal(environment: Environment, clock: Clock | None = None) -> Journal:
    """The journal of the home that the environment names."""
    kept = None if clock else kept_clock(environment.home)
    journal = Journal(
        environment.home,
        clock or kept or clock_from(environment.now),
        realm=environment.realm,
        code=environment.station,
    )
    if journal.realm == "exercise":
        _catch_up(journal)
    elif kept:  # the clock of an exercise has no say in any other home
        journal.clock = clock_from(environment.now)
    return journal


def _catch_up(journal: Journal) -> None:
    """Let the clock of an exercise not lie behind its journal; one that was lost stands where the journal ends."""
    last = journal.last_recorded_at()
    if isinstance(journal.clock, ExerciseClock):
        journal.clock.jump_to(read_stored(last))
    elif journal.reading.of_type("exercise"):
        journal.clock = ExerciseClock(read_stored(last), held=True)


def open_desk(environment: Environment, *, acting_as: str = "", clock: Clock | None = None) -> Desk:
    """The desk of the home that the environment names, with whoever acts seated at it."""
    operator = operator_of(acting_as or environment.operator)
    journal = open_journal(environment, clock)
    return Desk(journal, operator, lambda: _known_names(environment.home))


@cache
def _known_names(home: Path) -> KnownNames:
    from aovconsole.reference.files import known_names  # read when the first line is typed

    try:
        return known_names(home)
    except CommandRefused:  # a mistake in a file of one's own must never stop a line; `doctor` names it
        return known_names()
