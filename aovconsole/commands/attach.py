"""`aovconsole attach`: keep a file with a dossier."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from aovconsole.commands.output import say
from aovconsole.desk.desk import Desk


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser("attach", help="bewaar een bijlage", description="Bewaart een bestand bij een dossier.")
    parser.add_argument("file", metavar="BESTAND")
    parser.add_argument("--dossier", metavar="NR")
    parser.set_defaults(run=run)


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Keep the file; prints the id of its record."""
    say(desk.attachments.add(Path(args.file), dossier=args.dossier).id)
    return 0
