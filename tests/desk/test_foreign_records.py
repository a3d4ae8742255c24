"""What another station can write: a record that cannot be is unknown and stops nothing; a round is withdrawn once."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration_steps import DemonstrationNoted, ReceiptGiven
from aovconsole.domain.evenement import EvenementAdded
from aovconsole.domain.evenement_steps import EvenementFieldSet
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Draft, Payload, Record
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from tests.builders import append, assert_green, desk_at, records_of
from tests.desk.evenementen import NR, SOON, body, rounds, safety_rounds
from tests.desk.matches import match
from tests.still_clock import StillClock

FAR = "9999-12-31T23:59:59.000000+00:00"
EARLY = "1899-12-31T23:59:59.000000+00:00"
BEGIN = "2027-02-12T13:00:00.000000+00:00"
SEASON_1900 = b"= Netherlands Eerste Divisie 1899/00\nMon Jan 1 1900\nMVV v Roda JC Kerkrade\n"
DAY_1900, TEN_PAST = date(1900, 1, 1), datetime(1900, 1, 1, 0, 10, tzinfo=AMSTERDAM)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one evenement; at the end its journal can be verified and folded again."""
    made = desk_at(tmp_path / "a")
    made.evenementen.add("Concert", begin=SOON, end=SOON + timedelta(hours=2), place="Vrijthof", visitors_count=900)
    yield made
    assert_green(made.journal)
    made.journal.close()


def said(payload: type[Payload], **values: Any) -> Payload | None:
    """What is read in a record of another station that holds these values."""
    record = Record(
        1, "r", "test", "s", 1, "1802009400000-00000", "set", BEGIN, BEGIN, BEGIN, "", "d", "r",
        payload.kind, payload.version, json.dumps(values), "", "", "", "", "",
    )  # fmt: skip
    return decode(record)


@pytest.mark.parametrize(
    ("field", "value", "reads"),
    [
        ("end_at", FAR, False),
        ("begin_at", EARLY, False),
        ("build_up_at", FAR, False),
        ("break_down_until", FAR, False),
        ("end_at", BEGIN, True),
        ("build_up_at", "", True),
        ("visitors_count", "9" * 5000, False),
        ("visitors_count", "9" * 10, False),
        ("visitors_count", "9" * 9, True),
    ],
)
def test_a_field_holds_only_what_can_be_counted_with(field: str, value: str, *, reads: bool) -> None:
    assert (said(EvenementFieldSet, field=field, value=value) is not None) is reads


ADDED = {"number": NR, "title": "Concert", "begin_at": BEGIN, "end_at": BEGIN}


@pytest.mark.parametrize(
    ("changed", "reads"),
    [
        ({}, True),
        ({"assessed_on": "2027-01-15", "safety_rounds_count": 9999, "cmt_days_count": 9999}, True),
        ({"begin_at": ""}, False),
        ({"end_at": ""}, False),
        ({"end_at": FAR}, False),
        ({"assessed_on": "gisteren"}, False),
        ({"assessed_on": "20270115"}, False),
        ({"safety_rounds_count": -1}, False),
        ({"safety_rounds_count": 10_000}, False),
        ({"cmt_days_count": -1}, False),
        ({"cmt_days_count": 10_000}, False),
    ],
)
def test_an_evenement_begins_ends_and_counts(changed: dict[str, Any], *, reads: bool) -> None:
    assert (said(EvenementAdded, **{**ADDED, **changed}) is not None) is reads


def test_a_demonstration_has_a_begin() -> None:
    assert said(DemonstrationNoted, number="DEM-27-B001", begin_at="") is None
    assert said(DemonstrationNoted, number="DEM-27-B001", begin_at=BEGIN) is not None


@pytest.mark.parametrize(("field", "value"), [("end_at", FAR), ("visitors_count", "9" * 5000)])
def test_a_forged_field_stops_no_station(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch, field: str, value: str
) -> None:
    [row] = desk.reading.of_type("evenement")
    other = desk_at(tmp_path / "b", code="B")
    other.journal.receive(records_of(desk.journal))
    with monkeypatch.context() as patched:  # a station of which the program was changed
        patched.setattr("aovconsole.domain.evenement_steps.fits", lambda *_: True)
        forged = EvenementFieldSet(field, value)
    append(other.journal, Draft(forged, row.subject, row.subject))
    before = body(desk)
    desk.journal.receive(records_of(other.journal))
    assert body(desk) == before
    other.journal.close()


def test_very_long_digits_count_nothing(desk: Desk) -> None:
    row = desk.demonstrations.add(place="Markt", received=desk.seat.now)
    append(desk.journal, Draft(ReceiptGiven("O-A" + "9" * 5000, "tekst"), row.subject, row.subject))
    receipts = json.loads(desk.demonstrations.receipt(row.number).body)["receipts"]
    assert min((one["number"] for one in receipts), key=len) == "O-A1"


def test_a_round_typed_in_at_two_stations_is_gone_when_one_withdraws_it(tmp_path: Path, desk: Desk) -> None:
    clock = StillClock()
    desk.evenementen.rounds.plan(NR, on_paper=True)
    other = desk_at(tmp_path / "b", clock, code="B")
    other.journal.receive(records_of(desk.journal))
    for one in (desk, other):
        one.evenementen.rounds.hold(NR, "R-A1")
    desk.evenementen.rounds.withdraw(NR, "R-A1", reason="verkeerd blad")  # before the record of the other came
    desk.journal.receive(records_of(other.journal))
    other.journal.receive(records_of(desk.journal))
    for one in (desk, other):
        assert (body(one)["rounds"], body(one)["safety_rounds_count"], safety_rounds(one)) == ([], 0, 0)
        assert [view["status"] for view in rounds(one)] == ["withdrawn"]
    assert_green(other.journal)
    other.journal.close()


def test_a_step_is_withdrawn_once(desk: Desk) -> None:
    desk.evenementen.cancel(NR)
    [step] = [record.id for record in records_of(desk.journal) if record.kind == "evenement.cancelled"]
    desk.evenementen.withdraw(NR, step, reason="vergissing")
    number = match(desk)
    desk.matches.cancel(number, reason="ijzel")
    [struck] = [record.id for record in records_of(desk.journal) if record.kind == "match.cancelled"]
    desk.matches.withdraw(number, struck, reason="vergissing")
    count = len(records_of(desk.journal))
    with pytest.raises(CommandRefused, match="die stap is al ingetrokken"):
        desk.evenementen.withdraw(NR, step, reason="nog eens")
    with pytest.raises(CommandRefused, match="die stap is al vervallen"):
        desk.matches.withdraw(number, struck, reason="nog eens")
    assert len(records_of(desk.journal)) == count


FIRST_MINUTES: dict[str, Callable[[Desk, str], object]] = {
    "an evenement": lambda d, _: d.evenementen.add("x", begin=TEN_PAST, end=SOON, place="Markt"),
    "a demonstration": lambda d, _: d.demonstrations.add(at=TEN_PAST, place="Markt"),
    "a match added by its day": lambda d, _: d.matches.add("NAC", on=DAY_1900),
    "a match added by its kick-off": lambda d, _: d.matches.add("NAC", on=DAY_1900, at=TEN_PAST),
    "a match of a season": lambda d, _: d.matches.read(SEASON_1900, "x.txt"),
    "a match moved by its day": lambda d, n: d.matches.move(n, on=DAY_1900, at=None, reason="x"),
    "a match moved by its kick-off": lambda d, n: d.matches.move(n, on=DAY_1900, at=TEN_PAST, reason="x"),
}


@pytest.mark.parametrize("request_", FIRST_MINUTES.values(), ids=FIRST_MINUTES)
def test_the_first_minutes_of_1900_are_1899_as_they_are_stored(
    desk: Desk, request_: Callable[[Desk, str], object]
) -> None:
    number = match(desk)
    with pytest.raises(CommandRefused, match="ligt niet tussen 1900 en 2199"):
        request_(desk, number)
