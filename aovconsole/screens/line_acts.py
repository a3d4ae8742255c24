"""What a person can do to a line of the log, and the action that follows from it, on every screen with a dossier."""

from __future__ import annotations

from textual import work

from aovconsole.journal.reading import LogRow
from aovconsole.screens.forms import form
from aovconsole.screens.keys import Key
from aovconsole.screens.past_forms import PastForms

PAPER_KEY = Key("paper", "y", "papier", "Een regel van een papieren logblad intypen.", shown=False, asks=True)


class LineActs(PastForms):
    """The keys that act on the line under the cursor, and the one that agrees an action."""

    def _typed_line(self) -> LogRow | None:
        """The line under the cursor when somebody typed it and it still stands, else None and a sentence why not."""
        line = self.pane.lines.selected
        if not self.is_now():
            return None
        if line is None or line.type != "line":
            self.tell("zet de cursor in het log op een regel die iemand typte; een stap trekt u in met z")
            return None
        if line.more.get("withdrawn"):
            self.tell("deze regel is ingetrokken")
            return None
        return line

    @work
    async def action_agree(self) -> None:
        """Ask for an action."""
        if row := self.writable("kies eerst een dossier"):
            await form("action_forms", "new_action")(self, row.subject)

    @work
    async def action_paper(self) -> None:
        """Ask for what stands on the rows of the paper log sheets, one after another."""
        if row := self.writable("kies eerst een dossier"):
            await form("paper_forms", "type_in")(self, row)

    @work
    async def action_correct(self) -> None:
        """Ask for the better text of the line under the cursor."""
        if line := self._typed_line():
            await form("line_forms", "correct_line")(self, line)

    @work
    async def action_judge(self) -> None:
        """Ask what the line under the cursor is worth."""
        if line := self._typed_line():
            await form("line_forms", "judge_line")(self, line)
