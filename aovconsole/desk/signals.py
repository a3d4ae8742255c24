"""Signals at the desk: a record once a person or a rule takes one; kept up with its source; what the screen showed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from aovconsole.desk.feeds import FeedDesk
from aovconsole.desk.incidents import IncidentDesk
from aovconsole.desk.log import LogDesk
from aovconsole.desk.seat import Seat, dossier_row_of
from aovconsole.domain.entry import Entry
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.signal import (
    SignalChanged,
    SignalEnded,
    SignalShown,
    SignalTaken,
    SignalUsed,
    shown_subject,
    signal_subject,
)
from aovconsole.domain.signal_state import SignalNow, SignalRule, severity, shown_lines, signal_board
from aovconsole.domain.text import clean
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.reference.files import load_signals, sound

PASSED = "de geldigheid is voorbij"
BACK = "terug op een niveau zonder waarschuwing"


class Shown(NamedTuple):
    """What a station showed of signals from a moment on."""

    at: Instant
    station: str
    lines: tuple[str, ...]


class SignalDesk:
    """What can be asked about signals."""

    def __init__(self, seat: Seat, feeds: FeedDesk) -> None:
        self._seat = seat
        self._feeds = feeds

    def one(self, feed: str, key: str) -> SignalNow:
        """A signal as it was last read.

        Raises:
            CommandRefused: the source does not say this now.
        """
        found = next((one for one in self._feeds.heard()[1] if (one.feed.id, one.key) == (feed, key)), None)
        if found is None:
            raise CommandRefused(f"dit signaal is er niet meer: {clean(feed)} {clean(key)}")
        return found

    def open_incident(self, feed: str, key: str) -> SubjectRow:
        """Open an incident from a signal; its first line says source, time and what was said. All or nothing.

        Raises:
            CommandRefused: the source does not say this now.
        """
        signal = self.one(feed, key)
        with self._seat.journal.batch():
            opened = IncidentDesk(self._seat).open(
                signal.headline, place=signal.place, reporter=signal.feed.label, reported_via="signaal"
            )
            self._use(signal, opened)
        return dossier_row_of(self._seat, opened.subject)

    def log(self, feed: str, key: str, *, dossier: str | None = None) -> Record:
        """File a signal as a line in a dossier (by number or subject; None is the general log).

        Raises:
            CommandRefused: the source does not say this now, or there is no such dossier.
        """
        signal = self.one(feed, key)
        row = self._seat.find(dossier) if dossier else None
        with self._seat.journal.batch():
            return self._use(signal, row)

    def settle(self) -> int:
        """Keep the records up with what was heard: take by the rules, change, end, and note what is shown.

        It may be asked at any time and by any console: what is recorded already is not recorded again. The number of
        records that it wrote.
        """
        feeds, heard = self._feeds.heard()
        reading = self._seat.reading
        if not (feeds or reading.of_type("signal", status="active") or reading.newest("shown", 1)):
            return 0
        gone, rules = self._feeds.gone(), sound(load_signals, self._seat.journal.home).taking

        def build(reading: Reading, at: Instant) -> list[Draft]:
            now = read_stored(at)
            drafts = [draft for one in heard for draft in self._kept_up(reading, one, rules, now)]
            drafts += _ended(reading, at, gone, {(one.feed.id, one.key) for one in heard})
            lines = shown_lines(signal_board(now, feeds, heard), self._seat.zone, now)
            return [*drafts, *self._shown(reading, lines)]

        known = self._seat.journal.fingerprint
        if known and not build(reading, stored(self._seat.now)):  # looked at without the lock of who writes
            return 0
        return len(self._seat.write(lambda writing: build(writing, writing.now)))

    def shown(self, dossier: str) -> tuple[Shown, ...]:
        """What the stations showed of signals while a dossier was open, in the order of happening."""
        row = self._seat.find(dossier)
        pairs = pairs_of(self._seat.reading.records(dossier=row.subject), SignalShown)
        return tuple(
            Shown(record.occurred_at, record.station, payload.lines)
            for record, payload in sorted(pairs, key=lambda pair: pair[0].history_order)
        )

    @property
    def _by(self) -> str:
        operator = self._seat.operator
        return f"door {operator.function or operator.name}"

    def _use(self, signal: SignalNow, dossier: SubjectRow | None) -> Record:
        text = self._line(signal)
        entry = Entry(text=text, body=text, kind="message", source=signal.feed.label, place=signal.place)
        line = LogDesk(self._seat).file((entry,), dossier=dossier.subject if dossier else "")[0]
        used = SignalUsed(line.id, dossier.subject if dossier else "", dossier.number if dossier else "")
        subject = signal_subject(signal.feed.id, signal.key)
        self._seat.write(
            lambda writing: [*self._taken(writing, signal, self._by), Draft(used, subject=subject)],
        )
        return line

    def _line(self, one: SignalNow) -> str:
        """A signal as a log line: what, source, time, and every doubt in words; what may be personal is marked."""
        now, zone = self._seat.now, self._seat.zone
        told = ". ".join(part for part in (one.said, *one.detail[:3]) if part)
        when = f"{'gemeten' if one.measured_at else 'gelezen'} {clock_text(one.moment, now, zone=zone)}"
        doubts = ", ".join(one.doubts(now))
        mark = " !privé" if one.feed.private else ""
        text = (
            f"{one.headline}{f': {told}' if told else ''} ({one.feed.label}, {when}{f', {doubts}' if doubts else ''})"
        )
        return clean(text) + mark

    def _taken(self, reading: Reading, one: SignalNow, why: str) -> list[Draft]:
        subject = signal_subject(one.feed.id, one.key)
        row = reading.subject(subject)
        if row and row.status == "active":
            return []
        detail = () if one.feed.private else one.detail
        said = SignalTaken(
            one.feed.id, one.key, one.headline, one.feed.label, one.level, one.level_text, one.value, one.unit,
            one.place, _stored(one.begin_at), _stored(one.until_at), stored(one.moment), detail, one.feed.untested, why,
        )  # fmt: skip
        return [Draft(said, subject=subject)]

    def _kept_up(self, reading: Reading, one: SignalNow, rules: Iterable[SignalRule], now: datetime) -> list[Draft]:
        """What a signal that was heard asks to be recorded: the end, a change, or that a rule takes it."""
        subject = signal_subject(one.feed.id, one.key)
        row = reading.subject(subject)
        body: dict[str, Any] = json.loads(row.body) if row else {}
        newer = not body or stored(one.moment) > body["measured_at"]
        if row and row.status == "active":
            if one.over(now):
                return [Draft(SignalEnded(PASSED, stored(one.moment)), subject=subject)]
            if newer and severity(one.level) == 0 < severity(body["level"]):
                return [Draft(SignalEnded(BACK, stored(one.moment)), subject=subject)]
            return [Draft(_changed(one), subject=subject)] if newer and _differs(one, body) else []
        rule = next((rule for rule in rules if rule.takes(one)), None)
        if rule is None or not newer or one.over(now) or one.stale(now):
            return []
        return self._taken(reading, one, rule.name)

    def _shown(self, reading: Reading, lines: tuple[str, ...]) -> Iterator[Draft]:
        """What is shown now, for each dossier that is open and knows otherwise."""
        station = self._seat.journal.key.fingerprint
        for row in (*reading.of_type("incident", status="open"), *reading.of_type("cmt", status="open")):
            subject = shown_subject(row.subject, station)
            before = reading.subject(subject)
            if lines != (tuple(json.loads(before.body)["lines"]) if before else ()):
                yield Draft(SignalShown(lines), subject=subject, dossier=row.subject)


def _ended(
    reading: Reading, at: Instant, gone: dict[tuple[str, str], tuple[Instant, str]], heard: set[tuple[str, str]]
) -> Iterator[Draft]:
    """The end of what a source no longer names, or whose own end has passed while the source is silent."""
    for row in reading.of_type("signal", status="active"):
        body = json.loads(row.body)
        which = (body["source"], body["key"])
        read_at, reason = gone.get(which, ("", ""))
        if read_at > body["measured_at"]:
            yield Draft(SignalEnded(reason, read_at), subject=row.subject)
        elif which not in heard and body["until_at"] and body["until_at"] <= at:
            yield Draft(SignalEnded(PASSED, body["until_at"]), subject=row.subject)


def _changed(one: SignalNow) -> SignalChanged:
    return SignalChanged(
        one.headline, one.level, one.level_text, one.value, one.unit, one.place, _stored(one.begin_at),
        _stored(one.until_at), stored(one.moment), () if one.feed.private else one.detail,
    )  # fmt: skip


def _differs(one: SignalNow, body: dict[str, Any]) -> bool:
    """Whether a source says something else than the record; another time of measuring alone says nothing else."""
    said = (one.headline, one.level, one.level_text, one.value, one.unit, _stored(one.until_at))
    return said != tuple(body[name] for name in ("headline", "level", "level_text", "value", "unit", "until_at"))


def _stored(moment: datetime | None) -> Instant:
    return stored(moment) if moment else ""
