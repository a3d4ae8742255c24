"""The fold of an action: its state, its term, its owner, whatever the order of arrival."""

from __future__ import annotations

from itertools import permutations

import pytest

from aovconsole.domain.agreements import (
    Action,
    ActionAgreed,
    ActionDueMoved,
    ActionOwnerSet,
    ActionPayload,
    ActionStepped,
    action_tables,
    fold_action,
    overdue,
    urgency,
)
from aovconsole.domain.record import Record, encode
from aovconsole.domain.view import SubjectRow

Pair = tuple[Record, ActionPayload]


def at(clock: str) -> str:
    """A minute of carnival Sunday, as it is stored."""
    return f"2027-02-07T{clock}:00.000000+00:00"


def record(name: str, payload: ActionPayload, clock: str, *, written: str = "") -> Pair:
    """A record of the action `a`; it happened at `clock`, and was written then unless `written` says when."""
    moment, noted = at(clock), at(written or clock)
    stamp = f"{noted[:16]}-{name}"
    made = Record(
        1, name, "test", "s", 1, stamp, "set", noted, moment, noted, "", "d", "a", payload.kind, payload.version,
        encode(payload), "", "", "", "", "",
    )  # fmt: skip
    return made, payload


AGREED = record("a", ActionAgreed("A-A1", "hekken", "THOR", at("15:00")), "14:00")
LATER = record("b", ActionDueMoved(at("15:30"), "geen auto"), "14:50")
LATER_YET = record("c", ActionDueMoved(at("16:00"), "file", ("b",)), "15:20")
EARLIER = record("d", ActionDueMoved(at("15:10"), "eerder nodig", ("b",)), "15:00")
TAKEN = record("e", ActionOwnerSet("politie", "THOR is weg"), "15:05")
BUSY = record("f", ActionStepped("busy"), "14:40")
DONE = record("g", ActionStepped("done", "staan"), "15:25")


def folded(*pairs: Pair) -> Action:
    """The same action in every order of arrival."""
    views = {fold_action(order) for order in permutations(pairs)}
    assert len(views) == 1
    view = views.pop()
    assert view is not None
    return view


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ((AGREED,), ("open", "THOR", "15:00", 0)),
        ((AGREED, LATER), ("open", "THOR", "15:30", 1)),
        ((AGREED, LATER, LATER_YET, BUSY), ("busy", "THOR", "16:00", 2)),
        ((AGREED, LATER, EARLIER), ("open", "THOR", "15:10", 1)),
        ((AGREED, TAKEN, DONE, BUSY), ("done", "politie", "15:00", 0)),
    ],
    ids=["agreed", "snoozed", "snoozed twice", "earlier is no snooze", "handed over and done"],
)
def test_state_owner_and_term(pairs: tuple[Pair, ...], wanted: tuple[str, str, str, int]) -> None:
    view = folded(*pairs)
    assert (view.status, view.owner, view.due_at[11:16], view.snoozed_count) == wanted
    assert view.first_due_at == at("15:00")


def test_two_stations_that_did_not_know_of_each_other_the_later_clock_wins_and_both_stand_in_the_history() -> None:
    other = record("x", ActionDueMoved(at("17:00"), "overleg"), "14:55")
    view = folded(AGREED, LATER, other)
    assert view.due_at == at("17:00")
    assert dict(view.standing)["due_at"] == ("b", "x")
    assert [change.note for change in view.history] == ["", "geen auto", "overleg"]


def test_the_one_that_knew_of_the_other_wins_from_a_later_clock() -> None:
    knew = record("y", ActionOwnerSet("brandweer", "", ("e",)), "15:06")
    blind = record("e", ActionOwnerSet("politie"), "15:05", written="15:30")
    assert folded(AGREED, blind, knew).owner == "brandweer"


def test_a_first_term_that_comes_later_is_no_snooze() -> None:
    bare = record("a", ActionAgreed("A-A1", "hekken"), "14:00")
    view = folded(bare, LATER)
    assert (view.first_due_at, view.snoozed_count) == (at("15:30"), 0)
    assert view.history[1].text == "termijn 16:30: geen auto"


def test_the_history_says_each_step_in_the_words_of_the_timeline() -> None:
    tables = action_tables([AGREED, BUSY, LATER, EARLIER, TAKEN, DONE])
    assert [one.text for one in tables.items] == [
        "A-A1 hekken", "A-A1 bezig", "A-A1 uitgesteld tot 16:30: geen auto", "A-A1 vervroegd naar 16:10: eerder nodig",
        "A-A1 naar politie: THOR is weg", "A-A1 gereed: staan",
    ]  # fmt: skip
    assert tables.row is not None
    assert tables.row.end_at == at("15:10")


def test_what_a_log_line_agreed_stands_in_the_timeline_once() -> None:
    typed = record("a", ActionAgreed("A-A1", "hekken", line="l"), "14:00")
    assert [one.text for one in action_tables([typed, BUSY]).items] == ["A-A1 bezig"]


def test_a_step_that_was_written_late_says_so() -> None:
    entered = record("z", ActionStepped("done"), "14:30", written="15:00")
    assert [change.late for change in folded(AGREED, entered).history] == [False, True]


def test_without_its_first_record_there_is_no_action() -> None:
    assert fold_action([LATER]) is None
    assert action_tables([LATER]).row is None


def row(name: str, due: str, status: str = "open") -> SubjectRow:
    """The row of an action."""
    return SubjectRow(name, "action", "d", name, name, status, at("14:00"), due and at(due), "", "{}")


def test_lists_have_what_is_late_first_then_by_term_what_is_over_last() -> None:
    rows = [
        row("klaar", "14:10", "closed"), row("zonder", ""), row("straks", "15:40"), row("gereed", "14:30", "done"),
        row("te laat", "15:00"), row("langer te laat", "14:50", "busy"),
    ]  # fmt: skip
    now = at("15:20")
    assert [one.subject for one in sorted(rows, key=lambda one: urgency(one, now))] == [
        "langer te laat", "te laat", "gereed", "straks", "zonder", "klaar",
    ]  # fmt: skip
    assert [one.subject for one in rows if overdue(one, now)] == ["te laat", "langer te laat"]
