"""Steps of a measure that are taken back, and its view: whatever the order of arrival, whatever was sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.kinds import tables_of
from aovconsole.domain.measure_steps import DutyDone, DutyOwed, MeasureDecided, MeasureExtended, StepWithdrawn
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow, TimelineItem
from tests.builders import HOSTILE, append, assert_green, desk_at, records_of
from tests.desk.measures import HOUR, INCIDENT, NOW, body, conditions, duty, open_keys, taken, texts
from tests.still_clock import StillClock


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A desk with one incident, at carnival Sunday 15:10; the journal is sound afterwards."""
    made = desk_at(tmp_path, clock)
    made.incidents.open("Overlaatdam Bosscherveld", at=NOW - 2 * HOUR)
    yield made
    assert_green(made.journal)
    made.journal.close()


def test_undo_takes_what_the_step_made_owed_with_it(desk: Desk) -> None:
    measure = taken(desk, "search_zone", end=NOW + HOUR)
    [step] = body(desk, measure)["steps"]
    row = desk.measures.undo(measure, step["record_id"], "verkeerde maatregel")
    view = json.loads(row.body)
    assert (row.status, view["duties"], view["begin_at"], view["steps"][0]["withdrawn"]) == ("prepared", [], "", True)
    [line] = [line for line in desk.reading.lines(type_="measure") if "besloten" in line.text]
    told = {"withdrawn": True, "reason": "verkeerde maatregel"}
    assert (line.more, line.corrected_by) == (told, records_of(desk.journal)[-1].id)
    assert view["steps"][0]["withdrawn_reason"] == "verkeerde maatregel"
    desk.measures.decide(measure, by="burgemeester", end=NOW + HOUR)
    assert body(desk, measure)["status"] == "taken"


def _undo_decision(desk: Desk, measure: str) -> None:
    decided = next(step for step in body(desk, measure)["steps"] if step["kind"] == "decided" and not step["withdrawn"])
    desk.measures.undo(measure, decided["record_id"], "dubbel")


@pytest.mark.parametrize(
    ("power", "key", "outcome"),
    [("emergency_ordinance", "ratification", "rejected"), ("light_order", "announcement", "done")],
)
def test_undo_of_a_decision_takes_what_followed_from_its_ticks_with_it(
    desk: Desk, clock: StillClock, power: str, key: str, outcome: str
) -> None:
    measure = taken(desk, power)
    clock.advance(minutes=1)
    desk.measures.done(measure, key, outcome=outcome, by="raad")
    assert len(body(desk, measure)["duties"]) > 2
    clock.advance(minutes=1)
    _undo_decision(desk, measure)
    view = body(desk, measure)
    assert (view["status"], view["duties"], view["owed_count"]) == ("prepared", [], 0)
    assert [step["withdrawn_reason"] for step in view["steps"]] == ["dubbel", "dubbel"]
    tick = next(line for line in desk.reading.lines(type_="measure") if "door raad" in line.text)
    assert (tick.more["reason"], key in tick.text) == ("dubbel", False)
    clock.advance(minutes=1)
    desk.measures.decide(measure, by="burgemeester")
    assert key in open_keys(desk, measure), "the tick was about the decision that fell"
    assert not {"appeal", "lapse", "objection"} & open_keys(desk, measure)


def test_undo_of_an_extension_leaves_the_terms_of_the_extension_before_it(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "closure_home", end=NOW + 100 * HOUR)
    ends = []
    for hours in (200, 300):
        clock.advance(hours=26)
        desk.measures.extend(measure, NOW + hours * HOUR, by="burgemeester")
        desk.measures.done(measure, "announcement_extended")
        ends.append(duty(desk, measure, "objection_extended")["due_at"])
    assert ends[0] < ends[1]
    desk.measures.undo(measure, body(desk, measure)["extensions"][-1]["record_id"])
    assert duty(desk, measure, "objection_extended")["due_at"] == ends[0]
    assert duty(desk, measure, "announcement_extended")["outcome"] == "done"


def test_an_extension_of_another_station_falls_with_the_only_decision(desk: Desk) -> None:
    measure = taken(desk, "closure_home", end=NOW + 100 * HOUR)
    view = body(desk, measure)
    later = MeasureExtended("2027-03-07T14:10:00.000000+00:00", "burgemeester")
    undone = StepWithdrawn(view["steps"][0]["record_id"])
    append(desk.journal, *(Draft(one, subject=measure, dossier=view["dossier"]) for one in (later, undone)))
    assert [step["withdrawn"] for step in body(desk, measure)["steps"]] == [True, True]
    desk.measures.decide(measure, by="burgemeester", end=NOW + 9 * HOUR)
    assert (body(desk, measure)["extensions"], body(desk, measure)["end_at"][:16]) == ([], "2027-02-07T23:10")


def test_undo_of_a_tick_reopens_it_and_drops_the_term(desk: Desk) -> None:
    measure = taken(desk, "closure_drugs", end=NOW + HOUR)
    desk.measures.done(measure, "announcement")
    desk.measures.undo(measure, duty(desk, measure, "announcement")["done_record_id"])
    assert [(one["key"], one["outcome"]) for one in body(desk, measure)["duties"]] == [("announcement", "")]


def test_undo_of_an_extension_gives_the_first_end_back(desk: Desk) -> None:
    measure = taken(desk, "group_measures", end=NOW + 100 * HOUR)
    ended = duty(desk, measure, "withdrawal")["due_at"]
    desk.measures.extend(measure, NOW + 200 * HOUR, by="burgemeester")
    assert duty(desk, measure, "withdrawal")["due_at"] > ended
    [extension] = body(desk, measure)["extensions"]
    row = desk.measures.undo(measure, extension["record_id"])
    assert (row.end_at, duty(desk, measure, "withdrawal")["due_at"]) == (ended, ended)


def test_undo_of_a_withdrawal_lets_it_run_again(desk: Desk) -> None:
    measure = taken(desk, "search_zone", end=NOW + HOUR)
    desk.measures.withdraw(measure, by="burgemeester")
    row = desk.measures.undo(measure, body(desk, measure)["steps"][-1]["record_id"])
    assert (row.status, duty(desk, measure, "withdrawal")["outcome"]) == ("taken", "")
    assert "council_withdrawn" not in open_keys(desk, measure)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_kept_as_text(desk: Desk, text: str) -> None:
    row = desk.measures.prepare(INCIDENT, "closure_home", {"facts": text, "area": text})
    kept = dict(json.loads(row.body)["values"])["facts"]
    assert kept == clean(text, lines=True).strip()
    desk.measures.fill(row.subject, conditions(desk, "closure_home"))
    desk.measures.decide(row.subject, by="burgemeester", end=NOW + HOUR, reason=text)
    desk.measures.done(row.subject, "announcement", by=text, via=text, note=text)
    assert not any(sign in line for line in texts(desk) for sign in "\x00\x1b\x9b\u202e\u2028\x85\n")


def _tables(desk: Desk, measure: str, random: Random | None = None) -> tuple[SubjectRow | None, list[TimelineItem]]:
    records = list(desk.reading.records(subject=measure))
    if random:
        random.shuffle(records)
    made = tables_of(records)
    return made.row, sorted(made.items)


def test_the_order_of_arrival_does_not_matter(desk: Desk, clock: StillClock) -> None:
    measure = taken(desk, "group_measures", end=NOW + 100 * HOUR, at=NOW - HOUR)
    clock.advance(hours=1)
    desk.measures.done(measure, "announcement")
    desk.measures.extend(measure, NOW + 200 * HOUR, by="burgemeester")
    desk.measures.undo(measure, body(desk, measure)["steps"][1]["record_id"])
    desk.measures.done(measure, "announcement", outcome="not_needed")
    desk.measures.withdraw(measure, by="burgemeester")
    row = desk.reading.subject(measure)
    for seed in range(20):
        made, items = _tables(desk, measure, Random(seed))
        assert made == row
        assert items == _tables(desk, measure)[1]


def test_what_another_station_could_send_does_not_stop_a_view(desk: Desk) -> None:
    row = desk.measures.prepare(INCIDENT, "closure_home")
    odd: list[Payload] = [
        MeasureDecided("taken", "x", begin_at="2199-12-31T23:59:59.999999+00:00"),
        DutyDone("nothing", "done"),
        DutyOwed("a", "b", "c", "act", arises_from="nowhere"),
    ]
    append(desk.journal, *(Draft(payload, subject=row.subject, dossier=row.dossier) for payload in odd))
    assert body(desk, row.subject)["status"] == "taken"
    assert "nothing: gedaan" in texts(desk)[-1]
    desk.measures.withdraw(row.subject, by="burgemeester")
