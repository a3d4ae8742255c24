"""The planning feed as signals: what is on in the municipality now, or soon."""

from __future__ import annotations

import dataclasses

import pytest

from aovconsole.domain.clash_places import Box
from aovconsole.feeds.ndw import Area
from aovconsole.feeds.signal import Reading, Signal
from tests.feeds.datex import feed, record, situation
from tests.feeds.signals import moment, ndw, sample


def read(*situations: str, at: str = "2027-06-24 12:00") -> Reading:
    return ndw().read(feed(*situations), "application/gzip", moment(at))


def test_the_real_one() -> None:
    there = Area("Beverwijk", Box(52.45, 4.6, 52.5, 4.7), (("Zeestraat", 52.4806, 4.65517),))
    body = sample("ndw_planningsfeed_excerpt_publicevent.xml")
    reading = dataclasses.replace(ndw(), area=there).read(body, "", moment("2027-06-24 12:00"))
    assert reading == Reading(
        (
            Signal(
                "ndw", "NDW03_449105", "Wielerronde (wielerwedstrijd)", "info",
                begin=moment("2027-06-25 10:00"), end=moment("2027-06-25 22:00"),
                place="Zeestraat, 52.47948 4.65403",
                detail=(
                    "soort: evenement, wielerwedstrijd", "bron: Gemeente Beverwijk",
                    "maatregelen: rijbaan dicht (3 keer)", "hulpdiensten: mogen erdoor",
                    "vertraging: tot 10 minuten", "let op: Weg dicht in beide richtingen",
                ),
            ),
        ),
        complete=True,
    )  # fmt: skip
    assert ndw().read(body, "", moment("2027-06-24 12:00")) == Reading(complete=True)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        ("2027-06-22 09:59", False),
        ("2027-06-22 10:00", True),
        ("2027-06-25 22:00", True),
        ("2027-06-25 22:01", False),
    ],
)
def test_from_three_days_before_until_its_end(at: str, shown: bool) -> None:
    assert bool(read(situation(record()), at=at).signals) is shown


def test_of_its_periods_the_one_that_ends_first_is_told() -> None:
    days = [(f"2027-06-{day}T10:00:00Z", f"2027-06-{day}T12:00:00Z") for day in (24, 25, 26)]
    (signal,) = read(situation(record(periods=days)), at="2027-06-24 13:00").signals
    assert (signal.begin, signal.end) == (moment("2027-06-25 10:00"), moment("2027-06-25 12:00"))


def test_what_is_cancelled_is_ended_and_what_is_uncertain_says_so() -> None:
    cancel = "<sit:lifeCycleManagement><sit:cancel>true</sit:cancel></sit:lifeCycleManagement>"
    cancelled = f"<sit:management>{cancel}</sit:management>"
    reading = read(
        situation(record(more=cancelled)), situation(record(probability="riskOf", named="Kermis"), identity="NDW03_2")
    )
    assert (reading.ended, [one.detail[0] for one in reading.signals]) == (("NDW03_1",), ["onder voorbehoud"])


def test_what_cannot_be_read_is_told() -> None:
    assert read(situation(record(begin=""))).remarks == ("NDW03_1: er staat niet in wanneer het begint",)
