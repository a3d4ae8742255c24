"""Reading the cells of one row: every fault is kept with its column, so that a row names them all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Literal, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, clock_time, day_from, moment_from
from aovconsole.errors import CommandRefused

HandlingClass: TypeAlias = Literal["A", "B", "C", ""]
Scale: TypeAlias = Literal["small", "large", ""]

Choice = TypeVar("Choice")

_HANDLING_CLASSES: dict[str, HandlingClass] = {"": "", "a": "A", "b": "B", "c": "C"}
_SCALES: dict[str, Scale] = {
    "": "", "klein": "small", "groot": "large", "kleinschalig": "small", "grootschalig": "large",
}  # fmt: skip
_GRIP_LEVELS: dict[str, int | None] = {"": None} | {
    f"{word}{level}": level for level in range(6) for word in ("", "grip")
}
_YES_OR_NO: dict[str, bool | None] = {"": None} | {
    word: answer
    for answer, words in ((True, ("ja", "j", "waar", "true", "1")), (False, ("nee", "n", "onwaar", "false", "0")))
    for word in words
}

_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:\.[0-9]{3}){1,2}")
_CLOCK = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})(?::00)?(?: ?(?:uur|u))?", re.IGNORECASE)
_LINE_BREAK = re.compile(r"[ \t]*[\r\n][\s]*")
_SHOWN_LENGTH = 40
_MOST_COUNT = 999_999_999
_NEVER = datetime(1900, 1, 1, tzinfo=UTC)
"""Stands where a required moment could not be read; its row is refused."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """Why a cell is refused, in Dutch."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Period:
    """When something is; a day without times runs from 00:00 to 23:59:59 local and is `all_day`."""

    begin_at: datetime
    end_at: datetime | None
    all_day: bool


@dataclass(slots=True)
class Cells:
    """The cells of one row, by column; an absent cell is an empty one."""

    cells: Mapping[str, str]
    zone: ZoneInfo = AMSTERDAM
    faults: list[CellFault] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The text of a cell, cleaned, on one line."""
        return clean(_LINE_BREAK.sub(" ", self.cells.get(column, "").strip()))

    def required_text(self, column: str) -> str:
        """The text of a cell that may not be empty."""
        text = self.text(column)
        if not text:
            self.refuse(column, "is leeg")
        return text

    def count(self, column: str, most: int = _MOST_COUNT) -> int | None:
        """A whole number from 0 up to `most`, also with points between the thousands; None when empty."""
        text = self.text(column)
        if not text:
            return None
        if not _COUNT.fullmatch(text):
            self.refuse(column, f"'{_shown(text)}' is geen aantal")
            return None
        count = int(text.replace(".", ""))
        if count > most:
            self.refuse(column, f"'{_shown(text)}' is meer dan {most}")
            return None
        return count

    def day(self, column: str) -> date | None:
        """A day; a time behind it is allowed and left out; None when empty."""
        text = self.text(column)
        try:
            return day_from(text.split(" ")[0].split("T")[0], "waarde") if text else None
        except CommandRefused as refusal:
            self.refuse(column, refusal.sentence)
            return None

    def required_day(self, column: str) -> date:
        """A day that may not be empty."""
        if not self.text(column):
            self.refuse(column, "is leeg")
        return self.day(column) or _NEVER.date()

    def clock(self, column: str) -> time | None:
        """A time on the clock, `20:00` or `20.00 uur`; None when empty or refused."""
        text = self.text(column)
        found = _CLOCK.fullmatch(text)
        clock = clock_time(*found.groups()) if found else None
        if text and clock is None:
            self.refuse(column, f"'{_shown(text)}' is geen kloktijd, zoals 20:00")
        return clock

    def wall(self, column: str, on: date, clock: time) -> datetime | None:
        """The moment of a time on the wall on a day, as aware UTC; None when the clock skips it or shows it twice."""
        try:
            return moment_from(f"{on.isoformat()} {clock:%H:%M}", "waarde", zone=self.zone)
        except CommandRefused as refusal:
            self.refuse(column, refusal.sentence)
            return None

    def moment(self, column: str) -> datetime | None:
        """A moment, as aware UTC; a bare date is 00:00 local; None when empty or refused."""
        text = self.text(column)
        try:
            return moment_from(text, "waarde", zone=self.zone) if text else None
        except CommandRefused as refusal:
            self.refuse(column, refusal.sentence)
            return None

    def required_moment(self, column: str) -> datetime:
        """A moment that may not be empty."""
        if not self.text(column):
            self.refuse(column, "is leeg")
        return self.moment(column) or _NEVER

    def moment_or(self, column: str, clock: time) -> datetime:
        """A moment that may not be empty; a bare date is that time on the wall of that day."""
        day = self._bare_day(column)
        return (self.wall(column, day, clock) or _NEVER) if day else self.required_moment(column)

    def period(self, begin_column: str, end_column: str) -> Period:
        """A begin that is required and an end; a bare date counts as the whole day."""
        begin_at = self.required_moment(begin_column)
        begin_day, end_day = self._bare_day(begin_column), self._bare_day(end_column)
        if not self.text(end_column):
            end_day = begin_day
        end_at = self._end_of(end_day) if end_day else self.moment(end_column)
        if end_at and end_at < begin_at:
            days = (moment.astimezone(self.zone).date() for moment in (begin_at, end_at))
            self.refuse(end_column, f"het eind ligt voor het begin; {_swapped(*days)}")
        return Period(begin_at, end_at, all_day=bool(begin_day and end_day))

    def handling_class(self, column: str) -> HandlingClass:
        """The treatment class of an evenement, A, B or C; empty when it is not given."""
        return self._choice(column, _HANDLING_CLASSES, "", "A, B of C")

    def scale(self, column: str) -> Scale:
        """The scale of a demonstration; empty when it is not given."""
        return self._choice(column, _SCALES, "", "klein of groot")

    def grip_level(self, column: str) -> int | None:
        """A GRIP level from 0 to 5; None when it is not given."""
        return self._choice(column, _GRIP_LEVELS, None, "een GRIP-niveau van 0 tot en met 5")

    def yes_or_no(self, column: str) -> bool | None:
        """Ja or nee; None when it is not given."""
        return self._choice(column, _YES_OR_NO, None, "ja of nee")

    def _choice(self, column: str, choices: Mapping[str, Choice], empty: Choice, expected: str) -> Choice:
        text = self.text(column)
        key = "".join(text.casefold().split()) if len(text) <= _SHOWN_LENGTH else text
        if key not in choices:
            self.refuse(column, f"'{_shown(text)}' is niet {expected}")
            return empty
        return choices[key]

    def _bare_day(self, column: str) -> date | None:
        try:
            return day_from(self.text(column))
        except CommandRefused:
            return None

    def _end_of(self, day: date) -> datetime:
        return moment_from(f"{day.isoformat()} 23:59:59", zone=self.zone)

    def refuse(self, column: str, reason: str) -> None:
        """Keep a fault of this row."""
        self.faults.append(CellFault(column, reason))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def _swapped(begin: date, end: date) -> str:
    """What probably went wrong where an end lies before its begin: Excel of another country, or two columns."""
    other_end, other_begin = _other_way(end), _other_way(begin)
    if other_end and other_end >= begin:
        return f"staan dag en maand van het eind verwisseld ({end:%d-%m-%Y} voor {other_end:%d-%m-%Y})?"
    if other_begin and other_begin <= end:
        return f"staan dag en maand van het begin verwisseld ({begin:%d-%m-%Y} voor {other_begin:%d-%m-%Y})?"
    return "staan begin en eind verwisseld?"


def _other_way(day: date) -> date | None:
    """The day that is written as this one where the month comes first; None when there is no other."""
    return date(day.year, day.day, day.month) if day.day <= 12 and day.day != day.month else None
