"""Situation reports at the desk: drafted from the journal, sent by a person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.record import Draft, Instant, Record
from aovconsole.domain.sitrep import LENGTHS, SCOPES, SMS_LENGTH, SitrepSent, SitrepWithdrawn
from aovconsole.domain.text import MARKS, clean, marked
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import LogRow
from aovconsole.journal.store import Writing

if TYPE_CHECKING:
    from aovconsole.exports.sitrep import SitrepSource


class Drafted(NamedTuple):
    """A drafted text and what it tells: `since` is empty where it tells everything."""

    text: str
    length: str
    scope: str
    since: Instant
    drafted_at: Instant


class SitrepDesk:
    """What can be asked about situation reports."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def draft(self, dossier: str, length: str = "mail", scope: str = "whole") -> str:
        """The text of a report about an incident, made from the journal.

        Raises:
            CommandRefused: no such length or scope, or the dossier is no incident.
        """
        return self.drafted(dossier, length, scope).text

    def drafted(self, dossier: str, length: str = "mail", scope: str = "whole") -> Drafted:
        """The same with the moments that sending it keeps; before the first report there is no other scope than whole.

        Raises:
            CommandRefused: no such length or scope, or the dossier is no incident.
        """
        from aovconsole.exports.sitrep import draft  # only who makes a report pays for it

        _known(length, scope)
        incident = self._seat.find(dossier, "incident")
        lines = self._seat.reading.lines(dossier=incident.subject)
        told = self._now(incident.subject, length, scope, lines)
        last = self.last(incident.subject) if told.since else None
        sent = self._seat.reading.record(last.subject) if last else None
        return told._replace(text=draft(self._source(incident, told, sent, lines), length, _arrival(told.since, sent)))

    def mark_in(self, text: str) -> str:
        """The mark that stands in a text, as `!privé`, so that it may not go out; empty when there is none."""
        return marked(text, self._marks())

    def send(
        self,
        dossier: str,
        text: str,
        *,
        to: str,
        via: str = "",
        length: str = "mail",
        scope: str = "whole",
        at: datetime | None = None,
        draft_id: str = "",
        drafted: Drafted | None = None,
    ) -> SubjectRow:
        """Keep that a text went to a function; without what `drafted` says it was drafted now, since the last report.

        Raises:
            CommandRefused: nothing to send, a mark in it, nobody to send it to, too long for a text message, an
                exercise that does not say so, or a moment in the future or before the incident.
        """
        _known(length, scope)
        said = clean(text, lines=True).strip()
        incident = self._seat.find(dossier, "incident")
        self._check(said, length)
        addressed, through = wanted(to, "aan wie"), clean(via.strip())
        moment = self._seat.happened(at)
        if moment and moment < incident.begin_at:
            raise CommandRefused(f"{incident.number} was toen nog niet begonnen")
        told = drafted or self._now(incident.subject, length, scope, self._seat.reading.lines(dossier=incident.subject))

        def build(writing: Writing) -> list[Draft]:
            if draft_id and writing.record(draft_id):
                return [Draft(SitrepSent("", "", ""), id=draft_id)]
            number = writing.next_in_dossier("S", incident.subject)
            sent = SitrepSent(
                number, said, addressed, through, length, told.scope, told.since, told.drafted_at,
            )  # fmt: skip
            return [Draft(sent, dossier=incident.subject, occurred_at=moment, id=draft_id)]

        return self._row(self._seat.write(build)[0].subject)

    def withdraw(self, dossier: str, number: str, reason: str) -> SubjectRow:
        """Say that a report does not hold; the next one tells again what it told.

        Raises:
            CommandRefused: there is no such report, it was withdrawn already, or no reason is given.
        """
        report, why = self.find(dossier, number), wanted(reason, "de reden")

        def build(writing: Writing) -> list[Draft]:
            row = writing.subject(report.subject)
            if row is None or row.status == "withdrawn":
                raise CommandRefused(f"{report.number} is al ingetrokken")
            return [Draft(SitrepWithdrawn(why), subject=report.subject, dossier=report.dossier)]

        self._seat.write(build)
        return self._row(report.subject)

    def sent(self, dossier: str) -> tuple[SubjectRow, ...]:
        """The reports about an incident in the order in which they went, also those that were withdrawn."""
        rows = self._seat.reading.in_dossier(self._seat.dossier(dossier), "sitrep")
        return tuple(sorted(rows, key=lambda row: row.begin_at))

    def last(self, dossier: str) -> SubjectRow | None:
        """The report that was drafted last and still stands."""
        standing = [row for row in self.sent(dossier) if row.status != "withdrawn"]
        return max(standing, key=lambda row: (json.loads(row.body)["drafted_at"], row.begin_at), default=None)

    def find(self, dossier: str, number: str) -> SubjectRow:
        """The report that carries a number within an incident.

        Raises:
            CommandRefused: there is none.
        """
        asked = clean(number).strip().upper()
        rows = [row for row in self.sent(dossier) if row.number.upper() == asked]
        if not rows:
            raise CommandRefused(f"er is geen sitrap {asked} in {self._seat.find(dossier).number}")
        return rows[0]

    def _now(self, incident: str, length: str, scope: str, lines: Sequence[LogRow]) -> Drafted:
        """What a report that is drafted now would keep, without its text."""
        last = self.last(incident) if scope == "since" else None
        since = str(json.loads(last.body)["drafted_at"]) if last else ""
        drafted_at = max(
            [stored(self._seat.now), *(row.received_at for row in lines)]
        )  # a clock that was set back makes no old line new
        return Drafted("", length, "since" if last else "whole", since, drafted_at)

    def _check(self, said: str, length: str) -> None:
        if not said:
            raise CommandRefused("de tekst is leeg")
        if mark := self.mark_in(said):
            raise CommandRefused(f"de tekst bevat een merk ({mark}); haal het weg")
        count = len(normalize("NFC", said))
        if length == "sms" and count > SMS_LENGTH:
            raise CommandRefused(f"de sms is {count} tekens lang; er passen er {SMS_LENGTH}")
        if self._seat.journal.realm == "exercise" and "OEFENING" not in said.upper():
            raise CommandRefused("dit is een oefening: zet OEFENING in de tekst")

    def _source(
        self, incident: SubjectRow, told: Drafted, sent: Record | None, lines: Sequence[LogRow]
    ) -> SitrepSource:
        from aovconsole.exports.sitrep import SitrepSource
        from aovconsole.reference.files import load_sitrep, sound

        reading, subject = self._seat.reading, incident.subject
        return SitrepSource(
            incident=json.loads(incident.body),
            now=self._seat.now,
            sections=sound(load_sitrep, self._seat.journal.home).sections,
            lines=lines,
            actions=reading.in_dossier(subject, "action"),
            decisions=reading.in_dossier(subject, "decision"),
            measures=reading.in_dossier(subject, "measure"),
            functions=self._functions(),
            marks=self._marks(),
            municipality=self._municipality(),
            realm=self._seat.journal.realm,
            zone=self._seat.zone,
            arrivals=self._arrivals(subject, told.since, sent) if sent else {},
        )

    def _arrivals(self, dossier: str, since: Instant, sent: Record) -> dict[str, tuple[str, str]]:
        """When the first and the last record of each subject came in here, and each record of the incident itself.

        What stands behind the last report in the order of arrival came in after it, whatever the clock said then.
        """
        found: dict[str, tuple[str, str]] = {}
        for record in self._seat.reading.records(dossier=dossier):
            after = record.pos > sent.pos
            arrival = _arrival(max(record.received_at, since) if after else record.received_at, record)
            for name in {record.subject, record.id}:
                first, last = found.get(name, (arrival, arrival))
                found[name] = (min(first, arrival), max(last, arrival))
        return found

    def _marks(self) -> tuple[str, ...]:
        """The words that keep a text here; a file of one's own adds some and takes none away."""
        from aovconsole.reference.files import load_sitrep, sound

        own = sound(load_sitrep, self._seat.journal.home).marks
        return tuple(dict.fromkeys((*MARKS, *load_sitrep().marks, *own)))

    def _functions(self) -> frozenset[str]:
        """The names of services, functions and teams that a report may tell; any other name may be a person's."""
        from aovconsole.domain.response import EITHER
        from aovconsole.reference.files import load_grip, load_powers, sound

        home, known = self._seat.journal.home, self._seat.known().sources
        grip, powers = sound(load_grip, home), sound(load_powers, home).powers
        told = [function for level in grip.levels for either in level.inform for function in either.split(EITHER)]
        told += [name for structure in grip.structures for name in (structure.name, structure.leader)]
        told += [team for level in grip.levels for team in level.teams]
        told += [function for power in powers for function in (*power.deciders, *power.extenders)]
        told += [duty.to for power in powers for duty in power.duties if duty.to]
        return frozenset((*known, *known.values(), *told))

    def _municipality(self) -> str:
        from aovconsole.reference.files import load_municipality

        try:
            return load_municipality(self._seat.journal.home).name
        except CommandRefused:  # likewise; better no name than that of another municipality
            return ""

    def _row(self, subject: str) -> SubjectRow:
        row = self._seat.reading.subject(subject)
        assert row is not None, "a report that was just written has a row"
        return row


def _arrival(moment: Instant, record: Record | None) -> str:
    """A moment with a record's place in the order of arrival behind it, which parts what came in at one moment."""
    return f"{moment} {record.pos:012}" if record else ""


def _known(length: str, scope: str) -> None:
    if length not in LENGTHS:
        raise CommandRefused(f"lengte {clean(length)} bestaat niet: kies sms, mail of page")
    if scope not in SCOPES:
        raise CommandRefused(f"omvang {clean(scope)} bestaat niet: kies whole of since")
