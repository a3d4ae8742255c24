"""Actions at the desk: agreed, snoozed with a reason, handed over, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from tests.builders import assert_green, desk_at, given
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY
SOON = NOW + timedelta(minutes=20)
LATER = NOW + timedelta(hours=2)
PAST = NOW - timedelta(minutes=1)
NR = "INC-27-A001"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with an incident and one action, at carnival Sunday 15:10."""
    made = desk_at(tmp_path)
    made.incidents.open("Gaslek", at=NOW - timedelta(hours=3))
    made.agreements.action(NR, "hekken", owner="THOR", due=SOON)
    yield made
    assert_green(made.journal)
    made.journal.close()


def one(desk: Desk) -> SubjectRow:
    """The action."""
    return desk.agreements.find(NR, "A-A1")


def body(row: SubjectRow) -> dict[str, Any]:
    """The view of an action."""
    view: dict[str, Any] = json.loads(row.body)
    return view


def over(desk: Desk) -> str:
    """The action, dropped."""
    return desk.agreements.step(one(desk).subject, "dropped").subject


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "term in the past": (
        lambda d: d.agreements.action(NR, "x", due=PAST), "de termijn ligt in het verleden",
    ),
    "term before the moment of agreement": (
        lambda d: d.agreements.action(NR, "x", due=NOW - timedelta(hours=2), at=NOW - timedelta(hours=1)),
        "de termijn ligt in het verleden",
    ),
    "agreed in the future": (lambda d: d.agreements.action(NR, "x", at=LATER), "ligt in de toekomst"),
    "snooze without reason": (lambda d: d.agreements.snooze(one(d).subject, LATER, " "), "de reden is leeg"),
    "snooze into the past": (lambda d: d.agreements.snooze(one(d).subject, PAST, "druk"), "in het verleden"),
    "snooze to the same term": (lambda d: d.agreements.snooze(one(d).subject, SOON, "druk"), "al de termijn van A-A1"),
    "snooze of no action": (lambda d: d.agreements.snooze("x", LATER, "druk"), "die actie bestaat niet"),
    "handed to nobody": (lambda d: d.agreements.hand_over(one(d).subject, " "), "de actiehouder is leeg"),
    "handed to its owner": (lambda d: d.agreements.hand_over(one(d).subject, "THOR "), "A-A1 ligt al bij THOR"),
    "unknown number": (lambda d: d.agreements.find(NR, "A-A2"), "A-A2"),
    "unknown dossier": (lambda d: d.agreements.find("INC-27-A009", "A-A1"), "INC-27-A009 is onbekend"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_is_refused(desk: Desk, case: str) -> None:
    request, words = REFUSALS[case]
    given(desk).when(request).refused(words)


@pytest.mark.parametrize(
    "request_",
    [
        lambda d, action: d.agreements.step(action, "busy"),
        lambda d, action: d.agreements.snooze(action, LATER, "druk"),
        lambda d, action: d.agreements.hand_over(action, "politie"),
    ],
    ids=["step", "snooze", "hand over"],
)
def test_what_is_over_takes_no_step(desk: Desk, request_: Callable[[Desk, str], object]) -> None:
    action = over(desk)
    given(desk).when(lambda d: request_(d, action)).refused("A-A1 is al afgehandeld")


def test_a_snooze_keeps_the_first_term_and_counts(desk: Desk) -> None:
    action = one(desk).subject
    given(desk).when(lambda d: d.agreements.snooze(action, LATER, "geen auto")).then("action.due_moved")
    desk.agreements.snooze(action, SOON + timedelta(minutes=5), "toch eerder")
    view = body(desk.agreements.snooze(action, LATER, "file"))
    assert (view["snoozed_count"], view["due_at"][11:16], view["first_due_at"][11:16]) == (2, "16:10", "14:30")
    assert [change["note"] for change in view["history"]] == ["", "geen auto", "toch eerder", "file"]


def test_each_move_replaces_the_one_that_stood(desk: Desk) -> None:
    action = one(desk).subject
    for due in (LATER, SOON + timedelta(minutes=1)):
        desk.agreements.snooze(action, due, "druk")
    [(field, standing)] = body(one(desk))["standing"]
    assert (field, len(standing)) == ("due_at", 1)


def test_an_action_is_handed_over(desk: Desk) -> None:
    action = one(desk).subject
    given(desk).when(lambda d: d.agreements.hand_over(action, "politie", "THOR is weg")).then("action.owner_set")
    assert body(one(desk))["owner"] == "politie"


def test_an_action_that_is_entered_afterwards_may_have_a_term_that_is_past_by_now(desk: Desk) -> None:
    agreed = NOW - timedelta(hours=1)
    row = desk.agreements.action(NR, "bellen", due=NOW - timedelta(minutes=30), at=agreed)
    assert row.begin_at == "2027-02-07T13:10:00.000000+00:00"
    assert row.end_at < row.begin_at.replace("13:10", "14:10")


def test_the_minute_that_runs_is_not_past(desk: Desk) -> None:
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(40)
    assert desk.agreements.action(NR, "nu", due=NOW).end_at


def test_a_line_keeps_its_term_also_when_that_is_past(desk: Desk) -> None:
    line = desk.log.line("14:00 bellen !actie OvD-Bz 14:20", dossier=NR)
    row = desk.agreements.find(NR, "A-A2")
    assert (body(row)["line"], row.end_at[11:16]) == (line.id, "13:20")
    desk.log.withdraw(line.id)
    assert desk.agreements.find(NR, "A-A2").status == "dropped"


def test_a_form_that_is_filed_twice_agrees_one_action(desk: Desk) -> None:
    promised = "01a39021-52c0-7753-bfc2-571cd147ca89"
    for _ in range(2):
        assert desk.agreements.action(NR, "tenten", draft_id=promised).subject == promised
    assert len(desk.reading.in_dossier(one(desk).dossier, "action")) == 2


def test_an_action_of_the_general_log_is_found(desk: Desk) -> None:
    desk.log.line("sleutel ophalen !actie AOV")
    assert desk.agreements.find("", "a-a1").dossier == ""
