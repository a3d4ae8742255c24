"""The open demonstration: head, facts and log; also as it was known at a moment."""

from __future__ import annotations

import os

from textual.app import ComposeResult
from textual.containers import Container

from aovconsole.desk.demonstration_reading import answer_due, is_known_place, links_of, notice_of_row, terms_fault
from aovconsole.domain.demonstration import CONTACT_TYPE
from aovconsole.domain.demonstration_terms import owed_of
from aovconsole.screens.demonstration_lines import DemonstrationView, fact_picks, head
from aovconsole.screens.dossier_lines import DossierView
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.widgets.painted import wrapped
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet


class DemonstrationPane(DossierPane):
    """Shows one demonstration; looking back and the log are those of every dossier."""

    DEFAULT_CSS = """
    DemonstrationPane > #halves { layout: vertical; height: 1fr; width: 1fr; }
    DemonstrationPane #facts { height: 1fr; width: 1fr; margin: 0 0 1 0; }
    DemonstrationPane.-desk > #halves { layout: horizontal; }
    DemonstrationPane.-desk #facts { width: 52; margin: 0 2 0 0; }
    DemonstrationPane.-bare > #halves { display: none; }
    """

    def compose(self) -> ComposeResult:
        """Banner of the past, head, facts, log."""
        yield Sheet(id="then")
        yield Sheet(id="head")
        with Container(id="halves"):
            yield PickList(id="facts", cursor_stays=False)
            yield self._log

    @property
    def facts(self) -> PickList:
        """What the dossier holds beside its log."""
        return self.query_one("#facts", PickList)

    def _paint(self) -> None:
        view = self._view()
        self.set_class(view is None, "-bare")
        self.set_class(bool(self._then), "-then")
        self.query_one("#then", Sheet).show(lambda width: wrapped([(self._then, "")], width, 3) if self._then else ())
        if view is None:
            title = "geen demonstratie gekozen" if self.row is None else "deze demonstratie was toen nog niet bekend"
            self.query_one("#head", Sheet).show(lambda _: (((title, "muted"),),))
            return
        shown = self._with_terms(view)
        self.query_one("#head", Sheet).show(head(shown))
        self.facts.show(fact_picks(shown))

    def _with_terms(self, view: DossierView) -> DemonstrationView:
        seat, row = self._desk.seat, view.row
        rows = self._past.rows if self._past else self._desk.reading.in_dossier(row.subject, CONTACT_TYPE)
        return DemonstrationView(
            view,
            notice_of_row(seat, row),
            answer_due(seat, row),
            owed_of(row),
            links_of(seat, row),
            is_known_place(seat, row.place),
            any(one.type == CONTACT_TYPE and one.status == "set" for one in rows),
            terms_fault(seat).removeprefix(f"{seat.journal.home}{os.sep}"),
        )
