"""`aovconsole journal prove`: what it writes, what it says, what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import tamper
from tests.commands.conftest import Run, refused


@pytest.fixture
def number(run: Run) -> str:
    """An incident with an ordinary line and one of the police."""
    number = run("incident", "open", "Gaslek").line
    run(
        "log",
        "--stdin",
        "--dossier",
        number,
        stdin=b"straat is dicht\n!politie verdachte loopt naar het station\n",
    )
    return number


def test_it_writes_the_proof_with_the_verifier_beside_it(run: Run, number: str, tmp_path: Path) -> None:
    target = tmp_path / "uit" / "bewijs.json"
    target.parent.mkdir()
    answer = run("journal", "prove", number, "--to", str(target), "--withhold", "police, private", "--with-verifier")
    assert answer.code == 0 and "5 records geschreven" in answer.out and "1 zonder inhoud" in answer.out
    assert "kop van station A (" in answer.out and "bevat wat niet is weggelaten" in answer.err
    assert "verdachte" not in target.read_text() and "straat is dicht" in target.read_text()
    assert sorted(file.name for file in target.parent.iterdir()) == ["bewijs.json", "nagaan.py"]
    head = run("journal", "info", "--json").json["stations"][0]["head"]
    done = subprocess.run(
        [sys.executable, "-I", str(target.parent / "nagaan.py"), str(target), "--head", head],
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 0 and "HEEL" in done.stdout, done
    refused(run("journal", "prove", number, "--to", str(target)), "bestaat al; --force vervangt het")
    assert run("journal", "prove", number, "--to", str(target), "--force").code == 0
    assert "verdachte" in target.read_text()
    (target.parent / "nagaan.py").write_text("mijn eigen programma")
    again = ("journal", "prove", number, "--to", str(target.parent / "b.json"), "--with-verifier")
    refused(run(*again), "nagaan.py bestaat al")
    assert not (target.parent / "b.json").exists()


def test_what_cannot_be(run: Run, number: str, tmp_path: Path) -> None:
    refused(run("journal", "prove", "INC-27-A099", "--to", str(tmp_path / "x.json")), "INC-27-A099 is onbekend", number)
    refused(run("journal", "prove", number, "--to", str(tmp_path)), "is een map")
    refused(run("journal", "prove", number, "--to", str(tmp_path / "weg" / "x.json")), "bestaat niet", code=4)
    refused(run("journal", "prove", number, "--to", " "), "geen naam")
    to = ("--to", str(tmp_path / "x.json"))
    refused(run("journal", "prove", number, *to, "--withhold", "geheim"), "merk geheim bestaat niet")
    refused(run("journal", "prove", number, *to, "--withhold-record", "x"), "hoort niet bij dit dossier")
    assert not (tmp_path / "x.json").exists()


def test_a_journal_that_does_not_verify(run: Run, number: str, scratch_home: Path, tmp_path: Path) -> None:
    tamper(scratch_home / "journal.db", 'UPDATE records SET payload = \'{"text":"anders"}\' WHERE seq = 4')
    answer = run("journal", "prove", number, "--to", str(tmp_path / "x.json"))
    assert answer.code == 3 and "het journaal klopt niet, en het bewijs zegt dat: station" in answer.err
    assert "record 4, " in json.loads((tmp_path / "x.json").read_text())["faults"][0]
