"""An evenement at the desk: its frame, its steps, its rounds; what is refused; what the figures count."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.safety_rounds import Found, found_from
from aovconsole.domain.figures import count_year
from aovconsole.domain.kinds import tables_of
from aovconsole.errors import CommandRefused
from tests.builders import HOSTILE, assert_green, desk_at, records_of
from tests.desk.evenementen import NR, SOON, body, rounds, safety_rounds
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
LATER = NOW + timedelta(days=200)
TODAY = date(2027, 2, 7)
YESTERDAY = date(2027, 2, 6)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one evenement on the Vrijthof, that begins in three hours."""
    made = desk_at(tmp_path)
    made.evenementen.add("Concert", begin=SOON, end=SOON + timedelta(hours=2), place="Vrijthof", visitors_count=900)
    yield made
    assert_green(made.journal)
    made.journal.close()


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "a field that is not there": (lambda d: d.evenementen.set_fields(NR, {"colour": "x"}), "heeft geen veld colour"),
    "no title": (lambda d: d.evenementen.set_fields(NR, {"title": " "}), "de titel is leeg"),
    "no begin": (lambda d: d.evenementen.set_fields(NR, {"begin_at": ""}), "begin kan niet leeg zijn"),
    "an end before the begin": (
        lambda d: d.evenementen.set_fields(NR, {"end_at": "2027-02-01 10:00"}), "einde ligt voor het begin",
    ),
    "a build-up after the begin": (
        lambda d: d.evenementen.set_fields(NR, {"build_up_at": "2027-02-08 10:00"}), "opbouw begint na het begin",
    ),
    "a break-down before the end": (
        lambda d: d.evenementen.set_fields(NR, {"break_down_until": "2027-02-07 16:00"}), "afbouw is klaar voor",
    ),
    "29 February of 2027": (lambda d: d.evenementen.set_fields(NR, {"received_on": "29-02-2027"}), "geen datum"),
    "a time that the clock skips": (
        lambda d: d.evenementen.set_fields(NR, {"end_at": "2027-03-28 02:30"}), "bestaat niet",
    ),
    "a time that the clock has twice": (
        lambda d: d.evenementen.set_fields(NR, {"end_at": "2027-10-31 02:30"}), "twee keer",
    ),
    "received tomorrow": (lambda d: d.evenementen.set_fields(NR, {"received_on": "08-02-2027"}), "in de toekomst"),
    "a kind that is none": (lambda d: d.evenementen.set_fields(NR, {"kind": "verzoek"}), "aanvraag of melding"),
    "perhaps": (lambda d: d.evenementen.set_fields(NR, {"cmt_day": "misschien"}), "antwoord ja, nee of onbekend"),
    "many visitors": (lambda d: d.evenementen.set_fields(NR, {"visitors_count": "veel"}), "geen aantal bezoekers"),
    "visitors in other digits": (lambda d: d.evenementen.set_fields(NR, {"visitors_count": "９"}), "geen aantal"),
    "too many visitors": (lambda d: d.evenementen.set_fields(NR, {"visitors_count": "9" * 12}), "geen aantal"),
    "class D": (lambda d: d.evenementen.assess(NR, "D"), "klasse D bestaat niet"),
    "a class without reasons": (lambda d: d.evenementen.assess(NR, "A", reasons=[" "]), "waarom klasse A"),
    "assessed tomorrow": (
        lambda d: d.evenementen.assess(NR, "A", assessed_on=date(2027, 2, 8)), "in de toekomst",
    ),
    "advice of nobody": (lambda d: d.evenementen.ask_advice(NR, " "), "de partner is leeg"),
    "advice without words": (lambda d: d.evenementen.give_advice(NR, "politie", " "), "het advies is leeg"),
    "a plan judged that is not there": (lambda d: d.evenementen.plan_judged(NR, "good"), "nog geen veiligheidsplan"),
    "a verdict that is none": (lambda d: d.evenementen.plan_judged(NR, "mooi"), "kies good of insufficient"),
    "a permit withdrawn that is not there": (lambda d: d.evenementen.permit(NR, "withdrawn"), "geen vergunning"),
    "an outcome that is none": (lambda d: d.evenementen.permit(NR, "toegestaan"), "kies granted, refused of"),
    "a permit in the future": (lambda d: d.evenementen.permit(NR, "granted", at=LATER), "toekomst"),
    "a step that is none": (lambda d: d.evenementen.tick(NR, "dansen", "done"), "stap dansen bestaat niet"),
    "a state that is none": (lambda d: d.evenementen.tick(NR, "intake", "bijna"), "stand bijna bestaat niet"),
    "counted below nought": (lambda d: d.evenementen.count(NR, -1, method="counted", by="x"), "niet onder nul"),
    "counted by nobody": (lambda d: d.evenementen.count(NR, 1, method="counted", by=""), "door wie is leeg"),
    "withdrawing the evenement itself": (
        lambda d: d.evenementen.withdraw(NR, d.seat.find(NR).subject, reason="x"), "geen stap",
    ),
    "withdrawing nothing": (lambda d: d.evenementen.withdraw(NR, "x", reason="y"), "geen stap x"),
    "a round planned for no time": (lambda d: d.evenementen.rounds.plan(NR), "een geplande ronde heeft een tijd"),
    "a round that is not there": (lambda d: d.evenementen.rounds.hold(NR, "R-A9"), "heeft geen ronde R-A9"),
    "a type of round that is none": (lambda d: d.evenementen.rounds.hold(NR, round_type="x"), "soort ronde x"),
    "a round in the future": (lambda d: d.evenementen.rounds.hold(NR, at=LATER), "toekomst"),
    "a term before the round": (
        lambda d: d.evenementen.rounds.hold(NR, findings=[Found("hek", "", "2027-02-01 10:00")]), "ligt voor de ronde",
    ),
    "four parts of a finding": (lambda _: found_from("a;b;c;d"), "drie delen"),
    "a finding without text": (lambda _: found_from(";THOR"), "de bevinding is leeg"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_what_is_refused_writes_nothing(desk: Desk, name: str) -> None:
    request, said = REFUSALS[name]
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused) as refused:
        request(desk)
    assert said in refused.value.sentence
    assert desk.journal.last_pos() == before


def test_the_frame_is_filled_changed_and_cleared_and_what_stands_already_is_not_written(desk: Desk) -> None:
    typed = {
        "kind": "Aanvraag", "received_on": "1-2-2027", "visitors_count": "12.500", "cmt_day": "ja", "parade": "nee",
        "build_up_at": "06-02-2027 07:00", "whole_place": "nee", "title": "Concert \x1b[2J groot",
    }  # fmt: skip
    desk.evenementen.set_fields(NR, typed)
    view = body(desk)
    wanted = {
        "kind": "application", "received_on": "2027-02-01", "visitors_count": 12500, "cmt_day": "yes", "parade": "no",
        "build_up_at": "2027-02-06T06:00:00.000000+00:00", "whole_place": "no", "title": "Concert \ufffd[2J groot",
    }  # fmt: skip
    assert {name: view[name] for name in wanted} == wanted
    before = desk.journal.last_pos()
    desk.evenementen.set_fields(NR, typed)
    assert desk.journal.last_pos() == before
    desk.evenementen.set_fields(NR, {"cmt_day": "onbekend", "build_up_at": "", "whole_place": "", "visitors_count": ""})
    view = body(desk)
    assert (view["cmt_day"], view["build_up_at"], view["whole_place"], view["whole_place_set"]) == (
        "",
        "",
        "yes",
        False,
    )
    assert view["visitors_count"] is None


def test_an_evenement_moves_with_its_day_on_the_calendar(desk: Desk) -> None:
    desk.evenementen.set_fields(NR, {"begin_at": "2028-02-29 20:00", "end_at": "29-02-2028"})
    row = desk.seat.find(NR)
    assert (row.begin_at, row.end_at) == ("2028-02-29T19:00:00.000000+00:00", "2028-02-29T22:59:59.000000+00:00")
    [day] = desk.reading.days(row.begin_at, row.end_at)
    assert (day.subject, day.begin_at, day.end_at) == (row.subject, row.begin_at, row.end_at)


def test_begin_and_end_that_two_stations_moved_apart_stay_in_order_and_say_so(desk: Desk, tmp_path: Path) -> None:
    other = desk_at(tmp_path / "b", code="B")
    other.journal.receive(records_of(desk.journal))
    desk.evenementen.set_fields(NR, {"begin_at": "2027-02-07 18:40"})
    other.evenementen.set_fields(NR, {"end_at": "2027-02-07 18:15"})
    desk.journal.receive(records_of(other.journal))
    row = desk.seat.find(NR)
    assert row.begin_at == row.end_at == "2027-02-07T17:40:00.000000+00:00"
    assert body(desk)["other_values"] == ["end_at: 2027-02-07T17:15:00.000000+00:00"]
    desk.evenementen.set_fields(NR, {"end_at": "2027-02-07 19:00"})
    assert body(desk)["other_values"] == []
    other.journal.close()


def test_the_same_field_of_two_stations_keeps_the_other_value_in_sight(desk: Desk, tmp_path: Path) -> None:
    other = desk_at(tmp_path / "b", StillClock(NOW + timedelta(seconds=9)), code="B")
    other.journal.receive(records_of(desk.journal))
    desk.evenementen.set_fields(NR, {"cmt_day": "nee"})
    other.evenementen.set_fields(NR, {"cmt_day": "ja"})
    desk.journal.receive(records_of(other.journal))
    assert (body(desk)["cmt_day"], body(desk)["other_values"]) == ("yes", ["cmt_day: no"])
    desk.evenementen.set_fields(NR, {"cmt_day": "ja"})
    assert body(desk)["other_values"] == []
    other.journal.close()


def test_a_class_that_changes_is_a_record_and_the_application_counts_once_on_its_first_day(desk: Desk) -> None:
    desk.evenementen.assess(NR, "b", reasons=["plein", " ", "drank"], by="vergunningen", assessed_on=date(2026, 12, 30))
    desk.evenementen.assess(NR, "C", reasons=["meer bezoek"])
    view = body(desk)
    assert (view["handling_class"], view["assessed_on"]) == ("C", "2026-12-30")
    assert [(one["handling_class"], one["reasons"]) for one in view["assessments"]] == [
        ("B", ["plein", "drank"]), ("C", ["meer bezoek"]),
    ]  # fmt: skip
    rows = desk.reading.of_type("evenement")
    assert [count_year(year, rows, date(2027, 12, 31)).evenementen_assessed for year in (2026, 2027)] == [1, 0]
    desk.evenementen.withdraw(NR, view["assessments"][0]["record_id"], reason="ander evenement")
    assert (body(desk)["assessed_on"], len(body(desk)["assessments"])) == ("2027-02-07", 1)


def test_advice_is_asked_given_and_asked_again(desk: Desk) -> None:
    desk.evenementen.ask_advice(NR, "politie", asked_on=YESTERDAY)
    desk.evenementen.ask_advice(NR, "politie, GHOR", asked_on=YESTERDAY, joint=True)
    with pytest.raises(CommandRefused, match="pas gevraagd"):
        desk.evenementen.give_advice(NR, "Politie", "goed", given_on=date(2027, 2, 1))
    desk.evenementen.give_advice(NR, "Politie", "extra toezicht", given_on=TODAY)
    desk.evenementen.give_advice(NR, "GHOR", "twee posten")
    desk.evenementen.ask_advice(NR, "politie")
    shown = [
        (one["partner"], one["joint"], one["asked_on"], one["given_on"], one["text"]) for one in body(desk)["advice"]
    ]
    assert shown == [
        ("politie", False, "2027-02-06", "2027-02-07", "extra toezicht"),
        ("politie, GHOR", True, "2027-02-06", "", ""),
        ("GHOR", False, "", "2027-02-07", "twee posten"),
        ("politie", False, "2027-02-07", "", ""),
    ]


def test_a_new_version_of_the_safety_plan_is_judged_again(desk: Desk) -> None:
    desk.evenementen.plan_received(NR, received_on=YESTERDAY, note="versie 1")
    with pytest.raises(CommandRefused, match="pas ontvangen"):
        desk.evenementen.plan_judged(NR, "good", judged_on=date(2027, 2, 1))
    desk.evenementen.plan_judged(NR, "insufficient", by="AOV", note="ontruiming ontbreekt")
    assert body(desk)["safety_plan"]["verdict"] == "insufficient"
    desk.evenementen.plan_received(NR)
    assert body(desk)["safety_plan"] == {
        "received_on": "2027-02-07", "received_note": "", "verdict": "", "judged_on": "", "by": "", "note": "",
    }  # fmt: skip


def test_a_permit_keeps_its_conditions_when_it_is_withdrawn_and_a_notification_has_none(desk: Desk) -> None:
    desk.evenementen.permit(NR, "granted", conditions=["route vrij", " ", "stil om 23.00 h"], by="burgemeester")
    desk.evenementen.permit(NR, "withdrawn", reason="storm")
    permit = body(desk)["permit"]
    assert (permit["outcome"], permit["conditions"], permit["reason"]) == (
        "withdrawn", ["route vrij", "stil om 23.00 h"], "storm",
    )  # fmt: skip
    desk.evenementen.set_fields(NR, {"kind": "melding"})
    with pytest.raises(CommandRefused, match="is een melding"):
        desk.evenementen.permit(NR, "granted")


def states(desk: Desk) -> dict[str, str]:
    """The state of each step of the HEV."""
    return {step["key"]: step["state"] for step in body(desk)["steps"]}


def test_the_steps_of_the_hev_follow_what_is_there_until_a_person_says_otherwise(desk: Desk) -> None:
    assert list(states(desk)) == [
        "application", "intake", "approach", "advice", "permit", "preparation", "execution", "evaluation",
    ]  # fmt: skip
    assert set(states(desk).values()) == {"open"}
    desk.evenementen.set_fields(NR, {"kind": "melding", "received_on": "2027-02-01", "answered_on": "2027-02-03"})
    desk.evenementen.assess(NR, "A", reasons=["klein"])
    desk.evenementen.ask_advice(NR, "politie")
    desk.evenementen.plan_received(NR)
    desk.evenementen.tick(NR, "intake", "done", note="compleet")
    desk.evenementen.tick(NR, "advice", "not_needed")
    desk.evenementen.round(NR)
    assert states(desk) == {
        "application": "done", "intake": "done", "approach": "done", "advice": "not_needed", "permit": "done",
        "preparation": "busy", "execution": "busy", "evaluation": "open",
    }  # fmt: skip


def test_a_form_that_is_filed_twice_writes_once(desk: Desk) -> None:
    promised = "01a65697-fd36-79e7-8c11-c1540596db3"
    for _ in range(2):
        desk.evenementen.assess(NR, "A", reasons=["klein"], draft_id=f"{promised}0")
        desk.evenementen.rounds.hold(NR, draft_id=f"{promised}1", findings=[Found("hek")])
        desk.evenementen.rounds.plan(NR, at=SOON, draft_id=f"{promised}2")
        desk.evenementen.set_fields(NR, {"cmt_day": "ja", "parade": "nee"}, draft_id=f"{promised}3")
    assert len(body(desk)["assessments"]) == 1
    assert [(view["number"], len(view["findings"])) for view in rounds(desk)] == [("R-A1", 1), ("R-A2", 0)]
    assert safety_rounds(desk) == 1


def test_cancelled_is_said_once_and_can_be_a_mistake(desk: Desk) -> None:
    desk.evenementen.cancel(NR, reason="code rood")
    row = desk.seat.find(NR)
    assert (row.status, body(desk)["cancelled_reason"]) == ("cancelled", "code rood")
    with pytest.raises(CommandRefused, match="gaat al niet door"):
        desk.evenementen.cancel(NR)
    step = next(line for line in desk.reading.lines(dossier=row.subject) if line.type == "closed")
    desk.evenementen.withdraw(NR, step.record_id, reason="gaat toch door")
    assert desk.seat.find(NR).status == "planned"


def test_the_state_does_not_depend_on_the_order_of_arrival(desk: Desk) -> None:
    desk.evenementen.set_fields(NR, {"kind": "aanvraag"})
    desk.evenementen.ask_advice(NR, "politie")
    desk.evenementen.give_advice(NR, "politie", "goed")
    desk.evenementen.rounds.hold(NR)
    records = desk.reading.records(subject=desk.seat.find(NR).subject)
    assert len(records) == 5
    wanted = tables_of(records)
    assert all(tables_of(order) == wanted for order in permutations(records))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_kept_and_does_nothing(desk: Desk, text: str) -> None:
    desk.evenementen.assess(NR, "C", reasons=[text], by=text)
    desk.evenementen.give_advice(NR, text, text)
    desk.evenementen.permit(NR, "granted", conditions=[text], by=text, reason=text)
    desk.evenementen.rounds.hold(NR, walkers=[text], route=text, findings=[Found(text, text)])
    desk.evenementen.set_fields(NR, {"place": text})
    written = json.dumps([body(desk), rounds(desk)], ensure_ascii=False)
    assert not any(sign in written for sign in "\x1b\x07\u202e\x00\x9b\ud800\u2028\x85")
    assert body(desk)["assessments"][0]["reasons"][0][:4] == rounds(desk)[0]["route"][:4]


def test_the_days_of_a_square_stand_beside_its_norm(desk: Desk) -> None:
    square = desk.evenementen.days("het vrijthof", 2027)
    assert (square.used.place, square.used.days_count, square.norm, square.known, square.over) == (
        "Vrijthof", 1, 60, True, False,
    )  # fmt: skip
    assert desk.evenementen.days("Markt", 2027).norm == 50
    assert desk.evenementen.days("MECC", 2027).norm is None
    unknown = desk.evenementen.days("Grote Markt, Hasselt", 2027)
    assert (unknown.known, unknown.norm) == (False, None)
    assert "staat niet in de lijst van plaatsen" in unknown.sentence
    begin, end = "2027-03-01T09:00:00.000000+00:00", "2027-04-29T20:00:00.000000+00:00"
    [year] = desk.evenementen.days_around("Vrijthof", begin, end)
    assert year.over and year.sentence == "Vrijthof 2027: 1 van 60 evenementdagen, met dit evenement 61"
    two = desk.evenementen.days_around(
        "Vrijthof", "2027-12-30T09:00:00.000000+00:00", "2028-01-02T20:00:00.000000+00:00"
    )
    assert [(one.used.year, one.more) for one in two] == [(2027, 3), (2028, 2)]
