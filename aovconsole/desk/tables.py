"""Tables of a past year: each row of a csv becomes a dossier of its own, all of them or none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from aovconsole.desk.seat import Seat
from aovconsole.domain.demonstration import DemonstrationNoted
from aovconsole.domain.evenement import EvenementAdded
from aovconsole.domain.incident_steps import GripSet, IncidentClosed, IncidentOpened
from aovconsole.domain.record import Draft
from aovconsole.domain.station import TableImported, table_subject
from aovconsole.domain.text import clean
from aovconsole.domain.times import CLOCK_SKEW, stored
from aovconsole.journal.store import Writing

TABLES = ("evenementen", "demonstrations", "incidents", "matches")


@dataclass(frozen=True, slots=True)
class TableResult:
    """What an import did: rows added, rows refused (line, column, reason), and whether the file was known.

    `notes` say what of a row that was read is other than it stands there, in Dutch.
    """

    added: int
    refused: tuple[Any, ...]
    unknown_columns: tuple[str, ...]
    known: bool = False
    notes: tuple[str, ...] = ()


class TableDesk:
    """Reading csv files into the journal."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def read(self, table: str, raw: bytes, name: str, *, dry_run: bool = False) -> TableResult:
        """Read a csv; with any bad row, or as a dry run, nothing is written.

        The same bytes are read once: a second time adds nothing.

        Raises:
            CommandRefused: columns are missing, or the file is no table.
        """
        if table == "matches":
            from aovconsole.desk.match_table import read_match_table  # knows the club and its season

            return read_match_table(self._seat, raw, name, dry_run=dry_run)
        from aovconsole.feeds import tables  # csv reading is not needed at start

        reader: Callable[..., Any] = {
            "evenementen": tables.read_evenementen,
            "demonstrations": tables.read_demonstrations,
            "incidents": tables.read_incidents,
        }[table]
        found = reader(raw, zone=self._seat.zone)
        digest = hashlib.sha256(raw).hexdigest()
        subject = table_subject(table, digest)
        if self._seat.reading.subject(subject):
            return TableResult(0, (), found.unknown_columns, known=True)
        refused = (*found.refused, *self._ahead(table, found.rows))
        if refused or dry_run:
            return TableResult(0 if refused else len(found.rows), refused, found.unknown_columns)

        def build(writing: Writing) -> list[Draft]:
            if writing.subject(subject):
                return []
            drafts = [draft for row in found.rows for draft in self._drafts(writing, row)]
            imported = TableImported(clean(name), table, digest, len(found.rows))
            return [*drafts, Draft(imported, subject=subject)]

        written = self._seat.write(build)
        return TableResult(len(found.rows) if written else 0, (), found.unknown_columns, known=not written)

    def _drafts(self, writing: Writing, row: Any) -> list[Draft]:
        match type(row).__name__:
            case "EvenementRow":
                return self._evenement(writing, row)
            case "DemonstrationRow":
                return self._demonstration(writing, row)
            case _:
                return self._incident(writing, row)

    def _evenement(self, writing: Writing, row: Any) -> list[Draft]:
        assessed = row.assessed_on
        moment = datetime.combine(assessed, time(12), self._seat.zone) if assessed else row.begin_at
        happened = self._past(moment)
        subject = writing.new_id()
        added = EvenementAdded(
            writing.next_number("EVE", self._seat.year_of(happened)),
            row.title,
            stored(row.begin_at),
            stored(row.end_at or row.begin_at),
            row.place,
            row.handling_class,
            row.visitors_count,
            assessed.isoformat() if assessed else "",
            row.safety_rounds_count or 0,
            row.cmt_days_count or 0,
        )
        return [Draft(added, dossier=subject, id=subject, occurred_at=happened)]

    def _demonstration(self, writing: Writing, row: Any) -> list[Draft]:
        begin = row.begin_at or row.received_at
        happened = self._past(row.received_at or begin)
        subject = writing.new_id()
        noted = DemonstrationNoted(
            writing.next_number("DEM", self._seat.year_of(happened)),
            stored(begin),
            stored(row.end_at) if row.end_at else "",
            row.place,
            stored(row.received_at) if row.received_at else "",
            row.expected_count,
            row.actual_count,
            row.scale,
        )
        return [Draft(noted, dossier=subject, id=subject, occurred_at=happened)]

    def _incident(self, writing: Writing, row: Any) -> list[Draft]:
        happened = self._past(row.begin_at)
        subject = writing.new_id()
        number = writing.next_number("INC", self._seat.year_of(happened))
        opened = IncidentOpened(number, row.title, row.place, row.nature, bool(row.deployed))
        drafts = [Draft(opened, dossier=subject, id=subject, occurred_at=happened)]
        if row.grip_level:
            step = GripSet(row.grip_level, "onbekend", reason="hoogste niveau volgens ingelezen tabel")
            drafts.append(Draft(step, subject=subject, dossier=subject, occurred_at=happened))
        if happened:
            closed = IncidentClosed("afgesloten vóór het inlezen van de tabel")
            drafts.append(Draft(closed, subject=subject, dossier=subject, occurred_at=happened))
        return drafts

    def _ahead(self, table: str, rows: tuple[Any, ...]) -> list[Any]:
        """The incidents that would still have to happen."""
        from aovconsole.feeds.tables import RowRefused

        last = self._seat.now + CLOCK_SKEW
        ahead = [row for row in rows if row.begin_at > last] if table == "incidents" else []
        return [RowRefused(row.line, "begin", "ligt in de toekomst") for row in ahead]

    def _past(self, moment: datetime) -> str | None:
        """The moment as it is stored; what lies ahead is known since now."""
        return stored(moment) if moment <= self._seat.now else None
