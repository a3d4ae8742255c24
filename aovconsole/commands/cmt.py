"""`aovconsole cmt`: the day of a crisis management team."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands import cmt_decisions, cmt_meetings, cmt_show, paper
from aovconsole.commands.cmt_text import say_parts
from aovconsole.commands.crowd import add_crowd
from aovconsole.commands.dossiers import command_group, done, on_one, reading_commands
from aovconsole.commands.options import add_at, add_json, at_of
from aovconsole.commands.output import say, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.paper import rest_text, waiting_in


def add(groups: Any) -> None:
    """Add the command."""
    help_ = "CMT-dagen: openen, drukte, besluiten, acties, aanwezigheid, vergaderingen, sluiten"
    actions = command_group(groups, "cmt", help_)
    opening = actions.add_parser("open", help="laat een CMT beginnen; toont zijn nummer")
    opening.add_argument("title", metavar="TITEL")
    opening.add_argument("--evenement", metavar="NR")
    opening.add_argument("--plan", metavar="NR", help="het plan waarmee het werkt (scenario start)")
    add_at(opening)
    opening.set_defaults(run=_open_cmt)
    cmt_decisions.add(actions)
    cmt_meetings.add(actions)
    linking = on_one(actions, "plan", "laat een CMT met een plan werken; zonder PLAN: neem nog eens over wat het weet")
    linking.add_argument("plan", metavar="PLAN", nargs="?", default="", help="nummer van het plan, PL-27-A001")
    linking.add_argument("--none", action="store_true", help="zonder plan verder")
    linking.set_defaults(run=lambda desk, args: done(desk.cmt.link_plan(args.number, args.plan, none=args.none)))
    lists_help = "besluiten zonder onderbouwing, te toetsen, acties zonder houder of akkoord; zonder NR: van elk CMT"
    lists = actions.add_parser("lists", help=lists_help, description=lists_help)
    lists.add_argument("number", metavar="NR", nargs="?", help="alleen van dit CMT")
    add_json(lists)
    lists.set_defaults(run=cmt_show.show_lists)
    acting = actions.add_parser("action", help="spreek een actie af; toont haar nummer")
    acting.add_argument("number", metavar="NR")
    acting.add_argument("text", metavar="TEKST")
    acting.add_argument("--owner", default="", metavar="WIE")
    acting.add_argument("--due", metavar="TIJD", help="termijn: UU:MM, +20 (minuten), 'morgen 9:00' of ISO 8601")
    acting.set_defaults(run=_action)
    closing = actions.add_parser("close", help="sluit een CMT")
    closing.add_argument("number", metavar="NR")
    closing.add_argument("--reason", default="", metavar="REDEN")
    add_at(closing)
    closing.set_defaults(run=_close)
    add_crowd(actions)
    paper.add(actions)
    reading_commands(actions, "cmt", "een CMT-dag", more=[cmt_show.at_the_table], parts=say_parts)


def _open_cmt(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.cmt.open(args.title, evenement=args.evenement, plan=args.plan, at=at_of(desk, args)).number)
    return 0


def _close(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.cmt.close(args.number, reason=args.reason, at=at_of(desk, args))
    waiting, given = waiting_in(desk.reading.in_dossier(row.subject, "paper"))
    if waiting:
        warn(f"papieren logregels {rest_text(waiting, given)}; zie 'cmt sheets-list {row.number}'")
    return 0


def _action(desk: Desk, args: argparse.Namespace) -> int:
    due = None if args.due is None else cmt_show.coming(desk, args.due, "--due")
    say(desk.agreements.action(args.number, args.text, owner=args.owner, due=due).number)
    return 0
