"""Where the made-up year is written: the journal, the words, and who sits at the desk when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from aovconsole.demo_plan import PlanDay
from aovconsole.demo_texts import Texts, local_day, local_moment
from aovconsole.desk.desk import Desk
from aovconsole.domain.agreements import RUNNING_STATES
from aovconsole.domain.entry import KnownNames
from aovconsole.domain.record import Record
from aovconsole.journal.store import Journal, Operator

Script: TypeAlias = Iterator[datetime]
"""Yields its next moment and then acts at the desk."""

Step: TypeAlias = tuple[datetime, Callable[[], object]]
"""A moment, and what is done then."""

WEEK = timedelta(days=7)
OFFICERS = 4


@dataclass
class Stage:
    """Where the scripts act: the journal, the words, the period, and a desk for every function."""

    journal: Journal
    texts: Texts
    known: KnownNames
    seed: int
    start: datetime
    now: datetime
    desks: dict[str, Desk] = field(default_factory=dict)
    plans: dict[PlanDay, str] = field(default_factory=dict)
    """The number of each plan that was started."""

    def desk(self, name: str, function: str) -> Desk:
        """The desk at which a function sits."""
        if name not in self.desks:
            self.desks[name] = Desk(self.journal, Operator(name, function), lambda: self.known)
        return self.desks[name]

    @property
    def office(self) -> Desk:
        """The desk of the team by day."""
        return self.desk("OOV-1", "adviseur OOV")

    def on_duty(self, moment: datetime) -> Desk:
        """The desk of the officer who has the week duty."""
        week = (moment - first_friday(self.start)) // WEEK
        return self.desk(f"AOV-{officer_of(week)}", "AOV")

    def log(self, desk: Desk, text: str, dossier: str) -> Record:
        """File one line; its record."""
        return desk.log.file((desk.log.understand(text),), dossier=dossier)[0]

    def close_actions(self, desk: Desk, dossier: str) -> None:
        """Let the team close what is still open in a dossier."""
        for row in self.journal.reading.in_dossier(dossier, "action"):
            if row.status in RUNNING_STATES:
                desk.agreements.step(row.subject, "closed")


def moment_of(step: Step) -> datetime:
    """When a step is done: what steps are put in order by."""
    return step[0]


def first_friday(start: datetime) -> datetime:
    """The change of duty (Friday 08:00 on the wall) at or before the start."""
    day = local_day(start)
    friday = local_moment(day - timedelta(days=(day.weekday() - 4) % 7), "08:00")
    return friday if friday <= start else local_moment(local_day(friday) - WEEK, "08:00")


def officer_of(week: int, shift: int = 0) -> int:
    """Which officer has the duty in a week of the made-up period."""
    return (week + shift) % OFFICERS + 1
