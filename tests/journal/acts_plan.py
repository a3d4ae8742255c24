"""Acts of a plan: started, moved, answered, its lines marked and added, ended; for the generated histories."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from aovconsole.desk.desk import Desk
from aovconsole.domain.plan_copy import copy_of
from aovconsole.domain.plan_steps import PlanStarted
from aovconsole.domain.record import Draft
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing
from tests.builders import OPERATOR
from tests.journal.act import Act, row, span, word
from tests.scenarios.builders import template

_ANSWERS = (("finish", "23:30"), ("capacity", "900"), ("days", "2027-02-07, 2027-02-09"), ("finish", ""))


@cache
def _copy() -> str:
    return copy_of(template())


def _plan(desk: Desk, act: Act) -> SubjectRow:
    """A plan of the small template, started as a desk would but without reading a file each time."""
    on = (desk.seat.now + timedelta(days=act.target % 3)).date().isoformat()

    def build(writing: Writing) -> list[Draft]:
        subject = writing.new_id()
        started = PlanStarted(writing.next_number("PL", 2027), word(act), "proef", f"{act.word:064x}", on, _copy())
        return [Draft(started, dossier=subject, id=subject)]

    found = desk.reading.subject(desk.journal.write(build, OPERATOR)[0].subject)
    assert found
    return found


def _line(desk: Desk, act: Act, found: SubjectRow) -> str:
    lines = json.loads(found.body)["lines"]
    key: str = lines[act.word % len(lines)]["key"]
    return key


def _mark(desk: Desk, act: Act) -> object:
    found = row(desk, act, "plan")
    state = ("todo", "busy", "done", "dropped")[act.minutes % 4]
    key = _line(desk, act, found)
    return desk.plans.mark(found.number, key, state, note=word(act), by="THOR", at=desk.seat.now - span(desk, act))


def _owner(desk: Desk, act: Act) -> object:
    found = row(desk, act, "plan")
    return desk.plans.set_owner(found.number, _line(desk, act, found), word(act))


def _cmt(desk: Desk, act: Act) -> object:
    plans = [one for one in desk.reading.of_type("plan") if one.status != "withdrawn"]
    if not plans:
        raise CommandRefused("er is nog niets")
    return desk.cmt.open(word(act), plan=plans[act.target % len(plans)].number)


PLAN_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "scenario": _plan,
    "scenario answer": lambda d, a: d.plans.answer(row(d, a, "plan").number, *_ANSWERS[a.word % len(_ANSWERS)]),
    "scenario cmt": _cmt,
    "scenario end": lambda d, a: d.plans.end(_plan(d, a).number, reason=word(a), at=d.seat.now - span(d, a)),
    "scenario line": lambda d, a: d.plans.add_line(
        row(d, a, "plan").number, word(a), owner="THOR", due=d.seat.now + span(d, a) if a.word % 2 else None
    ),
    "scenario mark": _mark,
    "scenario move": lambda d, a: d.plans.move(
        row(d, a, "plan").number, on=(d.seat.now + timedelta(days=a.word)).date(), reason=word(a)
    ),
    "scenario owner": _owner,
    "scenario withdrawn": lambda d, a: d.plans.withdraw(_plan(d, a).number, reason=word(a)),
}
