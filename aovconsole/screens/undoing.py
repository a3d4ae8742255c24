"""Undo: strike my last line of this session through, after showing what goes."""

from __future__ import annotations

import json
from typing import Any

from textual.app import App

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.reading import LogRow
from aovconsole.screens.dialogs import ConfirmDialog
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.workbench import Workbench


async def undo_last_line(app: App[Any], screen: DeskScreen, bench: Workbench) -> None:
    """Show the line that would be struck through; on a yes, withdraw it with what it agreed."""
    desk = bench.desk
    line = desk.log.last_own(bench.start_pos)
    if line is None:
        screen.tell("er is geen regel van deze sessie om terug te nemen")
        return
    action = _action_of(desk, line)
    if not await app.push_screen_wait(ConfirmDialog("Deze regel doorhalen?", _told(desk, line, action))):
        return
    if await screen.ask(desk.log.withdraw, line.record_id, "teruggenomen door de schrijver"):
        screen.tell("de regel is doorgehaald; hij blijft leesbaar")


def _action_of(desk: Desk, line: LogRow) -> SubjectRow | None:
    """The running action that a line agreed."""
    if line.kind != "action":
        return None
    running = (row for row in desk.reading.running_actions() if row.dossier == line.dossier)
    return next((row for row in running if json.loads(row.body)["line"] == line.record_id), None)


def _told(desk: Desk, line: LogRow, action: SubjectRow | None) -> str:
    row = desk.reading.subject(line.dossier) if line.dossier else None
    where = f"{row.number} {row.title}" if row else "logboek"
    when = clock_text(read_stored(line.at), desk.seat.now, zone=desk.zone)
    also = f"\n\nDe actie {action.number} vervalt mee." if action else ""
    return f"{where}\n{when}  {line.text}{also}"
