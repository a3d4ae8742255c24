"""The homes of exercises: made below the real home, found again, played without a console.

The real journal is never opened here: an exercise has a folder, a key and a journal of its own.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from aovconsole.clock import clock_from
from aovconsole.desk.desk import Desk
from aovconsole.domain.exercise import forward_to, timed
from aovconsole.domain.scenario_moments import clock_of
from aovconsole.domain.text import clean
from aovconsole.domain.times import (
    AMSTERDAM,
    local_candidates,
    moment_from,
    next_local,
    on_the_wall,
    only_moment,
    read_stored,
    stored,
)
from aovconsole.errors import AovError, CannotStore, CommandRefused, reason_of
from aovconsole.exercise_clock import ExerciseClock, is_exercise, kept_clock
from aovconsole.journal.files import JOURNAL_FILE
from aovconsole.settings import Environment
from aovconsole.wiring import open_desk

if TYPE_CHECKING:
    from aovconsole.desk.plan_start import Starting
    from aovconsole.domain.view import SubjectRow

FOLDER = "oefeningen"
"""Where exercises stand in the real home."""

LOCK = "oefening.lock"
RAN_IN = timedelta(minutes=15)
"""So long before its first inject an exercise begins, where nobody says when; at a whole five minutes."""

_COPIED = ("data", "scenarios")
"""The user's own files that an exercise takes along as they are now."""

_LEFT = ("contacts.toml",)
"""What stays: nobody is to be called for an exercise, and contact data is not copied about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a new exercise; `on` may be a year, empty the next time that the day comes."""

    template: str
    on: str = ""
    begin: str = ""
    speed: float = 1.0
    answers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An exercise below a real home; without a row its journal cannot be read, and `fault` says why."""

    home: Path
    row: SubjectRow | None = None
    now: datetime | None = None
    fault: str = ""

    @property
    def number(self) -> str:
        """Its number; the name of its folder where the journal cannot be read."""
        return self.row.number if self.row else self.home.name


def create(environment: Environment, wanted: Wanted, acting_as: str = "") -> Path:
    """Make a home for an exercise and begin it there; its clock is held until somebody plays it.

    Raises:
        CommandRefused: this is an exercise already, there is no such template, or a day, time, speed or answer that
            cannot be; nothing stays behind.
        CannotStore: the folder cannot be made.
    """
    if is_exercise(environment.home):
        raise CommandRefused("dit is al de map van een oefening: begin een andere vanuit de gewone console")
    asked = _starting(environment, wanted)
    clock = ExerciseClock(_begin(asked, wanted.begin), speed=wanted.speed, held=True)
    with _making(environment.home / FOLDER):
        number = _next_number(environment, asked.on.year)
        home = _new_folder(environment.home / FOLDER, f"{asked.template.name}-{asked.on.isoformat()}")
        try:
            _copy_own_files(environment.home, home)
            clock.keep(home)
            desk = open_desk(at(environment, home), acting_as=acting_as, clock=clock)
            try:
                desk.exercise.start(
                    wanted.template, asked.on, number=f"{number[0]}{desk.journal.code}{number[1]:03d}",
                    answers=wanted.answers,
                )  # fmt: skip
            finally:
                desk.journal.close()
        except (AovError, OSError) as error:
            shutil.rmtree(home, ignore_errors=True)
            if isinstance(error, OSError):
                raise CannotStore(f"{home} kan niet worden gemaakt: {reason_of(error)}") from error
            raise
    return home


def at(environment: Environment, home: Path) -> Environment:
    """The environment of an exercise: its own home, whatever the variables say of realm and moment."""
    return replace(environment, home=home, realm="exercise", now="")


def _starting(environment: Environment, wanted: Wanted) -> Starting:
    from aovconsole.desk.plan_start import Starting, day_of
    from aovconsole.reference.files import load_event_dates, sound
    from aovconsole.scenarios.reading import source_named

    if wanted.on:
        on: date | str = wanted.on
    else:
        today = clock_from(environment.now).now().astimezone(AMSTERDAM).date()
        template = source_named(wanted.template, environment.home).template()
        published = sound(load_event_dates, environment.home).by_key
        this_year = day_of(template, str(today.year), published)
        on = this_year if this_year >= today else str(today.year + 1)
    return Starting(environment.home, AMSTERDAM, wanted.template, on, "", wanted.answers)


def _begin(asked: Starting, typed: str) -> datetime:
    """When the exercise begins: as it was asked, else a little before the first inject, else nine in the morning."""
    if typed:
        clock = clock_of(typed.strip())
        if clock is None:
            return moment_from(typed, "--from")
        wall = datetime.combine(asked.on, clock)
        return only_moment(local_candidates(wall), wall, "--from")
    moments = [one.due.at for one in asked.plan.injects if one.due.at]
    if not moments:
        return on_the_wall(asked.on, time(9))
    begin = min(moments) - RAN_IN
    return begin.replace(minute=begin.minute // 5 * 5, second=0, microsecond=0)


@contextmanager
def _making(folder: Path) -> Iterator[None]:
    """Hold the folder while a number and a name are given, so that two starts do not take the same."""
    from filelock import FileLock  # only where an exercise begins

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock"):
            yield
    except OSError as error:
        raise CannotStore(f"{folder} kan niet worden gemaakt: {reason_of(error)}") from error


def _next_number(environment: Environment, year: int) -> tuple[str, int]:
    """The front of the number of a new exercise, and its count over every exercise of that year."""
    front = f"OEF-{year % 100:02d}-"
    counts = [re.fullmatch(rf"{front}[A-Z]{{1,4}}(\d+)", one.number) for one in found_in(environment)]
    return front, max((int(count[1]) for count in counts if count), default=0) + 1


def _new_folder(folder: Path, name: str) -> Path:
    for count in range(1, 10_000):
        home = folder / f"{name}-{count}"
        try:
            home.mkdir()
        except FileExistsError:
            continue
        return home
    raise CommandRefused(f"er zijn te veel oefeningen {name}")


def _copy_own_files(real: Path, home: Path) -> None:
    for name in _COPIED:
        files = [path for path in sorted((real / name).glob("*.toml")) if path.is_file() and path.name not in _LEFT]
        if files:
            (home / name).mkdir()
        for path in files:
            shutil.copyfile(path, home / name / path.name)


def found_in(environment: Environment) -> list[Found]:
    """Every exercise below a home, or the one that this home is; the one that was begun first in front."""
    if is_exercise(environment.home):
        return [_read(environment, environment.home)]
    folder = environment.home / FOLDER
    homes = [path for path in folder.glob("*") if is_exercise(path)] if folder.is_dir() else []
    return [_read(environment, home) for home in sorted(homes, key=_begun)]


def _begun(home: Path) -> tuple[float, str]:
    path = home / JOURNAL_FILE
    return (home / "station.key").stat().st_mtime if (home / "station.key").exists() else 0.0, str(path)


def _read(environment: Environment, home: Path) -> Found:
    if not (home / JOURNAL_FILE).exists():
        return Found(home, fault="het journaal is weg")
    try:
        desk = open_desk(at(environment, home))
        try:
            row = desk.exercise.row
            return Found(home, row, desk.seat.now, "" if row else "er is geen oefening in dit journaal")
        finally:
            desk.journal.close()
    except AovError as error:
        return Found(home, fault=error.sentence)


def named(environment: Environment, asked: str = "") -> Found:
    """The exercise with a number, a folder's name or a template's name (the last one begun); without one, the last.

    Raises:
        CommandRefused: there is none; those that there are are named.
    """
    found = found_in(environment)
    name = clean(asked.strip())
    fitting = [one for one in found if not name or name.upper() == one.number.upper() or name == one.home.name]
    if not fitting:
        fitting = [one for one in found if re.fullmatch(rf"{re.escape(name)}-\d{{4}}-\d\d-\d\d-\d+", one.home.name)]
    if not fitting:
        there = f"; wel: {', '.join(one.number for one in found)}" if found else ""
        raise CommandRefused(f"er is geen oefening {name}".rstrip() + there)
    chosen = fitting[-1]
    if chosen.fault:
        raise CommandRefused(f"oefening {chosen.home.name} kan niet worden gelezen: {chosen.fault}")
    return chosen


@contextmanager
def playing(home: Path) -> Iterator[None]:
    """Be the only one that runs the clock of an exercise.

    Raises:
        CommandRefused: another window does.
    """
    from filelock import FileLock, Timeout  # only for an exercise

    lock = FileLock(home / LOCK, blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise CommandRefused("deze oefening loopt al in een ander venster") from error
    try:
        yield
    finally:
        lock.release()


def until_of(typed: str, since: datetime) -> datetime:
    """The moment that `--until` names: the first such time from the exercise's own moment on, or one with its date.

    Raises:
        CommandRefused: it cannot be read, or it lies behind: an exercise does not run back.
    """
    clock = clock_of(typed.strip())
    if clock is None:
        until = moment_from(typed, "--until")
    else:
        wall = next_local(clock, since, AMSTERDAM)
        ahead = tuple(one for one in local_candidates(wall) if one >= since.replace(second=0, microsecond=0))
        until = max(since, only_moment(ahead, wall, "--until"))
    return forward_to(until, since, typed)


def play_until(desk: Desk, clock: ExerciseClock, until: datetime) -> None:
    """Let the time pass up to a moment without a console: each inject is played when its moment comes.

    Raises:
        CommandRefused: the exercise is over.
    """
    exercise = desk.exercise.view()
    if exercise.status != "running":
        raise CommandRefused(f"{exercise.number} is beëindigd")
    for inject in timed(exercise):
        if inject.cue.due_at > stored(until):
            break
        clock.jump_to(read_stored(inject.cue.due_at))
        desk.exercise.play_due()
    clock.jump_to(until)


def held_clock(home: Path) -> ExerciseClock:
    """The clock of an exercise that this process is about to run, from where it was last written down.

    One that cannot be read begins at nought; where the journal is opened it is set to where that ends.
    """
    clock = kept_clock(home, wall=lambda: float("inf")) or ExerciseClock(datetime.fromtimestamp(0, UTC))
    clock.hold(False)
    return clock
