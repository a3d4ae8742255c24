"""The values of a demonstration's fields as they are typed, made into what is stored; each checked with the others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from aovconsole.desk.seat import Seat, people, wanted
from aovconsole.domain.demonstration_steps import FIELDS, MOMENTS, SCALES, YES, is_value
from aovconsole.domain.demonstration_words import FIELDS as WORDS
from aovconsole.domain.demonstration_words import SCALES as SCALE_WORDS
from aovconsole.domain.demonstration_words import key_of
from aovconsole.domain.text import clean
from aovconsole.domain.times import clock_time, moment_from, read_stored, stored
from aovconsole.errors import CommandRefused

SHORT = {"begin": "begin_at", "end": "end_at", "received": "received_at", "expected": "expected_count"}
"""Shorter names of fields, as the options of `add` spell them."""

_SAYS_YES, _SAYS_NO = (YES, "ja", "j", "lopend"), ("", "no", "nee", "n", "statisch")


def stored_values(seat: Seat, body: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, str]:
    """The values that are typed for some fields of a demonstration, as they are stored.

    Raises:
        CommandRefused: there is no such field, a value cannot be read, the place or the begin would become empty, the
            end would lie before the begin, or the notice in the future.
    """
    values: dict[str, str] = {}
    for name in sorted(typed, key=lambda one: SHORT.get(one, one) != "begin_at"):  # an end is read beside its begin
        field = SHORT.get(name, name)
        if field not in FIELDS:
            raise CommandRefused(f"een demonstratie heeft geen veld {clean(name)}: kies {', '.join(FIELDS)}")
        values[field] = _value(seat, field, typed[name].strip(), {**body, **values})
    begin, end = values.get("begin_at", body["begin_at"]), values.get("end_at", body["end_at"])
    has_end = bool(values["end_at"]) if "end_at" in values else body["has_end"]
    if has_end and end < begin:
        raise CommandRefused("het einde ligt voor het begin")
    return values


def _value(seat: Seat, field: str, typed: str, body: Mapping[str, Any]) -> str:
    label = WORDS[field]
    if field == "received_at":
        moment = moment_from(typed, label, now=seat.now, zone=seat.zone) if typed else None
        return seat.happened(moment) or ""
    if field in MOMENTS:
        return _planned(seat, field, typed, body)
    if field == "place":
        return wanted(typed, "de plaats")
    if field == "scale":
        typed = key_of(SCALE_WORDS, typed)
        if typed not in ("", *SCALES):
            raise CommandRefused(f"schaal {clean(typed)} bestaat niet: kies small (klein) of large (groot)")
        return typed
    if field == "moving":
        return _yes(typed)
    if not is_value(field, typed):
        raise CommandRefused(f"{label}: schrijf een heel getal")
    return str(people(int(typed), "het verwachte aantal")) if field == "expected_count" and typed else clean(typed)


def _planned(seat: Seat, field: str, typed: str, body: Mapping[str, Any]) -> str:
    """A begin or an end: a bare time is that of the day of the begin; an end at or before it is on the next day."""
    if not typed:
        if field == "begin_at":
            raise CommandRefused("het begin is leeg")
        return ""
    hour, _, minute = typed.partition(":")
    clock = clock_time(hour, minute) if hour.isdecimal() and minute.isdecimal() and len(minute) == 2 else None
    if clock is None:
        return stored(moment_from(typed, WORDS[field], zone=seat.zone))
    begin = read_stored(body["begin_at"]).astimezone(seat.zone).replace(tzinfo=None)
    naive = datetime.combine(begin.date(), clock)
    if field == "end_at" and naive <= begin.replace(second=0, microsecond=0, fold=0):
        naive += timedelta(days=1)
    return stored(moment_from(naive.isoformat(), WORDS[field], zone=seat.zone))


def _yes(typed: str) -> str:
    said = typed.casefold()
    if said not in (*_SAYS_YES, *_SAYS_NO):
        raise CommandRefused("lopend: antwoord ja of nee")
    return YES if said in _SAYS_YES else ""
