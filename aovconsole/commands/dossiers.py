"""What the commands of all dossiers share: showing one, listing them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

from aovconsole.commands.options import add_at, add_horizon, add_json, horizon_of
from aovconsole.commands.output import (
    as_it_stands,
    local,
    say,
    say_banner,
    say_field,
    say_json,
    say_table,
    step_json,
    view_json,
)
from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import FIELDS, STATES, STEPS
from aovconsole.errors import NumberUnknown
from aovconsole.journal.reading import LogRow

Request = Callable[[Desk, argparse.Namespace], SubjectRow]
"""What a command asks of the desk."""

Told = Callable[[Desk, SubjectRow], dict[str, Any]]
"""What is printed of a dossier as JSON, without its timeline: the same in `show` and in `list`."""

More = Callable[[Desk, argparse.Namespace, SubjectRow], dict[str, Any]]
"""What is printed of a dossier as JSON beside its view, as it is or was (`horizon_of`): in `show` and in `list`."""


def command_group(groups: Any, name: str, help_: str) -> Any:
    """A command with commands of its own."""
    parser = groups.add_parser(name, help=help_, description=help_)
    return parser.add_subparsers(dest="action", metavar="OPDRACHT", required=True)


def reading_commands(
    actions: Any,
    type_: str,
    what: str,
    told: Told | None = None,
    more: Sequence[More] = (),
    parts: Callable[[dict[str, Any]], None] | None = None,
) -> None:
    """Add `show NR` and `list`, the same for every type of dossier; `told` is what `list --json` gives of each.

    Each of `more` adds its keys to both; `parts` prints for people what they tell in `show`.
    """
    show = actions.add_parser("show", help=f"toon {what} met zijn tijdlijn")
    show.add_argument("number", metavar="NR")
    listing = actions.add_parser("list", help="toon ze allemaal")
    listing.add_argument("--open", action="store_true", help="alleen wat nog loopt")
    for parser in (show, listing):
        add_horizon(parser)
        add_json(parser)
    show.set_defaults(run=lambda desk, args: _show(desk, args, type_, more, parts))
    listing.set_defaults(run=lambda desk, args: _list(desk, args, type_, told or _view, more))


def on_one(actions: Any, name: str, help_: str) -> Any:
    """A command on the dossier with a number."""
    parser = actions.add_parser(name, help=help_, description=help_)
    parser.add_argument("number", metavar="NR")
    return parser


def asks(actions: Any, name: str, help_: str, request: Request, *, at: bool = True) -> Any:
    """A command on the dossier with a number that says nothing when it is done; `at` gives it that option."""
    parser = on_one(actions, name, help_)
    if at:
        add_at(parser)
    parser.set_defaults(run=lambda desk, args: done(request(desk, args)))
    return parser


def dossier_asked(desk: Desk, args: argparse.Namespace, type_: str) -> tuple[SubjectRow, Sequence[LogRow]]:
    """The dossier that a command names and its timeline, now or as they were.

    Raises:
        CommandRefused: there is none of this type.
        NumberUnknown: there was none at the moment that is looked back at.
    """
    row = desk.seat.find(args.number, type_)
    known, until = horizon_of(desk, args)
    if not known and not until:
        return row, desk.reading.lines(dossier=row.subject)
    from aovconsole.desk.past import dossier_then  # folding again is only for looking back

    past = dossier_then(desk.reading, row.subject, known_at=known, happened_until=until)
    then = past.row(row.subject)
    if then is None:
        raise NumberUnknown(f"{row.number} (op dat moment)")
    return then, past.lines


def done(_row: SubjectRow) -> int:
    """Say nothing: it is done."""
    return 0


def _show(
    desk: Desk,
    args: argparse.Namespace,
    type_: str,
    more: Sequence[More],
    parts: Callable[[dict[str, Any]], None] | None,
) -> int:
    row, lines = dossier_asked(desk, args, type_)
    if args.json:
        say_json({**view_json(row), **_beside(desk, args, row, more), "timeline": [step_json(line) for line in lines]})
        return 0
    say_banner(desk.journal.realm)
    say(f"{row.number}  {row.title}  {STATES.get(row.status, row.status)}")
    for key, value in view_json(row).items():
        if key in FIELDS and key != "title" and value not in ("", None):
            say_field(FIELDS[key], value)
    if parts:
        parts({**view_json(row), **_beside(desk, args, row, more)})
    say_table(
        ("tijd", "wat", "tekst"),
        [
            ((local(line.at) or "")[:16].replace("T", " "), STEPS.get(line.type, ""), as_it_stands(step_json(line)))
            for line in lines
        ],
    )
    return 0


def _beside(desk: Desk, args: argparse.Namespace, row: SubjectRow, more: Sequence[More]) -> dict[str, Any]:
    return {key: value for add in more for key, value in add(desk, args, row).items()}


def _view(_desk: Desk, row: SubjectRow) -> dict[str, Any]:
    return view_json(row)


def _list(desk: Desk, args: argparse.Namespace, type_: str, told: Told, more: Sequence[More]) -> int:
    known, until = horizon_of(desk, args)
    if known or until:
        from aovconsole.desk.past import list_then  # folding again is only for looking back

        rows = list_then(desk.reading, type_, known_at=known, happened_until=until).rows
    else:
        rows = desk.reading.of_type(type_)
    if args.open:
        rows = tuple(row for row in rows if row.status not in ("closed", "cancelled"))
    if args.json:
        say_json([{**told(desk, row), **_beside(desk, args, row, more)} for row in rows])
        return 0
    say_table(
        ("nummer", "begin", "titel", "plaats", "staat"),
        [
            (
                row.number,
                (local(row.begin_at) or "")[:16].replace("T", " "),
                row.title,
                row.place,
                STATES.get(row.status, row.status),
            )
            for row in rows
        ],
    )
    return 0
