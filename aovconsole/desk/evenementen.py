"""Evenementen at the desk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from aovconsole.desk.evenement_course import EvenementCourse, known_class
from aovconsole.desk.evenement_values import check_times, value_of
from aovconsole.desk.safety_rounds import RoundDesk
from aovconsole.desk.seat import dossier_row_of, ordered_times, people, wanted
from aovconsole.domain.evenement import EvenementAdded, EvenementCancelled
from aovconsole.domain.evenement_days import DaysUsed, days_used, event_days, years_of
from aovconsole.domain.evenement_steps import EvenementFieldSet, EvenementStepWithdrawn
from aovconsole.domain.evenement_terms import TermClock, terms_of
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.record import Draft, Instant, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_holidays, load_places, load_terms, sound

_NOT_WITHDRAWABLE = ("evenement.added", "evenement.step_withdrawn", "evenement.round_held")


class SquareYear(NamedTuple):
    """The event days of a place in a year beside its norm; `norm` is None where none holds.

    `more` is how many days there would be with what is about to be added. `known` says whether the list of places
    holds this one; `rule` and `source` come from the same file.
    """

    used: DaysUsed
    norm: int | None
    more: int
    known: bool
    rule: str
    source: str

    @property
    def over(self) -> bool:
        """Whether the norm would be exceeded."""
        return self.norm is not None and self.more > self.norm

    @property
    def sentence(self) -> str:
        """The days in one Dutch sentence."""
        year, place = self.used.year, self.used.place
        if not self.known:
            return f"{place} staat niet in de lijst van plaatsen; daarvoor is geen norm bekend"
        if self.norm is None:
            return f"voor {place} geldt geen norm voor evenementdagen"
        adds = f", met dit evenement {self.more}" if self.more != self.used.days_count else ""
        return f"{place} {year}: {self.used.days_count} van {self.norm} evenementdagen{adds}"


class EvenementDesk(EvenementCourse):
    """What can be asked about evenementen."""

    @cached_property
    def rounds(self) -> RoundDesk:
        """Their safety rounds and schouwen."""
        return RoundDesk(self._seat)

    def add(
        self,
        title: str,
        *,
        begin: datetime,
        end: datetime,
        place: str,
        handling_class: str = "",
        visitors_count: int | None = None,
        assessed_on: date | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Put an evenement on the calendar; one that has a class was assessed, today unless a day is given.

        Raises:
            CommandRefused: title or place is empty, the end lies before the begin, no such class.
        """
        name, where = wanted(title, "de titel"), wanted(place, "de plaats")
        begin_at, end_at = ordered_times(begin, end)
        named = known_class(handling_class) if handling_class.strip() else ""
        if visitors_count is not None:
            people(visitors_count, "het aantal bezoekers")
        if named and assessed_on is None:
            assessed_on = self.today
        assessed = assessed_on.isoformat() if assessed_on else ""

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_number("EVE", self._seat.year_of(None))
            subject = draft_id or writing.new_id()
            added = EvenementAdded(number, name, begin_at, end_at, where, named, visitors_count, assessed)
            return [Draft(added, dossier=subject, id=subject)]

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def set_fields(self, number: str, values: Mapping[str, str], *, draft_id: str = "") -> SubjectRow:
        """Fill, change or clear fields of the frame as they were typed, all of them or none; what stands already stays.

        Raises:
            CommandRefused: no such field, a text that cannot stand in it, or times that cannot be.
        """
        today, zone = self.today, self._seat.zone
        changed = {field: value_of(field, text, today, zone) for field, text in values.items()}

        def step(_row: SubjectRow, body: dict[str, Any]) -> list[Payload]:
            check_times(body, changed)
            standing, disputed = dict(body["standing"]), {str(one).partition(":")[0] for one in body["other_values"]}
            return [
                EvenementFieldSet(field, value, tuple(standing.get(field, ())))
                for field, value in changed.items()
                if field in disputed or value != _stands(body, field)
            ]

        return self._add(number, step, draft_id=draft_id)

    def cancel(self, number: str, *, reason: str = "", at: datetime | None = None, draft_id: str = "") -> SubjectRow:
        """Log that an evenement does not go on; it stays readable.

        Raises:
            CommandRefused: that was said already.
        """

        def step(row: SubjectRow, _body: dict[str, Any]) -> list[Payload]:
            if row.status == "cancelled":
                raise CommandRefused(f"{row.number} gaat al niet door")
            return [EvenementCancelled(clean(reason.strip()))]

        return self._add(number, step, at, draft_id=draft_id)

    def withdraw(self, number: str, step_id: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let a step (the id of its record) that was a mistake not count, a cancellation too.

        Raises:
            CommandRefused: there is no such step, it cannot be or was already withdrawn, or no reason is given.
        """
        why = wanted(reason, "de reden")

        def step(row: SubjectRow, _body: dict[str, Any]) -> list[Payload]:
            record = self._seat.reading.record(step_id.strip())
            if record is None or record.subject != row.subject or record.kind in _NOT_WITHDRAWABLE:
                raise CommandRefused(f"{row.number} heeft geen stap {clean(step_id)} die kan worden ingetrokken")
            withdrawn = pairs_of(self._seat.reading.records(subject=row.subject), EvenementStepWithdrawn)
            if any(one.step == record.id for _, one in withdrawn):
                raise CommandRefused(f"{row.number}: die stap is al ingetrokken")
            return [EvenementStepWithdrawn(record.id, why)]

        return self._add(number, step, draft_id=draft_id)

    def round(self, number: str, *, note: str = "", at: datetime | None = None) -> SubjectRow:
        """Log that a safety round was held; the evenement's row."""
        held = self.rounds.hold(number, note=note, at=at)
        return dossier_row_of(self._seat, held.dossier)

    def terms(self, row: SubjectRow, today: date | None = None) -> tuple[TermClock, ...]:
        """The terms that hold for an evenement, as clocks; today's day unless another is looked back at."""
        home = self._seat.journal.home
        rules, holidays = sound(load_terms, home).terms, sound(load_holidays, home)
        return terms_of(json.loads(row.body), rules, holidays, today or self.today, self._seat.zone)

    def days(
        self, place: str, year: int, *, but: str = "", adding: tuple[Instant, Instant] | None = None
    ) -> SquareYear:
        """The event days of a place in a year beside its norm, also with an evenement from begin to end added."""
        places, seat = sound(load_places, self._seat.journal.home), self._seat
        key = name_key(place)
        found = next((one for one in places.places if key in map(name_key, (one.name, *one.aliases))), None)
        rows, name = seat.reading.of_type("evenement"), found.name if found else clean(place.strip())
        spellings = found.aliases if found else ()
        used = days_used(rows, name, year, spellings=spellings, but=but, zone=seat.zone)
        more = used.with_days(event_days(*adding, year, seat.zone)) if adding else used.days_count
        norm = places.norm_of(found) if found else None
        rule, source = places.event_days_rule, places.event_days_source
        return SquareYear(used, norm, more, found is not None, rule, source)

    def days_around(self, place: str, begin_at: Instant, end_at: Instant, *, but: str = "") -> Sequence[SquareYear]:
        """The same for each year in which an evenement that is about to be added (or changed: `but`) lies."""
        years = years_of(begin_at, end_at, self._seat.zone)
        return [self.days(place, year, but=but, adding=(begin_at, end_at)) for year in years]


def _stands(body: Mapping[str, Any], field: str) -> str:
    """What stands in a field now, as it is stored."""
    if field == "whole_place":
        return str(body[field]) if body["whole_place_set"] else ""
    value = body[field]
    return "" if value is None else str(value)
