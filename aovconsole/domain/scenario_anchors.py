"""Anchors of a template on a date: computed, published, or answered at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

from aovconsole.domain.scenario_answers import Answers
from aovconsole.domain.scenario_moments import Due, from_anchor, month_day_of, on_clock, whole_day
from aovconsole.domain.scenario_template import Anchor, Template
from aovconsole.domain.workdays import HolidayRule

Published = Mapping[str, tuple[date, ...]]
"""The published days by the key that an anchor names."""


@dataclass(frozen=True, slots=True)
class PlannedAnchor:
    """An anchor and the day or the moment that it turned out to be."""

    anchor: Anchor
    due: Due


def day_in_year(anchor: Anchor, year: int, published: Published) -> date | None:
    """The day of an anchor in a year, where it is computed or published; None where somebody must say it."""
    year += anchor.year
    if anchor.kind == "easter":
        return HolidayRule(anchor.id, easter_offset=anchor.days or 0).day_in(year)
    if anchor.kind == "fixed":
        day = month_day_of(anchor.month_day, year)
        is_sunday = day is not None and day.isoweekday() == 7
        return month_day_of(anchor.on_sunday, year) if anchor.on_sunday and is_sunday else day
    if anchor.kind == "published":
        return next((day for day in published.get(anchor.key, ()) if day.year == year), None)
    return None


def cycle_in(anchors: Mapping[str, Anchor], start: str) -> tuple[str, ...]:
    """The anchors that count from each other in a circle, from `start` on; empty when there is none."""
    seen = [start]
    while (anchor := anchors.get(seen[-1])) and anchor.of:
        if anchor.of in seen:
            return (*seen[seen.index(anchor.of) :], anchor.of)
        seen.append(anchor.of)
    return ()


def dated_anchors(
    template: Template, on: date, answers: Answers, zone: ZoneInfo, published: Published
) -> dict[str, Due]:
    """Every anchor of a checked template, with `on` as the day of its main anchor, in the order of the template."""
    by_id = {anchor.id: anchor for anchor in template.anchors}
    found: dict[str, Due] = {}

    def due_of(name: str) -> Due:
        if name not in found:
            anchor = by_id[name]
            base = due_of(anchor.of) if anchor.of else None
            found[name] = _due(anchor, base, on, answers, zone, published, is_main=name == template.anchor)
        return found[name]

    return {anchor.id: due_of(anchor.id) for anchor in template.anchors}


def _due(
    anchor: Anchor,
    base: Due | None,
    on: date,
    answers: Answers,
    zone: ZoneInfo,
    published: Published,
    *,
    is_main: bool,
) -> Due:
    if anchor.kind == "relative" and base is not None and not is_main:
        return from_anchor(base, anchor.when, anchor.at, zone)
    answer = answers.anchors.get(anchor.id)
    day = on if is_main else (answer.day if answer else None)
    day = day or day_in_year(anchor, on.year, published) or (base.day if base else None)
    clock = answer.clock if answer else None
    return _combined(anchor, day, clock or (time.fromisoformat(anchor.at) if anchor.at else None), zone)


def _combined(anchor: Anchor, day: date | None, clock: time | None, zone: ZoneInfo) -> Due:
    if day is None:
        return Due(waits_for=anchor.id)
    if clock:
        return on_clock(day, clock, zone)
    return Due(day=day, waits_for=anchor.id) if has_asked_clock(anchor) else whole_day(day, zone)


def has_asked_clock(anchor: Anchor) -> bool:
    """Whether somebody must say at what time this anchor is."""
    return anchor.asks == "moment" and not anchor.at
