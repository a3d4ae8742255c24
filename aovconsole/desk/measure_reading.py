"""What can be read about powers and measures at the desk, and a measure as a step finds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from aovconsole.desk.measure_values import missing_in, readable
from aovconsole.desk.seat import Seat
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.measure import Duty, Measure, fold
from aovconsole.domain.measure_steps import PAYLOADS
from aovconsole.domain.measure_terms import minute_of, moment_text, not_before
from aovconsole.domain.text import clean
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.view import SubjectRow, ordered
from aovconsole.errors import BeforeBegin, CommandRefused, NumberUnknown
from aovconsole.journal.reading import Reading, nearest
from aovconsole.reference.files import load_powers
from aovconsole.reference.powers import Power


@dataclass(frozen=True, slots=True)
class Held:
    """A measure as it stands when a step is taken; `values` are those that can be read."""

    view: Measure
    values: dict[str, str]
    dossier: SubjectRow | None

    @property
    def end(self) -> datetime | None:
        """The end in force; None when it has none."""
        return read_stored(self.view.end_at) if self.view.end_at else None

    def running(self) -> Measure:
        """The measure, which was taken and not withdrawn.

        Raises:
            CommandRefused: it does not run.
        """
        if self.view.status == "prepared":
            raise CommandRefused(f"{self.view.number} is nog niet besloten")
        if self.view.status == "not_taken":
            raise CommandRefused(f"{self.view.number} is niet genomen")
        if self.view.status == "withdrawn":
            raise CommandRefused(f"{self.view.number} is al ingetrokken")
        return self.view

    @property
    def last_step(self) -> tuple[datetime, str]:
        """When it was decided or last extended, and which of the two: what comes later lies after it."""
        if self.view.extensions:
            return read_stored(self.view.extensions[-1].at), "de verlenging"
        return read_stored(self.view.decided_at), "het besluit"

    def after_last_step(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment of a step that comes after the decision and the extensions.

        Raises:
            CommandRefused: it does not.
        """
        since, what = self.last_step
        shown, before = moment_text(moment, zone), moment_text(since, zone)
        return not_before(moment, since, f"{self.view.number}: {shown} ligt voor {what} ({before})")

    def after_begin(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The moment of a decision; what was planned (an evenement, a CMT day) is decided upon before it begins.

        Raises:
            BeforeBegin: it lies before the incident.
        """
        row = self.dossier
        if row is None or row.type != "incident" or minute_of(moment) >= minute_of(read_stored(row.begin_at)):
            return moment
        shown, begin = moment_text(moment, zone), moment_text(read_stored(row.begin_at), zone)
        raise BeforeBegin(f"{shown} ligt voor het begin van {row.number} ({begin}); verzet eerst het begin")

    def check_begin(self, begin: datetime, decided: datetime, oral: bool, zone: ZoneInfo) -> None:
        """Check the begin of the measure, which does not lie before the decision.

        What was ordered orally may have begun before it was logged, but not before its dossier.

        Raises:
            CommandRefused: it lies before it.
        """
        earliest, what = decided, "het besluit"
        if oral and self.dossier is not None and (opened := read_stored(self.dossier.begin_at)) < decided:
            earliest, what = opened, f"het begin van {self.dossier.number}"
        shown, before = moment_text(begin, zone), moment_text(earliest, zone)
        not_before(begin, earliest, f"{self.view.number}: het begin ({shown}) ligt voor {what} ({before})")

    def open_duty(self, key: str) -> Duty:
        """What is owed by a key and not ticked yet.

        Raises:
            CommandRefused: nothing is, or it is ticked already.
        """
        asked = clean(key.strip())
        duty = next((duty for duty in self.view.duties if duty.key == asked), None)
        if duty is None:
            known = ", ".join(duty.key for duty in self.view.duties if not duty.outcome) or "niets"
            raise CommandRefused(f"{self.view.number} heeft geen plicht {asked}; open staat: {known}")
        if duty.outcome:
            raise CommandRefused(f"{duty.label}: is al afgevinkt; maak dat eerst ongedaan")
        return duty


def held(reading: Reading, measure: str) -> Held:
    """The measure with this subject, as it stands.

    Raises:
        CommandRefused: there is none.
    """
    view = fold(pairs_of(ordered(reading.records(subject=measure)), *PAYLOADS))
    if view is None:
        raise CommandRefused("die maatregel bestaat niet")
    return Held(view, readable(dict(view.values)), reading.subject(view.dossier))


class MeasureReading:
    """What can be asked without changing anything."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def powers(self) -> tuple[Power, ...]:
        """Every power, with its conditions and duties."""
        return load_powers(self._seat.journal.home).powers

    def power(self, key: str) -> Power:
        """One power by its key.

        Raises:
            CommandRefused: there is none; the keys are named.
        """
        asked = clean(key.strip())
        powers = {power.key: power for power in self.powers()}
        if asked not in powers:
            raise CommandRefused(f"bevoegdheid {asked} bestaat niet; kies uit: {', '.join(powers)}")
        return powers[asked]

    def find(self, dossier: str, number: str) -> SubjectRow:
        """The measure with a number (or a subject) in a dossier.

        Raises:
            NumberUnknown: the dossier has no such measure; the nearest numbers are offered.
            CommandRefused: two stations gave the number.
        """
        reading, asked = self._seat.reading, clean(number.strip())
        rows = reading.in_dossier(self._seat.find(dossier).subject, "measure")
        named = [row for row in rows if asked.upper() == row.number.upper() or asked == row.subject]
        if not named:
            raise NumberUnknown(asked, nearest(asked, [row.number for row in rows]))
        if len(named) > 1:
            ids = " of ".join(row.subject for row in named)
            raise CommandRefused(f"{asked} is bij twee stations uitgegeven; noem de maatregel met zijn id: {ids}")
        return named[0]

    def missing(self, measure: str) -> tuple[str, ...]:
        """The labels of the required conditions that have no value yet (a condition that wants yes: no yes)."""
        found = held(self._seat.reading, measure)
        power = self._known_power(found.view.power)
        return tuple(row.label for row in missing_in(power, found.values, found.end)) if power else ()

    def owed(self, dossier: str | None = None) -> tuple[SubjectRow, ...]:
        """The measures of a dossier (of all when it is None) that are prepared, still run, or owe something."""
        subject = self._seat.find(dossier).subject if dossier is not None else ""
        return self._seat.reading.running_measures(stored(self._seat.now), subject)

    def _known_power(self, key: str) -> Power | None:
        """A power that may have left `data/` since: showing, ticking and withdrawing its measures stay possible."""
        return next((power for power in self.powers() if power.key == key), None)

    def _row(self, measure: str) -> SubjectRow:
        row = self._seat.reading.subject(measure)
        assert row is not None, "a measure that was just written has a row"
        return row
