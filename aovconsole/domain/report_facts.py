"""What people found when they looked back: the part of an evaluation that no figure or line of the journal gives."""

from __future__ import annotations

from dataclasses import dataclass

from aovconsole.domain.record import Instant


@dataclass(frozen=True, slots=True)
class Finding:
    """What went well or could be better; `kind` is well or better, `evidence` the ids of the records behind it.

    `theme` is a theme of domain.md §8.1 as people read it; `by` the function of whoever found it.
    """

    theme: str
    kind: str
    text: str
    evidence: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation and how it ended: `end` is open, taken (`where`: in which template or plan) or refused.

    `due` is a day (ISO 8601), empty without a term; `reason` why it was refused; `origin` what it comes from.
    """

    number: str
    text: str
    owner: str = ""
    due: str = ""
    end: str = "open"
    where: str = ""
    reason: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a recommendation of before; `outcome` as people read it, `why` where it was not done."""

    recommendation: str
    outcome: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the template with its answer (empty: not answered yet) and who gave it."""

    question: str
    theme: str = ""
    answer: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    """What a partner said about it, and where that stands."""

    partner: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Impression:
    """A text about the whole: the first impression, or the full one; who wrote it and when (empty: nobody did)."""

    text: str = ""
    by: str = ""
    at: Instant = ""


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """Everything that people added to the journal's own facts; `key_moments` are ids of records.

    `number`, `title` and `status` are those of the evaluation itself, empty where there is none; `dossiers` the
    subjects that it looks back on, `from_at` and `until_at` its period (empty: that of its dossiers).
    """

    number: str = ""
    title: str = ""
    status: str = ""
    dossiers: tuple[str, ...] = ()
    from_at: Instant = ""
    until_at: Instant = ""
    findings: tuple[Finding, ...] = ()
    first_impression: Impression = Impression()
    full_text: Impression = Impression()
    key_moments: tuple[str, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    follow_up: tuple[FollowUp, ...] = ()
    answers: tuple[Answer, ...] = ()
    reactions: tuple[Reaction, ...] = ()
