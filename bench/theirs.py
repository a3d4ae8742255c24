"""The other sides: the bare libraries at the same work, with nothing of the console around them."""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from bench.measure import Side
from bench.programs import seconds_to_end, seconds_to_paint

HERE = Path(__file__).parent
ROW_BYTES = 389
BLOCK = 300


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="aov-bench-") as folder:
        yield Path(folder)


def body(number: int) -> str:
    """A made-up row of 389 bytes of JSON, the mean of the records (perf.md)."""
    text = f'{{"kind":"log.line","number":{number},"text":"politie @Vrijthof instroom loopt vast","fill":"'
    return text + "x" * (ROW_BYTES - len(text) - 2) + '"}'


def per_call(call: Any, times: int) -> float:
    """Seconds that one of many calls takes; the call is given the number of the turn."""
    begin = time.perf_counter()
    for number in range(times):
        call(number)
    return (time.perf_counter() - begin) / times


# --- whole programs


@contextmanager
def bare_app_start() -> Iterator[Side]:
    """From exec to the first paint of a Textual app with one Static."""
    command = [sys.executable, str(HERE / "bare_app.py")]
    yield lambda: seconds_to_paint(command, "klaar")


@contextmanager
def one_shot_insert() -> Iterator[Side]:
    """A process that puts one row into a SQLite file by the standard library."""
    with scratch() as folder:
        command = [sys.executable, str(HERE / "one_shot.py"), str(folder / "one.db"), body(1)]
        yield lambda: seconds_to_end(command)


# --- the store


def open_raw(path: Path) -> Any:
    """A connection of the same SQLite as the journal's: WAL, every commit flushed."""
    import pysqlite3

    connection = pysqlite3.connect(str(path), isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE records (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL)")
    return connection


@contextmanager
def raw_insert() -> Iterator[Side]:
    """One row of 389 bytes in a transaction of its own; seconds for one of a block."""
    with scratch() as folder:
        connection = open_raw(folder / "raw.db")
        ids = iter(range(sys.maxsize))

        def insert(number: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO records (id, body) VALUES (?, ?)", (f"{next(ids):032x}", body(number)))
            connection.execute("COMMIT")

        yield lambda: per_call(insert, BLOCK)
        connection.close()


# --- search


def words(count: int = 20_000, seed: int = 7) -> list[str]:
    """Made-up words, the first ones to be used the most."""
    chance = random.Random(seed)
    starts = [
        "b",
        "br",
        "d",
        "dr",
        "f",
        "g",
        "h",
        "j",
        "k",
        "kr",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "sch",
        "st",
        "t",
        "v",
        "w",
        "z",
    ]
    vowels = ["a", "aa", "e", "ee", "i", "ie", "o", "oe", "oo", "u", "ui", "ij"]
    ends = ["", "l", "m", "n", "ng", "r", "rt", "s", "t", "k"]
    syllables = [start + vowel + end for start in starts for vowel in vowels for end in ends]
    return ["".join(chance.choices(syllables, k=chance.randint(1, 3))) for _ in range(count)]


def lines(count: int, seed: int = 7) -> Iterator[str]:
    """Made-up log lines of about 92 characters over a vocabulary in which a few words make most of the text."""
    chance, known = random.Random(seed), words()
    for _ in range(count):
        yield " ".join(known[int(len(known) * chance.random() ** 4)] for _ in range(9))


def prefixes(count: int = 200, seed: int = 11) -> list[str]:
    """What a person has typed so far: the first three to five letters of a word."""
    chance, known = random.Random(seed), words()
    return [chance.choice(known)[: chance.randint(3, 5)] for _ in range(count)]


def p99_of(ask: Callable[[str], object], queries: list[str]) -> float:
    """The time that 99 of 100 queries stay under."""
    times = []
    for query in queries:
        begin = time.perf_counter()
        ask(query)
        times.append(time.perf_counter() - begin)
    return sorted(times)[int(0.99 * len(times))]


def fts_prefix_search(count: int) -> AbstractContextManager[Side]:
    """The newest 50 lines that hold a word with this beginning, by a bare FTS5 table; p99."""

    @contextmanager
    def opened() -> Iterator[Side]:
        with scratch() as folder:
            connection = open_raw(folder / "fts.db")
            connection.execute("CREATE TABLE lines (seq INTEGER PRIMARY KEY, text TEXT NOT NULL)")
            connection.execute(
                "CREATE VIRTUAL TABLE found USING fts5(text, content='lines', content_rowid='seq', prefix='2 3',"
                " tokenize='unicode61 remove_diacritics 2')"
            )
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO lines (text) VALUES (?)", ((line,) for line in lines(count)))
            connection.execute("INSERT INTO found (found) VALUES ('rebuild')")
            connection.execute("COMMIT")
            statement = (
                "SELECT seq, text FROM lines WHERE seq IN"
                " (SELECT rowid FROM found WHERE found MATCH ? ORDER BY rowid DESC LIMIT 50) ORDER BY seq DESC"
            )
            queries = [f'"{prefix}"*' for prefix in prefixes()]
            yield lambda: p99_of(lambda query: connection.execute(statement, (query,)).fetchall(), queries)
            connection.close()

    return opened()


# --- widgets


def data_table_append(count: int) -> AbstractContextManager[Side]:
    """One row added to a DataTable of this many, until it is painted; seconds of processor time.

    The app lives on a loop of its own, on which each measurement runs; the pilot's own waiting is no
    processor time and so does not count.
    """
    from textual.app import App, ComposeResult
    from textual.widgets import DataTable

    class TableApp(App[None]):
        """One table."""

        def compose(self) -> ComposeResult:
            yield DataTable[str]()

        def on_mount(self) -> None:
            table = self.query_one(DataTable)
            table.add_columns("tijd", "bron", "tekst", "soort")
            table.add_rows(("15:11", "politie", f"regel {number}", "feit") for number in range(count))

    @contextmanager
    def opened() -> Iterator[Side]:
        with asyncio.Runner() as runner:
            app = TableApp()
            test = app.run_test(size=(140, 42))
            pilot = runner.run(test.__aenter__())

            async def append() -> float:
                await pilot.pause()
                begin = time.process_time()
                table = app.query_one(DataTable)
                table.add_row("15:12", "THOR", "omleiding staat", "feit")
                table.move_cursor(row=table.row_count - 1)
                await pilot.pause()
                return time.process_time() - begin

            yield lambda: runner.run(append())
            runner.run(test.__aexit__(None, None, None))

    return opened()


# --- calendars


def calendar_text(count: int) -> bytes:
    """An .ics file of this many items, a tenth of them recurring, as calendars publish them."""
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//aovconsole//bench//NL\r\n"
    items = []
    for number in range(count):
        day = f"2027{number % 12 + 1:02d}{number % 28 + 1:02d}"
        rule = "RRULE:FREQ=WEEKLY;COUNT=10\r\n" if number % 10 == 0 else ""
        items.append(
            f"BEGIN:VEVENT\r\nUID:{number}@bench\r\nDTSTAMP:20261101T120000Z\r\n"
            f"DTSTART:{day}T180000Z\r\nDTEND:{day}T220000Z\r\n{rule}"
            f"SUMMARY:Evenement {number}\r\nLOCATION:Vrijthof\\, Maastricht\r\n"
            f"DESCRIPTION:Een avond met muziek en een lange toelichting\\, die over de regel\r\n  heen loopt\r\n"
            f"END:VEVENT\r\n"
        )
    return (head + "".join(items) + "END:VCALENDAR\r\n").encode()


def docx_rows(count: int) -> Iterator[tuple[str, ...]]:
    """Rows of five cells, as a log has them."""
    for number, text in enumerate(lines(count)):
        yield str(number), "zo 7 feb 14:10", "politie", text, "Vrijthof"


def docx_add_row(count: int) -> AbstractContextManager[Side]:
    """A table of this many rows, row by row as python-docx does it, saved."""

    @contextmanager
    def opened() -> Iterator[Side]:
        from docx import Document

        rows = list(docx_rows(count))

        def write(_turn: int) -> None:
            document = Document()
            table = document.add_table(rows=0, cols=5)
            for row in rows:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = text
            document.save(BytesIO())

        yield lambda: per_call(write, 1)

    return opened()


def icalendar_parse(count: int) -> AbstractContextManager[Side]:
    """A file of this many items, read by icalendar and no more."""

    @contextmanager
    def opened() -> Iterator[Side]:
        from icalendar import Calendar

        text = calendar_text(count)
        yield lambda: per_call(lambda _turn: Calendar.from_ical(text), 1)

    return opened()
