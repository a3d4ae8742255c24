"""Looking back: the timeline of an evaluation's dossiers, and beside it what was found, asked and recommended."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from aovconsole.desk.desk import Desk
from aovconsole.screens.looked_back import LookedBack, beside, head, looked_back, timeline
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet


class LookedBackPane(Vertical):
    """Shows the evaluation that was asked for, else the newest; keeps which lines were chosen as evidence."""

    DEFAULT_CSS = """
    LookedBackPane { height: 1fr; width: 1fr; }
    LookedBackPane > #evaluation-head { margin: 0 0 1 0; }
    LookedBackPane > #looking { height: 1fr; }
    LookedBackPane #evaluated { width: 3fr; height: 1fr; margin: 0 2 0 0; }
    LookedBackPane #found { width: 2fr; min-width: 44; height: 1fr; }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._asked = ""
        self.known_at: datetime | None = None
        self.chosen: tuple[str, ...] = ()
        self._view: LookedBack | None = None

    def compose(self) -> ComposeResult:
        """Head, timeline, what was found."""
        yield Sheet(id="evaluation-head")
        with Horizontal(id="looking"):
            yield PickList(id="evaluated")
            yield PickList(id="found")

    @property
    def lines(self) -> PickList:
        """The timeline."""
        return self.query_one("#evaluated", PickList)

    @property
    def found(self) -> PickList:
        """What was found, asked, recommended and followed up."""
        return self.query_one("#found", PickList)

    @property
    def view(self) -> LookedBack:
        """What is shown."""
        if self._view is None:
            self.read()
        assert self._view is not None, "reading makes it"
        return self._view

    def ask_for(self, subject: str) -> None:
        """Show one evaluation; what was chosen as evidence for another is let go."""
        if subject != self._asked:
            self._asked, self.chosen, self.known_at = subject, (), None
        self.read()

    def read(self) -> None:
        """Read and show."""
        reading = self._desk.reading
        row = reading.subject(self._asked) if self._asked else next(iter(reading.newest("evaluation", 1)), None)
        self._asked = row.subject if row else ""
        self._view = looked_back(self._desk, row, self.known_at)
        self.query_one("#evaluation-head", Sheet).show(head(self._view))
        self.found.show(beside(self._view))
        self._show_lines()

    def choose(self, record_id: str) -> None:
        """Choose a line as evidence, or let it go; the cursor goes on to the next."""
        kept = tuple(one for one in self.chosen if one != record_id)
        self.chosen = kept if record_id in self.chosen else (*kept, record_id)
        self._show_lines()
        self.lines.action_step(1)

    def let_go(self) -> None:
        """Let go what was chosen: it stands in a finding now."""
        self.chosen = ()
        self._show_lines()

    def _show_lines(self) -> None:
        self.lines.show(timeline(self.view, self.chosen))
