"""`aovconsole` and `aovconsole demo`: the console itself, on real or on made-up data."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from aovconsole.clock import Clock, clock_from
from aovconsole.commands.options import whole_number
from aovconsole.commands.output import say, warn
from aovconsole.errors import CannotStore
from aovconsole.exercise_clock import is_exercise
from aovconsole.settings import Environment
from aovconsole.wiring import open_desk


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "demo",
        help="de console op verzonnen gegevens",
        description="Maakt een verzonnen jaar en opent de console daarop.",
    )
    parser.add_argument("--create", metavar="MAP", help="maak alleen de map met voorbeelddata")
    parser.add_argument("--years", type=whole_number, default=1, metavar="N", help="hoeveel jaren terug")
    parser.set_defaults(demo=True)


def run_demo(environment: Environment, args: argparse.Namespace, acting_as: str) -> int:
    """Make a home with made-up data, in the folder that was named or in a scratch one, and open it there."""
    from aovconsole.demo import create  # only for the demo

    now = clock_from(environment.now).now().replace(microsecond=0)
    if args.create:
        create(Path(args.create), now=now, years=max(1, args.years))
        say(Path(args.create).absolute())
        return 0
    warn("verzonnen gegevens worden gemaakt; dat duurt enkele seconden")
    with tempfile.TemporaryDirectory(prefix="aovconsole-demo-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        create(home, now=now, years=max(1, args.years))
        scratch = replace(environment, home=home, realm="demo", station="")
        return run_console(scratch, acting_as or environment.operator or "Voorbeeld/AOV", Clock(now))


def run_console(environment: Environment, acting_as: str, clock: Clock | None = None) -> int:
    """Open the console and stay until it is closed."""
    if clock is None and is_exercise(environment.home):
        return run_played(environment, acting_as)
    import gc

    gc.disable()  # nothing that the imports make is garbage; the app switches it on after the first paint
    from aovconsole.app import run_console as run  # Textual is not loaded by any other command

    desk = open_desk(environment, acting_as=acting_as, clock=clock)
    try:
        if desk.journal.read_only:
            raise CannotStore(
                f"journaal {desk.journal.path} kan niet opslaan: bestand of map is alleen-lezen; lezen kan met de"
                " opdrachten, zoals 'aovconsole log list'"
            )
        return run(desk)
    finally:
        desk.journal.close()


def run_played(environment: Environment, acting_as: str, speed: float | None = None) -> int:
    """Open the console on an exercise: its clock goes on where it stood, and is written down at the end.

    Raises:
        CommandRefused: another window runs it.
    """
    from aovconsole.exercises import held_clock, playing  # only for an exercise

    with playing(environment.home):
        clock = held_clock(environment.home)
        if speed is not None:
            clock.set_speed(speed)
        try:
            return run_console(replace(environment, now=""), acting_as, clock)
        finally:
            clock.hold()
            clock.keep(environment.home)
