"""Acts of looking back: evaluations, what was found in them, and how recommendations end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.domain.evaluation_steps import FOLLOW_UPS, OUTCOMES, THEMES, EvaluationAnswered, EvaluationFollowedUp
from aovconsole.domain.recommendation import RecommendationTaken
from aovconsole.domain.record import Draft
from aovconsole.domain.view import SubjectRow
from tests.builders import append
from tests.journal.act import Act, line_of, row, word

_TYPES = ("incident", "cmt", "demonstration", "evenement", "match", "plan")


def _draft(desk: Desk, act: Act) -> SubjectRow:
    """An evaluation that can be worked on."""
    found = row(desk, act, "evaluation")
    return desk.evaluations.reopen(found.subject, reason=word(act)) if found.status == "final" else found


def _dossier(desk: Desk, act: Act) -> None:
    draft, other = _draft(desk, act), row(desk, act, *_TYPES)
    there = {one.subject for one in desk.evaluations.members(draft)}
    if other.subject not in there:
        desk.evaluations.add_dossier(draft.subject, other.number)
    elif len(there) > 1:
        desk.evaluations.remove_dossier(draft.subject, other.number)
    else:
        desk.evaluations.add_dossier(draft.subject, desk.incidents.open(word(act)).number)


def _open(desk: Desk, act: Act) -> tuple[str, str]:
    """A recommendation without an end, with its evaluation."""
    draft = _draft(desk, act)
    made = desk.evaluations.recommend(draft.subject, word(act), owner="OOV", due=desk.seat.now.date())
    return draft.subject, made.subject


def _finding(desk: Desk, act: Act) -> SubjectRow:
    outcome, theme = OUTCOMES[act.word % 2], THEMES[act.target % len(THEMES)]
    return desk.evaluations.write_finding(
        _draft(desk, act).subject, outcome, theme, word(act), evidence=[line_of(desk, act)]
    )


def _corrected(desk: Desk, act: Act) -> None:
    found = _finding(desk, act)
    ids = sorted(one["id"] for one in json.loads(found.body)["findings"])
    desk.evaluations.write_finding(found.subject, "well", "crowd", word(act), finding=ids[act.target % len(ids)])


def _gone(desk: Desk, act: Act) -> None:
    found = _finding(desk, act)
    ids = sorted(one["id"] for one in json.loads(found.body)["findings"])
    desk.evaluations.withdraw(found.subject, ids[act.word % len(ids)], reason=word(act))


def _answer(desk: Desk, act: Act) -> None:
    """Whatever templates are there: two stations answer the same question without knowing of each other."""
    subject = _draft(desk, act).subject
    said = EvaluationAnswered(f"k{act.target % 2}", "Hielden de noodroutes?", "traffic", word(act), "log")
    append(desk.journal, Draft(said, subject, subject))


def _followed(desk: Desk, act: Act) -> None:
    (subject, made), outcome = _open(desk, act), FOLLOW_UPS[act.word % len(FOLLOW_UPS)]
    said = EvaluationFollowedUp(made, outcome, word(act), "EVL-26-A001 AANB-A1", "x")
    append(desk.journal, Draft(said, subject, subject))


def _also_taken(desk: Desk, act: Act) -> None:
    """Another station took it without knowing that it had ended."""
    found = row(desk, act, "recommendation")
    append(desk.journal, Draft(RecommendationTaken("measure", "carnaval", word(act)), found.subject, found.dossier))


EVALUATION_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "evaluation": lambda d, a: d.evaluations.make(word(a), [row(d, a, *_TYPES).number]),
    "evaluation period": lambda d, a: d.evaluations.make(
        word(a), begin=d.seat.now - timedelta(days=400), end=d.seat.now + timedelta(days=400)
    ),
    "evaluation dossier": _dossier,
    "key moment": lambda d, a: d.evaluations.mark(_draft(d, a).subject, line_of(d, a), word(a) if a.word % 4 else ""),
    "evaluation finding": _finding,
    "evaluation finding better": _corrected,
    "evaluation finding gone": _gone,
    "evaluation text": lambda d, a: d.evaluations.write_text(
        _draft(d, a).subject, "impression" if a.word % 2 else "full", word(a), by="OOV"
    ),
    "evaluation answer": _answer,
    "reaction": lambda d, a: d.evaluations.react(_draft(d, a).subject, "politie", word(a), source="overleg"),
    "followed up": _followed,
    "evaluation closed": lambda d, a: d.evaluations.close(_draft(d, a).subject, by=word(a)),
    "recommendation": _open,
    "recommendation changed": lambda d, a: d.evaluations.change(*_open(d, a), text=f"{word(a)} beter", owner="THOR"),
    "recommendation refused": lambda d, a: d.evaluations.refuse(*_open(d, a), reason=word(a), by="OOV"),
    "recommendation retracted": lambda d, a: d.evaluations.withdraw_recommendation(*_open(d, a), reason=word(a)),
    "recommendation also taken": _also_taken,
}
