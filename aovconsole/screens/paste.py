"""Several lines at once: what was pasted above, each line as it is understood below, filed in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from rich.segment import Segment
from textual import events, on, work
from textual.binding import Binding
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static, TextArea

from aovconsole.desk.desk import Desk
from aovconsole.domain.entry import Entry
from aovconsole.domain.text import clean
from aovconsole.domain.times import CLOCK_SKEW, clock_text
from aovconsole.drafts import Drafts
from aovconsole.errors import AovError
from aovconsole.screens.bar_dossier import Dossier
from aovconsole.screens.dialogs import Dialog, ask_moment
from aovconsole.screens.text import cells, plain
from aovconsole.screens.widgets.entry_bar import PAGE, Ask

_WAIT_SECONDS = 0.2
_TIME, _SOURCE = 16, 16


class PageArea(TextArea):
    """A text area that cleans what is pasted, visibly."""

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = clean(event.text.replace("\r\n", "\n").replace("\r", "\n"), lines=True)
        self.replace(text, *self.selection)


class Understood(ScrollView, can_focus=False):
    """The lines as the grammar reads them: when, who said it, what; a sign where the person should look."""

    COMPONENT_CLASSES = {"understood--time", "understood--source", "understood--warning", "understood--quiet"}
    DEFAULT_CSS = """
    Understood { height: 1fr; background: $panel; scrollbar-size: 1 1; }
    Understood .understood--time { color: $foreground; text-style: bold; }
    Understood .understood--source { color: $secondary; }
    Understood .understood--warning { color: $warning; text-style: bold; }
    Understood .understood--quiet { color: $quiet; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[tuple[str, str, str, bool], ...] = ()

    def show(self, rows: Sequence[tuple[str, str, str, bool]]) -> None:
        """Show these rows: time, source, text, and whether it needs a look."""
        self._rows = tuple(rows)
        self.virtual_size = Size(self.scrollable_content_region.width, len(rows))
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        width, y = self.scrollable_content_region.width, y + self.scroll_offset.y
        segments: list[Segment] = []
        if y < len(self._rows):
            when, source, text, look = self._rows[y]
            style = self.get_component_rich_style
            segments = [
                Segment("! " if look else "  ", style("understood--warning", partial=True)),
                Segment(cells(when, _TIME), style(f"understood--{'warning' if look else 'time'}", partial=True)),
                Segment(cells(source, _SOURCE), style("understood--source", partial=True)),
                Segment(cells(text.replace("\n", " ⏎ "), width - _TIME - _SOURCE - 2)),
            ]
        return Strip(Segment.apply_style(segments, self.rich_style)).adjust_cell_length(width, self.rich_style)


class PasteDialog(Dialog[bool | None]):
    """Lines from a notebook or a chat, checked before they are filed; answers whether they were."""

    HINT = "^s alles vastleggen   esc terug, tekst blijft bewaard"
    BINDINGS = [Binding("ctrl+s", "file", "vastleggen", show=False, priority=True)]
    DEFAULT_CSS = """
    PasteDialog > #box { width: 132; height: 90%; }
    PasteDialog PageArea, PasteDialog PageArea:focus {
        height: 1fr; border: none; padding: 0 1; background: $background; scrollbar-size: 1 1;
    }
    PasteDialog #told { height: 1; margin: 1 0; color: $accent; text-style: bold; }
    """

    def __init__(self, desk: Desk, drafts: Drafts, ask: Ask, dossier: Dossier, pasted: str) -> None:
        super().__init__()
        self._desk = desk
        self._drafts = drafts
        self._ask = ask
        self._dossier = dossier
        waiting = drafts.of(PAGE, dossier.subject).text
        self._text = "\n".join(part for part in (waiting, clean(pasted, lines=True)) if part)
        self._timer: Timer | None = None
        self._filing = False

    @property
    def heading(self) -> str:
        """Where the lines go."""
        return f"Regels voor {self._dossier.number or 'het'} {self._dossier.label}"

    def contents(self) -> Iterable[Widget]:
        """The lines as they were pasted, how many there are, and how they are understood."""
        yield PageArea(self._text, soft_wrap=False)
        yield Static(id="told")
        yield Understood()
        yield Static("", classes="fault")

    def begin(self) -> None:
        """Keep what was pasted, and read it."""
        self._keep(self._text)
        self.query_one(PageArea).focus()
        self.call_after_refresh(self._read)

    def _keep(self, text: str) -> None:
        self._drafts.keep(PAGE, self._dossier.subject, text)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        self._keep(event.text_area.text)
        if self._timer is None:
            self._timer = self.set_timer(_WAIT_SECONDS, self._read)

    def _entries(self) -> tuple[Entry, ...]:
        return self._desk.log.understand_pasted(self.query_one(PageArea).text)

    def _read(self) -> None:
        self._timer = None
        entries, now = self._entries(), self._desk.seat.now
        rows = [
            (
                clock_text(entry.occurred_at, now, zone=self._desk.zone) if entry.occurred_at else "nu",
                entry.source,
                entry.body or entry.text,
                bool(entry.time_choices) or self._ahead(entry),
            )
            for entry in entries
        ]
        look = sum(row[3] for row in rows)
        told = f"{len(rows)} {'regel' if len(rows) == 1 else 'regels'}"
        told += f" · ! {look} met een tijd die twee keer bestaat of nog moet komen" if look else ""
        self.query_one("#told", Static).update(plain(told))
        self.query_one(Understood).show(rows)

    def _ahead(self, entry: Entry) -> bool:
        return entry.occurred_at is not None and entry.occurred_at > self._desk.seat.now + CLOCK_SKEW

    def action_cancel(self) -> None:
        """Go back; the text stays as a draft."""
        self.dismiss(False)

    def action_file(self) -> None:
        """File every line."""
        if not self._filing:
            self._file()

    @work
    async def _file(self) -> None:
        self._filing = True
        try:
            entries = await self._chosen(self._entries())
            draft = self._drafts.of(PAGE, self._dossier.subject)
            filing = partial(self._desk.log.file, dossier=self._dossier.subject, draft_id=draft.record_id)
            if entries:
                await self._ask(filing, entries)
                self._drafts.done(PAGE, self._dossier.subject)
                self.dismiss(True)
        except AovError as error:
            self.show_fault(error.sentence)
        finally:
            self._filing = False

    async def _chosen(self, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Ask once which of the two hours is meant, for all lines of that night."""
        double = next((entry for entry in entries if entry.time_choices), None)
        if double is None:
            return entries
        moment = await ask_moment(self.app, double.time_choices, double.occurred_at)
        if moment is None:
            return ()
        which = double.time_choices.index(moment)
        return tuple(
            replace(entry, occurred_at=entry.time_choices[which], time_choices=()) if entry.time_choices else entry
            for entry in entries
        )
