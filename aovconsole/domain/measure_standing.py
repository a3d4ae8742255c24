"""Which steps of a measure stand: what was taken back falls, and what rested on it falls with it."""

from __future__ import annotations

from typing import NamedTuple

from aovconsole.domain.measure_steps import (
    DutyDone,
    DutyOwed,
    MeasureDecided,
    MeasureExtended,
    MeasureWithdrawn,
    Pairs,
    StepWithdrawn,
)
from aovconsole.domain.record import Record


class Struck(NamedTuple):
    """What took a step back, itself or what it rested on, and why."""

    record: Record
    reason: str


def struck(pairs: Pairs) -> dict[str, Struck]:
    """The steps that count no longer, by their record.

    An extension or a withdrawal rests on the decisions before it, a tick on the step that brought what it ticks.
    """
    in_order = sorted(pairs, key=lambda pair: pair[0].order)
    gone: dict[str, Struck] = {}
    for record, payload in in_order:
        if isinstance(payload, StepWithdrawn):
            gone.setdefault(payload.step, Struck(record, payload.reason))
    decisions: list[str] = []
    brought: dict[str, list[str]] = {}
    for record, payload in in_order:
        rests_on: list[str] = []
        match payload:
            case MeasureDecided():
                decisions.append(record.id)
            case MeasureExtended() | MeasureWithdrawn():
                rests_on = decisions
            case DutyOwed():
                brought.setdefault(payload.key, []).append(payload.arises_from)
            case DutyDone():
                rests_on = _ticked(record, brought.get(payload.key, []), gone)
            case _:
                pass
        if rests_on and all(step in gone for step in rests_on):
            gone.setdefault(record.id, gone[rests_on[-1]])
    return gone


def _ticked(tick: Record, brought: list[str], gone: dict[str, Struck]) -> list[str]:
    """The step that brought what a tick ticks: the last one that stood then."""
    stood = [step for step in brought if step not in gone or gone[step].record.order > tick.order]
    return (stood or brought)[-1:]
