"""`aovconsole journal redact`: what it prints before it erases anything, and what it says when it did."""

from __future__ import annotations

from pathlib import Path

from tests.builders import tamper
from tests.commands.conftest import Run, refused


def test_it_tells_what_else_holds_it_and_asks(run: Run, tmp_path: Path) -> None:
    number = run("incident", "open", "Gaslek").line
    line = run("log", "melder mevrouw Quispel wacht bij de deur", "--dossier", number).line
    action = run("action", "add", number, "bel mevrouw Quispel wacht bij de deur", "--owner", "THOR").line
    assert run("journal", "backup", str(tmp_path / "kopie.db")).code == 0
    asked = run("journal", "redact", line, "--ground", "verzoek")
    assert asked.code == 1 and "dit staat ook op 1 andere plek" in asked.err and "--also" in asked.err
    assert "actie" in asked.out and "INC-27-A001" in asked.out and "2027-02-07 15:10" in asked.out
    assert "Quispel" in run("log", "list", "--json").out
    done = run("journal", "redact", line, "--ground", "verzoek", "--reason", "brief", "--also", "alle")
    assert done.code == 0 and done.out == "inhoud gewist van 2 records, 1 zonder het gegeven opnieuw vastgelegd\n"
    assert f"kan het nog houden: kopie van 2027-02-07 15:10, {tmp_path / 'kopie.db'}" in done.err
    assert "Quispel" not in run("log", "list", "--json").out + run("action", "list", "--json").out
    assert action in run("action", "list", "--json").out
    assert run("journal", "verify").code == 0
    texts = [one["text"] for one in run("incident", "show", number, "--json").json["timeline"]]
    assert "regel gewist: verzoek van de betrokkene (AVG art. 17): brief" in texts


def test_what_cannot_be(run: Run) -> None:
    line = run("log", "bel Quispel").line
    refused(run("journal", "redact", "x", "--ground", "verzoek"), "record x bestaat niet")
    refused(run("journal", "redact", line, "--ground", "zomaar"), "grond zomaar bestaat niet: kies verzoek")
    refused(run("journal", "redact", line, "--ground", "verzoek", "--datum", "Jansen"), "staat niet wat --datum noemt")
    refused(run("journal", "redact", line, "--ground", "verzoek", "--datum", "Q"), "minstens twee letters")
    assert run("journal", "redact", line).code == 2
    assert run("log", "list", "--json").json[0]["text"] == "bel Quispel"


def test_a_copy_in_the_place_of_a_broken_journal_brings_nothing_back(
    run: Run, scratch_home: Path, tmp_path: Path
) -> None:
    number = run("incident", "open", "Ruzie bij Quispel").line
    line = run("log", "bel Quispel", "--dossier", number).line
    assert run("journal", "backup", str(tmp_path / "kopie.db")).code == 0
    assert run("journal", "redact", line, "--ground", "verzoek", "--also", "geen").code == 0
    opened = run("person", "find", "Quispel", "--json").json["hits"][0]["record_id"]
    assert run("journal", "redact", opened, "--ground", "verzoek", "--datum", "Quispel").code == 0
    tamper(scratch_home / "journal.db", "UPDATE records SET author = 'x' WHERE seq = 3")
    answer = run("journal", "restore", str(tmp_path / "kopie.db"))
    assert answer.code == 0 and "teruggezet" in answer.out
    assert f"gewiste inhoud is terug uit de kopie: record {opened} draagt {number}" in answer.err
    assert [one["where"] for one in run("person", "find", "Quispel", "--json").json["hits"]] == ["incident"]
    assert run("journal", "verify").code == 0
    (scratch_home / "journal.db").write_bytes(b"geen database" * 1000)
    assert "was niet te lezen" in run("journal", "restore", str(tmp_path / "kopie.db")).err
