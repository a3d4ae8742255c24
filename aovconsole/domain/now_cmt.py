"""What Nu says of decisions and meetings: what must be checked, what has no grounds yet, when the team meets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from aovconsole.domain.decision import check_state, ungrounded
from aovconsole.domain.meeting import next_meeting
from aovconsole.domain.now import Due
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.view import SubjectRow

APART = 2
"""More decisions of one dossier to check than these stand in one row."""


def decision_dues(
    moment: datetime, decisions: Iterable[SubjectRow], dossiers: Mapping[str, SubjectRow]
) -> Iterator[Due]:
    """Per dossier the decisions to check (`check`): those whose moment came, the next one; and what lacks grounds.

    Many that came are one row at the moment of the first. `grounds` is one row for each dossier that runs as a CMT
    day, without a moment.
    """
    by_dossier: dict[str, list[SubjectRow]] = {}
    for row in decisions:
        by_dossier.setdefault(row.dossier, []).append(row)
    for dossier, rows in by_dossier.items():
        here = dossiers.get(dossier)
        if here and here.status == "closed":
            continue
        yield from _checks(moment, rows, here)
        bare = [row for row, _ in ungrounded(rows)] if here and here.type == "cmt" else []
        if bare:
            said = "besluit zonder onderbouwing" if len(bare) == 1 else f"{len(bare)} besluiten zonder onderbouwing"
            yield _due(moment, "grounds", bare, here, f"{said}: {_numbers(bare)}", timed=False)


def _checks(moment: datetime, rows: Sequence[SubjectRow], dossier: SubjectRow | None) -> Iterator[Due]:
    waiting = sorted((row for row in rows if check_state(row, stored(moment))), key=lambda row: row.end_at)
    came = [row for row in waiting if check_state(row, stored(moment)) == "due"]
    if len(came) > APART:
        yield _due(moment, "check", came, dossier, f"werkten {_numbers(came)}?")
        came = []
    coming = [row for row in waiting if check_state(row, stored(moment)) == "coming"][:1]
    for row in (*came, *coming):
        yield _due(moment, "check", [row], dossier, f"werkte {row.number}? {row.title}")


def _due(
    moment: datetime,
    type_: str,
    rows: Sequence[SubjectRow],
    dossier: SubjectRow | None,
    title: str,
    *,
    timed: bool = True,
) -> Due:
    first = rows[0]
    due_at = read_stored(first.end_at) if timed else None
    number = first.number if len(rows) == 1 else ""
    return Due(
        type_, first.subject, first.dossier, *_named(dossier), number, title, "", "open", due_at,
        due_at - moment if due_at else None, key=type_,
    )  # fmt: skip


def meeting_dues(moment: datetime, cmts: Iterable[SubjectRow], rows: Iterable[SubjectRow]) -> Iterator[Due]:
    """The next meeting of each CMT day that sits; `rows` are the rhythms and the meetings of those days."""
    by_dossier: dict[str, list[SubjectRow]] = {}
    for row in rows:
        by_dossier.setdefault(row.dossier, []).append(row)
    for cmt in cmts:
        here = by_dossier.get(cmt.subject, [])
        rhythm = next((row for row in here if row.type == "rhythm"), None)
        coming = next_meeting(rhythm, [row for row in here if row.type == "meeting"], moment)
        if coming:
            missed = f", {coming.missed} overgeslagen" if coming.missed else ""
            yield Due(
                "meeting", cmt.subject, cmt.subject, *_named(cmt), "", f"CMT-vergadering {coming.ordinal}{missed}", "",
                "open", coming.due_at, coming.left, key="meeting",
            )  # fmt: skip


def _numbers(rows: Iterable[SubjectRow]) -> str:
    return ", ".join(row.number for row in rows)


def _named(dossier: SubjectRow | None) -> tuple[str, str]:
    return (dossier.number, dossier.title) if dossier else ("", "")
