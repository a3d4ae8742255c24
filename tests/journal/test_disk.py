"""A full disk and a folder that cannot be written: a clear message, exit code 4, nothing half written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from aovconsole.clock import Clock
from aovconsole.domain.log import LineLogged
from aovconsole.errors import CannotStore
from aovconsole.journal.backup import backup
from aovconsole.journal.store import Journal
from tests.builders import append, assert_green, journal_at, records_of, root_or_skip
from tests.require import REPOSITORY
from tests.still_clock import StillClock

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mounts of Linux")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB."""
    root_or_skip()
    folder = tmp_path / "schijf"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=600k", "aov", folder], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("this machine mounts nothing")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def command(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the program on a home."""
    environment = os.environ | {"AOVCONSOLE_HOME": str(home), "AOVCONSOLE_REALM": "test"}
    return subprocess.run(
        [sys.executable, "-m", "aovconsole", *words],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def fill(folder: Path) -> Path:
    """Take every byte that is left."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            pass
    return ballast


def write_until_it_is_full(journal: Journal, kept: list[int]) -> None:
    """Write requests of three lines; each that was acknowledged is put in the list."""
    for number in range(10_000):
        append(journal, *(LineLogged(f"{number} {part} " + "x" * 400) for part in range(3)))
        kept.append(number)


def test_a_full_disk_is_told_and_nothing_is_half_written(small_disk: Path) -> None:
    journal = journal_at(small_disk / "home", Clock())
    append(journal, LineLogged("ervoor"))
    ballast = fill(small_disk)
    kept: list[int] = []
    with pytest.raises(CannotStore, match="de schijf is vol") as refusal:
        write_until_it_is_full(journal, kept)
    assert refusal.value.exit_code == 4
    texts = [row.text for row in journal.reading.lines(type_="line")]
    assert len(texts) == 1 + 3 * len(kept), "the last request is there whole or not at all"
    assert_reads(journal)
    journal.close()
    ballast.unlink()
    again = Journal(small_disk / "home", Clock())
    assert [row.text for row in again.reading.lines(type_="line")] == texts
    append(again, LineLogged("erna"))
    assert_green(again)
    again.close()


def assert_reads(journal: Journal) -> None:
    """The journal verifies while the disk is full."""
    from aovconsole.journal.verify import verify

    assert verify(journal).faults == ()


def test_a_first_start_on_a_full_disk_leaves_nothing_in_the_way(small_disk: Path) -> None:
    ballast = fill(small_disk)
    done = command(small_disk / "home", "log", "te vol")
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in done.stderr
    assert "onverwachte fout" not in done.stderr
    assert "vol" in done.stderr or "kan niet" in done.stderr
    ballast.unlink()
    done = command(small_disk / "home", "log", "nu wel")
    assert (done.returncode, done.stderr) == (0, "")
    assert command(small_disk / "home", "journal", "verify").returncode == 0


def test_a_stream_stops_at_a_full_disk_and_said_what_it_kept(small_disk: Path) -> None:
    home = small_disk / "home"
    assert command(home, "log", "ervoor").returncode == 0
    fill(small_disk)
    environment = os.environ | {"AOVCONSOLE_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-m", "aovconsole", "log", "--stdin", "--raw"],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False, input=("x" * 2000 + "\n") * 900,
    )  # fmt: skip
    assert done.returncode == 4
    assert "de schijf is vol" in done.stderr
    assert "Traceback" not in done.stderr
    assert "onverwachte fout" not in done.stderr
    (small_disk / "ballast").unlink()
    journal = Journal(home, Clock())
    kept = {record.id for record in records_of(journal)}
    assert set(done.stdout.split()) <= kept
    assert_green(journal)
    journal.close()


def test_a_copy_to_a_full_disk_leaves_no_part_of_a_copy(small_disk: Path, tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "home", StillClock())
    append(journal, LineLogged("een"))
    fill(small_disk)
    with pytest.raises(CannotStore, match=r"vol|kan niet"):
        backup(journal, small_disk / "kopie.db")
    assert sorted(file.name for file in small_disk.iterdir()) == ["ballast"]
    assert journal.recall("last_backup_at") == ""


@pytest.fixture
def read_only_home(tmp_path: Path) -> Iterator[Path]:
    """A home with one line, on a disk that was mounted read-only."""
    root_or_skip()
    home = tmp_path / "home"
    journal = journal_at(home, Clock())
    append(journal, LineLogged("ervoor"))
    journal.close()
    bound = subprocess.run(["mount", "--bind", home, home], capture_output=True, check=False)
    if bound.returncode:
        pytest.skip("this machine mounts nothing")
    subprocess.run(["mount", "-o", "remount,ro,bind", home], check=True)
    yield home
    subprocess.run(["umount", "-l", home], check=True)


def test_a_read_only_home_is_told(read_only_home: Path) -> None:
    done = command(read_only_home, "log", "niet te doen")
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in done.stderr
    assert "onverwachte fout" not in done.stderr
    assert "alleen-lezen" in done.stderr or "niet schrijfbaar" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("log", "list", "--json"),
        ("incident", "list"),
        ("cmt", "list", "--json"),
        ("calendar", "list", "--from", "2027-02-01", "--to", "2027-02-28"),
        ("figures", "2027", "--json"),
        ("journal", "info"),
        ("journal", "verify"),
        ("journal", "state", "--json"),
    ],
)
def test_a_read_only_home_can_be_read(read_only_home: Path, words: tuple[str, ...]) -> None:
    done = command(read_only_home, *words)
    assert (done.returncode, done.stderr) == (0, "")
    if words[0] == "log":
        assert [line["text"] for line in json.loads(done.stdout)] == ["ervoor"]


def test_what_is_wrong_with_a_read_only_home_is_told_whole(read_only_home: Path) -> None:
    done = command(read_only_home, "doctor", "--json")
    told = {one["check"]: one for one in json.loads(done.stdout)}
    assert (done.stderr, told["journaal"]["ok"], told["bronnen"]["ok"]) == ("", True, False)
    assert "alleen-lezen" in told["bronnen"]["finding"]


def test_what_a_console_left_beside_the_journal_is_read_too_or_refused_never_left_out(tmp_path: Path) -> None:
    """A journal that was copied to a stick while its console was open: the newest line stands in the `-wal` file."""
    root_or_skip()
    home, copy = tmp_path / "home", tmp_path / "copy"
    journal = journal_at(home, Clock())
    append(journal, LineLogged("een"))
    copy.mkdir()
    for file in home.glob("*.db*"):
        shutil.copy(file, copy / file.name)
    journal.close()
    if not (copy / "journal.db-wal").exists():
        pytest.skip("this SQLite keeps nothing beside the journal")
    if subprocess.run(["mount", "--bind", copy, copy], capture_output=True, check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", copy], check=True)
        done = command(copy, "log", "list", "--json")
        assert done.returncode in (0, 4)
        assert done.returncode or [line["text"] for line in json.loads(done.stdout)] == ["een"]
    finally:
        subprocess.run(["umount", "-l", copy], check=True)


def test_a_first_start_in_a_read_only_folder_is_told(read_only_home: Path) -> None:
    done = command(read_only_home / "nieuw", "log", "niet te doen")
    assert (done.returncode, done.stdout) == (4, "")
    assert "Traceback" not in done.stderr
    assert "onverwachte fout" not in done.stderr
    assert "kan niet worden gemaakt" in done.stderr


def test_a_file_that_became_read_only_is_told(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "home", StillClock())
    append(journal, LineLogged("een"))
    before = records_of(journal)
    journal.connection.execute("PRAGMA query_only=ON")  # what SQLite answers for a file that it may not write
    with pytest.raises(CannotStore, match="alleen-lezen"):
        append(journal, LineLogged("twee"))
    journal.connection.execute("PRAGMA query_only=OFF")
    assert records_of(journal) == before
    assert_green(journal)


def test_a_disk_that_fills_inside_sqlite_is_told(tmp_path: Path) -> None:
    journal = journal_at(tmp_path / "home", StillClock())
    append(journal, LineLogged("een"))
    before = records_of(journal)
    pages = journal.connection.execute("PRAGMA page_count").fetchone()[0]
    journal.connection.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(CannotStore, match="de schijf is vol"):
        append(journal, *(LineLogged("x" * 3000) for _ in range(40)))
    assert records_of(journal) == before
    journal.connection.execute(f"PRAGMA max_page_count={pages + 10_000}")
    append(journal, LineLogged("twee"))
    assert_green(journal)


@pytest.mark.parametrize("place", ["/proc/kopie.db", "/dev/null/kopie.db"])
def test_a_copy_where_nothing_can_be_written_is_told(tmp_path: Path, place: str) -> None:
    journal = journal_at(tmp_path / "home", StillClock())
    with pytest.raises(CannotStore):
        backup(journal, Path(place))
