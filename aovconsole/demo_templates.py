"""The scenario templates of the made-up year: put on their day, their lines worked off, ended after the evaluation."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from aovconsole.demo_plan import PlanDay
from aovconsole.demo_stage import Script, Stage, Step, moment_of
from aovconsole.demo_texts import local_moment
from aovconsole.desk.plan_lines import Mark
from aovconsole.domain.plan_reading import PlanLine
from aovconsole.domain.times import read_stored

AHEAD, KNOWN = timedelta(days=70), timedelta(hours=2)
"""A plan is started so long before its day, and at the earliest so long after the made-up year began."""

EVALUATED = timedelta(days=57)
DROPPED_SHARE, LATE_SHARE, PROVEN_SHARE = 0.3, 0.08, 0.6
FIRST_MEETING, MEETINGS_APART = date(2026, 1, 8), 21
"""The team goes through its plans every third Thursday."""

BLOCK_HOURS, LAST_DAYS = 3, timedelta(days=3)
"""So long are the parts of the main day; so long before it the lines of a day are marked on that day itself."""


def template(stage: Stage, one: PlanDay, chance: random.Random) -> Script:
    """Put a template on its day and work its lines off: meeting by meeting beforehand, by the clock on the day."""
    yield max(stage.start + KNOWN, local_moment(one.on, "10:00") - AHEAD + timedelta(hours=chance.uniform(0, 5)))
    row = stage.office.plans.start(one.template, one.on, at=one.clock, answers=_answers(stage, one))
    stage.plans[one] = row.number
    lines = stage.office.plans.lines(row)
    for at, act in sorted(_marks(stage, one, row.number, lines, chance), key=moment_of):
        yield at
        act()
    over = local_moment(one.on, "10:00") + EVALUATED
    yield max(over, stage.journal.clock.now())
    stage.office.plans.end(row.number, reason=stage.texts["plans"]["over"])


def _answers(stage: Stage, one: PlanDay) -> dict[str, str]:
    """What the plan asks and the made-up year knows; the rest stays asked."""
    days = one.days or (one.on,)
    named = {"on": one.on, "last": days[-1], "days": ", ".join(map(str, days))}
    rows = stage.texts["plans"]["answers"].get(one.template, {})
    return {key: text.format(**named) for key, text in rows.items()}


def _marks(
    stage: Stage, one: PlanDay, number: str, lines: tuple[PlanLine, ...], chance: random.Random
) -> Iterator[Step]:
    """What is marked when; lines of one meeting, or of one part of a day, stand together."""
    words, together = stage.texts["plans"], dict[datetime, list[Mark]]()
    begun, first = stage.journal.clock.now(), _first_of_block(lines, one.on)
    for line in lines:
        if not line.past_at:
            continue
        said = "dropped" if not line.mandatory and chance.random() < DROPPED_SHARE else ""
        said = said or ("late" if chance.random() < LATE_SHARE else "proof")
        late = said == "late"
        at = first[_block(line, one.on)] if line.due_at and not late else _moment(line, one.on, chance, late=late)
        note = chance.choice(words[said]) if said != "proof" or chance.random() < PROVEN_SHARE else ""
        mark = Mark(line.key, "dropped" if said == "dropped" else "done", note)
        together.setdefault(at if at > begun else begun + timedelta(days=1), []).append(mark)
    for at, marks in together.items():
        yield at, partial(_mark, stage, number, marks)


def _first_of_block(lines: tuple[PlanLine, ...], on: date) -> dict[str, datetime]:
    """When the first line of each part of a day is due: the team marks what belongs to that part then."""
    dues: dict[str, datetime] = {}
    for line in lines:
        if line.due_at:
            due = read_stored(line.due_at)
            block = _block(line, on)
            dues[block] = min(dues.get(block, due), due)
    return dues


def _block(line: PlanLine, on: date) -> str:
    """The day of a line, and on the main day which part of it."""
    part = read_stored(line.due_at).hour // BLOCK_HOURS if line.due_on == on.isoformat() else 0
    return f"{line.due_on} {part}"


def _mark(stage: Stage, number: str, marks: list[Mark]) -> None:
    stage.on_duty(stage.journal.clock.now()).plans.mark_all(number, marks)


def _moment(line: PlanLine, on: date, chance: random.Random, *, late: bool) -> datetime:
    """When a line is marked: late after its own minute, on its day from the last days on, else at a meeting."""
    if line.due_at:
        return read_stored(line.due_at) + timedelta(minutes=chance.uniform(10, 35))
    day = date.fromisoformat(line.due_on)
    if day >= on - LAST_DAYS:
        return local_moment(day + timedelta(days=int(late)), "09:30" if late else "16:00")
    to_meeting = timedelta(days=(day - FIRST_MEETING).days % MEETINGS_APART)
    return local_moment(day - to_meeting + timedelta(days=MEETINGS_APART if late else 0), "11:00")
