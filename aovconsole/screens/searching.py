"""Screen 8, Zoeken: over all years while typing; a hit opens where it happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from textual import on
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from aovconsole.domain.times import day_short, read_stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import Found
from aovconsole.journal.store import Change
from aovconsole.screens.calendar_story import story_of_item
from aovconsole.screens.form_dialog import FieldInput
from aovconsole.screens.found_words import marked, words_of
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import Key
from aovconsole.screens.tell_dialog import TellDialog
from aovconsole.screens.widgets.log_row import kind_word
from aovconsole.screens.widgets.painted import Line, Part, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, PickList, heading
from aovconsole.screens.widgets.sheet import Sheet
from aovconsole.screens.workbench import Workbench

STEP = 50
"""So many hits at first, and so many more each time that a person goes on below the last one."""

_WAIT_SECONDS = 0.06
_WHERE = "Gezocht wordt in logregels, titels, besluiten, acties en kalenders, van alle jaren."


class SearchField(FieldInput):
    """The field that is searched for; the arrow down goes to the hits."""

    BINDINGS = [Key("to_hits", "down", "treffers", "Naar de treffers.").binding]

    def action_to_hits(self) -> None:
        """Go to the hits."""
        self.screen.query_one("#hits").focus()


class SearchScreen(DeskScreen):
    """A field, what was found, and the hits, the newest first."""

    PLACE = "search"
    KEYS = (
        Key("open", "enter", "openen", "De treffer openen waar die gebeurde."),
        Key("leave", "escape", "naar treffers", "Uit het zoekveld, naar de treffers.", shown=False),
        Key("more", "pagedown", "meer", "Onderaan: de volgende vijftig, oudere treffers.", shown=False),
    )
    DEFAULT_CSS = """
    SearchScreen #query.-textual-compact, SearchScreen #query.-textual-compact:focus {
        height: 1; border: none; padding: 0 1; background: $surface; background-tint: transparent; margin: 0 2 0 1;
    }
    SearchScreen #query.-textual-compact:focus { background: $cursor-line; }
    SearchScreen #said { margin: 1 0 0 0; }
    SearchScreen.-narrow #said { margin: 0; }
    SearchScreen #hits { height: 1fr; }
    """

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._limit = STEP
        self._hits: dict[str, Found] = {}
        self._waiting: Timer | None = None

    def compose_body(self) -> Iterable[Widget]:
        """Field, what was found, hits."""
        hint = "zoek over alle jaren: een of meer woorden, of het begin ervan"
        yield SearchField(placeholder=hint, id="query", compact=True)
        yield Sheet(id="said")
        yield PickList(id="hits")

    @property
    def _picks(self) -> PickList:
        return self.query_one("#hits", PickList)

    @property
    def _query(self) -> str:
        return self.query_one("#query", SearchField).value

    def focus_body(self) -> None:
        """Begin in the field."""
        self.query_one("#query").focus()

    def refresh_view(self, changes: Sequence[Change]) -> None:  # noqa: ARG002
        """Search again: what came in may be a hit."""
        self._search()

    def minute_passed(self, now: datetime) -> None:
        """Hits do not depend on the moment."""

    @on(Input.Changed, "#query")
    def _typed(self) -> None:
        self._limit = STEP
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(_WAIT_SECONDS, self._search)

    def _search(self) -> None:
        self._waiting = None
        found = self.desk.reading.search(self._query, self._limit)
        self._hits = {hit.row.record_id: hit for hit in found}
        words = words_of(self._query)
        picks: list[Pick] = []
        year = 0
        for hit in found:
            about = self.desk.reading.subject(hit.row.subject) if hit.row.type == "calendar" else None
            moment = read_stored(about.begin_at if about and about.begin_at else hit.row.at).astimezone(self.desk.zone)
            if moment.year != year:
                picks.append(heading(str(moment.year), space=bool(picks)))
                year = moment.year
            picks.append(Pick(hit.row.record_id, _Drawn(hit, about, moment, words), 2))
        self._picks.show(picks)
        self.query_one("#said", Sheet).show(self._said)

    def _said(self, width: int) -> Sequence[Line]:
        count = len(self._hits)
        lines: list[Line]
        if not words_of(self._query):
            lines = [
                (("Typ een woord; elk volgend woord maakt het preciezer.", "muted"),),
                *wrapped([(_WHERE, "muted")], width, 3),
            ]
        elif not count:
            said = f"Niets gevonden met {' en '.join(words_of(self._query))}. Probeer een korter begin van het woord."
            lines = [(("! ", "warning"), *line) for line in wrapped([(said, "")], width - 2, 2)]
        elif count < self._limit:
            lines = [((f"{count} treffer{'s' if count > 1 else ''}", "strong"), (", de nieuwste eerst", "muted"))]
        else:
            lines = [((f"de nieuwste {count}", "strong"), ("; verder onder de laatste toont oudere", "muted"))]
        return [*lines, ()]

    @on(PickList.AtEnd, "#hits")
    def _go_on(self) -> None:
        if len(self._hits) >= self._limit:
            self._limit += STEP
            self._search()
            self._picks.action_step(1)

    @on(Input.Submitted, "#query")
    def _to_hits(self) -> None:
        self._search()
        self._picks.focus()

    @on(PickList.Chosen, "#hits")
    def _chosen(self, event: PickList.Chosen) -> None:
        self._open(event.key)

    def action_open(self) -> None:
        """Open the hit under the cursor."""
        self._open(self._picks.selected)

    def action_leave(self) -> None:
        """Go to the hits."""
        self._picks.focus()

    def action_more(self) -> None:
        """Go on below the last hit."""
        self._picks.action_leaf(1)

    def _open(self, record_id: str) -> None:
        hit = self._hits.get(record_id)
        if hit is None:
            return
        if hit.row.type == "calendar":
            row = self.desk.reading.subject(hit.row.subject)
            if row is not None:
                self.app.push_screen(TellDialog("Agenda", row.title, story_of_item(self.desk, row, None)))
            return
        self.post_message(self.OpenDossier(hit.row.dossier, record_id))


class _Drawn:
    """A hit as two lines: when and where, and the text around the found words."""

    def __init__(self, hit: Found, about: SubjectRow | None, moment: datetime, words: tuple[str, ...]) -> None:
        self._hit, self._about, self._moment, self._words = hit, about, moment, words

    def __call__(self, width: int) -> Sequence[Line]:
        hit, row = self._hit, self._hit.row
        when = f"{day_short(self._moment.date())}  {wall_clock(self._moment)[:5]}"
        title = hit.title or ("agenda" if self._about else "logboek")
        left: list[Part] = [(fit(when, 18), "strong"), (fit(hit.number, 13), "head")]
        left += marked(title, self._words, width)
        right = [(" · ".join(part for part in (row.source, kind_word(row)) if part), "muted")]
        said = [("    ", ""), *marked(row.text, self._words, width)]
        if row.correction:
            said += [(" → ", "muted"), *marked(row.correction, self._words, width)]
        return (justified(left, right, width), justified(said, (), width))
