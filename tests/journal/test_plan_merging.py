"""Plans at two stations: what both set at the same time, whatever order it arrives in."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain.plan_steps import PlanStarted
from aovconsole.domain.record import Draft
from aovconsole.errors import CommandRefused
from aovconsole.journal import views
from tests.builders import OPERATOR, append, assert_green, desk_at, records_of
from tests.desk.plans import body, line, put
from tests.journal.act import Act
from tests.journal.acts import perform
from tests.journal.acts_plan import PLAN_ACTS
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

pytestmark = pytest.mark.all


SUNDAY = date(2027, 2, 14)


def exchange(one: Desk, other: Desk) -> None:
    """Let two stations hand each other what they have."""
    one.journal.receive(records_of(other.journal))
    other.journal.receive(records_of(one.journal))


@pytest.fixture
def stations(tmp_path: Path) -> tuple[Desk, Desk, str]:
    """Two desks with one clock, and the number of a plan that both know."""
    put(tmp_path / "A")
    put(tmp_path / "B")
    clock = StillClock()
    one, other = (desk_at(tmp_path / code, clock, code=code) for code in "AB")
    number = one.plans.start("proef", SUNDAY).number
    exchange(one, other)
    return one, other, number


def test_a_move_and_an_answer_at_the_same_time_both_hold(stations: tuple[Desk, Desk, str]) -> None:
    one, other, number = stations
    one.plans.move(number, on=date(2027, 2, 21), reason="storm")
    other.plans.answer(number, "finish", "18:00")
    exchange(one, other)
    for desk in (one, other):
        found = line(desk, number, "clear")
        assert (found.due_at, found.waits_for) == ("2027-02-21T18:30:00.000000+00:00", "")
        assert body(desk, number)["other_values"] == []
        assert_green(desk.journal)


def test_of_two_moves_the_later_holds_and_the_other_stays_visible(stations: tuple[Desk, Desk, str]) -> None:
    one, other, number = stations
    one.plans.move(number, on=date(2027, 2, 21), reason="storm")
    one.journal.clock.advance(minutes=1)  # type: ignore[attr-defined]
    other.plans.move(number, on=date(2027, 2, 28), reason="ook storm")
    exchange(one, other)
    for desk in (one, other):
        found = body(desk, number)
        assert (found["on"], found["other_values"]) == ("2027-02-28", ["when: 2027-02-21"])
    one.plans.move(number, on=date(2027, 2, 21), reason="toch die")
    exchange(one, other)
    assert (body(other, number)["on"], body(other, number)["other_values"]) == ("2027-02-21", [])


def test_who_knew_of_the_other_mark_wins_with_a_slower_clock(tmp_path: Path) -> None:
    put(tmp_path / "A")
    one = desk_at(tmp_path / "A", StillClock(), code="A")
    other = desk_at(tmp_path / "B", StillClock(CARNIVAL_SUNDAY - timedelta(seconds=50)), code="B")
    number = one.plans.start("proef", SUNDAY).number
    one.plans.mark(number, "look", "done")
    exchange(one, other)
    other.plans.mark(number, "look", "todo", note="het was de andere")
    exchange(one, other)
    assert [line(desk, number, "look").state for desk in (one, other)] == ["todo", "todo"]


def test_two_stations_that_start_the_same_see_it_of_each_other(stations: tuple[Desk, Desk, str]) -> None:
    one, other, _ = stations
    mine, theirs = (desk.plans.start("proef", date(2027, 3, 7)) for desk in (one, other))
    exchange(one, other)
    assert one.plans.also_on_that_day(mine) == (theirs.number,)
    assert other.plans.also_on_that_day(theirs) == (mine.number,)


STEPS: dict[str, Callable[[Desk, str, int], object]] = {
    "move": lambda d, n, k: d.plans.move(n, on=SUNDAY + timedelta(days=7 * (k % 4)), reason=f"r{k}"),
    "answer": lambda d, n, k: d.plans.answer(n, "finish", ("18:00", "", "2027-02-15 01:00")[k % 3]),
    "capacity": lambda d, n, k: d.plans.answer(n, "capacity", str(100 + k)),
    "days": lambda d, n, k: d.plans.answer(n, "days", ("2027-02-14", "2027-02-15,2027-02-16")[k % 2]),
    "mark": lambda d, n, k: d.plans.mark(n, ("look", "clear")[k % 2], ("todo", "busy", "done")[k % 3], note=f"n{k}"),
    "drop": lambda d, n, k: d.plans.mark(n, "look", "dropped", note=f"r{k}"),
    "owner": lambda d, n, k: d.plans.set_owner(n, "look", ("politie", "OOV")[k % 2]),
    "add": lambda d, n, k: d.plans.add_line(n, f"regel {k}", due=d.seat.now + timedelta(minutes=k)),
    "end": lambda d, n, k: d.plans.end(n, reason=f"r{k}") if k == 29 else None,
}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("AB*"), st.sampled_from(sorted(STEPS)), st.integers(0, 30)), max_size=14),
    st.randoms(use_true_random=False),
)
def test_the_fold_is_the_same_in_any_order_of_arrival(history: list[tuple[str, str, int]], chance: Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put(Path(folder, "A"))
        clocks = {code: StillClock(CARNIVAL_SUNDAY + timedelta(seconds=20 * turn)) for turn, code in enumerate("AB")}
        desks = {code: desk_at(Path(folder, code), clocks[code], code=code) for code in "AB"}
        number = desks["A"].plans.start("proef", SUNDAY).number
        exchange(*desks.values())
        for who, name, count in history:
            if who == "*":
                exchange(*desks.values())
                continue
            clocks[who].advance(minutes=count % 7)
            try:
                STEPS[name](desks[who], number, count)
            except CommandRefused:
                continue
        exchange(*desks.values())
        states = [json.dumps(views.state(desk.journal.connection), sort_keys=True) for desk in desks.values()]
        assert states[0] == states[1]
        third = desk_at(Path(folder, "C"), code="C")
        records = records_of(desks["A"].journal)
        for record in chance.sample(records, len(records)):
            third.journal.receive([record])
        assert third.plans.find(number) == desks["A"].plans.find(number)
        for desk in (*desks.values(), third):
            assert_green(desk.journal)
            desk.journal.close()


# --- what another station may send


def started(desk: Desk, **forged: Any) -> PlanStarted:
    """A start as a desk would write it, with something else in it."""
    asked = desk.plans.preview("proef", SUNDAY).payload("PL-27-Z001", "")
    made = object.__new__(PlanStarted)
    for name in PlanStarted.__slots__:  # no desk makes such a record: the checks at the making are passed by
        object.__setattr__(made, name, forged.get(name, getattr(asked, name)))
    return made


@pytest.mark.parametrize(
    "forged",
    [
        {"on": "2027-02-30"},
        {"on": "9999-01-01"},
        {"on": "1900-01-01"},
        {"clock": "25:00"},
        {"zone": "Europe"},
        {"zone": "../../etc/passwd"},
        {"zone": "x" * 5000},
        {"published": "[1]"},
        {"published": '{"x": ["gisteren"]}'},
        {"copy": ""},
        {"copy": "[]"},
        {"copy": "{}"},
        {"copy": '{"name":"\\ud800"}'},
        {"copy": "[" * 100_000},
    ],
    ids=str,
)
def test_a_forged_start_is_kept_as_unknown(stations: tuple[Desk, Desk, str], forged: dict[str, Any]) -> None:
    desk, other, number = stations
    [record] = append(desk.journal, Draft(started(desk, **forged), subject="p", dossier="p"))[:1]
    exchange(desk, other)
    for one in (desk, other):
        assert one.reading.subject(record.subject) is None
        assert [row.number for row in one.reading.of_type("plan")] == [number]
        assert_green(one.journal)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"anchor":"day"', '"anchor":"nergens"'),
        ('"of":"day"', '"of":"shot"'),
        ('"kind":"easter"', '"kind":3'),
        ('"days":-49', '"days":"veel"'),
        ('"days":-49', '"days":-49000000'),
        ('"when":"-90m"', '"when":"ooit"'),
        ('"anchors":[', '"anchors":{},"x":['),
        ('"sources":["verzonnen"]', '"sources":[3]'),
        ('"mandatory":true', '"mandatory":"ja"'),
        ('"as_of":"2027-01-10"', '"as_of":"toen"'),
    ],
)
def test_a_forged_copy_is_kept_as_unknown(stations: tuple[Desk, Desk, str], old: str, new: str) -> None:
    desk, _, number = stations
    copy = desk.plans.preview("proef", SUNDAY).payload("PL-27-Z001", "").copy
    assert old in copy
    append(desk.journal, Draft(started(desk, copy=copy.replace(old, new, 1)), subject="p", dossier="p"))
    assert [row.number for row in desk.reading.of_type("plan")] == [number]
    assert_green(desk.journal)


def test_a_second_start_of_one_subject_changes_nothing(stations: tuple[Desk, Desk, str]) -> None:
    desk, _, number = stations
    row = desk.plans.find(number)
    second = started(desk, number="PL-27-Z009", on="2027-03-07", answers=("capacity=5",))
    desk.journal.write(lambda _: [Draft(second, subject=row.subject, dossier=row.subject)], OPERATOR)
    assert (desk.plans.find(number).number, body(desk, number)["on"], body(desk, number)["answers"]) == (
        number,
        "2027-02-14",
        [],
    )
    assert_green(desk.journal)


def test_the_acts_of_plans_are_all_possible(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    for name in sorted(PLAN_ACTS):
        assert partial(perform, desk)(Act(name, 0, 1, 1)), name
