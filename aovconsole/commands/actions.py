"""`aovconsole action`: agree one, step, postpone, hand over, list them with the overdue ones first."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aovconsole.commands.dossiers import command_group, done
from aovconsole.commands.options import add_at, add_json, at_of
from aovconsole.commands.output import local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.domain.agreements import ACTION_STATES, RUNNING_STATES, left_of, overdue, urgency
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow

STATES = {"open": "open", "busy": "bezig", "done": "gereed", "closed": "akkoord", "dropped": "vervallen"}

_DOSSIER = "nummer van het dossier ('' is het logboek)"
_DUE = "termijn: UU:MM, +20 (minuten), 'morgen 9:00' of ISO 8601"


def add(groups: Any) -> None:
    """Add the command."""
    actions = command_group(groups, "action", "acties: afspreken, volgen, uitstellen, overdragen")
    adding = actions.add_parser("add", help="spreek een actie af; toont haar nummer")
    adding.add_argument("number", metavar="NR", help=_DOSSIER)
    adding.add_argument("text", metavar="TEKST")
    adding.add_argument("--owner", default="", metavar="FUNCTIE", help="wie het doet")
    adding.add_argument("--due", metavar="TIJD", help=_DUE)
    add_at(adding, "wanneer zij is afgesproken (UU:MM of ISO 8601); nu als het er niet staat")
    adding.set_defaults(run=_add)
    step = _on_one(actions, "step", "geef een actie een andere staat")
    step.add_argument("state", choices=ACTION_STATES, metavar="|".join(ACTION_STATES), help="de nieuwe staat")
    step.add_argument("--note", default="", metavar="TEKST")
    step.add_argument("--by", default="", metavar="FUNCTIE", help="namens wie: op een CMT-dag sluit alleen het team")
    step.set_defaults(run=_step)
    snooze = _on_one(actions, "snooze", "geef een actie een andere termijn, met reden")
    snooze.add_argument("--due", required=True, metavar="TIJD", help=_DUE)
    snooze.add_argument("--reason", required=True, metavar="REDEN")
    snooze.set_defaults(run=_snooze)
    owner = _on_one(actions, "owner", "neem een actie over, of draag haar over")
    owner.add_argument("owner", metavar="FUNCTIE", help="de nieuwe actiehouder")
    owner.add_argument("--reason", default="", metavar="REDEN")
    owner.set_defaults(run=_owner)
    _add_reading(actions)


def _on_one(actions: Any, name: str, help_: str) -> Any:
    parser = actions.add_parser(name, help=help_)
    parser.add_argument("number", metavar="NR", help=_DOSSIER)
    parser.add_argument("action_number", metavar="ANR", help="nummer van de actie, A-A3")
    return parser


def _add_reading(actions: Any) -> None:
    listing = actions.add_parser("list", help="toon ze, wat te laat is bovenaan")
    listing.add_argument("number", metavar="NR", nargs="?", help="alleen die van dit dossier")
    listing.add_argument("--open", action="store_true", help="alleen wat nog loopt")
    listing.add_argument("--late", action="store_true", help="alleen wat te laat is")
    listing.set_defaults(run=_list)
    show = _on_one(actions, "show", "toon een actie met haar verloop")
    show.set_defaults(run=_show)
    for parser in (listing, show):
        add_json(parser)


def _due(desk: Desk, text: str, since: datetime | None = None) -> datetime:
    """The term that an option names; UU:MM and +20 count from when the action was agreed."""
    from aovconsole.domain.typed_times import coming_from  # only where a term is typed

    return coming_from(text, since or desk.seat.now, desk.zone, "--due")


def _add(desk: Desk, args: argparse.Namespace) -> int:
    at = at_of(desk, args)
    due = None if args.due is None else _due(desk, args.due, at)
    say(desk.agreements.action(args.number, args.text, owner=args.owner, due=due, at=at).number)
    return 0


def _step(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.agreements.step(_found(desk, args).subject, args.state, args.note, by=args.by))


def _snooze(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.agreements.snooze(_found(desk, args).subject, _due(desk, args.due), args.reason))


def _owner(desk: Desk, args: argparse.Namespace) -> int:
    return done(desk.agreements.hand_over(_found(desk, args).subject, args.owner, args.reason))


def _found(desk: Desk, args: argparse.Namespace) -> SubjectRow:
    return desk.agreements.find(args.number, args.action_number)


def _list(desk: Desk, args: argparse.Namespace) -> int:
    reading, now = desk.reading, stored(desk.seat.now)
    if args.number is None:
        rows: Sequence[SubjectRow] = reading.of_type("action")
    else:
        rows = reading.in_dossier(desk.seat.dossier(args.number), "action")
    if args.open:
        rows = [row for row in rows if row.status in RUNNING_STATES]
    if args.late:
        rows = [row for row in rows if overdue(row, now)]
    dossiers = _dossier_numbers(desk, rows)
    documents = [action_json(row, dossiers, desk.seat.now) for row in sorted(rows, key=lambda row: urgency(row, now))]
    if args.json:
        say_json(documents)
        return 0
    say_table(
        ("dossier", "actie", "wat", "wie", "termijn", "staat"),
        [
            (one["dossier"] or "", one["number"], one["title"], one["owner"], _minute(one["due_at"]), _state(one))
            for one in documents
        ],
    )
    return 0


def _dossier_numbers(desk: Desk, rows: Sequence[SubjectRow]) -> dict[str, str]:
    """The number of each dossier that the actions stand in; the general log has none."""
    found = (desk.reading.subject(dossier) for dossier in {row.dossier for row in rows} if dossier)
    return {row.subject: row.number for row in found if row}


def action_json(row: SubjectRow, dossiers: dict[str, str], now: datetime) -> dict[str, Any]:
    """An action as the commands print it; `minutes_left` is its clock, negative when it is late."""
    body, left = json.loads(row.body), left_of(row, now)
    return {
        "number": row.number,
        "dossier": dossiers.get(row.dossier),
        "title": row.title,
        "status": row.status,
        "owner": body["owner"],
        "due_at": local(row.end_at),
        "first_due_at": local(body["first_due_at"]),
        "late": overdue(row, stored(now)),
        "minutes_left": None if left is None else left // timedelta(minutes=1),
        "snoozed_count": body["snoozed_count"],
        "agreed_at": local(body["agreed_at"]),
        "id": row.subject,
    }


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row = _found(desk, args)
    document = action_json(row, _dossier_numbers(desk, [row]), desk.seat.now)
    document["history"] = [_change(desk, row, change) for change in json.loads(row.body)["history"]]
    if args.json:
        say_json(document)
        return 0
    say(f"{row.number}  {row.title}  {_state(document)}")
    for name, word in (("owner", "wie"), ("due_at", "termijn"), ("first_due_at", "eerste termijn")):
        value = document[name] or ""
        if value:
            say(f"  {word}: {_minute(value) if name.endswith('_at') else value}")
    say_table(
        ("tijd", "wat", "schrijver"),
        [(_minute(change["at"]), change["text"], change["author"]) for change in document["history"]],
    )
    return 0


def _change(desk: Desk, row: SubjectRow, change: dict[str, Any]) -> dict[str, Any]:
    """One step of the history, with who wrote it; an action of a log line was agreed in that line."""
    body = json.loads(row.body)
    line = desk.reading.line(body["line"] if body["line"] and change["step"] == "agreed" else change["record_id"])
    told = {name: change[name] for name in ("step", "state", "owner", "note", "text", "late")}
    moments = {"at": local(change["at"]), "due_at": local(change["due_at"])}
    return {**moments, **told, "author": line.author if line else "", "id": change["record_id"]}


def _state(document: dict[str, Any]) -> str:
    state = STATES.get(document["status"], document["status"])
    late = "te laat, " if document["late"] else ""
    moved = f", {document['snoozed_count']}x uitgesteld" if document["snoozed_count"] else ""
    return f"{late}{state}{moved}"


def _minute(moment: str | None) -> str:
    return (moment or "")[:16].replace("T", " ")
