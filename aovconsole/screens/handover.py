"""Screen 6, Overdracht: the handover that waits, or what would be handed over now; and the roster of the duties."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on, work
from textual.containers import Horizontal
from textual.widget import Widget

from aovconsole.journal.store import Change
from aovconsole.screens.forms import form
from aovconsole.screens.handover_pane import HandoverPane
from aovconsole.screens.keys import Key
from aovconsole.screens.roster_acts import ROSTER_KEYS, RosterActs
from aovconsole.screens.roster_pane import RosterBeside, RosterPane
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.workbench import Workbench

DESK, WALL = 110, 180
"""From this many columns on a matter stands beside the list, and the roster beside the handover."""

ROSTER_TYPES = frozenset({"duty", "holding", "handover", "evenement", "match", "cmt"})
"""The types of record that change the roster, or what it must cover."""

SHARED_KEYS = (
    Key("open", "enter", "openen", "Lezen en doornemen wat onder de cursor staat; op het rooster: het verloop."),
    Key("other_view", "h", "rooster", "Het rooster zien, of weer de overdracht."),
    Key("take_over", "o", "overnemen", "De dienst per direct alleen overnemen, met reden.", asks=True),
    Key("withdraw", "x", "intrekken", "De overdracht intrekken; op het rooster: de dienst onder de cursor.", asks=True),
)

HANDOVER_KEYS = (
    Key("make", "m", "maken", "Een overdracht maken van wat nu open staat.", asks=True),
    Key("about", "e", "zeg erbij", "Als gever: een regel, de toestand, wel of niet voorlezen.", asks=True),
    Key("read_back", "g", "doorgenomen", "Als ontvanger: deze zaak is doorgenomen, met wat u terugzei.", asks=True),
    Key("accept", "a", "aanvaarden", "De dienst aanvaarden; wat intussen binnenkwam staat ervoor.", asks=True),
    Key(
        "confide",
        "c",
        "vertrouwelijk",
        "Een notitie voor de ontvanger die in geen export staat.",
        shown=False,
        asks=True,
    ),
    Key("save", "s", "bladzijde", "Als bladzijde schrijven (.pdf, .docx, .html) of als tekst (.txt).", asks=True),
    Key("which", "z", "eerdere", "Een eerdere overdracht zien.", shown=False),
    Key("back", "escape", "terug", "Terug naar wat wacht, of van het rooster.", shown=False),
)


class HandoverScreen(RosterActs):
    """The handover, and the roster behind `h`; a wall shows both."""

    PLACE = "handover"
    KEYS = (*SHARED_KEYS, *HANDOVER_KEYS, *ROSTER_KEYS)
    DEFAULT_CSS = """
    HandoverScreen #duties { height: 1fr; }
    HandoverScreen RosterPane, HandoverScreen RosterBeside { display: none; }
    HandoverScreen RosterBeside { width: 42%; max-width: 90; margin: 0 0 0 2; }
    HandoverScreen.-roster HandoverPane { display: none; }
    HandoverScreen.-roster RosterPane, HandoverScreen.-roster RosterBeside { display: block; }
    HandoverScreen.-roster.-narrow RosterBeside { display: none; }
    HandoverScreen.-narrow RosterPane > #roster_head { margin: 0; }
    HandoverScreen.-both RosterPane { display: block; width: 62; margin: 0 0 0 3; }
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._on_roster = False

    def compose_body(self) -> Iterable[Widget]:
        """The handover, the roster, what belongs to it."""
        yield Horizontal(HandoverPane(self.desk), RosterPane(self.desk), RosterBeside(), id="duties")

    @property
    def pane(self) -> HandoverPane:
        """The handover."""
        return self.query_one(HandoverPane)

    @property
    def live_keys(self) -> tuple[Key, ...]:
        """Those of what is shown."""
        if not self._on_roster:
            return (*SHARED_KEYS, *HANDOVER_KEYS)
        shared = (key._replace(label="overdracht") if key.id == "other_view" else key for key in SHARED_KEYS)
        return (*shared, *ROSTER_KEYS)

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """Those of what is shown; of a handover only what can be done with it."""
        keys = [key for key in self.live_keys if key.shown]
        if self._on_roster:
            return tuple(keys)
        view = self.pane.view
        idle = {"make"} if view.is_open else {"about", "read_back", "accept", "withdraw"}
        if view.row is None:
            idle |= {"save"}
        return tuple(key for key in keys if key.id not in idle)

    def on_resize(self) -> None:
        """Show beside each other what there is room for."""
        self.pane.set_class(self.size.width < DESK, "-stacked")
        self.set_class(self.size.width >= WALL and not self._on_roster, "-both")

    def focus_body(self) -> None:
        """In the list of what is shown."""
        (self.roster.picks if self._on_roster else self.pane.list).focus()

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the handover again, and the roster when that changed, or what it must cover."""
        self.pane.read()
        if not changes or {change.kind.partition(".")[0] for change in changes} & ROSTER_TYPES:
            self.roster.read()
            self.show_beside()
        self.keys_changed()

    def open_dossier(self, subject: str, record_id: str = "") -> None:  # noqa: ARG002
        """Show one handover."""
        self._show_roster(False)
        self.pane.ask_for(subject)
        self.keys_changed()

    @on(PickList.Moved, "#roster")
    def _moved(self) -> None:
        self.show_beside()

    @on(PickList.Moved, "#matters")
    def _matter_moved(self) -> None:
        self.pane.show_detail()

    @on(PickList.Chosen, "#roster")
    @on(PickList.Chosen, "#matters")
    def _chosen(self) -> None:
        self.action_open()

    def action_other_view(self) -> None:
        """The roster, or the handover again."""
        self._show_roster(not self._on_roster)
        self.focus_body()
        self.keys_changed()

    def _show_roster(self, shown: bool) -> None:
        self._on_roster = shown
        self.set_class(shown, "-roster")
        self.on_resize()

    def action_back(self) -> None:
        """From the roster or an earlier handover to what waits."""
        if self._on_roster:
            self.action_other_view()
        else:
            self.pane.ask_for("")
            self.keys_changed()

    @work
    async def action_open(self) -> None:
        """Go through the matter under the cursor; on the roster its history."""
        if self._on_roster:
            await self.open_stretch()
        else:
            await self._about_matter("read_back")

    @work
    async def action_make(self) -> None:
        """Ask who gives the duty to whom."""
        if not self._on_roster:
            officers = tuple(dict.fromkeys(one.officer for one in self.desk.roster.on_duty() if one.officer))
            await form("handover_forms", "make")(self, officers)

    @work
    async def action_about(self) -> None:
        """Let the giver say something of the matter under the cursor."""
        await self._about_matter("about_matter")

    @work
    async def action_read_back(self) -> None:
        """Let the receiver go through the matter under the cursor."""
        await self._about_matter("read_back")

    async def _about_matter(self, name: str) -> None:
        key = self.pane.list.selected
        if self.pane.view.is_open and any(one["key"] == key for one in self.pane.view.body["matters"]):
            await form("handover_forms", name)(self, self.pane.view, key)
        elif not self.pane.view.is_open:
            self.tell("m maakt eerst een overdracht" if self.pane.view.row is None else "deze overdracht is voorbij")

    @work
    async def action_accept(self) -> None:
        """Let the receiver accept."""
        if self.pane.view.is_open and not self._on_roster:
            await form("handover_forms", "accept")(self, self.pane.view)

    @work
    async def action_confide(self) -> None:
        """Ask a note that stands in no export."""
        view = self.pane.view
        if view.row is not None and view.is_open:
            await form("handover_forms", "confide")(self, view.row)

    @work
    async def action_save(self) -> None:
        """Ask where the page is to be written."""
        await form("handover_forms", "save")(self, self.pane.view)

    @work
    async def action_which(self) -> None:
        """Ask which handover is to be shown."""
        self.pane.ask_for(await form("handover_forms", "choose")(self))
        self.keys_changed()

    @work
    async def action_take_over(self) -> None:
        """Ask who takes a duty over: alone now, or the stretch under the cursor of the roster."""
        await (self.take_stretch_over() if self._on_roster else form("handover_forms", "take_over")(self))

    @work
    async def action_withdraw(self) -> None:
        """Ask why the handover goes, or the stretch under the cursor of the roster."""
        view = self.pane.view
        if self._on_roster:
            await self.withdraw_stretch()
        elif view.row is not None and view.is_open:
            await form("handover_forms", "withdraw")(self, view.row)
