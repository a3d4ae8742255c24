"""The demonstrations of the made-up year: from the notice, its receipt and the decision to the end."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from aovconsole.demo_plan import Demonstration
from aovconsole.demo_stage import Script, Stage
from aovconsole.demo_texts import fill
from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration import DemonstrationNoted
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from aovconsole.journal.store import Writing


def demonstration(stage: Stage, one: Demonstration, chance: random.Random) -> Script:
    """What is done for one demonstration."""
    words, desk = stage.texts["demonstrations"], stage.office.demonstrations

    def tell(template: str, at: datetime) -> None:
        stage.log(stage.on_duty(at), fill(template, chance, at, stage.now, place=one.place), subject)

    if one.received:
        yield one.received
        subject = desk.add(
            at=one.begin, until=one.end, place=one.place, expected_count=one.expected_count,
            received=one.received, received_via=chance.choice(words["via"]), scale=one.scale,
        ).subject  # fmt: skip
        yield from _answered(stage, one, subject, chance)
    else:
        yield one.begin + timedelta(minutes=chance.randint(6, 25))
        subject = _noted_on_the_spot(stage.on_duty(one.begin), one, chance)
        tell(words["spontaneous"], stage.journal.clock.now())
    at = max(one.begin, stage.journal.clock.now())
    for number, template in enumerate(chance.sample(words["during"], 1 if one.scale == "small" else 3)):
        at += timedelta(minutes=chance.uniform(8, 18))
        yield at
        tell(template, at)
        if not number:
            count = max(5, round(one.expected_count * chance.uniform(0.4, 1.2), -1))
            stage.on_duty(at).demonstrations.count(subject, int(count), method="estimated", by="politie")
    at = max(at, one.end) + timedelta(minutes=chance.randint(3, 20))
    yield at
    stage.on_duty(at).demonstrations.end(subject, note=chance.choice(words["after"]))


def _answered(stage: Stage, one: Demonstration, subject: str, chance: random.Random) -> Script:
    """Give the receipt, talk, and let the burgemeester decide, as far as there is time before it begins."""
    words, desk, at = stage.texts["demonstrations"], stage.office.demonstrations, one.received or one.begin

    def soon(hours: float) -> datetime:
        return min(at + timedelta(hours=chance.uniform(hours / 4, hours)), one.begin - timedelta(minutes=30))

    if soon(1) <= at:  # the notice came while people were on their way
        return
    at = soon(6)
    yield at
    desk.receipt(subject, via="mail")
    if (at := soon(30)) < one.begin - timedelta(hours=1):
        yield at
        desk.talk(subject, words["talk"], with_whom="kennisgever", by="OOV", agreed=chance.choice(words["agreed"]))
    at = soon(40)
    yield at
    if one.scale == "small":
        desk.decide(subject, "noted", by="burgemeester")
        return
    stage.log(stage.office, words["large"], subject)
    desk.condition(subject, words["condition"]["text"], ground="traffic", reason=words["condition"]["reason"])
    desk.decide(subject, "with_conditions", by="burgemeester")
    desk.served(subject, via="mail")


def _noted_on_the_spot(desk: Desk, one: Demonstration, chance: random.Random) -> str:
    """Note a demonstration that nobody gave notice of, with the number of people that was seen."""
    seen = max(5, round(one.expected_count * chance.uniform(0.5, 1.1)))

    def build(writing: Writing) -> list[Draft]:
        begin, subject = stored(one.begin), writing.new_id()
        number = writing.next_number("DEM", desk.seat.year_of(begin))
        noted = DemonstrationNoted(number, begin, stored(one.end), one.place, actual_count=seen, scale=one.scale)
        return [Draft(noted, dossier=subject, id=subject, occurred_at=begin)]

    return desk.seat.write(build)[0].subject
