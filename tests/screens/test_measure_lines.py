"""The lines of a measure: how what is owed stands is told by a sign and a word, the latest first."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.measure_lines import MeasureView, packed, picks
from tests.screens.conftest import NOON

WIDTHS = (72, 112)


@pytest.fixture
def ordinance(desk: Desk) -> SubjectRow:
    """A noodverordening of 15:12 that was told to one, and that the raad votes on the next evening."""
    flood = desk.incidents.open("Overlaat", at=NOON)
    power = desk.measures.power("emergency_ordinance")
    filled = {one.key: {"choice": (*one.choices, "")[0], "yes_no": "ja"}.get(one.kind, "x") for one in power.fields}
    measure = desk.measures.prepare(flood.subject, power.key, filled | {"begin": "", "end": ""}).subject
    desk.measures.decide(measure, by="burgemeester")
    desk.measures.done(measure, "council", by="AOV", via="telefoon")
    return desk.measures.due_date(measure, "ratification", datetime(2027, 2, 8, 19, 0, tzinfo=UTC))


def lines_of(desk: Desk, measure: SubjectRow, now: datetime, width: int) -> list[str]:
    """The lines of the page at a moment, as text."""
    view = MeasureView(measure, desk.measures.power("emergency_ordinance"), (), now, desk.zone)
    return ["".join(text for text, _ in line) for pick in picks(view, width) for line in pick.draw(width)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    ("now", "first"),
    [
        (NOON, "! zsm, al 0:00"),
        (datetime(2027, 2, 8, 18, 30, tzinfo=UTC), "! zsm, al 28:18"),
        (datetime(2027, 2, 8, 19, 1, tzinfo=UTC), "! te laat 20:00"),
        (datetime(2027, 2, 11, 8, 0, tzinfo=UTC), "! te laat ma 8 feb"),
    ],
)
def test_the_first_line_is_what_presses_most(
    desk: Desk, ordinance: SubjectRow, now: datetime, first: str, width: int
) -> None:
    heading, line, *_ = lines_of(desk, ordinance, now, width)
    assert heading.startswith("MOET NOG")
    assert line.startswith(first)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fits_and_says_who_did_what(desk: Desk, ordinance: SubjectRow, width: int) -> None:
    lines = lines_of(desk, ordinance, NOON, width)
    assert max(map(len, lines)) <= width
    done = lines[lines.index(next(line for line in lines if line.startswith("GEDAAN"))) + 1 :]
    assert done[0].startswith("✓ 15:12") and "raad" in done[0]
    assert done[1].strip() == "gedaan, door AOV, via telefoon"
    assert any(line.startswith("◷ morgen 20:00") and "bekrachtiging" in line for line in lines)


def test_items_stay_whole_on_their_line() -> None:
    lines = packed([("e voorwaarden", ""), ("esc terug", ""), ("b besluit", "")], 24)
    assert ["".join(text for text, _ in line).rstrip() for line in lines] == ["e voorwaarden", "esc terug   b besluit"]
