"""A report for other programs: a csv for each table, and one json (docs/evaluatie-schema.md)."""

from __future__ import annotations

import json
from typing import Any

from aovconsole.exports.csv_text import csv_text
from aovconsole.exports.report import (
    Block,
    Cell,
    Figure,
    Heading,
    Listing,
    Moment,
    Paragraph,
    Report,
    Said,
    Table,
    cell_text,
)

SCHEMA = "aovconsole-evaluatie-1"


def report_csv(report: Report) -> dict[str, bytes]:
    """The tables as csv by their key; parts of one table below each other."""
    tables: dict[str, list[Table]] = {}
    for table in report.tables():
        tables.setdefault(table.key, []).append(table)
    return {
        key: csv_text(
            [column.label for column in parts[0].columns],
            ([_for_csv(cell) for cell in row] for part in parts for row in part.rows),
        ).encode("utf-8")
        for key, parts in tables.items()
    }


def _for_csv(cell: Cell) -> object:
    """A cell for a spreadsheet: a moment as year-month-day and wall clock, everything else on one line."""
    if isinstance(cell, int):
        return cell
    if isinstance(cell, Moment):
        return f"{cell.iso[:10]} {cell.iso[11:16]}"
    return cell_text(cell).replace("\n", " / ").replace("\t", " ")


def report_json(report: Report) -> bytes:
    """The whole report as one JSON document; the pictures are left out, their figures are in it."""
    document = {
        "schema": SCHEMA,
        "name": report.name,
        "number": report.number,
        "title": report.title,
        "state": report.state,
        "banner": report.banner,
        "realm": report.realm,
        "municipality": report.municipality,
        "made_at": report.made_at.iso,
        "warning": report.warning,
        "closing": report.closing,
        "frame": [{"label": label, "text": text} for label, text in report.frame],
        "chapters": [
            {"key": one.key, "title": one.title, "blocks": [_block(block) for block in one.blocks]}
            for one in report.chapters
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "paragraph", "text": block.text, "warning": block.warning}
        case Heading():
            return {"type": "heading", "text": block.text}
        case Listing():
            return {"type": "list", "items": list(block.items)}
        case Figure():
            return {"type": "figure", "key": block.key, "caption": block.caption, "spoken": block.spoken}
        case Table():
            columns = [{"key": column.key, "label": column.label} for column in block.columns]
            rows = [
                {column.key: _for_json(cell) for column, cell in zip(block.columns, row, strict=True)}
                for row in block.rows
            ]
            return {
                "type": "table", "key": block.key, "caption": block.caption, "columns": columns, "rows": rows,
            }  # fmt: skip


def _for_json(cell: Cell) -> Any:
    if isinstance(cell, Moment):
        return cell.iso
    if isinstance(cell, Said):
        return {"text": cell.text, "struck": cell.struck} if cell.struck else {"text": cell.text}
    return cell
