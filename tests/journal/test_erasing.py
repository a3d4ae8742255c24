"""Erasing: contents go everywhere and for good, the chain still verifies, and only what an erasure names may go."""

from __future__ import annotations

from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.erasure import RecordsErased
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft, Record
from aovconsole.hub import bundle
from aovconsole.journal import backup, views
from aovconsole.journal.sqlite import sqlite, write_transaction
from aovconsole.journal.store import UNWIPED
from aovconsole.journal.verify import verify
from tests.builders import append, assert_green, copy_home, desk_at, journal_at, raw, records_of, tamper
from tests.still_clock import StillClock

pytestmark = pytest.mark.all

SECRET = "0612345678"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_at(tmp_path / "a", code="A")


def line(desk: Desk) -> Record:
    return append(desk.journal, LineLogged(f"bel {SECRET}"))[0]


def erase(desk: Desk, *records: Record) -> None:
    append(desk.journal, RecordsErased(tuple(record.id for record in records), "op verzoek", "regel"))


def test_the_contents_go_and_the_frame_stays(desk: Desk) -> None:
    record = line(desk)
    assert [found.row.record_id for found in desk.reading.search(SECRET)] == [record.id]
    erase(desk, record)
    gone = desk.reading.record(record.id)
    assert gone is not None and (gone.payload, gone.salt) == ("", "")
    assert gone._replace(payload=record.payload, salt=record.salt) == record
    assert desk.reading.search(SECRET) == ()
    assert [row.text for row in desk.reading.lines()] == ["inhoud gewist", "regel gewist: op verzoek"]
    assert_green(desk.journal)


def test_no_byte_stays_in_the_file(desk: Desk) -> None:
    erase(desk, *(line(desk) for _ in range(200)))
    assert desk.journal.wipe()
    desk.journal.close()
    assert [file.name for file in desk.journal.home.iterdir() if SECRET.encode() in file.read_bytes()] == []


def test_a_journal_that_is_read_just_then_is_wiped_later(desk: Desk) -> None:
    reader = raw(desk.journal.path)
    record = line(desk)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM records").fetchone()
    erase(desk, record)
    desk.journal.connection.execute("PRAGMA busy_timeout=50")
    assert not desk.journal.wipe() and desk.journal.recall(UNWIPED)
    reader.execute("ROLLBACK")
    assert desk.journal.wipe() and not desk.journal.recall(UNWIPED)
    reader.close()


def test_only_what_an_erasure_names_may_be_emptied_and_nothing_else_of_it_changed(desk: Desk) -> None:
    record, other = line(desk), line(desk)
    erase(desk, record)
    connection = raw(desk.journal.path)
    for statement, name in (
        ("UPDATE records SET payload = '', salt = '' WHERE id = ?", other.id),
        ("UPDATE records SET payload = '{}', salt = '' WHERE id = ?", record.id),
        ("UPDATE records SET author = 'x' WHERE id = ?", record.id),
        ("UPDATE records SET signature = 'x' WHERE id = ?", record.id),
    ):
        with pytest.raises(sqlite.IntegrityError, match="nooit gewijzigd"):
            connection.execute(statement, (name,))
    connection.close()
    assert_green(desk.journal)


def test_contents_that_went_without_an_erasure_are_found(desk: Desk) -> None:
    record = line(desk)
    desk.journal.close()
    tamper(desk.journal.path, "INSERT INTO erased VALUES (?)", values=(record.id,))
    tamper(desk.journal.path, "UPDATE records SET payload = '', salt = '' WHERE id = ?", values=(record.id,))
    assert [(fault.id, fault.fault) for fault in verify(desk.journal).faults] == [(record.id, "de inhoud is gewijzigd")]


def test_contents_that_were_put_back_are_found(desk: Desk) -> None:
    record = line(desk)
    erase(desk, record)
    desk.journal.close()
    tamper(
        desk.journal.path,
        "UPDATE records SET payload = ?, salt = ? WHERE id = ?",
        values=(record.payload, record.salt, record.id),
    )
    assert [fault.fault for fault in verify(desk.journal).faults] == ["de inhoud is gewist, maar staat er nog"]


@pytest.mark.parametrize("first", ["record", "erasure"])
def test_erased_wins_in_whatever_order_records_arrive(desk: Desk, tmp_path: Path, first: str) -> None:
    record = line(desk)
    before = tuple(records_of(desk.journal))
    erase(desk, record)
    after = tuple(records_of(desk.journal))
    there = journal_at(tmp_path / "b", StillClock(), code="B")
    for batch in (before, after[len(before) :]) if first == "record" else (after[len(before) :], before):
        there.receive(batch)
    found = there.reading.record(record.id)
    assert found is not None and not found.payload
    assert there.reading.search(SECRET) == ()
    assert_green(there)
    there.close()


def test_an_older_copy_brings_nothing_back(desk: Desk, tmp_path: Path) -> None:
    record = line(desk)
    copy = backup.backup(desk.journal, tmp_path / "kopie.db")
    bundle.export(desk.journal, tmp_path / "ervoor.bundel")
    erase(desk, record)
    bundle.export(desk.journal, tmp_path / "erna.bundel")
    assert SECRET not in (tmp_path / "erna.bundel").read_text()
    backup.restore(desk.journal.home, copy, stamp="2027-02-07T12:00:00")
    bundle.receive(desk.journal, tmp_path / "ervoor.bundel")
    found = desk.reading.record(record.id)
    assert found is not None and not found.payload
    assert_green(desk.journal)
    there = journal_at(tmp_path / "b", StillClock(), code="B")
    bundle.receive(there, tmp_path / "ervoor.bundel")
    bundle.receive(there, tmp_path / "erna.bundel")
    assert there.reading.search(SECRET) == ()
    assert_green(there)
    there.close()


def test_the_proof_of_an_erasure_and_the_key_of_a_station_stay(desk: Desk) -> None:
    record = line(desk)
    erase(desk, record)
    proof = next(one for one in records_of(desk.journal) if one.kind == RecordsErased.kind)
    key = next(one for one in records_of(desk.journal) if one.kind == "station.started")
    erase(desk, proof, key)
    assert all((found := desk.reading.record(one.id)) is not None and found.payload for one in (proof, key))
    assert_green(desk.journal)


def test_an_older_home_is_brought_up_to_date_and_can_erase(desk: Desk, tmp_path: Path) -> None:
    record = line(desk)
    desk.journal.close()
    home = copy_home(desk.journal.home, tmp_path / "oud")
    connection = raw(home / "journal.db")
    connection.execute("DROP TRIGGER records_no_update")
    connection.execute("DROP TABLE erased")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_erasing'")
    connection.execute(
        "CREATE TRIGGER records_no_update BEFORE UPDATE ON records"
        " BEGIN SELECT RAISE(ABORT, 'een record wordt nooit gewijzigd'); END"
    )
    connection.execute("PRAGMA user_version = 3")
    connection.close()
    old = desk_at(home, code="A")
    erase(old, record)
    assert old.reading.search(SECRET) == ()
    assert_green(old.journal)
    old.journal.close()


def test_an_erasure_of_what_is_not_here_yet_waits_for_it(desk: Desk) -> None:
    append(desk.journal, Draft(RecordsErased(("00000000-0000-7000-8000-000000000000",), "op verzoek")))
    assert desk.reading.lines()[-1].text == "inhoud gewist: op verzoek"
    with write_transaction(desk.journal.connection, desk.journal.path):
        views.rebuild(desk.journal.connection)
    assert_green(desk.journal)
