"""CMT days at the desk."""

from __future__ import annotations

from datetime import datetime

from aovconsole.desk.cmt_reading import CmtReader
from aovconsole.desk.cmt_standing import CmtStanding
from aovconsole.desk.seat import dossier_row_of, wanted
from aovconsole.desk.standing import add_to
from aovconsole.desk.taking_over import take_over
from aovconsole.domain.cmt import CmtClosed, CmtOpened, CmtPlanLinked
from aovconsole.domain.meeting import MeetingClosed, open_in
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing


class CmtDesk(CmtReader):
    """What can be asked about CMT days."""

    def open(
        self, title: str, *, evenement: str | None = None, plan: str | None = None, at: datetime | None = None
    ) -> SubjectRow:
        """Let a CMT begin to sit, for an evenement and by a plan when their numbers are given.

        What the plan knows (capacities, thresholds, the moments of the meetings) is taken over at once.

        Raises:
            CommandRefused: there is no such evenement or plan, the plan was withdrawn, or the time lies ahead.
        """
        name = wanted(title, "de titel")
        for_evenement = self._seat.find(evenement, "evenement").subject if evenement else ""
        by_plan = self._usable(plan).subject if plan else ""
        moment = self._seat.happened(at)

        def build(writing: Writing) -> list[Draft]:
            number = writing.next_number("CMT", self._seat.year_of(moment))
            subject = writing.new_id()
            opened = CmtOpened(number, name, for_evenement, by_plan)
            return [Draft(opened, dossier=subject, id=subject, occurred_at=moment)]

        with self._seat.journal.batch():
            subject = self._seat.write(build)[0].subject
            if by_plan:
                take_over(self._seat, subject, moment)
        return dossier_row_of(self._seat, subject)

    def _usable(self, number: str) -> SubjectRow:
        row = self._seat.find(number, "plan")
        if row.status == "withdrawn":
            raise CommandRefused(f"{row.number} is ingetrokken")
        return row

    def link_plan(self, number: str, plan: str = "", *, none: bool = False) -> SubjectRow:
        """Let a CMT work by a plan (its number), or by `none`, and take over what it knows.

        Without either what its plan knows is taken over again: nothing twice, nothing over what was set by hand.

        Raises:
            CommandRefused: both are given, there is no such CMT or plan, the CMT is closed, the plan was withdrawn, or
                there is no plan to take over from.
        """
        if plan and none:
            raise CommandRefused("noem een plan, of geen, niet allebei")
        to = self._usable(plan) if plan else None

        def steps(standing: CmtStanding) -> list[Payload]:
            body, row = standing.body, standing.row
            if row.status == "closed":
                raise CommandRefused(f"{row.number} is gesloten")
            if not (plan or body["plan"]):
                raise CommandRefused(f"{row.number} heeft geen plan")
            if (to.subject if to else "") == body["plan"] or not (plan or none):
                return []
            replaces = tuple(dict(body.get("standing", ())).get("plan", ()))
            return [CmtPlanLinked(to.subject, to.number, replaces) if to else CmtPlanLinked(replaces=replaces)]

        with self._seat.journal.batch():
            row = add_to(CmtStanding, self._seat, number, steps)
            take_over(self._seat, row.subject)
        return row

    def close(self, number: str, *, reason: str = "", at: datetime | None = None) -> SubjectRow:
        """Let the CMT rise; the record names what is open then, and a meeting that runs ends with it.

        Raises:
            CommandRefused: it is closed already, the time lies before its begin or that of a meeting, or a meeting is
                open and no reason says why the CMT rises over it.
        """
        moment, why = self._seat.happened(at), clean(reason.strip())

        def build(writing: Writing) -> list[Draft]:
            cmt = self._seat.find(number, "cmt", reading=writing)
            if cmt.status == "closed":
                raise CommandRefused(f"{cmt.number} is al gesloten")
            if (moment or writing.now) < cmt.begin_at:
                raise CommandRefused(f"{cmt.number} kan niet zijn gesloten voordat het begon")
            meetings = open_in(writing.in_dossier(cmt.subject, "meeting"))
            if meetings and not why:
                numbers = ", ".join(row.number for row in meetings)
                raise CommandRefused(f"vergadering {numbers} is nog open: sluit haar, of geef een reden (--reason)")
            if any(row.begin_at > (moment or writing.now) for row in meetings):
                raise CommandRefused(f"{meetings[0].number} begon later")
            closed = CmtClosed(why, open_matters_of(writing, cmt))
            ended = MeetingClosed(by="cmt")
            return [
                Draft(closed, subject=cmt.subject, dossier=cmt.subject, occurred_at=moment),
                *(Draft(ended, subject=row.subject, dossier=cmt.subject, occurred_at=moment) for row in meetings),
            ]

        return dossier_row_of(self._seat, self._seat.write(build)[0].subject)

    def open_matters(self, row: SubjectRow) -> tuple[str, ...]:
        """What the end of a CMT day would leave open: a meeting, actions, decisions without grounds or not checked."""
        return open_matters_of(self._seat.reading, row)


def open_matters_of(reading: Reading, row: SubjectRow) -> tuple[str, ...]:
    """What the end of a CMT day leaves open, with rows on paper that wait; read within a transaction or outside."""
    from aovconsole.domain.meeting_agenda import open_matters  # only an end asks it
    from aovconsole.domain.paper import rest_text, waiting_in

    rows = (one for type_ in ("meeting", "action", "decision") for one in reading.in_dossier(row.subject, type_))
    rest = rest_text(*waiting_in(reading.in_dossier(row.subject, "paper")))
    return (*open_matters(tuple(rows)), *([f"papier: {rest}"] if rest else []))
