"""One open dossier: its head, its log, its actions and its GRIP history; also as it was known at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.looking_back import Past
from aovconsole.journal.store import Change
from aovconsole.screens.dossier_lines import DossierView, action_picks, grip_picks, head
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.log_pages import JournalLines, ListedLines
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet, titled

GENERAL = SubjectRow("", "log", "", "", "Regels zonder dossier", "open", "", "", "", "")
"""The general log, shown as if it were a dossier."""

_ADDING = {"line.logged", "action.agreed", "decision.made", "attachment.added"}


class DossierPane(Container):
    """Shows one dossier; the desk is asked only by `show` and `refresh_dossier`."""

    DEFAULT_CSS = """
    DossierPane { layout: vertical; width: 1fr; height: 1fr; }
    DossierPane > #head { margin: 0 0 1 0; }
    DossierPane > #then { display: none; background: $warning; color: $background; text-style: bold; }
    DossierPane.-then > #then { display: block; margin: 0 0 1 0; }
    DossierPane > #parts { layout: vertical; height: 1fr; width: 1fr; }
    DossierPane #log-part { height: 1fr; width: 1fr; }
    DossierPane #log { height: 1fr; }
    DossierPane #side { layout: horizontal; height: auto; width: 1fr; margin: 1 0 0 0; }
    DossierPane #side > Vertical { height: auto; width: 3fr; }
    DossierPane #side > #grip-part { width: 2fr; margin: 0 0 0 2; }
    DossierPane #side PickList { height: auto; max-height: 7; }
    DossierPane.-plain #side { display: none; }
    """

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._past: Past | None = None
        self._then = ""
        self._moment = desk.seat.now
        self._list = LogList(now=lambda: desk.seat.now, zone=desk.zone, id="log")
        self.row: SubjectRow | None = None

    def compose(self) -> ComposeResult:
        """Head, banner of the past, log, actions, GRIP history."""
        yield Sheet(id="then")
        yield Sheet(id="head")
        with Container(id="parts"):
            with Vertical(id="log-part"):
                yield Sheet(titled("LOG"), id="log-title")
                yield self._list
            with Container(id="side"):
                with Vertical(id="actions-part"):
                    yield Sheet(titled("ACTIES"), id="actions-title")
                    yield PickList(id="actions", cursor_stays=False)
                with Vertical(id="grip-part"):
                    yield Sheet(titled("GRIP-VERLOOP"), id="grip-title")
                    yield PickList(id="grip", cursor_stays=False)

    @property
    def lines(self) -> LogList:
        """The log."""
        return self._list

    @property
    def looking_back(self) -> bool:
        """Whether a moment of the past is shown."""
        return self._past is not None

    def show(self, row: SubjectRow | None) -> None:
        """Show a dossier as it is now; None when there is none."""
        same = row is not None and self.row is not None and row.subject == self.row.subject and not self._past
        self.row, self._past, self._then = row, None, ""
        if not same:
            self.lines.show(self._pager(row), empty=_empty(row))
        self._paint()

    def show_past(self, past: Past, then: str, moment: datetime) -> None:
        """Show the dossier as it was at a moment; `then` says which, for the banner."""
        self._past, self._then, self._moment = past, then, moment
        self.lines.show(ListedLines(past.lines), empty="toen stond hier nog niets")
        self._paint()

    def refresh_dossier(self, changes: Sequence[Change]) -> None:
        """Show what changed in this dossier; the past stays as it was."""
        if self.row is None or self._past is not None:
            return
        own = [change for change in changes if change.dossier == self.row.subject]
        if own:
            if not self.row.subject:
                self.lines.reload(self._pager(self.row))
            else:
                self.lines.reload(only_added=all(change.kind in _ADDING for change in own))
        self._paint()

    def _pager(self, row: SubjectRow | None) -> JournalLines | ListedLines:
        if row is None:
            return ListedLines()
        reading = self._desk.reading
        if row.subject:
            return JournalLines(reading, row.subject)
        return ListedLines(reading.lines(dossier="", type_="line"))

    def _paint(self) -> None:
        view = self._view()
        self.set_class(view is None or not view.row.subject, "-plain")
        self.set_class(bool(self._then), "-then")
        self.query_one("#then", Sheet).show(lambda _: (((f"{self._then}", ""),),) if self._then else ())
        if view is None:
            title = "geen dossier gekozen" if self.row is None else "dit dossier was toen nog niet bekend"
            self.query_one("#head", Sheet).show(lambda _: (((title, "muted"),),))
            return
        if not view.row.subject:
            self.query_one("#head", Sheet).show(lambda _: ((("Regels zonder dossier", "strong"),),))
        else:
            self.query_one("#head", Sheet).show(head(view))
        count, now = self.lines.line_count, stored(view.now)
        self.query_one("#log-title", Sheet).show(titled("LOG", f"{count} regel" if count == 1 else f"{count} regels"))
        late = sum(1 for row in view.open_actions if row.end_at and row.status != "done" and row.end_at < now)
        note = f"{len(view.open_actions)} open" + (f", {late} te laat" if late else "") if view.open_actions else ""
        self.query_one("#actions-title", Sheet).show(titled("ACTIES", note))
        self.query_one("#actions", PickList).show(action_picks(view))
        grip = grip_picks(view)
        self.query_one("#grip-part").display = bool(grip)
        self.query_one("#grip", PickList).show(grip)

    def _view(self) -> DossierView | None:
        if self.row is None:
            return None
        desk, subject = self._desk, self.row.subject
        if self._past is None:
            self.row = (desk.reading.subject(subject) if subject else None) or self.row
            actions = desk.reading.in_dossier(subject, "action") if subject else ()
            return DossierView(self.row, actions, desk.seat.now, desk.zone)
        row = self._past.row(subject)
        actions = tuple(one for one in self._past.rows if one.type == "action")
        return DossierView(row, actions, self._moment, desk.zone, self._then) if row else None


def _empty(row: SubjectRow | None) -> str:
    if row is None:
        return "kies links een dossier, of open met i een nieuw incident"
    return "nog geen regels; l zet de cursor in de regel onderaan"
