"""The console's sides of `rows.py`; each sets its side up and yields what measures it once."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path

from aovconsole.clock import Clock
from aovconsole.desk.desk import Desk
from aovconsole.domain.calendar import ItemRead, item_subject
from aovconsole.domain.demonstration import DemonstrationNoted
from aovconsole.domain.entry import KnownNames
from aovconsole.domain.evenement import EvenementAdded
from aovconsole.domain.log import LineLogged
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from aovconsole.exports.report import Chapter, Column, Moment, Report, Table
from aovconsole.exports.report_files import document_of
from aovconsole.journal.sqlite import connect
from aovconsole.journal.store import Journal, Operator, Writing
from aovconsole.journal.views import rebuild
from bench.measure import Side
from bench.programs import PtyProgram, seconds_to_end, seconds_to_paint
from bench.theirs import BLOCK, calendar_text, docx_rows, lines, p99_of, per_call, prefixes, scratch

OPERATOR = Operator("Bench", "AOV", "bench")
TITLE = "Meetincident"
CONSOLE = [sys.executable, "-m", "aovconsole"]


def desk_at(home: Path) -> Desk:
    """A desk on a home of its own, in the realm test."""
    names = KnownNames.of(["politie", "THOR"], ["Vrijthof", "Markt"])
    return Desk(Journal(home, Clock(), realm="test", code="A"), OPERATOR, lambda: names)


def surroundings(home: Path) -> dict[str, str]:
    """The environment of a console on this home."""
    return {"AOVCONSOLE_HOME": str(home), "AOVCONSOLE_REALM": "test", "AOVCONSOLE_OPERATOR": "Bench/AOV"}


@cache
def filled(count: int) -> Path:
    """A home with one open incident that has this many log lines; made once a run, gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="aov-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    desk = desk_at(folder)
    dossier = desk.incidents.open(TITLE).subject

    def build(texts: list[str]) -> None:
        def drafts(_writing: Writing) -> list[Draft]:
            return [Draft(LineLogged(text, source="politie", place="Vrijthof"), dossier=dossier) for text in texts]

        desk.seat.write(drafts)

    made = lines(count)
    while block := list(itertools.islice(made, 5_000)):
        build(block)
    desk.journal.close()
    return folder


def start(count: int) -> AbstractContextManager[Side]:
    """From exec to the paint that shows the open incident, its lines on disk."""

    @contextmanager
    def opened() -> Iterator[Side]:
        env = surroundings(filled(count))
        yield lambda: seconds_to_paint(CONSOLE, TITLE, env)

    return opened()


@contextmanager
def append() -> Iterator[Side]:
    """One line, understood while it was typed: checked, hashed, signed, indexed, views replaced, on disk."""
    with scratch() as folder:
        desk = desk_at(folder / "home")
        dossier = desk.incidents.open(TITLE).subject
        text = "politie @Vrijthof de instroom loopt vast bij de noordelijke ingang"

        def measure() -> float:
            entries = [desk.log.understand(f"{text} {number}") for number in range(BLOCK)]  # while it was typed
            return per_call(lambda number: desk.log.file((entries[number],), dossier=dossier), BLOCK)

        yield measure
        desk.journal.close()


@contextmanager
def log_command() -> Iterator[Side]:
    """`aovconsole log TEXT`, from exec to the end."""
    with scratch() as folder:
        env = surroundings(folder / "home")
        command = [*CONSOLE, "log", "22:14 politie @Vrijthof instroom loopt vast"]
        seconds_to_end(command, env)
        yield lambda: seconds_to_end(command, env)


def key(count: int) -> AbstractContextManager[Side]:
    """From a cursor key in the log of an incident to its last painted byte, in a real pty."""

    @contextmanager
    def opened() -> Iterator[Side]:
        with PtyProgram(CONSOLE, surroundings(filled(count))) as program:
            program.until(TITLE)
            program.key_to_paint(b"4")
            program.key_to_paint(b"\r")
            for wanted in (b"\x1b[A", b"\x1b[A"):
                program.key_to_paint(wanted)
            yield lambda: sum(program.key_to_paint(b"\x1b[A") for _ in range(8)) / 8

    return opened()


def search(count: int) -> AbstractContextManager[Side]:
    """The newest 50 lines for what a person has typed so far, with dossier and author; p99."""

    @contextmanager
    def opened() -> Iterator[Side]:
        desk = desk_at(filled(count))
        asked = prefixes()
        yield lambda: p99_of(desk.reading.search, asked)
        desk.journal.close()

    return opened()


def fetch_records(count: int) -> AbstractContextManager[Side]:
    """The records themselves, fetched in order and let go."""

    @contextmanager
    def opened() -> Iterator[Side]:
        connection = connect(filled(count) / "journal.db")

        def fetch(_turn: int) -> None:
            for _row in connection.execute("SELECT * FROM records ORDER BY pos"):
                pass

        yield lambda: per_call(fetch, 1)
        connection.close()

    return opened()


def rebuild_views(count: int) -> AbstractContextManager[Side]:
    """Every read table made again from the records."""

    @contextmanager
    def opened() -> Iterator[Side]:
        home = filled(count)
        connection = connect(home / "journal.db")

        def again(_turn: int) -> None:
            connection.execute("BEGIN IMMEDIATE")
            rebuild(connection)
            connection.execute("COMMIT")

        yield lambda: per_call(again, 1)
        connection.close()

    return opened()


def calendar(count: int) -> AbstractContextManager[Side]:
    """An .ics file read, expanded and stored in a journal; each turn in a new one."""

    @contextmanager
    def opened() -> Iterator[Side]:
        raw = calendar_text(count)
        with scratch() as folder:
            homes = (folder / str(number) for number in itertools.count())

            def measure() -> float:
                desk = desk_at(next(homes))
                taken = per_call(lambda _turn: desk.calendar.read(raw, "bench.ics"), 1)
                desk.journal.close()
                return taken

            yield measure

    return opened()


def arrival(count: int) -> AbstractContextManager[Side]:
    """A line that was written, until it is painted in the open log; processor time, without the append."""
    from textual.app import App, ComposeResult

    from aovconsole.domain.times import AMSTERDAM
    from aovconsole.screens.widgets.log_list import LogList
    from aovconsole.screens.widgets.log_pages import JournalLines

    desk = desk_at(filled(count))
    [row] = desk.reading.of_type("incident")

    class LogApp(App[None]):
        """One log."""

        CSS = "LogList { height: 1fr; }"

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return {"quiet": "#888888", "rule": "#444444", "cursor-line": "#26384b"}

        def compose(self) -> ComposeResult:
            lines = JournalLines(desk.reading, row.subject)
            yield LogList(lines, now=lambda: desk.seat.now, zone=AMSTERDAM)

    @contextmanager
    def opened() -> Iterator[Side]:
        with asyncio.Runner() as runner:
            app = LogApp()
            test = app.run_test(size=(140, 42))
            pilot = runner.run(test.__aenter__())

            async def arrive() -> float:
                desk.log.file((desk.log.understand("THOR omleiding staat"),), dossier=row.subject)
                await pilot.pause()
                begin = time.process_time()
                app.query_one(LogList).reload(only_added=True)
                await pilot.pause()
                return time.process_time() - begin

            yield lambda: runner.run(arrive())
            runner.run(test.__aexit__(None, None, None))
            desk.journal.close()

    return opened()


def incident_desk(count: int) -> AbstractContextManager[Side]:
    """A line of another station, until the whole desk of the incident is painted; processor time."""
    from aovconsole.app import ConsoleApp, workbench
    from aovconsole.drafts import drafts_of

    desk = desk_at(filled(count))
    [row] = desk.reading.of_type("incident")
    if not desk.response.who_knows(row):
        desk.incidents.grip(row.subject, 2, by="OvD", alarm_at=desk.seat.now)
        for number in range(20):
            desk.agreements.action(row.subject, f"actie {number}", owner="THOR")

    @contextmanager
    def opened() -> Iterator[Side]:
        with asyncio.Runner() as runner, ThreadPoolExecutor(1) as writer:
            drafts = drafts_of(desk)
            app = ConsoleApp(workbench(desk, drafts, writer))
            test = app.run_test(size=(140, 42))
            pilot = runner.run(test.__aenter__())
            runner.run(app.show_dossier(row.subject))

            async def arrive() -> float:
                await pilot.pause()
                desk.log.file((desk.log.understand("THOR omleiding staat"),), dossier=row.subject)
                begin = time.process_time()
                app.desk_screen.look()
                await pilot.pause()
                return time.process_time() - begin

            yield lambda: runner.run(arrive())
            runner.run(test.__aexit__(None, None, None))
            drafts.close()
            desk.journal.close()

    return opened()


def clashes(count: int) -> AbstractContextManager[Side]:
    """The clashes of a whole year with this many items, read from the journal; seconds for each item."""

    @contextmanager
    def opened() -> Iterator[Side]:
        with scratch() as folder:
            desk = desk_at(folder / "home")
            year_of_items(desk, count)
            days = date(2027, 1, 1), date(2027, 12, 31)
            yield lambda: per_call(lambda _turn: desk.clashes.between(*days), 1) / count
            desk.journal.close()

    return opened()


def year_of_items(desk: Desk, count: int) -> None:
    """Spread items over a year: in twenty one evenement and one demonstration, the rest on calendars of others.

    Half of the evenementen and demonstrations and one in twenty of the others are at known places; the rest is at
    venues, of which there are more where there are more items. Ten begin together, so that there are clashes to tell.
    """
    known = ("Vrijthof", "Markt", "OLV-plein", "De Geusselt", "MECC", "Koningsplein", "Bassin", "Griendpark")
    begin = datetime(2027, 1, 1, 9, tzinfo=UTC)

    def draft(number: int) -> Draft:
        at = begin + timedelta(minutes=number // 10 * 3640 * 24 * 60 / count)
        begin_at, end_at = stored(at), stored(at + timedelta(hours=3))
        place = (
            known[number // 20 % len(known)] if number % 40 in (0, 1, 2, 21) else f"Zaal {number * 7 % (count // 10)}"
        )
        if number % 20 == 0:
            return Draft(EvenementAdded(f"EVE-{number}", f"Feest {number}", begin_at, end_at, place, "ABC"[number % 3]))
        if number % 20 == 1:
            return Draft(DemonstrationNoted(f"DEM-{number}", begin_at, end_at, place))
        read = ItemRead("bench", "import:bench", str(number), f"Concert {number}", "", place=place,
                        occurrences=(f"{begin_at}/{end_at}",))  # fmt: skip
        return Draft(read, subject=item_subject("bench", str(number)))

    made = [draft(number) for number in range(count)]
    for block in range(0, count, 2_000):
        part = made[block : block + 2_000]
        desk.seat.write(partial(lambda drafts, _writing: drafts, part))


def docx(count: int) -> AbstractContextManager[Side]:
    """A report with a table of this many rows as a Word document in the house style."""

    @contextmanager
    def opened() -> Iterator[Side]:
        rows = tuple(docx_rows(count))
        columns = tuple(Column(key, key) for key in ("line", "at", "source", "text", "place"))
        now = datetime(2027, 2, 7, 14, 10, tzinfo=UTC)
        made = Moment(stored(now), "15:10", now.isoformat())
        chapter = Chapter("log", "Log", (Table("log", "Log", columns, rows),))
        report = Report("Evaluatie", "CMT-27-A001", TITLE, "concept", "", "", made, (), (chapter,))
        yield lambda: per_call(lambda _turn: document_of(report, "docx"), 1)

    return opened()
