"""A match as lines: what is prepared, the match-day plan, the talks, the conduct register, what is most urgent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.conduct import WITHOUT_CONSEQUENCE
from aovconsole.domain.match_plan import PlanLine, open_lines
from aovconsole.domain.match_words import TO_BE_FIXED
from aovconsole.domain.times import clock_text, date_text, day_beside, day_from, read_stored, wall_clock
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.widgets.painted import Line, Part, cut, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, remark
from aovconsole.screens.widgets.sheet import Draw

_PLAN_SIGNS = {"todo": ("○", ""), "done": ("✓", "success"), "dropped": ("–", "muted")}
_CONDUCT_STATES = {
    WITHOUT_CONSEQUENCE: ("!", "zonder gevolg", "error"),
    "agreed": ("○", "afgesproken", "warning"),
    "done": ("✓", "uitgevoerd", "success"),
    "withdrawn": ("–", "ingetrokken", "muted"),
}
_NARROW = 50
"""Below this width a moment is only its day or its clock, and a line of the plan does not repeat where it stands."""

_NO_CATEGORY = "nog geen categorie"


@dataclass(frozen=True, slots=True)
class MatchView:
    """What belongs to one match at `now`; `attention` is what its category asks and does not find."""

    body: dict[str, Any]
    plan: tuple[PlanLine, ...]
    conducts: tuple[SubjectRow, ...]
    attention: str
    now: datetime
    zone: ZoneInfo

    def moment(self, stored: str) -> str:
        """A stored moment as it is shown beside `now`."""
        return clock_text(read_stored(stored), self.now, zone=self.zone)

    def brief(self, stored: str) -> str:
        """A stored moment in few cells: the clock today, else the day."""
        moment = read_stored(stored)
        return day_beside(moment, self.now, zone=self.zone) or wall_clock(moment, zone=self.zone)

    @property
    def unanswered(self) -> tuple[SubjectRow, ...]:
        """The conduct without a consequence."""
        return tuple(row for row in self.conducts if row.status == WITHOUT_CONSEQUENCE)

    @property
    def late(self) -> tuple[PlanLine, ...]:
        """The lines of the plan whose time has passed."""
        return tuple(line for line in self.plan if line.overdue)


def match_view(desk: Desk, row: SubjectRow, conducts: Sequence[SubjectRow], now: datetime) -> MatchView:
    """The view of a match (its row) with its conduct."""
    body = json.loads(row.body)
    attention = desk.matches.football.attention(body["category"], body["travel_scheme"])
    return MatchView(body, desk.matches.plan(row), tuple(conducts), attention, now, desk.zone)


def match_panels(view: MatchView) -> tuple[tuple[str, str, list[Pick], str], ...]:
    """The panels of a match: name, heading, what can be chosen, a grey word behind the heading."""
    waiting, unanswered = len(open_lines(view.plan)), len(view.unanswered)
    return (
        ("prepared", "VOORBEREIDING", prepared_picks(view), ""),
        ("talks", "OVERLEG EN BESLUITEN", talk_picks(view), ""),
        ("plan", "DRAAIBOEK", plan_picks(view), f"{waiting} te doen" if waiting else ""),
        ("conducts", "ONGEWENST GEDRAG", conduct_picks(view), f"{unanswered} zonder gevolg" if unanswered else ""),
    )


def prepared_picks(view: MatchView) -> list[Pick]:
    """Kick-off, category, away supporters, travel; each key opens its form."""
    body = view.body
    away = "nog niet bekend" if body["away_expected"] is None else str(body["away_expected"])
    kickoff = view.moment(body["kickoff_at"]) if body["kickoff_at"] else f"{_day(body['on'])}, {TO_BE_FIXED}"
    category = f"categorie {body['category']}" if body["category"] else _NO_CATEGORY
    picks = [
        _fact("move", "aftrap", kickoff, "" if body["kickoff_at"] else "warning", _doors(view)),
        _fact("category", category, "; ".join(body["category_reasons"]), "", body["category_by"]),
        _fact("fields", "uitsupporters", away, "", ""),
        _fact("travel", "vervoer", body["travel_label"] or "nog geen regeling", "", body["travel_reason"]),
    ]
    return [*picks, Pick("travel ", _warned(view.attention), 2)] if view.attention else picks


def _warned(text: str) -> Draw:
    return lambda width: wrapped([(f"! {text}", "warning")], width, 2)


def _doors(view: MatchView) -> str:
    body = view.body
    return f"deuren {view.moment(body['doors_at'])[-5:]}" if body["doors_at"] else ""


def _day(on: str) -> str:
    return date_text(day_from(on))


def _fact(key: str, label: str, text: str, look: str, right: str) -> Pick:
    def draw(width: int) -> Sequence[Line]:
        behind: list[Part] = [(cut(right, max(8, width // 3)), "muted")] if right else []
        return (justified([(f"{label}  ", "muted"), (text, look)], behind, width),)

    return Pick(key, draw)


def talk_picks(view: MatchView) -> list[Pick]:
    """The talks and the decisions, in order of time; the key is the record's."""
    told = [(one["at"], one["record_id"], one["label"], _talk(one), one["present"]) for one in view.body["talks"]]
    told += [(one["at"], one["record_id"], "besluit", one["text"], one["by"]) for one in view.body["decisions"]]
    picks = [Pick(f"step {key}", _told(view, at, what, text, by)) for at, key, what, text, by in sorted(told)]
    return picks or [remark("nog geen overleg vastgelegd")]


def _talk(one: dict[str, Any]) -> str:
    return str(one["agreements"] or "afspraken nog niet vastgelegd")


def _told(view: MatchView, at: str, what: str, text: str, by: str) -> Draw:
    def draw(width: int) -> Sequence[Line]:
        when = view.brief(at) if width < _NARROW else view.moment(at)
        left: list[Part] = [(f"{when}  ", "strong"), (f"{what}  ", "token"), (text, "")]
        return (justified(left, [(cut(by, max(8, width // 4)), "muted")] if by else (), width),)

    return draw


def plan_picks(view: MatchView) -> list[Pick]:
    """The match-day plan in order of time; the key is the line's."""
    return [Pick(f"plan {line.key}", _plan_line(view, line)) for line in view.plan] or [remark("geen draaiboek")]


def _plan_line(view: MatchView, line: PlanLine) -> Draw:
    sign, look = ("!", "error") if line.overdue else _PLAN_SIGNS[line.state]

    def draw(width: int) -> Sequence[Line]:
        narrow = width < _NARROW
        when = line.due_on if not line.due_at else view.brief(line.due_at) if narrow else view.moment(line.due_at)
        over = "muted" if line.state != "todo" else ""
        left: list[Part] = [(f"{sign} ", look), (f"{when}  ", look or "strong"), (line.label, over)]
        left.append((f"  {line.note}" if line.note else "", "muted"))
        right = line.owner if narrow else f"{line.owner} {line.relative}".strip()
        return (justified(left, [(right, "muted")], width),)

    return draw


def conduct_picks(view: MatchView) -> list[Pick]:
    """The conduct, what has no consequence first; the key is the subject."""
    if not view.conducts:
        return [remark("geen gedrag vastgelegd")]
    order = list(_CONDUCT_STATES)
    rows = sorted(view.conducts, key=lambda row: (order.index(row.status), row.begin_at, len(row.number), row.number))
    return [Pick(f"conduct {row.subject}", _conduct(view, row), 2) for row in rows]


def _conduct(view: MatchView, row: SubjectRow) -> Draw:
    sign, word, look = _CONDUCT_STATES[row.status]
    body = json.loads(row.body)
    told = "; ".join(f"{one['by']}: {one['what']}" for one in body["consequences"])

    def draw(width: int) -> Sequence[Line]:
        over = row.status == "withdrawn"
        left: list[Part] = [(f"{sign} ", look), (f"{row.number} ", "muted" if over else "strong")]
        left += [(f"{body['label']}: ", "muted"), (row.title, "struck" if over else "")]
        late = bool(row.end_at) and read_stored(row.end_at) < view.now
        due = f" voor {view.moment(row.end_at)}" if row.end_at else ""
        under: list[Part] = [("  ", ""), (word, look), (f"  {told}" if told else "", "")]
        return (
            justified(left, [(view.moment(row.begin_at), "muted")], width),
            justified(under, [(due.strip(), "error" if late else "muted")] if due else (), width),
        )

    return draw


def urgent_lines(view: MatchView) -> Draw:
    """What may not be missed, each in one line: for where the panels have no room."""

    def draw(width: int) -> Sequence[Line]:
        lines: list[Line] = []
        if view.attention:
            lines.append(justified([(f"! {view.attention}", "warning")], (), width))
        if view.late:
            told = ", ".join(line.label for line in view.late)
            lines.append(justified([(f"! draaiboek te laat: {told}", "error")], (), width))
        if view.unanswered:
            told = ", ".join(f"{row.number} {row.title}" for row in view.unanswered)
            lines.append(justified([(f"! zonder gevolg: {told}", "error")], (), width))
        return lines

    return draw
