"""`aovconsole sitrep`: draft, send, list, show, withdraw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

NR = "INC-27-A001"


@pytest.fixture
def opened(run: Run) -> Run:
    """An incident with two lines."""
    assert run("incident", "open", "Gaslek", "--place", "Markt", "--at", "15:00").line == NR
    run("log", "brandweer twee straten dicht !feit !bevestigd", "--dossier", NR, "--at", "15:05")
    run("log", "verdachte heet Zwanehals !politie", "--dossier", NR)
    return run


def test_a_draft_of_each_length_writes_nothing(opened: Run) -> None:
    before = opened("journal", "info", "--json").json["records"]
    for length, begin in (("sms", "TEST. 15:10 INC-27-A001 Gaslek, Markt."), ("page", "TEST\n"), ("mail", "Onderwerp")):
        answer = opened("sitrep", "draft", NR, "--length", length)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith(begin) and "brandweer, geverifieerd: twee straten dicht" in answer.out
        assert "Zwanehals" not in answer.out
    assert opened("journal", "info", "--json").json["records"] == before


def test_a_draft_as_json(opened: Run) -> None:
    said = opened("sitrep", "draft", NR.lower(), "--length", "sms", "--since-last", "--json").json
    assert said["characters"] == len(said["text"]) <= 300
    wanted = {"dossier": NR, "length": "sms", "scope": "whole", "since": None}
    assert {name: said[name] for name in wanted} == wanted
    assert said["drafted_at"].startswith("2027-02-07T15:10:")


def test_sending_listing_and_showing(opened: Run, tmp_path: Path) -> None:
    file = tmp_path / "sitrap.txt"
    file.write_bytes("\ufeffuit een bestand: één\r\nregel\r\n".encode())
    ways = [("--text", "zelf getypt"), ("--file", str(file)), ("--file", "-"), ()]
    numbers = [
        opened("sitrep", "send", NR, "--to", "burgemeester", "--via", "telefoon", *way, stdin=b"van stdin").line
        for way in ways
    ]
    assert numbers == ["S-A1", "S-A2", "S-A3", "S-A4"]
    listed = opened("sitrep", "list", NR, "--json").json
    assert [one["text"] for one in listed[:3]] == ["zelf getypt", "uit een bestand: één\nregel", "van stdin"]
    assert listed[3]["text"].startswith("Onderwerp: [TEST] Sitrap INC-27-A001 Gaslek")
    shown = opened("sitrep", "show", NR, "s-a1", "--json").json
    assert shown == listed[0]
    wanted = {"number": "S-A1", "to": "burgemeester", "via": "telefoon", "length": "mail", "scope": "whole"}
    assert {name: shown[name] for name in wanted} == wanted and shown["status"] == "sent"
    assert shown["sent_at"].startswith("2027-02-07T15:10:") and shown["since"] is None
    told = opened("sitrep", "show", NR, "S-A2").out
    assert told.startswith("S-A2  2027-02-07 15:10  aan burgemeester via telefoon  (mail)\n\nuit een bestand: één\n")
    table = opened("sitrep", "list", NR).out.splitlines()
    assert table[0].split() == ["nummer", "tijd", "aan", "via", "lengte", "omvang", "staat"] and len(table) == 5


def test_the_next_one_tells_only_what_is_new(opened: Run) -> None:
    opened("sitrep", "send", NR, "--to", "burgemeester", "--at", "15:09")
    opened("log", "gas is dicht", "--dossier", NR)
    text = opened("sitrep", "draft", NR, "--since-last").out
    assert "gas is dicht" in text and "twee straten" not in text
    assert opened("sitrep", "send", NR, "--to", "secretaris", "--since-last", "--length", "sms").line == "S-A2"
    sent = opened("sitrep", "show", NR, "S-A2", "--json").json
    assert sent["scope"] == "since" and sent["since"] and "gas is dicht" in sent["text"]
    assert opened("sitrep", "withdraw", NR, "S-A2", "--reason", "niet gegaan").out == ""
    assert "gas is dicht" in opened("sitrep", "draft", NR, "--since-last").out
    assert "ingetrokken" in opened("sitrep", "list", NR).out


WRONG = [
    (("send", NR, "--to", " "), "aan wie is leeg"),
    (("send", NR, "--to", "b", "--text", " "), "de tekst is leeg"),
    (("send", NR, "--to", "b", "--text", "Piet !prive"), "de tekst bevat een merk (!privé); haal het weg"),
    (("send", NR, "--to", "b", "--length", "sms", "--text", "x" * 301), "er passen er 300"),
    (("send", NR, "--to", "b", "--file", "/weg/is/weg.txt"), "bestaat niet"),
    (("send", NR, "--to", "b", "--file", "/"), "het is een map"),
    (("send", NR, "--to", "b", "--file", "/dev/zero"), "te groot"),
    (("draft", "INC-27-A009"), "INC-27-A009 is onbekend"),
    (("show", NR, "S-A7"), "er is geen sitrap S-A7"),
    (("list", "INC-27-A009"), "onbekend"),
]


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_what_cannot_be_is_refused(opened: Run, words: tuple[str, ...], said: str) -> None:
    refused(opened("sitrep", *words), said)
    assert opened("sitrep", "list", NR, "--json").json == []


def test_a_file_with_a_mark_is_refused(opened: Run, tmp_path: Path) -> None:
    file = tmp_path / "sitrap.txt"
    file.write_bytes("Gaslek\r\nverdachte heet Zwanehals (!Politie)".encode("cp1252"))
    for name, stdin in ((str(file), b""), ("-", file.read_bytes())):
        refused(
            opened("sitrep", "send", NR, "--to", "b", "--file", name, stdin=stdin), "de tekst bevat een merk (!politie)"
        )
    assert opened("sitrep", "list", NR, "--json").json == []


@pytest.mark.parametrize(
    "words",
    [(), ("send", NR), ("draft",), ("draft", NR, "--length", "boek"), ("show", NR), ("withdraw", NR, "S-A1"),
     ("send", NR, "--to", "b", "--text", "x", "--file", "y")],
)  # fmt: skip
def test_a_mistake_in_the_words_is_exit_code_2(run: Run, words: tuple[str, ...]) -> None:
    refused(run("sitrep", *words), "--help", code=2)
