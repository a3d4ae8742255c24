"""A report as it is before any format: chapters of blocks, made once, then written as docx, pdf, html, csv and json.

Every text in it may leave: what carries a mark was taken out where the report was built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from aovconsole.domain.record import Instant


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment: as it is stored, as people read it here, and as ISO 8601 with the local offset."""

    at: Instant
    said: str
    iso: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text, with the text that it took the place of: that stays readable, struck through."""

    text: str
    struck: str = ""


Cell: TypeAlias = str | int | Moment | Said | None
"""What stands in a table; None where nobody said it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in json, its head, its share of the width; one of no width is only in csv and json."""

    key: str
    label: str
    width: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text of one or more lines; a `warning` is set apart."""

    text: str
    warning: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a chapter."""

    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; as `cards` each row stands apart, with its first two cells as a heading and only what is filled in.

    Tables of one key are parts of one table (a csv). On a screen one can choose by the column `choose`, and search.
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    layout: Literal["table", "cards"] = "table"
    choose: str = ""

    @property
    def shown(self) -> tuple[int, ...]:
        """The places of the columns that are shown to people."""
        return tuple(place for place, column in enumerate(self.columns) if column.width)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of figures: an SVG file as text, what it shows in words; the figures themselves stand in a table."""

    key: str
    caption: str
    svg: str
    spoken: str


Block: TypeAlias = Paragraph | Heading | Listing | Table | Figure


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter, with the key by which scripts know it."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: its cover and its chapters; `state` is concept or definitief, `banner` OEFENING and the like.

    `warning` stands on the cover when the journal does not verify. `made_at` is when it was made.
    """

    name: str
    number: str
    title: str
    state: str
    banner: str
    municipality: str
    made_at: Moment
    frame: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    warning: str = ""
    closing: str = ""
    realm: str = "real"

    @property
    def full_title(self) -> str:
        """What the document is called in its properties."""
        return f"{self.name} {self.number} {self.title}".strip()

    def blocks(self) -> Iterator[Block]:
        """Every block, in order."""
        for chapter in self.chapters:
            yield from chapter.blocks

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        return (block for block in self.blocks() if isinstance(block, Table))


def cell_text(cell: Cell) -> str:
    """A cell as people read it in plain text; a struck text between tildes."""
    if cell is None:
        return ""
    if isinstance(cell, Moment):
        return cell.said
    if isinstance(cell, Said):
        return f"~{cell.struck}~ {cell.text}".strip() if cell.struck else cell.text
    return str(cell)
