"""Everything that is due and running at this moment, read from the rows: what Nu shows and a handover passes on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aovconsole.domain.now import AHEAD, NO_RULES, GripRules, NowBoard, now_board
from aovconsole.domain.roster import HELD
from aovconsole.domain.times import stored
from aovconsole.domain.view import CalendarDay, SubjectRow
from aovconsole.journal.reading import Reading

if TYPE_CHECKING:
    from aovconsole.desk.desk import Desk

_OWN_LAYERS = ("evenementen", "demonstraties", "wedstrijden")

_DECIDED, _NOTICED = ("with_conditions", "prohibited"), ("received", "in_review", "noted")
"""The states of a demonstration in which a decision is to be made known to the notifier."""


def board_of(desk: Desk, rules: Callable[[], GripRules]) -> NowBoard:
    """Read the rows of this moment and put them together; the rules are asked only where an incident is open."""
    reading, now = desk.reading, desk.seat.now
    acute = reading.of_type("incident", status="open")
    dossiers = (*acute, *reading.of_type("cmt", status="open"), *reading.of_type("incident", status="aftercare"))
    actions, measures = reading.running_actions(), reading.running_measures(stored(now))
    decisions = reading.waiting_decisions()
    drafts, recommended = reading.of_type("evaluation", status="draft"), _late_recommendations(desk)
    today = now.astimezone(desk.zone).date()
    days = desk.calendar.days(today, today + timedelta(days=3))
    return now_board(
        now,
        dossiers=dossiers,
        actions=actions,
        measures=measures,
        days=days,
        duties=reading.ending_after("duty", stored(now)),
        holdings=reading.takings(stored(now), stored(now - HELD)),
        subjects=_subjects(desk, dossiers, (*actions, *measures, *decisions, *recommended), days),
        demonstrations=_owing(reading, now),
        plans=reading.running_plans(stored(now + AHEAD)),
        decisions=decisions,
        meetings=_meetings(reading, dossiers),
        others=(*_handovers(reading, now), *drafts, *recommended),
        rules=rules() if any(row.type == "incident" for row in dossiers) else NO_RULES,
        zone=desk.zone,
    )


def _meetings(reading: Reading, dossiers: Sequence[SubjectRow]) -> list[SubjectRow]:
    """The rhythms and the meetings of the CMT days that sit."""
    cmts = [row.subject for row in dossiers if row.type == "cmt"]
    return [one for cmt in cmts for type_ in ("rhythm", "meeting") for one in reading.in_dossier(cmt, type_)]


def _handovers(reading: Reading, now: datetime) -> list[SubjectRow]:
    """The handovers that wait, and those that were made of late."""
    recent = stored(now - timedelta(days=2))
    return [
        *reading.of_type("handover", status="open"),
        *reading.of_type("handover", status="accepted", begin_from=recent),
    ]


def _late_recommendations(desk: Desk) -> list[SubjectRow]:
    """The recommendations without an end whose term has passed."""
    rows = desk.reading.of_type("recommendation", status="open")
    if not rows:
        return []
    from aovconsole.domain.recommendation import is_late  # the first paint does not wait for it

    today = desk.seat.now.astimezone(desk.zone).date()
    return [row for row in rows if is_late(row, today)]


def _owing(reading: Reading, now: datetime) -> list[SubjectRow]:
    """The demonstrations that may owe their notifier something: what was decided of any, a receipt of what comes."""
    recent = stored(now - timedelta(days=1))
    decided = [row for status in _DECIDED for row in reading.of_type("demonstration", status=status)]
    coming = [row for status in _NOTICED for row in reading.of_type("demonstration", status=status, begin_from=recent)]
    return [*decided, *coming]


def _subjects(
    desk: Desk, dossiers: Sequence[SubjectRow], waiting: Sequence[SubjectRow], days: Sequence[CalendarDay]
) -> dict[str, SubjectRow]:
    """The rows that actions, measures and days refer to."""
    known = {row.subject: row for row in dossiers}
    wanted = {row.dossier for row in waiting} | {day.subject for day in days if day.layer in _OWN_LAYERS}
    for subject in wanted - known.keys() - {""}:
        row = desk.reading.subject(subject)
        if row:
            known[subject] = row
    return known
