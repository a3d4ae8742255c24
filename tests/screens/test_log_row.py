"""One painted line of a log: status and late knowledge in words, never in colour alone, at any width."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from aovconsole.domain.times import AMSTERDAM, stored
from aovconsole.journal.reading import LogRow
from aovconsole.screens.widgets.log_row import row_lines
from aovconsole.screens.widgets.painted import Line, cells

AT = datetime(2027, 2, 7, 14, 5, tzinfo=UTC)
KNOWN = datetime(2027, 2, 7, 14, 22, tzinfo=UTC)


def row(text: str = "drie panden ontruimd", *, known: datetime = KNOWN, correction: str = "", **more: object) -> LogRow:
    received = stored(known)
    return LogRow(
        1, "r", "r", "d", stored(AT), "1", "line", text, "fact", "politie", "", correction, "c" if correction else "",
        json.dumps(more), "Test/AOV", "s" * 16, received, received, "INC-27-A001",
    )  # fmt: skip


def words(lines: tuple[Line, ...]) -> str:
    return " ".join("".join(text for text, _ in line).strip() for line in lines)


@pytest.mark.parametrize(
    ("status", "told", "look"),
    [
        ("verified", "✓ geverifieerd", "success"),
        ("unverified", "? ongeverifieerd", "warning"),
        ("contradicted", "✗ weersproken", "error"),
        ("rumoured", "· rumoured", "muted"),
    ],
)
def test_a_status_is_a_sign_and_a_word_behind_the_text(status: str, told: str, look: str) -> None:
    lines = row_lines(row(known=AT, status=status), 78, AMSTERDAM)
    assert len(lines) == 1, "it fits beside a short text at 80 columns"
    assert (told, look) in lines[0]
    assert "drie panden ontruimd  " + told in words(lines)


@pytest.mark.parametrize("width", [36, 48, 54, 78, 140])
@pytest.mark.parametrize("later", [False, True])
@pytest.mark.parametrize("text", ["kort", "woord " * 400, "x" * 5_000, "漢字" * 300])
def test_what_must_be_known_is_seen_at_any_width_and_length(width: int, later: bool, text: str) -> None:
    lines = row_lines(row(text, status="contradicted", marks=["private"]), width, AMSTERDAM, later=later)
    assert len(lines) <= {36: 9, 48: 7, 54: 6}.get(width, 4)
    assert all(cells(line) <= width for line in lines)
    said = "".join(words(lines).split()).replace("feit", "")
    assert "✗weersproken" in said
    assert "[privé]" in said
    assert ("laterbekend,15:22" in said) is later
    assert ("laat:ingevoerd15:22" in said) is not later
    assert ("…" in said) == (len(text) > 10)


def test_what_came_in_later_is_grey_and_says_when() -> None:
    lines = row_lines(row(status="verified", marks=["police"]), 140, AMSTERDAM, later=True)
    assert words(lines).count("later bekend, 15:22") == 1
    assert {look for line in lines for text, look in line if text.strip()} == {"muted"}
    struck = row_lines(row("twaalf", correction="twee"), 140, AMSTERDAM, later=True)
    assert ("twaalf", "struck") in struck[0]
    next_day = row_lines(row(known=datetime(2027, 2, 8, 7, 0, tzinfo=UTC)), 140, AMSTERDAM, later=True)
    assert "later bekend, ma 8 feb 08:00" in words(next_day)


@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("drie !Geverifieerd gewonden !feit", "verified", "drie gewonden !feit  ✓ geverifieerd"),
        ("!bevestigd. drie gewonden", "verified", "drie gewonden  ✓ geverifieerd"),
        ("drie gewonden !ongeverifieerd", "verified", "drie gewonden !ongeverifieerd  ✓ geverifieerd"),
        ("drie gewonden, geverifieerd", "verified", "drie gewonden, geverifieerd  ✓ geverifieerd"),
        ("drie gewonden !geverifieerd", "", "drie gewonden !geverifieerd"),
    ],
)
def test_the_word_that_was_typed_for_the_status_is_not_told_twice(text: str, status: str, told: str) -> None:
    more = {"status": status} if status else {}
    line = words(row_lines(row(text, known=AT, **more), 140, AMSTERDAM))
    assert line.removeprefix("15:05  politie").removesuffix("feit").strip() == told
