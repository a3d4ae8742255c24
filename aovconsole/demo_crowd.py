"""How busy it is on a CMT day of the made-up year: curves per place, thresholds, what was decided at a crossing."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aovconsole.demo_plan import CmtDay
from aovconsole.demo_stage import Stage, Step
from aovconsole.desk.decisions import said_from
from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow

MINUTE = timedelta(minutes=1)

NOW_SHARE = 0.435
"""So much of the day has gone by when the made-up year ends, whatever the clock says: it is filling up."""

WIDTH, QUIET, NOISE = 0.3, 0.05, 0.02
"""How wide a wave is as a share of the day; what stands there anyway, and chance, as shares of the capacity."""

LATE_SHARE, CORRECTED_SHARE, TAKEN_SHARE = 0.04, 0.02, 0.7
LATEST = 4 * MINUTE
"""So long before the made-up year ends the place that asks for a decision was read."""

PERSONS_STEP = 50
PLACES_WATCHED, SPARSER, DENSER = 4, 1.8, 0.6
"""A day that is over holds fewer places, and readings further apart than the day that runs."""


class Crowd:
    """The readings of one CMT day, place after place."""

    def __init__(self, stage: Stage, desk: Desk, row: SubjectRow, day: CmtDay, chance: random.Random) -> None:
        self._stage = stage
        self._desk = desk
        self._number = row.number
        self._row = row
        self._day = day
        self._chance = chance
        self._words: Mapping[str, Any] = stage.texts["crowd"]
        self._begin = day.begin + 9 * MINUTE
        elapsed = day.end - day.begin
        self._length = elapsed / NOW_SHARE if day.running else elapsed
        self._prepared = day.plan is not None and day.plan in stage.plans

    def steps(self) -> Iterator[Step]:
        """The figures of every place when the day begins, then its readings, in no order."""
        places = self._stage.texts["profiles"][self._day.profile]["crowd"]
        for place in places if self._day.running else places[:PLACES_WATCHED]:
            yield self._day.begin + 5 * MINUTE, partial(self._set, place)
            yield from self._readings(place)

    def _set(self, place: Mapping[str, Any]) -> None:
        crowd, figures = self._desk.crowd, {"owner": self._words["owner"], "source": self._words["source"]}
        crowd.set_capacity(self._number, place["name"], str(place["capacity"]), **figures)
        if "area" in place:
            crowd.set_area(self._number, place["name"], str(place["area"]), **figures)
        for label, share, decision in self._words["thresholds"]:
            prepared = decision if self._prepared else ""
            crowd.set_threshold(self._number, place["name"], share, label=label, decision=prepared, **figures)

    def _readings(self, place: Mapping[str, Any]) -> Iterator[Step]:
        chance, asked = self._chance, False
        at = self._begin + MINUTE * chance.uniform(0, 20)
        asks_now = self._day.running and "asks_now" in place
        until = self._day.end - (LATEST if asks_now else 2 * MINUTE if self._day.running else 20 * MINUTE)
        while at < until:
            value, share = self._value(place, self._share(place, at))
            yield at, partial(self._read, place, value, chance.random())
            if share >= self._words["full"] and not (asked or asks_now):
                asked = True
                yield from self._crossed(place, at)
            at += MINUTE * place["every"] * chance.uniform(0.8, 1.2) * (DENSER if self._day.running else SPARSER)
        if asks_now:
            value, _ = self._value(place, max(self._words["full"] + NOISE, self._share(place, until)))
            yield until, partial(self._read, place, value, 0.5)

    def _share(self, place: Mapping[str, Any], at: datetime) -> float:
        """Which share of the capacity is taken: waves (when, how high, of the day), never a prognosis."""
        gone = (at - self._day.begin) / self._length
        width = place.get("width", WIDTH)
        waves: list[float] = [top * math.exp(-(((gone - peak) / width) ** 2)) for peak, top in place["waves"]]
        return max(QUIET, *waves) + self._chance.uniform(-NOISE, NOISE)

    def _value(self, place: Mapping[str, Any], share: float) -> tuple[str, float]:
        """A share of the capacity in the unit in which the place is read, and the share that it then stands for."""
        capacity = place["capacity"]
        if place["unit"] == "share":
            return f"{round(share * 100)}%", round(share, 2)
        if place["unit"] == "density":
            density = round(share * capacity / place["area"], 1)
            return f"{density}/m2".replace(".", ","), density * place["area"] / capacity
        persons = max(PERSONS_STEP, round(share * capacity / PERSONS_STEP) * PERSONS_STEP)
        return str(persons), persons / capacity

    def _read(self, place: Mapping[str, Any], value: str, drawn: float) -> None:
        now = self._stage.journal.clock.now()
        at = now - 11 * MINUTE if drawn < LATE_SHARE else None
        record = self._desk.crowd.read(
            self._number, place["name"], value, method=place["method"], by=place["by"], at=at
        )  # fmt: skip
        if drawn > 1 - CORRECTED_SHARE and place["unit"] == "persons":
            less = str(max(PERSONS_STEP, int(int(value) * 0.9) // PERSONS_STEP * PERSONS_STEP))
            self._desk.crowd.correct(record.id, less, reason=self._words["corrected"])

    def _crossed(self, place: Mapping[str, Any], at: datetime) -> Iterator[Step]:
        """The prepared decision lies before the team: it takes it, or says why not."""
        words, chance = self._words, self._chance
        decided = at + MINUTE * chance.uniform(2, 7)
        ask, reopen = decided + MINUTE * 20, decided + MINUTE * chance.uniform(50, 80)
        if chance.random() >= (1 if self._day.running else TAKEN_SHARE):
            yield (
                decided,
                partial(self._stage.log, self._desk, self._said(words["not_taken"], place), self._row.subject),
            )
            return
        taken: list[str] = []
        yield decided, lambda: taken.append(self._decide(place, ask))
        answered = ask + MINUTE * chance.uniform(0, 6)
        yield answered, lambda: self._check(taken[0])
        if reopen < self._day.end - 10 * MINUTE:
            yield reopen, lambda: self._reopen(place, taken[0])

    def _said(self, texts: list[str], place: Mapping[str, Any]) -> str:
        return str(self._chance.choice(texts)).format(place=place["name"])

    def _decide(self, place: Mapping[str, Any], ask: datetime) -> str:
        words = self._words
        grounds: dict[str, Any] = dict(words["grounds"])
        grounds |= {key: self._said(words[key], place) for key in ("picture_text", "judgement", "communication")}
        advice, dissent = ([said_from(self._chance.choice(words[key]))] for key in ("advice", "dissent"))
        decided = self._desk.agreements.decide(
            self._number, self._said(words["decisions"], place), prepared=words["prepared"] if self._prepared else "",
            decider=self._chair(), check_at=ask, advice=advice, dissent=dissent, **grounds,
        )  # fmt: skip
        return decided.number

    def _check(self, number: str) -> None:
        outcome = self._chance.choice(("yes", "yes", "partly"))
        note = self._chance.choice(self._words["outcomes"][outcome])
        self._desk.agreements.check(self._number, number, outcome, note=note, by=self._chair())

    def _reopen(self, place: Mapping[str, Any], number: str) -> None:
        words = self._words
        self._desk.agreements.decide(
            self._number, self._said(words["reopened"], place), replaces=number, decider=self._chair(),
            judgement=self._said(words["reopened_why"], place), owner=words["grounds"]["owner"],
        )  # fmt: skip

    def _chair(self) -> str:
        return self._desk.presence.role(self._row, "chair").function
