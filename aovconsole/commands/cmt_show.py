"""What `cmt show --json` and `cmt lists` print of a CMT day: decisions, actions, presence, meetings, what is left."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from aovconsole.commands.actions import action_json
from aovconsole.commands.cmt_plan import local_times, log_json, plan_json
from aovconsole.commands.cmt_text import LISTS
from aovconsole.commands.options import horizon_of
from aovconsole.commands.output import line_json, local, say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.domain.agreements import not_agreed, without_owner
from aovconsole.domain.decision import to_check, ungrounded
from aovconsole.domain.decision_words import WORDS
from aovconsole.domain.meeting import not_adopted
from aovconsole.domain.meeting_agenda import Table
from aovconsole.domain.presence import ROLES, Present, absent_at, body_in, present_at, role_at
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow

Lookup = Callable[[str], LogRow | None]
"""The log line of a record, as it is or was."""


def at_the_table(desk: Desk, args: argparse.Namespace, row: SubjectRow) -> dict[str, Any]:
    """What stands on the table of a CMT day and what it has from its plan, now or as they were.

    The keys of `table_json`, of `cmt_plan.plan_json`, and now those of `cmt_plan.log_json`.
    """
    known, until = horizon_of(desk, args)
    plan = str(json.loads(row.body).get("plan") or "")
    if not known and not until:
        table = desk.meetings.table(row, lines=False)
        places = desk.reading.in_dossier(row.subject, "crowd")
        changed = desk.cmt.plan_changed(row)
        by_plan = plan_json(desk, row, table, places, desk.reading.subject(plan), changed=changed)
        return {**table_json(row, table, desk.reading.line), **by_plan, **log_json(desk, row)}
    from aovconsole.desk.past import dossier_then  # folding again is only for looking back

    then = dossier_then(desk.reading, row.subject, known_at=known, happened_until=until)
    by_id = {line.record_id: line for line in then.lines}
    table = Table(until or known or desk.seat.now, then.rows, then.lines)
    its = dossier_then(desk.reading, plan, known_at=known, happened_until=until).row(plan) if plan else None
    return {**table_json(row, table, by_id.get), **plan_json(desk, row, table, then.rows, its)}


def table_json(row: SubjectRow, table: Table, line_of: Lookup) -> dict[str, Any]:
    """The same from what stands on the table."""
    at, body = table.until, body_in(table.rows)
    roles = {name: role_at(body, name, at) for name in ROLES}
    coming = None if row.status == "closed" else table.next
    return {
        "decisions": [decision_json(one, line_of) for one in table.of("decision")],
        "actions": [action_json(one, {row.subject: row.number}, table.now) for one in table.of("action")],
        "present": _present_json(present_at(body, at)),
        "absent": _present_json(absent_at(body, at)),
        "roles": {name: local_times(role) for name, role in roles.items()},
        "meetings": [meeting_json(one) for one in _by_begin(table.of("meeting"))],
        "next_meeting_at": local(stored(coming.due_at)) if coming else None,
        "next_meeting_minutes_left": coming.left // timedelta(minutes=1) if coming else None,
        "lists": lists_json(table),
    }


def decision_json(row: SubjectRow, line_of: Lookup) -> dict[str, Any]:
    """A decision as the commands print it; `picture` holds the picked lines as they stand in the log."""
    body = json.loads(row.body)
    body.pop("standing", None)
    body["picture"] = [_picked(one, line_of(one)) for one in body["picture"]]
    return {"id": row.subject, "title": row.title, **local_times(body), "status": row.status}


def _picked(record_id: str, line: LogRow | None) -> dict[str, Any]:
    """A line of the picture; only its id where it is not known (any more)."""
    return {name: said for name, said in line_json(line).items() if name in _PICKED} if line else {"id": record_id}


_PICKED = ("id", "occurred_at", "text", "source", "status", "correction", "withdrawn")


def meeting_json(row: SubjectRow) -> dict[str, Any]:
    """A meeting as the commands print it."""
    return {"id": row.subject, **local_times(json.loads(row.body))}


def lists_json(table: Table) -> dict[str, Any]:
    """The lists that stay until somebody works them off."""
    at, decisions, actions = stored(table.now), table.of("decision"), table.of("action")
    return {
        "decisions_without_grounds": [
            {**_named(row), "lacking": list(lacking)} for row, lacking in ungrounded(decisions)
        ],
        "decisions_to_check": [{**_named(row), "check_at": local(row.end_at)} for row in to_check(decisions, at)],
        "actions_without_owner": [_named(row) for row in without_owner(actions)],
        "actions_done_not_agreed": [
            {**_named(row), "owner": json.loads(row.body)["owner"]} for row in not_agreed(actions)
        ],
        "meetings_not_adopted": [_named(row) for row in not_adopted(table.of("meeting"))],
    }


def show_lists(desk: Desk, args: argparse.Namespace) -> int:
    """`cmt lists [NR]`: of one CMT, or of every one that sits."""
    named = (desk.seat.find(args.number, "cmt"),) if args.number else ()
    cmts = named or desk.reading.of_type("cmt", status="open")
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    for row in cmts:
        for name, part in lists_json(desk.meetings.table(row, lines=False)).items():
            found[name] += [{**one, "dossier": row.number} for one in part]
    if args.json:
        say_json(found)
        return 0
    rows = [
        (LISTS[name], one["dossier"], one["number"], one["title"], _more(one))
        for name, part in found.items()
        for one in part
    ]
    if rows:
        say_table(("lijst", "CMT", "nummer", "wat", ""), rows)
    else:
        say("niets open op de lijsten")
    return 0


def _more(one: Mapping[str, Any]) -> str:
    lacking = ", ".join(WORDS[name] for name in one.get("lacking", ()))
    return (lacking and f"{lacking} ontbreekt") or one.get("owner", "") or short(one.get("check_at"))


def short(moment: str | None) -> str:
    """A local moment to the minute."""
    return (moment or "")[:16].replace("T", " ")


def _named(row: SubjectRow) -> dict[str, Any]:
    return {"number": row.number, "title": row.title, "id": row.subject}


def _present_json(found: Iterable[Present]) -> list[dict[str, Any]]:
    return [
        {"function": one.function, "name": one.name, "organisation": one.organisation, "since": local(one.since)}
        for one in found
    ]


def _by_begin(rows: Iterable[SubjectRow]) -> list[SubjectRow]:
    return sorted(rows, key=lambda row: (row.begin_at, row.number))


def coming(desk: Desk, text: str, what: str, since: datetime | None = None) -> datetime:
    """A moment ahead that an option names: UU:MM, `+20` or a date."""
    from aovconsole.domain.typed_times import coming_from  # only where a term is typed

    return coming_from(text, since or desk.seat.now, desk.zone, what)
