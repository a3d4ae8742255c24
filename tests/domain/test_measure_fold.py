"""The fold of a measure stands whatever a station could write, in any order of arrival."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aovconsole.domain.kinds import decode, tables_of
from aovconsole.domain.measure import owed_duties
from aovconsole.domain.measure_steps import PAYLOADS, MeasurePrepared
from aovconsole.domain.record import Record

MOMENTS = [
    "", "0001-01-01T00:00:00.000000+00:00", "1900-01-01T00:00:00.000000+00:00", "2027-02-07T14:10:00.000000+00:00",
    "2199-12-31T23:59:59.999999+00:00", "9999-12-31T23:59:59.999999+00:00", "straks",
]  # fmt: skip
TEXTS = [
    "", "x" * 50_000, "[bold]x[/]", "rommel", "\u2028", "taken", "not_taken", "done", "rejected", "act", "term",
    "notice", "withdrawal", "announcement", "begin", "end", "days", "area", *MOMENTS[1:],
]  # fmt: skip
NAMED = {
    "outcome": ["taken", "not_taken", "done", "rejected", "not_needed", "rommel"],
    "type": ["act", "notice", "term", "rommel"],
    "key": ["withdrawal", "announcement", "x"],
    "step": ["r0", "r1", "r2", "r3", ""],
    "arises_from": ["r0", "r1", "r2", "r3", ""],
}
"""Values that some records refer to, so that steps, duties and what takes them back meet each other."""

SHAPES: dict[str, st.SearchStrategy[Any]] = {
    "str": st.sampled_from(TEXTS),
    "Instant": st.sampled_from(MOMENTS),
    "bool": st.booleans(),
    "tuple[str, ...]": st.lists(st.sampled_from([*TEXTS, "r1"]), max_size=2),
}


@st.composite
def payloads(draw: st.DrawFn, kind: type[Any]) -> dict[str, Any]:
    """The values of one payload, by the shape of its fields."""
    shapes = {field.name: str(field.type) for field in fields(kind)}
    return {
        name: draw(st.sampled_from(NAMED[name]) if name in NAMED else SHAPES[shape]) for name, shape in shapes.items()
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Record]:
    """The records of one measure: prepared first by clock, then anything."""
    kinds: list[type[Any]] = [MeasurePrepared, *draw(st.lists(st.sampled_from(PAYLOADS), max_size=7))]
    return [
        Record(
            number, f"r{number}", "test", "st", number + 1, f"{number:020}", "wall", MOMENTS[3],
            draw(st.sampled_from([MOMENTS[1], MOMENTS[2], MOMENTS[3], MOMENTS[4]])), MOMENTS[3], "a", "d", "r0",
            kind.kind, kind.version, json.dumps(draw(payloads(kind))), "salt", "h", "p", "h", "s",
        )
        for number, kind in enumerate(kinds)
    ]  # fmt: skip


@given(history=histories(), data=st.data())
def test_whatever_a_station_writes_the_fold_stands(history: list[Record], data: st.DataObject) -> None:
    made = tables_of(history)
    shuffled = tables_of(data.draw(st.permutations(history)))
    assert (shuffled.row, sorted(shuffled.items)) == (made.row, sorted(made.items))
    assert len(made.items) >= sum(decode(record) is None for record in history)
    if made.row is None:
        return
    view = json.loads(made.row.body)
    owed = owed_duties(view, "0")
    assert {duty["key"] for duty in owed} <= {duty["key"] for duty in view["duties"] if not duty["outcome"]}
    assert view["owed_count"] == sum(not duty["lapses_at"] for duty in owed)
    assert not any(step["withdrawn_reason"] and not step["withdrawn"] for step in view["steps"])


@pytest.mark.parametrize(
    ("duty", "moment", "owed"),
    [
        ({"type": "act", "outcome": ""}, "2027", True),
        ({"type": "notice", "outcome": "", "lapses_at": ""}, "2027", True),
        ({"type": "act", "outcome": "done"}, "2027", False),
        ({"type": "term", "outcome": ""}, "2027", False),
        ({"type": "act", "outcome": "", "lapses_at": "2027-02"}, "2027-01", True),
        ({"type": "act", "outcome": "", "lapses_at": "2027-02"}, "2027-02", False),
    ],
)
def test_what_is_owed(duty: dict[str, str], moment: str, owed: bool) -> None:
    assert bool(owed_duties({"duties": [duty]}, moment)) is owed
    assert owed_duties({}, moment) == ()
