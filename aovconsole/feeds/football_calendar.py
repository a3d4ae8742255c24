"""Reading matches from a calendar (.ics): what fixture calendars say only in words stands in their description."""

from __future__ import annotations

import re
from datetime import date
from zoneinfo import ZoneInfo

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM
from aovconsole.errors import CommandRefused
from aovconsole.feeds.calendar import CalendarItem, read_calendar
from aovconsole.feeds.football import (
    LIMIT_BYTES,
    MOST_REFUSED,
    Fixture,
    FootballRead,
    LineRefused,
    season_of,
    too_large,
)

_SIDES = re.compile(r"\s+(?:[-–—]|v|vs\.?|tegen)\s+")
_SCORE_BEHIND = re.compile(r"\s+\(?(\d{1,2})\s*[-–]\s*(\d{1,2})\)?\Z")
_SIGNS = re.compile(r"\A[^\w'(]+")
_ROUND = re.compile(r"(?:Speelronde|Ronde|Matchday|Round)\s*:?\s*(\S[^\n]{0,60})", re.IGNORECASE)
_COMPETITION = re.compile(r"(?:Competitie|Competition)\s*:\s*(\S[^\n]{0,80})", re.IGNORECASE)
_STATUS = re.compile(r"Status\s*:\s*([^\n]{1,60})", re.IGNORECASE)
_OUTCOMES = {
    "gespeeld": "played", "finished": "played", "uitgesteld": "postponed", "postponed": "postponed",
    "afgelast": "postponed", "gestaakt": "abandoned", "abandoned": "abandoned", "geannuleerd": "cancelled",
}  # fmt: skip


def read_football_calendar(
    raw: bytes, *, until: date, zone: ZoneInfo = AMSTERDAM, season_begins_month: int = 7
) -> FootballRead:
    """Read the matches of a fixture calendar; one of a whole day has no kick-off yet.

    `until` bounds what a series of items is expanded to.

    Raises:
        CommandRefused: it is no calendar, too large, or holds no match.
    """
    if len(raw) > LIMIT_BYTES:
        raise too_large()
    found = read_calendar(raw, until=until, zone=zone)
    fixtures: list[Fixture] = []
    refused = [LineRefused(one.line, one.reason) for one in found.refused]
    for one in found.items:
        fixture = _fixture(one, zone, season_begins_month)
        if fixture is None:
            refused.append(LineRefused(one.line, "geen wedstrijd: de titel noemt geen twee clubs"))
        else:
            fixtures.append(fixture)
    if not fixtures:
        raise CommandRefused("in deze kalender staat geen enkele wedstrijd (thuis – uit)")
    fixtures.sort(key=lambda one: (one.on, one.line))
    refused.sort(key=lambda one: one.line)
    return FootballRead(tuple(fixtures), tuple(refused[:MOST_REFUSED]), len(refused))


def _fixture(item: CalendarItem, zone: ZoneInfo, begins_month: int) -> Fixture | None:
    title, score = _SIGNS.sub("", item.title), ""
    if behind := _SCORE_BEHIND.search(title):
        title, score = title[: behind.start()], f"{behind[1]}-{behind[2]}"
    sides = _SIDES.split(title)
    if len(sides) != 2 or not all(any(map(str.isalpha, side)) for side in sides) or not item.occurrences:
        return None
    when = item.occurrences[0]
    begin_at = when.begin
    on = when.begin_on or (begin_at.astimezone(zone).date() if begin_at else None)
    if on is None:
        return None
    competition = _said(_COMPETITION, item.description)
    round_ = _said(_ROUND, item.description)
    return Fixture(
        line=item.line,
        season=season_of(on, begins_month),
        competition=competition,
        round=f"speelronde {round_}" if round_.isdigit() else round_,
        home=clean(sides[0].strip()),
        away=clean(sides[1].strip()),
        on=on,
        begin_at=begin_at,
        score=score,
        outcome="cancelled" if item.status == "cancelled" else _outcome(item.description, score),
    )


def _outcome(description: str, score: str) -> str:
    said = _said(_STATUS, description).casefold()
    return next((outcome for word, outcome in _OUTCOMES.items() if word in said), "played" if score else "")


def _said(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return clean(found[1].strip()) if found else ""
