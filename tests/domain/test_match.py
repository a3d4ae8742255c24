"""What a match's records say: any arrival order gives one state, and what no match can hold is no record of ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from aovconsole.domain.conduct import ConductFieldSet
from aovconsole.domain.match import match_subject
from aovconsole.domain.match_steps import (
    MatchAdded,
    MatchEnded,
    MatchFieldSet,
    MatchMoved,
    PlanMarked,
    Talked,
    is_count,
)

AT = "2027-03-26T19:00:00.000000+00:00"


def added(**changed: Any) -> MatchAdded:
    values: dict[str, Any] = {
        "number": "WED-27-A001", "season": "2026/27", "competition": "Eerste Divisie", "home": "Thuis", "away": "Uit",
        "leg": 1, "round": "", "begin_at": AT, "on": "2027-03-26", "kickoff_known": True, "place": "Stadion",
        "doors_minutes": 90, "length_minutes": 120, "depart_minutes": 180,
    }  # fmt: skip
    return MatchAdded(**(values | changed))


IMPOSSIBLE: dict[str, Callable[[], object]] = {
    "no day": lambda: added(on="morgen"),
    "a week for a day": lambda: added(on="2027-W12-5"),
    "a day out of time": lambda: added(on="9999-01-01"),
    "a kick-off out of time": lambda: added(begin_at="0001-01-01T00:00:00.000000+00:00"),
    "no kick-off": lambda: added(begin_at=""),
    "doors for ever": lambda: added(doors_minutes=10**12),
    "before it began": lambda: added(depart_minutes=-1),
    "moved to no day": lambda: MatchMoved(AT, "2027-02-30", True),
    "ended by magic": lambda: MatchEnded("gewonnen"),
    "many": lambda: MatchFieldSet("away_expected", "veel"),
    "too many": lambda: MatchFieldSet("spectators", "1" * 7),
    "doors never": lambda: MatchFieldSet("doors_minutes", ""),
    "no such state": lambda: PlanMarked("doors", "deuren", "klaar"),
    "a talk at no time": lambda: Talked("overleg", ""),
    "a group of some": lambda: ConductFieldSet("group_size", "een paar"),
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_no_match_can_hold_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reader takes any
        IMPOSSIBLE[name]()


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("away_expected", "0", True),
        ("away_expected", "", True),
        ("away_expected", "³", False),
        ("away_expected", "-1", False),
        ("doors_minutes", "1440", True),
        ("doors_minutes", "1441", False),
    ],
)
def test_what_is_a_count(field: str, value: str, fits: bool) -> None:
    assert is_count(field, value) is fits


def test_a_match_is_the_same_however_its_names_are_written() -> None:
    known = match_subject("2026/27", "Eerste Divisie", "MVV", "Roda JC", 1)
    assert match_subject("2026/27", "eerste  divisie", "mvv", "RODA JC", 1) == known
    others = [
        ("2025/26", "Eerste Divisie", "MVV", "Roda JC", 1), ("2026/27", "KNVB Beker", "MVV", "Roda JC", 1),
        ("2026/27", "Eerste Divisie", "Roda JC", "MVV", 1), ("2026/27", "Eerste Divisie", "MVV", "Roda JC", 2),
    ]  # fmt: skip
    assert len({known, *(match_subject(*one) for one in others)}) == 5
