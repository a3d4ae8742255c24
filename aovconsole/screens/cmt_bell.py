"""What rings during a CMT day, on Nu and on screen 5: a threshold that was reached, a decision to check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.decision import to_check
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.store import Change
from aovconsole.screens.frame import DeskScreen

_RINGS = ("crowd.", "decision.", "cmt.")
"""The records that can make something ring; the moment of checking comes with the minute."""


def may_ring(changes: Sequence[Change]) -> bool:
    """Whether what changed can make something ring; at the first sight and with every minute it can."""
    return not changes or any(change.kind.startswith(_RINGS) for change in changes)


def ring(screen: DeskScreen, rows: Sequence[SubjectRow]) -> None:
    """Ring and tell, once, what came up on these CMT days; what stood already at the first sight is not rung for."""
    rung, told = screen.bench.rung, list[str]()
    for row in rows:
        stands = dict(_stands(screen, row))
        before, rung[row.subject] = rung.get(row.subject), frozenset(stands)
        told += [said for key, said in stands.items() if before is not None and key not in before]
    if told:
        screen.app.bell()
        screen.tell("; ".join(told), wrong=True)


def _stands(screen: DeskScreen, row: SubjectRow) -> Iterator[tuple[str, str]]:
    """What asks for attention on a day now, with the sentence that says so."""
    desk = screen.desk
    for one in desk.crowd.crossings(row.subject):
        ready = "; b: besluit ligt klaar" if one.decision else ""
        yield one.key, f"{one.place} boven '{one.label}' ({value_text(one.value, one.unit)}){ready}"
    for decision in to_check(desk.reading.in_dossier(row.subject, "decision"), stored(desk.seat.now)):
        yield f"{decision.subject} {decision.end_at}", f"werkte {decision.number}? {decision.title[:60]}"
