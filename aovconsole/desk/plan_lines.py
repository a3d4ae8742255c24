"""The lines of a plan at the desk: marked, added by hand, given to another function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from aovconsole.desk.plan_reading import PlanReader
from aovconsole.desk.plan_standing import PlanStanding
from aovconsole.desk.seat import wanted
from aovconsole.desk.standing import add_to
from aovconsole.domain.plan_steps import LINE_STATES, LineAdded, LineMarked, LineOwnerSet, PlanPayload
from aovconsole.domain.text import clean
from aovconsole.domain.times import on_the_wall, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused

Step = Callable[[PlanStanding], Sequence[PlanPayload]]
"""What a request adds to a plan, from how it stands."""


class Mark(NamedTuple):
    """What becomes of a line: its state, the proof or the reason, and who did it."""

    key: str
    state: str
    note: str = ""
    by: str = ""


class PlanLines(PlanReader):
    """What can be done with the lines of a plan."""

    def mark(
        self,
        number: str,
        key: str,
        state: str,
        *,
        note: str = "",
        by: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Let a line be todo, busy, done (`note` is the proof, `by` who did it) or dropped (`note` is the reason).

        Raises:
            CommandRefused: no such line or state, dropped without a reason, a time ahead, the plan was withdrawn.
        """
        return self.mark_all(number, (Mark(key, state, note, by),), at=at, draft_id=draft_id)

    def mark_all(
        self, number: str, marks: Sequence[Mark], *, at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Mark several lines of one moment in one transaction, each as `mark` does one.

        Raises:
            CommandRefused: as `mark`, for any of them; nothing is written then.
        """
        checked = [_checked(mark) for mark in marks]

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_count()
            return [_marked(plan, mark) for mark in checked]

        return self._add(number, step, at, draft_id)

    def add_line(
        self,
        number: str,
        what: str,
        *,
        owner: str = "",
        due: datetime | None = None,
        on: date | None = None,
        where: Sequence[str] = (),
        mandatory: bool = False,
        draft_id: str = "",
    ) -> str:
        """Add a line by hand, due at a moment, in the course of a day, or undated; gives its key (`eigen-3f9a`).

        Raises:
            CommandRefused: nothing to do, both a moment and a day, the plan does not run.
        """
        told, who, when = wanted(what, "de regel"), clean(owner.strip()), self._due(due, on)
        places = tuple(text for place in where if (text := clean(place.strip())))
        keys: list[str] = []

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_run()
            keys.append(plan.new_key())
            return [LineAdded(keys[-1], told, who, *when, places, "met de hand toegevoegd", mandatory)]

        self._add(number, step, draft_id=draft_id)
        return keys[-1] if keys else ""

    def _due(self, due: datetime | None, on: date | None) -> tuple[str, str, str]:
        """When a line is due: its moment, its day, and from when on it is late; each empty where there is none."""
        if due and on:
            raise CommandRefused("noem een tijd of een dag, niet allebei")
        if due:
            return stored(due), due.astimezone(self._seat.zone).date().isoformat(), stored(due)
        if on:
            return "", on.isoformat(), stored(on_the_wall(on + timedelta(days=1), time(), self._seat.zone))
        return "", "", ""

    def set_owner(self, number: str, key: str, owner: str, *, reason: str = "") -> SubjectRow:
        """Give a line to another function.

        Raises:
            CommandRefused: nobody named, who has it already, no such line, the plan was withdrawn.
        """
        who = wanted(owner, "wie het doet")

        def step(plan: PlanStanding) -> list[PlanPayload]:
            plan.must_count()
            line = plan.line(key)
            if line["owner"] == who:
                raise CommandRefused(f"{line['key']} ligt al bij {who}")
            field = f"owner:{line['key']}"
            return [LineOwnerSet(line["key"], who, line["what"], clean(reason.strip()), plan.standing(field))]

        return self._add(number, step)

    def _add(self, number: str, step: Step, at: datetime | None = None, draft_id: str = "") -> SubjectRow:
        """Add what `step` gives to the plan with this number, in one transaction; its row afterwards."""
        return add_to(PlanStanding, self._seat, number, step, at, draft_id)


def _checked(mark: Mark) -> Mark:
    """A mark with clean texts.

    Raises:
        CommandRefused: there is no such state, or a line drops without a reason.
    """
    if mark.state not in LINE_STATES:
        raise CommandRefused(f"een regel van een plan kan niet {clean(mark.state)} worden: {', '.join(LINE_STATES)}")
    dropped = mark.state == "dropped"
    note = wanted(mark.note, "de reden waarom de regel vervalt") if dropped else clean(mark.note.strip())
    return mark._replace(note=note, by=clean(mark.by.strip()))


def _marked(plan: PlanStanding, mark: Mark) -> LineMarked:
    line = plan.line(mark.key)
    return LineMarked(
        line["key"], mark.state, line["what"], mark.note, mark.by,
        line["due_at"], line["due_on"], line["past_at"], plan.standing(f"mark:{line['key']}"),
    )  # fmt: skip
