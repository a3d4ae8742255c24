"""Football matches at the desk: the season, what is prepared for a match, the match day."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any

from aovconsole.desk.conducts import ConductDesk
from aovconsole.desk.match_import import MatchImport, added_match, import_season, read_season
from aovconsole.desk.seat import Seat, dossier_row_of, wanted
from aovconsole.desk.standing import Standing, add_to
from aovconsole.domain.kinds import decode, pairs_of
from aovconsole.domain.match import match_subject
from aovconsole.domain.match_plan import PlanLine, due_of, plan_lines
from aovconsole.domain.match_steps import (
    COUNTS,
    FIELDS,
    OUTCOMES,
    PLAN_STATES,
    WITHDRAWABLE,
    CategorySet,
    MatchCancelled,
    MatchEnded,
    MatchFieldSet,
    MatchMoved,
    MatchPayload,
    MatchStepWithdrawn,
    PlanMarked,
    SafetyDecided,
    Talked,
    TravelSet,
    is_count,
)
from aovconsole.domain.match_words import FIELD_WORDS
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS, date_text, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_football, sound
from aovconsole.reference.football import Football, chosen


class MatchStanding(Standing):
    """A match that a step is added to."""

    __slots__ = ()
    type_ = "match"


class MatchDesk:
    """What can be asked about matches; `conducts` is the conduct register."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @cached_property
    def conducts(self) -> ConductDesk:
        """The conduct register."""
        return ConductDesk(self._seat)

    @property
    def football(self) -> Football:
        """The club, its stadium, and what belongs to a match; the user's own file first."""
        return sound(load_football, self._seat.journal.home)

    def read(self, raw: bytes, name: str, *, competition: str = "", dry_run: bool = False) -> MatchImport:
        """Import a season from openfootball text or a calendar; a dry run writes nothing.

        Raises:
            CommandRefused: it is neither, empty, too large, or the club does not play in it.
        """
        football = self.football
        found = read_season(raw, self._seat, football)
        return import_season(self._seat, football, found, name, competition=competition, dry_run=dry_run)

    def add(
        self, away: str, *, on: date, at: datetime | None = None, competition: str = "", round: str = ""
    ) -> SubjectRow:
        """Add one home match that stands in no file; without `at` its kick-off is still to be fixed.

        Raises:
            CommandRefused: nobody to play against, or that match is there already.
        """
        from aovconsole.feeds.football import Fixture, season_of

        football, on = self.football, self._wall_day(on, at)
        other = football.club_name(wanted(away, "de tegenstander"))
        named = football.competition_name(clean(competition.strip()) or football.competition)
        season = season_of(on, football.season_begins_month)
        one = Fixture(0, season, named, clean(round.strip()), football.club, other, on, at)

        def build(writing: Writing) -> list[Draft]:
            standing = [json.loads(row.body) for row in writing.of_type("match")]
            same = [body for body in standing if _pair(body) == (season, named, football.club, other)]
            if any(body["on"] == on.isoformat() for body in same):
                raise CommandRefused(f"{football.club} – {other} staat die dag al op de lijst")
            leg = max((body["leg"] for body in same), default=0) + 1
            subject = match_subject(season, named, football.club, other, leg)
            added = added_match(self._seat, football, one, leg, "")
            number = writing.next_number("WED", self._seat.year_of(None))
            return [Draft(replace(added, number=number), subject=subject, dossier=subject)]

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def category(
        self, number: str, category: str, reasons: Sequence[str], *, by: str, draft_id: str = ""
    ) -> SubjectRow:
        """Set the risk category with its reasons, and which function set it.

        Raises:
            CommandRefused: no such category, no reason, or nobody named.
        """
        rows = self.football.categories
        found = chosen(rows, category)
        if found is None:
            keys = [one.key for one in rows]
            raise CommandRefused(f"categorie {clean(category.strip())} bestaat niet: kies {_either(keys)}")
        given = tuple(text for reason in reasons if (text := clean(reason.strip())))
        if not given:
            raise CommandRefused("noem minstens een reden voor de categorie")
        who = wanted(by, "door wie (functie)")
        return self._step(
            number, lambda body: CategorySet(found.key, who, given, _standing(body, "category")), draft_id=draft_id
        )

    def travel(self, number: str, scheme: str, *, reason: str, by: str = "", draft_id: str = "") -> SubjectRow:
        """Set how away supporters travel (combiregeling), with the reason.

        Raises:
            CommandRefused: no such scheme, or no reason.
        """
        found = chosen(self.football.schemes, scheme)
        if found is None:
            keys = [one.key for one in self.football.schemes]
            raise CommandRefused(f"vervoersregeling {clean(scheme.strip())} bestaat niet: kies {_either(keys)}")
        why, who = wanted(reason, "de reden"), clean(by.strip())
        return self._step(
            number,
            lambda body: TravelSet(found.key, found.label, why, who, _standing(body, "travel_scheme")),
            draft_id=draft_id,
        )

    def talk(
        self,
        number: str,
        *,
        at: datetime,
        label: str = "vooroverleg",
        present: str = "",
        agreements: str = "",
        draft_id: str = "",
    ) -> SubjectRow:
        """Log a talk, planned or held, with which functions and what was agreed.

        Raises:
            CommandRefused: the talk has no name.
        """
        talked = Talked(wanted(label, "het overleg"), stored(at), clean(present.strip()), clean(agreements.strip()))
        return self._step(number, lambda _: talked, draft_id=draft_id)

    def decide(self, number: str, text: str, *, by: str, ground: str, reason: str, draft_id: str = "") -> SubjectRow:
        """Log a decision on public order at the match: the conditions, by whom, on what ground, why.

        Raises:
            CommandRefused: one of them is empty.
        """
        decided = SafetyDecided(
            wanted(text, "het besluit"), wanted(by, "door wie (functie)"), wanted(ground, "de grondslag"),
            wanted(reason, "de reden"),
        )  # fmt: skip
        return self._step(number, lambda _: decided, draft_id=draft_id)

    def plan(self, row: SubjectRow) -> tuple[PlanLine, ...]:
        """The match-day plan of a match, in order of time."""
        return plan_lines(json.loads(row.body), self.football.plan, self._seat.now, self._seat.zone)

    def mark(
        self, number: str, key: str, state: str, *, note: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Let a line of the plan be done, dropped (with a reason) or to do again.

        Raises:
            CommandRefused: no such line or state, dropped without a reason, or the time lies in the future.
        """
        if state not in PLAN_STATES:
            raise CommandRefused(f"een regel van het draaiboek kan niet {clean(state)} worden: todo, done of dropped")
        rule = next((one for one in self.football.plan if one.key == key.strip()), None)
        if rule is None:
            keys = ", ".join(one.key for one in self.football.plan)
            raise CommandRefused(f"het draaiboek heeft geen regel {clean(key.strip())}: kies {keys}")
        said = wanted(note, "de reden waarom de regel vervalt") if state == "dropped" else clean(note.strip())

        def step(body: dict[str, Any]) -> MatchPayload:
            return PlanMarked(rule.key, rule.label, state, said, due_of(body, rule, self._seat.zone)[0])

        return self._step(number, step, at, draft_id)

    def set_field(self, number: str, field: str, value: str) -> SubjectRow:
        """Fill or change one field: away supporters, spectators, place, minutes of doors and departure, note.

        Raises:
            CommandRefused: there is no such field, or a count is none.
        """
        if field not in FIELDS:
            raise CommandRefused(f"een wedstrijd heeft geen veld {clean(field)}")
        text = clean(value.strip())
        if field in COUNTS and not is_count(field, text):
            raise CommandRefused(f"{FIELD_WORDS[field]}: '{text[:20]}' is geen getal dat hier kan staan")
        return self._step(number, lambda body: MatchFieldSet(field, text, _standing(body, field)))

    def move(self, number: str, *, on: date, at: datetime | None, reason: str, draft_id: str = "") -> SubjectRow:
        """Give a match another day or kick-off; what of its plan is not done moves along.

        Raises:
            CommandRefused: no reason, or it stands there already.
        """
        why, on = wanted(reason, "de reden"), self._wall_day(on, at)
        begin = stored(at or datetime.combine(on, time(), self._seat.zone))

        def step(body: dict[str, Any]) -> MatchPayload:
            same = body["on"] == on.isoformat() and body["kickoff_at"] == (begin if at else "")
            if same and body["status"] in ("planned", "unscheduled"):
                raise CommandRefused(f"{body['number']} staat daar al")
            return MatchMoved(begin, on.isoformat(), at is not None, why, replaces=_standing(body, "when"))

        return self._step(number, step, draft_id=draft_id)

    def cancel(self, number: str, *, reason: str, by: str = "", draft_id: str = "") -> SubjectRow:
        """Let a match not go on; moving it lets it live again.

        Raises:
            CommandRefused: no reason, or it was cancelled or played already.
        """
        cancelled = MatchCancelled(wanted(reason, "de reden"), clean(by.strip()))

        def step(body: dict[str, Any]) -> MatchPayload:
            if body["status"] in ("cancelled", "played"):
                raise CommandRefused(
                    f"{body['number']} is al {'gespeeld' if body['status'] == 'played' else 'afgelast'}"
                )
            return cancelled

        return self._step(number, step, draft_id=draft_id)

    def end(self, number: str, outcome: str, *, score: str = "", draft_id: str = "") -> SubjectRow:
        """Say what became of a match.

        Raises:
            CommandRefused: no such outcome.
        """
        if outcome not in OUTCOMES:
            raise CommandRefused(f"afloop {clean(outcome)} bestaat niet: kies {_either(OUTCOMES)}")
        return self._step(number, lambda _: MatchEnded(outcome, clean(score.strip())), draft_id=draft_id)

    def withdraw(self, number: str, record_id: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let a mistaken step fall away; it stays readable, struck through.

        Raises:
            CommandRefused: no reason, or there is no such step that counts in this match.
        """
        why = wanted(reason, "de reden")

        def step(body: dict[str, Any]) -> MatchPayload:
            record = self._seat.reading.record(record_id)
            payload = decode(record) if record and record.subject == body["subject"] else None
            if not isinstance(payload, WITHDRAWABLE):
                raise CommandRefused(f"{body['number']} heeft geen stap {clean(record_id)} die kan vervallen")
            if record_id in _struck(self._seat, body["subject"]):
                raise CommandRefused(f"{body['number']}: die stap is al vervallen")
            return MatchStepWithdrawn(record_id, why)

        return self._step(number, step, draft_id=draft_id)

    def _wall_day(self, on: date, at: datetime | None) -> date:
        """The day of a match on the wall: that of its kick-off where there is one."""
        day = at.astimezone(self._seat.zone).date() if at else on
        if day.year not in YEARS:
            raise CommandRefused(f"het jaar {day.year} ligt niet tussen {YEARS[0]} en {YEARS[-1]}")
        if (at or datetime.combine(on, time(), self._seat.zone)).astimezone(UTC).year not in YEARS:
            raise CommandRefused(f"{date_text(day)} ligt niet tussen {YEARS[0]} en {YEARS[-1]} (UTC)")
        return day

    def _step(
        self,
        number: str,
        make: Callable[[dict[str, Any]], MatchPayload],
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Add what `make` gives to the match with this number, in one transaction; its row afterwards."""
        return add_to(MatchStanding, self._seat, number, lambda found: [make(found.body)], at, draft_id)


def _struck(seat: Seat, subject: str) -> set[str]:
    """The steps of a match that were withdrawn."""
    return {one.step for _, one in pairs_of(seat.reading.records(subject=subject), MatchStepWithdrawn)}


def _standing(body: dict[str, Any], field: str) -> tuple[str, ...]:
    """The settings of a field that a new one replaces."""
    return tuple(dict(body["standing"]).get(field, ()))


def _pair(body: dict[str, Any]) -> tuple[str, str, str, str]:
    return (body["season"], body["competition"], body["home"], body["away"])


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} of {names[-1]}"
