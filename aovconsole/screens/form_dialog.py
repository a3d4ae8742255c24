"""A form in a dialog: a few named lines of text, kept as a draft while they are typed, checked when they are filed."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from textual import events, on, work
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Static

from aovconsole.domain.text import clean
from aovconsole.drafts import Drafts
from aovconsole.errors import AovError
from aovconsole.screens.dialogs import Dialog
from aovconsole.screens.text import plain

_INTRO_LINES = 12
"""A longer text above the fields scrolls."""

Submit: TypeAlias = Callable[[dict[str, str]], Awaitable[bool]]
"""Files what was typed; False leaves the form open, an AovError is shown in it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a form: the name that the caller reads it by, its label, what stands in it, a grey hint.

    A value that is only `offered` is selected when one comes to it: typing puts something else in its place.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    names: tuple[str, ...] = ()
    offered: bool = False


class FieldInput(Input):
    """A line of text that keeps everything that is pasted into it, cleaned where one sees it."""

    async def _on_paste(self, event: events.Paste) -> None:  # type: ignore[override]
        event.stop()
        event.prevent_default()
        self.replace(event.text, *self.selection)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put text in the place of a stretch; whatever its way in, it is cleaned and stays one line."""
        super().replace(clean(" ".join(text.strip("\r\n").splitlines()) if len(text) > 1 else text), start, end)


class FormDialog(Dialog[bool]):
    """Asks for some lines of text; gives True when they were filed.

    With `drafts` and a `key` (form and dossier) a half-typed form comes back, over a crash too.
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]
    BINDINGS = [
        Binding("down", "app.focus_next", "volgend veld", show=False),
        Binding("up", "app.focus_previous", "vorig veld", show=False),
    ]
    DEFAULT_CSS = """
    FormDialog > #box { width: 92; }
    FormDialog .intro { height: auto; max-height: 12; width: 1fr; margin: 0 0 1 0; scrollbar-size: 1 1; }
    FormDialog .intro > Static { color: $quiet; height: auto; width: 1fr; }
    FormDialog .fields { height: auto; max-height: 1fr; overflow-y: auto; scrollbar-size: 1 1; }
    FormDialog .row { height: 1; }
    FormDialog.-high .row { margin: 0 0 1 0; }
    FormDialog .fields { margin: 0 0 1 0; }
    FormDialog.-high .fields { margin: 0; }
    FormDialog .row > Static { width: 17; color: $quiet; }
    FormDialog FieldInput.-textual-compact, FormDialog FieldInput.-textual-compact:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $background; background-tint: transparent;
    }
    FormDialog #hint { margin-top: 0; }
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Submit,
        *,
        intro: str = "",
        verb: str = "vastleggen",
        drafts: Drafts | None = None,
        key: tuple[str, str] = ("", ""),
    ) -> None:
        super().__init__()
        self._heading, self._intro = title, intro
        self._submit = submit
        self._drafts, self._key = drafts, key
        kept = self._kept()
        self._fields = tuple(fields)
        self._stood = {field.name: clean(field.value) for field in fields}
        self._values = {name: clean(kept.get(name, value)) for name, value in self._stood.items()}
        self._filing = False
        move = "   tab volgend veld" if len(fields) > 1 else ""
        self.HINT = f"⏎ {verb}{move}   esc terug" + (", tekst blijft bewaard" if drafts else "")

    @property
    def heading(self) -> str:
        """What is asked."""
        return self._heading

    def _kept(self) -> dict[str, str]:
        text = self._drafts.of(*self._key).text if self._drafts else ""
        try:
            found = json.loads(text) if text else {}
        except ValueError:
            found = {}
        return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}

    def contents(self) -> Iterable[Widget]:
        """What stands above the fields, the fields, the fault."""
        if self._intro:
            intro = VerticalScroll(Static(plain(self._intro)), classes="intro")
            intro.can_focus = self._intro.count("\n") >= _INTRO_LINES  # then the arrows scroll it
            yield intro
        yield from self.compose_above()
        rows = (Horizontal(Static(plain(field.label)), self._input(field), classes="row") for field in self._fields)
        yield Vertical(*rows, classes="fields")
        yield Static("", classes="fault")

    def compose_above(self) -> Sequence[Widget]:
        """What a form has above its fields."""
        return ()

    def _input(self, field: Field) -> FieldInput:
        return FieldInput(
            self._values[field.name],
            placeholder=clean(field.hint),
            suggester=SuggestFromList(field.names, case_sensitive=False) if field.names else None,
            name=field.name,
            compact=True,
            select_on_focus=field.offered,
        )

    def begin(self) -> None:
        """Put the cursor in the first field."""
        first = next(iter(self.query(FieldInput)), None)
        if first is not None:
            first.focus()
            if not first.select_on_focus:
                first.cursor_position = len(first.value)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self.keep(event.input.name or "", event.value)

    def keep(self, name: str, text: str) -> None:
        """Take in what a field holds now."""
        if self._values.get(name) == text:
            return
        self._values[name] = text
        if self._drafts:
            typed = {name: text for name, text in self._values.items() if text != self._stood.get(name)}
            self._drafts.keep(*self._key, json.dumps(typed, ensure_ascii=False) if typed else "")

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_file()

    def action_file(self) -> None:
        """File what was typed, once."""
        if not self._filing:
            self._filing = True
            self._file()

    @work
    async def _file(self) -> None:
        try:
            filed = await self._submit(dict(self._values))
        except AovError as error:
            self.show_fault(error.sentence)
            return
        finally:
            self._filing = False
        if filed:
            if self._drafts:
                self._drafts.done(*self._key)
            self.dismiss(True)

    def action_cancel(self) -> None:
        """Close the form; what was typed stays kept."""
        self.dismiss(False)
