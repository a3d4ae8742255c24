"""What `cmt show --json` prints of what a CMT day has from its plan: phase, crowd, who is expected, what to confirm."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from aovconsole.commands.crowd import state_json
from aovconsole.commands.output import local
from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_body import head_of
from aovconsole.domain.crowd_state import crossings_in
from aovconsole.domain.meeting_agenda import Table
from aovconsole.domain.plan_for_cmt import brought_forward, crowd_terms, to_confirm
from aovconsole.domain.plan_reading import PlanLine, lines_of, phases_of
from aovconsole.domain.presence import body_in, expected_at
from aovconsole.domain.record import is_instant
from aovconsole.domain.view import SubjectRow, plain_values

_LINE = ("key", "what", "owner", "where", "mandatory", "state", "late", "due_on", "due_at", "note", "source")


def plan_json(
    desk: Desk,
    row: SubjectRow,
    table: Table,
    places: Sequence[SubjectRow],
    plan: SubjectRow | None,
    *,
    changed: bool = False,
) -> dict[str, Any]:
    """The keys `plan_number plan_status plan_changed phases next_milestones plan_counts plan_lines crowd to_confirm
    expected missing brought_forward`; without a plan its own are null or empty.
    """
    crowd = [one for one in places if one.type == "crowd"]
    document: dict[str, Any] = {
        "plan_number": plan.number if plan else None,
        "plan_status": plan.status if plan else None,
        "plan_changed": changed,
        "plan_counts": None,
        **{name: [] for name in _LISTS},
        "crowd": [state_json(desk, state) for state in desk.crowd.states(crowd, now=table.now)],
    }
    if plan is None or plan.status == "withdrawn":
        return document
    body = json.loads(plan.body)
    phases, lines = phases_of(body, table.now), lines_of(body, table.now)
    expected = expected_at(body_in(table.rows), table.until, body["roles"])
    return document | {
        "phases": local_times(phases.current),
        "next_milestones": local_times(phases.next),
        "plan_counts": _counts(lines),
        "plan_lines": [{name: one[name] for name in _LINE} for one in local_times(lines)],
        "to_confirm": plain_values(to_confirm(body, crowd_terms(crowd), row.begin_at)) if row.status == "open" else [],
        "expected": plain_values(expected),
        "missing": [one.function for one in expected if not one.filled_by],
        "brought_forward": _forward(body, crowd, table),
    }


_LISTS = ("phases", "next_milestones", "plan_lines", "to_confirm", "expected", "missing", "brought_forward")


def _forward(plan: dict[str, Any], crowd: Sequence[SubjectRow], table: Table) -> list[dict[str, Any]]:
    """The prepared decisions that a threshold brings forward, with that threshold."""
    crossings = [one for place in crowd for one in crossings_in(head_of(place.body), table.now)]
    crossings.sort(key=lambda one: one.since, reverse=True)
    return [
        {**prepared, "place": crossing.place, "threshold": crossing.label, "since": local(crossing.since)}
        for crossing, prepared in brought_forward(plan, crossings, table.of("decision"))
    ]


def log_json(desk: Desk, row: SubjectRow) -> dict[str, Any]:
    """The keys `log_protocol` (each with `covered`: true, false, or null where nobody can tell) and `log_hint`."""
    return {"log_protocol": plain_values(desk.cmt.log_points(row)), "log_hint": desk.cmt.next_hint(row)}


def _counts(lines: Sequence[PlanLine]) -> dict[str, int]:
    """How many lines of the plan are open, late, done and dropped."""
    return {
        "open": sum(one.is_open for one in lines),
        "late": sum(one.late for one in lines),
        "done": sum(one.state == "done" for one in lines),
        "dropped": sum(one.state == "dropped" for one in lines),
    }


def local_times(value: Any) -> Any:
    """A view with its moments (`at`, `since`, `…_at`) as ISO 8601 with the local offset, empty ones as null."""
    plain = plain_values(value)
    if isinstance(plain, dict):
        return {
            name: (local(part) if not part or is_instant(part) else part)
            if isinstance(part, str) and (name in ("at", "since") or name.endswith("_at"))
            else local_times(part)
            for name, part in plain.items()
        }
    return [local_times(part) for part in plain] if isinstance(plain, list) else plain
