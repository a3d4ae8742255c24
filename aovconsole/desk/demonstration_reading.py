"""What is asked about a demonstration beside its own view: its terms, what it is linked to and how far, its receipt."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, NamedTuple

from aovconsole.desk.seat import Seat
from aovconsole.domain.clash_places import metres_between as distance
from aovconsole.domain.demonstration_terms import Notice, answer_deadline, notice_of, scale_of
from aovconsole.domain.times import date_text, read_stored, wall_clock
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.reference.files import fault_in, load_holidays, load_municipality, load_places, load_terms, sound

NOTICE, ANSWER, LARGE = "demonstration_notice", "demonstration_answer", "demonstration_large"
"""The keys of the terms in `data/terms.toml`."""


class LinkedTo(NamedTuple):
    """One link as it is shown: its role, what is at the other side, and how far that is when both places are known."""

    role: str
    subject: str
    number: str
    title: str
    place: str
    metres: int | None
    record_id: str


def terms_fault(seat: Seat) -> str:
    """What is wrong with the user's own terms, so that they were not counted with; empty when all is well."""
    fault = fault_in(load_terms, seat.journal.home)
    return f"{fault}; de termijnen en de grens klein/groot van dit bestand tellen nu niet mee" if fault else ""


def notice_of_row(seat: Seat, row: SubjectRow) -> Notice:
    """When the notice of a demonstration came, against the term in force."""
    home = seat.journal.home
    received = str(json.loads(row.body)["received_at"])
    rule = sound(load_terms, home).term(NOTICE)
    return notice_of(rule, received, row.begin_at, sound(load_holidays, home), seat.zone)


def answer_due(seat: Seat, row: SubjectRow) -> datetime | None:
    """Before when the notifier must hear what becomes of the notice; None without a notice or a term."""
    home = seat.journal.home
    received = str(json.loads(row.body)["received_at"])
    if not received:
        return None
    rule = sound(load_terms, home).term(ANSWER)
    begin, holidays = read_stored(row.begin_at), sound(load_holidays, home)
    return answer_deadline(rule, read_stored(received), begin, holidays, seat.zone)


def scale_by_count(seat: Seat, count: int | None) -> str:
    """Small or large by the definition in the settings; empty while there is none."""
    rule = sound(load_terms, seat.journal.home).term(LARGE) if count is not None else None
    return scale_of(count, rule.from_count if rule else None)


def is_known_place(seat: Seat, place: str) -> bool:
    """Whether a place stands in the list of places; one that does not is kept as it was typed."""
    return name_key(place) in seat.known().places


def links_of(seat: Seat, row: SubjectRow) -> tuple[LinkedTo, ...]:
    """What a demonstration is linked to, each with its distance."""
    found = []
    for link in json.loads(row.body)["links"]:
        other = seat.reading.subject(link["other"]) if link["other"] else None
        place = other.place if other else str(link["place"])
        number, title = (other.number, other.title) if other else ("", str(link["label"] or link["place"]))
        metres = metres_between(seat, row.place, place)
        found.append(LinkedTo(link["role"], link["other"], number, title, place, metres, link["record_id"]))
    return tuple(found)


def metres_between(seat: Seat, place: str, other: str) -> int | None:
    """How far two places lie apart, to ten metres; None unless both have coordinates."""
    first, second = _point(seat, place), _point(seat, other)
    if first is None or second is None:
        return None
    return round(10 * round(distance(first, second) / 10))


def _point(seat: Seat, name: str) -> tuple[float, float] | None:
    known = seat.known().places.get(name_key(name), name) if name else ""
    for place in sound(load_places, seat.journal.home).places if known else ():
        if place.name == known and place.lat is not None and place.lon is not None:
            return place.lat, place.lon
    return None


def receipt_text(seat: Seat, row: SubjectRow, number: str, at: str) -> str:
    """The text of a receipt: that notice was given, when and how, of what place and time; and nothing beyond that."""
    body: dict[str, Any] = json.loads(row.body)
    name = sound(load_municipality, seat.journal.home).name
    via = f" via {body['received_via'].removeprefix('via ')}" if body["received_via"] else ""
    where = row.place + (f", route {body['route']}" if body["route"] else "")
    where += f", eindpunt {body['end_place']}" if body["end_place"] else ""
    until = f" tot {_moment(seat, row.end_at)}" if body["has_end"] else ""
    return (
        f"Bewijs van ontvangst {number}. De burgemeester van {name} heeft op {_moment(seat, body['received_at'])}{via} "
        f"de kennisgeving ontvangen van een demonstratie: {where}, {_moment(seat, row.begin_at)}{until}. "
        f"Kenmerk {row.number}, opgemaakt {_moment(seat, at)}."
    )


def _moment(seat: Seat, stored: str) -> str:
    moment = read_stored(stored)
    return f"{date_text(moment.astimezone(seat.zone).date())} {wall_clock(moment, zone=seat.zone)} uur"
