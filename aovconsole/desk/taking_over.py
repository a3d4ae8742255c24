"""Taking over from a plan: what a CMT day that works by it writes so that nobody types it again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from aovconsole.desk.seat import Seat
from aovconsole.domain.crowd import crowd_subject
from aovconsole.domain.crowd_body import head_of
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.meeting import RhythmSet, rhythm_subject
from aovconsole.domain.plan_for_cmt import TAKEN, changes, rhythm_change, rhythm_of, settings_of
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import Reading


def follow_plan(seat: Seat, plan: str) -> None:
    """Let every CMT that sits by a plan (its subject) say what the plan says now; within the caller's transaction."""
    for cmt in working_by(seat.reading, plan):
        take_over(seat, cmt.subject)


def working_by(reading: Reading, plan: str) -> list[SubjectRow]:
    """The CMT days that sit by a plan (its subject)."""
    return [row for row in reading.of_type("cmt", status="open") if json.loads(row.body).get("plan") == plan]


def take_over(seat: Seat, cmt: str, at: Instant | None = None) -> int:
    """Write what a CMT (its subject) takes over from its plan, from `at` on (now when None); how much that was."""
    return len(seat.write(lambda writing: drafts_of(writing, cmt, at)))


def drafts_of(reading: Reading, cmt: str, at: Instant | None = None) -> list[Draft]:
    """What a CMT (its subject) would take over now; nothing where it says what its plan says."""
    row = reading.subject(cmt)
    if row is None or row.status != "open":
        return []
    plan = reading.subject(str(json.loads(row.body).get("plan") or ""))
    body = json.loads(plan.body) if plan else None
    wanted = settings_of(body) if body else {}
    reason = f"niet meer in {plan.number}" if plan else "geen plan meer"
    taken = [one.place for one in reading.in_dossier(cmt, "crowd") if _was_taken(one)]
    drafts, seen = [], set[str]()
    for place in (*wanted, *taken):
        subject = crowd_subject(cmt, place)
        if subject not in seen:
            seen.add(subject)
            pairs = pairs_of(reading.records_of_kinds(subject, *(one.kind for one in TAKEN)), *TAKEN)
            drafts += [Draft(one, subject, cmt, at) for one in changes(wanted.get(place, {}), pairs, reason)]
    return [*drafts, *_rhythm(reading, cmt, rhythm_of(body, row.begin_at) if body else None, at)]


def _was_taken(row: SubjectRow) -> bool:
    return any(one.get("plan") for one in head_of(row.body)["settings"])


def _rhythm(reading: Reading, cmt: str, wanted: RhythmSet | None, at: Instant | None) -> Sequence[Draft]:
    subject = rhythm_subject(cmt)
    pairs = sorted(pairs_of(reading.records(subject=subject), RhythmSet), key=lambda pair: pair[0].history_order)
    rows = reading.in_dossier(cmt, "rhythm")
    standing = tuple(json.loads(rows[0].body)["standing"]) if rows else ()
    stands = next((one for record, one in reversed(pairs) if record.id == standing[-1]), None) if standing else None
    change = rhythm_change(wanted, stands, [one for _, one in pairs])
    return [Draft(replace(change, replaces=standing), subject, cmt, at)] if change else []
