"""`aovconsole handover` and `ifthen`: giver, forty records, receiver, acceptance, and the proof of the head."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run, refused, run

pytestmark = pytest.mark.all

__all__ = ["run"]

GOLDEN = Path(__file__).parent.parent / "exports" / "golden"


def golden(request: pytest.FixtureRequest, name: str, text: str) -> None:
    """Hold a page against the one that is kept; `--update-snapshots` keeps it as it is now."""
    if request.config.getoption("--update-snapshots"):
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.fixture
def night(run: Run) -> str:
    """A fire at GRIP 1 with a promise, an action and an agreement; a CMT day tomorrow."""
    number = run("incident", "open", "Brand Boschstraat", "--place", "Boschstraat", "--at", "14:31").line
    run("incident", "grip", number, "1", "--by", "OvD-B", "--at", "14:36")
    assert run("incident", "inform", number, "burgemeester", "--via", "tel.").code == 0
    run("log", "bewoners horen om 18:00 #toegezegd", "--dossier", number, "--at", "14:52")
    run("action", "add", number, "opvang <b>zoeken</b> & melden", "--owner", "OvD-Bz", "--due", "15:30")
    run("ifthen", "agree", "rook boven de Markt", "NL-Alert vragen", "--owner", "AOV", "--dossier", number)
    run(
        "evenement",
        "add",
        "Kinderoptocht",
        "--begin",
        "2027-02-08T15:11",
        "--end",
        "2027-02-08T17:00",
        "--place",
        "Markt",
    )
    return number


def test_a_handover_is_given_read_and_accepted_bound_to_the_head(run: Run, night: str) -> None:
    made = run("--as", "AOV-1/AOV", "handover", "make", "--to", "AOV-2").line
    assert made == "OVR-27-A001"
    run("--as", "AOV-1/AOV", "handover", "note", made, night, "--line", "let op asbest", "--aloud")
    run("--as", "AOV-1/AOV", "handover", "confide", made, "tussen ons")
    assert [(o["officer"], o["how"]) for o in run("handover", "holder", "--json").json] == [("AOV-1", "niet aanvaard")]
    run("log", "--stdin", "--dossier", night, stdin=b"".join(b"regel %d\n" % number for number in range(40)))
    waiting = run("handover", "show", made, "--json").json
    assert (waiting["status"], waiting["giver"], waiting["receiver"], waiting["accepted_at"]) == (
        "open", "AOV-1", "AOV-2", None,
    )  # fmt: skip
    assert len(waiting["arrived"]) == 40
    accepted = run("--as", "AOV-2/AOV", "handover", "accept", made)
    assert accepted.err == "aovconsole: 40 regels kwamen binnen sinds de overdracht gemaakt is: zie handover show\n"
    head = accepted.out.split()[1]
    shown = run("handover", "show", made, "--json").json
    assert {"number", "status", "giver", "receiver", "accepted_at", "head", "matters"} <= set(shown)
    assert (shown["status"], shown["head"], shown["accepted_at"][:16]) == ("accepted", head, "2027-02-07T15:10")
    assert run("journal", "verify", "--head", head, "--json").json["ok"]
    assert run("handover", "holder", "--json").json[0]["officer"] == "AOV-2"
    run("log", "pas na de aanvaarding", "--dossier", night)
    page = run("handover", "show", made).out
    assert "BINNENGEKOMEN" in page and "regel 39" in page and "pas na" not in page, "what the warning points to"
    assert "- ontvanger: 15:10  AOV-2: doorgenomen" in page and "\ufffd" not in page
    refused(run("--as", "AOV-3/AOV", "handover", "accept", made), "al aanvaard door AOV-2 (15:10)")
    assert "AOV-2" in run("handover", "list").out
    assert run("handover", "list", "--json").json[0]["head"] == head


def test_the_printed_page_is_the_golden_one(
    run: Run, night: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    made = run("--as", "AOV-1/AOV", "handover", "make", "--to", "AOV-2").line
    run("handover", "note", made, night, "--line", "let op asbest")
    run("handover", "confide", made, "tussen ons")
    file = tmp_path / "o.html"
    assert run("handover", "print", made, "--to", str(file)).line == str(file)
    page = file.read_text()
    assert "tussen ons" not in page and "<b>zoeken" not in page and "TEST" in page
    golden(request, "handover.html", page)
    refused(run("handover", "print", made, "--to", str(file)), "bestaat al")
    assert run("handover", "print", made, "--to", str(file), "--force").code == 0
    refused(run("handover", "print", made, "--to", str(tmp_path / "o.pdf2")), "eindigt op .txt, .html, .pdf of .docx")
    text = tmp_path / "o.txt"
    run("handover", "print", made, "--to", str(text))
    golden(request, "handover.txt", text.read_text())
    assert "tussen ons" in run("handover", "show", made).out


def test_in_an_emergency_somebody_takes_over_alone(run: Run, night: str) -> None:
    number = run("--as", "AOV-3/AOV", "handover", "take", "--reason", "AOV-1 onbereikbaar").line
    assert run("handover", "show", number, "--json").json["taken_reason"] == "AOV-1 onbereikbaar"
    assert "overgenomen: " in run("handover", "show", number).out
    assert run("handover", "take").code == 2


def test_agreements_are_listed_and_ended(run: Run, night: str) -> None:
    [one] = run("ifthen", "list", "--dossier", night, "--json").json
    assert (one["number"], one["condition"], one["then"], one["owner"]) == (
        "ALS-A1", "rook boven de Markt", "NL-Alert vragen", "AOV",
    )  # fmt: skip
    assert run("ifthen", "end", "ALS-A1", "--dossier", night, "--reason", "vuur uit").code == 0
    refused(run("ifthen", "end", "ALS-A1", "--dossier", night), "geldt al niet meer")
    assert run("ifthen", "list", "--dossier", night).out.splitlines()[1].endswith("nee")
    assert json.loads(run("ifthen", "list", "--json").out) == []


def test_the_page_as_pdf_and_as_word_holds_the_same(run: Run, night: str, tmp_path: Path) -> None:
    made = run("--as", "AOV-1/AOV", "handover", "make", "--to", "AOV-2").line
    run("handover", "confide", made, "tussen ons")
    for ending, read in (("pdf", pdf_text), ("docx", docx_text)):
        file = tmp_path / f"o.{ending}"
        run("handover", "print", made, "--to", str(file))
        text = " ".join(read(file).split())
        for wanted in (
            "TEST",
            made,
            "Brand Boschstraat",
            "<b>zoeken</b> & melden",
            "nog niet: communicatie",
            "Kinderoptocht",
        ):
            assert wanted in text, (ending, wanted)
        assert "tussen ons" not in text


@pytest.mark.parametrize("ending", ["html", "txt", "docx"])
def test_what_carries_a_mark_does_not_leave_on_a_page(run: Run, night: str, tmp_path: Path, ending: str) -> None:
    run("action", "add", night, "verdachte P. ophalen !politie", "--owner", "politie")
    made = run("handover", "make", "--to", "AOV-2").line
    run("log", "getuige Q. belde !privé", "--dossier", night)
    assert "getuige Q." in run("handover", "show", made).out, "on the screen the receiver reads it"
    file = tmp_path / f"o.{ending}"
    run("handover", "print", made, "--to", str(file))
    text = docx_text(file) if ending == "docx" else file.read_text()
    assert ("verdachte P." in text, "getuige Q." in text) == (False, False)
    assert text.count("(weggelaten: merk)") == 2


def pdf_text(file: Path) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(file).pages)


def docx_text(file: Path) -> str:
    from docx import Document

    document = Document(str(file))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    header = [one.text for one in document.sections[0].header.paragraphs]
    return "\n".join([*header, *cells, *(one.text for one in document.paragraphs)])
