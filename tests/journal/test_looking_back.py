"""What did we know at 15:10, and what had happened by then."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.past import dossier_then, lines_then, list_then
from tests.builders import desk_at, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


def at(text: str) -> datetime:
    """A moment of carnival Sunday, by the wall clock of Maastricht."""
    return datetime.fromisoformat(f"2027-02-07T{text}:00+01:00")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Opened 14:00, GRIP 1 at 14:10, a line of 14:20 entered at 14:40 and corrected at 14:50, closed 15:00."""
    clock = StillClock(at("14:00"))
    made = desk_at(tmp_path / "a", clock)
    number = made.incidents.open("Gaslek").number
    clock.advance(minutes=10)
    made.incidents.grip(number, 1, by="OvD-Bz")
    clock.advance(minutes=30)
    line = made.log.line("twaalf gewonden", dossier=number, at=at("14:20"))
    made.log.line("algemeen")
    clock.advance(minutes=10)
    made.log.correct(line.id, "twee gewonden")
    made.incidents.set_field(number, "title", "Gasexplosie")
    made.agreements.action(number, "hekken", owner="THOR")
    clock.advance(minutes=10)
    made.incidents.close(number)
    clock.advance(hours=2)
    return made


def known(desk: Desk, moment: str) -> list[tuple[str, str]]:
    """The lines as they were known at a moment."""
    rows = lines_then(desk.reading, None, known_at=at(moment), happened_until=None)
    return [(row.text, row.correction) for row in rows]


def test_lines_as_they_were_known(desk: Desk) -> None:
    assert known(desk, "14:39") == [], "it had happened, but nobody here had it"
    assert known(desk, "14:40") == [("twaalf gewonden", ""), ("algemeen", "")]
    assert known(desk, "14:49") == [("twaalf gewonden", ""), ("algemeen", "")]
    assert known(desk, "14:50") == [("twaalf gewonden", "twee gewonden"), ("algemeen", "")]
    now = [(row.text, row.correction) for row in desk.reading.lines(type_="line")]
    assert known(desk, "23:00") == now


def test_lines_that_had_happened(desk: Desk) -> None:
    def until(moment: str) -> list[str]:
        rows = lines_then(desk.reading, None, known_at=None, happened_until=at(moment))
        return [row.correction or row.text for row in rows]

    assert until("14:19") == []
    assert until("14:20") == ["twee gewonden"], "a correction takes the time of what it corrects"
    assert until("14:40") == ["twee gewonden", "algemeen"]


def test_lines_of_one_dossier_and_of_the_general_log(desk: Desk) -> None:
    [incident] = desk.reading.of_type("incident")
    for dossier, expected in ((incident.subject, ["twaalf gewonden"]), ("", ["algemeen"])):
        rows = lines_then(desk.reading, dossier, known_at=at("14:45"), happened_until=None)
        assert [row.text for row in rows] == expected
        assert all(row.received_at and row.author == "Voorbeeld/AOV" for row in rows)
    since = lines_then(desk.reading, None, known_at=at("14:45"), happened_until=None, since="2027-02-07T13:30")
    assert [row.text for row in since] == ["algemeen"]


@pytest.mark.parametrize(
    ("moment", "title", "level", "status", "timeline"),
    [
        ("14:00", "Gaslek", 0, "open", 1),
        ("14:09", "Gaslek", 0, "open", 1),
        ("14:10", "Gaslek", 1, "open", 2),
        ("14:45", "Gaslek", 1, "open", 3),
        ("14:50", "Gasexplosie", 1, "open", 5),
        ("15:00", "Gasexplosie", 1, "closed", 6),
    ],
)
def test_an_incident_as_it_was_known(
    desk: Desk, moment: str, title: str, level: int, status: str, timeline: int
) -> None:
    [incident] = desk.reading.of_type("incident")
    past = dossier_then(desk.reading, incident.subject, known_at=at(moment))
    row = past.row(incident.subject)
    assert row is not None
    assert (row.title, json.loads(row.body)["grip_level"], row.status) == (title, level, status)
    assert len(past.lines) == timeline
    [same] = list_then(desk.reading, "incident", known_at=at(moment)).rows
    assert same == row


def test_before_it_was_known_there_was_nothing(desk: Desk) -> None:
    [incident] = desk.reading.of_type("incident")
    past = dossier_then(desk.reading, incident.subject, known_at=at("13:59"))
    assert (past.rows, past.lines) == ((), ())
    assert list_then(desk.reading, "incident", known_at=at("13:59")).rows == ()


def test_with_all_that_is_known_the_past_is_the_present(desk: Desk) -> None:
    [incident] = desk.reading.of_type("incident")
    past = dossier_then(desk.reading, incident.subject, known_at=at("23:00"), happened_until=at("23:00"))
    assert past.lines == desk.reading.lines(dossier=incident.subject)
    assert past.row(incident.subject) == incident


def test_known_means_known_at_this_station(desk: Desk, tmp_path: Path) -> None:
    clock = StillClock(at("16:30"))
    other = desk_at(tmp_path / "b", clock, code="B")
    other.journal.receive(records_of(desk.journal))
    clock.advance(hours=1)
    [incident] = other.reading.of_type("incident")
    assert dossier_then(other.reading, incident.subject, known_at=at("16:29")).rows == ()
    assert dossier_then(other.reading, incident.subject, known_at=at("16:30")).row(incident.subject) == incident
    assert known(other, "15:59") == []
    assert known(desk, "15:59") != []


def test_a_line_that_was_written_more_than_five_minutes_after_is_late(tmp_path: Path) -> None:
    desk = desk_at(tmp_path)
    for minutes in (0, 5, 6):
        desk.log.line(f"{minutes}", at=CARNIVAL_SUNDAY - timedelta(minutes=minutes))
    assert {row.text: row.late for row in desk.reading.lines()} == {"0": False, "5": False, "6": True}
