"""The football of the made-up year: the seasons, what is prepared for a home match, and the conduct register."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from aovconsole.demo_plan import Match
from aovconsole.demo_stage import Script, Stage
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow

_TALK, _CATEGORY, _KNOWN = timedelta(days=42), timedelta(days=20), timedelta(hours=2)


def seasons(stage: Stage, matches: Sequence[Match]) -> Script:
    """Import the season's list at the start, each July with the new season, each January with a moved match."""
    moments = [stage.start + timedelta(hours=1)]
    for year in range(stage.start.year, stage.now.year + 1):
        moments += [datetime(year, month, 10, 9, tzinfo=UTC) for month in (1, 7)]
    for moment in moments:
        if moment >= moments[0]:
            yield moment
            if b"VEVENT" in (listed := _ics(stage, matches, moment)):
                stage.office.matches.read(listed, "seizoen.ics")


def _ics(stage: Stage, matches: Sequence[Match], published: datetime) -> bytes:
    football = stage.texts["matches"]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//voorbeeld//aovconsole demo//NL"]
    for index, match in enumerate(matches):
        if datetime(match.season, 7, 1, tzinfo=UTC) > published or match.begin < stage.start + _KNOWN:
            continue
        moved = index % 19 == 13 and datetime(match.season + 1, 1, 9, tzinfo=UTC) < published
        begin = match.begin + timedelta(days=1 if moved else 0)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{match.season}-{index % 19 + 1:02}@{football['domain']}",
            f"DTSTAMP:{published:%Y%m%dT%H%M%SZ}",
            f"DTSTART:{begin:%Y%m%dT%H%M%SZ}",
            f"DTEND:{begin + timedelta(minutes=110):%Y%m%dT%H%M%SZ}",
            f"SEQUENCE:{int(moved)}",
            f"SUMMARY:{football['home']} – {match.opponent}",
            f"LOCATION:{football['place']}",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def match(stage: Stage, one: Match, chance: random.Random) -> Script:
    """What is done for one home match: the talk, the category, the plan of the day, its end, what went wrong."""
    known = max(stage.start + _KNOWN, datetime(one.season, 7, 10, 10, tzinfo=UTC))
    if one.begin < known:
        return
    yield from _prepared(stage, one, chance, known)
    row = _row(stage, one)
    kickoff = read_stored(row.begin_at)
    for moment, line in [(read_stored(line.due_at), line) for line in stage.office.matches.plan(row)]:
        if moment > known:
            yield moment + timedelta(minutes=chance.randint(0, 6))
            desk = stage.office if line.owner == "OOV" else stage.on_duty(moment)
            desk.matches.mark(row.subject, line.key, "done")
        if line.key == "egress":
            yield from _ended(stage, row, kickoff, chance)


def _row(stage: Stage, one: Match) -> SubjectRow:
    """The dossier of a match: the season's home match against this club."""
    club = stage.office.matches.football.club_name(one.opponent)
    bodies = ((row, json.loads(row.body)) for row in stage.office.reading.of_type("match"))
    return next(row for row, body in bodies if (body["season"], body["away"]) == (_season(one), club))


def _season(one: Match) -> str:
    return f"{one.season}/{(one.season + 1) % 100:02d}"


def _prepared(stage: Stage, one: Match, chance: random.Random, known: datetime) -> Script:
    words = stage.texts["matches"]
    risk = one.opponent in words["risk"]
    yield max(known, one.begin - _TALK + timedelta(hours=chance.randint(-60, 60)))
    desk, subject = stage.office.matches, _row(stage, one).subject
    desk.talk(
        subject, at=stage.journal.clock.now(), present=words["present"], agreements=chance.choice(words["agreed"])
    )
    yield max(known, one.begin - _CATEGORY) + timedelta(hours=chance.randint(1, 40))
    category = "C" if risk else chance.choice("AAB")
    desk.category(subject, category, chance.sample(words["reasons"][category], 2), by=words["decider"])
    if risk:
        desk.travel(subject, "bus_combi", reason=words["travel_reason"], by=words["decider"])
    desk.set_field(subject, "away_expected", str(chance.randrange(40, 400, 20)))


def _ended(stage: Stage, row: SubjectRow, kickoff: datetime, chance: random.Random) -> Script:
    """Say how it ended, and what was seen; most of that gets a consequence, some of it waits for one."""
    words, duty = stage.texts["matches"], stage.on_duty(kickoff).matches
    yield kickoff + timedelta(minutes=121)
    duty.end(row.subject, "played", score=f"{chance.randint(0, 4)}-{chance.randint(0, 3)}")
    duty.set_field(row.subject, "spectators", str(chance.randrange(3_000, 8_000, 50)))
    noted = []
    for seen in chance.sample(words["conducts"], chance.choice((0, 0, 1, 2))):
        noted.append((seen, duty.conducts.note(
            row.subject, seen["text"], nature=seen["nature"], place=seen.get("place", ""),
            group_size=str(chance.randint(4, 60)), case_number=f"VOORBEELD-{chance.randint(1000, 9999)}",
            case_of="politie", at=kickoff + timedelta(minutes=chance.randint(-30, 115)),
        )))  # fmt: skip
    yield kickoff + timedelta(days=2, hours=chance.randint(0, 5))
    agreed = [(seen, conduct) for seen, conduct in noted if chance.random() < 0.8]
    due = kickoff + timedelta(days=21)
    for seen, conduct in agreed:
        stage.office.matches.conducts.consequence(conduct.subject, by="", what=seen["consequence"], due=due)
    yield due - timedelta(days=chance.randint(1, 6))
    for _, conduct in agreed:
        if chance.random() < 0.85:
            stage.office.matches.conducts.done(conduct.subject, note=words["done"])
