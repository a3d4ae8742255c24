"""`aovconsole journal`: prove, copy, put back, look; and a journal that is damaged under any command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.builders import tamper
from tests.commands.conftest import Answer, Run, refused


@pytest.fixture
def path(run: Run, scratch_home: Path) -> Path:
    """The journal of a home with an incident, a GRIP step and three lines."""
    number = run("incident", "open", "Gaslek").line
    run("incident", "grip", number, "1", "--by", "OvD-Bz")
    run("log", "--stdin", "--dossier", number, stdin=b"een\ntwee\ndrie\n")
    return scratch_home / "journal.db"


def test_verify_says_what_it_read_and_what_it_does_not_prove(run: Run, path: Path) -> None:
    answer = run("journal", "verify")
    assert (answer.code, answer.err) == (0, "")
    assert "7 records nagegaan: geen fouten" in answer.out
    assert re.search(r"kop van station A \([0-9a-f]{16}\): [0-9a-f]{64}\n", answer.out)
    assert "Dit bewijst niet" in answer.out
    assert run("journal", "verify", "--json").json == {"ok": True, "records": 7, "faults": []}


def test_verify_names_each_fault(run: Run, path: Path) -> None:
    lines = run("log", "list", "--json").json
    tamper(path, 'UPDATE records SET payload = \'{"text":"vijf"}\' WHERE seq = 6', "DELETE FROM records WHERE seq = 3")
    answer = run("journal", "verify", "--json")
    assert (answer.code, answer.err) == (3, "")
    assert set(answer.json) == {"ok", "records", "faults"}
    assert (answer.json["ok"], answer.json["records"]) == (False, 6)
    assert all(set(fault) == {"station", "seq", "id", "fault"} for fault in answer.json["faults"])
    found = {(fault["seq"], fault["id"]) for fault in answer.json["faults"]}
    assert found == {(3, ""), (6, next(line["id"] for line in lines if line["text"] == "twee"))}
    spoken = run("journal", "verify")
    assert spoken.code == 3
    assert "record 3, zonder id: record 3 ontbreekt" in spoken.err
    assert "record 6, " in spoken.err
    assert "6 records nagegaan: 2 fouten" in spoken.out
    refused(run("journal", "backup"), "de kopie klopt niet", code=3)
    assert run("doctor").code == 3


def test_a_head_that_was_printed_finds_a_cut_tail(run: Run, path: Path) -> None:
    [station] = run("journal", "info", "--json").json["stations"]
    assert run("journal", "verify", "--head", station["head"]).code == 0
    tamper(path, "DELETE FROM records WHERE seq > 5")
    assert run("journal", "rebuild").code == 0
    assert run("journal", "verify").code == 0
    answer = run("journal", "verify", "--head", station["head"], "--json")
    assert answer.code == 3
    assert station["head"] in answer.json["faults"][0]["fault"]


def test_info(run: Run, path: Path) -> None:
    found = run("journal", "info", "--json").json
    assert {"path", "records", "stations", "size_bytes", "last_backup_at", "schema"} <= set(found)
    assert Path(found["path"]) == path
    assert found["records"] == 7
    assert found["last_backup_at"] is None
    assert found["size_bytes"] > 10_000
    [station] = found["stations"]
    assert set(station) == {"code", "fingerprint", "records", "head"}
    assert (station["code"], station["records"]) == ("A", 7)
    run("journal", "backup")
    assert run("journal", "info", "--json").json["last_backup_at"].startswith("2027-02-07T15:10:0")
    assert run("journal", "info").code == 0


def test_the_columns_of_the_table_of_records(run: Run, path: Path) -> None:
    from tests.builders import raw

    connection = raw(path)
    row = connection.execute(
        "SELECT station, seq, kind, recorded_at, occurred_at, payload, hash FROM records WHERE seq = 3"
    ).fetchone()
    assert (row[1], row[2], json.loads(row[5])["title"]) == (3, "incident.opened", "Gaslek")
    assert re.fullmatch(r"2027-02-07T14:10:0\d\.\d{6}\+00:00", row[3])
    connection.close()


def test_copy_and_put_back(run: Run, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "stick" / "kopie.db"
    answer = run("journal", "backup", str(copy))
    assert (answer.code, answer.out) == (0, f"{copy}\n")
    assert "kop van station A: " in answer.err
    refused(run("journal", "backup", str(copy)), "bestaat al")
    run("log", "vier")
    before = run("journal", "state", "--json").out
    assert "1 record dat niet in de kopie stond is behouden" in run("journal", "restore", str(copy)).out
    assert run("journal", "state", "--json").out == before
    monkeypatch.setenv("AOVCONSOLE_HOME", str(tmp_path / "nieuw"))
    assert run("journal", "restore", str(copy)).line == "teruggezet"
    assert len(run("log", "list", "--json").json) == 3
    assert run("journal", "verify").code == 0
    refused(run("journal", "restore", str(tmp_path / "weg.db")), "bestaat niet")
    tamper(copy, "UPDATE records SET author = 'x' WHERE seq = 6")
    refused(run("journal", "restore", str(copy)), "record 6", "er is niets teruggezet", code=3)


def test_rebuild_and_state(run: Run, path: Path) -> None:
    before = run("journal", "state", "--json").out
    tamper(path, "UPDATE timeline SET text = 'vervalst'", "DELETE FROM subjects")
    assert run("journal", "state", "--json").out != before
    assert run("journal", "rebuild").line.startswith("leestabellen opnieuw gemaakt: ")
    assert run("journal", "state", "--json").out == before
    assert set(json.loads(before)) >= {"subjects", "timeline", "days"}
    assert "received_at" not in before or "2027-02-07T14:10" in before


def test_doctor(run: Run, path: Path) -> None:
    answer = run("doctor", "--json")
    assert answer.code == 0
    checks = {check["check"]: check for check in answer.json}
    assert checks["journaal"]["ok"]
    assert checks["sleutel"]["ok"]
    assert checks["SQLite"]["ok"]
    assert not checks["klok"]["ok"]
    assert not checks["kopie"]["ok"]
    assert "LET OP klok" in run("doctor").out
    (path.parent / "station.key").chmod(0o644)
    assert not next(check for check in run("doctor", "--json").json if check["check"] == "sleutel")["ok"]


def test_attach(run: Run, path: Path, tmp_path: Path) -> None:
    photo = tmp_path / "plein.jpg"
    photo.write_bytes(b"foto")
    run("attach", str(photo), "--dossier", "INC-27-A001")
    shown = run("incident", "show", "INC-27-A001", "--json").json
    assert [item["text"] for item in shown["timeline"] if item["type"] == "attachment"] == ["plein.jpg"]
    refused(run("attach", str(tmp_path / "weg.jpg")), "is geen bestand")
    refused(run("attach", str(photo), "--dossier", "INC-27-A009"), "is onbekend")


READING = [
    ("log", "list", "--json"), ("log", "list", "--as-of", "15:30"), ("incident", "list", "--json"), ("incident",
    "show", "INC-27-A001"),
    ("incident", "list", "--as-of", "2027-02-07T15:30"), ("journal", "state", "--json"), ("journal", "info", "--json"),
    ("journal", "verify", "--json"), ("journal", "rebuild"), ("journal", "backup"), ("doctor",), ("figures", "2027"),
    ("calendar", "list", "--from", "2027-02-01", "--to", "2027-02-28"), ("log", "nog een"),
    ("incident", "open", "x"), ("incident", "close", "INC-27-A001"),
]  # fmt: skip


def explained(answer: Answer) -> None:
    """The command worked, or said in one line of Dutch why not."""
    if answer.code:
        assert answer.code in (1, 3, 4), answer
        assert answer.err.startswith("aovconsole: ") or answer.out, answer


@pytest.mark.parametrize("where", [0.25, 0.45, 0.65, 0.85])
def test_a_damaged_file_is_explained_by_every_command(run: Run, path: Path, where: float) -> None:
    run("log", "--stdin", "--raw", stdin=(b"vulling " * 200 + b"\n") * 12)
    with path.open("r+b") as file:
        file.seek(int(path.stat().st_size * where))
        file.write(b"\xa5" * 9000)
    for words in READING:
        explained(run(*words))


@pytest.mark.parametrize(
    "column", ["recorded_at", "received_at", "occurred_at", "clock", "payload", "author", "kind", "subject"]
)
def test_a_tampered_journal_is_explained_by_every_command(run: Run, path: Path, column: str) -> None:
    tamper(path, f"UPDATE records SET {column} = 'kapot' WHERE seq > 2")
    for words in READING:
        explained(run(*words))
