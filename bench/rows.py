"""The rows of DESIGN §8 that are measured here; the console's sides stand in `ours.py`."""

from __future__ import annotations

from bench import ours, theirs
from bench.measure import Comparison

RECORDS = 100_000
SEARCHED_LINES = 1_000_000
CALENDAR_ITEMS = 2_000
INCIDENT_LINES = 3_000
YEAR_ITEMS = 10_000


def comparisons(scale: float = 1.0) -> list[Comparison]:
    """The rows, with their sizes times `scale` (below 1 for a quick look that is no proof)."""
    records, searched, items = (max(100, int(scale * size)) for size in (RECORDS, SEARCHED_LINES, CALENDAR_ITEMS))
    return [
        Comparison(
            name="start",
            work=f"exec to first useful paint, {records:,} records",
            against="bare Textual app, one Static",
            bound=2.0,
            aim=1.7,
            theirs=theirs.bare_app_start,
            ours=lambda: ours.start(records),
            rounds=11,
        ),
        Comparison(
            name="start-full",
            work=f"exec to first useful paint, {records:,} records",
            against="the same with an empty journal",
            bound=1.1,
            aim=1.03,
            theirs=lambda: ours.start(0),
            ours=lambda: ours.start(records),
            rounds=11,
        ),
        Comparison(
            name="append",
            work="one accepted line in process",
            against="raw sqlite3 insert, WAL, FULL",
            bound=2.5,
            aim=2.0,
            theirs=theirs.raw_insert,
            ours=ours.append,
        ),
        Comparison(
            name="log-command",
            work="`aovconsole log TEXT`, whole process",
            against="one-shot stdlib sqlite3 insert",
            bound=4,
            aim=2.5,
            theirs=theirs.one_shot_insert,
            ours=ours.log_command,
            rounds=15,
        ),
        Comparison(
            name="key",
            work=f"key to paint in a log of {records:,} lines",
            against="the same with 1,000",
            bound=1.5,
            aim=1.2,
            theirs=lambda: ours.key(1_000),
            ours=lambda: ours.key(records),
        ),
        Comparison(
            name="arrival",
            work=f"one line arriving in a log of {records:,}",
            against=f"DataTable.add_row at {records:,} rows",
            bound=0.2,
            aim=0.08,
            theirs=lambda: theirs.data_table_append(records),
            ours=lambda: ours.arrival(records),
        ),
        Comparison(
            name="desk",
            work=f"one line arriving at the desk of an incident of {INCIDENT_LINES:,} lines",
            against="the same with 30",
            bound=1.5,
            aim=1.2,
            theirs=lambda: ours.incident_desk(30),
            ours=lambda: ours.incident_desk(INCIDENT_LINES),
        ),
        Comparison(
            name="search",
            work=f"search as you type, newest 50, p99, {searched:,} lines",
            against="bare FTS5 with prefix index",
            bound=1.5,
            aim=1.2,
            theirs=lambda: theirs.fts_prefix_search(searched),
            ours=lambda: ours.search(searched),
        ),
        Comparison(
            name="rebuild",
            work=f"rebuild of all views, {records:,} records",
            against="raw fetch of the same rows",
            bound=15,
            aim=9,
            theirs=lambda: ours.fetch_records(records),
            ours=lambda: ours.rebuild_views(records),
            rounds=5,
        ),
        Comparison(
            name="calendar",
            work=f"import of {items:,} calendar items, stored and expanded",
            against="bare icalendar parse",
            bound=2.5,
            aim=1.8,
            theirs=lambda: theirs.icalendar_parse(items),
            ours=lambda: ours.calendar(items),
            rounds=5,
        ),
        Comparison(
            name="docx",
            work=f"docx of {items:,} rows",
            against="python-docx add_row",
            bound=0.25,
            aim=0.1,
            theirs=lambda: theirs.docx_add_row(items),
            ours=lambda: ours.docx(items),
            rounds=5,
        ),
        Comparison(
            name="clashes",
            work=f"clashes of a year, for each of its {max(1_000, int(scale * YEAR_ITEMS)):,} items",
            against="the same with 1,000",
            bound=1.5,
            aim=1.2,
            theirs=lambda: ours.clashes(1_000),
            ours=lambda: ours.clashes(max(1_000, int(scale * YEAR_ITEMS))),
            rounds=5,
        ),
    ]
