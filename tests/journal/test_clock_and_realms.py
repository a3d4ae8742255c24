"""Time and realm: what a record is stamped with, and what no home lets in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import ClassVar

import pytest

from aovconsole.clock import Clock
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft, Record
from aovconsole.errors import AovError, CommandRefused
from aovconsole.journal.store import Journal
from aovconsole.journal.verify import verify
from tests.builders import append, assert_green, copy_home, journal_at, records_of, tamper
from tests.domain.test_clocks import clock_at
from tests.still_clock import CARNIVAL_SUNDAY, StillClock


@dataclass(frozen=True, slots=True)
class Tomorrow:
    """A kind that this version does not know."""

    kind: ClassVar[str] = "drone.flown"
    version: ClassVar[int] = 3
    height: int = 120


@dataclass(frozen=True, slots=True)
class NewerLine:
    """A version that this version does not know."""

    kind: ClassVar[str] = "line.logged"
    version: ClassVar[int] = 99
    words: str = "nieuw"


def from_station(folder: Path, clock: Clock, text: str) -> list[Record]:
    """The records of another station that wrote one line."""
    other = journal_at(folder, clock, code="B")
    append(other, LineLogged(text))
    found = records_of(other)
    other.close()
    return found


def test_the_clock_of_the_records_does_not_run_back_when_the_wall_does(tmp_path: Path) -> None:
    wall = StillClock()
    journal = journal_at(tmp_path, wall)
    append(journal, LineLogged("een"))
    wall.advance(hours=-3)
    append(journal, LineLogged("twee"))
    wall.advance(hours=1)
    append(journal, LineLogged("drie"))
    clocks = [record.clock for record in records_of(journal)]
    assert clocks == sorted(set(clocks))
    assert [row.text for row in journal.reading.lines()] == ["twee", "drie", "een"], "they sort by when it happened"
    assert records_of(journal)[-1].recorded_at == "2027-02-07T12:10:00.000000+00:00", "and say what the wall said"
    assert_green(journal)


def test_a_clock_that_is_set_back_a_little_stands_still(tmp_path: Path) -> None:
    wall = StillClock()
    journal = journal_at(tmp_path, wall)
    append(journal, LineLogged("een"))
    for text in ("twee", "drie"):
        wall.advance(-1.5)
        append(journal, LineLogged(text))
    assert [row.text for row in journal.reading.lines()] == ["een", "twee", "drie"], (
        "what was written last happened last"
    )
    wall.advance(4)
    append(journal, LineLogged("vier"))
    assert records_of(journal)[-1].recorded_at == "2027-02-07T14:10:01.000000+00:00"


def test_a_laptop_that_is_years_ahead_drags_nobody_along(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "a")
    ahead = StillClock(CARNIVAL_SUNDAY.replace(year=2041))
    assert journal.receive(from_station(tmp_path / "b", ahead, "uit de toekomst")) == 3
    [line] = append(journal, LineLogged("nu"))
    assert line.clock < clock_at(CARNIVAL_SUNDAY, 9)
    assert_green(journal)


def test_a_laptop_that_is_a_little_ahead_is_followed(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "a")
    heard = from_station(tmp_path / "b", StillClock(CARNIVAL_SUNDAY + timedelta(seconds=59)), "net voor")
    journal.receive(heard)
    [line] = append(journal, LineLogged("antwoord"))
    assert line.clock > heard[-1].clock, "an answer sorts behind what it answers"


def test_one_wrong_laptop_does_not_hide_a_right_one(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "a")
    journal.receive(from_station(tmp_path / "b", StillClock(CARNIVAL_SUNDAY.replace(year=2041)), "jaren voor"))
    right = from_station(tmp_path / "c", StillClock(CARNIVAL_SUNDAY + timedelta(seconds=30)), "net voor")
    journal.receive(right)
    [line] = append(journal, LineLogged("antwoord"))
    assert line.clock > right[-1].clock


def test_a_received_record_keeps_everything_but_its_arrival(tmp_path: Path) -> None:
    clock = StillClock()
    journal = journal_at(tmp_path / "a", clock)
    theirs = from_station(tmp_path / "b", StillClock(CARNIVAL_SUNDAY - timedelta(hours=1)), "daar")
    clock.advance(minutes=7)
    assert journal.receive(theirs) == len(theirs)
    assert journal.receive(theirs) == 0, "a second time nothing is new"
    here = {record.id: record for record in records_of(journal)}
    for record in theirs:
        kept = here[record.id]
        assert kept._replace(pos=0, received_at="") == record._replace(pos=0, received_at="")
        assert kept.received_at == "2027-02-07T14:17:00.000000+00:00"
    assert_green(journal)


def test_the_realm_is_that_of_the_first_start(tmp_path: Path) -> None:
    journal_at(tmp_path, realm="exercise").close()
    again = Journal(tmp_path, StillClock())
    assert again.realm == "exercise"
    assert {record.realm for record in records_of(again)} == {"exercise"}
    again.close()
    for other in ("real", "demo", "test"):
        with pytest.raises(CommandRefused, match=f"exercise, niet bij {other}"):
            journal_at(tmp_path, realm=other)


def test_a_home_is_real_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    journal = Journal(tmp_path, Clock())
    [line] = append(journal, LineLogged("echt"))
    assert (journal.realm, line.realm, line.clock_source) == ("real", "real", "system")
    assert len(journal.code) == 2
    assert journal.code.isalpha()
    assert_green(journal)


def test_a_clock_set_by_hand_makes_no_real_home(tmp_path: Path) -> None:
    with pytest.raises(CommandRefused, match="met de hand gezet"):
        journal_at(tmp_path, realm="real")
    assert not (tmp_path / "station.key").exists()
    journal = Journal(tmp_path, Clock())  # and what was refused does not stand in the way
    append(journal, LineLogged("echt"))
    assert_green(journal)


def test_a_clock_set_by_hand_writes_nothing_in_a_real_home_and_reads_all(tmp_path: Path) -> None:
    real = Journal(tmp_path, Clock())
    append(real, LineLogged("echt"))
    real.close()
    looking = Journal(tmp_path, StillClock())
    with pytest.raises(CommandRefused, match="met de hand gezet"):
        append(looking, LineLogged("niet echt"))
    assert [row.text for row in looking.reading.lines()] == ["echt"]
    assert_green(looking)


def test_elsewhere_a_clock_set_by_hand_is_recorded(tmp_path: Path) -> None:
    journal = journal_at(tmp_path, realm="exercise")
    append(journal, LineLogged("oefening"))
    assert {record.clock_source for record in records_of(journal)} == {"set"}


def test_a_record_of_another_realm_is_a_fault(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "a", realm="exercise")
    [theirs] = [record for record in from_station(tmp_path / "b", StillClock(), "test") if record.kind == "line.logged"]
    journal.receive([theirs])
    assert "hoort bij het rijk test, niet bij exercise" in {fault.fault for fault in verify(journal).faults}


def test_an_unknown_kind_is_kept_verified_and_shown(tmp_path: Path) -> None:
    newer, journal = journal_at(tmp_path / "b", code="B"), journal_at(tmp_path / "a")
    [line] = append(newer, Draft(LineLogged("gewoon"), dossier="d"))
    append(newer, Draft(Tomorrow(121), dossier="d"), Draft(NewerLine("x"), subject=line.subject, dossier="d"))
    journal.receive(records_of(newer))
    assert [row.text for row in journal.reading.lines(dossier="d")] == [
        "gewoon", "onbekend: drone.flown v3", "onbekend: line.logged v99",
    ]  # fmt: skip
    assert json.loads(records_of(journal)[-2].payload) == {"height": 121}
    assert_green(journal)


def test_a_copied_home_forks_its_chain_and_the_fork_is_named(tmp_path: Path) -> None:
    first = journal_at(tmp_path / "a")
    append(first, LineLogged("samen"))
    first.close()
    copy_home(tmp_path / "a", tmp_path / "b")
    first, second = journal_at(tmp_path / "a"), journal_at(tmp_path / "b")
    append(first, LineLogged("hier"))
    append(second, LineLogged("daar"), LineLogged("daar nog een"))
    assert first.receive(records_of(second)) == 2
    found = verify(first)
    assert [(fault.station, fault.seq, fault.fault) for fault in found.faults] == [
        (first.key.fingerprint, 4, "nummer staat er dubbel: de keten is gesplitst")
    ]
    assert {row.text for row in first.reading.lines()} == {"samen", "hier", "daar", "daar nog een"}
    append(first, LineLogged("verder"))
    assert len(verify(first).faults) == 1, "both branches verify, and the chain goes on"


def test_a_clock_that_somebody_broke_is_a_clear_message(tmp_path: Path) -> None:
    journal = journal_at(tmp_path)
    append(journal, LineLogged("een"))
    tamper(journal.path, "UPDATE records SET clock = 'kapot' WHERE seq = 3")
    with pytest.raises(AovError, match="record 3"):
        append(journal, LineLogged("twee"))
    assert len(records_of(journal)) == 3
