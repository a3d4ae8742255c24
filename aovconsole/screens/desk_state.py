"""What the second line of every screen says, read from the desk."""

from __future__ import annotations

import json
from datetime import datetime

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import BANNERS
from aovconsole.journal.local import last_backup_at
from aovconsole.screens.now_lines import short_when
from aovconsole.screens.widgets.masthead import DeskState


def desk_state(desk: Desk, now: datetime, fault: str = "") -> DeskState:
    """Duties of this moment, stations, last copy, and the realm's banner."""
    duties = [_duty(row, now, desk, first=not number) for number, row in enumerate(_running(desk, now))]
    stations = len(desk.reading.of_type("station"))
    parts = [f"{stations} stations"] if stations > 1 else []
    backup = last_backup_at(desk.journal)
    parts.append(f"kopie {clock_text(read_stored(backup), now, zone=desk.zone)}" if backup else "nog geen kopie")
    if fault:
        parts.append("! concepten niet bewaard")
    return DeskState(
        f"dienst {' · '.join(duties)}" if duties else "geen dienst ingeroosterd",
        " · ".join(parts),
        BANNERS.get(desk.journal.realm, ""),
    )


def _running(desk: Desk, now: datetime) -> tuple[SubjectRow, ...]:
    return desk.reading.covering("duty", stored(now))


def _duty(row: SubjectRow, now: datetime, desk: Desk, *, first: bool) -> str:
    """Who has a duty; of the first one, that of the AOV, until when."""
    body = json.loads(row.body)
    if first:
        return f"{body['officer']} tot {short_when(read_stored(row.end_at), now, desk.zone)}"
    return f"{body['duty']} {body['officer']}"
