"""A CMT day as lines: its view, its head with phase and clock, and the panels beside the log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from aovconsole.desk.desk import Desk
from aovconsole.domain.crowd_state import PlaceState, curve_of
from aovconsole.domain.crowd_values import derived_text
from aovconsole.domain.meeting import NextMeeting, not_adopted
from aovconsole.domain.paper import rest_text, waiting_in
from aovconsole.domain.plan_reading import PhasesNow, PlanLine
from aovconsole.domain.presence import Present, Role
from aovconsole.domain.record import Instant
from aovconsole.domain.times import elapsed_text
from aovconsole.domain.typed_names import name_key
from aovconsole.domain.view import SubjectRow
from aovconsole.journal.looking_back import Past
from aovconsole.screens.cmt_agreed_lines import action_note, action_picks, decision_note, decision_picks, meeting_picks
from aovconsole.screens.cmt_crowd_lines import (
    CrowdMoment,
    crowd_picks,
    curve_sheet,
    matters_most,
    short_curve,
    with_capacity,
)
from aovconsole.screens.cmt_plan_lines import PlanMoment, confirm_pick, late_note, plan_panel
from aovconsole.screens.dossier_lines import DossierView, elapsed
from aovconsole.screens.widgets.painted import Line, Part, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, remark
from aovconsole.screens.widgets.sheet import Draw


class Panel(NamedTuple):
    """A heading with a list of things that can be chosen, and a grey word behind the heading."""

    name: str
    title: str
    picks: Sequence[Pick]
    note: str = ""


@dataclass(frozen=True, slots=True)
class CmtView:
    """What belongs to one CMT day at a moment; without a plan there are no lines and no phases.

    `watched` are the places of the plan, `others` the other CMT days that sit, `missing` the functions that the plan
    wants at the table, `to_confirm` how much of what the plan asks nobody said yet.
    """

    view: DossierView
    places: tuple[PlaceState, ...]
    crowd_rows: dict[str, SubjectRow]
    lines: tuple[PlanLine, ...] | None
    phases: PhasesNow | None
    decisions: tuple[SubjectRow, ...]
    present: tuple[Present, ...]
    absent: tuple[Present, ...]
    roles: tuple[Role, ...]
    meetings: tuple[SubjectRow, ...]
    next: NextMeeting | None
    watched: tuple[str, ...]
    crowd: CrowdMoment
    others: tuple[SubjectRow, ...]
    missing: tuple[str, ...]
    to_confirm: int
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
    places = desk.crowd.states(crowd, now=now)
    sitting = () if past else desk.reading.of_type("cmt", status="open")
    return CmtView(
        view,
        places,
        {one.subject: one for one in crowd},
        desk.plans.lines(plan, now) if plan else None,
        desk.plans.phases(plan, now) if plan else None,
        decisions,
        () if past else desk.presence.present(row, now),
        () if past else desk.presence.absent(row, at=now),
        () if past else tuple(desk.presence.role(row, role, now) for role in ("chair", "keeper")),
        tuple(one for one in past.rows if one.type == "meeting") if past else desk.meetings.of(row),
        None if past else desk.meetings.next(row, now),
        tuple(str(one["name"]) for one in desk.plans.places(plan)) if plan else (),
        CrowdMoment(now, view.zone, {one.subject: said for one in places if (said := guide_beside(desk, one))}),
        tuple(one for one in sitting if one.subject != row.subject),
        () if past or row.status != "open" else desk.presence.missing(row, now),
        0 if past else len(desk.cmt.to_confirm(row)),
        waiting_in(one for one in past.rows if one.type == "paper") if past else desk.paper.waiting(row.subject),
    )


def guide_beside(desk: Desk, place: PlaceState) -> str:
    """The highest guide figure that the density of a place has come to, with its source; never a verdict."""
    found = desk.crowd.guides_for(place.density) if place.density is not None else ()
    if place.density is None or not found:
        return ""
    return f"{derived_text(place.density, 'density')}: {found[0].label} (richtwaarde, {found[0].source})"


def head(shown: CmtView) -> Draw:
    """Number and title, the clock to the next meeting; the phase and what comes; who is there."""
    view = shown.view
    row = view.row

    def draw(width: int) -> Sequence[Line]:
        sign = ("■ ", "cmt" if shown.has_begun else "muted")
        first = justified([sign, (row.number, "head"), ("  ", ""), (row.title, "strong")], _clock(shown), width)
        below = [parts for parts in (_phase(shown), _present(shown), _paper(shown), _others(shown)) if parts]
        rest = [line for parts in below for line in wrapped(parts, width - 2, 3)]
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
        said: list[Part] = [("w legt vast wie er is, wie voorzit en wie het log houdt", "muted")]
        return [*said, *_missing(shown)] if shown.has_begun else []
    roles = [
        (role.function, role.function if role.function.casefold().startswith(word) else f"{word} {role.function}")
        for word, role in zip(("voorzitter", "log"), shown.roles, strict=True)
        if role.function
    ]
    came = [one.function for one in shown.present]
    apart = [text for function, text in roles if function not in came]
    held = [text for function, text in roles if function in came]
    there = [function for function in came if function not in {role.function for role in shown.roles}]
    gone = [f"{one.function} sinds {shown.view.moment(one.since)}" for one in shown.absent]
    parts: list[Part] = [(f"{' · '.join(apart)}   ", "")] if apart else []
    parts += [(f"aanwezig ({len(came)}): ", "muted"), (" · ".join((*held, *there)) or "niemand vastgelegd", "")]
    parts += [(f"   weg: {', '.join(gone)}", "warning")] if gone else []
    return [*parts, *_missing(shown)]


def _missing(shown: CmtView) -> list[Part]:
    """Whom the plan wants at the table and nobody fills, where they did not just leave."""
    left = {name_key(one.function) for one in shown.absent}
    named = [one for one in shown.missing if name_key(one) not in left]
    return [(f"   ontbreekt: {', '.join(named)}", "warning")] if named else []


def _others(shown: CmtView) -> list[Part]:
    """The other CMT days that sit: two on one day are easily taken for one."""
    named = ", ".join(f"{row.number} {row.title[:30]}" for row in shown.others)
    return [(f"■ ook bezig: {named}  (e kiest)", "warning")] if named else []


def _paper(shown: CmtView) -> list[Part]:
    """What was written on paper and waits to be typed in; nothing once every row has ended."""
    rest = rest_text(*shown.paper)
    return [(f"papier: {rest}{'' if shown.view.then else '; y typt in'}", "muted")] if rest else []


def panels(shown: CmtView, *, on_wall: bool = False) -> tuple[Panel, ...]:
    """What stands beside the log."""
    view, moment = shown.view, PlanMoment(shown.now, shown.view.zone, on_wall)
    reached = sum(bool(place.reached) for place in shown.places)
    curves = {one.subject: short_curve(shown.crowd_rows[one.subject].body) for one in shown.places}
    crowd = crowd_picks(shown.places, curves, shown.watched, shown.crowd)
    if shown.lines is None:
        plan = Panel("plan", "PLAN", [remark("toen niet te zien" if view.then else "zonder plan; p kiest er een")])
    else:
        asked = [confirm_pick(shown.to_confirm)] if shown.to_confirm else []
        plan = Panel("plan", "PLAN", [*asked, *plan_panel(shown.lines, moment)], late_note(shown.lines))
    decisions = decision_picks(shown.decisions, view, on_wall=on_wall)
    meetings, waiting = meeting_picks(shown.meetings, view), len(not_adopted(shown.meetings))
    return (
        Panel("crowd", "DRUKTE", crowd, f"{reached} boven drempel" if reached else ""),
        plan,
        Panel("decisions", "BESLUITEN", decisions, decision_note(shown.decisions, view)),
        Panel("actions", "ACTIES", action_picks(view.actions, view), action_note(view.actions, view)),
        Panel("meetings", "VERGADERINGEN", meetings, f"{waiting} vaststellen" if waiting else ""),
    )


def curve_panel(shown: CmtView, height: int) -> tuple[str, Draw] | None:
    """The curve of the place that matters most, with its name; None while nothing was read."""
    place = matters_most(shown.places)
    if place is None:
        return None
    curve = with_capacity(curve_of(json.loads(shown.crowd_rows[place.subject].body)), place)
    return place.place, curve_sheet(curve, decided(shown.decisions), height, shown.view.zone)


def decided(rows: Iterable[SubjectRow]) -> list[tuple[Instant, str]]:
    """When which decision was taken, of those that were not withdrawn."""
    return [(row.begin_at, row.number) for row in rows if row.status != "withdrawn"]
