"""The roster as it is read at the desk: one stretch by its name, a week, who is on, what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.roster import (
    HELD,
    VANISHED,
    WARN_AHEAD,
    Holding,
    Need,
    OnDuty,
    Remark,
    Rules,
    Stretch,
    check,
    holdings,
    on_duty,
    stretches,
)
from aovconsole.domain.roster_words import remark_text
from aovconsole.domain.text import clean
from aovconsole.domain.times import moment_from, read_stored, stored
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading

LOOKED_BACK = timedelta(days=120)
"""What ended longer ago is not read for what is wrong now."""

CHECKED_AHEAD = timedelta(weeks=5)
"""How far ahead the roster is checked where nobody says otherwise."""

_KEY_LENGTH = 8


class RosterReading:
    """What can be read of the roster.

    A stretch is named by its id, by the last signs of it (`key_of`), or as DUTY@TIME: the one that runs then.
    """

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @property
    def rules(self) -> Rules:
        """The duties and what is held against a roster; the shipped ones where one's own file has a mistake."""
        from aovconsole.reference.files import load_roster, sound  # read when somebody asks for the roster

        return sound(load_roster, self._seat.journal.home).rules

    def find(self, which: str, *, reading: Reading | None = None, held: bool = False) -> SubjectRow:
        """The stretch that a person names; with `held` a taking over too.

        Raises:
            CommandRefused: there is none, there are several, or it was withdrawn.
        """
        reading, asked = reading or self._seat.reading, clean(which).strip()
        types = ("duty", "holding") if held else ("duty",)
        rows = [row for type_ in types for row in reading.of_type(type_)]
        duty, _, when = asked.rpartition("@")
        if duty:
            moment = stored(moment_from(when, "de tijd", now=self._seat.now, zone=self._seat.zone))
            name = self.duty_of(duty)
            found = [
                row for row in rows
                if row.type == "duty" and row.status == "planned" and row.begin_at <= moment < row.end_at
                and _duty(row) == name
            ]  # fmt: skip
        else:
            key = asked.casefold()
            found = [row for row in rows if row.subject == key or (len(key) >= 6 and row.subject.endswith(key))]
        if len(found) != 1:
            several = f"noem er een met haar id: {', '.join(key_of(row) for row in found[:5])}"
            raise CommandRefused(f"{asked}: {several}" if found else f"er is geen dienst {asked[:60]} op het rooster")
        if found[0].status == "withdrawn":
            raise CommandRefused(f"{found[0].title}: is ingetrokken")
        return found[0]

    def between(self, first: date, last: date) -> tuple[SubjectRow, ...]:
        """The stretches from one day to another, both included, also those that do not count any more."""
        if last < first:
            raise CommandRefused("de einddatum ligt voor de begindatum")
        low, high = self._midnight(first), self._midnight(last + timedelta(days=1))
        order = {duty: place for place, duty in enumerate(self.rules.duties)}
        rows = [row for row in self._seat.reading.ending_after("duty", stored(low)) if row.begin_at < stored(high)]
        return tuple(sorted(rows, key=lambda row: (row.begin_at, order.get(_duty(row), len(order)), row.title)))

    def who(self, author: str) -> str:
        """Who wrote a step, as an operator is shown; empty when that is not known here."""
        row = self._seat.reading.subject(author)
        return row.title if row else ""

    def on_duty(self, at: datetime | None = None, held: Sequence[Holding] | None = None) -> tuple[OnDuty, ...]:
        """Who has each duty now or at a moment, and who is next; `held` replaces the takings over that are known."""
        moment = at or self._seat.now
        paper, known = self.standing(self._seat.reading, moment)
        return on_duty(moment, paper, known if held is None else held, self.rules.always)

    def check(self, begin: datetime | None = None, end: datetime | None = None) -> tuple[Remark, ...]:
        """What is wrong with the roster, from now on for some weeks or between two moments.

        Raises:
            CommandRefused: the end lies before the begin.
        """
        first = begin or self._seat.now
        last = end or first + CHECKED_AHEAD
        if last < first:
            raise CommandRefused("het einde ligt voor het begin")
        rows = self._seat.reading.ending_after("duty", stored(first - LOOKED_BACK))
        held = holdings(self._seat.reading.of_type("holding"))
        needs = tuple(self._needs(first, last)) if rows else ()
        vanished = stretches(rows, VANISHED)
        return check(self.rules, stretches(rows), held, needs, (first, last), self._seat.zone, vanished)

    def warnings(self) -> tuple[str, ...]:
        """What an officer must know now: gaps and doubles within 72 hours, in sentences."""
        now = self._seat.now
        found = [one for one in self.check(now, now + WARN_AHEAD) if one.kind in ("gap", "ended", "double", "unmet")]
        return tuple(remark_text(one, now, self._seat.zone) for one in found)

    def _needs(self, first: datetime, last: datetime) -> Iterator[Need]:
        """What asks for duties in a window: evenementen and matches by class, CMT days; one that sits, today."""
        needs, cmt_day = self.rules.needs, self.rules.needs.get("cmt_day", ())
        now = self._seat.now
        tonight = self._midnight(now.astimezone(self._seat.zone).date() + timedelta(days=1))
        for cmt in self._seat.reading.of_type("cmt", status="open"):
            yield Need(cmt.subject, f"{cmt.number} {cmt.title}", now, tonight, cmt_day)
        for day in self._seat.reading.days(stored(first), stored(last)):
            row = self._seat.reading.subject(day.subject) if day.dossier else None
            if row is None or day.begin_on or row.type not in ("evenement", "match"):
                continue
            if day.status in ("cancelled", "vanished") or row.status in ("cancelled", "closed", "withdrawn"):
                continue
            body = json.loads(row.body)
            kind = body.get("handling_class") if row.type == "evenement" else body.get("category")
            asked = needs.get(f"{row.type} {kind}", ())
            if body.get("cmt_day") == "yes":
                asked = tuple(dict.fromkeys((*asked, *cmt_day)))
            if asked:
                end = read_stored(day.end_at or day.begin_at)
                yield Need(row.subject, f"{row.number} {row.title}", read_stored(day.begin_at), end, asked)

    def standing(self, reading: Reading, moment: datetime) -> tuple[tuple[Stretch, ...], tuple[Holding, ...]]:
        """What is not over at a moment on paper, and who took a duty over or accepted it at a handover."""
        at = stored(moment)
        return stretches(reading.ending_after("duty", at)), holdings(reading.takings(at, stored(moment - HELD)))

    def duty_of(self, text: str) -> str:
        """The duty that a person names.

        Raises:
            CommandRefused: it is not one of the duties.
        """
        said, rules = wanted(text, "de dienst"), self.rules
        if name_key(said) not in rules.spellings:
            raise CommandRefused(f"{said[:40]} is geen dienst: kies {', '.join(rules.duties)}")
        return rules.spellings[name_key(said)]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._seat.zone)


def _duty(row: SubjectRow) -> str:
    return str(json.loads(row.body)["duty"])


def key_of(row: SubjectRow) -> str:
    """The last signs of a stretch's id: enough to name it."""
    return row.subject[-_KEY_LENGTH:]
