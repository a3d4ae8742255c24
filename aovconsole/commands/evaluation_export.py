"""`aovconsole evaluation export`: the report of a dossier as Word, PDF, HTML, csv and json."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.dossiers import on_one
from aovconsole.commands.output import say, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import day_from


def add_export(actions: Any) -> None:
    """Add the command to those of an evaluation; it takes the number of any dossier."""
    exporting = on_one(actions, "export", "schrijf de evaluatie als bestanden; toont waar ze staan")
    exporting.add_argument("--to", required=True, metavar="MAP", help="de map; ze wordt gemaakt als ze er niet is")
    exporting.add_argument(
        "--format", default="docx,pdf,html,csv,json", metavar="FORMATEN", help="docx, pdf, html, csv, json; met komma's"
    )
    exporting.add_argument("--from", dest="from_on", metavar="DATUM", help="alleen wat vanaf deze dag gebeurde")
    exporting.add_argument("--until", dest="until_on", metavar="DATUM", help="tot en met deze dag")
    exporting.add_argument("--force", action="store_true", help="bestanden die er al staan vervangen")
    exporting.set_defaults(run=_export)


def _export(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.desk.evaluation_export import EvaluationExport, known_formats

    period = (
        day_from(args.from_on, "--from") if args.from_on else None,
        day_from(args.until_on, "--until") if args.until_on else None,
    )
    files, verified = EvaluationExport(desk.seat).export(
        args.number, args.to, known_formats(args.format), period=period, replace_files=args.force, progress=warn
    )
    for file in files:
        say(file)
    if verified:
        return 0
    warn("het journaal is niet gaaf: dat staat op de voorkant van het rapport; zie aovconsole journal verify")
    return 3
