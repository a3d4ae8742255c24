"""The forms of the year figures: a note, a reference date, which years, where to write them."""

from __future__ import annotations

import re
from datetime import date

from aovconsole.desk.figure_tables import csv_of, file_format, svg_file
from aovconsole.desk.figures import FigureDesk
from aovconsole.domain.text import clean
from aovconsole.domain.times import YEARS, date_text, day_from
from aovconsole.errors import CommandRefused
from aovconsole.exports.charts import Chart
from aovconsole.screens.evaluation_lines import Shown, facts
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.forms import filed, show_form
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.saving import save_asking

MOST_YEARS = 8
"""More years do not fit beside each other."""


async def ask_note(screen: DeskScreen, figures: FigureDesk, shown: Shown) -> None:
    """Ask for the note at a figure of a year; what others noted at the same time stands above it."""
    note = shown.book.note(shown.figure, shown.year)
    stood = note.text if note else ""
    key = ("figure_note", f"{shown.year} {shown.figure}")

    async def file(values: dict[str, str]) -> bool:
        if values["note"] == stood and stood:
            return True
        return await filed(screen, key, figures.note, shown.year, shown.figure, values["note"])

    label = shown.book.definition(shown.figure).label
    others = "\n".join(f"Ook genoteerd: {text}" for text in note.others) if note else ""
    meaning = "\n".join(f"{name}: {text}" for name, text in facts(shown)[:2])
    intro = "\n".join(part for part in (meaning, others) if part)
    field = Field("note", "notitie", stood, hint="wat bij dit cijfer moet staan; leeg neemt de notitie weg")
    await show_form(screen, f"{label} · {shown.year}", [field], file, key, intro=intro)


async def ask_reference_date(screen: DeskScreen, today: date, chosen: date | None) -> date | None:
    """Ask up to which day is counted; None when the person went back."""
    answer: list[date] = []

    async def take(values: dict[str, str]) -> bool:
        day = day_from(values["day"], "peildatum") if values["day"].strip() else today
        if day > today:
            raise CommandRefused(f"{date_text(day)} ligt in de toekomst")
        answer.append(day)
        return True

    field = Field("day", "peildatum", chosen.strftime("%d-%m-%Y") if chosen else "", hint="31-12-2024; leeg is vandaag")
    await screen.app.push_screen_wait(FormDialog("Tellen tot en met", [field], take, verb="tellen"))
    return answer[0] if answer else None


async def ask_years(screen: DeskScreen, chosen: tuple[int, ...]) -> tuple[int, ...] | None:
    """Ask which years stand beside each other; an empty tuple is the last ones, None that the person went back."""
    answer: list[tuple[int, ...]] = []

    async def take(values: dict[str, str]) -> bool:
        answer.append(years_from(values["years"]))
        return True

    hint = "2021 2023 2024, of 2021-2024; leeg is de laatste vijf"
    field = Field("years", "jaren", " ".join(map(str, chosen)), hint=hint)
    await screen.app.push_screen_wait(FormDialog("Welke jaren", [field], take, verb="tonen"))
    return answer[0] if answer else None


def years_from(text: str) -> tuple[int, ...]:
    """The years that a text names, each once and in order.

    Raises:
        CommandRefused: something in it is no year, or there are too many.
    """
    years: set[int] = set()
    for word in text.replace(",", " ").split():
        found = re.fullmatch(r"([0-9]{4})(?:[-–]([0-9]{4}))?", word)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if first not in YEARS or last not in YEARS or last < first:
            raise CommandRefused(f"{clean(word)[:40]} is geen jaar")
        years.update(range(first, last + 1))
    if len(years) > MOST_YEARS:
        raise CommandRefused(f"{len(years)} jaren passen niet naast elkaar: noem er hoogstens {MOST_YEARS}")
    return tuple(sorted(years))


async def ask_export(screen: DeskScreen, shown: Shown, chart: Chart) -> None:
    """Ask for a file and write what is shown: its end says whether that is the chart or the table."""
    saved: list[str] = []

    async def write(values: dict[str, str]) -> bool:
        name = values["path"].strip()
        format_ = file_format(name)
        if not format_:
            raise CommandRefused("noem een bestand dat eindigt op .svg (de grafiek) of .csv (de tabel)")
        years = shown.years if shown.per == "year" or format_ == "csv" else (shown.year,)
        svg = format_ == "svg"
        text = svg_file(shown.book, (chart,), years) if svg else csv_of(shown.book, years, shown.per)
        if path := await save_asking(screen.app, name, text.encode("utf-8")):
            saved.append(str(path))
        return path is not None

    years = f"{shown.years[0]}-{shown.years[-1]}"
    field = Field("path", "bestand", f"~/jaarcijfers-{years}.svg", offered=True)
    intro = "Een naam op .svg geeft de grafiek die te zien is, op .csv de tabel voor Excel;\n"
    intro += "met definities, periode, peildatum, bron en notities."
    await screen.app.push_screen_wait(FormDialog("Exporteren", [field], write, intro=intro, verb="opslaan"))
    if saved:
        screen.tell(f"opgeslagen in {saved[0]}")
