"""Handover of duty at the desk: computed from the journal, worked on by the giver, accepted by the receiver."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from aovconsole.desk.handover_reading import sheet_of
from aovconsole.desk.seat import Seat, dossier_row_of, wanted
from aovconsole.desk.standing import Standing, add_to
from aovconsole.domain.handover import unread
from aovconsole.domain.handover_steps import (
    STATE_WORDS,
    HandoverAccepted,
    HandoverConfided,
    HandoverMade,
    HandoverNoted,
    HandoverRead,
    HandoverWithdrawn,
    NoteField,
)
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.roster_words import HELD_AS
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import LogRow, Reading
from aovconsole.journal.store import Writing
from aovconsole.journal.verify import stations

if TYPE_CHECKING:
    from aovconsole.desk.desk import Desk

DUTY = "AOV"
"""The duty that is handed over when nobody names another."""


class Holder(NamedTuple):
    """Who has a duty since when; `how` in a word (rooster, aanvaard …), `number` of the handover if there was one."""

    duty: str
    officer: str
    since: datetime
    number: str
    how: str


@dataclass(frozen=True, slots=True)
class HandoverStanding(Standing):
    """A handover as a step finds it."""

    type_: ClassVar[str] = "handover"

    def must_be_open(self) -> None:
        """Refuse a step on what is over.

        Raises:
            CommandRefused: it was accepted or withdrawn.
        """
        if self.row.status == "accepted":
            at, by = self.shown(self.row.end_at), self.body["receiver"]
            raise CommandRefused(f"{self.row.number} is al aanvaard door {by} ({at})")
        if self.row.status == "withdrawn":
            raise CommandRefused(f"{self.row.number} is ingetrokken")

    def matter(self, key: str) -> dict[str, Any]:
        """The matter with this number, key or title.

        Raises:
            CommandRefused: there is none.
        """
        asked = clean(key).strip()
        for one in self.body["matters"]:
            if asked and (one["key"] == asked or name_key(asked) in (name_key(one["number"]), name_key(one["title"]))):
                found: dict[str, Any] = one
                return found
        known = ", ".join(one["number"] or one["key"] for one in self.body["matters"])
        raise CommandRefused(f"{self.row.number} heeft geen zaak {asked}; wel: {known or 'geen'}")


class HandoverDesk:
    """What can be asked about the handover of a duty; `number` is that of the handover (OVR-27-A001)."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def _seat(self) -> Seat:
        return self._desk.seat

    def make(self, *, duty: str = DUTY, receiver: str = "", giver: str = "", draft_id: str = "") -> SubjectRow:
        """Make a handover of what is open now; the duty stays with the giver until somebody accepts it.

        Raises:
            CommandRefused: one of that duty is still open, or the giver would hand over to themselves.
        """
        name, to = self._desk.roster.duty_of(duty), clean(receiver.strip())
        who = clean(giver.strip()) or self.giver(name)
        if to and name_key(to) == name_key(who):
            raise CommandRefused(f"{who} heeft de dienst al: noem een ander als ontvanger, of wie haar geeft")
        self._must_give(name, who)
        before = self._last(name)
        found = sheet_of(self._desk, before)
        found["duties"] = [one | {"officer": who} if one["duty"] == name else one for one in found["duties"]]
        sheet = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
        made: list[str] = []

        def build(writing: Writing) -> list[Draft]:
            made.append(draft_id or writing.new_id())
            if draft_id and writing.record(draft_id):
                return []
            for row in writing.of_type("handover", status="open"):
                if name_key(json.loads(row.body)["duty"]) == name_key(name):
                    raise CommandRefused(f"{row.number} staat nog open: laat haar aanvaarden of trek haar in")
            number = writing.next_number("OVR", self._seat.year_of(None))
            since = before.number if before else ""
            payload = HandoverMade(number, name, who, to, since, sheet)
            return [Draft(payload, made[-1], made[-1], id=made[-1])]

        self._seat.write(build)
        return dossier_row_of(self._seat, made[-1])

    def note(
        self, number: str, matter: str, *, line: str | None = None, state: str = "", aloud: bool | None = None
    ) -> SubjectRow:
        """Let the giver say something of a matter: a line, its state, whether it must be read aloud.

        Raises:
            CommandRefused: it is over, there is no such matter or state, or nothing is said.
        """
        said: dict[NoteField, str] = {}
        if line is not None:
            said["line"] = clean(" ".join(line.split()))
        if state:
            said["state"] = _state(state)
        if aloud is not None:
            said["aloud"] = "1" if aloud else ""
        if not said:
            raise CommandRefused("noem een regel, een toestand, of dat het voorgelezen moet worden")

        def steps(standing: HandoverStanding) -> Sequence[Payload]:
            standing.must_be_open()
            key = standing.matter(matter)["key"]
            known = dict(standing.body["standing"])
            return [
                HandoverNoted(key, name, value, tuple(known.get(f"{name}:{key}", ()))) for name, value in said.items()
            ]

        return add_to(HandoverStanding, self._seat, number, steps)

    def confide(self, number: str, text: str) -> SubjectRow:
        """Keep a note between giver and receiver that stands in no export.

        Raises:
            CommandRefused: it is empty, or the handover is over.
        """
        note = HandoverConfided(wanted(text, "de notitie"))
        return self._add(number, lambda _: [note])

    def read(self, number: str, matter: str, *, said: str = "", by: str = "") -> SubjectRow:
        """Note that the receiver went through a matter, with what was read back or asked.

        Raises:
            CommandRefused: it is over, or there is no such matter.
        """
        who, text = clean(by.strip()) or self._seat.operator.name, clean(" ".join(said.split()))
        return self._add(number, lambda standing: [HandoverRead(standing.matter(matter)["key"], who, text)])

    def accept(self, number: str, *, by: str = "", all_read: bool = False, draft_id: str = "") -> SubjectRow:
        """Let the receiver accept: the duty moves here, bound to the head of this station's chain.

        `all_read` counts every matter that had to be read aloud as read.

        Raises:
            CommandRefused: it is over, the giver accepts it, or matters that must be read aloud were not.
        """
        who = clean(by.strip()) or self._seat.operator.name

        def steps(standing: HandoverStanding) -> Sequence[Payload]:
            standing.must_be_open()
            body = standing.body
            if name_key(who) == name_key(body["giver"]):
                raise CommandRefused(f"{who} geeft de dienst over en kan haar niet zelf aanvaarden")
            left = unread(body)
            if left and not all_read:
                named = ", ".join(one["number"] or one["title"] for one in left)
                raise CommandRefused(f"nog niet doorgenomen: {named}")
            read = [HandoverRead(one["key"], who) for one in left]
            return [*read, self._acceptance(who, len(self._arrived(standing.writing, body)))]

        return add_to(HandoverStanding, self._seat, number, steps, draft_id=draft_id)

    def take_over(self, *, duty: str = DUTY, reason: str, by: str = "", draft_id: str = "") -> SubjectRow:
        """Take a duty alone, in an emergency: the open handover of it ends, or one is made of what is open now.

        Raises:
            CommandRefused: no reason, or who asks has the duty.
        """
        name, why = self._desk.roster.duty_of(duty), wanted(reason, "de reden")
        who, holder = clean(by.strip()) or self._seat.operator.name, self._holds(name)
        if name_key(holder) == name_key(who):
            raise CommandRefused(f"{who} heeft de dienst {name} al")

        def steps(standing: HandoverStanding) -> Sequence[Payload]:
            standing.must_be_open()
            arrived = len(self._arrived(standing.writing, standing.body))
            return [self._acceptance(who, arrived, why)]

        with self._seat.journal.batch():
            row = self.open(name) or self.make(duty=name, receiver=who, giver=holder or "onbekend")
            return add_to(HandoverStanding, self._seat, row.number, steps, draft_id=draft_id)

    def withdraw(self, number: str, *, reason: str) -> SubjectRow:
        """Withdraw a handover that nobody accepted; what held before it was made counts again.

        Raises:
            CommandRefused: no reason, or it is over.
        """
        why = HandoverWithdrawn(wanted(reason, "de reden"))
        return self._add(number, lambda _: [why])

    def holder(self, duty: str = DUTY) -> Holder | None:
        """Who has a duty now; None while nobody has."""
        return next((one for one in self.holders() if name_key(one.duty) == name_key(duty)), None)

    def holders(self) -> tuple[Holder, ...]:
        """Who has each duty now and why: the same that every screen and `roster now` tell."""
        found = []
        for one in self._desk.roster.on_duty():
            if one.officer and one.since:
                row = self._desk.reading.subject(one.holding.subject) if one.holding else None
                how = HELD_AS[one.holding.how] if one.holding else "rooster"
                found.append(Holder(one.duty, one.officer, one.since, row.number if row else "", how))
        return tuple(found)

    def who_has(self, duty: str = DUTY) -> str:
        """Who has a duty now, and why, in a sentence."""
        held = self.holder(duty)
        return (
            f"de dienst {duty} heeft nu {held.officer} ({held.how})" if held else f"de dienst {duty} heeft nu niemand"
        )

    def giver(self, duty: str) -> str:
        """Who has a duty by what was accepted, else by the roster; else who sits here."""
        return self._holds(duty) or self._seat.operator.name

    def _must_give(self, duty: str, giver: str) -> None:
        """Refuse a giver beside who took or accepted the duty; the roster alone does not decide who still has it.

        Raises:
            CommandRefused: another took or accepted it.
        """
        held = self.holder(duty)
        if held and held.how != "rooster" and name_key(held.officer) != name_key(giver):
            raise CommandRefused(
                f"{held.officer} heeft de dienst {held.duty} ({held.how}): {giver} kan haar niet geven"
            )

    def _holds(self, duty: str) -> str:
        return next((one.officer for one in self._desk.roster.on_duty() if name_key(one.duty) == name_key(duty)), "")

    def open(self, duty: str = DUTY) -> SubjectRow | None:
        """The handover of a duty that waits to be accepted."""
        rows = self._desk.reading.of_type("handover", status="open")
        return next((row for row in rows if name_key(json.loads(row.body)["duty"]) == name_key(duty)), None)

    def arrived(self, row: SubjectRow) -> tuple[LogRow, ...]:
        """The log lines that came in between the making and the acceptance of a handover, the oldest first."""
        if row.status == "withdrawn":
            return ()
        body = json.loads(row.body)
        found = self._arrived(self._desk.reading, body)
        return found if row.status == "open" else found[: body["arrived_count"]]

    def _arrived(self, reading: Reading, body: dict[str, Any]) -> tuple[LogRow, ...]:
        made = reading.record(body["made_record"])
        return reading.lines_after(made.pos if made else 0, but=body["subject"])

    def _acceptance(self, who: str, arrived: int, reason: str = "") -> HandoverAccepted:
        found = stations(self._seat.journal)
        own = self._seat.journal.fingerprint
        head = next((str(one["head"]) for one in found if one["fingerprint"] == own), "")
        return HandoverAccepted(who, head, tuple(f"{one['code']} {one['head']}" for one in found), arrived, reason)

    def _last(self, duty: str) -> SubjectRow | None:
        rows = [
            row
            for row in self._desk.reading.of_type("handover", status="accepted")
            if name_key(json.loads(row.body)["duty"]) == name_key(duty)
        ]
        return max(rows, key=lambda row: (row.end_at, json.loads(row.body)["accepted_clock"]), default=None)

    def _add(self, number: str, made: Callable[[HandoverStanding], Sequence[Payload]]) -> SubjectRow:
        def steps(standing: HandoverStanding) -> Sequence[Payload]:
            standing.must_be_open()
            return made(standing)

        return add_to(HandoverStanding, self._seat, number, steps)


def _state(text: str) -> str:
    """The state that a word means, in Dutch or as it is kept.

    Raises:
        CommandRefused: it means none.
    """
    asked = name_key(text)
    for state, word in STATE_WORDS.items():
        if asked in (state, word):
            return state
    raise CommandRefused(f"{clean(text)} is geen toestand: {', '.join(STATE_WORDS.values())}")
