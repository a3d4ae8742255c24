"""The made-up incidents: their lines and GRIP steps, and what was done about them at the desk."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aovconsole.demo_plan import Incident
from aovconsole.demo_stage import Script, Stage, Step, moment_of
from aovconsole.demo_texts import Texts, fill, timed, two_places
from aovconsole.desk.desk import Desk
from aovconsole.domain.agreements import RUNNING_STATES
from aovconsole.domain.view import SubjectRow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ALARM_BEFORE = timedelta(minutes=2)
"""So long before its first GRIP step the large-scale alarm of an incident was given."""

AFTERCARE_LEVEL = 2
"""From this GRIP level on an incident is passed to the nafase."""

AFTERCARE_ENDS = timedelta(hours=6)
"""The nafase of an incident that is over ended at least this long ago."""


def incident(stage: Stage, one: Incident, chance: random.Random) -> Script:
    """Write one incident from the first call to its end, or up to now."""
    yield one.begin
    desk = stage.on_duty(one.begin)
    reporter, via = one.reported
    row = desk.incidents.open(one.title, place=one.place, nature=one.nature, reporter=reporter, reported_via=via)
    acute = sorted(_Course(stage, desk, row, one, chance).steps(), key=moment_of)
    for at, act in acute:
        yield at
        act()
    if one.running:
        return
    over = acute[-1][0] + timedelta(minutes=chance.randint(10, 90))
    if max((level for _, level in one.steps), default=0) >= AFTERCARE_LEVEL:
        for at, act in _aftercare(stage, row, one, chance, over):
            yield at
            act()
        return
    yield over
    stage.close_actions(desk, row.subject)
    desk.incidents.close(row.number, reason=chance.choice(stage.texts["incident"]["reasons"]))


def _aftercare(stage: Stage, row: SubjectRow, one: Incident, chance: random.Random, begin: datetime) -> list[Step]:
    """The nafase, shortened where it would not be over now."""
    acts = stage.texts["aftercare_acts"]
    longest = HOUR * max(_minutes(act)[-1] for act in acts)
    unit = HOUR * min(1.0, (stage.now - AFTERCARE_ENDS - begin) / longest)
    return sorted(_Course(stage, stage.office, row, one, chance).acts(acts, begin, unit), key=moment_of)


class _Course:
    """What happens in one incident at one desk: the verbs of `demo.toml` are requests to that desk."""

    def __init__(self, stage: Stage, desk: Desk, row: SubjectRow, one: Incident, chance: random.Random) -> None:
        self._stage = stage
        self._desk = desk
        self._number, self._subject = row.number, row.subject
        self._one = one
        self._chance = chance
        self._measure = ""
        self._places = {**two_places(stage.texts["incident"]["places"], chance), "place": one.place}
        number = row.number
        self._verbs: dict[str, Callable[..., object]] = {
            "inform": partial(desk.response.inform, number),
            "start_clock": partial(desk.response.start_clock, number),
            "stop_clock": partial(desk.response.stop_clock, number),
            "pass_lead": partial(desk.response.pass_lead, number),
            "mark_aftercare": partial(desk.response.mark_aftercare, number),
            "set_field": partial(desk.incidents.set_field, number),
            "aftercare": partial(desk.incidents.aftercare, number),
            "close": partial(desk.incidents.close, number),
            "close_actions": partial(stage.close_actions, desk, row.subject),
            "send": self._send,
            "set_status": self._set_status,
            "step": self._step,
            "snooze": self._snooze,
            "hand_over": self._hand_over,
            "prepare": self._prepare,
            "decide": lambda **asked: desk.measures.decide(self._measure, **asked),
            "done": lambda **asked: desk.measures.done(self._measure, **asked),
            "withdraw": lambda **asked: desk.measures.withdraw(self._measure, **asked),
        }

    def steps(self) -> Iterator[Step]:
        """Everything up to the end of the acute phase, in no order."""
        one, texts, words = self._one, self._stage.texts, self._stage.texts["incident"]
        yield from self._grip_steps(texts)
        if one.running:
            yield from self._lines(one.lines, one.begin)
            yield from self.acts(one.acts, self._stage.now, -MINUTE)
            return
        yield from self._lines([f"1 {self._chance.choice(words['opening'])}", *one.lines, *words["closing"]], one.begin)
        yield from self.acts(words["grip_acts" if one.steps else "acts"], one.begin)

    def acts(self, rows: Iterable[Mapping[str, Any]], begin: datetime, unit: timedelta = MINUTE) -> Iterator[Step]:
        """What is done at the desk: `at` (or a range of it) after the begin, in a share of the incidents."""
        for row in rows:
            if self._chance.random() >= row.get("share", 1):
                continue
            at = begin + unit * self._chance.uniform(*_minutes(row))
            asked = {key: self._filled(value, at) for key, value in row.items() if key not in ("at", "do", "share")}
            yield at, partial(self._verbs[row["do"]], **asked)

    def _grip_steps(self, texts: Texts) -> Iterator[Step]:
        level_before = 0
        for minutes, level in self._one.steps:
            at = self._one.begin + timedelta(minutes=minutes, seconds=self._chance.randint(0, 40))
            words = _grip_words(texts, level, down=level < level_before)
            told = {key: words.get(key, "") for key in ("by", "capacity", "via", "reason")}
            alarm_at = None if level_before else at - ALARM_BEFORE
            yield at, partial(self._desk.incidents.grip, self._number, level, alarm_at=alarm_at, **told)
            if not self._one.running:
                yield from self._lines(words["lines"], at)
                yield from self.acts(words["acts"], at)
            level_before = level

    def _lines(self, rows: Sequence[str], at: datetime) -> Iterator[Step]:
        for gap, template in timed(rows):
            seconds = timedelta(seconds=self._chance.randint(5, 55))
            at = self._stage.now - gap if self._one.running else at + gap + seconds
            yield at, partial(self._stage.log, self._desk, self._filled(template, at), self._subject)

    def _filled(self, value: Any, at: datetime) -> Any:
        """A value of a row with its texts filled in."""
        if isinstance(value, str):
            return fill(value, self._chance, at, self._stage.now, **self._places)
        if isinstance(value, Mapping):
            return {key: self._filled(text, at) for key, text in value.items()}
        return value

    @property
    def _now(self) -> datetime:
        return self._stage.journal.clock.now()

    def _send(self, *, length: str, to: str, via: str, scope: str = "whole") -> None:
        drafted = self._desk.sitreps.drafted(self._number, length, scope)
        self._desk.sitreps.send(
            self._number, drafted.text, to=to, via=via, length=length, scope=scope, drafted=drafted
        )  # fmt: skip

    def _set_status(self, *, text: str, status: str, source: str, reason: str) -> None:
        lines = self._stage.journal.reading.lines(dossier=self._subject, type_="line")
        newest = [line.record_id for line in lines if text in line.text][-1]
        self._desk.log.set_status(newest, status, source=source, reason=reason)

    def _step(self, *, text: str, state: str, note: str = "") -> None:
        self._desk.agreements.step(self._action(text), state, note)

    def _snooze(self, *, text: str, minutes: int, reason: str) -> None:
        self._desk.agreements.snooze(self._action(text), self._now + timedelta(minutes=minutes), reason)

    def _hand_over(self, *, text: str, owner: str, reason: str) -> None:
        self._desk.agreements.hand_over(self._action(text), owner, reason)

    def _action(self, text: str) -> str:
        rows = self._stage.journal.reading.in_dossier(self._subject, "action")
        return [row.subject for row in rows if text in row.title and row.status in RUNNING_STATES][-1]

    def _prepare(self, *, power: str, values: Mapping[str, str], hours: int = 0) -> None:
        lasting = {"end": (self._now + timedelta(hours=hours)).isoformat()} if hours else {}
        self._measure = self._desk.measures.prepare(self._number, power, {**values, **lasting}).subject


def _minutes(row: Mapping[str, Any]) -> tuple[float, float]:
    """The least and the most of a row's `at`."""
    least, most = row["at"] if isinstance(row["at"], list) else (row["at"], row["at"])
    return least, most


def _grip_words(texts: Texts, level: int, *, down: bool) -> Mapping[str, Any]:
    """The words of a step to a level; a step down has its own where they differ."""
    rows = [row for row in texts["grip_steps"] if row["level"] == level]
    words: Mapping[str, Any] = next((row for row in rows if row.get("down", False) == down), rows[0])
    return words
