"""Incidents at the desk: open, fill in, scale, pass to the nafase, close, reopen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aovconsole.desk.incident_steps import IncidentStanding, add_steps
from aovconsole.desk.response import open_matters_of
from aovconsole.desk.seat import Seat, dossier_row_of, wanted
from aovconsole.domain.incident import FIELDS
from aovconsole.domain.incident_steps import (
    GRIP_LEVELS,
    WITHDRAWABLE,
    AftercareBegun,
    BeginSet,
    ClockStarted,
    GripSet,
    IncidentClosed,
    IncidentFieldSet,
    IncidentOpened,
    IncidentPayload,
    IncidentReopened,
    StepWithdrawn,
)
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import CLOCK_SKEW, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


class IncidentDesk:
    """What can be asked about incidents."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(
        self,
        title: str,
        *,
        place: str = "",
        nature: str = "",
        reporter: str = "",
        reported_via: str = "",
        at: datetime | None = None,
        deployed: bool = True,
        draft_id: str = "",
    ) -> SubjectRow:
        """Open an incident; its row, with the number that it was given.

        Raises:
            CommandRefused: the title is empty, or the time lies in the future.
        """
        name = wanted(title, "de titel")
        where, what, who, through = (clean(text.strip()) for text in (place, nature, reporter, reported_via))
        moment = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            incident_id = draft_id or writing.new_id()
            number = writing.next_number("INC", self._seat.year_of(moment))
            opened = IncidentOpened(number, name, where, what, deployed, who, through)
            return [Draft(opened, dossier=incident_id, occurred_at=moment, id=incident_id)]

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def grip(
        self,
        number: str,
        level: int,
        *,
        by: str,
        capacity: str = "",
        via: str = "",
        reason: str = "",
        at: datetime | None = None,
        alarm_at: datetime | None = None,
        move_begin: bool = False,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that the GRIP level stepped up or down, by which function, heard through whom, and why.

        `alarm_at` starts the statutory clocks at the moment of the large-scale alarm. `move_begin` lets the incident
        begin at the step when that lies before it.

        Raises:
            CommandRefused: no such level, nobody named, the time lies in the future or before the incident.
        """
        if level not in GRIP_LEVELS:
            raise CommandRefused(f"GRIP {level} bestaat niet: kies 0 tot en met 5")
        step = GripSet(level, wanted(by, "door wie"), clean(capacity), clean(via), clean(reason))
        alarm = self._seat.happened(alarm_at)

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            earliest = min(standing.at, alarm or standing.at)
            moved = move_begin and earliest < standing.row.begin_at
            standing.not_after_end()
            if not moved:
                replace(standing, at=earliest).not_before_begin()
            row = standing.row
            begin = [BeginSet(earliest, "eerste GRIP-stap")] if moved else []
            started = Draft(ClockStarted("large_scale_alarm", clean(via)), row.subject, row.subject, alarm)
            return [step, *begin, *([started] if alarm else [])]

        return add_steps(self._seat, number, steps, at, draft_id)

    def set_field(self, number: str, field: str, value: str) -> SubjectRow:
        """Fill or change one field of the frame: title, place, nature, reporter, case number, LCMS reference.

        Raises:
            CommandRefused: there is no such field, or the title would become empty.
        """
        if field not in FIELDS:
            raise CommandRefused(f"een incident heeft geen veld {clean(field)}")
        text = wanted(value, "de titel") if field == "title" else clean(value.strip())

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            replaced = dict(standing.body["standing"]).get(field, ())
            return [IncidentFieldSet(field, text, tuple(replaced))]

        return add_steps(self._seat, number, steps)

    def set_begin(self, number: str, begin: datetime, *, reason: str = "") -> SubjectRow:
        """Let the incident begin at another moment; its number stays.

        Raises:
            CommandRefused: the moment lies in the future, or after the first GRIP step or the end.
        """
        if begin > self._seat.now + CLOCK_SKEW:
            raise CommandRefused("het begin ligt in de toekomst")
        moment = stored(begin)

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            first = [step["at"] for step in standing.body["grip_history"][:1]]
            if any(moment > at for at in (*first, *filter(None, [standing.row.end_at]))):
                raise CommandRefused(f"{standing.row.number} kan niet zijn begonnen na zijn eerste GRIP-stap of einde")
            return [BeginSet(moment, clean(reason))]

        return add_steps(self._seat, number, steps)

    def aftercare(
        self, number: str, *, owner: str, reason: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Pass from the acute phase to the nafase: `owner` takes over what is open, which the record names.

        Raises:
            CommandRefused: nobody is named, or the incident is not in its acute phase.
        """
        who, why = wanted(owner, "de eigenaar van de nafase"), clean(reason)

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            if standing.row.status != "open":
                raise CommandRefused(f"{standing.row.number} is niet in de acute fase")
            _after_last_phase(standing)
            return [AftercareBegun(who, why, _left_open(standing))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def close(
        self, number: str, *, reason: str = "", handed_to: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Close an incident; the record names what was open then and to whom that goes.

        Raises:
            CommandRefused: it is closed already, the time lies before it began or was reopened, or something that
                the law asks is open and nobody takes it over.
        """
        why, to = clean(reason), clean(handed_to.strip())

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            if standing.row.status == "closed":
                raise CommandRefused(f"{standing.row.number} is al afgesloten")
            _after_last_phase(standing)
            open_now = open_matters_of(self._seat, standing.row, reading=standing.writing)
            owed = [matter.text for matter in open_now if matter.kind in ("owed", "measure")]
            if owed and not to:
                said = "; ".join(owed)
                raise CommandRefused(f"{standing.row.number} kan zo niet dicht: {said}. Noem wie dit overneemt (--to)")
            return [IncidentClosed(why, to, tuple(matter.text for matter in open_now))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def reopen(self, number: str, *, reason: str = "", at: datetime | None = None, draft_id: str = "") -> SubjectRow:
        """Let a closed incident, or one in the nafase, be acute again.

        Raises:
            CommandRefused: it is open, or the time lies before it was closed.
        """
        why = clean(reason)

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            if standing.row.status == "open":
                raise CommandRefused(f"{standing.row.number} is nog open")
            _after_last_phase(standing)
            return [IncidentReopened(why)]

        return add_steps(self._seat, number, steps, at, draft_id)

    def withdraw(self, number: str, record_id: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let a mistaken step fall away (GRIP, clock, telling, lead, begin); it stays readable, struck through.

        Raises:
            CommandRefused: no reason, or there is no such step in this incident.
        """
        why = wanted(reason, "de reden")

        def steps(standing: IncidentStanding) -> list[IncidentPayload | Draft]:
            record = standing.writing.record(record_id)
            payload = decode(record) if record and record.subject == standing.row.subject else None
            if not isinstance(payload, WITHDRAWABLE):
                raise CommandRefused(f"{standing.row.number} heeft geen stap {clean(record_id)} die kan vervallen")
            return [StepWithdrawn(record_id, why)]

        return add_steps(self._seat, number, steps, draft_id=draft_id)


def _after_last_phase(standing: IncidentStanding) -> None:
    """Refuse an end or a new begin before the begin or before the last of them."""
    phases = standing.body["phases"]
    if standing.at < max([standing.row.begin_at, *(phase["at"] for phase in phases)]):
        last = standing.shown(phases[-1]["at"] if phases else standing.row.begin_at)
        raise CommandRefused(f"dat ligt voor de vorige stap van {standing.row.number} ({last})")


def _left_open(standing: IncidentStanding) -> tuple[str, ...]:
    matters = open_matters_of(standing.seat, standing.row, reading=standing.writing)
    return tuple(matter.text for matter in matters)
