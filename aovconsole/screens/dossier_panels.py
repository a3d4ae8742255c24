"""The panels around the log of an open dossier: which ones depends on what kind of dossier it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aovconsole.desk.desk import Desk
from aovconsole.domain.response import clocks, who_knows
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.reference.files import load_aftercare, load_grip, sound
from aovconsole.screens.dossier_lines import DossierView, action_picks, grip_picks
from aovconsole.screens.response_lines import (
    ResponseView,
    aftercare_picks,
    clock_picks,
    measure_picks,
    told_picks,
    urgent,
)
from aovconsole.screens.widgets.pick_list import Pick
from aovconsole.screens.widgets.sheet import Draw

LEFT = ("told", "steps", "prepared", "measures", "advice", "talks", "aftercare", "days")
RIGHT = ("clocks", "terms", "plan", "conducts", "rounds", "actions", "grip")
"""The panels of all kinds of dossier by name, at the left and at the right of the log, from top to bottom."""

WITH_PANELS = ("incident", "evenement", "match")
"""The kinds of dossier whose panels stand around the log where there is room."""


class Panel(NamedTuple):
    """A heading with a list of things that can be chosen, and a grey word behind the heading."""

    name: str
    title: str
    picks: Sequence[Pick]
    note: str = ""


class Around(NamedTuple):
    """What stands around the log; `urgent` says the same in a few lines where the panels have no room."""

    panels: tuple[Panel, ...]
    urgent: Draw | None = None


def panels_of(desk: Desk, view: DossierView) -> Around:
    """The panels of a dossier."""
    common = (_actions(view),)
    if view.row.type == "incident":
        return _of_incident(desk, view, common)
    if view.row.type == "evenement":
        return _of_evenement(desk, view, common)
    if view.row.type == "match":
        return _of_match(desk, view, common)
    return Around(common)


def _of_match(desk: Desk, view: DossierView, common: tuple[Panel, ...]) -> Around:
    from aovconsole.screens.match_lines import match_panels, match_view, urgent_lines

    shown = match_view(desk, view.row, view.conducts, view.now)
    return Around((*common, *(Panel(*panel) for panel in match_panels(shown))), urgent_lines(shown))


def _actions(view: DossierView) -> Panel:
    now = stored(view.now)
    late = sum(1 for row in view.open_actions if row.end_at and row.status != "done" and row.end_at < now)
    note = f"{len(view.open_actions)} open" + (f", {late} te laat" if late else "") if view.open_actions else ""
    return Panel("actions", "ACTIES", action_picks(view), note)


def _of_incident(desk: Desk, view: DossierView, common: tuple[Panel, ...]) -> Around:
    home, body = desk.journal.home, view.body
    grip, points = sound(load_grip, home), sound(load_aftercare, home).points
    in_aftercare = view.row.status == "aftercare" or body["aftercare"]
    answer = ResponseView(
        body=body,
        status=view.row.status,
        known=who_knows(body, grip.inform),
        clocks=clocks(body, grip.arrival_terms, view.now),
        measures=view.measures,
        points=tuple((point.key, point.label) for point in points) if in_aftercare else (),
        level=grip.level(body["grip_level"]),
        now=view.now,
        zone=view.zone,
    )
    panels = (
        *common,
        Panel("grip", "GRIP-VERLOOP", grip_picks(view)),
        Panel("told", "WIE WEET HET", told_picks(answer), f"nog {n}" if (n := len(answer.waiting)) else ""),
        Panel("measures", "BEVOEGDHEDEN", measure_picks(answer)),
        Panel("aftercare", "NAFASE", aftercare_picks(answer)),
        Panel("clocks", "KLOKKEN", clock_picks(answer)),
    )
    return Around(panels, urgent(answer))


def _of_evenement(desk: Desk, view: DossierView, common: tuple[Panel, ...]) -> Around:
    from aovconsole.screens.evenement_lines import (  # a console with only incidents does not need them
        EvenementView,
        advice_picks,
        day_picks,
        round_picks,
        step_picks,
        term_picks,
        urgent_lines,
    )

    row: SubjectRow = view.row
    squares = () if view.then else desk.evenementen.days_around(row.place, row.begin_at, row.end_at, but=row.subject)
    terms = desk.evenementen.terms(row, view.now.astimezone(view.zone).date())
    shown = EvenementView(row, view.body, terms, view.rounds, tuple(squares), view.now, view.zone)
    found = len(shown.open_findings)
    panels = (
        *common,
        Panel("steps", "STAPPEN (HEV)", step_picks(shown)),
        Panel("terms", "TERMIJNEN", term_picks(shown)),
        Panel("advice", "ADVIEZEN", advice_picks(shown)),
        Panel("rounds", "RONDES", round_picks(shown), f"{found} open" if found else ""),
        Panel("days", "DAGEN OP DIT PLEIN", day_picks(shown)),
    )
    return Around(panels, urgent_lines(shown))
