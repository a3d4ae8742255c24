"""The answer to an incident at the desk: who knows, the statutory clocks, who leads, the nafase list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aovconsole.desk.incident_steps import IncidentStanding, add_steps
from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.agreements import RUNNING_STATES
from aovconsole.domain.incident_steps import (
    AFTERCARE_STATES,
    CLOCK_OUTCOMES,
    AftercareMarked,
    ClockStarted,
    ClockStopped,
    IncidentPayload,
    Informed,
    LeadPassed,
)
from aovconsole.domain.incident_words import EVENTS
from aovconsole.domain.record import Draft
from aovconsole.domain.response import Clock, Known, OpenMatter, clocks, open_matters, who_knows
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.reference.files import load_aftercare, load_grip, sound


class ResponseDesk:
    """What can be asked about the answer to an incident."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def inform(
        self,
        number: str,
        function: str,
        *,
        by: str = "",
        via: str = "",
        answer: str = "",
        reached: bool = True,
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that a function was told (or not reached): by whom, how, and the answer.

        Raises:
            CommandRefused: nobody is named, or the time lies in the future.
        """
        told = Informed(wanted(function, "wie"), clean(by.strip()), clean(via.strip()), clean(answer.strip()), reached)

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            standing.not_before_begin()
            return [told]

        return add_steps(self._seat, number, steps, at, draft_id)

    def start_clock(
        self, number: str, event: str, *, via: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Log that an event happened which statutory times count from.

        Raises:
            CommandRefused: no such event, or the time lies in the future or before the incident.
        """
        if event not in EVENTS:
            raise CommandRefused(f"{clean(event)} bestaat niet: kies {' of '.join(EVENTS)}")

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            standing.not_before_begin()
            standing.not_after_end()
            return [ClockStarted(event, clean(via.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def stop_clock(
        self,
        number: str,
        key: str,
        *,
        start: str = "",
        outcome: str = "reached",
        note: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Tick a clock: the team is at work, or was not called; `start` names the run, else it is the newest.

        Raises:
            CommandRefused: no such clock runs, or it would stop before it began.
        """
        if outcome not in CLOCK_OUTCOMES:
            raise CommandRefused(f"{clean(outcome)} bestaat niet: kies {' of '.join(CLOCK_OUTCOMES)}")

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            clock = _running(self.clocks(standing.row), key, start)
            if clock.started_at and datetime.fromisoformat(standing.at) < clock.started_at:
                raise CommandRefused(f"{clock.label} kan niet klaar zijn voordat de klok begon")
            return [ClockStopped(clock.key, clock.label, clock.start, outcome, clean(note.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def pass_lead(
        self,
        number: str,
        structure: str,
        leader: str,
        *,
        from_structure: str = "",
        from_leader: str = "",
        via: str = "",
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that a structure leads now (kanteling), with the function at both sides; a known lead is filled in.

        Raises:
            CommandRefused: a side is not named, the lead would go to who has it, or the time lies wrong.
        """
        to, who = wanted(structure, "welke structuur"), wanted(leader, "wie leidt")

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            standing.not_before_begin()
            standing.not_after_end()
            leads = standing.body["leads"]
            before = leads[-1] if leads else {"structure": "", "leader": ""}
            given = clean(from_structure.strip()) or before["structure"]
            giver = clean(from_leader.strip()) or (before["leader"] if given == before["structure"] else "")
            if (to, who) == (given, giver):
                raise CommandRefused(f"{to} ({who}) heeft de leiding al")
            if leads and not (given and giver):
                raise CommandRefused("noem beide kanten: van wie naar wie")
            return [LeadPassed(to, who, given, giver, clean(via.strip()), clean(reason.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def mark_aftercare(
        self,
        number: str,
        key: str,
        state: str,
        *,
        owner: str = "",
        note: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Give a point of the nafase list, by its key or its label, a state and an owner.

        Raises:
            CommandRefused: no such point or state, or the incident is not in the nafase.
        """
        points = sound(load_aftercare, self._seat.journal.home)
        named = points.key_of(key)
        if not named:
            known = ", ".join(f"{point.key} ({point.label})" for point in points.points)
            raise CommandRefused(f"{clean(key)} staat niet op de nafaselijst: kies {known}")
        label = points.label(named)
        if state not in AFTERCARE_STATES:
            raise CommandRefused(f"{clean(state)} bestaat niet: kies {', '.join(AFTERCARE_STATES)}")

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            if standing.row.status != "aftercare":
                raise CommandRefused(f"{standing.row.number} is niet in de nafase")
            before = {point["key"]: point for point in standing.body["aftercare"]}.get(named, {})
            who = clean(owner.strip()) or str(before.get("owner", ""))
            return [AftercareMarked(named, label, state, who, clean(note.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def clocks(self, row: SubjectRow, now: datetime | None = None) -> tuple[Clock, ...]:
        """The statutory clocks of an incident."""
        grip = sound(load_grip, self._seat.journal.home)
        return clocks(body_of(row), grip.arrival_terms, now or self._seat.now)

    def who_knows(self, row: SubjectRow) -> tuple[Known, ...]:
        """Who was told of an incident and who must still be."""
        return who_knows(body_of(row), sound(load_grip, self._seat.journal.home).inform)

    def leads(self, row: SubjectRow) -> Sequence[Mapping[str, Any]]:
        """Who led the incident, the last one now."""
        leads: Sequence[Mapping[str, Any]] = body_of(row)["leads"]
        return leads

    def aftercare_marks(self, row: SubjectRow) -> dict[str, Mapping[str, Any]]:
        """The latest state of each point of the nafase list that was marked."""
        return {point["key"]: point for point in body_of(row)["aftercare"]}

    def open_matters(self, row: SubjectRow) -> tuple[OpenMatter, ...]:
        """What an end of the incident would leave open."""
        return open_matters_of(self._seat, row, reading=self._seat.reading)


def _running(found: Sequence[Clock], key: str, start: str) -> Clock:
    """The clock that is meant: of the run that is named, else of the newest that was not ticked.

    Raises:
        CommandRefused: there is none.
    """
    runs = [one for one in found if one.key == key and one.start and start in ("", one.start)]
    waiting = [one for one in runs if not one.ticked]
    if not waiting:
        known = ", ".join(dict.fromkeys(one.key for one in found if one.start and not one.ticked))
        why = "is al afgevinkt" if runs else "loopt niet"
        raise CommandRefused(f"de klok {clean(key)} {why}" + (f"; kies uit {known}" if known else ""))
    return max(waiting, key=lambda one: (one.started_at, one.start))


def open_matters_of(seat: Seat, row: SubjectRow, *, reading: Reading) -> tuple[OpenMatter, ...]:
    """What an end of the incident would leave open, read within a transaction or outside."""
    home = seat.journal.home
    grip = sound(load_grip, home)
    points = sound(load_aftercare, home).points if row.status == "aftercare" else ()
    return open_matters(
        body_of(row),
        inform=grip.inform,
        terms=grip.arrival_terms,
        actions=[one for one in reading.in_dossier(row.subject, "action") if one.status in RUNNING_STATES],
        measures=reading.in_dossier(row.subject, "measure"),
        aftercare=[(point.key, point.label) for point in points],
        now=seat.now,
    )


def body_of(row: SubjectRow) -> Mapping[str, Any]:
    """The whole view of a row."""
    body: Mapping[str, Any] = json.loads(row.body)
    return body
