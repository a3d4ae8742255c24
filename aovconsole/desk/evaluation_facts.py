"""What people found about a dossier, as the report takes it."""

from __future__ import annotations

import json
from typing import Any

from aovconsole.desk.evaluation_reading import EvaluationReader
from aovconsole.desk.seat import Seat
from aovconsole.domain.evaluation_words import FOLLOW_UP_WORDS, TAKEN_AS, THEME_WORDS
from aovconsole.domain.report_facts import (
    Answer,
    EvaluationFacts,
    Finding,
    FollowUp,
    Impression,
    Reaction,
    Recommendation,
)
from aovconsole.domain.view import SubjectRow


def evaluation_facts(seat: Seat, row: SubjectRow) -> EvaluationFacts:
    """What was found in an evaluation, or of a dossier in the last one that looks back on it; empty without one."""
    reader = EvaluationReader(seat)
    found = row if row.type == "evaluation" else _last_over(reader, seat, row)
    return _Facts(reader, found).all if found else EvaluationFacts()


def _last_over(reader: EvaluationReader, seat: Seat, row: SubjectRow) -> SubjectRow | None:
    for one in reversed(seat.reading.of_type("evaluation")):
        if row.subject in {member.subject for member in reader.members(one)}:
            return one
    return None


class _Facts:
    """The parts of one evaluation in the words of a report."""

    def __init__(self, reader: EvaluationReader, row: SubjectRow) -> None:
        self._reader, self._row = reader, row
        self._body: dict[str, Any] = json.loads(row.body)

    @property
    def all(self) -> EvaluationFacts:
        """All of it."""
        row, body, reader = self._row, self._body, self._reader
        return EvaluationFacts(
            number=row.number,
            title=row.title,
            status=row.status,
            dossiers=tuple(one.subject for one in reader.members(row)),
            from_at=body["from_at"],
            until_at=body["until_at"],
            findings=tuple(
                Finding(
                    THEME_WORDS[one["theme"]], one["outcome"], one["text"], tuple(one["evidence"]),
                    reader.function(one["author"]),
                )
                for one in body["findings"]
            ),
            first_impression=self._text("impression"),
            full_text=self._text("full"),
            key_moments=tuple(one["record"] for one in body["moments"]),
            recommendations=tuple(map(self._recommendation, reader.recommendations(row))),
            follow_up=tuple(
                FollowUp(
                    f"{one.number} {one.recommendation.title}", FOLLOW_UP_WORDS.get(one.outcome, "nog niet opgevolgd"),
                    one.why,
                )
                for one in reader.to_follow_up(row)
            ),
            answers=tuple(
                Answer(one.text, THEME_WORDS[one.theme], one.answer, one.answer_source) for one in reader.questions(row)
            ),
            reactions=tuple(Reaction(one["partner"], one["text"], one["source"]) for one in body["reactions"]),
        )  # fmt: skip

    def _text(self, name: str) -> Impression:
        found = [one for one in self._body["texts"] if one["name"] == name]
        return Impression(found[0]["text"], found[0]["by"], found[0]["at"]) if found else Impression()

    def _recommendation(self, row: SubjectRow) -> Recommendation:
        """One recommendation; one that was withdrawn counts as refused, with its reason."""
        body = json.loads(row.body)
        end: dict[str, Any] = body["end"] or {}
        where = f"{TAKEN_AS[end['taken_as']]} in {end['where']}" if end.get("taken_as") else ""
        return Recommendation(
            row.number, body["text"], body["owner"], body["due_on"],
            "refused" if row.status == "withdrawn" else row.status, where, end.get("reason", ""), self._row.number,
        )  # fmt: skip
