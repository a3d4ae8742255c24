"""`aovconsole retention`: what may be destroyed when, and destroying it."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.dossiers import command_group, on_one
from aovconsole.commands.journal_redact import say_held, told
from aovconsole.commands.options import add_json, add_texts
from aovconsole.commands.output import local, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.desk.erasures import ALL, NONE
from aovconsole.desk.retention import Kept
from aovconsole.domain.words import counted

_STATES = {
    "due": "termijn voorbij",
    "running": "termijn loopt",
    "permanent": "blijvend bewaren",
    "archivist": "bewaren tot besluit archivaris",
}


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "retention", "bewaartermijnen: wat wanneer weg mag, en vernietigen")
    listing = actions.add_parser("list", help="de dossiers die voorbij zijn, met termijn, resultaat en bron")
    add_json(listing)
    listing.set_defaults(run=_list)
    destroying = on_one(actions, "destroy", "vernietig de inhoud van een dossier; nummer, hashes en besluit blijven")
    destroying.add_argument("--by", required=True, metavar="NAAM/FUNCTIE", help="wie het besluit nam")
    destroying.add_argument("--ground", required=True, metavar="GROND", help="een sleutel uit data/erasure.toml")
    add_texts(destroying, code="RESULTAAT", decision="KENMERK")
    destroying.add_argument(
        "--also", action="append", metavar="ID", help=f"wat het dossier herhaalt en mee moet, {ALL} of {NONE}"
    )
    destroying.set_defaults(run=_destroy)


def _list(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.retention.kept()
    if args.json:
        say_json([_told(one) for one in found])
        return 0
    say_table(
        ("nummer", "voorbij op", "resultaat", "termijn", "weg vanaf", "staat"),
        [
            (
                one.row.number,
                (local(one.closed_at) or "")[:10],
                one.result.code if one.result else "",
                counted(one.result.years, "jaar", "jaar") if one.result and one.due else "",
                one.due or "",
                _STATES[one.state]
                + ("; besluit archivaris nodig" if one.archivist and one.state != "archivist" else ""),
            )
            for one in found
        ],
    )
    return 0


def _told(one: Kept) -> dict[str, Any]:
    return {
        "number": one.row.number,
        "type": one.row.type,
        "title": one.row.title,
        "closed_at": local(one.closed_at),
        "code": one.result.code if one.result else None,
        "result": one.result.label if one.result else None,
        "years": one.result.years if one.result and one.due else None,
        "due_on": one.due.isoformat() if one.due else None,
        "state": one.state,
        "archivist": one.archivist,
        "note": one.note,
        "source": one.source,
    }


def _destroy(desk: Desk, args: argparse.Namespace) -> int:
    if args.also is None:
        say_held(desk.retention.held(args.number))
    told(
        desk.retention.destroy(
            args.number, by=args.by, ground=args.ground, code=args.code, decision=args.decision, also=args.also
        )
    )
    return 0
