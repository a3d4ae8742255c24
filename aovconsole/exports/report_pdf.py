"""A report as PDF/A-2a with PDF/UA-1 tags and an outline, by typst; the texts go in as JSON, never as source."""

from __future__ import annotations

from aovconsole.domain.times import read_stored
from aovconsole.exports.pdf import archival_pdf
from aovconsole.exports.report import Report
from aovconsole.exports.report_blocks import chapters_of, struck_of


def report_pdf(report: Report) -> bytes:
    """The whole document; a sign that no shipped font has a shape for is written as its number."""
    cover = {
        "name": report.name, "number": report.number, "title": report.title, "state": report.state,
        "municipality": report.municipality, "warning": report.warning, "closing": report.closing,
        "frame": [list(pair) for pair in report.frame],
    }  # fmt: skip
    return archival_pdf(
        "report.typ", report.full_title, report.realm, read_stored(report.made_at.at),
        report=cover, chapters=chapters_of(report.chapters, struck_of),
    )  # fmt: skip
