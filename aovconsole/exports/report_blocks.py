"""A report as plain values for the templates of html and pdf: only what people see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aovconsole.exports.report import Block, Cell, Chapter, Figure, Heading, Listing, Moment, Paragraph, Said, Table


def chapters_of(chapters: tuple[Chapter, ...], cell: Any) -> list[dict[str, Any]]:
    """The chapters with their blocks; `cell` makes of a cell what the template takes."""
    return [
        {"key": one.key, "title": one.title, "blocks": [_block(block, cell) for block in one.blocks]}
        for one in chapters
    ]


def _block(block: Block, cell: Any) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "paragraph", "text": block.text, "warning": block.warning}
        case Heading():
            return {"type": "heading", "text": block.text}
        case Listing():
            return {"type": "list", "items": list(block.items)}
        case Figure():
            return {"type": "figure", "caption": block.caption, "svg": block.svg, "spoken": block.spoken}
        case Table():
            return _cards(block, cell) if block.layout == "cards" else _table(block, cell)


def _table(table: Table, cell: Any) -> dict[str, Any]:
    columns = [table.columns[place] for place in table.shown]
    keys = [column.key for column in columns]
    return {
        "type": "table",
        "caption": table.caption,
        "heads": [column.label for column in columns],
        "widths": widths_of(table),
        "choose": keys.index(table.choose) if table.choose in keys else None,
        "rows": [[cell(row[place]) for place in table.shown] for row in table.rows],
    }


def widths_of(table: Table) -> list[float]:
    """The width of each column that is shown, in hundredths of the whole."""
    widths = [table.columns[place].width for place in table.shown]
    return [round(100 * width / sum(widths), 2) for width in widths]


def _cards(table: Table, cell: Any) -> dict[str, Any]:
    cards = [
        {"title": title, "facts": [[label, cell(said)] for label, said in facts]} for title, facts in cards_of(table)
    ]
    return {"type": "cards", "caption": table.caption, "cards": cards}


def cards_of(table: Table) -> Iterator[tuple[str, tuple[tuple[str, Cell], ...]]]:
    """Each row of a table of cards: its heading, and what is filled in with its label."""
    for row in table.rows:
        title = "  ".join(text for text in (str(row[0] or ""), str(row[1] or "")) if text)
        facts = zip(table.columns[2:], row[2:], strict=True)
        yield title, tuple((column.label, said) for column, said in facts if said not in (None, ""))


def struck_of(said: Cell) -> str | dict[str, str]:
    """A cell as text; with the text that was struck where there is one."""
    if isinstance(said, Said) and said.struck:
        return {"struck": said.struck, "text": said.text}
    if isinstance(said, Said):
        return said.text
    return said.said if isinstance(said, Moment) else "" if said is None else str(said)
