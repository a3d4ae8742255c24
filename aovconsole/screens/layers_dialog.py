"""Which calendars the agenda shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from textual.binding import Binding
from textual.widget import Widget

from aovconsole.screens.agenda_days import SIGNS
from aovconsole.screens.dialogs import Dialog
from aovconsole.screens.widgets.painted import Line
from aovconsole.screens.widgets.pick_list import Pick, PickList, remark

NAMES = {"cmt": "CMT-dagen", "plan": "scenario's"}
"""Layers that are called otherwise than they are kept."""


def layer_name(layer: str) -> str:
    """A layer as a person reads it: its sign and its name."""
    return f"{SIGNS.get(layer, '·')} {NAMES.get(layer, layer.removeprefix('import:'))}"


class LayersDialog(Dialog[frozenset[str] | None]):
    """A list of layers, each shown or hidden; gives the hidden ones."""

    HEADING = "Lagen van de agenda"
    HINT = "spatie tonen of verbergen   ⏎ klaar   esc terug"
    BINDINGS = [
        Binding("space", "toggle_layer", "tonen of verbergen", show=False),
        Binding("enter", "done", "klaar", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    LayersDialog PickList { height: auto; max-height: 62vh; background: $panel; }
    """

    def __init__(self, layers: Sequence[str], hidden: Collection[str]) -> None:
        super().__init__()
        self._layers = tuple(layers)
        self._hidden = set(hidden)

    def contents(self) -> Iterable[Widget]:
        """The layers."""
        yield PickList(self._picks())

    def _picks(self) -> list[Pick]:
        return [self._pick(layer) for layer in self._layers] or [remark("er staat nog niets op de agenda")]

    def _pick(self, layer: str) -> Pick:
        shown = layer not in self._hidden

        def draw(_: int) -> Sequence[Line]:
            name = layer_name(layer)
            box = ("[x] ", "accent") if shown else ("[ ] ", "muted")
            return ((box, (name, "" if shown else "muted")),)

        return Pick(layer, draw)

    def action_toggle_layer(self) -> None:
        """Show or hide the layer under the cursor."""
        picks = self.query_one(PickList)
        self._hidden ^= {picks.selected} - {""}
        picks.show(self._picks())

    def action_done(self) -> None:
        """Give the hidden layers."""
        self.dismiss(frozenset(self._hidden))
