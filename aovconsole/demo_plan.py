"""What happens in the made-up year: evenementen, demonstrations, incidents, CMT days and matches with their times."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from aovconsole.demo_texts import Texts, local_day, local_moment, stream
from aovconsole.domain.times import AMSTERDAM

EVENEMENTEN, ROUNDS, CANCELLED, CMT_DAYS, INCIDENTS = 211, 17, 3, 18, 75
DEMONSTRATIONS_SMALL, DEMONSTRATIONS_LARGE = 65, 10
GRIP_PATHS = ("short",) * 8 + ("up_again",) + ("two",) * 2 + ("three",)
EVENEMENTEN_AHEAD, DEMONSTRATIONS_AHEAD = 48, 11

YEAR = timedelta(days=365)
AHEAD = timedelta(days=92)
SETTLED = timedelta(days=4)
"""Incidents that are over began at least this long before the end of their year."""

BEFOREHAND, LONGEST = timedelta(hours=4), timedelta(hours=10)
"""A CMT sits down at most this long before the evenement, and stays on with it at most this long."""

RUNNING_SINCE = timedelta(minutes=255)
"""The CMT that sits now has sat at least this long."""

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class PlanDay:
    """A scenario template and the day (and time) that it is put on; `days` are those of the evenement."""

    template: str
    on: date
    clock: str = ""
    days: tuple[date, ...] = ()


@dataclass
class Evenement:
    """One evenement; `rank` says how soon a CMT sits for it (0 never), `number` is known once it is written."""

    title: str
    begin: datetime
    end: datetime
    place: str
    handling_class: str
    visitors_count: int
    profile: str = ""
    rank: int = 0
    plan: PlanDay | None = None
    round: bool = False
    cancelled: bool = False
    number: str = ""


@dataclass(frozen=True)
class Demonstration:
    """One demonstration; without `received` nobody gave notice."""

    begin: datetime
    end: datetime
    place: str
    received: datetime | None
    expected_count: int
    scale: str


@dataclass(frozen=True)
class Incident:
    """One incident with its GRIP steps (minutes, level) and who reported it through what.

    `running` ones are not over now; their lines and acts at the desk count minutes back.
    """

    begin: datetime
    title: str
    nature: str
    place: str
    steps: Sequence[Sequence[int]]
    lines: Sequence[str]
    reported: Sequence[str]
    acts: Sequence[Mapping[str, Any]] = ()
    running: bool = False


@dataclass(frozen=True)
class CmtDay:
    """One day on which a CMT sits."""

    title: str
    begin: datetime
    end: datetime
    profile: str
    rank: int
    evenement: Evenement | None = None
    running: bool = False
    plan: PlanDay | None = None


@dataclass(frozen=True)
class Match:
    """One home match of a season, that begins in summer."""

    season: int
    opponent: str
    begin: datetime


@dataclass
class Plan:
    """Everything that is to happen."""

    evenementen: list[Evenement] = field(default_factory=list)
    demonstrations: list[Demonstration] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    cmt_days: list[CmtDay] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    plan_days: list[PlanDay] = field(default_factory=list)
    """The templates that are put on a day, each once: for the CMT days, and for what has yet to begin."""


def make_plan(texts: Texts, seed: int, now: datetime, years: int) -> Plan:
    """Lay out the years up to now, and the three months after it."""
    ahead = (now, now + AHEAD)
    windows = [(now - YEAR * (back + 1), now - YEAR * back) for back in reversed(range(years))]
    plan = Plan(matches=matches(texts, seed, windows[0][0], ahead[1]))
    known = list(_dated(texts, windows[0][0], ahead[1]))
    running = _running(texts, known, now)
    if running.evenement not in known and running.evenement is not None:
        known.append(running.evenement)
    for index, window in enumerate(windows):
        last = index == len(windows) - 1
        chance = stream(seed, "jaar", years - index)
        ours = _filled(texts, chance, known, window, EVENEMENTEN)
        _rounds_and_cancellations(ours, chance, window)
        plan.evenementen += ours
        plan.demonstrations += _demonstrations(texts, chance, window, windows[0][0])
        plan.incidents += _incidents(texts, chance, window, now if last else None)
        plan.cmt_days += _cmt_days(texts, [*ours, *plan.matches], window, running if last else None)
    chance = stream(seed, "straks")
    coming = _filled(texts, chance, known, ahead, EVENEMENTEN_AHEAD)
    plan.evenementen += coming
    planned = [*(day.plan for day in plan.cmt_days), *(one.plan for one in coming)]
    plan.plan_days += dict.fromkeys(filter(None, planned))
    plan.demonstrations += _demonstrations(texts, chance, ahead, windows[0][0])[:DEMONSTRATIONS_AHEAD]
    return plan


def easter_on(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian computus)."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    months = moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114
    return date(year, months // 31, months % 31 + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth weekday (0 is Monday) of a month; counted from its end when negative."""
    days = [date(year, month, 1) + timedelta(days=add) for add in range(31)]
    found = [day for day in days if day.month == month and day.weekday() == weekday]
    return found[nth - 1 if nth > 0 else nth]


def _days_of(row: dict[str, Any], year: int) -> list[date]:
    if "easter" in row:
        return [easter_on(year) + timedelta(days=row["easter"])]
    if "nth" in row:
        first = nth_weekday(year, *row["nth"])
        return [first + timedelta(days=add) for add in row["days"]]
    day = date.fromisoformat(f"{year}-{row['on']}")
    return [day - timedelta(days=1) if row.get("not_sunday") and day.weekday() == 6 else day]


def _dated(texts: Texts, begin: datetime, end: datetime) -> Iterator[Evenement]:
    """The evenementen that have a day of their own each year."""
    for row in texts["evenementen"]:
        for year in range(begin.year - 1, end.year + 2):
            days = tuple(_days_of(row, year))
            planned = _plan_day(row, days)
            for nth, day in enumerate(days, 1):
                moment = local_moment(day, row["begin"])
                if begin <= moment < end:
                    until = moment + timedelta(hours=row["hours"])
                    title = row["title"].format(nth=nth)
                    profile, rank = row.get("profile", ""), row.get("cmt", 0)
                    handled = (row["place"], row["class"], row["visitors"])
                    yield Evenement(title, moment, until, *handled, profile, rank, planned)


def _plan_day(row: Mapping[str, Any], days: tuple[date, ...]) -> PlanDay | None:
    """The template of an evenement on the day of its main anchor: so many days after the first of its own."""
    if "plan" not in row:
        return None
    shift = timedelta(days=row.get("plan_day", 0))
    return PlanDay(row["plan"], days[0] + shift, days=() if shift or len(days) == 1 else days)


def _filled(
    texts: Texts, chance: random.Random, known: Iterable[Evenement], window: Window, count: int
) -> list[Evenement]:
    """The evenementen of a window: those that are known, and made-up ones up to a number."""
    found = [one for one in known if window[0] <= one.begin < window[1]]
    taken = {(one.title, local_day(one.begin)) for one in found}
    rows = texts["fill"]
    while len(found) < count:
        row = chance.choices(rows, [row["weight"] for row in rows])[0]
        begin = local_moment(_any_day(chance, window), row["begin"])
        day = local_day(begin)
        place = chance.choice(texts["areas"] if row["places"] == "areas" else row["places"])
        title = row["title"].format(place=place)
        fits = day.month in row["months"] and day.weekday() in row["weekdays"] and window[0] <= begin < window[1]
        visitors = round(chance.randint(*row["visitors"]), -1)
        if fits and (title, day) not in taken:
            taken.add((title, day))
            until = begin + timedelta(hours=row["hours"])
            found.append(Evenement(title, begin, until, place, row["class"], visitors))
    return sorted(found, key=lambda one: one.begin)


def _any_day(chance: random.Random, window: Window) -> date:
    return local_day(window[0] + (window[1] - window[0]) * chance.random())


def _rounds_and_cancellations(evenementen: list[Evenement], chance: random.Random, window: Window) -> None:
    apt = [one for one in evenementen if one.begin > window[0] + timedelta(hours=3)]
    heavy = sorted(apt, key=lambda one: (one.handling_class, chance.random()), reverse=True)
    for one in heavy[:ROUNDS]:
        one.round = True
    light = [one for one in apt if one.handling_class == "A" and one.begin > window[0] + timedelta(days=3)]
    for one in chance.sample(light, CANCELLED):
        one.cancelled = True


def _demonstrations(texts: Texts, chance: random.Random, window: Window, start: datetime) -> list[Demonstration]:
    found: list[Demonstration] = []
    scales = ["large"] * DEMONSTRATIONS_LARGE + ["small"] * DEMONSTRATIONS_SMALL
    chance.shuffle(scales)
    while len(found) < len(scales):
        day = _any_day(chance, window)
        day += timedelta(days=(5 - day.weekday()) if chance.random() < 0.4 else 0)
        begin = local_moment(day, f"{chance.randint(11, 18)}:{chance.choice(('00', '30'))}")
        if not window[0] <= begin < window[1]:
            continue
        scale = scales[len(found)]
        received = local_moment(
            day - timedelta(days=chance.randint(3, 14)), f"{chance.randint(9, 16):02}:{chance.randint(10, 59)}"
        )
        received = max(received, start + timedelta(minutes=chance.randint(10, 90)))
        notice = received if received < begin and chance.random() > 0.1 else None
        expected = chance.randrange(300, 1600, 50) if scale == "large" else chance.randrange(5, 150, 5)
        end = begin + timedelta(minutes=chance.choice((60, 90, 120, 150)))
        found.append(Demonstration(begin, end, chance.choice(texts["demonstration_places"]), notice, expected, scale))
    return found


def _incidents(texts: Texts, chance: random.Random, window: Window, now: datetime | None) -> list[Incident]:
    """The incidents of a window; the last window ends with those that are open now."""
    running = _open_incidents(texts, now) if now else []
    paths = list(GRIP_PATHS[sum(1 for one in running if one.steps) :])
    found: list[Incident] = []
    places = texts["incident"]["places"]
    while len(found) < INCIDENTS - len(running):
        begin = window[0] + (window[1] - window[0] - SETTLED) * chance.random()
        name = paths.pop() if paths else ""
        rows = [row for row in texts["incidents"] if ("grip" in row if name else not row.get("grip"))]
        row = chance.choices(rows, [row["weight"] for row in rows])[0]
        place = row.get("place") or chance.choice(places)
        steps = texts["grip_paths"][name] if name else ()
        told = row.get("reported") or chance.choice(texts["incident"]["reported"])
        title = row["title"].format(place=place)
        found.append(Incident(begin, title, row["nature"], place, steps, row["lines"], told))
    return found + running


def _open_incidents(texts: Texts, now: datetime) -> list[Incident]:
    return [
        Incident(
            now - timedelta(minutes=row["ago"]),
            row["title"],
            row["nature"],
            row["place"],
            row["grip"],
            row["lines"],
            row["reported"],
            row["acts"],
            running=True,
        )
        for row in texts["incidents_now"]
    ]


def _cmt_of(texts: Texts, one: Evenement | Match) -> CmtDay | None:
    """The CMT day that belongs to an evenement or a match with high risk; None where no CMT would sit."""
    if isinstance(one, Match):
        football = texts["matches"]
        if one.opponent not in football["risk"]:
            return None
        title = football["cmt_title"].format(opponent=one.opponent)
        clock = f"{one.begin.astimezone(AMSTERDAM):%H:%M}"
        planned = PlanDay(football["plan"], local_day(one.begin), clock)
        found = CmtDay(title, one.begin, one.begin, "wedstrijd", football["cmt"], plan=planned)
    elif one.rank:
        found = CmtDay(one.title, one.begin, one.end, one.profile, one.rank, one, plan=one.plan)
    else:
        return None
    profile = texts["profiles"][found.profile]
    opens = local_moment(local_day(one.begin), profile["begin"])
    begin = max(opens, one.begin - BEFOREHAND)
    end = max(opens + timedelta(hours=profile["hours"]), min(found.end, begin + LONGEST))
    return replace(found, begin=begin, end=end)


def _cmt_days(
    texts: Texts, candidates: Iterable[Evenement | Match], window: Window, running: CmtDay | None
) -> list[CmtDay]:
    found: list[CmtDay] = []
    matches_count = 0
    for day in sorted(filter(None, (_cmt_of(texts, one) for one in candidates)), key=lambda day: (day.rank, day.begin)):
        if not window[0] <= day.begin < day.end < window[1]:
            continue
        if running and (day.evenement is running.evenement or day.end > running.begin):
            continue
        matches_count += day.evenement is None
        if day.evenement or matches_count == 1:
            found.append(day)
    taken = found[: CMT_DAYS - (1 if running else 0)]
    return [*taken, running] if running else taken


def _running(texts: Texts, known: Iterable[Evenement], now: datetime) -> CmtDay:
    """The CMT that sits now: for what is on today, else for a busy day in town."""
    for one in known:
        day = _cmt_of(texts, one)
        if day and day.begin <= now < day.end:
            return replace(day, begin=min(day.begin, now - RUNNING_SINCE), end=now, running=True)
    peak = texts["peak"]
    begin = (now - timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    one = Evenement(
        peak["title"], begin, begin + timedelta(hours=9), peak["place"], "C", peak["visitors"], peak["profile"], 1,
        _plan_day(peak, (local_day(begin),)),
    )  # fmt: skip
    return CmtDay(peak["title"], now - RUNNING_SINCE, now, peak["profile"], 1, one, running=True, plan=one.plan)


def matches(texts: Texts, seed: int, begin: datetime, end: datetime) -> list[Match]:
    """The home matches of every season that touches a period."""
    found: list[Match] = []
    for season in range(begin.year - 1, end.year + 1):
        chance = stream(seed, "seizoen", season)
        opponents = list(texts["matches"]["opponents"])
        chance.shuffle(opponents)
        friday = nth_weekday(season, 8, 4, 2)
        for index, opponent in enumerate(opponents):
            day = friday + timedelta(days=14 * index + (7 if index > 9 else 0))
            sunday = chance.random() < 0.2
            moment = local_moment(day + timedelta(days=2 if sunday else 0), "14:30" if sunday else "20:00")
            found.append(Match(season, opponent, moment))
    return found
