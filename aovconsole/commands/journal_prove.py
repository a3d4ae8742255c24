"""`aovconsole journal prove`: the records of a dossier with their proof, for who asks later."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from aovconsole.commands.dossiers import on_one
from aovconsole.commands.output import say, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.station import operator_label
from aovconsole.domain.words import counted
from aovconsole.errors import CommandRefused


def add(actions: Any) -> None:
    """Add the command to those of the journal."""
    proving = on_one(actions, "prove", "schrijf de records van een dossier met hun bewijs, voor een onderzoek")
    proving.add_argument("--to", required=True, dest="file", metavar="BESTAND", help=".json")
    proving.add_argument(
        "--withhold", default="", metavar="MERK,…", help="laat de inhoud weg van wat gemerkt is: private, police"
    )
    proving.add_argument(
        "--withhold-record", action="append", default=[], metavar="ID", help="laat de inhoud van dit record weg"
    )
    proving.add_argument("--with-verifier", action="store_true", help="zet het programma om na te gaan ernaast")
    proving.add_argument("--force", action="store_true", help="schrijf over wat er staat")
    proving.set_defaults(run=_prove)


def _prove(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.exports.proof import VERIFIER, as_file, proof_of
    from aovconsole.exports.text_file import save_new
    from aovconsole.journal.verify import verify

    row = desk.seat.find(args.number)
    found = verify(desk.journal)
    operator = desk.operator
    document = proof_of(
        desk.journal,
        row,
        found,
        made_by=operator_label(operator.name, operator.function),
        marks=[one.strip() for one in args.withhold.split(",") if one.strip()],
        withheld_ids=args.withhold_record,
    )
    beside = Path(os.path.expanduser(args.file.strip())).parent / VERIFIER.name  # save_new refuses what is no path
    if args.with_verifier and beside.exists() and not args.force and beside.read_bytes() != VERIFIER.read_bytes():
        raise CommandRefused(f"{beside} bestaat al; --force vervangt het")
    save_new(args.file, as_file(document), replace=args.force)
    if args.with_verifier:
        save_new(str(beside), VERIFIER.read_bytes(), replace=True)
    _told(document, args.file)
    return 0 if found.sound else 3


def _told(document: dict[str, Any], name: str) -> None:
    held = sum("withheld" in one for one in document["records"])
    say(f"{counted(len(document['records']), 'record', 'records')} geschreven naar {name}, {held} zonder inhoud")
    for station in document["stations"]:
        say(f"kop van station {station['code']} ({station['fingerprint']}): {station['head']}")
    if not document["seal"]:
        warn("zonder zegel: de sleutel van dit station is er niet; geef een afgedrukte kop mee")
    for fault in document["faults"]:
        warn(f"het journaal klopt niet, en het bewijs zegt dat: {fault}")
    if held < len(document["records"]):
        warn("een bewijs bevat wat niet is weggelaten, ook persoonsgegevens: bewaar het als het journaal zelf")
