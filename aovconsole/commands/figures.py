"""`aovconsole figures`: the council's table from the journal, beside what was published; as a chart, as a csv."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from aovconsole.commands.options import add_json
from aovconsole.commands.output import local, say, say_json, say_table, warn
from aovconsole.desk.desk import Desk
from aovconsole.desk.figure_page import figure_page, page_file, page_format
from aovconsole.desk.figure_tables import (
    NOWHERE,
    PER_WORDS,
    Per,
    chart_of,
    csv_of,
    figures_of,
    file_format,
    note_lines,
    svg_file,
    year_label,
)
from aovconsole.desk.figures import FigureBook, FigureDesk
from aovconsole.domain.figures import COUNTS, FIGURES, YearFigures
from aovconsole.domain.times import MONTHS, date_text, day_from
from aovconsole.errors import CommandRefused
from aovconsole.exports.text_file import save_new
from aovconsole.reference.files import load_figures, load_municipality, sound

if TYPE_CHECKING:
    from aovconsole.reference.shapes import PublishedFigures, PublishedNote


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "figures", help="de jaarcijfers voor de raad", description="De jaarcijfers voor de raad."
    )
    parser.add_argument("years", nargs="+", metavar="JAAR")
    parser.add_argument("--at", metavar="DATUM", help="peildatum: tel tot en met deze dag")
    parser.add_argument("--per", choices=get_args(Per), default="year", help="uitgesplitst per maand of per plaats")
    parser.add_argument("--figure", choices=FIGURES, metavar="CIJFER", help="één cijfer: " + ", ".join(FIGURES))
    parser.add_argument("--chart", metavar="BESTAND.svg", help="de grafiek als SVG, zonder tabel op het scherm")
    parser.add_argument("--csv", metavar="BESTAND.csv", help="de tabel als csv voor Excel")
    parser.add_argument("--page", metavar="BESTAND", help="als bladzijde met grafieken: .html, .docx of .pdf")
    parser.add_argument("--force", action="store_true", help="een bestand dat er al staat vervangen")
    parser.add_argument("--note", metavar="TEKST", help="een notitie bij --figure van één jaar; leeg neemt haar weg")
    add_json(parser)
    parser.set_defaults(run=run)


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Count the years and show them, or write them to files, or set a note."""
    figures = FigureDesk(desk.seat)
    years = [_year(text) for text in args.years]
    if args.note is not None:
        return _note(figures, args, years)
    reference_on = day_from(args.at, "--at") if args.at else figures.today
    if reference_on > figures.today:
        warn(f"de peildatum {date_text(reference_on)} ligt in de toekomst: ook wat gepland staat is geteld")
    load_figures(desk.journal.home)  # a mistake in a file of one's own is told here; the screen takes the shipped one
    book = figures.read(reference_on)
    if args.chart or args.csv or args.page:
        _write(desk, book, args, years)
        return 0
    counted = [book.of(year) for year in years]
    if args.json:
        say_json([_json(book, one, args.per) for one in counted])
        return 0
    _say_table(book, counted)
    if args.per != "year":
        _say_parts(book, years, args.per, args.figure)
    _say_periods(book, counted)
    _say_notes(book, years)
    _say_sources(book, counted)
    return 0


def _note(figures: FigureDesk, args: argparse.Namespace, years: list[int]) -> int:
    if len(years) != 1 or not args.figure:
        raise CommandRefused("een notitie hoort bij één jaar en één cijfer: figures JAAR --figure CIJFER --note TEKST")
    say(figures.note(years[0], args.figure, args.note).subject)
    return 0


def _write(desk: Desk, book: FigureBook, args: argparse.Namespace, years: list[int]) -> None:
    """Write the files that were asked for; when one of them may not be written, none is."""
    for name, wanted in ((args.chart, "svg"), (args.csv, "csv")):
        if name and file_format(name) != wanted:
            raise CommandRefused(f"{name}: noem een bestand dat eindigt op .{wanted}")
    if args.page:
        page_format(args.page)
    for name in filter(None, (args.csv, args.chart, args.page)):
        if not args.force and Path(name.strip()).expanduser().exists():
            raise CommandRefused(f"{name} bestaat al; --force vervangt het")
    asked = (args.figure,) if args.figure else figures_of(book, years)
    files: tuple[tuple[str, Callable[[], bytes]], ...] = (
        (args.csv, lambda: csv_of(book, years, args.per, args.figure or "").encode()),
        (
            args.chart,
            lambda: svg_file(
                book, [one for key in asked for one in chart_of(book, key, years, args.per)], years
            ).encode(),
        ),
        (args.page, lambda: _page(desk, book, args, years)),
    )
    ready = [(name, contents()) for name, contents in files if name]
    for name, contents in ready:
        save_new(name, contents, replace=args.force)
        say(name)


def _page(desk: Desk, book: FigureBook, args: argparse.Namespace, years: list[int]) -> bytes:
    journal = desk.journal
    municipality = sound(load_municipality, journal.home).name
    page = figure_page(
        book,
        years,
        args.figure or "",
        realm=journal.realm,
        municipality=municipality,
        now=desk.seat.now,
        zone=desk.zone,
    )
    return page_file(args.page, page, journal.home)


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2199):
        raise CommandRefused(f"{text} is geen jaar")
    return int(text)


def _json(book: FigureBook, figures: YearFigures, per: Per) -> dict[str, Any]:
    of_year, began_on = book.published.of(figures.year), book.began_on(figures.year)
    return {
        "year": figures.year,
        **{name: getattr(figures, name) for name in COUNTS},
        "grip_by_level": {str(level): count for level, count in enumerate(figures.grip_by_level, start=1)},
        "demonstrations_unscaled": figures.demonstrations_unscaled,
        "period": f"{figures.year}-01-01/{figures.until.isoformat()}",
        "whole_year": figures.whole_year,
        "journal_began_on": began_on.isoformat() if began_on else None,
        "reference_date": book.reference_on.isoformat(),
        "published": asdict(of_year) if of_year else None,
        "published_notes": [asdict(note) for note in _notes(book.published, figures.year)],
        "notes": [_note_json(book, figure, figures.year) for figure in FIGURES if book.note(figure, figures.year)],
        "source": book.source,
        **_parts_json(book, figures.year, per),
    }


def _note_json(book: FigureBook, figure: str, year: int) -> dict[str, Any]:
    note = book.note(figure, year)
    assert note is not None, "only figures that have one are asked for"
    return {"figure": figure, "text": note.text, "by": note.by, "at": local(note.at), "others": list(note.others)}


def _parts_json(book: FigureBook, year: int, per: Per) -> dict[str, Any]:
    if per == "month":
        return {"by_month": {figure: list(book.months(figure, year)) for figure in FIGURES}}
    if per == "place":
        found = {figure: book.places(figure, (year,)) for figure in FIGURES}
        return {"by_place": {key: {place: one[year] for place, one in of.items()} for key, of in found.items()}}
    return {}


def _say_parts(book: FigureBook, years: list[int], per: Per, only: str | None) -> None:
    """Each figure by month or by place, the years beside each other."""
    for figure in (only,) if only else COUNTS:
        say(f"{book.definition(figure).label} per {PER_WORDS[per]}")
        heads = ["", *(year_label(book, year) for year in years)]
        if per == "month":
            months = [book.months(figure, year) for year in years]
            table = [
                [MONTHS[at], *("–" if one[at] is None else one[at] for one in months)] for at in range(len(MONTHS))
            ]
        else:
            places = book.places(figure, years)
            table = [[place or NOWHERE, *(of.get(year, 0) for year in years)] for place, of in places.items()]
        say_table(heads, table)
        say()


def _say_notes(book: FigureBook, years: list[int]) -> None:
    for year in years:
        for figure in FIGURES:
            for line in note_lines(book.note(figure, year)):
                say(f"{book.definition(figure).label}: {line}")


def _notes(published: PublishedFigures, year: int) -> list[PublishedNote]:
    return [note for note in published.notes if note.first_year <= year <= note.last_year]


def _say_table(book: FigureBook, counted: list[YearFigures]) -> None:
    published = book.published
    labels = {definition.figure: definition.label for definition in published.definitions}
    heads = ["Cijfer"]
    for figures in counted:
        heads += [f"{figures.year}{' (deel)' if book.part(figures.year) else ''}", "gepubliceerd"]
    table = []
    for name in COUNTS:
        row: list[object] = [labels.get(name, name)]
        for figures in counted:
            value = getattr(published.of(figures.year), name, None)
            row += [getattr(figures, name), "–" if value is None else value]
        table.append(row)
    say_table(heads, table)
    say()


def _say_periods(book: FigureBook, counted: list[YearFigures]) -> None:
    reference_on = book.reference_on
    for figures in counted:
        if not figures.begun(reference_on):
            say(f"{figures.year}: nog niet begonnen op de peildatum {date_text(reference_on)}")
            continue
        part = " (geen heel jaar: niet te vergelijken met een heel jaar)" if book.part(figures.year) else ""
        began_on = book.began_on(figures.year)
        begin = date_text(began_on) if began_on else "1 januari"
        say(
            f"{figures.year}: geteld van {begin} tot en met {date_text(figures.until)}{part},"
            f" peildatum {date_text(reference_on)}"
        )
        if figures.empty:
            say("      het journaal bevat niets over dit jaar: deze nullen zijn geen telling")
        levels = ", ".join(f"GRIP {level}: {count}" for level, count in enumerate(figures.grip_by_level, 1) if count)
        if levels:
            say(f"      hoogste niveau per incident: {levels}")
        if figures.demonstrations_unscaled:
            say(f"      {figures.demonstrations_unscaled} demonstraties zonder schaal staan niet in de tabel")
    say()


def _say_sources(book: FigureBook, counted: list[YearFigures]) -> None:
    published = book.published
    for figures in counted:
        of_year = published.of(figures.year)
        if of_year is None:
            say(f"Gepubliceerd {figures.year}: geen cijfers in de stukken")
            continue
        total = of_year.demonstrations_total
        say(
            f"Gepubliceerd {of_year.year}: periode {of_year.period}; peildatum {of_year.reference_date};"
            + (f" demonstraties in totaal {total};" if total is not None else "")
            + f" bron: {of_year.source}"
            + (f" ({of_year.note})" if of_year.note else "")
        )
    for note in dict.fromkeys(note for figures in counted for note in _notes(published, figures.year)):
        say(f"Gepubliceerd over {note.first_year} en {note.last_year} samen: {note.text}; bron: {note.source}")
    say()
    say(f"Bron monitor: {book.source}")
    say("Definities")
    for definition in published.definitions:
        say(f"- {definition.label}: {definition.text} [{definition.status}]")
