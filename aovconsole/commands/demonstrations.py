"""`aovconsole demonstration`: the register."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.dossiers import command_group, reading_commands
from aovconsole.commands.options import (
    coming_moment,
    moment_of,
    today_begins,
    whole_number,
)
from aovconsole.commands.output import say
from aovconsole.desk.desk import Desk


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "demonstration", "demonstraties: het register")
    adding = actions.add_parser("add", help="neem een demonstratie op; toont haar nummer")
    adding.add_argument("--at", required=True, metavar="TIJD", help="begin")
    adding.add_argument("--until", metavar="TIJD", help="einde")
    adding.add_argument("--place", required=True, metavar="PLAATS")
    adding.add_argument("--expected", type=whole_number, metavar="AANTAL", help="verwacht aantal deelnemers")
    adding.add_argument("--received", metavar="TIJD", help="wanneer de kennisgeving binnenkwam")
    adding.add_argument("--scale", default="", choices=("small", "large"), help="klein- of grootschalig")
    adding.set_defaults(run=_add_one_demonstration)
    reading_commands(actions, "demonstration", "een demonstratie")


def _add_one_demonstration(desk: Desk, args: argparse.Namespace) -> int:
    at = coming_moment(desk, args.at, "--at", since=today_begins(desk))
    row = desk.demonstrations.add(
        at=at,
        until=None if args.until is None else coming_moment(desk, args.until, "--until", since=at),
        place=args.place,
        expected_count=args.expected,
        received=moment_of(desk, args.received, "--received"),
        scale=args.scale,
    )
    say(row.number)
    return 0
