"""The conduct register at the desk: noting conduct, giving it a consequence, listing what has none."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from aovconsole.desk.seat import Seat, wanted
from aovconsole.domain.conduct import (
    FIELDS,
    WITHOUT_CONSEQUENCE,
    ConductFieldSet,
    ConductNoted,
    ConductPayload,
    ConductWithdrawn,
    ConsequenceDone,
    ConsequenceSet,
    ConsequenceWithdrawn,
    is_group_size,
)
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.times import day_from, stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, NumberUnknown
from aovconsole.journal.reading import Reading, nearest
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_football, sound
from aovconsole.reference.football import Choice, Football, chosen

_UNFINISHED = (WITHOUT_CONSEQUENCE, "agreed")
_ORDER = {WITHOUT_CONSEQUENCE: 0, "agreed": 1, "done": 2, "withdrawn": 3}


class ConductDesk:
    """What can be asked about unwanted conduct; there is no field for a person anywhere."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @property
    def football(self) -> Football:
        """What the register chooses from."""
        return sound(load_football, self._seat.journal.home)

    def note(
        self,
        match: str,
        text: str,
        *,
        nature: str,
        place: str = "",
        group_size: str = "",
        case_number: str = "",
        case_of: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Note conduct at a match; its row, with its number within the dossier.

        Raises:
            CommandRefused: the text is empty, no such nature, the size is no number, the time lies in the future.
        """
        dossier = self._seat.find(match, "match")
        what, kind = wanted(text, "het gedrag"), self._nature(nature)
        size, moment = _size(group_size), self._seat.happened(at)
        where = clean(place.strip()) or dossier.place
        case, whose = clean(case_number.strip()), clean(case_of.strip())

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_in_dossier("G", dossier.subject)
            noted = ConductNoted(number, what, kind.key, kind.label, where, int(size) if size else None, case, whose)
            return [Draft(noted, dossier=dossier.subject, occurred_at=moment, id=draft_id)]

        return self._written(build)

    def find(self, match: str, number: str) -> SubjectRow:
        """The row of the conduct with this number at a match.

        Raises:
            NumberUnknown: no conduct there carries it.
            CommandRefused: two stations with the same letters gave it out.
        """
        dossier, asked = self._seat.find(match, "match"), clean(number).strip()
        conducts = self._seat.reading.in_dossier(dossier.subject, "conduct")
        rows = [row for row in conducts if asked.upper() == row.number or asked == row.subject]
        if not rows:
            raise NumberUnknown(asked, nearest(asked, [row.number for row in conducts]))
        if len(rows) > 1:
            ids = " of ".join(row.subject for row in rows)
            raise CommandRefused(f"{asked} is bij twee stations uitgegeven; noem het gedrag met zijn id: {ids}")
        return rows[0]

    def set_field(self, conduct: str, field: str, value: str) -> SubjectRow:
        """Correct one field of conduct (by its subject).

        Raises:
            CommandRefused: no such field, the value cannot stand there, or there is no such conduct.
        """
        if field not in FIELDS:
            raise CommandRefused(f"gedrag heeft geen veld {clean(field)}")
        text, label = clean(value.strip()), ""
        if field == "text":
            text = wanted(value, "het gedrag")
        elif field == "nature":
            kind = self._nature(value)
            text, label = kind.key, kind.label
        elif field == "group_size":
            text = _size(value)

        def change(row: SubjectRow) -> ConductPayload:
            standing = dict(json.loads(row.body)["standing"]).get(field, ())
            return ConductFieldSet(field, text, label, tuple(standing))

        return self._changed(conduct, change)

    def consequence(
        self, conduct: str, *, by: str, what: str, due: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Give conduct (by its subject) a consequence: which function acts, what, before when.

        A kind of `data/football.toml` (its key or label) also says who usually acts.

        Raises:
            CommandRefused: nobody or nothing named, or there is no such conduct.
        """
        kind = chosen(self.football.consequences, wanted(what, "het gevolg"))
        does = kind.label if kind else wanted(what, "het gevolg")
        who = wanted(by or (kind.by if kind else ""), "wie handelt (functie)")
        due_at = stored(due) if due else ""
        return self._changed(conduct, lambda _: ConsequenceSet(who, does, due_at), draft_id=draft_id)

    def term(self, text: str) -> datetime:
        """The term that a person typed; a bare date is the end of that day.

        Raises:
            CommandRefused: it cannot be read.
        """
        zone = self._seat.zone
        try:
            return datetime.combine(day_from(text), time(23, 59), zone)
        except CommandRefused:
            return coming_from(text, self._seat.now, zone)

    def done(
        self,
        conduct: str,
        consequence: str = "",
        *,
        note: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Say that a consequence was carried out; without one named, the only one that waits.

        Raises:
            CommandRefused: there is none that waits, or more than one, or the time lies in the future.
        """
        moment = self._seat.happened(at)
        said = clean(note.strip())
        return self._changed(
            conduct, lambda row: ConsequenceDone(_waiting(row, consequence)["record_id"], said), moment, draft_id
        )

    def drop(self, conduct: str, consequence: str = "", *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let a consequence fall away for a reason; without another the conduct stands in the list again.

        Raises:
            CommandRefused: no reason, or there is no such consequence that waits.
        """
        why = wanted(reason, "de reden")
        return self._changed(
            conduct, lambda row: ConsequenceWithdrawn(_waiting(row, consequence)["record_id"], why), draft_id=draft_id
        )

    def withdraw(self, conduct: str, reason: str, *, draft_id: str = "") -> SubjectRow:
        """Withdraw conduct that was noted by mistake; it stays readable, struck through.

        Raises:
            CommandRefused: no reason, it was withdrawn already, or there is no such conduct.
        """
        why = wanted(reason, "de reden")
        return self._changed(conduct, lambda _: ConductWithdrawn(why), draft_id=draft_id)

    def listed(self, *, only_open: bool = False, reading: Reading | None = None) -> tuple[SubjectRow, ...]:
        """The register over all matches: without consequence first, then what was agreed and not done, then the rest.

        `only_open` leaves out what is over. Within each the oldest comes first.
        """
        rows = (reading or self._seat.reading).of_type("conduct")
        kept = [row for row in rows if row.status in _UNFINISHED] if only_open else rows
        return tuple(sorted(kept, key=_order))

    def _nature(self, nature: str) -> Choice:
        kinds = self.football.conducts
        found = chosen(kinds, nature)
        if found is None:
            keys = ", ".join(one.key for one in kinds)
            raise CommandRefused(f"soort '{clean(nature.strip())}' bestaat niet: kies {keys}")
        return found

    def _changed(
        self,
        conduct: str,
        change: Callable[[SubjectRow], ConductPayload],
        moment: str | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        def build(writing: Writing) -> list[Draft]:
            row = writing.subject(conduct)
            if row is None or row.type != "conduct":
                raise CommandRefused("dat gedrag staat niet in het register")
            if draft_id and writing.record(draft_id):  # this form was filed before its draft was forgotten
                return [Draft(ConductFieldSet("", ""), subject=conduct, dossier=row.dossier, id=draft_id)]
            if row.status == "withdrawn":
                raise CommandRefused(f"{row.number} is ingetrokken")
            return [Draft(change(row), subject=conduct, dossier=row.dossier, occurred_at=moment, id=draft_id)]

        return self._written(build)

    def _written(self, build: Callable[[Writing], list[Draft]]) -> SubjectRow:
        row = self._seat.reading.subject(self._seat.write(build)[0].subject)
        assert row is not None, "conduct that was just written has a row"
        return row


def _order(row: SubjectRow) -> tuple[int, str, str, int, str, str]:
    return (_ORDER[row.status], row.begin_at, row.dossier, len(row.number), row.number, row.subject)


def _size(text: str) -> str:
    size = text.strip()
    if size.startswith("-") and is_group_size(size[1:]):
        raise CommandRefused("de groepsgrootte kan niet onder nul zijn")
    if not is_group_size(size):
        raise CommandRefused(f"groepsgrootte '{clean(size[:20])}' is geen heel getal")
    return size


def _waiting(row: SubjectRow, consequence: str) -> dict[str, Any]:
    """The consequence that is meant among those that wait."""
    waiting = [one for one in json.loads(row.body)["consequences"] if not one["done_at"]]
    found = [one for one in waiting if not consequence or one["record_id"] == consequence]
    if not found:
        raise CommandRefused(f"{row.number} heeft geen gevolg dat nog wacht")
    if len(found) > 1:
        said = "; ".join(f"{one['record_id']} ({one['by']}: {one['what']})" for one in found)
        raise CommandRefused(f"{row.number} heeft meer dan één gevolg dat wacht; noem er een: {said}")
    return dict(found[0])
