"""What the app does in an exercise: it plays beside the work, says OEFENING, and has keys of its own for the clock."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial
from typing import cast

from textual import work
from textual.app import App
from textual.notifications import SeverityLevel

from aovconsole.errors import AovError
from aovconsole.exercise_clock import ExerciseClock
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import EXERCISE_KEYS, Key
from aovconsole.screens.workbench import Workbench

BEAT_SECONDS = 0.25
"""How often the player asks whether an inject is due."""

KEPT_EVERY = 4
"""At so many beats the clock is written down."""


class ExerciseActions(App[int]):
    """The part of the app that plays an exercise; in any other home it does nothing."""

    bench: Workbench

    @property
    def exercise_clock(self) -> ExerciseClock | None:
        """The clock of the exercise; None in a home that is none."""
        clock = self.bench.desk.journal.clock
        return clock if isinstance(clock, ExerciseClock) else None

    @property
    def exercise_keys(self) -> tuple[Key, ...]:
        """The keys that exist only in an exercise."""
        return EXERCISE_KEYS if self.exercise_clock else ()

    def on_mount(self) -> None:
        """Take the keys of an exercise and begin to play."""
        for key in self.exercise_keys:
            self.bind(key.key, key.id, description=key.label, show=False)
        self._beats = 0
        self._due_at, self._seen_pos = "", -1
        self._exercise_fault = ""
        self._turn = asyncio.Lock()
        if self.exercise_clock:
            self.set_interval(BEAT_SECONDS, self._exercise_beat)
            self.call_after_refresh(self.run_action, "app.go('cmt')")  # where an exercise is played

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something; in an exercise it says so."""
        told = f"OEFENING · {message}" if self.bench.desk.journal.realm == "exercise" else message
        super().notify(told, title=title, severity=severity, timeout=timeout, markup=markup)

    def _exercise_beat(self) -> None:
        self._beats += 1
        try:
            if not self._turn.locked() and (self._beats % KEPT_EVERY == 0 or self._is_due()):
                self.play_on()
        except AovError as error:  # the file went away: the screen says so and stays
            self._told_once(error.sentence)

    def _is_due(self) -> bool:
        """Whether the clock has come to an inject; the journal is read only when something was written in it."""
        journal = self.bench.desk.journal
        pos = journal.last_pos()
        if pos != self._seen_pos:
            from aovconsole.domain.exercise import timed

            coming = timed(self.bench.desk.exercise.view())
            self._due_at, self._seen_pos = (coming[0].cue.due_at if coming else ""), pos
        return bool(self._due_at) and self._due_at <= journal.clock.now().isoformat(timespec="microseconds")

    @work
    async def play_on(self, jumped_to: datetime | None = None) -> None:
        """File what is due on the writer thread, and write the clock down; a key waits for neither."""
        clock, bench = self.exercise_clock, self.bench
        if clock is None:
            return
        loop = asyncio.get_running_loop()
        async with self._turn:
            try:
                if jumped_to:
                    clock.jump_to(jumped_to)
                await loop.run_in_executor(bench.writer, partial(bench.desk.exercise.play_due, jumped_to=jumped_to))
                await asyncio.to_thread(clock.keep, bench.desk.journal.home)
                self._exercise_fault = ""
            except AovError as error:
                self._told_once(error.sentence)

    def _told_once(self, fault: str) -> None:
        if self._exercise_fault != fault:
            self._exercise_fault = fault
            self._told(fault, wrong=True)

    def _told(self, sentence: str, *, wrong: bool = False) -> None:
        self._desk_screen.tell(sentence, wrong=wrong)

    @property
    def _desk_screen(self) -> DeskScreen:
        return cast(DeskScreen, self.screen_stack[0])

    def action_exercise_pause(self) -> None:
        """Let the time of the exercise stand still, or run on."""
        if clock := self.exercise_clock:
            clock.pause(not clock.paused)
            self._told("de tijd staat stil" if clock.paused else f"de tijd loopt {clock.mode}")
            self.play_on()

    @work
    async def action_exercise_speed(self) -> None:
        """Ask how fast the time runs."""
        from aovconsole.screens.exercise_forms import ask_speed

        if clock := self.exercise_clock:
            await ask_speed(self._desk_screen, clock)
            self.play_on()

    @work
    async def action_exercise_jump(self) -> None:
        """Ask to which moment the clock goes forward."""
        from aovconsole.screens.exercise_forms import ask_jump

        if self.exercise_clock and (moment := await ask_jump(self._desk_screen)):
            self.play_on(moment)

    @work
    async def action_exercise_lead(self) -> None:
        """Show what is for the controller only, after a warning."""
        from aovconsole.screens.exercise_forms import lead

        if self.exercise_clock:
            await lead(self._desk_screen)

    @work
    async def action_exercise_end(self) -> None:
        """Ask whether the exercise is over."""
        from aovconsole.screens.exercise_forms import ask_end

        if self.exercise_clock:
            await ask_end(self._desk_screen)

    def action_exercise_how(self) -> None:
        """Say how an exercise is begun: never in the process that holds the real journal."""
        from aovconsole.screens.exercise_forms import how_to_begin

        self.push_screen(how_to_begin(self._desk_screen))
