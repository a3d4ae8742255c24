"""The frame that every main screen shares: masthead, body, entry bar, keys, the watch and the one writer thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, ParamSpec, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import day_short
from aovconsole.errors import AovError, CannotStore
from aovconsole.journal.store import Change
from aovconsole.screens.bar_dossier import GENERAL_LOG, Dossier
from aovconsole.screens.desk_state import desk_state
from aovconsole.screens.keys import FIELD_KEYS, GLOBAL_KEYS, Key, bindings
from aovconsole.screens.text import sentence
from aovconsole.screens.widgets.entry_bar import EntryBar
from aovconsole.screens.widgets.key_line import KeyLine
from aovconsole.screens.widgets.masthead import Masthead
from aovconsole.screens.workbench import Workbench

P = ParamSpec("P")
T = TypeVar("T")

__all__ = ["GENERAL_LOG", "DeskScreen", "Dossier"]

BEAT_SECONDS = 0.2
"""How often a visible screen asks whether records came in and which second it is."""

BUSY_SECONDS = 0.5
"""A request that takes longer than this says that it is being done."""


class DeskScreen(Screen[None]):
    """A main screen. A subclass declares PLACE and KEYS and overrides what it needs of:

    `compose_body`, `refresh_view`, `minute_passed`, `dossier`, `open_dossier`, `focus_body`.
    It may use `desk`, `bench`, `ask`, `tell`, `dossier_changed` and post `OpenDossier`.
    """

    PLACE: ClassVar[str] = ""
    KEYS: ClassVar[tuple[Key, ...]] = ()
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (180, "-vast")]
    DEFAULT_CSS = """
    DeskScreen { layout: vertical; background: $background; color: $foreground; }
    DeskScreen > #body { height: 1fr; width: 1fr; padding: 0 1; }
    DeskScreen.-wide > #body, DeskScreen.-vast > #body { padding: 1 1 0 1; }
    """

    class OpenDossier(Message):
        """Somebody wants to see a dossier where it lives, at one of its lines when `record_id` is given."""

        def __init__(self, subject: str, record_id: str = "") -> None:
            super().__init__()
            self.subject = subject
            self.record_id = record_id

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Turn the declared keys into bindings."""
        cls.BINDINGS = [*bindings(cls.__dict__.get("KEYS", ())), *cls.__dict__.get("BINDINGS", ())]
        super().__init_subclass__(**kwargs)

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self._seen = (-1, -1)
        self._pos = bench.start_pos
        self._minute: datetime | None = None
        self._unread = self._draft_fault = self._mode = ""

    @property
    def desk(self) -> Desk:
        """The one door."""
        return self.bench.desk

    # What a subclass overrides ------------------------------------------------------------------

    def compose_body(self) -> Iterable[Widget]:
        """The widgets of this screen, between masthead and entry bar."""
        return ()

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read again and show: at the first sight (no changes named) and whenever records came in."""

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """Show what depends on the moment: by default everything is read again."""
        self.refresh_view(())

    def signals_heard(self) -> None:
        """Show what the sources outside said; only the screen that shows it does something."""

    def keys_changed(self) -> None:
        """Say that `shown_keys` gives others now."""
        self._show_keys()

    @property
    def dossier(self) -> Dossier:
        """The dossier that the entry bar files into."""
        return GENERAL_LOG

    def open_dossier(self, subject: str, record_id: str = "") -> None:
        """Show a dossier, at a line when one is given; only the screen where dossiers live does something."""

    def focus_body(self) -> None:
        """Put the cursor where this screen works; by default in the first widget of the body that takes it."""
        for widget in self.query_one("#body").query("*").results(Widget):
            if widget.focusable:
                self.set_focus(widget)
                return
        self.set_focus(None)

    # What a subclass uses -----------------------------------------------------------------------

    async def ask(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Run a request on the one writer thread; None, with a toast, when the desk refused."""
        try:
            return await self.request(fn, *args, **kwargs)
        except AovError as error:
            self.tell(error.sentence, wrong=True)
            return None

    async def request(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a request on the one writer thread; for a form, which shows a refusal itself.

        Call it in a worker (`@work`) or a handler; the screen sees its own records at once. A journal that is
        held by another program lets it wait: then the entry bar says so.

        Raises:
            AovError: the desk refused.
        """
        loop, bar = asyncio.get_running_loop(), self.query_one(EntryBar)
        busy = self.set_timer(BUSY_SECONDS, partial(bar.show_busy, True))
        try:
            answer = await loop.run_in_executor(self.bench.writer, partial(fn, *args, **kwargs))
        finally:
            busy.stop()
            bar.show_busy(False)
        self.look()
        return answer

    def tell(self, told: str, *, wrong: bool = False) -> None:
        """Say something in a toast, literally."""
        self.app.clear_notifications()  # one at a time: the newest is about what was just done
        severity: SeverityLevel = "error" if wrong else "information"
        self.notify(sentence(told), severity=severity, timeout=10 if wrong else 5, markup=False)

    @work
    async def open_page(self, pasted: str = "") -> None:
        """Open the dialog for several lines, with what was pasted behind what waited there already."""
        from aovconsole.screens.paste import PasteDialog

        await self.app.push_screen_wait(PasteDialog(self.desk, self.bench.drafts, self.request, self.dossier, pasted))
        self.query_one(EntryBar).show_draft()

    def dossier_changed(self) -> None:
        """Say that `dossier` gives another one now: the entry bar keeps its half-typed line and shows the other's."""
        self.query_one(EntryBar).show_dossier(*self.dossier)
        self._show_keys()

    # The frame ----------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Masthead, body, entry bar, keys."""
        yield Masthead(self.bench.title, self.PLACE, self._clock_text(self.desk.seat.now))
        with Container(id="body"):
            yield from self.compose_body()
        yield EntryBar(self.desk.log, self.bench.drafts, self.ask)
        yield KeyLine(())

    @property
    def live_keys(self) -> tuple[Key, ...]:
        """The keys of this screen that mean something now: those of the key sheet."""
        return self.KEYS

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """The keys of this screen that stand in the footer."""
        return tuple(key for key in self.KEYS if key.shown)

    @property
    def shows_lines(self) -> bool:
        """Whether a line that is filed here is seen here; else a toast says that it is."""
        return False

    def on_mount(self) -> None:
        """Read for the first time and begin to watch, unless the console was left first."""
        if not self.is_attached:
            return
        self.dossier_changed()
        self._beat()
        if self.focused is None:
            self.focus_body()
        self.set_interval(BEAT_SECONDS, self._beat)

    def on_screen_resume(self) -> None:
        """Catch up with what came in while another screen was visible."""
        if self.is_mounted:
            self.dossier_changed()
            self._beat()

    @on(EntryBar.PageWanted)
    def _page_wanted(self, event: EntryBar.PageWanted) -> None:
        self.open_page(event.text)

    @on(EntryBar.Filed)
    def _line_filed(self) -> None:
        if not self.shows_lines:
            self.tell(f"vastgelegd in {self.dossier.number or 'het logboek'}")

    @on(EntryBar.Left)
    def _leave_field(self) -> None:
        self.focus_body()

    def _beat(self) -> None:
        if self not in self.app.screen_stack:
            return
        now = self.desk.seat.now
        self.query_one(Masthead).show_clock(self._clock_text(now))
        minute = now.replace(second=0, microsecond=0)
        try:
            looked = self.look()
        except CannotStore as error:  # the file went away or the disk fails: what is on the screen stays
            if self._unread != error.sentence:
                self._unread = error.sentence
                self.tell(error.sentence, wrong=True)
            return
        self._unread = ""
        if (self.bench.drafts.fault, self.desk.journal.clock.mode) != (self._draft_fault, self._mode):
            self._show_state(now)
        if minute != self._minute:
            self._minute = minute
            self._show_state(now)
            if not looked:
                self.minute_passed(now)

    def look(self) -> bool:
        """Refresh when records came in, from this or another process; whether there were any."""
        journal = self.desk.journal
        seen = (journal.data_version(), journal.last_pos())
        if seen == self._seen:
            return False
        changes = journal.changes(self._pos)
        first, self._seen = self._seen[0] < 0, seen
        if changes:
            self._pos = changes[-1].pos
        if not changes and not first:
            self._show_state(self.desk.seat.now)
            return False
        self.refresh_view(changes)
        self._show_state(self.desk.seat.now)
        return True

    def _show_state(self, now: datetime) -> None:
        self._draft_fault, self._mode = self.bench.drafts.fault, self.desk.journal.clock.mode
        self.query_one(Masthead).show_state(desk_state(self.desk, now, self._draft_fault))

    def _clock_text(self, now: datetime) -> str:
        local = now.astimezone(self.desk.zone)
        return f"{day_short(local.date())} {local:%H:%M:%S}"

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _show_keys(self) -> None:
        in_field = self.query_one(EntryBar).has_focus_within
        here = FIELD_KEYS if in_field else self.shown_keys
        general = [key for key in GLOBAL_KEYS if key.shown and (not in_field or key.key.startswith("ctrl+"))]
        self.query_one(KeyLine).show((*here, *general))
