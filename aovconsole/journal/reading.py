"""Questions to the read tables, for the desk, the commands and the screens."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple
from unicodedata import combining

from aovconsole.domain.record import LATE_AFTER_MINUTES, Instant, Record
from aovconsole.domain.view import CalendarDay, SubjectRow, minutes_between
from aovconsole.journal.sqlite import Connection
from aovconsole.journal.views import records_of, records_where

_ROW = ", ".join(SubjectRow._fields)
_DAY = ", ".join(CalendarDay._fields)


class LogRow(NamedTuple):
    """One line of a timeline with what its record says about writing it."""

    pos: int
    record_id: str
    subject: str
    dossier: str
    at: Instant
    clock: str
    type: str
    text: str
    kind: str
    source: str
    place: str
    correction: str
    corrected_by: str
    extra: str
    author: str
    station: str
    recorded_at: Instant
    received_at: Instant
    number: str

    @property
    def late(self) -> bool:
        """Whether the line was written more than five minutes after it happened."""
        return minutes_between(self.at, self.recorded_at) > LATE_AFTER_MINUTES

    @property
    def stands(self) -> str:
        """The text that holds now: the correction of a line, where there is one."""
        return self.correction or self.text

    @property
    def more(self) -> dict[str, Any]:
        """What is seldom there: body, tags, marks, late, withdrawn."""
        values: dict[str, Any] = json.loads(self.extra) if self.extra != "{}" else {}
        return values


class Said(NamedTuple):
    """One timeline item in short; `record_kind` is the kind of the record that made it."""

    record_kind: str
    type: str
    kind: str
    text: str
    correction: str
    corrected_by: str


class Found(NamedTuple):
    """One hit of a search: the line and the dossier that it stands in."""

    row: LogRow
    number: str
    title: str


MOST_WORDS = 12
"""A search looks for no more words than this."""

_LOG_COLUMNS = (
    ", ".join(f"t.{name}" for name in LogRow._fields[:14])
    + ", coalesce(o.title, ''), r.station, r.recorded_at, r.received_at, coalesce(d.number, '')"
)
_LOG_JOIN = (
    " JOIN records r ON r.pos = t.pos LEFT JOIN subjects o ON o.subject = r.author"
    " LEFT JOIN subjects d ON d.subject = t.dossier"
)


class SubjectReading:
    """What can be read from one connection; sees the uncommitted work of its own transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def subject(self, subject: str) -> SubjectRow | None:
        """The row of one subject."""
        rows = self._rows("WHERE subject = ?", subject)
        return rows[0] if rows else None

    def by_number(self, number: str) -> tuple[SubjectRow, ...]:
        """The subjects that carry a number (more than one when two stations took the same letters)."""
        return self._rows("WHERE number = ? AND number <> '' ORDER BY subject", number)

    def numbers(self) -> tuple[str, ...]:
        """Every number of a dossier that was given."""
        cursor = self._connection.execute(
            "SELECT number FROM subjects WHERE number <> '' AND subject = dossier ORDER BY number"
        )
        return tuple(row[0] for row in cursor)

    def of_type(self, type_: str, *, status: str = "", begin_from: Instant = "") -> tuple[SubjectRow, ...]:
        """The subjects of one type, the oldest first; of one status, those that began before a moment left out."""
        if status:
            within = "WHERE type = ? AND status = ? AND begin_at >= ? ORDER BY begin_at, subject"
            return self._rows(within, type_, status, begin_from)
        return self._rows("WHERE type = ? ORDER BY begin_at, subject", type_)

    def newest(self, type_: str, limit: int) -> tuple[SubjectRow, ...]:
        """The subjects of one type that began last, the newest first."""
        return self._rows("WHERE type = ? ORDER BY begin_at DESC, subject DESC LIMIT ?", type_, limit)

    def in_dossier(self, dossier: str, type_: str) -> tuple[SubjectRow, ...]:
        """The subjects of one type that hang under a dossier (empty: the general log), in order of number."""
        within = "dossier = ? AND dossier <> ''" if dossier else "dossier = ?"  # the index leaves empty ones out
        return self._rows(f"WHERE {within} AND type = ? ORDER BY length(number), number", dossier, type_)

    def running_actions(self) -> tuple[SubjectRow, ...]:
        """Actions that are not closed, the one that is due first on top, those without a term last."""
        return self._rows(
            "WHERE type = 'action' AND status IN ('open', 'busy', 'done') ORDER BY end_at = '', end_at, begin_at"
        )

    def waiting_decisions(self) -> tuple[SubjectRow, ...]:
        """Decisions that stand in a dossier that is not closed, and must be checked or lack grounds."""
        return self._rows(
            "WHERE type = 'decision' AND status = 'made'"
            " AND (end_at <> '' OR json_array_length(body, '$.lacking') > 0)"
            " AND NOT EXISTS (SELECT 1 FROM subjects d WHERE d.subject = subjects.dossier AND d.status = 'closed')"
            " ORDER BY begin_at, number"
        )

    def running_measures(self, moment: Instant, dossier: str = "") -> tuple[SubjectRow, ...]:
        """Measures (of a dossier, or all) that wait, hold at a moment, owe something, or after which a term runs."""
        running = "type = 'measure' AND json_extract(body, '$.runs_until') > ?"
        if dossier:
            return self._rows(f"WHERE dossier = ? AND dossier <> '' AND {running} ORDER BY begin_at", dossier, moment)
        return self._rows(f"WHERE {running} ORDER BY begin_at, subject", moment)

    def running_plans(self, before: Instant) -> tuple[SubjectRow, ...]:
        """Plans that run and of which an open line is late before a moment, the one that began first on top."""
        due = "json_extract(body, '$.next_due_at') BETWEEN '1' AND ?"
        return self._rows(f"WHERE type = 'plan' AND status = 'running' AND {due} ORDER BY begin_at, subject", before)

    def ending_after(self, type_: str, moment: Instant) -> tuple[SubjectRow, ...]:
        """The subjects of one type that are not over at a moment or have no end, the one that began first on top."""
        return self._rows("WHERE type = ? AND (end_at > ? OR end_at = '') ORDER BY begin_at, subject", type_, moment)

    def takings(self, moment: Instant, since: Instant) -> tuple[SubjectRow, ...]:
        """Who took a duty over and has it at a moment or began since, and the handovers since that stand."""
        taken = "type = 'holding' AND (end_at > ? OR end_at = '' OR begin_at >= ?)"
        moved = "iif(type = 'handover' AND status = 'accepted', end_at, begin_at)"
        given = f"type = 'handover' AND status IN ('open', 'accepted') AND {moved} >= ?"
        order = f"ORDER BY {moved}, json_extract(body, '$.accepted_clock'), subject"
        return self._rows(f"WHERE ({taken}) OR ({given}) {order}", moment, since, since)

    def days(self, begin_at: Instant, end_at: Instant) -> tuple[CalendarDay, ...]:
        """What stands on the calendar between two moments, in order of time; the end is not included."""
        cursor = self._connection.execute(
            f"SELECT {_DAY} FROM days WHERE begin_at < ? AND (end_at > ? OR begin_at >= ?)"
            " ORDER BY begin_at, end_at, layer, title, uid",
            (end_at, begin_at, begin_at),
        )
        return tuple(map(CalendarDay._make, cursor))

    def calendar_items(self, source: str) -> tuple[SubjectRow, ...]:
        """The items of one imported calendar."""
        return self._rows("WHERE type = 'calendar' AND json_extract(body, '$.source') = ?", source)

    def calendar_items_named(self, identity: str, *, but: str) -> tuple[SubjectRow, ...]:
        """The items with an identity in all imported calendars but one."""
        condition = "type = 'calendar' AND json_extract(body, '$.identity') = ? AND json_extract(body, '$.source') <> ?"
        return self._rows(f"WHERE {condition}", identity, but)

    def unexpanded(self, day: str) -> tuple[SubjectRow, ...]:
        """Recurring calendar items that were expanded to before a day (ISO date)."""
        return self._rows(
            "WHERE type = 'calendar' AND status <> 'vanished'"
            " AND json_extract(body, '$.expanded_until') BETWEEN '1' AND ?",
            day,
        )

    def records(self, *, dossier: str = "", subject: str = "", kinds: str = "") -> tuple[Record, ...]:
        """Whole records: of a dossier, of a subject, or of all kinds that start with a word; with what is left."""
        if dossier:
            return tuple(records_where(self._connection, "WHERE dossier = ? AND dossier <> '' ORDER BY clock", dossier))
        if subject:
            return records_of(self._connection, subject)
        left = "OR (kind = 'erasure.left' AND subject IN (SELECT subject FROM records WHERE kind GLOB ?1))"
        return tuple(records_where(self._connection, f"WHERE kind GLOB ?1 {left}", f"{kinds}.*"))

    def records_of_kinds(self, subject: str, *kinds: str) -> tuple[Record, ...]:
        """The records of some kinds of a subject that is not named by a record."""
        within = "WHERE subject = ? AND subject <> id AND kind IN (SELECT value FROM json_each(?))"
        return tuple(records_where(self._connection, within, subject, json.dumps(kinds)))

    def moments_in(self, dossier: str) -> tuple[Instant, ...]:
        """The moments at which records of a dossier were received here, each once, the oldest first."""
        cursor = self._connection.execute(
            "SELECT DISTINCT received_at FROM records WHERE dossier = ? AND dossier <> '' ORDER BY 1", (dossier,)
        )
        return tuple(row[0] for row in cursor)

    def record(self, record_id: str) -> Record | None:
        """One record by its id."""
        return next(records_where(self._connection, "WHERE id = ?", record_id), None)

    def _rows(self, condition: str, *values: object) -> tuple[SubjectRow, ...]:
        cursor = self._connection.execute(f"SELECT {_ROW} FROM subjects {condition}", values)
        return tuple(map(SubjectRow._make, cursor))


class Reading(SubjectReading):
    """What can be read of subjects, of their records, and of the lines of timelines."""

    def line_count(self, dossier: str) -> int:
        """How many timeline items a dossier has."""
        cursor = self._connection.execute("SELECT count(*) FROM timeline WHERE dossier = ?", (dossier,))
        return int(cursor.fetchone()[0])

    def line_page(self, dossier: str, offset: int, limit: int) -> tuple[LogRow, ...]:
        """Timeline items of a dossier by place in the order of happening, `offset` from the first."""
        cursor = self._connection.execute(
            f"SELECT {_LOG_COLUMNS} FROM"
            " (SELECT pos FROM timeline WHERE dossier = ? ORDER BY at, clock LIMIT ? OFFSET ?)"
            f" p JOIN timeline t ON t.pos = p.pos{_LOG_JOIN} ORDER BY t.at, t.clock",
            (dossier, limit, offset),
        )
        return tuple(map(LogRow._make, cursor))

    def lines(
        self,
        *,
        dossier: str | None = None,
        since: Instant = "",
        new_since: Instant = "",
        type_: str = "",
        kind: str = "",
        source: str = "",
        place: str = "",
        tag: str = "",
        status: str = "",
        struck: bool = False,
        words: str = "",
    ) -> tuple[LogRow, ...]:
        """Timeline items in the order of happening; all dossiers when none is named.

        `new_since` asks what happened or became known here after it, `kind` that of a log line or the type of another
        item; a source and a place count however they are written, a `tag` is named as it is kept; `words` are found
        as `search` finds them; `struck` leaves what was corrected or withdrawn.
        """
        asked = {
            "t.dossier = ?": dossier,
            "t.at >= ?": since or None,
            "max(t.at, r.received_at) > ?": new_since or None,
            "t.type = ?": type_ or None,
            "? IN (t.kind, t.type)": kind or None,
            "t.source IN (SELECT value FROM json_each(?))": self._spelled("source", source, dossier),
            "t.place IN (SELECT value FROM json_each(?))": self._spelled("place", place, dossier),
            "? IN (SELECT value FROM json_each(t.extra, '$.tags'))": tag or None,
            "json_extract(t.extra, '$.status') = ?": status or None,
            "t.corrected_by <> ?": "" if struck else None,
            "t.pos IN (SELECT rowid FROM search WHERE search MATCH ?)": (fts_query(words) or '""') if words else None,
        }
        conditions = {condition: value for condition, value in asked.items() if value is not None}
        where = f"WHERE {' AND '.join(['1', *conditions])} ORDER BY t.at, t.clock, t.record_id"
        asking = f"SELECT {_LOG_COLUMNS} FROM timeline t{_LOG_JOIN} {where}"
        return tuple(map(LogRow._make, self._connection.execute(asking, tuple(conditions.values()))))

    def said(self, dossier: str, since: Instant) -> tuple[Said, ...]:
        """What was said in a dossier since a moment, in no order: only what it takes to see what it is about."""
        cursor = self._connection.execute(
            "SELECT r.kind, t.type, t.kind, t.text, t.correction, t.corrected_by"
            " FROM timeline t JOIN records r ON r.pos = t.pos WHERE t.dossier = ? AND t.at >= ?",
            (dossier, since),
        )
        return tuple(map(Said._make, cursor))

    def lines_after(self, pos: int, *, but: str = "") -> tuple[LogRow, ...]:
        """Timeline items that came in after a place in the order of arrival, of every dossier but one."""
        cursor = self._connection.execute(
            f"SELECT {_LOG_COLUMNS} FROM timeline t{_LOG_JOIN} WHERE t.pos > ? AND t.dossier <> ? ORDER BY t.pos",
            (pos, but or "-"),
        )
        return tuple(map(LogRow._make, cursor))

    def said_in(self, column: Literal["source", "place", "kind", "type"], dossier: str | None) -> tuple[str, ...]:
        """What the timeline items of a dossier (of all when it is None) say in one column, each once, in order."""
        within, values = ("", ()) if dossier is None else (" AND dossier = ?", (dossier,))
        cursor = self._connection.execute(
            f"SELECT DISTINCT {column} FROM timeline WHERE {column} <> ''{within} ORDER BY 1", values
        )
        return tuple(row[0] for row in cursor)

    def tags_in(self, dossier: str) -> tuple[str, ...]:
        """The tags that the lines of a dossier carry, each once, in order."""
        cursor = self._connection.execute(
            "SELECT DISTINCT value FROM timeline, json_each(extra, '$.tags')"
            " WHERE dossier = ? AND extra <> '{}' ORDER BY 1",
            (dossier,),
        )
        return tuple(row[0] for row in cursor)

    def _spelled(self, column: Literal["source", "place"], name: str, dossier: str | None) -> str | None:
        """The ways in which a name is written in a column, as a JSON list: SQLite folds the case of ASCII only."""
        if not name:
            return None
        from aovconsole.domain.typed_names import name_key  # most lists ask for no name

        wanted = name_key(name)
        return json.dumps([said for said in self.said_in(column, dossier) if name_key(said) == wanted])

    def line(self, record_id: str) -> LogRow | None:
        """The timeline item that a record made."""
        cursor = self._connection.execute(
            f"SELECT {_LOG_COLUMNS} FROM timeline t{_LOG_JOIN} WHERE r.id = ?", (record_id,)
        )
        row = cursor.fetchone()
        return LogRow._make(row) if row else None

    def search(self, query: str, limit: int = 50) -> tuple[Found, ...]:
        """The newest timeline items that hold all words of a query, each word as a prefix; a number comes first."""
        named = self._of_number(query.strip().upper())
        match = fts_query(query)
        if not match:
            return named
        cursor = self._connection.execute(
            f"SELECT {_LOG_COLUMNS}, coalesce(d.title, '') FROM"
            " (SELECT rowid AS pos FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?) f"
            f" JOIN timeline t ON t.pos = f.pos{_LOG_JOIN} ORDER BY t.pos DESC",
            (match, limit),
        )
        return named + tuple(Found(LogRow._make(row[:-1]), row[-2], row[-1]) for row in cursor)

    def _of_number(self, number: str) -> tuple[Found, ...]:
        """The first timeline item of each dossier that carries a number."""
        if not number.isascii():
            return ()
        dossiers = [row for row in self.by_number(number) if row.subject == row.dossier]
        first = [(row, line) for row in dossiers for line in self.line_page(row.subject, 0, 1)]
        return tuple(Found(line, row.number, row.title) for row, line in first)


def fts_query(text: str) -> str:
    """What a person typed as a full-text query: every word must be there, the start of a word is enough."""
    words = "".join(sign if sign.isalnum() or combining(sign) else " " for sign in text).split()
    return " ".join(f'"{word}"*' for word in words[:MOST_WORDS] if any(map(str.isalnum, word)))


def nearest(number: str, numbers: Sequence[str]) -> tuple[str, ...]:
    """The numbers that look most like one that does not exist."""
    from difflib import get_close_matches  # only on a mistake

    return tuple(get_close_matches(number.upper(), numbers, n=3, cutoff=0.6))
