"""What screen Nu says: what runs, what is due, what comes, who is on duty; a pure reading of rows and the moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.times import AMSTERDAM, read_stored
from aovconsole.domain.view import CalendarDay, SubjectRow

AHEAD = timedelta(hours=72)
"""How far Nu looks ahead."""

OPEN_END = timedelta(hours=2)
"""What has no end of its own stays on Nu this long after it began."""


class Running(NamedTuple):
    """A dossier that runs: an incident or a CMT day, since when, at which GRIP level, with how many open actions."""

    subject: str
    type: str
    number: str
    title: str
    place: str
    grip_level: int
    begin_at: datetime
    elapsed: timedelta
    open_count: int
    late_count: int


class Due(NamedTuple):
    """An action that waits; `left` is negative when it is late and None when it has no term."""

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

    @property
    def late(self) -> bool:
        """Whether its term has passed while nobody said that it is done."""
        return self.left is not None and self.left < timedelta(0) and self.status != "done"


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


class Duty(NamedTuple):
    """A stretch of duty, running or next."""

    duty: str
    officer: str
    begin_at: datetime
    end_at: datetime
    running: bool


class NowBoard(NamedTuple):
    """Everything that Nu shows, at one moment."""

    moment: datetime
    running: tuple[Running, ...]
    due: tuple[Due, ...]
    days: tuple[ComingDay, ...]
    duties: tuple[Duty, ...]

    @property
    def late_count(self) -> int:
        """How many actions are late."""
        return sum(due.late for due in self.due)


def now_board(
    moment: datetime,
    *,
    dossiers: Sequence[SubjectRow],
    actions: Sequence[SubjectRow],
    days: Sequence[CalendarDay],
    duties: Sequence[SubjectRow],
    subjects: Mapping[str, SubjectRow],
    zone: ZoneInfo = AMSTERDAM,
) -> NowBoard:
    """Put together what Nu shows.

    `dossiers` are the open incidents and CMT days, `actions` those that are not closed, `days` what stands on the
    calendar in the next 72 hours, `duties` the planned stretches of duty; `subjects` the rows of other subjects that
    actions and days refer to.
    """
    due = due_list(moment, actions, subjects)
    return NowBoard(
        moment,
        _running(moment, dossiers, due),
        due,
        coming_days(moment, days, subjects, zone),
        _duties(moment, duties),
    )


def _running(moment: datetime, dossiers: Sequence[SubjectRow], due: Sequence[Due]) -> tuple[Running, ...]:
    """The highest GRIP level first, then the incidents, the one that began last on top."""
    opened = Counter(action.dossier for action in due)
    late = Counter(action.dossier for action in due if action.late)
    found = []
    for row in dossiers:
        begin = read_stored(row.begin_at)
        level = int(_body(row).get("grip_level") or 0)
        found.append(
            Running(
                row.subject, row.type, row.number, row.title, row.place, level,
                begin, max(moment - begin, timedelta(0)), opened[row.subject], late[row.subject],
            )
        )  # fmt: skip
    found.sort(key=lambda one: one.begin_at, reverse=True)
    found.sort(key=lambda one: (-one.grip_level, one.type != "incident"))
    return tuple(found)


def due_list(moment: datetime, actions: Iterable[SubjectRow], subjects: Mapping[str, SubjectRow]) -> tuple[Due, ...]:
    """The actions that wait: what is late first, then by term, those without a term last."""
    found = []
    for row in actions:
        due_at = read_stored(row.end_at) if row.end_at else None
        dossier = subjects.get(row.dossier)
        found.append(
            Due(
                row.subject, row.dossier, dossier.number if dossier else "", dossier.title if dossier else "",
                row.number, row.title,
                str(_body(row).get("owner") or ""), row.status, due_at, due_at - moment if due_at else None,
            )
        )  # fmt: skip
    last = datetime.max.replace(tzinfo=moment.tzinfo)
    return tuple(sorted(found, key=lambda one: (not one.late, one.due_at or last, one.dossier_number, one.number)))


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
    """What an officer wants to know beside the title: the class of an evenement, the scale of a demonstration."""
    if row is None:
        return ""
    body = _body(row)
    if row.type == "evenement":
        return f"klasse {body['handling_class']}" if body.get("handling_class") else ""
    if row.type == "demonstration":
        return {"small": "klein", "large": "groot"}.get(str(body.get("scale") or ""), "")
    return ""


def _duties(moment: datetime, rows: Iterable[SubjectRow]) -> tuple[Duty, ...]:
    """Of each duty the stretch that runs and the one that follows."""
    by_duty: dict[str, list[Duty]] = {}
    for row in rows:
        body, begin, end = _body(row), read_stored(row.begin_at), read_stored(row.end_at)
        if end > moment:
            name = str(body.get("duty") or "")
            by_duty.setdefault(name, []).append(Duty(name, str(body.get("officer") or ""), begin, end, begin <= moment))
    found: list[Duty] = []
    for name in sorted(by_duty):
        stretches = sorted(by_duty[name], key=lambda one: one.begin_at)
        found += [one for one in stretches if one.running]
        found += [one for one in stretches if not one.running][:1]
    return tuple(found)


def _body(row: SubjectRow) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return body
