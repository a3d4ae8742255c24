"""`aovconsole ifthen`: what was agreed to do if something happens."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.dossiers import command_group, done
from aovconsole.commands.options import add_json, add_texts
from aovconsole.commands.output import say, say_json, say_table, view_json
from aovconsole.desk.desk import Desk


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "ifthen", "als-dan-afspraken: maken, beëindigen, tonen")
    agreeing = actions.add_parser("agree", help="spreek af wat er gebeurt als; toont het nummer")
    agreeing.add_argument("condition", metavar="ALS")
    agreeing.add_argument("then", metavar="DAN")
    add_texts(agreeing, owner="WIE")
    ending = actions.add_parser("end", help="een afspraak geldt niet meer")
    ending.add_argument("number", metavar="NR", help="ALS-A1")
    add_texts(ending, reason="REDEN")
    listing = actions.add_parser("list", help="toon wat is afgesproken")
    add_json(listing)
    for parser, run in ((agreeing, _agree), (ending, _end), (listing, _agreements)):
        parser.add_argument("--dossier", metavar="NR")
        parser.set_defaults(run=run)


def _agree(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.ifthens.agree(args.dossier, args.condition, args.then, owner=args.owner).number)
    return 0


def _end(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.ifthens.end(args.dossier, args.number, reason=args.reason))


def _agreements(desk: Desk, args: argparse.Namespace) -> int:
    rows = desk.ifthens.of(desk.seat.dossier(args.dossier), open_only=False)
    if args.json:
        say_json([view_json(row) | {"id": row.subject} for row in rows])
    else:
        say_table(
            ("nummer", "afspraak", "geldt"), [(r.number, r.title, "ja" if r.status == "open" else "nee") for r in rows]
        )
    return 0
