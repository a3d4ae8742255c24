"""Reading a season from text in the form of openfootball: what is good comes in, what is not is named by its line.

    = Netherlands Eerste Divisie 2024/25      competition and season
    # ...                                     a remark
    ▪ Matchday 1                              round; moved matches stay under the round that they were drawn in
      Fri Aug 9 2024                          day; only the first has a year
        20:00  Home  v  Away  2-0 (1-0)       kick-off by the clock on the wall, for the lines below it too
               Home  v  Away                  no score: not played

Names of players (lines in brackets) are passed over unread.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, YEARS, clock_time, local_candidates
from aovconsole.errors import CommandRefused

LIMIT_BYTES = 5 * 1024 * 1024
"""A season larger than this is refused: the real ones have some 30 kB."""

MOST_REFUSED = 200
"""So many lines are named; of more only the count is told."""

_LONGEST_LINE = 400
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OUTCOMES = {
    "abandoned": "abandoned", "suspended": "abandoned", "postponed": "postponed", "cancelled": "cancelled",
    "canceled": "cancelled", "annulled": "cancelled", "awarded": "awarded", "walkover": "awarded",
}  # fmt: skip

_HEADING = re.compile(r"=+\s*(?P<name>[^=]+?)\s*(?P<season>(?:19|20|21)\d\d(?:[/-]\d{2,4})?)?\s*=*")
_ROUND = re.compile(r"(?:▪|»|•)\s*(?P<marked>.+)|(?P<plain>(?:Matchday|Round|Speelronde|Ronde|Week)\s+\d{1,3})")
_DAY = re.compile(
    r"\[?(?:(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s+)?"
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ /](?P<day>\d{1,2})"
    r"(?:,?\s+(?P<year>\d{4}))?\]?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:\s+|\Z)")
_SCORE = r"\d{1,2}-\d{1,2}(?!\d)"
_TAIL = re.compile(rf"\s+(?:(?P<score>{_SCORE})(?P<more>.*)|(?P<note>\[[^\]]*\]).*|@.*)\Z")
_VERSUS = re.compile(r"\s+(?:v|vs\.?)\s+")
_IN_THE_MIDDLE = re.compile(rf"\s+(?P<score>{_SCORE})(?P<more>(?:\s+(?:pen\.|a\.e\.t\.|{_SCORE}|\([^)]*\)))*)\s+")
_BARE_DASH = re.compile(r"\s+-\s+")
_NOTE = re.compile(r"\[([^\]]*)\]")
_AFTER_EXTRA = re.compile(rf"\s*pen\.\s*({_SCORE})")


@dataclass(frozen=True, slots=True)
class Fixture:
    """One match as a source gives it; `begin_at` is its kick-off in UTC, None while that is not known.

    `competition` (empty where the source names none) and the clubs stand as they were written; `outcome` is empty
    while it was not played.
    """

    line: int
    season: str
    competition: str
    round: str
    home: str
    away: str
    on: date
    begin_at: datetime | None
    score: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class LineRefused:
    """A line (or component) that could not be read, and why, in Dutch; never its text, which can hold names."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class FootballRead:
    """A season as it was read: its matches in the order of the file, and what was not taken in."""

    fixtures: tuple[Fixture, ...]
    refused: tuple[LineRefused, ...]
    refused_count: int


def season_of(day: date, begins_month: int) -> str:
    """The season that a day falls in: `2024/25`."""
    return _season(day.year if day.month >= begins_month else day.year - 1)


def read_football(raw: bytes, *, zone: ZoneInfo = AMSTERDAM, season_begins_month: int = 7) -> FootballRead:
    """Read a season; a line that says nothing that we know is named and the rest is read.

    Raises:
        CommandRefused: it is empty or too large, or nothing in it is a match.
    """
    if len(raw) > LIMIT_BYTES:
        raise too_large()
    text = _decoded(raw)
    if not text.strip():
        raise CommandRefused("het bestand is leeg")
    reader = _Reader(zone, season_begins_month)
    for number, line in enumerate(text.splitlines(), 1):
        reader.take(number, line)
    if not reader.fixtures:
        raise CommandRefused("in dit bestand staat geen enkele wedstrijd die te lezen is (openfootball-tekst of .ics)")
    return FootballRead(tuple(reader.fixtures), tuple(reader.refused), reader.refused_count)


def too_large() -> CommandRefused:
    """The refusal of a file that is larger than any season."""
    return CommandRefused(f"het bestand is groter dan {LIMIT_BYTES // 1024**2} MB en wordt niet gelezen")


def _decoded(raw: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _season(begins: int) -> str:
    return f"{begins}/{(begins + 1) % 100:02}"


class _Fault(Exception):
    """Why a line could not be read, in Dutch."""


@dataclass(slots=True)
class _Reader:
    """What the lines above the present one said."""

    zone: ZoneInfo
    begins_month: int
    competition: str = ""
    begins: int | None = None
    round: str = ""
    day: date | None = None
    kickoff: time | None = None
    fixtures: list[Fixture] = field(default_factory=list)
    refused: list[LineRefused] = field(default_factory=list)
    refused_count: int = 0

    def take(self, number: int, line: str) -> None:
        """Take in one line."""
        text = " ".join(line.split())  # runs of blanks make the patterns below quadratic
        if not text or text.startswith(("#", "(", "---")):
            return
        try:
            if len(line) > _LONGEST_LINE:
                raise _Fault(f"langer dan {_LONGEST_LINE} tekens")
            self._read(number, text)
        except _Fault as fault:
            self.refused_count += 1
            if len(self.refused) < MOST_REFUSED:
                self.refused.append(LineRefused(number, str(fault)))

    def _read(self, number: int, text: str) -> None:
        readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], None]], ...] = (
            (_HEADING, self._heading),
            (_ROUND, self._round),
            (_DAY, self._date),
        )
        for pattern, read in readers:
            if found := pattern.fullmatch(text):
                read(found)
                return
        self._match(number, text)

    def _heading(self, found: re.Match[str]) -> None:
        name = clean(" ".join(found["name"].split()))
        self.round, self.day, self.kickoff = "", None, None
        if self.competition and not found["season"]:  # a heading below the first: a part of the competition
            self.round = name
            return
        self.competition = name
        self.begins = int(found["season"][:4]) if found["season"] else None

    def _round(self, found: re.Match[str]) -> None:
        self.round = clean(" ".join((found["marked"] or found["plain"]).split()))
        self.day, self.kickoff = None, None

    def _date(self, found: re.Match[str]) -> None:
        self.day, self.kickoff = None, None
        month = _MONTHS.index(found["month"].lower()) + 1
        weekday = _WEEKDAYS.index(found["weekday"][:3].lower()) if found["weekday"] else None
        if found["year"]:
            years = [int(found["year"])]
        elif self.begins is None:
            raise _Fault("het jaartal is niet bekend: de eerste datum noemt er geen")
        else:
            own = self.begins + (month < self.begins_month)
            years = [own, 2 * self.begins + 1 - own]  # a season that ran out of its months shows by its weekday
        days = [day for year in years if (day := _day(year, month, int(found["day"])))]
        if not days:
            raise _Fault("deze datum bestaat niet")
        fitting = [day for day in days if weekday is None or day.weekday() == weekday]
        if not fitting:
            raise _Fault("de weekdag past niet bij de datum")
        self.day = fitting[0]
        if self.begins is None:
            self.begins = self.day.year - (self.day.month < self.begins_month)

    def _match(self, number: int, text: str) -> None:
        clock = _CLOCK.match(text)
        if clock:
            self.kickoff = clock_time(clock["hour"], clock["minute"])
            if self.kickoff is None:
                raise _Fault("deze tijd bestaat niet")
            text = text[clock.end() :]
        home, away, score, outcome = _sides(text)
        if self.day is None:
            raise _Fault("boven deze wedstrijd staat geen datum die te lezen is")
        self.fixtures.append(
            Fixture(
                line=number,
                season=_season(self.begins if self.begins is not None else self.day.year),
                competition=self.competition,
                round=self.round,
                home=home,
                away=away,
                on=self.day,
                begin_at=self._moment(self.day),
                score=score,
                outcome=outcome,
            )
        )

    def _moment(self, day: date) -> datetime | None:
        if self.kickoff is None:
            return None
        found = local_candidates(datetime.combine(day, self.kickoff), self.zone)
        if len(found) != 1:
            raise _Fault("deze kloktijd bestaat die nacht niet, of twee keer")
        return found[0]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _sides(text: str) -> tuple[str, str, str, str]:
    """Home, away, score and outcome of a match line.

    Raises:
        _Fault: it is no match.
    """
    score, outcome = "", _noted(text)
    if found := _VERSUS.search(text):
        home, rest = text[: found.start()], text[found.end() :]
        tail = _TAIL.search(rest)
        away = rest[: tail.start()] if tail else rest
        if tail and tail["score"]:
            score = _result(tail["score"], tail["more"])
    elif found := _IN_THE_MIDDLE.search(text):
        home, away = text[: found.start()], _NOTE.sub("", text[found.end() :])
        score = _result(found["score"], found["more"])
    elif found := _BARE_DASH.search(text):
        home, away = text[: found.start()], _NOTE.sub("", text[found.end() :])
    else:
        raise _Fault("geen wedstrijd, datum of speelronde")
    home, away = _name(home), _name(away.partition(" @ ")[0])
    return home, away, score, outcome or ("played" if score else "")


def _result(score: str, more: str) -> str:
    """The score on the field: with penalties, the one before them."""
    penalties = _AFTER_EXTRA.match(more)
    return penalties[1] if penalties else score


def _noted(text: str) -> str:
    for note in _NOTE.findall(text):
        for word, outcome in _OUTCOMES.items():
            if word in note.lower():
                return outcome
    return ""


def _name(text: str) -> str:
    name = clean(" ".join(text.split()))
    if not any(character.isalpha() for character in name):
        raise _Fault("een van beide clubs ontbreekt")
    return name
