"""What a CMT day takes over from the plan that it works by: capacities, thresholds, the moments of its meetings.

What was taken over names its plan and follows it. What somebody set, dropped or withdrew by hand stands: the plan does
not come over it again. Everything here is a pure function of the plan's body and of what was set in the CMT.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from aovconsole.domain.crowd import (
    CapacityDropped,
    CapacitySet,
    CrowdWithdrawn,
    ThresholdDropped,
    ThresholdSet,
    threshold_key,
)
from aovconsole.domain.crowd_body import head_of
from aovconsole.domain.crowd_state import Crossing, Terms, settings_in, terms_at
from aovconsole.domain.crowd_values import kept
from aovconsole.domain.history import history_of
from aovconsole.domain.meeting import EARLY, RhythmSet
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow

Body: TypeAlias = Mapping[str, Any]
"""The body of a plan's row."""

Given: TypeAlias = CapacitySet | ThresholdSet
Taken: TypeAlias = Given | CapacityDropped | ThresholdDropped

TAKEN = (CapacitySet, CapacityDropped, ThresholdSet, ThresholdDropped, CrowdWithdrawn)
"""The kinds that tell what was set of a place."""

CAPACITY = "capacity"
NIGHT_ENDS = timedelta(hours=6)
"""What happens before this hour belongs to the day before."""

_STEP = Decimal("0.0001")
_MINUTE = len("2027-02-07T14:10")
"""A decision is typed in whole minutes: one of the minute in which the threshold was reached came after it."""


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """What the plan does not know yet and nobody set in the CMT: `what` is capacity, threshold or meeting.

    `question` is the key with which the plan is answered, `ask` the function that knows.
    """

    what: str
    place: str
    label: str
    unit: str
    question: str
    text: str
    ask: str
    source: str


def settings_of(plan: Body) -> dict[str, dict[str, Given]]:
    """Per place what the plan knows of it: its capacity and its thresholds, by the key that tells them apart."""
    found: dict[str, dict[str, Given]] = {}
    if plan["status"] == "withdrawn":
        return found
    asked = {one["id"]: one for one in plan["questions"]}
    source, subject = f"sjabloon {plan['template']}, {plan['number']}", str(plan["subject"])

    def day(question: str, of_template: str) -> str:
        at = asked.get(question, {}).get("answered_at", "")
        return read_stored(at).astimezone(ZoneInfo(plan["zone"])).date().isoformat() if at else of_template

    for one in plan["places"]:
        name, question = one["name"], one["capacity_question"]
        owner, as_of = asked.get(question, {}).get("ask", ""), day(question, one["capacity_as_of"])
        with suppress(ValueError, ArithmeticError):  # unknown, or a number that no crowd can be held against
            persons = int(one["capacity"] or 0)
            found.setdefault(name, {})[CAPACITY] = CapacitySet(name, persons, owner, as_of, source, subject)
    for one in plan["thresholds"]:
        key, name, as_of = threshold_key(one["kind"], one["label"]), one["place"], day(one["question"], one["as_of"])
        with suppress(ValueError, ArithmeticError):
            value = kept(Decimal(one["value"] or 0).quantize(_STEP))
            given = ThresholdSet(
                name, value, one["label"], one["kind"], one["owner"], as_of, source, one["decision"], subject
            )
            found.setdefault(name, {}).setdefault(key, given)
    return found


def changes(wanted: Mapping[str, Given], pairs: Sequence[tuple[Record, Any]], reason: str) -> Iterator[Taken]:
    """What must be written at a place so that it says what the plan says, from what was ever set there.

    What stands there by hand stays; what was taken over and is unchanged in the plan is not written again, also where
    somebody withdrew it; what was taken over and the plan no longer knows is dropped.
    """
    withdrawn = {one.record for _, one in pairs if isinstance(one, CrowdWithdrawn)}
    history = [(record, one) for record, one in history_of(pairs) if not isinstance(one, CrowdWithdrawn)]
    stands: dict[str, Taken] = {_key(one): one for record, one in history if record.id not in withdrawn}
    last: dict[str, Taken] = {_key(one): one for _, one in history if one.plan}
    for key in dict.fromkeys((*wanted, *last)):
        there, before, given = stands.get(key), last.get(key), wanted.get(key)
        if there is not None and not there.plan:
            continue
        if given is not None:
            if before != given:
                yield given
        elif there is not None and isinstance(before, CapacitySet):
            yield CapacityDropped(before.place, reason, before.plan)
        elif there is not None and isinstance(before, ThresholdSet):
            yield ThresholdDropped(before.place, before.label, before.unit, reason, before.plan)


def _key(one: Taken) -> str:
    """What tells the settings of a place apart."""
    return CAPACITY if isinstance(one, CapacitySet | CapacityDropped) else threshold_key(one.unit, one.label)


def to_confirm(plan: Body, terms: Mapping[str, Terms], begin_at: Instant) -> tuple[ToConfirm, ...]:
    """What the CMT still waits for from its plan; `terms` holds per place (its key) what holds there in the CMT."""
    if plan["status"] == "withdrawn":
        return ()
    known, asked = settings_of(plan), {one["id"]: one for one in plan["questions"]}
    found = []

    def ask(what: str, place: str, label: str, unit: str, question: str, source: str) -> None:
        row = asked.get(question, {})
        found.append(ToConfirm(what, place, label, unit, question, row.get("text", ""), row.get("ask", ""), source))

    for one in plan["places"]:
        name = one["name"]
        if CAPACITY not in known.get(name, ()) and not terms.get(name_key(name), Terms()).capacity:
            ask(CAPACITY, name, "capaciteit", "persons", one["capacity_question"], one["source"])
    for one in plan["thresholds"]:
        name, key = one["place"], threshold_key(one["kind"], one["label"])
        there = {threshold.key for threshold in terms.get(name_key(name), Terms()).thresholds}
        if key not in known.get(name, ()) and key not in there:
            ask("threshold", name, one["label"], one["kind"], one["question"], one["source"])
    return (*found, *_meetings_to_confirm(plan, begin_at))


def crowd_terms(rows: Iterable[SubjectRow]) -> dict[str, Terms]:
    """What holds at each place (by its key) of the rows of a CMT, now."""
    return {name_key(row.place): terms_at(settings_in(head_of(row.body))) for row in rows if row.type == "crowd"}


def brought_forward(
    plan: Body, crossings: Iterable[Crossing], decisions: Iterable[SubjectRow]
) -> tuple[tuple[Crossing, Body], ...]:
    """The prepared decisions whose threshold stands reached and that were not taken since, with that threshold."""
    if plan["status"] == "withdrawn":
        return ()
    prepared = {one["id"]: one for one in plan["decisions"]}
    found: dict[str, Crossing] = {}
    for crossing in crossings:
        if crossing.decision in prepared:
            found.setdefault(crossing.decision, crossing)
    made = sorted((row.begin_at, json.loads(row.body)["prepared"]) for row in decisions if row.status == "made")
    taken = {key: at for at, key in made}
    return tuple(
        (one, prepared[key]) for key, one in found.items() if taken.get(key, "")[:_MINUTE] < one.since[:_MINUTE]
    )


def _meetings_to_confirm(plan: Body, begin_at: Instant) -> Iterator[ToConfirm]:
    """The meetings that wait for a moment that nobody has said, of that day or of no day yet."""
    anchors = {one["id"]: one for one in plan["anchors"]}
    today = _day_of(begin_at, plan).isoformat()
    for one in {row["id"]: row for row in plan["meetings"] if row["waits_for"]}.values():
        if one["due_on"] in ("", today):
            text = anchors.get(one["waits_for"], {}).get("question", "")
            yield ToConfirm("meeting", "", one["name"], "", one["waits_for"], text, "", one["source"])


def meetings_of_day(plan: Body, begin_at: Instant) -> tuple[Mapping[str, Any], ...]:
    """The meetings of a plan on the day on which a CMT began, in order of time; on its eve those of the next day."""
    if plan["status"] == "withdrawn":
        return ()
    today = _day_of(begin_at, plan)
    dated = [(_day_of(one["due_at"], plan), one) for one in plan["meetings"] if one["due_at"]]
    for day in (today, today + timedelta(days=1)):
        here = [one for on, one in dated if on == day]
        if here:
            return tuple(sorted(here, key=lambda one: (one["due_at"], one["key"])))
    return ()


def rhythm_of(plan: Body, begin_at: Instant) -> RhythmSet:
    """The moments at which the team meets by its plan; what lies before the CMT began is left out."""
    first = stored(read_stored(begin_at) - EARLY)
    due = (one["due_at"] for one in meetings_of_day(plan, begin_at))
    moments = tuple(dict.fromkeys(at for at in due if at >= first))
    source = f"sjabloon {plan['template']}, {plan['number']}"
    return RhythmSet(moments[0] if moments else "", 0, (), moments, str(plan["subject"]), source)


def rhythm_change(wanted: RhythmSet | None, stands: RhythmSet | None, ever: Iterable[RhythmSet]) -> RhythmSet | None:
    """What must be written so that the team meets as its plan says; None where nothing, or where a hand set it.

    `wanted` is None without a plan, `stands` the setting that holds, `ever` every one that there was, in order of
    happening.
    """
    last = next((replace(one, replaces=()) for one in reversed([*ever]) if one.plan), None)
    if (stands is not None and not stands.plan) or last == wanted:
        return None
    if wanted and wanted.moments:
        return wanted
    return RhythmSet(plan=last.plan, source=last.source) if last and last.moments else None


def planned_meeting(plan: Body, begin_at: Instant, near: Instant) -> Mapping[str, Any] | None:
    """The meeting of that day in the plan that lies nearest to a moment; None when the day has none."""
    moment = read_stored(near)
    found = meetings_of_day(plan, begin_at)
    return min(found, key=lambda one: abs(read_stored(one["due_at"]) - moment), default=None)


def _day_of(at: Instant, plan: Body) -> date:
    """The day that a moment belongs to: its small hours are those of the day before."""
    return (read_stored(at).astimezone(ZoneInfo(plan["zone"])) - NIGHT_ENDS).date()
