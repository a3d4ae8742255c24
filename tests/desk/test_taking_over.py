"""What a CMT day takes over from its plan: once, followed when the plan changes, never over what was set by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_state import PlaceState
from aovconsole.domain.plan_for_cmt import settings_of
from aovconsole.domain.times import stored
from aovconsole.errors import CommandRefused
from tests.builders import HOSTILE, assert_green, desk_at, given, records_of
from tests.desk.plans import SUNDAY, opened, put
from tests.scenarios.builders import changed
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

TWO_SHARES = changed(
    '[[measures]]\nid = "posters"',
    """[[places.thresholds]]
kind = "share"
label = "aandacht"
owner = "OOV"
question = "attention"
source = "verzonnen"

[[questions]]
id = "attention"
kind = "share"
text = "Vanaf welk deel?"
ask = "THOR"
source = "verzonnen"

[[measures]]
id = "posters\"""",
)
"""The small template with a second threshold, which it asks."""

STATED = changed(
    'capacity_question = "capacity"', 'capacity = 900\ncapacity_as_of = 2027-01-05\ncapacity_question = "capacity"'
)
"""The small template that knows the capacity itself."""


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Desk:
    put(tmp_path / "home")
    put(tmp_path / "home", TWO_SHARES, "gevraagd")
    put(tmp_path / "home", STATED, "bekend")
    return desk_at(tmp_path / "home", clock)


def place(desk: Desk, number: str, name: str = "Vrijthof") -> PlaceState:
    return next(one for one in desk.crowd.places(number) if one.place == name)


def written(desk: Desk, since: int) -> list[str]:
    return [one.kind for one in records_of(desk.journal) if one.pos > since]


# --- crowd


def test_what_the_plan_knows_stands_in_the_cmt_with_owner_source_and_day(desk: Desk) -> None:
    cmt, plan = opened(desk, capacity="800")
    found = place(desk, cmt)
    assert found.capacity is not None
    assert (found.capacity.value, found.capacity.owner, found.capacity.as_of, found.capacity.source) == (
        "800", "OOV", "2027-02-07", f"sjabloon proef, {plan}",
    )  # fmt: skip
    [threshold] = found.thresholds
    assert (threshold.value, threshold.unit, threshold.label, threshold.owner, threshold.as_of, threshold.source) == (
        "0.85", "share", "vol", "OOV", "2027-01-10", f"sjabloon proef, {plan}",
    )  # fmt: skip
    assert threshold.decision == "close"
    assert threshold.at == stored(CARNIVAL_SUNDAY - timedelta(hours=1)), "it holds since the CMT sits"
    told = [one.text for one in desk.reading.lines(dossier=desk.seat.find(cmt).subject, type_="crowd")]
    assert f"Vrijthof: capaciteit 800 (OOV, per 07-02-2027, sjabloon proef, {plan})" in told
    assert_green(desk.journal)


def test_a_capacity_of_the_template_keeps_its_day_until_it_is_answered(desk: Desk) -> None:
    cmt, plan = opened(desk, "bekend")
    first = place(desk, cmt).capacity
    assert first is not None
    assert (first.value, first.as_of) == ("900", "2027-01-05")
    desk.plans.answer(plan, "capacity", "950")
    now = place(desk, cmt).capacity
    assert now is not None
    assert (now.value, now.as_of) == ("950", "2027-02-07")


def test_what_is_unknown_stays_to_be_confirmed_until_it_is_answered_or_set(desk: Desk) -> None:
    cmt, plan = opened(desk, "gevraagd")
    row = desk.seat.find(cmt)

    def asked() -> list[tuple[str, str, str, str, str, str]]:
        return [(o.what, o.place, o.label, o.question, o.text, o.ask) for o in desk.cmt.to_confirm(row)]

    assert asked() == [
        ("capacity", "Vrijthof", "capaciteit", "capacity", "Hoeveel mensen?", "OOV"),
        ("threshold", "Vrijthof", "aandacht", "attention", "Vanaf welk deel?", "THOR"),
    ]
    desk.crowd.set_capacity(cmt, "vrijthof", "700", owner="OOV")
    desk.plans.answer(plan, "attention", "0,7")
    assert asked() == []
    assert {one.label: one.value for one in place(desk, cmt).thresholds} == {"vol": "0.85", "aandacht": "0.7"}
    desk.plans.answer(plan, "attention", "")
    assert [one[2] for one in asked()] == ["aandacht"]
    assert {one.label for one in place(desk, cmt).thresholds} == {"vol"}, "what the plan no longer knows is dropped"
    desk.plans.answer(plan, "attention", "0,7")
    assert {one.label for one in place(desk, cmt).thresholds} == {"vol", "aandacht"}
    assert_green(desk.journal)


def test_taking_over_again_adds_nothing(desk: Desk) -> None:
    cmt, plan = opened(desk, capacity="800")
    last = desk.journal.last_pos()
    desk.cmt.link_plan(cmt)
    desk.cmt.link_plan(cmt, plan)
    desk.plans.mark(plan, "look", "done")
    assert written(desk, last) == ["plan.line_marked"]
    assert not desk.cmt.plan_changed(desk.seat.find(cmt))


HAND: dict[str, tuple[Callable[[Desk, str], object], str, list[str]]] = {
    "capacity": (lambda d, n: d.crowd.set_capacity(n, "Vrijthof", "600", owner="OvD"), "600", ["0.85"]),
    "threshold": (
        lambda d, n: d.crowd.set_threshold(n, "Vrijthof", "60%", label="Vol", owner="OvD"), "900", ["0.6"],
    ),
    "dropped": (lambda d, n: d.crowd.drop_threshold(n, "Vrijthof", "vol", reason="telt niet"), "900", []),
}  # fmt: skip


@pytest.mark.parametrize("name", HAND)
def test_what_was_set_by_hand_is_not_overwritten(desk: Desk, name: str) -> None:
    act, capacity, thresholds = HAND[name]
    cmt, plan = opened(desk, capacity="800")
    act(desk, cmt)
    desk.plans.answer(plan, "capacity", "900")
    desk.cmt.link_plan(cmt)
    found = place(desk, cmt)
    assert found.capacity is not None
    assert (found.capacity.value, [one.value for one in found.thresholds]) == (capacity, thresholds)


def test_what_was_withdrawn_by_hand_stays_away_until_the_plan_says_something_else(desk: Desk) -> None:
    cmt, plan = opened(desk, capacity="800")
    wrong = place(desk, cmt).capacity
    assert wrong is not None
    desk.crowd.withdraw(wrong.record_id, reason="is van vorig jaar")
    desk.cmt.link_plan(cmt)
    assert place(desk, cmt).capacity is None
    desk.plans.answer(plan, "capacity", "850")
    now = place(desk, cmt).capacity
    assert now is not None
    assert now.value == "850"


def test_a_drop_that_was_withdrawn_by_hand_is_not_written_again(desk: Desk) -> None:
    cmt, plan = opened(desk, capacity="800")
    desk.plans.answer(plan, "capacity", "")
    [gone] = [one for one in records_of(desk.journal) if one.kind == "crowd.capacity_dropped"]
    desk.crowd.withdraw(gone.id, reason="zij geldt nog")
    last = desk.journal.last_pos()
    desk.cmt.link_plan(cmt)
    found = place(desk, cmt).capacity
    assert (found.value if found else "", written(desk, last)) == ("800", [])


def test_a_capacity_that_is_answered_later_brings_the_decision_forward(desk: Desk, clock: StillClock) -> None:
    cmt, plan = opened(desk)
    desk.crowd.read(cmt, "Vrijthof", "760")
    assert desk.crowd.crossings(cmt) == ()
    clock.advance(minutes=5)
    desk.plans.answer(plan, "capacity", "800")
    [crossing] = desk.crowd.crossings(cmt)
    assert (crossing.label, crossing.value, crossing.decision) == ("vol", Decimal("0.85"), "close")
    assert crossing.since == stored(clock.now()), "not before anybody knew the capacity"
    [(forward, prepared)] = desk.cmt.brought_forward(desk.seat.find(cmt))
    assert (forward.key, prepared["title"], prepared["text"]) == (crossing.key, "Plein dicht", "Het plein gaat dicht.")
    made = desk.agreements.decide(cmt, prepared["text"], prepared=prepared["id"], owner="politie")
    assert desk.cmt.brought_forward(desk.seat.find(cmt)) == (), "it was decided since"
    clock.advance(minutes=5)
    desk.agreements.withdraw(cmt, made.number, "toch niet")
    assert len(desk.cmt.brought_forward(desk.seat.find(cmt))) == 1


@pytest.mark.parametrize("typed", ["0,4", "9999999,5"])
def test_a_number_that_no_crowd_can_be_held_against_stays_to_be_confirmed(desk: Desk, typed: str) -> None:
    cmt, plan = opened(desk)
    with pytest.raises(CommandRefused, match="geen heel aantal personen"):
        desk.plans.answer(plan, "capacity", typed)
    assert place(desk, cmt).capacity is None
    assert len(desk.cmt.to_confirm(desk.seat.find(cmt))) == 1


def test_a_plan_that_another_station_forged_stops_no_cmt() -> None:
    place_ = {"name": "Markt", "capacity_question": "", "capacity_as_of": ""}
    threshold = {"place": "Markt", "label": "vol", "owner": "", "question": "", "as_of": "", "decision": ""}
    plan = {
        "status": "running", "template": "x", "number": "PL-27-B001", "subject": "p", "zone": "Europe/Amsterdam",
        "questions": [],
        "places": [place_ | {"capacity": number} for number in (float("nan"), float("inf"), -5, 1e12)],
        "thresholds": [
            threshold | {"kind": kind, "value": value}
            for kind, value in (("share", "nan"), ("share", "-1"), ("persons", "1e30"), ("auto's", "5"))
        ],
    }  # fmt: skip
    assert settings_of(plan) == {}


def test_a_closed_cmt_takes_nothing_over_any_more(desk: Desk) -> None:
    cmt, plan = opened(desk)
    desk.cmt.close(cmt)
    desk.plans.answer(plan, "capacity", "800")
    assert place(desk, cmt).capacity is None
    given(desk).when(lambda d: d.cmt.link_plan(cmt, plan)).refused(f"{cmt} is gesloten")
    assert desk.cmt.to_confirm(desk.seat.find(cmt)) == ()


# --- the plan itself


def test_a_plan_that_is_linked_later_and_then_another_one(desk: Desk) -> None:
    cmt = desk.cmt.open("Zondag").number
    plan = desk.plans.start("proef", SUNDAY, answers={"capacity": "800"})
    other = desk.plans.start("gevraagd", SUNDAY, answers={"attention": "0.5"})
    desk.cmt.link_plan(cmt, plan.number)
    assert desk.plans.of_cmt(desk.seat.find(cmt)) == desk.plans.find(plan.number)
    assert place(desk, cmt).capacity is not None
    desk.cmt.link_plan(cmt, other.number)
    found = place(desk, cmt)
    assert found.capacity is None, "the other plan does not know it"
    assert {one.label: one.source for one in found.thresholds} == dict.fromkeys(
        ("vol", "aandacht"), f"sjabloon gevraagd, {other.number}"
    )
    assert desk.cmt.by_plan(other) == (desk.seat.find(cmt),)
    desk.cmt.link_plan(cmt, none=True)
    assert place(desk, cmt).thresholds == ()
    texts = [one.text for one in desk.reading.lines(dossier=desk.seat.find(cmt).subject, type_="plan_linked")]
    assert texts == [f"werkt met plan {plan.number}", f"werkt met plan {other.number}", "werkt zonder plan"]
    assert_green(desk.journal)


def test_a_plan_that_is_withdrawn_takes_back_what_it_gave(desk: Desk) -> None:
    cmt, plan = opened(desk, capacity="800")
    desk.crowd.set_threshold(cmt, "Vrijthof", "700", label="van ons", owner="OvD")
    desk.plans.withdraw(plan, reason="verkeerd sjabloon")
    found = place(desk, cmt)
    assert (found.capacity, [one.label for one in found.thresholds]) == (None, ["van ons"])
    assert desk.meetings.next(desk.seat.find(cmt)) is None
    assert desk.cmt.to_confirm(desk.seat.find(cmt)) == ()


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (lambda d, n: d.cmt.link_plan(n, "PL-27-A009"), "PL-27-A009"),
        (lambda d, n: d.cmt.link_plan(n, n), f"{'CMT-27-A001'} is een CMT-dag"),
        (lambda d, n: d.cmt.link_plan(n), "heeft geen plan"),
        (lambda d, n: d.cmt.link_plan(n, "PL-27-A001", none=True), "noem een plan, of geen"),
        (lambda d, _: d.cmt.link_plan("PL-27-A001", "PL-27-A001"), "is een plan"),
    ],
)
def test_what_cannot_be_is_refused(desk: Desk, request_: Callable[[Desk, str], object], words: str) -> None:
    desk.plans.start("proef", SUNDAY)
    number = desk.cmt.open("Zondag").number
    given(desk).when(lambda d: request_(d, number)).refused(words)


def test_another_station_answers_before_it_knows_the_cmt(tmp_path: Path, desk: Desk, clock: StillClock) -> None:
    plan = desk.plans.start("proef", SUNDAY).number
    other = desk_at(tmp_path / "other", clock, code="B")
    other.journal.receive(records_of(desk.journal))
    cmt = desk.cmt.open("Zondag", plan=plan).number
    other.plans.answer(plan, "capacity", "800")
    desk.journal.receive(records_of(other.journal))
    assert (place(desk, cmt).capacity, desk.cmt.plan_changed(desk.seat.find(cmt))) == (None, True)
    desk.cmt.link_plan(cmt)
    assert place(desk, cmt).capacity is not None
    other.journal.receive(records_of(desk.journal))
    assert not other.cmt.plan_changed(other.seat.find(cmt))
    assert_green(desk.journal)
    assert_green(other.journal)


def test_two_cmts_on_one_day_each_take_over_from_their_own_plan(desk: Desk) -> None:
    first, plan = opened(desk, capacity="800")
    second, _ = opened(desk, "gevraagd")
    desk.plans.answer(plan, "capacity", "900")
    known, unknown = place(desk, first).capacity, place(desk, second).capacity
    assert (known.value if known else "", unknown) == ("900", None)


def test_words_of_a_template_stay_text(desk: Desk) -> None:
    put(desk.journal.home, changed('label = "vol"', f'label = "{HOSTILE["markup"]}"'), "vreemd")
    cmt, _ = opened(desk, "vreemd")
    assert [one.label for one in place(desk, cmt).thresholds] == [HOSTILE["markup"]]


def test_without_a_plan_there_is_nothing_to_take_over(desk: Desk) -> None:
    row = desk.cmt.open("zonder plan")
    last = desk.journal.last_pos()
    assert desk.cmt.to_confirm(row) == ()
    assert desk.cmt.next_hint(row) == ""
    assert desk.presence.expected(row) == ()
    assert desk.cmt.brought_forward(row) == ()
    assert not desk.cmt.plan_changed(row)
    assert desk.journal.last_pos() == last
