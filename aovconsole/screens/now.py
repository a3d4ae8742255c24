"""Screen 1, Nu: what runs, what is due, what comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from textual import on, work
from textual.widget import Widget

from aovconsole.desk.board import board_of
from aovconsole.desk.desk import Desk
from aovconsole.domain.now import GripRules
from aovconsole.domain.times import read_stored, stored
from aovconsole.errors import CommandRefused
from aovconsole.journal.latest import newest_lines
from aovconsole.journal.reading import LogRow
from aovconsole.journal.store import Change
from aovconsole.reference.files import load_grip
from aovconsole.screens.frame import GENERAL_LOG, DeskScreen, Dossier
from aovconsole.screens.keys import Key
from aovconsole.screens.now_parts import LastLine, Picture, Ref
from aovconsole.screens.widgets.board import BOARD_KEYS, Board
from aovconsole.screens.workbench import Workbench

LOG_LINES = 12
LOG_AGE = timedelta(days=7)

_ON_CALENDAR = frozenset({
    "evenement", "demonstration", "match", "calendar", "cmt", "duty", "holding", "clash", "round",
})  # fmt: skip
"""The types of record that can make or end a clash, or a gap in the roster."""

SIGNAL_KEYS = (
    Key("signal_line", "v", "vastleggen", "Het signaal onder de cursor wordt een regel in het gekozen dossier."),
    Key("signal_incident", "n", "incident ervan", "Van het signaal onder de cursor een incident openen."),
)
"""They stand in the footer while the cursor is on a signal."""

_NO_ACTION = {
    "signal": "v legt dit signaal vast als regel, n opent er een incident van",
    "notice": "open de maatregel met Enter: daar vinkt u af wat moet",
    "term": "open de maatregel met Enter",
    "plan": "open het plan met Enter: daar zet u de regel op gedaan of vervallen",
    "served": "open de demonstratie met Enter: daar legt u het vast",
    "clock": "open het dossier met Enter: daar zet u de klok stil",
    "check": "open het dossier met Enter: daar zegt u of het besluit werkte",
    "grounds": "open het dossier met Enter: daar vult u de onderbouwing aan",
    "meeting": "open het dossier met Enter: daar opent u de vergadering",
    "handover": "open de overdracht met Enter",
    "evaluation": "schrijf het eerste beeld op scherm 7, Evaluatie",
    "recommendation": "geef de aanbeveling een einde op scherm 7, Evaluatie",
}
"""What g and k say on what is due but is no action."""


class NowScreen(DeskScreen):
    """Nu: one board; Enter opens, g and k step an action, d lets the entry bar file into what the cursor is on."""

    PLACE = "now"
    KEYS = (
        BOARD_KEYS[0],
        Key("done", "g", "gereed", "De actie onder de cursor is gereed, zegt de actiehouder.", "step('done')"),
        Key("close", "k", "akkoord", "De actie onder de cursor is akkoord en gaat van de lijst.", "step('closed')"),
        Key("agree", "a", "actie", "Een actie afspreken in het dossier dat voor de invoerregel staat.", asks=True),
        *SIGNAL_KEYS,
        Key("file_here", "d", "dossier", "Regels gaan naar het dossier onder de cursor; nog eens: logboek."),
        *BOARD_KEYS[1:],
    )

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._dossier = GENERAL_LOG
        self._grip: GripRules | None = None
        self._clashes: tuple[str, ...] = ()
        self._roster: tuple[str, ...] = ()

    @property
    def dossier(self) -> Dossier:
        """The dossier that was chosen with d, else the general log."""
        return self._dossier

    @property
    def shows_lines(self) -> bool:
        """The newest lines stand on the board."""
        return True

    def compose_body(self) -> Iterable[Widget]:
        """The board."""
        yield Board(lambda: picture_of(self.desk, self._rules, self._clashes, self._roster))

    @property
    def shown_keys(self) -> tuple[Key, ...]:
        """Those of signals only where there is one."""
        at = self.query_one(Board).at
        return tuple(key for key in super().shown_keys if key not in SIGNAL_KEYS or (at and at.type == "signal"))

    @on(Board.Moved)
    def _moved(self) -> None:
        self.keys_changed()

    def signals_heard(self) -> None:
        """Paint what the sources said."""
        self.query_one(Board).show_now()

    def _rules(self) -> GripRules:
        """The rules of GRIP, read once; a mistake in a file of one's own is told and must not stop Nu."""
        if self._grip is None:
            try:
                grip = load_grip(self.desk.journal.home)
            except CommandRefused as refused:
                self.tell(refused.sentence, wrong=True)
                grip = load_grip()
            self._grip = GripRules(grip.arrival_terms, {level.level: level.inform for level in grip.levels})
        return self._grip

    def refresh_view(self, changes: Sequence[Change]) -> None:
        """Read everything again: it is little; clashes behind it, and only when the calendar may have changed."""
        self.query_one(Board).show_now()
        if not changes or any(change.kind.partition(".")[0] in _ON_CALENDAR for change in changes):
            self.call_after_refresh(self._look_for_clashes)
        self.call_after_refresh(self._ring, changes)

    def _ring(self, changes: Sequence[Change]) -> None:
        """Ring for what a CMT day that sits asks now."""
        sitting = self.desk.reading.of_type("cmt", status="open")
        if sitting:
            from aovconsole.screens.cmt_bell import may_ring, ring  # the first paint does not wait for it

            if may_ring(changes):
                ring(self, sitting)

    @work(exclusive=True, group="clashes")
    async def _look_for_clashes(self) -> None:
        """Find what stands in each other's way soon, and who is missing on the roster, beside the work."""
        found = await self.ask(lambda: self.desk.clashes.near())
        sentences = tuple(clash.sentence for clash in found or () if not clash.accepted_by)
        roster = await self.ask(self.desk.roster.warnings) or ()
        if (sentences, roster) != (self._clashes, self._roster):
            self._clashes, self._roster = sentences, roster
            self.query_one(Board).show_now()

    @on(Board.Chosen)
    def _chosen(self, event: Board.Chosen) -> None:
        ref = event.ref
        if ref.type in ("notice", "term"):
            self._open_measure(ref.subject, ref.key)
            return
        if ref.type == "signal":
            self._tell_signal(ref)
            return
        if ref.type == "plan":
            self._work_plan(ref.subject, ref.key)
            return
        row = self.desk.reading.subject(ref.dossier) if ref.dossier else None
        if row or ref.type in ("line", "action"):  # those of no dossier stand in the general log
            record = ref.subject if ref.type == "line" else ""
            self.post_message(self.OpenDossier(row.dossier if row else "", record))
        else:
            self.tell("dit komt uit een ingelezen kalender: zie 2 Agenda")

    @work
    async def _open_measure(self, measure: str, duty: str) -> None:
        from aovconsole.screens.measure_forms import open_measure

        await open_measure(self, measure, duty)

    @work
    async def _tell_signal(self, ref: Ref) -> None:
        """Say all that the source said."""
        one = await self.ask(self.desk.signals.one, ref.subject, ref.key)
        if one:
            self.tell(". ".join(part for part in (one.headline, one.said, *one.detail) if part))

    @work
    async def action_signal_line(self) -> None:
        """File the signal under the cursor as a line."""
        ref = self._signal_at()
        if ref is None:
            return
        line = await self.ask(self.desk.signals.log, ref.subject, ref.key, dossier=self._dossier.subject or None)
        if line:
            self.tell(f"vastgelegd in {self._dossier.number or 'het logboek'}")

    @work
    async def action_signal_incident(self) -> None:
        """Open an incident from the signal under the cursor."""
        ref = self._signal_at()
        row = await self.ask(self.desk.signals.open_incident, ref.subject, ref.key) if ref else None
        if row:
            self.post_message(self.OpenDossier(row.subject))

    def _signal_at(self) -> Ref | None:
        """The signal under the cursor; else it is said that there is none."""
        ref = self.query_one(Board).at
        if ref is None or ref.type != "signal":
            self.tell("zet de cursor eerst op een signaal")
            return None
        return ref

    @work
    async def _work_plan(self, plan: str, key: str) -> None:
        from aovconsole.screens.cmt_plan_forms import work_plan

        row = self.desk.reading.subject(plan)
        if row is not None:
            await work_plan(self, row, key)

    @work
    async def action_agree(self) -> None:
        """Ask for an action."""
        from aovconsole.screens.action_forms import new_action

        await new_action(self, self._dossier.subject)

    @work
    async def action_step(self, state: str) -> None:
        """Let the action under the cursor change state."""
        ref = self.query_one(Board).at
        if ref is None or ref.type != "action":
            self.tell(_NO_ACTION.get(ref.type if ref else "", "zet de cursor eerst op een actie"))
            return
        row = self.desk.reading.subject(ref.subject)
        if row and state == "closed" and row.status != "done":
            from aovconsole.screens.dialogs import ConfirmDialog

            body = f"{row.number} {row.title}\n\nDe actiehouder heeft haar nog niet gereed gemeld."
            if not await self.app.push_screen_wait(ConfirmDialog("Toch akkoord?", body)):
                return
        await self.ask(self.desk.agreements.step, ref.subject, state)

    def action_file_here(self) -> None:
        """Let the entry bar file into the dossier under the cursor; once more for the general log."""
        ref = self.query_one(Board).at
        row = self.desk.reading.subject(ref.dossier) if ref and ref.dossier else None
        same = row is None or row.subject == self._dossier.subject
        self._dossier = GENERAL_LOG if row is None or same else Dossier(row.subject, row.number, row.title)
        self.dossier_changed()


def picture_of(
    desk: Desk, rules: Callable[[], GripRules], clashes: tuple[str, ...] = (), roster: tuple[str, ...] = ()
) -> Picture:
    """Read what Nu shows at this moment."""
    board = board_of(desk, rules)
    acute = (one.subject for one in board.running if not one.aftercare)
    last = {subject: lines[0] for subject in acute if (lines := _newest(desk, subject, 1))}
    return Picture(board, last, _newest(desk, "", LOG_LINES), desk.zone, clashes, desk.feeds.board(), roster)


def _newest(desk: Desk, dossier: str, count: int) -> tuple[LastLine, ...]:
    """The newest log lines of a dossier that still stand, of a week at most, the newest first."""
    since = stored(desk.seat.now - LOG_AGE)
    return tuple(_last_line(desk, row) for row in newest_lines(desk.journal, dossier, count, since=since))


def _last_line(desk: Desk, row: LogRow) -> LastLine:
    corrected = desk.log.understand(row.correction).body if row.correction else ""  # its source stands before it
    text = corrected or row.correction or row.more.get("body") or row.text
    return LastLine(read_stored(row.at), row.source, str(text).replace("\n", " "), row.record_id, row.dossier)
