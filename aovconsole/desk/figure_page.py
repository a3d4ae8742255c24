"""The year figures as a page for the raadsinformatiebrief: the table, a chart per figure, what each of them means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aovconsole.desk.figure_tables import chart_of_years, day_text, figures_of, period_text, year_label
from aovconsole.desk.figures import OWN_SOURCE, FigureBook
from aovconsole.domain.times import date_text, iso_local, stored, wall_clock
from aovconsole.domain.words import BANNERS
from aovconsole.errors import CommandRefused
from aovconsole.exports.charts import svg_of
from aovconsole.exports.report import Block, Cell, Chapter, Column, Figure, Heading, Listing, Moment, Report, Table
from aovconsole.exports.report_files import document_of

PAGES = ("html", "docx", "pdf")
_ON_THE_COVER = ("Periode ", "Peildatum ", "Bron monitor")
"""What holds for every figure alike stands on the cover."""


def figure_page(
    book: FigureBook, years: Sequence[int], only: str, *, realm: str, municipality: str, now: datetime, zone: ZoneInfo
) -> Report:
    """The figures of years as a report; `only` is one figure, empty for all."""
    figures = (only,) if only else figures_of(book, years)
    local = now.astimezone(zone)
    made = Moment(stored(now), f"{date_text(local.date())} {wall_clock(local, zone=zone)}", iso_local(local, zone=zone))
    frame = (
        ("peildatum", day_text(book.reference_on)),
        *((f"periode {year}", period_text(book, year)) for year in years),
        ("bron monitor", OWN_SOURCE),
        ("gemaakt", made.said),
    )
    blocks = (block for figure in figures for block in _figure(book, figure, years))
    return Report(
        name="Jaarcijfers openbare orde en veiligheid",
        number=", ".join(map(str, years)),
        title="Bijlage bij de raadsinformatiebrief",
        state="",
        banner=BANNERS.get(realm, ""),
        municipality=municipality,
        made_at=made,
        frame=frame,
        chapters=(
            Chapter("summary", "De cijfers naast elkaar", (_table(book, figures, years),)),
            Chapter("figures", "Elk cijfer over de jaren", tuple(blocks)),
        ),
        closing="Een jaar dat niet heel is, is niet te vergelijken met een heel jaar.",
        realm=realm,
    )


def page_file(name: str, report: Report, home: Path) -> bytes:
    """The page as the document that the end of a file's name asks for.

    Raises:
        CommandRefused: the name ends on none of them, or the Word template of one's own cannot be used.
    """
    return document_of(report, page_format(name), home)


def page_format(name: str) -> str:
    """The format by the end of a file's name.

    Raises:
        CommandRefused: it is none of html, docx and pdf.
    """
    end = name.strip().casefold().rpartition(".")[2]
    if end not in PAGES:
        raise CommandRefused(f"{name}: noem een bestand dat eindigt op .html, .docx of .pdf")
    return end


def _table(book: FigureBook, figures: Sequence[str], years: Sequence[int]) -> Table:
    columns = [Column("figure", "cijfer", 8)]
    for year in years:
        columns += [Column(f"{year}", year_label(book, year), 3), Column(f"{year}_published", "gepubliceerd", 3)]
    rows = []
    for figure in figures:
        row: list[Cell] = [book.definition(figure).label]
        for year in years:
            one = book.figure(figure, year)
            row += [_said(one.count), _said(one.published, unsure=one.unsure)]
        rows.append(tuple(row))
    return Table("figures", "Jaarcijfers", tuple(columns), tuple(rows))


def _said(count: int | None, *, unsure: bool = False) -> Cell:
    return "–" if count is None else f"{count} ?" if unsure else count


def _figure(book: FigureBook, figure: str, years: Sequence[int]) -> Iterator[Block]:
    chart = chart_of_years(book, figure, years)
    yield Heading(chart.title)
    svg = svg_of((replace(chart, about=()),), chart.title)
    yield Figure(f"figure-{figure}", f"{chart.title} per jaar", svg, chart.spoken)
    rows = tuple((bar.label, bar.said) for bar in chart.bars)
    yield Table(figure, f"{chart.title}: de getallen", (Column("bar", "jaar", 5), Column("count", "aantal", 5)), rows)
    yield Listing(tuple(line for line in chart.about if not line.startswith(_ON_THE_COVER)))
