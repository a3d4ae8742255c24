"""`aovconsole demonstration show`: the view, with the terms, the distances and whether a contact was recorded."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from functools import partial
from typing import Any

from aovconsole.commands.dossiers import dossier_asked
from aovconsole.commands.output import (
    as_it_stands,
    local,
    say,
    say_field,
    say_json,
    say_table,
    step_json,
    view_json,
    warn,
)
from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration_words import FIELDS, NOTICE, ROLES, SHOWN, STATES, STEPS
from aovconsole.domain.times import iso_local
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import FIELDS as COMMON_FIELDS
from aovconsole.domain.words import STEPS as COMMON_STEPS
from aovconsole.errors import CommandRefused

MOMENTS = ("served_at", "ended_at")


def add_showing(actions: Any) -> None:
    """Let `show` tell what a demonstration has beside its own view, and both readings what is wrong with the terms."""
    listing = actions.choices["list"]
    listed: Callable[[Desk, argparse.Namespace], int] = listing.get_default("run")
    for parser, run in ((listing, listed), (actions.choices["show"], _show)):
        parser.set_defaults(run=partial(_with_fault, run))


def _with_fault(run: Callable[[Desk, argparse.Namespace], int], desk: Desk, args: argparse.Namespace) -> int:
    """Answer, with a word beside it when the user's own terms could not be counted with."""
    from aovconsole.desk.demonstration_reading import terms_fault

    code = run(desk, args)
    if fault := terms_fault(desk.seat):
        warn(fault)
    return code


def last_receipt(desk: Desk, row: SubjectRow) -> dict[str, str]:
    """The receipt of a demonstration that was given last.

    Raises:
        CommandRefused: none was given.
    """
    receipts: list[dict[str, str]] = json.loads(row.body)["receipts"]
    if not receipts:
        raise CommandRefused(f"van {row.number} is nog geen bewijs van ontvangst gegeven")
    given = {line.record_id: line.recorded_at for line in desk.reading.lines(dossier=row.subject, type_="receipt")}
    return max(receipts, key=lambda one: given.get(one["record_id"], ""))


def told(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    """A demonstration as `show --json` and `list --json` print it, without its timeline."""
    view = {**view_json(row), **_beside(desk, row)}
    return view | {name: local(view[name]) or "" for name in MOMENTS if view[name]}


def _show(desk: Desk, args: argparse.Namespace) -> int:
    row, lines = dossier_asked(desk, args, "demonstration")
    view = told(desk, row)
    if args.json:
        say_json({**view, "timeline": [step_json(line) for line in lines]})
        return 0
    say(f"{row.number}  {row.title}  {STATES.get(row.status, row.status)}")
    for name, label in {**COMMON_FIELDS, **FIELDS, **SHOWN}.items():
        if name == "end_at" and not (view["has_end"] or view["ended_at"]):
            say(f"  {label}: niet bekend")
        elif name in view and name != "title" and view[name] not in ("", None, False):
            say_field(label, view[name])
    _say_beside(view)
    words = {**COMMON_STEPS, **STEPS}
    say_table(
        ("tijd", "wat", "tekst"),
        [
            ((local(line.at) or "")[:16].replace("T", " "), words.get(line.type, ""), as_it_stands(step_json(line)))
            for line in lines
        ],
    )
    return 0


def _say_beside(view: dict[str, Any]) -> None:
    deadline = view["notice_deadline"] if view["received_at"] else None
    last = f", uiterlijk {deadline[:16].replace('T', ' ')}" if deadline else ""
    unsure = ", termijn te bevestigen" if deadline and not view["notice_term_confirmed"] else ""
    say(f"  kennisgeving: {NOTICE[view['notice_state']]}{last}{unsure}")
    if not view["place_known"]:
        say("  let op: deze plaats staat niet in de plaatsenlijst")
    for link in view["linked"]:
        far = f", {link['metres']} m daarvandaan" if link["metres"] is not None else ""
        say(f"  {ROLES[link['role']]}: {(link['number'] + ' ' + link['title']).strip()}{far}")
    for owed in view["owed"]:
        say(f"  nog te doen: {owed}")


def _beside(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    """What is told beside the view: computed from the settings of today."""
    from aovconsole.desk.demonstration_reading import answer_due, is_known_place, links_of, notice_of_row
    from aovconsole.domain.demonstration_terms import owed_of

    notice, answer = notice_of_row(desk.seat, row), answer_due(desk.seat, row)
    return {
        "notice_state": notice.state,
        "notice_deadline": iso_local(notice.deadline) if notice.deadline else None,
        "notice_term_confirmed": notice.confirmed,
        "answer_due": iso_local(answer) if answer else None,
        "place_known": is_known_place(desk.seat, row.place),
        "linked": [link._asdict() for link in links_of(desk.seat, row)],
        "owed": [owed.text for owed in owed_of(row)],
        "contact_recorded": any(one.status == "set" for one in desk.reading.in_dossier(row.subject, "contact")),
    }
