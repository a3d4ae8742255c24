"""What a person types into a field of an evenement, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.desk.seat import wanted
from aovconsole.domain.evenement_steps import CHOICES, DAYS, FIELDS, MOMENTS, NEEDED_MOMENTS, TEXTS
from aovconsole.domain.evenement_words import FIELD_WORDS
from aovconsole.domain.text import clean
from aovconsole.domain.times import date_text, day_from, moment_from, stored
from aovconsole.errors import CommandRefused

_BARE_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}-\d{1,2}-\d{4}")
_ENDS = ("end_at", "break_down_until")
_SAID = {
    "ja": "yes", "j": "yes", "yes": "yes", "nee": "no", "n": "no", "no": "no", "onbekend": "", "unknown": "",
    "aanvraag": "application", "application": "application", "melding": "notification", "notification": "notification",
}  # fmt: skip

MOST_VISITORS = 9_999_999


def value_of(field: str, text: str, today: date, zone: ZoneInfo) -> str:
    """The value of a field as it is stored; empty clears it.

    Raises:
        CommandRefused: no such field, or the text cannot stand in it.
    """
    if field not in FIELDS:
        raise CommandRefused(f"een evenement heeft geen veld {clean(field)}: kies {', '.join(FIELDS)}")
    name, typed = FIELD_WORDS[field], text.strip()
    if field in TEXTS:
        return wanted(text, f"de {name}")
    if not typed:
        if field in NEEDED_MOMENTS:
            raise CommandRefused(f"{name} kan niet leeg zijn")
        return ""
    if field in (*NEEDED_MOMENTS, *MOMENTS):
        return stored(moment_of_field(field, typed, zone))
    if field in DAYS:
        day = day_from(typed, name)
        if day > today:
            raise CommandRefused(f"{name}: {date_text(day)} ligt in de toekomst")
        return day.isoformat()
    return _chosen(field, typed) if field in CHOICES else _number(typed)


def moment_of_field(field: str, typed: str, zone: ZoneInfo) -> datetime:
    """The moment in a field; a bare date of an end is the end of that day, as in the csv.

    Raises:
        CommandRefused: it cannot be read.
    """
    name = FIELD_WORDS[field]
    if field in _ENDS and _BARE_DAY.fullmatch(typed):
        return datetime.combine(day_from(typed, name), time(23, 59, 59), zone)
    return moment_from(typed, name, zone=zone)


def _chosen(field: str, typed: str) -> str:
    value = _SAID.get(typed.casefold())
    if value is None or value not in CHOICES[field]:
        answers = "aanvraag of melding" if field == "kind" else "ja, nee of onbekend"
        raise CommandRefused(f"{FIELD_WORDS[field]}: antwoord {answers}")
    return value


def _number(typed: str) -> str:
    digits = typed.replace(".", "")
    if not (digits.isascii() and digits.isdecimal()) or int(digits[:9]) > MOST_VISITORS or len(digits) > len("9999999"):
        raise CommandRefused(f"'{clean(typed[:40])}' is geen aantal bezoekers")
    return str(int(digits))


def check_times(body: Mapping[str, Any], changed: Mapping[str, str]) -> None:
    """Refuse times that cannot be: build-up, begin, end and break-down follow each other.

    Raises:
        CommandRefused: two of them stand the wrong way round after the change.
    """
    if not {*NEEDED_MOMENTS, *MOMENTS} & set(changed):
        return
    now = {**body, **changed}
    if now["end_at"] < now["begin_at"]:
        raise CommandRefused("het einde ligt voor het begin; verzet begin en einde samen")
    if now["build_up_at"] and now["build_up_at"] > now["begin_at"]:
        raise CommandRefused("de opbouw begint na het begin; verzet ook de opbouw")
    if now["break_down_until"] and now["break_down_until"] < now["end_at"]:
        raise CommandRefused("de afbouw is klaar voor het einde; verzet ook de afbouw")
