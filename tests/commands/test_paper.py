"""`cmt sheets`, `typed`, `sheets-list`, and the same of an incident."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

NR = "CMT-27-A001"


@pytest.fixture
def day(run: Run, tmp_path: Path) -> Run:
    """A CMT day with one printing of a sheet, at 15:10."""
    assert run("cmt", "open", "Carnavalszondag", "--at", "12:00").line == NR
    assert run("cmt", "sheets", NR, "--count", "1", "--to", str(tmp_path / "blad.html")).line == "PAP-27-A001"
    return run


def test_typing_in_and_the_list(day: Run) -> None:
    record = day("cmt", "typed", NR, "001", "14:05 politie @Vrijthof loopt vol").line
    assert day("cmt", "typed", NR, "2-18", "--unused").out == ""
    assert day("cmt", "typed", NR, "A-019", "--void", "koffie").out == ""
    told = day("cmt", "sheets-list", NR, "--json").json
    assert (told["number"], told["rows"], told["open_count"]) == (NR, 20, 1)
    [printing] = told["printings"]
    assert {name: printing[name] for name in ("number", "status", "day", "first", "last", "open", "typed")} == {
        "number": "PAP-27-A001", "status": "open", "day": "2027-02-07", "first": "A-001", "last": "A-020",
        "open": ["A-020"], "typed": {"A-001": [record]},
    }  # fmt: skip
    assert printing["closed"]["A-019"] == {"outcome": "void", "reason": "koffie"}
    assert "nog in te typen: 1 van 20" in day("cmt", "sheets-list", NR).out
    [line] = day("log", "list", "--dossier", NR, "--json").json
    assert (line["paper"], line["late"], line["occurred_at"]) == ("A-001", True, "2027-02-07T14:05:00+01:00")
    then = day("log", "list", "--dossier", NR, "--as-of", "2027-02-07T15:20:00+01:00", "--json").json
    assert [one["paper"] for one in then] == ["A-001"]
    day("log", "gewone regel", "--dossier", NR)
    assert [one["paper"] for one in day("log", "list", "--json").json] == ["A-001", None]
    answer = day("cmt", "close", NR)
    assert (answer.code, answer.out) == (0, "")
    assert "papieren logregels nog in te typen: 1 van 20" in answer.err
    assert day("cmt", "typed", NR, "20", "--unused").out == ""
    assert day("cmt", "sheets-list", NR, "--json").json["open_count"] == 0


def test_many_at_once(day: Run) -> None:
    page = "\ufeff001 14:05 politie vol\n\n002: 14:06 THOR leeg\r\n001 14:07 dubbel\n003 niets\nA-004 14:08 café\n"
    answer = day("cmt", "typed", NR, "--stdin", stdin=page.encode())
    assert answer.code == 1
    ids = answer.out.split()
    lines = day("log", "list", "--dossier", NR, "--json").json
    assert [line["id"] for line in lines] == ids
    assert [line["paper"] for line in lines] == ["A-001", "A-002", "A-004"]
    assert answer.err.splitlines() == [
        "aovconsole: regel 4 van stdin: A-001 is al ingetypt: 14:05 politie vol",
        "aovconsole: regel 5 van stdin: regel A-003 heeft geen tijd: zet de tijd van het papier voorop, zoals 14:05",
    ]


def test_a_line_of_another_day_says_so(day: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-02-08T15:10:00+01:00")
    answer = day("cmt", "typed", NR, "1", "14:05 x")
    assert (answer.code, answer.err) == (0, "aovconsole: regel 1 staat op zondag 7 februari 2027 14:05\n")
    assert day("cmt", "typed", NR, "2", "14:05 y", "--day", "2027-02-08").err == ""


def test_an_incident_has_sheets_too(run: Run, tmp_path: Path) -> None:
    number = run("incident", "open", "Stroomstoring").line
    file = str(tmp_path / "blad.pdf")
    assert run("incident", "sheets", number, "--to", file, "--day", "08-02-2027").line == "PAP-27-A001"
    refused(run("incident", "sheets", number, "--to", file), "bestaat al; --force vervangt het")
    assert run("incident", "sheets", number, "--to", file, "--force").line == "PAP-27-A002"
    told = run("incident", "sheets-list", number, "--json").json["printings"]
    assert [(one["first"], one["last"], one["day"]) for one in told] == [
        ("A-001", "A-080", "2027-02-08"), ("A-081", "A-160", "2027-02-07"),
    ]  # fmt: skip
    assert run("incident", "typed", number, "81", "14:05 x").code == 0


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("sheets", NR, "--count", "0", "--to", "b.html"), 1, "tussen 1 en 50"),
        (("sheets", NR, "--count=-1", "--to", "b.html"), 2, "kan niet onder nul zijn"),
        (("sheets", NR, "--count", "1000", "--to", "b.html"), 1, "tussen 1 en 50"),
        (("sheets", NR, "--count", "vier", "--to", "b.html"), 2, "'vier' is geen heel getal"),
        (("sheets", NR, "--count", "1e9", "--to", "b.html"), 2, "'1e9' is geen heel getal"),
        (("sheets", NR, "--to", "b.txt"), 1, ".html of .pdf"),
        (("sheets", NR, "--to", "/proc/nee/b.html"), 4, "kan niet worden geschreven"),
        (("sheets", "CMT-27-A009", "--to", "b.html"), 1, "CMT-27-A009"),
        (("sheets", NR, "--to", "b.html", "--day", "31-02-2027"), 1, "--day"),
        (("typed", NR), 2, "REGEL"),
        (("typed", NR, "1"), 2, "TEKST"),
        (("typed", NR, "1", "14:05 x", "--unused"), 2, "TEKST"),
        (("typed", NR, "1", "--stdin"), 2, "--stdin"),
        (("typed", NR, "99", "14:05 x"), 1, "geen papieren regel 99"),
        (("typed", NR, "1-99", "--unused"), 1, "tot hoogstens A-020"),
        (("typed", NR, "1", "--void", ""), 1, "de reden is leeg"),
        (("typed", NR, "1", "--reopen", "x"), 1, "A-001 is open"),
    ],
)
def test_what_cannot_be(day: Run, words: tuple[str, ...], code: int, told: str) -> None:
    refused(day("cmt", *words), told, code=code)
    assert day("cmt", "sheets-list", NR, "--json").json["open_count"] == 20


def test_a_plan_is_printed_and_a_file_is_kept(run: Run, tmp_path: Path) -> None:
    number = run("scenario", "start", "kermis", "--on", "2027-04-24").out.strip()
    for file in (tmp_path / "plan.html", tmp_path / "plan.pdf"):
        answer = run("plan", "print", number, "--to", str(file))
        assert (answer.code, answer.out, answer.err) == (0, "", "")
        refused(run("plan", "print", number, "--to", str(file)), "bestaat al; --force vervangt het")
        assert run("plan", "print", number, "--to", str(file), "--force").code == 0
    refused(run("plan", "print", number, "--to", str(tmp_path)), ".html of .pdf")
    refused(run("plan", "print", "PL-27-A009", "--to", "x.html"), "PL-27-A009")
