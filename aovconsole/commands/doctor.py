"""`aovconsole doctor`: what is in order and what is not, in plain words."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import stat
import sys
from typing import Any

from aovconsole import __version__
from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json
from aovconsole.desk.desk import Desk
from aovconsole.errors import CannotStore
from aovconsole.journal.files import KEY_FILE
from aovconsole.journal.sqlite import LIBRARY_VERSION, sqlite, wal_is_safe
from aovconsole.journal.store import UNWIPED, Journal
from aovconsole.journal.verify import info, verify

_LOW_DISK_BYTES = 500 * 1024 * 1024


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "doctor", help="kijk na of alles in orde is", description="Kijkt na of alles in orde is."
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Look at everything and say what was found; exit code 3 when the journal does not verify."""
    found = verify(desk.journal)
    checks = [
        *_program(),
        *_home(desk),
        _own_data(desk),
        _templates(desk),
        *_feeds(desk),
        _check("journaal", found.ok, f"{found.records} records, {len(found.faults)} fouten"),
    ]
    if args.json:
        say_json([{"check": name, "ok": ok, "finding": finding} for name, ok, finding in checks])
    else:
        for name, ok, finding in checks:
            say(f"{'goed ' if ok else 'LET OP'} {name:<14} {finding}")
    return 0 if found.ok else 3


def _check(name: str, ok: bool, finding: str) -> tuple[str, bool, str]:
    return name, ok, finding


def _program() -> list[tuple[str, bool, str]]:
    version = ".".join(map(str, LIBRARY_VERSION))
    mode = "WAL" if wal_is_safe() else "DELETE (deze versie kan een WAL-bestand beschadigen)"
    return [
        _check("versie", True, f"aovconsole {__version__}, Python {platform.python_version()}, {platform.system()}"),
        _check("SQLite", wal_is_safe(), f"{sqlite.__name__} {version}, opslag {mode}, synchronous FULL"),
        _check("tekens", (sys.stdout.encoding or "").lower().startswith("utf"), f"uitvoer in {sys.stdout.encoding}"),
    ]


def _home(desk: Desk) -> list[tuple[str, bool, str]]:
    journal = desk.journal
    about = info(journal)
    free = shutil.disk_usage(journal.home).free
    backup = about["last_backup_at"]
    clock = "met de hand gezet (AOVCONSOLE_NOW)" if journal.clock.set_by_hand else "van deze computer"
    return [
        _check("map", True, f"{journal.home.absolute()} (rijk {journal.realm}, station {journal.code})"),
        _key(journal),
        _check("schijf", free > _LOW_DISK_BYTES, f"{free // (1024 * 1024)} MB vrij"),
        _check("kopie", bool(backup), f"laatste kopie {local(backup)}" if backup else "er is nog geen kopie gemaakt"),
        _check("gewist", not journal.recall(UNWIPED), _wiped(journal)),
        _check("klok", not journal.clock.set_by_hand, clock),
        _same_letters(about["stations"]),
    ]


def _wiped(journal: Journal) -> str:
    if journal.recall(UNWIPED):
        return "resten van gewiste tekst staan nog op de schijf: 'aovconsole journal rebuild' haalt ze weg"
    return "geen resten van gewiste tekst"


def _own_data(desk: Desk) -> tuple[str, bool, str]:
    from aovconsole.reference.files import check  # checks every file, with pydantic

    faults = check(desk.journal.home)
    return _check("gegevens", not faults, "; ".join(faults) or "alle bestanden van data kloppen")


def _templates(desk: Desk) -> tuple[str, bool, str]:
    from aovconsole.scenarios.reading import stray_additions, templates  # checks every template, with pydantic

    found, stray = templates(desk.journal.home), stray_additions(desk.journal.home)
    if stray:
        return _check("sjablonen", False, f"vult een sjabloon aan dat er niet is: {', '.join(map(str, stray))}")
    wrong = [str(source.faulty) for source in found.values() if source.checked.faults]
    if wrong:
        return _check("sjablonen", False, f"fouten in {', '.join(wrong)}; zie 'aovconsole scenario check'")
    return _check("sjablonen", True, f"{len(found)} sjablonen, geen fouten")


_MOST_SKEW_SECONDS = 30
"""A clock that is further off gives lines a time that others do not recognise."""


def _feeds(desk: Desk) -> list[tuple[str, bool, str]]:
    """How every source stands, and whether our clock runs as theirs do."""
    from aovconsole.desk.feeds import skewed

    now = desk.seat.now
    try:
        states = desk.feeds.states()
    except CannotStore as error:  # who asks why nothing is stored must hear all the rest too
        return [_check("bronnen", False, error.sentence)]
    checks = [
        _check(f"bron {one.id}", one.state(now) in ("off", "fresh"), f"{one.label}: {one.words(now, desk.zone)}")
        for one in states
    ]
    checks += [
        _check(f"kalender {one.name}", not one.fault and not one.stale(now), one.fault or f"elke {one.hours} uur")
        for one in desk.subscriptions.all()
    ]
    skew = skewed(one for one in states if one.on)
    if skew is None:
        told, fine = "niet te vergelijken: geen bron gaf haar tijd", True
    else:
        told = f"{abs(skew):.0f} s {'voor' if skew > 0 else 'achter'} op die van de bronnen"
        fine = abs(skew) <= _MOST_SKEW_SECONDS or desk.journal.clock.set_by_hand
    checks.append(_check("klokverschil", fine, told))
    if (keys := desk.feeds.keys_file()) is not None:
        mode = stat.S_IMODE(keys.stat().st_mode)
        checks.append(_check("bronsleutels", os.name == "nt" or mode & 0o077 == 0, f"{keys}, rechten {mode:04o}"))
    return checks


def _key(journal: Journal) -> tuple[str, bool, str]:
    file = journal.home / KEY_FILE
    if not file.exists():
        return _check("sleutel", False, "weg; het volgende record begint een nieuw station met een nieuwe sleutel")
    mode = stat.S_IMODE(file.stat().st_mode)
    return _check("sleutel", os.name == "nt" or mode & 0o077 == 0, f"{journal.fingerprint}, rechten {mode:04o}")


def _same_letters(stations: list[dict[str, Any]]) -> tuple[str, bool, str]:
    codes = [station["code"] for station in stations]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    return _check(
        "stations",
        not twice,
        f"twee stations met dezelfde letters: {', '.join(twice)}" if twice else f"{len(codes)}, elk met eigen letters",
    )
