"""`figures JAAR … --page`: the page for the council, in three formats."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from tests.commands.conftest import Run, refused


@pytest.fixture
def counted(run: Run) -> None:
    for year in (2025, 2026):
        run("incident", "open", f"Brand {year}", "--at", f"{year}-01-05T12:00")


@pytest.mark.usefixtures("counted")
def test_the_page_has_the_table_and_a_chart_of_each_figure(run: Run, tmp_path: Path) -> None:
    for end in ("html", "docx", "pdf"):
        assert run("figures", "2025", "2026", "--page", str(tmp_path / f"cijfers.{end}")).line
    page = (tmp_path / "cijfers.html").read_text(encoding="utf-8")
    assert page.count("data:image/svg+xml") == page.count("<figcaption>") > 5
    assert "Jaarcijfers openbare orde en veiligheid 2025, 2026" in page
    document = Document(io.BytesIO((tmp_path / "cijfers.docx").read_bytes()))
    heads = [cell.text for cell in document.tables[0].rows[0].cells]
    assert heads == ["cijfer", "2025", "gepubliceerd", "2026", "gepubliceerd"]
    row = next(row for row in document.tables[0].rows if row.cells[0].text == "Incidenten met AOV-inzet")
    assert [cell.text for cell in row.cells[1:]] == ["1", "–", "1", "–"]
    pdf = PdfReader(tmp_path / "cijfers.pdf")
    assert "Telt: incidenten" in "\n".join(one.extract_text() for one in pdf.pages).replace("\n", " ")


@pytest.mark.usefixtures("counted")
def test_one_figure_can_be_asked_for(run: Run, tmp_path: Path) -> None:
    file = str(tmp_path / "een.html")
    run("figures", "2026", "--page", file, "--figure", "aov_incidents")
    assert Path(file).read_text(encoding="utf-8").count("<figcaption>") == 1


def test_a_page_is_refused_before_anything_is_written(run: Run, tmp_path: Path) -> None:
    csv, page = str(tmp_path / "a.csv"), tmp_path / "b.html"
    refused(run("figures", "2026", "--csv", csv, "--page", str(tmp_path / "b.odt")), ".html, .docx of .pdf")
    page.write_text("oud")
    refused(run("figures", "2026", "--csv", csv, "--page", str(page)), "bestaat al; --force vervangt het")
    assert (os.listdir(tmp_path), page.read_text()) == (["b.html"], "oud")
