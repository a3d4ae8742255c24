"""The lines of a plan on a CMT day: what is late, what comes, what is done; in the panel and in the whole list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from aovconsole.domain.plan_reading import PlanLine
from aovconsole.domain.times import WEEKDAYS, day_from, read_stored, stored, wall_clock
from aovconsole.domain.words import counted
from aovconsole.screens.widgets.painted import Line, Part, cells, cut, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark
from aovconsole.screens.widgets.sheet import Draw

BEFORE, AHEAD = timedelta(hours=2), timedelta(hours=6)
"""In the panel stands what was done this long ago, and what is due this far ahead; on a wall within a day."""

LATE_APART = 3
"""Of more lines that are late only the newest stand apart in the panel: the rest must not hide what comes."""

FOLD = "late"
"""The key of the row that stands for the lines that are late longer."""

CONFIRM = "confirm"
"""The key of the row that leads to what the plan asks."""

_NEAR, _DAY = timedelta(hours=20), timedelta(hours=24)
_WHEN = 8
_SIGNS = {"todo": ("○", ""), "busy": ("●", "event"), "done": ("✓", "success"), "dropped": ("–", "muted")}
_WORDS = {"busy": "bezig", "dropped": "vervallen"}


class PlanMoment(NamedTuple):
    """The moment and the zone in which the lines of a plan are shown; a wall has room for more of them."""

    now: datetime
    zone: ZoneInfo
    on_wall: bool = False

    def when(self, line: PlanLine) -> str:
        """The clock of a line today, with its day when that is near, else its day; a line of a day has only that."""
        at = read_stored(line.due_at) if line.due_at else None
        today = self.now.astimezone(self.zone).date()
        day = day_from(line.due_on) if line.due_on else None
        if day is None and at is None:
            return "–"
        if at and (day in (None, today) or abs(at - self.now) < _NEAR):
            name = "" if day in (None, today) else f"{WEEKDAYS[day.weekday()][:2]} "
            return f"{name}{wall_clock(at, zone=self.zone)}"
        return "vandaag" if day == today or day is None else f"{WEEKDAYS[day.weekday()][:2]} {day.day}-{day.month}"


def plan_panel(lines: Iterable[PlanLine], shown: PlanMoment) -> list[Pick]:
    """What is late (the newest apart, the rest in one row), what comes within hours, what was just done."""
    known = tuple(lines)
    late = sorted((line for line in known if line.late), key=lambda line: line.past_at)
    most = LATE_APART * 2 if shown.on_wall else LATE_APART
    apart = late if len(late) <= most + 1 else late[-most:]
    folded = late[: len(late) - len(apart)]
    ahead = _DAY if shown.on_wall else AHEAD
    near = [line for line in known if not line.late and _is_near(line, shown.now, ahead)]
    picks = [_fold(folded, shown)] if folded else []
    picks += [_pick(line, shown) for line in (*apart, *(line for line in near if line.is_open))]
    picks += [_pick(line, shown) for line in reversed(near) if not line.is_open]
    return picks or [remark("nu niets; p toont het plan")]


def late_note(lines: Iterable[PlanLine]) -> str:
    """How many lines are late."""
    late = sum(line.late for line in lines)
    return counted(late, "regel te laat", "regels te laat") if late else ""


def whole_plan(lines: Sequence[PlanLine], shown: PlanMoment) -> list[Pick]:
    """Every line in groups: late, what comes, without a time, past before the plan began, done, dropped."""
    left = [line for line in lines if line.is_open and not line.late]
    groups = (
        ("TE LAAT", [line for line in lines if line.late]),
        ("KOMT", [line for line in left if _comes(line)]),
        ("ZONDER TIJD", [line for line in left if not line.past_at]),
        ("WAS BIJ DE START AL VOORBIJ", [line for line in left if line.past_at_start]),
        ("GEDAAN", [line for line in lines if line.state == "done"]),
        ("VERVALLEN", [line for line in lines if line.state == "dropped"]),
    )
    picks: list[Pick] = []
    for title, found in groups:
        if found:
            picks.append(heading(title, space=bool(picks), note=str(len(found))))
            picks += [_pick(line, shown) for line in found]
    return picks


def first_to_do(lines: Sequence[PlanLine], wanted: str = "") -> str:
    """The key of the line to begin at: the one that is meant, else the newest that is late, else what comes first."""
    if any(line.key == wanted for line in lines):
        return wanted
    late = [line.key for line in lines if line.late]
    coming = [line.key for line in lines if line.is_open and not line.late and _comes(line)]
    if wanted == FOLD or not coming:
        coming = late[-1:]
    return coming[0] if coming else ""


def _comes(line: PlanLine) -> bool:
    """Whether it has a moment that the plan could still meet when it was started."""
    return bool(line.past_at) and not line.past_at_start


def _is_near(line: PlanLine, now: datetime, ahead: timedelta) -> bool:
    at = line.done_at if line.state in ("done", "dropped") else line.due_at or line.past_at
    return bool(at) and stored(now - BEFORE) <= at <= stored(now + ahead)


def _fold(late: Sequence[PlanLine], shown: PlanMoment) -> Pick:
    left: list[Part] = [("! ", "error"), (f"nog {len(late)} te laat", "error")]
    left.append((f", vanaf {shown.when(late[0])}", "error"))
    return Pick(FOLD, lambda width: (justified(left, [("⏎", "head")], width),))


def confirm_pick(count: int) -> Pick:
    """The row that leads to what the plan asks and nobody said yet."""
    said = counted(count, "vraag van het plan", "vragen van het plan")
    return Pick(
        CONFIRM,
        lambda width: (justified([("? ", "warning"), (f"{said} te bevestigen", "warning")], [("k", "head")], width),),
    )


def _pick(line: PlanLine, shown: PlanMoment) -> Pick:
    return Pick(line.key, _drawn(line, shown), 2 if line.is_open else 1)


def _drawn(line: PlanLine, shown: PlanMoment) -> Draw:
    sign, look = ("!", "error") if line.late else _SIGNS[line.state]
    when: list[Part] = [(f"{sign} ", look), (fit(shown.when(line), _WHEN), "error" if line.late else "strong")]
    when.append((" ", ""))
    indent = " " * (2 + _WHEN + 1)

    def draw(width: int) -> Sequence[Line]:
        room = width - len(indent)
        if not line.is_open:
            said = " · ".join(part for part in (_WORDS.get(line.state, ""), line.by) if part)
            return (justified([*when, (line.what, "muted")], [(fit(said, min(len(said), room // 3)), "token")], width),)
        busy: list[Part] = [(f"{_WORDS[line.state]} ", "event")] if line.state in _WORDS else []
        first, *rest = wrapped([(line.what, "")], room, 2)
        most = room // 2 if rest else room - 1 - cells(busy)
        owner: Part = (cut(line.owner, most), "token") if line.owner else ("! geen houder", "warning")
        below: list[Part] = [(indent, ""), *(rest[0] if rest else ())]
        return ((*when, *first), justified(below, [*busy, owner], width))

    return draw
