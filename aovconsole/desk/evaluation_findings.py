"""Judging at the desk: key moments, findings, texts, answers and reactions of an evaluation."""

from __future__ import annotations

import json
from collections.abc import Sequence

from aovconsole.desk.evaluation_reading import EvaluationReader
from aovconsole.desk.evaluation_standing import EvaluationStanding, Step, evaluation_part, evidence_of
from aovconsole.desk.seat import wanted
from aovconsole.desk.standing import add_to
from aovconsole.domain.evaluation_steps import (
    OUTCOMES,
    THEMES,
    EvaluationAnswered,
    EvaluationFindingWritten,
    EvaluationMomentMarked,
    EvaluationReactionNoted,
    EvaluationStepWithdrawn,
    EvaluationTextSet,
    TextName,
)
from aovconsole.domain.evaluation_words import OUTCOME_WORDS, THEME_WORDS
from aovconsole.domain.record import Draft, Payload
from aovconsole.domain.text import clean
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused


class EvaluationFindings(EvaluationReader):
    """What people add to the journal's own facts while an evaluation is a draft."""

    def mark(self, number: str, record: str, why: str, *, draft_id: str = "") -> SubjectRow:
        """Mark a record as a key moment, or say better why it is one; an empty `why` takes the mark away.

        Raises:
            CommandRefused: there is no such record, or it was erased; there is no mark to take away; it is final.
        """
        said = clean(why.strip())

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            if not said and record not in {one["record"] for one in evaluation.body["moments"]}:
                raise CommandRefused("de reden is leeg")
            (record_id,) = evidence_of(evaluation.writing, [record])
            found = evaluation.writing.record(record_id)
            at = found.occurred_at if found else ""
            return [EvaluationMomentMarked(record_id, said, at, evaluation.standing(f"moment:{record_id}"))]

        return self._add(number, step, draft_id)

    def write_finding(
        self,
        number: str,
        outcome: str,
        theme: str,
        text: str,
        *,
        evidence: Sequence[str] = (),
        finding: str = "",
        draft_id: str = "",
    ) -> SubjectRow:
        """Write what went well or could be better; with `finding` (its id) say it better.

        Raises:
            CommandRefused: no text, no such outcome, theme, finding or record; the evaluation is final.
        """
        if outcome not in OUTCOMES:
            raise CommandRefused(f"'{clean(outcome)}' bestaat niet: kies {', '.join(OUTCOMES)}")
        if theme not in THEMES:
            raise CommandRefused(f"het thema '{clean(theme)}' bestaat niet: kies {', '.join(THEMES)}")
        said = wanted(" ".join(text.split()), "de bevinding")

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            first = evaluation_part(evaluation, "findings", finding, "bevinding") if finding else ""
            shown = evidence_of(evaluation.writing, evidence)
            replaces = evaluation.standing(f"finding:{first}") if first else ()
            return [EvaluationFindingWritten(outcome, theme, said, shown, first, replaces)]

        return self._add(number, step, draft_id)

    def newest_finding(self, row: SubjectRow, finding: str = "") -> str:
        """The id of the finding that was just written or corrected, from the row afterwards."""
        findings = json.loads(row.body)["findings"]
        named = [one["id"] for one in findings if finding and one["id"].endswith(finding.strip())]
        return str((named or [findings[-1]["id"]])[-1])

    def write_text(self, number: str, name: TextName, text: str, *, by: str = "", draft_id: str = "") -> SubjectRow:
        """Write the first impression or the full text; what stood there stays in the history.

        Raises:
            CommandRefused: it is empty, or the evaluation is final.
        """
        said = clean(text.strip(), lines=True)
        if not said:
            raise CommandRefused("de tekst is leeg")
        who = clean(by.strip()) or self._seat.operator.function
        return self._add(
            number,
            lambda evaluation: [EvaluationTextSet(name, said, who, evaluation.standing(f"text:{name}"))],
            draft_id,
        )

    def answer(self, number: str, key: str, text: str, *, source: str = "", draft_id: str = "") -> SubjectRow:
        """Answer a question of the template, by its key or its place in the list (from 1); empty asks it again.

        Raises:
            CommandRefused: there is no such question, or the evaluation is final.
        """
        said, told = clean(text.strip()), clean(source.strip())

        def step(evaluation: EvaluationStanding) -> Sequence[Payload]:
            asked = self.questions(evaluation.row)
            wanted_key = clean(key).strip()
            if wanted_key.isascii() and wanted_key.isdecimal() and 0 < int(wanted_key[:4]) <= len(asked):
                one = asked[int(wanted_key) - 1]
            else:
                found = [one for one in asked if one.key == wanted_key]
                if not found:
                    raise CommandRefused(f"{evaluation.row.number} heeft geen vraag {wanted_key}")
                one = found[0]
            replaces = evaluation.standing(f"answer:{one.key}")
            return [EvaluationAnswered(one.key, one.text, one.theme, said, told, replaces)]

        return self._add(number, step, draft_id)

    def react(self, number: str, partner: str, text: str, *, source: str, draft_id: str = "") -> SubjectRow:
        """Note what a partner said of it, and where that stands.

        Raises:
            CommandRefused: a part is empty, or the evaluation is final.
        """
        who, said = wanted(partner, "de partner"), wanted(" ".join(text.split()), "de reactie")
        where = wanted(source, "de bron van de reactie")
        return self._add(number, lambda _: [EvaluationReactionNoted(who, said, where)], draft_id)

    def withdraw(self, number: str, step: str, *, reason: str, draft_id: str = "") -> SubjectRow:
        """Withdraw a finding or a reaction (by its id), for a reason.

        Raises:
            CommandRefused: no reason, no such finding or reaction, or the evaluation is final.
        """
        why = wanted(reason, "de reden")

        def steps(evaluation: EvaluationStanding) -> Sequence[Payload]:
            of_findings = any(one["id"].endswith(step) for one in evaluation.body["findings"])
            part = "findings" if of_findings else "reactions"
            return [EvaluationStepWithdrawn(evaluation_part(evaluation, part, step, "bevinding of reactie"), why)]

        return self._add(number, steps, draft_id)

    def _add(self, number: str, step: Step, draft_id: str = "") -> SubjectRow:
        """Add what `step` gives to an evaluation that is a draft, in one transaction; its row afterwards."""

        def steps(evaluation: EvaluationStanding) -> Sequence[Payload | Draft]:
            evaluation.must_be_draft()
            return step(evaluation)

        return add_to(EvaluationStanding, self._seat, number, steps, draft_id=draft_id)


def theme_from(text: str) -> str:
    """A theme by its key or by its Dutch word."""
    typed = text.strip().lower()
    return next((key for key, word in THEME_WORDS.items() if typed in (key, word)), typed)


def outcome_from(text: str) -> str:
    """Whether it went well, by its key or by its Dutch word."""
    typed = text.strip().lower()
    return next((key for key, word in OUTCOME_WORDS.items() if typed in (key, word, word.split()[-1])), typed)
