"""`aovconsole evenement|demonstration|cmt`: make dossiers, change them, show them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from aovconsole.commands.options import (
    add_at,
    add_horizon,
    add_json,
    coming_moment,
    moment_of,
    today_begins,
    whole_number,
)
from aovconsole.commands.output import local, say, say_json, say_table, step_json, view_json
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import day_from
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import FIELDS, STATES, STEPS
from aovconsole.errors import NumberUnknown
from aovconsole.journal.reading import LogRow


def add(groups: Any) -> None:
    """Add the three commands."""
    _add_evenement(groups)
    _add_demonstration(groups)
    _add_cmt(groups)


def command_group(groups: Any, name: str, help_: str) -> Any:
    """A command with commands of its own."""
    parser = groups.add_parser(name, help=help_, description=help_)
    return parser.add_subparsers(dest="action", metavar="OPDRACHT", required=True)


def reading_commands(actions: Any, type_: str, what: str) -> None:
    """Add `show NR` and `list`, the same for every type of dossier."""
    show = actions.add_parser("show", help=f"toon {what} met zijn tijdlijn")
    show.add_argument("number", metavar="NR")
    listing = actions.add_parser("list", help="toon ze allemaal")
    listing.add_argument("--open", action="store_true", help="alleen wat nog loopt")
    for parser in (show, listing):
        add_horizon(parser)
        add_json(parser)
    show.set_defaults(run=lambda desk, args: _show(desk, args, type_))
    listing.set_defaults(run=lambda desk, args: _list(desk, args, type_))


def done(_row: SubjectRow) -> int:
    """Say nothing: it is done."""
    return 0


def _add_evenement(groups: Any) -> None:
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


def _add_demonstration(groups: Any) -> None:
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


def _add_cmt(groups: Any) -> None:
    actions = command_group(groups, "cmt", "CMT-dagen: openen, besluiten, acties, sluiten")
    opening = actions.add_parser("open", help="laat een CMT beginnen; toont zijn nummer")
    opening.add_argument("title", metavar="TITEL")
    opening.add_argument("--evenement", metavar="NR")
    add_at(opening)
    opening.set_defaults(run=_open_cmt)
    deciding = actions.add_parser("decide", help="leg een besluit vast; toont zijn nummer")
    deciding.add_argument("number", metavar="NR")
    deciding.add_argument("text", metavar="TEKST")
    deciding.set_defaults(run=_decide)
    acting = actions.add_parser("action", help="spreek een actie af; toont haar nummer")
    acting.add_argument("number", metavar="NR")
    acting.add_argument("text", metavar="TEKST")
    acting.add_argument("--owner", default="", metavar="WIE")
    acting.add_argument("--due", metavar="TIJD")
    acting.set_defaults(run=_action)
    closing = actions.add_parser("close", help="sluit een CMT")
    closing.add_argument("number", metavar="NR")
    closing.add_argument("--reason", default="", metavar="REDEN")
    add_at(closing)
    closing.set_defaults(
        run=lambda desk, args: done(
            desk.cmt.close(args.number, reason=args.reason, at=moment_of(desk, args.at, "--at"))
        )
    )
    reading_commands(actions, "cmt", "een CMT-dag")


def _open_cmt(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.cmt.open(args.title, evenement=args.evenement, at=moment_of(desk, args.at, "--at")).number)
    return 0


def _decide(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.agreements.decide(args.number, args.text).number)
    return 0


def _action(desk: Desk, args: argparse.Namespace) -> int:
    due = None if args.due is None else coming_moment(desk, args.due, "--due")
    say(desk.agreements.action(args.number, args.text, owner=args.owner, due=due).number)
    return 0


def _show(desk: Desk, args: argparse.Namespace, type_: str) -> int:
    row = desk.seat.find(args.number, type_)
    lines: Sequence[LogRow]
    known, until = moment_of(desk, args.as_of, "--as-of"), moment_of(desk, args.happened_until, "--happened-until")
    if known or until:
        from aovconsole.desk.past import dossier_then  # folding again is only for looking back

        past = dossier_then(desk.reading, row.subject, known_at=known, happened_until=until)
        then = past.row(row.subject)
        if then is None:
            raise NumberUnknown(f"{row.number} (op dat moment)")
        row, lines = then, past.lines
    else:
        lines = desk.reading.lines(dossier=row.subject)
    if args.json:
        say_json({**view_json(row), "timeline": [step_json(line) for line in lines]})
        return 0
    say(f"{row.number}  {row.title}  {STATES.get(row.status, row.status)}")
    for key, value in view_json(row).items():
        if key in FIELDS and key != "title" and value not in ("", None):
            shown = {True: "ja", False: "nee"}[value] if isinstance(value, bool) else value
            say(f"  {FIELDS[key]}: {shown}")
    say_table(
        ("tijd", "wat", "tekst"),
        [
            ((local(line.at) or "")[:16].replace("T", " "), STEPS.get(line.type, ""), line.text.replace("\n", " ⏎ "))
            for line in lines
        ],
    )
    return 0


def _list(desk: Desk, args: argparse.Namespace, type_: str) -> int:
    known, until = moment_of(desk, args.as_of, "--as-of"), moment_of(desk, args.happened_until, "--happened-until")
    if known or until:
        from aovconsole.desk.past import list_then  # folding again is only for looking back

        rows = list_then(desk.reading, type_, known_at=known, happened_until=until).rows
    else:
        rows = desk.reading.of_type(type_)
    if args.open:
        rows = tuple(row for row in rows if row.status not in ("closed", "cancelled"))
    if args.json:
        say_json([view_json(row) for row in rows])
        return 0
    say_table(
        ("nummer", "begin", "titel", "plaats", "staat"),
        [
            (
                row.number,
                (local(row.begin_at) or "")[:16].replace("T", " "),
                row.title,
                row.place,
                STATES.get(row.status, row.status),
            )
            for row in rows
        ],
    )
    return 0
