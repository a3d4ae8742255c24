"""The CMT days of the made-up year: whole, believable, and full of what a day at its height asks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from aovconsole.demo import MovingClock
from aovconsole.desk.desk import Desk
from aovconsole.domain.decision import check_state, ungrounded
from aovconsole.domain.times import stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Journal, Operator
from aovconsole.reference.files import known_names
from tests.still_clock import CARNIVAL_SUNDAY as NOW

pytestmark = pytest.mark.all


@pytest.fixture
def desk(demo_home: Path) -> Iterator[Desk]:
    journal = Journal(demo_home, MovingClock(NOW))
    yield Desk(journal, Operator("Voorbeeld", "AOV"), lambda: known_names(demo_home))
    journal.close()


def bodies(reading: Reading, day: SubjectRow, type_: str) -> list[dict[str, Any]]:
    return [json.loads(row.body) for row in reading.in_dossier(day.subject, type_)]


def running(desk: Desk) -> SubjectRow:
    [day] = desk.reading.of_type("cmt", status="open")
    return day


def over(desk: Desk) -> list[SubjectRow]:
    return list(desk.reading.of_type("cmt", status="closed"))


def test_the_days_that_have_a_template_ran_by_its_plan(desk: Desk) -> None:
    plans = {row.title: row for row in desk.reading.of_type("plan")}
    assert {"Carnaval 2026", "Carnaval 2027", "Koningsdag 2026", "Preuvenemint 2026"} < plans.keys()
    by_plan = Counter(plan.title for day in over(desk) if (plan := desk.plans.of_cmt(day)))
    assert (by_plan["Carnaval 2026"], by_plan["Preuvenemint 2026"]) == (5, 4)
    assert {row.status for title, row in plans.items() if title.endswith("2026")} == {"ended"}
    for title, row in plans.items():
        states = Counter(line.state for line in desk.plans.lines(row))
        assert states["done"] > states["todo"] or row.status == "running", title
    lines = [line for row in plans.values() for line in desk.plans.lines(row) if line.type != "own"]
    assert sum(line.state == "dropped" for line in lines) > 5
    assert all(line.note for line in lines if line.state == "dropped")
    assert sum(bool(line.note) for line in lines if line.state == "done") > 30
    assert sum(line.state == "done" and bool(line.past_at) and line.done_at > line.past_at for line in lines) > 5


def test_who_was_at_the_table_and_who_chaired(desk: Desk) -> None:
    for day in over(desk):
        body = desk.presence.of(day)
        assert body is not None
        chairs = [step["function"] for step in body["roles"] if step["role"] == "chair"]
        assert (len(chairs), len(set(chairs))) == (2, 2)
        assert all(step["reason"] for step in body["roles"] if step["from_function"])
        assert desk.presence.role(day, "keeper").function
    gone = [step for day in over(desk) for step in (desk.presence.of(day) or {})["steps"] if not step["present"]]
    assert len(gone) > 10
    assert all(step["note"] for step in gone)
    assert len(desk.presence.present(running(desk))) >= 10


def test_every_two_hours_a_meeting_with_minutes_that_the_chair_adopted(desk: Desk) -> None:
    for day in over(desk):
        meetings = desk.meetings.of(day)
        assert len(meetings) >= 3
        assert {meeting.status for meeting in meetings} == {"adopted"}
        goals = [json.loads(meeting.body)["goal"] for meeting in meetings]
        assert len(set(goals)) == len(goals)
    [*adopted, last] = desk.meetings.of(running(desk))
    assert {one.status for one in adopted} == {"adopted"}
    assert last.status == "closed"
    coming = desk.meetings.next(running(desk), NOW)
    assert coming is not None
    assert coming.due_at > NOW


def test_the_crowd_rises_and_falls_against_figures_that_are_the_demos_own(desk: Desk) -> None:
    days = desk.reading.of_type("cmt")
    rows = [row for day in days for row in desk.reading.in_dossier(day.subject, "crowd")]
    states = desk.crowd.states(rows, now=NOW)
    settings = [one for state in states for one in (state.capacity, *state.thresholds) if one]
    assert {(one.owner, one.source) for one in settings} == {("demo", "verzonnen voor de demo")}
    assert all(state.known_place and state.readings_count >= 3 for state in states)
    assert {reading["unit"] for row in rows for reading in json.loads(row.body)["readings"]} == {
        "persons", "share", "density",
    }  # fmt: skip
    for day in over(desk):
        busiest = max(desk.crowd.places(day.number, now=NOW), key=lambda one: one.readings_count)
        values = [float(one.value) for one in desk.crowd.series(day.number, busiest.place).points]
        top = values.index(max(values))
        assert 0 < top < len(values) - 1, day.title
        assert max(values) > 2 * min(values[0], values[-1]), day.title


def test_a_crossing_brought_its_prepared_decision_forward(desk: Desk) -> None:
    prepared = [
        body for day in over(desk) for body in bodies(desk.reading, day, "decision") if body["prepared"]
    ]  # fmt: skip
    assert len(prepared) >= 5
    for body in prepared:
        assert body["prepared"] == "stop_inflow"
        assert all(body[name] for name in (
            "judgement", "decider", "structure", "owner", "options", "risks", "proportionality", "communication",
            "advice", "dissent", "picture_text", "checks",
        ))  # fmt: skip
    assert Counter(body["status"] for body in prepared)["replaced"] >= 3
    not_taken = [
        line for day in over(desk) for line in desk.reading.lines(dossier=day.subject, kind="judgement")
        if line.text.startswith("drempel @")
    ]  # fmt: skip
    assert not_taken


def test_decisions_of_days_that_are_over_have_grounds_given_later_and_answers(desk: Desk) -> None:
    made = [body for day in over(desk) for body in bodies(desk.reading, day, "decision")]
    grounded = [body for body in made if body["judgement"] and body["decider"]]
    assert len(grounded) > 0.95 * len(made)
    assert sum(bool(body["picture"]) for body in grounded) > 0.4 * len(grounded)
    assert {check["outcome"] for body in made for check in body["checks"]} == {"yes", "partly", "no"}


def test_what_the_running_day_asks_at_this_moment(desk: Desk) -> None:
    day = running(desk)
    decisions = desk.reading.in_dossier(day.subject, "decision")
    assert [row.title for row, _ in ungrounded(decisions)] == ["instroom via de achterzijde, eerste kwartier toetsen"]
    assert [row.title for row in decisions if check_state(row, stored(NOW)) == "due"] == [
        "zij-ingang alleen voor uitstroom"
    ]
    actions = desk.reading.in_dossier(day.subject, "action")
    assert {"open", "busy", "done", "closed"} <= {row.status for row in actions}
    running_ones = [row for row in actions if row.status in ("open", "busy", "done")]
    assert sum(not json.loads(row.body)["owner"] for row in running_ones) == 1
    assert [row.title for row in running_ones if row.status == "done"] == ["groepen in de stoet uit elkaar"]
    [first] = [one for one in desk.crowd.crossings(day.number, now=NOW) if one.decision]
    assert (first.decision, first.minutes < 60) == ("stop_inflow", True)
    prepared = [row.title for row in decisions if json.loads(row.body)["prepared"]]
    assert prepared
    assert all(name_key(first.place) not in name_key(title) for title in prepared)
    plan = desk.plans.of_cmt(day)
    assert plan is not None
    late = [line for line in desk.plans.lines(plan, NOW) if line.late]
    assert 1 <= len(late) <= 3


def test_no_three_equal_lines_stand_in_a_screenful(desk: Desk) -> None:
    lines = desk.reading.lines(dossier=running(desk).subject)[-25:]
    assert max(Counter(line.text for line in lines).values()) < 3
    titles = Counter(row.title for row in desk.reading.in_dossier(running(desk).subject, "decision"))
    assert max(titles.values()) < 3
