"""What the desk tells of a CMT day beside its rows: what it gets from its plan, what is to be confirmed or logged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from aovconsole.desk.seat import Seat
from aovconsole.desk.taking_over import drafts_of, working_by
from aovconsole.domain.record import Instant
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow

if TYPE_CHECKING:
    from aovconsole.domain.crowd_state import Crossing
    from aovconsole.domain.log_protocol import LogPoint
    from aovconsole.domain.plan_for_cmt import ToConfirm

_DAY_BEGINS = timedelta(hours=6)


class CmtReader:
    """Readings of a CMT day, from its row; `now` is this moment when it is not given."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def by_plan(self, plan: SubjectRow) -> tuple[SubjectRow, ...]:
        """The CMT days that sit by a plan."""
        return tuple(working_by(self._seat.reading, plan.subject))

    def to_confirm(self, row: SubjectRow) -> tuple[ToConfirm, ...]:
        """What its plan asks and nobody said yet: `te bevestigen`; capacities, thresholds, times of meetings."""
        plan = self._plan(row)
        if plan is None or row.status == "closed":
            return ()
        from aovconsole.domain.plan_for_cmt import crowd_terms, to_confirm

        return to_confirm(plan, crowd_terms(self._seat.reading.in_dossier(row.subject, "crowd")), row.begin_at)

    def plan_changed(self, row: SubjectRow) -> bool:
        """Whether its plan says something that it did not take over yet: another station answered before it knew."""
        return bool(drafts_of(self._seat.reading, row.subject))

    def brought_forward(
        self, row: SubjectRow, now: datetime | None = None
    ) -> tuple[tuple[Crossing, Mapping[str, Any]], ...]:
        """The prepared decisions whose threshold stands reached and that were not taken since, with that threshold.

        The newest first; each has the keys of `desk.plans.decisions`. Nothing is decided by it.
        """
        plan = self._plan(row)
        if plan is None:
            return ()
        from aovconsole.desk.crowd_reading import CrowdReadingDesk
        from aovconsole.domain.plan_for_cmt import brought_forward

        crossings = CrowdReadingDesk(self._seat).crossings(row.subject, now=now)
        return brought_forward(plan, crossings, self._seat.reading.in_dossier(row.subject, "decision"))

    def log_points(self, row: SubjectRow, now: datetime | None = None) -> tuple[LogPoint, ...]:
        """What its log must hold now by its plan, and of what nothing was logged yet today."""
        return self._log(row, now or self._seat.now)[0]

    def next_hint(self, row: SubjectRow, now: datetime | None = None) -> str:
        """What the empty entry line shows: something that nothing was logged of yet, the next with each line."""
        from aovconsole.domain.log_protocol import next_hint

        return next_hint(*self._log(row, now or self._seat.now))

    def _log(self, row: SubjectRow, now: datetime) -> tuple[tuple[LogPoint, ...], int]:
        plan = self._plan(row)
        if plan is None or not plan["log_protocol"]:
            return (), 0
        from aovconsole.domain.log_protocol import log_points

        lines = self._seat.reading.said(row.subject, self._day_began(row, now))
        return log_points(plan, lines, now), sum(one.type == "line" for one in lines)

    def _day_began(self, row: SubjectRow, now: datetime) -> Instant:
        """When the day of a CMT began: its begin, or six in the morning where it sits for days."""
        six = (now.astimezone(self._seat.zone) - _DAY_BEGINS).replace(hour=6, minute=0, second=0, microsecond=0)
        return max(row.begin_at, stored(six))

    def _plan(self, row: SubjectRow) -> Mapping[str, Any] | None:
        """The body of the plan that it works by; None without one, or when that was withdrawn."""
        subject = str(json.loads(row.body).get("plan") or "")
        plan = self._seat.reading.subject(subject) if subject else None
        if plan is None or plan.status == "withdrawn":
            return None
        body: Mapping[str, Any] = json.loads(plan.body)
        return body
