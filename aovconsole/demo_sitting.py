"""A CMT day of the made-up year, from the moment that it sits down to its end: everything that is done at its table."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from aovconsole.demo_cmt import LineStep, steps_of
from aovconsole.demo_crowd import Crowd
from aovconsole.demo_plan import CmtDay
from aovconsole.demo_stage import Script, Stage, Step, moment_of
from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow

MINUTE = timedelta(minutes=1)
CHECKED_SHARE, UNGROUNDED_SHARE = 0.4, 0.01


def cmt(stage: Stage, day: CmtDay, chance: random.Random) -> Script:
    """Let a CMT sit for a day, or until now."""
    yield day.begin
    keeper = stage.desk(f"Verslaglegger-{chance.randint(1, 3)}", "CMT")
    number = day.evenement.number if day.evenement else None
    plan = stage.plans.get(day.plan, "") if day.plan else ""
    row = keeper.cmt.open(f"CMT {day.title}", evenement=number, plan=plan or None)
    sitting = Sitting(stage, keeper, row, day, chance)
    for at, act in sorted(sitting.steps(), key=moment_of):
        yield at
        act()
    if not day.running:
        yield day.end
        stage.close_actions(keeper, row.subject)
        keeper.cmt.close(row.number)


class Sitting:
    """The table of one CMT day: its log, who is there, its meetings, its decisions with their grounds."""

    def __init__(self, stage: Stage, desk: Desk, row: SubjectRow, day: CmtDay, chance: random.Random) -> None:
        self._stage = stage
        self._desk = desk
        self._number, self._subject = row.number, row.subject
        self._row = row
        self._day = day
        self._chance = chance
        self._words: Mapping[str, Any] = stage.texts["sitting"]
        self._lines: dict[int, str] = {}
        self._agreed: dict[int, str] = {}

    def steps(self) -> Iterator[Step]:
        """Everything that is done, in no order."""
        yield from self._table()
        yield from self._meetings()
        for line in steps_of(self._stage.texts, self._day, self._chance, self._stage.now):
            yield line.at, partial(self._write, line)
            if "!besluit" in line.text:
                yield from self._grounds(line)
        yield from Crowd(self._stage, self._desk, self._row, self._day, self._chance).steps()
        if self._day.running:
            yield from self._now()

    def _write(self, step: LineStep) -> None:
        if step.state:
            self._step(step.key, step.state)
        elif step.of and step.withdrawn:
            self._desk.log.withdraw(self._lines[step.of], "dubbel")
        elif step.of:
            self._desk.log.correct(self._lines[step.of], step.text)
        else:
            line = self._stage.log(self._desk, step.text, self._subject)
            self._lines[step.key] = line.id
            if "!actie" in step.text or "!besluit" in step.text:
                [agreed] = self._stage.journal.changes(line.pos)
                self._agreed[step.key] = agreed.subject

    def _table(self) -> Iterator[Step]:
        """Who comes, who goes for a while, and the chair that is handed over halfway."""
        day, chance, words = self._day, self._chance, self._words
        presence = self._desk.presence
        for role, function in (("chair", words["chair"]), ("keeper", words["keeper"])):
            yield day.begin, partial(presence.come, self._number, function)
            yield day.begin, partial(presence.pass_role, self._number, role, function)
        length = day.end - day.begin
        for function in self._stage.texts["profiles"][day.profile]["present"]:
            came = day.begin + MINUTE * chance.uniform(1, 12 if chance.random() < 0.85 else 70)
            yield came, partial(presence.come, self._number, function)
            left = day.begin + length * chance.uniform(0.4, 0.8)
            if chance.random() < 0.25 and came < left:
                reason = chance.choice(words["leave"])
                yield left, partial(presence.go, self._number, function, note=reason)
                back = left + MINUTE * chance.uniform(25, 70)
                if back < day.end:
                    yield back, partial(presence.come, self._number, function)
        change = day.begin + length * chance.uniform(0.5, 0.6)
        deputy = words["deputy"]
        yield change, partial(presence.come, self._number, deputy)
        yield (
            change + MINUTE,
            partial(
                presence.pass_role, self._number, "chair", deputy, from_function=words["chair"], reason=words["relief"]
            ),
        )

    def _meetings(self) -> Iterator[Step]:
        """A meeting every two hours, its minutes adopted soon after; the last one's wait where the day still runs."""
        day, words, chance = self._day, self._words, self._chance
        every = int(words["every_minutes"])
        at, last = (
            day.begin + MINUTE * words["first_minutes"],
            day.end - MINUTE * words["last_minutes_now" if day.running else "last_minutes"],
        )
        begin = at
        goals = chance.sample(words["goals"], len(words["goals"]))
        yield day.begin + MINUTE, lambda: self._desk.meetings.set_rhythm(self._number, begin=begin, every=every)
        while at < last:
            goal, ends = goals.pop() if goals else "", at + MINUTE * chance.uniform(9, 18)
            opened = at + MINUTE * chance.uniform(0, 3)
            yield opened, partial(
                self._desk.meetings.open, self._number, goal=goal, minutes_available=20,
            )  # fmt: skip
            yield ends, partial(self._desk.meetings.close, self._number, note=chance.choice(words["notes"]))
            if not day.running or at + MINUTE * every < last:
                yield ends + MINUTE * chance.uniform(12, 40), self._adopt
            at += MINUTE * every

    def _adopt(self) -> None:
        meetings = self._desk.meetings.of(self._row)
        held = [one for one in meetings if one.status == "closed"]
        self._desk.meetings.adopt(self._number, held[-1].number, by=self._chair())

    def _chair(self) -> str:
        return self._desk.presence.role(self._row, "chair").function

    def _grounds(self, line: LineStep) -> Iterator[Step]:
        """What is said of a decision that a line took, a little later; and whether it worked."""
        chance, day = self._chance, self._day
        words = next((row for row in self._stage.texts["grounds"] if row["of"] in line.text), None)
        if words is None or chance.random() < UNGROUNDED_SHARE:
            return
        latest = day.end - MINUTE * 2
        at = min(line.at + MINUTE * chance.uniform(1, 14), latest)
        at = max(at, line.at + timedelta(seconds=20))
        ask = line.at + MINUTE * words.get("check", 0)
        answered = ask + MINUTE * chance.uniform(1, 8)
        asks = words.get("check") and answered < latest and chance.random() < CHECKED_SHARE
        yield at, partial(self._ground, line, words, ask if asks else None)
        if asks:
            outcome = chance.choice(("yes", "yes", "yes", "partly", "no"))
            yield answered, partial(self._check, line.key, outcome)

    def _ground(self, line: LineStep, words: Mapping[str, Any], ask: datetime | None) -> None:
        chance = self._chance
        given: dict[str, Any] = {"judgement": chance.choice(words["judgement"]), "decider": self._chair()}
        if chance.random() < 0.6:
            given |= {
                key: words[key] for key in ("options", "risks", "proportionality", "communication") if key in words
            }
            given |= {"structure": "CMT", "owner": words.get("owner", "")}
        if ask:
            given["check_at"] = ask
        seen = [self._lines[key] for key in line.seen if key in self._lines]
        self._desk.agreements.ground(self._number, self._agreed[line.key], picture=seen, **given)

    def _check(self, key: int, outcome: str) -> None:
        note = self._chance.choice(self._words["outcomes"][outcome])
        self._desk.agreements.check(self._number, self._agreed[key], outcome, note=note, by=self._chair())

    def _now(self) -> Iterator[Step]:
        """What stands open when the year ends: actions in each state, lines of the plan, a decision to check."""
        words, now = self._words, self._stage.now
        agreements = self._desk.agreements
        for number, row in enumerate(words["now_actions"], 1):
            yield now - MINUTE * row["ago"], partial(self._agree, -number, row)
            for ago, state in row.get("steps", ()):
                yield now - MINUTE * ago, partial(self._step, -number, state)
        for row in words["now_decisions"]:
            asked = {key: value for key, value in row.items() if key not in ("ago", "check")}
            at, ask = now - MINUTE * row["ago"], now + MINUTE * row["check"]
            yield at, partial(agreements.decide, self._number, **asked, check_at=ask)
        plan = self._stage.plans.get(self._day.plan, "") if self._day.plan else ""
        for row in words["now_plan"] if plan else ():
            due = now + MINUTE * row["due"]
            yield (
                now - MINUTE * row["ago"],
                partial(self._desk.plans.add_line, plan, row["what"], owner=row["owner"], due=due),
            )

    def _step(self, key: int, state: str) -> None:
        self._desk.agreements.step(self._agreed[key], state)

    def _agree(self, key: int, row: Mapping[str, Any]) -> None:
        due = self._stage.now + MINUTE * row["due"] if "due" in row else None
        agreed = self._desk.agreements.action(self._number, row["text"], owner=row.get("owner", ""), due=due)
        self._agreed[key] = agreed.subject
