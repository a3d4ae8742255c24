"""A plan as Dutch lines: what is due when, what is past, what is still asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from aovconsole.domain.evaluation_words import origin_note
from aovconsole.domain.scenario_answers import Answer
from aovconsole.domain.scenario_moments import Due
from aovconsole.domain.scenario_plan import Plan, PlannedPlace, PlannedThreshold
from aovconsole.domain.scenario_repeats import Planned
from aovconsole.domain.scenario_template import Measure, Round
from aovconsole.domain.times import date_text, day_short, wall_clock

THRESHOLD_KINDS = {"persons": "personen", "share": "deel van de capaciteit", "density": "personen per m²"}
_PHASE_STATES = {"unknown": "onbekend", "coming": "komt", "running": "loopt", "past": "voorbij"}


def plan_lines(plan: Plan, now: datetime) -> Iterator[str]:
    """The plan as it is printed; what lies before `now` carries `voorbij`."""
    template = plan.template
    yield f"{template.title}: {template.main.label} {date_text(plan.on)}"
    yield from (f"let op: {note}" for note in plan.notes)
    yield from _section("ANKERS", _anchors(plan))
    yield from _section("VRAGEN", _questions(plan))
    yield from _section("FASEN", _phases(plan, now))
    yield from _section("MAATREGELEN", _measures(plan, now))
    yield from _section("VEILIGHEIDSRONDES", _rounds(plan, now))
    yield from _section("VERGADERINGEN", _meetings(plan, now))
    yield from _section("PLAATSEN", (line for one in plan.places for line in _place(one)))
    yield from _section("VOORBEREIDE BESLUITEN", _decisions(plan))


def due_text(due: Due, plan: Plan) -> str:
    """When a line is due: day and time, day, or what it waits for."""
    if due.day is None:
        return "nog geen datum"
    day = f"{day_short(due.day)} {due.day.year}"
    if due.at:
        return f"{day} {wall_clock(due.at, zone=plan.zone)}"
    return f"{day} tijd?" if due.waits_for else day


def answer_text(answer: Answer) -> str:
    """An answer as a person reads it."""
    if isinstance(answer, tuple):
        return ", ".join(map(answer_text, answer))
    if isinstance(answer, date):
        return f"{day_short(answer)} {answer.year}"
    if isinstance(answer, time):
        return answer.isoformat("minutes")
    return f"{answer:g}".replace(".", ",") if isinstance(answer, float) else answer


def threshold_text(one: PlannedThreshold) -> str:
    """A threshold with its value, or that nobody has said it."""
    kind = THRESHOLD_KINDS[one.threshold.kind]
    if one.value is None:
        return f"{one.threshold.label}: nog te vragen ({kind})"
    return f"{one.threshold.label}: {answer_text(one.value)} {kind}"


def _section(head: str, lines: Iterable[str]) -> Iterator[str]:
    shown = [f"  {line}" for line in lines]
    if shown:
        yield ""
        yield head
        yield from shown


def _anchors(plan: Plan) -> Iterator[str]:
    for one in plan.anchors:
        waits = f"  ({one.anchor.question})" if one.anchor.question and one.due.waits_for else ""
        yield f"{due_text(one.due, plan):<22}{one.anchor.label}{waits}"


def _questions(plan: Plan) -> Iterator[str]:
    for one in plan.questions:
        told = f"nog te vragen aan {one.question.ask}" if one.answer is None else answer_text(one.answer)
        yield f"{one.question.id}: {one.question.text} {told}"


def _phases(plan: Plan, now: datetime) -> Iterator[str]:
    for one in plan.phases:
        begin, end = due_text(one.begin, plan), due_text(one.end, plan)
        yield f"{begin:<22}tot {end:<22}{one.phase.name}  [{_PHASE_STATES[one.state(now)]}]"


def _measures(plan: Plan, now: datetime) -> Iterator[str]:
    for one in plan.measures:
        must = "!" if one.what.mandatory else " "
        where = f" @{', @'.join(one.what.where)}" if one.what.where else ""
        yield f"{due_text(one.due, plan):<22}{must} {one.what.owner}: {one.what.what}{where}{_after(one, now)}"


def _rounds(plan: Plan, now: datetime) -> Iterator[str]:
    for one in plan.rounds:
        attend = ", ".join(one.what.attend)
        yield f"{due_text(one.due, plan):<22}{one.what.name} ({attend}){_after(one, now)}"


def _meetings(plan: Plan, now: datetime) -> Iterator[str]:
    for one in plan.meetings:
        yield f"{due_text(one.due, plan):<22}{one.what.name}{_past(one.due, now)}"


def _place(one: PlannedPlace) -> Iterator[str]:
    holds = "capaciteit nog te vragen" if one.capacity is None else f"capaciteit {answer_text(one.capacity)}"
    yield f"{one.place.name}: {holds}"
    for threshold in one.thresholds:
        origin = origin_note(threshold.threshold.source)
        yield f"  {threshold_text(threshold)}  houder {threshold.threshold.owner}{origin}"


def _decisions(plan: Plan) -> Iterator[str]:
    for decision in plan.template.decisions:
        power = f"  bevoegdheid {decision.power}" if decision.power else ""
        yield f"{decision.title}  ({decision.decider}){power}{origin_note(decision.source)}"


def _after(one: Planned[Measure] | Planned[Round], now: datetime) -> str:
    """What stands behind a line: that it is past, and which recommendation it comes from."""
    return _past(one.due, now) + origin_note(one.what.source)


def _past(due: Due, now: datetime) -> str:
    return "  [voorbij]" if due.is_past(now) else ""
