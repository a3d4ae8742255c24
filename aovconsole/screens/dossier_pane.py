"""One open dossier: its head, its log, its actions and its GRIP history; also as it was known at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.message import Message

from aovconsole.desk.desk import Desk
from aovconsole.domain.response import clocks, who_knows
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.log_filter import LogFilter
from aovconsole.journal.looking_back import Horizon, Past, moments_of, step
from aovconsole.journal.store import Change
from aovconsole.reference.files import load_aftercare, load_grip, sound
from aovconsole.screens.dossier_lines import DossierView, action_picks, grip_picks, head
from aovconsole.screens.dossier_log import DossierLog
from aovconsole.screens.response_lines import (
    ResponseView,
    aftercare_picks,
    clock_picks,
    measure_picks,
    told_picks,
    urgent,
)
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.painted import wrapped
from aovconsole.screens.widgets.pick_list import Pick, PickList
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
    DossierPane #side > #clocks-part { display: none; }
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
    DossierPane.-desk.-answer #side > #clocks-part { display: block; }
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
        """Head, banner of the past, log, actions, GRIP history."""
        yield Sheet(id="then")
        yield Sheet(id="head")
        yield Sheet(id="urgent")
        with Container(id="parts"):
            with Container(id="response"):
                yield from _panel("told", "WIE WEET HET")
                yield from _panel("measures", "BEVOEGDHEDEN")
                yield from _panel("aftercare", "NAFASE")
            yield self._log
            with Container(id="side"):
                yield from _panel("clocks", "KLOKKEN")
                yield from _panel("actions", "ACTIES")
                yield from _panel("grip", "GRIP-VERLOOP")

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
            return
        if not view.row.subject:
            self.query_one("#head", Sheet).show(lambda _: ((("Regels zonder dossier", "strong"),),))
        else:
            self.query_one("#head", Sheet).show(head(view))
        self._paint_side(view)

    def _paint_side(self, view: DossierView) -> None:
        now = stored(view.now)
        late = sum(1 for row in view.open_actions if row.end_at and row.status != "done" and row.end_at < now)
        note = f"{len(view.open_actions)} open" + (f", {late} te laat" if late else "") if view.open_actions else ""
        self._show_panel("actions", "ACTIES", action_picks(view), note)
        self._show_panel("grip", "GRIP-VERLOOP", grip_picks(view))
        answer = self._response(view)
        self.set_class(answer is not None, "-answer")
        if answer is None:
            return
        self.query_one("#urgent", Sheet).show(urgent(answer))
        self._show_panel("told", "WIE WEET HET", told_picks(answer), f"nog {n}" if (n := len(answer.waiting)) else "")
        self._show_panel("measures", "BEVOEGDHEDEN", measure_picks(answer))
        self._show_panel("aftercare", "NAFASE", aftercare_picks(answer))
        self._show_panel("clocks", "KLOKKEN", clock_picks(answer))

    def _show_panel(self, name: str, title: str, picks: Sequence[Pick], note: str = "") -> None:
        self.query_one(f"#{name}-part").set_class(not picks, "-empty")
        self.query_one(f"#{name}-title", Sheet).show(titled(title, note))
        self.query_one(f"#{name}", PickList).show(picks)

    def _response(self, view: DossierView) -> ResponseView | None:
        """What belongs to the answer of an incident; None for another dossier."""
        if view.row.type != "incident":
            return None
        home = self._desk.journal.home
        grip, points = sound(load_grip, home), sound(load_aftercare, home).points
        body = view.body
        in_aftercare = view.row.status == "aftercare" or body["aftercare"]
        return ResponseView(
            body=body,
            status=view.row.status,
            known=who_knows(body, grip.inform),
            clocks=clocks(body, grip.arrival_terms, view.now),
            measures=view.measures,
            points=tuple((point.key, point.label) for point in points) if in_aftercare else (),
            level=grip.level(body["grip_level"]),
            now=view.now,
            zone=view.zone,
        )

    def _view(self) -> DossierView | None:
        if self.row is None:
            return None
        desk, subject = self._desk, self.row.subject
        if self._past is None:
            self.row = (desk.reading.subject(subject) if subject else None) or self.row
            actions = desk.reading.in_dossier(subject, "action") if subject else ()
            measures = desk.reading.in_dossier(subject, "measure") if subject else ()
            return DossierView(self.row, actions, desk.seat.now, desk.zone, measures=measures)
        row = self._past.row(subject)
        actions, measures = (
            tuple(one for one in self._past.rows if one.type == type_) for type_ in ("action", "measure")
        )
        return DossierView(row, actions, self._moment, desk.zone, self._then, measures) if row else None


def _panel(name: str, title: str) -> ComposeResult:
    """A heading and a list of things that can be chosen."""
    with Vertical(id=f"{name}-part"):
        yield Sheet(titled(title), id=f"{name}-title")
        yield PickList(id=name, cursor_stays=False)
