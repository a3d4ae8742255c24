"""The incident desk: what a request writes from the first call to the nafase, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.incident_steps import BeginSet, ClockStarted, GripSet, Informed
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from aovconsole.errors import BeforeBegin, CommandRefused
from tests.builders import HOSTILE, append, assert_green, desk_at, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

BEGIN = CARNIVAL_SUNDAY - timedelta(hours=1)
NR = "INC-27-A001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with an incident that began an hour ago."""
    made = desk_at(tmp_path)
    made.incidents.open("Gaslek", at=BEGIN)
    yield made
    assert_green(made.journal)
    made.journal.close()


def body(desk: Desk, number: str = NR) -> dict[str, Any]:
    view: dict[str, Any] = json.loads(desk.seat.find(number).body)
    return view


def minutes(count: float) -> datetime:
    return BEGIN + timedelta(minutes=count)


def texts(desk: Desk, number: str = NR) -> list[str]:
    return [line.text for line in desk.reading.lines(dossier=desk.seat.find(number).subject)]


def test_who_called_and_through_what_may_come_later(desk: Desk) -> None:
    desk.incidents.set_field(NR, "reporter", "bewoner")
    desk.incidents.set_field(NR, "reported_via", "meldkamer")
    desk.incidents.set_field(NR, "case_number", "2027-118")
    view = body(desk)
    assert (view["reporter"], view["reported_via"], view["case_number"]) == ("bewoner", "meldkamer", "2027-118")
    opened = desk.incidents.open("Brand", reporter="portier", reported_via="politie")
    assert json.loads(opened.body)["reporter"] == "portier"
    assert texts(desk, opened.number) == ["Brand, melder portier, via politie"]


def test_levels_skip_go_down_and_come_back_days_later(tmp_path: Path) -> None:
    clock = StillClock(datetime(2024, 10, 12, 20, 0, tzinfo=UTC))
    desk = desk_at(tmp_path, clock)
    number = desk.incidents.open("Schip tegen de stuw bij Borgharen").number
    desk.incidents.grip(number, 2, by="OvD", via="meldkamer")
    clock.advance(minutes=6 * 24 * 60)
    desk.incidents.grip(number, 0, by="ROL")
    desk.incidents.grip(number, 3, by="burgemeester", capacity="burgemeester")
    view = body(desk, number)
    assert [step["level"] for step in view["grip_history"]] == [2, 0, 3]
    assert (view["grip_level"], view["grip_highest"]) == (3, 3)
    desk.journal.close()


def test_an_earlier_step_that_is_entered_later_is_not_the_present(desk: Desk) -> None:
    desk.incidents.grip(NR, 2, by="OvD", at=minutes(50))
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(40))
    assert [step["level"] for step in body(desk)["grip_history"]] == [1, 2]
    assert body(desk)["grip_level"] == 2


def test_of_two_steps_in_one_minute_the_one_entered_last_stands(desk: Desk) -> None:
    desk.incidents.grip(NR, 2, by="OvD", at=minutes(40))
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(40))
    assert [step["level"] for step in body(desk)["grip_history"]] == [2, 1]


def test_a_step_before_the_incident_is_refused_or_moves_its_begin(desk: Desk) -> None:
    before = len(records_of(desk.journal))
    with pytest.raises(BeforeBegin, match="verzet eerst het begin"):
        desk.incidents.grip(NR, 1, by="OvD", at=minutes(-5))
    assert len(records_of(desk.journal)) == before
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(-5), move_begin=True)
    assert body(desk)["begin_at"] == stored(minutes(-5))
    desk.incidents.grip(NR, 2, by="OvD", at=minutes(5), move_begin=True)
    assert body(desk)["begin_at"] == stored(minutes(-5))


def test_the_begin_can_be_set_but_not_after_the_first_step(desk: Desk) -> None:
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(10))
    desk.incidents.set_begin(NR, minutes(10), reason="melding kwam later")
    assert body(desk)["begin_at"] == stored(minutes(10))
    with pytest.raises(CommandRefused, match="na zijn eerste GRIP-stap"):
        desk.incidents.set_begin(NR, minutes(11))
    with pytest.raises(CommandRefused, match="toekomst"):
        desk.incidents.set_begin(NR, CARNIVAL_SUNDAY + timedelta(hours=1))


def test_the_alarm_of_a_step_starts_the_clocks(desk: Desk) -> None:
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(10), alarm_at=minutes(8))
    desk.response.stop_clock(NR, "copi", at=minutes(37))
    found = {clock.key: clock for clock in desk.response.clocks(desk.seat.find(NR))}
    assert {key: clock.status for key, clock in found.items()} == {
        "control_room_alarm": "unrecorded", "control_room_description": "unrecorded", "copi": "reached",
    }  # fmt: skip
    assert found["copi"].due_at == minutes(38)
    with pytest.raises(CommandRefused, match="is al afgevinkt"):
        desk.response.stop_clock(NR, "copi")
    with pytest.raises(BeforeBegin):
        desk.incidents.grip(NR, 2, by="OvD", at=minutes(10), alarm_at=minutes(-1))


def test_a_withdrawn_step_does_not_count_and_stays_readable(desk: Desk) -> None:
    desk.incidents.grip(NR, 4, by="OvD", at=minutes(10))
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(11))
    mistaken = body(desk)["grip_history"][0]["record_id"]
    desk.incidents.withdraw(NR, mistaken, reason="verkeerde toets")
    assert (body(desk)["grip_highest"], len(body(desk)["grip_history"])) == (1, 1)
    line = desk.reading.line(mistaken)
    assert line is not None
    assert line.more == {"withdrawn": True, "reason": "verkeerde toets"}
    assert line.corrected_by


def test_who_knows(desk: Desk) -> None:
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(10))
    waiting = [one.function for one in desk.response.who_knows(desk.seat.find(NR)) if one.waiting]
    assert waiting == ["burgemeester of loco-burgemeester", "communicatie", "OvD-Bz"]
    desk.response.inform(NR, "loco-burgemeester", by="AOV", via="telefoon", answer="wil bericht", at=minutes(12))
    desk.response.inform(NR, "communicatie", reached=False)
    known = {one.function: one for one in desk.response.who_knows(desk.seat.find(NR))}
    assert not known["burgemeester of loco-burgemeester"].waiting
    assert known["communicatie"].waiting
    assert texts(desk)[-1] == "communicatie niet bereikt"
    assert "loco-burgemeester ingelicht, door AOV, via telefoon: wil bericht" in texts(desk)


def test_the_lead_passes_with_both_sides_named(desk: Desk) -> None:
    desk.response.pass_lead(NR, "SGBO", "algemeen commandant SGBO", at=minutes(5))
    desk.response.pass_lead(NR, "GBT", "burgemeester", reason="GRIP 3", at=minutes(20))
    assert [(lead["from_structure"], lead["structure"]) for lead in body(desk)["leads"]] == [
        ("", "SGBO"),
        ("SGBO", "GBT"),
    ]
    assert texts(desk)[-1] == ("leiding van SGBO (algemeen commandant SGBO) naar GBT (burgemeester): GRIP 3")
    with pytest.raises(CommandRefused, match="heeft de leiding al"):
        desk.response.pass_lead(NR, "GBT", "burgemeester")


def test_from_acute_to_nafase_to_closed_and_back(desk: Desk) -> None:
    desk.agreements.action(NR, "opvang regelen", owner="OvD-Bz")
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(10))
    desk.incidents.aftercare(NR, owner="OvD-Bz", at=minutes(50))
    assert desk.seat.find(NR).status == "aftercare"
    assert "A-A1 opvang regelen" in body(desk)["phases"][0]["left_open"]
    desk.response.mark_aftercare(NR, "damage", "busy", owner="Schadeloket")
    desk.response.mark_aftercare(NR, "damage", "done", note="afgerond")
    assert [(point["key"], point["state"], point["owner"]) for point in body(desk)["aftercare"]] == [
        ("damage", "done", "Schadeloket")
    ]
    desk.incidents.close(NR, reason="klaar", handed_to="jurist", at=minutes(55))
    closing = body(desk)["phases"][-1]
    assert (closing["to"], desk.seat.find(NR).status) == ("jurist", "closed")
    assert "burgemeester of loco-burgemeester inlichten" in closing["left_open"]
    assert "nafase: schade" not in closing["left_open"]
    assert "nafase: financiën" in closing["left_open"]
    desk.incidents.reopen(NR, reason="brand laait op")
    assert (desk.seat.find(NR).status, body(desk)["end_at"]) == ("open", "")


@pytest.mark.parametrize("named", ["damage", "schade", " Schade "])
def test_a_point_of_the_nafase_is_named_by_its_key_or_its_label(desk: Desk, named: str) -> None:
    desk.incidents.aftercare(NR, owner="OvD-Bz")
    desk.response.mark_aftercare(NR, named, "busy", owner="juristen")
    desk.response.mark_aftercare(NR, "damage", "done")
    assert [(one["key"], one["state"], one["owner"]) for one in body(desk)["aftercare"]] == [
        ("damage", "done", "juristen")
    ]


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "nobody told": (lambda d: d.response.inform(NR, "  "), "wie is leeg"),
    "told in the future": (
        lambda d: d.response.inform(NR, "politie", at=CARNIVAL_SUNDAY + timedelta(hours=1)),
        "toekomst",
    ),
    "unknown event": (lambda d: d.response.start_clock(NR, "brand"), "brand bestaat niet"),
    "alarm before the incident": (
        lambda d: d.response.start_clock(NR, "large_scale_alarm", at=minutes(-1)),
        "ligt voor het begin",
    ),
    "a clock that waits": (lambda d: d.response.stop_clock(NR, "copi"), "loopt niet"),
    "no such outcome": (lambda d: d.response.stop_clock(NR, "copi", outcome="soon"), "soon bestaat niet"),
    "no structure": (lambda d: d.response.pass_lead(NR, " ", "x"), "welke structuur is leeg"),
    "no leader": (lambda d: d.response.pass_lead(NR, "GBT", " "), "wie leidt is leeg"),
    "a point before the nafase": (lambda d: d.response.mark_aftercare(NR, "damage", "done"), "niet in de nafase"),
    "an unknown point": (
        lambda d: d.response.mark_aftercare(NR, "x", "done"),
        r"x staat niet op de nafaselijst: kies .*damage \(schade\)",
    ),
    "an unknown state": (lambda d: d.response.mark_aftercare(NR, "damage", "half"), "half bestaat niet"),
    "nafase of nobody": (lambda d: d.incidents.aftercare(NR, owner=""), "eigenaar van de nafase is leeg"),
    "nafase before the begin": (
        lambda d: d.incidents.aftercare(NR, owner="x", at=minutes(-1)),
        "voor de vorige stap",
    ),
    "withdrawing nothing": (lambda d: d.incidents.withdraw(NR, "x", reason="y"), "heeft geen stap x"),
    "withdrawing without reason": (lambda d: d.incidents.withdraw(NR, "x", reason=" "), "de reden is leeg"),
    "withdrawing the opening": (
        lambda d: d.incidents.withdraw(NR, d.seat.find(NR).subject, reason="y"),
        "heeft geen stap",
    ),
    "a level by nobody": (lambda d: d.incidents.grip(NR, 1, by=""), "door wie is leeg"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused_writes_nothing(desk: Desk, case: str) -> None:
    request, said = REFUSALS[case]
    before = len(records_of(desk.journal))
    with pytest.raises(CommandRefused, match=said):
        request(desk)
    assert len(records_of(desk.journal)) == before


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_data_in_every_step(desk: Desk, text: str) -> None:
    desk.response.inform(NR, text, by=text, via=text, answer=text)
    desk.response.pass_lead(NR, text, text, via=text, reason=text)
    desk.incidents.aftercare(NR, owner=text, reason=text)
    desk.response.mark_aftercare(NR, "damage", "busy", owner=text, note=text)
    desk.incidents.close(NR, reason=text, handed_to=text)
    told = "".join(texts(desk))
    assert "\x1b" not in told
    assert "\u202e" not in told


def test_over_midnight_and_new_year_it_counts_in_the_year_in_which_it_began(tmp_path: Path) -> None:
    clock = StillClock(datetime(2026, 12, 31, 22, 30, tzinfo=UTC))
    desk = desk_at(tmp_path, clock)
    number = desk.incidents.open("Vuurwerk").number
    clock.advance(minutes=90)
    desk.incidents.grip(number, 1, by="OvD")
    desk.incidents.close(number)
    from aovconsole.domain.figures import count_year

    rows = desk.reading.of_type("incident")
    counts = [count_year(year, rows, date(2027, 12, 31)).grip_incidents for year in (2026, 2027)]
    assert (number, counts) == ("INC-26-A001", [1, 0])
    desk.journal.close()


def test_two_stations_take_the_same_step_in_any_order(desk: Desk) -> None:
    """Steps that arrive late from another station find their place by when they happened."""
    subject = desk.seat.find(NR).subject
    for level, minute in ((3, 30), (1, 10), (2, 20)):
        append(
            desk.journal,
            Draft(GripSet(level, "OvD"), subject=subject, dossier=subject, occurred_at=stored(minutes(minute))),
        )
    assert [step["level"] for step in body(desk)["grip_history"]] == [1, 2, 3]


def test_the_begin_moves_again_when_a_still_earlier_step_is_heard(desk: Desk) -> None:
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(-40), move_begin=True)
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(-70), move_begin=True)
    assert body(desk)["begin_at"] == stored(minutes(-70))
    desk.incidents.set_begin(NR, minutes(-90))
    assert body(desk)["begin_at"] == stored(minutes(-90))


def test_what_was_never_recorded_can_still_be_ticked(desk: Desk) -> None:
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(10), alarm_at=minutes(8))
    desk.response.stop_clock(NR, "control_room_alarm", at=minutes(9))
    found = {clock.key: clock.status for clock in desk.response.clocks(desk.seat.find(NR))}
    assert found["control_room_alarm"] == "reached"


def test_the_clock_of_an_earlier_alarm_is_ticked_by_its_run(desk: Desk) -> None:
    desk.incidents.grip(NR, 1, by="OvD", at=minutes(5), alarm_at=minutes(5))
    desk.response.start_clock(NR, "large_scale_alarm", at=minutes(50))
    first = next(clock for clock in desk.response.clocks(desk.seat.find(NR)) if clock.started_at == minutes(5))
    desk.response.stop_clock(NR, "copi", start=first.start)
    copi = [clock for clock in desk.response.clocks(desk.seat.find(NR)) if clock.key == "copi"]
    assert {clock.started_at: clock.status for clock in copi} == {minutes(5): "late_reached", minutes(50): "running"}


@pytest.mark.parametrize("form", ["inform", "grip", "close"])
def test_a_form_that_was_filed_before_a_crash_is_not_filed_twice(desk: Desk, form: str) -> None:
    requests: dict[str, Callable[[str], object]] = {
        "inform": lambda record_id: desk.response.inform(NR, "politie", draft_id=record_id),
        "grip": lambda record_id: desk.incidents.grip(NR, 1, by="OvD", alarm_at=minutes(1), draft_id=record_id),
        "close": lambda record_id: desk.incidents.close(NR, draft_id=record_id),
    }
    record_id = "01a39021-52c0-7753-bfc2-571cd147ca89"
    requests[form](record_id)
    before = records_of(desk.journal)
    requests[form](record_id)
    assert records_of(desk.journal) == before


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59.999999+00:00", "0001-01-01T00:00:00.000000+00:00"])
def test_a_step_of_another_station_at_an_absurd_moment_stops_nothing(desk: Desk, moment: str) -> None:
    subject = desk.seat.find(NR).subject
    desk.incidents.grip(NR, 1, by="OvD")
    for step in (ClockStarted("large_scale_alarm"), BeginSet(stored(minutes(-9))), Informed("politie")):
        append(desk.journal, Draft(step, subject=subject, dossier=subject, occurred_at=moment))
    assert [clock.status for clock in desk.response.clocks(desk.seat.find(NR))] == ["waiting"] * 3
    assert body(desk)["begin_at"] == stored(BEGIN)
    desk.incidents.close(NR)
    assert len(desk.reading.lines(dossier=subject, type_="unknown")) == 3


def test_a_begin_without_a_moment_is_no_begin() -> None:
    with pytest.raises(ValueError, match=r"^$"):
        BeginSet("")
