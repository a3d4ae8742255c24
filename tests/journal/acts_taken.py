"""Acts of what a CMT day takes over from its plan: linked, answered later, moved, withdrawn, set by hand."""

from __future__ import annotations

from collections.abc import Callable

from aovconsole.desk.desk import Desk
from aovconsole.errors import CommandRefused
from tests.journal.act import Act, word


def _linked(desk: Desk, act: Act) -> object:
    cmt = desk.cmt.open(word(act))
    plans = desk.reading.of_type("plan", status="running")
    if not plans:
        raise CommandRefused("er is nog niets")
    desk.cmt.link_plan(cmt.number, plans[act.target % len(plans)].number)
    if act.word % 3 == 0:
        return desk.cmt.link_plan(cmt.number, none=True)
    return desk.cmt.link_plan(cmt.number)


def _answered(desk: Desk, act: Act) -> object:
    """The capacity of a plan that a CMT works by: given, and asked again."""
    plans = desk.reading.of_type("plan", status="running")
    if not plans:
        raise CommandRefused("er is nog niets")
    plan = plans[act.target % len(plans)].number
    desk.cmt.open(word(act), plan=plan)
    desk.plans.answer(plan, "capacity", f"{1 + act.word}00")
    return desk.plans.answer(plan, "capacity", "") if act.target % 2 == 0 else None


TAKEN_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "taken over": _linked,
    "taken over, answered": _answered,
}
