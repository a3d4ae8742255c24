"""What a handover holds, read from the journal at this moment."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aovconsole.desk.board import board_of
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.handover_matters import DossierFacts, Said, ahead, matters
from aovconsole.domain.now import GripRules, NowBoard
from aovconsole.domain.roster import OnDuty
from aovconsole.domain.signal_state import shown_lines
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow
from aovconsole.reference.files import load_grip, sound

if TYPE_CHECKING:
    from aovconsole.desk.desk import Desk

PROMISED = "toegezegd"
"""The tag of a line that promises something to somebody; a line of the kind `!bericht` tells somebody something."""

LOOKED_BACK = timedelta(days=1)
"""How far back the lines go where no handover went before."""

LONGEST = timedelta(days=120)
"""What ended since the last handover began no longer ago than this."""


def sheet_of(desk: Desk, before: SubjectRow | None) -> dict[str, Any]:
    """Everything that is handed over now; `before` is the handover before it."""
    grip = sound(load_grip, desk.journal.home)
    rules = GripRules(grip.arrival_terms, {level.level: level.inform for level in grip.levels})
    board = board_of(desk, lambda: rules)
    since = before.end_at if before else stored(desk.seat.now - LOOKED_BACK)
    facts = [_facts(desk, row, since) for row in _dossiers(desk, board)]
    return {
        "matters": matters(board, [one for one in facts if one.row or _is_something(one, board)]),
        "ahead": ahead(board, desk.zone),
        "clashes": [one.sentence for one in desk.clashes.near() if not one.accepted_by],
        "ended": _ended(desk, since),
        "duties": [_duty(one) for one in board.duties if one.officer or one.next],
        "signals": list(shown_lines(desk.feeds.board(), desk.zone, desk.seat.now)),
        "since": since if before else "",
    }


def _duty(one: OnDuty) -> dict[str, str]:
    """Who has a duty until when, and who comes after."""
    return {
        "duty": one.duty,
        "officer": one.officer,
        "until": stored(one.until) if one.until else "",
        "next": one.next.officer if one.next else "",
        "next_at": stored(one.next.begin) if one.next else "",
    }


def _dossiers(desk: Desk, board: NowBoard) -> list[SubjectRow | None]:
    """Every dossier that runs or of which something is due, and the general log."""
    wanted = [one.subject for one in board.running] + [one.dossier for one in board.due]
    rows = {subject: desk.reading.subject(subject) for subject in dict.fromkeys(wanted) if subject}
    return [*(row for row in rows.values() if row), None]


def _is_something(facts: DossierFacts, board: NowBoard) -> bool:
    """Whether the general log holds something to pass on."""
    return bool(facts.actions or facts.agreements or facts.promised or any(not one.dossier for one in board.due))


def _facts(desk: Desk, row: SubjectRow | None, since: str) -> DossierFacts:
    reading, subject = desk.reading, row.subject if row else ""
    lines = [one for one in reversed(reading.lines(dossier=subject, since=since, type_="line")) if _may_pass(one)]
    actions = [one for one in reading.in_dossier(subject, "action") if one.status in ("open", "busy", "done")]
    return DossierFacts(
        row,
        reading.in_dossier(subject, "decision"),
        sorted(actions, key=lambda one: (not one.end_at, one.end_at, one.number)),
        reading.running_measures(stored(desk.seat.now), subject) if subject else (),
        desk.ifthens.of(subject),
        desk.response.who_knows(row) if row and row.type == "incident" else (),
        [_said(one) for one in lines if one.kind == "message" or PROMISED in one.more.get("tags", ())],
        [_said(one) for one in lines],
        len(lines),
        _crossed(desk, row),
    )


def _may_pass(line: LogRow) -> bool:
    """Whether a line may be copied: what is marked stays in its dossier, what was withdrawn says nothing."""
    return not line.more.get("marks") and not line.more.get("withdrawn")


def _said(line: LogRow) -> Said:
    return Said(line.at, line.stands, line.record_id)


def _crossed(desk: Desk, row: SubjectRow | None) -> list[str]:
    if row is None or row.type != "cmt":
        return []
    found = desk.crowd.crossings(row.subject)
    return [f"{one.place} boven '{one.label}' ({value_text(one.value, one.unit)})" for one in found]


def _ended(desk: Desk, since: str) -> list[dict[str, str]]:
    """The incidents and CMT days that ended since."""
    began = stored(desk.seat.now - LONGEST)
    rows: Iterable[SubjectRow] = (
        row for type_ in ("incident", "cmt") for row in desk.reading.of_type(type_, status="closed", begin_from=began)
    )
    return [
        {"number": row.number, "title": row.title, "at": str(json.loads(row.body).get("end_at") or row.end_at)}
        for row in rows
        if row.end_at > since
    ]
