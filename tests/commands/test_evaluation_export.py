"""`evaluation export`: which files it writes, what it prints, and what it refuses."""

from __future__ import annotations

import errno
import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from aovconsole.exports import report_files
from tests.builders import tamper
from tests.commands.conftest import Run, refused

pytestmark = pytest.mark.all

CMT = "CMT-27-A001"


@pytest.fixture
def cmt(run: Run) -> str:
    number = run("cmt", "open", "Carnaval zondag").line
    run("log", "politie Vrijthof loopt vol !feit", "--dossier", number)
    run("cmt", "decide", number, "instroom stopt", "--owner", "THOR")
    return number


def test_it_prints_the_files_and_tells_where_it_is(run: Run, cmt: str, tmp_path: Path) -> None:
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path / "uit"), "--format", "json, HTML,docx,pdf")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        str(tmp_path / "uit" / f"{CMT}.{end}") for end in ("json", "html", "docx", "pdf")
    ]
    assert [line.split()[1] for line in answer.err.splitlines()] == ["het", "json", "html", "docx", "pdf"]
    assert sorted(os.listdir(tmp_path / "uit")) == sorted(Path(line).name for line in answer.out.splitlines())


def test_without_a_choice_every_format_is_written(run: Run, cmt: str, tmp_path: Path) -> None:
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path))
    names = [Path(line).name for line in answer.out.splitlines()]
    assert {f"{CMT}.{end}" for end in ("docx", "pdf", "html", "json")} < set(names)
    assert {f"{CMT}-log.csv", f"{CMT}-decisions.csv"} < set(names)


def test_a_file_that_stands_there_is_kept_unless_it_may_be_replaced(run: Run, cmt: str, tmp_path: Path) -> None:
    there = tmp_path / f"{CMT}.html"
    there.write_text("van gisteren")
    words = ("evaluation", "export", cmt, "--to", str(tmp_path), "--format", "json,html")
    refused(run(*words), "bestaat al; --force vervangt het")
    assert (os.listdir(tmp_path), there.read_text()) == ([there.name], "van gisteren")
    assert run(*words, "--force").code == 0
    assert "van gisteren" not in there.read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "docx,odt"), "formaat odt bestaat niet: kies uit docx, pdf, html, csv, json"),
        (("--format", ","), "noem een formaat"),
        (("--from", "2027-02-08", "--until", "2027-02-07"), "eindigt voor haar begin"),
        (("--from", "morgen"), "is geen datum"),
        (("--to", " "), "de map heeft geen naam"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_is_written(
    run: Run, cmt: str, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path), *words)
    assert answer.code == 1 and said in answer.err.splitlines()[-1] and answer.out == ""
    assert os.listdir(tmp_path) == []


def test_a_number_that_is_no_dossier_to_evaluate_is_refused(run: Run, cmt: str, tmp_path: Path) -> None:
    refused(run("evaluation", "export", "CMT-27-A002", "--to", str(tmp_path)), "onbekend; bedoelt u CMT-27-A001?")
    file = tmp_path / "bestand"
    file.write_text("x")
    refused(run("evaluation", "export", cmt, "--to", str(file)), "is een bestand: noem een map")


def test_a_folder_that_may_not_be_written_is_told(
    run: Run, cmt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", denied)
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path), "--format", "json")
    assert answer.code == 4 and "geen toegang" in answer.err
    assert os.listdir(tmp_path) == []


def test_a_journal_that_does_not_verify_is_told_on_the_cover_and_in_the_exit_code(
    run: Run, cmt: str, tmp_path: Path, scratch_home: Path
) -> None:
    tamper(scratch_home / "journal.db", "UPDATE records SET payload = replace(payload, 'vol', 'leeg')")
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path), "--format", "json,docx")
    assert answer.code == 3 and "het journaal is niet gaaf" in answer.err.splitlines()[-1]
    document = json.loads((tmp_path / f"{CMT}.json").read_text(encoding="utf-8"))
    assert "HET JOURNAAL IS NIET GAAF" in document["warning"]
    texts = [one.text for one in Document(io.BytesIO((tmp_path / f"{CMT}.docx").read_bytes())).paragraphs]
    assert document["warning"] in texts[:6]
    [faults] = [
        block["rows"] for one in document["chapters"] for block in one["blocks"] if block.get("key") == "faults"
    ]
    assert faults


def test_a_cancel_leaves_no_file_and_no_half_one(
    run: Run, cmt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = report_files.document_of

    def cancelled(report: Any, format_: str, home: Path | None = None) -> bytes:
        if format_ == "pdf":
            raise KeyboardInterrupt
        return whole(report, format_, home)

    monkeypatch.setattr(report_files, "document_of", cancelled)
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path / "uit"), "--format", "json,pdf")
    assert (answer.code, answer.out, os.listdir(tmp_path)) == (130, "", [])


def test_a_template_of_ones_own_that_word_broke_is_refused(
    run: Run, cmt: str, tmp_path: Path, scratch_home: Path
) -> None:
    (scratch_home / "data").mkdir(exist_ok=True)
    (scratch_home / "data" / "evaluation.docx").write_bytes(b"PK\x03\x04stuk")
    answer = run("evaluation", "export", cmt, "--to", str(tmp_path), "--format", "html,docx")
    assert answer.code == 1 and "is geen Word-document" in answer.err
    assert os.listdir(tmp_path) == []


def test_a_period_is_that_of_its_days(run: Run, cmt: str, tmp_path: Path) -> None:
    run("evaluation", "export", cmt, "--to", str(tmp_path), "--format", "json", "--until", "2027-02-06")
    document = json.loads((tmp_path / f"{CMT}.json").read_text(encoding="utf-8"))
    frame = {one["label"]: one["text"] for one in document["frame"]}
    assert frame["inhoud"] == "in dit dossier is in deze periode niets in het log opgeschreven"
