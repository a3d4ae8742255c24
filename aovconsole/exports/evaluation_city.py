"""Incidents with their GRIP levels, and the demonstrations of the period, as a chapter of an evaluation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import STATES
from aovconsole.exports.evaluation_source import EvaluationSource
from aovconsole.exports.report import Block, Cell, Column, Heading, Paragraph, Table

_INCIDENT = (
    Column("number", "nummer", 3), Column("title", "incident", 7), Column("begin_at", "begin", 3),
    Column("end_at", "einde", 3), Column("place", "plaats", 3), Column("grip", "hoogste GRIP", 2),
    Column("deployed", "AOV-inzet", 2), Column("status", "stand", 3), Column("told", "in dit rapport", 2),
)  # fmt: skip
_GRIP = (
    Column("at", "tijd", 3), Column("level", "niveau", 2), Column("by", "door", 4), Column("reason", "reden", 8),
    Column("incident", "incident", 3),
)  # fmt: skip
_DEMONSTRATION = (
    Column("number", "nummer", 3), Column("title", "demonstratie", 7), Column("begin_at", "begin", 3),
    Column("place", "plaats", 3), Column("expected", "verwacht", 2), Column("actual", "werkelijk", 2),
    Column("status", "stand", 3), Column("told", "in dit rapport", 2),
)  # fmt: skip


def city_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """The incidents and demonstrations of the report and of its period, and each GRIP step."""
    blocks: list[Block] = []
    incidents = list(_of(source, "incident"))
    if incidents:
        rows = tuple(_incident(source, row, body, told) for row, body, told in incidents)
        blocks.append(Table("incidents", "Incidenten in deze periode", _INCIDENT, rows))
    steps = sorted(
        ((step["at"], row, step) for row, body, _ in incidents for step in body["grip_history"]),
        key=lambda one: (one[0], one[1].number),
    )
    blocks.append(Heading("GRIP"))
    if steps:
        blocks.append(Table("grip", "Opschaling", _GRIP, tuple(_step(source, row, step) for _, row, step in steps)))
    else:
        blocks.append(Paragraph("Er is in deze periode geen GRIP-niveau vastgelegd."))
    demonstrations = list(_of(source, "demonstration"))
    if demonstrations:
        rows = tuple(_demonstration(source, row, body, told) for row, body, told in demonstrations)
        blocks += [Heading("Demonstraties"), Table("demonstrations", "Demonstraties", _DEMONSTRATION, rows)]
    return tuple(blocks) if incidents else (Paragraph("Er is in deze periode geen incident vastgelegd."), *blocks)


def _of(source: EvaluationSource, type_: str) -> Iterator[tuple[SubjectRow, Mapping[str, Any], bool]]:
    """The dossiers of one type with their body: those of the report, then those of its period beside it."""
    told = {one.row.subject for one in source.dossiers}
    rows = [*(one.row for one in source.dossiers), *(row for row in source.near if row.subject not in told)]
    for row in sorted((row for row in rows if row.type == type_), key=lambda row: (row.begin_at, row.number)):
        yield row, json.loads(row.body), row.subject in told


def _incident(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any], told: bool) -> tuple[Cell, ...]:
    return (
        row.number, source.text(row.title), source.moment(row.begin_at), source.moment(row.end_at),
        source.text(row.place), body["grip_highest"], _yes(body["deployed"]), STATES.get(row.status, row.status),
        _yes(told),
    )  # fmt: skip


def _step(source: EvaluationSource, row: SubjectRow, step: Mapping[str, Any]) -> tuple[Cell, ...]:
    by = source.texts(dict.fromkeys(filter(None, (step["by"], step["capacity"]))), ", ")
    return source.moment(step["at"]), step["level"], by, source.text(step["reason"]), row.number


def _demonstration(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any], told: bool) -> tuple[Cell, ...]:
    return (
        row.number, source.text(row.title), source.moment(row.begin_at), source.text(row.place),
        body["expected_count"], body["actual_count"], STATES.get(row.status, row.status), _yes(told),
    )  # fmt: skip


def _yes(is_so: bool) -> str:
    return "ja" if is_so else "nee"
