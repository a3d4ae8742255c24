"""The course of a demonstration: talks, counts, what it is linked to, its end; and the steps that were mistakes."""

from __future__ import annotations

from datetime import datetime

from aovconsole.desk.demonstration_deciding import DecidingDesk
from aovconsole.desk.demonstration_reading import scale_by_count
from aovconsole.desk.demonstration_steps import MIRRORED, TYPE, DemonstrationStanding, add_steps, withdrawals
from aovconsole.desk.seat import people, wanted
from aovconsole.domain.demonstration_steps import (
    METHODS,
    WITHDRAWABLE,
    Counted,
    DemonstrationCancelled,
    DemonstrationEnded,
    DemonstrationFieldSet,
    DemonstrationPayload,
    DemonstrationStepWithdrawn,
    Linked,
    TalkHeld,
)
from aovconsole.domain.kinds import pairs_of
from aovconsole.domain.record import Draft
from aovconsole.domain.text import clean
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused, NumberUnknown


class CourseDesk(DecidingDesk):
    """The part of the demonstrations' desk where is recorded how it went."""

    def talk(
        self,
        number: str,
        text: str,
        *,
        with_whom: str,
        by: str = "",
        agreed: str = "",
        at: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Log a talk: with which function, by whom, and what was agreed.

        Raises:
            CommandRefused: the text is empty, nobody is named, or the time lies in the future.
        """
        who = wanted(with_whom, "met wie")
        held = TalkHeld(wanted(text, "het gesprek"), who, clean(by.strip()), clean(agreed.strip()))
        return add_steps(self._seat, number, lambda _: [held], at, draft_id)

    def count(
        self, number: str, count: int, *, method: str, by: str, at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Log how many there were: counted or estimated, and by whom.

        Raises:
            CommandRefused: below nought, no such method, nobody named, or the time lies in the future.
        """
        people(count, "het aantal")
        if method not in METHODS:
            raise CommandRefused(f"{clean(method)} bestaat niet: kies counted (geteld) of estimated (geschat)")
        counted = Counted(count, method, wanted(by, "door wie"))

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            size = "" if standing.body["scale"] else scale_by_count(self._seat, count)
            return [counted, *([DemonstrationFieldSet("scale", size)] if size else [])]

        return add_steps(self._seat, number, steps, at, draft_id)

    def link(self, number: str, other: str, *, role: str = "counter", draft_id: str = "") -> SubjectRow:
        """Say what it counters (role `counter`) or what it is aimed at (`target`: a dossier or a place).

        Both demonstrations show it.

        Raises:
            CommandRefused: no such role or demonstration, with itself, or they are linked already.
        """
        named = wanted(other, "waaraan u koppelt")
        if role not in ("counter", "target"):
            raise CommandRefused(f"{clean(role)} bestaat niet: kies counter of target")

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            target = self._linkable(standing, named, role)
            if target is None:
                return [Linked(role, place=self._seat.known().places.get(name_key(named), named), label=named)]
            links = standing.body["links"]
            if any(link["other"] == target.subject and link["role"] in (role, MIRRORED[role]) for link in links):
                raise CommandRefused(f"{standing.row.number} en {target.number} zijn al gekoppeld")
            own: list[DemonstrationPayload | Draft] = [Linked(role, target.subject, "", _label(target))]
            if target.type == TYPE:
                mirror = Linked(MIRRORED[role], standing.row.subject, "", _label(standing.row))
                own.append(Draft(mirror, target.subject, target.subject))
            return own

        return add_steps(self._seat, number, steps, draft_id=draft_id)

    def _linkable(self, standing: DemonstrationStanding, named: str, role: str) -> SubjectRow | None:
        """The dossier that a link names; None for a place."""
        try:
            target = self._seat.find(named, TYPE if role == "counter" else "", reading=standing.writing)
        except NumberUnknown:
            if role == "counter" or named[:4].upper() in ("DEM-", "EVE-", "INC-", "CMT-"):
                raise
            return None
        if target.subject == standing.row.subject:
            what = "haar eigen tegendemonstratie" if role == "counter" else "op zichzelf gericht"
            raise CommandRefused(f"{target.number} kan niet {what} zijn")
        return target

    def end(self, number: str, *, note: str = "", at: datetime | None = None, draft_id: str = "") -> SubjectRow:
        """Log that it is over.

        Raises:
            CommandRefused: it is over or cancelled already, or that lies before its begin.
        """

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            _still(standing)
            if standing.at < standing.row.begin_at:
                raise CommandRefused(f"dat ligt voor het begin ({standing.shown(standing.row.begin_at)})")
            return [DemonstrationEnded(clean(note.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def cancel(
        self, number: str, *, reason: str = "", by: str = "", at: datetime | None = None, draft_id: str = ""
    ) -> SubjectRow:
        """Log that it does not take place, and who said so.

        Raises:
            CommandRefused: it is over or cancelled already.
        """

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            _still(standing)
            return [DemonstrationCancelled(clean(reason.strip()), clean(by.strip()))]

        return add_steps(self._seat, number, steps, at, draft_id)

    def withdraw(self, number: str, record_id: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Let a mistaken step fall away, a link at both sides; it stays readable, struck through.

        Raises:
            CommandRefused: no reason, or there is no such step that counts in this demonstration.
        """
        why = wanted(reason, "de reden")

        def steps(standing: DemonstrationStanding) -> list[DemonstrationPayload | Draft]:
            own = standing.writing.records(subject=standing.row.subject)
            gone = {payload.step for _, payload in pairs_of(own, DemonstrationStepWithdrawn)}
            if record_id not in {record.id for record, _ in pairs_of(own, *WITHDRAWABLE)} - gone:
                raise CommandRefused(f"{standing.row.number} heeft geen stap {clean(record_id)} die kan vervallen")
            return withdrawals(standing, record_id, why)

        return add_steps(self._seat, number, steps, draft_id=draft_id)


def _still(standing: DemonstrationStanding) -> None:
    if standing.row.status == "over":
        raise CommandRefused(f"{standing.row.number} is al afgelopen")
    if standing.row.status == "cancelled":
        raise CommandRefused(f"{standing.row.number} gaat al niet door")


def _label(row: SubjectRow) -> str:
    return f"{row.number} {row.title}"
