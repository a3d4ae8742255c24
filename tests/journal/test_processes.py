"""Several processes on one home at once, and one that is killed."""

from __future__ import annotations

import os
import random
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aovconsole.clock import Clock
from aovconsole.domain.log import LineLogged
from aovconsole.journal.store import Journal
from aovconsole.journal.verify import verify
from tests.builders import append, assert_green, journal_at, records_of
from tests.require import REPOSITORY, program

WRITER = """
import sys
from pathlib import Path
from aovconsole.clock import Clock
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.journal.store import Journal, Operator
home, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
journal = Journal(home, Clock(), realm="test", code="A")
for number in range(count):
    journal.write(lambda _: [Draft(LineLogged(f"{name} {number}"))], Operator(name))
"""


def start(*words: str | Path, script: str = WRITER) -> subprocess.Popen[str]:
    """Start a Python that waits for a line on its stdin."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_at_once(processes: list[subprocess.Popen[str]]) -> None:
    """Let processes go at the same moment and wait until all ended well."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    for process in processes:
        _, errors = process.communicate(timeout=50)
        assert (process.returncode, errors) == (0, "")


def test_four_processes_write_at_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    journal_at(home, Clock()).close()
    run_at_once([start(home, name, "50") for name in "pqrs"])
    journal = Journal(home, Clock())
    records = records_of(journal)
    assert [record.seq for record in records] == list(range(1, 1 + 1 + 4 * 51))
    lines = [row.text for row in journal.reading.lines(type_="line")]
    assert sorted(lines) == sorted(f"{name} {number}" for name in "pqrs" for number in range(50))
    for name in "pqrs":
        own = [text for text in (row.text for row in journal.reading.lines()) if text.startswith(name)]
        assert own == [f"{name} {number}" for number in range(50)]
    assert_green(journal)
    journal.close()


def test_first_starts_at_once_make_one_key(tmp_path: Path) -> None:
    home = tmp_path / "home"
    run_at_once([start(home, name, "3") for name in "pqr"])
    journal = Journal(home, Clock())
    records = records_of(journal)
    assert [record.kind for record in records].count("station.started") == 1
    assert records[0].kind == "station.started"
    assert {record.station for record in records} == {journal.key.fingerprint}
    assert len(journal.reading.lines(type_="line")) == 9
    assert_green(journal)
    journal.close()


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_the_owner_reads_the_key(tmp_path: Path) -> None:
    journal = journal_at(tmp_path)
    key = tmp_path / "station.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}\n", key.read_text())
    assert journal.key.fingerprint in {record.station for record in records_of(journal)}


def log_stream(home: Path) -> subprocess.Popen[bytes]:
    """A `log --stdin --raw` in a process of its own."""
    environment = os.environ | {"AOVCONSOLE_HOME": str(home), "AOVCONSOLE_REALM": "test", "PYTHONUNBUFFERED": ""}
    return subprocess.Popen(
        [sys.executable, "-m", "aovconsole", "log", "--stdin", "--raw"],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def acknowledged_before_a_kill(home: Path, after_seconds: float) -> list[str]:
    """Feed lines to a process, kill it while it works, and give the ids that it had printed."""
    process = log_stream(home)
    assert process.stdin is not None
    assert process.stdout is not None
    os.set_blocking(process.stdin.fileno(), False)
    process.stdin.raw.write(b"".join(b"regel %d\n" % number for number in range(4_000)))  # type: ignore[attr-defined]
    first = process.stdout.readline()
    time.sleep(after_seconds)
    process.send_signal(signal.SIGKILL)
    printed = first + process.stdout.read()
    process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    return [line.decode() for line in printed.split(b"\n")[:-1]]  # what has no newline was not acknowledged


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    moments = random.Random(20270207)
    home, ids = tmp_path / "home", list[str]()
    for _ in range(4):
        ids += acknowledged_before_a_kill(home, moments.uniform(0, 0.15))
        journal = Journal(home, Clock())
        kept = [row.record_id for row in journal.reading.lines(type_="line")]
        assert set(ids) <= set(kept)
        assert_green(journal)
        journal.close()
    assert len(ids) > 20, "the kill came while it worked"
    assert len(set(ids)) == len(ids)


@pytest.mark.all
@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_kill_during_the_first_start_leaves_a_home_that_starts(tmp_path: Path) -> None:
    moments = random.Random(3)
    for number in range(5):
        home = tmp_path / str(number)
        process = start(home, "p", "1")
        assert process.stdout is not None
        process.stdout.readline()
        process.communicate("\n") if number == 4 else _kill_soon(process, moments.uniform(0.0, 0.12))
        journal = Journal(home, Clock(), realm="test", code="A")
        append(journal, LineLogged("erna"))
        assert verify(journal).faults == ()
        journal.close()


def _kill_soon(process: subprocess.Popen[str], seconds: float) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    time.sleep(seconds)
    process.kill()
    process.communicate()


@pytest.mark.all
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="strace is Linux")
def test_one_record_is_one_flush(tmp_path: Path) -> None:
    strace = program("strace")
    home, lines = tmp_path / "home", 100
    journal = journal_at(home, Clock())
    append(journal, LineLogged("ervoor"))
    journal.close()
    traced = tmp_path / "trace"
    script = WRITER.replace("range(count):", "range(count):\n    if not number % 10: print('.', file=sys.stderr)")
    words = [strace, "-f", "-e", "trace=fsync,fdatasync", "-o", str(traced), sys.executable, "-c", script]
    subprocess.run(
        [*words, str(home), OPERATOR_NAME, str(lines)], cwd=REPOSITORY, input="\n", text=True, check=True,
        capture_output=True,
    )  # fmt: skip
    flushes = len(re.findall(r"\b(?:fsync|fdatasync)\(", traced.read_text()))
    records = lines + 1  # the writer's operator is registered once
    assert lines <= flushes <= records + 6, "one a record, and a few for the checkpoint at the end"


OPERATOR_NAME = "p"
