"""The fold of a decision: its grounds, its checks and its state, whatever the order of arrival."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from aovconsole.domain.decision import Decision, decision_tables, fold_decision, to_check, ungrounded
from aovconsole.domain.decision_steps import (
    DecisionChecked,
    DecisionGrounded,
    DecisionMade,
    DecisionReplaced,
    DecisionStepWithdrawn,
    DecisionWithdrawn,
)
from tests.domain.table import at, record, row

MADE = record("a", DecisionMade("B-A1", "taps dicht", owner="THOR"), "14:00")
WHY = record("b", DecisionGrounded(judgement="ruimte", options=("niets",), check_at=at("16:00")), "14:05")
WHO = record("c", DecisionGrounded(decider="voorzitter", options=("niets", "dicht"), risks=("stuwing",)), "14:10")
WORKED = record("d", DecisionChecked("partly", "kade vol", "AOV", at("17:00")), "16:02")
GONE = record("e", DecisionWithdrawn("rustig"), "16:30")
REPLACED = record("f", DecisionReplaced("y", "B-A2"), "16:10")


def folded(*pairs: Any) -> Decision:
    """The same decision in every order of arrival."""
    views = {fold_decision(order) for order in permutations(pairs)}
    assert len(views) == 1
    view = views.pop()
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("pairs", "status", "lacking", "check_at"),
    [
        ((MADE,), "made", ("judgement", "decider"), ""),
        ((MADE, WHY), "made", ("decider",), at("16:00")),
        ((MADE, WHY, WHO), "made", (), at("16:00")),
        ((MADE, WHY, WHO, WORKED), "made", (), at("17:00")),
        ((MADE, REPLACED), "replaced", ("judgement", "decider"), ""),
        ((MADE, REPLACED, GONE), "withdrawn", ("judgement", "decider"), ""),
        ((MADE, GONE, record("g", DecisionStepWithdrawn("e", "ander besluit"), "16:31")), "made", ("judgement",
            "decider"), ""),
        ((MADE, WHY, record("g", DecisionStepWithdrawn("b", "x"), "14:06")), "made", ("judgement", "decider"), ""),
    ],
    ids=["short", "why", "who", "checked", "replaced", "withdrawn wins", "withdrawal undone", "grounds undone"],
)  # fmt: skip
def test_state_lacking_and_the_next_check(
    pairs: tuple[Any, ...], status: str, lacking: tuple[str, ...], check_at: str
) -> None:
    view = folded(*pairs)
    assert (view.status, view.lacking, view.check_at) == (status, lacking, check_at)


def test_lists_grow_and_the_owner_of_the_short_form_stays_until_another_is_named() -> None:
    view = folded(MADE, WHY, WHO)
    assert (view.options, view.risks, view.owner) == (("niets", "dicht"), ("stuwing",), "THOR")
    other = record("h", DecisionGrounded(owner="politie", replaced=("a",)), "14:20")
    assert folded(MADE, WHY, other).owner == "politie"


def test_a_check_without_a_new_moment_answers_the_question() -> None:
    view = folded(MADE, WHY, record("d", DecisionChecked("yes"), "16:02"))
    assert (view.check_at, [one.outcome for one in view.checks]) == ("", ["yes"])


def test_a_check_entered_late_does_not_take_away_the_moment_that_was_set_after_it() -> None:
    late = record("d", DecisionChecked("no"), "14:20", written="15:30")
    again = record("i", DecisionGrounded(check_at=at("16:45")), "15:00")
    view = folded(MADE, WHY, late, again)
    assert (view.check_at, view.checks[0].late) == (at("16:45"), True)


def test_two_stations_give_another_reason_the_later_clock_wins_and_both_are_told() -> None:
    other = record("j", DecisionGrounded(judgement="veilig"), "14:07")
    view = folded(MADE, WHY, other)
    assert (view.judgement, view.other_values) == ("veilig", ("judgement: ruimte",))
    knew = record("k", DecisionGrounded(judgement="ruimte en veilig", replaced=("b", "j")), "14:06")
    assert folded(MADE, WHY, other, knew).judgement == "ruimte en veilig"


def test_free_text_as_basis_takes_the_power_away_that_stood_there() -> None:
    power = record("l", DecisionGrounded(power="urgent_search", basis="spoed"), "14:20")
    text = record("m", DecisionGrounded(basis="Gemeentewet 172", replaced=("l",)), "14:30")
    assert (folded(MADE, power).power, folded(MADE, power).basis) == ("urgent_search", "spoed")
    assert (folded(MADE, power, text).power, folded(MADE, power, text).basis) == ("", "Gemeentewet 172")


def test_advice_has_who_beside_what_also_where_a_forger_left_names_out() -> None:
    said = record("n", DecisionGrounded(advice=("wacht", "dicht"), advice_by=("politie",)), "14:20")
    assert [(one.by, one.text) for one in folded(MADE, said).advice] == [("politie", "wacht"), ("", "dicht")]


def test_the_timeline_says_each_step_and_a_typed_decision_stands_there_as_its_line() -> None:
    new = record("o", DecisionMade("B-A2", "toch open", replaces="x", replaces_number="B-A1"), "16:10", subject="y")
    undone = record("g", DecisionStepWithdrawn("e", "ander besluit"), "16:31")
    items = decision_tables([MADE, WHY, WHO, WORKED, REPLACED, GONE, undone]).items
    assert [one.text for one in items] == [
        "B-A1 taps dicht",
        "B-A1 onderbouwing: opties: niets; oordeel: ruimte; toetsmoment: 07-02-2027 17:00",
        "B-A1 onderbouwing: opties: niets | dicht; risico's: stuwing; wie besloot: voorzitter",
        "B-A1 werkte het? deels, AOV: kade vol; weer toetsen 07-02-2027 18:00",
        "B-A1 vervangen door B-A2", "B-A1 ingetrokken: rustig", "B-A1 een stap vervalt: ander besluit",
    ]  # fmt: skip
    assert [one.extra for one in items if "withdrawn" in one.extra] == [items[5].extra]
    assert [one.text for one in decision_tables([new]).items] == ["B-A2 toch open (vervangt B-A1)"]
    typed = record("p", DecisionMade("B-A3", "hek dicht", "line"), "14:00")
    assert decision_tables([typed, record("q", DecisionWithdrawn(), "14:01")]).items == ()


def test_the_row_ends_at_the_moment_of_checking_while_the_decision_stands() -> None:
    stands, over = decision_tables([MADE, WHY]).row, decision_tables([MADE, WHY, GONE]).row
    assert stands is not None
    assert over is not None
    assert (stands.end_at, over.end_at, over.status) == (at("16:00"), "", "withdrawn")


def test_without_its_first_record_there_is_no_decision() -> None:
    assert fold_decision([WHY]) is None
    assert decision_tables([WHY]).row is None


def test_the_lists_hold_what_stands_only() -> None:
    rows = [
        row("decision", "B-A1", "14:00", "16:00", lacking=["decider"]),
        row("decision", "B-A2", "14:00", "15:30", lacking=[]),
        row("decision", "B-A3", "14:00", "16:01", lacking=[]),
        row("decision", "B-A4", "14:00", lacking=["judgement"], status="withdrawn"),
        row("decision", "B-A5", "14:00", lacking=["judgement"], status="replaced"),
    ]
    assert [(one.number, lacking) for one, lacking in ungrounded(rows)] == [("B-A1", ("decider",))]
    assert [one.number for one in to_check(rows, at("16:00"))] == ["B-A2", "B-A1"]
