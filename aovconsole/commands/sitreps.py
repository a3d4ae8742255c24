"""`aovconsole sitrep`: draft a situation report, keep what was sent, show it again."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from aovconsole.commands.dossiers import command_group
from aovconsole.commands.options import add_at, add_json, at_of
from aovconsole.commands.output import local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.domain.sitrep import LENGTH_WORDS, LENGTHS, SCOPE_WORDS
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, reason_of

_LARGEST = 1_000_000
"""A file of more bytes is no report that a person reads."""


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "sitrep", "sitraps: opstellen uit het journaal, vastleggen wat verstuurd is")
    drafting = actions.add_parser("draft", help="stel een sitrap op; toont de tekst")
    sending = actions.add_parser("send", help="leg vast wat naar wie ging; toont zijn nummer")
    for parser in (drafting, sending):
        parser.add_argument("number", metavar="NR")
        parser.add_argument(
            "--length", choices=LENGTHS, default="mail", help="sms (hooguit 300 tekens), mail of pagina"
        )
        parser.add_argument("--since-last", action="store_true", help="alleen wat nieuw is sinds de vorige sitrap")
    add_json(drafting)
    drafting.set_defaults(run=_draft)
    sending.add_argument("--to", required=True, metavar="FUNCTIE", help="aan wie")
    sending.add_argument("--via", default="", metavar="MIDDEL", help="waardoor: telefoon, mail, LCMS")
    texts = sending.add_mutually_exclusive_group()
    texts.add_argument("--text", metavar="TEKST", help="de tekst zelf; de opgestelde als hij er niet staat")
    texts.add_argument("--file", metavar="BESTAND", help="de tekst uit een bestand, of van stdin met -")
    add_at(sending, "wanneer hij ging (UU:MM of ISO 8601); nu als het er niet staat")
    sending.set_defaults(run=_send)
    withdrawing = actions.add_parser("withdraw", help="trek een sitrap in; de volgende vertelt opnieuw wat erin stond")
    showing = actions.add_parser("show", help="toon een sitrap zoals hij verstuurd is")
    for parser in (withdrawing, showing):
        parser.add_argument("number", metavar="NR")
        parser.add_argument("report", metavar="SITRAP", help="het nummer van de sitrap, zoals S-A1")
    withdrawing.add_argument("--reason", required=True, metavar="REDEN")
    withdrawing.set_defaults(run=_withdraw)
    listing = actions.add_parser("list", help="toon wat er over een incident verstuurd is")
    listing.add_argument("number", metavar="NR")
    for parser, run in ((showing, _show), (listing, _list)):
        add_json(parser)
        parser.set_defaults(run=run)


def _scope(args: argparse.Namespace) -> str:
    return "since" if args.since_last else "whole"


def _draft(desk: Desk, args: argparse.Namespace) -> int:
    drafted = desk.sitreps.drafted(args.number, args.length, _scope(args))
    if args.json:
        document = {
            "dossier": desk.seat.find(args.number).number, "text": drafted.text, "length": drafted.length,
            "scope": drafted.scope, "since": local(drafted.since), "drafted_at": local(drafted.drafted_at),
            "characters": len(drafted.text),
        }  # fmt: skip
        say_json(document)
    else:
        _say_text(drafted.text)
    return 0


def _send(desk: Desk, args: argparse.Namespace) -> int:
    drafted = desk.sitreps.drafted(args.number, args.length, _scope(args))
    text = args.text if args.text is not None else _read(args.file) if args.file else drafted.text
    at = at_of(desk, args)
    row = desk.sitreps.send(
        args.number, text, to=args.to, via=args.via, length=args.length, scope=drafted.scope, at=at, drafted=drafted
    )
    say(row.number)
    return 0


def _withdraw(desk: Desk, args: argparse.Namespace) -> int:
    desk.sitreps.withdraw(args.number, args.report, args.reason)
    return 0


def _read(name: str) -> str:
    """The text of a file, or of stdin.

    Raises:
        CommandRefused: it cannot be read, or it is too large to be a report.
    """
    try:
        if name == "-":
            raw = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with open(name, "rb") as file:
                raw = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{name} kan niet worden gelezen: {reason_of(error)}") from error
    if len(raw) > _LARGEST:
        raise CommandRefused(f"{name} is te groot voor een sitrap")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # a text from an older Windows program
        return raw.decode("cp1252", errors="replace")


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.sitreps.find(args.number, args.report)
    report = _json_of(row)
    if args.json:
        say_json(report)
        return 0
    moment = str(report["sent_at"])[:16].replace("T", " ")
    gone = f", ingetrokken: {report['withdrawn_reason']}" if row.status == "withdrawn" else ""
    say(f"{row.number}  {moment}  {row.title}  ({LENGTH_WORDS.get(report['length'], report['length'])}{gone})")
    say()
    _say_text(str(report["text"]))
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    rows = desk.sitreps.sent(desk.seat.find(args.number, "incident").subject)
    reports = [_json_of(row) for row in rows]
    if args.json:
        say_json(reports)
        return 0
    say_table(
        ("nummer", "tijd", "aan", "via", "lengte", "omvang", "staat"),
        [
            (
                one["number"],
                str(one["sent_at"])[:16].replace("T", " "),
                one["to"],
                one["via"],
                LENGTH_WORDS.get(one["length"], one["length"]),
                SCOPE_WORDS.get(one["scope"], one["scope"]),
                "ingetrokken" if one["status"] == "withdrawn" else "verstuurd",
            )
            for one in reports
        ],
    )
    return 0


def _json_of(row: SubjectRow) -> dict[str, Any]:
    """A report as the commands print it: moments with the local offset."""
    body: dict[str, Any] = json.loads(row.body)
    moments = {name: local(str(body[name])) for name in ("since", "sent_at", "drafted_at")}
    return {**body, **moments, "status": row.status}


def _say_text(text: str) -> None:
    """Print a text of several lines as it is."""
    sys.stdout.write(clean(text, lines=True).rstrip("\n") + "\n")
