"""Clashes of days: two CMTs, a square over its norm, a day over the city's load, nobody on duty."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from aovconsole.domain.clash_rules import Clash, ClashRules, Happening, clash_of
from aovconsole.domain.clash_sentences import cmt_text, duty_text, load_text, norm_text, roster_text
from aovconsole.domain.clash_times import Stretch, dates, day_stretch, days_from, local_date


def two_cmts(happenings: Sequence[Happening], first: date, last: date, rules: ClashRules) -> Iterator[Clash]:
    """Two that need a CMT on one day; a CMT that sits for an evenement is the same as that evenement."""
    if "cmt" not in rules.kinds:
        return
    groups: dict[str, Happening] = {}
    for one in happenings:
        if (one.cmt or one.type == "cmt") and not one.outside:
            name = one.cmt_for or one.subject
            if name not in groups or one.type == "evenement":
                groups[name] = one
    on_day: dict[date, list[str]] = defaultdict(list)
    for name, one in groups.items():
        begin, end = _cmt_dates(one, rules)
        for day in days_from(max(begin, first), min(end, last)):
            on_day[day].append(name)
    pairs = {(name, other) for names in on_day.values() for at, name in enumerate(names) for other in names[at + 1 :]}
    for pair in pairs:
        one, other = sorted((groups[name] for name in pair), key=lambda item: item.order)
        mine, theirs = _cmt_dates(one, rules), _cmt_dates(other, rules)
        days = max(mine[0], theirs[0]), min(mine[1], theirs[1])
        sentence = cmt_text(one, other, days, rules.kinds["cmt"].why, rules)
        yield clash_of("cmt", (one, other), day_stretch(*days, rules), _places((one, other)), sentence, rules)


def _cmt_dates(happening: Happening, rules: ClashRules) -> tuple[date, date]:
    first, last = dates(happening, rules)
    return (first, first) if happening.type == "cmt" else (first, last)  # one that nobody closed sits no second day


def over_norm(happenings: Sequence[Happening], first: int, last: int, rules: ClashRules) -> Iterator[Clash]:
    """Squares that are used on more days of a year than their norm, in the years from one to another."""
    if "square_norm" not in rules.kinds:
        return
    for (key, year), days in sorted(days_used(happenings, first, last, rules).items()):
        norm = next((item.day_norm for items in days.values() for item in items if item.day_norm), None)
        if norm is None or len(days) <= norm:
            continue
        beyond = sorted(days)[norm:]
        users = {item.key: item for day in beyond for item in days[day]}
        items = sorted(users.values(), key=lambda item: item.order)
        place = items[0].place.name
        why = rules.kinds["square_norm"].why
        sentence = norm_text(place, year, len(days), norm, beyond[0], items, why)
        when = day_stretch(beyond[0], beyond[-1], rules)
        yield clash_of("square_norm", items, when, place, sentence, rules, about=f"{key}\n{year}")


def days_used(
    happenings: Sequence[Happening], first: int, last: int, rules: ClashRules
) -> dict[tuple[str, int], dict[date, list[Happening]]]:
    """By square and year: the days on which an evenement takes the whole of it, each with those evenementen.

    A day counts once, build-up and break-down do not count (data/places.toml, event_days_rule).
    """
    used: dict[tuple[str, int], dict[date, list[Happening]]] = defaultdict(lambda: defaultdict(list))
    for one in happenings:
        if one.type == "evenement" and one.whole_place and one.day_norm:
            begin, end = dates(one, rules)
            for day in days_from(max(begin, date(first, 1, 1)), min(end, date(last, 12, 31))):
                used[one.place.key, day.year][day].append(one)
    return used


def over_load(happenings: Sequence[Happening], first: date, last: date, rules: ClashRules) -> Iterator[Clash]:
    """Days that ask more of the city than its limit; none while nobody has set one."""
    if rules.load_limit is None or "city_load" not in rules.kinds:
        return
    on_day: dict[date, list[Happening]] = defaultdict(list)
    for one in happenings:
        if rules.load(one) and not one.foreign and not one.outside:
            begin, end = dates(one, rules)
            for day in days_from(max(begin, first), min(end, last)):
                on_day[day].append(one)
    for day, items in on_day.items():
        load = sum(map(rules.load, items))
        if load > rules.load_limit:
            sentence = load_text(day, load, rules.load_limit, items, rules.kinds["city_load"].why)
            when = day_stretch(day, day, rules)
            yield clash_of("city_load", items, when, _places(items), sentence, rules, about=day.isoformat())


def unmanned(
    happenings: Sequence[Happening], duties: Sequence[tuple[datetime, datetime]], rules: ClashRules
) -> Iterator[Clash]:
    """What has a risk and begins while nobody is on duty; a month without any roster is one remark.

    A journal that keeps no roster at all says nothing.
    """
    if not duties:
        return
    roster = _Roster(duties, rules)
    waiting: dict[date, list[Happening]] = defaultdict(list)
    for one in happenings:
        if one.outside or f"{one.type} {one.handling_class}" not in rules.on_duty or roster.covers(one.begin):
            continue
        month = local_date(one.begin, rules).replace(day=1)
        if month not in roster.months:
            waiting[month].append(one)
        elif "no_duty" in rules.kinds:
            sentence = duty_text(one, rules.kinds["no_duty"].why, rules)
            yield clash_of(
                "no_duty", (one,), Stretch(one.begin, max(one.begin, one.end)), one.place.name, sentence, rules
            )
    for month, items in waiting.items():
        if "no_roster" in rules.kinds:
            sentence = roster_text(month, items, rules.kinds["no_roster"].why, rules)
            when = Stretch(items[0].begin, max(item.begin for item in items))
            yield clash_of("no_roster", items, when, "", sentence, rules, about=month.isoformat())


class _Roster:
    """The stretches of duty, joined, so that a moment is looked up and not sought."""

    def __init__(self, duties: Sequence[tuple[datetime, datetime]], rules: ClashRules) -> None:
        self._begins: list[datetime] = []
        self._ends: list[datetime] = []
        self.months: set[date] = set()
        for begin, end in sorted(duties):
            if end <= begin:
                continue
            if self._ends and begin <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._begins.append(begin)
                self._ends.append(end)
        for begin, end in zip(self._begins, self._ends, strict=True):
            day, last = local_date(begin, rules).replace(day=1), local_date(end, rules)
            while day <= last and day.year < date.max.year:
                self.months.add(day)
                day = date(day.year + day.month // 12, day.month % 12 + 1, 1)

    def covers(self, moment: datetime) -> bool:
        """Whether somebody is on duty at this moment."""
        at = bisect_right(self._begins, moment) - 1
        return at >= 0 and moment < self._ends[at]


def _places(items: Sequence[Happening]) -> str:
    return " / ".join(dict.fromkeys(item.place.name for item in items if item.place.name))
