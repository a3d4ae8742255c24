"""`aovconsole log`: what it files, prints, and refuses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aovconsole.domain.text import clean
from tests.builders import HOSTILE
from tests.commands.conftest import Run, refused
from tests.require import REPOSITORY

KEYS = {
    "id", "number", "occurred_at", "recorded_at", "received_at", "author", "station", "text", "kind", "source", "place",
    "tags", "marks", "late", "corrected_by", "dossier", "status",
}  # fmt: skip
UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def test_a_line_prints_its_id_and_nothing_else(run: Run) -> None:
    printed = run("log", "plein loopt vol").line
    assert UUID7.fullmatch(printed)
    [line] = run("log", "list", "--json").json
    assert line["id"] == printed


def test_what_a_listed_line_says(run: Run) -> None:
    number = run("incident", "open", "Oploop").line
    typed = "15:01 politie @Vrijthof instroom loopt vast !feit #crowd !privé"
    run("log", typed, "--dossier", number)
    [line] = run("log", "list", "--json", "--dossier", number).json
    assert set(line) >= KEYS
    wanted = {
        "number": None, "text": typed, "kind": "fact", "source": "politie", "place": "Vrijthof", "tags": ["crowd"],
        "marks": ["private"], "late": True, "corrected_by": None, "dossier": number, "author": "Voorbeeld/AOV",
        "occurred_at": "2027-02-07T15:01:00+01:00",
    }  # fmt: skip
    assert {name: line[name] for name in wanted} == wanted
    assert line["recorded_at"] == line["received_at"]
    assert re.fullmatch(r"2027-02-07T15:10:0\d\.\d{6}\+01:00", line["recorded_at"])


def test_raw_reads_nothing_in_the_line(run: Run) -> None:
    run("log", "--raw", "15:01 politie @Vrijthof !actie #crowd")
    [line] = run("log", "list", "--json").json
    assert (line["text"], line["kind"], line["source"], line["place"], line["tags"], line["late"]) == (
        "15:01 politie @Vrijthof !actie #crowd", "note", "", "", [], False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("14:40", "2027-02-07T14:40:00+01:00"),
        ("23:50", "2027-02-06T23:50:00+01:00"),
        ("2027-02-07T14:40", "2027-02-07T14:40:00+01:00"),
        ("2027-02-07T13:40:00Z", "2027-02-07T14:40:00+01:00"),
        ("07-02-2027 14:40", "2027-02-07T14:40:00+01:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00:00+02:00"),
    ],
)
def test_at_is_amsterdams_and_wins(run: Run, typed: str, moment: str) -> None:
    run("log", "13:00 gebeurd", "--at", typed)
    [line] = run("log", "list", "--json").json
    assert line["occurred_at"] == moment


def test_words_are_joined(run: Run) -> None:
    run("log", "plein", "loopt", "vol")
    assert [line["text"] for line in run("log", "list", "--json").json] == ["plein loopt vol"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["log"], "de regel is leeg"),
        (["log", ""], "de regel is leeg"),
        (["log", " \n\t"], "de regel is leeg"),
        (["log", "x", "--at", "16:00 morgen"], "is niet te lezen"),
        (["log", "x", "--at", ""], "is niet te lezen"),
        (["log", "x", "--at", "2027-02-07T15:16+01:00"], "ligt in de toekomst"),
        (["log", "x", "--at", "25:00"], "is niet te lezen"),
        (["log", "x", "--at", "2026-10-25 02:30"], "bestaat twee keer"),
        (["log", "x", "--at", "2026-03-29 02:30"], "bestaat niet"),
        (["log", "2027-02-08 09:00 x"], "ligt in de toekomst"),
        (["log", "x", "--dossier", "INC-27-A001"], "INC-27-A001 is onbekend"),
        (["log", "--correct", "weg", "x"], "er is geen regel weg"),
        (["log", "--withdraw", "weg"], "er is geen regel weg"),
        (["log", "list", "--since", "gisteren"], "is niet te lezen"),
        (["log", "list", "--dossier", "INC-27-A001"], "INC-27-A001 is onbekend"),
        (["log", "--stdin", "--dossier", "INC-27-A001"], "INC-27-A001 is onbekend"),
    ],
)
def test_refused_with_one_dutch_line(run: Run, words: list[str], message: str) -> None:
    run("log", "ervoor")
    refused(run(*words), message)
    assert len(run("log", "list", "--json").json) == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_listed_as_text(run: Run, text: str) -> None:
    run("log", "--raw", text)
    answer = run("log", "list", "--json")
    assert [line["text"] for line in answer.json] == [clean(text)]
    for output in (answer.out, run("log", "list").out):
        assert not any(sign in output for sign in "\x00\x1b\x9b\u202e\u2028\x85\ud800")
    assert clean(text).strip() in run("log", "list").out


def test_correcting_and_withdrawing(run: Run) -> None:
    first = run("log", "twaalf gewonden", "--at", "14:00").line
    correction = run("log", "--correct", first, "twee gewonden").line
    second = run("log", "hoort hier niet").line
    run("log", "--withdraw", second, "verkeerd dossier")
    one, two = run("log", "list", "--json").json
    assert (one["text"], one["corrected_by"], one["correction"], one["withdrawn"]) == (
        "twaalf gewonden", correction, "twee gewonden", False,
    )  # fmt: skip
    assert (two["text"], two["withdrawn"]) == ("hoort hier niet", True)
    assert two["corrected_by"]
    table = run("log", "list").out
    assert "~twaalf gewonden~ → twee gewonden" in table
    assert "~hoort hier niet~ (ingetrokken)" in table


def test_a_status_is_set_and_told(run: Run) -> None:
    line = run("log", "drie gewonden !ongeverifieerd").line
    assert [one["status"] for one in run("log", "list", "--json").json] == ["unverified"]
    words = ("log", "status", line, "verified", "--source", "GHOR", "--reason", "zelf geteld")
    assert UUID7.fullmatch(run(*words).line)
    [listed] = run("log", "list", "--json").json
    assert (listed["status"], listed["text"], listed["corrected_by"]) == (
        "verified", "drie gewonden !ongeverifieerd", None,
    )  # fmt: skip
    assert "drie gewonden !ongeverifieerd (geverifieerd)" in run("log", "list").out


ID = "01a39021-52c0-7753-bfc2-571cd147ca89"


@pytest.mark.parametrize(
    "words",
    [
        ("status zzz",),
        ("list van aanwezigen",),
        (f"status {ID} verified",),
        ("Status", ID, "verified"),
        ("--raw", "status", ID, "verified"),
        ("--raw", "list"),
        ("statusbericht", "volgt", "om", "16:00"),
        ("--at", "15:00", "status onbekend"),
    ],
)
def test_any_other_text_is_a_line(run: Run, words: tuple[str, ...]) -> None:
    assert UUID7.fullmatch(run("log", *words).line)
    typed = " ".join(words).removeprefix("--raw ").removeprefix("--at 15:00 ")
    assert [line["text"] for line in run("log", "list", "--json").json] == [typed]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("status",), 2),
        (("status", ID), 2),
        (("status", ID, "verified", "nu"), 2),
        (("status", "zzz", "verified"), 1),
        (("status", ID[:20], "contradicted"), 1),
        (("status", ID, "verified", "--at", "15:00"), 2),
        (("--dossier", "INC-27-A001", "status", ID, "verified"), 2),
        (("list", "van", "aanwezigen"), 2),
        (("list", "5"), 2),
    ],
)
def test_a_form_with_other_words_is_never_filed_as_a_line(run: Run, words: tuple[str, ...], code: int) -> None:
    refused(run("log", *words), "tussen aanhalingstekens" if code == 2 else f"er is geen regel {words[1]}", code=code)
    assert run("log", "list", "--json").json == []


def test_a_correction_may_be_the_word_of_a_form(run: Run) -> None:
    line = run("log", "lsit").line
    run("log", "--correct", line, "list")
    assert [one["correction"] for one in run("log", "list", "--json").json] == ["list"]


def test_a_status_that_cannot_be_set_is_refused(run: Run) -> None:
    refused(run("log", "status", ID, "verified"), f"er is geen regel {ID}")
    gone = run("log", "dubbel").line
    run("log", "--withdraw", gone)
    refused(run("log", "status", gone, "verified"), "ingetrokken")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (["--kind", "fact"], ["een", "drie"]),
        (["--kind", "Feit", "--source", "POLITIE"], ["een"]),
        (["--kind", "bericht"], ["vier"]),
        (["--status", "contradicted"], ["drie"]),
        (["--place", "vrijthof"], ["een"]),
        (["--tag", "#wind"], ["twee"]),
        (["--words", "regel twe"], ["twee"]),
        (["--struck"], ["vier"]),
        (["--late"], ["twee"]),
        (["--kind", "fact", "--late"], []),
    ],
)
@pytest.mark.parametrize("then", [[], ["--as-of", "2027-02-07T15:59"]], ids=["now", "then"])
def test_a_list_is_filtered(run: Run, options: list[str], found: list[str], then: list[str]) -> None:
    run("log", "politie: @Vrijthof regel een !feit")
    run("log", "14:00 regel twee #wind")
    run("log", "regel drie !feit !weersproken")
    last = run("log", "regel vier !bericht").line
    run("log", "--correct", last, "regel vijf")
    listed = run("log", "list", "--json", *options, *then).json
    assert [
        next(word for word in ("een", "twee", "drie", "vier") if word in line["text"]) for line in listed
    ] == sorted(found, key=lambda word: word != "twee")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["log", "list", "--kind", "roddel"], "soort 'roddel' bestaat niet (kies uit notitie, feit, "),
        (["log", "list", "--status", "waar"], "status 'waar' bestaat niet"),
        (["log", "drukte", "--kind", "fact"], "--kind hoort bij 'log list'"),
        (["log", "drukte", "--source", "politie"], "--source hoort bij 'log list'"),
        (["log", "drukte", "--reason", "zomaar"], "--reason hoort bij 'log status'"),
        (["log", "--stdin", "--late"], "--late hoort bij 'log list'"),
    ],
)
def test_a_filter_that_means_nothing_is_refused(run: Run, words: list[str], message: str) -> None:
    refused(run(*words), message)
    assert run("log", "list", "--json").json == []


def test_a_list_has_no_limit_and_keeps_the_order_of_happening(run: Run) -> None:
    lines = b"".join(b"regel %d\n" % number for number in range(120))
    assert run("log", "--stdin", stdin=lines).out.count("\n") == 120
    listed = [line["text"] for line in run("log", "list", "--json").json]
    assert listed == [f"regel {number}" for number in range(120)]


def test_since_as_of_and_happened_until(run: Run) -> None:
    for time in ("14:00", "14:30", "15:00"):
        run("log", f"om {time}", "--at", time)
    assert [line["text"] for line in run("log", "list", "--json", "--since", "14:30").json] == ["om 14:30", "om 15:00"]
    assert [line["text"] for line in run("log", "list", "--json", "--happened-until", "14:30").json] == [
        "om 14:00", "om 14:30",
    ]  # fmt: skip
    assert run("log", "list", "--json", "--as-of", "15:09").json == [], "nothing had been entered yet"
    assert len(run("log", "list", "--json", "--as-of", "2027-02-07T15:12").json) == 3
    assert len(run("log", "list", "--json", "--as-of", "2027-02-07T15:12", "--since", "14:30").json) == 2


def test_a_stream_goes_on_after_a_bad_line_and_says_which(run: Run) -> None:
    answer = run("log", "--stdin", stdin=b"een\n\n   \n2027-02-08 09:00 te vroeg\ntwee")
    assert answer.code == 1
    assert answer.out.count("\n") == 2
    assert answer.err.startswith("aovconsole: regel 4: ")
    assert [line["text"] for line in run("log", "list", "--json").json] == ["een", "twee"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("café één\n".encode(), "café één"),
        ("café één – €5\n".encode("cp1252"), "café één – €5"),
        ("\ufeffmet een BOM\r\n".encode(), "met een BOM"),
        (b"\x81\x8d stuk\n", "\ufffd\ufffd stuk"),
        (b"nul \x00 hier\n", "nul \ufffd hier"),
        (b"terug\rvooraan\n", "terug\ufffdvooraan"),
        (b"x" * 100_000 + b"\n", "x" * 100_000),
    ],
    ids=["utf-8", "cp1252", "bom", "neither", "nul", "return", "long"],
)
def test_a_stream_of_any_bytes(run: Run, raw: bytes, text: str) -> None:
    assert UUID7.fullmatch(run("log", "--stdin", "--raw", stdin=raw).line)
    assert [line["text"] for line in run("log", "list", "--json").json] == [text]


def test_a_stream_acknowledges_each_line_before_the_next(tmp_path: Path) -> None:
    environment = os.environ | {"AOVCONSOLE_REALM": "test", "PYTHONUNBUFFERED": ""}
    process = subprocess.Popen(
        [sys.executable, "-m", "aovconsole", "log", "--stdin"], cwd=REPOSITORY, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    ids = []
    for number in range(3):
        process.stdin.write(b"regel %d\n" % number)
        process.stdin.flush()
        ids.append(process.stdout.readline().decode().strip())
        assert UUID7.fullmatch(ids[-1]), "the id comes while the stream is still open"
    out, err = process.communicate()
    assert (process.returncode, out, err) == (0, b"", b"")
    listed = subprocess.run(
        [sys.executable, "-m", "aovconsole", "log", "list"], cwd=REPOSITORY, env=environment, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert listed.stdout.count("regel ") == 3


@pytest.mark.parametrize(
    "words", [("log", "list", "--json"), ("log", "list"), ("journal", "state", "--json"), ("--help",)]
)
def test_a_reader_that_goes_away_is_no_fault(run: Run, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    run("log", "--stdin", "--raw", stdin=b"een regel\n" * 20)
    read, write = os.pipe()
    os.close(read)
    monkeypatch.delenv("AOVCONSOLE_NOW")
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-m",
            "aovconsole", *words], cwd=REPOSITORY, stdout=gone, stderr=subprocess.PIPE, check=False
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_kind_that_does_not_exist_names_each_kind_once(run: Run) -> None:
    answer = run("log", "list", "--kind", "onzin")
    named = answer.err.rstrip(")\n").partition("kies uit ")[2].split(", ")
    assert answer.code == 1 and "besluit" in named and len(named) == len(set(named))


@pytest.mark.parametrize("status", ["rustig", "geverifieerd"])
def test_a_status_that_does_not_exist_is_refused_and_no_line(run: Run, status: str) -> None:
    line = run("log", "gaslek").line
    answer = run("log", "status", line, status)
    assert (answer.code, status in answer.err) == (1, True)
    assert [one["text"] for one in run("log", "list", "--json").json] == ["gaslek"]


def test_a_time_that_exists_twice_is_refused_with_both(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    both = ("02:30 bestaat twee keer", "2027-10-31T02:30:00+02:00", "2027-10-31T02:30:00+01:00", "02:30a of 02:30b")
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-10-31T04:00:00+01:00")
    refused(run("log", "02:30 twee keer"), *both)
    answer = run("log", "--stdin", stdin=b"01:10 een\n02:30 twee keer\nhet gebeurde om 02:30\n02:30a eerste\n")
    assert (answer.code, answer.out.count("\n"), answer.err.count("\n")) == (1, 3, 1)
    assert answer.err.startswith("aovconsole: regel 2: ")
    run("log", "02:30 rauw", "--raw")
    run("log", "02:30 gekozen", "--at", "02:30b")
    filed = {
        line["text"]: line["occurred_at"][11:16] + line["occurred_at"][-6:]
        for line in run("log", "list", "--json").json
    }
    assert filed == {
        "01:10 een": "01:10+02:00",
        "het gebeurde om 02:30": "04:00+01:00",
        "02:30a eerste": "02:30+02:00",
        "02:30 rauw": "04:00+01:00",
        "02:30 gekozen": "02:30+01:00",
    }


def test_before_the_second_time_the_first_is_meant(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AOVCONSOLE_NOW", "2027-10-31T02:45:00+02:00")
    run("log", "02:30 nog een keer")
    assert [line["occurred_at"] for line in run("log", "list", "--json").json] == ["2027-10-31T02:30:00+02:00"]
