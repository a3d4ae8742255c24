"""One line of a log as it is painted: time, who, what, and what kind of line it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from aovconsole.domain.entry import STATUS_WORDS
from aovconsole.domain.match_words import round_text
from aovconsole.domain.record import Instant
from aovconsole.domain.times import day_short, read_stored, wall_clock
from aovconsole.domain.words import KINDS, LINE_STATUSES, STEPS
from aovconsole.journal.reading import LogRow
from aovconsole.screens.widgets.painted import Line, Part, cells, cut, fit, wrapped

MOST_LINES, LEAST_LINES = 4, 3
"""A longer text is cut; Enter shows all of it. What must be known beside it is never cut, also in a narrow column."""

STRUCK_CELLS = 60
"""Of a text that was corrected no more is shown: the room is for what stands."""

MARKS = {"private": "privé", "police": "politiegegevens"}

_STATUSES = {"verified": ("✓", "success"), "unverified": ("?", "warning"), "contradicted": ("✗", "error")}

_LOOKS = {
    "decision": "accent",
    "action": "event",
    "grip": "warning",
    "judgement": "event",
    "unknown": "muted",
    "erased": "muted",
}
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
        kind = 11 if width >= 82 else 9 if width >= 44 else 7
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


def status_part(status: str) -> Part:
    """Whether a line was found to be so: a sign, a word and a look; empty when nobody said."""
    if not status:
        return "", ""
    sign, look = _STATUSES.get(status, ("·", "muted"))
    return f"{sign} {LINE_STATUSES.get(status, status)}", look


def said(row: LogRow) -> list[Part]:
    """What the line says, with what replaced it."""
    more = row.more
    text = more.get("body") or (round_text(row.text) if row.type == "match" else row.text)
    if more.get("withdrawn"):
        return [(text, "struck"), ("  ingetrokken", "muted")]
    if row.correction:  # both as they were typed
        return [(cut(row.text, STRUCK_CELLS), "struck"), (" → ", "muted"), *_signed(row.correction)]
    if row.type in ("unknown", "erased"):
        return [(text, "muted")]
    return [*_signed(_without_status(text, more.get("status", "")))]


def _without_status(text: str, status: str) -> str:
    """The text without the word that was typed for the status, which is told behind it."""
    for found in _SIGNED.finditer(text[:2000]) if status else ():
        if STATUS_WORDS.get(found[0][1:].rstrip(".,;:!?)").casefold()) == status:
            return text[: found.start()].rstrip(" ") + text[found.end() :]
    return text


def notes(row: LogRow, zone: ZoneInfo, *, later: bool = False) -> list[Part]:
    """What must be known about a line beside what it says; of one that came in `later`, when it did."""
    more = row.more
    status, look = status_part(more.get("status", ""))
    parts = [(status, look)] if status else []
    parts += [(f"[{MARKS.get(mark, mark)}]", "error") for mark in more.get("marks", ())]
    if later:
        parts.append((f"later bekend, {_clock(row.received_at, row, zone)}", ""))
    elif row.late:
        parts.append((f"laat: ingevoerd {_clock(row.recorded_at, row, zone)}", "warning"))
    offset = wall_clock(read_stored(row.at), zone=zone)[6:]
    if offset:
        parts.append((f"klok {offset.strip('()')}", "muted"))
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


def _clock(stored: Instant, row: LogRow, zone: ZoneInfo) -> str:
    """The time of a moment that has to do with the line, with the day where it is another one."""
    moment = read_stored(stored)
    day = moment.astimezone(zone).date()
    clock = wall_clock(moment, zone=zone)
    return clock if day == local_day(row, zone) else f"{day_short(day)} {clock}"


def row_lines(row: LogRow, width: int, zone: ZoneInfo, *, later: bool = False) -> tuple[Line, ...]:
    """The lines that a row takes in a log of this width; grey when it came in `later` than what is looked back at."""
    columns = Columns.of(width)
    source, look = who(row)
    word = kind_word(row)
    word_look = _LOOKS.get(row.kind if row.type == "line" else row.type, "muted")
    body = _body(said(row), notes(row, zone, later=later), columns.text)
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
    lines = (tuple(first), *((indent, *line) for line in body[1:]))
    return tuple(map(_greyed, lines)) if later else lines


def _body(text: list[Part], beside: list[Part], width: int) -> list[Line]:
    """The text with its notes; of a text that is too long more is cut off, so that the notes are seen."""
    for most in range(MOST_LINES, LEAST_LINES, -1):
        lines = _beside(wrapped(text, width, most), beside, width)
        if len(lines) <= MOST_LINES:
            return lines
    return _beside(wrapped(text, width, LEAST_LINES), beside, width)


def _beside(lines: list[Line], notes: list[Part], width: int) -> list[Line]:
    """The notes behind the last line while there is room, each of them whole where the width allows it."""
    for note in notes:
        longer = (*lines[-1], ("  ", ""), note)
        if cells(longer) <= width:
            lines[-1] = longer
        else:
            lines += wrapped([note], width, MOST_LINES)
    return lines


def _greyed(line: Line) -> Line:
    return tuple((text, "struck" if look == "struck" else "muted") for text, look in line)


def day_line(day: date, width: int, *, year: bool) -> Line:
    """The line above the first line of a day."""
    text = f"{day_short(day)} {day.year}" if year else day_short(day)
    return ((text + " ", "head"), ("─" * max(0, width - len(text) - 1), "rule"))
