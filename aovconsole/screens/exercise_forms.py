"""What an exercise asks of its controller: speed, a jump, which inject, a judgement; and how one is begun."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import NamedTuple

from textual import on
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from aovconsole.domain.exercise import Exercise, Inject, forward_to, timed
from aovconsole.domain.exercise_words import DECIDED_WORDS, HOW_WORDS, STATE_WORDS, judged_text
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.typed_times import coming_from
from aovconsole.errors import CommandRefused
from aovconsole.exercise_clock import SPEEDS, ExerciseClock
from aovconsole.screens.dialogs import ChoiceDialog, ConfirmDialog, Dialog
from aovconsole.screens.form_dialog import Field, FormDialog
from aovconsole.screens.forms import yes
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.tell_dialog import TellDialog, Told
from aovconsole.screens.text import plain

_WARNING = (
    "Hierachter staat wat nog komt, wat van de spelers wordt verwacht, en de notities bij elke inject. Alleen voor de"
    " oefenleiding. Kijkt er een speler mee?"
)


class Led(NamedTuple):
    """What the controller chose: an act (`play`, `skip`, `assess`) and the key of an inject."""

    act: str
    key: str


class ControllerDialog(Dialog[Led | None]):
    """The injects with what is expected and noted; Enter plays one, `s` skips it, `b` judges it."""

    HEADING = "Oefenleiding: met notities, niet voor spelers"
    HINT = "↑ ↓ inject   ⏎ speel nu   s sla over   b beoordeel   esc terug"
    BINDINGS = [
        Binding("s", "chosen('skip')", "sla over", show=False),
        Binding("b", "chosen('assess')", "beoordeel", show=False),
    ]
    DEFAULT_CSS = """
    ControllerDialog > #box { width: 110; }
    ControllerDialog OptionList, ControllerDialog OptionList:focus { max-height: 9; scrollbar-size: 1 1; }
    ControllerDialog VerticalScroll { height: auto; max-height: 10; margin-top: 1; scrollbar-size: 1 1; }
    """

    def __init__(self, screen: DeskScreen, exercise: Exercise, key: str) -> None:
        super().__init__()
        self._injects, self._desk = exercise.injects, screen.desk
        keys = [one.cue.key for one in exercise.injects]
        coming = next((place for place, one in enumerate(exercise.injects) if one.status == "coming"), 0)
        self._chosen = keys.index(key) if key in keys else coming

    def contents(self) -> Iterable[Widget]:
        """The injects, and what is known of the one that is chosen."""
        yield OptionList(*(Option(plain(f" {self._line(one)} ")) for one in self._injects), markup=False)
        about = VerticalScroll(Static("", id="about"))
        about.can_focus = False
        yield about

    def begin(self) -> None:
        """Stand on the inject that comes next."""
        if self._injects:
            self.query_one(OptionList).highlighted = self._chosen

    def _when(self, moment: str) -> str:
        return clock_text(read_stored(moment), self._desk.seat.now, zone=self._desk.zone)

    def _line(self, inject: Inject) -> str:
        cue = inject.cue
        when = self._when(cue.due_at) if cue.due_at else "zonder tijd"
        judged = " · beoordeeld" if inject.judgement else ""
        return f"{when:<12} {STATE_WORDS[inject.status] + judged:<22} {cue.key:<14} {cue.sender}"

    @on(OptionList.OptionHighlighted)
    def _show(self, event: OptionList.OptionHighlighted) -> None:
        inject = self._injects[event.option_index]
        cue = inject.cue
        lines = [f"{cue.sender}: {cue.text}", f"verwacht  {cue.expected}", f"notitie   {cue.note}"]
        if inject.played_at:
            lines.append(f"gespeeld  {HOW_WORDS[inject.how]}, {self._when(inject.played_at)}")
        if inject.reason:
            lines.append(f"overgeslagen  {inject.reason}")
        lines += [f"oordeel   {self._when(one.at)} {judged_text(one)}" for one in inject.assessments]
        self.query_one("#about", Static).update(plain("\n".join(lines)))

    @on(OptionList.OptionSelected)
    def _play(self) -> None:
        self.action_chosen("play")

    def action_chosen(self, act: str) -> None:
        """Answer what is to be done with the inject that is chosen."""
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(Led(act, self._injects[place].cue.key))


async def lead(screen: DeskScreen) -> None:
    """Warn, then show the injects to the controller and do what is asked, until esc."""
    if not await screen.app.push_screen_wait(ConfirmDialog("Oefenleiding openen?", _WARNING)):
        return
    key = ""
    while True:
        led = await screen.app.push_screen_wait(ControllerDialog(screen, screen.desk.exercise.view(), key))
        if led is None:
            return
        key = led.key
        if led.act == "play":
            await screen.ask(screen.desk.exercise.play, key)
        elif led.act == "skip":
            await _skip(screen, key)
        else:
            await _assess(screen, key)


async def _skip(screen: DeskScreen, key: str) -> None:
    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(screen.desk.exercise.skip, key, reason=values["reason"]))

    dialog = FormDialog(f"{key} overslaan", [Field("reason", "reden", hint="verplicht")], file, verb="overslaan")
    await screen.app.push_screen_wait(dialog)


async def _assess(screen: DeskScreen, key: str) -> None:
    words = {word: decided for decided, word in (("yes", "ja"), ("partly", "deels"), ("no", "nee"))}

    async def file(values: dict[str, str]) -> bool:
        said = values["decided"].strip().casefold()
        if said not in words:
            raise CommandRefused(f"besloten: antwoord {', '.join(words)}")
        if not values["seen"].strip():
            raise CommandRefused("gezien: antwoord ja of nee")
        seen, remark = yes(values["seen"], "gezien"), values["remark"]
        judge = partial(screen.desk.exercise.assess, key, seen=seen, decided=words[said], remark=remark)
        return bool(await screen.request(judge))

    fields = [
        Field("seen", "gezien", hint="ja of nee"),
        Field("decided", "besloten", hint=f"ja, deels of nee ({DECIDED_WORDS['no']})"),
        Field("remark", "opmerking"),
    ]
    await screen.app.push_screen_wait(FormDialog(f"{key} beoordelen", fields, file))


async def ask_speed(screen: DeskScreen, clock: ExerciseClock) -> None:
    """Ask for one of the speeds."""
    speeds = sorted({*SPEEDS, clock.speed})
    labels = [f"×{speed:g}   een uur in {_minutes(60 / speed)}".replace(".", ",") for speed in speeds]
    chosen = speeds.index(clock.speed)
    answer = await screen.app.push_screen_wait(ChoiceDialog("Hoe snel loopt de oefening", labels, chosen=chosen))
    if answer is not None:
        clock.set_speed(speeds[answer])
        clock.pause(False)


def _minutes(minutes: float) -> str:
    return "1 minuut" if minutes == 1 else f"{minutes:.3g} minuten"


async def ask_jump(screen: DeskScreen) -> datetime | None:
    """Ask to which moment the clock goes; None when the person went back."""
    found: list[datetime] = []

    async def file(values: dict[str, str]) -> bool:
        found[:] = [_jump_from(screen, values["to"])]
        return True

    fields = [Field("to", "naar", hint="leeg: de volgende inject; of 15:30, of +20")]
    intro = "De tijd loopt nooit terug. Wat ertussen ligt, komt alsnog in het log met zijn eigen tijd."
    dialog = FormDialog("Vooruit springen", fields, file, intro=intro, verb="springen")
    return found[0] if await screen.app.push_screen_wait(dialog) else None


def _jump_from(screen: DeskScreen, text: str) -> datetime:
    desk = screen.desk
    if not text.strip():
        coming: Sequence[Inject] = timed(desk.exercise.view())
        if not coming:
            raise CommandRefused("er komt geen inject meer: noem een tijd")
        return read_stored(coming[0].cue.due_at)
    return forward_to(coming_from(text, desk.seat.now, desk.zone, "de tijd"), desk.seat.now, text)


async def ask_end(screen: DeskScreen) -> None:
    """Ask why the exercise is over."""

    async def file(values: dict[str, str]) -> bool:
        return bool(await screen.request(screen.desk.exercise.end, reason=values["reason"]))

    intro = "Er wordt niets meer gespeeld. Beoordelen kan daarna nog; exercise report maakt het blad."
    fields = [Field("reason", "reden", hint="mag leeg")]
    dialog = FormDialog("Oefening beëindigen", fields, file, intro=intro, verb="beëindigen")
    if await screen.app.push_screen_wait(dialog):
        screen.tell("de oefening is beëindigd")


def how_to_begin(screen: DeskScreen) -> TellDialog:
    """How an exercise is begun: in a window of its own, so that no process ever holds two journals."""
    from aovconsole.scenarios.reading import templates  # only who asks reads them

    found = [(name, source.checked.template) for name, source in templates(screen.desk.journal.home).items()]
    names = [f"{name}: {len(one.injects)} injects" for name, one in found if one and one.injects]
    text = (
        "Een oefening loopt in een eigen venster, met een eigen map en een eigen journaal: zo kan zij nooit in dit"
        " journaal schrijven. Open een tweede terminal en typ:"
    )
    facts = [
        Told("beginnen", "aovconsole exercise run carnaval --on 2027"),
        Told("verder gaan", "aovconsole exercise resume"),
        Told("sneller", "--speed 10"),
        Told("sjablonen", "\n".join(names)),
    ]
    return TellDialog("Oefening beginnen", text, facts)
