"""`aovconsole log`: file lines, from the command line or a stream, and list them."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from aovconsole.commands.options import add_at, add_horizon, add_json, at_of, horizon_of, moment_of
from aovconsole.commands.output import as_it_stands, decoded, line_json, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.errors import CommandRefused

if TYPE_CHECKING:
    from aovconsole.journal.log_filter import LogFilter

_ASKED = ("kind", "status", "place", "tag", "words", "struck", "late")
_QUOTED = "een regel die zo begint: tussen aanhalingstekens, of met --raw"


def add(groups: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = groups.add_parser(
        "log", help="regels vastleggen en teruglezen", description="Legt een regel vast, of toont ze met 'log list'."
    )
    parser.add_argument("text", nargs="*", metavar="TEKST", help="de regel, 'list', of 'status ID STATUS'")
    parser.add_argument(
        "--dossier", metavar="NR", help="het dossier (INC-27-A014); het algemene log als het er niet staat"
    )
    add_at(parser)
    parser.add_argument("--raw", action="store_true", help="leg de regel vast zonder er iets in te lezen")
    parser.add_argument("--stdin", action="store_true", help="een regel per regel van stdin; elk id zodra hij vastligt")
    parser.add_argument("--correct", metavar="ID", help="zet TEKST in de plaats van deze regel")
    parser.add_argument("--withdraw", metavar="ID", help="streep deze regel door (TEKST is de reden)")
    parser.add_argument("--since", metavar="TIJD", help="bij list: vanaf dit moment")
    add_horizon(parser)
    _add_filters(parser)
    add_json(parser)
    parser.set_defaults(run=run, check=lambda args: _check(parser, args))


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", metavar="SOORT", help="bij list: fact, assumption, judgement … of feit, aanname …")
    parser.add_argument("--status", metavar="STATUS", help="bij list: verified, unverified of contradicted")
    parser.add_argument("--source", metavar="BRON", help="bij list: van deze bron; bij status: wie het wist")
    parser.add_argument("--place", metavar="PLAATS", help="bij list: op deze plaats")
    parser.add_argument("--tag", metavar="WOORD", help="bij list: met dit kernwoord")
    parser.add_argument("--words", metavar="WOORDEN", help="bij list: met al deze woorden, of het begin ervan")
    parser.add_argument("--struck", action="store_true", help="bij list: alleen verbeterde en ingetrokken regels")
    parser.add_argument("--late", action="store_true", help="bij list: alleen laat ingevoerde regels")
    parser.add_argument("--reason", metavar="REDEN", help="bij status: waarom")


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Do what was asked of the log."""
    if args.stdin:
        return _stream(desk, args)
    form = _form(args)
    if form == "list":
        return _list(desk, args)
    if form == "status":
        _, record_id, status = args.text
        source, reason = args.source or "", args.reason or ""
        say(desk.log.set_status(record_id.lower(), status, source=source, reason=reason).id)
        return 0
    _refuse_filters(args)
    text = " ".join(args.text)
    if args.correct:
        say(desk.log.correct(args.correct, text).id)
    elif args.withdraw:
        say(desk.log.withdraw(args.withdraw, text).id)
    else:
        at = at_of(desk, args)
        say(desk.log.line(text, dossier=args.dossier, at=at, raw=args.raw).id)
    return 0


def _form(args: argparse.Namespace) -> str:
    """The form that the first word names, `list` or `status`; empty where the words are a text."""
    if args.raw or args.correct or args.withdraw or args.stdin or not args.text:
        return ""
    return args.text[0] if args.text[0] in ("list", "status") else ""


def _check(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    """Words after a form that do not fit it are a mistake, never a line: nobody would see that it was filed."""
    form = _form(args)
    if form == "list" and len(args.text) > 1:
        parser.error(f"na 'list' hoort geen tekst; {_QUOTED}")
    if form == "status" and (len(args.text) != 3 or args.dossier or args.at):
        parser.error(f"schrijf 'status ID STATUS', zonder --dossier of --at; {_QUOTED}")


def _refuse_filters(args: argparse.Namespace) -> None:
    """A line that is filed with an option of a list would not be what the person meant."""
    given = [name for name in (*_ASKED, "source", "reason") if getattr(args, name)]
    if given:
        where = "'log status'" if given[0] == "reason" else "'log list'"
        raise CommandRefused(f"--{given[0]} hoort bij {where}; in een regel staat het in de tekst zelf")


def _stream(desk: Desk, args: argparse.Namespace) -> int:
    """File each line of stdin; an id is printed only when its line is on disk."""
    _refuse_filters(args)
    code = 0
    at = at_of(desk, args)
    if args.dossier:
        desk.seat.find(args.dossier)
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        text = decoded(raw).rstrip("\r\n")
        if not text.strip():
            continue
        try:
            record = desk.log.line(text, dossier=args.dossier, at=at, raw=args.raw)
        except CommandRefused as error:
            warn(f"regel {number}: {error.sentence}")
            code = error.exit_code
            continue
        say(record.id)
        sys.stdout.flush()
    return code


def _list(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.desk.past import lines_then  # folding again is only for looking back

    dossier = desk.seat.dossier(args.dossier) if args.dossier else None
    since = moment_of(desk, args.since, "--since")
    known, until = horizon_of(desk, args)
    begin = stored(since) if since else ""
    wanted = _filter(args)
    if known or until:
        rows = lines_then(desk.reading, dossier, known_at=known, happened_until=until, since=begin)
        rows = wanted.kept(rows) if wanted else rows
    elif wanted:
        rows = wanted.lines(desk.reading, dossier=dossier, since=begin, type_="line")
    else:
        rows = desk.reading.lines(dossier=dossier, since=begin, type_="line")
    shown = [line_json(row) for row in rows]
    if args.json:
        say_json(shown)
        return 0
    say_table(
        ("tijd", "bron", "tekst", "schrijver"),
        [
            (
                f"{line['occurred_at'][:16].replace('T', ' ')}{' laat' if line['late'] else ''}",
                line["source"],
                as_it_stands(line),
                line["author"],
            )
            for line in shown
        ],
    )
    return 0


def _filter(args: argparse.Namespace) -> LogFilter | None:
    """What the options ask of a line; None when they ask nothing."""
    if not any(getattr(args, name) for name in (*_ASKED, "source")):
        return None
    from aovconsole.journal.log_filter import LogFilter, kind_named, status_named

    return LogFilter(
        kind_named(args.kind or ""), status_named(args.status or ""), args.source or "", args.place or "",
        args.tag or "", args.words or "", args.struck, args.late,
    )  # fmt: skip
