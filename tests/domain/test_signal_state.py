"""What a source and its signals are worth at a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from aovconsole.domain.signal_state import (
    MOST_SHOWN,
    FeedState,
    SignalNow,
    SignalRule,
    age_text,
    chosen,
    severity,
    shown_lines,
    signal_board,
)
from aovconsole.domain.times import AMSTERDAM

NOW = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def feed(**more: Any) -> FeedState:
    empty = FeedState("rws", "RWS", 600, 1200, False, False, True, ago(5), ago(5), None, "", None, 0, None, ())
    return empty._replace(**more)


def signal(source: FeedState | None = None, **more: Any) -> SignalNow:
    empty = SignalNow(
        source or feed(), "k", "Maas", "info", "", "41", "m", "", None, None, ago(20), ago(5), (), ""
    )  # fmt: skip
    return empty._replace(**more)


@pytest.mark.parametrize(
    ("more", "state", "words"),
    [
        ({}, "fresh", "actueel, gelezen 15:05"),
        ({"good_at": ago(20)}, "fresh", "actueel, gelezen 14:50"),
        ({"good_at": ago(20.1)}, "stale", "verouderd, gelezen 14:49"),
        ({"good_at": None}, "never", "nog nooit gelezen"),
        ({"on": False}, "off", "uit"),
        ({"on": False, "failing_since": ago(3)}, "off", "uit"),
        ({"failing_since": ago(3), "fault": "stil"}, "failing", "geen antwoord sinds 15:05: stil"),
        (
            {"failing_since": ago(3), "good_at": None, "fault": "stil"}, "failing",
            "nog nooit een antwoord; mislukt sinds 15:07: stil",
        ),
    ],
)  # fmt: skip
def test_the_state_of_a_source(more: dict[str, Any], state: str, words: str) -> None:
    one = feed(**more)
    assert (one.state(NOW), one.words(NOW, AMSTERDAM)) == (state, words)


@pytest.mark.parametrize(
    ("one", "stale"),
    [
        (signal(), False),
        (signal(measured_at=ago(40)), False),
        (signal(measured_at=ago(41)), True),  # the source answers, but its value stands still
        (signal(measured_at=ago(41), value=""), False),  # a warning is as old as its issue
        (signal(read_at=ago(21), measured_at=ago(1)), True),  # its source is silent, or speaks of others only
        (signal(read_at=ago(21), value=""), True),
    ],
)
def test_what_is_old(one: SignalNow, stale: bool) -> None:
    assert one.stale(NOW) is stale


def test_doubts_are_told_in_words() -> None:
    one = signal(feed(failing_since=ago(50), untested=True), read_at=ago(60))
    assert one.doubts(NOW) == ("verouderd", "geen antwoord van de bron", "niet getoetst aan echte levering")


@pytest.mark.parametrize(
    ("level", "rule", "takes"),
    [
        ("orange", SignalRule("r", "rws", "orange"), True),
        ("red", SignalRule("r", "rws", "orange"), True),
        ("yellow", SignalRule("r", "rws", "orange"), False),
        ("unknown", SignalRule("r", "rws", "yellow"), False),
        ("orange", SignalRule("r", "knmi", "orange"), False),
        ("orange", SignalRule("r", "rws", "orange", ("MAAS",)), True),
        ("orange", SignalRule("r", "rws", "orange", ("borgharen",)), False),
    ],
)
def test_what_a_rule_takes(level: str, rule: SignalRule, takes: bool) -> None:
    assert rule.takes(signal(level=level)) is takes


def test_the_most_serious_first_and_of_every_source_something() -> None:
    roads = feed(id="ndw", label="NDW", rhythm=3600)
    many = [signal(roads, key=str(number), level="info", headline=f"weg {number}", value="") for number in range(20)]
    water = signal(level="none", key="eijsden")
    warning = signal(level="yellow", key="borgharen")
    over = signal(level="red", key="over", until_at=ago(1))
    board = signal_board(NOW, [feed(), roads, feed(id="x", on=False)], [*many, water, over, warning])
    assert [one.key for one in board.signals][:1] == ["borgharen"]
    shown = [one.key for one in chosen(board)]
    assert (len(shown), shown[0], "eijsden" in shown, "over" in shown) == (MOST_SHOWN, "borgharen", True, False)
    assert shown_lines(board, AMSTERDAM, NOW)[-1] == f"en nog {22 - MOST_SHOWN}"


def test_what_was_shown_changes_only_when_it_changes() -> None:
    board = signal_board(NOW, [feed()], [signal()])
    lines = shown_lines(board, AMSTERDAM, NOW)
    assert lines == ("Maas: 41 m (RWS 07-02 14:50)",)
    assert shown_lines(board, AMSTERDAM, NOW + timedelta(minutes=14)) == lines
    later = shown_lines(board, AMSTERDAM, NOW + timedelta(minutes=16))
    assert later == ("Maas: 41 m, verouderd (RWS 07-02 14:50)", "RWS: verouderd")


def test_ages_and_levels() -> None:
    ages = (0, 18, 99, 100, 125, 47 * 60, 48 * 60, 5 * 24 * 60)
    told = ["0 min", "18 min", "99 min", "1:40 uur", "2:05 uur", "47:00 uur", "2 dagen", "5 dagen"]
    assert [age_text(timedelta(minutes=age)) for age in ages] == told
    assert severity("paars") == severity("unknown")
