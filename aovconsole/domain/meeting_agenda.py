"""The agenda of a meeting, prefilled with what changed since the last, and its minutes: pure readings of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from aovconsole.domain.agreements import RUNNING_STATES, left_of, not_agreed, urgency, without_owner
from aovconsole.domain.decision import to_check, ungrounded
from aovconsole.domain.decision_words import WORDS
from aovconsole.domain.meeting import NextMeeting, last_closed, next_meeting, not_adopted
from aovconsole.domain.presence import ROLE_WORDS, ROLES, absent_at, body_in, named, present_at, role_at
from aovconsole.domain.record import Instant
from aovconsole.domain.times import AMSTERDAM, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import LINE_STATUSES


class TimelineLine(Protocol):
    """One line of a timeline, as the journal reads it."""

    @property
    def record_id(self) -> str:
        """The record that made it."""

    @property
    def at(self) -> Instant:
        """When it happened."""

    @property
    def recorded_at(self) -> Instant:
        """When it was written."""

    @property
    def received_at(self) -> Instant:
        """When it was first known here."""

    @property
    def type(self) -> str:
        """What made it: `line`, `decision`, `meeting` …"""

    @property
    def kind(self) -> str:
        """What a log line is: fact, judgement …"""

    @property
    def source(self) -> str:
        """Who said it."""

    @property
    def text(self) -> str:
        """What was typed."""

    @property
    def correction(self) -> str:
        """What a later record put in its place."""

    @property
    def corrected_by(self) -> str:
        """The record that corrected or withdrew it."""

    @property
    def extra(self) -> str:
        """What is seldom there, as JSON."""


class PointRule(Protocol):
    """One point of the agenda, as `data/meetings.toml` gives it."""

    @property
    def key(self) -> str:
        """Its name; what is filled in beforehand goes by it."""

    @property
    def label(self) -> str:
        """What it is called."""

    @property
    def meaning(self) -> str:
        """What is asked there."""

    @property
    def source(self) -> str:
        """Where it comes from."""


class AgendaItem(NamedTuple):
    """One thing under a point: what it is, what it says, and the subject or record that it came from.

    `kind` is present, absent, role, fact, threshold, judgement, message, ungrounded, no_owner, due, not_agreed,
    to_check, not_adopted, next or plan (what the plan puts there).
    """

    kind: str
    text: str
    ref: str = ""
    at: Instant = ""


class AgendaPoint(NamedTuple):
    """One point of the agenda with what was filled in beforehand."""

    key: str
    label: str
    meaning: str
    source: str
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What stands on the table at a moment: the rows and the timeline of one CMT day.

    `crossed` says in words which thresholds were crossed since the last meeting, `expected` which functions the plan
    wants there; both are handed in by who knows.
    """

    now: datetime
    rows: Sequence[SubjectRow]
    lines: Sequence[TimelineLine]
    crossed: Sequence[str] = ()
    expected: Sequence[str] = ()
    grace: timedelta = timedelta(0)

    @property
    def until(self) -> Instant:
        """Up to when presence counts: now, and for what is now also what a clock that runs ahead wrote."""
        return stored(self.now + self.grace)

    def of(self, type_: str) -> tuple[SubjectRow, ...]:
        """The rows of one type."""
        return tuple(row for row in self.rows if row.type == type_)

    @property
    def since(self) -> Instant:
        """The end of the last meeting that is over; empty before the first."""
        last = last_closed(self.of("meeting"))
        return last.end_at if last else ""

    @property
    def next(self) -> NextMeeting | None:
        """The next meeting by the rhythm."""
        return next_meeting(next(iter(self.of("rhythm")), None), self.of("meeting"), self.now)


def agenda(rules: Iterable[PointRule], table: Table) -> tuple[AgendaPoint, ...]:
    """The agenda with what changed since the last meeting; a point that this version cannot fill stands empty."""
    return tuple(
        AgendaPoint(rule.key, rule.label, rule.meaning, rule.source, tuple(_FILLED.get(rule.key, _nothing)(table)))
        for rule in rules
    )


def _opening(table: Table) -> Iterator[AgendaItem]:
    at, body = table.until, body_in(table.rows)
    for one in present_at(body, at):
        yield AgendaItem("present", named(one.function, one.name, one.organisation), at=one.since)
    for one in absent_at(body, at, table.expected):
        since = f" sinds {_clock(one.since)}" if one.since else ""
        yield AgendaItem("absent", f"{named(one.function, one.name, one.organisation)} ontbreekt{since}", at=one.since)
    for name in ROLES:
        role = role_at(body, name, at)
        yield AgendaItem("role", f"{ROLE_WORDS[name]}: {role.function or 'niet vastgelegd'}", at=role.since)


def new_lines(lines: Iterable[TimelineLine], since: Instant, *kinds: str) -> tuple[TimelineLine, ...]:
    """The log lines of some kinds that happened or became known here after a moment; withdrawn ones are left out."""
    return tuple(
        line
        for line in lines
        if line.type == "line"
        and line.kind in kinds
        and (line.at > since or line.received_at > since)
        and not (line.corrected_by and not line.correction)
    )


def _new_lines(table: Table, *kinds: str) -> Iterator[AgendaItem]:
    for line in new_lines(table.lines, table.since, *kinds):
        status = (json.loads(line.extra) if line.extra != "{}" else {}).get("status", "")
        worth = f" ({LINE_STATUSES.get(status, status)})" if status else ""
        yield AgendaItem(line.kind, f"{line.correction or line.text}{worth}", line.record_id, line.at)


def _decisions(table: Table) -> Iterator[AgendaItem]:
    for row, lacking in ungrounded(table.of("decision")):
        asked = ", ".join(WORDS[name] for name in lacking)
        yield AgendaItem("ungrounded", f"{row.number} {row.title}: {asked} ontbreekt", row.subject, row.begin_at)
    for row in without_owner(table.of("action")):
        yield AgendaItem("no_owner", f"{row.number} {row.title}: geen houder", row.subject, row.begin_at)


def _check(table: Table) -> Iterator[AgendaItem]:
    now, actions = stored(table.now), table.of("action")
    running = [row for row in actions if row.status in ("open", "busy") and row.end_at]
    upto = stored(table.next.due_at) if table.next else now
    for row in sorted(running, key=lambda row: urgency(row, now)):
        left = left_of(row, table.now)
        if left is not None and row.end_at <= max(upto, now):
            late = "te laat, termijn was" if row.end_at < now else "voor"
            yield AgendaItem("due", f"{row.number} {row.title}: {late} {_clock(row.end_at)}", row.subject, row.end_at)
    for row in not_agreed(actions):
        yield AgendaItem("not_agreed", f"{row.number} {row.title}: afgerond, nog niet akkoord", row.subject)
    for row in to_check(table.of("decision"), now):
        yield AgendaItem("to_check", f"werkte {row.number}? {row.title}", row.subject, row.end_at)
    for row in not_adopted(table.of("meeting")):
        yield AgendaItem("not_adopted", f"verslag {row.number} vaststellen", row.subject, row.end_at)


def _next(table: Table) -> Iterator[AgendaItem]:
    coming = table.next
    if coming:
        yield AgendaItem(
            "next", f"vergadering {coming.ordinal}: {_clock(stored(coming.due_at))}", "", stored(coming.due_at)
        )


def _nothing(_table: Table) -> Iterator[AgendaItem]:
    """What a point of a municipality's own holds beforehand."""
    return iter(())


def _picture(table: Table) -> Iterator[AgendaItem]:
    yield from _new_lines(table, "fact", "assumption")
    yield from (AgendaItem("threshold", said) for said in table.crossed)


_FILLED: dict[str, Callable[[Table], Iterator[AgendaItem]]] = {
    "opening": _opening,
    "picture": _picture,
    "judgement": lambda table: _new_lines(table, "judgement"),
    "decisions": _decisions,
    "communication": lambda table: _new_lines(table, "message"),
    "check": _check,
    "next": _next,
}


PLANNED = "plan"
"""The key of the point with what the plan puts on the agenda beside the fixed points."""


def with_planned(
    points: Sequence[AgendaPoint], planned: Mapping[str, Any] | None, number: str
) -> tuple[AgendaPoint, ...]:
    """The agenda with that of a meeting of the plan (its number): under the point that a line names, else in one point.

    A line names a point when it begins with the first word of its label.
    """
    items = [AgendaItem(PLANNED, text) for text in planned["agenda"]] if planned else []
    if planned is None or not items:
        return tuple(points)
    found, rest = list(points), list[AgendaItem]()
    for item in reversed(items):
        first = item.text.casefold().split()[0].strip(":,;")
        place = next((n for n, one in enumerate(found) if one.label.casefold().split()[:1] == [first]), None)
        if place is None:
            rest.insert(0, item)
        else:
            found[place] = found[place]._replace(items=(item, *found[place].items))
    if rest:
        source = f"{number}: {planned['name']}; {planned['source']}"
        before = len(found) - (bool(found) and found[-1].key == "next")
        found.insert(before, AgendaPoint(PLANNED, "uit het plan", planned["name"], source, tuple(rest)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting: what the log says between begin and end (up to now while it runs).

    `added_later` names the records that were written after the minutes were adopted: they were not seen then.
    """

    lines: tuple[TimelineLine, ...]
    decisions: tuple[SubjectRow, ...]
    actions: tuple[SubjectRow, ...]
    added_later: tuple[str, ...]


def minutes(meeting: SubjectRow, table: Table) -> Minutes:
    """The minutes of a meeting, with the decisions taken and the actions agreed in it; both ends belong to it."""
    until = meeting.end_at or stored(table.now)

    def inside(at: Instant) -> bool:
        return meeting.begin_at <= at <= until

    def taken(type_: str) -> tuple[SubjectRow, ...]:
        return tuple(row for row in table.of(type_) if inside(row.begin_at))

    adoptions = json.loads(meeting.body)["adoptions"]
    adopted = max((one["recorded_at"] for one in adoptions), default="")
    lines = tuple(line for line in table.lines if inside(line.at))
    later = tuple(line.record_id for line in lines if adopted and line.recorded_at > adopted)
    return Minutes(lines, taken("decision"), taken("action"), later)


def open_matters(rows: Sequence[SubjectRow]) -> tuple[str, ...]:
    """What the end of a CMT day leaves open: a meeting, actions, decisions without grounds or not yet checked."""
    of: dict[str, list[SubjectRow]] = {}
    for row in rows:
        of.setdefault(row.type, []).append(row)
    decisions = of.get("decision", [])
    found = [f"vergadering {row.number} is niet gesloten" for row in of.get("meeting", []) if row.status == "open"]
    found += [f"{row.number} {row.title}" for row in of.get("action", []) if row.status in RUNNING_STATES]
    found += [f"{row.number} {row.title} zonder onderbouwing" for row, _ in ungrounded(decisions)]
    return (*found, *(f"{row.number} {row.title} niet getoetst" for row in decisions if row.end_at))


def _clock(at: Instant) -> str:
    return f"{read_stored(at).astimezone(AMSTERDAM):%H:%M}"
