"""Screen 2, Agenda: a week beside each other or a month below each other; imported calendars and our own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from textual import on, work
from textual.widget import Widget
from textual.widgets import ContentSwitcher

from aovconsole.domain.times import MONTHS
from aovconsole.journal.store import Change
from aovconsole.screens.agenda_days import AgendaItem, agenda_items, monday_of, on_day, typed_day
from aovconsole.screens.agenda_import import CalendarImporting
from aovconsole.screens.agenda_lines import day_picks, period_text, week_tiles
from aovconsole.screens.calendar_story import story_of_item
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.keys import Key
from aovconsole.screens.layers_dialog import LayersDialog
from aovconsole.screens.tell_dialog import TellDialog
from aovconsole.screens.widgets.painted import Line, Part, justified
from aovconsole.screens.widgets.pick_list import Pick, PickList, remark
from aovconsole.screens.widgets.sheet import Sheet
from aovconsole.screens.widgets.tiles import Tiles
from aovconsole.screens.workbench import Workbench

WEEK, LIST = "week", "list"
HIDDEN = "agenda.hidden"
"""The setting that remembers which layers are not shown."""


class AgendaScreen(CalendarImporting):
    """The agenda around one day, which moves on at midnight as long as it is today."""

    PLACE = "agenda"
    KEYS = (
        Key("open", "enter", "openen", "De gegevens tonen; een eigen evenement opent als dossier."),
        Key("earlier", "left", "eerder", "De vorige week, of maand in de lijst."),
        Key("later", "right", "later", "De volgende week, of maand in de lijst."),
        Key("today", "t", "vandaag", "Naar vandaag."),
        Key("go_to_day", "d", "datum", "Naar een dag: 15-2, 15-02-2027.", asks=True),
        Key("switch_view", "v", "week/lijst", "Wisselen tussen de week en de maandlijst."),
        Key("week", "w", "week", "De week.", shown=False),
        Key("layers", "L", "lagen", "Kiezen welke kalenders te zien zijn."),
        Key("import_calendar", "I", "inlezen", "Een kalender inlezen: een bestand of een adres.", asks=True),
        Key("next_day", "pagedown", "dag verder", "In de week: naar de volgende dag waarop iets staat.", shown=False),
    )
    DEFAULT_CSS = """
    AgendaScreen #period { margin: 0 0 1 0; }
    AgendaScreen.-narrow #period { margin: 0; }
    AgendaScreen ContentSwitcher { height: 1fr; }
    AgendaScreen #tiles, AgendaScreen #days { height: 1fr; }
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._today = self._local_today()
        self._day = self._today
        self._view = WEEK
        self._items: dict[str, AgendaItem] = {}

    def _local_today(self) -> date:
        return self.desk.seat.now.astimezone(self.desk.zone).date()

    def compose_body(self) -> Iterable[Widget]:
        """Which period, then the week or the list."""
        yield Sheet(id="period")
        with ContentSwitcher(initial="tiles"):
            yield Tiles(id="tiles")
            yield PickList(id="days")

    def focus_body(self) -> None:
        """In the week or the list, whichever is shown."""
        self.query_one("#tiles" if self._in_columns else "#days").focus()

    @property
    def _in_columns(self) -> bool:
        return self._view == WEEK and not self.has_class("-narrow")

    @property
    def _period(self) -> tuple[date, date]:
        if self._view == WEEK:
            monday = monday_of(self._day)
            return monday, monday + timedelta(days=6)
        first = self._day.replace(day=1)
        return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)

    @property
    def _hidden(self) -> frozenset[str]:
        try:
            found = json.loads(self.bench.drafts.setting(HIDDEN) or "[]")
        except ValueError:
            found = []
        return frozenset(str(layer) for layer in found) if isinstance(found, list) else frozenset()

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the period again when something of the calendar changed."""
        calm = {"line", "action", "decision", "incident", "operator", "attachment"}
        if changes and all(change.kind.partition(".")[0] in calm for change in changes):
            return
        self._show(first=not changes)

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """At midnight today is another day."""
        today = self._local_today()
        if today != self._today:
            self._day = today if self._day == self._today else self._day
            self._today = today
            self._show()

    def on_resize(self) -> None:
        """The week in columns where they fit, else below each other."""
        self.call_after_refresh(self._show)

    def show_period(self) -> None:
        """Read the period again."""
        self._show()

    def show_head(self) -> None:
        """Show which period it is, and how far an import is."""
        self.query_one("#period", Sheet).show(self._head)

    def _show(self, *, first: bool = False) -> None:
        """Read and show the period; `first` puts the cursor on the day itself."""
        begin, end = self._period
        items = agenda_items(self.desk, begin, end, self._hidden)
        self._items = {item.key: item for item in items}
        self.show_head()
        first = self._switched() or first
        days = [self._day + timedelta(days=number) for number in range((end - self._day).days + 1)] if first else []
        select = next((f"{item.key} {day}" for day in days for item in on_day(items, day)), "")
        if self._in_columns:
            self.query_one(Tiles).show(week_tiles(items, begin, self._today), select=select)
            return
        picks: list[Pick] = list(day_picks(items, begin, end, self._today, all_days=self._view == WEEK))
        if not items:
            picks = [remark(text) for text in self._nothing()]
        self.query_one("#days", PickList).show(picks, select=select)

    def _switched(self) -> bool:
        """Show the week in columns or the list, whichever it must be; whether it was the other one."""
        switcher, wanted = self.query_one(ContentSwitcher), "tiles" if self._in_columns else "days"
        if switcher.current == wanted:
            return False
        had_focus = self.focused is not None and self.focused.id == switcher.current
        switcher.current = wanted
        if had_focus:
            self.query_one(f"#{wanted}").focus()
        return True

    def _head(self, width: int) -> Sequence[Line]:
        begin, end = self._period
        name = f"Week {begin.isocalendar().week}" if self._view == WEEK else MONTHS[begin.month - 1].capitalize()
        period = period_text(begin, end) if self._view == WEEK else str(begin.year)
        count = len(self._items)
        right: list[Part] = [(f"{self.reading_said}  ", "warning")] if self.reading_said else []
        hidden = len(self._hidden)
        right.append((f"{count} {'item' if count == 1 else 'items'}", "muted"))
        right += [(f" · {hidden} {'laag' if hidden == 1 else 'lagen'} verborgen", "warning")] if hidden else []
        gap = "  " if self._view == WEEK else " "
        lines = [justified([(name, "strong"), (f"{gap}{period}", "")], right, width)]
        if not count and self._in_columns:
            lines += [(), *(((text, "muted"),) for text in self._nothing())]
        return lines

    def _nothing(self) -> tuple[str, ...]:
        reading = self.desk.reading
        if any(reading.newest(type_, 1) for type_ in ("calendar", "evenement", "demonstration", "cmt")):
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
        self._open(self.query_one(Tiles).selected if self._in_columns else self.query_one("#days", PickList).selected)

    def _open(self, key: str) -> None:
        item = self._items.get(key.rpartition(" ")[0])
        if item is None:
            return
        if item.day.dossier:
            self.post_message(self.OpenDossier(item.day.dossier))
            return
        row = self.desk.reading.subject(item.day.subject)
        if row is not None:
            self.app.push_screen(TellDialog("Agenda", row.title, story_of_item(self.desk, row, item.day)))

    def _go(self, day: date) -> None:
        self._day = day
        self._show(first=True)

    def _step(self, by: int) -> None:
        begin, end = self._period
        if self._view == WEEK:
            self._go(self._day + timedelta(days=7 * by))
        else:
            self._go((end if by > 0 else begin) + timedelta(days=by))

    def action_earlier(self) -> None:
        """Go to the previous period."""
        self._step(-1)

    def action_later(self) -> None:
        """Go to the next period."""
        self._step(1)

    def action_today(self) -> None:
        """Go to today."""
        self._go(self._local_today())

    def action_next_day(self) -> None:
        """Go to the next day of the week that has something."""
        self.query_one(Tiles).action_column(1)

    def action_week(self) -> None:
        """Show the week."""
        self._view = WEEK
        self._show(first=True)

    def action_switch_view(self) -> None:
        """Show the week, or the list of the month."""
        self._view = LIST if self._view == WEEK else WEEK
        self._show(first=True)

    @work
    async def action_go_to_day(self) -> None:
        """Ask for a day and go there."""

        async def go(values: dict[str, str]) -> bool:
            self._go(typed_day(values["day"], self._local_today()))
            return True

        field = Field("day", "datum", hint="15-2, 15-02-2027 of 2027-02-15")
        form = FormDialog("Naar een dag", [field], go, verb="erheen", drafts=self.bench.drafts, key=("day", ""))
        await self.app.push_screen_wait(form)

    @work
    async def action_layers(self) -> None:
        """Ask which layers to show."""
        year = timedelta(days=366)
        days = self.desk.calendar.days(self._day - year, self._day + year)
        layers = sorted({day.layer for day in days} | self._hidden)
        hidden = await self.app.push_screen_wait(LayersDialog(layers, self._hidden))
        if hidden is not None:
            self.bench.drafts.remember(HIDDEN, json.dumps(sorted(hidden), ensure_ascii=False))
            self._show()
