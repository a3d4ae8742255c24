"""`aovconsole evenement round …`: safety rounds and schouwen, planned, printed, typed in, and what was found."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aovconsole.commands.options import add_at, add_json, at_of, whole_number
from aovconsole.commands.output import local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.desk.safety_rounds import found_from
from aovconsole.domain.safety_round import RELEASE_WORDS, STATE_WORDS, TYPE_WORDS
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

_MOMENTS = ("planned_at", "held_at", "released_at")
_FINDING_MOMENTS = ("due_at", "resolved_at")


def add(actions: Any) -> None:
    """Add the commands of rounds to those of `evenement`."""
    round_ = actions.add_parser("round", help="leg een gehouden veiligheidsronde vast, of plan er een met --planned")
    round_.add_argument("number", metavar="NR")
    round_.add_argument("--number", dest="round", default="", metavar="R-NR", help="een geplande of afgedrukte ronde")
    round_.add_argument("--planned", metavar="TIJD", help="plan de ronde op deze tijd; er is nog niet gelopen")
    round_.add_argument("--inspection", action="store_true", help="een schouw: telt niet als veiligheidsronde")
    round_.add_argument("--walked", action="append", default=[], metavar="FUNCTIES", help="wie liepen, met komma's")
    round_.add_argument("--route", default="", metavar="TEKST")
    round_.add_argument(
        "--finding", action="append", default=[], metavar="TEKST;EIGENAAR;TERMIJN", help="bevinding; mag vaker"
    )
    release = round_.add_mutually_exclusive_group()
    release.add_argument("--released", dest="released", action="store_const", const="yes", help="terrein vrijgegeven")
    release.add_argument("--not-released", dest="released", action="store_const", const="no", help="niet vrijgegeven")
    round_.add_argument("--by", default="", metavar="FUNCTIE", help="wie vrijgaf")
    round_.add_argument("--withdraw", metavar="REDEN", help="de ronde gaat niet door, of was een vergissing")
    round_.add_argument("--note", default="", metavar="TEKST")
    add_at(round_)
    round_.set_defaults(run=_round)
    _add_sheet(actions)
    finding = actions.add_parser("finding", help="vink een bevinding af, of voeg er een toe")
    finding.add_argument("number", metavar="NR")
    finding.add_argument("round", metavar="R-NR")
    finding.add_argument("finding", nargs="?", type=whole_number, metavar="BEVINDING")
    what = finding.add_mutually_exclusive_group(required=True)
    what.add_argument("--resolved", action="store_true", help="verholpen")
    what.add_argument("--unresolved", action="store_true", help="toch niet verholpen")
    what.add_argument("--add", metavar="TEKST;EIGENAAR;TERMIJN", help="een bevinding erbij")
    finding.add_argument("--note", default="", metavar="TEKST")
    finding.set_defaults(run=_finding)
    listing = actions.add_parser("rounds", help="de rondes van een evenement met hun bevindingen")
    listing.add_argument("number", metavar="NR")
    add_json(listing)
    listing.set_defaults(run=_rounds)


def _add_sheet(actions: Any) -> None:
    sheet = actions.add_parser("round-sheet", help="druk een leeg, genummerd rondeblad af; toont het nummer")
    sheet.add_argument("number", metavar="NR")
    sheet.add_argument("--to", required=True, metavar="BESTAND.html")
    sheet.add_argument("--number", dest="round", default="", metavar="R-NR", help="van een geplande ronde")
    sheet.add_argument("--inspection", action="store_true", help="een schouw")
    sheet.add_argument("--force", "--replace", action="store_true", help="een bestand dat er al staat vervangen")
    sheet.set_defaults(run=_sheet)


def _type(args: argparse.Namespace) -> str:
    return "inspection" if args.inspection else "safety_round"


def _sheet(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.evenementen.rounds.print_sheet(
        args.number, args.to, round_number=args.round, round_type=_type(args), replace=args.force
    )
    say(row.number)
    return 0


def _round(desk: Desk, args: argparse.Namespace) -> int:
    rounds = desk.evenementen.rounds
    if args.withdraw is not None:
        _needs_number(args)
        return _told(rounds.withdraw(args.number, args.round, reason=args.withdraw))
    walkers = [part for words in args.walked for part in words.split(",")]
    if args.planned is not None:
        return _told(_plan(desk, args, walkers))
    at = at_of(desk, args)
    findings = [found_from(text) for text in args.finding]
    if args.round and rounds.find(args.number, args.round).status == "held" and not (walkers or at or args.route):
        return _told(_more(desk, args))
    frame: dict[str, Any] = {"at": at, "route": args.route, "note": args.note, "walkers": walkers}
    frame |= {"round_type": _type(args), "released": args.released or "", "by": args.by}
    row = rounds.hold(args.number, args.round, findings=findings, **frame)
    said_more = args.round or args.inspection or walkers or args.route or findings or args.released
    return _told(row) if said_more else 0  # without more it says nothing, as it always did


def _plan(desk: Desk, args: argparse.Namespace, walkers: Sequence[str]) -> SubjectRow:
    if args.finding or args.released or args.at:
        raise CommandRefused("een geplande ronde heeft nog geen bevindingen, vrijgave of tijd van lopen")
    planned: datetime = coming_from(args.planned, desk.seat.now, desk.zone, "--planned")
    return desk.evenementen.rounds.plan(
        args.number, at=planned, round_type=_type(args), walkers=walkers, route=args.route, note=args.note,
        round_number=args.round,
    )  # fmt: skip


def _more(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    """What came later of a round that was walked: more findings, the release."""
    rounds = desk.evenementen.rounds
    if not args.finding and not args.released:
        raise CommandRefused(f"{args.round} is al gelopen")
    with desk.journal.batch():
        if args.finding:
            rounds.find_more(args.number, args.round, [found_from(text) for text in args.finding])
        if args.released:
            rounds.release(args.number, args.round, args.released == "yes", by=args.by, note=args.note)
    return rounds.find(args.number, args.round)


def _needs_number(args: argparse.Namespace) -> None:
    if not args.round:
        raise CommandRefused("noem de ronde met --number")


def _told(row: SubjectRow) -> int:
    say(row.number)
    return 0


def _finding(desk: Desk, args: argparse.Namespace) -> int:
    rounds = desk.evenementen.rounds
    if args.add is not None:
        if args.finding is not None:
            raise CommandRefused("een nieuwe bevinding krijgt haar nummer vanzelf")
        rounds.find_more(args.number, args.round, [found_from(args.add)])
        return 0
    if args.finding is None:
        raise CommandRefused("noem het nummer van de bevinding")
    rounds.resolve(args.number, args.round, args.finding, resolved=args.resolved, note=args.note)
    return 0


def _rounds(desk: Desk, args: argparse.Namespace) -> int:
    rows = desk.evenementen.rounds.of(args.number)
    if args.json:
        say_json([_json_of(row) for row in rows])
        return 0
    for row in rows:
        body = json.loads(row.body)
        when = (local(row.begin_at) or "")[:16].replace("T", " ")
        release = RELEASE_WORDS[body["released"]] if row.status == "held" else ""
        say(f"{row.number}  {TYPE_WORDS[body['kind']]}  {STATE_WORDS[row.status]}  {when}  {release}".rstrip())
        if body["walkers"] or body["route"]:
            say(f"  {', '.join(body['walkers'])}  {body['route']}".rstrip())
        if body["findings"]:
            say_table(("  nr", "bevinding", "eigenaar", "voor", "verholpen"), _finding_rows(body))
    return 0


def _finding_rows(body: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (f"  {one['number']}", one["text"], one["owner"], _clock(one["due_at"]), _clock(one["resolved_at"]))
        for one in body["findings"]
    ]


def _clock(moment: str) -> str:
    return (local(moment) or "")[:16].replace("T", " ")


def _json_of(row: SubjectRow) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    body |= {name: local(body[name]) for name in _MOMENTS}
    body["findings"] = [{**one, **{name: local(one[name]) for name in _FINDING_MOMENTS}} for one in body["findings"]]
    return {"id": row.subject, **body}
