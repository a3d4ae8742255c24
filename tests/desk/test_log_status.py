"""Whether a line was found to be so: set later, by whom and why; the latest counts, the others stay."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.log import LineStatusSet
from aovconsole.domain.record import Draft
from aovconsole.reference.files import known_names
from tests.builders import append, assert_green, desk_at, given, records_of
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one incident and one line in it."""
    made = desk_at(tmp_path)
    made.incidents.open("Gaslek")
    made.log.line("drie gewonden !ongeverifieerd", dossier="INC-27-A001")
    yield made
    assert_green(made.journal)
    made.journal.close()


def line_of(desk: Desk) -> str:
    return desk.reading.lines(type_="line")[0].record_id


def status_of(desk: Desk) -> object:
    return desk.reading.lines(type_="line")[0].more.get("status")


def test_a_status_that_was_typed_stands_with_the_line(desk: Desk) -> None:
    assert status_of(desk) == "unverified"
    desk.log.line("gewoon")
    assert [row.extra for row in desk.reading.lines(dossier="", type_="line")] == ["{}"]


def test_it_is_set_with_who_knew_it_and_why(desk: Desk) -> None:
    line, clock = desk.reading.lines(type_="line")[0], desk.journal.clock
    assert isinstance(clock, StillClock)
    now = clock.advance(minutes=4)
    [record] = (
        given(desk)
        .when(lambda d: d.log.set_status(line.record_id, "verified", source=" GHOR\x1b ", reason="zelf geteld"))
        .then("line.status_set")
    )
    assert json.loads(record.payload) == {"status": "verified", "source": "GHOR\ufffd", "reason": "zelf geteld"}
    assert (record.dossier, record.subject) == (line.dossier, line.subject)
    assert record.occurred_at == record.recorded_at == now.isoformat(timespec="microseconds")
    changed = desk.reading.line(line.record_id)
    assert changed
    assert changed.more == {"body": "drie gewonden !ongeverifieerd", "status": "verified"} or changed.more == {
        "status": "verified"
    }
    assert changed._replace(extra="") == line._replace(extra=""), "nothing else of the line changed"


def test_a_status_does_not_hide_a_correction_and_the_other_way_round(desk: Desk) -> None:
    line = line_of(desk)
    correction = desk.log.correct(line, "twee gewonden")
    desk.log.set_status(line, "contradicted")
    row = desk.reading.line(line)
    assert row and (row.correction, row.corrected_by) == ("twee gewonden", correction.id)
    desk.log.correct(line, "een gewonde")
    assert status_of(desk) == "contradicted"


def test_the_latest_by_the_clock_counts_in_any_order_of_arrival(desk: Desk, tmp_path: Path) -> None:
    for status in ("verified", "contradicted", "unverified", "verified"):
        desk.log.set_status(line_of(desk), status)
    records = records_of(desk.journal)
    other = desk_at(tmp_path / "other", StillClock(CARNIVAL_SUNDAY), code="B")
    for record in reversed(records):
        other.journal.receive([record])
    assert status_of(other) == status_of(desk) == "verified"
    assert_green(other.journal)
    other.journal.close()


def test_what_is_agreed_does_not_hold_the_status(desk: Desk) -> None:
    desk.log.line("hek dicht !geverifieerd !besluit", dossier="INC-27-A001")
    [decision] = desk.reading.of_type("decision")
    assert decision.title == "hek dicht"


REFUSALS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "no status": (lambda d: d.log.set_status(line_of(d), "waar"), "status waar bestaat niet"),
    "empty status": (lambda d: d.log.set_status(line_of(d), ""), "bestaat niet (kies uit verified, "),
    "no line": (lambda d: d.log.set_status("weg", "verified"), "er is geen regel weg"),
    "an incident": (lambda d: d.log.set_status(d.reading.of_type("incident")[0].subject, "verified"), "geen regel"),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_refused(desk: Desk, name: str) -> None:
    request, words = REFUSALS[name]
    given(desk).when(request).refused(words)


def test_a_withdrawn_line_has_no_status_to_set(desk: Desk) -> None:
    desk.log.withdraw(line_of(desk))
    given(desk).when(lambda d: d.log.set_status(line_of(d), "verified")).refused("deze regel is ingetrokken")


def test_a_status_of_a_later_version_is_shown_as_it_is(desk: Desk) -> None:
    row = desk.reading.lines(type_="line")[0]
    append(desk.journal, Draft(LineStatusSet("rumoured"), subject=row.subject, dossier=row.dossier))
    assert status_of(desk) == "rumoured"


def test_a_place_that_is_not_listed_is_kept_and_said_to_be_so(desk: Desk) -> None:
    for typed, told in (("@Vrijthof vol", ""), ("@Sterrenplein vol", " (niet in de plaatsenlijst)")):
        entry = desk.log.understand(typed)
        assert desk.log.explain(entry) == f"plaats {entry.place}{told}"
        desk.log.line(typed)
    assert [row.place for row in desk.reading.lines(dossier="")] == ["Vrijthof", "Sterrenplein"]


def test_every_listed_place_is_known_by_the_name_that_is_kept() -> None:
    known = known_names()
    written = set(known.places.values())
    assert written
    assert {name for name in written if name.casefold() not in known.places} == set()
