"""A CMT day as lines: head with phase and clock, crowd per place, plan, decisions, actions, meetings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_state import Curve, PlaceState, curve_of
from aovconsole.domain.crowd_values import value_text
from aovconsole.domain.meeting import NextMeeting
from aovconsole.domain.paper import rest_text, waiting_in
from aovconsole.domain.plan_reading import PhasesNow, PlanLine
from aovconsole.domain.presence import Present, Role
from aovconsole.domain.times import WEEKDAYS, day_from, elapsed_text, read_stored, stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.journal.looking_back import Past
from aovconsole.screens.dossier_lines import DossierView, action_picks, elapsed
from aovconsole.screens.widgets.painted import Line, Part, cut, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, remark
from aovconsole.screens.widgets.sheet import Draw

BEFORE, AHEAD = timedelta(hours=2), timedelta(hours=6)
"""Of the plan stands here what is late, what was done this long ago, and what is due this far ahead."""

_BARS = "▁▂▃▄▅▆▇█"
_TRENDS = {"rising": "↑", "falling": "↓", "steady": "→"}
_CHECKED = {"yes": ("✓ werkte", "success"), "partly": ("± werkte deels", "warning"), "no": ("! werkte niet", "error")}
_PLAN_SIGNS = {"todo": ("○", ""), "busy": ("●", "event"), "done": ("✓", "success"), "dropped": ("–", "muted")}
_MEETINGS = {"open": "bezig", "closed": "nog vaststellen", "adopted": "vastgesteld", "withdrawn": "ingetrokken"}


class Panel(NamedTuple):
    """A heading with a list of things that can be chosen, and a grey word behind the heading."""

    name: str
    title: str
    picks: Sequence[Pick]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CmtView:
    """What belongs to one CMT day at a moment; without a plan there are no lines and no phases."""

    view: DossierView
    places: tuple[PlaceState, ...]
    curves: dict[str, Curve]
    lines: tuple[PlanLine, ...] | None
    phases: PhasesNow | None
    decisions: tuple[SubjectRow, ...]
    present: tuple[Present, ...]
    absent: tuple[Present, ...]
    roles: tuple[Role, ...]
    meetings: tuple[SubjectRow, ...]
    next: NextMeeting | None
    paper: tuple[int, int]

    @property
    def now(self) -> datetime:
        """The moment."""
        return self.view.now

    @property
    def has_begun(self) -> bool:
        """Whether the team still sits."""
        return self.view.row.status == "open"


def cmt_view(desk: Desk, view: DossierView, past: Past | None) -> CmtView:
    """The view of a CMT day; looking back shows what was known then, without the plan, a dossier of its own."""
    row, now = view.row, view.now
    rows = past.rows if past else desk.reading.in_dossier(row.subject, "crowd")
    crowd = [one for one in rows if one.type == "crowd"]
    decisions = (
        tuple(one for one in past.rows if one.type == "decision")
        if past
        else desk.reading.in_dossier(row.subject, "decision")
    )
    plan = None if past else desk.plans.of_cmt(row)
    return CmtView(
        view,
        desk.crowd.states(crowd, now=now),
        {one.subject: curve_of(json.loads(one.body)) for one in crowd},
        desk.plans.lines(plan, now) if plan else None,
        desk.plans.phases(plan, now) if plan else None,
        decisions,
        () if past else desk.presence.present(row, now),
        () if past else desk.presence.absent(row, at=now),
        () if past else tuple(desk.presence.role(row, role, now) for role in ("chair", "keeper")),
        tuple(one for one in past.rows if one.type == "meeting") if past else desk.meetings.of(row),
        None if past else desk.meetings.next(row, now),
        waiting_in(one for one in past.rows if one.type == "paper") if past else desk.paper.waiting(row.subject),
    )


def head(shown: CmtView) -> Draw:
    """Number and title, the clock to the next meeting; the phase and what comes; who is there."""
    view = shown.view
    row = view.row

    def draw(width: int) -> Sequence[Line]:
        sign = ("■ ", "cmt" if shown.has_begun else "muted")
        first = justified([sign, (row.number, "head"), ("  ", ""), (row.title, "strong")], _clock(shown), width)
        rest = [
            line for parts in (_phase(shown), _present(shown), _paper(shown)) for line in wrapped(parts, width - 2, 2)
        ]
        return (first, *((("  ", ""), *line) for line in rest))

    return draw


def _clock(shown: CmtView) -> list[Part]:
    view, coming = shown.view, shown.next
    if not shown.has_begun:
        return [
            (f"gesloten {view.moment(view.row.end_at)}", "muted"),
            (f"  duurde {elapsed(view.row, view.now)}", "muted"),
        ]
    running = [row for row in shown.meetings if row.status == "open"]
    parts: list[Part] = []
    if running:
        parts = [(f"vergadering {running[0].number} sinds {view.moment(running[0].begin_at)}", "event"), ("   ", "")]
    elif coming:
        late = coming.left < timedelta(0)
        said = f"{elapsed_text(abs(coming.left))} te laat" if late else f"over {elapsed_text(coming.left)}"
        parts = [(f"vergadering {coming.ordinal} {said}", "error" if late else "warning"), ("   ", "")]
    return [*parts, ("zit ", "muted"), (elapsed(view.row, view.now), "strong")]


def _phase(shown: CmtView) -> list[Part]:
    view, phases = shown.view, shown.phases
    if phases is None:
        return [("" if view.then else "zonder plan", "muted")] if view.then or shown.has_begun else []
    parts: list[Part] = []
    for one in phases.current:
        until = f" tot {view.moment(one.end_at)}" if one.end_at else ""
        parts += [(f"fase {one.name}{until}   ", "event")]
    comes = [f"{one.name} {view.moment(one.due_at)}" for one in phases.next[:2]]
    return [*parts, (f"volgende: {', '.join(comes)}", "muted")] if comes else parts


def _present(shown: CmtView) -> list[Part]:
    if shown.view.then:
        return []
    if not shown.present and not any(role.function for role in shown.roles):
        return [("w legt vast wie er is, wie voorzit en wie het log houdt", "muted")] if shown.has_begun else []
    held = [
        f"{word} {role.function}"
        for word, role in zip(("voorzitter", "log"), shown.roles, strict=True)
        if role.function
    ]
    there = [one.function for one in shown.present if one.function not in {role.function for role in shown.roles}]
    gone = [f"{one.function} sinds {shown.view.moment(one.since)}" for one in shown.absent]
    parts: list[Part] = [(f"aanwezig ({len(shown.present)}): ", "muted"), (" · ".join((*held, *there)), "")]
    return [*parts, (f"   weg: {', '.join(gone)}", "warning")] if gone else parts


def _paper(shown: CmtView) -> list[Part]:
    """What was written on paper and waits to be typed in; nothing once every row has ended."""
    rest = rest_text(*shown.paper)
    return [(f"papier: {rest}{'' if shown.view.then else '; y typt in'}", "muted")] if rest else []


def panels(shown: CmtView) -> tuple[Panel, ...]:
    """What stands beside the log."""
    reached = sum(bool(place.reached) for place in shown.places)
    open_count = len(shown.view.open_actions)
    bare = sum(bool(_lacking(row)) for row in shown.decisions)
    return (
        Panel("crowd", "DRUKTE", crowd_picks(shown), f"{reached} boven drempel" if reached else ""),
        Panel("plan", "PLAN", plan_picks(shown), _late_note(shown)),
        Panel("decisions", "BESLUITEN", decision_picks(shown), f"{bare} zonder onderbouwing" if bare else ""),
        Panel("actions", "ACTIES", action_picks(shown.view), f"{open_count} open" if open_count else ""),
        Panel("meetings", "VERGADERINGEN", meeting_picks(shown)),
    )


def _late_note(shown: CmtView) -> str:
    late = sum(line.late for line in shown.lines or ())
    return counted(late, "regel te laat", "regels te laat") if late else ""


def crowd_picks(shown: CmtView) -> list[Pick]:
    """Every place: its newest value, where it goes, its curve in one line, and the threshold that stands reached."""
    if not shown.places:
        return [remark("nog geen meting; d legt er een vast")]
    return [Pick(f"place {place.place}", _place(shown, place), 2 if place.reached else 1) for place in shown.places]


def _place(shown: CmtView, place: PlaceState) -> Draw:
    newest = place.newest
    value = value_text(Decimal(newest.value), newest.unit) if newest else "–"
    age = f"{place.age_minutes} min" if newest and place.age_minutes is not None else "geen meting"
    look = "error" if place.reached else "strong"

    def draw(width: int) -> Sequence[Line]:
        name = max(10, width // 3)
        spark = sparkline(shown.curves[place.subject], max(0, width - name - 22))
        left: list[Part] = [(fit(place.place, name), ""), (" ", ""), (fit(value, 9, right=True), look)]
        left += [(f" {_TRENDS.get(place.trend, ' ')} ", look), (spark, "event")]
        lines = [justified(left, [(age, "muted")], width)]
        if place.reached:
            first = place.reached[0]
            above = value_text(Decimal(first.value), first.unit)
            told = f"boven '{first.label}' ({above}) sinds {shown.view.moment(first.since)}"
            lines.append(
                justified([("  ! ", "error"), (told, "error")], [("b", "head")] if first.decision else (), width)
            )
        return lines

    return draw


def sparkline(curve: Curve, width: int) -> str:
    """The newest readings of a curve as bars, from nought to its highest."""
    values = [point.value for point in curve.points][-width:] if width > 0 else []
    top = max(values, default=0)
    return "".join(_BARS[min(len(_BARS) - 1, int(value / top * len(_BARS)))] if top else _BARS[0] for value in values)


def plan_picks(shown: CmtView) -> list[Pick]:
    """The lines of the plan around now: what is late first, then in order of time."""
    if shown.lines is None:
        return [remark("toen niet te zien" if shown.view.then else "zonder plan; n opent een CMT met een plan")]
    kept = [line for line in shown.lines if _is_near(line, shown.now)]
    kept.sort(key=lambda line: not line.late)
    return [Pick(f"line {line.key}", _plan_line(shown, line)) for line in kept] or [
        remark("nu niets; p toont het plan")
    ]


def _is_near(line: PlanLine, now: datetime) -> bool:
    if line.late:
        return True
    at = line.done_at if line.state in ("done", "dropped") else line.due_at or line.past_at
    return bool(at) and stored(now - BEFORE) <= at <= stored(now + AHEAD)


def _plan_line(shown: CmtView, line: PlanLine) -> Draw:
    sign, look = ("!", "error") if line.late else _PLAN_SIGNS[line.state]
    when = _when(shown, line)

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [(f"{sign} ", look), (fit(when, 8), "error" if line.late else "strong"), (" ", "")]
        left.append((line.what, "muted" if line.state in ("done", "dropped") else ""))
        return (justified(left, [(cut(line.owner, 14), "token")], width),)

    return draw


def _when(shown: CmtView, line: PlanLine) -> str:
    """The clock of a line today, else its day; a line of a whole day has only that."""
    today = shown.now.astimezone(shown.view.zone).date()
    day = day_from(line.due_on) if line.due_on else today
    if day != today:
        return f"{WEEKDAYS[day.weekday()][:2]} {day.day}-{day.month}"
    return wall_clock(read_stored(line.due_at), zone=shown.view.zone) if line.due_at else "vandaag"


def decision_picks(shown: CmtView) -> list[Pick]:
    """The decisions, the newest on top: when it is checked, how it worked, what its grounds lack."""
    rows = sorted(shown.decisions, key=lambda row: (row.begin_at, row.number), reverse=True)
    return [Pick(row.subject, _decision(shown, row), 2) for row in rows] or [
        remark("nog geen besluit; b legt er een vast")
    ]


def _lacking(row: SubjectRow) -> Sequence[str]:
    return json.loads(row.body)["lacking"] if row.status == "made" else ()


def _decision(shown: CmtView, row: SubjectRow) -> Draw:
    body: dict[str, Any] = json.loads(row.body)
    over = row.status != "made"

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [
            (f"{row.number} ", "muted" if over else "strong"),
            (shown.view.moment(row.begin_at), "muted"),
        ]
        left += [("  ", ""), (body["text"], "struck" if over else "")]
        return (
            justified(left, [(cut(body["owner"], 13), "token")] if body["owner"] else (), width),
            justified([("     ", ""), *_standing(shown, row, body)], (), width),
        )

    return draw


def _standing(shown: CmtView, row: SubjectRow, body: dict[str, Any]) -> list[Part]:
    if row.status == "withdrawn":
        return [(f"ingetrokken: {body['withdrawn_reason']}", "muted")]
    if row.status == "replaced":
        return [(f"vervangen door {body['replaced_by']}", "muted")]
    parts: list[Part] = []
    if body["checks"]:
        parts.append(_CHECKED[body["checks"][-1]["outcome"]])
    if body["check_at"]:
        due = body["check_at"] <= stored(shown.now)
        parts += [
            ("  " if parts else "", ""),
            (f"toetsen {shown.view.moment(body['check_at'])}", "error" if due else "muted"),
        ]
    if body["lacking"]:
        parts += [("  " if parts else "", ""), ("! zonder onderbouwing", "warning")]
    return parts or [("onderbouwd", "muted")]


def meeting_picks(shown: CmtView) -> list[Pick]:
    """The meetings, the newest on top."""
    rows = sorted(shown.meetings, key=lambda row: (row.begin_at, row.number), reverse=True)
    return [Pick(row.subject, _meeting(shown, row)) for row in rows] or [remark("nog geen vergadering; v opent er een")]


def _meeting(shown: CmtView, row: SubjectRow) -> Draw:
    until = f"–{shown.view.moment(row.end_at)[-5:]}" if row.end_at else ""
    look = {"open": "event", "closed": "warning"}.get(row.status, "muted")

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [(f"{row.number} ", "strong"), (f"{shown.view.moment(row.begin_at)}{until}", "")]
        return (justified(left, [(_MEETINGS.get(row.status, row.status), look)], width),)

    return draw
