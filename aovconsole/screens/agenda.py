"""Screen 2, Agenda: a day, a week, a month or a year; our own, matches, duties and imported calendars, with clashes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import ClassVar

from textual import on
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from aovconsole.desk.calendars import DUTIES
from aovconsole.domain.times import MONTHS, date_text
from aovconsole.journal.store import Change
from aovconsole.screens.agenda_asking import AgendaAsking
from aovconsole.screens.agenda_day import one_day_picks
from aovconsole.screens.agenda_days import EMPTY, AgendaReader
from aovconsole.screens.agenda_levels import Level, bounded, period_of, shown_days, stepped
from aovconsole.screens.agenda_lines import CLASH, clash_text, day_picks, period_text, week_tiles
from aovconsole.screens.agenda_month import DayTiles, month_tiles
from aovconsole.screens.agenda_year import year_of
from aovconsole.screens.calendar_story import story_of_duty, story_of_item
from aovconsole.screens.keys import Key
from aovconsole.screens.tell_dialog import TellDialog
from aovconsole.screens.widgets.painted import Line, Part, justified
from aovconsole.screens.widgets.pick_list import PickList, remark
from aovconsole.screens.widgets.sheet import Sheet
from aovconsole.screens.widgets.tiles import Tiles
from aovconsole.screens.widgets.year_map import YearMap
from aovconsole.screens.workbench import Workbench

_AROUND_LIST = 6
"""The cells of the screen that no line of a list takes: the air at both sides, the cursor's mark, the scrollbar."""


class AgendaScreen(AgendaAsking):
    """The agenda around one day, which moves on at midnight as long as it is today."""

    PLACE = "agenda"
    KEYS = (
        Key("open", "enter", "openen", "Het dossier openen; van een dag in de maand of het jaar: naar die dag."),
        Key("earlier", "left", "→ bladeren", "De vorige dag, week of maand, of het vorige jaar."),
        Key("later", "right", "later", "De volgende dag, week of maand, of het volgende jaar.", shown=False),
        Key("day", "g", "dag", "De dag: uren, wie dienst heeft, samenloop in zinnen.", "level('day')"),
        Key("week", "w", "week", "De week.", "level('week')"),
        Key("month", "m", "maand", "De maand in weken, per dag het aantal.", "level('month')"),
        Key("year", "j", "jaar", "Het jaar: hoe zwaar elke dag is.", "level('year')"),
        Key("today", "t", "vandaag", "Naar vandaag."),
        Key("go_to_day", "d", "datum", "Naar een datum: 15-2, 15-02-2027.", asks=True),
        Key("switch_view", "v", "lijst", "De maand als lijst, en weer terug.", shown=False),
        Key("clashes", "s", "samenloop", "Wat elkaar in de weg zit: bekijken, aanvaarden, openen."),
        Key("layers", "L", "lagen", "Kiezen welke lagen en kalenders te zien zijn."),
        Key("import_calendar", "I", "inlezen", "Een kalender inlezen: bestand of adres.", asks=True, shown=False),
        Key(
            "next_day", "pagedown", "opzij", "Een kolom opzij, PgUp terug: een dag, in het jaar een week.", shown=False
        ),
    )
    DEFAULT_CSS = """
    AgendaScreen #period { margin: 0 0 1 0; }
    AgendaScreen.-narrow #period { margin: 0; }
    AgendaScreen ContentSwitcher { height: 1fr; }
    AgendaScreen #tiles, AgendaScreen #days, AgendaScreen #month, AgendaScreen #year { height: 1fr; }
    """
    _SWITCHED: ClassVar[dict[Level, str]] = {"day": "days", "list": "days", "month": "month", "year": "year"}

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._today = self.today
        self._day = self._today
        self._level: Level = "week"
        self._before_list: Level = "week"
        self._reader = AgendaReader(self.desk)
        self._agenda = EMPTY

    def compose_body(self) -> Iterable[Widget]:
        """Which period, then one of its shapes."""
        yield Sheet(id="period")
        with ContentSwitcher(initial="tiles"):
            yield Tiles(id="tiles")
            yield PickList(id="days")
            yield DayTiles(id="month")
            yield YearMap(id="year")

    def focus_body(self) -> None:
        """In whichever shape is shown."""
        self.query_one(f"#{self._shape}").focus()

    @property
    def _shape(self) -> str:
        """The widget that shows this level: the week stands in columns where they fit."""
        return self._SWITCHED.get(self._level) or ("days" if self.has_class("-narrow") else "tiles")

    @property
    def period(self) -> tuple[date, date]:
        """The first and the last day of the level around the day."""
        return period_of(self._level, self._day)

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the period again when something of the calendar changed."""
        calm = {"line", "action", "decision", "incident", "operator", "attachment"}
        if changes and all(change.kind.partition(".")[0] in calm for change in changes):
            return
        self._reader.forget()
        self._show(first=not changes)

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """At midnight today is another day."""
        today = self.today
        if today != self._today:
            self._day = today if self._day == self._today else self._day
            self._today = today
            self._show()

    def on_resize(self) -> None:
        """Each shape as it fits."""
        self.call_after_refresh(self._show)

    def show_period(self) -> None:
        """Read the period again."""
        self._show()

    def show_head(self) -> None:
        """Show which period it is, and how far an import is."""
        self.query_one("#period", Sheet).show(self._head)

    def _show(self, *, first: bool = False) -> None:
        """Read and show the period; `first` puts the cursor on the day itself."""
        self._agenda = self._reader.read(*shown_days(self._level, self._day), self.hidden)
        self.look_for_clashes(self._reader.version, len(self._agenda.items))
        self.show_head()
        first = self._switched() or first
        if self._shape == "year":
            year = year_of(self._agenda, self.desk.journal.home, self._today, self.marks)
            self.query_one(YearMap).show(year, self._day)
        elif self._shape == "month":
            height = self.query_one(ContentSwitcher).size.height
            lay = month_tiles(self._agenda, self.period, self._today, self.marks, height)
            self.query_one(DayTiles).show(lay, select=self._day.isoformat())
        elif self._shape == "tiles":
            lay = week_tiles(self._agenda, self._today, self.marks)
            self.query_one("#tiles", Tiles).show(lay, select=self._first_key() if first else "")
        else:
            self._show_list(select=self._first_key() if first else "")

    def _show_list(self, *, select: str) -> None:
        if self._level == "day":
            picks = one_day_picks(self._agenda, self.clashes, self.size.width - _AROUND_LIST)
        else:
            picks = day_picks(self._agenda, self._today, self.marks, all_days=self._level == "week")
        if not self._agenda.items and not (self._agenda.duties and picks):
            picks = [remark(text) for text in self._nothing()]
        self.query_one("#days", PickList).show(picks, select=select)

    def _first_key(self) -> str:
        """The key of the first item on or after the day."""
        found = ((day, item) for day in sorted(self._agenda.days) if day >= self._day for item in self._agenda.on(day))
        return next((f"{item.key} {day}" for day, item in found), "")

    def _switched(self) -> bool:
        """Show the shape that it must be; whether it was another one."""
        switcher, wanted = self.query_one(ContentSwitcher), self._shape
        if switcher.current == wanted:
            return False
        had_focus = self.focused is not None and self.focused.id == switcher.current
        switcher.current = wanted
        if had_focus:
            self.query_one(f"#{wanted}").focus()
        return True

    def _head(self, width: int) -> Sequence[Line]:
        first, last = self.period
        name = f"Week {first.isocalendar().week}" if self._level == "week" else MONTHS[first.month - 1].capitalize()
        said = f"  {period_text(first, last)}" if self._level == "week" else f" {first.year}"
        if self._level in ("day", "year"):
            name, said = date_text(first).capitalize() if self._level == "day" else f"Jaar {first.year}", ""
            said = "  vandaag" if first == last == self._today else said
        count = sum(item.first <= last and item.last >= first for item in self._agenda.items)
        right: list[Part] = [(f"{self.reading_said}  ", "warning")] if self.reading_said else []
        right += [(f"{clash_text(self.open_clashes)} (s)  ", "warning")] if self.open_clashes else []
        right.append((f"{count} {'item' if count == 1 else 'items'}", "muted"))
        hidden = len(self.hidden)
        right += [(f" · {hidden} {'laag' if hidden == 1 else 'lagen'} verborgen", "warning")] if hidden else []
        lines = [justified([(name, "strong"), (said, "")], right, width)]
        if not self._agenda.items and self._shape == "tiles":
            lines += [(), *(((text, "muted"),) for text in self._nothing())]
        return lines

    def _nothing(self) -> tuple[str, ...]:
        reading = self.desk.reading
        if any(reading.newest(type_, 1) for type_ in ("calendar", "evenement", "demonstration", "match", "cmt")):
            return ("In deze periode staat niets. ← en → bladeren, d gaat naar een datum.",)
        return (
            "Er is nog geen kalender. I leest een bestand (.ics) of een adres in,",
            "en in een opdrachtvenster: aovconsole calendar import BESTAND-OF-ADRES",
        )

    @on(Tiles.Chosen)
    @on(PickList.Chosen, "#days")
    def _chosen(self, event: Tiles.Chosen | PickList.Chosen) -> None:
        self._open(event.key)

    def action_open(self) -> None:
        """Open what is under the cursor."""
        self._open(self._selected)

    @property
    def _selected(self) -> str:
        shape = self.query_one(f"#{self._shape}")
        return shape.selected if isinstance(shape, Tiles | PickList) else self._day.isoformat()

    def _open(self, key: str) -> None:
        if self._shape in ("month", "year"):
            self.action_level("day")
            return
        if key.startswith(CLASH):
            self.action_clashes()
            return
        standing = (*self._agenda.items, *self._agenda.duties)
        item = next((item for item in standing if item.key == key.rpartition(" ")[0]), None)
        if item is None:
            return
        if item.day.dossier:
            self.post_message(self.OpenDossier(item.day.dossier))
            return
        if item.day.layer == DUTIES:
            self.app.push_screen(TellDialog("Dienst", item.day.title, story_of_duty(self.desk, item.day)))
        elif row := self.desk.reading.subject(item.day.subject):
            self.app.push_screen(TellDialog("Agenda", row.title, story_of_item(self.desk, row, item.day)))

    @on(DayTiles.Moved)
    @on(YearMap.Moved)
    def _moved(self, event: DayTiles.Moved | YearMap.Moved) -> None:
        if event.day != self._day:
            self.go(event.day)

    @on(YearMap.Chosen)
    def _day_chosen(self, event: YearMap.Chosen) -> None:
        self._day = event.day
        self.action_level("day")

    def go(self, day: date) -> None:
        """Show the period around a day."""
        self._day = bounded(day)
        self._show(first=True)

    def action_earlier(self) -> None:
        """Go to the previous period."""
        self.go(stepped(self._level, self._day, -1))

    def action_later(self) -> None:
        """Go to the next period."""
        self.go(stepped(self._level, self._day, 1))

    def action_today(self) -> None:
        """Go to today."""
        self.go(self.today)

    def action_next_day(self) -> None:
        """Go a column further, wherever the cursor stands."""
        shape = self.query_one(f"#{self._shape}")
        if isinstance(shape, Tiles):
            shape.action_column(1)
        elif isinstance(shape, YearMap):
            shape.action_step(7)

    def action_level(self, level: Level) -> None:
        """Show the day, week, month, list or year around the day under the cursor."""
        day = self._selected.rpartition(" ")[2]
        self._level = level
        self.go(date.fromisoformat(day) if day else self._day)

    def action_switch_view(self) -> None:
        """Show the month as a list, or what was shown before it."""
        if self._level != "list":
            self._before_list = self._level
        self.action_level(self._before_list if self._level == "list" else "list")
