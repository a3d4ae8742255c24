"""`aovconsole roster`: who has which duty when, from a file or typed in, and what is wrong with it."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from aovconsole.commands.dossiers import command_group
from aovconsole.commands.options import add_at, add_json, at_of, coming_moment
from aovconsole.commands.output import local, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.roster_reading import key_of
from aovconsole.domain.roster import OnDuty, Remark
from aovconsole.domain.roster_words import KINDS, STEPS, held_text, on_duty_text, remark_text
from aovconsole.domain.times import clock_text, day_from, iso_local, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, reason_of

LISTED = timedelta(days=14)
"""How many days `list` shows where nobody says otherwise."""

_STATES = {"vanished": "niet meer in de bron", "withdrawn": "ingetrokken"}


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "roster", "het rooster van de diensten")
    reading = actions.add_parser("import", help="lees een rooster in: .ics of .csv")
    reading.add_argument("file", metavar="BESTAND")
    reading.add_argument("--dry-run", action="store_true", help="kijk alleen wat er zou gebeuren; schrijf niets")
    add_json(reading)
    reading.set_defaults(run=_import)
    now = actions.add_parser("now", help="toon wie nu dienst heeft en wie daarna")
    add_at(now, "op welk moment (UU:MM of ISO 8601); nu als het er niet staat")
    add_json(now)
    now.set_defaults(run=_now)
    for name, help_, run in (
        ("list", "toon het rooster, met wie wat wijzigde", _list),
        ("check", "noem gaten, dubbelen, te veel nachten en risico zonder dienst", _check),
    ):
        parser = actions.add_parser(name, help=help_)
        parser.add_argument("--from", dest="begin", metavar="DATUM", help="vandaag als het er niet staat")
        parser.add_argument("--to", dest="end", metavar="DATUM")
        add_json(parser)
        parser.set_defaults(run=run)
    _add_changes(actions)


def _add_changes(actions: Any) -> None:
    adding = actions.add_parser("add", help="zet iemand op het rooster; toont het id")
    adding.add_argument("duty", metavar="DIENST")
    adding.add_argument("name", metavar="NAAM")
    adding.add_argument("--from", dest="begin", required=True, metavar="TIJD")
    adding.add_argument("--until", dest="end", required=True, metavar="TIJD")
    adding.add_argument("--note", default="", metavar="TEKST")
    adding.set_defaults(run=_add)
    which = "id uit `roster list`, of DIENST@TIJD"
    replacing = actions.add_parser("replace", help="geef een dienst aan een ander")
    replacing.add_argument("which", metavar="DIENST-ID", help=which)
    replacing.add_argument("--by", required=True, metavar="NAAM")
    replacing.set_defaults(run=lambda desk, args: _done(desk.roster.replace(args.which, args.by, reason=args.reason)))
    swapping = actions.add_parser("swap", help="ruil twee diensten")
    swapping.add_argument("which", metavar="DIENST-ID", help=which)
    swapping.add_argument("other", metavar="DIENST-ID", help=which)
    swapping.set_defaults(run=lambda desk, args: _done(desk.roster.swap(args.which, args.other, reason=args.reason)))
    taking = actions.add_parser("takeover", help="neem een dienst per direct over; toont het id")
    taking.add_argument("duty", metavar="DIENST")
    taking.add_argument("--by", required=True, metavar="NAAM")
    add_at(taking)
    taking.set_defaults(run=_takeover)
    withdrawing = actions.add_parser("withdraw", help="haal een dienst van het rooster, of trek een overname in")
    withdrawing.add_argument("which", metavar="DIENST-ID", help=which)
    withdrawing.set_defaults(run=lambda desk, args: _done(desk.roster.withdraw(args.which, reason=args.reason)))
    for parser in (replacing, swapping, taking, withdrawing):
        parser.add_argument("--reason", required=True, metavar="TEKST")
    erasing = actions.add_parser("erase", help="wis een naam uit wat voorbij is; toont hoe vaak zij er stond")
    erasing.add_argument("name", metavar="NAAM")
    erasing.add_argument("--ground", required=True, metavar="TEKST")
    erasing.set_defaults(run=_erase)


def _done(_: SubjectRow) -> int:
    return 0


def _add(desk: Desk, args: argparse.Namespace) -> int:
    begin = coming_moment(desk, args.begin, "--from")
    row = desk.roster.add(
        args.duty, args.name, begin=begin, end=coming_moment(desk, args.end, "--until", since=begin), note=args.note
    )
    say(row.subject)
    for remark in desk.roster.check(read_stored(row.begin_at), read_stored(row.end_at)):
        if row.subject in remark.subjects:
            warn(remark_text(remark, desk.seat.now, desk.zone))
    return 0


def _takeover(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.roster.takeover(args.duty, args.by, reason=args.reason, at=at_of(desk, args)).subject)
    return 0


def _erase(desk: Desk, args: argparse.Namespace) -> int:
    say(desk.roster.erase_name(args.name, ground=args.ground))
    return 0


def _import(desk: Desk, args: argparse.Namespace) -> int:
    try:
        raw = Path(args.file).read_bytes()
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{args.file} kan niet worden gelezen: {reason_of(error)}") from error
    found = desk.roster.read(raw, Path(args.file).name, dry_run=args.dry_run)
    written = not args.dry_run and (found.partial or not found.refused)
    if args.json:
        say_json(
            {
                **{name: getattr(found, name) for name in ("added", "changed", "unchanged")},
                "vanished": list(found.vanished),
                "refused": [
                    {"line": one.line, "column": one.column, "uid": one.uid, "reason": one.reason}
                    for one in found.refused
                ],
                "time_zones": [{"name": one.name, "decision": one.decision} for one in found.time_zones],
                "notes": list(found.notes),
                "unknown_columns": list(found.unknown_columns),
                "written": written,
            }
        )
    else:
        _say_import(found, written=written)
    return 0 if found.read and (found.partial or not found.refused) else 1


def _say_import(found: Any, *, written: bool) -> None:
    for one in found.refused:
        warn(one.sentence)
    if found.unknown_columns:
        warn(f"onbekende kolommen, niet gelezen: {', '.join(found.unknown_columns)}")
    for one in found.time_zones:
        warn(f"tijdzone {one.name or '(geen)'}: {one.decision}")
    for note in found.notes:
        warn(note)
    for name in found.vanished:
        warn(f"niet meer in de bron: {name}")
    counts = f"{found.added} nieuw, {found.changed} gewijzigd, {found.unchanged} gelijk"
    gone = f", {len(found.vanished)} niet meer in de bron, {len(found.refused)} geweigerd"
    say(f"{counts}{gone}{'' if written else '; er is niets geschreven'}")


def _now(desk: Desk, args: argparse.Namespace) -> int:
    found = desk.roster.on_duty(at_of(desk, args))
    if args.json:
        say_json([_on_duty_json(one) for one in found])
        return 0
    if not found:
        say("geen dienst ingeroosterd")
        return 0
    rows = []
    for one in found:
        until = _clock(desk, one.until) if one.until else ""
        after = f"{one.next.officer} vanaf {_clock(desk, one.next.begin)}" if one.next else ""
        rows.append((one.duty, on_duty_text(one), until, after, held_text(one)))
    say_table(("dienst", "nu", "tot", "daarna", ""), rows)
    return 0


def _on_duty_json(one: OnDuty) -> dict[str, Any]:
    held, following = one.holding, one.next
    taken = {"id": held.subject, "how": held.how, "from": held.before or None, "reason": held.reason} if held else None
    return {
        "duty": one.duty,
        "officer": one.officer or None,
        "since": iso_local(one.since) if one.since else None,
        "until": iso_local(one.until) if one.until else None,
        "rostered": [
            {"id": s.subject, "officer": s.officer, "begin": iso_local(s.begin), "end": iso_local(s.end)}
            for s in one.rostered
        ],
        "taken_over": taken,
        "next": (
            {
                "id": following.subject, "officer": following.officer,
                "begin": iso_local(following.begin), "end": iso_local(following.end),
            } if following else None
        ),
    }  # fmt: skip


def _list(desk: Desk, args: argparse.Namespace) -> int:
    first = day_from(args.begin, "--from") if args.begin else _today(desk)
    rows = desk.roster.between(first, day_from(args.end, "--to") if args.end else first + LISTED)
    if args.json:
        say_json([_row_json(desk, row) for row in rows])
        return 0
    table = []
    for row in rows:
        body = json.loads(row.body)
        begin, end = (_clock(desk, read_stored(moment)) for moment in (row.begin_at, row.end_at))
        steps = body["steps"][1:]
        last = f"{STEPS[steps[-1]['type']]}: {steps[-1]['reason']}".rstrip(": ") if steps else ""
        table.append((key_of(row), body["duty"], body["officer"], begin, end, _STATES.get(row.status, ""), last))
    say_table(("id", "dienst", "wie", "van", "tot", "stand", "laatst"), table)
    return 0


def _row_json(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    body = json.loads(row.body)
    return {
        "id": row.subject,
        "duty": body["duty"],
        "officer": body["officer"],
        "begin": local(row.begin_at),
        "end": local(row.end_at),
        "status": row.status,
        "source": body["source"],
        "uid": body["uid"],
        "note": body["note"],
        "history": [
            {
                **{name: step[name] for name in ("type", "officer", "before", "reason")},
                "at": local(step["at"]),
                "by": desk.roster.who(step["author"]),
            }
            for step in body["steps"]
        ],
    }


def _check(desk: Desk, args: argparse.Namespace) -> int:
    begin = _midnight(desk, day_from(args.begin, "--from")) if args.begin else None
    end = _midnight(desk, day_from(args.end, "--to") + timedelta(days=1)) if args.end else None
    found = desk.roster.check(begin, end)
    if args.json:
        say_json([_remark_json(desk, one) for one in found])
        return 0
    for one in found:
        say(f"{KINDS[one.kind]}: {remark_text(one, desk.seat.now, desk.zone)}")
    if not found:
        say("er valt niets op aan het rooster")
    return 0


def _remark_json(desk: Desk, one: Remark) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "duty": one.duty or None,
        "officers": list(one.officers),
        "begin": iso_local(one.begin),
        "end": iso_local(one.end),
        "ids": list(one.subjects),
        "about": one.about or None,
        "nights": one.night_count or None,
        "sentence": remark_text(one, desk.seat.now, desk.zone),
    }


def _clock(desk: Desk, moment: datetime) -> str:
    return clock_text(moment, desk.seat.now, zone=desk.zone)


def _today(desk: Desk) -> date:
    return desk.seat.now.astimezone(desk.zone).date()


def _midnight(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), desk.zone)
