"""The answer to an incident as lines: who knows, the clocks, the measures, the nafase, and what is most urgent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.measure_duties import owed_duties
from aovconsole.domain.response import EITHER, Clock, Known
from aovconsole.domain.times import clock_text, elapsed_text, read_stored, stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import AFTERCARE_STATES, CLOCK_STATES
from aovconsole.reference.shapes import GripLevel
from aovconsole.screens.widgets.painted import Line, Part, cut, justified
from aovconsole.screens.widgets.pick_list import Pick, remark
from aovconsole.screens.widgets.sheet import Draw

_OVER = {"reached": ("✓", "success"), "late_reached": ("✓", "warning"), "not_needed": ("–", "muted")}
_MEASURE_STATES = {"prepared": "voorbereid", "not_taken": "niet genomen", "withdrawn": "ingetrokken"}
_POINT_SIGNS = {"open": ("○", ""), "busy": ("●", "event"), "done": ("✓", "success"), "not_needed": ("–", "muted")}


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What belongs to the answer of one incident at `now`; `points` are the keys and labels of the nafase list."""

    body: dict[str, Any]
    status: str
    known: tuple[Known, ...]
    clocks: tuple[Clock, ...]
    measures: tuple[SubjectRow, ...]
    points: tuple[tuple[str, str], ...]
    level: GripLevel
    now: datetime
    zone: ZoneInfo

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who must still be told, in few words."""
        return tuple(short(one.function) for one in self.known if one.waiting)

    def moment(self, stored: str) -> str:
        """A stored moment as it is shown beside `now`."""
        return clock_text(read_stored(stored), self.now, zone=self.zone)


def duties_of(view: ResponseView, measure: SubjectRow) -> tuple[dict[str, Any], ...]:
    """What a measure still owes: notices and acts that were not done."""
    return owed_duties(json.loads(measure.body), stored(view.now))


def left_text(left: timedelta) -> str:
    """How long still, or how long too late, in minutes or hours."""
    return f"{elapsed_text(-left)} te laat" if left < timedelta(0) else f"over {elapsed_text(left)}"


def short(function: str) -> str:
    """A function in few words: `burgemeester of loco-burgemeester` as `burgemeester of loco`."""
    first, either, second = function.partition(EITHER)
    return f"{first}{either}{second.removesuffix(f'-{first}')}"


def told_picks(view: ResponseView) -> list[Pick]:
    """Who knows: who waits first; the key is the function."""
    if not view.known:
        return [remark("w legt vast wie is ingelicht")]
    return [Pick(one.function, _told(view, one)) for one in view.known]


def _told(view: ResponseView, one: Known) -> Draw:
    telling = one.telling

    def draw(width: int) -> Sequence[Line]:
        if telling is None:
            return (justified([("! ", "error"), ("nog    ", "error"), (short(one.function), "strong")], (), width),)
        missed = not telling["reached"]
        sign: Part = ("! ", "error") if one.waiting else ("✓ ", "success") if not missed else ("– ", "muted")
        at = wall_clock(read_stored(telling["at"]), zone=view.zone)[:5]
        name = telling["function"] + (" niet bereikt" if missed else "")
        left: list[Part] = [sign, (f"{at}  ", "strong"), (name, "warning" if missed else "")]
        if telling["answer"]:
            left.append((f"  {telling['answer']}", "muted"))
        return (justified(left, [(cut(telling["via"], 10), "muted")] if telling["via"] else (), width),)

    return draw


def clock_picks(view: ResponseView) -> list[Pick]:
    """The statutory clocks; the key is key and start, as in the record."""
    if not view.clocks:
        return [remark("lopen vanaf GRIP 1")]
    return [Pick(f"{clock.key} {clock.start}", _clock(view, clock)) for clock in view.clocks]


def _clock(view: ResponseView, clock: Clock) -> Draw:
    def draw(width: int) -> Sequence[Line]:
        sign, look, told = _clock_state(view, clock)
        left: list[Part] = [(f"{sign} ", look), (clock.label, "muted" if clock.over else "")]
        within = f"{clock.minutes}' " if clock.status == "waiting" else ""
        return (justified(left, [(within, "muted"), (told, look)], width),)

    return draw


def _clock_state(view: ResponseView, clock: Clock) -> tuple[str, str, str]:
    if clock.status == "waiting":
        return "·", "muted", "wacht"
    if clock.status in ("not_needed", "unrecorded"):
        return "–", "muted", CLOCK_STATES[clock.status]
    if clock.stopped_at:
        at = wall_clock(clock.stopped_at, zone=view.zone)[:5]
        sign, look = _OVER[clock.status]
        return sign, look, f"{at} te laat" if clock.status == "late_reached" else at
    left = clock.due_at - view.now if clock.due_at else timedelta(0)
    if clock.status == "missed":
        return "!", "error", left_text(left)
    return "◷", "warning" if left <= timedelta(minutes=5) else "", left_text(left)


def measure_picks(view: ResponseView) -> list[Pick]:
    """The measures, two lines each; the key is the subject."""
    if not view.measures:
        return [remark("geen; m bereidt er een voor")]
    return [Pick(row.subject, _measure(view, row), 2) for row in view.measures]


def _measure(view: ResponseView, row: SubjectRow) -> Draw:
    owed = duties_of(view, row)
    over = row.status in ("not_taken", "withdrawn") and not owed

    def draw(width: int) -> Sequence[Line]:
        state, look = measure_state(view, row)
        first = justified([("§ ", look), (f"{row.number} ", "muted" if over else "strong"), (row.title, "")], (), width)
        told: list[Part] = [("  ", ""), (state, look)]
        return first, justified(told, [(f"! {len(owed)} te doen", "error")] if owed else (), width)

    return draw


def measure_state(view: ResponseView, row: SubjectRow) -> tuple[str, str]:
    """What a measure is now, in a word or two, and the look of it."""
    if row.status != "taken":
        return _MEASURE_STATES.get(row.status, row.status), "warning" if row.status == "prepared" else "muted"
    if not row.end_at:
        return "van kracht", "accent"
    if read_stored(row.end_at) > view.now:
        return f"tot {view.moment(row.end_at)}", "accent"
    to_withdraw = any(duty["key"] == "withdrawal" for duty in duties_of(view, row))
    return f"verlopen {view.moment(row.end_at)}", "error" if to_withdraw else "muted"


def aftercare_picks(view: ResponseView) -> list[Pick]:
    """The points of the nafase list with their state and owner; the key is the point's."""
    marked = {point["key"]: point for point in view.body.get("aftercare", ())}
    return [Pick(key, _point(label, marked.get(key, {}))) for key, label in view.points]


def _point(label: str, mark: dict[str, Any]) -> Draw:
    state, owner = str(mark.get("state") or "open"), str(mark.get("owner") or "")
    sign, look = _POINT_SIGNS[state]

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [(f"{sign} ", look), (label, "muted" if state in ("done", "not_needed") else "")]
        right = owner or ("" if state == "open" else AFTERCARE_STATES[state])
        return (justified(left, [(cut(right, max(8, width // 3)), "muted")] if right else (), width),)

    return draw


def urgent(view: ResponseView) -> Draw:
    """What may not be missed, each in one line with its key: for where the panels have no room."""

    def draw(width: int) -> Sequence[Line]:
        lines: list[Line] = []
        if view.waiting:
            told = f"! nog inlichten: {', '.join(view.waiting)}"
            lines.append(justified([(told, "error")], [("w", "head")], width))
        owed = [(row, duty) for row in view.measures for duty in duties_of(view, row)]
        if owed:
            told = "! te doen: " + ", ".join(f"{row.number} {duty['label']}" for row, duty in owed)
            lines.append(justified([(told, "error")], [("m", "head")], width))
        running = [clock for clock in view.clocks if clock.status in ("missed", "running")]
        if running:
            parts: list[Part] = []
            for clock in running:
                sign, look, told = _clock_state(view, clock)
                parts.append((f"{sign} {clock.label} {told}   ", look))
            lines.append(justified(parts, [("k", "head")], width))
        return lines

    return draw


def lead_text(body: dict[str, Any]) -> str:
    """Who leads now; empty while nobody said so."""
    leads = body.get("leads") or ()
    return f"leiding {leads[-1]['structure']} ({leads[-1]['leader']})" if leads else ""


def level_line(view: ResponseView) -> Draw:
    """What the GRIP level means and what the municipality then does."""

    def draw(width: int) -> Sequence[Line]:
        if not view.level.level:
            return ()
        teams = ", ".join(view.level.teams)
        return (justified([(f"  {teams} · {'; '.join(view.level.duties)}", "muted")], (), width),)

    return draw
