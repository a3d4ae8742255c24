"""Actions at the desk; the decisions of `desk.agreements` stand in `desk.decisions`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from aovconsole.desk.decisions import DecisionDesk, in_dossier
from aovconsole.desk.seat import wanted
from aovconsole.domain.agreements import (
    ACTION_STATES,
    RUNNING_STATES,
    ActionAgreed,
    ActionDueMoved,
    ActionOwnerSet,
    ActionPayload,
    ActionStepped,
)
from aovconsole.domain.record import Draft, Instant
from aovconsole.domain.text import clean
from aovconsole.domain.times import stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing

_OVER = ("closed", "dropped")
"""The states that the team gives."""

_TO_THE_MINUTE = len("2027-02-07T14:10")
"""A term is typed in whole minutes: the minute that runs is not past."""


class AgreementDesk(DecisionDesk):
    """What can be asked about actions, and about decisions (of `DecisionDesk`)."""

    def action(
        self,
        dossier: str,
        text: str,
        *,
        owner: str = "",
        due: datetime | None = None,
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Agree an action in a dossier: who does what before when; `at` is when it was agreed, None is now.

        Raises:
            CommandRefused: the text is empty, `at` lies in the future, or the term lies before it.
        """
        subject, moment = self._seat.dossier(dossier), self._seat.happened(at)
        what, who = wanted(text, "de actie"), clean(owner.strip())

        def build(writing: Writing) -> list[Draft]:
            due_at = _ahead(due, moment or writing.now) if due else ""
            agreed = ActionAgreed(writing.next_in_dossier("A", subject), what, who, due_at)
            return [Draft(agreed, dossier=subject, occurred_at=moment, id=draft_id)]

        return self._written(build)

    def find(self, dossier: str, number: str) -> SubjectRow:
        """The row of the action with this number in a dossier (its number or subject; empty is the general log).

        Raises:
            NumberUnknown: no action there carries it; the nearest numbers are offered.
            CommandRefused: two stations with the same letters gave it out.
        """
        return in_dossier(self._seat.reading, self._seat.dossier(dossier), "action", number)

    def step(self, action: str, state: str, note: str = "", *, by: str = "") -> SubjectRow:
        """Let an action (by its subject) change state; `by` is the function in whose name the team says so.

        On a CMT day only the team closes or drops: that function is recorded (the operator's own when none is named),
        and it is not the one that has the action.

        Raises:
            CommandRefused: no such state or action, the action is over, or its owner would close it.
        """
        if state not in ACTION_STATES:
            raise CommandRefused(f"een actie kan niet {clean(state)} worden")
        said, who = clean(note.strip()), clean(by.strip())

        def change(row: SubjectRow, writing: Writing) -> ActionPayload:
            dossier = writing.subject(row.dossier) if row.dossier and state in _OVER else None
            if dossier is None or dossier.type != "cmt":
                return ActionStepped(state, said, who)
            team, owner = who or self._seat.operator.function, str(json.loads(row.body)["owner"])
            if not team:
                raise CommandRefused(f"noem de functie die {row.number} namens het team afsluit")
            if name_key(team) == name_key(owner):
                raise CommandRefused(f"{owner} is de actiehouder van {row.number}: alleen het team sluit haar af")
            return ActionStepped(state, said, team)

        return self._changed(action, change)

    def snooze(self, action: str, due: datetime, reason: str) -> SubjectRow:
        """Give an action (by its subject) another term, later or earlier, for a reason.

        Raises:
            CommandRefused: no reason, a term in the past or the same term, no such action, or it is over.
        """
        why = wanted(reason, "de reden")

        def change(row: SubjectRow, writing: Writing) -> ActionPayload:
            due_at = _ahead(due, writing.now)
            if due_at == row.end_at:
                raise CommandRefused(f"dat is al de termijn van {row.number}")
            return ActionDueMoved(due_at, why, _standing(row, "due_at"))

        return self._changed(action, change)

    def hand_over(self, action: str, owner: str, reason: str = "") -> SubjectRow:
        """Give an action (by its subject) to another function, or take it.

        Raises:
            CommandRefused: nobody named, the one who has it already, no such action, or it is over.
        """
        who = wanted(owner, "de actiehouder")

        def change(row: SubjectRow, _writing: Writing) -> ActionPayload:
            if who == json.loads(row.body)["owner"]:
                raise CommandRefused(f"{row.number} ligt al bij {who}")
            return ActionOwnerSet(who, clean(reason.strip()), _standing(row, "owner"))

        return self._changed(action, change)

    def _changed(self, action: str, change: Callable[[SubjectRow, Writing], ActionPayload]) -> SubjectRow:
        def build(writing: Writing) -> list[Draft]:
            row = writing.subject(action)
            if row is None or row.type != "action":
                raise CommandRefused("die actie bestaat niet")
            if row.status not in RUNNING_STATES:
                raise CommandRefused(f"{row.number} is al afgehandeld")
            return [Draft(change(row, writing), subject=action, dossier=row.dossier)]

        return self._written(build)


def _ahead(due: datetime, agreed_at: Instant) -> Instant:
    """A term as it is stored.

    Raises:
        CommandRefused: it lies before the moment at which it is agreed.
    """
    due_at = stored(due)
    if due_at[:_TO_THE_MINUTE] < agreed_at[:_TO_THE_MINUTE]:
        raise CommandRefused("de termijn ligt in het verleden")
    return due_at


def _standing(row: SubjectRow, field: str) -> tuple[str, ...]:
    """The settings of a field that a new one replaces."""
    return tuple(dict(json.loads(row.body)["standing"]).get(field, ()))
