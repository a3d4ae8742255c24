"""What holds for any happenings: order never matters, what is unrelated changes nothing, every window agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from math import cos, radians, sin
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.clash_pairs import close_by
from aovconsole.domain.clash_places import Grid, Spot, closeness
from aovconsole.domain.clash_rules import Clash, Happening
from aovconsole.domain.clash_times import reach
from aovconsole.domain.clashes import clashes_between, counts
from aovconsole.domain.typed_names import name_key
from tests.domain.clashes import PLACES, RULES, found

pytestmark = pytest.mark.all

START = datetime(2027, 3, 27, 12, tzinfo=UTC)
"""The day before the change of the clock."""

SPOTS = [
    *(PLACES.spot(name) for name in ("Vrijthof", "Markt", "OLV-plein", "De Geusselt", "Binnenstad", "Wyck", "")),
    Spot("elders", "Elders"), Spot("eijsden", "Eijsden", 50.758, 5.682),
    *(Spot(f"p{number}", f"P{number}", 50.85 + number / 500, 5.69 + number / 300) for number in range(4)),
]  # fmt: skip


@st.composite
def happenings(draw: st.DrawFn, most: int = 7) -> list[Happening]:
    made = [draw(one_happening(number)) for number in range(draw(st.integers(0, most)))]
    return [replace(one, counter_of=("h0",)) if one.aims_at_places else one for one in made]


@st.composite
def one_happening(draw: st.DrawFn, number: int) -> Happening:
    type_ = draw(st.sampled_from(("evenement", "evenement", "demonstration", "match", "cmt", "calendar")))
    begin = START + timedelta(hours=draw(st.integers(0, 60)))
    spot = draw(st.sampled_from(SPOTS))
    more: dict[str, Any] = {"handling_class": draw(st.sampled_from(("", "A", "B", "C")))} if type_ != "calendar" else {}
    if type_ == "evenement":
        more |= {"build_up_at": begin - timedelta(hours=draw(st.integers(0, 40))), "cmt": draw(st.booleans())}
    if type_ == "demonstration":
        more["route"] = tuple(draw(st.lists(st.sampled_from(SPOTS[:4]), max_size=2)))
        more["aims_at_places"] = tuple(draw(st.lists(st.sampled_from(("vrijthof", "markt")), max_size=1)))
    return Happening(
        subject=f"h{number}", type=type_, title=draw(st.sampled_from(("Feest", "Loop", f"Nummer {number}"))),
        begin=begin, end=begin + timedelta(hours=draw(st.sampled_from((0, 1, 5, 30, 24 * 50)))), place=spot,
        outside=PLACES.outside(spot), day_norm=PLACES.norm(spot), cancelled=draw(st.integers(0, 9)) == 0, **more,
    )  # fmt: skip


DUTIES = [(START, START + timedelta(hours=20))]


def of(items: list[Happening], first: date, last: date) -> tuple[Clash, ...]:
    return clashes_between(items, DUTIES, RULES, first, last)


WHOLE = (date(2027, 1, 1), date(2027, 12, 31))


@given(happenings(), st.randoms(use_true_random=False))
def test_the_order_of_entry_never_matters(items: list[Happening], random: Any) -> None:
    mixed = list(items)
    random.shuffle(mixed)
    assert of(mixed, *WHOLE) == of(items, *WHOLE)


@given(happenings(), one_happening(99))
def test_what_is_unrelated_changes_nothing(items: list[Happening], other: Happening) -> None:
    """Far away in place and time it is unrelated, whatever it is; the others clash exactly as before."""
    far = replace(other, begin=other.begin + timedelta(days=200), end=other.end + timedelta(days=200), route=(),
                  place=Spot("far", "Ver", 50.9, 5.75), day_norm=None, counter_of=(), aims_at_places=())  # fmt: skip
    before, after = of(items, *WHOLE), of([*items, far], *WHOLE)
    assert [one for one in after if ("h99", far.title) not in one.items] == list(before)


@given(happenings())
def test_nothing_is_found_for_what_is_cancelled(items: list[Happening]) -> None:
    gone = {one.subject for one in items if one.cancelled}
    assert not {item.subject for clash in of(items, *WHOLE) for item in clash.items} & gone


@given(happenings(), st.integers(0, 4), st.integers(0, 2))
def test_a_narrow_window_finds_what_the_year_finds_on_those_days(items: list[Happening], begin: int, days: int) -> None:
    first = date(2027, 3, 26) + timedelta(days=begin)
    last = first + timedelta(days=days)
    inside = {one.key: one for one in of(items, first, last)}
    for clash in of(items, *WHOLE):
        assert inside.pop(clash.key, clash) == clash
    assert inside == {}


@given(happenings(most=9))
def test_the_sweep_finds_what_comparing_all_with_all_finds(items: list[Happening]) -> None:
    going_on = sorted((one for one in items if counts(one, RULES)), key=lambda one: one.order)
    reaches = {one.key: reach(one, RULES) for one in going_on}
    swept = {pair: clash for pair, clash in close_by(going_on, reaches, RULES)}
    compared: dict[frozenset[str], Clash] = {}
    for two in combinations(going_on, 2):
        compared.update(close_by(two, reaches, RULES))
    assert swept == compared


@given(st.floats(-89, 89), st.floats(-179, 179), st.floats(0, 360), st.floats(0, 1), st.sampled_from((1, 500, 20_000)))
def test_what_is_near_stands_where_one_looks(lat: float, lon: float, way: float, far: float, nearby_m: int) -> None:
    north = cos(radians(way)) * far * nearby_m / 111_195
    east = sin(radians(way)) * far * nearby_m / 111_195 / cos(radians(lat))
    one, other = Spot("a", "A", lat, lon), Spot("b", "B", lat + north, lon + east)
    grid = Grid((one, other), nearby_m)
    if closeness(one, other, nearby_m):
        assert set(grid.looks_in(one)) & set(grid.stands_in(other))
        assert set(grid.looks_in(other)) & set(grid.stands_in(one))


@given(happenings())
def test_each_clash_has_one_key_and_one_whole_sentence(items: list[Happening]) -> None:
    clashes = of(items, *WHOLE)
    assert len({one.key for one in clashes}) == len(clashes)
    for clash in clashes:
        assert clash.sentence.endswith(".") and clash.sentence.isprintable()
        assert clash.begin <= clash.end
        assert clash.key == name_key(clash.key)


def test_a_change_of_what_makes_it_is_another_fingerprint_and_a_title_is_not() -> None:
    one = Happening(
        subject="a", type="evenement", title="A", begin=START, end=START + timedelta(hours=3), place=SPOTS[0],
        handling_class="B",
    )  # fmt: skip
    other = replace(one, subject="b", title="B")
    [clash] = found(one, other)
    changes: list[dict[str, Any]] = [
        {"begin": START - timedelta(minutes=1)}, {"end": one.end + timedelta(minutes=1)}, {"handling_class": "C"},
        {"status": "tentative"}, {"build_up_at": START - timedelta(hours=4)}, {"opens_at": START - timedelta(hours=1)},
        {"counter_of": ("x",)}, {"aims_at": ("x",)}, {"aims_at_places": ("x",)}, {"route": (SPOTS[1],)},
        {"empty_at": one.end}, {"whole_place": True}, {"cmt": True},
    ]  # fmt: skip
    for change in changes:
        [changed] = found(replace(one, **change), other)
        assert changed.key == clash.key and changed.fingerprint != clash.fingerprint, change
    [renamed] = found(replace(one, title="Anders"), other)
    assert (renamed.key, renamed.fingerprint) == (clash.key, clash.fingerprint)
    [moved] = found(replace(one, place=SPOTS[1]), replace(other, place=SPOTS[1]))
    assert moved.key == clash.key and moved.fingerprint != clash.fingerprint
