"""Screen 7, Evaluatie: looking back on what happened, and the council's table over the years with its chart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual.containers import Horizontal, Vertical
from textual.widget import Widget

from aovconsole.domain.figures import TYPES
from aovconsole.journal.store import Change
from aovconsole.screens.keys import Key
from aovconsole.screens.looked_back_acts import BACK_KEYS, LookedBackActs
from aovconsole.screens.looked_back_pane import LookedBackPane
from aovconsole.screens.widgets.pick_list import PickList
from aovconsole.screens.widgets.sheet import Sheet
from aovconsole.screens.year_figures import FIGURE_KEYS, YearFigures


class EvaluationScreen(YearFigures, LookedBackActs):
    """Two views: the year figures, and one evaluation."""

    PLACE = "evaluation"
    KEYS = (*FIGURE_KEYS, *BACK_KEYS)
    DEFAULT_CSS = """
    EvaluationScreen #figures_head { margin: 0 0 1 0; }
    EvaluationScreen.-narrow #figures_head { margin: 0; }
    EvaluationScreen #figures { height: 1fr; }
    EvaluationScreen #figures_view { height: 1fr; }
    EvaluationScreen LookedBackPane { display: none; }
    EvaluationScreen.-back LookedBackPane { display: block; }
    EvaluationScreen.-back #figures_view { display: none; }
    EvaluationScreen.-narrow #evaluation-head { margin: 0; }
    EvaluationScreen.-narrow #looking { layout: vertical; }
    EvaluationScreen.-narrow #evaluated { width: 1fr; margin: 0; }
    EvaluationScreen.-narrow #found { width: 1fr; margin: 1 0 0 0; }
    EvaluationScreen #left { width: 1fr; height: 1fr; }
    EvaluationScreen #table { height: auto; max-height: 60%; }
    EvaluationScreen #meaning { margin: 1 0 0 0; height: 1fr; }
    EvaluationScreen.-narrow #meaning { margin: 0; }
    EvaluationScreen #chart_of_figure { width: 37%; max-width: 90; height: 1fr; margin: 0 0 0 1; }
    EvaluationScreen.-narrow #chart_of_figure { display: none; width: 1fr; max-width: 100%; margin: 0; }
    EvaluationScreen.-narrow.-charted #chart_of_figure { display: block; }
    EvaluationScreen.-narrow.-charted #left { display: none; }
    """

    def compose_body(self) -> Iterable[Widget]:
        """Which figures, then the table with the meaning below it, and the chart beside."""
        with Vertical(id="figures_view"):
            yield Sheet(id="figures_head")
            with Horizontal(id="figures"):
                with Vertical(id="left"):
                    yield Sheet(id="columns")
                    yield PickList(id="table")
                    yield Sheet(id="meaning")
                yield Sheet(id="chart_of_figure")
        yield LookedBackPane(self.desk)

    @property
    def looks_back(self) -> bool:
        """Whether an evaluation is shown in the place of the year figures."""
        return self.has_class("-back")

    @property
    def live_keys(self) -> tuple[Key, ...]:
        """The keys of what is shown."""
        return BACK_KEYS if self.looks_back else FIGURE_KEYS

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """On a narrow screen the chart is a key away, and the arrows speak for themselves."""
        narrow = self.has_class("-narrow")
        left_out = {"earlier", "later"} if narrow else {"chart"}
        return tuple(key for key in self.live_keys if key.id not in left_out and (key.shown or key.id == "chart"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Two views share some letters: only the keys of the one that is shown do something."""
        hidden = FIGURE_KEYS if self.looks_back else BACK_KEYS
        if action in {key.id for key in hidden}:
            return False
        return super().check_action(action, parameters)

    def action_look_back(self) -> None:
        """Show an evaluation."""
        self.add_class("-back")
        self.back.read()
        self.focus_body()
        self.dossier_changed()

    def action_year_figures(self) -> None:
        """Show the year figures."""
        self.remove_class("-back")
        self._read()
        self.focus_body()
        self.dossier_changed()

    def open_dossier(self, subject: str, record_id: str = "") -> None:  # noqa: ARG002
        """Show an evaluation; a recommendation is shown with its own."""
        row = self.desk.reading.subject(subject)
        if row is None:
            return
        if not self.looks_back:
            self.action_look_back()
        self.back.ask_for(row.dossier)
        self.back.found.select(f"rec:{subject}")

    def focus_body(self) -> None:
        """In the table, or in the timeline."""
        (self.back.lines if self.looks_back else self._table).focus()

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read again when something that counts changed, or a note."""
        if self.looks_back:
            self.back.read()
            return
        types = {change.kind.partition(".")[0] for change in changes}
        if changes and not types & {*TYPES, "round", "figure"}:
            return
        if not changes or types & {*TYPES, "round"}:
            self._found = None
        self._read()

    def minute_passed(self, now: datetime) -> None:
        """At midnight the reference date is another one, unless somebody chose it."""
        if self.looks_back:
            return
        today = now.astimezone(self.desk.zone).date()
        if self._book is None or (self._reference_on is None and self._book.reference_on != today):
            self._read()
