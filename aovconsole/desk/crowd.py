"""Crowd readings at the desk: how busy it is per place of a dossier, against what was set for that place."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from aovconsole.desk.crowd_reading import CrowdReadingDesk
from aovconsole.desk.seat import wanted
from aovconsole.domain.crowd import (
    AreaSet,
    CapacitySet,
    CrowdCorrected,
    CrowdPayload,
    CrowdRead,
    CrowdWithdrawn,
    ThresholdDropped,
    ThresholdSet,
    crowd_subject,
    threshold_key,
)
from aovconsole.domain.crowd_body import head_of
from aovconsole.domain.crowd_state import (
    Setting,
    Terms,
    settings_in,
    terms_at,
)
from aovconsole.domain.crowd_values import (
    MOST,
    UNITS,
    Value,
    is_kept,
    kept,
    method_of,
    read_area,
    read_persons,
    read_value,
    value_text,
)
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing

_MOST_SHARE = Decimal(1)
"""A threshold above the whole capacity would say nothing."""


class _Known(NamedTuple):
    """A place of a dossier as a request finds it; the body (its head) is empty while nothing is known of it."""

    subject: str
    dossier: str
    place: str
    at: Instant
    body: dict[str, Any]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """What was set for it."""
        return settings_in(self.body) if self.body else ()

    @property
    def terms(self) -> Terms:
        """What held at the moment of the request."""
        return terms_at(self.settings, self.at)


class CrowdDesk(CrowdReadingDesk):
    """What can be asked about how busy it is, in any dossier that has a number; every step gives its record."""

    def read(
        self,
        dossier: str,
        place: str,
        value: str,
        *,
        method: str = "",
        by: str = "",
        at: datetime | None = None,
        note: str = "",
        draft_id: str = "",
    ) -> Record:
        """Log a reading: `12000`, `12k`, `~12000` (estimated), `80%` or `2,5/m2`; `at` is when it was seen.

        `method` is counted, estimated, camera or sensor (or the Dutch word); `by` the function that saw it.

        Raises:
            CommandRefused: it cannot be read, cannot be, lies in the future, or there is no such dossier.
        """
        typed, how = read_value(value), method_of(method)
        how, estimated = _seen(how, typed)
        who, said = clean(by.strip()), clean(note.strip())

        def build(known: _Known) -> CrowdPayload:
            return CrowdRead(
                known.place, kept(typed.number), typed.unit, how, estimated, who, said, *_held(known.terms, typed)
            )

        return self._add(dossier, place, build, at, draft_id)

    def correct(self, record_id: str, value: str, *, reason: str, method: str = "", draft_id: str = "") -> Record:
        """Put another value in the place of a reading's (the id of its record); it keeps its time.

        Raises:
            CommandRefused: no such reading, it was withdrawn, no reason, or the value cannot be read.
        """
        typed, how, why = read_value(value), method_of(method), wanted(reason, "de reden")

        def change(record: Record, body: dict[str, Any]) -> CrowdPayload:
            reading = next((one for one in body["readings"] if one["record_id"] == record.id), None)
            if reading is None:
                raise CommandRefused(f"{record.id} is geen meting, of zij is ingetrokken")
            before = str(reading["method"])
            keeps = how or ("" if typed.estimated and before == "counted" else before)
            seen, estimated = _seen(keeps, typed._replace(estimated=typed.estimated or _still(reading, how)))
            held = _held(terms_at(settings_in(body), record.occurred_at), typed)
            return CrowdCorrected(record.id, kept(typed.number), typed.unit, seen, estimated, why, *held)

        return self._change(record_id, change, draft_id)

    def withdraw(self, record_id: str, *, reason: str = "") -> Record:
        """Strike out a reading, or a capacity, an area or a threshold that was set by mistake.

        Raises:
            CommandRefused: there is no such record, or it was withdrawn already.
        """

        def change(record: Record, body: dict[str, Any]) -> CrowdPayload:
            if not any(one["record_id"] == record.id for one in (*body["readings"], *body["settings"])):
                raise CommandRefused(f"{record.id} is al ingetrokken, of is niet in te trekken")
            return CrowdWithdrawn(record.id, clean(reason.strip()))

        return self._change(record_id, change)

    def set_capacity(
        self,
        dossier: str,
        place: str,
        persons: str,
        *,
        owner: str,
        as_of: date | None = None,
        source: str = "",
        at: datetime | None = None,
    ) -> Record:
        """Say how many persons a place holds: whose figure, as of which day (today), from which source.

        It holds from `at` on (now when None): readings from before are not held against it.

        Raises:
            CommandRefused: it is no number of persons above nought, nobody named, or `at` lies in the future.
        """
        count, who = read_persons(persons, "de capaciteit"), wanted(owner, "de houder")
        day, where = self._day(as_of), clean(source.strip())
        return self._add(dossier, place, lambda known: CapacitySet(known.place, count, who, day, where), at)

    def set_area(
        self,
        dossier: str,
        place: str,
        square_metres: str,
        *,
        owner: str,
        as_of: date | None = None,
        source: str = "",
        at: datetime | None = None,
    ) -> Record:
        """Say how many m² of a place people can stand on; as `set_capacity`.

        Raises:
            CommandRefused: it is no area above nought, nobody named, or `at` lies in the future.
        """
        size, who = kept(read_area(square_metres)), wanted(owner, "de houder")
        day, where = self._day(as_of), clean(source.strip())
        return self._add(dossier, place, lambda known: AreaSet(known.place, size, who, day, where), at)

    def set_threshold(
        self,
        dossier: str,
        place: str,
        value: str,
        *,
        label: str,
        owner: str,
        unit: str = "",
        as_of: date | None = None,
        source: str = "",
        decision: str = "",
        at: datetime | None = None,
    ) -> Record:
        """Set from which value on a place asks attention; the same label in the same unit takes the old one's place.

        `value` is typed as a reading is; with a `unit` (persons, share, density) it is a bare number, such as `0.85`.
        `decision` names what was prepared for it. It never decides.

        Raises:
            CommandRefused: the value cannot be read, is nought or above what can be, nobody or no label named.
        """
        number, kind = _threshold(value, unit)
        name, who = wanted(label, "de naam van de drempel"), wanted(owner, "de houder")
        day, where, prepared = self._day(as_of), clean(source.strip()), clean(decision.strip())
        return self._add(
            dossier,
            place,
            lambda known: ThresholdSet(known.place, kept(number), name, kind, who, day, where, prepared),
            at,
        )

    def drop_threshold(
        self, dossier: str, place: str, label: str, *, unit: str = "", reason: str = "", at: datetime | None = None
    ) -> Record:
        """Take a threshold away; `unit` tells two of one label apart.

        Raises:
            CommandRefused: there is none of this label now, or there are two.
        """
        name = wanted(label, "de naam van de drempel")

        def build(known: _Known) -> CrowdPayload:
            keys = [threshold_key(one, name) for one in (unit,) if one] or [threshold_key(one, name) for one in UNITS]
            found = [one for one in known.terms.thresholds if one.key in keys]
            if not found:
                raise CommandRefused(f"{known.place} heeft geen drempel '{name}'")
            if len(found) > 1:
                kinds = " of ".join(one.unit for one in found)
                raise CommandRefused(f"{known.place} heeft er twee die '{name}' heten: kies {kinds}")
            return ThresholdDropped(known.place, found[0].label, found[0].unit, clean(reason.strip()))

        return self._add(dossier, place, build, at)

    def _day(self, day: date | None) -> str:
        return (day or self._seat.now.astimezone(self._seat.zone).date()).isoformat()

    def _add(
        self,
        dossier: str,
        place: str,
        build: Callable[[_Known], CrowdPayload],
        at: datetime | None,
        draft_id: str = "",
    ) -> Record:
        """Append what `build` gives to a place of a dossier, in one transaction."""
        moment, name = self._seat.happened(at), self.place_name(place)

        def drafts(writing: Writing) -> list[Draft]:
            asked = self._seat.find(dossier, reading=writing)
            self._seat.not_long_before(asked, moment)
            self._seat.not_after_end(asked, moment or writing.now)
            found = asked.subject
            subject = crowd_subject(found, name)
            row = writing.subject(subject)
            body = head_of(row.body) if row else {}
            known = _Known(subject, found, row.place if row else name, moment or writing.now, body)
            return [Draft(build(known), subject, found, moment, draft_id)]

        return self._seat.write(drafts)[0]

    def _change(
        self, record_id: str, change: Callable[[Record, dict[str, Any]], CrowdPayload], draft_id: str = ""
    ) -> Record:
        """Append what changes a record; it takes the time of what it changes."""

        def drafts(writing: Writing) -> list[Draft]:
            record = writing.record(record_id.strip().lower())
            row = writing.subject(record.subject) if record else None
            if record is None or row is None or row.type != "crowd":
                raise CommandRefused(f"er is geen meting {clean(record_id)}")
            payload = change(record, json.loads(row.body))
            return [Draft(payload, record.subject, record.dossier, record.occurred_at, draft_id)]

        return self._seat.write(drafts)[0]


def _seen(method: str, typed: Value) -> tuple[str, bool]:
    """The method and whether it is an estimate, from the method that was named and the sign that was typed.

    Raises:
        CommandRefused: it was counted and estimated at once.
    """
    if typed.estimated and method == "counted":
        raise CommandRefused("een geteld aantal is geen schatting: laat ~ weg, of kies een andere methode")
    if typed.estimated or method == "estimated":
        return method or "estimated", True
    return method, False


def _still(reading: dict[str, Any], method: str) -> bool:
    """Whether a corrected reading stays the estimate that it was: unless somebody counted."""
    return bool(reading["estimated"]) and method != "counted"


def _held(terms: Terms, typed: Value) -> tuple[str, str, tuple[str, ...]]:
    """What the station knows of a value when it is entered: capacity, area, the labels of the thresholds reached."""
    reached = tuple(one.label for one in terms.reached_by(typed.number, typed.unit))
    return terms.capacity.value if terms.capacity else "", terms.area.value if terms.area else "", reached


def _threshold(value: str, unit: str) -> tuple[Decimal, str]:
    """The value of a threshold and its unit.

    Raises:
        CommandRefused: it cannot be read, is nought, or above what can be.
    """
    if unit:
        bare = value.strip().replace(",", ".")
        if unit not in UNITS or not is_kept(bare):
            raise CommandRefused(f"drempel '{clean(value.strip()[:20])}' is geen getal in {' of '.join(UNITS)}")
        found = Value(Decimal(bare), unit)
    else:
        found = read_value(value)
    most = _MOST_SHARE if found.unit == "share" else MOST[found.unit]
    if not 0 < found.number <= most:
        raise CommandRefused(f"een drempel ligt boven 0 en is hoogstens {value_text(most, found.unit)}")
    return found.number, found.unit
