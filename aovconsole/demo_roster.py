"""The roster of the made-up year: read from a file each quarter, then swapped, replaced, once taken over."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from aovconsole.demo_plan import AHEAD
from aovconsole.demo_stage import WEEK, Script, Stage, first_friday, officer_of
from aovconsole.demo_texts import local_day, local_moment

QUARTER_WEEKS = 13
COMMUNICATION, BACKUP = "communicatie", "achterwacht"
_SHARE = 0.15
"""In so many weeks something is changed by hand."""


def roster(stage: Stage, chance: random.Random) -> Script:
    """Read the week duties a quarter at a time, from fourteen days before; somebody else is always found in time."""
    weeks = list(_weeks(stage))
    for first in range(0, len(weeks), QUARTER_WEEKS):
        quarter = weeks[first : first + QUARTER_WEEKS]
        begin = quarter[0][1]
        yield min(max(stage.start, begin - timedelta(days=14)), stage.now - timedelta(days=1))
        year, number, _ = local_day(begin).isocalendar()
        name = stage.texts["roster"]["file"].format(year=year, week=number)
        stage.office.roster.read(_csv(quarter), name)
        for week, start, end in quarter:
            if start > stage.now and chance.random() < _SHARE:
                _changed(stage, week, start, end < quarter[-1][2], chance)
            elif stage.start + WEEK < start < stage.now - WEEK and chance.random() < _SHARE:
                yield start - timedelta(hours=chance.randint(2, 60))
                _changed(stage, week, start, end < quarter[-1][2], chance)
                if end < stage.now and week % 4 == 0:
                    yield start + timedelta(hours=chance.randint(20, 90))
                    _taken_over(stage)
    yield stage.now - timedelta(hours=20)
    tomorrow = local_moment(local_day(stage.now) + timedelta(days=1), "18:00")
    words = stage.texts["roster"]
    stage.office.roster.add(COMMUNICATION, words["guest"], begin=tomorrow, end=tomorrow + timedelta(hours=6))


def _weeks(stage: Stage) -> Iterator[tuple[int, datetime, datetime]]:
    """The weeks from Friday to Friday, eight o'clock on the wall."""
    week, begin = 0, first_friday(stage.start)
    while begin < stage.now + AHEAD + WEEK:
        end = local_moment(local_day(begin) + WEEK, "08:00")
        yield week, begin, end
        week, begin = week + 1, end


def _csv(weeks: list[tuple[int, datetime, datetime]]) -> bytes:
    lines = ["dienst;naam;begin;eind"]
    for week, begin, end in weeks:
        span = f"{begin.isoformat()};{end.isoformat()}"
        lines += [
            f"AOV;AOV-{officer_of(week)};{span}",
            f"{BACKUP};AOV-{officer_of(week, 2)};{span}",
            f"loco-burgemeester;loco {week // 2 % 2 + 1};{span}",
            f"{COMMUNICATION};communicatie {week % 3 + 1};{span}",
        ]
    return "\n".join(lines).encode()


def _changed(stage: Stage, week: int, start: datetime, followed: bool, chance: random.Random) -> None:
    """Swap the press officer with the week after, or let another stand behind the AOV."""
    desk, words = stage.office.roster, stage.texts["roster"]
    moment = (start + timedelta(hours=1)).isoformat()
    if week % 2:
        desk.replace(f"{BACKUP}@{moment}", f"AOV-{officer_of(week, 3)}", reason=chance.choice(words["replaced"]))
    elif followed:
        following = (start + WEEK + timedelta(hours=3)).isoformat()
        reason = chance.choice(words["swapped"])
        desk.swap(f"{COMMUNICATION}@{moment}", f"{COMMUNICATION}@{following}", reason=reason)


def _taken_over(stage: Stage) -> None:
    desk, words = stage.office.roster, stage.texts["roster"]
    desk.takeover(COMMUNICATION, "communicatie 4", reason=words["taken_over"])
