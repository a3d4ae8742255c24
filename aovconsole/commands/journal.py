"""`aovconsole journal`: prove it, copy it, put it back, look at it."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aovconsole.commands import journal_prove, journal_redact
from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json, warn
from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.domain.words import counted
from aovconsole.journal import backup, verify, views
from aovconsole.journal.files import BACKUPS, JOURNAL_FILE


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "journal", help="het journaal: nagaan, kopiëren, terugzetten", description="Het journaal."
    )
    actions = parser.add_subparsers(dest="action", metavar="OPDRACHT", required=True)
    checking = actions.add_parser("verify", help="ga na dat niemand iets heeft gewijzigd")
    checking.add_argument(
        "--head", action="append", default=[], metavar="KOP", help="een kop die eerder is afgedrukt (mag vaker)"
    )
    checking.set_defaults(run=_verify)
    rebuilding = actions.add_parser(
        "rebuild", help="maak de leestabellen opnieuw uit de records, en haal resten van gewiste tekst weg"
    )
    rebuilding.set_defaults(run=_rebuild)
    copying = actions.add_parser("backup", help="maak een nagegane kopie")
    copying.add_argument("file", nargs="?", metavar="BESTAND")
    copying.set_defaults(run=_backup)
    putting = actions.add_parser("restore", help="zet een kopie terug; wat hier nieuwer is blijft")
    putting.add_argument("file", metavar="BESTAND")
    putting.set_defaults(restore=True)
    giving = actions.add_parser("export", help="schrijf alle records in een bundel (ook persoons- en politiegegevens)")
    giving.add_argument("file", metavar="BESTAND")
    giving.set_defaults(run=_export)
    taking = actions.add_parser("import", help="neem de records van een bundel over")
    taking.add_argument("file", metavar="BESTAND")
    taking.set_defaults(run=_import)
    journal_prove.add(actions)
    journal_redact.add(actions)
    telling = actions.add_parser("info", help="waar het staat, hoe groot, welke stations")
    telling.set_defaults(run=_info)
    showing = actions.add_parser("state", help="alle leestabellen in een vaste volgorde")
    showing.set_defaults(run=_state)
    for one in (checking, telling, showing):
        add_json(one)


def _verify(desk: Desk, args: argparse.Namespace) -> int:
    found = verify.verify(desk.journal, args.head)
    if args.json:
        say_json({"ok": found.ok, "records": found.records, "faults": [asdict(fault) for fault in found.faults]})
    elif found.ok:
        say(f"{counted(found.records, 'record', 'records')} nagegaan: geen fouten")
        for station in verify.stations(desk.journal):
            say(f"kop van station {station['code']} ({station['fingerprint']}): {station['head']}")
        say(
            "Dit bewijst niet dat er aan het einde niets is afgeknipt:"
            " vergelijk met een kop die eerder is afgedrukt (--head)."
        )
    else:
        for fault in found.faults:
            where = f"station {fault.station}, record {fault.seq}, {fault.id or 'zonder id'}: " if fault.seq else ""
            warn(f"{where}{fault.fault}")
        say(f"{counted(found.records, 'record', 'records')} nagegaan: {counted(len(found.faults), 'fout', 'fouten')}")
    return 0 if found.ok else 3


def _rebuild(desk: Desk, _args: argparse.Namespace) -> int:
    with desk.journal.batch():
        count = views.rebuild(desk.journal.connection)
    desk.journal.wipe()
    say(f"leestabellen opnieuw gemaakt: {count} onderwerpen")
    return 0


def _backup(desk: Desk, args: argparse.Namespace) -> int:
    target = backup.backup(desk.journal, Path(args.file) if args.file else None)
    say(target)
    for station in verify.stations(desk.journal):
        warn(f"kop van station {station['code']}: {station['head']}")
    return 0


def restore(home: Path, file: str, moment: Any) -> int:
    """Put a copy back; works without opening the journal, which may be broken."""
    stood = (home / JOURNAL_FILE).exists()
    kept = backup.restore(home, Path(file), stamp=stored(moment))
    more = (
        f"{counted(kept, 'record dat', 'records die')} niet in de kopie {'stond is' if kept == 1 else 'stonden zijn'}"
    )
    say("teruggezet" + (f"; {more} behouden" if kept else ""))
    if stood:
        say(f"wat er stond is als bestand bewaard in {home / BACKUPS}")
    return 0


def erase_again(desk: Desk, erased: frozenset[str] | None) -> None:
    """Erase what a copy brought back; of a journal that could not be read nobody knows what was erased."""
    if erased is None:
        warn("wat na die kopie is gewist, kan terug zijn: het journaal dat er stond was niet te lezen")
    for sentence in desk.erasures.again(erased or ()):
        warn(sentence)


def _export(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.hub.bundle import export  # checked by pydantic, only for bundles

    count = export(desk.journal, Path(args.file))
    say(f"{count} records geschreven naar {args.file}")
    warn("een bundel bevat alles, ook persoons- en politiegegevens: bewaar hem als het journaal zelf")
    return 0


def _import(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.hub.bundle import receive  # checked by pydantic, only for bundles

    count, new_stations = receive(desk.journal, Path(args.file))
    say(f"{count} nieuwe records overgenomen")
    for station in new_stations:
        warn(f"station {station} was hier niet bekend; zijn sleutel wordt vanaf nu vertrouwd")
    return 0


def _info(desk: Desk, args: argparse.Namespace) -> int:
    found = verify.info(desk.journal)
    found["last_backup_at"] = local(found["last_backup_at"]) if found["last_backup_at"] else None
    if args.json:
        say_json(found)
        return 0
    say(f"bestand       {found['path']}")
    say(f"rijk          {found['realm']}")
    say(f"records       {found['records']}")
    say(f"grootte       {found['size_bytes']:,} bytes".replace(",", "."))
    say(f"laatste kopie {found['last_backup_at'] or 'nog geen'}")
    for station in found["stations"]:
        name = f"{station['code']} {station['fingerprint']}"
        say(f"station       {name}: {station['records']} records, kop {station['head']}")
    return 0


def _state(desk: Desk, args: argparse.Namespace) -> int:
    found = views.state(desk.journal.connection)
    text = json.dumps(found, ensure_ascii=False, sort_keys=True, indent=1)
    if args.json:
        sys.stdout.write(text + "\n")
        return 0
    for name, rows in found.items():
        say(f"{name:<10} {len(rows)}")
    say(f"sha256     {hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}")
    return 0
