"""What stands in each other's way: the list of clashes, accepted by name with a reason, opened as a dossier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from textual import events, on
from textual.binding import Binding
from textual.widget import Widget

from aovconsole.domain.clash_rules import Clash
from aovconsole.domain.clash_sentences import day_text
from aovconsole.errors import CommandRefused
from aovconsole.screens.dialogs import ChoiceDialog, Dialog
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.widgets.painted import Line, Part, wrapped
from aovconsole.screens.widgets.pick_list import Pick, PickList, heading, remark

_MOST_LINES = 7
_BESIDE = 12
"""The cells of the box that no sentence takes: its edge and padding, the mark of the cursor, the scrollbar."""


class Wish(NamedTuple):
    """What a person wants with a clash: accept, reopen or open it."""

    what: str
    key: str


class ClashDialog(Dialog[Wish | None]):
    """The clashes of some days in sentences, by day; gives what to do with one."""

    HINT = "⏎ dossier openen   a aanvaarden   h weer open   esc terug"
    BINDINGS = [
        Binding("a", "wish('accept')", "aanvaarden", show=False),
        Binding("h", "wish('reopen')", "weer open", show=False),
    ]
    DEFAULT_CSS = """
    ClashDialog > #box { width: 110; }
    ClashDialog PickList { height: auto; max-height: 68vh; background: $panel; }
    """

    def __init__(
        self, title: str, clashes: Sequence[tuple[date, Clash]], notes: Sequence[str] = (), *, select: str = ""
    ) -> None:
        super().__init__()
        self._title, self._clashes, self._notes, self._select = title, tuple(clashes), tuple(notes), select

    @property
    def heading(self) -> str:
        """The days, and how many still stand open."""
        waiting = sum(not clash.accepted_by for _, clash in self._clashes)
        return f"↯ Samenloop {self._title}" + (f"   {waiting} open van {len(self._clashes)}" if self._clashes else "")

    def contents(self) -> Iterable[Widget]:
        """The clashes."""
        yield PickList(self._picks())

    def begin(self) -> None:
        """Stand on the one that was worked on."""
        picks = self.query_one(PickList)
        picks.focus()
        picks.select(self._select)

    def on_resize(self, _: events.Resize) -> None:
        """Break the sentences for the new width."""
        for picks in self.query(PickList):  # none when esc came before they stood there
            picks.show(self._picks())

    def _picks(self) -> list[Pick]:
        width = min(110, self.app.size.width * 94 // 100) - _BESIDE
        picks, told = list[Pick](), None
        for day, clash in self._clashes:
            if day != told:
                picks.append(heading(day_text(day), space=told is not None))
                told = day
            picks.append(_pick(clash, width))
        if not picks:
            picks = [remark("geen samenloop gevonden")]
        return [*picks, *(_note(note, width) for note in self._notes)]

    def action_wish(self, what: str) -> None:
        """Give what was asked for, with the clash under the cursor."""
        if key := self.query_one(PickList).selected:
            self.dismiss(Wish(what, key))

    @on(PickList.Chosen)
    def _chosen(self, event: PickList.Chosen) -> None:
        self.dismiss(Wish("open", event.key))


def clash_lines(clash: Clash, width: int) -> list[Line]:
    """A clash in lines: an open one with its sign, an accepted one in grey with who and why."""
    sign: Part = ("✓ ", "muted") if clash.accepted_by else ("↯ ", "warning")
    lines = wrapped([(clash.sentence, "muted" if clash.accepted_by else "")], width - 2, _MOST_LINES)
    said = ""
    if clash.accepted_by:
        said = f"aanvaard door {clash.accepted_by}: {clash.accepted_reason}"
    elif clash.accepted_before:
        said = f"gewijzigd sinds de aanvaarding door {clash.accepted_before}"
    if said:
        lines += wrapped([(said, "muted")], width - 2, 2)
    return [(sign, *lines[0]), *((("  ", ""), *line) for line in lines[1:])]


def _pick(clash: Clash, width: int) -> Pick:
    return Pick(clash.key, lambda wide: clash_lines(clash, wide), height=len(clash_lines(clash, width)))


def _note(text: str, width: int) -> Pick:
    def draw(wide: int) -> list[Line]:
        return wrapped([(text, "muted")], wide, 2)

    return Pick("", draw, height=len(draw(width)))


async def show_clashes(screen: DeskScreen, first: date, last: date) -> None:
    """Show the clashes from one day to another, and do what is asked until the person goes back.

    Call it in a worker.
    """
    title = day_text(first) if first == last else f"{day_text(first)} t/m {day_text(last)}"
    settings = screen.desk.clashes.open_settings()
    notes = [f"te bevestigen, dus niet bekeken: {setting.label}" for setting in settings]
    select = ""
    while True:
        found = await screen.ask(screen.desk.clashes.between, first, last)
        if found is None:
            return
        days = [(max(first, clash.begin.astimezone(screen.desk.zone).date()), clash) for clash in found]
        wish = await screen.app.push_screen_wait(ClashDialog(title, days, notes, select=select))
        clash = next((one for one in found if wish and one.key == wish.key), None)
        if wish is None or clash is None:
            return
        select = wish.key
        if wish.what == "open":
            if await _open(screen, clash):
                return
        elif wish.what == "accept":
            await _accept(screen, clash)
        else:
            await screen.ask(screen.desk.clashes.reopen, clash.key)


async def _accept(screen: DeskScreen, clash: Clash) -> None:
    """Ask for the reason and the name."""

    async def file(values: dict[str, str]) -> bool:
        if not values["reason"].strip():
            raise CommandRefused("noem een reden")
        await screen.request(screen.desk.clashes.accept, clash.key, values["reason"], by=values["by"])
        return True

    fields = [
        Field("reason", "waarom kan dit", clash.accepted_reason),
        Field("by", "wie aanvaardt het", hint=screen.desk.seat.operator.name),
    ]
    form = FormDialog(
        "Samenloop aanvaarden", fields, file, intro=clash.sentence, verb="aanvaarden",
        drafts=screen.bench.drafts, key=("clash", clash.key),
    )  # fmt: skip
    await screen.app.push_screen_wait(form)


async def _open(screen: DeskScreen, clash: Clash) -> bool:
    """Open the dossier of one of the items; whether it was."""
    rows = [row for item in clash.items if (row := screen.desk.reading.subject(item.subject)) and row.dossier]
    if not rows:
        screen.tell("dit staat in een ingelezen agenda en heeft geen dossier")
        return False
    at: int | None = 0
    if len(rows) > 1:
        choices = [f"{row.number}  {row.title}" for row in rows]
        at = await screen.app.push_screen_wait(ChoiceDialog("Welk dossier", choices))
    if at is None:
        return False
    screen.post_message(DeskScreen.OpenDossier(rows[at].subject))
    return True
