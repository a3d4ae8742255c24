"""One line of a log as it is painted: time, who, what, and what kind of line it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from aovconsole.domain.times import day_short, read_stored, wall_clock
from aovconsole.domain.words import KINDS, STEPS
from aovconsole.journal.reading import LogRow
from aovconsole.screens.widgets.painted import Line, Part, cells, fit, wrapped

MOST_LINES = 4
"""A longer line is cut; Enter shows all of it."""

MARKS = {"private": "privé", "police": "politiegegevens"}

_LOOKS = {"decision": "accent", "action": "event", "grip": "warning", "judgement": "event", "unknown": "muted"}
_SIGNED = re.compile(r"(?<!\S)[@#!][^\W_]\S*")


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide the columns of a log are, in cells."""

    time: int
    source: int
    text: int
    kind: int

    @classmethod
    def of(cls, width: int) -> Columns:
        """The columns of a log of this width."""
        source = 12 if width >= 72 else 9 if width >= 44 else 7
        kind = 9 if width >= 44 else 7
        return cls(5, source, max(8, width - 5 - 2 - source - 2 - 2 - kind), kind)


def kind_word(row: LogRow) -> str:
    """What kind of line it is, in one word; empty for a plain note."""
    if row.type == "line":
        return KINDS.get(row.kind, "" if row.kind == "note" else row.kind)
    return STEPS.get(row.type, row.type)


def who(row: LogRow) -> Part:
    """Who said it: the source of the line, else (in grey) the function of who wrote it."""
    if row.source:
        return row.source, ""
    name, _, function = row.author.partition("/")
    return function or name, "muted"


def local_day(row: LogRow, zone: ZoneInfo) -> date:
    """The day on which it happened, on the local calendar."""
    return read_stored(row.at).astimezone(zone).date()


def said(row: LogRow, zone: ZoneInfo) -> list[Part]:
    """What the line says, with what replaced it and what must be known about it behind it."""
    more = row.more
    text = more.get("body") or row.text
    if more.get("withdrawn"):
        parts: list[Part] = [(text, "struck"), ("  ingetrokken", "muted")]
    elif row.correction:  # both as they were typed
        parts = [(row.text, "struck"), (" → ", "muted"), *_signed(row.correction)]
    elif row.type == "unknown":
        parts = [(text, "muted")]
    else:
        parts = [*_signed(text)]
    parts += [(f"  [{MARKS.get(mark, mark)}]", "error") for mark in more.get("marks", ())]
    if row.late:
        parts.append((f"  laat: ingevoerd {_entered(row, zone)}", "warning"))
    offset = wall_clock(read_stored(row.at), zone=zone)[6:]
    if offset:
        parts.append((f"  klok {offset.strip('()')}", "muted"))
    return parts


def _signed(text: str) -> Iterator[Part]:
    """The text with its @, # and ! words in a quieter look."""
    end = 0
    for found in _SIGNED.finditer(text[:2000]):
        if found.start() > end:
            yield text[end : found.start()], ""
        yield found[0], "token"
        end = found.end()
    if end < len(text):
        yield text[end:], ""


def _entered(row: LogRow, zone: ZoneInfo) -> str:
    """When the line was written, with the day where it is another one."""
    written = read_stored(row.recorded_at)
    day = written.astimezone(zone).date()
    clock = wall_clock(written, zone=zone)
    return clock if day == local_day(row, zone) else f"{day_short(day)} {clock}"


def row_lines(row: LogRow, width: int, zone: ZoneInfo) -> tuple[Line, ...]:
    """The lines that a row takes in a log of this width."""
    columns = Columns.of(width)
    source, look = who(row)
    word = kind_word(row)
    word_look = _LOOKS.get(row.kind if row.type == "line" else row.type, "muted")
    body = wrapped(said(row, zone), columns.text, MOST_LINES)
    first: list[Part] = [
        (wall_clock(read_stored(row.at), zone=zone)[:5], "strong"),
        ("  ", ""),
        (fit(source, columns.source), look),
        ("  ", ""),
        *body[0],
        (" " * max(0, columns.text - cells(body[0])), ""),
        ("  ", ""),
        (fit(word, columns.kind), word_look),
    ]
    indent = (" " * (columns.time + columns.source + 4), "")
    return (tuple(first), *((indent, *line) for line in body[1:]))


def day_line(day: date, width: int, *, year: bool) -> Line:
    """The line above the first line of a day."""
    text = f"{day_short(day)} {day.year}" if year else day_short(day)
    return ((text + " ", "head"), ("─" * max(0, width - len(text) - 1), "rule"))
