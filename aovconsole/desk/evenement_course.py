"""The steps of an evenement at the desk: assessment, advice, safety plan, permit, HEV steps, counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from aovconsole.desk.seat import Seat, people, wanted
from aovconsole.desk.standing import Standing, add_to
from aovconsole.domain.evenement_steps import (
    COUNT_METHODS,
    HANDLING_CLASSES,
    PERMIT_OUTCOMES,
    PLAN_VERDICTS,
    STEP_STATES,
    STEPS,
    AdviceAsked,
    AdviceGiven,
    EvenementAssessed,
    PermitDecided,
    PlanJudged,
    PlanReceived,
    StepTicked,
    VisitorsCounted,
)
from aovconsole.domain.record import Payload
from aovconsole.domain.text import clean
from aovconsole.domain.times import date_text
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

Step = Callable[[SubjectRow, dict[str, Any]], Sequence[Payload]]
"""Checks and gives the payloads of a step, from the evenement's row and body as they are under the write lock."""


class EvenementStanding(Standing):
    """An evenement that a step is added to."""

    __slots__ = ()
    type_ = "evenement"


class EvenementCourse:
    """What can be asked about an evenement between application and evaluation."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def assess(
        self,
        number: str,
        handling_class: str,
        *,
        reasons: Sequence[str] = (),
        by: str = "",
        assessed_on: date | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Choose the treatment on the risk scan, today unless a day is given; doing it again is a change.

        Raises:
            CommandRefused: no such class, no reasons, or the day lies ahead.
        """
        named = known_class(handling_class)
        why = tuple(text for reason in reasons if (text := clean(reason.strip())))
        step = EvenementAssessed(named, why, clean(by.strip()), self._past_day(assessed_on, "beoordeeld op"))
        if not why:
            raise CommandRefused(f"waarom klasse {named}? noem minstens één reden uit de risicoscan (--reason)")
        return self._add(number, lambda _row, _body: [step], draft_id=draft_id)

    def ask_advice(
        self,
        number: str,
        partner: str,
        *,
        asked_on: date | None = None,
        joint: bool = False,
        note: str = "",
        draft_id: str = "",
    ) -> SubjectRow:
        """Log that a partner was asked for advice; `joint` is the multidisciplinary advice of several.

        Raises:
            CommandRefused: nobody named, or the day lies ahead.
        """
        who, day = wanted(partner, "de partner"), self._past_day(asked_on, "gevraagd op")
        return self._add(
            number, lambda _row, _body: [AdviceAsked(who, day, joint, clean(note.strip()))], draft_id=draft_id
        )

    def give_advice(
        self,
        number: str,
        partner: str,
        text: str,
        *,
        given_on: date | None = None,
        joint: bool = False,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log what a partner advised, in its own words.

        Raises:
            CommandRefused: nobody named, nothing said, or a day that lies ahead or before that of the question.
        """
        who, said = wanted(partner, "de partner"), wanted(text, "het advies")
        day = self._past_day(given_on, "gegeven op")

        def step(_row: SubjectRow, body: dict[str, Any]) -> list[Payload]:
            asked = [
                one["asked_on"]
                for one in body["advice"]
                if name_key(one["partner"]) == name_key(who) and one["joint"] == joint and not one["given_on"]
            ]
            if asked and day < asked[-1]:
                raise CommandRefused(f"dit advies is pas gevraagd op {date_text(date.fromisoformat(asked[-1]))}")
            return [AdviceGiven(who, day, said, joint)]

        return self._add(number, step, draft_id=draft_id)

    def plan_received(
        self, number: str, *, received_on: date | None = None, note: str = "", draft_id: str = ""
    ) -> SubjectRow:
        """Log that a safety plan came in, or a new version of it, which is then to be judged.

        Raises:
            CommandRefused: the day lies ahead.
        """
        day = self._past_day(received_on, "ontvangen op")
        return self._add(number, lambda _row, _body: [PlanReceived(day, clean(note.strip()))], draft_id=draft_id)

    def plan_judged(
        self,
        number: str,
        verdict: str,
        *,
        judged_on: date | None = None,
        by: str = "",
        note: str = "",
        draft_id: str = "",
    ) -> SubjectRow:
        """Log what was found of the safety plan that came in.

        Raises:
            CommandRefused: no such verdict, no plan yet, or a day that lies ahead or before that of the plan.
        """
        if verdict not in PLAN_VERDICTS:
            raise CommandRefused(f"oordeel {clean(verdict)} bestaat niet: kies good of insufficient")
        day = self._past_day(judged_on, "beoordeeld op")

        def step(row: SubjectRow, body: dict[str, Any]) -> list[Payload]:
            received = body["safety_plan"]["received_on"]
            if not received:
                raise CommandRefused(f"van {row.number} is nog geen veiligheidsplan ontvangen")
            if day < received:
                raise CommandRefused(f"het plan is pas ontvangen op {date_text(date.fromisoformat(received))}")
            return [PlanJudged(verdict, day, clean(by.strip()), clean(note.strip()))]

        return self._add(number, step, draft_id=draft_id)

    def permit(
        self,
        number: str,
        outcome: str,
        *,
        conditions: Sequence[str] = (),
        by: str = "",
        reason: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log the decision on the permit, with its conditions; a later decision takes its place.

        Raises:
            CommandRefused: no such outcome, a notification (it has no permit), nothing to withdraw, or a moment ahead.
        """
        if outcome not in PERMIT_OUTCOMES:
            raise CommandRefused(f"besluit {clean(outcome)} bestaat niet: kies granted, refused of withdrawn")
        asked = tuple(text for one in conditions if (text := clean(one.strip())))

        def step(row: SubjectRow, body: dict[str, Any]) -> list[Payload]:
            if body["kind"] == "notification":
                raise CommandRefused(f"{row.number} is een melding; maak er eerst een aanvraag van (veld kind)")
            if outcome == "withdrawn" and body["permit"]["outcome"] != "granted":
                raise CommandRefused(f"voor {row.number} is geen vergunning verleend")
            return [PermitDecided(outcome, asked, clean(by.strip()), clean(reason.strip()))]

        return self._add(number, step, at, draft_id=draft_id)

    def tick(self, number: str, step: str, state: str, *, note: str = "", draft_id: str = "") -> SubjectRow:
        """Give a step of the HEV a state by hand.

        Raises:
            CommandRefused: no such step or state.
        """
        if step not in STEPS:
            raise CommandRefused(f"stap {clean(step)} bestaat niet: kies {', '.join(STEPS)}")
        if state not in STEP_STATES:
            raise CommandRefused(f"stand {clean(state)} bestaat niet: kies {', '.join(STEP_STATES)}")
        return self._add(number, lambda _row, _body: [StepTicked(step, state, clean(note.strip()))], draft_id=draft_id)

    def count(
        self,
        number: str,
        count: int,
        *,
        method: str,
        by: str,
        how: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log how many visitors there were: counted or estimated, by which function, how.

        Raises:
            CommandRefused: below nought, no such method, nobody named, or a moment ahead.
        """
        if method not in COUNT_METHODS:
            raise CommandRefused(f"manier {clean(method)} bestaat niet: kies counted of estimated")
        people(count, "het aantal bezoekers")
        counted = VisitorsCounted(count, method, wanted(by, "door wie"), clean(how.strip()))
        return self._add(number, lambda _row, _body: [counted], at, draft_id=draft_id)

    # What the steps share -------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day at the desk."""
        return self._seat.now.astimezone(self._seat.zone).date()

    def _past_day(self, day: date | None, what: str) -> str:
        """A day as it is stored, today when none is given.

        Raises:
            CommandRefused: it lies ahead.
        """
        if day is not None and day > self.today:
            raise CommandRefused(f"{what}: {date_text(day)} ligt in de toekomst")
        return (day or self.today).isoformat()

    def _add(self, number: str, step: Step, at: datetime | None = None, *, draft_id: str = "") -> SubjectRow:
        """Add what a step gives to the evenement with this number, in one transaction; its row afterwards.

        Raises:
            CommandRefused: there is no such evenement, the time lies ahead, or `step` refuses.
        """
        return add_to(EvenementStanding, self._seat, number, lambda found: step(found.row, found.body), at, draft_id)


def known_class(handling_class: str) -> str:
    """The class that a text names.

    Raises:
        CommandRefused: there is no such class.
    """
    named = handling_class.strip().upper()
    if named not in HANDLING_CLASSES:
        raise CommandRefused(f"klasse {clean(handling_class)} bestaat niet: kies A, B of C")
    return named
