"""The sitrap: drafted from the journal, edited by a person, copied or saved, and kept with whom it went to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.binding import Binding
from textual.widgets import Input

from aovconsole.domain.sitrep import LENGTHS, SCOPES
from aovconsole.domain.text import clean
from aovconsole.errors import AovError
from aovconsole.screens.clipboard import copy
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.saving import save_asking
from aovconsole.screens.sitrep_text import FORM, NOTHING, SitrepArea, SitrepText
from aovconsole.screens.text import sentence

if TYPE_CHECKING:
    from aovconsole.screens.frame import DeskScreen


async def sitrep(screen: DeskScreen, subject: str) -> bool:
    """Open the sitrap of an incident on a screen, and tell what was kept; call it in a worker (`@work`)."""
    incident = screen.desk.reading.subject(subject)
    if incident is None or incident.type != "incident":
        screen.tell("een sitrap gaat over een incident: kies er eerst een")
        return False
    dialog = SitrepDialog(screen.desk, screen.bench.drafts, screen.request, incident)
    answer = await screen.app.push_screen_wait(dialog)
    if dialog.sent is not None:
        screen.tell(f"{dialog.sent.number} vastgelegd, {dialog.sent.title}")
    return answer is True


class SitrepDialog(SitrepText):
    """Shows the drafted text to edit; answers whether it was kept as sent."""

    HINT = (
        "^t lengte   ^n nieuw of alles   ^r opnieuw opstellen\n"
        "^y kopiëren   ^s opslaan   ^g is verstuurd   esc terug, tekst blijft"
    )
    BINDINGS = [
        Binding("ctrl+t", "next_length", "lengte", show=False, priority=True),
        Binding("ctrl+n", "next_scope", "nieuw of alles", show=False, priority=True),
        Binding("ctrl+r", "draft_again", "opnieuw opstellen", show=False, priority=True),
        Binding("ctrl+y", "copy_all", "kopiëren", show=False, priority=True),
        Binding("ctrl+s", "save", "opslaan", show=False, priority=True),
        Binding("ctrl+g", "send", "verstuurd", show=False, priority=True),
    ]
    # What a key does ----------------------------------------------------------------------------

    @work
    async def action_next_length(self) -> None:
        """Draft the next length."""
        following = LENGTHS[(LENGTHS.index(self._drafted.length) + 1) % len(LENGTHS)]
        await self._draft_over(following, self._drafted.scope)

    @work
    async def action_next_scope(self) -> None:
        """Draft only what is new, or everything."""
        following = SCOPES[(SCOPES.index(self._drafted.scope) + 1) % len(SCOPES)]
        if await self._draft_over(self._drafted.length, following) and self._drafted.scope != following:
            self.show_fault("er ging nog geen sitrap over dit incident: dit is alles")

    @work
    async def action_draft_again(self) -> None:
        """Draft once more, with what came in since."""
        await self._draft_over(self._drafted.length, self._drafted.scope)

    @work
    async def action_copy_all(self) -> None:
        """Copy the text as it stands."""
        if not self._may_leave():
            return
        told = await copy(self.app, self.text)
        self._tell(told)

    def action_save(self) -> None:
        """Ask for a file; Enter there saves."""
        row, path = self.query_one("#path_row"), self.query_one("#path", FieldInput)
        if path.has_focus:
            self._save()
            return
        if not path.value:
            stand = self._desk.seat.now.astimezone(self._desk.zone)
            path.value = f"~/sitrap-{self._incident.number}-{stand:%Y-%m-%d-%H%M}.txt"
        row.add_class("-shown")
        path.focus()
        path.cursor_position = len(path.value)

    @work
    async def _save(self) -> None:
        if not self._may_leave():
            return
        name, text = self._field("path"), clean(self.text, lines=True).strip() + "\n"
        try:
            saved = await save_asking(self.app, name, text.encode("utf-8"))
        except AovError as error:
            self.show_fault(error.sentence)
            return
        if saved is not None:
            self.query_one("#path_row").remove_class("-shown")
            self.query_one(SitrepArea).focus()
            self._tell(f"opgeslagen in {saved}")

    def action_send(self) -> None:
        """Go to where one says to whom it went; from there, keep it."""
        to = self.query_one("#to", FieldInput)
        if to.has_focus or self.query_one("#via", FieldInput).has_focus:
            self._send()
        else:
            to.focus()
            to.cursor_position = len(to.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        if event.input.id == "path":
            self._save()
        else:
            self._send()

    @work
    async def _send(self) -> None:
        if self._busy or not self._drafted.drafted_at:
            return
        subject, drafted = self._incident.subject, self._drafted
        with self._filed():
            try:
                self.sent = await self._ask(
                    self._desk.sitreps.send,
                    subject,
                    self.text,
                    to=self._field("to"),
                    via=self._field("via"),
                    length=drafted.length,
                    drafted=drafted,
                    draft_id=self._drafts.of(FORM, subject).record_id,
                )
            except AovError as error:
                self.show_fault(error.sentence)
                return
            self._drafted = NOTHING  # what is kept from here on is nothing
            self._drafts.done(FORM, subject)
        self.dismiss(True)

    def _may_leave(self) -> bool:
        """Whether the text may go out of here; a mark in it is told."""
        if mark := self._desk.sitreps.mark_in(self.text):
            self.show_fault(f"de tekst bevat een merk ({mark}); haal het weg")
        return not mark

    def _tell(self, told: str) -> None:
        self.app.notify(sentence(told), timeout=5, markup=False)
