"""How busy it was, as a chapter of an evaluation: per place a curve with the decisions on it, and its readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from aovconsole.domain.crowd_state import Curve, Reached, Reading, curve_of, readings_in
from aovconsole.domain.crowd_values import METHOD_WORDS, derived_text, value_text
from aovconsole.domain.times import is_possible, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.exports.curve_svg import CurveLevel, CurveMark, CurvePoint, Drawn, curve_svg
from aovconsole.exports.evaluation_source import EvaluationSource
from aovconsole.exports.report import Block, Cell, Column, Figure, Heading, Paragraph, Table

_UNITS = {"persons": "personen", "share": "%", "density": "personen per m²"}
_READING = (
    Column("at", "tijd", 4), Column("value", "meting", 3), Column("how", "geteld of geschat", 4),
    Column("by", "door", 3), Column("reached", "drempel bereikt", 4), Column("note", "toelichting", 6),
    Column("place", "plaats", 0), Column("unit", "eenheid", 0), Column("number", "waarde", 0),
    Column("dossier", "dossier", 0),
)  # fmt: skip


def crowd_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """For each place of each dossier its curve and its readings."""
    blocks: list[Block] = []
    for number, (row, body) in enumerate(_places(source), 1):
        blocks += _place(source, row, body, number)
    if not blocks:
        return (Paragraph("Er is geen drukte gemeten."),)
    legend = (
        "Een gevuld punt is geteld, gemeten of zonder nadere aanduiding; een open punt is geschat of omgerekend naar"
        " de eenheid van de grafiek. Streeplijnen zijn de drempels die nu gelden, loodlijnen de besluiten."
    )
    return (Paragraph(legend), *blocks)


def _places(source: EvaluationSource) -> Iterator[tuple[SubjectRow, dict[str, Any]]]:
    """The places that have a reading in the period, with only those readings."""
    for row, body in source.of_type("crowd"):
        kept = [one for one in body["readings"] if source.within(one["at"]) and is_possible(one["at"])]
        if kept:
            yield row, {**body, "readings": kept}


def _place(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any], number: int) -> Iterator[Block]:
    name = source.text(row.place)
    of = f" ({source.number_of(row)})" if source.several else ""
    yield Heading(f"{name}{of}")
    curve = curve_of(body)
    if len(curve.points) > 1:
        yield _figure(source, row, body, curve, number)
    if curve.left_out:
        what = counted(curve.left_out, "meting", "metingen")
        yield Paragraph(f"{what} in een andere eenheid staat niet in de grafiek: de capaciteit is niet bekend.")
    rows = tuple(_reading(source, row, body, one) for one in readings_in(body))
    yield Table("crowd", f"Metingen {name}{of}", _READING, rows)


def _reading(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any], one: Reading) -> tuple[Cell, ...]:
    how = METHOD_WORDS["estimated"] if one.estimated else METHOD_WORDS.get(one.method, "niet gezegd")
    if one.estimated and one.method in ("camera", "sensor"):
        how = f"{how} ({METHOD_WORDS[one.method]})"
    was = f"eerst {one.first}: {one.reason}" if one.first else ""
    late = "later genoteerd" if one.late else ""
    return (
        source.moment(one.at), value_text(Decimal(one.value), one.unit), how, source.text(one.by),
        source.texts(_reached(body, one), ", "), source.texts((one.note, was, late), "; "), source.text(row.place),
        one.unit, one.value, source.number_of(row),
    )  # fmt: skip


def _reached(body: Mapping[str, Any], reading: Reading) -> Iterator[str]:
    """The thresholds that stood reached at a reading."""
    for one in (Reached(**given) for given in (*body["reached"], *body["ended"])):
        if one.since <= reading.at and (not one.until or reading.at < one.until):
            yield one.label


def _figure(source: EvaluationSource, row: SubjectRow, body: Mapping[str, Any], curve: Curve, number: int) -> Figure:
    name = source.text(row.place)
    times = 100 if curve.unit == "share" else 1
    estimated = {one.at for one in readings_in(body) if one.estimated}
    points = [
        CurvePoint(read_stored(one.at), float(one.value * times), one.converted or one.at in estimated)
        for one in curve.points
    ]
    levels = [
        CurveLevel(float(value * times), f"{source.text(label)} ({derived_text(value, curve.unit)})")
        for value, label in curve.marks
    ]
    decided = [one for one, _ in source.of_type("decision") if one.dossier == row.dossier and is_possible(one.begin_at)]
    marks = [CurveMark(read_stored(one.begin_at), one.number) for one in decided]
    caption = f"Drukte {name} met de besluiten"
    spoken = _spoken(source, name, curve, decided)
    drawn = Drawn(caption, spoken, _UNITS[curve.unit], points, levels, marks, source.zone)
    return Figure(f"crowd-{number}", caption, curve_svg(drawn), spoken)


def _spoken(source: EvaluationSource, name: str, curve: Curve, decided: Sequence[SubjectRow]) -> str:
    highest = max(curve.points, key=lambda one: one.value)
    first, last = curve.points[0], curve.points[-1]
    said = (
        f"{name}: van {derived_text(first.value, curve.unit)} om {source.when(first.at)} tot"
        f" {derived_text(last.value, curve.unit)} om {source.when(last.at)}, het hoogst"
        f" {derived_text(highest.value, curve.unit)} om {source.when(highest.at)}."
    )
    if curve.marks:
        levels = (f"{source.text(label)} {derived_text(value, curve.unit)}" for value, label in curve.marks)
        said += f" Drempels: {', '.join(levels)}."
    if decided:
        said += f" Besluiten: {', '.join(f'{one.number} om {source.when(one.begin_at)}' for one in decided)}."
    return said
