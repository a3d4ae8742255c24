"""Acts of a team at its table: decisions and their grounds, who is there, the meetings."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.domain.decision import Said
from aovconsole.domain.decision_steps import OUTCOMES
from aovconsole.domain.meeting import MeetingClosed
from aovconsole.domain.record import Draft
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from tests.builders import append
from tests.journal.act import Act, line_of, row, span, word


def _decided(desk: Desk, act: Act) -> SubjectRow:
    """A decision with everything that can be said of it, in one of the CMT days."""
    picture: list[str] = []
    with suppress(CommandRefused):
        picture = [line_of(desk, act)]
    return desk.agreements.decide(
        row(desk, act, "cmt", "incident").number,
        word(act),
        owner="THOR",
        prepared="square_full",
        picture=picture,
        options=("niets doen", word(act)),
        judgement=word(act) if act.word % 2 else "",
        decider="voorzitter" if act.word % 3 else "",
        advice=(Said("politie", word(act)),),
        dissent=(Said("", word(act)),) if act.word % 5 == 0 else (),
        basis=("urgent_search", word(act))[act.word % 2],
        check_at=desk.seat.now + timedelta(minutes=act.target),
    )


def _grounded(desk: Desk, act: Act) -> SubjectRow:
    found = row(desk, act, "decision")
    said = desk.agreements.ground(
        found.dossier, found.subject, judgement=word(act), risks=(word(act),), structure="CMT", owner="politie"
    )
    if act.word % 4 == 1:
        step = json.loads(said.body)["grounded"][-1]["record_id"]
        return desk.agreements.undo(found.dossier, found.subject, step, word(act))
    return said


def _checked(desk: Desk, act: Act) -> SubjectRow:
    found = row(desk, act, "decision")
    again = desk.seat.now + timedelta(minutes=act.target) if act.word % 2 else None
    outcome = OUTCOMES[act.word % 3]
    return desk.agreements.check(found.dossier, found.subject, outcome, note=word(act), by="AOV", check_at=again)


def _standing(desk: Desk, act: Act) -> SubjectRow:
    """A decision that stands, also where every one that there was fell away."""
    found = row(desk, act, "decision")
    return found if found.status == "made" else desk.agreements.decide(found.dossier, word(act))


def _replaced(desk: Desk, act: Act) -> SubjectRow:
    found = _standing(desk, act)
    return desk.agreements.decide(found.dossier, word(act), replaces=found.subject)


def _withdrawn(desk: Desk, act: Act) -> SubjectRow:
    found = _standing(desk, act)
    return desk.agreements.withdraw(found.dossier, found.subject, word(act))


def _present(desk: Desk, act: Act) -> SubjectRow:
    number, function = row(desk, act, "cmt").number, ("politie", "THOR", "GHOR")[act.word % 3]
    at = desk.seat.now - abs(span(desk, act))
    if act.target % 3 == 2:
        return desk.presence.go(number, function, at=at)
    return desk.presence.come(number, function, name=word(act), organisation=("", "KHN")[act.target % 2], at=at)


def _unpresent(desk: Desk, act: Act) -> SubjectRow:
    found = row(desk, act, "cmt")
    body = desk.presence.of(found)
    steps = [step["record_id"] for name in ("steps", "roles") for step in body[name]] if body else []
    return desk.presence.undo(found.number, steps[act.word % len(steps)] if steps else "", word(act))


def _role(desk: Desk, act: Act) -> SubjectRow:
    role, to = ("chair", "keeper")[act.target % 2], ("veiligheid", "AOV", "politie")[act.word % 3]
    return desk.presence.pass_role(row(desk, act, "cmt").number, role, to, reason=word(act))


def _rhythm(desk: Desk, act: Act) -> SubjectRow:
    begin = desk.seat.now + timedelta(minutes=act.word) if act.target % 4 else None
    every = (0, 30, 60)[act.word % 3] if begin else 0
    return desk.meetings.set_rhythm(row(desk, act, "cmt").number, begin=begin, every=every)


def _opened(desk: Desk, act: Act) -> SubjectRow:
    at = desk.seat.now - abs(span(desk, act)) if act.target % 2 else None
    return desk.meetings.open(
        row(desk, act, "cmt").number,
        chair=("", "veiligheid")[act.word % 2],
        present=("politie",),
        goal=word(act),
        at=at,
    )


def _closed(desk: Desk, act: Act) -> SubjectRow:
    number, next_at = _opened(desk, act).dossier, desk.seat.now + timedelta(minutes=30)
    return desk.meetings.close(number, note=word(act), next_at=next_at if act.word % 2 else None)


def _adopted(desk: Desk, act: Act) -> SubjectRow:
    found = row(desk, act, "meeting")
    if found.status == "open":
        desk.meetings.close(found.dossier, found.number)
    chair = json.loads(found.body)["chair"] or "veiligheid"
    return desk.meetings.adopt(found.dossier, found.number, by=chair, remarks=word(act))


def _risen(desk: Desk, act: Act) -> SubjectRow:
    """A CMT day that ends over a meeting and a decision without grounds."""
    number = desk.cmt.open(word(act)).number
    desk.meetings.open(number)
    desk.agreements.decide(number, word(act))
    return desk.cmt.close(number, reason=word(act))


def _meeting_closed_twice(desk: Desk, act: Act) -> object:
    """As another station would: it did not know that the meeting was closed."""
    found = row(desk, act, "meeting")
    return append(desk.journal, Draft(MeetingClosed(word(act), "next", "V-B1"), found.subject, found.dossier))


def _mistaken(desk: Desk, act: Act) -> SubjectRow:
    found = _opened(desk, act)
    return desk.meetings.withdraw(found.dossier, found.number, word(act))


TABLE_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "decision grounded at once": _decided,
    "decision grounded": _grounded,
    "decision checked": _checked,
    "decision replaced": _replaced,
    "decision withdrawn for a reason": _withdrawn,
    "present": _present,
    "presence undone": _unpresent,
    "chair handed over": _role,
    "rhythm": _rhythm,
    "meeting": _opened,
    "meeting over": _closed,
    "meeting closed twice": _meeting_closed_twice,
    "meeting adopted": _adopted,
    "meeting withdrawn": _mistaken,
    "rise over a meeting": _risen,
}
