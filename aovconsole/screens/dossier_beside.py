"""What the two screens share on which a list stands at the left and the open dossier beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aovconsole.domain.match_words import round_text
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow
from aovconsole.journal.store import Change
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.frame import GENERAL_LOG, DeskScreen, Dossier
from aovconsole.screens.line_story import story_of
from aovconsole.screens.tell_dialog import TellDialog


class DossierBeside(DeskScreen):
    """The list and the open dossier; at 80 columns one of the two. A subclass says what stands in the list."""

    @property
    def pane(self) -> DossierPane:
        """The open dossier."""
        raise NotImplementedError

    @property
    def selected_row(self) -> SubjectRow | None:
        """The dossier under the cursor of the list."""
        raise NotImplementedError

    def show_list(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def make_room(self) -> None:
        """Give list and dossier the room that there is."""
        raise NotImplementedError

    @property
    def dossier(self) -> Dossier:
        """What is open, or the general log."""
        row = self.pane.row
        return Dossier(row.subject, row.number, row.title) if row and row.subject else GENERAL_LOG

    @property
    def shows_lines(self) -> bool:
        """At 80 columns the list may stand where the log would be; who reads further up sees no line come in."""
        return (not self.has_class("-narrow") or self.has_class("-opened")) and self.pane.lines.at_end

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read the list again, and of the dossier what changed."""
        first = self.pane.row is None
        if first or not changes or any(not change.kind.startswith("line.") for change in changes):
            self.show_list()
        if first or not changes:
            self.show_selected()
        self.pane.refresh_dossier(changes)

    def minute_passed(self, now: datetime) -> None:  # noqa: ARG002
        """Let the times run on; the log stays as it is."""
        self.show_list()
        self.pane.refresh_dossier(())

    def on_resize(self) -> None:
        """Give what stands beside the log room where there is some."""
        self.call_after_refresh(self.make_room)

    def show_selected(self) -> None:
        """Show the dossier under the cursor of the list; one that is looked back at stays in the past."""
        row = self.selected_row
        if not self.pane.looking_back or row != self.pane.row:
            self.show_row(row)

    def show_row(self, row: SubjectRow | None) -> None:
        """Show a dossier as it is now."""
        self.pane.show(row)
        self.make_room()
        self.dossier_changed()

    def go_to_line(self, record_id: str) -> None:
        """Put the cursor in the log, on this line when it is known."""
        line = self.desk.reading.line(record_id) if record_id else None
        if line is not None:
            self.pane.lines.go_to(line)
        self.pane.lines.focus()

    def tell_line(self, line: LogRow) -> None:
        """Show a whole line and its story, as far as it was known at the moment that is looked back at."""
        then = self.pane.horizon.known_at if self.pane.horizon else ""
        text = round_text(line.text) if line.type == "match" else line.stands
        self.app.push_screen(TellDialog("Regel", text, story_of(self.desk, line, known_at=then)))
