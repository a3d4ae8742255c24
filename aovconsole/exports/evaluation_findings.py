"""What people found, recommended and answered, as chapters of an evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from aovconsole.exports.evaluation_source import EvaluationSource
from aovconsole.exports.report import Block, Cell, Column, Heading, Paragraph, Table

_KINDS = {"well": "ging goed", "better": "kan beter"}
_ENDS = {"open": "nog open", "taken": "overgenomen", "refused": "niet overgenomen"}
_FINDING = (
    Column("kind", "oordeel", 3), Column("text", "bevinding", 11), Column("evidence", "steunt op", 5),
    Column("by", "door", 3), Column("theme", "thema", 0),
)  # fmt: skip
_ANSWER = (
    Column("theme", "thema", 3), Column("question", "vraag", 7), Column("answer", "antwoord", 9),
    Column("source", "bron", 3),
)  # fmt: skip
_REACTION = (Column("partner", "partner", 3), Column("text", "reactie", 11), Column("source", "bron", 4))
_RECOMMENDATION = (
    Column("number", "nummer", 2), Column("text", "aanbeveling", 9), Column("owner", "eigenaar", 3),
    Column("due", "termijn", 3), Column("end", "afloop", 3), Column("where", "waar of waarom niet", 5),
    Column("origin", "komt van", 0),
)  # fmt: skip
_FOLLOW_UP = (
    Column("recommendation", "aanbeveling van vorig jaar", 9), Column("outcome", "wat ermee gebeurde", 4),
    Column("why", "toelichting", 7),
)  # fmt: skip


def finding_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """What went well and what could be better, per theme; the answers to the template's questions; the reactions."""
    blocks = list(_findings(source)) or [Paragraph("Er zijn geen bevindingen vastgelegd.")]
    text = source.text
    answers: tuple[tuple[Cell, ...], ...] = tuple(
        (text(one.theme), text(one.question), text(one.answer) or "niet beantwoord", text(one.source))
        for one in source.facts.answers
    )
    if answers:
        blocks += [Heading("Evaluatievragen"), Table("answers", "Evaluatievragen", _ANSWER, answers)]
    said: tuple[tuple[Cell, ...], ...] = tuple(
        (text(one.partner), text(one.text), text(one.source)) for one in source.facts.reactions
    )
    if said:
        blocks += [Heading("Reacties van partners"), Table("reactions", "Reacties van partners", _REACTION, said)]
    return tuple(blocks)


def _findings(source: EvaluationSource) -> Iterator[Block]:
    text = source.text
    for theme, found in groupby(sorted(source.facts.findings, key=lambda one: one.theme), key=lambda one: one.theme):
        rows = tuple(
            (_KINDS.get(one.kind, one.kind), text(one.text), ", ".join(_evidence(source, one.evidence)), text(one.by),
             text(theme))
            for one in found
        )  # fmt: skip
        yield Heading(text(theme))
        yield Table("findings", f"Bevindingen: {text(theme)}", _FINDING, rows)


def _evidence(source: EvaluationSource, records: tuple[str, ...]) -> Iterator[str]:
    """The lines, decisions and actions behind a finding, by the number that people find them under."""
    agreed = {row.subject: row.number for type_ in ("decision", "action") for row, _ in source.of_type(type_)}
    for one in records:
        number = source.line_numbers.get(one)
        yield agreed.get(one) or (f"regel {number}" if number else "een vastlegging buiten dit rapport")


def recommendation_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """The recommendations and how each ended, and what became of those of the year before."""
    facts, blocks = source.facts, list[Block]()
    if facts.recommendations:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                one.number, source.text(one.text), source.text(one.owner), _day(one.due), _ENDS.get(one.end, one.end),
                source.texts((one.where, one.reason), "; "), source.text(one.origin),
            )
            for one in facts.recommendations
        )  # fmt: skip
        blocks.append(Table("recommendations", "Aanbevelingen", _RECOMMENDATION, rows, choose="end"))
    else:
        blocks.append(Paragraph("Er zijn geen aanbevelingen vastgelegd."))
    blocks.append(Heading("Opvolging van vorig jaar"))
    if facts.follow_up:
        rows = tuple(
            (source.text(one.recommendation), source.text(one.outcome), source.text(one.why)) for one in facts.follow_up
        )
        blocks.append(Table("follow_up", "Opvolging van de aanbevelingen van vorig jaar", _FOLLOW_UP, rows))
    else:
        blocks.append(Paragraph("Er is geen opvolging van aanbevelingen van vorig jaar vastgelegd."))
    return tuple(blocks)


def _day(due: str) -> str:
    return f"{date.fromisoformat(due):%d-%m-%Y}" if due else "geen termijn"
