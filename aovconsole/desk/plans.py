"""Plans at the desk: a scenario template put on a day, moved, answered, its lines marked and read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from aovconsole.desk.plan_lines import PlanLines, Step
from aovconsole.desk.plan_standing import PlanStanding
from aovconsole.desk.seat import dossier_row_of, wanted
from aovconsole.desk.taking_over import follow_plan
from aovconsole.domain.plan_steps import (
    PlanAnswered,
    PlanEnded,
    PlanMoved,
    PlanPayload,
    PlanWithdrawn,
)
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing

if TYPE_CHECKING:
    from aovconsole.desk.plan_start import Starting


class PlanDesk(PlanLines):
    """What can be asked about plans. A plan is a dossier (`PL-27-A001`); `row` is its row, as each request gives it."""

    def preview(
        self, template: str, on: date | str, *, at: str = "", answers: Mapping[str, str] | None = None
    ) -> Starting:
        """What a start would make (`.plan`), without keeping anything; `on` may be a year as text.

        Raises:
            CommandRefused: no such template, a mistake in its file, or a day, time or answer that cannot be.
        """
        from aovconsole.desk.plan_start import Starting  # reading templates is only for a start

        return Starting(self._seat.journal.home, self._seat.zone, template, on, at, answers)

    def start(
        self,
        template: str,
        on: date | str,
        *,
        at: str = "",
        answers: Mapping[str, str] | None = None,
        evenement: str | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Put a template on a day: `at` is the time of its main anchor (`20:00`), `answers` by the key that is asked.

        Raises:
            CommandRefused: as `preview`; it stands on that day already (named); no such evenement.
        """
        from aovconsole.desk.plan_start import refuse_second

        asked = self.preview(template, on, at=at, answers=answers)
        for_evenement = self._seat.find(evenement, "evenement").subject if evenement else ""
        found: list[str] = []

        def build(writing: Writing) -> list[Draft]:
            if draft_id and (filed := writing.record(draft_id)):
                found.append(filed.subject)
                return []
            refuse_second(writing, asked.template.name, asked.on.isoformat())
            subject = draft_id or writing.new_id()
            found.append(subject)
            started = asked.payload(writing.next_number("PL", self._seat.year_of(None)), for_evenement)
            return [Draft(started, dossier=subject, id=subject)]

        self._seat.write(build)
        return dossier_row_of(self._seat, found[-1])

    def move(
        self, number: str, *, on: date | None = None, at: str | None = None, reason: str, draft_id: str = ""
    ) -> SubjectRow:
        """Give the main anchor another day or time (None: as it stands; empty: no longer known), with the reason.

        What is not done gets its new date; what is done keeps the one that it had.

        Raises:
            CommandRefused: no reason; it stands there already; another plan of the template does; it does not run; the
                template asks no time; the plan would lie outside the calendar.
        """
        from aovconsole.desk.plan_start import clock_for, refuse_second
        from aovconsole.domain.plan_copy import template_of

        why = wanted(reason, "de reden")

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_run()
            body, template = plan.body, template_of(plan.started.copy)
            day = on.isoformat() if on else str(body["on"])
            clock = str(body["clock"]) if at is None else clock_for(template, at)
            if (day, clock) == (body["on"], body["clock"]):
                raise CommandRefused(f"{plan.row.number} staat daar al")
            if day != body["on"]:
                refuse_second(plan.writing, str(body["template"]), day, but=plan.row.subject)
            plan.must_be_dated(day, dict(body["answers"]) | {template.anchor: clock})
            return [PlanMoved(day, why, clock, plan.standing("when"))]

        return self._followed(number, step, draft_id)

    def answer(self, number: str, key: str, value: str, *, draft_id: str = "") -> SubjectRow:
        """Answer a question or an asked anchor of the template, as it would be at the start; empty asks it again.

        Raises:
            CommandRefused: nothing is called so, the answer cannot be read, the plan does not run.
        """
        from aovconsole.domain.plan_copy import template_of
        from aovconsole.domain.scenario_answers import answers_of

        asked, text = clean(key.strip()), " ".join(clean(value).split())

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_run()
            body, template = plan.body, template_of(plan.started.copy)
            if asked == template.anchor:
                raise CommandRefused(f"{asked} is het hoofdanker: verplaats het plan met plan move")
            named = {one["id"]: one["text"] for one in body["questions"]}
            named |= {one["id"]: one["question"] for one in body["anchors"] if one["question"]}
            if text or asked not in named:
                answers_of(template, {asked: text})
            plan.must_be_dated(body["on"], dict(body["answers"]) | {template.anchor: body["clock"], asked: text})
            return [PlanAnswered(asked, text, named[asked], plan.standing(f"answer:{asked}"))]

        return self._followed(number, step, draft_id)

    def end(self, number: str, *, reason: str = "", at: datetime | None = None) -> SubjectRow:
        """Let a plan be over; what is not done stays as it stands and leaves Nu.

        Raises:
            CommandRefused: it does not run, or the time lies ahead.
        """

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_run()
            return [PlanEnded(clean(reason.strip()))]

        return self._add(number, step, at)

    def withdraw(self, number: str, *, reason: str) -> SubjectRow:
        """Let a plan that was started by mistake not count; its day may be started again.

        Raises:
            CommandRefused: no reason, or it was withdrawn already.
        """
        why = wanted(reason, "de reden")

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_count()
            return [PlanWithdrawn(why)]

        return self._followed(number, step)

    def _followed(self, number: str, step: Step, draft_id: str = "") -> SubjectRow:
        """Add a step that changes what the plan knows; what CMT days took over from it follows at once."""
        with self._seat.journal.batch():
            row = self._add(number, step, draft_id=draft_id)
            follow_plan(self._seat, row.subject)
        return row
