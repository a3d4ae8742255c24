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
        from aovconsole.domain.crowd_state import settings_in, terms_at
        from aovconsole.domain.plan_for_cmt import to_confirm
        from aovconsole.domain.typed_names import name_key

        places = self._seat.reading.in_dossier(row.subject, "crowd")
        terms = {name_key(one.place): terms_at(settings_in(json.loads(one.body))) for one in places}
        return to_confirm(plan, terms, row.begin_at)

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

        prepared = {one["id"]: one for one in plan["decisions"]}
        found: dict[str, Crossing] = {}
        for crossing in CrowdReadingDesk(self._seat).crossings(row.subject, now=now):
            if crossing.decision in prepared:
                found.setdefault(crossing.decision, crossing)
        made = [one for one in self._seat.reading.in_dossier(row.subject, "decision") if one.status == "made"]
        taken = {json.loads(one.body).get("prepared"): one.begin_at for one in made}
        return tuple((one, prepared[key]) for key, one in found.items() if taken.get(key, "") < one.since)

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

        lines = self._seat.reading.lines(dossier=row.subject, since=self.day_began(row, now))
        return log_points(plan, lines, now), sum(one.type == "line" for one in lines)

    def day_began(self, row: SubjectRow, now: datetime) -> Instant:
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
