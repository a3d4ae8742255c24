"""Readings of the roster: who is on now and next, what is wrong with it; pure, from rows, rules and a moment.

The duty on paper (a `Stretch`) and the duty held (a `Holding`: taken over at once, accepted at a handover, or given at
one that nobody accepted) are two things: who holds a duty has it, whatever the paper says, until that holding ends.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.times import AMSTERDAM, CLOCK_SKEW, on_the_wall, read_stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow

WARN_AHEAD = timedelta(hours=72)
"""How far ahead Nu warns of a gap or a double."""

STANDS, VANISHED = "planned", "vanished"
"""The state of a stretch that counts, and of one that its source no longer has: that one is named, not counted."""

HELD = timedelta(days=62)
"""Who took or accepted a duty longer ago, without an end, holds it no more by that: then the roster counts again."""


class Stretch(NamedTuple):
    """A duty on paper: who has it from when to when."""

    subject: str
    duty: str
    officer: str
    begin: datetime
    end: datetime

    def covers(self, moment: datetime) -> bool:
        """Whether it runs at a moment."""
        return self.begin <= moment < self.end


class Holding(NamedTuple):
    """A duty that somebody took from `before`, or still has; `until` None is until the next, at most `HELD` long.

    `how` is taken (at once), alone (at a handover, without the giver), accepted (at one) or waiting: the giver has it
    until somebody accepts.
    """

    subject: str
    duty: str
    officer: str
    since: datetime
    until: datetime | None = None
    before: str = ""
    reason: str = ""
    how: str = "taken"

    @property
    def end(self) -> datetime:
        """Where it ends by itself."""
        return self.until or self.since + HELD


class OnDuty(NamedTuple):
    """One duty at a moment: who has it until when (`officer` is empty when nobody has), and who comes after.

    `rostered` is what the paper says now, more than one in a double booking; `holding` says why another has it.
    """

    duty: str
    officer: str
    since: datetime | None
    until: datetime | None
    rostered: tuple[Stretch, ...]
    holding: Holding | None
    next: Stretch | None

    @property
    def others(self) -> tuple[str, ...]:
        """Who stands on the roster now beside the one who has the duty."""
        names = dict.fromkeys(one.officer for one in self.rostered)
        return tuple(name for name in names if name_key(name) != name_key(self.officer))

    @property
    def doubled(self) -> bool:
        """Whether the paper gives the duty to several and nobody took it."""
        return self.holding is None and bool(self.others)

    @property
    def unpassed(self) -> bool:
        """Whether the paper gives the duty to another, who did not accept it: who had it has it."""
        held = self.holding
        if held is None or not self.others:
            return False
        came = any(one.begin > held.since and one.officer in self.others for one in self.rostered)
        return held.how == "waiting" or (held.how in ("alone", "accepted") and came)


class NightRule(NamedTuple):
    """What counts as a night, of which duties, and how many in a row are too many (more than `most`)."""

    most: int
    begin: time
    end: time
    duties: frozenset[str]


class Rules(NamedTuple):
    """Of `data/roster.toml`: the duties in order, which must always be filled, and what is held against the roster.

    `spellings` leads from a typed name to a duty, `behind` from a backup to the duty that it backs, `needs` from what
    happens (`evenement C`, `match C`, `cmt_day`) to the duties that it asks for.
    """

    duties: tuple[str, ...]
    always: tuple[str, ...]
    spellings: Mapping[str, str]
    behind: Mapping[str, str]
    nights: NightRule
    change: time
    needs: Mapping[str, tuple[str, ...]]
    longest: timedelta


class Need(NamedTuple):
    """Something that asks for duties while it lasts."""

    subject: str
    name: str
    begin: datetime
    end: datetime
    duties: tuple[str, ...]


class Remark(NamedTuple):
    """Something that is wrong with the roster.

    `kind` is gap, ended (nobody comes after), double, own_backup, nights, unmet or vanished; `about` names what is
    not met, `night_count` how many nights.
    """

    kind: str
    duty: str
    officers: tuple[str, ...]
    begin: datetime
    end: datetime
    subjects: tuple[str, ...] = ()
    about: str = ""
    night_count: int = 0


def stretches(rows: Iterable[SubjectRow], status: str = STANDS) -> tuple[Stretch, ...]:
    """The stretches that stand, in order of time; one that ends before it begins says nothing."""
    found = []
    for row in rows:
        if row.status == status and row.begin_at < row.end_at:
            body = json.loads(row.body)
            begin, end = read_stored(row.begin_at), read_stored(row.end_at)
            found.append(Stretch(row.subject, body["duty"], body["officer"], begin, end))
    return tuple(sorted(found, key=lambda one: (one.begin, one.duty, one.officer, one.subject)))


def holdings(rows: Iterable[SubjectRow]) -> tuple[Holding, ...]:
    """Who took a duty, at once or by accepting a handover, or waits for the receiver; in order of time."""
    found: list[Holding] = []
    for row in rows:
        body = json.loads(row.body)
        if row.type == "handover":
            found += _handed_over(row, body)
        elif row.status != "withdrawn":
            until = read_stored(row.end_at) if row.end_at else None
            taken = (body["duty"], body["officer"], read_stored(row.begin_at), until, body["before"], body["reason"])
            found.append(Holding(row.subject, *taken))
    return tuple(sorted(found, key=lambda one: one.since))


def _handed_over(row: SubjectRow, body: Mapping[str, Any]) -> Iterator[Holding]:
    """Of a handover: who accepted it has the duty; while nobody did, its giver."""
    if row.status == "open":
        yield Holding(row.subject, body["duty"], body["giver"], read_stored(row.begin_at), how="waiting")
    elif row.status == "accepted":
        reason = body["taken_reason"]
        yield Holding(
            row.subject, body["duty"], body["receiver"], read_stored(row.end_at), None, body["giver"], reason,
            "alone" if reason else "accepted",
        )  # fmt: skip


def on_duty(
    now: datetime, paper: Sequence[Stretch], held: Sequence[Holding] = (), always: Sequence[str] = ()
) -> tuple[OnDuty, ...]:
    """Who has each duty at a moment, and who is next; `always` are shown also when nobody stands on the roster.

    `held` are the takings over and the handovers: the last one that runs beats the paper; a handover at once, also
    where the clock of the station that wrote it is a little ahead.
    """
    held = [one for one in held if one.since <= (now if one.how == "taken" else now + CLOCK_SKEW)]
    later = {one.duty for one in paper if one.end > now} | {one.duty for one in held if now < one.end}
    names = dict.fromkeys([*(always if later else ()), *sorted(later)])
    return tuple(_on_duty(name, now, paper, held) for name in names)


def _on_duty(duty: str, now: datetime, paper: Sequence[Stretch], held: Sequence[Holding]) -> OnDuty:
    mine = [one for one in paper if one.duty == duty]
    running = tuple(one for one in mine if one.covers(now))
    taken = [one for one in held if one.duty == duty]
    holding = taken[-1] if taken and now < taken[-1].end else None
    officer, since, until = "", None, None
    if holding:
        officer, since, until = holding.officer, holding.since, holding.until
        own = (one.end for one in running if name_key(one.officer) == name_key(officer))
        until = until or next(own, None)
    elif running:
        officer, since, until = running[0].officer, running[0].begin, running[0].end
    later = (one for one in mine if one.begin > now and (until is None or one.end > until))  # not one within it
    return OnDuty(duty, officer, since, until, running, holding, next(later, None))


def check(
    rules: Rules,
    paper: Sequence[Stretch],
    held: Sequence[Holding],
    needs: Sequence[Need],
    window: tuple[datetime, datetime],
    zone: ZoneInfo = AMSTERDAM,
    vanished: Sequence[Stretch] = (),
) -> tuple[Remark, ...]:
    """Everything that is wrong with the roster in a window, in order of time.

    A duty that was never rostered has no gaps: nobody keeps it here. `vanished` are those no longer in their source.
    """
    first, last = window
    kept = {one.duty for one in paper}
    near = [one for one in paper if one.end > first and one.begin < last]
    found = [
        *(gap for duty in rules.always if duty in kept for gap in gaps(duty, paper, held, window)),
        *doubles(near),
        *own_backups(near, rules.behind),
        *nights(paper, rules.nights, window, zone),
        *(unmet for need in needs if need.end > first and need.begin < last for unmet in unmet_by(need, near, held)),
        *(
            Remark("vanished", one.duty, (one.officer,), one.begin, one.end, (one.subject,))
            for one in vanished
            if one.end > first and one.begin < last
        ),
    ]
    return tuple(sorted(found, key=lambda one: (one.begin, one.kind, one.duty, one.officers, one.about)))


def gaps(
    duty: str, paper: Sequence[Stretch], held: Sequence[Holding], window: tuple[datetime, datetime]
) -> Iterator[Remark]:
    """When nobody has a duty between two moments; where nobody comes after, the roster has ended."""
    for begin, end in _holes(duty, paper, held, *window):
        after = next((one.begin for one in paper if one.duty == duty and one.begin >= end), None)
        yield Remark("gap" if after else "ended", duty, (), begin, after or end)


def _holes(
    duty: str, paper: Sequence[Stretch], held: Sequence[Holding], first: datetime, last: datetime
) -> Iterator[tuple[datetime, datetime]]:
    mine = [(one.begin, one.end) for one in paper if one.duty == duty]
    mine += [(one.since, one.end) for one in held if one.duty == duty]
    reached = first
    for begin, end in sorted(mine):
        if begin >= last:
            break
        if begin > reached:
            yield reached, begin
        reached = max(reached, end)
    if reached < last:
        yield reached, last


def doubles(paper: Sequence[Stretch]) -> Iterator[Remark]:
    """Two officers for one duty at once."""
    for one, other in _overlapping(paper, lambda stretch: stretch.duty):
        if name_key(one.officer) != name_key(other.officer):
            yield Remark("double", one.duty, (one.officer, other.officer), *_common(one, other))


def own_backups(paper: Sequence[Stretch], behind: Mapping[str, str]) -> Iterator[Remark]:
    """An officer who would have to stand in for himself."""
    for one, other in _overlapping(paper, lambda stretch: name_key(stretch.officer)):
        if other.duty == behind.get(one.duty) or one.duty == behind.get(other.duty):
            duty = one.duty if one.duty in behind else other.duty
            yield Remark("own_backup", duty, (one.officer,), *_common(one, other))


def _overlapping(paper: Sequence[Stretch], key: Callable[[Stretch], str]) -> Iterator[tuple[Stretch, Stretch]]:
    alike: dict[str, list[Stretch]] = defaultdict(list)
    for one in paper:
        alike[key(one)].append(one)
    for group in alike.values():
        for one, other in combinations(group, 2):
            if one.begin < other.end and other.begin < one.end:
                yield one, other


def _common(one: Stretch, other: Stretch) -> tuple[datetime, datetime, tuple[str, str]]:
    return max(one.begin, other.begin), min(one.end, other.end), (one.subject, other.subject)


def nights(
    paper: Sequence[Stretch], rule: NightRule, window: tuple[datetime, datetime], zone: ZoneInfo = AMSTERDAM
) -> Iterator[Remark]:
    """More nights in a row than the rule allows; any part of a night counts, however long the clock makes it."""
    reach = timedelta(days=rule.most + 2)
    low, high = window[0] - reach, window[1] + reach
    by_officer: dict[str, dict[date, str]] = defaultdict(dict)
    names: dict[str, str] = {}
    for one in paper:
        if one.duty in rule.duties and one.end > low and one.begin < high:
            key = name_key(one.officer)
            names.setdefault(key, one.officer)
            for night in _nights_of(max(one.begin, low), min(one.end, high), rule, zone):
                by_officer[key][night] = one.subject
    for key, found in by_officer.items():
        for run in _in_a_row(sorted(found)):
            begin, end = _night(run[0], rule, zone)[0], _night(run[-1], rule, zone)[1]
            if len(run) > rule.most and end > window[0] and begin < window[1]:
                subjects = tuple(dict.fromkeys(found[night] for night in run))
                yield Remark("nights", "", (names[key],), begin, end, subjects, night_count=len(run))


def _night(day: date, rule: NightRule, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The night that begins on a day."""
    following = day if rule.begin < rule.end else day + timedelta(days=1)
    return on_the_wall(day, rule.begin, zone), on_the_wall(following, rule.end, zone)


def _nights_of(begin: datetime, end: datetime, rule: NightRule, zone: ZoneInfo) -> Iterator[date]:
    day = begin.astimezone(zone).date() - timedelta(days=1)
    while day <= end.astimezone(zone).date():
        first, last = _night(day, rule, zone)
        if begin < last and first < end:
            yield day
        day += timedelta(days=1)


def _in_a_row(days: Sequence[date]) -> Iterator[list[date]]:
    run: list[date] = []
    for day in days:
        if run and day != run[-1] + timedelta(days=1):
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def unmet_by(need: Need, paper: Sequence[Stretch], held: Sequence[Holding]) -> Iterator[Remark]:
    """For each duty that something needs, the first time in it that nobody has that duty."""
    end = max(need.end, need.begin + timedelta(minutes=1))
    for duty in need.duties:
        hole = next(_holes(duty, paper, held, need.begin, end), None)
        if hole:
            yield Remark("unmet", duty, (), *hole, (need.subject,), need.name)
