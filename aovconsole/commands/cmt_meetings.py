"""`aovconsole cmt present|chair|keeper|meeting`: who is at the table, and the meetings."""

from __future__ import annotations

import argparse
from datetime import timedelta
from typing import Any

from aovconsole.commands.actions import action_json
from aovconsole.commands.cmt_plan import local_times
from aovconsole.commands.cmt_show import (
    coming,
    decision_json,
    meeting_json,
    short,
    table_json,
)
from aovconsole.commands.dossiers import done, on_one
from aovconsole.commands.options import add_at, add_json, add_texts, at_of, whole_number
from aovconsole.commands.output import as_it_stands, local, say, say_banner, say_json, say_table, step_json
from aovconsole.desk.desk import Desk
from aovconsole.domain.meeting import STATE_WORDS
from aovconsole.domain.presence import ROLE_WORDS
from aovconsole.domain.view import plain_values
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import LogRow

_MEETING = "nummer van de vergadering, V-A3"


def add(actions: Any) -> None:
    """Add the commands."""
    present = on_one(actions, "present", "wie is aanwezig; met FUNCTIE: leg vast dat die er is, of weg (--out)")
    present.add_argument("function", metavar="FUNCTIE", nargs="?", default="")
    add_texts(present, name="NAAM", organisation="NAMENS", note="TEKST")
    present.add_argument("--out", action="store_true", help="is weg")
    add_at(present)
    add_json(present)
    present.set_defaults(run=_present)
    for role in ROLE_WORDS:
        passing = on_one(actions, role, f"draag over wie {ROLE_WORDS[role]} is")
        passing.add_argument("function", metavar="FUNCTIE")
        add_texts(passing, name="NAAM", reason="REDEN")
        passing.add_argument("--from", dest="giver", default="", metavar="FUNCTIE", help="van wie")
        add_at(passing)
        passing.set_defaults(run=_pass_role, role=role)
    meeting = on_one(actions, "meeting", "vergaderingen: openen, sluiten, agenda, verslag, ritme")
    _add_meetings(meeting.add_subparsers(dest="meeting_action", metavar="OPDRACHT", required=True))


def _add_meetings(actions: Any) -> None:
    opening = actions.add_parser("open", help="open een vergadering; toont haar nummer")
    add_texts(opening, chair="FUNCTIE", keeper="FUNCTIE", goal="TEKST")
    opening.add_argument("--present", action="append", default=[], metavar="FUNCTIE", help="aanwezig; mag vaker")
    opening.add_argument("--minutes", type=whole_number, default=0, metavar="MINUTEN", help="beschikbare tijd")
    opening.set_defaults(run=_open)
    closing = actions.add_parser("close", help="sluit de vergadering die open is")
    closing.add_argument("meeting", metavar="VNR", nargs="?", default="", help=_MEETING)
    add_texts(closing, note="TEKST")
    closing.add_argument("--next", dest="next_at", metavar="TIJD", help="wanneer de volgende is")
    closing.set_defaults(run=_close)
    adopting = actions.add_parser("adopt", help="laat de voorzitter het verslag vaststellen")
    adopting.add_argument("meeting", metavar="VNR", help=_MEETING)
    adopting.add_argument("--by", required=True, metavar="FUNCTIE", help="de voorzitter")
    add_texts(adopting, remarks="TEKST")
    adopting.set_defaults(run=_adopt)
    withdrawing = actions.add_parser("withdraw", help="trek een vergadering in die een vergissing was")
    withdrawing.add_argument("meeting", metavar="VNR", help=_MEETING)
    withdrawing.add_argument("--reason", required=True, metavar="REDEN")
    withdrawing.set_defaults(
        run=lambda desk, args: done(desk.meetings.withdraw(args.number, args.meeting, args.reason))
    )
    rhythm = actions.add_parser("rhythm", help="stel het ritme in, de volgende vergadering, of geen")
    rhythm.add_argument("--every", type=whole_number, default=0, metavar="MINUTEN")
    rhythm.add_argument("--from", dest="begin", metavar="TIJD", help="vanaf; zonder --every: de volgende vergadering")
    rhythm.add_argument("--stop", action="store_true", help="geen ritme meer")
    rhythm.set_defaults(run=_rhythm)
    agenda = actions.add_parser("agenda", help="de agenda, met wat er sinds de vorige vergadering veranderde")
    agenda.set_defaults(run=_agenda)
    minutes = actions.add_parser("minutes", help="het verslag: wat het logboek van de vergadering zegt")
    minutes.add_argument("meeting", metavar="VNR", help=_MEETING)
    minutes.set_defaults(run=_minutes)
    listing = actions.add_parser("list", help="toon de vergaderingen")
    listing.set_defaults(run=_list)
    for parser in (opening, closing, adopting):
        add_at(parser)
    for parser in (agenda, minutes, listing):
        add_json(parser)


def _present(desk: Desk, args: argparse.Namespace) -> int:
    if not args.function:
        return _show_present(desk, args)
    given = {"organisation": args.organisation, "note": args.note, "at": at_of(desk, args)}
    if args.out:
        return done(desk.presence.go(args.number, args.function, **given))
    return done(desk.presence.come(args.number, args.function, name=args.name, **given))


def _show_present(desk: Desk, args: argparse.Namespace) -> int:
    """Who is there, or was there at `--at`."""
    row, at = desk.seat.find(args.number, "cmt"), at_of(desk, args)
    table = desk.meetings.table(row, now=at, lines=False)
    told = {
        name: part
        for name, part in table_json(row, table, desk.reading.line).items()
        if name in ("present", "absent", "roles")
    }
    told["expected"] = plain_values(desk.presence.expected(row, at))
    told["missing"] = list(desk.presence.missing(row, at))
    if args.json:
        say_json(told)
        return 0
    who = [("aanwezig", one) for one in told["present"]] + [("weg", one) for one in told["absent"]]
    who += [("ontbreekt", _NOBODY | {"function": function}) for function in told["missing"]]
    rows = [(word, one["function"], one["name"], one["organisation"], short(one["since"])) for word, one in who]
    rows += [
        (ROLE_WORDS[name], one["function"], one["name"], "", short(one["since"])) for name, one in told["roles"].items()
    ]
    say_table(("", "functie", "naam", "namens", "sinds"), rows)
    return 0


_NOBODY = {"name": "", "organisation": "", "since": None}


def _pass_role(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.presence.pass_role(
        args.number, args.role, args.function, name=args.name, from_function=args.giver, reason=args.reason,
        at=at_of(desk, args),
    )  # fmt: skip
    return done(row)


def _open(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.meetings.open(
        args.number, chair=args.chair, keeper=args.keeper, present=args.present, goal=args.goal,
        minutes_available=args.minutes, at=at_of(desk, args),
    )  # fmt: skip
    say(row.number)
    return 0


def _close(desk: Desk, args: argparse.Namespace) -> int:
    at = at_of(desk, args)
    coming_at = None if args.next_at is None else coming(desk, args.next_at, "--next", at)
    return done(desk.meetings.close(args.number, args.meeting, note=args.note, next_at=coming_at, at=at))


def _adopt(desk: Desk, args: argparse.Namespace) -> int:
    row = desk.meetings.adopt(args.number, args.meeting, by=args.by, remarks=args.remarks, at=at_of(desk, args))
    return done(row)


def _rhythm(desk: Desk, args: argparse.Namespace) -> int:
    if args.stop == bool(args.every or args.begin):
        raise CommandRefused("noem --every, --from of beide; of --stop")
    begin = None
    if args.begin is not None:
        begin = coming(desk, args.begin, "--from")
    elif args.every:
        begin = desk.seat.now.replace(second=0, microsecond=0) + timedelta(minutes=min(args.every, 24 * 60))
    return done(desk.meetings.set_rhythm(args.number, begin=begin, every=args.every))


def _agenda(desk: Desk, args: argparse.Namespace) -> int:
    points = desk.meetings.agenda(desk.seat.find(args.number, "cmt"))
    if args.json:
        say_json(
            [{**point._asdict(), "items": [local_times(one._asdict()) for one in point.items]} for point in points]
        )
        return 0
    say_banner(desk.journal.realm)
    for number, point in enumerate(points, 1):
        say(f"{number} {point.label}: {point.meaning}")
        for one in point.items:
            say(f"  - {one.text}")
    return 0


def _minutes(desk: Desk, args: argparse.Namespace) -> int:
    cmt, row = desk.seat.find(args.number, "cmt"), desk.meetings.find(args.number, args.meeting)
    found = desk.meetings.minutes(cmt, row)
    lines = [line for line in found.lines if isinstance(line, LogRow)]
    if args.json:
        numbers, line_of = {cmt.subject: cmt.number}, desk.reading.line
        say_json(
            {
                **meeting_json(row),
                "lines": [step_json(line) for line in lines],
                "decisions": [decision_json(one, line_of) for one in found.decisions],
                "actions": [action_json(one, numbers, desk.seat.now) for one in found.actions],
                "added_later": list(found.added_later),
            }
        )
        return 0
    say_banner(desk.journal.realm)
    say(f"{row.number}  {short(local(row.begin_at))} - {short(local(row.end_at))}  {STATE_WORDS[row.status]}")
    rows = [(short(local(line.at)), line.source, as_it_stands(step_json(line))) for line in lines]
    say_table(("tijd", "bron", "tekst"), rows)
    return 0


def _list(desk: Desk, args: argparse.Namespace) -> int:
    cmt = desk.seat.find(args.number, "cmt")
    rows, coming_next = desk.meetings.of(cmt), desk.meetings.next(cmt)
    if args.json:
        at = local(coming_next.due_at.isoformat()) if coming_next else None
        say_json({"meetings": [meeting_json(row) for row in rows], "next_meeting_at": at})
        return 0
    say_table(
        ("nummer", "begin", "einde", "staat"),
        [(row.number, short(local(row.begin_at)), short(local(row.end_at)), STATE_WORDS[row.status]) for row in rows],
    )
    if coming_next:
        say(f"volgende: {short(local(coming_next.due_at.isoformat()))}")
    return 0
