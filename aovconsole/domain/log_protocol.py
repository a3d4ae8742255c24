"""What the log of a CMT day must hold by its plan, and of which of it nothing was logged of yet that day.

A point of the protocol is text for people: `karren: kenmerk, plaats, wat afgesproken`. What stands before its colon
tells what it is about. It counts as covered once something of that day is about it: a tag, a word of a line that begins
so, or an item of the kind that is called so (`drukte`, `besluit`). Whether the line says all that was asked, nobody can
tell here; of a point without a colon not even that: it is only shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from aovconsole.domain.crowd import AreaSet, CapacityDropped, CapacitySet, ThresholdDropped, ThresholdSet
from aovconsole.domain.meeting import RhythmSet
from aovconsole.domain.plan_reading import phases_of
from aovconsole.domain.words import STEPS

_SHORTEST = 4
"""A shorter word before the colon (`en`, `kop`) tells nothing."""

_TYPES: dict[str, set[str]] = {}
for _type, _word in STEPS.items():
    _TYPES.setdefault(_word, set()).add(_type)


_ONLY_SET = frozenset(
    one.kind for one in (CapacitySet, CapacityDropped, AreaSet, ThresholdSet, ThresholdDropped, RhythmSet)
)
"""What was only set (mostly taken over from the plan) tells nothing of the day."""


class Said(Protocol):
    """One item of a timeline."""

    @property
    def record_kind(self) -> str:
        """The kind of the record that made it."""

    @property
    def type(self) -> str:
        """What made it: `line`, `crowd`, `decision` …"""

    @property
    def kind(self) -> str:
        """What a log line is."""

    @property
    def text(self) -> str:
        """What was typed; tags stand in it with their `#`."""

    @property
    def correction(self) -> str:
        """What a later record put in its place."""

    @property
    def corrected_by(self) -> str:
        """The record that corrected or withdrew it."""


@dataclass(frozen=True, slots=True)
class LogPoint:
    """One thing that the log must hold; `covered` is None where nobody can tell (there is no word to go by).

    `phase` is the id of the phase that it belongs to, empty for the whole day.
    """

    text: str
    phase: str
    source: str
    covered: bool | None


def log_points(plan: Mapping[str, Any], said: Iterable[Said], now: datetime) -> tuple[LogPoint, ...]:
    """What the log must hold now by a plan (its body): that of the phases that run first, then that of the day."""
    running = {one.id for one in phases_of(plan, now).current}
    stands = [one for one in said if (one.correction or not one.corrected_by) and one.record_kind not in _ONLY_SET]
    types = {one.type for one in stands} | {one.kind for one in stands}
    text = "\n".join(one.correction or one.text for one in stands if one.type == "line").casefold()
    points = [
        LogPoint(one["text"], one["phase"], one["source"], _covered(one["text"], types, text))
        for one in plan["log_protocol"]
        if not one["phase"] or one["phase"] in running
    ]
    return tuple(sorted(points, key=lambda one: not one.phase))


def _covered(point: str, types: set[str], text: str) -> bool | None:
    about, colon, _ = point.casefold().partition(":")
    words = [word for word in re.findall(r"\w+", about) if len(word) >= _SHORTEST]
    if not colon or not words:
        return None
    if any(_TYPES.get(word, set()) & types for word in words):
        return True
    return re.search(rf"\b(?:{'|'.join(map(re.escape, words))})", text) is not None


def next_hint(points: Sequence[LogPoint], said_count: int) -> str:
    """What the empty entry line shows: what nothing was logged of yet, each in turn; empty when all is covered.

    It goes on to the next with each line that is filed.
    """
    waiting = [one.text for one in points if not one.covered]
    return waiting[said_count % len(waiting)] if waiting else ""
