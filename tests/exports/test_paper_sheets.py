"""The blank log sheets on paper: one page each, numbers that run through, as HTML and as PDF."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import BANNERS
from aovconsole.exports.paper_sheets import sheets_file
from tests.builders import HOSTILE

pytestmark = pytest.mark.all

GOLDEN = Path(__file__).parent / "golden"
NOW = datetime(2027, 2, 6, 13, 10, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Amsterdam")
HINTS = ("tijd, wie het zag en of het is nagegaan", "besluit: wie, waarom")
ODD = {
    **HOSTILE,
    "typst": "#panic() $x$ *vet* = kop <label> @ref \\u{41} #read(\"/etc/passwd\") // weg",
    "html": "</title><script>alert(1)</script> & \"'",
    "rtl": "שלום الرحمن",
    "emoji": "😀 🚨 中文",
    "word": "W" * 5000,
    "private": "\ue000",
}  # fmt: skip


def sheets(type_: Literal["html", "pdf"], title: str = "Carnaval zondag", realm: str = "test", **more: Any) -> bytes:
    """Sheets of the second printing of a CMT day."""
    body = {"letters": "A", "rows": 20, "first": 41, "last": 40 + 20 * more.pop("count", 2), "day": "2027-02-07"}
    printing = SubjectRow("p", "paper", "c", "PAP-27-A002", "", "open", "", "", "", json.dumps(body))
    dossier = SubjectRow("c", "cmt", "c", "CMT-27-A001", title, "open", "", "", "", "{}")
    return sheets_file(type_, printing, dossier, more.pop("hints", HINTS), realm, NOW, ZONE)


def pdf(**more: Any) -> PdfReader:
    """The same as a reader of PDF sees it."""
    return PdfReader(io.BytesIO(sheets("pdf", **more)))


def test_the_page_is_that_of_the_golden_file() -> None:
    golden = GOLDEN / "sheets.html"
    assert sheets("html").decode() == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("count", [1, 2, 50])
def test_each_sheet_of_the_pdf_is_one_page_with_its_own_rows(count: int) -> None:
    reader = pdf(count=count)
    assert len(reader.pages) == count
    for place in (0, count - 1):
        text = reader.pages[place].extract_text()
        rows = [f"A-{41 + place * 20 + row:03d}" for row in range(20)]
        assert [word for word in text.split() if word in rows] == rows
        for told in (
            f"PAP-27-A002 · blad {place + 1} van {count}", "CMT-27-A001", "zondag 7 februari 2027", "TEST", HINTS[0],
            "Afgedrukt zaterdag 6 februari 2027 14:10",
        ):  # fmt: skip
            assert told in text


def test_the_pdf_is_tagged_dutch_and_meant_to_be_kept() -> None:
    reader = pdf()
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]
    assert root["/Lang"] == "nl"
    assert (
        reader.metadata and reader.metadata.title == "TEST: Logbladen PAP-27-A002 CMT-27-A001, A-041 tot en met A-080"
    )
    told = root["/Metadata"].get_data().decode()
    for part in ("<pdfaid:part>2<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert part in told


def test_the_same_sheets_are_the_same_bytes() -> None:
    assert sheets("pdf") == sheets("pdf")
    assert sheets("html") == sheets("html")


@pytest.mark.parametrize("realm", ["real", *BANNERS])
def test_what_is_not_real_says_so_on_every_page(realm: str) -> None:
    for page in pdf(realm=realm).pages:
        assert [word for word in BANNERS.values() if word in page.extract_text()] == (
            [BANNERS[realm]] if realm in BANNERS else []
        )


@pytest.mark.parametrize("name", ODD)
def test_text_of_people_is_only_text_and_moves_no_row_to_another_page(name: str) -> None:
    text = ODD[name]
    reader = pdf(title=text, hints=[text] * 20)
    assert len(reader.pages) == 2
    assert "A-060" in reader.pages[0].extract_text()
    page = sheets("html", title=text, hints=[text] * 20).decode("utf-8")
    assert page.count("<script") == 0
    assert not any(sign in page for sign in "\x1b\x07\u202e\x00\x9b\u2028\x85")
    if name == "typst":
        assert "#panic()" in reader.pages[0].extract_text()
        assert "root:" not in reader.pages[0].extract_text()


def test_a_title_with_a_mark_stays_off_the_paper() -> None:
    assert "Jansen" not in sheets("html", title="Jansen !privé").decode()
    assert "(weggelaten: merk)" in pdf(title="Jansen !privé").pages[0].extract_text()


def test_the_html_asks_nothing_from_outside() -> None:
    page = sheets("html").decode()
    assert "default-src 'none'" in page
    assert not any(word in page for word in ("http:", "https:", "url(", "@import", "<img", "<link", "src="))
