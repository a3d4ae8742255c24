"""The big formats opened again as their readers do: Word, PDF, a browser; and a report that has nothing in it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from aovconsole.desk.evaluation_export import EvaluationExport
from aovconsole.errors import CommandRefused
from aovconsole.exports.evaluation import BROKEN
from aovconsole.exports.html_page import TEMPLATES
from aovconsole.exports.report import Report
from aovconsole.exports.report_docx import TEMPLATE
from aovconsole.exports.report_files import FORMATS, document_of, files_of
from docs.word_template import make
from tests.builders import desk_at
from tests.exports.report_day import CMT, SECRETS, hard_day
from tests.exports.tags import read

pytestmark = pytest.mark.all


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    desk = hard_day(tmp_path_factory.mktemp("day") / "home")
    yield EvaluationExport(desk.seat).report(CMT)
    desk.journal.close()


@pytest.fixture(scope="module")
def docx(report: Report) -> bytes:
    return document_of(report, "docx")


@pytest.fixture(scope="module")
def pdf(report: Report) -> PdfReader:
    return PdfReader(io.BytesIO(document_of(report, "pdf")))


def words_of(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


# --- Word


def test_the_word_document_has_its_headings_and_tables(docx: bytes, report: Report) -> None:
    document = Document(io.BytesIO(docx))
    heads = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads == [f"{number}. {one.title}" for number, one in enumerate(report.chapters, 1)]
    tables = [one for one in report.tables() if one.layout == "table"]
    assert len(document.tables) == len(tables)
    for made, given in zip(document.tables, tables, strict=True):
        first = made.rows[0]
        assert [cell.text for cell in first.cells] == [given.columns[place].label for place in given.shown]
        assert first._tr.trPr is not None and first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert len(made.rows) == len(given.rows) + 1
        assert made.style is not None and made.style.name == "Rapport tabel"
    assert [one.text for one in document.paragraphs if "[[rapport]]" in one.text] == []


def test_the_word_document_says_its_language_title_and_realm(docx: bytes, report: Report) -> None:
    document = Document(io.BytesIO(docx))
    properties = document.core_properties
    assert (properties.language, properties.title) == ("nl-NL", report.full_title)
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    header = [one.text for one in document.sections[0].header.paragraphs]
    assert header == ["TEST", report.full_title]
    assert document.sections[0].footer.paragraphs[0].text.startswith("concept")


def test_the_word_document_has_a_contents_field_and_its_links(docx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count("TOC \\o") == 1
    anchors = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', body)
    assert len(anchors) == 13
    assert all(f'w:name="{one}"' in body for one in anchors)
    assert [body.count(f'w:fldCharType="{kind}"') for kind in ("begin", "separate", "end")] == [1, 1, 1]


def test_a_picture_is_in_word_as_svg_and_as_png_with_its_figures_in_words(docx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        media = [name for name in archive.namelist() if "/media/" in name]
        body, types = archive.read("word/document.xml").decode(), archive.read("[Content_Types].xml").decode()
        svg = next(archive.read(name).decode() for name in media if name.endswith(".svg"))
    assert {name.rpartition(".")[2] for name in media} == {"svg", "png"}
    assert "image/svg+xml" in types and "svgBlip" in body
    assert 'descr="Vrijthof: van 9.000 om 15:30 tot 12.000 om 16:00, het hoogst 17.500 om 15:50.' in body
    assert svg.count("<circle") == 4 and svg.count('fill="#ffffff" stroke=') == 1  # one of them was estimated


def test_no_control_character_and_nothing_of_the_text_acts_in_word(docx: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".rels"))}
    for contents in parts.values():
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", contents.decode("utf-8"))
    assert not re.search(r'Target="http[^"]*" TargetMode', parts["word/_rels/document.xml.rels"].decode())
    text = "\n".join(cell.text for one in Document(io.BytesIO(docx)).tables for row in one.rows for cell in row.cells)
    assert "<b>vet</b> & <script>alert(1)</script> #panic()" in text
    assert "[[rapport]] [[titel]] {{ 7*7 }} {% raw %}" in text
    assert "twee\nregels" in text and "tab here and there" in text


def test_the_shipped_template_is_what_its_script_makes(tmp_path: Path) -> None:
    make(tmp_path / TEMPLATE)
    assert (tmp_path / TEMPLATE).read_bytes() == (TEMPLATES / TEMPLATE).read_bytes()


def test_a_template_of_ones_own_is_used(report: Report, tmp_path: Path) -> None:
    document = Document(str(TEMPLATES / TEMPLATE))
    document.paragraphs[0].insert_paragraph_before("Gemeente Ergens")
    document.styles["Heading 1"].font.name = "Georgia"
    head = document.sections[0].header.paragraphs[1]
    head.runs[0].text = "voor [[ti"
    head.add_run("tel]] na")  # as Word cuts a word into runs
    (tmp_path / "data").mkdir()
    document.save(str(tmp_path / "data" / TEMPLATE))
    made = Document(io.BytesIO(document_of(report, "docx", tmp_path)))
    assert made.paragraphs[0].text == "Gemeente Ergens"
    assert made.styles["Heading 1"].font.name == "Georgia"
    assert made.sections[0].header.paragraphs[1].text == f"voor {report.full_title} na"


def _without_place(path: Path) -> None:
    document = Document(str(TEMPLATES / TEMPLATE))
    document.paragraphs[0].text = "weg"
    document.save(str(path))


def _without_style(path: Path) -> None:
    document = Document(str(TEMPLATES / TEMPLATE))
    document.styles["Rapport tabel"].delete()
    document.save(str(path))


def _half(path: Path) -> None:
    path.write_bytes((TEMPLATES / TEMPLATE).read_bytes()[:9000])


def _bad_xml(path: Path) -> None:
    with zipfile.ZipFile(TEMPLATES / TEMPLATE) as whole, zipfile.ZipFile(path, "w") as broken:
        for name in whole.namelist():
            broken.writestr(name, b"<w:" if name == "word/document.xml" else whole.read(name))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_without_place, "mist de alinea [[rapport]]"),
        (_without_style, "mist de stijl Rapport tabel"),
        (_half, "te openen"),
        (_bad_xml, "te openen"),
        (lambda path: path.write_text("geen zip"), "te openen"),
        (lambda path: path.mkdir(), "evaluation.docx"),
    ],
)
def test_a_template_that_word_broke_is_refused_in_a_sentence(
    report: Report, tmp_path: Path, spoil: Any, said: str
) -> None:
    (tmp_path / "data").mkdir()
    spoil(tmp_path / "data" / TEMPLATE)
    with pytest.raises(CommandRefused) as refused:
        document_of(report, "docx", tmp_path)
    assert said in refused.value.sentence


# --- PDF


def test_the_pdf_is_archival_tagged_and_has_an_outline(pdf: PdfReader, report: Report) -> None:
    root: Any = pdf.trailer["/Root"]
    about = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2<" in about and "<pdfaid:conformance>A<" in about and "<pdfuaid:part>1<" in about
    assert root["/Lang"] == "nl" and root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"]
    outline: list[Any] = pdf.outline
    titles = [one.title for one in outline if not isinstance(one, list)]
    assert titles == [f"{number}. {one.title}" for number, one in enumerate(report.chapters, 1)]
    metadata = pdf.metadata
    assert metadata is not None and metadata.title == f"TEST: {report.full_title}"


@pytest.mark.all
def test_the_pdf_tells_texts_as_they_were_typed_and_signs_without_a_shape_by_number(pdf: PdfReader) -> None:
    text = words_of(pdf)
    assert "<b>vet</b> & <script>alert(1)</script> #panic() $x$" in text
    assert "[U+1F600]" in text and "[U+6F22]" in text
    assert "TEST" in pdf.pages[-1].extract_text()


def test_the_pdf_of_a_broken_journal_says_so_on_its_cover(report: Report) -> None:
    made = PdfReader(io.BytesIO(document_of(replace(report, warning=BROKEN), "pdf")))
    assert "HET JOURNAAL IS NIET GAAF" in made.pages[0].extract_text()


# --- HTML


def test_the_page_asks_nothing_from_elsewhere_and_allows_only_its_own_script(report: Report) -> None:
    page = document_of(report, "html").decode()
    tags = read(page)
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script is not None and tags.tags.count("script") == 1
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page and "default-src 'none'" in page
    assert not re.search(r'(?:src|href)="(?!#|data:image/svg)', page)
    assert "link" not in tags.tags and not [name for name in tags.attributes if name.startswith("on")]


def test_the_page_can_be_read_by_ear(report: Report) -> None:
    page = document_of(report, "html").decode()
    tags = read(page).tags
    assert '<html lang="nl">' in page and tags.count("main") == tags.count("nav") == tags.count("h1") == 1
    assert page.index('<a class="skip" href="#inhoud">') < page.index("<main>") < page.index('id="inhoud"')
    assert tags.count("table") == tags.count("caption") == tags.count("thead")
    assert tags.count("section") == page.count("aria-labelledby=") == 13
    assert re.search(r'<img alt="Vrijthof: van 9\.000', page)
    assert tags.count("del") == 4
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


# --- every format


@pytest.mark.all
def test_nothing_marked_is_in_any_byte_of_any_file(report: Report) -> None:
    for format_ in FORMATS:
        for name, contents in files_of(report, format_).items():
            told = contents
            if format_ == "docx":
                with zipfile.ZipFile(io.BytesIO(contents)) as archive:
                    told = b"".join(archive.read(part) for part in archive.namelist())
            elif format_ == "pdf":
                reader = PdfReader(io.BytesIO(contents))
                told = (words_of(reader) + repr(reader.outline) + repr(reader.metadata)).encode()
            assert not [word for word in SECRETS if word.encode() in told], name


def test_the_same_journal_gives_the_same_bytes(report: Report) -> None:
    assert all(files_of(report, format_) == files_of(report, format_) for format_ in FORMATS)


def test_a_csv_calculates_nothing_and_opens_in_excel(report: Report) -> None:
    for name, contents in files_of(report, "csv").items():
        text = contents.decode("utf-8-sig")
        assert contents.startswith(b"\xef\xbb\xbf") and ";" in text.split("\r\n")[0]
        assert not re.search(r'(?:^|;)"?[=+@-]', text, re.MULTILINE), name


@pytest.mark.parametrize("number", ["INC-27-A001", "CMT-27-A001"])
def test_a_dossier_with_nothing_in_it_gives_a_report_that_says_so(tmp_path: Path, number: str) -> None:
    desk = desk_at(tmp_path / "home")
    desk.incidents.open("Leeg")
    desk.cmt.open("Leeg")
    report = EvaluationExport(desk.seat).report(number)
    assert dict(report.frame)["inhoud"] == "in dit dossier is in deze periode niets in het log opgeschreven"
    for format_ in FORMATS:
        assert all(files_of(report, format_).values())
    document = json.loads(files_of(report, "json")[f"{number}.json"])
    texts = [block["text"] for one in document["chapters"] for block in one["blocks"] if block["type"] == "paragraph"]
    for sentence in ("Er is geen besluit vastgelegd.", "Er is geen drukte gemeten.", "Er is geen actie vastgelegd."):
        assert sentence in texts
