"""Evaluations at the desk: made over dossiers or a period, read, judged, answered, followed up, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from aovconsole.desk.evaluation_findings import EvaluationFindings
from aovconsole.desk.evaluation_reading import LOOKED_AT, in_period, last_end
from aovconsole.desk.evaluation_standing import EvaluationStanding
from aovconsole.desk.seat import dossier_row_of, ordered_times, wanted
from aovconsole.desk.standing import add_to
from aovconsole.domain.evaluation_steps import (
    FOLLOW_UPS,
    NEEDS_REASON,
    EvaluationClosed,
    EvaluationDossierSet,
    EvaluationFollowedUp,
    EvaluationMade,
    EvaluationReopened,
)
from aovconsole.domain.evaluation_words import FOLLOW_UP_WORDS
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.journal.reading import Reading
from aovconsole.journal.store import Writing
from aovconsole.reference.files import load_terms, sound

IMPRESSION_TERM = "evaluation_impression"
"""The term of `data/terms.toml` within which the first impression is there."""


class EvaluationDesk(EvaluationFindings):
    """What can be asked about evaluations; `number` is that of the evaluation (`EVL-27-A001`)."""

    def make(
        self,
        title: str,
        dossiers: Sequence[str] = (),
        *,
        begin: datetime | None = None,
        end: datetime | None = None,
        draft_id: str = "",
    ) -> SubjectRow:
        """Make an evaluation over dossiers (by number), over what began in a period, or over both.

        Raises:
            CommandRefused: it is about nothing, a dossier is named twice or is not of the kind that is evaluated, or
                half a period is given.
        """
        called = wanted(title, "de titel")
        if (begin is None) != (end is None):
            raise CommandRefused("een periode heeft een begin en een einde")
        from_at, until_at = ordered_times(begin, end) if begin and end else ("", "")
        made: list[str] = []

        def build(writing: Writing) -> list[Draft]:
            made.append(draft_id or writing.new_id())
            if draft_id and writing.record(draft_id):
                return []
            rows = self._named(writing, dossiers)
            within = in_period(writing, from_at, until_at) if until_at else []
            if not rows and not within:
                raise CommandRefused(
                    "in deze periode begon niets" if until_at else "noem een dossier of een periode om op terug te zien"
                )
            number = writing.next_number("EVL", self._seat.year_of(None))
            due_on = self._impression_due_on((*rows, *within))
            payload = EvaluationMade(number, called, tuple(row.subject for row in rows), from_at, until_at, due_on)
            return [Draft(payload, made[-1], made[-1], id=made[-1])]

        self._seat.write(build)
        return dossier_row_of(self._seat, made[-1])

    def _named(self, reading: Reading, numbers: Sequence[str]) -> list[SubjectRow]:
        rows: list[SubjectRow] = []
        for number in numbers:
            row = self._seat.find(number, reading=reading)
            _must_be_looked_at(row)
            if row.subject in {one.subject for one in rows}:
                raise CommandRefused(f"{row.number} staat er twee keer")
            rows.append(row)
        return rows

    def _impression_due_on(self, rows: Iterable[SubjectRow]) -> str:
        """The day by which the first impression is there; empty where the data name no number of days."""
        term, end = sound(load_terms, self._seat.journal.home).term(IMPRESSION_TERM), last_end(rows)
        if term is None or term.days is None or end is None:
            return ""
        return (end.astimezone(self._seat.zone).date() + timedelta(days=term.days)).isoformat()

    def add_dossier(self, number: str, dossier: str, *, draft_id: str = "") -> SubjectRow:
        """Look back on a dossier as well.

        Raises:
            CommandRefused: it is there already, is no dossier of that kind, or the evaluation is final.
        """

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            row = self._seat.find(dossier, reading=evaluation.writing)
            _must_be_looked_at(row)
            if row.subject in {one.subject for one in self.members(evaluation.row, evaluation.writing)}:
                raise CommandRefused(f"{row.number} staat al in {evaluation.row.number}")
            return [_dossier_set(evaluation, row, "in")]

        return self._add(number, step, draft_id)

    def remove_dossier(self, number: str, dossier: str, *, draft_id: str = "") -> SubjectRow:
        """Leave a dossier out.

        Raises:
            CommandRefused: it is not there, it is the last, or the evaluation is final.
        """

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            row = self._seat.find(dossier, reading=evaluation.writing)
            there = {one.subject for one in self.members(evaluation.row, evaluation.writing)}
            if row.subject not in there:
                raise CommandRefused(f"{row.number} staat niet in {evaluation.row.number}")
            if len(there) == 1:
                raise CommandRefused(f"{row.number} is het enige dossier van {evaluation.row.number}")
            return [_dossier_set(evaluation, row, "out")]

        return self._add(number, step, draft_id)

    def follow_up(
        self, number: str, recommendation: str, outcome: str, *, why: str = "", draft_id: str = ""
    ) -> SubjectRow:
        """Say what became of a recommendation of before (`EVL-26-A001 AANB-A2`, or its own number where that is clear).

        Raises:
            CommandRefused: there is no such recommendation, no such outcome, no reason where one is needed, or the
                evaluation is final.
        """
        if outcome not in FOLLOW_UPS:
            raise CommandRefused(f"'{clean(outcome)}' bestaat niet: kies {', '.join(FOLLOW_UPS)}")
        reason = clean(" ".join(why.split()))
        if outcome in NEEDS_REASON and not reason:
            raise CommandRefused(f"{FOLLOW_UP_WORDS[outcome]}: noem waarom")

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            row, called = self._of_earlier(evaluation, recommendation)
            replaces = evaluation.standing(f"follow_up:{row.subject}")
            return [EvaluationFollowedUp(row.subject, outcome, reason, called, row.title, replaces)]

        return self._add(number, step, draft_id)

    def _of_earlier(self, evaluation: EvaluationStanding, typed: str) -> tuple[SubjectRow, str]:
        asked = " ".join(clean(typed).split())
        before = self.to_follow_up(evaluation.row, evaluation.writing)
        found = [one for one in before if asked.upper() in (one.number, one.recommendation.number)]
        found = found or [one for one in before if asked == one.recommendation.subject]
        if len(found) > 1:
            raise CommandRefused(f"{asked} kan {' of '.join(one.number for one in found)} zijn: noem ook de evaluatie")
        if found:
            return found[0].recommendation, found[0].number
        of_other, _, own = asked.rpartition(" ")
        if not of_other:
            known = ", ".join(one.number for one in before)
            raise CommandRefused(f"er is geen aanbeveling {asked} op te volgen; wel: {known or 'geen'}")
        other = self._seat.find(of_other, "evaluation", reading=evaluation.writing)
        if other.subject == evaluation.row.subject:
            raise CommandRefused("een evaluatie volgt haar eigen aanbevelingen niet op")
        for row in evaluation.writing.in_dossier(other.subject, "recommendation"):
            if row.number == own.upper():
                return row, f"{other.number} {row.number}"
        raise CommandRefused(f"{other.number} heeft geen aanbeveling {own}")

    def close(self, number: str, *, by: str = "", draft_id: str = "") -> SubjectRow:
        """Make an evaluation final, by name.

        Raises:
            CommandRefused: nobody is named, or it is final already.
        """
        who = wanted(by or self._seat.operator.name or self._seat.operator.function, "wie haar vaststelt")
        return self._add(number, lambda _: [EvaluationClosed(who)], draft_id)

    def reopen(self, number: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Make a final evaluation a draft again.

        Raises:
            CommandRefused: no reason, or it is a draft.
        """
        why = wanted(reason, "de reden")

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            if evaluation.row.status == "draft":
                raise CommandRefused(f"{evaluation.row.number} is al een concept")
            return [EvaluationReopened(why)]

        return add_to(EvaluationStanding, self._seat, number, step, draft_id=draft_id)


def _must_be_looked_at(row: SubjectRow) -> None:
    if row.type not in LOOKED_AT:
        raise CommandRefused(f"op {row.number} ziet een evaluatie niet terug")


def _dossier_set(evaluation: EvaluationStanding, row: SubjectRow, value: str) -> EvaluationDossierSet:
    label = f"{row.number} {row.title}"
    return EvaluationDossierSet(row.subject, value, label, evaluation.standing(f"dossier:{row.subject}"))
