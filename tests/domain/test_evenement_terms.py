"""The terms of an evenement as clocks: over Easter, carnaval and Christmas, late, unsure, never blocking."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from aovconsole.domain.evenement_terms import TermClock, terms_of
from aovconsole.domain.times import stored
from aovconsole.domain.workdays import Holidays
from aovconsole.reference.files import load_holidays, load_terms
from aovconsole.reference.shapes import Term

ZONE = ZoneInfo("Europe/Amsterdam")
KVK = "ondernemersplein.kvk.nl"


def body(begin: str, **more: str) -> dict[str, Any]:
    """The body of an evenement as far as its terms look at it."""
    return {"begin_at": stored(datetime.fromisoformat(begin).replace(tzinfo=ZONE)), "inner_city": "no", **more}


def clocks(begin: str, today: date, **more: str) -> dict[str, TermClock]:
    """The clocks by key, with the terms and the holidays that are shipped."""
    found = terms_of(body(begin, **more), load_terms().terms, load_holidays(), today)
    return {clock.key: clock for clock in found}


BACK = [
    pytest.param(
        "2027-07-01T20:00", "application", "evenement_permit", "2027-05-06",
        id="8 weeks before a concert fall on Ascension day and stay there (Algemene termijnenwet 1 lid 2; kvk)",
    ),
    pytest.param(
        "2027-05-24T12:00", "application", "evenement_permit", "2027-03-29",
        id="8 weeks end on Easter Monday 2027 and stay there (kvk; Atw 1 lid 2)",
    ),
    pytest.param(
        "2027-02-07T11:11", "notification", "evenement_notification", "2027-01-10",
        id="4 weeks before carnaval Sunday are a Sunday and stay there (kvk; Atw 1 lid 2)",
    ),
    pytest.param(
        "2027-01-22T10:00", "notification", "evenement_notification", "2026-12-25",
        id="4 weeks end on Christmas day and stay there (kvk; Atw 1 lid 2)",
    ),
    pytest.param(
        "2028-02-29T10:00", "application", "evenement_permit", "2028-01-04",
        id="29 February has its 8 weeks (kvk)",
    ),
    pytest.param(
        "2027-03-28T00:30", "notification", "evenement_notification", "2027-02-28",
        id="the night the clock goes forward counts as its local day (kvk)",
    ),
    pytest.param(
        "2027-10-31T23:30", "notification", "evenement_notification", "2027-10-03",
        id="the evening the clock went back counts as its local day (kvk)",
    ),
    pytest.param(
        "2027-07-01T00:30", "notification", "evenement_notification", "2027-06-03",
        id="half past midnight local is yesterday in UTC: the local day counts (kvk)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("begin", "kind", "key", "due"), BACK)
def test_weeks_count_back_from_the_local_day_and_nothing_moves_them(begin: str, kind: str, key: str, due: str) -> None:
    clock = clocks(begin, date(2026, 1, 1), kind=kind)[key]
    assert (clock.due_on, clock.status) == (due, "running")
    assert clock.days_left == (date.fromisoformat(due) - date(2026, 1, 1)).days
    assert KVK in clock.source and clock.as_of == "2024-07-26"


ANSWERS = [
    pytest.param("2027-03-18", "2027-04-05", id="10 working days over Good Friday and Easter Monday 2027 (Atw 3; kvk)"),
    pytest.param(
        "2027-02-04", "2027-02-18", id="carnaval Monday and Tuesday are working days (Atw 3 lists them not; kvk)"
    ),
    pytest.param("2026-12-18", "2027-01-05", id="Christmas and New Year on Fridays (Atw 3; kvk)"),
    pytest.param("2028-02-18", "2028-03-03", id="29 February 2028 is a working day (Atw 3; kvk)"),
    pytest.param("2027-02-06", "2027-02-19", id="received on a Saturday: the Monday is the first (Atw 1; kvk)"),
]


@pytest.mark.parametrize(("received", "due"), ANSWERS)
def test_the_answer_to_a_notification_counts_working_days(received: str, due: str) -> None:
    more = {"kind": "notification", "received_on": received}
    begin, last = "2028-06-01T12:00", date.fromisoformat(due)
    clock = clocks(begin, last, **more)["evenement_notification_answer"]
    assert (clock.due_on, clock.status, clock.days_left) == (due, "running", 0)
    late = clocks(begin, date(2028, 5, 1), **more)["evenement_notification_answer"]
    assert late.status == "missed"
    for answered, status in ((due, "met"), ("2028-05-01", "late")):
        done = clocks(begin, date(2028, 5, 1), **more, answered_on=answered)["evenement_notification_answer"]
        assert (done.status, done.done_on) == (status, answered)


def test_the_answer_waits_for_the_notification() -> None:
    clock = clocks("2027-07-01T00:00", date(2027, 1, 1), kind="notification")["evenement_notification_answer"]
    assert (clock.status, clock.due_on, clock.days_left) == ("waiting", "", None)


@pytest.mark.parametrize(
    ("kind", "more", "keys"),
    [
        ("application", {}, {"evenement_permit"}),
        ("", {}, {"evenement_permit"}),
        ("notification", {}, {"evenement_notification", "evenement_notification_answer"}),
        ("application", {"parade": "yes"}, {"evenement_permit", "evenement_parade"}),
        ("application", {"inner_city": "yes"}, {"evenement_permit", "annual_programme"}),
    ],
    ids=["application", "not said", "notification", "parade", "inner city"],
)
def test_only_the_terms_that_hold_are_shown(kind: str, more: dict[str, str], keys: set[str]) -> None:
    found = clocks("2027-07-01T00:00", date(2027, 1, 1), kind=kind, **more)
    assert set(found) == keys
    assert not any(clock.label.startswith("kennisgeving") for clock in found.values())


@pytest.mark.parametrize(
    ("programme_on", "status"),
    [("2026-09-14", "met"), ("2026-09-15", "late"), ("", "missed")],
    ids=["the day before", "on 15 September itself", "never"],
)
def test_the_annual_programme_asks_for_the_day_before_15_september_of_the_year_before(
    programme_on: str, status: str
) -> None:
    more = {"kind": "application", "inner_city": "yes", "programme_on": programme_on}
    clock = clocks("2027-07-01T00:00", date(2026, 11, 1), **more)["annual_programme"]
    assert (clock.due_on, clock.status, clock.note) == ("2026-09-14", status, "")


def test_what_is_not_said_is_told_with_the_term() -> None:
    found = clocks("2027-07-01T00:00", date(2027, 6, 1), kind="", inner_city="")
    assert found["evenement_permit"].note == "aanvraag of melding: nog niet gezegd"
    assert found["annual_programme"].note == "in de binnenstad? nog niet gezegd"


def test_late_is_said_with_both_days() -> None:
    clock = clocks("2027-07-01T00:00", date(2027, 6, 1), kind="application", received_on="2027-05-07")[
        "evenement_permit"
    ]
    assert (clock.status, clock.due_on, clock.done_on, clock.days_left) == ("late", "2027-05-06", "2027-05-07", -26)


def term(**more: Any) -> Term:
    made: dict[str, Any] = {
        "key": "evenement_permit", "subject": "evenement", "label": "x", "text": "t", "status": "te bevestigen",
        "source": "s", "as_of": date(2026, 1, 1),
    }  # fmt: skip
    return Term(**{**made, **more})


@pytest.mark.parametrize(
    "rule",
    [term(), term(key="own_term", weeks=3), term(day="02-29")],
    ids=["no number yet", "a key that this console cannot reckon with", "29 February of a year without one"],
)
def test_a_term_that_cannot_be_reckoned_is_shown_without_a_day(rule: Term) -> None:
    [clock] = terms_of(body("2027-07-01T00:00"), [rule], Holidays(), date(2027, 1, 1))
    assert (clock.status, clock.due_on, clock.days_left, clock.text) == ("unconfirmed", "", None, "t")


def test_what_ends_first_stands_first_and_a_term_without_a_day_last() -> None:
    rules = [term(key="own_term"), *load_terms().terms]
    found = terms_of(
        body("2027-07-01T00:00", kind="application", parade="yes"), rules, load_holidays(), date(2027, 1, 1)
    )
    assert [clock.key for clock in found] == ["evenement_permit", "evenement_parade", "own_term"]
