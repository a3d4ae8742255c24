"""Importing a roster: what is new and what changed is written, what its source no longer has is named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aovconsole.desk.seat import Seat
from aovconsole.domain.duty import DutyRostered, DutyVanished, duty_subject
from aovconsole.domain.record import Draft
from aovconsole.domain.roster import STANDS, VANISHED, Rules
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS, clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading

if TYPE_CHECKING:
    from aovconsole.feeds.calendar import ZoneDecision
    from aovconsole.feeds.roster import EntryRefused, RosterEntry, RosterRead

HORIZON = timedelta(days=366)
"""A series in a calendar is followed this far ahead."""


@dataclass(frozen=True, slots=True)
class RosterImport:
    """What an import did, or would do as a dry run: in numbers, and by name what vanished or could not be read.

    `partial`: what was refused lets the rest in (a calendar); a csv comes in whole or not at all.
    """

    added: int
    changed: int
    unchanged: int
    vanished: tuple[str, ...]
    refused: tuple[EntryRefused, ...]
    notes: tuple[str, ...]
    time_zones: tuple[ZoneDecision, ...]
    unknown_columns: tuple[str, ...]
    partial: bool

    @property
    def read(self) -> int:
        """How many stretches could be read."""
        return self.added + self.changed + self.unchanged


def read_roster_file(seat: Seat, raw: bytes, name: str, rules: Rules, *, dry_run: bool = False) -> RosterImport:
    """Import a roster; a csv with a bad row, and a dry run, write nothing.

    Raises:
        CommandRefused: it is no calendar and no csv with the columns of a roster.
    """
    from aovconsole.feeds.roster import read_roster  # knows calendars, which is heavy

    until = (seat.now + HORIZON).astimezone(seat.zone).date()
    found = read_roster(raw, rules, until=until, zone=seat.zone)
    source = clean(name).strip()
    plan = _Plan(seat)
    if dry_run or (found.whole and found.refused):
        plan.make(seat.reading, found, source)
    else:
        seat.write(lambda writing: plan.make(writing, found, source))
    return RosterImport(
        **plan.counts, vanished=tuple(plan.vanished), refused=found.refused, notes=(*found.notes, *plan.notes),
        time_zones=found.time_zones, unknown_columns=found.unknown_columns, partial=not found.whole,
    )  # fmt: skip


class _Plan:
    """What an import would write, and what it tells of it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self.counts = {"added": 0, "changed": 0, "unchanged": 0}
        self.vanished: list[str] = []
        self.notes: list[str] = []

    def make(self, reading: Reading, found: RosterRead, source: str) -> list[Draft]:
        """Hold what was read against what is known of this source."""
        known = {row.subject: row for row in reading.of_type("duty") if _body(row)["source"] == source}
        drafts: list[Draft] = []
        for entry in found.entries:
            subject, payload = duty_subject(source, entry.identity), _payload(entry, source)
            before = known.pop(subject, None)
            state = _state(before, payload)
            if before and state == "changed" and self._stays_erased(reading, before, payload):
                state = "unchanged"
                self.notes.append(f"{self._told(before)}: een naam is hier gewist en komt niet terug uit de bron")
            self.counts[state] += 1
            if before and before.status == "withdrawn":
                self.notes.append(f"{self._told(before)}: staat in de bron, is hier ingetrokken")
            if state != "unchanged":
                drafts.append(Draft(payload, subject=subject))
        if not found.entries or not found.complete:
            return drafts
        unread = {one.uid for one in found.refused if one.uid}
        now = stored(self._seat.now)
        gone = [row for row in known.values() if row.status == STANDS and row.end_at > now]
        gone = [row for row in gone if _body(row)["uid"] not in unread]
        self.vanished += map(self._told, gone)
        return [*drafts, *(Draft(DutyVanished(), subject=row.subject) for row in gone)]

    def _stays_erased(self, reading: Reading, before: SubjectRow, payload: DutyRostered) -> bool:
        """Whether a name was erased from a stretch that is over, or that the source tells no otherwise."""
        same = (payload.duty, payload.begin_at, payload.end_at) == (
            _body(before)["duty"], before.begin_at, before.end_at,
        )  # fmt: skip
        over = payload.end_at <= stored(self._seat.now)
        return (same or over) and any(not one.payload for one in reading.records(subject=before.subject))

    def _told(self, row: SubjectRow) -> str:
        begin = clock_text(read_stored(row.begin_at), self._seat.now, zone=self._seat.zone)
        return f"{row.title} vanaf {begin}"


def _payload(entry: RosterEntry, source: str) -> DutyRostered:
    if not YEARS[0] < entry.begin.year < YEARS[-1]:
        raise CommandRefused(f"regel {entry.line}: een dienst in het jaar {entry.begin.year} kan niet")
    return DutyRostered(
        entry.duty, clean(entry.officer), stored(entry.begin), stored(entry.end), source, clean(entry.uid),
        clean(entry.note),
    )  # fmt: skip


def _state(before: SubjectRow | None, payload: DutyRostered) -> str:
    if before is None:
        return "added"
    sourced = (payload.duty, payload.officer, payload.begin_at, payload.end_at)
    body = _body(before)
    same = tuple(body["sourced"]) == sourced and body["note"] == payload.note
    return "unchanged" if same and before.status != VANISHED else "changed"


def _body(row: SubjectRow) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return body
