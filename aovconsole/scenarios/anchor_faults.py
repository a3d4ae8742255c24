"""What is wrong with the anchors of a template, and with what counts from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from aovconsole.domain.scenario_anchors import cycle_in
from aovconsole.domain.scenario_moments import clock_of, month_day_of, shift_of
from aovconsole.domain.scenario_template import Anchor, Moment, Template

Location: TypeAlias = tuple[int | str, ...]
Found: TypeAlias = Iterator[tuple[Location, str]]

_KEYS_OF_KIND = {
    "easter": ({"days"}, {"at", "year"}),
    "fixed": ({"month_day"}, {"on_sunday", "at", "year"}),
    "relative": ({"of"}, {"when", "at"}),
    "asked": ({"asks", "question"}, {"of", "at"}),
    "published": ({"key"}, {"at", "year"}),
}
"""What an anchor of a kind must and may have, beside id, label, kind and source."""

_FARTHEST_YEAR = 5
_FARTHEST_FROM_EASTER = 366
_LEAP_YEAR = 2028


def anchor_faults(template: Template) -> Found:
    """What is wrong with the anchors themselves."""
    by_id = {anchor.id: anchor for anchor in template.anchors}
    for number, anchor in enumerate(template.anchors):
        place: Location = ("anchors", number)
        yield from _keys(anchor, place)
        yield from _values(anchor, place)
        if anchor.of and anchor.of not in by_id:
            yield (*place, "of"), f"het anker '{anchor.of}' bestaat niet"
        elif anchor.id in (circle := cycle_in(by_id, anchor.id)):
            yield (*place, "of"), f"ankers tellen in een kring: {' → '.join(circle)}"
        elif anchor.of and _needs_moment(anchor.when) and not has_moment(by_id, anchor.of):
            yield (*place, "when"), _no_moment(anchor.of)
    main = by_id.get(template.anchor)
    if main is None:
        yield ("anchor",), f"het anker '{template.anchor}' bestaat niet"
    elif main.of:
        yield ("anchor",), f"'{main.id}' telt vanaf een ander anker; het hoofdanker staat op zichzelf"


def _keys(anchor: Anchor, place: Location) -> Found:
    needed, allowed = _KEYS_OF_KIND[anchor.kind]
    given = {
        key
        for key in ("days", "month_day", "on_sunday", "year", "of", "when", "at", "key", "asks", "question")
        if getattr(anchor, key) not in ("", None) and not (key == "year" and anchor.year == 0)
    }
    for key in sorted(needed - given):
        yield (*place, key), f"ontbreekt (kind = {anchor.kind})"
    if anchor.asks == "day" and anchor.of:
        yield (*place, "of"), "hoort bij asks = moment: een dag die gevraagd wordt telt van niets"
    for key in sorted(given - needed - allowed):
        yield (*place, key), f"hoort niet bij kind = {anchor.kind}"


def _values(anchor: Anchor, place: Location) -> Found:
    for key in ("month_day", "on_sunday"):
        value = getattr(anchor, key)
        if value and month_day_of(value, _LEAP_YEAR) is None:
            yield (*place, key), f"'{value}' is geen dag (MM-DD)"
        elif value == "02-29":
            yield (*place, key), "29 februari is er niet elk jaar"
    if abs(anchor.year) > _FARTHEST_YEAR:
        yield (*place, "year"), f"moet tussen -{_FARTHEST_YEAR} en {_FARTHEST_YEAR} liggen"
    if abs(anchor.days or 0) > _FARTHEST_FROM_EASTER:
        yield (*place, "days"), f"moet tussen -{_FARTHEST_FROM_EASTER} en {_FARTHEST_FROM_EASTER} liggen"
    yield from time_faults(anchor.when, anchor.at, place)


def time_faults(when: str, at: str, place: Location) -> Found:
    """What is wrong with a relative time and a time of the clock."""
    shift = shift_of(when)
    if shift is None:
        yield (*place, "when"), f"'{when}' is geen tijd vanaf een anker; schrijf -P14D, P2W, -90m of +1h30m"
    elif shift.elapsed is not None and at:
        yield (*place, "at"), "gaat niet samen met verstreken tijd in when; tel in dagen (P0D)"
    if at and clock_of(at) is None:
        yield (*place, "at"), f"'{at}' is geen tijd van de klok (12:11)"


def moment_faults(moment: Moment, place: Location, anchors: Mapping[str, Anchor]) -> Found:
    """What is wrong with something that counts from an anchor."""
    if moment.anchor not in anchors:
        yield (*place, "anchor"), f"het anker '{moment.anchor}' bestaat niet"
        return
    yield from time_faults(moment.when, moment.at, place)
    if _needs_moment(moment.when) and not has_moment(anchors, moment.anchor):
        yield (*place, "when"), _no_moment(moment.anchor)


def _needs_moment(when: str) -> bool:
    shift = shift_of(when)
    return shift is not None and shift.elapsed is not None


def _no_moment(name: str) -> str:
    return f"het anker '{name}' is een dag zonder tijd: tel in dagen, of geef hem een at"


def has_moment(anchors: Mapping[str, Anchor], name: str) -> bool:
    """Whether an anchor is, or can be answered to be, a moment rather than a day."""
    anchor = anchors.get(name)
    if anchor is None or cycle_in(anchors, name):
        return True  # told elsewhere
    if anchor.at or anchor.asks == "moment":
        return True
    counts_days = bool(anchor.when) and not _needs_moment(anchor.when)
    return anchor.kind == "relative" and not counts_days and has_moment(anchors, anchor.of)


def asked_roots(anchors: Mapping[str, Anchor], name: str) -> frozenset[str]:
    """The anchors whose day or time somebody must say before this one is known."""
    anchor = anchors[name]
    own = frozenset({name}) if anchor.kind in ("asked", "published") else frozenset()
    return own | (asked_roots(anchors, anchor.of) if anchor.of else frozenset())
