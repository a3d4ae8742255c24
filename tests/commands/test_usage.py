"""What is asked the wrong way is answered in Dutch, with exit code 2, and writes nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import journal_at, records_of
from tests.commands.conftest import Run, refused
from tests.require import REPOSITORY

ENGLISH = re.compile(
    r"\b(usage|error|argument|arguments|required|invalid|choice|choose|expected|unrecognized|positional|optional|options|"
    r"show this|exit|the following|ambiguous|could match|ignored|not allowed)\b",
    re.IGNORECASE,
)

WRONG = [
    ("log", "status"), ("log", "list", "x"), ("weg",), ("log", "x", "--weg"),
     ("log", "--at"), ("log", "--json=1", "x"), ("incident",), ("incident",
    "weg"), ("incident", "open"),
    ("incident", "open", "a", "b"), ("incident", "grip", "INC-27-A001"), ("incident", "grip", "INC-27-A001",
    "twee", "--by", "x"),
    ("incident", "grip", "INC-27-A001", "-1", "--by", "x"), ("incident", "grip", "INC-27-A001", "2"),
    ("evenement", "add", "x"), ("evenement", "add", "x", "--begin", "14:00", "--end", "15:00"),
    ("evenement", "add", "x", "--begin", "2027-03-01", "--end", "2027-03-01", "--place", "x", "--visitors", "veel"),
    ("demonstration", "add", "--place", "x"), ("demonstration", "add", "--at", "14:00", "--place", "x",
    "--scale", "huge"),
    ("calendar",), ("calendar", "list"), ("calendar", "list", "--from", "2027-01-01"), ("calendar", "import"),
    ("figures",),
    ("import", "incidents"), ("import", "weg", "x.csv"), ("journal",), ("journal", "weg"), ("journal", "restore"),
    ("journal", "verify", "--head"), ("demo", "--years", "een"), ("attach",), ("doctor", "x"), ("--as",),
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_a_mistake_in_the_words_is_exit_code_2_in_dutch(run: Run, scratch_home: Path, words: tuple[str, ...]) -> None:
    refused(run(*words), "--help", code=2)
    answer = run(*words)
    assert not ENGLISH.search(re.sub(r"'[^']*'", "", answer.err)), answer.err
    assert not scratch_home.exists(), "nothing was made"


@pytest.mark.parametrize(
    "words",
    [
        ("demonstration", "add", "--at", "14:00", "--place", "x", "--expected", "-5"),
        ("demonstration", "count", "DEM-27-A001", "-5", "--counted", "--by", "x"),
        ("evenement", "add", "x", "--begin", "2027-03-01", "--end", "2027-03-01", "--place", "x", "--visitors=-5"),
    ],
)
def test_a_number_below_zero_is_told_to_be_that(run: Run, words: tuple[str, ...]) -> None:
    refused(run(*words), "kan niet onder nul zijn", code=2)


@pytest.mark.parametrize(
    "words",
    [(), ("log",), ("incident",), ("incident", "open"), ("evenement", "add"), ("demonstration", "add"), ("cmt",
    "action"),
     ("calendar", "import"), ("import",), ("figures",), ("journal",), ("journal", "verify"), ("demo",),
     ("doctor",), ("attach",)],
    ids=" ".join,
)  # fmt: skip
def test_help_is_dutch(run: Run, words: tuple[str, ...]) -> None:
    answer = run(*words, "--help")
    assert answer.code == 0
    assert answer.out.startswith("gebruik: aovconsole")
    assert not ENGLISH.search(re.sub(r"--?[a-z-]+|[{][a-z,]+[}]", "", answer.out)), answer.out


def test_help_names_every_command(run: Run) -> None:
    overview = run("--help").out
    for command in (
        "log",
        "incident",
        "evenement",
        "demonstration",
        "cmt",
        "calendar",
        "import",
        "figures",
        "journal",
        "demo",
        "doctor",
    ):
        assert re.search(rf"^ +{command} ", overview, re.MULTILINE), command


def test_the_version(run: Run) -> None:
    assert re.fullmatch(r"aovconsole \d+\.\d+\.\d+", run("--version").line)


def test_who_acts(run: Run, scratch_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("--as", "P. Voorbeeld/OvD-Bz", "log", "een", "--at", "14:01")
    run("--as=Q", "log", "twee", "--at", "14:02")
    run("log", "drie", "--at", "14:03")
    monkeypatch.delenv("AOVCONSOLE_OPERATOR")
    monkeypatch.setenv("USER", "jansen")
    monkeypatch.setenv("LOGNAME", "jansen")
    run("log", "vier", "--at", "14:04")
    authors = [line["author"] for line in run("log", "list", "--json").json]
    assert authors == ["P. Voorbeeld/OvD-Bz", "Q", "Voorbeeld/AOV", "jansen"]
    refused(run("--as", "/AOV", "log", "x"), "de naam is leeg")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("AOVCONSOLE_REALM", "echt", "bestaat niet"),
        ("AOVCONSOLE_REALM", "real", "met de hand gezet"),
        ("AOVCONSOLE_STATION", "A1", "letters"),
        ("AOVCONSOLE_STATION", "ABCDE", "letters"),
        ("AOVCONSOLE_STATION", "É", "letters"),
        ("AOVCONSOLE_NOW", "straks", "AOVCONSOLE_NOW"),
    ],
)
def test_surroundings_that_cannot_be(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(run("log", "x"), message)


def test_another_realm_than_that_of_the_home(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("log", "een")
    monkeypatch.setenv("AOVCONSOLE_REALM", "exercise")
    refused(run("log", "twee"), "rijk test, niet bij exercise")
    monkeypatch.delenv("AOVCONSOLE_REALM")
    assert len(run("log", "list", "--json").json) == 1


def test_the_real_program_keeps_to_its_exit_codes(tmp_path: Path) -> None:
    environment = os.environ | {"AOVCONSOLE_HOME": str(tmp_path / "h"), "AOVCONSOLE_REALM": "test", "LC_ALL": "C"}
    environment.pop("PYTHONIOENCODING", None)

    def program(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m",
            "aovconsole", *words], cwd=REPOSITORY, env=environment, capture_output=True, check=False
        )  # fmt: skip

    assert program("incident", "open", "café €").returncode == 0
    assert "café €".encode() in program("incident", "list").stdout, "also where the locale is plain ASCII"
    assert program("incident", "open", "").returncode == 1
    assert program("incident").returncode == 2
    (tmp_path / "h" / "journal.db").write_bytes(b"geen database" * 500)
    done = program("log", "x")
    assert (done.returncode, done.stdout) == (4, b"")
    assert b"Traceback" not in done.stderr
    assert "onverwachte fout" not in done.stderr.decode()
    journal = journal_at(tmp_path / "b")
    assert len(records_of(journal)) == 1
    journal.close()
