"""Two happenings in each other's way: by place and time, by a link between them, on one evening."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime
from math import inf

from aovconsole.domain.clash_places import Grid, Nearness, closeness, nearness
from aovconsole.domain.clash_rules import Clash, ClashRules, Happening, clash_of
from aovconsole.domain.clash_sentences import counter_text, match_text, pair_text
from aovconsole.domain.clash_times import Reach, Stretch, dates, days_from, evening
from aovconsole.domain.typed_names import name_key

Reaches = Mapping[str, Reach]
Pair = frozenset[str]


def linked(happenings: Sequence[Happening], reaches: Reaches, rules: ClashRules) -> Iterator[tuple[Pair, Clash]]:
    """Demonstrations against another one, or aimed at something, on the same day, however far apart."""
    if "counter" not in rules.kinds:
        return
    against = [one for one in happenings if one.counter_of or one.aims_at or one.aims_at_places]
    by_subject = {one.subject: one for one in happenings if not one.foreign} if against else {}
    there = _at_aims(happenings, {key for one in against for key in one.aims_at_places}, rules)
    for one in against:
        named = (by_subject[name] for name in (*one.counter_of, *one.aims_at) if name in by_subject)
        first, last = dates(one, rules)
        placed = (
            other for key in one.aims_at_places for day in days_from(first, last) for other in there.get((key, day), ())
        )
        for other in {other.key: other for other in (*named, *placed)}.values():
            if other.key != one.key and _on_one_day(one, other, rules):
                close = closeness(one.place, other.place, inf)
                sentence = counter_text(one, other, close, rules.kinds["counter"].why, rules)
                when = _widest(reaches[one.key].core, reaches[other.key].core)
                yield frozenset((one.key, other.key)), _clash("counter", (one, other), when, sentence, rules)


def _at_aims(
    happenings: Sequence[Happening], aims: Set[str], rules: ClashRules
) -> dict[tuple[str, date], list[Happening]]:
    """What of our own is on which day at the places that demonstrations are aimed at."""
    found: dict[tuple[str, date], list[Happening]] = defaultdict(list)
    for one in happenings:
        if one.place.key in aims and one.type in ("evenement", "match") and not _endless(one, rules):
            for day in days_from(*dates(one, rules)):
                found[one.place.key, day].append(one)
    return found


def on_one_evening(
    happenings: Sequence[Happening], reaches: Reaches, rules: ClashRules
) -> Iterator[tuple[Pair, Clash]]:
    """A match and an evenement on one evening, anywhere in the municipality."""
    matches = [one for one in happenings if one.type == "match" and not one.outside and not _endless(one, rules)]
    if "match_evening" not in rules.kinds or not matches:
        return
    played = {match.key: _evenings(match, reaches[match.key].core, rules) for match in matches}
    busy = {day for days in played.values() for day in days}
    on_day: dict[date, list[Happening]] = defaultdict(list)
    for one in happenings:
        if one.type == "evenement" and not one.outside and not _endless(one, rules):
            for day in busy.intersection(_evenings(one, reaches[one.key].live, rules)):
                on_day[day].append(one)
    for match in matches:
        found = {one.key: one for day in played[match.key] for one in on_day.get(day, ())}
        for one in found.values():
            close = closeness(match.place, one.place, inf)
            metres = close.metres if close and close.how == "near" else None
            sentence = match_text(match, one, metres, rules.kinds["match_evening"].why, rules)
            clash = _clash("match_evening", (match, one), reaches[match.key].live, sentence, rules)
            yield frozenset((match.key, one.key)), clash


def close_by(happenings: Sequence[Happening], reaches: Reaches, rules: ClashRules) -> Iterator[tuple[Pair, Clash]]:
    """Whatever is close in place and time: a sweep over time, looking only where something can be close.

    `happenings` are in order; what is over leaves the cells as they are looked through.
    """
    placed = [one for one in happenings if one.place.key and one.type != "cmt"]
    placed.sort(key=lambda one: (reaches[one.key].full.begin, *one.order))
    grid = Grid((spot for one in placed for spot in one.spots), rules.nearby_m)
    cells: dict[tuple[object, ...], list[Happening]] = defaultdict(list)
    for one in placed:
        begin = reaches[one.key].full.begin
        met: dict[str, Happening] = {}
        for cell in {cell for spot in one.spots for cell in grid.looks_in(spot)}:
            if standing := cells.get(cell):
                standing[:] = [other for other in standing if _lasts(reaches[other.key].full, begin)]
                met.update((other.key, other) for other in standing)
        for other in met.values():
            if clash := _meeting(one, other, reaches, rules):
                yield frozenset((one.key, other.key)), clash
        for cell in {cell for spot in one.spots for cell in grid.stands_in(spot)}:
            cells[cell].append(one)


def _lasts(stretch: Stretch, moment: datetime) -> bool:
    """Whether something that began no later than this moment can still meet what begins at it."""
    return stretch.end > moment or stretch.begin == moment


def _meeting(one: Happening, other: Happening, reaches: Reaches, rules: ClashRules) -> Clash | None:
    """The clash of two that are in cells next to each other, if they are in each other's way."""
    if one.outside and other.outside:
        return None
    near = nearness(one.spots, other.spots, rules.nearby_m)
    if not near.close or not _counts(one, other, near, rules):
        return None
    common = _common(reaches[one.key], reaches[other.key], whole=near.same)
    kind = _kind(one, other, near)
    if common is None or kind not in rules.kinds:
        return None
    pair = _in_order(one, other)
    times = (reaches[pair[0].key], reaches[pair[1].key])
    return _clash(kind, pair, common, pair_text(pair, times, near, rules.kinds[kind].why, rules), rules)


def _counts(one: Happening, other: Happening, near: Nearness, rules: ClashRules) -> bool:
    """Whether being this close means something for these two.

    What others published weighs less: it may be a thing of our own under the same title; two of theirs clash only at
    a place that we know; a whole day, like what lasts for months, only where it is itself.
    """
    if (one.foreign or other.foreign) and name_key(one.title) == name_key(other.title):
        return False
    if one.foreign and other.foreign:
        return near.same and one.place.known
    return near.same or not any((item.foreign and item.all_day) or _endless(item, rules) for item in (one, other))


def _common(one: Reach, other: Reach, *, whole: bool) -> Stretch | None:
    """The time in which two are in each other's way; of neighbours at least one must be going on."""
    if whole:
        return one.full.common(other.full) if one.full.meets(other.full) else None
    if one.live.meets(other.near) or one.near.meets(other.live):
        return one.near.common(other.near)
    return None


def _kind(one: Happening, other: Happening, near: Nearness) -> str:
    if (one.type == "demonstration") != (other.type == "demonstration"):
        return "demonstration"
    return "same_place" if near.same else "nearby"


def _in_order(one: Happening, other: Happening) -> tuple[Happening, Happening]:
    """The order in which a sentence names two: a demonstration first, then by time."""
    first, second = sorted((one, other), key=lambda item: (item.type != "demonstration", item.order))
    return first, second


def _on_one_day(one: Happening, other: Happening, rules: ClashRules) -> bool:
    first, second = dates(one, rules), dates(other, rules)
    return first[0] <= second[1] and second[0] <= first[1]


def _evenings(happening: Happening, stretch: Stretch, rules: ClashRules) -> list[date]:
    """The days of a happening on whose evening this stretch of it goes on."""
    first, last = dates(happening, rules)
    spans = ((day, evening(day, rules)) for day in days_from(first, last))
    return [day for day, span in spans if span and span.meets(stretch)]


def _endless(happening: Happening, rules: ClashRules) -> bool:
    return happening.end - happening.begin > rules.own_long


def _widest(one: Stretch, other: Stretch) -> Stretch:
    return Stretch(min(one.begin, other.begin), max(one.end, other.end))


def _clash(kind: str, pair: tuple[Happening, Happening], when: Stretch, sentence: str, rules: ClashRules) -> Clash:
    places = dict.fromkeys(item.place.name for item in pair if item.place.name)
    return clash_of(kind, pair, when, " / ".join(places), sentence, rules)
