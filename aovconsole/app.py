"""The console as a Textual app: its places, its global keys, its looks; signals and crashes give the terminal back."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any, ClassVar, cast

from textual import events, on, work
from textual.app import App
from textual.command import CommandPalette, Provider
from textual.screen import Screen

from aovconsole.desk.desk import Desk
from aovconsole.drafts import Drafts, drafts_of
from aovconsole.errors import CommandRefused
from aovconsole.screens.exercise_app import ExerciseActions
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import GLOBAL_KEYS, GO_KEYS, PLACES, Place, bindings
from aovconsole.screens.reminded import Reminded
from aovconsole.screens.themes import DARK, THEMES
from aovconsole.screens.type_ahead import TypeAhead
from aovconsole.screens.widgets.entry_bar import EntryBar
from aovconsole.screens.widgets.masthead import Masthead
from aovconsole.screens.workbench import Workbench

_WHERE = {
    "demonstration": "demonstrations", "cmt": "cmt", "handover": "handover",
    "evaluation": "evaluation", "recommendation": "evaluation",
}  # fmt: skip
"""The screen on which a kind of dossier lives; the others live on Incidenten."""

SIGNALS = tuple(name for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK") if hasattr(signal, name))


def _palette_commands() -> type[Provider]:
    from aovconsole.screens.palette import ConsoleCommands  # when the palette is first opened

    return ConsoleCommands


class ConsoleApp(ExerciseActions, Reminded):
    """The console; screens get the workbench, commands come from keys that are declared once."""

    TITLE = "aovconsole"
    DEFAULT_MODE = PLACES[0].id
    BINDINGS = bindings((*GO_KEYS, *GLOBAL_KEYS))
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_palette_commands}
    CSS = """
    Toast { background: $panel; color: $foreground; }
    ToastRack { margin-bottom: 4; }
    CommandPalette > Vertical { width: 84; max-width: 94%; background: $panel; &:dark { background: $panel; } }
    CommandPalette #--input { border: none; padding: 0 2; background: $panel; }
    CommandPalette CommandList { background: $panel; border: none; padding: 0 1; scrollbar-size: 1 1; }
    CommandPalette CommandList { max-height: 60vh; } CommandPalette SearchIcon { display: none; }
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self.bench = bench
        self.crash_line = ""
        for theme in THEMES:
            self.register_theme(theme)
        remembered = bench.drafts.setting("theme")
        self.theme = remembered if remembered in {theme.name for theme in THEMES} else DARK
        self._ahead = TypeAhead(self._hand_out, time.monotonic)
        for place in PLACES:
            self.add_mode(place.id, partial(self._screen_of, place))

    def _screen_of(self, place: Place) -> Screen[Any]:
        """Make a main screen; its module is loaded when somebody goes there."""
        made: Screen[Any] = getattr(import_module(place.module), place.screen)(self.bench)
        return made

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that are our own, also under a theme that does not know them."""
        return THEMES[0].variables

    @property
    def desk_screen(self) -> DeskScreen:
        """The main screen that is visible, also below a dialog."""
        return cast(DeskScreen, self.screen_stack[0])

    def on_mount(self) -> None:
        """Listen to signals; after the first paint, take up the drafts of last time."""
        loop = asyncio.get_running_loop()
        for name in SIGNALS:
            number = getattr(signal, name)
            try:
                loop.add_signal_handler(number, self._stop, number)
            except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
                with suppress(ValueError):
                    signal.signal(number, partial(self._stop_soon, loop))
        self._ahead_timer = self.set_interval(0.02, self._look_ahead, pause=True)
        self.call_after_refresh(self._take_up_drafts)

    def _stop(self, number: int) -> None:
        self.exit(128 + number, return_code=128 + number)

    def _stop_soon(self, loop: asyncio.AbstractEventLoop, number: int, _frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(self._stop, number)

    @work
    async def _take_up_drafts(self) -> None:
        gc.enable()
        journal, drafts, loop = self.bench.desk.journal, self.bench.drafts, asyncio.get_running_loop()
        waiting = partial(drafts.waiting, lambda record_id: journal.reading.record(record_id) is not None)
        drafts.take_up(await loop.run_in_executor(self.bench.writer, waiting))
        for bar in self.desk_screen.query(EntryBar):
            bar.show_draft()
        for module in ("aovconsole.screens.dialogs", *(place.module for place in PLACES)):  # before they are asked for
            await asyncio.to_thread(import_module, module)
        title = _title(self.bench.desk)
        if title != self.bench.title:
            self.bench = self.bench._replace(title=title)
            self.desk_screen.query_one(Masthead).show_title(title)
        drafts.remember("title", title)
        await _settle_in(self)

    async def on_event(self, event: events.Event) -> None:
        """Let what is typed wait while a form is on its way."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded:
            await super().on_event(event)
        elif self._ahead.holds:
            self._ahead.hold(event)
            await self._ahead.look()
        else:
            await self._hand_out(event)

    async def _hand_out(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and self._ahead.expects(self, event.key):
            self._ahead_timer.resume()
        await super().on_event(event)

    async def _look_ahead(self) -> None:
        if self.screen_stack:  # the last tick may come while the console closes
            await self._ahead.look()
        if not self._ahead.holds:
            self._ahead_timer.pause()

    async def action_go(self, place: str) -> None:
        """Go to a main screen."""
        await self.switch_mode(place)

    @on(Masthead.Chosen)
    async def _place_chosen(self, event: Masthead.Chosen) -> None:
        await self.action_go(event.place)

    @on(DeskScreen.OpenDossier)
    async def _open_dossier(self, event: DeskScreen.OpenDossier) -> None:
        await self.show_dossier(event.subject, event.record_id)

    async def show_dossier(self, subject: str, record_id: str = "") -> None:
        """Go to where dossiers live and show one."""
        row = self.bench.desk.reading.subject(subject) if subject else None
        await self.action_go(_WHERE.get(row.type if row else "", "incidents"))
        self.desk_screen.open_dossier(subject, record_id)

    def action_line(self) -> None:
        """Put the cursor in the entry bar."""
        if self.screen is self.desk_screen:
            self.desk_screen.query_one(EntryBar).focus_field()

    def action_paste_lines(self) -> None:
        """Open the dialog for several lines."""
        self.desk_screen.open_page()

    async def action_import_calendar(self) -> None:
        """Go to the agenda and ask which calendar to read."""
        await self.action_go("agenda")
        await self.desk_screen.run_action("import_calendar")

    async def action_find(self) -> None:
        """Go to the search."""
        await self.action_go("search")
        self.desk_screen.focus_body()

    def action_incident(self) -> None:
        """Ask for a title; the incident is open, and the cursor stands in its log."""
        from aovconsole.screens.dialogs import IncidentDialog

        bench = self.bench
        dialog = IncidentDialog(bench.desk.incidents, bench.drafts, self.desk_screen.request)
        self.push_screen(dialog, self._incident_opened)

    async def _incident_opened(self, subject: str | None) -> None:
        if subject:
            await self.show_dossier(subject)
            self.call_after_refresh(self.action_line)

    @work
    async def action_undo(self) -> None:
        """Strike my last line of this session through, once the person has seen what goes."""
        from aovconsole.screens.undoing import undo_last_line

        await undo_last_line(self, self.desk_screen, self.bench)

    @work
    async def action_verify(self) -> None:
        """Verify the journal beside the work."""
        from aovconsole.screens.upkeep import verify_journal

        await verify_journal(self.desk_screen)

    @work
    async def action_backup(self) -> None:
        """Copy the journal beside the work."""
        from aovconsole.screens.upkeep import backup_journal

        await backup_journal(self.desk_screen)

    def action_keys(self) -> None:
        """Show the key sheet of this screen."""
        from aovconsole.screens.dialogs import KeySheet

        self.push_screen(KeySheet(self.desk_screen.live_keys, self.exercise_keys))

    def action_command_palette(self) -> None:
        """Show the palette, in Dutch."""
        if not CommandPalette.is_open(cast(App[object], self)):
            self.push_screen(CommandPalette(placeholder="Zoek een opdracht …", id="--command-palette"))

    def action_look(self, theme: str) -> None:
        """Choose a theme and remember it."""
        self.theme = theme
        self.bench.drafts.remember("theme", theme)

    def action_help_quit(self) -> None:
        """Say how to stop to who pressed ctrl+c."""
        self.notify("Stoppen gaat met ^q.", markup=False)

    def _fatal_error(self) -> None:
        """Give the terminal back and tell in one line where the report is; no local variables anywhere."""
        from aovconsole.screens.crash import report_line

        desk = self.bench.desk
        now = desk.journal.clock.now().astimezone(desk.zone)
        self.crash_line = report_line(self._exception, desk.journal.home, now)
        self._close_messages_no_wait()


def _title(desk: Desk) -> str:
    """The name at the top left."""
    from aovconsole.reference.files import load_municipality  # reading it costs more than opening the journal

    team = "OEF" if desk.journal.realm == "exercise" else "AOV"  # as short: the clock stands beside it at 80 columns
    try:
        return f"{team} {load_municipality(desk.journal.home).name}"
    except CommandRefused:
        return team


def workbench(desk: Desk, drafts: Drafts, writer: ThreadPoolExecutor) -> Workbench:
    """What the screens of one session are handed."""
    title = drafts.setting("title") or _title(desk)
    return Workbench(desk, drafts, writer, title, desk.journal.last_pos(), {})


def run_console(desk: Desk) -> int:
    """Run the console until it is closed; its exit code."""
    gc.disable()  # until the first paint: nothing that is loaded before it is garbage
    drafts = drafts_of(desk)
    writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
    try:
        app = ConsoleApp(workbench(desk, drafts, writer))
        app.run()
        if app.crash_line:
            sys.stderr.write(f"{app.crash_line}\n")
        return app.return_code or 0
    finally:
        gc.enable()
        drafts.close()
        writer.shutdown(wait=True)


async def _settle_in(app: ConsoleApp) -> None:
    """What may come last: the user's own terms, what is due, and the sources outside."""
    await _tell_of_terms(app)
    app.begin_reminding()
    from aovconsole.screens.signal_watch import begin_to_watch

    begin_to_watch(app)


async def _tell_of_terms(app: ConsoleApp) -> None:
    """Name a file with the user's own terms that cannot be counted with; most homes have none."""
    seat = app.bench.desk.seat
    if (seat.journal.home / "data" / "terms.toml").exists():
        from aovconsole.desk.demonstration_reading import terms_fault

        if fault := await asyncio.to_thread(terms_fault, seat):
            app.notify(fault, severity="warning", timeout=10, markup=False)
