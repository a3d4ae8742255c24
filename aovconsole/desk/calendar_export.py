"""What of the calendar may be handed on as .ics, and how a receiver tells what changed since the last time."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from aovconsole.desk.calendars import DUTIES, CalendarDesk
from aovconsole.desk.seat import Seat
from aovconsole.domain.calendar import ItemRead
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.record import Record
from aovconsole.domain.text import marked
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import CalendarDay, SubjectRow, ordered
from aovconsole.domain.words import BANNERS
from aovconsole.errors import CommandRefused

if TYPE_CHECKING:
    from aovconsole.exports.ics import CalendarEntry

_DEMONSTRATIONS = "demonstraties"
_OWN_LAYERS = ("evenementen", _DEMONSTRATIONS, "wedstrijden", "cmt", "plan", DUTIES)
_NEVER_SAID = re.compile(r"vergun|toestemming|goedgekeurd|goedkeuring", re.IGNORECASE)
"""A demonstration has a notice; no text that goes out with it says otherwise (DESIGN §4)."""

_NOT_PUBLIC = re.compile(r"^CLASS[^:]*:\s*(?:PRIVATE|CONFIDENTIAL)\s*$", re.IGNORECASE | re.MULTILINE)
_OCCURRENCES = UUID("6f1d3c1e-53a0-4d0b-9c11-6a2f6d0a7c04")


@dataclass(frozen=True, slots=True)
class CalendarExport:
    """A calendar ready to be written: its bytes, how many entries, how many were held back, layers without any."""

    content: bytes
    count: int
    held_back: int
    empty_layers: tuple[str, ...]


def export_calendar(
    seat: Seat, calendar: CalendarDesk, begin: date, end: date, layers: Sequence[str]
) -> CalendarExport:
    """Write what stands on the calendar from one day to another, of some layers or of all but the duties.

    An item that its source calls private, and one whose text carries a mark, is held back.

    Raises:
        CommandRefused: the end lies before the begin, or a layer does not exist.
    """
    from aovconsole.exports.ics import write_calendar  # heavy, and only for an export

    _must_exist(seat, layers)
    found = [calendar.days(begin, end, layer=layer) for layer in dict.fromkeys(layers)] or [calendar.days(begin, end)]
    days = sorted((day for some in found for day in some), key=lambda day: (day.begin_at, day.end_at, day.layer))
    entries = _entries(seat, days)
    banner = BANNERS.get(seat.journal.realm, "")
    name = " ".join(part for part in (banner, "aovconsole", *dict.fromkeys(layers)) if part)
    empty = tuple(layer for layer, some in zip(dict.fromkeys(layers), found, strict=False) if not some)
    return CalendarExport(
        write_calendar(entries, name=name, zone=seat.zone), len(entries), len(days) - len(entries), empty
    )


def _must_exist(seat: Seat, layers: Sequence[str]) -> None:
    """Refuse a layer that is neither our own nor that of an imported calendar, and name those that there are."""
    if set(layers) <= set(_OWN_LAYERS):
        return
    imported = sorted({json.loads(row.body)["layer"] for row in seat.reading.of_type("calendar")})
    known = (*_OWN_LAYERS, *imported)
    if unknown := [layer for layer in dict.fromkeys(layers) if layer not in known]:
        one = f"laag {unknown[0]} bestaat niet" if len(unknown) == 1 else f"lagen {', '.join(unknown)} bestaan niet"
        raise CommandRefused(f"{one}; wel: {', '.join(known)}")


def _entries(seat: Seat, days: Sequence[CalendarDay]) -> list[CalendarEntry]:
    reading = seat.reading
    subjects = dict.fromkeys(day.subject for day in days)
    histories = {one: _History.of(reading.records(subject=one), reading.subject(one)) for one in subjects}
    shared = Counter(history.uid for history in histories.values())
    exercise = seat.journal.realm == "exercise"
    made = []
    for day in days:
        history = histories[day.subject]
        made.append(_entry(day, history, is_alone=shared[history.uid] == 1, exercise=exercise))
    return [entry for entry in made if entry]


@dataclass(frozen=True, slots=True)
class _History:
    """What the records of a subject say about its changes, and about its own occurrences."""

    changes_count: int
    changed_at: str
    number: str
    is_one: bool
    is_public: bool
    uid: str

    @classmethod
    def of(cls, records: Sequence[Record], row: SubjectRow | None) -> _History:
        """Read them from the records and the row of a subject; `uid` is that of a plain item of another calendar."""
        number = row.number if row else ""
        reads = pairs_of(ordered(records), ItemRead)
        read = reads[-1][1] if reads else None
        has_days = row is not None and row.type == "plan"  # an entry for each, also where only one is asked
        is_one = not (read.recurring or len(read.occurrences) > 1) if read else not has_days
        is_public = read is None or not _NOT_PUBLIC.search(read.component)
        uid = read.uid if read and is_one and read.identity == read.uid else ""
        return cls(len(records), max(record.recorded_at for record in records), number, is_one, is_public, uid)


def _entry(day: CalendarDay, history: _History, *, is_alone: bool, exercise: bool) -> CalendarEntry | None:
    """An entry as it may be told; None when it may not."""
    from aovconsole.exports.ics import CalendarEntry

    if not history.is_public or marked(f"{day.title}\n{day.place}"):
        return None
    title, place = day.title, day.place
    if day.layer == _DEMONSTRATIONS:
        place = "" if _NEVER_SAID.search(_legible(place)) else _without_contacts(place)
        title = f"Demonstratie {place}".strip()
    if exercise:
        title = f"{BANNERS['exercise']} – {title}"
    return CalendarEntry(
        day,
        _uid(day, history, is_alone=is_alone),
        title,
        place,
        f"dossier {history.number}" if history.number else "",
        history.changes_count - 1,
        read_stored(history.changed_at),
    )


def _uid(day: CalendarDay, history: _History, *, is_alone: bool) -> str:
    """The same at every export and every station: of the subject, and of its moment where it has more than one.

    A plain item of another calendar keeps the UID that it has there, unless two calendars gave it.
    """
    if history.uid and is_alone:
        return history.uid
    if history.is_one:
        return f"{day.subject}@aovconsole"
    occurrence = "\n".join((day.subject, day.begin_on or day.begin_at))
    return f"{uuid5(_OCCURRENCES, occurrence)}@aovconsole"


def _legible(text: str) -> str:
    """A text as a reader sees it: wide and joined letters as plain ones, without signs that do not show."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(character for character in plain if unicodedata.category(character) != "Cf")


def _without_contacts(text: str) -> str:
    """A text without telephone numbers and mail addresses."""
    from aovconsole.exports.sitrep_sieve import without_numbers  # only demonstrations ask for it

    return without_numbers(text)
