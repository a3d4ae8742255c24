"""Importing a season: home matches become dossiers, away ones calendar knowledge, moved ones change what is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from aovconsole.desk.seat import Seat
from aovconsole.domain.calendar import ItemRead, item_subject
from aovconsole.domain.match import LAYER, match_identity, match_subject
from aovconsole.domain.match_steps import MatchAdded, MatchEnded, MatchMoved
from aovconsole.domain.match_words import kickoff_text
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS, date_text, read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing
from aovconsole.reference.football import Football

if TYPE_CHECKING:
    from aovconsole.feeds.football import Fixture, FootballRead, LineRefused

AWAY_SOURCE = f":{LAYER}"
"""The source of away matches among the calendar items; no file or address is called so."""

_IDENTITY_PARTS = 5
_MOST_DIGITS = 9
_NOT_PLAYED = ("postponed", "cancelled")
_CALENDAR = b"BEGIN:VCALENDAR"


class ImportedMatch(NamedTuple):
    """What the import did with one match of the club: `what` is added, changed, unchanged or kept."""

    what: str
    home_match: bool
    number: str
    title: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class MatchImport:
    """What an import did: each match of the club, how many of others, and the lines that were refused."""

    matches: tuple[ImportedMatch, ...]
    others_count: int
    refused: tuple[LineRefused, ...]
    refused_count: int

    def count(self, what: str, *, home: bool) -> int:
        """How many home (or away) matches were added, changed or left as they were."""
        kinds = ("unchanged", "kept") if what == "unchanged" else (what,)
        return sum(one.what in kinds and one.home_match == home for one in self.matches)


@dataclass(frozen=True, slots=True)
class _Known:
    """A match that is in the journal already."""

    row: SubjectRow
    key: tuple[str, str, str]
    competition: str
    leg: int
    on: str
    body: dict[str, Any]


class _Plan(NamedTuple):
    """What is to be done with one match; without payloads nothing."""

    done: ImportedMatch
    subject: str
    payloads: tuple[Payload, ...] = ()


def read_season(raw: bytes, seat: Seat, football: Football, until_days: int = 2 * 366) -> FootballRead:
    """Read a season from openfootball text or from a calendar.

    Raises:
        CommandRefused: it is neither, empty, too large, or holds no match.
    """
    from aovconsole.feeds.football import read_football  # reading files is not needed at start

    month = football.season_begins_month
    if _CALENDAR not in raw[:4096].upper():
        return read_football(raw, zone=seat.zone, season_begins_month=month)
    from aovconsole.feeds.football_calendar import read_football_calendar  # heavy

    until = (seat.now + timedelta(days=until_days)).astimezone(seat.zone).date()
    return read_football_calendar(raw, until=until, zone=seat.zone, season_begins_month=month)


def import_season(
    seat: Seat, football: Football, found: FootballRead, name: str, *, competition: str = "", dry_run: bool = False
) -> MatchImport:
    """File a season that was read; `competition` is that of matches whose source names none.

    Raises:
        CommandRefused: the club of this municipality does not play in it.
    """
    own = football.competition_name(clean(competition.strip()) or football.competition)
    fixtures = [_named(one, football, own) for one in found.fixtures]
    ours = [one for one in fixtures if football.is_home_club(one.home) or football.is_home_club(one.away)]
    if not ours:
        count = len(fixtures)
        raise CommandRefused(f"in dit bestand speelt {football.club} niet ({count} wedstrijden van andere clubs)")
    importing = _Importing(seat, football, clean(name))
    done: list[ImportedMatch] = []
    if dry_run:
        done = [plan.done for plan in importing.plans(ours, seat.reading)]
    else:

        def build(writing: Writing) -> list[Draft]:
            drafts = []
            for plan in importing.plans(ours, writing):
                given, number = importing.drafts(plan, writing)
                drafts += given
                done.append(plan.done._replace(number=number or plan.done.number))
            return drafts

        seat.write(build)
    return MatchImport(tuple(done), len(fixtures) - len(ours), found.refused, found.refused_count)


def _named(one: Fixture, football: Football, own: str) -> Fixture:
    """A fixture with clubs and competition as they are written here."""
    competition = football.competition_name(one.competition) if one.competition else own
    return replace(one, home=football.club_name(one.home), away=football.club_name(one.away), competition=competition)


def with_legs(fixtures: Iterable[Fixture]) -> list[tuple[int, Fixture]]:
    """Each match with its leg: counting how often these two met at this home in this competition.

    One that was put off and stands again further on is one match; one that was stopped keeps its own evening.
    """
    found: dict[tuple[str, ...], list[Fixture]] = {}
    for one in fixtures:
        key = (one.season, *map(name_key, (one.competition, one.home, one.away)))
        legs = found.setdefault(key, [])
        if legs and legs[-1].outcome in _NOT_PLAYED:
            legs[-1] = one
        else:
            legs.append(one)
    return [(leg, one) for legs in found.values() for leg, one in enumerate(legs, 1)]


class _Importing:
    """One import: what is known, and what each match of the file asks."""

    def __init__(self, seat: Seat, football: Football, name: str) -> None:
        self._seat = seat
        self._football = football
        self._name = name

    def plans(self, ours: Sequence[Fixture], reading: Reading) -> list[_Plan]:
        """What is to be done with each match, in order of time."""
        known: dict[tuple[str, ...], list[_Known]] = {}
        for other in (*self._known_home(reading), *self._known_away(reading)):
            known.setdefault(other.key, []).append(other)
        legs = sorted(with_legs(ours), key=lambda pair: (pair[1].on, pair[1].line))
        same = self._same(known, legs)
        plans = []
        for place, (leg, one) in enumerate(legs):
            key, competition = self._key(one.season, one.home, one.away), name_key(one.competition)
            taken = {other.leg for other in known.get(key, ()) if other.competition == competition}
            free = leg if leg not in taken else max(taken) + 1
            plans.append(self._plan(free, one, same.get(place)))
        return plans

    def drafts(self, plan: _Plan, writing: Writing) -> tuple[list[Draft], str]:
        """The records of a plan, and the number of a match that is new."""
        number = ""
        drafts = []
        dossier = plan.subject if plan.done.home_match else ""
        for payload in plan.payloads:
            if isinstance(payload, MatchAdded):
                number = writing.next_number("WED", self._seat.year_of(None))
                payload = replace(payload, number=number)
            drafts.append(Draft(payload, subject=plan.subject, dossier=dossier))
        return drafts, number

    def _known_home(self, reading: Reading) -> list[_Known]:
        found = []
        for row in reading.of_type("match"):
            body = json.loads(row.body)
            key = self._key(body["season"], body["home"], body["away"])
            competition = name_key(self._football.competition_name(body["competition"]))
            found.append(_Known(row, key, competition, body["leg"], body["on"], body))
        return found

    def _known_away(self, reading: Reading) -> list[_Known]:
        found = []
        for row in reading.calendar_items(AWAY_SOURCE):
            body = json.loads(row.body)
            parts = body["identity"].split("\n")
            if len(parts) != _IDENTITY_PARTS or not _is_leg(parts[-1]) or not row.begin_at:
                continue  # a record of another station can hold anything
            season, competition, home, away, leg = parts
            on = read_stored(row.begin_at).astimezone(self._seat.zone).date().isoformat()
            competition = name_key(self._football.competition_name(competition))
            found.append(_Known(row, self._key(season, home, away), competition, int(leg), on, body))
        return found

    def _key(self, season: str, home: str, away: str) -> tuple[str, str, str]:
        return (season, name_key(self._football.club_name(home)), name_key(self._football.club_name(away)))

    def _same(
        self, known: Mapping[tuple[str, ...], Sequence[_Known]], legs: Sequence[tuple[int, Fixture]]
    ) -> dict[int, _Known]:
        """Which match of the journal each one is: that of the same day first, else of the same competition and leg."""
        found: dict[int, _Known] = {}
        claimed: set[str] = set()
        for same_day in (True, False):
            for place, (leg, one) in enumerate(legs):
                pair = known.get(self._key(one.season, one.home, one.away), ())
                free = [other for other in pair if other.row.subject not in claimed]
                mine = [other for other in free if (other.competition, other.leg) == (name_key(one.competition), leg)]
                day = [other for other in free if other.on == one.on.isoformat()]
                choices = ([other for other in mine if other in day] or day) if same_day else mine
                if place not in found and choices:
                    found[place] = choices[0]
                    claimed.add(choices[0].row.subject)
        return found

    def _plan(self, leg: int, one: Fixture, known: _Known | None) -> _Plan:
        if self._football.is_home_club(one.home):
            return self._changed(one, known) if known else self._new(leg, one)
        return self._away(leg, one, known)

    def _new(self, leg: int, one: Fixture) -> _Plan:
        added = added_match(self._seat, self._football, one, leg, self._name)
        ended = self._ended(one, {"status": "", "score": ""})
        subject = match_subject(one.season, one.competition, one.home, one.away, leg)
        return _Plan(self._done("added", one), subject, (added, *ended))

    def _changed(self, one: Fixture, known: _Known) -> _Plan:
        body = known.body
        moved, kept = self._moved(one, body)
        ended = () if kept else self._ended(one, {"status": ""} if moved else body)
        what = "changed" if moved or ended else "kept" if kept else "unchanged"
        done = self._done(what, one)._replace(number=known.row.number, note=kept)
        return _Plan(done, known.row.subject, (*moved, *ended))

    def _moved(self, one: Fixture, body: dict[str, Any]) -> tuple[tuple[Payload, ...], str]:
        """The move that a fixture asks, or why it is not made: a person moved the match away from that very day."""
        if one.outcome in _NOT_PLAYED:
            return (), ""
        begin_at, on, kickoff = _when(self._seat, one)
        if body["on"] == on and (not kickoff or body["kickoff_at"] == begin_at):
            return (), ""
        last, before = body["moves"][-1], body["moves"][:-1]
        if not last["source"] and any(move["on"] == on and move["begin_at"] == begin_at for move in before):
            now = kickoff_text(body["begin_at"], body["on"], body["kickoff_known"])
            return (), f"hier met de hand verplaatst naar {now}; blijft zo"
        fixed = body["on"] == on and not body["kickoff_known"]
        reason = f"{'aftrap vastgesteld' if fixed else 'verplaatst'} volgens {self._name}"
        replaces = tuple(dict(body["standing"]).get("when", ()))
        return (MatchMoved(begin_at, on, kickoff, reason, self._name, replaces),), ""

    def _ended(self, one: Fixture, body: dict[str, Any]) -> tuple[Payload, ...]:
        """The outcome that a fixture tells and that is not known yet."""
        if not one.outcome:
            return ()
        known = (body["status"], body.get("outcome", ""), body.get("score", ""))
        if known[1:] == (one.outcome, one.score) or (known[0] == "cancelled" and one.outcome in _NOT_PLAYED):
            return ()
        if body.get("outcome") == one.outcome and not one.score:  # a source without scores takes none away
            return ()
        return (MatchEnded(one.outcome, one.score, self._name),)

    def _away(self, leg: int, one: Fixture, known: _Known | None) -> _Plan:
        identity = known.body["identity"] if known else ""
        identity = identity or match_identity(one.season, one.competition, one.home, one.away, leg)
        read = self._item(one, identity)
        same = known is not None and known.body["digest"] == read.digest
        done = self._done("unchanged" if same else "changed" if known else "added", one)
        subject = known.row.subject if known else item_subject(AWAY_SOURCE, identity)
        return _Plan(done, subject, () if same else (read,))

    def _item(self, one: Fixture, identity: str) -> ItemRead:
        begin_at, on, known = _when(self._seat, one)
        end = read_stored(begin_at) + timedelta(minutes=self._football.length_minutes)
        occurrence = f"{begin_at}/{stored(end)}" if known else f"{on}/{on}"
        title = f"{one.home} – {one.away}"
        status = "cancelled" if one.outcome in _NOT_PLAYED else "confirmed" if known else "tentative"
        said = (f"{one.competition} {one.season}", one.round, f"uitslag {one.score}" if one.score else "")
        description = ", ".join(part for part in said if part)
        digest = hashlib.sha256("\n".join((title, status, occurrence, description)).encode()).hexdigest()
        return ItemRead(
            AWAY_SOURCE, LAYER, identity, title, digest, uid=item_subject(AWAY_SOURCE, identity),
            description=description, status=status, all_day=not known, occurrences=(occurrence,),
            note="" if known else "aftrap te bevestigen",
        )  # fmt: skip

    def _done(self, what: str, one: Fixture) -> ImportedMatch:
        home = self._football.is_home_club(one.home)
        when = kickoff_text(*_when(self._seat, one))
        return ImportedMatch(what, home, "", f"{one.home} – {one.away}", when, "")


def _is_leg(text: str) -> bool:
    """Whether a text counts matches; very long digits are no number that Python reads."""
    return text.isdecimal() and len(text) <= _MOST_DIGITS


def added_match(seat: Seat, football: Football, one: Fixture, leg: int, source: str) -> MatchAdded:
    """The first record of a home match; its number is given while it is written."""
    return MatchAdded(
        "", one.season, one.competition, one.home, one.away, leg, one.round, *_when(seat, one), football.stadium,
        football.doors_minutes, football.length_minutes, football.depart_minutes, source,
    )  # fmt: skip


def _when(seat: Seat, one: Fixture) -> tuple[str, str, bool]:
    """Kick-off (else the begin of the day) as it is stored, the day, and whether the kick-off is known.

    Raises:
        CommandRefused: it lies where no record may lie, such as the first minutes of 1900.
    """
    moment = one.begin_at or datetime.combine(one.on, time(), seat.zone)
    if moment.astimezone(UTC).year not in YEARS:
        raise CommandRefused(f"{date_text(one.on)} ligt niet tussen {YEARS[0]} en {YEARS[-1]} (UTC)")
    return stored(moment), one.on.isoformat(), one.begin_at is not None
