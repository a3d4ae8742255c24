"""`aovconsole evenement`: the dossier of a public event."""

from __future__ import annotations

import argparse
import re
from datetime import datetime, time
from typing import Any

from aovconsole.commands.dossiers import command_group, done, reading_commands
from aovconsole.commands.options import (
    add_at,
    coming_moment,
    moment_of,
    today_begins,
    whole_number,
)
from aovconsole.commands.output import say
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import day_from


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "evenement", "evenementen en hun veiligheidsrondes")
    adding = actions.add_parser("add", help="zet een evenement op de kalender; toont zijn nummer")
    adding.add_argument("title", metavar="TITEL")
    adding.add_argument("--begin", required=True, metavar="TIJD")
    adding.add_argument("--end", required=True, metavar="TIJD")
    adding.add_argument("--place", required=True, metavar="PLAATS")
    adding.add_argument("--class", dest="handling_class", default="", metavar="A|B|C", help="behandelaanpak")
    adding.add_argument("--visitors", type=whole_number, metavar="AANTAL")
    adding.add_argument("--assessed", metavar="DATUM", help="dag waarop de aanvraag is beoordeeld; vandaag bij --class")
    adding.set_defaults(run=_add_one_evenement)
    round_ = actions.add_parser("round", help="leg een gehouden veiligheidsronde vast")
    round_.add_argument("number", metavar="NR")
    round_.add_argument("--note", default="", metavar="TEKST")
    add_at(round_)
    round_.set_defaults(
        run=lambda desk, args: done(
            desk.evenementen.round(args.number, note=args.note, at=moment_of(desk, args.at, "--at"))
        )
    )
    reading_commands(actions, "evenement", "een evenement")


def _end_of(desk: Desk, text: str, begin: datetime) -> datetime:
    """The end that an option names; a bare date is the end of that day, as in the csv."""
    if re.fullmatch(r"\s*(\d{4}-\d\d-\d\d|\d{1,2}-\d{1,2}-\d{4})\s*", text):
        return datetime.combine(day_from(text, "--end"), time(23, 59, 59), desk.zone)
    return coming_moment(desk, text, "--end", since=begin)


def _add_one_evenement(desk: Desk, args: argparse.Namespace) -> int:
    begin = coming_moment(desk, args.begin, "--begin", since=today_begins(desk))
    row = desk.evenementen.add(
        args.title,
        begin=begin,
        end=_end_of(desk, args.end, begin),
        place=args.place,
        handling_class=args.handling_class,
        visitors_count=args.visitors,
        assessed_on=day_from(args.assessed, "--assessed") if args.assessed else None,
    )
    say(row.number)
    return 0
