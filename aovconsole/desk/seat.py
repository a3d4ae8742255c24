"""Who sits at the desk and what every request needs: journal, operator, time zone, checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.text import clean
from aovconsole.domain.times import AMSTERDAM, CLOCK_SKEW, YEARS, clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, NumberUnknown
from aovconsole.journal.reading import Reading, nearest
from aovconsole.journal.store import Journal, Operator, Writing

if TYPE_CHECKING:
    from aovconsole.domain.entry import KnownNames

TYPE_NAMES = {
    "incident": "een incident",
    "evenement": "een evenement",
    "demonstration": "een demonstratie",
    "cmt": "een CMT-dag",
    "plan": "een plan",
    "match": "een wedstrijd",
    "action": "een actie",
    "decision": "een besluit",
    "handover": "een overdracht",
    "evaluation": "een evaluatie",
}


@dataclass(frozen=True, slots=True)
class Seat:
    """One operator at one journal; `known` gives the names that the one-line grammar knows."""

    journal: Journal
    operator: Operator
    known: Callable[[], KnownNames]
    zone: ZoneInfo = AMSTERDAM

    @property
    def reading(self) -> Reading:
        """Questions to the read tables."""
        return self.journal.reading

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.journal.clock.now()

    def write(self, build: Callable[[Writing], Sequence[Draft]]) -> tuple[Record, ...]:
        """Append what a request asks for, in the name of this operator."""
        return self.journal.write(build, self.operator)

    def happened(self, moment: datetime | None) -> Instant | None:
        """The stored moment at which something happened; None stays None (now).

        Raises:
            CommandRefused: the moment lies in the future.
        """
        if moment is None:
            return None
        now = self.now
        if moment > now + CLOCK_SKEW:
            raise CommandRefused(f"{clock_text(moment, now, zone=self.zone)} ligt in de toekomst")
        return stored(moment)

    def year_of(self, moment: Instant | None) -> int:
        """The year, on the local calendar, of a stored moment; of now when there is none."""
        return (datetime.fromisoformat(moment) if moment else self.now).astimezone(self.zone).year

    def find(self, number: str, type_: str = "", *, reading: Reading | None = None) -> SubjectRow:
        """The row of the dossier that carries a number.

        Raises:
            NumberUnknown: nobody carries it; the nearest numbers are offered.
            CommandRefused: it is the number of another type of dossier.
        """
        reading = reading or self.reading
        asked = clean(number).strip()
        named = reading.by_number(asked.upper()) or tuple(row for row in (reading.subject(asked),) if row)
        rows = [row for row in named if row.subject == row.dossier]
        if not rows and any(row.type == "retention" for row in named):
            raise CommandRefused(next(row.title for row in named if row.type == "retention"))
        if not rows:
            raise NumberUnknown(asked, nearest(asked, reading.numbers()))
        if len(rows) > 1:
            ids = " of ".join(row.subject for row in rows)
            raise CommandRefused(f"{asked} is bij twee stations uitgegeven; noem het dossier met zijn id: {ids}")
        if type_ and rows[0].type != type_:
            raise CommandRefused(f"{rows[0].number} is {TYPE_NAMES.get(rows[0].type, 'iets anders')}")
        return rows[0]

    def not_long_before(self, dossier: SubjectRow | None, moment: Instant | None) -> None:
        """Refuse a moment more than a day before a CMT sat: a wrong date; what was seen on its eve may be entered.

        Raises:
            CommandRefused: it lies further back than that.
        """
        if dossier is None or dossier.type != "cmt" or moment is None:
            return
        begin = read_stored(dossier.begin_at)
        if read_stored(moment) < begin - timedelta(days=1):
            shown = clock_text(begin, self.now, zone=self.zone)
            raise CommandRefused(f"dat ligt meer dan een dag voor het begin van {dossier.number} ({shown})")

    def not_after_end(self, dossier: SubjectRow | None, at: Instant) -> None:
        """Refuse what would have happened after a CMT rose; what is entered late may still lie before that.

        Raises:
            CommandRefused: the CMT was closed at that moment.
        """
        if dossier and dossier.type == "cmt" and dossier.status == "closed" and at > dossier.end_at:
            end = clock_text(read_stored(dossier.end_at), self.now, zone=self.zone)
            raise CommandRefused(f"{dossier.number} is gesloten ({end})")

    def dossier(self, number: str | None) -> str:
        """The subject of the dossier that a number names; the general log when there is none."""
        return self.find(number).dossier if number else ""


MOST_PEOPLE = 10_000_000
"""More people than this at one place is a slip of the keys."""


def people(count: int, what: str) -> int:
    """A number of people, as it was given.

    Raises:
        CommandRefused: it lies below nought or above `MOST_PEOPLE`.
    """
    if count < 0:
        raise CommandRefused(f"{what} kan niet onder nul zijn")
    if count > MOST_PEOPLE:
        raise CommandRefused(f"{what} kan niet boven 10.000.000 zijn")
    return count


def wanted(text: str, what: str) -> str:
    """A short text that must not be empty, cleaned and without space around it.

    Raises:
        CommandRefused: nothing is left of it.
    """
    cleaned = clean(text.strip()).strip()
    if not cleaned:
        raise CommandRefused(f"{what} is leeg")
    return cleaned


def within_minute(moment: Instant, *known: Instant) -> Instant:
    """A typed minute is the whole minute: what is entered after a step of that minute did not happen before it."""
    if moment[17:] != "00.000000+00:00":
        return moment
    return max([moment, *(at for at in known if at[:16] == moment[:16])])


def ordered_times(begin: datetime, end: datetime) -> tuple[Instant, Instant]:
    """Begin and end as they are stored.

    Raises:
        CommandRefused: the end lies before the begin, or one of them where no record may lie.
    """
    if end < begin:
        raise CommandRefused("het einde ligt voor het begin")
    begin_at, end_at = stored(begin), stored(end)
    if any(int(moment[:4]) not in YEARS for moment in (begin_at, end_at)):
        raise CommandRefused(f"begin of einde ligt niet tussen {YEARS[0]} en {YEARS[-1]} (UTC)")
    return begin_at, end_at


def dossier_row_of(seat: Seat, subject: str) -> SubjectRow:
    """The row of a dossier that was just written."""
    row = seat.reading.subject(subject)
    assert row is not None, "a dossier that was just written has a row"
    return row
