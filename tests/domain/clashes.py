"""Happenings for the tests of clashes, at places of the shipped list and against the shipped rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from aovconsole.desk.clash_happenings import Gazetteer
from aovconsole.domain.clash_rules import Clash, ClashRules, Happening
from aovconsole.domain.clashes import clashes_between
from aovconsole.domain.times import AMSTERDAM
from aovconsole.reference.files import load_clashes

PLACES = Gazetteer(None, load_clashes())
RULES = load_clashes().rules()
FIRST, LAST = date(2022, 1, 1), date(2028, 12, 31)
NO_DUTIES: Sequence[tuple[datetime, datetime]] = ()


def at(text: str) -> datetime:
    """A moment on the wall clock of Maastricht."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def happening(type_: str, title: str, begin: str, end: str, place: str = "", **more: Any) -> Happening:
    """A happening at a place of the list, or anywhere else; its subject is its title."""
    spot = PLACES.spot(place)
    values = {"subject": title, "place": spot, "day_norm": PLACES.norm(spot), "outside": PLACES.outside(spot)}
    return Happening(type=type_, title=title, begin=at(begin), end=at(end), **(values | more))


def evenement(title: str, begin: str, end: str, place: str = "Vrijthof", **more: Any) -> Happening:
    """An evenement."""
    return happening("evenement", title, begin, end, place, **more)


def demonstration(place: str, begin: str, end: str, **more: Any) -> Happening:
    """A demonstration, called as the register calls it."""
    return happening("demonstration", f"Demonstratie {place}", begin, end, place, **more)


def match(begin: str, **more: Any) -> Happening:
    """A home match."""
    end = (datetime.fromisoformat(begin) + timedelta(minutes=105)).isoformat()
    return happening("match", "MVV – Roda JC", begin, end, "De Geusselt", **more)


def item(title: str, begin: str, end: str, place: str = "Vrijthof", **more: Any) -> Happening:
    """An item of a calendar of others."""
    return happening("calendar", title, begin, end, place, **more)


def found(
    *happenings: Happening,
    rules: ClashRules = RULES,
    duties: Sequence[tuple[datetime, datetime]] = NO_DUTIES,
    first: date = FIRST,
    last: date = LAST,
) -> tuple[Clash, ...]:
    """The clashes of these."""
    return clashes_between(happenings, duties, rules, first, last)


def told(*happenings: Happening, **more: Any) -> list[tuple[str, str]]:
    """Kind and sentence of the clashes of these."""
    return [(clash.kind, clash.sentence) for clash in found(*happenings, **more)]


def only(*kinds: str, **more: Any) -> ClashRules:
    """The shipped rules, looking for these kinds only."""
    return replace(RULES, kinds={kind: RULES.kinds[kind] for kind in kinds}, **more)
