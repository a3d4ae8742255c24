"""The picker of the burgemeester's powers, and the page of one measure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial

from textual import events, on, work
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from aovconsole.reference.powers import Power
from aovconsole.screens import measure_acts as acts
from aovconsole.screens.dialogs import Dialog
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import Key
from aovconsole.screens.measure_fields import HIGH
from aovconsole.screens.measure_filling import fill, prepare, view_of
from aovconsole.screens.measure_lines import (
    DUTY,
    FIELD,
    PREPARES,
    STEP,
    MeasureView,
    head,
    packed,
    picks,
    power_lines,
    power_pick,
    rule_line,
)
from aovconsole.screens.widgets.painted import Line, wrapped
from aovconsole.screens.widgets.pick_list import Pick, PickList, remark
from aovconsole.screens.widgets.sheet import Sheet

_LOOK_SECONDS = 0.5
"""How often an open page looks whether its measure changed or a minute passed."""


_ABOUT_LINES = 4
"""So many lines of the chosen power on a low screen, and at least on a high one."""


class FilterInput(FieldInput):
    """The field that filters a list; the arrows move in that list."""

    BINDINGS = [
        Binding("up", "screen.move('step', -1)", "vorige", show=False),
        Binding("down", "screen.move('step', 1)", "volgende", show=False),
        Binding("pageup", "screen.move('leaf', -1)", "blad terug", show=False),
        Binding("pagedown", "screen.move('leaf', 1)", "blad verder", show=False),
    ]


class _PowerList(PickList):
    """Chosen from while the cursor stands in the filter."""

    CURSOR_ELSEWHERE = "cursor"


class PowerPicker(Dialog[str | None]):
    """The powers, filtered while typing; opens the form of the chosen one, gives the measure that was prepared."""

    HEADING = "§ Maatregel: welke bevoegdheid"
    HINT = "typ om te zoeken   ↑ ↓ kiezen   ⏎ formulier openen   esc terug"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
    DEFAULT_CSS = """
    PowerPicker > #box { width: 116; height: 94%; max-height: 48; }
    PowerPicker.-low > #box { height: 100%; max-height: 32; max-width: 100%; padding: 0 1; }
    PowerPicker.-low #heading { margin: 0; }
    PowerPicker FieldInput.-textual-compact, PowerPicker FieldInput.-textual-compact:focus {
        height: 1; border: none; padding: 0 1; margin: 0 0 1 0; background: $background; background-tint: transparent;
    }
    PowerPicker.-low FieldInput.-textual-compact, PowerPicker.-low FieldInput.-textual-compact:focus { margin: 0; }
    PowerPicker Sheet { background: $panel; }
    PowerPicker PickList { height: 1fr; background: $panel; }
    PowerPicker #power { margin: 1 0 0 0; }
    PowerPicker.-low #power, PowerPicker.-low #hint { margin: 0; }
    """

    def __init__(
        self, desk_screen: DeskScreen, dossier: str, powers: Sequence[Power], there: Mapping[str, str]
    ) -> None:
        super().__init__()
        self._below, self._dossier = desk_screen, dossier
        self._powers = {power.key: power for power in powers}
        self._there = there

    def contents(self) -> Iterable[Widget]:
        """Who prepares and who decides, the filter, the powers, who decides on the chosen one."""
        yield Sheet(lambda width: wrapped([(f"{PREPARES[0].upper()}{PREPARES[1:]}.", "")], width, 2))
        yield FilterInput(placeholder="naam, artikel of een woord uit de omschrijving", compact=True)
        yield _PowerList(self._picks(""))
        yield Sheet(self._about, id="power")

    def _picks(self, typed: str) -> list[Pick]:
        words = typed.casefold().split()
        found = [
            power
            for power in self._powers.values()
            if all(word in f"{power.name} {power.article} {power.meaning}".casefold() for word in words)
        ]
        found.sort(key=lambda power: not all(word in power.name.casefold() for word in words))
        shown = [Pick(power.key, power_pick(power, self._there.get(power.key, "")), 2) for power in found]
        return shown or [remark("geen bevoegdheid met deze woorden")]

    def _about(self, width: int) -> Sequence[Line]:
        power = self._powers.get(self.query_one(PickList).selected)
        if power is None:
            return ((),) * _ABOUT_LINES
        sure = ((rule_line(power.status, power.text_as_of), "muted"),)
        if self.has_class("-high"):
            lines = [*power_lines(power, width), sure]
        else:
            lines = [*wrapped([(power.mandate, "")], width, _ABOUT_LINES - 1), sure]
        return [*lines, *((),) * (_ABOUT_LINES - len(lines))]

    def begin(self) -> None:
        """Begin in the filter."""
        self.query_one(FilterInput).focus()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        found = self._picks(event.value)
        self.query_one(PickList).show(found, select=found[0].key)
        self._moved()

    @on(PickList.Moved)
    def _moved(self) -> None:
        self.query_one("#power", Sheet).show(self._about)

    def action_move(self, how: str, by: int) -> None:
        """Move the cursor of the list while the field keeps the keys."""
        powers = self.query_one(PickList)
        (powers.action_step if how == "step" else powers.action_leaf)(by)

    @on(Input.Submitted)
    @on(PickList.Chosen)
    @work(exclusive=True)
    async def _chosen(self) -> None:
        """Ask for the conditions; who goes back from there can choose another power."""
        power = self._powers.get(self.query_one(PickList).selected)
        measure = await prepare(self._below, self._dossier, power) if power else ""
        if measure:
            self.dismiss(measure)


class MeasureList(PickList):
    """The lines of a measure, drawn again for another width: long values are broken."""

    def __init__(self, view: MeasureView) -> None:
        super().__init__()
        self._view = view

    def show_view(self, view: MeasureView) -> None:
        """Show the measure as it is now; after a step the cursor stands on what comes first then."""
        shown = picks(view, self.line_width)
        first = next((pick.key for pick in shown if pick.key), "")
        self.show(shown, select=first if view.row.status != self._view.row.status else "")
        self._view = view

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines for the new width."""
        self.show_view(self._view)


class MeasurePage(Dialog[None]):
    """A measure: its head, what is owed, its terms and conditions, and what can be done with it now."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (HIGH, "-high")]
    KEYS = (
        Key("fill", "e", "voorwaarden", "De voorwaarden invullen.", asks=True),
        Key("decide", "b", "besluit", "Het besluit van de burgemeester vastleggen.", asks=True),
        Key("extend", "v", "verlengen", "De maatregel verlengen.", asks=True),
        Key("withdraw", "i", "intrekken", "De maatregel intrekken.", asks=True),
        Key("due", "d", "datum", "De datum van wat nog moet vastleggen.", asks=True),
        Key("undo", "z", "ongedaan", "Een stap die een vergissing was ongedaan maken, met reden.", asks=True),
    )
    BINDINGS = [*(key.binding for key in KEYS)]
    DEFAULT_CSS = """
    MeasurePage > #box { width: 124; height: 94%; max-height: 52; }
    MeasurePage.-low > #box { height: 100%; max-height: 32; max-width: 100%; padding: 0 1; }
    MeasurePage #heading, MeasurePage #hint { display: none; }
    MeasurePage Sheet { background: $panel; margin: 0 0 1 0; }
    MeasurePage PickList { height: 1fr; background: $panel; }
    MeasurePage.-low Sheet { margin: 0; }
    MeasurePage #keys { margin: 1 0 0 0; }
    MeasurePage.-low #keys { margin: 0; }
    """

    def __init__(self, desk_screen: DeskScreen, view: MeasureView, duty: str = "") -> None:
        super().__init__()
        self._below = desk_screen
        self._view, self._duty = view, duty
        self._asking = False

    def contents(self) -> Iterable[Widget]:
        """The head, and everything of the measure below it."""
        yield Sheet(lambda width: head(self._view, width))
        yield MeasureList(self._view)
        yield Sheet(self._keys, id="keys")

    def begin(self) -> None:
        """Stand in the list, and watch."""
        self._list.focus()
        self.call_after_refresh(self._stand)
        self.set_interval(_LOOK_SECONDS, self._look)

    def _stand(self) -> None:
        """Stand on the duty that was asked for."""
        self._list.select(DUTY + self._duty)
        self._show_keys()

    @property
    def _list(self) -> MeasureList:
        return self.query_one(MeasureList)

    def _look(self) -> None:
        """Show the measure again when it changed or a minute passed."""
        desk, before = self._below.desk, self._view
        minute, shown = (moment.replace(second=0, microsecond=0) for moment in (desk.seat.now, before.now))
        if minute == shown and desk.reading.subject(before.row.subject) == before.row:
            return
        view = view_of(self._below, before.row.subject)
        if view is not None:
            self._view = view
            self._list.show_view(view)
            self.query_one(Sheet).show(lambda width: head(view, width))
            self._show_keys()

    @on(PickList.Moved)
    def _show_keys(self) -> None:
        self.query_one("#keys", Sheet).show(self._keys)

    def _keys(self, width: int) -> Sequence[Line]:
        """The keys that apply now."""
        words = [f"{key.sign} {key.label}" for key in self.KEYS if self.check_action(key.id, ())]
        enter = {FIELD: "⏎ invullen", DUTY: "⏎ afvinken"}[self._kind] if self._enters else ""
        return packed([(word, "muted") for word in (enter, *words, "esc terug") if word], width)

    @property
    def _kind(self) -> str:
        return self._list.selected.partition(":")[0] + ":"

    @property
    def _thing(self) -> str:
        return self._list.selected.partition(":")[2]

    @property
    def _enters(self) -> bool:
        """Whether Enter does something here."""
        return self._is_owed or (self._kind == FIELD and bool(self.check_action("fill", ())))

    @property
    def _is_owed(self) -> bool:
        duty = self._view.duty(self._thing) if self._kind == DUTY else None
        return duty is not None and duty in self._view.owed

    @property
    def _is_at_once(self) -> bool:
        """Whether the law says "zo spoedig mogelijk", which no date of ours replaces."""
        duty = self._view.duty(self._thing) if self._kind == DUTY else None
        return duty is not None and bool(duty["at_once"])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what applies now: by the state of the measure and the line under the cursor."""
        status, power = self._view.row.status, self._view.power
        applies = {
            "fill": power is not None and status != "not_taken",
            "decide": power is not None and status == "prepared",
            "extend": status == "taken" and power is not None and power.extendable,
            "withdraw": status == "taken",
            "due": self._is_owed and not self._is_at_once,
            "undo": bool(self._mistakable[0]),
        }
        return applies.get(action, True)

    @property
    def _mistakable(self) -> tuple[str, str]:
        """The step that can be taken back here, with its words: the one under the cursor, else the last one."""
        steps = {step["record_id"]: step for step in self._view.body["steps"] if not step["withdrawn"]}
        duty = self._view.duty(self._thing) if self._kind == DUTY else None
        here = duty["done_record_id"] if duty else self._thing if self._kind == STEP else ""
        record_id = here if here in steps else next(reversed(steps), "")
        return (record_id, self._view.step_text(steps[record_id])) if record_id else ("", "")

    @on(PickList.Chosen)
    def _chosen(self) -> None:
        """Fill in a condition, or tick what is owed."""
        if self._enters:
            self._open(fill if self._kind == FIELD else acts.tick, self._thing)

    def action_fill(self) -> None:
        """Fill in the conditions."""
        self._open(fill, self._thing if self._kind == FIELD else "")

    def action_decide(self) -> None:
        """Log the decision."""
        self._open(acts.decide)

    def action_extend(self) -> None:
        """Let it last longer."""
        self._open(acts.extend)

    def action_withdraw(self) -> None:
        """Withdraw it."""
        self._open(acts.withdraw)

    def action_due(self) -> None:
        """Set the date of what is owed."""
        self._open(acts.set_due, self._thing)

    def action_undo(self) -> None:
        """Take back a step."""
        self._open(acts.undo, *self._mistakable)

    def _open(self, form: Callable[..., Awaitable[None]], *about: str) -> None:
        """Show a form, one at a time."""
        if not self._asking:
            self._asking = True
            self._ask(partial(form, self._below, self._view, *about))

    @work
    async def _ask(self, form: Callable[[], Awaitable[None]]) -> None:
        """Wait for a form, then show the measure as it is."""
        try:
            await form()
        finally:
            self._asking = False
        self._look()
