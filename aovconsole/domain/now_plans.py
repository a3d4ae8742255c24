"""What Nu says of plans: their lines that are late or due soon, with the CMT that works by them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from aovconsole.domain.now import AHEAD, MISSED_APART, Due
from aovconsole.domain.plan_reading import due_before
from aovconsole.domain.view import SubjectRow


def plan_dues(moment: datetime, plans: Iterable[SubjectRow], dossiers: Sequence[SubjectRow]) -> Iterator[Due]:
    """The lines of plans that are late or due within 72 hours, in the CMT day (of `dossiers`) that sits by the plan."""
    for row in plans:
        yield from _planned(moment, row, _sits_by(row, dossiers))


def _sits_by(plan: SubjectRow, dossiers: Iterable[SubjectRow]) -> SubjectRow | None:
    """The CMT that sits by a plan; the one that began last where there are more."""
    sitting = (row for row in dossiers if row.type == "cmt" and json.loads(row.body).get("plan") == plan.subject)
    return max(sitting, key=lambda row: (row.begin_at, row.subject), default=None)


def _planned(moment: datetime, row: SubjectRow, cmt: SubjectRow | None) -> Iterator[Due]:
    """The lines of a plan that are late or due within 72 hours; many that are late are one, the last in front.

    They belong to the CMT that sits by the plan, where there is one: there they are worked off.
    """
    lines = due_before(json.loads(row.body), moment, moment + AHEAD)
    late = [line for line in lines if line.late]
    if len(late) > MISSED_APART:
        told = ", ".join(line.what for line in reversed(late))
        yield _plan_line(moment, row, cmt, f"{len(late)} regels: {told}", "", "todo", late[0].last_minute, "late")
        lines = tuple(line for line in lines if not line.late)
    for line in lines:
        yield _plan_line(moment, row, cmt, line.what, line.owner, line.state, line.last_minute, line.key)


def _plan_line(
    moment: datetime,
    row: SubjectRow,
    cmt: SubjectRow | None,
    title: str,
    owner: str,
    state: str,
    due_at: datetime,
    key: str,
) -> Due:
    home, number = (cmt, row.number) if cmt else (row, "")
    return Due(
        "plan", row.subject, home.subject, home.number, home.title, number, title, owner, state, due_at,
        due_at - moment, key,
    )  # fmt: skip
