"""The lines of a measure: how what is owed stands is told by a sign and a word, the latest first."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.measure_lines import MeasureView, head, packed, picks
from aovconsole.screens.widgets.pick_list import Pick
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


def view_of(desk: Desk, measure: str, now: datetime) -> MeasureView:
    row = desk.reading.subject(measure)
    assert row is not None
    return MeasureView(row, desk.measures.power(str(json.loads(row.body)["power"])), (), now, desk.zone)


def said(found: list[Pick], width: int = 112) -> list[str]:
    return ["".join(text for text, _ in line) for pick in found for line in pick.draw(width)]


def test_the_page_says_why_a_step_was_taken_back_and_who_withdrew(desk: Desk, ordinance: SubjectRow) -> None:
    measure = ordinance.subject
    tick = next(step["record_id"] for step in view_of(desk, measure, NOON).body["steps"] if step["kind"] == "duty_done")
    desk.measures.undo(measure, tick, "verkeerde [b]raad[/b]")
    desk.measures.withdraw(measure, by="burgemeester", capacity="voorzitter veiligheidsregio", reason="dam dicht")
    view = view_of(desk, measure, NOON)
    lines = said(picks(view, 112))
    struck = next(number for number, line in enumerate(lines) if "afgevinkt: noodverordening ter kennis" in line)
    assert lines[struck + 1].strip() == "ongedaan gemaakt: verkeerde [b]raad[/b]"
    top = ["".join(text for text, _ in line) for line in head(view, 112)]
    assert "ingetrokken 15:12 door burgemeester als voorzitter veiligheidsregio: dam dicht" in top


@pytest.mark.parametrize(
    ("power", "top", "line"),
    [
        ("search_zone", "● genomen – afgelopen 15:13", "– vervallen 15:13"),
        ("emergency_ordinance", "● genomen ! verlopen 15:13", "! te laat 15:13"),
    ],
)
def test_a_measure_that_ended_by_itself_is_quiet_unless_the_law_asks_more(
    desk: Desk, power: str, top: str, line: str
) -> None:
    desk.incidents.open("Overlaat", at=NOON)
    fields = desk.measures.power(power).fields
    filled = {one.key: {"choice": (*one.choices, "")[0], "yes_no": "ja"}.get(one.kind, "x") for one in fields}
    measure = desk.measures.prepare("INC-27-A001", power, filled | {"begin": "", "end": ""}).subject
    desk.measures.decide(measure, by="burgemeester", end=NOON + timedelta(minutes=1))
    view = view_of(desk, measure, NOON + timedelta(hours=1))
    assert top in "".join(text for text, _ in head(view, 112)[0])
    [found] = [one for one in picks(view, 112) if one.key == "duty:withdrawal"]
    assert said([found])[0].startswith(line)
    assert [duty["key"] for duty in view.owed if duty["key"] == "withdrawal"] == ["withdrawal"] * line.startswith("!")
