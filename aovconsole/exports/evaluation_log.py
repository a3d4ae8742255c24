"""The log in an evaluation: the whole of it as an annex, and the timeline of facts that is taken from it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from aovconsole.domain.view import minutes_between
from aovconsole.domain.words import KINDS, LINE_STATUSES, STEPS, counted
from aovconsole.exports.evaluation_source import LEFT_OUT, EvaluationSource
from aovconsole.exports.report import Block, Cell, Column, Heading, Listing, Paragraph, Said, Table
from aovconsole.exports.sitrep_sieve import readable
from aovconsole.journal.reading import LogRow

_NO_FACTS = ("judgement", "assumption")
_BOOKKEEPING = ("action", "presence", "role", "line_mark", "answer", "crowd", "paper", "figure", "calendar", "ifthen")
"""What the timeline leaves to the annex: it is no fact of what happened, or another chapter tells it."""

_GROUNDS = re.compile(r"\S+ onderbouwing: ")

_MOST = 400
"""A timeline of more rows than this is no overview: it leaves the plain notes to the annex."""

_COLUMNS: tuple[Column, ...] = (
    Column("line", "regel", 3),
    Column("at", "tijd", 6),
    Column("kind", "soort", 4),
    Column("text", "wat", 16),
    Column("source", "bron", 4),
    Column("place", "plaats", 5),
    Column("written", "genoteerd", 4),
    Column("status", "waarde", 0),
    Column("dossier", "dossier", 0),
    Column("recorded_at", "geschreven", 0),
    Column("received_at", "ontvangen", 0),
    Column("by", "functie schrijver", 0),
    Column("paper", "logblad", 0),
    Column("id", "kenmerk", 0),
)
"""One form for both tables."""


def log_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """The whole log: every line with its number, what was corrected struck through, what is marked left out."""
    if not source.lines:
        return (Paragraph("Het log is leeg."),)
    return (Paragraph(_about(source)), _table(source, "log", "Volledig log", range(len(source.lines))))


def timeline_chapter(source: EvaluationSource) -> tuple[Block, ...]:
    """What happened, by the log: the key moments, and the facts and steps; each with its number in the annex."""
    if not source.lines:
        return (Paragraph("Er is niets vastgelegd: de tijdlijn is leeg."),)
    kept = [place for place, line in enumerate(source.lines) if _tells(source, line)]
    left_notes = len(kept) > _MOST
    if left_notes:
        kept = [place for place in kept if not _is_note(source, source.lines[place])]
    said = (
        "Feiten, berichten, besluiten en stappen, in de volgorde waarin ze gebeurden; "
        + ("notities, oordelen" if left_notes else "oordelen")
        + " en aannames staan in de bijlage. Een verbeterde tekst staat doorgestreept voor de nieuwe. Bij wat meer dan"
        " vijf minuten later is opgeschreven, staat hoeveel. Het regelnummer is dat van de bijlage."
    )
    table = _table(source, "timeline", "Feitelijke tijdlijn", kept, told=readable)
    return (*_key_moments(source), Paragraph(said), table)


def _key_moments(source: EvaluationSource) -> Iterable[Block]:
    keys = set(source.facts.key_moments)
    found = [
        f"{source.when(line.at)}: {_text(source, line, readable).text} (regel {place})"
        for place, line in enumerate(source.lines, 1)
        if line.record_id in keys
    ]
    return (Heading("Sleutelmomenten"), Listing(tuple(found)), Heading("Verloop")) if found else ()


def _tells(source: EvaluationSource, line: LogRow) -> bool:
    if line.record_id in source.facts.key_moments:
        return True
    told = line.type == "decision" and _GROUNDS.match(line.text)  # the chapter of decisions has them in full
    return line.kind not in _NO_FACTS and line.type not in _BOOKKEEPING and not told


def _is_note(source: EvaluationSource, line: LogRow) -> bool:
    plain = line.type == "line" and line.kind in ("", "note") and line.more.get("status") != "verified"
    return plain and line.record_id not in source.facts.key_moments


def _about(source: EvaluationSource) -> str:
    marked = sum(map(source.is_marked, source.lines))
    left = f" Weggelaten om een merk: {counted(marked, 'regel', 'regels')}; hun plaats is gebleven." if marked else ""
    return f"Alles wat is vastgelegd, {counted(len(source.lines), 'regel', 'regels')}, zoals het nu geldt.{left}"


def _table(
    source: EvaluationSource, key: str, caption: str, places: Iterable[int], told: Callable[[str], str] = str
) -> Table:
    """The lines at some places; `told` makes of a typed text what is shown."""
    rows = tuple(_row(source, place + 1, source.lines[place], told) for place in places)
    return Table(key, caption, source.with_dossier(_COLUMNS), rows, choose="kind")


def _row(source: EvaluationSource, number: int, line: LogRow, told: Callable[[str], str]) -> tuple[Cell, ...]:
    hidden = source.is_marked(line)
    more = line.more
    status = LINE_STATUSES.get(str(more.get("status") or ""), "")
    late = minutes_between(line.at, line.recorded_at) if line.late else 0
    return (
        number, source.moment(line.at), kind_of(line), _text(source, line, told),
        "" if hidden else source.text(line.source), "" if hidden else source.text(line.place),
        f"{_length(late)} later" if late else "", "" if hidden else status, line.number,
        source.moment(line.recorded_at), source.moment(line.received_at), source.text(_function(line.author)),
        str(more.get("paper") or "") or None, line.record_id,
    )  # fmt: skip


def _length(minutes: float) -> str:
    whole = int(minutes)
    return f"{whole} min" if whole < 120 else f"{whole // 60} uur" if whole < 2880 else f"{whole // 1440} dagen"


def kind_of(line: LogRow) -> str:
    """What a line of the log is, in Dutch."""
    if line.type != "line":
        return STEPS.get(line.type, line.type)
    return KINDS.get(line.kind, "notitie")


def _text(source: EvaluationSource, line: LogRow, told: Callable[[str], str] = str) -> Said:
    """What a line says now, behind what it said before; what was found of it stands behind."""
    if source.is_marked(line):
        return Said(LEFT_OUT)
    more = line.more
    if more.get("withdrawn"):
        reason = source.text(more.get("reason"))
        return Said(f"(ingetrokken: {reason})" if reason else "(ingetrokken)", source.text(told(line.text)))
    status = LINE_STATUSES.get(str(more.get("status") or ""), "")
    behind = f" ({status})" if status else ""
    return Said(source.text(told(line.stands)) + behind, source.text(told(line.text)) if line.correction else "")


def _function(author: str) -> str:
    """The function of who wrote: names are not told."""
    return author.rpartition("/")[2] or author
