"""Files that are no journal, are of another version, or stand where storing is not safe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from aovconsole.domain.incident_steps import IncidentOpened
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.errors import CannotStore, JournalTooNew, NotAJournal
from aovconsole.journal import migrations, sqlite, views
from aovconsole.journal.files import APPLICATION_ID, SCHEMA, refuse_network_share
from aovconsole.journal.store import Journal
from tests.builders import append, assert_green, journal_at, raw, records_of
from tests.still_clock import StillClock


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder of a home that is there already."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def test_a_file_that_is_no_database_is_left_alone(home: Path) -> None:
    contents = b"Geachte heer, mevrouw,\n" * 400
    (home / "journal.db").write_bytes(contents)
    with pytest.raises(NotAJournal, match="geen database"):
        journal_at(home)
    assert (home / "journal.db").read_bytes() == contents
    assert not (home / "station.key").exists()


def test_an_empty_file_becomes_a_journal(home: Path) -> None:
    (home / "journal.db").touch()
    journal = journal_at(home)
    append(journal, LineLogged("een"))
    assert_green(journal)


@pytest.mark.parametrize("version", [0, 1, SCHEMA, SCHEMA + 5])
def test_a_database_of_somebody_else_is_left_alone(home: Path, version: int) -> None:
    path = home / "journal.db"
    other = raw(path)
    other.execute("CREATE TABLE foto (naam TEXT)")
    other.execute("INSERT INTO foto VALUES ('vakantie')")
    other.execute(f"PRAGMA user_version = {version}")
    other.close()
    before = path.read_bytes()
    with pytest.raises(CannotStore) as refusal:
        journal_at(home)
    assert isinstance(refusal.value, NotAJournal), refusal.value
    assert "ander programma" in refusal.value.sentence
    assert path.read_bytes() == before
    assert sorted(file.name for file in home.iterdir()) == ["journal.db"]


def test_a_journal_of_a_newer_version_is_left_alone(home: Path) -> None:
    journal = journal_at(home)
    append(journal, LineLogged("een"))
    journal.close()
    connection = raw(journal.path)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = journal.path.read_bytes()
    with pytest.raises(JournalTooNew, match=f"nieuwere versie .schema {SCHEMA + 1}, hier {SCHEMA}"):
        journal_at(home)
    assert journal.path.read_bytes() == before


def older_journal(home: Path, folder: Path) -> Journal:
    """A home whose journal has only the first migration, with the records of a newer one that is closed."""
    full = journal_at(folder)
    append(full, Draft(IncidentOpened("INC-27-A001", "Gaslek"), dossier="i", id="i"), LineLogged("wéér een gaslek"))
    records, known = records_of(full), full.connection.execute("SELECT * FROM home").fetchall()
    old = raw(home / "journal.db")
    migrations.migrations.apply(Database(old), stop_before="m002_read_tables")
    old.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    old.executemany("INSERT INTO home VALUES (?, ?)", known)
    old.executemany(f"INSERT INTO records VALUES ({','.join('?' * len(records[0]))})", records)
    assert old.execute("PRAGMA user_version").fetchone() == (1,)
    old.close()
    (home / "station.key").write_bytes((folder / "station.key").read_bytes())
    return full


def test_an_older_journal_is_brought_up_to_date_after_a_copy(home: Path, tmp_path: Path) -> None:
    full = older_journal(home, tmp_path / "vol")
    journal = journal_at(home)
    assert records_of(journal) == records_of(full)
    assert views.state(journal.connection) == views.state(full.connection)
    assert [found.row.text for found in journal.reading.search("gaslek")] == ["wéér een gaslek", "Gaslek"]
    [copy] = (home / "backups").iterdir()
    assert "vanaf-1" in copy.name
    connection = raw(copy)
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM records").fetchone() == (len(records_of(full)),)
    connection.close()
    append(journal, LineLogged("verder"))
    assert_green(journal)


def test_a_fault_during_the_migration_leaves_the_older_journal_as_it_was(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = older_journal(home, tmp_path / "vol")
    with monkeypatch.context() as broken:
        broken.setattr(views, "rebuild", lambda _: (_ for _ in ()).throw(sqlite.sqlite.OperationalError("disk full")))
        with pytest.raises(CannotStore, match="vol"):
            journal_at(home)
    journal = journal_at(home)
    assert views.state(journal.connection) == views.state(full.connection), "a later start makes the read tables"
    assert_green(journal)


def test_no_migration_without_a_copy(home: Path, tmp_path: Path) -> None:
    older_journal(home, tmp_path / "vol")
    (home / "backups").write_text("geen map")
    with pytest.raises(CannotStore, match="kopie"):
        journal_at(home)
    connection = raw(home / "journal.db")
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_a_folder_that_cannot_be_made_is_a_clear_message(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("geen map")
    with pytest.raises(CannotStore, match="kan niet worden gemaakt"):
        journal_at(tmp_path / "bestand" / "home")


def test_a_lost_key_starts_a_station_of_its_own(home: Path) -> None:
    journal = journal_at(home)
    append(journal, LineLogged("een"))
    journal.close()
    (home / "station.key").unlink()
    again = journal_at(home)
    append(again, LineLogged("twee"))
    assert len({record.station for record in records_of(again)}) == 2
    assert_green(again)


@pytest.mark.parametrize("contents", ["", "geen hex", "00", "ff" * 40])
def test_a_damaged_key_is_a_clear_message_and_nothing_is_written(home: Path, contents: str) -> None:
    journal = journal_at(home)
    append(journal, LineLogged("een"))
    journal.close()
    (home / "station.key").write_text(contents)
    again = journal_at(home)
    with pytest.raises(CannotStore, match="beschadigd"):
        append(again, LineLogged("twee"))
    assert len(records_of(again)) == 3


def test_a_key_is_never_left_half_written(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(CannotStore, match="sleutel"):
            journal_at(home)
    assert not (home / "station.key").exists()
    journal = journal_at(home)
    append(journal, LineLogged("een"))
    assert_green(journal)


def mounts(folder: Path, *lines: str) -> Path:
    """A file that says what is mounted where."""
    file = folder / "mounts"
    file.write_text("\n".join(("/dev/vda / ext4 rw 0 0", "proc /proc proc rw 0 0", *lines)) + "\n")
    return file


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "davfs"])
@pytest.mark.skipif(os.name != "posix", reason="mounts are POSIX")
def test_a_network_share_is_refused(tmp_path: Path, kind: str) -> None:
    share = tmp_path / "mijn schijf"
    listed = mounts(tmp_path, f"server:/deel {str(share).replace(' ', chr(92) + '040')} {kind} rw 0 0")
    with pytest.raises(CannotStore, match="netwerkschijf"):
        refuse_network_share(share / "aov" / "journal.db", listed)
    refuse_network_share(tmp_path / "mijn schijf ernaast" / "journal.db", listed)
    refuse_network_share(tmp_path / "journal.db", listed)


@pytest.mark.skipif(os.name != "posix", reason="mounts are POSIX")
def test_a_way_round_to_a_network_share_is_refused(tmp_path: Path) -> None:
    share = tmp_path / "schijf"
    share.mkdir()
    (tmp_path / "hier").symlink_to(share)
    with pytest.raises(CannotStore, match="netwerkschijf"):
        refuse_network_share(tmp_path / "hier" / "journal.db", mounts(tmp_path, f"server:/deel {share} nfs4 rw 0 0"))


@pytest.mark.skipif(os.name != "posix", reason="mounts are POSIX")
def test_a_disk_of_this_computer_inside_a_share_is_fine(tmp_path: Path) -> None:
    listed = mounts(tmp_path, f"server:/ {tmp_path} nfs4 rw 0 0", f"/dev/sdb {tmp_path}/lokaal ext4 rw 0 0")
    refuse_network_share(tmp_path / "lokaal" / "journal.db", listed)
    refuse_network_share(tmp_path / "journal.db", tmp_path / "er is geen lijst")


def test_a_share_of_windows_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os.path, "realpath", lambda _: r"\\server\deel\aov\journal.db")
    with pytest.raises(CannotStore, match="netwerkschijf"):
        refuse_network_share(tmp_path / "journal.db", tmp_path / "geen")


@pytest.fixture
def locked(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    """A journal that another program holds on to."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    monkeypatch.setattr(sqlite, "_TRIES", 2)
    journal = journal_at(home)
    append(journal, LineLogged("een"))
    holder = raw(journal.path)
    holder.execute("BEGIN IMMEDIATE")
    yield journal
    holder.execute("ROLLBACK")
    holder.close()
    append(journal, LineLogged("twee"))
    assert_green(journal)


def test_a_journal_that_stays_locked_is_a_clear_message(locked: Journal) -> None:
    before = records_of(locked)
    with pytest.raises(CannotStore, match="is bezet door een ander programma"):
        append(locked, LineLogged("te vroeg"))
    assert records_of(locked) == before, "reading goes on"
    another = Journal(locked.home, StillClock())
    assert records_of(another) == before
    another.close()
