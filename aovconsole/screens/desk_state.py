"""What the second line of every screen says, read from the desk."""

from __future__ import annotations

import json
from datetime import datetime

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import BANNERS
from aovconsole.exercise_clock import ExerciseClock
from aovconsole.journal.local import last_backup_at
from aovconsole.screens.keys import EXERCISE_KEYS
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
    told = f"dienst {' · '.join(duties)}" if duties else "geen dienst ingeroosterd"
    if isinstance(desk.journal.clock, ExerciseClock):
        return DeskState(told, parts[-1] if fault else "", _exercise_banner(desk.journal.clock))
    return DeskState(
        told,
        " · ".join(parts),
        BANNERS.get(desk.journal.realm, ""),
    )


def _exercise_banner(clock: ExerciseClock) -> str:
    """That this is an exercise, how its clock goes, and the keys for that."""
    labels = [key.label for key in EXERCISE_KEYS]
    if clock.paused:
        labels[0] = "verder"
    keys = " ".join(f"{key.sign} {label}" for key, label in zip(EXERCISE_KEYS, labels, strict=True))
    return f"{BANNERS['exercise']} {clock.mode} · {keys}"


def _running(desk: Desk, now: datetime) -> tuple[SubjectRow, ...]:
    return desk.reading.covering("duty", stored(now))


def _duty(row: SubjectRow, now: datetime, desk: Desk, *, first: bool) -> str:
    """Who has a duty; of the first one, that of the AOV, until when."""
    body = json.loads(row.body)
    if first:
        return f"{body['officer']} tot {short_when(read_stored(row.end_at), now, desk.zone)}"
    return f"{body['duty']} {body['officer']}"
