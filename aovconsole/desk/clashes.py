"""Clashes at the desk: found over all layers, seen and accepted by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from aovconsole.desk.calendars import HORIZON, CalendarDesk
from aovconsole.desk.clash_happenings import Gazetteer, happenings_of
from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.clash import ClashAccepted, ClashReopened, clash_subject
from aovconsole.domain.clash_rules import Clash, ClashRules, Happening
from aovconsole.domain.clashes import LOOK_AROUND, clashes_between, square_years
from aovconsole.domain.record import Draft
from aovconsole.domain.roster import STANDS
from aovconsole.domain.station import operator_label
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS, read_stored, stored
from aovconsole.domain.view import CalendarDay
from aovconsole.errors import CommandRefused
from aovconsole.reference.clashes import ClashSetting, ClashTable
from aovconsole.reference.files import load_clashes, sound

EVENEMENTEN = "evenementen"
"""The layer of the calendar that evenementen stand on."""


OVER_LONGER = frozenset({"square_norm", "no_roster"})
"""The kinds that need a whole year or month."""


class ClashDesk:
    """What can be asked about clashes; a clash is computed from what is there, only its acceptance is kept."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._shown: dict[str, Clash] = {}

    def between(self, first: date, last: date) -> tuple[Clash, ...]:
        """The clashes from one day to another, both included, in order of time and then of weight.

        Raises:
            CommandRefused: the last day lies before the first.
        """
        if last < first:
            raise CommandRefused("de einddatum ligt voor de begindatum")
        found = self._found(first, last, wide=True)
        self._shown |= {clash.key: clash for clash in found}
        return found

    def all(self) -> tuple[Clash, ...]:
        """Every clash of what stands on the calendar, up to the horizon of recurrences."""
        return self.between(self.first_day, self.last_day)

    @property
    def first_day(self) -> date:
        """The first day that anything can stand on."""
        return date(YEARS[0], 1, 1)

    @property
    def last_day(self) -> date:
        """The last day that is looked at when nobody names one: the horizon, or later where our own goes further."""
        zone = self._seat.zone
        begins = [day.begin_at for day in self._days(self.first_day, date(YEARS[-1], 12, 31)) if day.dossier]
        horizon = self._seat.now.astimezone(zone).date() + HORIZON
        return max((horizon, *(read_stored(begin).astimezone(zone).date() for begin in begins)))

    def near(self, days: int = 3) -> tuple[Clash, ...]:
        """The clashes of today and the days after it that are not over yet.

        Looks at what is near only: what counts over a month or a year (roster, norm of a square) is left to `between`,
        and so is a series that nobody imported again within its horizon.
        """
        now = self._seat.now
        today = now.astimezone(self._seat.zone).date()
        found = self._found(today, today + timedelta(days=days), wide=False)
        self._shown |= {clash.key: clash for clash in found}
        return tuple(clash for clash in found if clash.end >= now)

    def accept(self, key: str, reason: str, *, by: str = "") -> None:
        """Accept a clash as it is now, by name (of the operator when none is given) and with a reason.

        Raises:
            CommandRefused: there is no such clash (any more), it changed since it was shown, no reason is given.
        """
        why = wanted(reason, "de reden")
        shown = self._shown.get(key)
        clash = self._find(key, shown)
        if shown and shown.fingerprint != clash.fingerprint:
            self._shown[key] = clash
            raise CommandRefused(f"deze samenloop is intussen gewijzigd: {clash.sentence}")
        operator = self._seat.operator
        name = clean(by.strip()) or operator_label(operator.name, operator.function)
        subjects = tuple(item.subject for item in clash.items)
        payload = ClashAccepted(clash.key, clash.fingerprint, why, name, clash.sentence, subjects)
        self._seat.write(lambda _: [Draft(payload, subject=clash_subject(key))])

    def reopen(self, key: str, *, reason: str = "", by: str = "") -> None:
        """Take an acceptance back.

        Raises:
            CommandRefused: nobody accepted this clash.
        """
        subject = clash_subject(key)
        row = self._seat.reading.subject(subject)
        if row is None or row.status != "accepted":
            raise CommandRefused(f"samenloop {clean(key)[:60]} is door niemand aanvaard")
        operator = self._seat.operator
        name = clean(by.strip()) or operator_label(operator.name, operator.function)
        payload = ClashReopened(name, clean(reason.strip()))
        self._seat.write(lambda _: [Draft(payload, subject=subject)])

    def open_settings(self) -> tuple[ClashSetting, ...]:
        """The thresholds that nobody has set, so that nothing is held against them."""
        return self._table.open_settings()

    def label(self, kind: str) -> str:
        """How a kind of clash is called."""
        return self._table.label(kind)

    @property
    def _table(self) -> ClashTable:
        return sound(load_clashes, self._seat.journal.home)

    def _find(self, key: str, shown: Clash | None) -> Clash:
        """The clash with a key as it is now: on the days where it was shown, else wherever it is.

        Raises:
            CommandRefused: there is none.
        """
        zone = self._seat.zone
        if shown:
            first, last = (moment.astimezone(zone).date() for moment in (shown.begin, shown.end))
            if clash := _with_key(self._found(first, last, wide=True), key):
                return clash
        if clash := _with_key(self.all(), key):
            return clash
        raise CommandRefused(f"samenloop {clean(key)[:60]} bestaat niet (meer)")

    def _found(self, first: date, last: date, *, wide: bool) -> tuple[Clash, ...]:
        """The clashes of some days; `wide` looks beyond them where a kind of clash needs it."""
        table = self._table
        rules = table.rules(self._seat.zone)
        places = Gazetteer(self._seat.journal.home, table)
        read = _around(first, last, wide=wide)
        happenings = self._happenings(first, last, read, places, wide=wide)
        if wide:
            happenings += self._of_squares(happenings, read, places, rules)
        else:
            rules = replace(rules, kinds={key: kind for key, kind in rules.kinds.items() if key not in OVER_LONGER})
        found = clashes_between(happenings, self._duties(happenings, rules), rules, first, last)
        return tuple(self._with_acceptance(clash) for clash in found)

    def _happenings(
        self, first: date, last: date, read: tuple[date, date], places: Gazetteer, *, wide: bool
    ) -> list[Happening]:
        """What is near these days: of others what falls on them, of our own all that was read around them.

        Series are expanded beyond their horizon where somebody looks wide.
        """
        days = CalendarDesk(self._seat).days(*read) if wide else self._days(*read)
        low, high = (_padded(first, -timedelta(days=2)).isoformat(), _padded(last, timedelta(days=2)).isoformat())
        near = (day for day in days if day.dossier or (day.begin_at < high and day.end_at > low))
        return list(happenings_of(near, self._seat.reading.subject, places, self._seat.zone))

    def _of_squares(
        self, near: Sequence[Happening], read: tuple[date, date], places: Gazetteer, rules: ClashRules
    ) -> list[Happening]:
        """The other evenementen of the years in which a square with a norm is taken, where not all were read."""
        known, found = {one.subject for one in near}, dict[str, Happening]()
        for year in sorted(square_years(near, rules)):
            first, last = date(year, 1, 1), date(year, 12, 31)
            if year not in YEARS or (read[0] <= first and last <= read[1]):
                continue
            others = [day for day in self._days(first, last) if day.layer == EVENEMENTEN and day.dossier not in known]
            made = happenings_of(others, self._seat.reading.subject, places, self._seat.zone)
            found |= {one.subject: one for one in made if one.whole_place}
        return list(found.values())

    def _duties(self, happenings: Iterable[Happening], rules: ClashRules) -> list[tuple[datetime, datetime]]:
        """The stretches of duty; none are read where nothing needs one."""
        if not any(f"{one.type} {one.handling_class}" in rules.on_duty for one in happenings):
            return []
        rows = self._seat.reading.of_type("duty", status=STANDS)
        return [(read_stored(row.begin_at), read_stored(row.end_at)) for row in rows if row.begin_at and row.end_at]

    def _days(self, first: date, last: date) -> tuple[CalendarDay, ...]:
        zone = self._seat.zone
        begin = datetime.combine(first, time(), zone)
        return self._seat.reading.days(stored(begin), stored(datetime.combine(last + timedelta(days=1), time(), zone)))

    def _with_acceptance(self, clash: Clash) -> Clash:
        row = self._seat.reading.subject(clash_subject(clash.key))
        if row is None or row.status != "accepted":
            return clash
        body = json.loads(row.body)
        if body["fingerprint"] != clash.fingerprint:
            return replace(clash, accepted_before=f"{body['by']}: {body['reason']}")
        return replace(clash, accepted_by=body["by"], accepted_reason=body["reason"])


def _with_key(clashes: Iterable[Clash], key: str) -> Clash | None:
    return next((clash for clash in clashes if clash.key == key), None)


def _padded(day: date, by: timedelta) -> date:
    try:
        return min(max(day + by, date(2, 1, 1)), date(9998, 12, 31))
    except OverflowError:
        return day


def _around(first: date, last: date, *, wide: bool) -> tuple[date, date]:
    """The days that our own are read of: what may be built up or broken down in them, whole months where it is wide.

    A month without a roster is one remark, the same from whichever of its days it is seen.
    """
    if wide:
        first = first.replace(day=1)
        last = date(last.year + last.month // 12, last.month % 12 + 1, 1) - timedelta(days=1)
    return _padded(first, -LOOK_AROUND), _padded(last, LOOK_AROUND)
