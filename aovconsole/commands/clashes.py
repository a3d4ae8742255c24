"""`aovconsole calendar clashes`: what stands in each other's way, accepted by name or opened again."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.options import add_json
from aovconsole.commands.output import say, say_json
from aovconsole.desk.desk import Desk
from aovconsole.domain.clash_rules import Clash
from aovconsole.domain.times import day_from, iso_local
from aovconsole.errors import CommandRefused


def add_clashes(actions: Any) -> None:
    """Add the action to `calendar`."""
    parser = actions.add_parser("clashes", help="samenloop: wat elkaar in de weg zit, over alle lagen")
    parser.add_argument(
        "--from", dest="begin", metavar="DATUM", help="eerste dag; alles wat bekend is als hij ontbreekt"
    )
    parser.add_argument("--to", dest="end", metavar="DATUM", help="laatste dag, telt mee")
    steps = parser.add_mutually_exclusive_group()
    steps.add_argument("--accept", metavar="SLEUTEL", help="aanvaard een samenloop; met --reason")
    steps.add_argument("--reopen", metavar="SLEUTEL", help="neem dat terug")
    parser.add_argument("--reason", default="", metavar="REDEN", help="waarom dit kan")
    parser.add_argument(
        "--by", default="", metavar="NAAM", help="wie het aanvaardt; wie de opdracht geeft als het er niet staat"
    )
    add_json(parser)
    parser.set_defaults(run=_clashes)


def _clashes(desk: Desk, args: argparse.Namespace) -> int:
    if args.accept is not None:
        desk.clashes.accept(args.accept, args.reason, by=args.by)
        return 0
    if args.reopen is not None:
        desk.clashes.reopen(args.reopen, reason=args.reason, by=args.by)
        return 0
    if args.reason or args.by:
        raise CommandRefused("--reason en --by horen bij --accept of --reopen")
    first = day_from(args.begin, "--from") if args.begin else desk.clashes.first_day
    last = day_from(args.end, "--to") if args.end else max(first, desk.clashes.last_day)
    found = desk.clashes.between(first, last)
    if args.json:
        say_json([clash_json(desk, clash) for clash in found])
        return 0
    for clash in found:
        say(f"{clash.key}  {clash.sentence}{_acceptance(clash)}")
    for setting in desk.clashes.open_settings():
        say(f"te bevestigen, dus niet bekeken: {setting.label} ({setting.unit})")
    return 0


def _acceptance(clash: Clash) -> str:
    if clash.accepted_by:
        return f" [aanvaard door {clash.accepted_by}: {clash.accepted_reason}]"
    return f" [gewijzigd na aanvaarding door {clash.accepted_before}]" if clash.accepted_before else ""


def clash_json(desk: Desk, clash: Clash) -> dict[str, Any]:
    """A clash as `calendar clashes` prints it; `accepted_by` is null while it stands open."""
    rows = {item.subject: desk.reading.subject(item.subject) for item in clash.items}
    return {
        "key": clash.key,
        "kind": clash.kind,
        "items": [
            {"subject": item.subject, "number": row.number if (row := rows[item.subject]) else "", "title": item.title}
            for item in clash.items
        ],
        "begin": iso_local(clash.begin, zone=desk.zone),
        "end": iso_local(clash.end, zone=desk.zone),
        "place": clash.place,
        "sentence": clash.sentence,
        "weight": clash.weight,
        "accepted_by": clash.accepted_by or None,
        "accepted_reason": clash.accepted_reason or None,
        "accepted_before": clash.accepted_before or None,
    }
