"""Whatever is done to the journal behind the console's back is found and named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from aovconsole.domain.incident_steps import GripSet, IncidentOpened
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft, Record, content_hash, record_hash
from aovconsole.errors import NotAJournal
from aovconsole.journal.store import Journal
from aovconsole.journal.verify import stations, verify
from aovconsole.journal.views import rebuild
from tests.builders import append, assert_green, journal_at, raw, records_of, tamper

FRAME = "het kader is gewijzigd"
CONTENT = "de inhoud is gewijzigd"
UNSIGNED = "de handtekening klopt niet"
DETACHED = "sluit niet aan op het record ervoor"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A journal of eight records: station, operator, incident, GRIP, four lines."""
    made = journal_at(tmp_path)
    [incident] = append(made, Draft(IncidentOpened("INC-27-A001", "Gaslek"), dossier="i", id="i"))
    append(made, Draft(GripSet(1, "OvD-Bz"), subject=incident.subject, dossier="i"))
    append(made, *(Draft(LineLogged(f"regel {number}"), dossier="i") for number in range(4)))
    assert assert_green(made).records == 8
    yield made
    made.close()


def faults(journal: Journal, *heads: str) -> list[tuple[int, str, str]]:
    """What verification finds: number, id, and the words of the fault."""
    return [(fault.seq, fault.id, fault.fault) for fault in verify(journal, heads).faults]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ('payload = \'{"text":"anders"}\'', CONTENT),
        ("payload = ''", CONTENT),
        ("salt = '00'", CONTENT),
        ("payload_hash = hex(randomblob(32))", FRAME),
        ("author = 'iemand anders'", FRAME),
        ("recorded_at = '2027-02-07T13:00:00.000000+00:00'", FRAME),
        ("occurred_at = '2027-02-07T13:00:00.000000+00:00'", FRAME),
        ("kind = 'line.corrected'", FRAME),
        ("v = 2", FRAME),
        ("dossier = 'elders'", FRAME),
        ("subject = 'elders'", FRAME),
        ("clock = '1800000000000-00000'", FRAME),
        ("clock_source = 'system'", FRAME),
        ("realm = 'real'", FRAME),
        ("id = '01890000-0000-7000-8000-000000000009'", FRAME),
        ("prev = hex(randomblob(32))", DETACHED),
        ("hash = lower(hex(randomblob(32)))", FRAME),
        ("signature = lower(hex(randomblob(64)))", UNSIGNED),
        ("signature = (SELECT signature FROM records WHERE seq = 7)", UNSIGNED),
        ("signature = 'geen hex'", UNSIGNED),
        ("signature = ''", UNSIGNED),
    ],
)
def test_a_changed_record_is_named_by_number_and_id(journal: Journal, change: str, word: str) -> None:
    tamper(journal.path, f"UPDATE records SET {change} WHERE seq = 6")
    sixth = next(record for record in records_of(journal) if record.seq == 6)
    found = faults(journal)
    assert any(fault[:2] == (6, sixth.id) and fault[2].startswith(word) for fault in found), found
    assert {fault[0] for fault in found} <= {6, 7}, "only the record, and the one that names its hash"


def test_a_changed_moment_of_arrival_of_an_own_record_is_named(journal: Journal) -> None:
    tamper(journal.path, "UPDATE records SET received_at = '2030-01-01T00:00:00.000000+00:00' WHERE seq = 6")
    [(seq, _, words)] = faults(journal)
    assert (seq, words) == (6, "het moment van ontvangst is gewijzigd")


def test_a_changed_read_table_is_named_until_it_is_rebuilt(journal: Journal) -> None:
    tamper(journal.path, "UPDATE timeline SET text = 'vervalst' WHERE pos = (SELECT max(pos) FROM timeline)")
    [(_, _, words)] = faults(journal)
    assert "leestabellen" in words
    with journal.batch():
        rebuild(journal.connection)
    assert faults(journal) == []


@pytest.mark.parametrize("column", ["payload", "author", "occurred_at", "kind", "subject", "clock"])
def test_a_changed_first_record_is_named_too(journal: Journal, column: str) -> None:
    tamper(journal.path, f"UPDATE records SET {column} = 'x' WHERE seq = 1")
    assert any(seq == 1 for seq, _, _ in faults(journal))


def test_two_records_that_changed_places_are_named(journal: Journal) -> None:
    tamper(
        journal.path,
        "UPDATE records SET seq = 1000 WHERE seq = 5",
        "UPDATE records SET seq = 5 WHERE seq = 6",
        "UPDATE records SET seq = 6 WHERE seq = 1000",
    )
    found = faults(journal)
    by_seq = {record.seq: record.id for record in records_of(journal)}
    for seq in (5, 6):
        assert any(fault[:2] == (seq, by_seq[seq]) and fault[2].startswith(FRAME) for fault in found)


@pytest.mark.parametrize("seq", [2, 4, 7])
def test_a_removed_record_is_named(journal: Journal, seq: int) -> None:
    tamper(journal.path, f"DELETE FROM records WHERE seq = {seq}")
    assert (seq, "", f"record {seq} ontbreekt") in faults(journal)


def test_many_removed_records_are_named_together(journal: Journal) -> None:
    append(journal, *(LineLogged(str(number)) for number in range(40)))
    tamper(journal.path, "DELETE FROM records WHERE seq BETWEEN 5 AND 40")
    assert faults(journal)[0] == (5, "", "records 5 tot en met 40 ontbreken")


def test_a_removed_first_record_is_named(journal: Journal) -> None:
    tamper(journal.path, "DELETE FROM records WHERE seq = 1")
    found = faults(journal)
    assert found[0] == (1, "", "record 1 ontbreekt")
    assert any("de sleutel van dit station ontbreekt" in fault[2] for fault in found)


def test_a_doubled_record_is_named(journal: Journal) -> None:
    columns = ", ".join(Record._fields[2:])
    tamper(
        journal.path,
        "DROP INDEX records_chain",
        f"INSERT INTO records (id, {columns}) SELECT 'dubbel', {columns} FROM records WHERE seq = 6",
    )
    found = faults(journal)
    assert (6, "dubbel", "nummer staat er dubbel: de keten is gesplitst") in found
    assert any(fault[:2] == (6, "dubbel") and fault[2].startswith(FRAME) for fault in found)


def test_a_cut_tail_shows_only_to_who_has_a_head(journal: Journal) -> None:
    heads = [record.hash for record in records_of(journal)]
    tamper(journal.path, "DELETE FROM records WHERE seq > 6")
    assert "leestabellen" in faults(journal)[0][2], "who forgets the read tables shows himself"
    with journal.batch():
        rebuild(journal.connection)
    assert faults(journal) == []
    assert faults(journal, heads[5]) == [], "an older head is still there"
    [(seq, _, words)] = faults(journal, heads[7])
    assert seq == 0
    assert heads[7] in words
    assert len(faults(journal, heads[6], heads[7], heads[0])) == 2


def test_a_head_may_be_typed_over_with_space_and_capitals(journal: Journal) -> None:
    [station] = stations(journal)
    assert station["head"] == records_of(journal)[-1].hash
    assert faults(journal, f"  {station['head'].upper()} ") == []


def rehashed(record: Record) -> Record:
    """A record that somebody changed and hashed again, without the key."""
    changed = record._replace(payload='{"text":"vervalst"}')
    changed = changed._replace(payload_hash=content_hash(changed.salt, changed.payload))
    return changed._replace(hash=record_hash(changed))


def test_a_record_hashed_again_without_the_key_is_named(journal: Journal) -> None:
    last = records_of(journal)[-1]
    forged = rehashed(last)
    values = (forged.payload, forged.payload_hash, forged.hash)
    tamper(journal.path, "UPDATE records SET payload=?, payload_hash=?, hash=? WHERE seq=8", values=values)
    assert faults(journal) == [(8, last.id, UNSIGNED)]


def test_a_whole_chain_signed_with_another_key_is_named(journal: Journal, tmp_path: Path) -> None:
    other = journal_at(tmp_path / "vervalser", code="A")
    append(other, LineLogged("vervalst"))
    rows = records_of(other)
    connection = raw(journal.path)
    for record in rows:
        forged = record._replace(pos=100 + record.pos, station=journal.key.fingerprint, seq=8 + record.seq)
        connection.execute(f"INSERT INTO records VALUES ({','.join('?' * len(forged))})", forged)
    connection.close()
    found = faults(journal)
    for record in rows:
        assert any(fault[:2] == (8 + record.seq, record.id) for fault in found)
    other.close()


def test_a_station_cannot_bring_a_key_that_does_not_name_it(journal: Journal) -> None:
    first = records_of(journal)[0]
    started = json.loads(first.payload) | {"public_key": hashlib.sha256(b"x").hexdigest()}
    tamper(journal.path, "UPDATE records SET payload = ? WHERE seq = 1", values=(json.dumps(started),))
    words = {fault[2] for fault in faults(journal)}
    assert CONTENT in words
    assert any("de sleutel van dit station ontbreekt" in word for word in words)


@pytest.mark.parametrize(
    "payload",
    ["geen json", "[" * 100_000, '{"text":{"a":1}}', '{"text":null}', "null",
    "[]", '{"text":"a","nieuw":1}', '{"level":"x"}',
     '{"text":"\\ud800"}', '{"level":[],"by":{}}'],
    ids=lambda payload: payload[:20],
)  # fmt: skip
@pytest.mark.parametrize("seq", [4, 6], ids=["grip", "line"])
def test_a_payload_that_means_nothing_is_named_and_breaks_nothing(journal: Journal, payload: str, seq: int) -> None:
    tamper(journal.path, f"UPDATE records SET payload = ? WHERE seq = {seq}", values=(payload,))
    assert any(fault[0] == seq and fault[2] == CONTENT for fault in faults(journal))
    from aovconsole.journal.views import rebuild

    with journal.batch():
        rebuild(journal.connection)
    shown = [row.text for row in journal.reading.lines(dossier="i")]
    assert sum(text.startswith("onbekend: ") for text in shown) == 1, shown
    append(journal, LineLogged("verder"))


def test_the_records_of_a_second_station_are_checked_by_their_own_key(journal: Journal, tmp_path: Path) -> None:
    other = journal_at(tmp_path / "b", code="B")
    append(other, LineLogged("daar"))
    journal.receive(records_of(other))
    assert faults(journal) == []
    tamper(
        journal.path, "UPDATE records SET author = 'x' WHERE kind = 'line.logged' AND station = ?",
        values=(other.key.fingerprint,),
    )  # fmt: skip
    [fault] = verify(journal).faults
    assert (fault.station, fault.seq) == (other.key.fingerprint, 3)
    other.close()


def corrupt(path: Path, offset: Callable[[int], int]) -> None:
    """Overwrite a kilobyte of the file."""
    with path.open("r+b") as file:
        file.seek(offset(path.stat().st_size))
        file.write(b"\xa5" * 1024)


def test_a_damaged_file_does_not_verify(journal: Journal) -> None:
    append(journal, *(LineLogged("x" * 300) for _ in range(200)))
    journal.close()
    corrupt(journal.path, lambda size: size // 2)
    with suppress(NotAJournal):
        found = faults(Journal(journal.home, journal.clock))
        assert found, "it opens, and is found to be wrong"
