"""One row into a SQLite file by the standard library, as a whole process: what `aovconsole log` is measured against."""

import sqlite3
import sys

connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode=WAL")
connection.execute("PRAGMA synchronous=FULL")
connection.execute("CREATE TABLE IF NOT EXISTS records (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, body TEXT)")
connection.execute("INSERT INTO records (id, body) VALUES (hex(randomblob(16)), ?)", (sys.argv[2],))
connection.close()
