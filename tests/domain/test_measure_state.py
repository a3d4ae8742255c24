"""The state of a measure as lists say it."""

from __future__ import annotations

import pytest

from aovconsole.domain.measure_duties import state_text


@pytest.mark.parametrize(
    ("status", "end_at", "outcome", "said"),
    [
        ("prepared", "", "", "voorbereid"),
        ("taken", "", "", "genomen"),
        ("taken", "2027-02-07T14:10:01.000000+00:00", "", "genomen"),
        ("taken", "2027-02-07T14:10:00.000000+00:00", "", "verlopen, nog in te trekken"),
        ("taken", "2027-02-07T14:10:00.000000+00:00", "done", "afgelopen"),
        ("withdrawn", "2027-02-07T14:10:00.000000+00:00", "done", "ingetrokken"),
    ],
)
def test_a_measure_past_its_end_is_not_just_taken(status: str, end_at: str, outcome: str, said: str) -> None:
    duty = {"key": "withdrawal", "type": "act", "outcome": outcome, "lapses_at": ""}
    assert state_text(status, {"end_at": end_at, "duties": [duty]}, "2027-02-07T14:10:00.000000+00:00") == said
