"""What screen Nu says: what runs, what is due, what comes, who is on duty; a pure reading of rows and the moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.measure_duties import has_lapsed
from aovconsole.domain.response import Clock, ClockTerm, clocks, to_inform
from aovconsole.domain.roster import OnDuty, on_duty, stretches
from aovconsole.domain.roster import holdings as holdings_of
from aovconsole.domain.times import AMSTERDAM, read_stored, stored
from aovconsole.domain.view import CalendarDay, SubjectRow

AHEAD = timedelta(hours=72)
"""How far Nu looks ahead."""

MISSED_APART = 2
"""More missed clocks of one incident than these stand in one row: what is late elsewhere must stay in sight."""

NOBODY = "geen houder"
"""What stands for the owner of an action that has none."""

OPEN_END = timedelta(hours=2)
"""What has no end of its own stays on Nu this long after it began."""


class GripRules(NamedTuple):
    """Of `data/grip.toml`: the statutory times, and by GRIP level the functions that must be told."""

    terms: Sequence[ClockTerm]
    inform: Mapping[int, Sequence[str]]


NO_RULES = GripRules((), {})
"""What holds where no incident is open."""


class Running(NamedTuple):
    """A dossier that runs: an incident or a CMT day, since when, at which GRIP level, what waits in it.

    `open_count` counts its actions, `late_count` whatever is late; `to_inform` names who must still be told.
    """

    subject: str
    type: str
    number: str
    title: str
    place: str
    status: str
    grip_level: int
    begin_at: datetime
    elapsed: timedelta
    open_count: int
    late_count: int
    to_inform: tuple[str, ...] = ()

    @property
    def aftercare(self) -> bool:
        """Whether the acute phase is over (nafase)."""
        return self.status == "aftercare"


class Due(NamedTuple):
    """Something that waits: an action, what a measure owes, the end of a term, a statutory clock, a line of a plan.

    `type` is action, notice, term, clock, served, plan, check (did a decision work?), grounds (decisions without them),
    meeting, handover, evaluation (its first impression) or recommendation; `key` tells those of one subject apart.
    `left` is negative when it is late and None when it has no moment; `waits` is how long something is owed that must
    be done at once.
    """

    type: str
    subject: str
    dossier: str
    dossier_number: str
    dossier_title: str
    number: str
    title: str
    owner: str
    status: str
    due_at: datetime | None
    left: timedelta | None
    key: str = ""
    snoozed_count: int = 0
    waits: timedelta | None = None

    @property
    def late(self) -> bool:
        """Whether its moment has passed while nobody said that it is done; a term just ends."""
        return self.type != "term" and self.left is not None and self.left < timedelta(0) and self.status != "done"

    @property
    def at_once(self) -> bool:
        """Whether it is owed without a moment: as soon as possible, and so never late."""
        return self.waits is not None and self.due_at is None

    @property
    def undated(self) -> bool:
        """Whether a measure owes it on a date that nobody filled in yet (the next council, say)."""
        return self.type == "notice" and self.due_at is None and not self.at_once


class Coming(NamedTuple):
    """Something on the calendar; an all-day item has no times; `since` is the day it began when that was earlier."""

    subject: str
    type: str
    title: str
    place: str
    begin_at: datetime | None
    end_at: datetime | None
    status: str
    mark: str
    now: bool


class ComingDay(NamedTuple):
    """One day of what comes."""

    day: date
    items: tuple[Coming, ...]


class NowBoard(NamedTuple):
    """Everything that Nu shows, at one moment."""

    moment: datetime
    running: tuple[Running, ...]
    due: tuple[Due, ...]
    days: tuple[ComingDay, ...]
    duties: tuple[OnDuty, ...]

    @property
    def late_count(self) -> int:
        """How many things are late."""
        return sum(due.late for due in self.due)


def now_board(
    moment: datetime,
    *,
    dossiers: Sequence[SubjectRow],
    actions: Sequence[SubjectRow],
    measures: Sequence[SubjectRow] = (),
    days: Sequence[CalendarDay],
    duties: Sequence[SubjectRow],
    holdings: Sequence[SubjectRow] = (),
    subjects: Mapping[str, SubjectRow],
    demonstrations: Sequence[SubjectRow] = (),
    plans: Sequence[SubjectRow] = (),
    decisions: Sequence[SubjectRow] = (),
    meetings: Sequence[SubjectRow] = (),
    others: Sequence[SubjectRow] = (),
    rules: GripRules = NO_RULES,
    zone: ZoneInfo = AMSTERDAM,
) -> NowBoard:
    """Put together what Nu shows.

    `dossiers` are the incidents and CMT days that are not closed, `actions` those that are not, `measures` those that
    run or owe something, `days` the next 72 hours, `duties` the roster, `holdings` who took a duty over, `plans` and
    `demonstrations` those that may owe something, `decisions` those to check or without grounds, `meetings` rhythms
    and meetings, `others` handovers, evaluations, recommendations; `subjects` the rows that all these refer to.
    """
    incidents = [(row, _body(row)) for row in dossiers if row.type == "incident"]
    waiting = (
        *_actions(moment, actions, subjects),
        *(due for row in measures for due in _owed(moment, row, subjects)),
        *(due for row in demonstrations for due in _to_notifier(moment, row)),
        *_of_plans(moment, plans, dossiers),
        *(due for row, body in incidents for due in _clocks(moment, row, body, rules)),
        *_of_the_table(moment, dossiers, decisions, meetings, subjects),
        *(due for row in others for due in _other(moment, row, subjects, zone)),
    )
    due = tuple(sorted(waiting, key=lambda one: _urgency(one, moment)))
    to_tell = {row.subject: to_inform(body, rules.inform) for row, body in incidents}
    running = _running(moment, dossiers, due, to_tell)
    kept = on_duty(moment, stretches(duties), holdings_of(holdings))
    return NowBoard(moment, running, due, coming_days(moment, days, subjects, zone), kept)


def _running(
    moment: datetime, dossiers: Sequence[SubjectRow], due: Sequence[Due], to_tell: Mapping[str, tuple[str, ...]]
) -> tuple[Running, ...]:
    """The acute ones first; of those the highest GRIP level, then the incidents, the one that began last on top."""
    opened = Counter(one.dossier for one in due if one.type == "action")
    late = Counter(one.dossier for one in due if one.late)
    found = []
    for row in dossiers:
        begin = read_stored(row.begin_at)
        level = int(_body(row).get("grip_level") or 0)
        found.append(
            Running(
                row.subject, row.type, row.number, row.title, row.place, row.status, level,
                begin, max(moment - begin, timedelta(0)), opened[row.subject], late[row.subject],
                to_tell.get(row.subject, ()),
            )
        )  # fmt: skip
    found.sort(key=lambda one: one.begin_at, reverse=True)
    found.sort(key=lambda one: (one.aftercare, -one.grip_level, one.type != "incident"))
    return tuple(found)


def _urgency(due: Due, moment: datetime) -> tuple[bool, bool, datetime, str, str, str]:
    """What is late stands first, then what must be done at once, then by moment, those without one last."""
    last = datetime.max.replace(tzinfo=moment.tzinfo)
    return (not due.late, not due.at_once, due.due_at or last, due.dossier_number, due.number, due.title)


def _actions(moment: datetime, rows: Iterable[SubjectRow], subjects: Mapping[str, SubjectRow]) -> Iterator[Due]:
    for row in rows:
        body, due_at = _body(row), read_stored(row.end_at) if row.end_at else None
        yield Due(
            "action", row.subject, row.dossier, *_named(subjects.get(row.dossier)),
            row.number, row.title, str(body.get("owner") or NOBODY), row.status,
            due_at, due_at - moment if due_at else None,
            snoozed_count=int(body.get("snoozed_count") or 0),
        )  # fmt: skip


def _owed(moment: datetime, row: SubjectRow, subjects: Mapping[str, SubjectRow]) -> Iterator[Due]:
    """What a measure still owes, the terms that run after it, and its own end; a term that ended says no more."""
    body, dossier, at = _body(row), _named(subjects.get(row.dossier)), stored(moment)
    for duty in body.get("duties") or ():
        due_at = read_stored(duty["due_at"]) if duty.get("due_at") else None
        is_term = duty.get("type") == "term"
        if duty.get("done_at") or has_lapsed(duty, at) or (is_term and (due_at is None or due_at < moment)):
            continue
        since = read_stored(duty["owed_since"]) if duty.get("at_once") and duty.get("owed_since") else None
        yield Due(
            "term" if is_term else "notice", row.subject, row.dossier, *dossier, row.number,
            str(duty.get("label") or ""), str(duty.get("to") or ""), "open", due_at,
            due_at - moment if due_at else None,
            key=str(duty.get("key") or ""), waits=max(moment - since, timedelta(0)) if since else None,
        )  # fmt: skip
    end_at = read_stored(body["end_at"]) if body.get("end_at") else None
    if end_at and end_at > moment and row.status == "taken":
        yield Due(
            "term", row.subject, row.dossier, *dossier, row.number, f"einde {row.title}", "", "open",
            end_at, end_at - moment, key="end_at",
        )  # fmt: skip


def _to_notifier(moment: datetime, row: SubjectRow) -> Iterator[Due]:
    """What must still be done for a demonstration towards its notifier."""
    from aovconsole.domain.demonstration_terms import owed_of, receipt_owed  # the first paint does not wait for it

    for owed in (*receipt_owed(row, moment), *owed_of(row)):
        waits = max(moment - read_stored(owed.since), timedelta(0))
        yield Due(
            "served", row.subject, row.subject, row.number, row.title, "", owed.text, "", "open", None, None,
            key=owed.key, waits=waits,
        )  # fmt: skip


def _of_plans(moment: datetime, plans: Sequence[SubjectRow], dossiers: Sequence[SubjectRow]) -> Iterator[Due]:
    """The lines of plans that are late or due soon."""
    if plans:
        from aovconsole.domain.now_plans import plan_dues  # the first paint does not wait for it

        yield from plan_dues(moment, plans, dossiers)


def _of_the_table(
    moment: datetime,
    dossiers: Sequence[SubjectRow],
    decisions: Sequence[SubjectRow],
    meetings: Sequence[SubjectRow],
    subjects: Mapping[str, SubjectRow],
) -> Iterator[Due]:
    """What a team must come back to: its decisions and its next meeting."""
    if not decisions and not meetings:
        return
    from aovconsole.domain.now_cmt import decision_dues, meeting_dues  # the first paint does not wait for it

    yield from decision_dues(moment, decisions, subjects)
    yield from meeting_dues(moment, (row for row in dossiers if row.type == "cmt"), meetings)


def _other(moment: datetime, row: SubjectRow, subjects: Mapping[str, SubjectRow], zone: ZoneInfo) -> Iterator[Due]:
    """What must be done about a handover, an evaluation or a recommendation."""
    if row.type == "handover":
        from aovconsole.domain.handover_dues import handover_dues  # the first paint does not wait for it

        return handover_dues(moment, row)
    from aovconsole.domain.evaluation_dues import evaluation_dues  # the first paint does not wait for it

    return evaluation_dues(moment, row, subjects.get(row.dossier), zone)


def _clocks(moment: datetime, row: SubjectRow, body: Mapping[str, Any], rules: GripRules) -> Iterator[Due]:
    """The statutory clocks of an incident that nobody stopped yet; many that were missed are one, the last in front."""
    going = [clock for clock in clocks(body, rules.terms, moment) if clock.due_at and not clock.over]
    missed = [clock for clock in going if clock.status == "missed"]
    if len(missed) > MISSED_APART:
        labels = ", ".join(clock.label for clock in reversed(missed))
        yield _clock(moment, row, missed[0], f"{len(missed)} klokken: {labels}", "missed")
        going = [clock for clock in going if clock.status != "missed"]
    for clock in going:
        yield _clock(moment, row, clock, f"klok {clock.label}", f"{clock.key} {clock.start}")


def _clock(moment: datetime, row: SubjectRow, clock: Clock, title: str, key: str) -> Due:
    left = clock.due_at - moment if clock.due_at else None
    return Due(
        "clock", row.subject, row.subject, row.number, row.title, "", title, "", clock.status, clock.due_at, left, key
    )


def _named(dossier: SubjectRow | None) -> tuple[str, str]:
    return (dossier.number, dossier.title) if dossier else ("", "")


def coming_days(
    moment: datetime, days: Iterable[CalendarDay], subjects: Mapping[str, SubjectRow], zone: ZoneInfo
) -> tuple[ComingDay, ...]:
    """The next 72 hours by day: what is over or fell away is left out, what runs on stands under today."""
    today = moment.astimezone(zone).date()
    by_day: dict[date, list[Coming]] = {}
    for item in days:
        if item.status in ("cancelled", "vanished"):
            continue
        placed = _placed(item, moment, subjects.get(item.subject), zone)
        if placed:
            by_day.setdefault(max(placed[0], today), []).append(placed[1])

    def order(one: Coming) -> tuple[bool, datetime, str]:
        return (one.begin_at is not None, one.begin_at or moment, one.title)

    return tuple(ComingDay(day, tuple(sorted(items, key=order))) for day, items in sorted(by_day.items()))


def _placed(item: CalendarDay, moment: datetime, row: SubjectRow | None, zone: ZoneInfo) -> tuple[date, Coming] | None:
    type_ = row.type if row else item.layer
    mark = _mark(row)
    if item.begin_on:
        first, last = date.fromisoformat(item.begin_on), date.fromisoformat(item.end_on or item.begin_on)
        today = moment.astimezone(zone).date()
        if last < today or datetime.combine(first, time(), zone) >= moment + AHEAD:
            return None
        return first, Coming(
            item.subject, type_, item.title, item.place, None, None, item.status, mark, first <= today <= last
        )
    begin, end = read_stored(item.begin_at), read_stored(item.end_at or item.begin_at)
    until = end if end > begin else begin + OPEN_END
    if begin >= moment + AHEAD or until <= moment or type_ == "cmt":  # a CMT day stands under what runs
        return None
    running = begin <= moment
    return begin.astimezone(zone).date(), Coming(
        item.subject, type_, item.title, item.place, begin, end, item.status, mark, running
    )


def _mark(row: SubjectRow | None) -> str:
    """What an officer wants to know beside the title: the class of an evenement, the scale of a demonstration …"""
    if row is None:
        return ""
    body = _body(row)
    if row.type == "evenement":
        return f"klasse {body['handling_class']}" if body.get("handling_class") else ""
    if row.type == "demonstration":
        return {"small": "klein", "large": "groot"}.get(str(body.get("scale") or ""), "")
    if row.type == "match":
        return f"categorie {body['category']}" if body.get("category") else ""
    return ""


def _body(row: SubjectRow) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return body
