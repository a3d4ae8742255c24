"""Who is at the table of a CMT day, at the desk: in and out, the chair and the log handed over."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aovconsole.desk.cmt_standing import CmtStanding
from aovconsole.desk.seat import Seat, wanted
from aovconsole.desk.standing import add_to
from aovconsole.domain.kinds import decode
from aovconsole.domain.presence import (
    ROLE_WORDS,
    ROLES,
    WITHDRAWABLE,
    Expected,
    PresenceNoted,
    PresencePayload,
    PresenceStepWithdrawn,
    Present,
    Role,
    RolePassed,
    absent_at,
    body_in,
    expected_at,
    named,
    presence_key,
    presence_subject,
    present_at,
    role_at,
)
from aovconsole.domain.record import Draft, Instant, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.times import CLOCK_SKEW, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused


class PresenceDesk:
    """What can be asked about who is at the table; `number` is always that of a CMT day."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def come(
        self,
        number: str,
        function: str,
        *,
        name: str = "",
        organisation: str = "",
        note: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that a function came in, on behalf of an organisation; another name in the same function relieves it.

        Raises:
            CommandRefused: no function, it is there already, or the time lies in the future or after the end.
        """
        said = PresenceNoted(
            wanted(function, "de functie"), clean(name.strip()), clean(organisation.strip()), note=clean(note.strip())
        )

        def steps(standing: CmtStanding) -> Sequence[Payload | Draft]:
            standing.not_after_end()
            key = presence_key(said.function, said.organisation)
            there = _by_key(standing).get(key)
            if there and (not said.name or name_key(said.name) == name_key(there.name)):
                raise CommandRefused(f"{_shown(there)} is al aanwezig sinds {standing.shown(there.since)}")
            return [_draft(standing, said, draft_id)]

        return add_to(CmtStanding, self._seat, number, steps, at, draft_id)

    def go(
        self,
        number: str,
        function: str,
        *,
        organisation: str = "",
        note: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that a function went out; the organisation may stay away where only one has that function there.

        Raises:
            CommandRefused: it was not there at that moment, or several organisations have that function there.
        """
        asked, of = wanted(function, "de functie"), clean(organisation.strip())

        def steps(standing: CmtStanding) -> Sequence[Payload | Draft]:
            standing.not_after_end()
            there = [one for one in _by_key(standing).values() if name_key(one.function) == name_key(asked)]
            meant = [one for one in there if not of or name_key(one.organisation) == name_key(of)]
            if not meant:
                raise CommandRefused(f"{named(asked, organisation=of)} is niet aanwezig")
            if len(meant) > 1:
                raise CommandRefused(f"noem de organisatie: {', '.join(map(_shown, meant))}")
            one = meant[0]
            said = PresenceNoted(one.function, one.name, one.organisation, False, clean(note.strip()))
            return [_draft(standing, said, draft_id)]

        return add_to(CmtStanding, self._seat, number, steps, at, draft_id)

    def pass_role(
        self,
        number: str,
        role: str,
        function: str,
        *,
        name: str = "",
        from_function: str = "",
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that the chair (`chair`) or the log (`keeper`) goes to a function; who had it is filled in.

        Raises:
            CommandRefused: no such role, nobody named, it has the role already, or `from_function` is not who has it.
        """
        if role not in ROLES:
            raise CommandRefused(f"{clean(role)} bestaat niet: kies {' of '.join(ROLES)}")
        to, who = wanted(function, f"wie {ROLE_WORDS[role]} wordt"), clean(name.strip())
        giver, why = clean(from_function.strip()), clean(reason.strip())

        def steps(standing: CmtStanding) -> Sequence[Payload | Draft]:
            standing.not_after_end()
            before = role_at(standing.presence, role, standing.at)
            if name_key(before.function) == name_key(to) and name_key(before.name) == name_key(who):
                raise CommandRefused(f"{named(to, who)} is al {ROLE_WORDS[role]}")
            if giver and before.function and name_key(giver) != name_key(before.function):
                raise CommandRefused(f"{before.function} is {ROLE_WORDS[role]}, niet {giver}")
            passed = RolePassed(role, to, who, before.function or giver, before.name, why)
            return [_draft(standing, passed, draft_id)]

        return add_to(CmtStanding, self._seat, number, steps, at, draft_id)

    def undo(self, number: str, record_id: str, reason: str) -> SubjectRow:
        """Let a mistaken step (in, out, a role) fall away; it stays readable, struck through.

        Raises:
            CommandRefused: no reason, or there is no such step on this CMT day.
        """
        why = wanted(reason, "de reden")

        def steps(standing: CmtStanding) -> Sequence[Payload | Draft]:
            record = standing.writing.record(record_id)
            here = record and record.subject == presence_subject(standing.row.subject)
            if not (record and here and isinstance(decode(record), WITHDRAWABLE)):
                raise CommandRefused(f"{standing.row.number} heeft geen stap {clean(record_id)} die kan vervallen")
            return [_draft(standing, PresenceStepWithdrawn(record_id, why), "")]

        return add_to(CmtStanding, self._seat, number, steps)

    def of(self, row: SubjectRow) -> Mapping[str, Any] | None:
        """The whole presence of a CMT day (body of `domain.presence.Presence`); None when nobody came in yet."""
        return body_in(self._seat.reading.in_dossier(row.subject, "presence"))

    def present(self, row: SubjectRow, at: datetime | None = None) -> tuple[Present, ...]:
        """Who is present on a CMT day, now or at a moment."""
        return present_at(self.of(row), self._until(at))

    def absent(self, row: SubjectRow, expected: Sequence[str] = (), at: datetime | None = None) -> tuple[Present, ...]:
        """Who left, and which expected functions never came; now or at a moment."""
        return absent_at(self.of(row), self._until(at), expected)

    def expected(self, row: SubjectRow, at: datetime | None = None) -> tuple[Expected, ...]:
        """The functions that its plan wants at the table, now or at a moment, and who fills each; none without plan."""
        plan = self._seat.reading.subject(str(json.loads(row.body).get("plan") or ""))
        if plan is None or plan.status == "withdrawn":
            return ()
        return expected_at(self.of(row), self._until(at), json.loads(plan.body)["roles"])

    def missing(self, row: SubjectRow, at: datetime | None = None) -> tuple[str, ...]:
        """The functions that its plan wants at the table and that nobody fills."""
        return tuple(one.function for one in self.expected(row, at) if not one.filled_by)

    def role(self, row: SubjectRow, role: str, at: datetime | None = None) -> Role:
        """Who has a role on a CMT day, now or at a moment; its function is empty when nobody said."""
        return role_at(self.of(row), role, self._until(at))

    def _until(self, at: datetime | None) -> Instant:
        """The moment itself; for now also what a station noted whose clock runs a little ahead."""
        return stored(at or self._seat.now + CLOCK_SKEW)


def _by_key(standing: CmtStanding) -> dict[tuple[str, str], Present]:
    """Who is there at the moment of the step."""
    there = present_at(standing.presence, standing.at)
    return {presence_key(one.function, one.organisation): one for one in there}


def _shown(one: Present) -> str:
    return named(one.function, one.name, one.organisation)


def _draft(standing: CmtStanding, payload: PresencePayload, draft_id: str) -> Draft:
    dossier = standing.row.subject
    return Draft(payload, presence_subject(dossier), dossier, standing.happened, draft_id)
