"""`cmt sheets`, `typed` and `sheets-list`: numbered log sheets on paper, and typing them in later."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from aovconsole.commands.dossiers import on_one
from aovconsole.commands.options import add_at, add_json, at_of, whole_number
from aovconsole.commands.output import decoded, local, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.paper import Sheets
from aovconsole.domain.paper import rest_text, row_name, span_name, span_named, spans
from aovconsole.domain.record import Record
from aovconsole.domain.times import date_text, day_from, read_stored
from aovconsole.errors import CommandRefused


def add(actions: Any) -> None:
    """Add the commands to those of a type of dossier; they take the number of any dossier."""
    printing = on_one(actions, "sheets", "druk genummerde logbladen af; toont het nummer van de stapel")
    printing.add_argument("--to", required=True, metavar="BESTAND", help="een bestand op .html of .pdf")
    printing.add_argument(
        "--count", type=whole_number, default=4, metavar="N", help="hoeveel bladen (4 als het er niet staat)"
    )
    printing.add_argument("--day", metavar="DATUM", help="de dag waarop ze worden gebruikt")
    printing.add_argument("--force", action="store_true", help="een bestand dat er al staat vervangen")
    printing.set_defaults(run=_print)
    typing = on_one(actions, "typed", "typ een regel van papier in; toont het id van de regel")
    typing.add_argument("row", nargs="?", metavar="REGEL", help="007 of A-007; bij --unused en --reopen ook 007-020")
    typing.add_argument("text", nargs="*", metavar="TEKST", help="wat er staat, met de tijd voorop")
    typing.add_argument("--stdin", action="store_true", help="veel tegelijk: elke regel begint met zijn nummer")
    typing.add_argument("--day", metavar="DATUM", help="de dag van het blad, als die een andere is")
    add_at(typing, "wanneer het gebeurde, als dat er niet bij staat")
    how = typing.add_mutually_exclusive_group()
    how.add_argument("--unused", action="store_true", help="niet gebruikt: er stond niets")
    how.add_argument("--void", metavar="REDEN", help="vervallen: onleesbaar, verkeerd")
    how.add_argument("--reopen", metavar="REDEN", help="toch weer open")
    typing.set_defaults(run=_typed, check=lambda args: _check(typing, args))
    listing = on_one(actions, "sheets-list", "toon de logbladen op papier en wat nog in te typen is")
    add_json(listing)
    listing.set_defaults(run=_list)


def _check(parser: argparse.ArgumentParser, args: argparse.Namespace) -> None:
    closes = args.unused or args.void is not None or args.reopen is not None
    if args.stdin:
        if args.row or closes or args.at:
            parser.error("--stdin leest nummer en tekst van stdin: daar hoort niets bij")
    elif not args.row:
        parser.error("verplicht: REGEL, of --stdin")
    elif closes == bool(args.text):
        parser.error("noem de TEKST, of een van --unused, --void en --reopen")


def _print(desk: Desk, args: argparse.Namespace) -> int:
    day = day_from(args.day, "--day") if args.day else None
    say(desk.paper.print_sheets(args.number, args.to, count=args.count, day=day, replace=args.force).number)
    return 0


def _typed(desk: Desk, args: argparse.Namespace) -> int:
    if args.stdin:
        return _stream(desk, args)
    if not args.text:
        return _closed(desk, args)
    say(_file(desk, args, args.row, " ".join(args.text)).id)
    return 0


def _closed(desk: Desk, args: argparse.Namespace) -> int:
    first, last = span_named(args.row)
    if args.reopen is not None:
        desk.paper.reopen(args.number, first, last, reason=args.reopen)
    elif args.unused:
        desk.paper.close_rows(args.number, first, last, outcome="unused")
    else:
        desk.paper.close_rows(args.number, first, last, outcome="void", reason=args.void)
    return 0


def _file(desk: Desk, args: argparse.Namespace, row: str, text: str) -> Record:
    day = day_from(args.day, "--day") if args.day else None
    record = desk.paper.typed(args.number, row, text, at=at_of(desk, args), day=day)
    happened = read_stored(record.occurred_at).astimezone(desk.zone)
    if happened.date() != desk.seat.now.astimezone(desk.zone).date():
        warn(f"regel {row} staat op {date_text(happened.date())} {happened:%H:%M}")
    return record


def _stream(desk: Desk, args: argparse.Namespace) -> int:
    """Type in each line of stdin; an id is printed only when its line is on disk."""
    code = 0
    desk.seat.find(args.number)
    for place, raw in enumerate(sys.stdin.buffer, start=1):
        row, _, text = decoded(raw).strip().partition(" ")
        if not row:
            continue
        try:
            record = _file(desk, args, row.rstrip(":"), text)
        except CommandRefused as error:
            warn(f"regel {place} van stdin: {error.sentence}")
            code = error.exit_code
            continue
        say(record.id)
        sys.stdout.flush()
    return code


def _list(desk: Desk, args: argparse.Namespace) -> int:
    dossier = desk.seat.find(args.number)
    sheets = desk.paper.sheets(dossier.subject)
    waiting, given = desk.paper.waiting(dossier.subject)
    if args.json:
        rows = [_json_of(one) for one in sheets]
        say_json({"number": dossier.number, "rows": given, "open_count": waiting, "printings": rows})
        return 0
    say_table(
        ("nummer", "dag", "regels", "ingetypt", "gesloten", "nog in te typen"),
        [
            (
                one.row.number, one.day.isoformat(), span_name(one.letters, (one.first, one.last)),
                len(one.typed), len(one.closed), ", ".join(span_name(one.letters, span) for span in spans(one.open)),
            )
            for one in sheets
        ],
    )  # fmt: skip
    if rest := rest_text(waiting, given):
        say(rest)
    return 0


def _json_of(one: Sheets) -> dict[str, Any]:
    def named(row: int) -> str:
        return row_name(one.letters, row)

    return {
        "id": one.row.subject,
        "number": one.row.number,
        "status": one.row.status,
        "day": one.day.isoformat(),
        "printed_at": local(one.row.begin_at),
        "first": named(one.first),
        "last": named(one.last),
        "open": [named(row) for row in one.open],
        "typed": {named(row): list(lines) for row, lines in one.typed.items()},
        "closed": {named(row): {"outcome": end, "reason": why} for row, (end, why) in one.closed.items()},
    }
