"""`aovconsole journal redact`: erase the contents of records for good, with a ground, and tell what else holds them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from aovconsole.commands.output import local, say, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.erasures import ALL, NONE, Erased, Held
from aovconsole.domain.words import counted


def add(actions: Any) -> None:
    """Add the command to those of the journal."""
    erasing = actions.add_parser("redact", help="wis de inhoud van een record voorgoed, met een grond")
    erasing.add_argument("records", nargs="+", metavar="RECORD-ID")
    erasing.add_argument("--ground", required=True, metavar="GROND", help="een sleutel uit data/erasure.toml")
    erasing.add_argument("--reason", default="", metavar="REDEN", help="zonder het gegeven zelf: de reden blijft staan")
    erasing.add_argument(
        "--datum", action="append", default=[], metavar="TEKST", help="wis alleen dit; de rest komt terug (mag vaker)"
    )
    erasing.add_argument(
        "--also", action="append", metavar="ID", help=f"wat het ook houdt en mee moet (mag vaker), {ALL} of {NONE}"
    )
    erasing.set_defaults(run=_redact)


def _redact(desk: Desk, args: argparse.Namespace) -> int:
    if args.also is None:
        say_held(desk.erasures.held(args.records, data=args.datum))
    told(desk.erasures.redact(args.records, ground=args.ground, reason=args.reason, data=args.datum, also=args.also))
    return 0


def say_held(held: Sequence[Held]) -> None:
    """Print what else holds what is to be erased."""
    if held:
        say_table(
            ("id", "wat", "tijd", "dossier", "tekst"),
            [
                (one.name, one.where, (local(one.at) or "")[:16].replace("T", " "), one.dossier, one.text)
                for one in held
            ],
        )


def told(done: Erased) -> None:
    """Say what was erased, and what may still hold it."""
    say(
        f"inhoud gewist van {counted(done.records, 'record', 'records')}"
        + (f", {done.rewritten} zonder het gegeven opnieuw vastgelegd" if done.rewritten else "")
        + (f", {counted(done.drafts, 'half getypte tekst', 'half getypte teksten')} weg" if done.drafts else "")
    )
    if not done.wiped:
        warn("een ander programma heeft het journaal open: 'aovconsole journal rebuild' haalt later de resten weg")
    for copy in done.copies:
        gone = "" if copy.there else "; staat daar nu niet, of is van hier niet te zien"
        warn(f"kan het nog houden: {copy.what} van {(local(copy.at) or '')[:16].replace('T', ' ')}, {copy.path}{gone}")
