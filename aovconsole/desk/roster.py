"""The roster at the desk: who has which duty when, typed in, imported, changed with a trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from aovconsole.desk.roster_import import RosterImport, read_roster_file
from aovconsole.desk.roster_reading import RosterReading
from aovconsole.desk.seat import ordered_times, wanted
from aovconsole.domain.duty import (
    LONGEST_NAME,
    DutyPlanned,
    DutyReplaced,
    DutyRostered,
    DutyVanished,
    DutyWithdrawn,
    HoldingTakenOver,
    HoldingWithdrawn,
)
from aovconsole.domain.erasure import RecordsErased
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.roster import HELD, STANDS, VANISHED, on_duty
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing

ERASED = "naam gewist"


class RosterDesk(RosterReading):
    """What can be changed in the roster, beside what can be read of it."""

    def add(
        self, duty: str, officer: str, *, begin: datetime, end: datetime, note: str = "", draft_id: str = ""
    ) -> SubjectRow:
        """Put somebody on the roster.

        Raises:
            CommandRefused: no such duty, no name, or it does not end after its begin or lasts too long.
        """
        said = self.duty_of(duty), _name(officer)
        begin_at, end_at = ordered_times(begin, end)
        if begin_at == end_at:
            raise CommandRefused("de dienst eindigt niet na haar begin")
        if end - begin > self.rules.longest:
            raise CommandRefused(f"de dienst duurt langer dan {self.rules.longest.days} dagen")
        payload = DutyRostered(*said, begin_at, end_at, note=clean(note.strip()))
        return self._write(lambda _: [Draft(payload)], draft_id)

    def replace(self, which: str, officer: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Give a stretch to another.

        Raises:
            CommandRefused: no such stretch, no name or reason, or that one has it already.
        """
        name, why = _name(officer), wanted(reason, "de reden")

        def build(writing: Writing) -> list[Draft]:
            row = _counting(self.find(which, reading=writing))
            before = _officer(row)
            if name_key(before) == name_key(name):
                raise CommandRefused(f"{before} heeft deze dienst al")
            return [Draft(DutyReplaced(name, before, why), subject=row.subject)]

        return self._write(build, draft_id)

    def swap(self, which: str, other: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let the officers of two stretches change places, both at once; the row of the first.

        Raises:
            CommandRefused: no such stretch, one is over, both are of one officer, or no reason was given.
        """
        why = wanted(reason, "de reden")

        def build(writing: Writing) -> list[Draft]:
            one, two = (_counting(self.find(named, reading=writing)) for named in (which, other))
            if one.subject == two.subject:
                raise CommandRefused("dat is twee keer dezelfde dienst")
            if any(row.end_at <= writing.now for row in (one, two)):
                raise CommandRefused("een dienst die voorbij is, wordt niet meer geruild")
            first, second = _officer(one), _officer(two)
            if name_key(first) == name_key(second):
                raise CommandRefused(f"{first} heeft beide diensten")
            return [
                Draft(DutyReplaced(second, first, why, two.subject), subject=one.subject),
                Draft(DutyReplaced(first, second, why, one.subject), subject=two.subject),
            ]

        return self._write(build, draft_id)

    def takeover(
        self, duty: str, officer: str, *, reason: str, at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Take a duty over at once; it is held until the stretch that runs ends, or the next one begins.

        Raises:
            CommandRefused: no such duty, no name or reason, that one has it already, a handover of it waits, or the
                time lies in the future.
        """
        named, name, why = self.duty_of(duty), _name(officer), wanted(reason, "de reden")
        happened = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            moment = read_stored(happened or writing.now)
            paper, held = self.standing(writing, moment)
            now = next((one for one in on_duty(moment, paper, held, (named,)) if one.duty == named), None)
            before = now.officer if now else ""
            if now and now.holding and now.holding.how == "waiting":
                given = f"de overdracht van {before} wacht nog op aanvaarding"
                raise CommandRefused(f"{given}: neem de dienst daar alleen over (handover take), of trek haar in")
            if name_key(before) == name_key(name) and not (now and now.doubled):
                raise CommandRefused(f"{before} heeft deze dienst al")
            ends = [one.end for one in now.rostered] if now else []
            until = max(ends) if ends else now.next.begin if now and now.next else None
            payload = HoldingTakenOver(named, name, before, why, stored(until) if until else "")
            return [Draft(payload, occurred_at=happened)]

        return self._write(build, draft_id)

    def withdraw(self, which: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Take a stretch off the roster, or say that a taking over was a mistake; it stays readable.

        Raises:
            CommandRefused: there is none such, or no reason was given.
        """
        why = wanted(reason, "de reden")

        def build(writing: Writing) -> list[Draft]:
            row = self.find(which, reading=writing, held=True)
            payload = HoldingWithdrawn(why) if row.type == "holding" else DutyWithdrawn(why)
            return [Draft(payload, subject=row.subject)]

        return self._write(build, draft_id)

    def read(self, raw: bytes, name: str, *, dry_run: bool = False) -> RosterImport:
        """Import a roster from a calendar or a csv; its source is the name of the file.

        Raises:
            CommandRefused: it is neither.
        """
        return read_roster_file(self._seat, raw, name, self.rules, dry_run=dry_run)

    def erase_name(self, officer: str, *, ground: str) -> int:
        """Erase a name from every stretch and taking over that is over; when each duty was, stays. How many it was.

        Raises:
            CommandRefused: no ground, nobody has this name, or somebody with this name still has a duty ahead.
        """
        name, why = wanted(officer, "de naam"), wanted(ground, "de grond")
        erased: list[str] = []

        def build(writing: Writing) -> list[Draft]:
            drafts: list[Draft] = []
            for row in (*writing.of_type("duty"), *writing.of_type("holding")):
                records = [one for one in writing.records(subject=row.subject) if _names(decode(one), name)]
                theirs = name_key(_officer(row)) == name_key(name)
                if records and _goes_on(row, writing.now) and (theirs or row.type == "holding"):
                    raise CommandRefused(f"{name} staat nog op het rooster: vervang eerst wat nog komt")
                erased.extend(one.id for one in records)
                if records and row.type == "duty":
                    drafts += _again(row, ERASED if theirs else _officer(row))
            if not erased:
                raise CommandRefused(f"{name} staat niet op het rooster")
            return [*drafts, Draft(RecordsErased(tuple(erased), why, "naam op het rooster"))]

        self._seat.write(build)
        self._seat.journal.wipe()
        return len(erased)

    def _write(self, build: Callable[[Writing], list[Draft]], draft_id: str) -> SubjectRow:
        """Write what `build` gives, the first as the record that a form was to become; filed before: nothing."""
        found: list[str] = []

        def once(writing: Writing) -> list[Draft]:
            before = writing.record(draft_id) if draft_id else None
            if before:
                found.append(before.subject)
                return []
            first, *more = build(writing)
            return [replace(first, id=draft_id), *more]

        written = self._seat.write(once)
        row = self._seat.reading.subject(written[0].subject if written else found[0])
        assert row is not None, "a stretch that was just written has a row"
        return row


def _officer(row: SubjectRow) -> str:
    return str(json.loads(row.body)["officer"])


def _counting(row: SubjectRow) -> SubjectRow:
    """A stretch that counts, for who wants to change it.

    Raises:
        CommandRefused: its source no longer has it.
    """
    if row.status == VANISHED:
        raise CommandRefused(f"{row.title}: staat niet meer in de bron en telt niet mee")
    return row


def _goes_on(row: SubjectRow, now: Instant) -> bool:
    """Whether a stretch or a taking over that counts is not over."""
    end_at = row.end_at or stored(read_stored(row.begin_at) + HELD)
    return row.status in (STANDS, "taken_over") and end_at > now


def _again(row: SubjectRow, officer: str) -> list[Draft]:
    """What a stretch says once its own words are erased: the same, of another name."""
    body = json.loads(row.body)
    said = DutyRostered(body["duty"], officer, row.begin_at, row.end_at, body["source"], body["uid"])
    gone = [Draft(DutyVanished(), subject=row.subject)] if row.status == VANISHED else []
    return [Draft(said, subject=row.subject), *gone]


def _name(text: str) -> str:
    name = wanted(text, "de naam")
    if len(name) > LONGEST_NAME:
        raise CommandRefused(f"de naam is langer dan {LONGEST_NAME} tekens")
    return name


def _names(payload: object, name: str) -> bool:
    """Whether a record names somebody."""
    if not isinstance(payload, DutyPlanned | DutyRostered | DutyReplaced | HoldingTakenOver):
        return False
    said = (payload.officer, getattr(payload, "before", ""))
    return name_key(name) in map(name_key, said)
