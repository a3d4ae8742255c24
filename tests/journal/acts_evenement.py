"""Acts of an evenement: its frame, its steps, its rounds; for the generated histories."""

from __future__ import annotations

import json
from collections.abc import Callable

from aovconsole.desk.desk import Desk
from aovconsole.desk.safety_rounds import Found
from aovconsole.domain.evenement_steps import STEP_STATES, STEPS
from tests.journal.act import Act, row, span, word

_PARTNERS = ("politie", "GHOR")
_FIELDS = ({"cmt_day": "ja"}, {"cmt_day": "nee", "kind": "melding"}, {"visitors_count": "900"}, {"kind": "aanvraag"})
_STEP_TYPES = ("assessed", "advice", "plan", "permit", "counted", "changed", "closed")


def _number(desk: Desk, act: Act) -> str:
    return row(desk, act, "evenement").number


def _round(desk: Desk, act: Act, field: str = "number") -> tuple[str, str]:
    """A round (both ids) that has something in a field, as the requests want it: its evenement and itself."""
    rounds = [one for one in desk.reading.of_type("round") if json.loads(one.body).get(field)]
    found = rounds[act.target % len(rounds)] if rounds else row(desk, act, "round")
    return found.dossier, found.subject


def _planned(desk: Desk, act: Act) -> tuple[str, str]:
    """A round that was planned just now."""
    planned = desk.evenementen.rounds.plan(_number(desk, act), at=desk.seat.now)
    return planned.dossier, planned.subject


def _withdrawn(desk: Desk, act: Act) -> object:
    found = row(desk, act, "evenement")
    steps = [line.record_id for line in desk.reading.lines(dossier=found.subject) if line.type in _STEP_TYPES]
    return desk.evenementen.withdraw(
        found.number, sorted(steps)[act.word % len(steps)] if steps else "", reason=word(act)
    )


def _permit(desk: Desk, act: Act) -> object:
    number, outcome = _number(desk, act), ("granted", "refused", "withdrawn")[act.word % 3]
    desk.evenementen.set_fields(number, {"kind": "aanvraag"})
    return desk.evenementen.permit(number, outcome, conditions=[word(act)], at=desk.seat.now - span(desk, act))


EVENEMENT_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "evenement field": lambda d, a: d.evenementen.set_fields(_number(d, a), _FIELDS[a.word % len(_FIELDS)]),
    "assess": lambda d, a: d.evenementen.assess(_number(d, a), "ABC"[a.word % 3], reasons=[word(a)]),
    "advice asked": lambda d, a: d.evenementen.ask_advice(
        _number(d, a), _PARTNERS[a.word % 2], joint=a.target % 3 == 0
    ),
    "advice given": lambda d, a: d.evenementen.give_advice(
        _number(d, a), _PARTNERS[a.word % 2], word(a), joint=a.target % 3 == 0
    ),
    "plan came in": lambda d, a: d.evenementen.plan_received(_number(d, a), note=word(a)),
    "plan judged": lambda d, a: d.evenementen.plan_judged(_number(d, a), ("good", "insufficient")[a.word % 2]),
    "permit": _permit,
    "hev step": lambda d, a: d.evenementen.tick(
        _number(d, a), STEPS[a.word % len(STEPS)], STEP_STATES[a.target % len(STEP_STATES)]
    ),
    "visitors": lambda d, a: d.evenementen.count(
        _number(d, a), a.word, method=("counted", "estimated")[a.word % 2], by="THOR", at=d.seat.now - span(d, a)
    ),
    "evenement step withdrawn": _withdrawn,
    "round planned": lambda d, a: d.evenementen.rounds.plan(
        _number(d, a), at=d.seat.now + span(d, a), route=word(a), on_paper=a.word % 3 == 0
    ),
    "round walked": lambda d, a: d.evenementen.rounds.hold(
        *_planned(d, a), at=d.seat.now - span(d, a), released=("", "yes")[a.word % 2]
    ),
    "round found": lambda d, a: d.evenementen.rounds.hold(
        _number(d, a), round_type=("safety_round", "inspection")[a.word % 2], findings=[Found(word(a), "THOR")]
    ),
    "round mended": lambda d, a: d.evenementen.rounds.resolve(*_round(d, a, "findings"), 1, resolved=a.word % 3 > 0),
    "round released": lambda d, a: d.evenementen.rounds.release(*_round(d, a), a.word % 2 == 0),
    "round withdrawn": lambda d, a: d.evenementen.rounds.withdraw(*_round(d, a), reason=word(a)),
}
