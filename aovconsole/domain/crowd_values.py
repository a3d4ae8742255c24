"""How busy it is, as it is typed at speed, kept, compared and shown: persons, a share of the capacity, persons per m².

What is read and what is shown are one grammar: `read_value(value_text(…))` gives the same value again.
"""

from __future__ import annotations

import re
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple, NoReturn

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused

UNITS = ("persons", "share", "density")
"""Persons; a share of the capacity (`0.8` is 80%); persons per m²."""

METHODS = ("", "counted", "estimated", "camera", "sensor")
"""How it was seen; empty when nobody said."""

METHOD_WORDS = {"counted": "geteld", "estimated": "geschat", "camera": "camera", "sensor": "sensor"}

MOST = {"persons": Decimal(1_000_000), "share": Decimal("1.5"), "density": Decimal(12)}
"""More than this is a slip of the keys: it is asked again."""

MOST_AREA = Decimal(10_000_000)

HOW = "typ een aantal (12000, 12k, ~12000 als het geschat is), een deel (80%) of een dichtheid (2,5/m2)"
"""What can be typed."""

_KEPT = re.compile(r"[0-9]{1,8}(?:\.[0-9]{1,4})?")
_SHOWN_LENGTH = 20
_LONGEST = 40

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_ESTIMATED = re.compile(r"(?:[~±≈]|(?:ca|circa|ong|ongeveer)\b\.?) ?")
_NEGATIVE = re.compile(r"[-–−] ?[0-9]")
_PERSONS = re.compile(r"(?P<number>[0-9][0-9., ]*?) ?(?P<k>k|duizend)? ?(?:p|pers\.?|personen|mensen)?")
_SHARE = re.compile(r"(?P<number>[0-9]+(?:[.,][0-9]{1,2})?) ?(?:%|procent)")
_DENSITY = re.compile(
    r"(?P<number>[0-9]+(?:[.,][0-9]{1,2})?) ?(?:p|pers\.?|personen|mensen)? ?(?:/|per) ?(?:m2|m²|m\^2)"
)
_AREA = re.compile(r"(?P<number>[0-9][0-9., ]*?) ?(?:m2|m²|m\^2)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([. ])[0-9]{3})(?:\1[0-9]{3})*")
_AMBIGUOUS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_DECIMAL = re.compile(r"[0-9]+(?:[.,][0-9]{1,2})?")


class Value(NamedTuple):
    """A value with its unit; `estimated` when a sign in front of it said so."""

    number: Decimal
    unit: str
    estimated: bool = False


def read_value(text: str) -> Value:
    """Read what was typed: `12000`, `12.000`, `12k`, `~12000`, `80%`, `2,5/m2`.

    Raises:
        CommandRefused: it is none of these, could be two things, lies below nought, or above what can be.
    """
    typed = _normal(text)
    if not typed:
        raise CommandRefused(f"de drukte is leeg: {HOW}")
    sign = _ESTIMATED.match(typed)
    bare = typed[sign.end() :] if sign else typed
    if _NEGATIVE.match(bare):
        raise CommandRefused(f"drukte kan niet onder nul zijn ('{_shown(text)}')")
    if len(bare) > _LONGEST:
        _unreadable(text)
    value = Value(*_number_and_unit(bare, text), bool(sign))
    _refuse_too_much(value)
    return value


def read_persons(text: str, what: str) -> int:
    """Read a number of persons above nought, such as a capacity; `what` names it in the refusal.

    Raises:
        CommandRefused: it is no whole number of persons, or not between 1 and the most that can be.
    """
    found = read_value(text)
    if found.unit != "persons" or found.estimated or not found.number:
        raise CommandRefused(f"{what} '{_shown(text)}': typ een aantal personen boven nul, zoals 15000")
    return int(found.number)


def read_area(text: str) -> Decimal:
    """Read an area in m² above nought: `4000`, `4.000 m2`.

    Raises:
        CommandRefused: it is none, or it is larger than can be.
    """
    found = _AREA.fullmatch(_normal(text)[: _LONGEST + 1])
    number = _grouped(found["number"]) if found else None
    if number is None and found and _DECIMAL.fullmatch(found["number"]):
        number = Decimal(found["number"].replace(",", "."))
    if number is None or not 0 < number <= MOST_AREA:
        raise CommandRefused(f"de oppervlakte '{_shown(text)}': typ een aantal m² boven nul, zoals 4000")
    return number


def kept(number: Decimal) -> str:
    """A number as it is stored: digits and a point, without a tail of noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_kept(text: str) -> bool:
    """Whether a text is a number as it is stored."""
    return bool(_KEPT.fullmatch(text))


def value_text(number: Decimal, unit: str) -> str:
    """A value as it is shown, without word for how it was seen: `12.000`, `80%`, `2,5/m²`."""
    if unit == "share":
        return f"{_dutch(number * 100)}%"
    return f"{_dutch(number)}/m²" if unit == "density" else _dutch(number)


def derived_text(number: Decimal, unit: str) -> str:
    """A value that was computed from another, rounded down: it never seems to reach what it does not."""
    step = {"share": Decimal("0.01"), "density": Decimal("0.1")}.get(unit, Decimal(1))
    return value_text(number.quantize(step, rounding=ROUND_FLOOR), unit)


def converted(
    number: Decimal, unit: str, wanted: str, capacity: Decimal | None, area: Decimal | None
) -> Decimal | None:
    """A value in another unit; None where the capacity or the area that the step needs was not said."""
    if unit == wanted:
        return number
    size = {"persons": Decimal(1), "share": capacity, "density": area}
    own, other = size[unit], size[wanted]
    return number * own / other if own and other else None


def method_of(word: str) -> str:
    """The method that a word names, in English or Dutch; empty for an empty one.

    Raises:
        CommandRefused: there is no such method.
    """
    asked = clean(word).strip().casefold()
    for key in METHODS:
        if asked in (key, METHOD_WORDS.get(key, key)):
            return key
    choices = ", ".join(f"{key} ({METHOD_WORDS[key]})" for key in METHODS if key)
    raise CommandRefused(f"methode {_shown(word)} bestaat niet: kies {choices}")


def _normal(text: str) -> str:
    return _SPACES.sub(" ", clean(text)).strip().casefold()


def _number_and_unit(bare: str, text: str) -> tuple[Decimal, str]:
    if found := _SHARE.fullmatch(bare):
        return Decimal(found["number"].replace(",", ".")) / 100, "share"
    if found := _DENSITY.fullmatch(bare):
        return Decimal(found["number"].replace(",", ".")), "density"
    found = _PERSONS.fullmatch(bare)
    if found is None:
        _unreadable(text)
    return _persons(found["number"], bool(found["k"]), text), "persons"


def _persons(number: str, thousands: bool, text: str) -> Decimal:
    if thousands:
        if not _DECIMAL.fullmatch(number):
            _unreadable(text)
        persons = Decimal(number.replace(",", ".")) * 1000
    elif (grouped := _grouped(number)) is not None:
        persons = grouped
    elif _AMBIGUOUS.fullmatch(number):
        raise CommandRefused(f"'{_shown(text)}' kan op twee manieren: typ {number.replace(',', '.')} voor het aantal")
    elif _DECIMAL.fullmatch(number):
        part = Decimal(number.replace(",", "."))
        share = value_text(part if part <= MOST["share"] else part / 100, "share")
        raise CommandRefused(
            f"'{_shown(text)}' is geen aantal personen; bedoelt u {share} of {value_text(part, 'density')}?"
        )
    else:
        _unreadable(text)
    if persons != int(persons):
        raise CommandRefused(f"'{_shown(text)}' is geen heel aantal personen")
    return persons


def _grouped(number: str) -> Decimal | None:
    """A whole number, also in groups of three; None for another text."""
    if number.isdigit() or _GROUPED.fullmatch(number):
        return Decimal(number.replace(".", "").replace(" ", ""))
    return None


def _refuse_too_much(value: Value) -> None:
    if value.number <= MOST[value.unit]:
        return
    if value.unit == "share":
        raise CommandRefused(
            f"{value_text(value.number, 'share')} is meer dan 150% van de capaciteit: klopt de capaciteit?"
            " Typ anders het aantal personen"
        )
    if value.unit == "density":
        shown = value_text(value.number, "density")
        raise CommandRefused(f"{shown} kan niet: meer dan 12 personen per m² passen er niet; kijk de tekens na")
    raise CommandRefused("meer dan 1.000.000 personen kan hier niet; kijk de nullen na")


def _unreadable(text: str) -> NoReturn:
    raise CommandRefused(f"'{_shown(text)}' is niet te lezen: {HOW}")


def _shown(text: str) -> str:
    shown = clean(text.strip()[: _SHOWN_LENGTH + 1])
    return shown if len(shown) <= _SHOWN_LENGTH else f"{shown[:_SHOWN_LENGTH]}…"


def _dutch(number: Decimal) -> str:
    """A number with a point between thousands and a comma before decimals."""
    whole, _, tail = kept(number).partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{tail}" if tail else grouped
