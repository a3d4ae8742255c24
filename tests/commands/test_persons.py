"""`aovconsole person find`: everything that names somebody, with where, when, which dossier and which mark."""

from __future__ import annotations

from pathlib import Path

import pytest

from aovconsole.journal.local import LocalStore, StoredDraft
from tests.commands.conftest import Run, refused

KEYS = {"where", "at", "dossier", "mark", "field", "text", "record_id", "author"}


def test_everything_that_names_somebody(run: Run, scratch_home: Path, tmp_path: Path) -> None:
    number = run("incident", "open", "Ruzie bij familie Quïspel").line
    line = run("log", "!privé J. Quispel belt 06-12345678", "--dossier", number).line
    run("action", "add", number, "bel mevr. QUISPEL", "--owner", "THOR")
    run("roster", "add", "AOV", "Jo Quispel", "--from", "20:00", "--until", "23:00")
    run("--as", "Jo Quispel/AOV", "log", "iets anders")
    demonstration = run("demonstration", "add", "--at", "17:00", "--place", "Markt").line
    run("demonstration", "contact", demonstration, "--set", "Jo Quispel, +31 6 1234 5678")
    file = tmp_path / "Quispel verklaring.txt"
    file.write_text("x")
    run("attach", str(file), "--dossier", number)
    (scratch_home / "data").mkdir(exist_ok=True)
    (scratch_home / "data" / "contacts.toml").write_text("# J. Quispel\ncontacts = []\n")
    store = LocalStore(scratch_home)
    store.keep(1, StoredDraft("line", "", "r", "nog bellen met quispel !politie"))
    store.close()
    assert run("journal", "backup", str(tmp_path / "kopie.db")).code == 0
    found = run("person", "find", "Quispel", "--json").json
    hits = found["hits"]
    assert all(set(one) == KEYS for one in hits)
    assert sorted(one["where"] for one in hits) == [
        "actie", "contact van een kennisgever", "eigen bestand", "half getypte tekst", "incident",
        "naam van een bijlage", "regel", "rooster", "wie hier werkt",
    ]  # fmt: skip
    told = {one["where"]: one for one in hits}
    assert (told["regel"]["record_id"], told["regel"]["dossier"], told["regel"]["mark"]) == (line, number, "!privé")
    assert told["regel"]["at"].startswith("2027-02-07T15:10") and told["regel"]["author"] == "Voorbeeld/AOV"
    assert told["half getypte tekst"]["mark"] == "!politie"
    assert told["eigen bestand"]["field"].endswith("contacts.toml regel 1")
    assert found["not_searched"]["attachments"] == [{"name": "Quispel verklaring.txt", "dossier": number}]
    assert [(one["path"], one["at"][:16]) for one in found["not_searched"]["copies"]] == [
        (str(tmp_path / "kopie.db"), "2027-02-07T15:10")
    ]
    assert found["indexed"] == 4, "the incident, the line, the action and the attachment"
    by_number = run("person", "find", "0031 6 12345678", "--json").json["hits"]
    assert sorted(one["where"] for one in by_number) == ["contact van een kennisgever", "regel"]
    spoken = run("person", "find", "quispel")
    assert spoken.code == 0 and line in spoken.out and "de inhoud van bijlagen" in spoken.out
    assert f"kopie van 2027-02-07 15:10: {tmp_path / 'kopie.db'}" in spoken.out
    assert "bijlage Quispel verklaring.txt bij INC-27-A001" in spoken.out


def test_what_is_erased_is_found_no_more(run: Run) -> None:
    line = run("log", "bel Quispel").line
    assert len(run("person", "find", "Quispel", "--json").json["hits"]) == 1
    run("journal", "redact", line, "--ground", "verzoek")
    answer = run("person", "find", "Quispel")
    assert "niets gevonden" in answer.out and "1 record is gewist" in answer.out


@pytest.mark.parametrize("asked", ["", " ", "Q", "é.", "\x1b", "--"])
def test_what_names_nobody(run: Run, asked: str) -> None:
    refused(run("person", "find", "--", asked), "minstens twee letters")


def test_text_of_others_is_data(run: Run) -> None:
    run("log", "[bold]Quispel[/] \x1b[31mrood", "--raw")
    answer = run("person", "find", "Quispel")
    assert "\x1b" not in answer.out and "[bold]Quispel[/]" in answer.out
