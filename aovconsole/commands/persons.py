"""`aovconsole person`: what is held about somebody who asks."""

from __future__ import annotations

import argparse
from typing import Any

from aovconsole.commands.dossiers import command_group
from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.desk.persons import PersonFound
from aovconsole.domain.words import counted

_ELSEWHERE = (
    "de inhoud van bijlagen",
    "afdrukken, verzonden sitraps en andere bestanden buiten deze map",
    "andere stations, tot hun records hier zijn ingelezen",
)
"""What no search here reaches, beside the copies."""


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "person", "wat over iemand is vastgelegd (inzageverzoek)")
    finding = actions.add_parser("find", help="alles wat een naam, nummer, mailadres of kenteken noemt")
    finding.add_argument("person", metavar="NAAM|NUMMER")
    add_json(finding)
    finding.set_defaults(run=_find)


def _find(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.persons.find(args.person)
    if args.json:
        say_json(_told(found))
        return 0
    records = counted(found.records, "record", "records")
    say(f"gezocht naar {found.asked} in {records}, half getypte tekst en eigen bestanden")
    if found.erased:
        say(f"{counted(found.erased, 'record is', 'records zijn')} gewist: daar staat niets meer in")
    if found.indexed:
        say(f"de zoekindex vindt deze woorden in {counted(found.indexed, 'regel', 'regels')}")
    if found.hits:
        say_table(
            ("tijd", "wat", "dossier", "merk", "veld", "id", "tekst"),
            [
                (_shown(one.at), one.where, one.dossier, one.mark, one.field, one.record_id, one.text)
                for one in found.hits
            ],
        )
    else:
        say("niets gevonden")
    _say_unsearched(found)
    return 0


def _say_unsearched(found: PersonFound) -> None:
    say("niet doorzocht:")
    for what in _ELSEWHERE:
        say(f"  {what}")
    for name, dossier in found.attachments:
        say(f"  bijlage {name}{f' bij {dossier}' if dossier else ''}")
    for copy in found.copies:
        say(f"  {copy.what} van {_shown(copy.at)}: {copy.path}")


def _shown(moment: str) -> str:
    return (local(moment) or "")[:16].replace("T", " ")


def _told(found: PersonFound) -> dict[str, Any]:
    return {
        "person": found.asked,
        "records": found.records,
        "erased": found.erased,
        "indexed": found.indexed,
        "hits": [{**one._asdict(), "at": local(one.at)} for one in found.hits],
        "not_searched": {
            "attachments": [{"name": name, "dossier": dossier} for name, dossier in found.attachments],
            "copies": [{**one._asdict(), "at": local(one.at)} for one in found.copies],
            "elsewhere": list(_ELSEWHERE),
        },
    }
