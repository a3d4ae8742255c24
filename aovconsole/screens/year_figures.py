"""Screen 7, Evaluatie: the council's table over the years, what each figure means, and its chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import get_args

from textual import on, work

from aovconsole.desk.figure_tables import Per, chart_of_months, chart_of_places, chart_of_years, day_text
from aovconsole.desk.figures import FigureBook, FigureDesk
from aovconsole.domain.figures import COUNTS, Counted
from aovconsole.exports.charts import Chart
from aovconsole.screens.evaluation_forms import ask_export, ask_note, ask_reference_date, ask_years
from aovconsole.screens.evaluation_lines import PER_TITLES, Shown, about, bars, columns, facts, table
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import Key
from aovconsole.screens.tell_dialog import TellDialog, Told
from aovconsole.screens.widgets.painted import Line, Part, justified
from aovconsole.screens.widgets.pick_list import PickList, remark
from aovconsole.screens.widgets.sheet import Sheet
from aovconsole.screens.workbench import Workbench

YEARS_SHOWN = 5
_PERS: tuple[Per, ...] = get_args(Per)
_TABLE_SHARE = 0.6
"""How much of the height the table may take; the rest is for what the figure means."""

FIGURE_KEYS = (
    Key("open", "enter", "alles", "Definitie, periode, bronnen en notitie in volle lengte."),
    Key("look_back", "v", "terugzien", "Naar het terugzien: een evaluatie met haar tijdlijn en bevindingen."),
    Key("earlier", "left", "eerder", "Naar een eerder jaar."),
    Key("later", "right", "later", "Naar een later jaar."),
    Key("per", "m", "maand/plaats", "Het gekozen cijfer per maand, dan per plaats, dan weer alle cijfers per jaar."),
    Key("chart", "g", "grafiek", "Op een smal scherm: de grafiek in de plaats van de tabel.", shown=False),
    Key("note", "n", "notitie", "Een notitie bij dit cijfer van dit jaar.", asks=True),
    Key("reference_date", "t", "peildatum", "Tellen tot en met een dag; leeg is vandaag.", asks=True),
    Key("years", "j", "jaren", "Kiezen welke jaren naast elkaar staan: 2021 2023 2024.", asks=True),
    Key("export", "x", "exporteren", "De grafiek (.svg) of de tabel (.csv) opslaan.", asks=True),
    Key("back", "escape", "terug", "Terug naar alle cijfers per jaar.", shown=False),
)
"""The keys of the year figures; those of looking back do nothing then."""


class YearFigures(DeskScreen):
    """The figures in rows, the years in columns; the cursor stands at one figure of one year."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._reference_on: date | None = None
        self._found: tuple[Counted, ...] | None = None
        self._book: FigureBook | None = None
        self._chosen_years: tuple[int, ...] = ()
        self._year = 0
        self._figure = COUNTS[0]
        self._per: Per = "year"

    @property
    def figures(self) -> FigureDesk:
        """The figures at the desk."""
        return FigureDesk(self.desk.seat)

    @property
    def _table(self) -> PickList:
        return self.query_one("#table", PickList)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.call_after_refresh(self._show)

    def _read(self) -> None:
        figures = self.figures
        if self._found is None:
            self._found = figures.counted()
        self._book = figures.read(self._reference_on, self._found)
        self._show()

    @property
    def shown(self) -> Shown | None:
        """What is shown; None while nothing is known of any year."""
        book = self._book
        if book is None or not (book.years or self._chosen_years):
            return None
        years = self._chosen_years or self._around(book.years)
        if self._year not in years:
            self._year = years[-1]
        return Shown(book, years, self._year, self._figure, self._per)

    def _around(self, years: tuple[int, ...]) -> tuple[int, ...]:
        """The last years that hold anything, or those that end with the one under the cursor."""
        if self._year not in years:
            return years[-YEARS_SHOWN:]
        last = max(years.index(self._year) + 1, min(YEARS_SHOWN, len(years)))
        if years.index(self._year) >= len(years) - YEARS_SHOWN:
            last = len(years)
        return years[max(0, last - YEARS_SHOWN) : last]

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts of what the cursor stands at, that of the table first: the same on the screen and in a file."""
        shown = self.shown
        if shown is None:
            return ()
        made: dict[Per, Chart] = {
            "year": chart_of_years(shown.book, shown.figure, shown.years),
            "month": chart_of_months(shown.book, shown.figure, shown.year),
            "place": chart_of_places(shown.book, shown.figure, shown.year),
        }
        beside: Per = "month" if shown.per == "year" else "year"
        return (made[shown.per], made[beside])

    def _show(self) -> None:
        shown = self.shown
        self.query_one("#figures_head", Sheet).show(self._head)
        if shown is None:
            self._table.show([remark("Er is nog niets geteld en niets gepubliceerd.")])
            return
        self.query_one("#columns", Sheet).show(columns(shown))
        self._table.show(table(shown), select=shown.figure if shown.per == "year" else "")
        self._show_meaning(shown)

    def _show_meaning(self, shown: Shown) -> None:
        """What belongs to the figure: below the table, and beside it."""
        room = max(6, self.query_one("#figures").size.height)
        left = room - 2 - min(self._table.virtual_size.height, int(room * _TABLE_SHARE))
        self.query_one("#meaning", Sheet).show(about(shown, max(3, left - (0 if self.has_class("-narrow") else 1))))
        self.query_one("#chart_of_figure", Sheet).show(bars(self.charts, room))

    def _head(self, width: int) -> Sequence[Line]:
        left: list[Part] = [("Jaarcijfers ", "strong"), (PER_TITLES[self._per], "")]
        if self._book is None:
            return (tuple(left),)
        on = day_text(self._book.reference_on)
        today = self._reference_on is None
        right: list[Part] = [(f"peildatum {on}" + (", vandaag" if today else ""), "muted" if today else "warning")]
        return (justified(left, right, width),)

    @on(PickList.Moved, "#table")
    def _moved(self) -> None:
        if self._per == "year" and self._table.selected:
            self._figure = self._table.selected
        shown = self.shown
        if shown is not None:
            self._show_meaning(shown)

    @on(PickList.Chosen, "#table")
    def _chosen(self) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Tell everything that belongs to the figure."""
        shown = self.shown
        if shown is not None:
            title = f"{shown.book.definition(shown.figure).label} · {shown.year}"
            self.app.push_screen(TellDialog("Jaarcijfer", title, [Told(*fact) for fact in facts(shown)]))

    def action_earlier(self) -> None:
        """Go to the year before."""
        self._step(-1)

    def action_later(self) -> None:
        """Go to the year after."""
        self._step(1)

    def _step(self, by: int) -> None:
        shown = self.shown
        if shown is None:
            return
        years = self._chosen_years or shown.book.years
        self._year = years[min(max(years.index(shown.year) + by, 0), len(years) - 1)]
        self._show()

    def action_per(self) -> None:
        """Split the figure in another way."""
        self._per = _PERS[(_PERS.index(self._per) + 1) % len(_PERS)]
        self._show()
        if self._per != "year":
            self._table.action_edge(-1)

    def action_back(self) -> None:
        """Show every figure by year again."""
        self.remove_class("-charted")
        self._per = "year"
        self._show()

    def action_chart(self) -> None:
        """On a narrow screen show the chart, or the table again."""
        self.toggle_class("-charted")
        self.call_after_refresh(self._show)

    @work
    async def action_note(self) -> None:
        """Ask for a note at the figure of the year."""
        shown = self.shown
        if shown is not None:
            await ask_note(self, self.figures, shown)

    @work
    async def action_reference_date(self) -> None:
        """Ask up to which day to count."""
        asked = await ask_reference_date(self, self.figures.today, self._reference_on)
        if asked is not None:
            self._reference_on = asked if asked != self.figures.today else None
            self._read()

    @work
    async def action_years(self) -> None:
        """Ask which years stand beside each other."""
        asked = await ask_years(self, self._chosen_years)
        if asked is not None:
            self._chosen_years, self._year = asked, 0
            self._show()

    @work
    async def action_export(self) -> None:
        """Ask for a file, and write the chart or the table that is shown."""
        shown = self.shown
        if shown is not None:
            await ask_export(self, shown, self.charts[0])
