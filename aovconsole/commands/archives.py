"""`aovconsole archive`: the package of a closed dossier for the archive."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.dossiers import command_group, on_one
from aovconsole.commands.output import say, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.words import counted


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "archive", "archiefpakket van een afgesloten dossier")
    making = on_one(
        actions, "make", "maak het pakket: PDF/A, records met bewijs, metagegevens (MDTO), controlegetallen"
    )
    making.add_argument("--to", required=True, metavar="MAP|BESTAND.zip")
    making.add_argument("--all", action="store_true", help="ook wat !privé of !politie draagt, contacten en bijlagen")
    making.add_argument("--force", action="store_true", help="vervang een bestand .zip dat er staat")
    making.set_defaults(run=_make)


def _make(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.exports.archive import save_package

    made = desk.archives.make(args.number, whole=args.all)
    save_package(args.to, made.files, replace=args.force)
    held = counted(made.withheld, "record", "records")
    say(f"archiefpakket met {len(made.files)} bestanden in {args.to.strip()}, {held} zonder inhoud")
    if not made.pdf_a:
        warn("de PDF is geen PDF/A: in de tekst staan tekens waarvoor geen lettervorm is")
    for fault in made.faults:
        warn(f"het journaal klopt niet, en het pakket zegt dat: {fault}")
    return 3 if made.faults else 0
