"""What can be read of plans at the desk: where one stands, and what it hands to the CMT day."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from aovconsole.desk.seat import Seat
from aovconsole.domain.plan_reading import NEXT, PhasesNow, PlanLine, lines_of, log_hints_of, phases_of
from aovconsole.domain.view import SubjectRow


class PlanReader:
    """Readings of a plan, from its row; `now` is this moment when it is not given."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def find(self, number: str) -> SubjectRow:
        """The plan with a number.

        Raises:
            NumberUnknown: there is none.
            CommandRefused: it is the number of something else.
        """
        return self._seat.find(number, "plan")

    def of_cmt(self, cmt: SubjectRow) -> SubjectRow | None:
        """The plan that a CMT day works by; None when it was opened without one."""
        subject = str(json.loads(cmt.body).get("plan") or "")
        return self._seat.reading.subject(subject) if subject else None

    def lines(self, row: SubjectRow, now: datetime | None = None) -> tuple[PlanLine, ...]:
        """The lines of a plan in order of time, with their state and whether they are late."""
        return lines_of(json.loads(row.body), now or self._seat.now)

    def phases(self, row: SubjectRow, now: datetime | None = None, *, count: int = NEXT) -> PhasesNow:
        """The phases of a plan, those that run, and the next milestones."""
        return phases_of(json.loads(row.body), now or self._seat.now, count)

    def log_hints(self, row: SubjectRow, now: datetime | None = None) -> tuple[str, ...]:
        """What the log must hold now, short enough for the empty entry line; that of the running phase first."""
        return log_hints_of(json.loads(row.body), now or self._seat.now)

    def decisions(self, row: SubjectRow) -> list[dict[str, Any]]:
        """The prepared decisions: `id title see weigh options text decider power tell check_after source`."""
        found: list[dict[str, Any]] = json.loads(row.body)["decisions"]
        return found

    def thresholds(self, row: SubjectRow) -> list[dict[str, Any]]:
        """The thresholds of all places: `key place kind label value owner as_of question decision source`.

        `kind` is persons, share (of the capacity, 0-1) or density (persons per m²); `value` is text, empty while
        nobody has said it (then `question` names what the plan asks); `decision` is the id of a prepared decision.
        """
        found: list[dict[str, Any]] = json.loads(row.body)["thresholds"]
        return found

    def places(self, row: SubjectRow) -> list[dict[str, Any]]:
        """The places that are watched: `name why capacity capacity_as_of capacity_question source`.

        `capacity` is a number of persons, None while nobody has said it.
        """
        found: list[dict[str, Any]] = json.loads(row.body)["places"]
        return found

    def meetings(self, row: SubjectRow) -> list[dict[str, Any]]:
        """The meetings, each turn of a rhythm apart: `key id name due_at due_on waits_for agenda source`."""
        found: list[dict[str, Any]] = json.loads(row.body)["meetings"]
        return found

    def print_plan(self, number: str, name: str, *, replace: bool = False) -> SubjectRow:
        """Write a plan as it stands to a file to print (.html or .pdf).

        Raises:
            CommandRefused: no such plan, another type of file, or a file stands there that may not be replaced.
            CannotStore: the file cannot be written.
        """
        from aovconsole.exports.plan_print import plan_file  # only who prints pays for it
        from aovconsole.exports.text_file import paper_type, save_new
        from aovconsole.reference.files import load_powers

        row, type_, seat = self.find(number), paper_type(name), self._seat
        powers = {power.key: power.name for power in load_powers(seat.journal.home).powers}
        save_new(name, plan_file(type_, row, powers, seat.journal.realm, seat.now, seat.zone), replace=replace)
        return row

    def also_on_that_day(self, row: SubjectRow) -> tuple[str, ...]:
        """The numbers of other plans of the template on that day: two stations can start one at the same time."""
        body = json.loads(row.body)
        others = [one for one in self._seat.reading.of_type("plan") if one.subject != row.subject]
        bodies = [(one, json.loads(one.body)) for one in others if one.status != "withdrawn"]
        return tuple(
            one.number for one, its in bodies if (its["template"], its["on"]) == (body["template"], body["on"])
        )
