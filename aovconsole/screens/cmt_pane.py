"""The open CMT day: head with phase and meeting clock, crowd and plan, the log, decisions and actions."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from aovconsole.journal.store import Change
from aovconsole.screens.cmt_lines import cmt_view, curve_panel, head, panels
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.widgets.painted import wrapped
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet, titled

CURVE_LINES = 11
"""The height of the curve on a wall."""


class CmtPane(DossierPane):
    """Shows one CMT day; looking back and the log are those of every dossier.

    On a laptop the log has all the width beside crowd and plan, with what was agreed below it; on a wall three columns.
    """

    DEFAULT_CSS = """
    CmtPane > #day { layout: vertical; height: 1fr; width: 1fr; }
    CmtPane .beside, CmtPane #curve-part { display: none; }
    CmtPane .beside { height: 1fr; }
    CmtPane .beside > Vertical { height: auto; }
    CmtPane .part { height: auto; margin: 0 0 1 0; }
    CmtPane .beside PickList { height: auto; scrollbar-size-horizontal: 0; }
    CmtPane.-desk > #day { layout: grid; grid-size: 2 2; grid-columns: 44 1fr; grid-rows: 3fr 2fr; grid-gutter: 1 2; }
    CmtPane.-desk .beside { display: block; }
    CmtPane.-desk #left { row-span: 2; }
    CmtPane.-desk #crowd { max-height: 12; }
    CmtPane.-desk #plan { max-height: 100%; }
    CmtPane.-desk #right { layout: horizontal; }
    CmtPane.-desk #right > Vertical { width: 1fr; height: 1fr; overflow-y: hidden; }
    CmtPane.-desk #agreed { margin: 0 0 0 2; }
    CmtPane.-desk #actions, CmtPane.-wall #meetings { max-height: 8; }
    CmtPane.-wall > #day { grid-size: 3 1; grid-columns: 56 1fr 56; grid-rows: 1fr; }
    CmtPane.-wall #left { row-span: 1; }
    CmtPane.-wall #curve-part { display: block; }
    CmtPane.-wall #crowd { max-height: 16; }
    CmtPane.-wall #right { layout: vertical; }
    CmtPane.-wall #right > Vertical { height: auto; }
    CmtPane.-wall #agreed { margin: 0; }
    CmtPane.-wall #decisions, CmtPane.-wall #actions { max-height: 18; }
    CmtPane.-overview > #day { overflow-y: auto; }
    CmtPane.-overview .beside { display: block; height: auto; }
    CmtPane.-overview .beside PickList { max-height: 14; }
    CmtPane.-overview #log-part { display: none; }
    CmtPane.-bare > #day { display: none; }
    """

    def compose(self) -> ComposeResult:
        """Banner of the past, head, what stands beside the log, the log."""
        yield Sheet(id="then")
        yield Sheet(id="head")
        with Container(id="day"):
            with Vertical(id="left", classes="beside"):
                yield from _panel("crowd")
                with Vertical(classes="part", id="curve-part"):
                    yield Sheet(id="curve-title")
                    yield Sheet(id="curve")
                yield from _panel("plan")
            yield self._log
            with Container(id="right", classes="beside"):
                with Vertical():
                    yield from _panel("decisions")
                with Vertical(id="agreed"):
                    yield from _panel("actions")
                    yield from _panel("meetings")

    def refresh_dossier(self, changes: Sequence[Change]) -> None:
        """Show what changed in this dossier; a line that was only logged changes nothing beside the log."""
        if self.row is None or self._past is not None:
            return
        self._log.take_in(changes)
        if not changes or any(not change.kind.startswith("line.") for change in changes):
            self._paint()

    def _paint(self) -> None:
        view = self._view()
        self.set_class(view is None, "-bare")
        self.set_class(bool(self._then), "-then")
        self.query_one("#then", Sheet).show(lambda width: wrapped([(self._then, "")], width, 3) if self._then else ())
        if view is None:
            title = "nog geen CMT; n opent er een" if self.row is None else "dit CMT was toen nog niet bekend"
            self.query_one("#head", Sheet).show(lambda _: (((title, "muted"),),))
            return
        shown = cmt_view(self._desk, view, self._past)
        self.query_one("#head", Sheet).show(head(shown))
        for panel in panels(shown, on_wall=self.has_class("-wall")):
            self.query_one(f"#{panel.name}-title", Sheet).show(titled(panel.title, panel.note))
            self.query_one(f"#{panel.name}", PickList).show(panel.picks)
        found = curve_panel(shown, CURVE_LINES) if self.has_class("-wall") else None
        name, draw = found or ("", lambda _: (((("nog geen meting", "muted"),)),))
        self.query_one("#curve-title", Sheet).show(titled("VERLOOP", name))
        self.query_one("#curve", Sheet).show(draw)


def _panel(name: str) -> ComposeResult:
    """A heading and a list of things that can be chosen."""
    with Vertical(classes="part"):
        yield Sheet(id=f"{name}-title")
        yield PickList(id=name, cursor_stays=False)
