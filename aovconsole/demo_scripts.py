"""How each thing of the made-up year is written: a script yields its next moment and then acts at the desk."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from aovconsole.demo_demonstrations import demonstration
from aovconsole.demo_handover import handovers
from aovconsole.demo_incidents import incident
from aovconsole.demo_matches import match, seasons
from aovconsole.demo_plan import AHEAD, Evenement, Plan
from aovconsole.demo_roster import roster
from aovconsole.demo_sitting import cmt
from aovconsole.demo_stage import WEEK, Script, Stage, first_friday
from aovconsole.demo_templates import template
from aovconsole.demo_texts import local_day, local_moment, stream
from aovconsole.desk.desk import Desk
from aovconsole.domain.evenement import EvenementCancelled
from aovconsole.domain.record import Draft


def scripts_of(stage: Stage, plan: Plan) -> Iterator[Script]:
    """Every script of the period; those that come first go first where two want the same moment."""
    yield roster(stage, stream(stage.seed, "rooster"))
    yield handovers(stage, stream(stage.seed, "overdracht"))
    yield _calendar(stage)
    yield seasons(stage, plan.matches)
    for kind, written in _writers(plan):
        for index, one in enumerate(written):
            yield kind(stage, one, stream(stage.seed, kind.__name__, index))
    yield _general(stage, stream(stage.seed, "algemeen"))


def _writers(plan: Plan) -> Sequence[tuple[Callable[[Stage, Any, random.Random], Script], Sequence[Any]]]:
    return (
        (_evenement, plan.evenementen),
        (demonstration, plan.demonstrations),
        (incident, plan.incidents),
        (template, plan.plan_days),
        (cmt, plan.cmt_days),
        (match, plan.matches),
    )


def _write(desk: Desk, drafts: Sequence[Draft]) -> None:
    desk.seat.write(lambda _: drafts)


def _calendar(stage: Stage) -> Script:
    """Import a venue's programme at the start and every half year; then one of its days was moved."""
    moments = [stage.start + timedelta(hours=1)]
    for year in range(stage.start.year, stage.now.year + 1):
        moments += [datetime(year, month, 10, 9, tzinfo=UTC) for month in (1, 7)]
    for moment in moments:
        if moment >= moments[0]:
            yield moment
            stage.office.calendar.read(_ics(stage, moment), stage.texts["venue"]["file"])


def _ics(stage: Stage, published: datetime) -> bytes:
    venue, chance = stage.texts["venue"], stream(stage.seed, "zaal")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//voorbeeld//aovconsole demo//NL"]
    week = first_friday(stage.start) + timedelta(days=4)
    for number in range((stage.now + AHEAD - week) // WEEK):
        day = local_day(week + WEEK * number)
        title, moved = chance.choice(venue["titles"]), number % 26 == 7 and published > week + WEEK * (number - 6)
        begin = local_moment(day + timedelta(days=int(moved)), "10:00")
        lines += [
            "BEGIN:VEVENT",
            f"UID:{day:%Y%m%d}@{venue['domain']}",
            f"DTSTAMP:{published:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{begin:%Y%m%dT%H%M%SZ}",
            f"DTEND:{begin + timedelta(hours=7):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{int(moved)}",
            f"SUMMARY:{title}",
            f"LOCATION:{venue['place']}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _evenement(stage: Stage, one: Evenement, chance: random.Random) -> Script:
    day = local_day(one.begin) - timedelta(days=chance.randint(21, 84))
    day -= timedelta(days=max(0, day.weekday() - 4))
    assessed = local_moment(day, f"{chance.randint(9, 16):02}:{chance.randint(0, 59):02}")
    judged = assessed <= stage.now
    yield max(stage.start, assessed if judged else stage.now - timedelta(days=chance.uniform(1, 25)))
    one.number = stage.office.evenementen.add(
        one.title,
        begin=one.begin,
        end=one.end,
        place=one.place,
        handling_class=one.handling_class if judged else "",
        visitors_count=one.visitors_count,
        assessed_on=day if judged else None,
    ).number
    words = stage.texts["rounds"]
    if one.cancelled:
        yield one.begin - timedelta(hours=chance.uniform(12, 40))
        subject = stage.office.seat.find(one.number).subject
        _write(stage.office, [Draft(EvenementCancelled(chance.choice(words["cancelled"])), subject, subject)])
    if one.round:
        walked = one.begin - timedelta(minutes=chance.randint(40, 150))
        yield walked
        stage.on_duty(walked).evenementen.round(one.number, note=chance.choice(words["notes"]))


def _general(stage: Stage, chance: random.Random) -> Script:
    """The general log: each change of duty, and a few notes a week."""
    friday, words = first_friday(stage.start), stage.texts["general"]
    while friday < stage.now:
        moments = sorted((friday + WEEK * chance.random(), chance.choice(words["notes"])) for _ in range(2))
        for at, text in [(friday + timedelta(minutes=chance.randint(1, 9)), words["takeover"]), *moments]:
            if at > stage.start:
                yield at
                stage.log(stage.on_duty(at), text, "")
        friday = local_moment(local_day(friday) + WEEK, "08:00")
