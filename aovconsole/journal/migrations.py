"""The schema of the journal, step by step; imported only when a file has to be made or brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils.db import Database

migrations = Migrations("journal")

_RECORDS = """
CREATE TABLE records (
    pos INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    realm TEXT NOT NULL,
    station TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    clock TEXT NOT NULL,
    clock_source TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    occurred_at TEXT NOT NULL,
    received_at TEXT NOT NULL,
    author TEXT NOT NULL,
    dossier TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    payload TEXT NOT NULL,
    salt TEXT NOT NULL,
    payload_hash TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX records_chain ON records (station, seq, hash);
CREATE INDEX records_subject ON records (subject) WHERE subject <> id;
CREATE INDEX records_dossier ON records (dossier, clock) WHERE dossier <> '';
CREATE TRIGGER records_no_update BEFORE UPDATE ON records
BEGIN SELECT RAISE(ABORT, 'een record wordt nooit gewijzigd'); END;
CREATE TRIGGER records_no_delete BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'een record wordt nooit verwijderd'); END;
CREATE TRIGGER records_no_replace BEFORE INSERT ON records
WHEN EXISTS (SELECT 1 FROM records WHERE id = NEW.id OR pos = NEW.pos)
  OR EXISTS (SELECT 1 FROM records WHERE station = NEW.station AND seq = NEW.seq AND hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'een record wordt nooit vervangen'); END;
CREATE TABLE home (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

_READ_TABLES = """
CREATE TABLE subjects (
    subject TEXT PRIMARY KEY,
    type TEXT NOT NULL,
    dossier TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    begin_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    place TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX subjects_type ON subjects (type, status, begin_at);
CREATE INDEX subjects_number ON subjects (number) WHERE number <> '';
CREATE INDEX subjects_dossier ON subjects (dossier, type) WHERE dossier <> '';
CREATE TABLE timeline (
    pos INTEGER PRIMARY KEY,
    record_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    dossier TEXT NOT NULL,
    at TEXT NOT NULL,
    clock TEXT NOT NULL,
    type TEXT NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    place TEXT NOT NULL,
    correction TEXT NOT NULL,
    corrected_by TEXT NOT NULL,
    extra TEXT NOT NULL
) STRICT;
CREATE INDEX timeline_dossier ON timeline (dossier, at, clock);
CREATE TABLE days (
    subject TEXT NOT NULL,
    begin_at TEXT NOT NULL,
    end_at TEXT NOT NULL,
    begin_on TEXT NOT NULL,
    end_on TEXT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    status TEXT NOT NULL,
    layer TEXT NOT NULL,
    uid TEXT NOT NULL,
    dossier TEXT NOT NULL
) STRICT;
CREATE INDEX days_begin ON days (begin_at, end_at);
CREATE INDEX days_subject ON days (subject);
CREATE VIRTUAL TABLE search USING fts5 (
    text, correction, content='timeline', content_rowid='pos',
    tokenize="unicode61 remove_diacritics 2", prefix='2 3', columnsize=0
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
INSERT INTO search (search, rank) VALUES ('automerge', 8);
"""


@migrations()
def m001_records(db: Database) -> None:
    """The records with their guards, and what this home knows of itself."""
    _run(db, _RECORDS)
    db.execute("PRAGMA user_version = 1")


@migrations()
def m002_read_tables(db: Database) -> None:
    """The tables that the views live in; `journal rebuild` fills them again."""
    _run(db, _READ_TABLES)
    db.execute("PRAGMA user_version = 2")


_ERASED = """
CREATE TABLE erased (record_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
DROP TRIGGER records_no_update;
CREATE TRIGGER records_no_update BEFORE UPDATE ON records
WHEN NOT (
  NEW.payload = '' AND NEW.salt = '' AND OLD.id IN (SELECT record_id FROM erased)
  AND (NEW.pos, NEW.id, NEW.realm, NEW.station, NEW.seq, NEW.clock, NEW.clock_source, NEW.recorded_at, NEW.occurred_at)
    IS (OLD.pos, OLD.id, OLD.realm, OLD.station, OLD.seq, OLD.clock, OLD.clock_source, OLD.recorded_at, OLD.occurred_at)
  AND (NEW.received_at, NEW.author, NEW.dossier, NEW.subject, NEW.kind, NEW.v, NEW.payload_hash, NEW.prev, NEW.hash)
    IS (OLD.received_at, OLD.author, OLD.dossier, OLD.subject, OLD.kind, OLD.v, OLD.payload_hash, OLD.prev, OLD.hash)
  AND NEW.signature IS OLD.signature
)
BEGIN SELECT RAISE(ABORT, 'een record wordt nooit gewijzigd'); END;
"""


@migrations()
def m003_views_of_the_incident_desk(db: Database) -> None:
    """The views say more than before: fold everything again."""
    from aovconsole.journal.views import rebuild

    rebuild(db.conn)
    db.execute("PRAGMA user_version = 3")


@migrations()
def m004_erasing(db: Database) -> None:
    """The contents of a record may go once an erasure names it; nothing else of it may."""
    _run(db, _ERASED)
    db.execute("PRAGMA user_version = 4")


@migrations()
def m005_views_of_the_cmt_day(db: Database) -> None:
    """A decision says what it rests on: fold everything again."""
    from aovconsole.journal.views import rebuild

    rebuild(db.conn)
    db.execute("PRAGMA user_version = 5")


@migrations()
def m006_views_of_what_a_cmt_takes_over(db: Database) -> None:
    """Answers, thresholds and rhythms say where they come from: fold everything again."""
    from aovconsole.journal.views import rebuild

    rebuild(db.conn)
    db.execute("PRAGMA user_version = 6")


def _run(db: Database, script: str) -> None:
    """Run statements one by one inside the migration's own transaction (executescript would commit it)."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.rstrip().endswith(";") and (not statement.startswith("CREATE TRIGGER") or "END;" in line):
            db.execute(statement)
            statement = ""
