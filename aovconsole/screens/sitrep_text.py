"""The sitrap while it is written: the drafted text, what a person makes of it, and what is kept of that."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unicodedata import normalize

from textual import events, on, work
from textual.containers import Horizontal
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea
from textual.widgets.text_area import Edit, EditResult

from aovconsole.desk.desk import Desk
from aovconsole.desk.sitreps import Drafted
from aovconsole.domain.record import is_instant
from aovconsole.domain.sitrep import LENGTH_WORDS, LENGTHS, SCOPES, SMS_LENGTH
from aovconsole.domain.text import clean
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.drafts import Drafts
from aovconsole.errors import AovError
from aovconsole.screens.dialogs import ConfirmDialog, Dialog
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.paste import PageArea
from aovconsole.screens.text import plain
from aovconsole.screens.widgets.entry_bar import Ask

FORM = "sitrep"
NOTHING = Drafted("", "mail", "whole", "", "")
"""What stands before the first draft came, and after the text was sent."""


class SitrepArea(PageArea):
    """The text; what is edited is handed on at once, before any other key is looked at."""

    def __init__(self, edited: Callable[[], None]) -> None:
        super().__init__("", soft_wrap=True, read_only=True)
        self._edited = edited

    async def _on_paste(self, event: events.Paste) -> None:
        if self.read_only:
            event.stop()
            event.prevent_default()
            return
        await super()._on_paste(event)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is not editable is not undone either."""
        if self.read_only and action in ("undo", "redo"):
            return False
        return super().check_action(action, parameters)

    def edit(self, edit: Edit) -> EditResult:
        """Edit, and hand on."""
        done = super().edit(edit)
        self._edited()
        return done


class SitrepText(Dialog[bool]):
    """The drafted text in a field, to whom it goes, and where it is saved; what is edited is kept."""

    AUTO_FOCUS = ""  # what is typed ahead waits until the draft stands there
    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    DEFAULT_CSS = """
    SitrepText > #box { width: 112; height: 92%; max-height: 92%; padding: 1 2; }
    SitrepText.-low > #box { height: 100%; max-height: 100%; padding: 0 2; }
    SitrepText.-low #heading { margin-bottom: 0; }
    SitrepText .bar { height: 1; }
    SitrepText #what { width: 1fr; color: $accent; text-style: bold; }
    SitrepText #count { width: auto; color: $quiet; }
    SitrepText #count.-over { color: $warning; text-style: bold; }
    SitrepText SitrepArea, SitrepText SitrepArea:focus {
        height: 1fr; min-height: 5; border: none; padding: 0 1; margin: 1 0;
        background: $background; scrollbar-size: 1 1;
    }
    SitrepText.-low SitrepArea, SitrepText.-low SitrepArea:focus { margin: 0 0 1 0; }
    SitrepText .row { height: 1; }
    SitrepText .row > Static { width: 14; color: $quiet; }
    SitrepText #path_row { display: none; }
    SitrepText #path_row.-shown { display: block; }
    SitrepText FieldInput.-textual-compact, SitrepText FieldInput.-textual-compact:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $background; background-tint: transparent;
    }
    SitrepText #hint { height: 2; }
    SitrepText.-low #hint { margin-top: 0; }
    """

    def __init__(self, desk: Desk, drafts: Drafts, ask: Ask, incident: SubjectRow) -> None:
        super().__init__()
        self._desk, self._drafts, self._ask, self._incident = desk, drafts, ask, incident
        self._kept = _kept(drafts.of(FORM, incident.subject).text)
        self._drafted = NOTHING
        self._busy = False
        self._filing = False
        self.sent: SubjectRow | None = None

    @property
    def heading(self) -> str:
        """What it is about."""
        return f"▲ {self._incident.number}  Sitrap  {self._incident.title[:80]}"

    def contents(self) -> Iterable[Widget]:
        """What the text is, the text, to whom it went, where it is saved."""
        yield Horizontal(Static(id="what"), Static(id="count"), classes="bar")
        yield SitrepArea(self._keep)
        names = sorted(set(self._desk.seat.known().sources.values()))
        yield self._row("to", "aan (functie)", "verplicht: burgemeester, secretaris, ROT …", names)
        yield self._row("via", "via", "sms, mail, telefoon, LCMS (u verstuurt zelf)")
        yield self._row("path", "bestand", "waar de tekst moet staan")
        yield Static("", classes="fault")

    def _row(self, name: str, label: str, hint: str, names: Iterable[str] = ()) -> Horizontal:
        field = FieldInput(
            self._kept.get(name, ""),
            placeholder=hint,
            suggester=SuggestFromList(list(names), case_sensitive=False) if names else None,
            id=name,
            compact=True,
            select_on_focus=False,
        )
        return Horizontal(Static(plain(label)), field, classes="row", id=f"{name}_row")

    def begin(self) -> None:
        """Show what was half written, else a fresh draft."""
        self._take_up()

    @work
    async def _take_up(self) -> None:
        kept = self._kept
        if not kept.get("text"):
            await self._draft(kept.get("length", "mail"), kept.get("scope", "whole"))
            return
        drafted = Drafted(kept["drafted"], kept["length"], kept["scope"], kept["since"], kept["drafted_at"])
        self._show(drafted, kept["text"])

    def _show(self, drafted: Drafted, text: str) -> None:
        self._drafted = drafted
        area = self.query_one(SitrepArea)
        area.load_text(text)
        area.read_only = False
        area.focus()
        self._keep()

    # What is kept while it is typed -------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.query_one(SitrepArea).text

    @property
    def edited(self) -> bool:
        """Whether a person changed what was drafted."""
        return self.text != self._drafted.text

    def _field(self, name: str) -> str:
        return self.query_one(f"#{name}", FieldInput).value

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _keep(self) -> None:
        if not self._drafted.drafted_at:  # nothing is drafted yet: what was kept before stays
            return
        to, via = self._field("to"), self._field("via")
        kept = {"to": to, "via": via, "length": self._drafted.length, "scope": self._drafted.scope}
        if self.edited:
            moments = {"since": self._drafted.since, "drafted_at": self._drafted.drafted_at}
            kept |= {"text": self.text, "drafted": self._drafted.text, **moments}
        wanted = self.edited or to or via
        self._drafts.keep(FORM, self._incident.subject, json.dumps(kept, ensure_ascii=False) if wanted else "")
        self._show_state()

    def _show_state(self) -> None:
        drafted, count = self._drafted, len(normalize("NFC", self.text.strip()))
        now, zone = self._desk.seat.now, self._desk.zone
        since = f"nieuw sinds {_clock(drafted.since, now, zone)}" if drafted.scope == "since" else "volledig"
        parts = [LENGTH_WORDS[drafted.length], since, f"stand {_clock(drafted.drafted_at, now, zone)}"]
        parts += ["bewerkt"] if self.edited else []
        self.query_one("#what", Static).update(plain(" · ".join(parts)))
        over = drafted.length == "sms" and count > SMS_LENGTH
        limit = f" van {SMS_LENGTH}" if drafted.length == "sms" else ""
        label = self.query_one("#count", Static)
        label.update(plain(f"{'! ' if over else ''}{count}{limit} tekens"))
        label.set_class(over, "-over")

    async def _draft_over(self, length: str, scope: str) -> bool:
        """Draft another text, once the person agreed that what was typed goes."""
        if self._busy or not self._drafted.drafted_at:
            return False
        self._busy = True
        try:
            if self.edited:
                heading, body = "De tekst opnieuw opstellen?", "Wat u in de tekst veranderde, gaat dan verloren."
                if not await self.app.push_screen_wait(ConfirmDialog(heading, body)):
                    return False
            return await self._draft(length, scope)
        finally:
            self._busy = False

    async def _draft(self, length: str, scope: str) -> bool:
        self.query_one(".fault", Static).remove_class("-shown")
        try:
            drafted: Drafted = await self._ask(self._desk.sitreps.drafted, self._incident.subject, length, scope)
        except AovError as error:
            self.show_fault(error.sentence)
            return False
        self._show(drafted, drafted.text)
        return True

    @contextmanager
    def _filed(self) -> Iterator[None]:
        """While the text is filed nobody changes it or leaves; when that is refused it is there to edit again."""
        area = self.query_one(SitrepArea)
        self._busy = self._filing = area.read_only = True
        try:
            yield
        finally:
            self._busy = self._filing = area.read_only = False

    def action_cancel(self) -> None:
        """Leave; what was typed stays kept."""
        if self._filing:
            self.show_fault("de sitrap wordt nu vastgelegd: even geduld")
            return
        self._keep()
        self.dismiss(False)


def _clock(moment: str, now: Any, zone: Any) -> str:
    return clock_text(read_stored(moment), now, zone=zone)


def _kept(text: str) -> dict[str, str]:
    """What was half written: only texts, lengths and moments that can be shown; else nothing of it."""
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    kept = (
        {str(name): clean(str(value), lines=True) for name, value in found.items()} if isinstance(found, dict) else {}
    )
    sound = kept.get("length", "mail") in LENGTHS and kept.get("scope", "whole") in SCOPES
    if not sound or ("text" in kept and not is_instant(kept.get("drafted_at", ""))):
        return {}
    if "text" in kept and kept.get("since") and not is_instant(kept["since"]):
        return {}
    return {"drafted": "", "since": "", "length": "mail", "scope": "whole", **kept}
