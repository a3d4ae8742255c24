"""An evaluation: what it looks back on, what was found, what was answered; a dossier of its own (`EVL-27-A001`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeAlias, assert_never

from aovconsole.domain.evaluation_steps import (
    PAYLOADS,
    EvaluationAnswered,
    EvaluationClosed,
    EvaluationDossierSet,
    EvaluationFindingWritten,
    EvaluationFollowedUp,
    EvaluationMade,
    EvaluationMomentMarked,
    EvaluationPayload,
    EvaluationReactionNoted,
    EvaluationReopened,
    EvaluationStepWithdrawn,
    EvaluationTextSet,
)
from aovconsole.domain.evaluation_words import FOLLOW_UP_WORDS, OUTCOME_WORDS, TEXT_WORDS, THEME_WORDS
from aovconsole.domain.fieldset import FieldState, others_of, resolve, standing_of
from aovconsole.domain.history import Pair, all_of, history_of
from aovconsole.domain.record import Instant, Record
from aovconsole.domain.view import Tables, TimelineItem, dossier_row, item

__all__ = ["FOLDS", "PAYLOADS", "Evaluation", "fold", "question_key"]

Setting: TypeAlias = (
    EvaluationDossierSet | EvaluationMomentMarked | EvaluationTextSet | EvaluationAnswered | EvaluationFollowedUp
)
_SETTINGS = (
    EvaluationDossierSet, EvaluationMomentMarked, EvaluationTextSet, EvaluationAnswered, EvaluationFollowedUp,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeyMoment:
    """A record that mattered, when it happened, and why it mattered."""

    record: str
    at: Instant
    why: str
    author: str


@dataclass(frozen=True, slots=True)
class FoundThing:
    """A finding as it stands: `id` is the record that wrote it first, `evidence` holds ids of records."""

    id: str
    outcome: str
    theme: str
    text: str
    evidence: tuple[str, ...]
    author: str
    at: Instant
    corrected: bool


@dataclass(frozen=True, slots=True)
class WrittenText:
    """The first impression or the full text; `by` is in whose name."""

    name: str
    text: str
    by: str
    author: str
    at: Instant


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A question of a template with its answer."""

    key: str
    question: str
    theme: str
    answer: str
    source: str
    author: str
    at: Instant


@dataclass(frozen=True, slots=True)
class PartnerReaction:
    """What a partner said, and where that stands."""

    id: str
    partner: str
    text: str
    source: str
    at: Instant


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What became of a recommendation of before."""

    recommendation: str
    number: str
    text: str
    outcome: str
    why: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The state of one evaluation; `status` is draft or final.

    `included` and `left_out` are the subjects that people added or took out; a period adds what began in it.
    `standing` names per field the records that a next setting replaces; `other_values` lost against a later clock.
    """

    subject: str
    number: str
    title: str
    status: str
    begin_at: Instant
    end_at: Instant
    place: str
    made_at: Instant
    from_at: Instant
    until_at: Instant
    impression_due_on: str
    included: tuple[str, ...]
    left_out: tuple[str, ...]
    moments: tuple[KeyMoment, ...]
    findings: tuple[FoundThing, ...]
    texts: tuple[WrittenText, ...]
    answers: tuple[GivenAnswer, ...]
    reactions: tuple[PartnerReaction, ...]
    follow_ups: tuple[FollowedUp, ...]
    closed_by: str
    closed_at: Instant
    reopened_reason: str
    other_values: tuple[str, ...]
    standing: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Rewritten:
    """A finding as `fieldset.resolve` reads it: the record that holds its words now is the value."""

    field: str
    value: str
    replaces: tuple[str, ...]


def question_key(text: str) -> str:
    """The key of a template's question: its text, so that two plans that ask the same get one answer."""
    return sha256(" ".join(text.split()).encode()).hexdigest()[:6]


def fold(pairs: Sequence[tuple[Record, EvaluationPayload]]) -> Evaluation | None:
    """The state of an evaluation from its records; None while its first record has not arrived."""
    first = next(((record, said) for record, said in pairs if isinstance(said, EvaluationMade)), None)
    if first is None:
        return None
    record, made = first
    history = history_of(pairs)
    gone = {said.step for _, said in pairs if isinstance(said, EvaluationStepWithdrawn)}
    sets = {one.id: (one, said) for one, said in pairs if isinstance(said, _SETTINGS)}
    fields = resolve(sets.values())
    written = _written(pairs, gone)
    return Evaluation(
        subject=record.subject,
        number=made.number,
        title=made.title,
        begin_at=made.from_at or record.occurred_at,
        place="",
        made_at=record.occurred_at,
        from_at=made.from_at,
        until_at=made.until_at,
        impression_due_on=made.impression_due_on,
        findings=_findings(pairs, written),
        reactions=all_of(
            (pair for pair in history if pair[0].id not in gone),
            EvaluationReactionNoted,
            lambda one, said: PartnerReaction(one.id, said.partner, said.text, said.source, one.occurred_at),
        ),
        other_values=others_of({name: state for name, state in fields.items() if not name.startswith("dossier:")}),
        standing=standing_of({**fields, **written}),
        **_ended([(one, said) for one, said in history if isinstance(said, (EvaluationClosed, EvaluationReopened))]),
        **_Chosen(sets, fields).parts(made),
    )


def _ended(ends: Sequence[tuple[Record, EvaluationClosed | EvaluationReopened]]) -> dict[str, Any]:
    """Whether it is final, by whom and since when, or why it was opened again: the last of these holds."""
    record, said = ends[-1] if ends else (None, None)
    closed = isinstance(said, EvaluationClosed)
    at = record.occurred_at if record and closed else ""
    return {
        "status": "final" if closed else "draft",
        "end_at": at,
        "closed_at": at,
        "closed_by": said.by if isinstance(said, EvaluationClosed) else "",
        "reopened_reason": said.reason if isinstance(said, EvaluationReopened) else "",
    }


class _Chosen:
    """The settings that stand: of each field the record that won."""

    def __init__(self, sets: Mapping[str, tuple[Record, Setting]], fields: Mapping[str, FieldState]) -> None:
        won = (sets[state.standing[-1]] for state in fields.values())
        self._won = sorted(won, key=lambda pair: pair[0].history_order)

    def parts(self, made: EvaluationMade) -> dict[str, Any]:
        """What of a view is set, by the names of its fields."""
        included, left_out = self.dossiers(made)
        return {
            "included": included,
            "left_out": left_out,
            "moments": self.moments(),
            "texts": self.texts(),
            "answers": self.answers(),
            "follow_ups": self.follow_ups(),
        }

    def dossiers(self, made: EvaluationMade) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What was put in, at the making or later, and what was taken out."""
        sets = [said for _, said in self._won if isinstance(said, EvaluationDossierSet)]
        out = {said.dossier for said in sets if said.value == "out"}
        named = dict.fromkeys((*made.dossiers, *(said.dossier for said in sets if said.value == "in")))
        return tuple(one for one in named if one not in out), tuple(sorted(out))

    def moments(self) -> tuple[KeyMoment, ...]:
        """The key moments in the order in which they happened."""
        found = [
            KeyMoment(said.record, said.at or record.occurred_at, said.value, record.author)
            for record, said in self._won
            if isinstance(said, EvaluationMomentMarked) and said.value
        ]
        return tuple(sorted(found, key=lambda one: (one.at, one.record)))

    def texts(self) -> tuple[WrittenText, ...]:
        """The texts that were written."""
        return tuple(
            WrittenText(said.name, said.value, said.by, record.author, record.occurred_at)
            for record, said in self._won
            if isinstance(said, EvaluationTextSet) and said.value
        )

    def answers(self) -> tuple[GivenAnswer, ...]:
        """The questions that have an answer."""
        return tuple(
            GivenAnswer(said.key, said.question, said.theme, said.value, said.source, record.author, record.occurred_at)
            for record, said in self._won
            if isinstance(said, EvaluationAnswered) and said.value
        )

    def follow_ups(self) -> tuple[FollowedUp, ...]:
        """What became of recommendations of before."""
        return tuple(
            FollowedUp(said.recommendation, said.number, said.text, said.value, said.why, record.occurred_at)
            for record, said in self._won
            if isinstance(said, EvaluationFollowedUp)
        )


def _written(pairs: Iterable[Pair], gone: set[str]) -> dict[str, FieldState]:
    """Per finding that was not withdrawn the record that holds its words now, as `finding:<first record>`."""
    return resolve(
        (record, _Rewritten(f"finding:{said.finding or record.id}", record.id, said.replaces))
        for record, said in pairs
        if isinstance(said, EvaluationFindingWritten) and (said.finding or record.id) not in gone
    )


def _findings(pairs: Sequence[Pair], written: Mapping[str, FieldState]) -> tuple[FoundThing, ...]:
    """The findings in the order in which they were first written; a correction of what has not arrived waits."""
    by_id = {record.id: (record, said) for record, said in pairs if isinstance(said, EvaluationFindingWritten)}
    found = []
    for name, state in written.items():
        first = name.removeprefix("finding:")
        if first not in by_id:
            continue
        began, (_, said) = by_id[first][0], by_id[state.value]
        thing = FoundThing(
            first, said.outcome, said.theme, said.text, said.evidence, began.author, began.occurred_at,
            state.value != first,
        )  # fmt: skip
        found.append((began.history_order, thing))
    return tuple(thing for _, thing in sorted(found, key=lambda one: one[0]))


def tables(pairs: Sequence[tuple[Record, EvaluationPayload]]) -> Tables:
    """The row of the evaluation, and a timeline item for each step."""
    view = fold(pairs)
    if view is None:
        return Tables()
    items = tuple(_item(record, said) for record, said in pairs)
    return Tables(dossier_row("evaluation", view), items)


def _item(record: Record, said: EvaluationPayload) -> TimelineItem:
    return item(record, "evaluation", _said(said), dossier=record.subject)


def _said(said: EvaluationPayload) -> str:
    match said:
        case EvaluationMade():
            return f"{said.number} evaluatie gemaakt: {said.title}"
        case EvaluationFindingWritten():
            verb = "bevinding verbeterd" if said.finding else "bevinding"
            return f"{verb}, {OUTCOME_WORDS[said.outcome]} ({THEME_WORDS[said.theme]}): {said.text}"
        case EvaluationReactionNoted():
            return f"reactie {said.partner}: {said.text} ({said.source})"
        case EvaluationStepWithdrawn():
            return f"doorgehaald: {said.reason}"
        case EvaluationClosed():
            return f"definitief, door {said.by}"
        case EvaluationReopened():
            return f"weer concept: {said.reason}"
        case _:
            return _set(said)


def _set(said: Setting) -> str:
    match said:
        case EvaluationDossierSet():
            return f"{said.label or said.dossier} {'erbij' if said.value == 'in' else 'eruit'}"
        case EvaluationMomentMarked():
            return f"sleutelmoment: {said.value}" if said.value else "sleutelmoment weggenomen"
        case EvaluationTextSet():
            return f"{TEXT_WORDS[said.name]} geschreven" + (f" door {said.by}" if said.by else "")
        case EvaluationAnswered():
            return f"{said.question} {said.value}" if said.value else f"weer open: {said.question}"
        case EvaluationFollowedUp():
            return f"{said.number} {FOLLOW_UP_WORDS[said.value]}" + (f": {said.why}" if said.why else "")
        case _:
            assert_never(said)


FOLDS = {"evaluation": tables}
