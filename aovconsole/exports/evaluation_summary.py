"""The figures of an evaluation beside those of the year before, and what each of them counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from aovconsole.domain.crowd_state import readings_in
from aovconsole.domain.crowd_values import METHOD_WORDS, value_text
from aovconsole.exports.evaluation_source import EvaluationSource
from aovconsole.exports.evaluation_work import DROPPED, IN_TIME, LATE, OPEN, OPEN_LATE, outcome_of
from aovconsole.exports.report import Block, Cell, Column, Heading, Paragraph, Table

_COUNTED = "geteld"
_PART = (
    "De jaarcijfers zijn die van de hele gemeente, peildatum {}. Met (deel) is het geen heel jaar: niet te vergelijken"
    " met een heel jaar. Leeg is niet bekend."
)
_FIGURES = (
    Column("figure", "cijfer", 8), Column("now", "nu", 3), Column("before", "vorig jaar", 3),
)  # fmt: skip
_YEAR = (
    Column("figure", "jaarcijfer", 8), Column("now", "dit jaar", 3), Column("before", "vorig jaar", 3),
)  # fmt: skip
_DEFINITIONS = (
    Column("figure", "cijfer", 5), Column("definition", "wat het telt", 9), Column("how", "geteld of geschat", 4),
    Column("source", "bron, door wie", 5),
)  # fmt: skip


class _Figure(NamedTuple):
    """A figure: what it is called, how it is counted, what it counts."""

    label: str
    count: Callable[[EvaluationSource], int]
    definition: str


def _lines(source: EvaluationSource) -> int:
    return sum(line.type == "line" and not line.more.get("withdrawn") for line in source.lines)


def _outcomes(source: EvaluationSource, *words: str) -> int:
    return sum(outcome_of(row, body, source) in words for row, body in source.of_type("action"))


def _of_status(source: EvaluationSource, type_: str, *statuses: str) -> int:
    return sum(row.status in statuses for row, _ in source.of_type(type_))


def _grip(source: EvaluationSource) -> int:
    return max((body["grip_highest"] for _, body in source.of_type("incident")), default=0)


_COUNTS = (
    _Figure("regels in het log", _lines, "getypte regels die niet zijn ingetrokken"),
    _Figure(
        "waarvan later genoteerd", lambda s: sum(line.type == "line" and line.late for line in s.lines),
        "regels die meer dan vijf minuten na de gebeurtenis zijn opgeschreven",
    ),
    _Figure(
        "verbeterd of ingetrokken", lambda s: sum(line.type == "line" and bool(line.corrected_by) for line in s.lines),
        "regels waarvan de tekst door een latere is vervangen of vervallen verklaard",
    ),
    _Figure(
        "besluiten", lambda s: _of_status(s, "decision", "made", "replaced"),
        "genomen besluiten, ook die later zijn vervangen; ingetrokken besluiten niet",
    ),
    _Figure(
        "waarvan getoetst", lambda s: sum(bool(body["checks"]) for _, body in s.of_type("decision")),
        "besluiten waarvan is vastgelegd of ze werkten",
    ),
    _Figure("acties", lambda s: len(s.of_type("action")) - _outcomes(s, DROPPED), "afgesproken en niet vervallen"),
    _Figure(
        "acties op tijd", lambda s: _outcomes(s, IN_TIME),
        "gereed gemeld op of voor de laatst afgesproken termijn, of zonder termijn",
    ),
    _Figure("acties te laat", lambda s: _outcomes(s, LATE), "gereed gemeld na de laatst afgesproken termijn"),
    _Figure("acties nog open", lambda s: _outcomes(s, OPEN, OPEN_LATE), "niet gereed bij het maken van dit rapport"),
    _Figure(
        "gebruikte bevoegdheden", lambda s: _of_status(s, "measure", "taken", "withdrawn"),
        "maatregelen waartoe is besloten, ook die later zijn ingetrokken",
    ),
    _Figure("vergaderingen", lambda s: _of_status(s, "meeting", "open", "closed", "adopted"), "gehouden vergaderingen"),
    _Figure("hoogste GRIP-niveau", _grip, "het hoogste niveau van de incidenten in dit rapport; 0 is routine"),
)  # fmt: skip


def summary_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """The figures of the report beside those of the year before; the first impression in front where there is one."""
    before = replace(source, dossiers=source.before, before=(), from_at="", until_at="") if source.before else None
    rows: list[tuple[Cell, ...]] = [
        (one.label, one.count(source), one.count(before) if before else None) for one in _COUNTS
    ]
    rows += _crowds(source, before)
    blocks = [*_impressions(source), Heading("Cijfers"), Paragraph(_beside(source))]
    blocks.append(Table("figures", "Cijfers van dit dossier", _FIGURES, tuple(rows)))
    if source.year_figures:
        years: tuple[tuple[Cell, ...], ...] = tuple(
            (one.label, _of_year(one.count, one.part), _of_year(one.before, one.before_part))
            for one in source.year_figures
        )
        blocks.append(Paragraph(_PART.format(source.when_made)))
        blocks.append(Table("year_figures", f"Jaarcijfers {source.year} naast {source.year - 1}", _YEAR, years))
    return tuple(blocks)


def _of_year(count: int | None, part: bool) -> Cell:
    return f"{count} (deel)" if part and count is not None else count


def _impressions(source: EvaluationSource) -> Iterator[Block]:
    for title, said in (("Eerste beeld", source.facts.first_impression), ("Samenvatting", source.facts.full_text)):
        if said.text:
            yield Heading(title)
            yield Paragraph(source.text(said.text))
            signed = source.texts((said.by, source.when(said.at)), ", ")
            yield from [Paragraph(f"({signed})")] if signed else []


def _beside(source: EvaluationSource) -> str:
    if not source.before:
        return "Een vergelijkbaar dossier van vorig jaar staat niet in dit journaal: die kolom is leeg."
    numbers = ", ".join(one.row.number for one in source.before)
    return f"Vorig jaar: {numbers}. Een verschil zegt ook iets over hoe er is vastgelegd."


def _crowds(source: EvaluationSource, before: EvaluationSource | None) -> Iterator[tuple[Cell, ...]]:
    """The highest reading of each place."""
    then = {label: said for label, said, _, _ in _highest(before)} if before else {}
    for label, said, _, _ in _highest(source):
        yield f"hoogste meting {label}", said, then.get(label)


def _highest(source: EvaluationSource | None) -> Iterator[tuple[str, str, str, str]]:
    """Of each place and unit the highest reading: where, what, how it was seen, by whom."""
    found: dict[tuple[str, str], tuple[Decimal, str, str]] = {}
    for row, body in source.of_type("crowd") if source else ():
        for one in readings_in(body):
            key, value = (row.place, one.unit), Decimal(one.value)
            if source and source.within(one.at) and (key not in found or value > found[key][0]):
                how = METHOD_WORDS["estimated"] if one.estimated else METHOD_WORDS.get(one.method, "niet gezegd")
                found[key] = (value, how, one.by)
    for (place, unit), (value, how, by) in sorted(found.items()):
        if source:
            said = value_text(value, unit)
            yield source.text(place), said, how, source.text(by)


def definition_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """What each figure counts, whether it was counted or estimated, and by whom."""
    rows: list[tuple[Cell, ...]] = [(one.label, one.definition, _COUNTED, "journaal") for one in _COUNTS]
    for label, _, how, by in _highest(source):
        rows.append(
            (f"hoogste meting {label}", "de hoogste vastgelegde meting van die plaats", how, by or "niet gezegd")
        )
    rows += [(f"jaarcijfer: {one.label}", one.definition, _COUNTED, one.source) for one in source.year_figures]
    said = "Het journaal telt wat is vastgelegd: wat niemand opschreef, telt niet mee."
    return Paragraph(said), Table("definitions", "Definities en bronnen", _DEFINITIONS, tuple(rows))
