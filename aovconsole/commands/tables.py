"""`aovconsole import`: the csv of a past year into the journal."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from aovconsole.commands.options import add_json
from aovconsole.commands.output import say, say_json, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.tables import TABLES
from aovconsole.domain.words import counted
from aovconsole.errors import CommandRefused, reason_of


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "import",
        help="lees een csv van een jaar in",
        description="Leest een csv in; met een foute rij wordt niets ingelezen, en elke foute rij genoemd.",
    )
    parser.add_argument("table", choices=TABLES, metavar="SOORT", help=", ".join(TABLES))
    parser.add_argument("file", metavar="BESTAND.csv")
    parser.add_argument("--dry-run", action="store_true", help="kijk alleen na wat er mis is; schrijf niets")
    add_json(parser)
    parser.set_defaults(run=run)


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Read the file, or say what is wrong with it."""
    try:
        raw = Path(args.file).read_bytes()
    except OSError as error:
        raise CommandRefused(f"{args.file} kan niet worden gelezen: {reason_of(error)}") from error
    result = desk.tables.read(args.table, raw, Path(args.file).name, dry_run=args.dry_run)
    if args.json:
        say_json(
            {
                "added": 0 if args.dry_run else result.added,
                "rows": result.added,
                "refused": [{"line": row.line, "column": row.column, "reason": row.reason} for row in result.refused],
                "unknown_columns": list(result.unknown_columns),
                "known": result.known,
                "notes": list(result.notes),
            }
        )
    else:
        _say(args, result)
    return 1 if result.refused else 0


def _say(args: argparse.Namespace, result: Any) -> None:
    for row in result.refused:
        column = f", kolom {row.column}" if row.column else ""
        warn(f"rij {row.line}{column}: {row.reason}")
    if result.unknown_columns:
        warn(f"onbekende kolommen, niet gelezen: {', '.join(result.unknown_columns)}")
    for note in result.notes:
        warn(note)
    if result.known:
        say("dit bestand is al ingelezen: er is niets toegevoegd")
    elif result.refused:
        say(f"{counted(len(result.refused), 'fout', 'fouten')}: er is niets ingelezen")
    elif args.dry_run:
        say(f"{result.added} rijen zijn goed; er is niets ingelezen (--dry-run)")
    else:
        say(f"{counted(result.added, 'rij', 'rijen')} ingelezen")
