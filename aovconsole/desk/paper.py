"""Paper log sheets at the desk: giving out numbered rows, typing in what was written on them, closing the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from aovconsole.desk.log import LogDesk
from aovconsole.desk.seat import Seat, dossier_row_of, wanted
from aovconsole.domain.paper import (
    MOST_SHEETS,
    OUTCOMES,
    ROWS_PER_SHEET,
    PaperPayload,
    RowsClosed,
    RowsReopened,
    RowTyped,
    SheetsPrinted,
    row_name,
    row_named,
    span_name,
    waiting_in,
)
from aovconsole.domain.record import Draft, Record
from aovconsole.domain.text import clean
from aovconsole.domain.times import on_the_wall, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing

DAY_TURNS = time(6)
"""A sheet is of the day on which it was begun until this time of the next morning (a carnaval day ends at 05:00)."""

_TOLD = 150
_AFTER_THE_ROW_BEFORE = timedelta(hours=18)
"""A row was written at most this long after the row before it, or (something that came back to mind) 6 hours before."""


@dataclass(frozen=True, slots=True)
class Sheets:
    """One printing, as the desk reads it."""

    row: SubjectRow
    letters: str
    day: date
    first: int
    last: int
    typed: dict[int, tuple[str, ...]]
    closed: dict[int, tuple[str, str]]
    open: tuple[int, ...]

    @classmethod
    def of(cls, row: SubjectRow) -> Sheets:
        """The printing of a row."""
        body: dict[str, Any] = json.loads(row.body)
        return cls(
            row, body["letters"], date.fromisoformat(body["day"]), body["first"], body["last"],
            {int(number): tuple(lines) for number, lines in body["typed"].items()},
            {int(number): (end[0], end[1]) for number, end in body["closed"].items()},
            tuple(body["open"]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One row of a printing."""

    sheets: Sheets
    row: int

    @property
    def name(self) -> str:
        """What stands on it, `A-007`."""
        return row_name(self.sheets.letters, self.row)


class PaperDesk:
    """What can be asked about paper log sheets; `number` is that of their dossier."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @cached_property
    def _log(self) -> LogDesk:
        return LogDesk(self._seat)

    def sheets(self, dossier: str) -> tuple[Sheets, ...]:
        """Every printing for a dossier (its subject), the first first."""
        return _sheets_of(self._seat.reading, dossier)

    def waiting(self, dossier: str) -> tuple[int, int]:
        """How many rows still wait to be typed in, and how many were given out."""
        return waiting_in(self._seat.reading.in_dossier(dossier, "paper"))

    def next_open(self, dossier: str) -> Place | None:
        """The first row that waits; None when none does."""
        return next((Place(one, one.open[0]) for one in self.sheets(dossier) if one.open), None)

    # Giving out --------------------------------------------------------------------------------

    def print_sheets(
        self, number: str, name: str, *, count: int = 4, day: date | None = None, replace: bool = False
    ) -> SubjectRow:
        """Write blank sheets to a file (.html or .pdf) and keep their numbers; without the file nothing is kept.

        `day` is the day on which they are used: that of the dossier while that lies ahead, else today.

        Raises:
            CommandRefused: no such dossier, a count that cannot be, another type of file, or a file stands there.
            CannotStore: the file cannot be written.
        """
        from aovconsole.exports.paper_sheets import sheets_file  # only who prints pays for it
        from aovconsole.exports.text_file import paper_type, save_new

        type_ = paper_type(name)
        if not 1 <= count <= MOST_SHEETS:
            raise CommandRefused(f"het aantal bladen ligt tussen 1 en {MOST_SHEETS}")
        seat, letters = self._seat, self._seat.journal.code

        def build(writing: Writing) -> list[Draft]:
            dossier = seat.find(number, reading=writing)
            given = [one.last for one in _sheets_of(writing, dossier.subject) if one.letters == letters]
            printed = SheetsPrinted(
                writing.next_number("PAP", seat.year_of(None)), letters, max(given, default=0) + 1, count,
                ROWS_PER_SHEET, (day or self._day_of(dossier)).isoformat(),
            )  # fmt: skip
            return [Draft(printed, dossier=dossier.subject)]

        with seat.journal.batch():
            row = dossier_row_of(seat, seat.write(build)[0].subject)
            dossier = dossier_row_of(seat, row.dossier)
            hints = self._log_hints(dossier, date.fromisoformat(json.loads(row.body)["day"]))
            contents = sheets_file(type_, row, dossier, hints, seat.journal.realm, seat.now, seat.zone)
            save_new(name, contents, replace=replace)
        return row

    def _day_of(self, dossier: SubjectRow) -> date:
        """The day on which sheets that are printed now are used; at night that is still the day before."""
        begins = read_stored(dossier.begin_at).astimezone(self._seat.zone) if dossier.begin_at else None
        now = self._seat.now.astimezone(self._seat.zone)
        used = begins if begins and begins > now else now
        return used.date() - timedelta(days=used.time() < DAY_TURNS)

    def _log_hints(self, dossier: SubjectRow, day: date) -> tuple[str, ...]:
        """What the plan of the dossier asks of its log on a day, as at noon."""
        from aovconsole.desk.plans import PlanDesk

        plans = PlanDesk(self._seat)
        plan = dossier if dossier.type == "plan" else plans.of_cmt(dossier)
        return plans.log_hints(plan, on_the_wall(day, time(12), self._seat.zone)) if plan else ()

    # Typing in ---------------------------------------------------------------------------------

    def typed(
        self,
        number: str,
        row: str,
        text: str,
        *,
        at: datetime | None = None,
        day: date | None = None,
        draft_id: str = "",
    ) -> Record:
        """File what stands on a row as a line at its own time, and close the row.

        A bare time is of the day of its sheet (or `day`): the last one before the next morning, and not six hours
        before or eighteen after the row before it. `draft_id` makes a second filing of the same draft harmless.

        Raises:
            CommandRefused: no such row, it has a line or was closed, the line is empty or has no time, or lies ahead.
        """
        seat = self._seat
        if draft_id and (filed := seat.reading.record(draft_id)):
            return filed
        dossier = seat.find(number)
        place = self._place(seat.reading, dossier, row)
        entry = self._log.entry(text, at=at, seen_from=min(seat.now, self._seen_from(place, day)))
        if at is None and entry.occurred_at is None:
            raise CommandRefused(f"regel {place.name} heeft geen tijd: zet de tijd van het papier voorop, zoals 14:05")
        with seat.journal.batch():
            place = self._place(seat.reading, dossier, row)
            line = self._log.file((entry,), dossier=dossier.subject, at=at, draft_id=draft_id, paper=place.name)[0]
            self._step(place.sheets, RowTyped(place.row, line.id))
        return line

    def _seen_from(self, place: Place, day: date | None) -> datetime:
        """Until when a bare time on a row can lie."""
        before = [lines[0] for row, lines in place.sheets.typed.items() if row < place.row]
        line = self._seat.reading.line(before[-1]) if before and not day else None
        if line:
            return read_stored(line.at) + _AFTER_THE_ROW_BEFORE
        return on_the_wall((day or place.sheets.day) + timedelta(days=1), DAY_TURNS, self._seat.zone)

    def close_rows(self, number: str, first: str, last: str = "", *, outcome: str, reason: str = "") -> SubjectRow:
        """Say that no line comes of a row, or of all rows to another: not used, or spoilt (with the reason).

        Raises:
            CommandRefused: no such row, one of them has a line or was closed, or a spoilt one has no reason.
        """
        if outcome not in OUTCOMES:
            raise CommandRefused(f"{clean(outcome)} bestaat niet: kies {' of '.join(OUTCOMES)}")
        why = wanted(reason, "de reden") if outcome == "void" else clean(reason.strip())
        return self._on_span(number, first, last, lambda begin, end: RowsClosed(begin, end, outcome, why))

    def reopen(self, number: str, first: str, last: str = "", *, reason: str) -> SubjectRow:
        """Let rows that were closed by mistake wait again.

        Raises:
            CommandRefused: no such row, one of them was not closed, or there is no reason.
        """
        why = wanted(reason, "de reden")
        return self._on_span(
            number, first, last, lambda begin, end: RowsReopened(begin, end, reason=why), self._must_be_closed
        )

    def _on_span(
        self,
        number: str,
        first: str,
        last: str,
        step: Callable[[int, int], PaperPayload],
        must: Callable[[Place], None] | None = None,
    ) -> SubjectRow:
        seat = self._seat
        dossier = seat.find(number)
        with seat.journal.batch():
            begin = self._named(seat.reading, dossier, first)
            end = _end_of(begin, last) if last.strip() else begin.row
            for row in range(begin.row, end + 1):
                (must or self._must_wait)(Place(begin.sheets, row))
            self._step(begin.sheets, step(begin.row, end))
        return dossier_row_of(seat, begin.sheets.row.subject)

    def _step(self, sheets: Sheets, payload: PaperPayload) -> None:
        self._seat.write(lambda _: [Draft(payload, sheets.row.subject, sheets.row.dossier)])

    # Finding a row -----------------------------------------------------------------------------

    def _place(self, reading: Reading, dossier: SubjectRow, text: str) -> Place:
        place = self._named(reading, dossier, text)
        self._must_wait(place)
        return place

    def _named(self, reading: Reading, dossier: SubjectRow, text: str) -> Place:
        """The row with a number: `7`, `007`, `A-007`, or with the number of its printing, `PAP-27-A001/7`."""
        typed = clean(text).strip()
        printing, _, asked = typed.rpartition("/")
        named = row_named(asked)
        if named is None:
            raise CommandRefused(f"{typed[:_TOLD] or 'leeg'} is geen regelnummer: typ 007 of A-007")
        letters, row = named
        given = _sheets_of(reading, dossier.subject)
        found = [
            Place(one, row)
            for one in given
            if one.first <= row <= one.last
            and letters in ("", one.letters)
            and printing.upper() in ("", one.row.number, one.row.subject.upper())
        ]
        if not found:
            told = ", ".join(span_name(one.letters, (one.first, one.last)) for one in given)
            offered = f"uitgegeven zijn {told}" if told else "er zijn geen bladen afgedrukt"
            raise CommandRefused(f"{dossier.number} heeft geen papieren regel {typed[:_TOLD]}: {offered}")
        if len(found) > 1:
            alike = len({one.sheets.letters for one in found}) < len(found)
            names = " of ".join(f"{one.sheets.row.subject}/{row}" if alike else one.name for one in found)
            raise CommandRefused(f"regel {row:03d} is door twee stations uitgegeven: typ {names}")
        return found[0]

    def _must_wait(self, place: Place) -> None:
        if lines := place.sheets.typed.get(place.row):
            line = self._seat.reading.line(lines[0])
            raise CommandRefused(f"{place.name} is al ingetypt: {line.stands[:_TOLD] if line else lines[0]}")
        if end := place.sheets.closed.get(place.row):
            why = f" ({end[1]})" if end[1] else ""
            raise CommandRefused(f"{place.name} is afgesloten: {OUTCOMES[end[0]]}{why}; --reopen opent haar weer")

    @staticmethod
    def _must_be_closed(place: Place) -> None:
        if place.row in place.sheets.typed:
            raise CommandRefused(f"{place.name} is ingetypt: trek de regel in, dan is het nummer weer open")
        if place.row not in place.sheets.closed:
            raise CommandRefused(f"{place.name} is open")


def _end_of(begin: Place, text: str) -> int:
    """The last row of a stretch, of the printing in which it begins.

    Raises:
        CommandRefused: it lies before its begin or outside that printing.
    """
    sheets, named = begin.sheets, row_named(clean(text))
    if named is None or named[0] not in ("", sheets.letters) or not begin.row <= named[1] <= sheets.last:
        last = row_name(sheets.letters, sheets.last)
        raise CommandRefused(f"van {begin.name} gaat het tot hoogstens {last}, niet tot {clean(text).strip()[:_TOLD]}")
    return named[1]


def _sheets_of(reading: Reading, dossier: str) -> tuple[Sheets, ...]:
    rows: Sequence[SubjectRow] = reading.in_dossier(dossier, "paper")
    return tuple(sorted(map(Sheets.of, rows), key=lambda one: (one.letters, one.first, one.row.number)))
