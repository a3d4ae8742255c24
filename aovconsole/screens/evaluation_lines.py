"""How the year figures are drawn: the columns of years, the rows, what a figure means, the bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aovconsole.desk.figure_tables import NOWHERE, UNSURE, Per, day_text, figures_of, period_text, said
from aovconsole.desk.figures import Figure, FigureBook
from aovconsole.domain.figures import LEVELS
from aovconsole.domain.times import MONTHS
from aovconsole.exports.charts import SIGNS, BarLook, Chart, drawn_bars
from aovconsole.screens.widgets.painted import Line, Part, cut, fit, wrapped
from aovconsole.screens.widgets.pick_list import Pick
from aovconsole.screens.widgets.sheet import Draw

PER_TITLES: dict[Per, str] = {"year": "per jaar", "month": "per maand", "place": "per plaats"}
TOTAL = "together"
"""The key of the row in which the months or the places are together."""

_CELL, _COLUMN = 5, 10
_MOST_LABEL = 34
_NAME = 13
_NOTED = "✎"
_SIGNS = (
    f"hier en deel: geteld in het journaal, over een heel jaar of een deel; {UNSURE}; {_NOTED} notitie; … loopt nog"
)
_LOOKS: dict[BarLook, str] = {"counted": "event", "part": "warning", "published": "muted"}
_BAR_WORDS: dict[BarLook, str] = {"counted": "journaal", "part": "deel van jaar", "published": "gepubliceerd"}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen shows: which years in columns, of which the cursor stands in one, which figure, split how."""

    book: FigureBook
    years: tuple[int, ...]
    year: int
    figure: str
    per: Per


def _row_label(book: FigureBook, figure: str) -> str:
    """The label of a row; a GRIP level stands below the incidents with GRIP, as a part of them."""
    level = LEVELS.index(figure) + 1 if figure in LEVELS else 0
    return f"– hoogste niveau {level}" if level else book.definition(figure).label


def columns(shown: Shown) -> Draw:
    """The two lines above the table: the years, and whether each is whole (hier) or a part (deel)."""

    def draw(width: int) -> Sequence[Line]:
        label = _label_width(width, len(shown.years))
        above: list[Part] = [(fit(_corner(shown), label), "head")]
        below: list[Part] = [(fit("", label), "")]
        for year in shown.years:
            here = year == shown.year
            above.append((fit(f"{'▸' if here else ''}{year}", _COLUMN, right=True), "accent" if here else "strong"))
            kind, look = _kind(shown.book, year)
            below += [(fit(kind, _CELL, right=True), look), (fit("gep.", _CELL, right=True), "muted")]
        return (tuple(above), tuple(below))

    return draw


def _corner(shown: Shown) -> str:
    return "Cijfer" if shown.per == "year" else shown.book.definition(shown.figure).label


def _kind(book: FigureBook, year: int) -> tuple[str, str]:
    here = book.of(year)
    if here.empty or not here.begun(book.reference_on):
        return "–", "muted"
    return ("deel", "warning") if book.part(year) else ("hier", "muted")


def _label_width(width: int, years: int) -> int:
    return min(_MOST_LABEL, max(8, width - _COLUMN * years))


def table(shown: Shown) -> list[Pick]:
    """The rows: every figure, or the chosen one by month or by place with their sum below."""
    if shown.per == "year":
        return [Pick(figure, _FigureRow(shown, figure)) for figure in figures_of(shown.book, shown.years)]
    rows = _months(shown) if shown.per == "month" else _places(shown)
    return [*rows, Pick(TOTAL, _FigureRow(shown, shown.figure, "samen"))]


def _months(shown: Shown) -> list[Pick]:
    months = {year: shown.book.months(shown.figure, year) for year in shown.years}
    running = (shown.book.reference_on.year, shown.book.reference_on.month)
    rows = []
    for number, name in enumerate(MONTHS, start=1):
        counts = [(year, months[year][number - 1]) for year in shown.years]
        cells = [
            said(count) + ("…" if count is not None and (year, number) == running else "") for year, count in counts
        ]
        rows.append(Pick(f"{number:02}", _PlainRow(shown, name, tuple(cells))))
    return rows


def _places(shown: Shown) -> list[Pick]:
    rows = []
    for place, counts in shown.book.places(shown.figure, shown.years).items():
        cells = [
            NOTHING_HERE if shown.book.figure(shown.figure, year).count is None else str(counts.get(year, 0))
            for year in shown.years
        ]
        rows.append(Pick(f"@{place}", _PlainRow(shown, place or NOWHERE, tuple(cells))))
    return rows


NOTHING_HERE = said(None)


class _FigureRow:
    """One figure over the years: counted here, and published."""

    def __init__(self, shown: Shown, figure: str, label: str = "") -> None:
        self._shown, self._figure = shown, figure
        self._label = label or _row_label(shown.book, figure)

    def __call__(self, width: int) -> Sequence[Line]:
        shown = self._shown
        parts: list[Part] = [(fit(self._label, _label_width(width, len(shown.years))), "")]
        for year in shown.years:
            one = shown.book.figure(self._figure, year)
            here = year == shown.year
            parts.append((fit(self._counted(one), _CELL, right=True), "accent" if here else ""))
            published = said(one.published) + ("?" if one.unsure and one.published is not None else "")
            parts.append((fit(published, _CELL, right=True), "muted"))
        return (tuple(parts),)

    def _counted(self, one: Figure) -> str:
        return (_NOTED if self._shown.book.note(one.figure, one.year) else "") + said(one.count)


class _PlainRow:
    """A month or a place over the years; of those nothing was published."""

    def __init__(self, shown: Shown, label: str, cells: tuple[str, ...]) -> None:
        self._shown, self._label, self._cells = shown, label, cells

    def __call__(self, width: int) -> Sequence[Line]:
        parts: list[Part] = [(fit(self._label, _label_width(width, len(self._cells))), "")]
        for year, cell in zip(self._shown.years, self._cells, strict=True):
            parts.append((fit(cell, _CELL, right=True), "accent" if year == self._shown.year else ""))
            parts.append((" " * (_COLUMN - _CELL), ""))
        return (tuple(parts),)


def facts(shown: Shown) -> list[tuple[str, str]]:
    """What belongs to the figure under the cursor in the year of the cursor, by name, the weightiest first."""
    book, definition = shown.book, shown.book.definition(shown.figure)
    row, one = book.published.of(shown.year), book.figure(shown.figure, shown.year)
    found = [("Telt", f"{definition.text} [{definition.status}]"), ("Periode", period_text(book, shown.year))]
    if note := book.note(shown.figure, shown.year):
        found.append(("Notitie", f"{note.text} ({note.by})" if note.by else note.text))
        found += [("Notitie ook", other) for other in note.others]
    found.append(("Peildatum", day_text(book.reference_on)))
    found.append(("Bron monitor", f"{book.source}; {definition.source}"))
    if row and one.published is not None:
        remark = f" ({row.note})" if row.note else ""
        said_so = f"{one.published}; periode {row.period}; peildatum {row.reference_date}; bron: {row.source}{remark}"
        found.append(("Gepubliceerd", said_so))
    joint = [f"{one.text}; bron: {one.source}" for one in book.joint_notes(shown.figure, shown.year)]
    return [*found, *(("Gepubliceerd", text) for text in joint), ("Tekens", _SIGNS)]


def about(shown: Shown, most: int) -> Draw:
    """The definition, the period, the sources and the note of the figure under the cursor, in so many lines."""

    def draw(width: int) -> Sequence[Line]:
        title = f"{shown.book.definition(shown.figure).label} · {shown.year} "
        shown_title = cut(title, max(1, width - 12))
        rule = "─" * max(0, width - len(shown_title) - 9)
        lines: list[Line] = [((shown_title, "head"), (rule, "rule"), (" ⏎ alles", "muted"))]
        told = facts(shown)
        spare = max(0, most - 1 - len(told))
        for name, text in told:
            first, *more = wrapped([(text, "")], width - _NAME, min(3, 1 + spare))
            spare -= len(more)
            lines.append(((fit(name, _NAME), "muted"), *first))
            lines += [((" " * _NAME, ""), *line) for line in more]
        return lines[:most]

    return draw


def bars(charts: Sequence[Chart], most: int) -> Draw:
    """The first chart, and those after it as far as they fit in so many lines whole."""

    def draw(width: int) -> Sequence[Line]:
        lines = _chart(charts[0], width, most)
        for chart in charts[1:]:
            below = [(), *_chart(chart, width, len(chart.bars) + _AROUND)]
            if len(lines) + len(below) <= most:
                lines += below
        return lines

    return draw


_AROUND = 5
"""The most lines of a chart that are no bars: its title, the signs, the air between."""


def _chart(chart: Chart, width: int, most: int) -> list[Line]:
    """The chart: its title, each bar with its label and its number, what the signs mean."""
    shown = chart.bars[: max(1, most - _AROUND)]
    label = min(max((len(bar.label) for bar in shown), default=0), max(8, width // 2))
    number = max((len(bar.said) for bar in shown), default=0)
    drawn = drawn_bars(shown, width - label - number - 3)
    lines: list[Line] = [*wrapped([(chart.title, "head")], width, 2), ()]
    for bar, length in zip(shown, drawn, strict=True):
        look = _LOOKS[bar.look]
        name = (fit(bar.label, label), "")
        lines.append((name, (f"  {fit(bar.said, number, right=True)} ", "strong"), (length, look)))
    if not shown:
        lines.append((("niets geteld", "muted"),))
    if len(chart.bars) > len(shown):
        lines.append(((f"… en {len(chart.bars) - len(shown)} meer in de tabel", "muted"),))
    signs = {bar.look: None for bar in shown}
    legend: list[Part] = [(f"{SIGNS[look]} {_BAR_WORDS[look]}  ", "muted") for look in signs]
    return [*lines, (), tuple(legend)]
