"""The made-up log of a CMT day: threads of lines that belong together, and single lines between them."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from aovconsole.demo_plan import CmtDay
from aovconsole.demo_texts import Texts, fill, timed, two_places
from aovconsole.domain.times import AMSTERDAM

LINES_COUNT = (210, 340)
"""How many lines a day has; a team that still sits has the fewest."""

THREAD_SHARE = 0.16
LATE_SHARE, TIMED_SHARE, CORRECTED_SHARE, WITHDRAWN_SHARE = 0.04, 0.25, 0.05, 0.006

FULL_DAY = timedelta(hours=10)

_NOT_LATE = re.compile("!actie|!besluit")


@dataclass(frozen=True)
class LineStep:
    """One thing that happens in a CMT: a line, its correction (`of` names the line), or an action's next state."""

    at: datetime
    text: str = ""
    key: int = 0
    of: int = 0
    state: str = ""
    withdrawn: bool = False
    seen: tuple[int, ...] = ()
    """The lines of the same thread that came before it."""


class DayScript:
    """Writes the steps of one CMT day."""

    def __init__(self, texts: Texts, day: CmtDay, chance: random.Random, now: datetime) -> None:
        self._texts = texts
        self._day = day
        self._chance = chance
        self._now = now
        self._profile: dict[str, Any] = texts["profiles"][day.profile]
        self._steps: list[LineStep] = []
        self._lines_count = 0

    def steps(self) -> list[LineStep]:
        """Every step of the day, in order of time."""
        day, cmt, chance = self._day, self._texts["cmt"], self._chance
        self._thread(cmt["first"], day.begin + timedelta(seconds=40))
        if not day.running:
            self._thread(cmt["last"], day.end - timedelta(minutes=14))
        least, most = LINES_COUNT
        wanted = least + 15 if day.running else chance.randint(least, most)
        first, last = day.begin + timedelta(minutes=14), day.end - timedelta(minutes=4 if day.running else 25)
        threads = _dealt([row["lines"] for row in self._texts["threads"] if day.profile in row["profiles"]], chance)
        lines = [*self._texts["singles"]["all"], *self._texts["singles"][day.profile] * 2]
        singles = _dealt([[f"0 {line}"] for line in lines], chance)
        while self._lines_count < wanted:
            at = first + (last - first) * chance.random()
            self._thread(next(threads if chance.random() < THREAD_SHARE else singles), at)
        if day.running:
            self._now_lines(cmt["now"])
        return sorted(self._steps, key=lambda step: step.at)

    def _thread(self, rows: list[str], at: datetime) -> None:
        """Lines that follow on one another about the same place."""
        places, first = two_places(self._profile["places"], self._chance), self._lines_count + 1
        for gap, template in timed(rows):
            at += gap * self._chance.uniform(0.7, 1.2) + timedelta(seconds=self._chance.randint(4, 50))
            if at < self._day.end:
                self._line(template, at, places, first)

    def _now_lines(self, rows: list[str]) -> None:
        places = two_places(self._profile["places"], self._chance)
        for ago, template in timed(rows):
            self._line(template, self._now - ago, places, plain=True)

    def _line(
        self, template: str, at: datetime, places: dict[str, str], first: int = 0, *, plain: bool = False
    ) -> None:
        self._lines_count += 1
        key = self._lines_count
        seen = tuple(range(first, key))[-3:] if first else ()
        text = self._filled(template, at, places)
        agreed = _NOT_LATE.search(text)
        back = self._typed_back() if not (plain or agreed) else None
        happened = at - back if back is not None else at
        if back is not None and happened > self._day.begin:
            text = f"{happened.astimezone(AMSTERDAM):%H:%M} {text}"
        self._steps.append(LineStep(at, text, key, seen=seen))
        if plain:
            return
        if "!actie" in text:
            self._follow(key, at)
        elif not agreed:
            self._mend(template, at, places, key)

    def _filled(self, template: str, at: datetime, places: dict[str, str]) -> str:
        """The text of a line; its density follows the day, that is fullest halfway."""
        length = max(self._day.end - self._day.begin, FULL_DAY)
        fullness = math.sin(math.pi * (at - self._day.begin) / length) ** 2
        density = 0.4 + 1.4 * fullness + self._chance.uniform(-0.2, 0.2)
        return fill(template, self._chance, at, self._now, d=f"{density:.1f}".replace(".", ","), **places)

    def _typed_back(self) -> timedelta | None:
        """How far back the time in front of a line lies; None where the line has no time."""
        drawn = self._chance.random()
        if drawn < LATE_SHARE:
            return timedelta(minutes=self._chance.randint(8, 25))
        return timedelta(minutes=self._chance.randint(0, 2)) if drawn < LATE_SHARE + TIMED_SHARE else None

    def _follow(self, key: int, at: datetime) -> None:
        """Let the owner take an action up and finish it, and the team close it."""
        for state, least, most in (("busy", 2, 9), ("done", 6, 24), ("closed", 3, 18)):
            at += timedelta(minutes=self._chance.uniform(least, most))
            if at < self._day.end and (state != "busy" or self._chance.random() < 0.6):
                self._steps.append(LineStep(at, key=key, state=state))

    def _mend(self, template: str, at: datetime, places: dict[str, str], key: int) -> None:
        drawn, at = self._chance.random(), at + timedelta(seconds=self._chance.randint(40, 260))
        if at >= self._day.end:
            return
        if drawn < WITHDRAWN_SHARE:
            self._steps.append(LineStep(at, of=key, withdrawn=True))
        elif drawn < CORRECTED_SHARE and any(sign in template for sign in ("{n}", "{d}", "{pct}", "{k}")):
            self._steps.append(LineStep(at, self._filled(template, at, places), of=key))


def steps_of(texts: Texts, day: CmtDay, chance: random.Random, now: datetime) -> Iterator[LineStep]:
    """The steps of a CMT day, in order of time."""
    yield from DayScript(texts, day, chance, now).steps()


def _dealt(cards: list[list[str]], chance: random.Random) -> Iterator[list[str]]:
    """Deal shuffled cards for ever, so that none comes back before all were seen."""
    while True:
        yield from chance.sample(cards, len(cards))
