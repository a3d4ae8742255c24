"""Terms as people type them in a form or an option."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

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
