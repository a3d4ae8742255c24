"""The notice term of a demonstration: over Easter, carnaval and Christmas, over the change of clock, and unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from aovconsole.domain.demonstration_terms import (
    answer_deadline,
    is_known,
    notice_deadline,
    notice_of,
    scale_of,
)
from aovconsole.domain.times import AMSTERDAM, stored
from aovconsole.reference.files import load_holidays

HOLIDAYS = load_holidays()


@dataclass(frozen=True, slots=True)
class Rule:
    """A term as somebody could fill it in."""

    hours: int | None = None
    working_days: int | None = None
    counts_weekends: bool | None = None
    moved_to_hour: int | None = None
    friday_after_hour: int | None = None
    status: str = "vastgesteld"


HOURS_48 = Rule(hours=48)
WORKING_48 = Rule(hours=48, counts_weekends=False)
WORKING_72 = Rule(hours=72, counts_weekends=False)
MODEL_APV = Rule(hours=48, moved_to_hour=12, friday_after_hour=12)
MOVED_ONLY = Rule(hours=48, moved_to_hour=12)
FIVE_DAYS = Rule(working_days=5)
FIVE_DAYS_NOON = Rule(working_days=5, moved_to_hour=12)


def local(text: str) -> datetime:
    """A moment by the wall clock of Maastricht: `2027-03-28 14:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("rule", "begin", "last"),
    [
        (HOURS_48, "2027-02-17 14:00", "2027-02-15 14:00"),
        (HOURS_48, "2027-03-30 14:00", "2027-03-28 14:00"),  # Easter Sunday counts
        (HOURS_48, "2027-03-29 14:00", "2027-03-27 13:00"),  # real hours over the change of clock
        (HOURS_48, "2027-11-01 14:00", "2027-10-30 15:00"),
        (WORKING_48, "2027-03-30 14:00", "2027-03-24 14:00"),  # Easter Monday, weekend, Good Friday
        (WORKING_48, "2027-03-29 14:00", "2027-03-24 00:00"),  # begins on a holiday itself
        (WORKING_48, "2027-02-09 14:11", "2027-02-05 14:11"),  # carnaval Monday is a working day
        (WORKING_72, "2026-12-28 12:00", "2026-12-22 12:00"),  # Christmas on Friday and Saturday
        (WORKING_72, "2027-01-04 09:00", "2026-12-29 09:00"),  # New Year's Day on Friday
        (MODEL_APV, "2027-03-30 14:00", "2027-03-25 12:00"),  # Sunday, and before it Good Friday
        (MODEL_APV, "2027-02-15 14:00", "2027-02-12 12:00"),  # Saturday goes to Friday noon
        (MODEL_APV, "2027-02-14 16:00", "2027-02-11 12:00"),  # Friday afternoon goes to Thursday noon
        (MODEL_APV, "2027-02-14 12:00", "2027-02-12 12:00"),  # noon sharp stays
        (MODEL_APV, "2026-12-27 10:00", "2026-12-24 12:00"),  # Christmas Day
        (MODEL_APV, "2027-02-18 14:00", "2027-02-16 14:00"),  # a working day stays as it is
        (MOVED_ONLY, "2027-02-14 16:00", "2027-02-12 16:00"),  # Friday is a working day where nobody said more
        (FIVE_DAYS, "2027-03-30 14:00", "2027-03-19 23:59"),
        (FIVE_DAYS, "2027-02-14 14:00", "2027-02-08 23:59"),
        (FIVE_DAYS_NOON, "2026-12-28 14:00", "2026-12-18 12:00"),
    ],
)
def test_the_last_moment_of_a_notice(rule: Rule, begin: str, last: str) -> None:
    found = notice_deadline(rule, local(begin), HOLIDAYS)
    assert found is not None
    assert f"{found.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" == last


@pytest.mark.parametrize("rule", [None, Rule(), Rule(hours=0), Rule(hours=10**9), Rule(working_days=400)])
def test_a_term_without_a_number_that_can_be_is_not_counted(rule: Rule | None) -> None:
    assert not is_known(rule)
    assert notice_deadline(rule, local("2027-02-17 14:00"), HOLIDAYS) is None
    assert answer_deadline(rule, local("2027-02-15 14:00"), local("2027-02-17 14:00"), HOLIDAYS) is None


@pytest.mark.parametrize(
    ("rule", "received", "state"),
    [
        (HOURS_48, "", "spontaneous"),
        (None, "2027-02-01 09:00", "unknown"),
        (HOURS_48, "2027-02-15 14:00", "within"),
        (HOURS_48, "2027-02-15 14:01", "after"),
        (HOURS_48, "2027-02-17 14:00", "after"),
        (HOURS_48, "2027-02-17 14:01", "after_begin"),
        (None, "2027-02-18 09:00", "after_begin"),
    ],
)
def test_what_is_said_of_a_notice(rule: Rule | None, received: str, state: str) -> None:
    begin = stored(local("2027-02-17 14:00"))
    assert notice_of(rule, stored(local(received)) if received else "", begin, HOLIDAYS).state == state


def test_a_term_with_a_number_may_still_wait_for_its_confirmation() -> None:
    begin, received = stored(local("2027-02-17 14:00")), stored(local("2027-02-01 14:00"))
    assert notice_of(Rule(hours=48, status="te bevestigen"), received, begin, HOLIDAYS).confirmed is False
    assert notice_of(HOURS_48, received, begin, HOLIDAYS).confirmed is True


@pytest.mark.parametrize(
    ("rule", "received", "begin", "due"),
    [
        (Rule(hours=24), "2027-02-12 10:00", "2027-02-20 14:00", "2027-02-13 10:00"),
        (Rule(hours=24, counts_weekends=False), "2027-02-12 10:00", "2027-02-20 14:00", "2027-02-15 10:00"),
        (Rule(working_days=2), "2027-03-25 10:00", "2027-04-20 14:00", "2027-03-31 23:59"),
        (Rule(working_days=2), "2027-02-12 10:00", "2027-02-13 14:00", "2027-02-13 14:00"),
        (Rule(hours=24), "2027-02-15 10:00", "2027-02-13 14:00", "2027-02-16 10:00"),
    ],
)
def test_before_when_the_notifier_hears(rule: Rule, received: str, begin: str, due: str) -> None:
    found = answer_deadline(rule, local(received), local(begin), HOLIDAYS)
    assert found is not None
    assert f"{found.astimezone(AMSTERDAM):%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    ("count", "from_count", "scale"),
    [(None, 100, ""), (100, None, ""), (99, 100, "small"), (100, 100, "large"), (0, 100, "small")],
)
def test_small_and_large_follow_the_settings_and_are_never_guessed(
    count: int | None, from_count: int | None, scale: str
) -> None:
    assert scale_of(count, from_count) == scale
