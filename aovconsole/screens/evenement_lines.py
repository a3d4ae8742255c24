"""An evenement as lines: HEV steps, terms, advice, rounds, the days of its square, and what is most urgent."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.desk.evenementen import SquareYear
from aovconsole.domain.evenement_course import is_off
from aovconsole.domain.evenement_days import next_step, steps_at
from aovconsole.domain.evenement_terms import TERM_STATUS_WORDS, TermClock
from aovconsole.domain.evenement_words import OUTCOME_WORDS, STEP_WORDS, VERDICT_WORDS
from aovconsole.domain.safety_round import RELEASE_WORDS, TYPE_WORDS
from aovconsole.domain.times import clock_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import counted
from aovconsole.screens.widgets.painted import Line, Part, cut, justified
from aovconsole.screens.widgets.pick_list import Pick, remark
from aovconsole.screens.widgets.sheet import Draw

_STEP_SIGNS = {"open": ("○", ""), "busy": ("●", "event"), "done": ("✓", "success"), "not_needed": ("–", "muted")}
_TERM_SIGNS = {
    "met": ("✓", "success"),
    "late": ("!", "warning"),
    "missed": ("!", "error"),
    "running": ("◷", ""),
    "waiting": ("·", "muted"),
    "unconfirmed": ("?", "muted"),
}
_NEAR_DAYS = 14
"""A term that ends within so many days is coloured; its sign and words say it too."""

_USES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class EvenementView:
    """What belongs to one evenement at `now`; `squares` are the days of its place for each of its years."""

    row: SubjectRow
    body: dict[str, Any]
    terms: tuple[TermClock, ...]
    rounds: tuple[SubjectRow, ...]
    squares: tuple[SquareYear, ...]
    now: datetime
    zone: ZoneInfo

    def moment(self, at: str) -> str:
        """A stored moment as it is shown beside `now`."""
        return clock_text(read_stored(at), self.now, zone=self.zone)

    @property
    def open_findings(self) -> tuple[tuple[SubjectRow, dict[str, Any]], ...]:
        """What was found and is not mended, of rounds that count; what runs out first stands first."""
        found = [
            (row, one)
            for row in self.rounds
            if row.status == "held"
            for one in json.loads(row.body)["findings"]
            if not one["resolved_at"]
        ]
        return tuple(sorted(found, key=lambda pair: (not pair[1]["due_at"], pair[1]["due_at"], pair[0].number)))


def short_day(day: str) -> str:
    """A stored day in few signs; empty when there is none."""
    return f"{date.fromisoformat(day):%d-%m-%y}" if day else ""


def step_picks(view: EvenementView) -> list[Pick]:
    """The eight steps of the HEV with what each came to; the key is the step's."""
    steps = steps_at(view.body, stored(view.now))
    coming = next_step(view.body, stored(view.now))
    return [Pick(step["key"], _step(view, step, coming)) for step in steps]


def _step(view: EvenementView, step: dict[str, Any], coming: str) -> Draw:
    sign, look = _STEP_SIGNS[step["state"]]
    over = step["state"] in ("done", "not_needed")
    told = step["note"] or _came_to(view, step["key"])

    def draw(width: int) -> Sequence[Line]:
        name = STEP_WORDS[step["key"]]
        left: list[Part] = [(f"{sign} ", look), (name, "strong" if step["key"] == coming else "muted" if over else "")]
        room = max(6, width - len(name) - 3)
        return (justified(left, [(cut(told, room), "muted")] if told else (), width),)

    return draw


def _came_to(view: EvenementView, key: str) -> str:
    body = view.body
    plan, advice = body["safety_plan"], body["advice"]
    given = sum(1 for one in advice if one["given_on"])
    rounds = body["safety_rounds_count"]
    told = {
        "application": short_day(body["received_on"]),
        "approach": f"klasse {body['handling_class']}" if body["handling_class"] else "",
        "advice": f"{given} van {len(advice)} binnen" if advice else "",
        "permit": OUTCOME_WORDS.get(body["permit"]["outcome"], short_day(body["answered_on"])),
        "preparation": _plan_text(plan),
        "execution": counted(rounds, "ronde", "rondes") if rounds else "",
    }
    return told.get(key, "")


def _plan_text(plan: dict[str, Any]) -> str:
    if plan["verdict"]:
        return f"plan {VERDICT_WORDS[plan['verdict']]}"
    return "plan te beoordelen" if plan["received_on"] else ""


def term_picks(view: EvenementView) -> list[Pick]:
    """The terms, two lines each: what and how it stands, then until when; the key is the term's."""
    return [Pick(term.key, _term(term), 2) for term in view.terms] or [remark("geen termijnen")]


def _term(term: TermClock) -> Draw:
    sign, look = term_look(term)

    def draw(width: int) -> Sequence[Line]:
        left: list[Part] = [(f"{sign} ", look), (term.label, "")]
        first = justified(left, [(term_state(term), look or "muted")], width)
        due = f"uiterlijk {short_day(term.due_on)}" if term.due_on else term.text
        done = f"op {short_day(term.done_on)}" if term.done_on else ""
        below = justified([("  ", ""), (term.note or due, "muted")], [(done, "muted")] if done else (), width)
        return first, below

    return draw


def term_look(term: TermClock) -> tuple[str, str]:
    """The sign and the look of a term; one of which it is not sure that it holds warns nobody."""
    sign, look = _TERM_SIGNS[term.status]
    if term.note and term.status in ("missed", "late"):
        return "?", "muted"
    near = term.status == "running" and term.days_left is not None and term.days_left <= _NEAR_DAYS
    return sign, "warning" if near else look


def term_state(term: TermClock) -> str:
    """How a term stands, in a few words."""
    if term.status == "running" and term.days_left is not None:
        return "vandaag" if term.days_left == 0 else f"nog {counted(term.days_left, 'dag', 'dagen')}"
    return TERM_STATUS_WORDS[term.status]


def advice_picks(view: EvenementView) -> list[Pick]:
    """The advice, what is waited for first; the key is the partner and whether it is joint, for the form."""
    advice = sorted(view.body["advice"], key=lambda one: (bool(one["given_on"]), one["asked_on"]))
    return [Pick(f"{'*' if one['joint'] else ''}{one['partner']}", _advice(one)) for one in advice] or [
        remark("nog geen; d vraagt advies")
    ]


def _advice(one: dict[str, Any]) -> Draw:
    given = bool(one["given_on"])

    def draw(width: int) -> Sequence[Line]:
        name = f"samen: {one['partner']}" if one["joint"] else one["partner"]
        sign: Part = ("✓ ", "success") if given else ("○ ", "")
        left: list[Part] = [sign, (name, "muted" if given else "")]
        left += [(f"  {one['text']}", "muted")] if given and width >= 50 else []
        told = short_day(one["given_on"]) if given else f"sinds {short_day(one['asked_on'])[:5]}"
        return (justified(left, [(told, "muted")], width),)

    return draw


def round_picks(view: EvenementView) -> list[Pick]:
    """The rounds: what is to be walked first, then the newest; the key is the subject."""
    coming = [row for row in view.rounds if row.status == "planned"]
    held = [row for row in reversed(view.rounds) if row.status != "planned"]
    return [Pick(row.subject, _round(view, row), 2) for row in (*coming, *held)] or [remark("geen; o plant een ronde")]


def _round(view: EvenementView, row: SubjectRow) -> Draw:
    body = json.loads(row.body)
    waiting = [one for one in body["findings"] if not one["resolved_at"]]
    gone = row.status == "withdrawn"
    when = view.moment(row.begin_at) if body["held_at"] or body["planned_at"] else "blad afgedrukt"

    def draw(width: int) -> Sequence[Line]:
        planned = row.status == "planned"
        missed = planned and bool(body["planned_at"]) and body["planned_at"] < stored(view.now)
        sign: Part = (
            ("! ", "warning") if missed else ("◷ ", "") if planned else ("– ", "muted") if gone else ("✓ ", "success")
        )
        left: list[Part] = [sign, (f"{row.number} ", "muted" if gone else "strong"), (TYPE_WORDS[body["kind"]], "")]
        below: list[Part] = [(f"  {when}  ", "muted"), *_round_state(row, body, waiting)]
        return justified(left, (), width), justified(below, (), width)

    return draw


def _round_state(row: SubjectRow, body: dict[str, Any], waiting: Sequence[Any]) -> list[Part]:
    if row.status == "withdrawn":
        return [("ingetrokken", "muted")]
    if row.status == "planned":
        return [(", ".join(body["walkers"]) or body["route"] or "nog te lopen", "muted")]
    released = body["released"]
    parts: list[Part] = [(RELEASE_WORDS[released], {"yes": "success", "no": "error", "": "warning"}[released])]
    if waiting:
        parts.append((f"  ! {len(waiting)} open", "error"))
    return parts


def day_picks(view: EvenementView) -> list[Pick]:
    """The days of the square in each year beside its norm, and which evenementen use them; the key is their subject."""
    if is_off(view.row.status, view.body["permit"]["outcome"]):
        return [remark("gaat niet door: telt niet mee")]
    if view.body["whole_place"] == "no":
        return [remark("gebruikt niet het hele plein: telt niet mee")]
    picks: list[Pick] = []
    for square in view.squares:
        picks.append(Pick("", _square(square)))
        if square.norm is not None:
            picks += [Pick(use.subject, _use(use.title, len(use.days))) for use in square.used.uses[:_USES_SHOWN]]
    if not view.body["whole_place_set"] and any(square.norm is not None for square in view.squares):
        picks.append(remark("hele plein: te bevestigen (e)"))
    return picks


def _square(square: SquareYear) -> Draw:
    def draw(width: int) -> Sequence[Line]:
        if square.norm is None:
            known = "geen norm voor deze plaats" if square.known else "niet in de lijst van plaatsen"
            return (((cut(known, width), "muted" if square.known else "warning"),),)
        count = f"{square.more} van {square.norm}"
        left: list[Part] = [
            ("! " if square.over else "", "error"),
            (f"{square.used.place} {square.used.year}", "strong"),
        ]
        return (justified(left, [(count, "error" if square.over else "")], width),)

    return draw


def _use(title: str, days: int) -> Draw:
    return lambda width: (justified([("  ", ""), (title, "muted")], [(str(days), "muted")], width),)


def urgent_lines(view: EvenementView) -> Draw:
    """What may not be missed, each in one line with its key: for where the panels have no room."""

    def draw(width: int) -> Sequence[Line]:
        lines: list[Line] = []
        if found := view.open_findings:
            first = (
                f"! {counted(len(found), 'bevinding', 'bevindingen')} open: {found[0][0].number} {found[0][1]['text']}"
            )
            lines.append(justified([(first, "error")], [("o", "head")], width))
        late = [term for term in view.terms if term.status in ("missed", "late") and not term.note]
        if late:
            said = ", ".join(f"{term.label} {TERM_STATUS_WORDS[term.status]}" for term in late)
            lines.append(justified([(f"! {said}", "warning")], [("e", "head")], width))
        counts = view.body["whole_place"] != "no" and not is_off(view.row.status, view.body["permit"]["outcome"])
        over = [square for square in view.squares if square.over and counts]
        lines += [justified([(f"! {square.sentence}", "warning")], (), width) for square in over]
        if coming := next_step(view.body, stored(view.now)):
            told = _came_to(view, coming)
            said = f"volgende stap: {STEP_WORDS[coming]}" + (f", {told}" if told else "")
            lines.append(justified([(said, "muted")], [("s", "head")], width))
        return lines

    return draw
