"""The course of a measure in time: what lapses, what stays in sight, what may lie before what, what is filed once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.measure import owed_duties
from aovconsole.domain.measure_steps import MeasureFieldSet
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from tests.builders import append, assert_green, desk_at, given
from tests.desk.measures import HOUR, INCIDENT, NOW, body, conditions, duty, open_keys, prepared, taken
from tests.still_clock import StillClock


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A desk with one incident, at carnival Sunday 15:10; the journal is sound afterwards."""
    made = desk_at(tmp_path, clock)
    made.incidents.open("Overlaatdam Bosscherveld")
    yield made
    assert_green(made.journal)
    made.journal.close()


def test_a_term_that_runs_keeps_a_withdrawn_measure_in_sight(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "light_order")
    desk.measures.done(measure, "announcement")
    clock.advance(hours=3)
    desk.measures.withdraw(measure, by="burgemeester")
    [row] = desk.measures.owed(INCIDENT)
    assert (row.status, json.loads(row.body)["runs_until"]) == ("withdrawn", "2027-03-22T22:59:00.000000+00:00")
    clock.advance(hours=7 * 7 * 24)
    assert desk.measures.owed(INCIDENT) == desk.measures.owed() == ()


def test_a_file_that_is_kept_for_years_is_no_clock_to_watch(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "home_ban", end=NOW + 240 * HOUR)
    for key in open_keys(desk, measure) - {"file"}:
        desk.measures.done(measure, key)
    assert duty(desk, measure, "file")["due_at"][:4] == "2032"
    assert body(desk, measure)["runs_until"] == duty(desk, measure, "appeal_term")["due_at"]


@pytest.mark.parametrize(("power", "asks"), [("urgent_search", False), ("emergency_ordinance", True)])
def test_the_end_of_a_measure_is_enough_unless_the_law_asks_a_withdrawal(
    desk: Desk, clock: StillClock, power: str, asks: bool
) -> None:
    measure = taken(desk, power, end=NOW + 2 * HOUR)
    for key in open_keys(desk, measure) - {"withdrawal"}:
        desk.measures.done(measure, key, outcome="not_needed")

    def owes() -> set[str]:
        return {str(one["key"]) for one in owed_duties(body(desk, measure), stored(desk.seat.now))}

    assert (owes(), body(desk, measure)["owed_count"]) == ({"withdrawal"}, int(asks))
    clock.advance(hours=2)
    assert owes() == ({"withdrawal"} if asks else set())
    assert bool(desk.measures.owed(INCIDENT)) is asks


def test_an_extension_moves_the_moment_at_which_the_withdrawal_lapses(desk: Desk) -> None:
    measure = taken(desk, "group_measures", end=NOW + 100 * HOUR)
    desk.measures.extend(measure, NOW + 200 * HOUR, by="burgemeester")
    assert duty(desk, measure, "withdrawal")["lapses_at"] == body(desk, measure)["end_at"]


def test_a_reporting_order_stands_beside_an_order_of_the_prosecutor(desk: Desk) -> None:
    for kind, missing in (("meldplicht", ()), ("gebiedsverbod", _509), ("meldplicht; groepsverbod", _509)):
        measure = prepared(desk, "group_measures", kind=kind, prosecutor_order="nee")
        assert desk.measures.missing(measure) == (*missing, "einde")
    measure = prepared(desk, "group_measures", kind="meldplicht", prosecutor_order="nee")
    assert desk.measures.decide(measure, by="burgemeester", end=NOW + 72 * HOUR).status == "taken"


_509 = ("officier van justitie gaf geen aanwijzing (Sv 509hh) voor hetzelfde gebied",)


def test_a_home_ban_without_an_end_lasts_ten_days(desk: Desk) -> None:
    row = desk.measures.decide(prepared(desk, "home_ban"), by="hulpofficier van justitie")
    assert row.end_at == "2027-02-17T14:10:00.000000+00:00"
    assert {"housemates", "care_agency", "youth_care", "mayor"} <= open_keys(desk, row.subject)


def test_what_was_ordered_orally_may_have_begun_before_it_was_logged(desk: Desk, clock: StillClock) -> None:
    clock.advance(hours=1)
    measure = prepared(desk, "urgent_search")
    given(desk).when(lambda d: d.measures.decide(measure, by="burgemeester", begin=NOW, end=NOW + HOUR)).refused(
        "ligt voor het besluit"
    )
    row = desk.measures.decide(measure, by="burgemeester", begin=NOW, end=NOW + HOUR, oral=True)
    assert row.begin_at == stored(NOW)


def test_what_is_planned_is_decided_upon_before_it_begins(desk: Desk) -> None:
    planned = desk.evenementen.add("Carnaval", begin=NOW + 48 * HOUR, end=NOW + 72 * HOUR, place="Vrijthof")
    measure = desk.measures.prepare(planned.number, "search_zone", conditions(desk, "search_zone")).subject
    row = desk.measures.decide(measure, by="burgemeester", begin=NOW + 48 * HOUR, end=NOW + 60 * HOUR, at=NOW - HOUR)
    assert row.status == "taken"


def test_a_time_in_the_minute_of_the_decision_is_the_decision(desk: Desk, clock: StillClock) -> None:
    clock.advance(seconds=40)
    measure = taken(desk, "closure_home", end=NOW + 9 * HOUR)
    desk.measures.done(measure, "announcement", at=NOW)
    desk.measures.extend(measure, NOW + 10 * HOUR, by="burgemeester", at=NOW)
    desk.measures.withdraw(measure, by="burgemeester", reason="rustig", at=NOW)
    view = body(desk, measure)
    assert duty(desk, measure, "announcement")["done_at"] == view["withdrawn_at"] == view["decided_at"]
    assert (view["withdrawn_by"], view["withdrawn_capacity"], view["withdrawn_reason"]) == (
        "burgemeester",
        "",
        "rustig",
    )


STEPS: dict[str, Callable[[Desk, str, str], object]] = {
    "decide": lambda d, m, i: d.measures.decide(m, by="burgemeester", end=NOW + 9 * HOUR, draft_id=i),
    "extend": lambda d, m, i: d.measures.extend(m, NOW + 10 * HOUR, by="burgemeester", draft_id=i),
    "done": lambda d, m, i: d.measures.done(m, "announcement", draft_id=i),
    "due": lambda d, m, i: d.measures.due_date(m, "announcement_extended", NOW + 9 * HOUR, draft_id=i),
    "withdraw": lambda d, m, i: d.measures.withdraw(m, by="burgemeester", draft_id=i),
    "undo": lambda d, m, i: d.measures.undo(m, body(d, m)["steps"][-1]["record_id"], draft_id=i),
}
"""Every step with a form, in an order in which each is possible."""


def _file_again(desk: Desk, measure: str, step: Callable[[Desk, str, str], object], promised: str) -> None:
    given(desk).when(lambda d: step(d, measure, promised)).then()


def test_a_form_that_is_filed_twice_takes_one_step(desk: Desk, clock: StillClock) -> None:
    measure = prepared(desk, "closure_home")
    for name, step in STEPS.items():
        clock.advance(minutes=1)
        promised = f"01a39021-52c0-7753-bfc2-{name:a>12}"
        step(desk, measure, promised)
        _file_again(desk, measure, step, promised)
        assert desk.reading.record(promised) is not None, name
    assert [one["kind"] for one in body(desk, measure)["steps"]] == ["decided", "extended", "duty_done", "withdrawn"]


def test_values_that_another_station_made_up_stop_no_decision(desk: Desk) -> None:
    measure = prepared(desk, "group_measures")
    row = desk.reading.subject(measure)
    assert row is not None
    for field, value in (("days", "rommel, 2027-02-30, 9999-12-31"), ("begin", "9999-12-31T23:59:59.999999+00:00"),
                         ("end", "0001-01-01T00:00:00.000000+00:00")):  # fmt: skip
        append(desk.journal, Draft(MeasureFieldSet(field, value), subject=measure, dossier=row.dossier))
    given(desk).when(lambda d: d.measures.decide(measure, by="burgemeester")).refused("nog niet ingevuld: einde")
    desk.measures.fill(measure, {"end": "23:00"})
    assert desk.measures.decide(measure, by="burgemeester").end_at == "2027-02-07T22:00:00.000000+00:00"
