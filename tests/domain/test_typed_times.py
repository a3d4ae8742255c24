"""Terms as people type them in a form or an option."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aovconsole.domain.entry import KnownNames, explain, parse
from aovconsole.domain.typed_times import coming_from
from aovconsole.errors import CommandRefused


def utc(text: str) -> datetime:
    """A moment."""
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("15:30", "2027-02-07T15:30+01:00"),
        ("15:10", "2027-02-07T15:10+01:00"),  # the minute that runs
        ("9:00", "2027-02-08T09:00+01:00"),
        ("+20", "2027-02-07T15:30+01:00"),
        (" + 20 min ", "2027-02-07T15:30+01:00"),
        ("+2u", "2027-02-07T17:10+01:00"),
        ("+1:30", "2027-02-07T16:40+01:00"),
        ("morgen 9:00", "2027-02-08T09:00+01:00"),
        ("Ma 09:00", "2027-02-08T09:00+01:00"),
        ("8-2 9:00", "2027-02-08T09:00+01:00"),
        ("8-2-2027 09:00", "2027-02-08T09:00+01:00"),
        ("2027-02-08T09:00:00-05:00", "2027-02-08T09:00-05:00"),
        ("31-10-2027 02:30b", "2027-10-31T02:30+01:00"),
        ("1-2-2027 9:00", "2027-02-01T09:00+01:00"),  # past: the caller refuses it
    ],
)
def test_a_moment_ahead(typed: str, expected: str) -> None:
    now = utc("2027-02-07T15:10:40.5+01:00")
    assert coming_from(typed, now) == utc(expected)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("straks", "termijn 'straks' is niet te lezen"),
        ("", "is niet te lezen"),
        ("+20x", "is niet te lezen"),
        ("15:30 morgen", "is niet te lezen"),
        ("28-3-2027 02:30", "bestaat niet"),
        ("31-10-2027 02:30", "bestaat twee keer"),
    ],
)
def test_a_moment_ahead_that_is_none(typed: str, said: str) -> None:
    with pytest.raises(CommandRefused, match=said):
        coming_from(typed, utc("2027-02-07T15:10+01:00"))


def under(typed: str, now: datetime) -> str:
    """What stands under a line while it is typed."""
    return explain(parse(typed, now=now, known=KnownNames.of((), ())), now)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("15:30 vol", "15:30 gisteren (zo laat is het vandaag nog niet)"),
        ("23:50u vol", "23:50 gisteren (zo laat is het vandaag nog niet)"),
        ("gisteren 15:30 vol", "15:30 gisteren"),
        ("06-02 23:50 vol", "23:50 gisteren"),
        ("15:12 vol", "15:12"),
        ("14:00 vol", "14:00"),
    ],
)
def test_a_time_that_lies_ahead_is_said_to_be_read_as_yesterdays(typed: str, said: str) -> None:
    now = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)
    assert under(typed, now) == said


def test_just_after_midnight_yesterday_is_what_is_meant() -> None:
    now = datetime(2027, 2, 6, 23, 10, tzinfo=UTC)
    assert under("23:50 vol", now) == "23:50 gisteren"
