"""A csv file as rows of named cells, however Excel wrote it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from aovconsole.domain.text import clean
from aovconsole.errors import CommandRefused

_DELIMITERS = (";", ",")
_LARGEST_CELL = 16 * 1024 * 1024
_SEPARATOR_LINE = "sep="
"""Excel's own first line, which names the delimiter."""

_OTHER_FORMATS = {
    b"PK\x03\x04": "een Excel-werkmap (xlsx)",
    b"\xd0\xcf\x11\xe0": "een oude Excel-werkmap (xls)",
    b"\xff\xfe": "een tekst in UTF-16",
    b"\xfe\xff": "een tekst in UTF-16",
}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: the number of its first line in the file, its cells by column, and what is wrong with it as a whole."""

    line: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header of column names, in lower case with underscores, and the rows below it that are not blank."""

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def read_sheet(content: bytes, expected: tuple[str, ...]) -> Sheet:
    """Read a csv; of `;` and `,` the delimiter is the one by which the header holds most of the expected columns.

    Raises:
        CommandRefused: the bytes are no csv, or it has no header.
    """
    lines = list(io.StringIO(_decoded(content), newline=""))
    first = next((number for number, line in enumerate(lines) if line.strip(" \t\r\n;,")), None)
    if first is None:
        raise CommandRefused("het bestand is leeg")
    delimiter = ""
    if lines[first].lower().startswith(_SEPARATOR_LINE):
        delimiter = lines[first].strip()[len(_SEPARATOR_LINE) :][:1]
        first += 1
    if delimiter not in _DELIMITERS:
        delimiter = _sniffed("".join(lines[first : first + 1]), expected)
    previous = csv.field_size_limit(_LARGEST_CELL)
    try:
        records = _records(lines, first, delimiter)
        header = next(records, _Record(0, 0, [], ""))
        columns = tuple(_column(name) for name in header.cells)
        rows = tuple(_row(record, columns) for record in records if record.fault or any(map(str.strip, record.cells)))
    finally:
        csv.field_size_limit(previous)
    return Sheet(columns, rows)


@dataclass(frozen=True, slots=True)
class _Record:
    first_line: int
    last_line: int
    cells: list[str]
    fault: str


def _decoded(content: bytes) -> str:
    for start, name in _OTHER_FORMATS.items():
        if content.startswith(start):
            raise CommandRefused(f"het bestand is {name}; bewaar het als csv (UTF-8)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _sniffed(header: str, expected: tuple[str, ...]) -> str:
    def known_columns(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return sum(_column(name) in expected for name in names), header.count(delimiter)

    return max(_DELIMITERS, key=known_columns)


def _column(name: str) -> str:
    return "_".join(clean(name).replace("-", " ").replace("_", " ").casefold().split())


def _records(lines: list[str], first: int, delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(lines[first:], delimiter=delimiter)
    while True:
        first_line = first + reader.line_num + 1
        fault = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells, fault = [], "de regel is geen csv"
        last_line = first + reader.line_num
        if last_line == len(lines) and _unclosed(lines[first_line - 1 :], delimiter):
            fault = "een aanhalingsteken wordt niet gesloten"
        yield _Record(first_line, last_line, cells, fault)


def _unclosed(lines: list[str], delimiter: str) -> bool:
    """Whether the last record ends inside quotes, so that it may have swallowed the rows below it."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _row(record: _Record, columns: tuple[str, ...]) -> SheetRow:
    cells = {name: cell for name, cell in zip(columns, record.cells, strict=False) if name}
    fault = record.fault
    beyond = [
        *record.cells[len(columns) :],
        *(cell for name, cell in zip(columns, record.cells, strict=False) if not name),
    ]
    if not fault and any(map(str.strip, beyond)):
        fault = "er staat een cel zonder kolom; staat een tekst met een scheidingsteken wel tussen aanhalingstekens?"
    if fault and record.last_line > record.first_line:
        fault += f" (de rij loopt door tot regel {record.last_line})"
    return SheetRow(record.first_line, cells, fault)
