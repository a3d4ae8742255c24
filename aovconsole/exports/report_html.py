"""A report as one HTML file: nothing from outside, no script but its own (allowed by its hash), that only filters."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from aovconsole.domain.text import clean
from aovconsole.exports.html_page import TEMPLATES, html_page
from aovconsole.exports.report import Cell, Moment, Report, Said
from aovconsole.exports.report_blocks import chapters_of


def report_html(report: Report) -> bytes:
    """The whole document."""
    from markupsafe import Markup

    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    chapters = chapters_of(report.chapters, _cell)
    for block in (block for chapter in chapters for block in chapter["blocks"] if block["type"] == "figure"):
        block["base64"] = base64.b64encode(clean(block.pop("svg"), lines=True).encode()).decode()
    page = html_page(
        "report.html", report.full_title, report.realm, report=report, chapters=chapters,
        script=Markup(script), script_hash=Markup(f"sha256-{digest}"),
    )  # fmt: skip
    return page.encode("utf-8")


def _cell(cell: Cell) -> dict[str, Any]:
    struck, iso = "", ""
    if isinstance(cell, Said):
        struck, text = cell.struck, cell.text
    elif isinstance(cell, Moment):
        text, iso = cell.said, cell.iso
    else:
        text = "" if cell is None else str(cell)
    return {"text": text, "struck": struck, "iso": iso}
