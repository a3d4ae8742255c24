"""Paper log sheets: numbered rows given out on paper, and what became of each: typed in, not used, spoilt.

One subject per printing. Its rows run through within the dossier per station: `A-001` to `A-080`, then `A-081`; the
letters of the station stand before them, so that two stations never give out one number. A row that was typed in is
open again when its line is withdrawn: what stands on the paper still waits for its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem, as_json, item

ROWS_PER_SHEET = 20
"""So many rows fit on one side of A4 with room to write."""

MOST_SHEETS = 50
"""More sheets than this in one printing is a slip of the keys."""

OUTCOMES = {"unused": "niet gebruikt", "void": "vervallen"}
"""What becomes of a row that gets no line."""

_ROW = re.compile(r"(?:([A-Z]{1,4})[- ]?)?(\d{1,6})")
_SPAN = re.compile(r"((?:[A-Z]{1,4}-?)?\d{1,6}) ?(?:-|–|T/M) ?((?:[A-Z]{1,4}-?)?\d{1,6})")
_MOST_ROW = 999_999
_MOST_ROWS = 10_000
"""A printing that says it is longer was forged; what one home gives out at once is far shorter."""


def _check_span(first: int, last: int) -> None:
    if not 1 <= first <= last <= _MOST_ROW:
        raise ValueError(first, last)


@dataclass(frozen=True, slots=True)
class SheetsPrinted:
    """Sheets of `rows` rows each were given out, the first row being `first`, for the day on which they are used."""

    kind: ClassVar[str] = "paper.printed"
    version: ClassVar[int] = 1
    number: str
    letters: str
    first: int
    sheets: int
    rows: int
    day: str

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be and a day that is none."""
        if min(self.sheets, self.rows) < 1 or self.sheets * self.rows > _MOST_ROWS:
            raise ValueError(self.sheets, self.rows)
        if date.fromisoformat(self.day).isoformat() != self.day:
            raise ValueError(self.day)
        _check_span(self.first, self.last)

    @property
    def last(self) -> int:
        """The number of the last row."""
        return self.first + self.sheets * self.rows - 1


@dataclass(frozen=True, slots=True)
class RowTyped:
    """What stands on a row was typed in: it is this line."""

    kind: ClassVar[str] = "paper.typed"
    version: ClassVar[int] = 1
    row: int
    line: str


@dataclass(frozen=True, slots=True)
class RowsClosed:
    """No line comes of these rows; `outcome` is unused or void."""

    kind: ClassVar[str] = "paper.closed"
    version: ClassVar[int] = 1
    first: int
    last: int
    outcome: str
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that cannot be and an outcome that there is not."""
        _check_span(self.first, self.last)
        if self.outcome not in OUTCOMES:
            raise ValueError(self.outcome)


@dataclass(frozen=True, slots=True)
class RowsReopened:
    """These rows wait for their line again: the one that they had (`line`) was withdrawn, or the end was wrong."""

    kind: ClassVar[str] = "paper.reopened"
    version: ClassVar[int] = 1
    first: int
    last: int
    line: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        """Refuse rows that cannot be."""
        _check_span(self.first, self.last)


PaperPayload: TypeAlias = SheetsPrinted | RowTyped | RowsClosed | RowsReopened


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing and its rows; `typed` gives the lines of a row (two stations may type one), `closed` its end."""

    subject: str
    number: str
    status: str
    letters: str
    first: int
    last: int
    sheets: int
    rows: int
    day: str
    printed_at: Instant
    typed: dict[str, tuple[str, ...]]
    closed: dict[str, tuple[str, str]]
    open: tuple[int, ...]


def row_name(letters: str, row: int) -> str:
    """The number that stands on a row, `A-007`."""
    return f"{letters}-{row:03d}"


def span_name(letters: str, rows: Sequence[int]) -> str:
    """The first and the last of some rows that follow each other."""
    first, last = row_name(letters, rows[0]), row_name(letters, rows[-1])
    return first if first == last else f"{first} tot en met {last}"


def row_named(text: str) -> tuple[str, int] | None:
    """The letters (empty where there are none) and the row of a number as it is typed; None when it is none."""
    found = _ROW.fullmatch(text.strip().upper())
    return (found[1] or "", int(found[2])) if found and int(found[2]) else None


def span_named(text: str) -> tuple[str, str]:
    """The first and the last row of `007-020`, `A-007-020` or `A-007 t/m A-020`, as they are typed; else the text."""
    found = _SPAN.fullmatch(text.strip().upper())
    return (found[1], found[2]) if found else (text, "")


def spans(rows: Iterable[int]) -> list[list[int]]:
    """Rows (in order) as stretches that follow each other."""
    found: list[list[int]] = []
    for row in rows:
        if found and row == found[-1][-1] + 1:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def waiting_in(rows: Iterable[SubjectRow]) -> tuple[int, int]:
    """How many rows of some printings still wait to be typed in, and how many were given out."""
    bodies = [json.loads(row.body) for row in rows]
    return sum(len(body["open"]) for body in bodies), sum(body["last"] - body["first"] + 1 for body in bodies)


def rest_text(waiting: int, given: int) -> str:
    """How many rows of the paper still wait; empty when none does."""
    return f"nog in te typen: {waiting} van {given}" if waiting else ""


def _printing(pairs: Sequence[tuple[Record, PaperPayload]]) -> Printing | None:
    first = next(((record, said) for record, said in pairs if isinstance(said, SheetsPrinted)), None)
    if first is None:
        return None
    record, printed = first
    there = range(printed.first, printed.last + 1)
    typed: dict[int, dict[str, None]] = {}
    closed: dict[int, tuple[str, str]] = {}
    undone = {(row, said.line) for _, said in pairs if isinstance(said, RowsReopened) for row in _within(said, there)}
    for _, said in pairs:
        if isinstance(said, RowTyped) and said.row in there and (said.row, said.line) not in undone:
            typed.setdefault(said.row, {})[said.line] = None
        elif isinstance(said, RowsClosed):
            closed |= dict.fromkeys(_within(said, there), (said.outcome, said.reason))
        elif isinstance(said, RowsReopened) and not said.line:
            closed = {row: end for row, end in closed.items() if row not in _within(said, there)}
    left = tuple(row for row in there if row not in typed and row not in closed)
    return Printing(
        record.subject, printed.number, "open" if left else "closed", printed.letters, printed.first, printed.last,
        printed.sheets, printed.rows, printed.day, record.recorded_at,
        {str(row): tuple(typed[row]) for row in sorted(typed)},
        {str(row): closed[row] for row in sorted(closed) if row not in typed}, left,
    )  # fmt: skip


def _within(said: RowsClosed | RowsReopened, there: range) -> range:
    """The rows of a step that the printing has: a forged one cannot make it long."""
    return range(max(said.first, there.start), min(said.last + 1, there.stop))


def tables(pairs: Sequence[tuple[Record, PaperPayload]]) -> Tables:
    """The row of a printing, and its steps in the timeline; a row that was typed in shows as its line."""
    view = _printing(pairs)
    if view is None:
        return Tables()
    record = next(record for record, said in pairs if isinstance(said, SheetsPrinted))
    title = f"logbladen {span_name(view.letters, (view.first, view.last))}"
    row = SubjectRow(
        view.subject, "paper", record.dossier, view.number, title, view.status, record.occurred_at, "", "",
        as_json(view),
    )  # fmt: skip
    items = (_item(record, said, view.letters) for record, said in pairs if not isinstance(said, RowTyped))
    return Tables(row, tuple(one for one in items if one))


def _item(record: Record, said: SheetsPrinted | RowsClosed | RowsReopened, letters: str) -> TimelineItem | None:
    rows = span_name(letters, (said.first, said.last))
    match said:
        case SheetsPrinted():
            sheets = "1 logblad" if said.sheets == 1 else f"{said.sheets} logbladen"
            return item(record, "paper", f"{said.number}: {sheets} op papier, regels {rows}")
        case RowsClosed():
            why = f": {said.reason}" if said.reason else ""
            return item(record, "paper", f"papier {rows} {OUTCOMES[said.outcome]}{why}")
        case RowsReopened() if not said.line:
            why = f": {said.reason}" if said.reason else ""
            return item(record, "paper", f"papier {rows} weer open{why}")
        case _:  # the line that was withdrawn tells it
            return None


PAYLOADS = (SheetsPrinted, RowTyped, RowsClosed, RowsReopened)
FOLDS = {"paper": tables}
