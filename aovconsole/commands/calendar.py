"""`aovconsole calendar`: import calendars of others, list what comes, hand it on."""

from __future__ import annotations

import argparse
import sys
from datetime import date, timedelta
from typing import Any

from aovconsole.commands.clashes import add_clashes
from aovconsole.commands.options import add_json, whole_number
from aovconsole.commands.output import local, say, say_json, say_table, warn
from aovconsole.desk.calendars import ImportResult
from aovconsole.desk.desk import Desk
from aovconsole.desk.importing import import_calendar
from aovconsole.desk.subscriptions import HOURS
from aovconsole.domain.times import YEARS, day_from
from aovconsole.domain.view import CalendarDay
from aovconsole.domain.words import counted
from aovconsole.errors import CommandRefused

_PROGRESS_FROM = 500
_LINES_NAMED = 5
_LAYERS = "evenementen, demonstraties, wedstrijden, cmt, diensten of import:NAAM"
_EXPORT_DAYS = 2 * 365


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "calendar", help="kalenders: inlezen, tonen, doorgeven", description="Kalenders van anderen."
    )
    actions = parser.add_subparsers(dest="action", metavar="OPDRACHT", required=True)
    reading = actions.add_parser(
        "import", help="lees .ics-bestanden, adressen (http, https, webcal) of de NDW-planningsfeed in"
    )
    reading.add_argument("sources", nargs="+", metavar="BESTAND|ADRES")
    add_json(reading)
    reading.set_defaults(run=_import)
    listing = actions.add_parser("list", help="toon wat er op de kalender staat")
    listing.add_argument("--from", dest="begin", required=True, metavar="DATUM")
    listing.add_argument("--to", dest="end", required=True, metavar="DATUM", help="laatste dag, telt mee")
    listing.add_argument("--layer", default="", metavar="LAAG", help=_LAYERS)
    add_json(listing)
    listing.set_defaults(run=_list)
    export = actions.add_parser("export", help="schrijf een .ics-bestand voor Outlook of Thunderbird")
    export.add_argument("file", metavar="BESTAND")
    export.add_argument("--from", dest="begin", metavar="DATUM", help="alles wat geweest is als het er niet staat")
    export.add_argument(
        "--to", dest="end", metavar="DATUM", help="laatste dag; twee jaar vooruit als het er niet staat"
    )
    export.add_argument("--layer", action="append", default=[], metavar="LAAG", help=f"{_LAYERS}; mag vaker")
    export.add_argument("--force", action="store_true", help="vervang het bestand dat er staat")
    export.set_defaults(run=_export)
    _add_subscriptions(actions)
    add_clashes(actions)


def _add_subscriptions(actions: Any) -> None:
    adding = actions.add_parser("subscribe", help="lees een adres nu en daarna vanzelf, zolang een console open is")
    adding.add_argument("url", metavar="ADRES")
    adding.add_argument(
        "--hours", type=whole_number, default=HOURS, metavar="UUR", help=f"hoe vaak; {HOURS} als het er niet staat"
    )
    adding.set_defaults(run=_subscribe)
    listing = actions.add_parser("subscriptions", help="de kalenders die vanzelf worden gelezen, met wat misging")
    listing.set_defaults(run=_subscriptions)
    dropping = actions.add_parser("unsubscribe", help="lees een adres niet meer vanzelf; wat gelezen is blijft")
    dropping.add_argument("which", metavar="NUMMER|ADRES")
    dropping.set_defaults(run=_unsubscribe)
    for parser in (adding, listing):
        add_json(parser)


def _import(desk: Desk, args: argparse.Namespace) -> int:
    results: list[ImportResult] = []
    refusals: list[CommandRefused] = []
    progress = _progress if sys.stderr.isatty() else None
    for source in args.sources:
        try:
            results.append(import_calendar(desk.calendar, source, progress))
        except CommandRefused as refusal:
            refusals.append(refusal)
    if not results:
        raise CommandRefused("; ".join(refusal.sentence for refusal in refusals))
    total = _total(results)
    total["refused"] += [{"line": 0, "uid": "", "reason": refusal.sentence} for refusal in refusals]
    if args.json:
        say_json(total)
    else:
        _say_result(total)
    for result in results:
        if result.none_is_ours:
            passed = counted(result.passed_count, "situatie", "situaties")
            warn(f"{passed} buiten de gemeente of zonder afsluiting")
    return 0 if any(result.read or result.none_is_ours for result in results) else 1


def _progress(done: int, total: int) -> None:
    if total >= _PROGRESS_FROM and (done % 100 == 0 or done == total):
        sys.stderr.write(f"\r{done} van {total} gelezen" + ("\n" if done == total else ""))
        sys.stderr.flush()


def _total(results: list[ImportResult]) -> dict[str, Any]:
    return {
        **{
            name: sum(getattr(result, name) for result in results)
            for name in ("added", "changed", "unchanged", "vanished")
        },
        "refused": [
            {"line": one.line, "uid": one.uid, "reason": one.reason} for result in results for one in result.refused
        ],
        "time_zones": [{"name": one.name, "decision": one.decision} for result in results for one in result.time_zones],
        "notes": [
            {"line": item.line, "uid": item.uid, "note": item.note} for result in results for item in result.noted
        ],
    }


def _say_result(total: dict[str, Any]) -> None:
    say(
        f"{total['added']} nieuw, {total['changed']} gewijzigd, {total['unchanged']} gelijk,"
        f" {total['vanished']} vervallen in bron, {len(total['refused'])} geweigerd"
    )
    for one in total["refused"]:
        warn(f"regel {one['line']}: {one['reason']}" if one["line"] else one["reason"])
    by_note: dict[str, list[str]] = {}
    for one in total["notes"]:
        by_note.setdefault(one["note"], []).append(f"regel {one['line']}" if one["line"] else one["uid"])
    for note, lines in by_note.items():
        more = f" en {len(lines) - _LINES_NAMED} andere" if len(lines) > _LINES_NAMED else ""
        warn(f"{', '.join(lines[:_LINES_NAMED])}{more}: {note}")
    for one in total["time_zones"]:
        warn(f"tijdzone {one['name'] or '(geen)'}: {one['decision']}")


def day_json(day: CalendarDay, numbers: dict[str, str]) -> dict[str, Any]:
    """One occurrence as `calendar list` prints it; `numbers` gives the number of a dossier's subject."""
    return {
        "uid": day.uid,
        "title": day.title,
        "begin": day.begin_on or local(day.begin_at),
        "end": day.end_on or local(day.end_at),
        "all_day": bool(day.begin_on),
        "place": day.place,
        "status": day.status,
        "layer": day.layer,
        "dossier": numbers.get(day.dossier, ""),
    }


_STATUSES = {
    "confirmed": "",
    "tentative": "onder voorbehoud",
    "cancelled": "gaat niet door",
    "vanished": "vervallen in bron",
}


def _list(desk: Desk, args: argparse.Namespace) -> int:
    days = desk.calendar.days(day_from(args.begin, "--from"), day_from(args.end, "--to"), layer=args.layer)
    numbers = {day.dossier: row.number for day in days if day.dossier and (row := desk.reading.subject(day.dossier))}
    rows = [day_json(day, numbers) for day in days]
    if args.layer and not rows:
        warn(f"laag {args.layer} heeft in deze periode niets; lagen zijn {_LAYERS}")
    if args.json:
        say_json(rows)
        return 0
    say_table(
        ("begin", "einde", "titel", "plaats", "laag", ""),
        [
            (
                row["begin"][:16].replace("T", " "),
                row["end"][:16].replace("T", " "),
                row["title"],
                row["place"],
                row["layer"],
                _STATUSES.get(row["status"], row["status"]),
            )
            for row in rows
        ],
    )
    return 0


def _export(desk: Desk, args: argparse.Namespace) -> int:
    from aovconsole.desk.calendar_export import export_calendar  # heavy, and only for an export
    from aovconsole.exports.text_file import save_new

    today = desk.seat.now.astimezone(desk.zone).date()
    begin = day_from(args.begin, "--from") if args.begin else date(YEARS[0], 1, 1)
    end = day_from(args.end, "--to") if args.end else today + timedelta(days=_EXPORT_DAYS)
    made = export_calendar(desk.seat, desk.calendar, begin, end, args.layer)
    save_new(args.file, made.content, replace=args.force)
    for layer in made.empty_layers:
        warn(f"laag {layer} heeft in deze periode niets")
    if made.held_back:
        warn(f"{counted(made.held_back, 'item', 'items')} niet geschreven: privé in de bron, of met een merk")
    say(f"{counted(made.count, 'item', 'items')} geschreven naar {args.file}")
    return 0


def _subscribe(desk: Desk, args: argparse.Namespace) -> int:
    total = _total([desk.subscriptions.add(args.url, hours=args.hours)])
    if args.json:
        say_json(total)
    else:
        _say_result(total)
    return 0


def _subscriptions(desk: Desk, args: argparse.Namespace) -> int:
    known, now = desk.subscriptions.all(), desk.seat.now
    if args.json:
        say_json(
            [
                {
                    "name": one.name, "hours": one.hours, "fault": one.fault or None, "stale": one.stale(now),
                    "asked_at": local(one.asked_at), "read_at": local(one.read_at),
                }
                for one in known
            ]
        )  # fmt: skip
        return 0
    rows = [
        (place, one.name, f"elke {one.hours} uur", (local(one.read_at) or "nooit")[:16].replace("T", " "),
         one.fault or ("verouderd" if one.stale(now) else ""))
        for place, one in enumerate(known, 1)
    ]  # fmt: skip
    say_table(("nr", "kalender", "ritme", "gelezen", "let op"), rows)
    return 0


def _unsubscribe(desk: Desk, args: argparse.Namespace) -> int:
    desk.subscriptions.drop(args.which)
    return 0
