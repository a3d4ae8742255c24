"""The read tables: a subject's row, timeline items and days, replaced in the append's own transaction."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from aovconsole.domain.kinds import after_of, tables_of, tables_of_new
from aovconsole.domain.record import Payload, Record
from aovconsole.domain.view import SubjectRow, Tables, TimelineItem
from aovconsole.journal.sqlite import Connection

_RECORD_COLUMNS = ", ".join(Record._fields)
_INSERT_ROW = "INSERT INTO subjects VALUES (?,?,?,?,?,?,?,?,?,?)"
_INSERT_ITEM = "INSERT INTO timeline VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_INSERT_DAY = "INSERT INTO days VALUES (?,?,?,?,?,?,?,?,?,?,?)"
_INSERT_TEXT = "INSERT INTO search (rowid, text, correction) VALUES (?,?,?)"
_DELETE_TEXT = "INSERT INTO search (search, rowid, text, correction) VALUES ('delete',?,?,?)"


def records_where(connection: Connection, condition: str, *values: object) -> Iterator[Record]:
    """The records that meet a condition (a constant of this package), in the order that it names."""
    cursor = connection.execute(f"SELECT {_RECORD_COLUMNS} FROM records {condition}", values)
    return map(Record._make, cursor)


def records_of(connection: Connection, subject: str) -> tuple[Record, ...]:
    """The records of one subject: the one that started it, and those that refer to it."""
    return (
        *records_where(connection, "WHERE id = ? AND subject = id", subject),
        *records_where(connection, "WHERE subject = ? AND subject <> id", subject),
    )


def add_new(connection: Connection, record: Record, payload: Payload) -> None:
    """Put a subject that starts with this record into the read tables."""
    _insert(connection, tables_of_new(record, payload))


def replace(connection: Connection, subject: str) -> None:
    """Fold one subject again and put what follows from it in the place of what stood there.

    Items of the timeline that stay as they are, with their search text, are not written again.
    """
    records = records_of(connection, subject)
    tables = tables_of(records)
    connection.execute("DELETE FROM subjects WHERE subject = ?", (subject,))
    connection.execute("DELETE FROM days WHERE subject = ?", (subject,))
    wanted = {item.pos: item for item in tables.items}
    there = "SELECT * FROM timeline WHERE pos IN (SELECT value FROM json_each(?))"
    places = json.dumps([record.pos for record in records])
    for old in map(TimelineItem._make, connection.execute(there, (places,)).fetchall()):
        if old == wanted.get(old.pos):
            del wanted[old.pos]
            continue
        connection.execute(_DELETE_TEXT, (old.pos, old.text, old.correction))
        connection.execute("DELETE FROM timeline WHERE pos = ?", (old.pos,))
    _insert(connection, tables._replace(items=tuple(wanted.values())))


def extend(connection: Connection, record: Record, payload: Payload) -> bool:
    """Put what one new record of this station adds to its subject into the read tables; whether that could be told.

    Where this station has said such a thing of the subject before, the record is not the first of it, in any order.
    """
    after = after_of(record.kind)
    row = (
        connection.execute("SELECT * FROM subjects WHERE subject = ?", (record.subject,)).fetchone() if after else None
    )
    if after is None or row is None or not _follows(connection, record):
        return False
    tables = after(SubjectRow._make(row), record, payload) if row else None
    if tables is None:
        return False
    connection.execute("DELETE FROM subjects WHERE subject = ?", (record.subject,))
    _insert(connection, tables)
    return True


def _follows(connection: Connection, record: Record) -> bool:
    """Whether this station said such a thing of the subject before; the plus signs keep the index on the subject."""
    earlier = (
        "SELECT 1 FROM records WHERE subject = ? AND subject <> id AND +station = ? AND kind = ? AND v = ?"
        " AND payload <> '' AND +seq < ? LIMIT 1"
    )
    asked = (record.subject, record.station, record.kind, record.v, record.seq)
    return connection.execute(earlier, asked).fetchone() is not None


def _insert(connection: Connection, tables: Tables) -> None:
    if tables.row is not None:
        connection.execute(_INSERT_ROW, tables.row)
    for item in tables.items:
        connection.execute(_INSERT_ITEM, item)
        connection.execute(_INSERT_TEXT, (item.pos, item.text, item.correction))
    if tables.days:
        connection.executemany(_INSERT_DAY, tables.days)


def rebuild(connection: Connection) -> int:
    """Throw the read tables away and make them again from the records; the number of subjects.

    Runs inside the caller's write transaction, so that nobody sees them empty.
    """
    for table in ("subjects", "timeline", "days"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    folded = _folded(records_where(connection, "ORDER BY subject"))
    count = 0
    for batch in _batches(folded, 2_000):
        count += len(batch)
        connection.executemany(_INSERT_ROW, [tables.row for tables in batch if tables.row is not None])
        items = sorted(item for tables in batch for item in tables.items)
        connection.executemany(_INSERT_ITEM, items)
        connection.executemany(_INSERT_DAY, [day for tables in batch for day in tables.days])
    connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
    return count


def agree(connection: Connection) -> bool:
    """Whether the read tables hold what follows from the records, and nothing else.

    Rows are compared as a bag by the sum of their hashes, so that a large journal needs no memory.
    """
    expected = {"subjects": 0, "timeline": 0, "days": 0}
    for tables in _folded(records_where(connection, "ORDER BY subject")):
        expected["subjects"] += hash(tuple(tables.row)) if tables.row else 0
        expected["timeline"] += sum(hash(tuple(item)) for item in tables.items)
        expected["days"] += sum(hash(tuple(day)) for day in tables.days)
    return all(
        sum(map(hash, connection.execute(f"SELECT * FROM {table}"))) == total for table, total in expected.items()
    )


def _folded(records: Iterator[Record]) -> Iterator[Tables]:
    for _, group in groupby(records, key=attrgetter("subject")):
        yield tables_of(tuple(group))


def _batches(tables: Iterator[Tables], size: int) -> Iterator[list[Tables]]:
    batch: list[Tables] = []
    for one in tables:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def state(connection: Connection) -> dict[str, list[list[Any]]]:
    """Every view in a fixed order, without what is this station's own (order and moment of arrival)."""
    subjects = connection.execute("SELECT * FROM subjects ORDER BY type, subject").fetchall()
    items = connection.execute(
        "SELECT record_id, subject, dossier, at, clock, type, text, kind, source, place, correction,"
        " corrected_by, extra FROM timeline ORDER BY record_id"
    ).fetchall()
    days = connection.execute("SELECT * FROM days").fetchall()
    return {
        "subjects": [list(row) for row in subjects],
        "timeline": [list(row) for row in items],
        "days": sorted(list(row) for row in days),
    }
