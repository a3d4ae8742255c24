"""An exercise for tests: a home of its own, on a clock whose seconds pass only when the test says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from aovconsole.desk.desk import Desk
from aovconsole.exercise_clock import ExerciseClock
from aovconsole.exercises import Wanted, at, create
from aovconsole.settings import Environment
from aovconsole.wiring import open_desk

NOTE = "Geef op vraag: uitstroom aan de westkant is nog goed."
EXPECTED = "drukte vastgelegd, beeld nagegaan bij THOR, besluit instroom voorgelegd"
"""Of the first inject of the shipped template `carnaval`: for the controller's eyes only."""

BEGIN = datetime(2027, 2, 7, 10, 10, tzinfo=UTC)
"""When an exercise of `carnaval` on 2027 begins: a quarter of an hour before its first inject of 11:26."""


class Ticks:
    """A ticking function that the test moves on."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds

    def on(self, *, minutes: float = 0, seconds: float = 0) -> None:
        """Let real time pass."""
        self.seconds += 60 * minutes + seconds


def around(home: Path) -> Environment:
    """The environment of a real home that nobody opened yet."""
    return Environment(home=home, operator="Voorbeeld/AOV", station="A", now="2027-01-10T12:00:00+01:00")


def played(home: Path, *, speed: float = 1.0, template: str = "carnaval", on: str = "2027") -> tuple[Desk, Ticks]:
    """An exercise that was just begun, its desk, and what moves its clock."""
    made = create(around(home), Wanted(template, on))
    ticks = Ticks()
    clock = ExerciseClock(BEGIN, speed=speed, ticking=ticks)
    return open_desk(at(around(home), made), clock=clock), ticks


def clock_of(desk: Desk) -> ExerciseClock:
    """The clock of an exercise."""
    clock = desk.journal.clock
    assert isinstance(clock, ExerciseClock)
    return clock
