"""`aovconsole figures`: the council's table from the journal, beside what was published."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from aovconsole.commands.options import add_json
from aovconsole.commands.output import say, say_json, say_table
from aovconsole.desk.desk import Desk
from aovconsole.domain.figures import COUNTS, YearFigures, count_year
from aovconsole.domain.times import date_text, day_from
from aovconsole.errors import CommandRefused

if TYPE_CHECKING:
    from aovconsole.reference.shapes import PublishedFigures, PublishedNote


def add(groups: Any) -> None:
    """Add the command."""
    parser = groups.add_parser(
        "figures", help="de jaarcijfers voor de raad", description="De jaarcijfers voor de raad."
    )
    parser.add_argument("years", nargs="+", metavar="JAAR")
    parser.add_argument("--at", metavar="DATUM", help="peildatum: tel tot en met deze dag")
    add_json(parser)
    parser.set_defaults(run=run)


def run(desk: Desk, args: argparse.Namespace) -> int:
    """Count the years and show them."""
    from aovconsole.reference.files import load_figures  # checked data, only for this table

    today = desk.seat.now.astimezone(desk.zone).date()
    reference_on = day_from(args.at, "--at") if args.at else today
    years = [_year(text) for text in args.years]
    rows = [row for type_ in ("evenement", "cmt", "demonstration", "incident") for row in desk.reading.of_type(type_)]
    counted = [count_year(year, rows, reference_on, desk.zone) for year in years]
    published = load_figures(desk.journal.home)
    if args.json:
        say_json([_json(figures, reference_on, published) for figures in counted])
        return 0
    _say_table(counted, published)
    _say_periods(counted, reference_on)
    _say_sources(counted, published)
    return 0


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2199):
        raise CommandRefused(f"{text} is geen jaar")
    return int(text)


def _json(figures: YearFigures, reference_on: date, published: PublishedFigures) -> dict[str, Any]:
    of_year = published.of(figures.year)
    return {
        "year": figures.year,
        **{name: getattr(figures, name) for name in COUNTS},
        "grip_by_level": {str(level): count for level, count in enumerate(figures.grip_by_level, start=1)},
        "demonstrations_unscaled": figures.demonstrations_unscaled,
        "period": f"{figures.year}-01-01/{figures.until.isoformat()}",
        "whole_year": figures.whole_year,
        "reference_date": reference_on.isoformat(),
        "published": asdict(of_year) if of_year else None,
        "published_notes": [asdict(note) for note in _notes(published, figures.year)],
    }


def _notes(published: PublishedFigures, year: int) -> list[PublishedNote]:
    return [note for note in published.notes if note.first_year <= year <= note.last_year]


def _say_table(counted: list[YearFigures], published: PublishedFigures) -> None:
    labels = {definition.figure: definition.label for definition in published.definitions}
    heads = ["Cijfer"]
    for figures in counted:
        heads += [f"{figures.year}{'' if figures.whole_year else ' (deel)'}", "gepubliceerd"]
    table = []
    for name in COUNTS:
        row: list[object] = [labels.get(name, name)]
        for figures in counted:
            value = getattr(published.of(figures.year), name, None)
            row += [getattr(figures, name), "–" if value is None else value]
        table.append(row)
    say_table(heads, table)
    say()


def _say_periods(counted: list[YearFigures], reference_on: date) -> None:
    for figures in counted:
        if not figures.begun(reference_on):
            say(f"{figures.year}: nog niet begonnen op de peildatum {date_text(reference_on)}")
            continue
        part = "" if figures.whole_year else " (geen heel jaar: niet te vergelijken met een heel jaar)"
        say(
            f"{figures.year}: geteld van 1 januari tot en met {date_text(figures.until)}{part},"
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


def _say_sources(counted: list[YearFigures], published: PublishedFigures) -> None:
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
    say("Definities")
    for definition in published.definitions:
        say(f"- {definition.label}: {definition.text} [{definition.status}]")
