"""The contract of a store of records, held for each way in which SQLite can keep it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import pytest

from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.errors import CommandRefused
from aovconsole.journal import sqlite as library
from aovconsole.journal.sqlite import sqlite
from aovconsole.journal.store import Journal
from tests.builders import OPERATOR, append, assert_green, journal_at, kinds, raw, records_of


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A payload that cannot become JSON."""

    kind: ClassVar[str] = "line.logged"
    version: ClassVar[int] = 1
    text: object = None


class StoreContract:
    """What every store promises."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Journal]:
        journal = journal_at(tmp_path / "home")
        yield journal
        journal.close()

    def test_records_come_back_in_the_order_in_which_they_were_written(self, store: Journal) -> None:
        texts = [f"regel {number}" for number in range(30)]
        for text in texts[:10]:
            append(store, LineLogged(text))
        append(store, *map(LineLogged, texts[10:]))
        written = records_of(store)
        assert kinds(written) == ["line.logged"] * 30
        assert [row.text for row in store.reading.lines(type_="line")] == texts
        assert [record.seq for record in written] == list(range(1, 33)), "gapless: station, operator, lines"
        assert [record.pos for record in written] == sorted(record.pos for record in written)
        assert [record.clock for record in written] == sorted({record.clock for record in written})
        assert len({record.id for record in written}) == 32
        assert_green(store)

    def test_every_record_names_the_one_before_it(self, store: Journal) -> None:
        append(store, *map(LineLogged, "abc"))
        written = records_of(store)
        assert [record.prev for record in written] == ["0" * 64, *(record.hash for record in written[:-1])]
        assert {record.station for record in written} == {store.key.fingerprint}

    def test_one_failing_draft_writes_nothing_of_its_request(self, store: Journal) -> None:
        append(store, LineLogged("ervoor"))
        before = records_of(store)
        with pytest.raises(TypeError):
            append(store, LineLogged("een"), Unwritable(object()), LineLogged("drie"))
        assert records_of(store) == before
        assert len(store.reading.lines(type_="line")) == 1
        append(store, LineLogged("erna"))
        assert [record.seq for record in records_of(store)] == [1, 2, 3, 4]
        assert_green(store)

    def test_a_refusal_in_a_batch_takes_back_the_whole_batch(self, store: Journal) -> None:
        def refuse(_: object) -> list[Draft]:
            raise CommandRefused("nee")

        append(store, LineLogged("ervoor"))
        before = records_of(store)

        def batch() -> None:
            with store.batch():
                append(store, LineLogged("een"))
                assert len(store.reading.lines(type_="line")) == 2, "a batch sees its own work"
                store.write(refuse, OPERATOR)

        with pytest.raises(CommandRefused):
            batch()
        assert records_of(store) == before
        with store.batch():
            append(store, LineLogged("een"))
            append(store, LineLogged("twee"))
        assert len(records_of(store)) == len(before) + 2
        assert_green(store)

    def test_the_same_draft_twice_is_one_record(self, store: Journal) -> None:
        draft = Draft(LineLogged("beloofd"), id="01890000-0000-7000-8000-000000000001")
        [first] = append(store, draft)
        [second] = append(store, Draft(LineLogged("anders"), id=draft.id))
        third, fourth = append(store, draft, draft)
        assert first == second == third == fourth
        assert first.id == first.subject == draft.id
        assert [row.text for row in store.reading.lines()] == ["beloofd"]

    def test_an_operator_is_registered_once(self, store: Journal) -> None:
        append(store, LineLogged("een"))
        append(store, LineLogged("twee"))
        registered = [record for record in records_of(store) if record.kind == "operator.registered"]
        assert [record.subject for record in registered] == [OPERATOR.subject]
        assert {row.author for row in store.reading.lines()} == {"Voorbeeld/AOV"}

    def test_a_request_without_records_writes_nothing(self, store: Journal) -> None:
        before = records_of(store)
        assert store.write(lambda _: [], OPERATOR) == ()
        assert records_of(store) == before

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE records SET payload = '{}'",
            "UPDATE records SET author = 'x' WHERE seq = 1",
            "DELETE FROM records",
            "DELETE FROM records WHERE seq = 2",
            "INSERT OR REPLACE INTO records SELECT * FROM records WHERE seq = 2",
            "REPLACE INTO records SELECT * FROM records",
            "INSERT OR IGNORE INTO records SELECT * FROM records WHERE seq = 2",
            "INSERT INTO records SELECT * FROM records WHERE true ON CONFLICT (id) DO UPDATE SET payload = 'x'",
            "INSERT INTO records SELECT * FROM records WHERE true ON CONFLICT DO NOTHING",
            "UPDATE OR REPLACE records SET id = (SELECT id FROM records WHERE seq = 1) WHERE seq = 2",
        ],
    )
    def test_changing_and_removing_are_refused_on_any_connection(self, store: Journal, statement: str) -> None:
        append(store, LineLogged("een"))
        before = records_of(store)
        connection: Any = raw(store.path)
        with pytest.raises(sqlite.IntegrityError, match="een record wordt nooit"):
            connection.execute(statement)
        connection.close()
        assert records_of(store) == before
        assert_green(store)

    def test_another_copy_of_a_record_with_a_place_of_its_own_is_refused(self, store: Journal) -> None:
        append(store, LineLogged("een"))
        columns = ", ".join(records_of(store)[0]._fields[1:])
        connection: Any = raw(store.path)
        with pytest.raises(sqlite.IntegrityError, match="nooit vervangen"):
            connection.execute(f"INSERT OR REPLACE INTO records ({columns}) SELECT {columns} FROM records WHERE seq=2")
        connection.close()

    def test_what_another_connection_writes_is_seen(self, store: Journal) -> None:
        other = Journal(store.home, store.clock)
        version, last = store.data_version(), store.last_pos()
        assert store.changes(last) == ()
        [line] = append(other, Draft(LineLogged("elders"), dossier="d"))
        other.close()
        assert store.data_version() != version
        assert [(change.kind, change.subject, change.dossier) for change in store.changes(last)][-1] == (
            "line.logged", line.id, "d",
        )  # fmt: skip

    def test_it_stands_after_closing_and_opening(self, store: Journal) -> None:
        append(store, LineLogged("een"))
        before = records_of(store)
        store.close()
        again = Journal(store.home, store.clock)
        assert records_of(again) == before
        assert (again.realm, again.code, again.key.fingerprint) == ("test", "A", before[0].station)
        append(again, LineLogged("twee"))
        assert assert_green(again).records == len(before) + 1
        again.close()


class TestWal(StoreContract):
    def test_it_is_kept_as_safely_as_sqlite_can(self, store: Journal) -> None:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.connection.execute("PRAGMA synchronous").fetchone() == (2,)
        assert library.wal_is_safe(), "pysqlite3 is not there"


class TestDelete(StoreContract):
    @pytest.fixture(autouse=True)
    def _without_wal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(library, "wal_is_safe", lambda: False)

    def test_it_is_kept_as_safely_as_sqlite_can(self, store: Journal) -> None:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert store.connection.execute("PRAGMA synchronous").fetchone() == (2,)


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
    ],
)
def test_wal_only_with_a_library_that_is_free_of_its_bug(version: tuple[int, ...], safe: bool) -> None:
    assert library.wal_is_safe(version) is safe
