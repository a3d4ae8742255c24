"""The entry bar: one line at any time, filed in the dossier that stands before it; what was understood stands below."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from aovconsole.desk.log import LogDesk
from aovconsole.domain.entry import Entry
from aovconsole.domain.text import clean
from aovconsole.drafts import Drafts
from aovconsole.screens.text import cells

LINE, PAGE = "line", "page"
"""The forms under which drafts of one line and of pasted lines are kept."""

LONG = 2_000
"""A line of more characters opens the dialog for pages: a one-line field is no place to read it."""

_WAIT_SECONDS = 0.08
_LABEL_WIDTH = 24
_ASKED = "dit log vraagt: "
_PLACEHOLDER = "22:14 politie @plaats wat er gebeurt !actie wie 22:30 #kernwoord"


class Ask(Protocol):
    """How a widget puts a request to the desk: on the writer thread, with refusals told to the person."""

    def __call__(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Coroutine[Any, Any, Any]:
        """Run a request; None when it was refused."""


class LineInput(Input):
    """A text field that keeps what is pasted, cleans it visibly, and hands over what is more than one line."""

    BINDINGS = [Binding("escape", "leave", "terug", show=False)]
    DEFAULT_CSS = """
    LineInput > .input--placeholder { color: $quiet; text-style: italic; }
    """

    class Leaving(Message):
        """The person wants out of the field; its text stays."""

    class PagePasted(Message):
        """More than one line was pasted, or one that is too long for a field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(
        self, edited: Callable[[str], None], placeholder: str, *, pages: bool = False, value: str = ""
    ) -> None:
        self._edited = edited  # before the first value is set, which is handed on already
        self._pages = pages
        super().__init__(clean(value), placeholder=placeholder, select_on_focus=False)

    def watch_value(self, value: str) -> None:
        """Hand on what stands there now, at once: a message would come after a change of dossier."""
        self._edited(value)

    def action_leave(self) -> None:
        """Leave the field."""
        self.post_message(self.Leaving())

    def action_paste(self) -> None:
        """Paste what was copied inside the console."""
        self._take(self.app.clipboard)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self._take(event.text)

    def _take(self, pasted: str) -> None:
        text = clean(pasted.replace("\r\n", "\n").replace("\r", "\n"), lines=True).strip("\n")
        if self._pages and ("\n" in text or len(text) + len(self.value) > LONG):
            self.post_message(self.PagePasted(text))
        elif text:
            self.replace(text.replace("\n", " "), *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in the place of a stretch; whatever its way in, it is cleaned."""
        super().replace(clean(text), start, end)


class EntryBar(Widget):
    """Paints its rule, its prompt and what was understood itself; the text field is its only child."""

    DEFAULT_CSS = """
    EntryBar { height: 3; width: 1fr; padding: 0 3; background: $background; color: $foreground; }
    EntryBar .entry-bar--rule { color: $rule; }
    EntryBar .entry-bar--rule-active { color: $primary; }
    EntryBar .entry-bar--prompt { color: $accent; text-style: bold; }
    EntryBar .entry-bar--understood { color: $quiet; }
    EntryBar .entry-bar--warning { color: $warning; text-style: bold; }
    EntryBar > LineInput, EntryBar > LineInput:focus {
        height: 1; border: none; padding: 0; margin: 1 0 0 10; background: $background; background-tint: transparent;
    }
    """
    COMPONENT_CLASSES = {
        "entry-bar--rule", "entry-bar--rule-active", "entry-bar--prompt",
        "entry-bar--understood", "entry-bar--warning",
    }  # fmt: skip

    class Left(Message):
        """The person left the field."""

    class Filed(Message):
        """A line is on disk."""

    class PageWanted(Message):
        """Several lines were pasted; they want a dialog."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, log: LogDesk, drafts: Drafts, ask: Ask) -> None:
        super().__init__()
        self._log = log
        self._drafts = drafts
        self._ask = ask
        self._dossier: str | None = None
        self._label = ""
        self._said = ""
        self._warns = False
        self._busy = False
        self._filing = False
        self._waiting: Timer | None = None
        self._hints: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """The text field."""
        yield LineInput(self._changed, _PLACEHOLDER, pages=True)

    @property
    def field(self) -> LineInput:
        """The text field."""
        return self.query_one(LineInput)

    def show_dossier(self, subject: str, number: str, label: str) -> None:
        """File into this dossier from now on; its half-typed line stands in the field."""
        self._dossier, self._label = subject, cells(number or label, _LABEL_WIDTH).rstrip()
        self.field.styles.margin = (1, 0, 0, cell_len(self._label) + 3)
        self.show_draft()
        self.refresh()

    def show_draft(self) -> None:
        """Show the half-typed line of the dossier."""
        if self._dossier is None:
            return
        text = self._drafts.of(LINE, self._dossier).text
        if text != self.field.value:
            self.field.value = text
            self.field.cursor_position = len(text)
        self._explain()

    def show_hints(self, hints: Sequence[str]) -> None:
        """Say in the empty field what is asked of this log, as much as fits; none for an example of the grammar."""
        self._hints = tuple(map(clean, hints))
        self._place_hints()

    def on_resize(self) -> None:
        """Say as much as fits."""
        self._place_hints()

    def _place_hints(self) -> None:
        said, room = _ASKED, self.content_size.width - cell_len(self._label) - 3
        for number, hint in enumerate(self._hints):
            longer = f"{said}{' · ' if number else ''}{hint}"
            if number and cell_len(longer) > room:
                break
            said = longer
        self.field.placeholder = cells(said, max(room, 0)).rstrip() if self._hints else _PLACEHOLDER

    def show_busy(self, busy: bool) -> None:
        """Say that something is being filed, or say again what was understood."""
        if busy != self._busy:
            self._busy = busy
            self.refresh()

    def focus_field(self) -> None:
        """Put the cursor in the field, behind what stands there."""
        self.screen.set_focus(self.field)  # at once, unlike focus(): letters may be waiting

    def _changed(self, text: str) -> None:
        if self._dossier is None:
            return
        self._drafts.keep(LINE, self._dossier, text)
        if self._waiting is None:
            self._waiting = self.set_timer(_WAIT_SECONDS, self._explain)

    def _explain(self) -> None:
        self._waiting = None
        text = self.field.value
        if text.strip():
            entry = self._log.understand(text)
            said = self._log.explain(entry)
            self._warns = bool(entry.time_choices) or "nog niet geweest" in said or "bestaat niet" in said
            said = said if entry.occurred_at else f"nu · {said}" if said else "nu"
        else:
            said, self._warns = self._hint(), False
        if said != self._said:
            self._said = said
            self.refresh()

    def _hint(self) -> str:
        waiting = self._drafts.of(PAGE, self._dossier or "").text
        return f"{len(waiting.splitlines())} geplakte regels wachten · p om verder te gaan" if waiting else ""

    @on(LineInput.Leaving)
    def _leaving(self, event: LineInput.Leaving) -> None:
        event.stop()
        self.post_message(self.Left())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip() and not self._filing:
            self._file(event.value)

    @work
    async def _file(self, text: str) -> None:
        """File the line; the text stays in the field until it is on disk."""
        self._filing = True
        try:
            dossier = self._dossier or ""
            draft = self._drafts.of(LINE, dossier)
            entry = await self._chosen(self._log.understand(text))
            if entry is None:
                return
            if await self._ask(self._log.file, (entry,), dossier=dossier, draft_id=draft.record_id):
                self._filed(dossier, text)
                self.post_message(self.Filed())
        finally:
            self._filing = False

    def _filed(self, dossier: str, text: str) -> None:
        """Clear what was filed; what was typed behind it in the meantime stays."""
        left = self._drafts.of(LINE, dossier).text
        left = left.removeprefix(text)
        self._drafts.done(LINE, dossier)
        self._drafts.keep(LINE, dossier, left)
        if dossier == self._dossier:
            self.show_draft()

    async def _chosen(self, entry: Entry) -> Entry | None:
        """The entry at the moment that is meant, asked when its time exists twice; None when the person went back."""
        if not entry.time_choices:
            return entry
        from aovconsole.screens.dialogs import ask_moment

        moment: datetime | None = await ask_moment(self.app, entry.time_choices, entry.occurred_at)
        return replace(entry, occurred_at=moment, time_choices=()) if moment else None

    @on(LineInput.PagePasted)
    def _page_pasted(self, event: LineInput.PagePasted) -> None:
        event.stop()
        self.post_message(self.PageWanted(event.text))

    def render_line(self, y: int) -> Strip:
        """Paint the rule, the prompt, and what was understood."""
        width = self.content_size.width
        indent = cell_len(self._label) + 3
        match y:
            case 0:
                active = self.has_focus_within
                part = self._styled(
                    ("━" if active else "─") * width, "entry-bar--rule-active" if active else "entry-bar--rule"
                )
            case 1:
                part = self._styled(f"{self._label} › ", "entry-bar--prompt")
            case _:
                said = f"! {self._said}" if self._warns else self._said
                said = "bezig met vastleggen …" if self._busy else said
                name = "entry-bar--warning" if self._warns else "entry-bar--understood"
                part = self._styled(" " * indent + cells(said, width - indent), name)
        return Strip(Segment.apply_style([part], self.rich_style)).adjust_cell_length(width, self.rich_style)

    def _styled(self, text: str, name: str) -> Segment:
        return Segment(text, self.get_component_rich_style(name, partial=True))

    def on_descendant_focus(self) -> None:
        """Show that the cursor is here."""
        self.refresh()

    def on_descendant_blur(self) -> None:
        """Show that the cursor left."""
        self.refresh()
