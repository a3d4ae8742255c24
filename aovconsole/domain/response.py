"""What an incident asks of the desk at a moment: the clocks that run, who must still be told, what is still open.

Pure readings of the body of an incident's row (the incident as JSON), the rules of `data/grip.toml` and the moment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from aovconsole.domain.measure_duties import owed_duties
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow

ClockStatus: TypeAlias = Literal["waiting", "running", "missed", "unrecorded", "reached", "late_reached", "not_needed"]

EITHER = " of "
"""What parts the functions of which one is enough."""

STATUS_ORDER: tuple[ClockStatus, ...] = (
    "missed", "running", "waiting", "late_reached", "reached", "unrecorded", "not_needed",
)  # fmt: skip
"""What is wrong stands before what runs, that before what is over."""


_NEVER = datetime.max.replace(tzinfo=UTC)


class ClockTerm(Protocol):
    """A statutory time as `data/grip.toml` gives it."""

    @property
    def key(self) -> str:
        """Its name in records."""

    @property
    def label(self) -> str:
        """The team, or the part of it, that must be at work."""

    @property
    def minutes(self) -> int:
        """Within how many minutes."""

    @property
    def counts_from(self) -> str:
        """The event that it counts from."""

    @property
    def watched(self) -> bool:
        """Whether the desk can see that it is met; else it is not called missed, but not recorded."""

    @property
    def from_level(self) -> int:
        """From which GRIP level on it is shown."""


class Clock(NamedTuple):
    """One statutory clock; `start` is the record of its begin, empty while that did not happen."""

    key: str
    label: str
    minutes: int
    event: str
    start: str
    started_at: datetime | None
    due_at: datetime | None
    stopped_at: datetime | None
    status: ClockStatus
    note: str

    @property
    def over(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.ticked or self.status == "unrecorded"

    @property
    def ticked(self) -> bool:
        """Whether somebody said how it ended."""
        return self.status in ("reached", "late_reached", "not_needed")


def clocks(body: Mapping[str, Any], terms: Iterable[ClockTerm], now: datetime) -> tuple[Clock, ...]:
    """The clocks of an incident: one for each begin of its event, so that an earlier run is kept when missed.

    A term is shown once the GRIP level was as high as the rule says during its run; it stays after scaling down.
    """
    level = int(body.get("grip_highest") or 0)
    found: list[Clock] = []
    for term in terms:
        if term.from_level > level:
            continue
        starts = _runs(body, term)
        # Of two ticks the first holds: whoever corrects one withdraws it.
        stops = {stop["start"]: stop for stop in reversed(body.get("clock_stops", ())) if stop["key"] == term.key}
        high_enough = [start for start, highest in starts if highest >= term.from_level]
        found += [_clock(term, start, stops.get(start["record_id"]), now) for start in high_enough]
        if not starts:
            found.append(
                Clock(term.key, term.label, term.minutes, term.counts_from, "", None, None, None, "waiting", "")
            )
    return tuple(sorted(found, key=_clock_order))


def _runs(body: Mapping[str, Any], term: ClockTerm) -> list[tuple[Mapping[str, Any], int]]:
    """The begins of a term's event, each with the highest GRIP level from then to the next one."""
    starts = [start for start in body.get("clock_starts", ()) if start["event"] == term.counts_from]
    steps = body.get("grip_history", ())
    runs = []
    for place, start in enumerate(starts):
        until = starts[place + 1]["at"] if place + 1 < len(starts) else ""
        before = [step["level"] for step in steps if step["at"] <= start["at"]]
        during = [step["level"] for step in steps if start["at"] < step["at"] and (not until or step["at"] < until)]
        runs.append((start, max([*before[-1:], *during], default=0)))
    return runs


def _clock(term: ClockTerm, start: Mapping[str, Any], stop: Mapping[str, Any] | None, now: datetime) -> Clock:
    began = read_stored(start["at"])
    due = began + timedelta(minutes=term.minutes)
    stopped = read_stored(stop["at"]) if stop else None
    status: ClockStatus
    if stop and stop["outcome"] == "not_needed":
        status = "not_needed"
    elif stopped:
        status = "reached" if stopped <= due else "late_reached"
    else:
        status = "running" if now <= due else "missed" if term.watched else "unrecorded"
    note = str(stop["note"]) if stop else ""
    return Clock(
        term.key, term.label, term.minutes, term.counts_from, start["record_id"], began, due, stopped, status, note
    )


def _clock_order(clock: Clock) -> tuple[int, datetime, int]:
    return STATUS_ORDER.index(clock.status), clock.due_at or _NEVER, clock.minutes


def to_inform(body: Mapping[str, Any], inform: Mapping[int, Sequence[str]]) -> tuple[str, ...]:
    """The functions that must be told at this GRIP level and were not.

    Who was told at a lower level knows of the incident and is not asked for again. `burgemeester of
    loco-burgemeester` in the rules is satisfied by either.
    """
    return tuple(one.function for one in who_knows(body, inform) if one.waiting)


class Known(NamedTuple):
    """One function in the list of who knows: the latest telling, None when nobody told it yet."""

    function: str
    wanted: bool
    telling: Mapping[str, Any] | None

    @property
    def waiting(self) -> bool:
        """Whether it must be told at this level and was not."""
        return self.wanted and (self.telling is None or not self.telling["reached"])


def who_knows(body: Mapping[str, Any], inform: Mapping[int, Sequence[str]]) -> tuple[Known, ...]:
    """Everybody who must be told at this level or was told: first who waits, then by the moment of telling."""
    latest: dict[str, Mapping[str, Any]] = {}
    for one in body.get("informed", ()):
        key = name_key(one["function"])
        if one["reached"] or key not in latest or not latest[key]["reached"]:
            latest[key] = one
    found: list[Known] = []
    for wanted in inform.get(int(body.get("grip_level") or 0), ()):
        keys = [key for key in map(name_key, wanted.split(EITHER)) if key in latest]
        told = next((key for key in keys if latest[key]["reached"]), keys[0] if keys else "")
        found.append(Known(wanted, True, latest.pop(told, None)))
    found += [Known(one["function"], False, one) for one in latest.values()]
    return tuple(sorted(found, key=lambda one: (not one.waiting, one.telling["at"] if one.telling else "")))


class OpenMatter(NamedTuple):
    """Something that is still open when an incident ends: what kind, and what it says."""

    kind: Literal["owed", "measure", "prepared", "action", "inform", "clock", "grip", "aftercare"]
    text: str


def open_matters(
    body: Mapping[str, Any],
    *,
    inform: Mapping[int, Sequence[str]],
    terms: Iterable[ClockTerm],
    actions: Iterable[SubjectRow],
    measures: Iterable[SubjectRow],
    aftercare: Iterable[tuple[str, str]] = (),
    now: datetime,
) -> tuple[OpenMatter, ...]:
    """What an end of the incident leaves open, what the law asks first.

    `actions` are those that run, `measures` those of the dossier; `aftercare` the keys and labels of the nafase
    list (none before the nafase).
    """
    found = [matter for measure in measures for matter in _open_measure(measure, now)]
    found.sort(key=lambda matter: matter.kind != "owed")
    found += [OpenMatter("action", f"{row.number} {row.title}") for row in actions]
    found += [OpenMatter("inform", f"{function} inlichten") for function in to_inform(body, inform)]
    running = [clock for clock in clocks(body, terms, now) if clock.status in ("running", "missed")]
    found += [OpenMatter("clock", f"klok {clock.label}") for clock in running]
    if level := int(body.get("grip_level") or 0):
        found.append(OpenMatter("grip", f"GRIP {level} is niet afgeschaald"))
    marked = {point["key"]: point["state"] for point in body.get("aftercare", ())}
    waiting = [label for key, label in aftercare if marked.get(key, "open") in ("open", "busy")]
    return (*found, *(OpenMatter("aftercare", f"nafase: {label}") for label in waiting))


def _open_measure(measure: SubjectRow, now: datetime) -> list[OpenMatter]:
    content = json.loads(measure.body)
    owed = owed_duties(content, stored(now))
    found = [OpenMatter("owed", f"{measure.number} {duty['label']}{_to(duty)}") for duty in owed]
    if measure.status == "prepared":
        found.append(OpenMatter("prepared", f"{measure.number} {measure.title} is voorbereid, niet besloten"))
    if measure.status == "taken" and (not measure.end_at or read_stored(measure.end_at) > now):
        found.append(OpenMatter("measure", f"{measure.number} {measure.title} is van kracht"))
    return found


def _to(duty: Mapping[str, Any]) -> str:
    to = str(duty.get("to") or "")
    return f" ({to})" if to and not re.search(rf"\b{re.escape(to)}\b", duty["label"]) else ""
