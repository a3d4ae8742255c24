"""Reading a roster from a calendar (.ics) or a csv: which duty, who, from when to when; every refusal with its line.

Of a calendar the title names duty and name (`AOV: Jansen`, `Jansen (AOV)`, see `domain.roster_words`), or a category
the duty; without a name in the title it is the one attendee. Items that take whole days run from the hour of change of
their first day to that of the day after their last. Columns of a csv: `dienst naam begin eind`, and `uid opmerking`
where there are any; a date without a time is the hour of change on that date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aovconsole.domain.duty import LONGEST_NAME
from aovconsole.domain.roster import Rules
from aovconsole.domain.roster_words import duty_and_officer
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, on_the_wall
from aovconsole.domain.typed_names import name_key
from aovconsole.feeds.calendar_values import as_written
from aovconsole.feeds.cells import Cells
from aovconsole.feeds.sheet import read_sheet
from aovconsole.feeds.tables import RowRefused, check_header

if TYPE_CHECKING:
    from aovconsole.feeds.calendar import CalendarItem, Occurrence, ZoneDecision

COLUMNS, OPTIONAL = ("dienst", "naam", "begin", "eind"), ("uid", "opmerking")

_BACKWARDS = "voor het begin"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One stretch of duty as a file gives it; `identity` is its key within the file."""

    line: int
    identity: str
    duty: str
    officer: str
    begin: datetime
    end: datetime
    uid: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryRefused(RowRefused):
    """An entry that cannot be read or be true; `uid` tells which one of a calendar."""

    uid: str = ""


@dataclass(frozen=True, slots=True)
class RosterRead:
    """A roster as it was read; `complete` is False for a file that breaks off: what it lacks did not vanish.

    `whole` is False where a refused row lets the others in (a calendar); a csv comes in whole or not at all.
    """

    entries: tuple[RosterEntry, ...]
    refused: tuple[EntryRefused, ...]
    notes: tuple[str, ...] = ()
    time_zones: tuple[ZoneDecision, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    complete: bool = True
    whole: bool = False


def read_roster(raw: bytes, rules: Rules, *, until: date, zone: ZoneInfo = AMSTERDAM) -> RosterRead:
    """Read a roster; series are followed up to and including a day.

    Raises:
        CommandRefused: it is neither a calendar nor a csv with the columns of a roster.
    """
    if b"BEGIN:VCALENDAR" in raw[:4096].upper():
        return _calendar(raw, rules, until, zone)
    return _csv(raw, rules, zone)


def _csv(raw: bytes, rules: Rules, zone: ZoneInfo) -> RosterRead:
    sheet = read_sheet(raw, COLUMNS)
    check_header(sheet.columns, COLUMNS)
    entries: list[RosterEntry] = []
    refused: list[EntryRefused] = []
    seen: Counter[str] = Counter()
    for row in sheet.rows:
        if row.fault:
            refused.append(EntryRefused(row.line, "", row.fault))
            continue
        cells = Cells(row.cells, zone)
        entry = _row(row.line, cells, rules)
        if cells.faults:
            refused += [EntryRefused(row.line, fault.column, fault.reason) for fault in cells.faults]
            continue
        key = entry.uid or f"{name_key(entry.duty)} {entry.begin.isoformat()}"
        seen[key] += 1
        entries.append(_named(entry, key if seen[key] == 1 else f"{key} {seen[key]}"))
    unknown = tuple(name[:40] for name in sheet.columns if name and name not in (*COLUMNS, *OPTIONAL))
    return RosterRead(tuple(entries), tuple(refused), unknown_columns=unknown, complete=not refused, whole=True)


def _row(line: int, cells: Cells, rules: Rules) -> RosterEntry:
    said = cells.required_text("dienst")
    duty = rules.spellings.get(name_key(said), "")
    if said and not duty:
        cells.refuse("dienst", f"'{said[:40]}' is geen dienst (wel: {', '.join(rules.duties)})")
    officer = cells.required_text("naam")
    if len(officer) > LONGEST_NAME:
        cells.refuse("naam", f"is langer dan {LONGEST_NAME} tekens")
    begin, end = cells.moment_or("begin", rules.change), cells.moment_or("eind", rules.change)
    if not any(fault.column in ("begin", "eind") for fault in cells.faults) and (
        reason := length_fault(begin, end, rules)
    ):
        cells.refuse("eind", reason)
    return RosterEntry(line, "", duty, officer, begin, end, cells.text("uid"), cells.text("opmerking"))


def _named(entry: RosterEntry, identity: str) -> RosterEntry:
    return RosterEntry(entry.line, identity, entry.duty, entry.officer, entry.begin, entry.end, entry.uid, entry.note)


def length_fault(begin: datetime, end: datetime, rules: Rules) -> str:
    """Why a stretch cannot be, empty when it can."""
    if end <= begin:
        return "de dienst eindigt niet na haar begin"
    if end - begin > rules.longest:
        return f"de dienst duurt langer dan {rules.longest.days} dagen"
    return ""


def _calendar(raw: bytes, rules: Rules, until: date, zone: ZoneInfo) -> RosterRead:
    from aovconsole.feeds.calendar import read_calendar  # heavy, and a csv does not need it

    found = read_calendar(raw, until=until, zone=zone)
    entries: list[RosterEntry] = []
    refused = [EntryRefused(one.line, "", one.reason, one.uid) for one in found.refused]
    whole_days = 0
    for item in found.items:
        if item.status == "cancelled":
            continue
        duty, officer, reason = _said(item, rules)
        if reason:
            refused.append(EntryRefused(item.line, "", reason, item.uid))
            continue
        for entry in _stretches(item, duty, officer, rules, zone):
            if fault := length_fault(entry.begin, entry.end, rules):
                refused.append(EntryRefused(item.line, "", fault, item.uid))
            else:
                entries.append(entry)
                whole_days += item.all_day
    notes = [f"hele dagen lopen van {rules.change:%H:%M} tot {rules.change:%H:%M}"] if whole_days else []
    gone = {one.line for one in refused}
    notes += dict.fromkeys(
        f"regel {item.line}: {item.note}" for item in found.items if item.note and item.line not in gone
    )
    return RosterRead(
        tuple(entries), tuple(sorted(refused, key=lambda one: one.line)), tuple(notes), found.time_zones,
        complete=found.complete and not found.cancels_only,
    )  # fmt: skip


def _said(item: CalendarItem, rules: Rules) -> tuple[str, str, str]:
    """The duty and who has it, or why it cannot be said."""
    if _BACKWARDS in item.note:
        return "", "", "de dienst eindigt niet na haar begin"
    duty, officer = duty_and_officer(item.title, item.categories, rules.spellings)
    if not duty:
        return "", "", f"geen dienst in '{item.title[:40]}' (wel: {', '.join(rules.duties)})"
    names = dict.fromkeys(_attendees(item.component)) if not officer else {officer: None}
    if len(names) != 1:
        return "", "", "meer dan één deelnemer: zet de naam in de titel" if names else "geen naam in de titel"
    officer = next(iter(names))
    return (duty, officer, "") if len(officer) <= LONGEST_NAME else ("", "", f"naam langer dan {LONGEST_NAME} tekens")


def _attendees(component: str) -> Iterator[str]:
    from aovconsole.feeds.calendar_lines import calendars

    wrapped = f"BEGIN:VCALENDAR\n{component}\nEND:VCALENDAR".encode()
    for found in calendars(wrapped)[0].events[0].all("ATTENDEE"):
        if name := clean(found.parameter("CN")).strip():
            yield name


def _stretches(item: CalendarItem, duty: str, officer: str, rules: Rules, zone: ZoneInfo) -> Iterable[RosterEntry]:
    for occurrence in item.occurrences:
        begin, end = _moments(occurrence, rules, zone)
        moment = occurrence.begin_on or begin
        # as a moment of the series that is moved later is named, so that it stays the same stretch
        identity = f"{item.identity}\n{as_written(moment)}" if item.recurring else item.identity
        yield RosterEntry(item.line, identity, duty, officer, begin, end, item.uid)


def _moments(occurrence: Occurrence, rules: Rules, zone: ZoneInfo) -> tuple[datetime, datetime]:
    if occurrence.begin_on and occurrence.end_on:
        last = occurrence.end_on + timedelta(days=1)
        return on_the_wall(occurrence.begin_on, rules.change, zone), on_the_wall(last, rules.change, zone)
    begin = occurrence.begin or datetime.min.replace(tzinfo=zone)
    return begin, occurrence.end or begin
