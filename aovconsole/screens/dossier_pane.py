"""One open dossier: its head, its log and the panels of its kind; also as it was known at a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.domain.typed_names import known_name
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.log_filter import LogFilter
from aovconsole.journal.looking_back import Horizon, Past, moments_of, step
from aovconsole.journal.store import Change
from aovconsole.screens.dossier_lines import DossierView, head
from aovconsole.screens.dossier_log import DossierLog
from aovconsole.screens.dossier_panels import LEFT, RIGHT, Around, panels_of
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.painted import wrapped
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet, titled

GENERAL = SubjectRow("", "log", "", "", "Regels zonder dossier", "open", "", "", "", "")
"""The general log, shown as if it were a dossier."""


class DossierPane(Container):
    """Shows one dossier; the desk is asked only by `show` and `refresh_dossier`."""

    DEFAULT_CSS = """
    DossierPane { layout: vertical; width: 1fr; height: 1fr; }
    DossierPane > #head { margin: 0 0 1 0; }
    DossierPane > #then { display: none; background: $warning; color: $background; text-style: bold; }
    DossierPane.-then > #then { display: block; margin: 0 0 1 0; }
    DossierPane > #urgent { display: none; margin: 0 0 1 0; }
    DossierPane.-answer > #urgent { display: block; }
    DossierPane > #parts { layout: vertical; height: 1fr; width: 1fr; }
    DossierPane #log-part { height: 1fr; width: 1fr; }
    DossierPane #log { height: 1fr; }
    DossierPane #response { display: none; }
    DossierPane #side { layout: horizontal; height: auto; width: 1fr; margin: 1 0 0 0; }
    DossierPane #side > Vertical { height: auto; width: 3fr; }
    DossierPane #side > #grip-part { width: 2fr; margin: 0 0 0 2; }
    DossierPane #side > #clocks-part, DossierPane #side > #terms-part { display: none; }
    DossierPane .-empty, DossierPane #side > #grip-part.-empty { display: none; }
    DossierPane #side PickList { height: auto; max-height: 7; }
    DossierPane.-plain #side { display: none; }
    DossierPane.-desk.-answer > #urgent { display: none; }
    DossierPane.-desk.-answer > #parts { layout: horizontal; }
    DossierPane.-desk.-answer #response { display: block; width: 34; height: 1fr; margin: 0 2 0 0; }
    DossierPane.-desk.-answer #response > Vertical { height: auto; margin: 0 0 1 0; }
    DossierPane.-desk.-answer #response PickList { height: auto; max-height: 13; }
    DossierPane.-desk.-answer #side { layout: vertical; width: 39; height: 1fr; margin: 0 0 0 2; }
    DossierPane.-desk.-answer #side > Vertical { width: 1fr; height: auto; margin: 0 0 1 0; }
    DossierPane.-desk.-answer #side > #clocks-part, DossierPane.-desk.-answer #side > #terms-part { display: block; }
    DossierPane.-desk.-answer #side > #clocks-part.-empty { display: none; }
    DossierPane.-desk.-answer #side > #terms-part.-empty { display: none; }
    DossierPane.-desk.-answer .-empty { display: none; }
    DossierPane.-desk.-answer #side > #grip-part { width: 1fr; margin: 0; }
    DossierPane.-desk.-answer #side PickList { max-height: 11; }
    """

    class PastWanted(Message):
        """Another moment of the past is to be shown; None when nothing became known earlier or later."""

        def __init__(self, horizon: Horizon | None, by: int) -> None:
            super().__init__()
            self.horizon = horizon
            self.by = by

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._past: Past | None = None
        self._then = ""
        self._moment = desk.seat.now
        self._log = DossierLog(desk, id="log-part")
        self.horizon: Horizon | None = None
        self.row: SubjectRow | None = None

    def compose(self) -> ComposeResult:
        """Head, banner of the past, log, the panels of every kind of dossier."""
        yield Sheet(id="then")
        yield Sheet(id="head")
        yield Sheet(id="urgent")
        with Container(id="parts"):
            with Container(id="response"):
                for name in LEFT:
                    yield from _panel(name)
            yield self._log
            with Container(id="side"):
                for name in RIGHT:
                    yield from _panel(name)

    @property
    def lines(self) -> LogList:
        """The log."""
        return self._log.lines

    @property
    def log_filter(self) -> LogFilter | None:
        """What the log is filtered by; None when it is whole."""
        return self._log.asked

    def filter_log(self, filter: LogFilter | None) -> None:
        """Show only the lines of the log that meet a filter; None shows all of them again."""
        self._log.filter(filter)

    @property
    def looking_back(self) -> bool:
        """Whether a moment of the past is shown."""
        return self._past is not None

    def show(self, row: SubjectRow | None) -> None:
        """Show a dossier as it is now; None when there is none."""
        same = row is not None and self.row is not None and row.subject == self.row.subject and not self._past
        self.row, self._past, self._then, self.horizon = row, None, "", None
        if not same:
            self._log.show_dossier(row)
        self._paint()

    def show_past(self, past: Past, then: str, moment: datetime) -> None:
        """Show the dossier as it was at a moment; `then` says which, for the banner."""
        self._past, self._then, self._moment = past, then, moment
        self._log.show_past(past)
        self._paint()

    def step_past(self, by: int) -> None:
        """Ask for the next (1) or the previous (-1) moment at which something became known here."""
        if self._past is None or self.horizon is None or self.row is None:
            return
        at = self.horizon.known_at or stored(self._desk.seat.now)
        found = step(moments_of(self._desk.reading, self.row.subject), at, by)
        wanted = Horizon(found, self.horizon.happened_until) if found else None
        self.horizon = wanted or self.horizon  # at once: a key that is held down steps from here
        self.post_message(self.PastWanted(wanted, by))

    def refresh_dossier(self, changes: Sequence[Change]) -> None:
        """Show what changed in this dossier; the past stays as it was."""
        if self.row is None or self._past is not None:
            return
        self._log.take_in(changes)
        self._paint()

    def _paint(self) -> None:
        view = self._view()
        self.set_class(view is None or not view.row.subject, "-plain")
        self.set_class(bool(self._then), "-then")
        self.query_one("#then", Sheet).show(lambda width: wrapped([(self._then, "")], width, 3) if self._then else ())
        if view is None:
            title = "geen dossier gekozen" if self.row is None else "dit dossier was toen nog niet bekend"
            self.query_one("#head", Sheet).show(lambda _: (((title, "muted"),),))
            self._show_around(Around(()))
            return
        if not view.row.subject:
            self.query_one("#head", Sheet).show(lambda _: ((("Regels zonder dossier", "strong"),),))
        else:
            self.query_one("#head", Sheet).show(head(view))
        self._show_around(panels_of(self._desk, view))

    def _show_around(self, around: Around) -> None:
        panels = {panel.name: panel for panel in around.panels}
        self.set_class(around.urgent is not None, "-answer")
        if around.urgent is not None:
            self.query_one("#urgent", Sheet).show(around.urgent)
        for name in (*LEFT, *RIGHT):
            panel = panels.get(name)
            self.query_one(f"#{name}-part").set_class(panel is None or not panel.picks, "-empty")
            if panel is not None:
                self.query_one(f"#{name}-title", Sheet).show(titled(panel.title, panel.note))
            self.query_one(f"#{name}", PickList).show(panel.picks if panel else ())

    def _view(self) -> DossierView | None:
        if self.row is None:
            return None
        desk, subject = self._desk, self.row.subject
        if self._past is None:
            self.row = (desk.reading.subject(subject) if subject else None) or self.row
            found = {type_: desk.reading.in_dossier(subject, type_) if subject else () for type_ in _BESIDE}
            known = not self.row.place or known_name(self.row.place, 0, desk.seat.known().places) is not None
            return _beside(DossierView(self.row, (), desk.seat.now, desk.zone, place_known=known), found)
        row = self._past.row(subject)
        found = {type_: tuple(one for one in self._past.rows if one.type == type_) for type_ in _BESIDE}
        return _beside(DossierView(row, (), self._moment, desk.zone, self._then), found) if row else None


_BESIDE = ("action", "measure", "round", "conduct")
"""The subjects under a dossier that its panels show."""


def _beside(view: DossierView, found: Mapping[str, tuple[SubjectRow, ...]]) -> DossierView:
    actions, measures, rounds, conducts = (found[type_] for type_ in _BESIDE)
    return replace(view, actions=actions, measures=measures, rounds=rounds, conducts=conducts)


def _panel(name: str) -> ComposeResult:
    """A heading and a list of things that can be chosen."""
    with Vertical(id=f"{name}-part"):
        yield Sheet(id=f"{name}-title")
        yield PickList(id=name, cursor_stays=False)
