"""Retention at the desk: what may go when, and destroying a dossier as a decision with a name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from aovconsole.desk.erasure_rewriting import Wanted
from aovconsole.desk.erasures import Erased, ErasureDesk, Held, chosen_of
from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.erasure import KEPT
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.retention import DossierDestroyed, due_on, over_at
from aovconsole.domain.text import clean
from aovconsole.domain.times import CLOCK_SKEW, date_text, read_stored, stored
from aovconsole.domain.traces import RUN, Traces, of_payload, united
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.views import records_where
from aovconsole.reference.files import load_erasure, load_retention
from aovconsole.reference.retention import RetentionResult, RetentionTable

_OF_DOSSIER = (
    "WHERE (dossier = ?1 OR subject IN (SELECT subject FROM records WHERE dossier = ?1)) AND payload <> ''"
    " ORDER BY subject, clock"
)


class Kept(NamedTuple):
    """One dossier that is over: under what result it falls, when its term ends, and whether the archivist must decide.

    `state`: `due` its term is over, `running` it is not, `permanent`, or `archivist` while nobody chose a result.
    """

    row: SubjectRow
    closed_at: Instant
    result: RetentionResult | None
    due: date | None
    archivist: bool
    state: str
    note: str
    source: str


class RetentionDesk:
    """What can be asked about retention."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._erasures = ErasureDesk(seat)

    def kept(self) -> tuple[Kept, ...]:
        """Every dossier that is over, the one whose term ends first on top; those without a term last.

        Raises:
            CommandRefused: the user's own table has a mistake.
        """
        table = load_retention(self._seat.journal.home)
        last = dict(
            self._seat.journal.connection.execute(
                "SELECT dossier, max(occurred_at) FROM records"
                " WHERE dossier <> '' AND kind NOT GLOB 'erasure.*' GROUP BY 1"
            )
        )
        rows = [row for number in self._seat.reading.numbers() for row in self._seat.reading.by_number(number)]
        found = [
            self._of(row, closed_at, table, "")
            for row in rows
            if row.subject == row.dossier and (closed_at := self._over(row, last.get(row.subject, "")))
        ]
        return tuple(sorted(found, key=lambda one: (one.due or date.max, one.closed_at, one.row.number)))

    def of(self, row: SubjectRow) -> Kept | None:
        """How long one dossier is kept; None while it is open."""
        closed_at = self._over(row, self._last(row))
        return self._of(row, closed_at, load_retention(self._seat.journal.home), "") if closed_at else None

    def held(self, number: str) -> tuple[Held, ...]:
        """What outside a dossier repeats what stands in it: a handover that passed it on, a plan, a sitrap.

        Raises:
            CommandRefused: there is no such dossier.
        """
        records = self._records(self._seat.find(number))
        return tuple(self._erasures.repeating(records, _long(records), whole=False))

    def destroy(
        self,
        number: str,
        *,
        by: str,
        ground: str,
        code: str = "",
        decision: str = "",
        also: Sequence[str] | None = None,
    ) -> Erased:
        """Destroy the contents of a dossier; what stays is its number, the hashes, and who decided on what ground.

        `code` is the result that the archivist chose, `decision` the reference of that decision.

        Raises:
            CommandRefused: it is open, it is kept for ever, its term runs, nobody chose a result, the archivist did not
                decide, `by` is no NAAM/FUNCTIE, there is no such ground, or `also` is open while something repeats it.
        """
        row = self._seat.find(number)
        name, _, function = wanted(by, "wie besluit").partition("/")
        if not name.strip() or not function.strip():
            raise CommandRefused("--by vraagt NAAM/FUNCTIE van wie het besluit nam")
        label = load_erasure(self._seat.journal.home).called(ground).label
        closed_at, result, due = self._may_go(row, code, clean(decision.strip()))
        records = self._records(row)
        traces = _long(records)
        held = tuple(self._erasures.repeating(records, traces, whole=False))
        chosen = chosen_of(held, also)
        more = list(filter(None, map(self._seat.reading.record, chosen)))
        trace = DossierDestroyed(
            row.number, row.type, result.code, load_retention(self._seat.journal.home).list, closed_at,
            due.isoformat(), f"{name.strip()}/{function.strip()}", label, clean(decision.strip()), len(records),
        )  # fmt: skip
        asked = Wanted(frozenset(one.id for one in records), Traces(), traces, whole=True)
        drafts = [one for one in chosen if one.startswith("concept:")]
        last = [Draft(trace, dossier=row.subject)]
        return self._erasures.erase([*records, *more], label, asked, drafts=drafts, last=last)

    def _may_go(self, row: SubjectRow, code: str, decision: str) -> tuple[Instant, RetentionResult, date]:
        """When it was over, its result and the end of its term; refuses when it may not go."""
        closed_at = self._over(row, self._last(row))
        if not closed_at:
            raise CommandRefused(f"{row.number} is nog niet afgesloten of voorbij")
        kept = self._of(row, closed_at, load_retention(self._seat.journal.home), code)
        if kept.result is None:
            raise CommandRefused(f"{row.number}: {kept.note}; noem met --code het resultaat dat de archivaris koos")
        if kept.due is None:
            raise CommandRefused(f"{row.number} blijft: {kept.result.code} {kept.result.label} wordt niet vernietigd")
        if kept.state != "due":
            raise CommandRefused(f"de termijn van {row.number} ({kept.result.code}) loopt tot {date_text(kept.due)}")
        if kept.archivist and not decision:
            raise CommandRefused(
                f"{row.number} gaat niet weg zonder besluit van de archivaris: noem het met --decision"
            )
        return closed_at, kept.result, kept.due

    def _of(self, row: SubjectRow, closed_at: Instant, table: RetentionTable, code: str) -> Kept:
        rule = table.rule(row.type)
        named = code.strip() or (rule.code if rule and rule.code else "")
        result = table.result(named) if named else None
        note = rule.note if rule else "bewaren tot besluit archivaris: dit type staat niet in data/retention.toml"
        archivist = rule.archivist if rule else True
        closed = read_stored(closed_at).astimezone(self._seat.zone).date()
        due = due_on(closed, result.years) if result and not result.permanent else None
        today = self._seat.now.astimezone(self._seat.zone).date()
        state = "permanent" if result and result.permanent else "archivist"
        if due:
            state = "due" if due <= today else "running"
        source = rule.source if rule else table.list_source
        return Kept(row, closed_at, result, due, archivist, state, note, source)

    def _over(self, row: SubjectRow, last_at: Instant) -> Instant:
        return over_at(row, last_at, stored(self._seat.now + CLOCK_SKEW))

    def _last(self, row: SubjectRow) -> Instant:
        found = self._seat.journal.connection.execute(
            "SELECT coalesce(max(occurred_at), '') FROM records WHERE dossier = ? AND kind NOT GLOB 'erasure.*'",
            (row.subject,),
        )
        return str(found.fetchone()[0])

    def _records(self, row: SubjectRow) -> list[Record]:
        found = records_where(self._seat.journal.connection, _OF_DOSSIER, row.subject)
        return [record for record in found if record.kind not in KEPT]


def _long(records: Sequence[Record]) -> Traces:
    """What finds whole sentences of a dossier elsewhere; a name or a number that stands elsewhere is of that place."""
    found = united(of_payload(_payload(record)) for record in records)
    return Traces(frozenset(run for run in found.runs if len(run) >= RUN))


def _payload(record: Record) -> Any:
    try:
        return json.loads(record.payload)
    except (ValueError, RecursionError):
        return {}
