"""The year figures for the council: counts from the rows of the journal, with their period."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.times import AMSTERDAM
from aovconsole.domain.view import SubjectRow

COUNTS = (
    "evenementen_assessed",
    "safety_rounds",
    "cmt_days",
    "demonstrations_small",
    "demonstrations_large",
    "aov_incidents",
    "grip_incidents",
)


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The counts of one year, from its first day up to `until` (the last day, or the reference date)."""

    year: int
    until: date
    evenementen_assessed: int
    safety_rounds: int
    cmt_days: int
    demonstrations_small: int
    demonstrations_large: int
    demonstrations_unscaled: int
    aov_incidents: int
    grip_incidents: int
    grip_by_level: tuple[int, int, int, int, int]

    @property
    def whole_year(self) -> bool:
        """Whether the period is the whole year."""
        return (self.until.month, self.until.day) == (12, 31)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was counted."""
        return not any(getattr(self, name) for name in COUNTS) and not self.demonstrations_unscaled

    def begun(self, reference_on: date) -> bool:
        """Whether the year had begun on the reference date."""
        return reference_on >= date(self.year, 1, 1)


def count_year(year: int, rows: Iterable[SubjectRow], reference_on: date, zone: ZoneInfo = AMSTERDAM) -> YearFigures:
    """Count one year up to and including the reference date; an incident counts once, by its highest GRIP level.

    An evenement counts in the year in which its application was assessed; its imported rounds and CMT
    days in the year in which it begins; everything else in the year in which it happened.
    """
    until = min(date(year, 12, 31), max(reference_on, date(year, 1, 1)))
    within = _Period(year, min(date(year, 12, 31), reference_on), zone)
    counts = dict.fromkeys(COUNTS, 0)
    unscaled, levels = 0, [0, 0, 0, 0, 0]
    for row in rows:
        body: dict[str, Any] = json.loads(row.body)
        match row.type:
            case "evenement":
                counts["evenementen_assessed"] += within.day(body["assessed_on"])
                counts["safety_rounds"] += _rounds(body, within)
                counts["cmt_days"] += body["cmt_days_count"] * within.moment(row.begin_at)
            case "cmt":
                counts["cmt_days"] += within.moment(row.begin_at)
            case "demonstration" if within.moment(row.begin_at):
                scale = body["scale"]
                if scale:
                    counts[f"demonstrations_{scale}"] += 1
                unscaled += not scale
            case "incident" if within.moment(row.begin_at):
                counts["aov_incidents"] += bool(body["deployed"])
                counts["grip_incidents"] += body["grip_highest"] > 0
                if body["grip_highest"]:
                    levels[body["grip_highest"] - 1] += 1
            case _:
                pass
    return YearFigures(year, until, **counts, demonstrations_unscaled=unscaled, grip_by_level=_five(levels))


def _rounds(body: dict[str, Any], within: _Period) -> int:
    """Rounds with a moment of their own by that moment; those that were only counted by the evenement's begin."""
    moments: Sequence[str] = body["rounds"]
    counted_before = body["safety_rounds_count"] - len(moments)
    return int(sum(map(within.moment, moments)) + counted_before * within.moment(body["begin_at"]))


def _five(levels: list[int]) -> tuple[int, int, int, int, int]:
    one, two, three, four, five = levels
    return one, two, three, four, five


class _Period:
    """A year up to a last day, on the local calendar."""

    def __init__(self, year: int, last: date, zone: ZoneInfo) -> None:
        self._first, self._last, self._zone = date(year, 1, 1).isoformat(), last.isoformat(), zone

    def day(self, day: str) -> bool:
        """Whether an ISO date falls in the period; an empty one does not."""
        return bool(day) and self._first <= day <= self._last

    def moment(self, moment: str) -> bool:
        """Whether a stored moment falls in the period."""
        return self.day(datetime.fromisoformat(moment).astimezone(self._zone).date().isoformat())
