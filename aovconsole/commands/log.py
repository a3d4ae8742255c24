"""`aovconsole log`: file lines, from the command line or a stream, and list them."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from aovconsole.commands.options import add_at, add_horizon, add_json, moment_of
from aovconsole.commands.output import line_json, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.errors import CommandRefused


def add(groups: Any) -> None:
    """Add the command."""
    parser: argparse.ArgumentParser = groups.add_parser(
        "log", help="regels vastleggen en teruglezen", description="Legt een regel vast, of toont ze met 'log list'."
    )
    parser.add_argument("text", nargs="*", metavar="TEKST", help="de regel, of 'list'")
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
    add_json(parser)
    parser.set_defaults(run=run)


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Do what was asked of the log."""
    if args.stdin:
        return _stream(desk, args)
    if args.text == ["list"]:
        return _list(desk, args)
    text = " ".join(args.text)
    if args.correct:
        say(desk.log.correct(args.correct, text).id)
    elif args.withdraw:
        say(desk.log.withdraw(args.withdraw, text).id)
    else:
        at = moment_of(desk, args.at, "--at")
        say(desk.log.line(text, dossier=args.dossier, at=at, raw=args.raw).id)
    return 0


def _stream(desk: Desk, args: argparse.Namespace) -> int:
    """File each line of stdin; an id is printed only when its line is on disk."""
    code = 0
    at = moment_of(desk, args.at, "--at")
    if args.dossier:
        desk.seat.find(args.dossier)
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        text = _decoded(raw).rstrip("\r\n")
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


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # a notebook from an older Windows program
        return raw.decode("cp1252", errors="replace")


def _list(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.desk.past import lines_then  # folding again is only for looking back

    dossier = desk.seat.dossier(args.dossier) if args.dossier else None
    since = moment_of(desk, args.since, "--since")
    known, until = moment_of(desk, args.as_of, "--as-of"), moment_of(desk, args.happened_until, "--happened-until")
    begin = stored(since) if since else ""
    if known or until:
        rows = lines_then(desk.reading, dossier, known_at=known, happened_until=until, since=begin)
    else:
        rows = desk.reading.lines(dossier=dossier, since=begin, type_="line")
    if args.json:
        say_json([line_json(row) for row in rows])
        return 0
    shown = [line_json(row) for row in rows]
    say_table(
        ("tijd", "bron", "tekst", "schrijver"),
        [
            (
                f"{line['occurred_at'][:16].replace('T', ' ')}{' laat' if line['late'] else ''}",
                line["source"],
                _with_correction(line),
                line["author"],
            )
            for line in shown
        ],
    )
    return 0


def _with_correction(line: dict[str, Any]) -> str:
    text = line["text"].replace("\n", " ⏎ ").replace("\t", " ")
    if line["withdrawn"]:
        return f"~{text}~ (ingetrokken)"
    return f"~{text}~ → {line['correction']}" if line["correction"] else text
