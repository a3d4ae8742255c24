"""A dossier as lines: its head, its actions, its GRIP history, its place in the list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.agreements import RUNNING_STATES, urgency
from aovconsole.domain.times import clock_text, elapsed_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import STATES
from aovconsole.screens.evenement_frame import FIELD_WORDS as EVENT_FIELDS
from aovconsole.screens.evenement_frame import field_text, frame_parts
from aovconsole.screens.match_frame import FIELD_WORDS as MATCH_FIELDS
from aovconsole.screens.match_frame import match_frame
from aovconsole.screens.response_lines import lead_text
from aovconsole.screens.widgets.painted import Line, Part, cut, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, remark
from aovconsole.screens.widgets.sheet import Draw

SIGNS = {"incident": "▲", "cmt": "■", "demonstration": "◆", "evenement": "○", "match": "◎", "plan": "□"}
TYPES = {
    "incident": "incident",
    "cmt": "CMT-dag",
    "demonstration": "demonstratie",
    "evenement": "evenement",
    "match": "wedstrijd",
    "plan": "plan",
}
FIELDS = {
    "title": "titel",
    "place": "plaats",
    "nature": "aard",
    "reporter": "melder (functie)",
    "reported_via": "gemeld via",
    "case_number": "zaaknummer",
    "lcms_reference": "LCMS-kenmerk",
}
_WORDS = {"match": MATCH_FIELDS}
_FRAME = {
    "case_number": "zaak {}",
    "lcms_reference": "LCMS {}",
    "handling_class": "klasse {}",
    "visitors_count": "{} bezoekers",
    "expected_count": "verwacht {}",
}
_SCALES = {"small": "kleinschalig", "large": "grootschalig"}
_ACTION_STATES = {
    "open": ("○", "open", ""),
    "busy": ("●", "bezig", "event"),
    "done": ("✓", "gereed, nog niet akkoord", "success"),
    "closed": ("✓", "akkoord", "muted"),
    "dropped": ("–", "vervallen", "muted"),
}


@dataclass(frozen=True, slots=True)
class DossierView:
    """One dossier as it is shown, at `now`; `then` names the moment that is looked back at, empty for the present."""

    row: SubjectRow
    actions: tuple[SubjectRow, ...]
    now: datetime
    zone: ZoneInfo
    then: str = ""
    measures: tuple[SubjectRow, ...] = ()
    rounds: tuple[SubjectRow, ...] = ()
    conducts: tuple[SubjectRow, ...] = ()
    place_known: bool = True

    @property
    def body(self) -> dict[str, Any]:
        """The whole view."""
        values: dict[str, Any] = json.loads(self.row.body) if self.row.body else {}
        return values

    @property
    def open_actions(self) -> tuple[SubjectRow, ...]:
        """The actions that are not over."""
        return tuple(action for action in self.actions if action.status in RUNNING_STATES)

    def moment(self, stored: str) -> str:
        """A stored moment as it is shown beside `now`."""
        return clock_text(read_stored(stored), self.now, zone=self.zone)


def grip_part(level: int) -> Part:
    """A GRIP level in the look that it has everywhere."""
    return (f"GRIP {level}", "error" if level >= 3 else "warning" if level else "muted")


def elapsed(row: SubjectRow, now: datetime) -> str:
    """How long something has been running, or ran."""
    return elapsed_text((read_stored(row.end_at) if row.end_at else now) - read_stored(row.begin_at))


def head(view: DossierView) -> Draw:
    """The head of a dossier: number and title, its state at the right, its frame below."""
    row, body = view.row, view.body

    def draw(width: int) -> Sequence[Line]:
        sign = (f"{SIGNS.get(row.type, '·')} ", "error" if row.status == "open" else "muted")
        first = [sign, (row.number, "head"), ("  ", ""), (row.title, "strong")]
        lines = [justified(first, _state(view, body), width)]
        lines += [((("  "), ""), *line) for line in wrapped(_frame(view, body), width - 2, 2)]
        for other in body.get("other_values", ()):
            name, _, value = str(other).partition(": ")
            named, shown = (
                (EVENT_FIELDS, field_text(name, value))
                if row.type == "evenement"
                else (_WORDS.get(row.type, FIELDS), value)
            )
            text = f"! ook ingevuld als {named.get(name, name)}: {shown} (e kiest opnieuw)"
            lines.append((("  ", ""), (cut(text, width - 2), "warning")))
        return lines

    return draw


def _state(view: DossierView, body: dict[str, Any]) -> tuple[Part, ...]:
    row = view.row
    if row.type not in ("incident", "cmt"):
        return ((STATES.get(row.status, row.status), "muted"),)
    if row.status == "closed":
        return ((f"afgesloten {view.moment(row.end_at)}", "muted"), (f"  duurde {elapsed(row, view.now)}", "muted"))
    parts: list[Part] = []
    if row.type == "incident":
        parts.append(grip_part(body["grip_level"]))
        since = body["grip_since"]
        parts.append((f" sinds {view.moment(since)}" if since else "", "muted"))
    return (*parts, ("   loopt ", "muted"), (elapsed(row, view.now), "strong"))


def _frame(view: DossierView, body: dict[str, Any]) -> list[Part]:
    row = view.row
    if row.type == "match":
        return [(match_frame(body, view.moment), "muted")]
    begin = "gemeld" if row.type == "incident" else "van" if row.end_at else "sinds"
    parts = [f"{begin} {view.moment(row.begin_at)}"]
    if row.type != "incident" and row.end_at:
        parts[0] += f" tot {view.moment(row.end_at)}"
    parts += [f"{name} {body[key]}" for key, name in (("reporter", "door"), ("reported_via", "via")) if body.get(key)]
    place = row.place if view.place_known else f"{row.place} (niet in de plaatsenlijst)"
    parts += [place, str(body.get("nature") or "")]
    steps = body.get("grip_history") or ()
    parts += [_by(steps[-1])] if steps else []
    parts += [lead_text(body)]
    parts += [form.format(body[name]) for name, form in _FRAME.items() if body.get(name) not in (None, "")]
    parts += frame_parts(body, view.moment) if row.type == "evenement" else []
    parts += [_SCALES.get(str(body.get("scale")), ""), "zonder AOV-inzet" if body.get("deployed") is False else ""]
    if row.type == "incident" and not (row.place and body.get("nature")):
        parts.append("e vult plaats, aard en kenmerken in")
    return [(" · ".join(part for part in parts if part), "muted")]


def _by(step: dict[str, Any]) -> str:
    said = f"GRIP door {step['by']}"
    said += f" als {step['capacity']}" if step["capacity"] else ""
    return said + (f", via {step['via']}" if step["via"] else "")


def action_picks(view: DossierView) -> list[Pick]:
    """The actions, what is over below what runs."""
    if not view.actions:
        return [remark("geen acties; a spreekt er een af")]
    order = {state: number for number, state in enumerate(_ACTION_STATES)}
    running = sorted(view.open_actions, key=lambda row: urgency(row, stored(view.now)))
    over = sorted((row for row in view.actions if row not in running), key=lambda row: (order[row.status], row.number))
    return [Pick(row.subject, _action(view, row)) for row in (*running, *over)]


def _action(view: DossierView, row: SubjectRow) -> Draw:
    late = bool(row.end_at) and row.status in ("open", "busy") and read_stored(row.end_at) < view.now
    sign, word, look = _ACTION_STATES.get(row.status, ("·", row.status, ""))
    over = row.status in ("closed", "dropped")
    owner = str(json.loads(row.body).get("owner") or "niemand")
    due = view.moment(row.end_at) if row.end_at else "geen term"

    def draw(width: int) -> Sequence[Line]:
        right: list[Part] = [(fit(owner, 13 if width >= 60 else 9), "muted" if over else "token")]
        right += [(f" {fit(due, max(5, len(due)), right=True)}", "error" if late else "muted")]
        if width >= 60 or row.status != "open":
            right.append((f"  {fit(word.partition(',')[0] if width < 72 else word, 6)}", look or "muted"))
        left = ("! ", "error") if late else (f"{sign} ", look)
        number, title = (f"{row.number} ", "muted" if over else "strong"), (row.title, "muted" if over else "")
        return (justified((left, number, title), right, width),)

    return draw


def grip_picks(view: DossierView) -> list[Pick]:
    """The GRIP history, the newest step on top."""
    steps = view.body.get("grip_history") or ()
    if view.row.type != "incident":
        return []
    if not steps:
        return [remark("geen GRIP; g legt vast")]
    return [Pick(step["record_id"], _step(view, step), 2 if step["reason"] else 1) for step in reversed(steps)]


def _step(view: DossierView, step: dict[str, Any]) -> Draw:
    def draw(width: int) -> Sequence[Line]:
        left = [(view.moment(step["at"]), "strong"), ("  ", ""), grip_part(step["level"]), ("  ", "")]
        left.append((_by(step).removeprefix("GRIP "), ""))
        first = justified(left, [("laat", "warning")] if step["late"] else [], width)
        return (first, justified([("       ", ""), (step["reason"], "muted")], (), width))

    return draw


def list_pick(row: SubjectRow, now: datetime, zone: ZoneInfo, open_actions: int, late: int) -> Pick:
    """A dossier in the list: two lines while it runs, one when it is over."""
    body: dict[str, Any] = json.loads(row.body) if row.body else {}
    if row.status == "closed" or row.type not in ("incident", "cmt"):
        return Pick(row.subject, _brief(row, body, zone))

    def draw(width: int) -> Sequence[Line]:
        level = body.get("grip_level")
        right = [grip_part(level)] if level else []
        right.append((fit(elapsed(row, now), 8, right=True), "strong"))
        count = f"! {late} te laat" if late else f"{open_actions} open" if open_actions else ""
        return (
            justified([(f"{SIGNS.get(row.type, '·')} ", "error"), (row.number, "head")], right, width),
            justified([("  ", ""), (row.title, "")], [(count, "error" if late else "muted")] if count else [], width),
        )

    return Pick(row.subject, draw, 2)


def _brief(row: SubjectRow, body: dict[str, Any], zone: ZoneInfo) -> Draw:
    def draw(width: int) -> Sequence[Line]:
        day = f"{read_stored(row.begin_at).astimezone(zone):%d-%m}"
        highest = body.get("grip_highest") or 0
        right: list[Part] = [(f"G{highest} ", "muted")] if highest else []
        left = [(fit(row.number, 12), "muted"), (" ", ""), (row.title, "")]
        return (justified(left, [*right, (day, "muted")], width),)

    return draw
