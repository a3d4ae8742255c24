"""A report in each of its formats, as files with their names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from aovconsole.exports.report import Report

FORMATS: Final = ("docx", "pdf", "html", "csv", "json")


def files_of(report: Report, format_: str, home: Path | None = None) -> dict[str, bytes]:
    """The files of one format by their name, which begins with the number of the report.

    `home` is the folder of the user's own data, where a Word template may stand.

    Raises:
        CommandRefused: the Word template of one's own cannot be used.
    """
    name = file_name(report.number)
    if format_ == "csv":
        from aovconsole.exports.report_data import report_csv

        return {f"{name}-{key}.csv": contents for key, contents in report_csv(report).items()}
    return {f"{name}.{format_}": document_of(report, format_, home)}


def file_name(number: str) -> str:
    """The number of a report as the begin of a file's name: a number of another station may hold anything."""
    return re.sub(r"[^0-9A-Za-z-]", "_", number)[:60] or "evaluatie"


def document_of(report: Report, format_: str, home: Path | None = None) -> bytes:
    """The document of a format that is one file.

    Raises:
        CommandRefused: the Word template of one's own cannot be used.
    """
    match format_:  # each brings a library of its own
        case "docx":
            from aovconsole.exports.report_docx import report_docx

            return report_docx(report, home)
        case "pdf":
            from aovconsole.exports.report_pdf import report_pdf

            return report_pdf(report)
        case "html":
            from aovconsole.exports.report_html import report_html

            return report_html(report)
        case "json":
            from aovconsole.exports.report_data import report_json

            return report_json(report)
        case _:
            raise ValueError(format_)
