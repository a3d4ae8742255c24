"""Safety rounds and schouwen at the desk: planned, printed, typed in, what was found, the release."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypedDict, Unpack

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.evenement import RoundHeld
from aovconsole.domain.evenement_steps import EvenementStepWithdrawn
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.record import Draft, Instant, Payload
from aovconsole.domain.safety_round import (
    ROUND_TYPES,
    FindingResolved,
    RoundFinding,
    RoundPlanned,
    RoundReleased,
    RoundWalked,
    RoundWithdrawn,
)
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing


class Found(NamedTuple):
    """One finding as it was typed: what, who mends it, before when (as typed; empty is no term)."""

    text: str
    owner: str = ""
    due: str = ""


def found_from(typed: str) -> Found:
    """Read `text;owner;term`; the last two may be left out.

    Raises:
        CommandRefused: there is no text, or there are more than three parts.
    """
    parts = [part.strip() for part in typed.split(";")]
    if len(parts) > len(Found._fields):
        raise CommandRefused("een bevinding heeft drie delen: tekst;eigenaar;termijn")
    return Found(*parts)._replace(text=wanted(parts[0], "de bevinding"))


class Frame(TypedDict, total=False):
    """What can be said of a round beside its moment: its type, the functions that walk, the route, a note."""

    round_type: str
    walkers: Sequence[str]
    route: str
    note: str


class _Place(NamedTuple):
    """A round in its evenement (`dossier`); a new one has no subject yet."""

    subject: str
    dossier: str
    number: str
    kind: str

    @property
    def is_new(self) -> bool:
        return not self.subject


Step = Callable[[SubjectRow, dict[str, Any]], Sequence[Payload]]
"""Checks and gives the payloads of a step, from the round's row and body as they are under the write lock."""


class RoundDesk:
    """What can be asked about the rounds of an evenement."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def of(self, number: str) -> tuple[SubjectRow, ...]:
        """The rounds of an evenement in the order in which they are walked."""
        evenement = self._seat.find(number, "evenement")
        rows = self._seat.reading.in_dossier(evenement.subject, "round")
        return tuple(sorted(rows, key=lambda row: (row.begin_at, row.number, row.subject)))

    def plan(
        self,
        number: str,
        *,
        at: datetime | None = None,
        on_paper: bool = False,
        round_number: str = "",
        draft_id: str = "",
        **frame: Unpack[Frame],
    ) -> SubjectRow:
        """Plan a round, or plan the one with this number again; printed on paper it may have no moment yet.

        Raises:
            CommandRefused: no moment for a round that is not on paper, no such type, or it was walked already.
        """
        if at is None and not on_paper:
            raise CommandRefused("een geplande ronde heeft een tijd")
        type_, who, way, said = _framed(frame)

        def build(writing: Writing) -> list[Draft]:
            if draft_id and (filed := writing.record(draft_id)):
                return [Draft(RoundWithdrawn(), filed.subject, filed.dossier, id=draft_id)]
            here = self._place(number, round_number, type_, writing)
            planned = RoundPlanned(here.number, here.kind, stored(at) if at else "", who, way, said, on_paper)
            return [Draft(planned, "" if here.is_new else here.subject, here.dossier, id=draft_id)]

        return self._row(self._seat.write(build)[0].subject)

    def hold(
        self,
        number: str,
        round_number: str = "",
        *,
        at: datetime | None = None,
        findings: Sequence[Found] = (),
        released: str = "",
        by: str = "",
        draft_id: str = "",
        **frame: Unpack[Frame],
    ) -> SubjectRow:
        """Type in a round that was walked: a planned or printed one by its number, else one that gets a number now.

        A safety round counts at the evenement from here on; a schouw does not.

        Raises:
            CommandRefused: no such round, it was walked already, no such type, a moment ahead, a term before the round.
        """
        moment, (type_, who, way, said) = self._seat.happened(at), _framed(frame)
        more: list[Payload] = [self._finding(one, at) for one in findings]
        more += [RoundReleased(released, clean(by.strip()))] if released else []

        def build(writing: Writing) -> list[Draft]:
            if draft_id and (filed := writing.record(draft_id)):
                return [Draft(RoundWithdrawn(), filed.subject, filed.dossier, id=draft_id)]
            here = self._place(number, round_number, type_, writing)
            subject = (draft_id or writing.new_id()) if here.is_new else here.subject
            first = draft_id or (subject if here.is_new else "")
            drafts = [Draft(RoundWalked(here.number, here.kind, who, way, said), subject, here.dossier, moment, first)]
            drafts += [Draft(one, subject, here.dossier, moment) for one in more]
            if here.kind == "safety_round":
                drafts.append(Draft(RoundHeld(round=subject), here.dossier, here.dossier, moment))
            return drafts

        return self._row(self._seat.write(build)[0].subject)

    def find_more(self, number: str, round_number: str, findings: Sequence[Found], *, draft_id: str = "") -> SubjectRow:
        """Add findings to a round that was walked.

        Raises:
            CommandRefused: there is no such round, or a term cannot be read.
        """
        steps = [self._finding(one, None) for one in findings]
        return self._add(number, round_number, lambda _row, _body: steps, draft_id=draft_id)

    def resolve(
        self, number: str, round_number: str, finding: int, *, resolved: bool = True, note: str = ""
    ) -> SubjectRow:
        """Tick a finding (its number within the round) as mended, or take the tick away.

        Raises:
            CommandRefused: there is no such finding.
        """

        def step(row: SubjectRow, body: dict[str, Any]) -> list[Payload]:
            named = [one["record_id"] for one in body["findings"] if one["number"] == finding]
            if not named:
                raise CommandRefused(f"{row.number} heeft geen bevinding {finding}")
            return [FindingResolved(named[0], clean(note.strip()), resolved)]

        return self._add(number, round_number, step)

    def release(
        self,
        number: str,
        round_number: str,
        released: bool,
        *,
        by: str = "",
        note: str = "",
        at: datetime | None = None,
    ) -> SubjectRow:
        """Log that the site was released after a round, or was not.

        Raises:
            CommandRefused: there is no such round, it was not walked yet, or the moment lies ahead.
        """
        said = RoundReleased("yes" if released else "no", clean(by.strip()), clean(note.strip()))

        def step(row: SubjectRow, _body: dict[str, Any]) -> list[Payload]:
            if row.status != "held":
                raise CommandRefused(f"{row.number} is nog niet gelopen")
            return [said]

        return self._add(number, round_number, step, at)

    def withdraw(self, number: str, round_number: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let a round that is not walked, or was a mistake, not count; it stays readable.

        Raises:
            CommandRefused: there is no such round, that was said already, or no reason is given.
        """
        why = wanted(reason, "de reden")

        def build(writing: Writing) -> list[Draft]:
            evenement = self._seat.find(number, "evenement", reading=writing)
            row = self._named(evenement, round_number, writing)
            if draft_id and writing.record(draft_id):
                return [Draft(RoundWithdrawn(why), row.subject, evenement.subject, id=draft_id)]
            if row.status == "withdrawn":
                raise CommandRefused(f"{row.number} is al ingetrokken")
            gone = [Draft(RoundWithdrawn(why), row.subject, evenement.subject, id=draft_id)]
            for record, held in pairs_of(writing.records(subject=evenement.subject), RoundHeld):
                if held.round == row.subject:
                    gone.append(Draft(EvenementStepWithdrawn(record.id, why), evenement.subject, evenement.subject))
            return gone

        return self._row(self._seat.write(build)[0].subject)

    def print_sheet(
        self,
        number: str,
        name: str,
        *,
        round_number: str = "",
        round_type: str = "safety_round",
        replace: bool = False,
        draft_id: str = "",
    ) -> SubjectRow:
        """Write a blank sheet to a file and keep its number for it; nothing is kept when the file cannot be written.

        Raises:
            CommandRefused: no such round, or a file stands there that may not be replaced.
            CannotStore: the file cannot be written.
        """
        from aovconsole.exports.rounds import blank_sheet  # only who prints pays for it
        from aovconsole.exports.text_file import save_new

        journal = self._seat.journal
        with journal.batch():
            before = self._named_now(number, round_number) if round_number else None
            at = json.loads(before.body)["planned_at"] if before else ""
            row = self.plan(
                number, at=datetime.fromisoformat(at) if at else None, round_type=round_type, on_paper=True,
                round_number=round_number, draft_id=draft_id,
            )  # fmt: skip
            evenement = self._seat.find(number, "evenement")
            sheet = blank_sheet(evenement, row, journal.realm, self._seat.now, self._seat.zone)
            save_new(name, sheet.encode("utf-8"), replace=replace)
        return row

    # What the requests share ----------------------------------------------------------------------

    def find(self, number: str, round_number: str) -> SubjectRow:
        """The round with a number within an evenement.

        Raises:
            CommandRefused: there is none.
        """
        return self._named_now(number, round_number)

    def _named_now(self, number: str, round_number: str) -> SubjectRow:
        return self._named(self._seat.find(number, "evenement"), round_number, self._seat.reading)

    def _named(self, evenement: SubjectRow, round_number: str, reading: Reading) -> SubjectRow:
        asked = clean(round_number).strip()
        rows = reading.in_dossier(evenement.subject, "round")
        named = [row for row in rows if asked in (row.subject, row.number) or asked.upper() == row.number]
        if not named:
            raise CommandRefused(f"{evenement.number} heeft geen ronde {asked}")
        if len(named) > 1:
            ids = " of ".join(row.subject for row in named)
            raise CommandRefused(f"{asked} is bij twee stations uitgegeven; noem de ronde met haar id: {ids}")
        return named[0]

    def _finding(self, found: Found, at: datetime | None) -> RoundFinding:
        begun = at or self._seat.now
        due = coming_from(found.due, begun, self._seat.zone, "termijn van de bevinding") if found.due.strip() else None
        if due is not None and due < begun:
            raise CommandRefused("de termijn van een bevinding ligt voor de ronde")
        kept: Instant = stored(due) if due else ""
        return RoundFinding(wanted(found.text, "de bevinding"), clean(found.owner.strip()), kept)

    def _add(
        self, number: str, round_number: str, step: Step, at: datetime | None = None, *, draft_id: str = ""
    ) -> SubjectRow:
        moment = self._seat.happened(at)
        dossier = self._seat.find(number, "evenement").subject

        def build(writing: Writing) -> list[Draft]:
            if draft_id and writing.record(draft_id):
                return []
            row = self._named(self._seat.find(number, "evenement", reading=writing), round_number, writing)
            given = step(row, json.loads(row.body))
            return [
                Draft(one, row.subject, dossier, moment, "" if place else draft_id) for place, one in enumerate(given)
            ]

        self._seat.write(build)
        return self._named_now(number, round_number)

    def _place(self, number: str, round_number: str, type_: str, writing: Writing) -> _Place:
        """Where a round goes: to the one with this number when it is still to be walked, else to a new one."""
        evenement = self._seat.find(number, "evenement", reading=writing)
        if not round_number:
            return _Place("", evenement.subject, writing.next_in_dossier("R", evenement.subject), type_)
        row = self._named(evenement, round_number, writing)
        if row.status != "planned":
            raise CommandRefused(f"{row.number} is al {'gelopen' if row.status == 'held' else 'ingetrokken'}")
        return _Place(row.subject, evenement.subject, row.number, json.loads(row.body)["kind"])

    def _row(self, subject: str) -> SubjectRow:
        row = self._seat.reading.subject(subject)
        assert row is not None, "a round that was just written has a row"
        return row


def _framed(frame: Frame) -> tuple[str, tuple[str, ...], str, str]:
    """The type, the walkers, the route and the note of a round, cleaned.

    Raises:
        CommandRefused: there is no such type.
    """
    round_type = frame.get("round_type", "safety_round")
    if round_type not in ROUND_TYPES:
        raise CommandRefused(f"soort ronde {clean(round_type)} bestaat niet: kies {' of '.join(ROUND_TYPES)}")
    walkers = tuple(text for one in frame.get("walkers", ()) if (text := clean(one.strip())))
    return round_type, walkers, clean(frame.get("route", "").strip()), clean(frame.get("note", "").strip())
