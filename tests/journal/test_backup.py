"""Copies are verified and whole; putting one back loses nothing that is newer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.log import LineLogged
from aovconsole.errors import AovError, CannotStore, CommandRefused, JournalBroken, NotAJournal
from aovconsole.journal import views
from aovconsole.journal.backup import backup, restore
from aovconsole.journal.files import SCHEMA
from aovconsole.journal.store import Journal
from tests.builders import OPERATOR, append, assert_green, copy_home, journal_at, raw, records_of, tamper
from tests.journal.test_files import older_journal
from tests.journal.test_processes import WRITER, start
from tests.still_clock import StillClock

pytestmark = pytest.mark.all

STAMP = "2027-02-07T14:10:00.000000+00:00"


def texts(home: Path) -> list[str]:
    """The lines of a home, which verifies."""
    journal = Journal(home, StillClock())
    assert_green(journal)
    found = [row.text for row in journal.reading.lines(type_="line")]
    journal.close()
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two lines."""
    journal = journal_at(tmp_path / "home")
    append(journal, LineLogged("een"), LineLogged("twee"))
    journal.close()
    return tmp_path / "home"


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """A copy of that home's journal."""
    journal = Journal(home, StillClock())
    made = backup(journal, tmp_path / "stick" / "kopie.db")
    journal.close()
    return made


def test_a_copy_is_the_journal(home: Path, copy: Path, tmp_path: Path) -> None:
    journal = Journal(home, StillClock())
    assert journal.recall("last_backup_at") == STAMP
    before = records_of(journal), views.state(journal.connection)
    (tmp_path / "elders").mkdir()
    shutil.copyfile(copy, tmp_path / "elders" / "journal.db")
    other = Journal(tmp_path / "elders", StillClock())
    assert (records_of(other), views.state(other.connection)) == before
    assert sorted(file.name for file in copy.parent.iterdir()) == ["kopie.db"], "no part of it lies beside it"


def test_a_copy_without_a_name_stands_in_the_home(home: Path) -> None:
    journal = Journal(home, StillClock())
    assert backup(journal) == home / "backups" / "journaal-20270207T141000.db"
    with pytest.raises(CommandRefused, match="bestaat al"):
        backup(journal)


def test_a_copy_never_overwrites(home: Path, tmp_path: Path) -> None:
    (tmp_path / "rapport.docx").write_bytes(b"werk van een week")
    journal = Journal(home, StillClock())
    for target in (tmp_path / "rapport.docx", tmp_path):
        with pytest.raises(CommandRefused, match="bestaat al"):
            backup(journal, target)
    assert (tmp_path / "rapport.docx").read_bytes() == b"werk van een week"


def test_a_journal_that_does_not_verify_is_not_copied(home: Path, tmp_path: Path) -> None:
    tamper(home / "journal.db", "UPDATE records SET author = 'x' WHERE seq = 3")
    journal = Journal(home, StillClock())
    with pytest.raises(JournalBroken, match="er is geen kopie gemaakt") as refusal:
        backup(journal, tmp_path / "kopie.db")
    assert refusal.value.exit_code == 3
    assert not list(tmp_path.glob("kopie*"))
    assert journal.recall("last_backup_at") == ""


def test_a_copy_while_another_process_writes(home: Path, tmp_path: Path) -> None:
    writer = start(home, "p", "150")
    assert writer.stdin is not None
    writer.stdin.write("\n")
    writer.stdin.flush()
    journal = Journal(home, StillClock())
    copies = [backup(journal, tmp_path / f"kopie{number}.db") for number in range(5)]
    journal.close()
    _, errors = writer.communicate(timeout=50)
    assert (writer.returncode, errors) == (0, "")
    for number, made in enumerate(copies):
        restore(tmp_path / f"terug{number}", made, stamp=STAMP)
        found = texts(tmp_path / f"terug{number}")
        assert sorted(text for text in found if text.startswith("p")) == sorted(f"p {n}" for n in range(len(found) - 2))
    assert len(texts(home)) == 152


def test_into_an_empty_home(copy: Path, tmp_path: Path) -> None:
    assert restore(tmp_path / "nieuw", copy, stamp=STAMP) == 0
    assert texts(tmp_path / "nieuw") == ["een", "twee"]
    journal = Journal(tmp_path / "nieuw", StillClock())
    append(journal, LineLogged("drie"))
    journal.close()
    assert texts(tmp_path / "nieuw") == ["een", "twee", "drie"], "the new station announces its key"


def test_over_an_older_copy_newer_records_stay(home: Path, copy: Path) -> None:
    journal = Journal(home, StillClock())
    append(journal, LineLogged("drie"), LineLogged("vier"))
    before = [record._replace(pos=0) for record in records_of(journal)]
    journal.close()
    assert restore(home, copy, stamp=STAMP) == 2
    assert texts(home) == ["een", "twee", "drie", "vier"]
    again = Journal(home, StillClock())
    assert [record._replace(pos=0) for record in records_of(again)] == before, "also when they were first had here"
    append(again, LineLogged("vijf"))
    assert_green(again)


def test_over_a_home_that_holds_less(home: Path, copy: Path, tmp_path: Path) -> None:
    older = copy_home(home, tmp_path / "ouder")
    journal = Journal(home, StillClock())
    append(journal, LineLogged("drie"))
    newer = backup(journal, tmp_path / "nieuwer.db")
    journal.close()
    assert restore(older, newer, stamp=STAMP) == 0
    assert texts(older) == ["een", "twee", "drie"]


@pytest.mark.parametrize("damage", ["no database", "empty", "tampered", "half"])
def test_over_a_broken_journal(home: Path, copy: Path, damage: str) -> None:
    path = home / "journal.db"
    if damage == "tampered":
        tamper(path, "UPDATE records SET author = 'x' WHERE seq = 3")
    else:
        broken = {"no database": b"geen database" * 999, "empty": b"", "half": path.read_bytes()[:20_000]}[damage]
        path.write_bytes(broken)
    before = path.read_bytes()
    assert restore(home, copy, stamp=STAMP) == 0
    assert texts(home) == ["een", "twee"]
    [old] = (home / "backups").glob("voor-terugzetten-*.db")
    assert damage == "tampered" or old.read_bytes() == before, "what stood there is kept"


def test_what_stood_there_can_be_put_back_itself(home: Path, copy: Path, tmp_path: Path) -> None:
    script = WRITER + "\nimport os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n"
    writer = start(home, "p", "3", script=script)  # a console that died: its lines stand in the write-ahead log
    writer.communicate("\n", timeout=50)
    restore(home, copy, stamp=STAMP)
    assert sorted(texts(home)) == ["een", "p 0", "p 1", "p 2", "twee"]
    [old] = (home / "backups").glob("voor-terugzetten-*.db")
    restore(tmp_path / "terug", old, stamp=STAMP)
    assert sorted(texts(tmp_path / "terug")) == ["een", "p 0", "p 1", "p 2", "twee"]


def test_a_copy_made_by_hand_with_its_write_ahead_log(home: Path, tmp_path: Path) -> None:
    journal = Journal(home, StillClock())
    append(journal, LineLogged("drie"))  # not yet in the file itself
    by_hand = tmp_path / "met de hand"
    shutil.copytree(home, by_hand)
    journal.close()
    restore(tmp_path / "terug", by_hand / "journal.db", stamp=STAMP)
    assert texts(tmp_path / "terug") == ["een", "twee", "drie"]


def open_console(home: Path) -> subprocess.Popen[str]:
    """A process that wrote one line and keeps the journal open; it writes another when it gets a line."""
    again = "\nprint('open', flush=True)\nsys.stdin.readline()\n"
    last = "journal.write(lambda _: [Draft(LineLogged('later'))], Operator(name))\n"
    running = start(home, "p", "1", script=WRITER + again + last)
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write("\n")
    running.stdin.flush()
    assert [running.stdout.readline() for _ in range(2)] == ["ready\n", "open\n"]
    return running


def test_a_console_that_is_open_goes_on(home: Path, copy: Path) -> None:
    running = open_console(home)
    assert restore(home, copy, stamp=STAMP) == 2, "the operator and the line"
    _, errors = running.communicate("\n", timeout=20)
    assert (running.returncode, errors) == (0, "")
    assert sorted(texts(home)) == ["een", "later", "p 0", "twee"]


def test_a_broken_journal_is_not_replaced_under_a_console_that_is_open(home: Path, copy: Path) -> None:
    """What the console acknowledges afterwards would be written to a file that is gone."""
    tamper(home / "journal.db", "UPDATE records SET author = 'x' WHERE seq = 3")
    running = open_console(home)
    with pytest.raises(CannotStore, match="is in gebruik"):
        restore(home, copy, stamp=STAMP)
    running.communicate("\n", timeout=20)
    journal = Journal(home, StillClock())
    assert {"p 0", "later"} <= {row.text for row in journal.reading.lines(type_="line")}
    journal.close()
    assert restore(home, copy, stamp=STAMP) == 0
    assert texts(home) == ["een", "twee"]


def test_a_copy_of_an_older_version(home: Path, tmp_path: Path) -> None:
    (tmp_path / "oud").mkdir()
    full = older_journal(tmp_path / "oud", tmp_path / "vol")
    for target in (tmp_path / "leeg", home):
        restore(target, tmp_path / "oud" / "journal.db", stamp=STAMP)
    assert texts(tmp_path / "leeg") == ["wéér een gaslek"]
    assert sorted(texts(home)) == ["een", "twee", "wéér een gaslek"]
    full.close()


@pytest.mark.parametrize("column", ["payload", "author", "occurred_at", "hash", "signature"])
def test_a_tampered_copy_is_refused_and_nothing_changes(home: Path, copy: Path, column: str) -> None:
    tamper(copy, f"UPDATE records SET {column} = 'x' WHERE seq = 3")
    before = (home / "journal.db").read_bytes()
    with pytest.raises(JournalBroken, match="record 3") as refusal:
        restore(home, copy, stamp=STAMP)
    assert refusal.value.exit_code == 3
    assert (home / "journal.db").read_bytes() == before
    assert texts(home) == ["een", "twee"]


def test_a_copy_of_another_realm_is_refused(copy: Path, tmp_path: Path) -> None:
    exercise = journal_at(tmp_path / "oefening", realm="exercise")
    append(exercise, LineLogged("oefening"))
    exercise.close()
    with pytest.raises(CommandRefused, match="rijk test, deze map bij exercise"):
        restore(tmp_path / "oefening", copy, stamp=STAMP)
    assert texts(tmp_path / "oefening") == ["oefening"]


def test_what_is_no_copy_is_refused(home: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "brief.db").write_bytes(b"Geachte heer" * 500)
    connection = raw(tmp_path / "foto.db")
    connection.execute("CREATE TABLE foto (naam TEXT)")
    connection.close()
    for name in ("brief.db", "foto.db"):
        with pytest.raises(NotAJournal):
            restore(home, tmp_path / name, stamp=STAMP)
    for name in ("weg.db", "stick"):
        with pytest.raises(CommandRefused, match="bestaat niet"):
            restore(home, tmp_path / name, stamp=STAMP)
    connection = raw(copy)
    connection.execute(f"PRAGMA user_version = {SCHEMA + 1}")
    connection.close()
    with pytest.raises(CannotStore, match="nieuwere versie"):
        restore(home, copy, stamp=STAMP)
    connection = raw(copy)
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("DELETE FROM home")
    connection.close()
    with pytest.raises(AovError):
        restore(home, copy, stamp=STAMP)
    assert texts(home) == ["een", "twee"]


def test_attachments_go_with_a_copy_and_come_back(tmp_path: Path) -> None:
    photo = tmp_path / "foto van het plein.jpg"
    photo.write_bytes(os.urandom(5_000))
    desk = Desk(journal_at(tmp_path / "home"), OPERATOR, lambda: (_ for _ in ()).throw(AssertionError))
    record = desk.attachments.add(photo)
    digest = desk.reading.subject(record.subject).body  # type: ignore[union-attr]
    copy = backup(desk.journal, tmp_path / "stick" / "kopie.db")
    desk.journal.close()
    restore(tmp_path / "nieuw", copy, stamp=STAMP)
    kept = [file for file in (tmp_path / "nieuw" / "attachments").rglob("*") if file.is_file()]
    assert [file.read_bytes() for file in kept] == [photo.read_bytes()]
    assert kept[0].name in digest


def test_a_restore_that_was_cut_off_does_not_spoil_the_next(home: Path, copy: Path) -> None:
    (home / "journaal-terug.db").write_bytes(b"half")
    (home / "journaal-terug.db-wal").write_bytes(b"half" * 4096)
    (home / "journaal-terug.db-shm").write_bytes(b"half" * 4096)
    (home / "journal.db").write_bytes(b"geen database" * 999)
    restore(home, copy, stamp=STAMP)
    assert texts(home) == ["een", "twee"]
    assert not list(home.glob("journaal-terug*"))


def test_the_command_works_on_a_journal_that_cannot_be_opened(home: Path, copy: Path) -> None:
    (home / "journal.db").write_bytes(b"geen database" * 999)
    environment = os.environ | {"AOVCONSOLE_HOME": str(home)}
    words = [sys.executable, "-m", "aovconsole", "journal", "restore", str(copy)]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1), done
    assert "wat na die kopie is gewist, kan terug zijn" in done.stderr
    assert texts(home) == ["een", "twee"]
