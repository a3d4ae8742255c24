"""Dialogs: a new incident, a confirmation, a choice, the key sheet. Each dismisses with a typed answer."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from textual import events, on, work
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from aovconsole.desk.incidents import IncidentDesk
from aovconsole.domain.times import AMSTERDAM, day_short, wall_clock
from aovconsole.drafts import Drafts
from aovconsole.errors import AovError
from aovconsole.screens.keys import FIELD_KEYS, GLOBAL_KEYS, GO_KEYS, Key
from aovconsole.screens.now_lines import SIGNS
from aovconsole.screens.text import plain, sentence
from aovconsole.screens.widgets.entry_bar import Ask, LineInput
from aovconsole.screens.widgets.painted import Line, wrapped
from aovconsole.screens.widgets.sheet import Sheet

R = TypeVar("R")

_SIGN_WIDTH = 10


class Dialog(ModalScreen[R]):
    """A plain box in the middle: a heading, what the subclass puts in it, and a line with its keys."""

    HEADING = ""
    HINT = "esc terug"
    BINDINGS = [Binding("escape", "cancel", "terug", show=False)]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > #box {
        width: 76; max-width: 94%; height: auto; max-height: 90%; padding: 1 3;
        background: $panel; border-left: thick $primary;
    }
    Dialog #heading { height: 1; color: $primary; text-style: bold; margin-bottom: 1; }
    Dialog #hint { height: 1; color: $quiet; margin-top: 1; }
    Dialog .label { height: 1; color: $quiet; }
    Dialog .fault { color: $error; text-style: bold; height: auto; width: 1fr; display: none; }
    Dialog .fault.-shown { display: block; }
    Dialog LineInput, Dialog LineInput:focus {
        height: 1; border: none; padding: 0 1; margin-bottom: 1; background: $background; background-tint: transparent;
    }
    Dialog OptionList, Dialog OptionList:focus { border: none; background: $panel; padding: 0; height: auto; }
    """

    def compose(self) -> ComposeResult:
        """Heading, contents, keys."""
        with Vertical(id="box"):
            yield Static(plain(self.heading), id="heading")
            yield from self.contents()
            yield Static(plain(self.HINT), id="hint")

    @property
    def heading(self) -> str:
        """The heading."""
        return self.HEADING

    def contents(self) -> Iterable[Widget]:
        """What stands between heading and keys."""
        return ()

    def on_mount(self) -> None:
        """Begin, unless esc came first: what is on its way out gets no children any more."""
        if self.is_attached and self in self.app.screen_stack:
            self.begin()

    def begin(self) -> None:
        """Put the cursor where the person works."""

    def show_fault(self, told: str) -> None:
        """Say in the form what is wrong; what was typed stays."""
        fault = self.query_one(".fault", Static)
        fault.update(plain(f"! {sentence(told)}"))
        fault.add_class("-shown")

    def action_cancel(self) -> None:
        """Go back without an answer."""
        self.dismiss(None)


class IncidentDialog(Dialog[str | None]):
    """Asks what happened; the incident exists as soon as Enter is pressed. Answers its subject."""

    HEADING = "▲ Nieuw incident"
    HINT = "⏎ openen   tab volgend veld   esc terug, tekst blijft bewaard"
    FORM = "incident"
    FIELDS = (
        ("title", "Wat is er aan de hand", "brand, ontruiming, vermissing …"),
        ("place", "Waar (mag later)", "straat en nummer, gebouw of plein"),
        ("nature", "Aard (mag later)", "brand, ordeverstoring, stroomuitval …"),
    )

    def __init__(self, incidents: IncidentDesk, drafts: Drafts, ask: Ask) -> None:
        super().__init__()
        self._incidents = incidents
        self._drafts = drafts
        self._ask = ask
        self._opening = False
        self.refused = False

    def contents(self) -> Iterable[Widget]:
        """One field for each part, with what was half typed before."""
        typed = _values(self._drafts.of(self.FORM).text)
        for name, label, placeholder in self.FIELDS:
            yield Static(plain(label), classes="label")
            field = LineInput(self._keep, placeholder, value=typed.get(name, ""))
            field.id = name
            yield field
        yield Static("", classes="fault")

    def on_key(self, event: events.Key) -> None:
        """Take what was typed before the cursor stood in a field."""
        field = self.query_one("#title", LineInput)
        if event.is_printable and event.character and self.focused is not field:
            event.stop()
            self.set_focus(field)
            field.insert_text_at_cursor(event.character)

    def _field_values(self) -> dict[str, str]:
        return {name: self.query_one(f"#{name}", LineInput).value for name, _, _ in self.FIELDS}

    def _keep(self, _text: str) -> None:
        if self.is_mounted and len(self.query(LineInput)) == len(self.FIELDS):
            values = self._field_values()
            self._drafts.keep(self.FORM, "", json.dumps(values, ensure_ascii=False) if any(values.values()) else "")

    @on(LineInput.Leaving)
    def _leave(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if not self._opening:
            self._open()

    @work
    async def _open(self) -> None:
        self._opening = True
        values = self._field_values()
        try:
            row = await self._ask(
                self._incidents.open,
                values["title"],
                place=values["place"],
                nature=values["nature"],
                draft_id=self._drafts.of(self.FORM).record_id,
            )
        except AovError as error:
            self.refused = True
            self.show_fault(error.sentence)
            self.query_one("#title", LineInput).focus()
        else:
            self._drafts.done(self.FORM)
            self.dismiss(row.subject)
        finally:
            self._opening = False


def _values(text: str) -> dict[str, str]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return {str(name): str(typed) for name, typed in found.items()} if isinstance(found, dict) else {}


class ConfirmDialog(Dialog[bool]):
    """Shows what will happen and asks whether it may."""

    BINDINGS = [
        Binding("enter,j,y", "answer(True)", "ja", show=False),
        Binding("escape,n", "answer(False)", "nee", show=False),
    ]
    HINT = "⏎ of j  ja   esc of n  nee"
    DEFAULT_CSS = """
    ConfirmDialog .body { height: auto; max-height: 12; }
    """

    def __init__(self, heading: str, body: str) -> None:
        super().__init__()
        self._heading = heading
        self._body = body

    @property
    def heading(self) -> str:
        """The question."""
        return self._heading

    def contents(self) -> Iterable[Widget]:
        """What it is about."""
        body = VerticalScroll(Static(plain(self._body[:4000])), classes="body")
        body.can_focus = False
        yield body

    def action_answer(self, answer: bool) -> None:
        """Answer."""
        self.dismiss(answer)


class ChoiceDialog(Dialog[int | None]):
    """Asks for one of a few; answers its place in the list."""

    HINT = "↑ ↓ kiezen   ⏎ deze   esc terug, tekst blijft staan"

    def __init__(self, heading: str, choices: Sequence[str], *, chosen: int = 0) -> None:
        super().__init__()
        self._heading = heading
        self._choices = choices
        self._chosen = chosen

    @property
    def heading(self) -> str:
        """The question."""
        return self._heading

    def contents(self) -> Iterable[Widget]:
        """The choices."""
        yield OptionList(*(Option(plain(f" {choice} ")) for choice in self._choices), markup=False)

    def begin(self) -> None:
        """Stand on the likeliest one."""
        self.query_one(OptionList).highlighted = self._chosen

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_index)


async def ask_moment(app: App[Any], moments: Sequence[datetime], likeliest: datetime | None = None) -> datetime | None:
    """Ask which of two moments with the same clock time is meant; None when the person went back."""
    first = moments[0].astimezone(AMSTERDAM)
    heading = f"{first:%H:%M} op {day_short(first.date())} bestaat twee keer: welke is het?"
    which = ("de eerste keer, zomertijd", "de tweede keer, wintertijd")
    labels = [f"{wall_clock(moment)}   {name}" for moment, name in zip(moments, which, strict=False)]
    chosen = moments.index(likeliest) if likeliest in moments else 0
    answer = await app.push_screen_wait(ChoiceDialog(heading, labels, chosen=chosen))
    return None if answer is None else moments[answer]


class KeySheet(Dialog[None]):
    """Every key that works on the screen below, and what the signs mean."""

    HEADING = "Toetsen"
    BINDINGS = [Binding("escape,question_mark,q,enter", "cancel", "terug", show=False)]
    DEFAULT_CSS = """
    KeySheet > #box { width: 84; }
    KeySheet VerticalScroll { height: auto; max-height: 62vh; scrollbar-size: 1 1; }
    KeySheet Sheet { background: $panel; }
    """

    def __init__(self, keys: Sequence[Key], exercise: Sequence[Key] = ()) -> None:
        super().__init__()
        self._keys, self._exercise = keys, exercise

    def contents(self) -> Iterable[Widget]:
        """The keys in groups, the signs."""
        yield VerticalScroll(Sheet(self._lines))

    def begin(self) -> None:
        """Let the arrows scroll."""
        self.query_one(VerticalScroll).focus()

    def _lines(self, width: int) -> Sequence[Line]:
        lines: list[Line] = []
        for heading, keys in (
            ("Dit scherm", self._keys),
            ("Overal", (*GO_KEYS, *GLOBAL_KEYS)),
            ("In een tekstveld", FIELD_KEYS),
            *([("In een oefening", self._exercise)] if self._exercise else []),
        ):
            lines.append(((heading, "accent"),))
            for key in keys:
                first, *more = wrapped([(key.help, "")], width - _SIGN_WIDTH, 4)
                lines.append(((f"{key.sign:>{_SIGN_WIDTH - 2}}  ", "head"), *first))
                lines += [((" " * _SIGN_WIDTH, ""), *line) for line in more]
            lines.append(())
        names = {
            "incident": "incident", "cmt": "CMT", "demonstration": "demonstratie", "evenement": "evenement",
            "match": "wedstrijd", "plan": "plan",
        }  # fmt: skip
        signs = "   ".join(f"{sign} {names[type_]}" for type_, sign in SIGNS.items())
        return [*lines, (("Tekens", "accent"),), ((signs, ""),), (("! te laat   ◷ termijn   ✓ gereed   ● bezig", ""),)]
