"""The form of a measure: fields with choices, what must be filled in said by sign and word, help for the field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from textual import events, on
from textual.containers import Horizontal, Vertical
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Static

from aovconsole.desk.measure_values import SEVERAL
from aovconsole.domain.text import clean
from aovconsole.drafts import Drafts
from aovconsole.screens.form_dialog import Field, FieldInput, FormDialog, Submit
from aovconsole.screens.measure_lines import packed
from aovconsole.screens.text import plain
from aovconsole.screens.widgets.painted import Line, Part, cells, justified, wrapped
from aovconsole.screens.widgets.sheet import Draw, Sheet

BREAK = " ⏎ "
"""How the end of a line is typed and shown in a field, which is one line."""

HIGH = 40
"""From so many lines on there is room for air."""

_HELP_LINES, _HELP_LINES_LOW = 6, 4

Reading: TypeAlias = Callable[[Mapping[str, str]], str]
"""What a form understands of a field, from all that was typed; empty when there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Asked(Field):
    """One field: `choices` are all that it can hold, `names` only offers.

    With `several` it holds any number of its choices; one that `completes` turns the beginning of a name into it.
    """

    choices: tuple[str, ...] = ()
    several: bool = False
    completes: bool = False
    required: bool = False
    source: str = ""
    read: Reading | None = field(default=None, compare=False)


Missing: TypeAlias = Callable[[Mapping[str, str]], Collection[str]]
"""The names of the fields that still lack something, from all that was typed."""


class ChoiceInput(FieldInput):
    """Holds one of a few choices, or several: the arrows and the space bar go on, a digit or the first letters choose.

    Where several can hold, a digit adds its choice or takes it away.
    """

    def __init__(self, value: str, choices: Sequence[str], *, several: bool, placeholder: str, name: str) -> None:
        self._choices, self._several = tuple(choices), several
        self._typed = ""
        super().__init__(value, placeholder=placeholder, name=name, compact=True, select_on_focus=False)

    def replace(self, text: str, start: int, end: int) -> None:  # noqa: ARG002
        """Choose by what was typed or pasted; a deletion empties the field."""
        if not text:
            self._choose("")
        elif found := self._beginning_with(self._typed + text):
            self._typed += text
            self._show(found)
        elif text == " ":
            self._step(1)
        elif found := self._beginning_with(text.strip()):
            self._typed = text.strip()
            self._show(found)
        elif text.isdecimal() and 0 < int(text) <= len(self._choices):
            self._choose(self._with(self._choices[int(text) - 1]))

    def _with(self, choice: str) -> str:
        """What the field holds when a digit chose this one."""
        if not self._several:
            return choice
        chosen = set(chosen_of(self.value)) ^ {choice}
        return f"{SEVERAL} ".join(one for one in self._choices if one in chosen)

    def _beginning_with(self, typed: str) -> str:
        wanted = typed.casefold()
        return next((choice for choice in self._choices if wanted and choice.casefold().startswith(wanted)), "")

    def _step(self, by: int) -> None:
        here = self._choices.index(self.value) if self.value in self._choices else -1 if by > 0 else 0
        self._choose(self._choices[(here + by) % len(self._choices)])

    def _choose(self, choice: str) -> None:
        self._typed = ""
        self._show(choice)

    def _show(self, choice: str) -> None:
        self.value = choice
        self.cursor_position = len(choice)

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: ARG002
        """Go to the next choice."""
        self._step(1)

    def action_cursor_left(self, select: bool = False) -> None:  # noqa: ARG002
        """Go to the previous choice."""
        self._step(-1)

    def on_blur(self) -> None:
        """What is typed next time begins anew."""
        self._typed = ""


class MeasureForm(FormDialog):
    """A form with something to read above its fields, and below them what the field with the cursor asks."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
    DEFAULT_CSS = """
    MeasureForm > #box { width: 120; max-height: 94%; }
    MeasureForm.-low > #box { height: 100%; max-height: 32; max-width: 100%; padding: 0 1; }
    MeasureForm.-low #heading { margin: 0; }
    MeasureForm.-low .fields { height: 1fr; }
    MeasureForm.-high .fields { height: auto; max-height: 56vh; }
    MeasureForm Sheet { background: $panel; }
    MeasureForm .fields { padding: 0 0 0 2; overflow-y: auto; }
    MeasureForm .fields #above { margin: 0 0 1 -2; }
    MeasureForm .row { height: auto; }
    MeasureForm.-high .row { margin: 0; }
    MeasureForm.-high .fields { margin: 0 0 1 0; }
    MeasureForm .row > .asked { width: 30%; max-width: 34; height: auto; padding: 0 1 0 0; }
    MeasureForm .row > .mark { width: 15; padding: 0 0 0 1; color: $quiet; }
    MeasureForm .row > .-warning { color: $warning; }
    MeasureForm .row > .-success { color: $success; }
    MeasureForm FieldInput.-textual-compact:focus { background: $cursor-line; }
    MeasureForm.-high #about { margin: 1 0 0 0; }
    MeasureForm.-low #hint { margin: 0; }
    """

    def __init__(
        self,
        title: str,
        asked: Sequence[Asked],
        submit: Submit,
        *,
        above: Draw = lambda _: (),
        verb: str = "vastleggen",
        missing: Missing | None = None,
        later: str = "",
        sure: str = "",
        drafts: Drafts,
        key: tuple[str, str],
        first: str = "",
    ) -> None:
        super().__init__(title, asked, submit, verb=verb, drafts=drafts, key=key)
        self._asked = {one.name: one for one in asked}
        self._above, self._later, self._sure = above, later, sure
        self._first = first
        self._missing = missing or self._empty

    @property
    def lacking(self) -> frozenset[str]:
        """The fields that still lack something."""
        return frozenset(self._missing(self._values)) & self._asked.keys()

    def _empty(self, values: Mapping[str, str]) -> Collection[str]:
        return [name for name, one in self._asked.items() if one.required and not values[name].strip()]

    def contents(self) -> Iterable[Widget]:
        """What is said above, the fields with their marks, the help, the fault."""
        above = Sheet(self._above, id="above")
        marks = enumerate(self._marks())
        rows = (self._row(one, *mark) for one, mark in zip(self._asked.values(), marks, strict=True))
        yield Vertical(above, *rows, classes="fields")
        yield Sheet(self._lacks, id="lacks")
        yield Sheet(self._about, id="about")
        yield Static("", classes="fault")

    def _row(self, one: Asked, number: int, mark: Part) -> Widget:
        shown = Static(plain(mark[0]), classes=f"mark -{mark[1]}", id=f"mark-{number}")
        return Horizontal(Static(plain(one.label), classes="asked"), self._input(one), shown, classes="row")

    def _input(self, field: Field) -> FieldInput:
        one, value = self._asked[field.name], self._values[field.name]
        hint = clean(one.hint)
        if one.choices:
            return ChoiceInput(
                value,
                one.choices,
                several=one.several,
                placeholder=hint or " / ".join(map(clean, one.choices)),
                name=one.name,
            )
        offered = SuggestFromList(one.names, case_sensitive=False) if one.names else None
        return FieldInput(
            value, placeholder=hint, suggester=offered, name=one.name, compact=True, select_on_focus=one.offered
        )

    def begin(self) -> None:
        """Begin in the field that was asked for, else in the first one that lacks something."""
        inputs = list(self.query(FieldInput))
        lacking = [one for one in inputs if one.name in self.lacking]
        named = [one for one in inputs if one.name == self._first]
        chosen = (*named, *lacking, *inputs)[0]
        chosen.focus()
        chosen.cursor_position = len(chosen.value)

    def keep(self, name: str, text: str) -> None:
        """Take in what a field holds now, and say what that means."""
        before = self._marks()
        super().keep(name, text)
        for number, (mark, was) in enumerate(zip(self._marks(), before, strict=True)):
            if mark != was:  # one field can free another: separate days stand for an end
                shown = self.query_one(f"#mark-{number}", Static)
                shown.update(plain(mark[0]))
                shown.set_class(mark[1] == "warning", "-warning").set_class(mark[1] == "success", "-success")
                self.query_one("#lacks", Sheet).show(self._lacks)
        self.query_one("#about", Sheet).show(self._about)

    def _marks(self) -> list[Part]:
        """How every field stands, in a sign and a word."""
        lacking = self.lacking
        return [self._mark(one, self._values[name].strip(), name in lacking) for name, one in self._asked.items()]

    def _mark(self, one: Asked, typed: str, lacks: bool) -> Part:
        if lacks:
            return ("! moet ja zijn" if typed else "! verplicht", "warning")
        if typed and one.read and not one.read(self._values):
            return ("? onleesbaar", "warning")
        return ("✓", "success") if typed else ("mag leeg", "muted")

    @on(events.DescendantFocus)
    def _came_to(self) -> None:
        self.query_one("#about", Sheet).show(self._about)
        if self.focused is self.query(FieldInput).first():  # what stands above it comes in sight with it
            self.query_one(".fields").scroll_home(animate=False)
        self.call_after_refresh(self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        if isinstance(self.focused, FieldInput):
            self.focused.scroll_visible(animate=False)

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self._keep_in_sight)

    def show_fault(self, told: str) -> None:
        """Say what is wrong; the field with the cursor stays in sight."""
        super().show_fault(told)
        self.call_after_refresh(self._keep_in_sight)

    @on(events.DescendantBlur)
    def _complete(self, event: events.DescendantBlur) -> None:
        left = event.widget
        if isinstance(left, FieldInput) and self._asked[left.name or ""].completes:
            left.value = completed(left.value, self._asked[left.name or ""].names)

    def _lacks(self, width: int) -> Sequence[Line]:
        """How much is lacking, and how sure the rule is."""
        lacking: Line = ()
        if count := len(self.lacking):
            later = f" {self._later}" if self._later else ""
            lacking = ((f"! nog {count} verplicht{later}", "warning"),)
        elif any(one.required for one in self._asked.values()):
            lacking = (("✓ ", "success"), ("alles is ingevuld dat verplicht is", "muted"))
        sure: Line = ((self._sure, "muted"),) if self._sure else ()
        if cells(lacking) + cells(sure) < width:
            return (justified(lacking, sure, width),)
        return (lacking, *wrapped(sure, width, 1))

    def _about(self, width: int) -> Sequence[Line]:
        """What the field with the cursor asks, in always as many lines."""
        most = _HELP_LINES if self.size.height >= HIGH else _HELP_LINES_LOW
        one = self._asked.get(self.focused.name or "") if isinstance(self.focused, FieldInput) else None
        lines = self._help(one, width, most) if one is not None else []
        return [*lines[:most], *((),) * (most - len(lines))]

    def _help(self, one: Asked, width: int, most: int) -> list[Line]:
        typed = self._values[one.name]
        lines: list[Line] = []
        if said := one.read(self._values) if one.read else "":
            lines += wrapped([("= ", "accent"), (said, "")], width, 1)
        if one.choices:
            lines += _choice_lines(one, typed, width)
        if one.hint:
            lines += wrapped([(one.hint, "")], width, max(1, most - len(lines) - bool(one.source)))
        if one.completes:
            lines += wrapped([(" · ".join(one.names), "")], width, 2)
        if one.source and len(lines) < most:
            lines += wrapped([("bron: ", "muted"), (one.source, "muted")], width, most - len(lines))
        return lines


def chosen_of(value: str) -> tuple[str, ...]:
    """The choices that a field holds."""
    return tuple(part.strip() for part in value.split(SEVERAL) if part.strip())


def _choice_lines(one: Asked, typed: str, width: int) -> list[Line]:
    """The choices with the digit that chooses each, as many on a line as fit."""
    items: list[Part] = []
    for number, choice in enumerate(one.choices, 1):
        here = choice in chosen_of(typed)
        items.append((f"{'●' if here else '○'} {number} {choice}", "accent" if here else ""))
    how = "cijfer: erbij of eraf" if one.several and len(one.choices) > 1 else "spatie of ← →: de volgende"
    return packed([*items, (how, "muted")], width)


def completed(typed: str, names: Sequence[str]) -> str:
    """The only name that begins with what was typed; what was typed where there is none, or more."""
    wanted = typed.strip().casefold()
    found = [name for name in names if wanted and name.casefold().startswith(wanted)]
    return found[0] if len(found) == 1 else typed


def joined(text: str) -> str:
    """A text of several lines as one line for a field."""
    return text.replace("\r\n", "\n").replace("\n", BREAK)


def split(text: str) -> str:
    """What stands in a field with its lines as they were."""
    return text.replace(BREAK, "\n")
