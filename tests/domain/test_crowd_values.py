"""How busy it is, as people type it at speed: what is read, what is refused and why, what comes back."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.crowd_values import (
    MOST,
    Value,
    converted,
    derived_text,
    is_kept,
    kept,
    method_of,
    read_area,
    read_persons,
    read_value,
    value_text,
)
from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused
from tests.builders import HOSTILE


@pytest.mark.parametrize(
    ("typed", "number", "unit", "estimated"),
    [
        ("12000", "12000", "persons", False),
        ("12.000", "12000", "persons", False),
        ("12 000", "12000", "persons", False),
        ("12\u00a0000", "12000", "persons", False),
        ("12k", "12000", "persons", False),
        ("1,5K", "1500", "persons", False),
        ("12 duizend mensen", "12000", "persons", False),
        ("~12000", "12000", "persons", True),
        ("±12.000", "12000", "persons", True),
        (" ± 12k ", "12000", "persons", True),
        ("ca. 300 personen", "300", "persons", True),
        ("ongeveer 80%", "0.8", "share", True),
        ("0", "0", "persons", False),
        ("1.000.000", "1000000", "persons", False),
        ("80%", "0.8", "share", False),
        ("87,5 %", "0.875", "share", False),
        ("150%", "1.5", "share", False),
        ("2,5/m2", "2.5", "density", False),
        ("2.5 p/m2", "2.5", "density", False),
        ("3 personen per m²", "3", "density", False),
        ("12/m2", "12", "density", False),
    ],
)
def test_what_is_typed_is_read(typed: str, number: str, unit: str, estimated: bool) -> None:
    assert read_value(typed) == Value(Decimal(number), unit, estimated)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("-1", "kan niet onder nul zijn"),
        ("~-300", "kan niet onder nul zijn"),
        ("−5%", "kan niet onder nul zijn"),
        ("1e9", "typ een aantal (12000, 12k, ~12000"),
        ("1000000000", "meer dan 1.000.000 personen"),
        ("1.000.001", "meer dan 1.000.000 personen"),
        ("9999k", "meer dan 1.000.000 personen"),
        ("9" * 5000, "is niet te lezen"),
        ("vol", "'vol' is niet te lezen: typ een aantal"),
        ("vol", "een deel (80%) of een dichtheid (2,5/m2)"),
        ("", "de drukte is leeg: typ een aantal"),
        ("~", "is niet te lezen"),
        ("151%", "meer dan 150% van de capaciteit: klopt de capaciteit?"),
        ("12,01/m2", "meer dan 12 personen per m²"),
        ("12,000", "kan op twee manieren: typ 12.000"),
        ("0,8", "bedoelt u 80% of 0,8/m²?"),
        ("12,5", "bedoelt u 12,5% of 12,5/m²?"),
        ("0,0001k", "is niet te lezen"),
        ("1,23k of meer", "is niet te lezen"),
        ("12.00.000", "is niet te lezen"),
        ("12 000.000", "is niet te lezen"),
        ("１２０", "is niet te lezen"),
        ("2,5/m3", "is niet te lezen"),
        ("nan", "is niet te lezen"),
        ("inf", "is niet te lezen"),
        ("0x10", "is niet te lezen"),
    ],
)
def test_what_cannot_be_is_refused_and_says_what_can(typed: str, words: str) -> None:
    with pytest.raises(CommandRefused) as refused:
        read_value(typed)
    assert words in refused.value.sentence
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_refused_and_told_harmlessly(text: str) -> None:
    for read in (read_value, read_area, method_of):
        with pytest.raises(CommandRefused) as refused:
            read(text)
        assert clean(refused.value.sentence) == refused.value.sentence


PERSONS = st.integers(0, 1_000_000).map(Decimal)
SHARES = st.integers(0, 15_000).map(lambda number: Decimal(number) / 10_000)
DENSITIES = st.integers(0, 1_200).map(lambda number: Decimal(number) / 100)
VALUES = st.one_of(
    st.tuples(PERSONS, st.just("persons")),
    st.tuples(SHARES, st.just("share")),
    st.tuples(DENSITIES, st.just("density")),
)


@given(VALUES, st.sampled_from(["", "~", "± ", "ca. "]))
def test_what_is_shown_can_be_typed_and_what_is_kept_is_the_same(value: tuple[Decimal, str], sign: str) -> None:
    number, unit = value
    assert read_value(sign + value_text(number, unit)) == Value(number, unit, bool(sign))
    assert is_kept(kept(number)) and Decimal(kept(number)) == number


@given(st.integers(0, 1_000_000))
def test_every_way_to_write_a_number_is_the_same_number(number: int) -> None:
    dotted = f"{number:,}".replace(",", ".")
    ways = {str(number), dotted, dotted.replace(".", " "), f"{number} p", f"0{number}"}
    if number % 10 == 0:
        ways |= {f"{kept(Decimal(number) / 1000)}k", f"{kept(Decimal(number) / 1000)}k".replace(".", ",")}
    assert {read_value(way) for way in ways} == {Value(Decimal(number), "persons")}


@given(st.text(max_size=30))
def test_any_text_is_a_value_within_bounds_or_refused(text: str) -> None:
    with suppress(CommandRefused):
        found = read_value(text)
        assert 0 <= found.number <= MOST[found.unit]


def test_a_step_to_another_unit_needs_the_capacity_or_the_area() -> None:
    capacity, area = Decimal(15_000), Decimal(4_000)
    assert converted(Decimal(12_000), "persons", "share", capacity, None) == Decimal("0.8")
    assert converted(Decimal("0.8"), "share", "persons", capacity, None) == 12_000
    assert converted(Decimal("2.5"), "density", "persons", None, area) == 10_000
    assert converted(Decimal("0.8"), "share", "density", capacity, area) == 3
    for unit, wanted, own, other in (
        ("persons", "share", None, area), ("share", "persons", None, area), ("density", "persons", capacity, None),
        ("share", "density", capacity, None), ("density", "share", None, area),
    ):  # fmt: skip
        assert converted(Decimal(1), unit, wanted, own, other) is None


def test_what_is_computed_never_seems_to_reach_what_it_does_not() -> None:
    assert derived_text(Decimal(11_999) / 15_000, "share") == "79%"
    assert derived_text(Decimal(12_000) / 15_000, "share") == "80%"
    assert derived_text(Decimal("2.49"), "density") == "2,4/m²"
    assert derived_text(Decimal("11999.9"), "persons") == "11.999"


def test_capacity_and_area_are_numbers_above_nought() -> None:
    assert (read_persons("15.000", "de capaciteit"), read_area("4.000 m2"), read_area("12,5")) == (
        15_000, Decimal(4_000), Decimal("12.5"),
    )  # fmt: skip
    for text in ("0", "80%", "~15000", "-1", "vol"):
        with pytest.raises(CommandRefused):
            read_persons(text, "de capaciteit")
    for text in ("0", "-4", "groot", "1e6", "99999999999"):
        with pytest.raises(CommandRefused, match="oppervlakte"):
            read_area(text)


def test_a_method_is_named_in_english_or_dutch() -> None:
    assert [method_of(word) for word in ("", "Geteld", "estimated", "CAMERA ", "sensor")] == [
        "", "counted", "estimated", "camera", "sensor",
    ]  # fmt: skip
    with pytest.raises(CommandRefused, match=r"kies counted \(geteld\), estimated \(geschat\), camera"):
        method_of("gevoel")
