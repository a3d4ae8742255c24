"""Terms by the Algemene termijnenwet: which days count, and on which day a term ends."""

from __future__ import annotations

from datetime import date

import pytest

from aovconsole.domain.workdays import HolidayRule, Holidays, months_later
from aovconsole.reference.files import load_holidays

SHIPPED = load_holidays()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param("2027-01-01", "Nieuwjaarsdag", id="Atw 3 lid 1 Nieuwjaarsdag"),
        pytest.param("2027-03-26", "Goede Vrijdag", id="Atw 3 lid 2 Goede Vrijdag"),
        pytest.param("2027-03-29", "tweede paasdag", id="Atw 3 lid 1 tweede paasdag"),
        pytest.param("2027-04-27", "Koningsdag", id="Atw 3 lid 1 Koningsdag"),
        pytest.param("2025-04-26", "Koningsdag", id="Atw 3 lid 1 Koningsdag 2025 op zaterdag: 27 april was zondag"),
        pytest.param("2025-04-27", "", id="27 april 2025 is een gewone zondag"),
        pytest.param("2027-05-05", "Bevrijdingsdag", id="Atw 3 lid 1 vijf mei"),
        pytest.param("2027-05-06", "Hemelvaartsdag", id="Atw 3 lid 1 Hemelvaartsdag"),
        pytest.param("2027-05-17", "tweede pinksterdag", id="Atw 3 lid 1 tweede pinksterdag"),
        pytest.param("2027-12-25", "eerste kerstdag", id="Atw 3 lid 1 eerste kerstdag"),
        pytest.param("2027-12-26", "tweede kerstdag", id="Atw 3 lid 1 tweede kerstdag"),
        pytest.param("2027-02-08", "", id="carnavalsmaandag is geen feestdag"),
        pytest.param("2027-12-31", "", id="oudejaarsdag is geen feestdag"),
    ],
)
def test_a_holiday_has_its_name(day: str, name: str) -> None:
    assert SHIPPED.name_of(date.fromisoformat(day)) == name


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2027-02-08", True), ("2027-02-12", True), ("2027-02-06", False), ("2027-02-07", False),
        ("2027-03-26", False), ("2027-05-06", False),
    ],
)  # fmt: skip
def test_a_working_day_is_no_weekend_and_no_holiday(day: str, working: bool) -> None:
    assert SHIPPED.is_working_day(date.fromisoformat(day)) is working


def test_a_day_that_a_decree_equates_counts_as_a_holiday() -> None:
    friday = date(2027, 5, 7)
    known = Holidays(SHIPPED.rules, frozenset({friday}))
    assert (SHIPPED.extended(friday), known.extended(friday)) == (friday, date(2027, 5, 10))
    assert known.name_of(friday) == "gelijkgestelde dag"


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        pytest.param("2027-02-08", {"weeks": 6}, "2027-03-22", id="Awb 6:7 zes weken"),
        pytest.param("2027-02-12", {"weeks": 6}, "2027-03-30", id="Atw 1 Goede Vrijdag tot na Pasen"),
        pytest.param("2027-02-06", {"weeks": 6}, "2027-03-22", id="Atw 1 zaterdag"),
        pytest.param("2027-02-07", {"weeks": 6}, "2027-03-22", id="Atw 1 zondag"),
        pytest.param("2026-11-13", {"weeks": 6}, "2026-12-28", id="Atw 1 Kerstmis op vrijdag"),
        pytest.param("2026-11-20", {"weeks": 6}, "2027-01-04", id="Atw 1 over Nieuwjaar"),
        pytest.param("2027-03-25", {"days": 3}, "2027-03-31", id="Atw 2 drie dagen met Pasen: twee werkdagen"),
        pytest.param("2027-02-04", {"days": 3}, "2027-02-08", id="Atw 2 vrijdag en maandag zijn er twee"),
        pytest.param("2027-02-05", {"days": 3}, "2027-02-09", id="Atw 2 alleen maandag is er een"),
        pytest.param("2027-03-25", {"days": 2}, "2027-03-30", id="Atw 2 geldt niet voor twee dagen"),
        pytest.param("2027-02-06", {"weeks": 12}, "2027-05-03", id="Atw 4 twaalf weken nog wel"),
        pytest.param("2027-02-06", {"weeks": 13}, "2027-05-08", id="Atw 4 dertien weken niet"),
        pytest.param("2027-02-07", {"days": 90}, "2027-05-10", id="Atw 4 negentig dagen nog wel"),
        pytest.param("2027-02-06", {"days": 91}, "2027-05-08", id="Atw 4 eenennegentig dagen niet"),
        pytest.param("2026-11-30", {"months": 3}, "2027-03-01", id="Atw 4 drie maanden nog wel"),
        pytest.param("2026-10-31", {"months": 4}, "2027-02-28", id="Atw 4 vier maanden niet"),
        pytest.param("2027-01-14", {"months": 1}, "2027-02-15", id="een maand tot dezelfde dag, dan Atw 1"),
    ],
)
def test_a_term_ends_on(start: str, length: dict[str, int], end: str) -> None:
    assert SHIPPED.term_end(date.fromisoformat(start), **length) == date.fromisoformat(end)


@pytest.mark.parametrize("length", [{}, {"days": 0}, {"weeks": 1, "days": 1}, {"days": -1}, {"weeks": 2, "days": -7}])
def test_a_term_has_one_length(length: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="one length"):
        SHIPPED.term_end(date(2027, 2, 8), **length)


def test_working_days_are_counted_past_holidays() -> None:
    assert SHIPPED.working_days_after(date(2027, 4, 23), 2) == date(2027, 4, 28)
    assert SHIPPED.working_days_after(date(2027, 4, 23), 0) == date(2027, 4, 23)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [("2027-01-31", 1, "2027-02-28"), ("2028-01-31", 1, "2028-02-29"), ("2026-12-15", 3, "2027-03-15"),
     ("2026-12-31", 24, "2028-12-31"), ("2027-03-31", -1, "2027-02-28")],
)  # fmt: skip
def test_months_end_on_the_same_day_or_the_last(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


def test_a_fixed_day_moves_only_where_the_rule_says_so() -> None:
    assert HolidayRule("x", "04-27").day_in(2025) == date(2025, 4, 27)
    assert HolidayRule("x", "04-27", on_sunday="04-26").day_in(2025) == date(2025, 4, 26)
