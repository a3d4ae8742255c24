"""What did we know at 15:10, and what had happened by then."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.past import dossier_then, horizon, lines_then, list_then, looked_back
from aovconsole.domain.times import stored
from aovconsole.journal.looking_back import moments_of, step
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


def test_lines_that_became_known_later_stand_beside_what_was_known(desk: Desk) -> None:
    [incident] = desk.reading.of_type("incident")

    def looked(known: str, until: str = "") -> tuple[list[str], list[str]]:
        limits = horizon(at(known), at(until) if until else None)
        past = looked_back(desk.reading, incident.subject, limits)
        assert set(past.all_lines) == {*past.lines, *past.later}
        assert [row.at for row in past.all_lines] == sorted(row.at for row in past.all_lines)
        ids = [row.record_id for row in past.all_lines]
        assert len(ids) == len(set(ids)), "no line stands twice"
        assert past.lines == dossier_then(desk.reading, incident.subject, known_at=at(known),
                                          happened_until=at(until) if until else None).lines  # fmt: skip
        return [row.type for row in past.lines], [row.type for row in past.later]

    assert looked("13:59") == ([], ["opened", "grip", "line", "changed", "action", "closed"])
    assert looked("14:10") == (["opened", "grip"], ["line", "changed", "action", "closed"])
    assert looked("14:10", "14:30") == (["opened", "grip"], ["line"]), "nothing that happened after the horizon"
    assert looked("14:45") == (["opened", "grip", "line"], ["changed", "action", "closed"])
    assert looked("23:00")[1] == []
    past = looked_back(desk.reading, incident.subject, horizon(at("14:45"), None))
    assert [(row.text, row.correction) for row in past.all_lines if row.type == "line"] == [("twaalf gewonden", "")]
    assert looked_back(desk.reading, incident.subject, horizon(None, at("14:30"))).later == ()
    assert dossier_then(desk.reading, incident.subject, known_at=at("14:10")).later == ()


def test_the_moments_at_which_something_became_known(desk: Desk, tmp_path: Path) -> None:
    [incident] = desk.reading.of_type("incident")
    stepped = [stored(at(text)) for text in ("14:00", "14:10", "14:40", "14:50", "15:00")]
    assert moments_of(desk.reading, incident.subject) == tuple(stepped)
    assert moments_of(desk.reading, "") == ()
    other = desk_at(tmp_path / "b", StillClock(at("16:30")), code="B")
    other.journal.receive(records_of(desk.journal))
    assert moments_of(other.reading, incident.subject) == (stored(at("16:30")),), "known here, not there"


@pytest.mark.parametrize(
    ("now", "by", "then"),
    [
        ("b", 1, "c"), ("b", -1, "a"), ("a", -1, None), ("d", 1, None), ("bb", 1, "c"), ("bb", -1, "b"),
        ("0", 1, "a"), ("0", -1, None), ("e", -1, "d"), ("e", 1, None), ("a", 2, "c"), ("d", -2, "b"), ("a", 4, None),
    ],
)  # fmt: skip
def test_a_step_from_moment_to_moment(now: str, by: int, then: str | None) -> None:
    assert step(("a", "b", "c", "d"), now, by) == then
    assert step((), now, by) is None
