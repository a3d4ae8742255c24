"""The log of the open dossier under its heading: all of it, what a filter leaves, or what was known at a moment."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import LINE_STATUSES
from aovconsole.journal.log_filter import KIND_WORDS, LogFilter, tag_key
from aovconsole.journal.looking_back import Past
from aovconsole.journal.reading import LogRow
from aovconsole.journal.store import Change
from aovconsole.screens.widgets.log_list import LogList
from aovconsole.screens.widgets.log_pages import JournalLines, ListedLines, LogPager
from aovconsole.screens.widgets.painted import Line, cut
from aovconsole.screens.widgets.sheet import Draw, Sheet, titled

_ADDING = {"line.logged", "action.agreed", "decision.made", "attachment.added"}


class DossierLog(Vertical):
    """Heading and lines; it reads the journal only when it is told to show something."""

    def __init__(self, desk: Desk, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._desk = desk
        self._row: SubjectRow | None = None
        self._past: Past | None = None
        self._asked: LogFilter | None = None
        self._total = 0
        self.lines = LogList(now=lambda: desk.seat.now, zone=desk.zone, id="log")

    def compose(self) -> ComposeResult:
        """Heading and lines."""
        yield Sheet(titled("LOG"), id="log-title")
        yield self.lines

    @property
    def asked(self) -> LogFilter | None:
        """The filter that stands."""
        return self._asked

    def show_dossier(self, row: SubjectRow | None) -> None:
        """Show the log of a dossier as it is now, at its end; None when there is none. Another one is not filtered."""
        if row is None or self._row is None or row.subject != self._row.subject:
            self._asked = None
        self._row, self._past = row, None
        self.lines.show(self._pager(), empty=self._empty())
        self.show_title()

    def show_past(self, past: Past) -> None:
        """Show what was known at a moment and, grey, what came in later; a step to another moment keeps the place."""
        stepped, self._past = self._past is not None, past
        if stepped:
            self.lines.reload(self._pager(), later=self._later)
        else:
            self.lines.show(self._pager(), empty=self._empty(), later=self._later)
        known = self._kept(past.lines)
        if known:
            self.lines.stand_on(max(known, key=lambda row: (row.received_at, row.at, row.clock)))
        self.show_title()

    def filter(self, asked: LogFilter | None) -> None:
        """Show only what meets a filter, or everything again at the line under the cursor."""
        stood = self.lines.selected
        self._asked = asked or None
        self.lines.show(self._pager(), empty=self._empty(), later=self._later)
        if stood is not None and not asked:
            self.lines.go_to(stood)
        self.show_title()

    def take_in(self, changes: Sequence[Change]) -> None:
        """Show what changed in the dossier."""
        if self._row is None or self._past is not None:
            return
        own = [change for change in changes if change.dossier == self._row.subject]
        if own and (self._asked or not self._row.subject):
            self.lines.reload(self._pager())
        elif own:
            self.lines.reload(only_added=all(change.kind in _ADDING for change in own))
        self.show_title()

    def show_title(self) -> None:
        """Say how many lines there are, and of how many when not all are shown."""
        count = self.lines.line_count - len(self._later)
        said = "1 regel" if count == 1 else f"{count} regels"
        if self._asked:
            said = f"{count} van {self._total}"
        if self._later:
            said += f", {len(self._later)} later bekend"
        if self._asked:
            said += f" · {filter_text(self._asked)} · f filter, esc alles"
        self.query_one("#log-title", Sheet).show(_title(said))

    def _pager(self) -> LogPager:
        row, reading = self._row, self._desk.reading
        if self._past is not None:
            self._total = len(self._past.lines)
            return ListedLines(self._kept(self._past.all_lines))
        if row is None:
            return ListedLines()
        if not row.subject:
            rows = reading.lines(dossier="", type_="line")
            self._total = len(rows)
            return ListedLines(self._kept(rows))
        if self._asked:
            self._total = reading.line_count(row.subject)
            return ListedLines(self._asked.lines(reading, dossier=row.subject))
        return JournalLines(reading, row.subject)

    def _empty(self) -> str:
        if self._row is None:
            return "kies links een dossier, of open met i een nieuw incident"
        if self._asked:
            return "geen regel past bij dit filter; esc toont alles"
        if self._past is not None:
            return "toen stond hier nog niets"
        return "nog geen regels; l zet de cursor in de regel onderaan"

    def _kept(self, rows: tuple[LogRow, ...]) -> tuple[LogRow, ...]:
        return self._asked.kept(rows) if self._asked else rows

    @property
    def _later(self) -> frozenset[str]:
        return frozenset(row.record_id for row in self._kept(self._past.later)) if self._past else frozenset()


def filter_text(asked: LogFilter) -> str:
    """What a filter asks, in Dutch."""
    parts = [
        f"soort {KIND_WORDS.get(asked.kind, asked.kind)}" if asked.kind else "",
        LINE_STATUSES.get(asked.status, asked.status),
        f"bron {asked.source}" if asked.source else "",
        f"plaats {asked.place}" if asked.place else "",
        f"#{tag_key(asked.tag)}" if asked.tag else "",
        f"'{asked.words}'" if asked.words else "",
        "doorgehaald" if asked.struck else "",
        "laat" if asked.late else "",
    ]
    return " · ".join(part for part in parts if part)


def _title(said: str) -> Draw:
    def draw(width: int) -> Sequence[Line]:
        return titled("LOG", cut(said, max(0, width - 6)))(width)

    return draw
