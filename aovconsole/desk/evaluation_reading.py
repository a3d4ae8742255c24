"""What can be read of evaluations at the desk: their dossiers, timeline, questions, and what was recommended before."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from aovconsole.desk.past import dossier_then
from aovconsole.desk.seat import Seat
from aovconsole.domain.evaluation import question_key
from aovconsole.domain.recommendation import by_term, is_late
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow, Reading

LOOKED_AT = ("plan", "cmt", "incident", "demonstration", "evenement", "match")
"""The types of dossier that an evaluation looks back on, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that the templates of the plans ask; `answer` is empty while it is open."""

    key: str
    theme: str
    text: str
    source: str
    answer: str
    answer_source: str


@dataclass(frozen=True, slots=True)
class ToFollowUp:
    """A recommendation of before; `outcome` is empty while nobody said what became of it."""

    recommendation: SubjectRow
    evaluation: SubjectRow
    outcome: str
    why: str

    @property
    def number(self) -> str:
        """What it is called beside those of other evaluations."""
        return f"{self.evaluation.number} {self.recommendation.number}"


class EvaluationReader:
    """Readings of an evaluation, from its row."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def find(self, number: str) -> SubjectRow:
        """The evaluation with a number.

        Raises:
            NumberUnknown: there is none.
            CommandRefused: it is the number of something else.
        """
        return self._seat.find(number, "evaluation")

    def members(self, row: SubjectRow, reading: Reading | None = None) -> tuple[SubjectRow, ...]:
        """The dossiers that it looks back on: those that were named, and what began in its period."""
        body = json.loads(row.body)
        reading = reading or self._seat.reading
        named = (reading.subject(one) for one in body["included"])
        found = {one.subject: one for one in named if one}
        if body["until_at"]:
            out = set(body["left_out"])
            found |= {
                one.subject: one
                for one in in_period(reading, body["from_at"], body["until_at"])
                if one.subject not in out
            }
        return tuple(sorted(found.values(), key=_listed))

    def plans(self, row: SubjectRow, reading: Reading | None = None) -> tuple[SubjectRow, ...]:
        """The plans among its dossiers, and those by which its CMT days worked."""
        reading = reading or self._seat.reading
        found: dict[str, SubjectRow] = {}
        for one in self.members(row, reading):
            by = reading.subject(str(json.loads(one.body).get("plan") or "")) if one.type == "cmt" else one
            if by and by.type == "plan":
                found[by.subject] = by
        return tuple(sorted(found.values(), key=_listed))

    def questions(self, row: SubjectRow) -> tuple[AskedQuestion, ...]:
        """What the templates of its plans ask, each once, and what was answered that they do not ask any more."""
        answers = {one["key"]: one for one in json.loads(row.body)["answers"]}
        found: dict[str, AskedQuestion] = {}
        for one in chain.from_iterable(json.loads(plan.body)["evaluation"] for plan in self.plans(row)):
            key = question_key(one["text"])
            given = answers.get(key, {})
            found[key] = AskedQuestion(
                key, one["theme"], one["text"], one["source"], given.get("answer", ""), given.get("source", "")
            )
        for key, one in answers.items():
            if key not in found:
                found[key] = AskedQuestion(key, one["theme"], one["question"], "", one["answer"], one["source"])
        return tuple(found.values())

    def recommendations(self, row: SubjectRow) -> tuple[SubjectRow, ...]:
        """Its recommendations in the order in which they were made."""
        return self._seat.reading.in_dossier(row.subject, "recommendation")

    def open_recommendations(self) -> list[SubjectRow]:
        """The recommendations of all evaluations that have no end yet, by term."""
        return by_term(self._seat.reading.of_type("recommendation", status="open"))

    def is_late(self, recommendation: SubjectRow) -> bool:
        """Whether a recommendation has no end while its term has passed."""
        return is_late(recommendation, self._seat.now.astimezone(self._seat.zone).date())

    def to_follow_up(self, row: SubjectRow, reading: Reading | None = None) -> tuple[ToFollowUp, ...]:
        """What was taken of the last time that the same template was evaluated, and what has no end of any time before.

        What was followed up stands here too, wherever it came from.
        """
        reading = reading or self._seat.reading
        said = {one["recommendation"]: one for one in json.loads(row.body)["follow_ups"]}
        asked = {one.subject for one in self._of_before(row, reading)}
        found = []
        for subject in dict.fromkeys((*asked, *said)):
            one = reading.subject(subject)
            evaluation = reading.subject(one.dossier) if one else None
            if one and evaluation:
                told = said.get(subject, {})
                found.append(ToFollowUp(one, evaluation, told.get("outcome", ""), told.get("why", "")))
        return tuple(sorted(found, key=lambda one: (one.evaluation.begin_at, one.recommendation.begin_at, one.number)))

    def _of_before(self, row: SubjectRow, reading: Reading) -> Iterable[SubjectRow]:
        """The recommendations to ask for: of the evaluations of the last day that one of its templates stood on."""
        own = _days_of(self.plans(row, reading))
        before: list[tuple[str, SubjectRow]] = []
        for other in reading.of_type("evaluation"):
            days = _days_of(self.plans(other, reading)) if other.subject != row.subject else {}
            shared = [days[name] for name in days.keys() & own.keys() if days[name] < own[name]]
            if shared:
                before.append((max(shared), other))
        last = max((day for day, _ in before), default="")
        for day, other in before:
            for one in reading.in_dossier(other.subject, "recommendation"):
                if one.status == "open" or (day == last and one.status == "taken"):
                    yield one

    def timeline(
        self, row: SubjectRow, *, known_at: datetime | None = None, happened_until: datetime | None = None
    ) -> tuple[LogRow, ...]:
        """The timeline of all its dossiers together, now, or as it was known or had happened at a moment."""
        reading = self._seat.reading
        found: list[LogRow] = []
        for one in self.members(row):
            if known_at or happened_until:
                lines: Sequence[LogRow] = dossier_then(
                    reading, one.subject, known_at=known_at, happened_until=happened_until
                ).lines
            else:
                lines = reading.lines(dossier=one.subject)
            found += lines
        return tuple(sorted(found, key=lambda line: (line.at, line.clock, line.record_id)))

    def evidence(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """Per id of a record what the timeline says of it; what was erased since says so."""
        found = []
        for record_id in ids:
            line = self._seat.reading.line(record_id)
            record = None if line else self._seat.reading.record(record_id)
            found.append((record_id, line.stands if line else record.kind if record else "niet op dit station"))
        return found

    def function(self, author: str) -> str:
        """In which function somebody wrote, by the subject of the operator; empty when that is not known here."""
        row = self._seat.reading.subject(author)
        return str(json.loads(row.body).get("function") or "") if row else ""


def in_period(reading: Reading, from_at: str, until_at: str) -> list[SubjectRow]:
    """The dossiers that began in a period, and the plans whose days touch it."""
    plans = (one for one in reading.of_type("plan") if one.end_at > from_at)
    others = (
        one for type_ in LOOKED_AT if type_ != "plan" for one in reading.of_type(type_) if one.begin_at >= from_at
    )
    return [one for one in (*plans, *others) if one.begin_at < until_at and one.status != "withdrawn"]


def last_end(rows: Iterable[SubjectRow]) -> datetime | None:
    """The end of what is looked back on: the last end, or begin where the end is open."""
    moments = [one.end_at or one.begin_at for one in rows]
    return read_stored(max(moments)) if moments else None


def _days_of(plans: Iterable[SubjectRow]) -> dict[str, str]:
    """Per template the last day that it stands on."""
    found: dict[str, str] = {}
    for plan in plans:
        body: dict[str, Any] = json.loads(plan.body)
        found[body["template"]] = max(found.get(body["template"], ""), body["on"])
    return found


def _listed(row: SubjectRow) -> tuple[int, str, str]:
    return (LOOKED_AT.index(row.type) if row.type in LOOKED_AT else len(LOOKED_AT), row.begin_at, row.number)
