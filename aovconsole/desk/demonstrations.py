"""Demonstrations at the desk: the register, from the notice to the end; never what a demonstration is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from aovconsole.desk.demonstration_course import CourseDesk
from aovconsole.desk.demonstration_reading import receipt_text, scale_by_count
from aovconsole.desk.demonstration_steps import TYPE, DemonstrationStanding, add_steps
from aovconsole.desk.demonstration_values import stored_values
from aovconsole.desk.seat import dossier_row_of, ordered_times, people, wanted
from aovconsole.domain.demonstration import contact_subject
from aovconsole.domain.demonstration_steps import (
    SCALES,
    YES,
    ContactSet,
    DemonstrationFieldSet,
    DemonstrationNoted,
    DemonstrationPayload,
    ReceiptGiven,
)
from aovconsole.domain.demonstration_words import CONTACT_GROUND
from aovconsole.domain.erasure import RecordsErased
from aovconsole.domain.kinds import decode
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow, ordered
from aovconsole.errors import CommandRefused
from aovconsole.journal.store import Writing


class DemonstrationDesk(CourseDesk):
    """What can be asked about demonstrations."""

    def add(
        self,
        *,
        place: str,
        at: datetime | None = None,
        until: datetime | None = None,
        expected_count: int | None = None,
        received: datetime | None = None,
        scale: str = "",
        received_via: str = "",
        moving: bool = False,
        route: str = "",
        end_place: str = "",
        contact: str = "",
        draft_id: str = "",
    ) -> SubjectRow:
        """Note a demonstration, with or without a notice received; without `at` it goes on now.

        Raises:
            CommandRefused: place is empty, the end lies before the begin, no such scale, received in the future.
        """
        where = wanted(place, "de plaats")
        begin = at or self._seat.now.replace(second=0, microsecond=0)
        begin_at, end_at = ordered_times(begin, until or begin)
        size = self._scale(scale, expected_count)
        moment = self._seat.happened(received)
        via, way, goal = (clean(text.strip()) for text in (received_via, route, end_place))

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_number("DEM", self._seat.year_of(moment))
            subject = draft_id or writing.new_id()
            noted = DemonstrationNoted(
                number, begin_at, end_at if until else "", where, moment or "", expected_count, scale=size,
                received_via=via, moving=moving or bool(way or goal), route=way, end_place=goal,
            )  # fmt: skip
            drafts = [Draft(noted, dossier=subject, id=subject, occurred_at=moment)]
            return drafts + ([_contact(subject, contact)] if contact.strip() else [])

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def _scale(self, scale: str, expected_count: int | None) -> str:
        """The scale that was said, or the one that the expected number gives by the settings."""
        if scale and scale not in SCALES:
            raise CommandRefused(f"schaal {clean(scale)} bestaat niet: kies small of large")
        if expected_count is not None:
            people(expected_count, "het verwachte aantal")
        return scale or scale_by_count(self._seat, expected_count)

    def set_field(self, number: str, field: str, value: str) -> SubjectRow:
        """Fill or change one field: place, begin, end, route, expected number … as it is typed.

        Raises:
            CommandRefused: there is no such field, the value cannot be read, or it does not go with the others.
        """
        return self.set_fields(number, {field: value})

    def set_fields(self, number: str, typed: Mapping[str, str], *, draft_id: str = "") -> SubjectRow:
        """Fill or change some fields together; an expected number gives the scale where nobody said it.

        Raises:
            CommandRefused: as `set_field`; then none is changed.
        """

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            body = standing.body
            values = stored_values(self._seat, body, typed)
            if values.get("expected_count") and not values.get("scale", body["scale"]):
                values["scale"] = scale_by_count(self._seat, int(values["expected_count"]))
            if (values.get("route") or values.get("end_place")) and not values.get("moving", body["moving"]):
                values["moving"] = YES
            replaced = dict(body["standing"])
            return [DemonstrationFieldSet(name, text, tuple(replaced.get(name, ()))) for name, text in values.items()]

        return add_steps(self._seat, number, steps, draft_id=draft_id)

    def set_contact(self, number: str, text: str, *, draft_id: str = "") -> SubjectRow:
        """Keep how the notifier is reached, apart from everything else.

        Raises:
            CommandRefused: the text is empty: a contact is erased, with a ground.
        """
        if not clean(text).strip():
            raise CommandRefused("een leeg contact wordt niet vastgelegd; wis het, met een grond")
        return add_steps(self._seat, number, lambda standing: [_contact(standing.row.subject, text, draft_id)])

    def erase_contact(self, number: str, *, ground: str = CONTACT_GROUND, draft_id: str = "") -> SubjectRow:
        """Erase how the notifier was reached, every version of it; that it was there, and who erased it, stays.

        Raises:
            CommandRefused: there is no contact, or no ground was given.
        """
        ground = clean(ground.strip())
        if not ground:
            raise CommandRefused("zeg op welke grond het contact wordt gewist")
        row = self._seat.find(number, TYPE)

        def build(writing: Writing) -> list[Draft]:
            found = writing.records(subject=contact_subject(row.subject))
            names = tuple(record.id for record in ordered(found) if record.payload)
            if not names:
                raise CommandRefused(f"van {row.number} is geen contact vastgelegd")
            return [Draft(RecordsErased(names, ground, "contact"), dossier=row.subject, id=draft_id)]

        self._seat.write(build)
        self._seat.journal.wipe()
        return row

    def contact(self, number: str) -> str:
        """How the notifier is reached.

        Raises:
            CommandRefused: nothing was recorded, or it was erased.
        """
        row = self._seat.find(number, TYPE)
        found = self._seat.reading.records(subject=contact_subject(row.subject))
        latest = max(found, key=lambda record: record.order, default=None)
        payload = decode(latest) if latest else None
        if not isinstance(payload, ContactSet) or not payload.text:
            raise CommandRefused(f"van {row.number} is geen contact vastgelegd")
        return payload.text

    def receipt(self, number: str, *, via: str = "", at: datetime | None = None, draft_id: str = "") -> SubjectRow:
        """Give the notifier a receipt: it gets a number, and its text is made of what is known now.

        Raises:
            CommandRefused: there was no notice, or the time lies in the future or before the notice.
        """

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            received = standing.body["received_at"]
            if not received:
                raise CommandRefused(f"{standing.row.number} is zonder kennisgeving; vul in wanneer die binnenkwam")
            if standing.at[:16] < received[:16]:  # a typed minute is the whole minute
                raise CommandRefused(f"dat ligt voor de kennisgeving ({standing.shown(received)})")
            given = standing.next_number("O")
            text = receipt_text(self._seat, standing.row, given, standing.at)
            return [ReceiptGiven(given, text, clean(via.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)


def _contact(subject: str, text: str, draft_id: str = "") -> Draft:
    """The contact of a demonstration in a subject of its own, so that it can be erased alone."""
    return Draft(ContactSet(clean(text.strip())), contact_subject(subject), subject, id=draft_id)
