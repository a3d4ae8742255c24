"""What the second line of every screen says, read from the desk."""

from __future__ import annotations

from datetime import datetime

from aovconsole.desk.desk import Desk
from aovconsole.domain.roster import HELD, OnDuty, holdings, on_duty, stretches
from aovconsole.domain.roster_words import on_duty_text
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.words import BANNERS
from aovconsole.exercise_clock import ExerciseClock
from aovconsole.journal.local import last_backup_at
from aovconsole.screens.keys import EXERCISE_KEYS
from aovconsole.screens.now_lines import short_when
from aovconsole.screens.widgets.masthead import DeskState


def desk_state(desk: Desk, now: datetime, fault: str = "") -> DeskState:
    """Duties of this moment, stations, last copy, and the realm's banner."""
    duties = [_duty(one, now, desk, first=not number) for number, one in enumerate(_on_duty(desk, now))]
    stations = len(desk.reading.of_type("station"))
    parts = [f"{stations} stations"] if stations > 1 else []
    backup = last_backup_at(desk.journal)
    parts.append(f"kopie {clock_text(read_stored(backup), now, zone=desk.zone)}" if backup else "nog geen kopie")
    if fault:
        parts.append("! concepten niet bewaard")
    on = " · ".join(filter(None, duties))
    told = f"dienst {on}" if on else "geen dienst ingeroosterd"
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


def _on_duty(desk: Desk, now: datetime) -> tuple[OnDuty, ...]:
    held = desk.reading.takings(stored(now), stored(now - HELD))
    return on_duty(now, stretches(desk.reading.ending_after("duty", stored(now))), holdings(held))


def _duty(one: OnDuty, now: datetime, desk: Desk, *, first: bool) -> str:
    """Who has a duty; of the first one, that of the AOV, until when, or that nobody has it."""
    who = on_duty_text(one)
    if not one.officer:
        until = f" tot {short_when(one.next.begin, now, desk.zone)}" if one.next else ""
        return f"! {one.duty} {who}{until}" if first else ""
    named = who if who.casefold().startswith(one.duty.casefold()) else f"{one.duty} {who}"
    if one.unpassed:
        return f"! {named}"
    return f"{named} tot {short_when(one.until, now, desk.zone)}" if first and one.until else named
