"""A dialog that only tells: a text in full, and labelled facts below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from aovconsole.screens.dialogs import Dialog
from aovconsole.screens.text import plain

SHOWN_CHARACTERS = 20_000
"""More of one text is not laid out; it stays in the journal and in every export."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: its label and its text; lines after the first stand below it in grey."""

    label: str
    text: str


def shortened(text: str) -> str:
    """A text that can be laid out; what was left out is counted."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return f"{text[:SHOWN_CHARACTERS]}… (nog {len(text) - SHOWN_CHARACTERS} tekens in het journaal)"


class TellDialog(Dialog[None]):
    """Shows a text and facts; the arrows scroll."""

    HINT = "↑ ↓ lezen   esc terug"
    BINDINGS = [Binding("enter", "cancel", "terug", show=False)]
    DEFAULT_CSS = """
    TellDialog > #box { width: 100; }
    TellDialog VerticalScroll { height: auto; max-height: 62vh; scrollbar-size: 1 1; background: $panel; }
    TellDialog .fact { height: auto; }
    TellDialog .fact > .name { width: 14; color: $quiet; }
    TellDialog .fact > .value { width: 1fr; }
    TellDialog .text { margin: 0 0 1 0; text-style: bold; }
    """

    def __init__(self, heading: str, text: str, facts: Sequence[Told]) -> None:
        super().__init__()
        self._heading, self._text, self._facts = heading, text, facts

    @property
    def heading(self) -> str:
        """What it is about."""
        return self._heading

    def contents(self) -> Iterable[Widget]:
        """The text, then the facts."""
        rows: list[Widget] = [Static(plain(shortened(self._text)), classes="text")] if self._text else []
        for told in self._facts:
            first, *more = shortened(told.text).splitlines() or [""]
            value = Content("\n").join([plain(first), *(plain(line).stylize("$quiet") for line in more)])
            name = Static(plain(told.label), classes="name")
            rows.append(Horizontal(name, Static(value, classes="value"), classes="fact"))
        yield VerticalScroll(*rows)

    def begin(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()
