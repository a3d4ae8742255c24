"""The open CMT day: head with phase and meeting clock, crowd and plan, the log, decisions and actions."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from aovconsole.screens.cmt_lines import cmt_view, head, panels
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.widgets.painted import wrapped
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet, titled

LEFT, RIGHT = ("crowd", "plan"), ("decisions", "actions", "meetings")
"""The panels at the left and at the right of the log, from top to bottom."""


class CmtPane(DossierPane):
    """Shows one CMT day; looking back and the log are those of every dossier."""

    DEFAULT_CSS = """
    CmtPane > #day { layout: horizontal; height: 1fr; width: 1fr; }
    CmtPane .beside { display: none; height: 1fr; }
    CmtPane .beside > Vertical { height: auto; margin: 0 0 1 0; }
    CmtPane .beside PickList { height: auto; max-height: 14; }
    CmtPane.-desk .beside { display: block; }
    CmtPane #left { width: 42; margin: 0 2 0 0; }
    CmtPane #right { width: 40; margin: 0 0 0 2; }
    CmtPane.-wall #left, CmtPane.-wall #right { width: 60; }
    CmtPane.-wall .beside PickList { max-height: 22; }
    CmtPane.-overview > #day { layout: vertical; overflow-y: auto; }
    CmtPane.-overview .beside { display: block; height: auto; }
    CmtPane.-overview #left, CmtPane.-overview #right { width: 1fr; margin: 0; }
    CmtPane.-overview #log-part { display: none; }
    CmtPane.-bare > #day { display: none; }
    """

    def compose(self) -> ComposeResult:
        """Banner of the past, head, what stands beside the log, the log."""
        yield Sheet(id="then")
        yield Sheet(id="head")
        with Container(id="day"):
            with Vertical(id="left", classes="beside"):
                for name in LEFT:
                    yield from _panel(name)
            yield self._log
            with Vertical(id="right", classes="beside"):
                for name in RIGHT:
                    yield from _panel(name)

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
        for panel in panels(shown):
            self.query_one(f"#{panel.name}-title", Sheet).show(titled(panel.title, panel.note))
            self.query_one(f"#{panel.name}", PickList).show(panel.picks)


def _panel(name: str) -> ComposeResult:
    """A heading and a list of things that can be chosen."""
    with Vertical():
        yield Sheet(id=f"{name}-title")
        yield PickList(id=name, cursor_stays=False)
