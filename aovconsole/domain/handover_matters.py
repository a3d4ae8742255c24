"""What a handover passes on, computed: per open matter its state, what was done and promised, what waits, who knows.

The order is that of domain.md §7. A pure reading: rows, the board of this moment (`now_board`) and what the desk read
of each dossier go in; the matters come out as plain dicts, which a handover keeps as they were.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.handover import WORDS
from aovconsole.domain.handover_steps import MatterState
from aovconsole.domain.now import Due, NowBoard
from aovconsole.domain.record import Instant
from aovconsole.domain.response import Known
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import STATES

NEWEST = 5
"""So many of the newest decisions, promises and lines of a matter are passed on; the dossier holds the rest."""

GENERAL = "general"
"""The key of what hangs under no dossier."""

_RANK: dict[str, int] = {"acute": 0, "watch": 1, "calm": 2}


class Said(NamedTuple):
    """One line of a dossier's timeline; its record, so that what is erased can be found in what was passed on."""

    at: Instant
    text: str
    record_id: str = ""


class DossierFacts(NamedTuple):
    """What was read of one dossier; `row` is None for the general log.

    `since` are the lines since the last handover, the newest first; `promised` those that promise something to
    somebody; `crossed` says which thresholds are reached.
    """

    row: SubjectRow | None
    decisions: Sequence[SubjectRow] = ()
    actions: Sequence[SubjectRow] = ()
    measures: Sequence[SubjectRow] = ()
    agreements: Sequence[SubjectRow] = ()
    known: Sequence[Known] = ()
    promised: Sequence[Said] = ()
    since: Sequence[Said] = ()
    since_count: int = 0
    crossed: Sequence[str] = ()


def matters(board: NowBoard, facts: Iterable[DossierFacts]) -> list[dict[str, Any]]:
    """Every open matter, the most acute first."""
    due: dict[str, list[Due]] = {}
    for one in board.due:
        due.setdefault(one.dossier or GENERAL, []).append(one)
    found = [_matter(board.moment, one, due.get(one.row.subject if one.row else GENERAL, [])) for one in facts]
    return sorted(found, key=lambda one: (_RANK[one["state"]], one["key"] == GENERAL, one["number"]))


def _matter(moment: datetime, facts: DossierFacts, due: Sequence[Due]) -> dict[str, Any]:
    row = facts.row
    state, why = _state(facts, due)
    return {
        "key": row.subject if row else GENERAL,
        "type": row.type if row else GENERAL,
        "number": row.number if row else "",
        "title": row.title if row else "zonder dossier",
        "place": row.place if row else "",
        "begin_at": row.begin_at if row else "",
        "state": state,
        "why": why,
        "aloud": state == "acute",
        "what": _what(facts),
        "done": _done(facts),
        "promised": [one._asdict() for one in facts.promised[:NEWEST]],
        "actions": [_action(one) for one in facts.actions],
        "measures": [_measure(one) for one in facts.measures if _holds(one, moment)],
        "terms": [_term(one) for one in due if _is_term(one)],
        "if_then": [one.title for one in facts.agreements],
        "knows": [_known(one) for one in facts.known],
        "since": [one._asdict() for one in facts.since if one not in facts.promised][:NEWEST],
        "since_count": facts.since_count,
    }


def _state(facts: DossierFacts, due: Sequence[Due]) -> tuple[MatterState, str]:
    """How ill a matter is by what the journal holds; the giver has the last word."""
    row = facts.row
    level = int(_body(row).get("grip_level") or 0) if row and row.type == "incident" else 0
    late = [one for one in due if one.late]
    owed = [one for one in due if one.at_once]
    if row and row.type == "incident" and row.status == "open" and level:
        return "acute", f"GRIP {level}"
    if facts.crossed:
        return "acute", facts.crossed[0]
    if late and row and row.type == "incident" and row.status == "open":
        return "acute", f"{len(late)} te laat"
    if late:
        return "watch", f"{len(late)} te laat"
    if owed:
        return "watch", owed[0].title
    if row and row.status == "open" and row.type in ("incident", "cmt"):
        return "watch", "loopt"
    return "calm", ""


def _what(facts: DossierFacts) -> str:
    """One line: what it is, where it stands."""
    row = facts.row
    if row is None:
        return "wat onder geen dossier hangt"
    body = _body(row)
    parts = [(WORDS if row.type == "handover" else STATES).get(row.status, row.status)]
    if row.type == "incident":
        parts.append(f"GRIP {body['grip_level']}" if body.get("grip_level") else "geen GRIP")
        parts.append(str(body.get("nature") or ""))
    if row.type == "demonstration" and body.get("expected_count") is not None:
        parts.append(f"verwacht {body['expected_count']}")
    return " · ".join(part for part in parts if part)


def _done(facts: DossierFacts) -> list[dict[str, str]]:
    """What was decided and still stands, the newest first."""
    standing = [row for row in facts.decisions if row.status == "made"]
    newest = sorted(standing, key=lambda row: (row.begin_at, row.number), reverse=True)[:NEWEST]
    return [Said(row.begin_at, f"{row.number} {row.title}", row.subject)._asdict() for row in newest]


def _action(row: SubjectRow) -> dict[str, str]:
    return {
        "number": row.number,
        "text": row.title,
        "owner": str(_body(row).get("owner") or ""),
        "due_at": row.end_at,
        "status": row.status,
    }


def _holds(row: SubjectRow, moment: datetime) -> bool:
    body = _body(row)
    return row.status == "taken" and (not body.get("end_at") or body["end_at"] > stored(moment))


def _measure(row: SubjectRow) -> dict[str, str]:
    body = _body(row)
    values = dict(body.get("values") or ())
    return {
        "number": row.number,
        "text": row.title,
        "area": str(values.get("area") or ""),
        "begin_at": str(body.get("begin_at") or ""),
        "end_at": str(body.get("end_at") or ""),
    }


def _is_term(due: Due) -> bool:
    """Whether it stands under the terms: actions and ends of measures stand elsewhere, coming plan lines by day."""
    return due.type != "action" and due.key != "end_at" and (due.type != "plan" or due.late)


def _term(due: Due) -> dict[str, Any]:
    return {
        "type": due.type,
        "number": due.number,
        "text": due.title,
        "owner": due.owner,
        "due_at": stored(due.due_at) if due.due_at else "",
        "late": due.late,
        "at_once": due.at_once,
    }


def _known(known: Known) -> dict[str, Any]:
    telling = known.telling
    return {
        "function": known.function,
        "at": str(telling["at"]) if telling else "",
        "reached": bool(telling and telling["reached"]),
        "waiting": known.waiting,
    }


def ahead(board: NowBoard, zone: ZoneInfo) -> list[dict[str, str]]:
    """The next 72 hours by day: what begins, where, what an officer wants to know beside it; lines of plans."""
    found = [
        {
            "day": day.day.isoformat(),
            "at": stored(one.begin_at) if one.begin_at else "",
            "title": one.title,
            "place": one.place,
            "mark": one.mark,
        }
        for day in board.days
        for one in day.items
    ]
    found += [
        {
            "day": one.due_at.astimezone(zone).date().isoformat(),
            "at": stored(one.due_at),
            "title": one.title,
            "place": "",
            "mark": " · ".join(part for part in (one.dossier_number, one.owner) if part),
        }
        for one in board.due
        if one.type == "plan" and one.due_at and not one.late
    ]
    return sorted(found, key=lambda one: (one["day"], one["at"], one["title"]))


def _body(row: SubjectRow | None) -> Mapping[str, Any]:
    body: Mapping[str, Any] = json.loads(row.body) if row else {}
    return body
