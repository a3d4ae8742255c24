"""What an evaluation is made from: everything that was read of the journal, at one moment; texts leave through it.

A text that carries a mark (`!politie`, `!privé`) is never told: its place stays, and says that it was left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.record import Instant
from aovconsole.domain.report_facts import EvaluationFacts
from aovconsole.domain.text import MARKS, clean
from aovconsole.domain.times import AMSTERDAM, date_text, day_short, is_possible, iso_local, read_stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.exports.report import Column, Moment
from aovconsole.exports.sitrep_sieve import Sieve
from aovconsole.journal.reading import LogRow

LEFT_OUT = "[weggelaten: merk]"

_TELLING = 4
"""A title of fewer signs tells nothing by itself, and would hide every text."""


@dataclass(frozen=True, slots=True)
class DossierSource:
    """One dossier: its row, what hangs under it, and its timeline (empty where only its facts are asked)."""

    row: SubjectRow
    rows: tuple[SubjectRow, ...] = ()
    lines: tuple[LogRow, ...] = ()


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A year figure beside that of the year before (None: not known), with what it counts and where that stands.

    A `part` is counted over less than a whole year.
    """

    label: str
    count: int | None
    part: bool
    before: int | None
    before_part: bool
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class Head:
    """The head of the chain of one station."""

    station: str
    records: int
    head: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a verification of the journal found; `faults` in words."""

    records: int = 0
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class EvaluationSource:
    """Everything that an evaluation is made from; `from_at` and `until_at` bound the log where they are not empty.

    `before` are the dossiers of the year before; `near` the incidents and demonstrations of the period that are not in
    the report; `year` and `year_figures` the council's figures as they stand. `powers` and `conditions`
    are the names of the powers and of what is filled in for one, by their keys.
    """

    number: str
    title: str
    now: datetime
    dossiers: tuple[DossierSource, ...]
    facts: EvaluationFacts = field(default_factory=EvaluationFacts)
    before: tuple[DossierSource, ...] = ()
    near: tuple[SubjectRow, ...] = ()
    from_at: Instant = ""
    until_at: Instant = ""
    year: int = 0
    year_figures: tuple[YearFigure, ...] = ()
    powers: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[Head, ...] = ()
    checked: Checked = Checked()
    municipality: str = ""
    made_by: str = ""
    realm: str = "real"
    zone: ZoneInfo = AMSTERDAM
    marks: tuple[str, ...] = MARKS

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(self.marks)

    def text(self, typed: object) -> str:
        """A text as it may be told."""
        said = clean(str(typed or ""), lines=True).strip()
        hidden = self._sieve.mark_in(said) or any(title in said for title in self._hidden_titles)
        return LEFT_OUT if hidden else said

    def texts(self, typed: Iterable[object], joint: str = "\n") -> str:
        """Several texts below each other, each as it may be told."""
        return joint.join(filter(None, map(self.text, typed)))

    def is_marked(self, line: LogRow) -> bool:
        """Whether a line of the log carries a mark, wherever it was typed, or belongs to what came from such a line."""
        return line.record_id in self._marked_lines or line.subject in self._marked_subjects

    def hides(self, row: SubjectRow) -> bool:
        """Whether what an action or a decision says came from a line with a mark."""
        return row.subject in self._marked_subjects

    @cached_property
    def _hidden_titles(self) -> tuple[str, ...]:
        """What hidden actions and decisions say, for a text that tells them over (`nog open: …`)."""
        rows = (row for one in self.dossiers for row in one.rows if self.hides(row))
        return tuple({row.title for row in rows if len(row.title) >= _TELLING})

    @cached_property
    def _marked_lines(self) -> frozenset[str]:
        return frozenset(line.record_id for one in self.dossiers for line in one.lines if self._carries(line))

    def _carries(self, line: LogRow) -> bool:
        more = line.more
        typed = [line.text, line.correction, line.source, line.place, *map(str, more.get("tags", ()))]
        return bool(more.get("marks")) or bool(self._sieve.mark_in("\n".join(typed)))

    @cached_property
    def _marked_subjects(self) -> frozenset[str]:
        """Actions and decisions that were typed in a marked line, or in one that cannot be read."""
        known = {line.record_id for one in self.dossiers for line in one.lines if line.type == "line"}
        found = set()
        for one in self.dossiers:
            for row in one.rows:
                line = str(json.loads(row.body).get("line") or "") if row.type in ("action", "decision") else ""
                if (line and (line in self._marked_lines or line not in known)) or self._sieve.mark_in(row.title):
                    found.add(row.subject)
        return frozenset(found)

    @cached_property
    def lines(self) -> tuple[LogRow, ...]:
        """The timeline of all dossiers within the period, in the order of happening."""
        found = (line for one in self.dossiers for line in one.lines if self.within(line.at))
        return tuple(sorted(found, key=lambda line: (line.at, line.clock, line.record_id)))

    @cached_property
    def line_numbers(self) -> Mapping[str, int]:
        """The number in the annex of each line, by the record that made it."""
        return {line.record_id: number for number, line in enumerate(self.lines, 1)}

    def with_dossier(self, columns: tuple[Column, ...]) -> tuple[Column, ...]:
        """The columns of a table, that of the dossier shown where there is more than one to tell apart."""
        if not self.several:
            return columns
        return tuple(Column(one.key, one.label, 5) if one.key == "dossier" else one for one in columns)

    def within(self, at: Instant) -> bool:
        """Whether a moment lies in the period."""
        return (not self.from_at or at >= self.from_at) and (not self.until_at or at < self.until_at)

    def of_type(self, type_: str) -> tuple[tuple[SubjectRow, dict[str, Any]], ...]:
        """What hangs under the dossiers, or is one, of one type, with its body; what began outside the period not."""
        found = [
            (row, json.loads(row.body))
            for one in self.dossiers
            for row in (one.row, *one.rows)
            if row.type == type_ and (type_ not in ("action", "decision", "measure") or self.within(row.begin_at))
        ]
        return tuple(sorted(found, key=lambda pair: pair[0].begin_at))

    def number_of(self, row: SubjectRow) -> str:
        """The number of the dossier that a row hangs under."""
        return self._numbers.get(row.dossier, "")

    @cached_property
    def _numbers(self) -> Mapping[str, str]:
        return {one.row.subject: one.row.number for one in self.dossiers}

    @cached_property
    def several(self) -> bool:
        """Whether the log of more than one dossier is told."""
        return sum(bool(one.lines) for one in self.dossiers) > 1

    @cached_property
    def span(self) -> tuple[date, date]:
        """The first and the last day that it is about, as the wall clock tells days.

        The preparation of a plan does not stretch it: a plan counts by the days around its main anchor.
        """
        told = [one for one in self.dossiers if one.row.type != "plan"] or self.dossiers
        at = [line.at for one in told if one.row.type != "plan" for line in one.lines if self.within(line.at)]
        begins = [self.from_at] if self.from_at else [*(one.row.begin_at for one in told), *at]
        ends = [*(one.row.end_at or one.row.begin_at for one in told), *at]
        first = self.day(min(filter(None, begins), default=""))
        last = self._last_day if self.until_at else self.day(max(ends, default=""))
        return min(first, last), max(first, last)

    @property
    def _last_day(self) -> date:
        """The last day of a period: its end itself is outside."""
        end = read_stored(self.until_at).astimezone(self.zone)
        return (end - timedelta(microseconds=1)).date()

    def day(self, at: Instant) -> date:
        """The day of a stored moment; today where there is none."""
        moment = read_stored(at) if is_possible(at) else self.now
        return moment.astimezone(self.zone).date()

    def day_text(self, on: str) -> str:
        """A day (ISO 8601) as people read it; empty for an empty one."""
        if not on:
            return ""
        day = date.fromisoformat(on)
        return day_short(day) if day.year == self.span[1].year else f"{day_short(day)} {day.year}"

    def moment(self, at: Instant) -> Moment | None:
        """A stored moment as a cell: with its day where the report covers more than one; None where there is none.

        A forged moment at the end of the calendar is none, nor is the end of what nothing ends.
        """
        if not is_possible(at):
            return None
        then = read_stored(at).astimezone(self.zone)
        clock = wall_clock(then, zone=self.zone)
        first, last = self.span
        day = then.date()
        year = f" {day.year}" if day.year != last.year else ""
        said = clock if first == last == day else f"{day_short(day)}{year} {clock}"
        return Moment(at, said, iso_local(then, zone=self.zone))

    def when(self, at: Instant) -> str:
        """The same as text; empty for an empty one."""
        found = self.moment(at)
        return found.said if found else ""

    @property
    def when_made(self) -> str:
        """When the report is made, with its day in full."""
        local = self.now.astimezone(self.zone)
        return f"{date_text(local.date())} {wall_clock(local, zone=self.zone)}"
