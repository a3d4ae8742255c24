"""The read tables are what the records say: in any order of arrival, incremental as rebuilt."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain.kinds import all_payloads
from aovconsole.domain.record import Record
from aovconsole.journal import views
from aovconsole.journal.store import Journal
from tests.builders import desk_at, journal_at, records_of
from tests.journal.act import WORDS, Act
from tests.journal.acts import ACTS, acts, perform
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


def hits(journal: Journal) -> dict[str, list[str]]:
    """What a search finds, whatever order the lines came in."""
    queries = [*WORDS, "ge", "dossier", "12"]
    return {query: sorted(found.row.record_id for found in journal.reading.search(query, 1000)) for query in queries}


def rebuilt(journal: Journal) -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The views and the hits after all read tables were thrown away."""
    with journal.batch():
        views.rebuild(journal.connection)
    return views.state(journal.connection), hits(journal)


@settings(max_examples=30, deadline=None)
@given(st.lists(acts, min_size=3, max_size=25))
def test_incremental_equals_rebuilt(history: list[Act]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = desk_at(Path(folder))
        for act in history:
            perform(desk, act)
        incremental = views.state(desk.journal.connection), hits(desk.journal)
        assert incremental == rebuilt(desk.journal)
        desk.journal.close()


def test_the_generated_histories_know_every_kind(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    first = ("incident", "evenement", "cmt", "line", "action", "calendar", "match", "demonstration", "measure")
    for name in (*first, *sorted(ACTS)):
        assert perform(desk, Act(name, 0, 1, 1)), name
    assert {record.kind for record in records_of(desk.journal)} == set(all_payloads())
    incremental = views.state(desk.journal.connection), hits(desk.journal)
    assert incremental == rebuilt(desk.journal)
    assert incremental[1]["ge"], "the search finds something at all"


class SameEntropy:
    """Chance that is the same each time: two homes made with it are the same station."""

    def __init__(self) -> None:
        self._random = Random(7)

    def __call__(self, count: int) -> bytes:
        return self._random.randbytes(count)


def state_after(home: Path, records: list[Record], sizes: list[int]) -> str:
    """What `journal state` prints at a third station that receives records in this order, some at a time."""
    journal = Journal(home, StillClock(), realm="test", code="C", entropy=SameEntropy())
    rest = list(records)
    for size in sizes:
        journal.receive(rest[:size])
        rest = rest[size:]
    for record in rest:
        journal.receive([record])
    found = json.dumps(views.state(journal.connection), sort_keys=True), hits(journal)
    assert found == (json.dumps((again := rebuilt(journal))[0], sort_keys=True), again[1])
    journal.close()
    return found[0]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("AB*"), acts), min_size=4, max_size=24),
    st.randoms(use_true_random=False),
    st.lists(st.integers(1, 9), max_size=4),
)
def test_any_order_of_arrival_gives_the_same_state(
    history: list[tuple[str, Act]], chance: Random, sizes: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desks = {
            code: desk_at(Path(folder, code), StillClock(CARNIVAL_SUNDAY + timedelta(seconds=20 * number)), code=code)
            for number, code in enumerate("AB")
        }
        for who, act in history:
            if who == "*":  # the stations meet
                exchange(desks["A"], desks["B"])
            else:
                perform(desks[who], act)
        exchange(desks["A"], desks["B"])
        states = [json.dumps(views.state(desk.journal.connection), sort_keys=True) for desk in desks.values()]
        assert states[0] == states[1], "two stations that hold the same records print the same bytes"
        records = records_of(desks["A"].journal)
        shuffled = chance.sample(records, len(records))
        one, two = state_after(Path(folder, "1"), records, []), state_after(Path(folder, "2"), shuffled, sizes)
        assert one == two
        for desk in desks.values():
            desk.journal.close()


def exchange(one: Desk, other: Desk) -> None:
    """Let two stations hand each other what they have."""
    one.journal.receive(records_of(other.journal))
    other.journal.receive(records_of(one.journal))


@pytest.fixture
def stations(tmp_path: Path) -> tuple[Desk, Desk, StillClock]:
    """Two desks with one clock, and an incident that both know."""
    clock = StillClock()
    one, other = (desk_at(tmp_path / code, clock, code=code) for code in "AB")
    one.incidents.open("Gaslek", place="Markt")
    exchange(one, other)
    return one, other, clock


def view(desk: Desk) -> dict[str, Any]:
    """The incident as this desk sees it."""
    [row] = desk.reading.of_type("incident")
    body: dict[str, Any] = json.loads(row.body)
    assert row.place == body["place"]
    return body


def test_a_step_that_is_entered_late_does_not_become_the_present(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    number = desk.incidents.open("Gaslek", at=CARNIVAL_SUNDAY - timedelta(hours=1)).number
    desk.incidents.grip(number, 2, by="OvD-Bz", at=CARNIVAL_SUNDAY - timedelta(minutes=20))
    row = desk.incidents.grip(number, 1, by="OvD-Bz", at=CARNIVAL_SUNDAY - timedelta(minutes=30))
    body = json.loads(row.body)
    assert (body["grip_level"], body["grip_highest"]) == (2, 2)
    assert [step["level"] for step in body["grip_history"]] == [1, 2]
    assert [step["late"] for step in body["grip_history"]] == [True, True]
    assert body["grip_since"] == "2027-02-07T13:50:00.000000+00:00"
    body = json.loads(desk.incidents.grip(number, 0, by="OvD-Bz").body)
    assert (body["grip_level"], body["grip_highest"], body["grip_history"][-1]["late"]) == (0, 2, False)


def test_of_two_who_did_not_know_of_each_other_the_later_clock_wins_and_the_other_stays_visible(
    stations: tuple[Desk, Desk, StillClock],
) -> None:
    one, other, clock = stations
    number = view(one)["number"]
    one.incidents.set_field(number, "place", "Vrijthof")
    clock.advance(seconds=1)
    other.incidents.set_field(number, "place", "Bassin")
    exchange(one, other)
    for desk in (one, other):
        assert (view(desk)["place"], view(desk)["other_values"]) == ("Bassin", ["place: Vrijthof"])
        assert [row.text for row in desk.reading.lines() if row.type == "changed"] == [
            "plaats: Vrijthof", "plaats: Bassin",
        ]  # fmt: skip


def test_who_knew_of_the_other_wins_also_with_a_clock_that_is_behind(
    stations: tuple[Desk, Desk, StillClock],
) -> None:
    one, other, clock = stations
    number = view(one)["number"]
    clock.advance(hours=3)
    one.incidents.set_field(number, "place", "Vrijthof")
    clock.advance(hours=-3)  # the other station's clock is hours behind, further than is adopted
    exchange(one, other)
    other.incidents.set_field(number, "place", "Bassin")
    exchange(one, other)
    records = {record.id: record for record in records_of(one.journal)}
    clocks = [record.clock for record in records.values() if record.kind == "incident.field_set"]
    assert clocks == sorted(clocks, reverse=True), "the one that knew has the earlier clock"
    for desk in (one, other):
        assert (view(desk)["place"], view(desk)["other_values"]) == ("Bassin", [])


def test_who_settles_a_conflict_replaces_both(stations: tuple[Desk, Desk, StillClock]) -> None:
    one, other, clock = stations
    number = view(one)["number"]
    one.incidents.set_field(number, "title", "Gaslucht")
    other.incidents.set_field(number, "title", "Explosie")
    exchange(one, other)
    clock.advance(seconds=1)
    one.incidents.set_field(number, "title", "Gasexplosie")
    exchange(one, other)
    for desk in (one, other):
        assert (view(desk)["title"], view(desk)["other_values"]) == ("Gasexplosie", [])


def test_equal_values_are_no_conflict(stations: tuple[Desk, Desk, StillClock]) -> None:
    one, other, _ = stations
    for desk in (one, other):
        desk.incidents.set_field(view(desk)["number"], "place", "Vrijthof")
    exchange(one, other)
    assert (view(one)["place"], view(one)["other_values"]) == ("Vrijthof", [])


def test_what_hangs_under_a_record_that_has_not_arrived_waits_for_it(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "a")
    number = desk.incidents.open("Gaslek").number
    desk.incidents.grip(number, 3, by="OvD-Bz")
    line = desk.log.line("begin", dossier=number)
    desk.log.correct(line.id, "het begin")
    other = journal_at(tmp_path / "b", code="B")
    records = records_of(desk.journal)
    other.receive(records[3:])
    assert other.reading.of_type("incident") == ()
    assert other.reading.lines(type_="grip") == ()
    other.receive(records[:3])
    assert [row.number for row in other.reading.of_type("incident")] == [number]
    assert [(row.text, row.correction) for row in other.reading.lines(type_="line")] == [("begin", "het begin")]
    other.close()
