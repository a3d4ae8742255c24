"""Safety rounds and schouwen at the desk: planned, printed, typed in, mended, released, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.desk.safety_rounds import Found, found_from
from aovconsole.domain.kinds import tables_of
from aovconsole.errors import CannotStore, CommandRefused
from tests.builders import assert_green, desk_at, records_of
from tests.desk.evenementen import NR, SOON, body, rounds, safety_rounds
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one evenement, that begins in three hours."""
    made = desk_at(tmp_path)
    made.evenementen.add("Concert", begin=SOON, end=SOON + timedelta(hours=2), place="Vrijthof")
    yield made
    assert_green(made.journal)
    made.journal.close()


def test_rounds_are_planned_printed_walked_and_released(desk: Desk, tmp_path: Path) -> None:
    made = desk.evenementen.rounds
    planned = made.plan(NR, at=SOON, walkers=["AOV", " THOR "], route="rondom")
    printed = made.print_sheet(NR, str(tmp_path / "blad.html"))
    direct = made.hold(NR, at=NOW - timedelta(hours=1), note="hekken goed")
    assert [row.number for row in (planned, printed, direct)] == ["R-A1", "R-A2", "R-A3"]
    assert safety_rounds(desk) == 1
    findings = [found_from("kabel los; organisator ;18:00"), found_from("hek open")]
    made.hold(NR, "r-a1", walkers=["AOV", "politie"], findings=findings, released="no", by="AOV")
    made.hold(NR, "R-A2", at=NOW - timedelta(minutes=30))
    assert safety_rounds(desk) == body(desk)["safety_rounds_count"] == 3
    made.resolve(NR, "R-A1", 1, note="afgedekt")
    made.release(NR, "R-A1", True, by="AOV")
    made.find_more(NR, "R-A1", [Found("nog een")])
    one = next(view for view in rounds(desk) if view["number"] == "R-A1")
    assert (one["status"], one["walkers"], one["route"], one["released"]) == (
        "held",
        ["AOV", "politie"],
        "rondom",
        "yes",
    )
    shown = [(f["number"], f["text"], f["owner"], f["due_at"][:16], bool(f["resolved_at"])) for f in one["findings"]]
    assert shown == [
        (1, "kabel los", "organisator", "2027-02-07T17:00", True), (2, "hek open", "", "", False),
        (3, "nog een", "", "", False),
    ]  # fmt: skip
    made.resolve(NR, "R-A1", 1, resolved=False)
    assert not next(view for view in rounds(desk) if view["number"] == "R-A1")["findings"][0]["resolved_at"]
    late: dict[str, Callable[[], object]] = {
        "is al gelopen": lambda: made.hold(NR, "R-A1"),
        "al gelopen": lambda: made.plan(NR, at=SOON, round_number="R-A1"),
        "geen bevinding 9": lambda: made.resolve(NR, "R-A1", 9),
    }
    for said, request in late.items():
        with pytest.raises(CommandRefused, match=said):
            request()


def test_a_schouw_is_no_safety_round_and_a_withdrawn_round_does_not_count(desk: Desk) -> None:
    made = desk.evenementen.rounds
    made.hold(NR, round_type="inspection")
    assert (safety_rounds(desk), body(desk)["rounds"]) == (0, [])
    made.hold(NR)
    made.hold(NR)
    made.withdraw(NR, "R-A2", reason="dubbel ingevoerd")
    assert (safety_rounds(desk), len(body(desk)["rounds"])) == (1, 1)
    assert [view["status"] for view in rounds(desk)] == ["held", "withdrawn", "held"]
    with pytest.raises(CommandRefused, match="al ingetrokken"):
        made.withdraw(NR, "R-A2", reason="x")
    with pytest.raises(CommandRefused, match="reden is leeg"):
        made.withdraw(NR, "R-A3", reason=" ")
    made.plan(NR, at=SOON)
    with pytest.raises(CommandRefused, match="nog niet gelopen"):
        made.release(NR, "R-A4", True)


def test_one_sheet_typed_in_at_two_stations_is_one_round(desk: Desk, tmp_path: Path) -> None:
    desk.evenementen.rounds.plan(NR, on_paper=True)
    other = desk_at(tmp_path / "b", StillClock(NOW + timedelta(minutes=1)), code="B")
    other.journal.receive(records_of(desk.journal))
    desk.evenementen.rounds.hold(NR, "R-A1")
    other.evenementen.rounds.hold(NR, "R-A1")
    desk.journal.receive(records_of(other.journal))
    assert (safety_rounds(desk), len(body(desk)["rounds"])) == (1, 1)
    other.journal.close()


def test_a_sheet_that_cannot_be_written_takes_no_number(desk: Desk, tmp_path: Path) -> None:
    there = tmp_path / "er.html"
    there.write_text("van mij", encoding="utf-8")
    before = desk.journal.last_pos()
    with pytest.raises(CommandRefused, match="bestaat al"):
        desk.evenementen.rounds.print_sheet(NR, str(there))
    with pytest.raises(CannotStore):
        desk.evenementen.rounds.print_sheet(NR, str(tmp_path / "geen map" / "x.html"))
    assert (desk.journal.last_pos(), there.read_text(encoding="utf-8")) == (before, "van mij")
    assert desk.evenementen.rounds.print_sheet(NR, str(there), replace=True).number == "R-A1"


def test_the_state_of_a_round_does_not_depend_on_the_order_of_arrival(desk: Desk) -> None:
    made = desk.evenementen.rounds
    subject = made.plan(NR, at=SOON).subject
    made.hold(NR, "R-A1", findings=[Found("hek"), Found("kabel")])
    made.resolve(NR, "R-A1", 2)
    made.release(NR, "R-A1", True)
    records = desk.reading.records(subject=subject)
    assert len(records) == 6
    wanted = tables_of(records)
    assert all(tables_of(order) == wanted for order in permutations(records))
