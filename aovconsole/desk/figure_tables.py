"""The year figures as they leave the desk: charts, a csv, and the sentences that belong to every figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, TypeAlias

from aovconsole.desk.figures import FigureBook, Note
from aovconsole.domain.figures import FIGURES, LEVELS
from aovconsole.domain.times import MONTHS
from aovconsole.exports.charts import Bar, BarLook, Chart, svg_of
from aovconsole.exports.csv_text import csv_text

Per: TypeAlias = Literal["year", "month", "place"]

PER_WORDS: dict[Per, str] = {"year": "jaar", "month": "maand", "place": "plaats"}
NOWHERE = "plaats niet vermeld"
UNSURE = "? = het stuk noemt geen peildatum: het kan een deel van het jaar zijn"
NOTHING = "–"
_INCOMPARABLE = "geen heel jaar, niet te vergelijken met een heel jaar"

_HEADS = (
    "cijfer", "jaar", "per", "waarvan", "journaal", "gepubliceerd", "heel_jaar", "periode", "peildatum",
    "gepubliceerd_periode", "gepubliceerd_peildatum", "telt", "definitie_status", "bron_monitor",
    "gepubliceerd_bron", "gepubliceerd_samen", "notitie", "notitie_door", "notitie_van_anderen",
)  # fmt: skip


def day_text(day: date) -> str:
    """A day as it stands under a table."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def figures_of(book: FigureBook, years: Sequence[int]) -> tuple[str, ...]:
    """The figures of a table over these years; a GRIP level that never was is left out."""
    return tuple(
        figure for figure in FIGURES if figure not in LEVELS or any(book.of(year).value(figure) for year in years)
    )


def year_label(book: FigureBook, year: int) -> str:
    """A year, named as a part where it is one."""
    here = book.of(year)
    return f"{year} (deel)" if book.part(year) and not here.empty else str(year)


def period_text(book: FigureBook, year: int) -> str:
    """Over which days a year was counted here, in words that do not let a part pass for a whole."""
    here = book.of(year)
    if not here.begun(book.reference_on):
        return "nog niet begonnen op de peildatum"
    if here.empty:
        return "niets in het journaal: niet geteld"
    began_on = book.began_on(year)
    if began_on:
        days = f"{day_text(began_on)} t/m {day_text(here.until)}"
        return f"{days}: het journaal begint pas dan; {_INCOMPARABLE}"
    days = f"1 januari t/m {day_text(here.until)}"
    return days if here.whole_year else f"{days}: {_INCOMPARABLE}"


def said(count: int | None, *, unsure: bool = False) -> str:
    """A number as it stands in a table or at a bar."""
    return NOTHING if count is None else f"{count} ?" if unsure else str(count)


def chart_of_years(book: FigureBook, figure: str, years: Sequence[int]) -> Chart:
    """One figure over the years: counted here and published, each a bar with its number."""
    bars = [bar for year in years for bar in _bars_of_year(book, figure, year)]
    return Chart(book.definition(figure).label, tuple(bars), about(book, figure, years))


def _bars_of_year(book: FigureBook, figure: str, year: int) -> Iterable[Bar]:
    one = book.figure(figure, year)
    if one.count is not None or one.published is None:
        label = f"{year} journaal" + (" (deel)" if one.part and one.count is not None else "")
        yield Bar(label, one.count, said(one.count), "part" if one.part else "counted")
    if one.published is not None:
        yield Bar(f"{year} gepubliceerd", one.published, said(one.published, unsure=one.unsure), "published")


def chart_of_months(book: FigureBook, figure: str, year: int) -> Chart:
    """One figure of one year by month."""
    bars = []
    for number, count in enumerate(book.months(figure, year), start=1):
        label = MONTHS[number - 1] + (" (deel)" if count is not None and _runs(year, number, book.reference_on) else "")
        look: BarLook = "part" if label.endswith(")") else "counted"
        bars.append(Bar(label, count, said(count), look))
    return Chart(_title(book, figure, year, "per maand"), tuple(bars), about(book, figure, (year,)))


def _runs(year: int, month: int, reference_on: date) -> bool:
    """Whether a month was not over at the end of the reference date."""
    return (reference_on.year, reference_on.month) == (year, month) and (
        reference_on + timedelta(days=1)
    ).month == month


def chart_of_places(book: FigureBook, figure: str, year: int, most: int = 24) -> Chart:
    """One figure of one year by place, the place with most first; what does not fit is one bar."""
    places = [(place or NOWHERE, counts[year]) for place, counts in book.places(figure, (year,)).items()]
    look: BarLook = "part" if book.part(year) else "counted"
    shown, rest = (places, []) if len(places) <= most else (places[: most - 1], places[most - 1 :])
    bars = [Bar(place, count, said(count), look) for place, count in shown]
    if rest:
        count = sum(count for _, count in rest)
        bars.append(Bar(f"{len(rest)} andere plaatsen", count, said(count), look))
    return Chart(_title(book, figure, year, "per plaats"), tuple(bars), about(book, figure, (year,)))


def chart_of(book: FigureBook, figure: str, years: Sequence[int], per: Per = "year") -> tuple[Chart, ...]:
    """The charts of one figure: one over the years, or one for each year by month or by place."""
    if per == "year":
        return (chart_of_years(book, figure, years),)
    made = chart_of_months if per == "month" else chart_of_places
    return tuple(made(book, figure, year) for year in years)


def _title(book: FigureBook, figure: str, year: int, per: str) -> str:
    return f"{book.definition(figure).label}, {year_label(book, year)} {per}"


def about(book: FigureBook, figure: str, years: Sequence[int]) -> tuple[str, ...]:
    """What belongs to a figure wherever it goes: definition, periods, reference date, source, notes."""
    definition = book.definition(figure)
    lines = [f"Telt: {definition.text} [{definition.status}]"]
    lines += [f"Periode {year}: {period_text(book, year)}" for year in years]
    lines.append(f"Peildatum journaal: {day_text(book.reference_on)}")
    lines.append(f"Bron monitor: {book.source}")
    published = [one for year in years for one in [book.figure(figure, year)] if one.published is not None]
    sources: dict[str, list[str]] = {}
    for row in filter(None, (book.published.of(one.year) for one in published)):
        sources.setdefault(row.source, []).append(str(row.year))
    lines += [f"Bron gepubliceerd {', '.join(of)}: {source}" for source, of in sources.items()]
    if any(one.unsure for one in published):
        lines.append(UNSURE)
    for joint in dict.fromkeys(note for year in years for note in book.joint_notes(figure, year)):
        lines.append(f"Samen: {joint.text}; bron: {joint.source}")
    return (*lines, *(line for year in years for line in note_lines(book.note(figure, year))))


def note_lines(note: Note | None) -> tuple[str, ...]:
    """The note as it is told, with what others noted at the same time."""
    if note is None:
        return ()
    by = f" ({note.by})" if note.by else ""
    return (f"Notitie {note.year}: {note.text}{by}", *(f"Ook genoteerd bij {note.year}: {one}" for one in note.others))


def csv_of(book: FigureBook, years: Sequence[int], per: Per = "year", only: str = "") -> str:
    """The figures of years as the text of a csv: a row for each figure and year, or each of its months or places."""
    rows: list[tuple[object, ...]] = []
    for figure in (only,) if only else figures_of(book, years):
        for year in years:
            one, tail = book.figure(figure, year), _tail(book, figure, year)
            head = (book.definition(figure).label, year, PER_WORDS[per])
            rows += [(*head, part, count, *tail) for part, count in _parts(book, figure, year, per)]
            if per == "year":
                rows.append((*head, "", one.count, one.published, *tail[1:]))
    return csv_text(_HEADS, rows)


def _parts(book: FigureBook, figure: str, year: int, per: Per) -> Iterable[tuple[str, int | None]]:
    if per == "month":
        return zip(MONTHS, book.months(figure, year), strict=True)
    if per == "place":
        return [(place or NOWHERE, counts[year]) for place, counts in book.places(figure, (year,)).items()]
    return ()


def _tail(book: FigureBook, figure: str, year: int) -> tuple[object, ...]:
    here, row, definition = book.of(year), book.published.of(year), book.definition(figure)
    note = book.note(figure, year)
    joint = "; ".join(one.text for one in book.joint_notes(figure, year))
    return (
        None, "nee" if book.part(year) or here.empty else "ja", period_text(book, year),
        book.reference_on.isoformat(), row.period if row else None, row.reference_date if row else None,
        definition.text, definition.status, book.source, row.source if row else None, joint or None,
        note.text if note else None, note.by if note else None, " | ".join(note.others) if note else None,
    )  # fmt: skip


def svg_file(book: FigureBook, charts: Sequence[Chart], years: Sequence[int]) -> str:
    """Charts as the text of an SVG file."""
    span = ", ".join(year_label(book, year) for year in years)
    title = f"{book.banner} Jaarcijfers openbare orde en veiligheid: {span}".lstrip()
    return svg_of(charts, title, f"Peildatum {day_text(book.reference_on)}")


def file_format(name: str) -> str:
    """`svg` or `csv`, by the end of a file's name; empty for another."""
    suffix = Path(name.strip()).suffix.casefold()
    return suffix.removeprefix(".") if suffix in (".svg", ".csv") else ""
