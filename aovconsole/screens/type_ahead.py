"""What is typed while a form is on its way waits, and comes into the form in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, runtime_checkable

from textual import events
from textual.app import App
from textual.widgets import Input

from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import GLOBAL_KEYS, Key

WAIT_SECONDS = 1.0
"""A form that is not there by then was refused: what was typed is handed out as keys again."""

TURN_SECONDS = 0.1
"""At most so much of the wait is spent between two looks: while a screen is built nothing can arrive."""


@runtime_checkable
class OpensDossier(Protocol):
    """A form whose Enter leads to the entry bar of the dossier that it opens, unless it is refused."""

    refused: bool


@runtime_checkable
class LeadsToField(Protocol):
    """A form that begins at a list: Enter there leads to its first field."""

    ENTER_LEADS_TO_FIELD: bool


@runtime_checkable
class AsksByKey(Protocol):
    """A dialog that opens forms by keys of its own."""

    KEYS: Sequence[Key]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key applies now."""


MOVE_SECONDS = 0.2
"""The cursor goes to another field within this, or there is none."""


class TypeAhead:
    """Holds keys and pasted text from the moment that a form is asked for until it can take them."""

    def __init__(self, deliver: Callable[[events.Event], Awaitable[None]], now: Callable[[], float]) -> None:
        self._deliver = deliver
        self._now = now
        self._held: deque[events.Event] = deque()
        self._arrived: Callable[[], bool] | None = None
        self._left = self._looked = 0.0
        self._handing_out = False

    def wait_for(self, arrived: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
        """Hold what is typed from now on until something has arrived."""
        self._arrived = arrived
        self._left, self._looked = seconds, self._now()

    def expects(self, app: App[Any], key: str) -> bool:
        """Hold what is typed behind a key that leads to a form or to another field; whether it is such a key."""
        if arrived := form_asked_for(app, key):
            self.wait_for(arrived)
        elif moved := field_left(app, key):
            self.wait_for(moved, seconds=MOVE_SECONDS)
        return self._arrived is not None

    @property
    def holds(self) -> bool:
        """Whether an event must wait its turn."""
        return self._arrived is not None or bool(self._held)

    def hold(self, event: events.Event) -> None:
        """Let an event wait; esc ends the waiting, for who sees that no form comes."""
        self._held.append(event)
        if isinstance(event, events.Key) and event.key == "escape":
            self._arrived = None

    async def look(self) -> None:
        """Hand out what waits when the form is there, up to the key that asks for a next form."""
        if self._handing_out or not self._is_over():
            return
        self._handing_out = True
        try:
            while self._held and self._is_over():
                await self._deliver(self._held.popleft())
        finally:
            self._handing_out = False

    def _is_over(self) -> bool:
        if self._arrived is None:
            return True
        now = self._now()
        self._left -= min(now - self._looked, TURN_SECONDS)
        self._looked = now
        if not self._arrived() and self._left > 0:
            return False
        self._arrived = None
        return True


def field_left(app: App[Any], key: str) -> Callable[[], bool] | None:
    """How to see that the cursor went from a field of a dialog to the next; None for a key that moves it not."""
    before = app.focused
    if key not in ("tab", "shift+tab", "up", "down") or len(app.screen_stack) == 1 or not isinstance(before, Input):
        return None
    return lambda: app.focused is not before


def form_asked_for(app: App[Any], key: str) -> Callable[[], bool] | None:
    """How to see that the form which a key asks for has come; None for a key that asks for none."""
    screen, desk_screen = app.screen, app.screen_stack[0]
    if isinstance(screen, OpensDossier) and key == "enter":
        screen.refused = False
        return lambda: screen.refused or (len(app.screen_stack) == 1 and isinstance(app.focused, Input))
    if isinstance(screen, LeadsToField) and key == "enter" and not isinstance(app.focused, Input):
        return lambda: app.screen is not screen or isinstance(app.focused, Input)
    if screen is not desk_screen and isinstance(screen, AsksByKey):
        if not any(one.asks and one.key == key and screen.check_action(one.id, ()) for one in screen.KEYS):
            return None
        return lambda: app.screen is not screen and app.focused is not None
    if screen is not desk_screen or not isinstance(screen, DeskScreen) or isinstance(app.focused, Input):
        return None
    if not any(key in one.key.split(",") for one in (*GLOBAL_KEYS, *screen.KEYS) if one.asks):
        return None
    return lambda: app.focused is not None and (len(app.screen_stack) > 1 or isinstance(app.focused, Input))
