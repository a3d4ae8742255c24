"""Clashes (samenloop): what stands in each other's way, found over all layers, as a pure reading.

The answer depends on what takes place, the rules and the days that are asked for; never on the order of entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from aovconsole.domain.clash_days import over_load, over_norm, two_cmts, unmanned
from aovconsole.domain.clash_pairs import close_by, linked, on_one_evening
from aovconsole.domain.clash_rules import Clash, ClashRules, Happening
from aovconsole.domain.clash_times import dates, day_stretch, local_date, reach

LOOK_AROUND = timedelta(days=15)
"""What lies this far outside the days that are asked for can still be built up or broken down in them."""


def clashes_between(
    happenings: Iterable[Happening],
    duties: Sequence[tuple[datetime, datetime]],
    rules: ClashRules,
    first: date,
    last: date,
) -> tuple[Clash, ...]:
    """The clashes that fall on the days from one to another, both included, in order of time and then of weight.

    For the norm of a square the evenementen of the whole years must be given, for the roster those of whole months,
    for build-up what lies `LOOK_AROUND` outside the days.
    """
    going_on = list(_unique(one for one in happenings if counts(one, rules)))
    window = day_stretch(first, last, rules)
    found = (
        *_pairs(going_on, rules),
        *two_cmts(going_on, first, last, rules),
        *over_norm(going_on, first.year, last.year, rules),
        *over_load(going_on, first, last, rules),
        *unmanned([one for one in going_on if _begins_in_months(one, first, last, rules)], duties, rules),
    )
    inside = [one for one in found if one.begin < window.end and (one.end > window.begin or one.begin >= window.begin)]
    return tuple(sorted(inside, key=lambda one: (one.begin, -one.weight, one.end, one.key)))


def counts(happening: Happening, rules: ClashRules) -> bool:
    """Whether a happening can clash at all: it goes on, and is no exhibition on a calendar of others."""
    if happening.cancelled:
        return False
    return not (happening.foreign and happening.end - happening.begin > rules.foreign_long)


def _unique(happenings: Iterable[Happening]) -> Iterable[Happening]:
    """Each happening once, in order."""
    return {one.key: one for one in sorted(happenings, key=lambda one: one.order)}.values()


def _pairs(going_on: Sequence[Happening], rules: ClashRules) -> Iterator[Clash]:
    """The clashes of two; two things that meet in more than one way make one, of the kind that says most."""
    reaches = {one.key: reach(one, rules) for one in going_on}
    seen: set[frozenset[str]] = set()
    for pairs in (linked, on_one_evening, close_by):
        for pair, clash in pairs(going_on, reaches, rules):
            if pair not in seen:
                seen.add(pair)
                yield clash


def _begins_in_months(happening: Happening, first: date, last: date, rules: ClashRules) -> bool:
    begin = local_date(happening.begin, rules)
    return (first.year, first.month) <= (begin.year, begin.month) <= (last.year, last.month)


def square_years(happenings: Iterable[Happening], rules: ClashRules) -> frozenset[int]:
    """The years in which one of these takes the whole of a square that has a norm."""
    taken = (
        dates(one, rules)
        for one in happenings
        if one.type == "evenement" and one.whole_place and one.day_norm and not one.cancelled
    )
    return frozenset(year for first, last in taken for year in range(first.year, last.year + 1))
