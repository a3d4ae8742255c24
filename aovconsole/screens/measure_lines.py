"""A measure and a power as lines: the head of the page, what is owed, the conditions, the steps."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aovconsole.domain.measure import has_lapsed, owed_duties
from aovconsole.domain.measure_duties import TERM
from aovconsole.domain.measure_steps import OUTCOMES, STATES, WITHDRAWAL
from aovconsole.domain.measure_terms import LAST_MINUTE
from aovconsole.domain.times import clock_text, day_beside, elapsed_text, read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.reference.powers import Power, PowerField
from aovconsole.screens.widgets.painted import Line, Part, cells, fit, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, heading, remark

PREPARES = "de AOV bereidt voor, de burgemeester (of loco) besluit"
FIELD, DUTY, STEP = "field:", "duty:", "step:"
"""What stands before the name in the key of a line: a condition, something owed, a step."""

SOON = timedelta(minutes=60)
_MOST = 6
_NEVER = "9999"
"""What has no term comes behind every term."""
_SIGNS = {
    "prepared": ("○", "accent"),
    "taken": ("●", "warning"),
    "not_taken": ("–", "muted"),
    "withdrawn": ("✓", "muted"),
}
_STEPS = {"decided": "besluit", "extended": "verlengd", "withdrawn": "ingetrokken", "duty_done": "afgevinkt"}
_ENDS = {
    "done": ("✓", "success"),
    "not_needed": ("–", "muted"),
    "ratified": ("✓", "success"),
    "rejected": ("✗", "warning"),
}


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure as it is shown at `now`; `power` is what `data/` says of it today, None when it is gone."""

    row: SubjectRow
    power: Power | None
    missing: tuple[str, ...]
    now: datetime
    zone: ZoneInfo

    @property
    def body(self) -> dict[str, Any]:
        """The whole view."""
        values: dict[str, Any] = json.loads(self.row.body)
        return values

    @property
    def values(self) -> dict[str, str]:
        """What was filled in, by condition."""
        return {str(key): str(value) for key, value in self.body["values"]}

    def duty(self, key: str) -> dict[str, Any] | None:
        """Something owed, by its key."""
        return next((duty for duty in self.body["duties"] if duty["key"] == key), None)

    def condition(self, key: str) -> PowerField | None:
        """A condition of the power, by its key."""
        return next((field for field in self.power.fields if field.key == key), None) if self.power else None

    def moment(self, stored: str) -> str:
        """A stored moment as it is shown beside `now`."""
        return clock_text(read_stored(stored), self.now, zone=self.zone)

    def step_text(self, step: Mapping[str, Any]) -> str:
        """A step in words: what was done, of which duty, when."""
        by = f" door {self.body['decided_by']}" if step["kind"] == "decided" else ""
        return f"{self.step_word(step)}{by}, {self.moment(step['at'])}"

    def step_word(self, step: Mapping[str, Any]) -> str:
        """What was done, in a word, and of which duty."""
        what = f": {self.duty_label(step['key'])}" if step["key"] else ""
        return f"{_STEPS.get(step['kind'], step['kind'])}{what}"

    @property
    def owed(self) -> tuple[dict[str, Any], ...]:
        """What it still owes now."""
        return owed_duties(self.body, stored(self.now))

    def duty_label(self, key: str) -> str:
        """Something owed in words, also when it fell away with the step that brought it."""
        rules = self.power.duties if self.power else ()
        duty = self.duty(key)
        return str(duty["label"]) if duty else next((rule.label for rule in rules if rule.key == key), key)

    def has_lapsed(self, duty: Mapping[str, Any]) -> bool:
        """Whether something that nobody ended fell away with the end of the measure."""
        return has_lapsed(duty, stored(self.now))

    def is_past(self, stored: str) -> bool:
        """Whether a stored moment lies behind us."""
        return bool(stored) and read_stored(stored) < self.now

    @property
    def label(self) -> str:
        """Number and name."""
        return f"{self.row.number}  {self.row.title}"


def packed(items: Sequence[Part], width: int) -> list[Line]:
    """As many items on a line as fit whole; one that is longer than a line is broken."""
    lines: list[list[Part]] = [[]]
    for text, look in items:
        if lines[-1] and cells([*lines[-1], (text, look)]) > width:
            lines.append([])
        lines[-1].append((f"{text}   ", look))
    return [broken for line in lines for broken in wrapped(line, width, 2)]


def day_text(day: date | str) -> str:
    """A day of `data/` or of a record as people write it; another text as it stands."""
    try:
        return f"{date.fromisoformat(str(day)):%d-%m-%Y}"
    except ValueError:
        return str(day)


def rule_line(status: str, text_as_of: date | str, more: str = "") -> str:
    """How sure a rule is: which text was read, and who must still look at it."""
    parts = [status, f"tekst van {day_text(text_as_of)}" if text_as_of else "", more]
    return " · ".join(part for part in parts if part)


def power_lines(power: Power, width: int, *, most: int = _MOST) -> list[Line]:
    """Who decides on a power, how long it may last, what changed since the text was read."""
    lines = wrapped([("besluit  ", "head"), (power.mandate, "")], width, most)
    for word, text in (("duur  ", power.limits_text), ("let op  ", power.note)):
        lines += wrapped([(word, "head"), (text, "")], width, most) if text else []
    return lines


def head(view: MeasureView, width: int) -> list[Line]:
    """The head of the page: what it is, whether it holds, who decided, what is lacking."""
    body = view.body
    sign, look = _SIGNS.get(view.row.status, ("·", ""))
    state = STATES.get(view.row.status, view.row.status)
    first = [("§ ", "accent"), (view.row.number, "head"), ("  ", ""), (view.row.title, "strong")]
    lines: list[Line] = [justified(first, ((f"{sign} {state}", look), *_until(view, body)), width)]
    lines += wrapped([(rule_line(body["rule_status"], body["text_as_of"], body["article"]), "muted")], width, 2)
    if body["decided_at"]:
        lines += wrapped(_decision(view, body), width, 3)
    else:
        lines += wrapped([(view.power.mandate if view.power else f"{PREPARES}.", "")], width, _MOST)
    for extension in body["extensions"]:
        by = _by(extension["by"], extension["capacity"])
        said = f"verlengd {view.moment(extension['at'])}{by} tot {view.moment(extension['end_at'])}"
        lines += wrapped([(f"{said}{_because(extension['reason'])}", "")], width, 2)
    if body["withdrawn_at"]:
        by = _by(body["withdrawn_by"], body["withdrawn_capacity"])
        said = f"ingetrokken {view.moment(body['withdrawn_at'])}{by}{_because(body['withdrawn_reason'])}"
        lines += wrapped([(said, "strong")], width, 3)
    if view.missing and view.row.status == "prepared":
        lines += wrapped([("! nog niet ingevuld: ", "warning"), (", ".join(view.missing), "")], width, 3)
    for other in body["other_values"]:
        name, _, value = str(other).partition(": ")
        lines += wrapped([(f"! ook ingevuld: {_label(view, name)}: {value} (e kiest opnieuw)", "warning")], width, 2)
    return lines


def _until(view: MeasureView, body: Mapping[str, Any]) -> tuple[Part, ...]:
    if view.row.status == "withdrawn":
        return ((f" {view.moment(body['withdrawn_at'])}", "muted"),)
    if view.row.status != "taken":
        return ()
    if not body["end_at"]:
        return ((" zonder einde", "muted"),)
    if view.is_past(body["end_at"]):
        ended = view.moment(body["end_at"])
        asks = any(duty["key"] == WITHDRAWAL for duty in view.owed)
        return ((f" ! verlopen {ended}", "error"),) if asks else ((f" – afgelopen {ended}", "muted"),)
    left = elapsed_text(read_stored(body["end_at"]) - view.now)
    return ((f" tot {view.moment(body['end_at'])}", "strong"), (f", nog {left}", "muted"))


def _decision(view: MeasureView, body: Mapping[str, Any]) -> list[Part]:
    taken = "besloten" if view.row.status != "not_taken" else "niet genomen"
    said = f"{taken} {view.moment(body['decided_at'])}{_by(body['decided_by'], body['capacity'])}"
    parts = [said, "mondeling" if body["oral"] else ""]
    parts.append(f"van {view.moment(body['begin_at'])}" if body["begin_at"] else "")
    parts.append(f"tot {view.moment(body['end_at'])}" if body["end_at"] else "")
    return [(" · ".join(part for part in parts if part), "strong"), (_because(body["reason"]), "")]


def _by(function: str, capacity: str) -> str:
    return (f" door {function}" if function else "") + (f" als {capacity}" if capacity else "")


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def picks(view: MeasureView, width: int) -> list[Pick]:
    """Everything of a measure that one can stand on: what is owed first, then the conditions and the steps."""
    duties = view.body["duties"]
    owed = list(view.owed)
    over = [duty for duty in duties if duty["outcome"] or view.has_lapsed(duty)]
    terms = [duty for duty in duties if not duty["outcome"] and duty["type"] == TERM]
    owed.sort(key=lambda duty: (not view.is_past(duty["due_at"]), not duty["at_once"], duty["due_at"] or _NEVER))
    conditions = _part("VOORWAARDEN", [_condition(view, *one, width) for one in _conditions(view)])
    parts = [
        _part("MOET NOG", [_duty(view, duty, width) for duty in owed]),
        _part("TERMIJNEN", [_duty(view, duty, width) for duty in terms]),
        _part("GEDAAN", [_duty(view, duty, width) for duty in over]),
    ]
    if view.row.status == "taken" and not owed:
        parts[0] = _part("MOET NOG", [remark("niets meer open")])
    parts = [conditions, *parts] if view.row.status == "prepared" else [*parts, conditions]
    steps = [step for step in view.body["steps"] if step["kind"] != "duty_done" or step["withdrawn"]]
    parts.append(_part("STAPPEN", [_step(view, step, width) for step in steps]))
    found = [pick for part in parts for pick in part]
    return found[:1] and [heading_without_space(found[0]), *found[1:]]


def heading_without_space(pick: Pick) -> Pick:
    """The first heading has no empty line above it."""
    return Pick("", lambda width: pick.draw(width)[-1:]) if pick.height == 2 and not pick.key else pick


def _part(title: str, rows: Sequence[Pick]) -> list[Pick]:
    return [heading(title), *rows] if rows else []


def _conditions(view: MeasureView) -> list[tuple[str, str]]:
    """Key and label, in the order of the form; what the power no longer asks comes last."""
    asked = view.power.fields if view.power else ()
    known = {field.key for field in asked}
    return [
        *((field.key, field.label) for field in asked),
        *((key, key) for key in view.values if key not in known),
    ]


def _label(view: MeasureView, key: str) -> str:
    field = view.condition(key)
    return field.label if field else key


def _condition(view: MeasureView, key: str, label: str, width: int) -> Pick:
    """A condition: its label, what was filled in, or that it lacks."""
    name = min(34, max(16, width * 3 // 10))
    value = view.values.get(key, "")
    lacking = label in view.missing
    sign: Part = ("! ", "warning") if lacking else ("✓ ", "success") if value else ("  ", "")
    said: Part = (
        (shown_value(view, key, value), "") if value else ("! nog invullen" if lacking else "–", sign[1] or "muted")
    )
    labels = wrapped([(label, "muted")], name - 2, _MOST)
    values = wrapped([said], width - name - 2, _MOST)
    lines: list[Line] = []
    for number in range(max(len(labels), len(values))):
        left = labels[number] if number < len(labels) else ()
        right = values[number] if number < len(values) else ()
        lines.append((sign if not number else ("  ", ""), *left, (" " * (name - cells(left)), ""), *right))
    return Pick(FIELD + key, lambda _: lines, len(lines))


def shown_value(view: MeasureView, key: str, value: str) -> str:
    """What was filled in, a moment as people read it."""
    field = view.condition(key)
    if field is None or field.kind not in ("moment", "days"):
        return value
    try:
        return view.moment(value) if field.kind == "moment" else ", ".join(map(day_text, value.split(", ")))
    except ValueError:
        return value


def _duty(view: MeasureView, duty: Mapping[str, Any], width: int) -> Pick:
    """Something owed: how it stands, what, to whom; below it how it was done, by which rule."""
    sign, when, look = _standing(view, duty)
    column = _column(width)
    top = justified(
        [
            (f"{sign} ", look),
            (fit(when, column - 1) + " ", look),
            (duty["label"], "muted" if duty["outcome"] else "strong"),
        ],
        ((f"  {duty['to']}" if duty["to"] else "", "token" if not duty["outcome"] else "muted"),),
        width,
    )
    if sum(map(len, (duty["label"], duty["to"]))) + column + 5 > width:
        top, *rest = _long_top(sign, when, look, duty, width, column)
    else:
        rest = []
    lines = [top, *rest]
    for said, its_look in ((_done(duty), ""), (rule_text(duty), "muted")):
        if said:
            indent = (" " * (column + 2), "")
            lines += [(indent, *line) for line in wrapped([(said, its_look)], width - column - 2, 4)]
    return Pick(DUTY + str(duty["key"]), lambda _: lines, len(lines))


def _column(width: int) -> int:
    """How wide the moments are."""
    return min(22, max(19, width // 5))


def _long_top(sign: str, when: str, look: str, duty: Mapping[str, Any], width: int, column: int) -> list[Line]:
    """The same where label and addressee do not fit on one line."""
    label: list[Part] = [(duty["label"], "muted" if duty["outcome"] else "strong")]
    if duty["to"]:
        label += [(" → ", "muted"), (duty["to"], "muted" if duty["outcome"] else "token")]
    first, *more = wrapped(label, width - column - 2, 3)
    indent = (" " * (column + 2), "")
    return [((f"{sign} ", look), (fit(when, column - 1) + " ", look), *first), *((indent, *line) for line in more)]


def _standing(view: MeasureView, duty: Mapping[str, Any]) -> tuple[str, str, str]:
    """The sign, the word or moment, and the look of something owed."""
    due = str(duty["due_at"])
    if duty["outcome"]:
        sign, look = _ENDS.get(duty["outcome"], ("✓", "muted"))
        if duty["outcome"] == "not_needed":
            return sign, "niet nodig", look
        return sign, view.moment(duty["done_at"]), look
    if view.has_lapsed(duty):
        return "–", f"vervallen {_day(view, duty['lapses_at'])}", "muted"
    if duty["type"] == TERM:
        past = view.is_past(due)
        return ("–", f"voorbij {_day(view, due)}", "muted") if past else ("◷", _or_date(view, due), "muted")
    if view.is_past(due):
        return "!", f"te laat {_day(view, due)}", "error"
    if duty["at_once"]:
        return "!", f"zsm, al {elapsed_text(view.now - read_stored(duty['owed_since']))}", "warning"
    soon = bool(due) and read_stored(due) - view.now <= SOON
    return "◷", _or_date(view, due), "warning" if soon else "" if due else "muted"


def _or_date(view: MeasureView, due: str) -> str:
    """A term in short: without the time where it is the end of a day, or in another year."""
    if not due:
        return "geen termijn"
    local, now = (moment.astimezone(view.zone) for moment in (read_stored(due), view.now))
    whole = local.time() == LAST_MINUTE or local.year != now.year
    return (day_beside(local, now, zone=view.zone) or "vandaag") if whole else view.moment(due)


def _day(view: MeasureView, due: str) -> str:
    """A moment that is past in short: its day, the time where that is today."""
    return day_beside(read_stored(due), view.now, zone=view.zone) or view.moment(due)


def _done(duty: Mapping[str, Any]) -> str:
    if not duty["outcome"]:
        return ""
    parts = [OUTCOMES.get(duty["outcome"], ""), f"door {duty['by']}" if duty["by"] else ""]
    parts += [f"via {duty['via']}" if duty["via"] else "", duty["note"]]
    return ", ".join(part for part in parts if part)


def rule_text(duty: Mapping[str, Any]) -> str:
    """What the law asks, and where."""
    return " · ".join(part for part in (duty["rule"], duty["source"]) if part)


def _step(view: MeasureView, step: Mapping[str, Any], width: int) -> Pick:
    """A step with its time, struck through when it was taken back, and why."""
    column = _column(width)
    look = "struck" if step["withdrawn"] else ""
    said = [("· ", "muted"), (fit(view.moment(step["at"]), column), "muted"), (view.step_word(step), look)]
    lines = [justified(said, (), width)]
    if step["withdrawn"]:
        why = f"ongedaan gemaakt{_because(step['withdrawn_reason'])}"
        indent = (" " * (column + 2), "")
        lines += [(indent, *line) for line in wrapped([(why, "muted")], width - column - 2, 3)]
    return Pick(STEP + str(step["record_id"]), lambda _: lines, len(lines))


def power_pick(power: Power, there: str) -> Callable[[int], Sequence[Line]]:
    """A power in the picker: name and article, its sentence below; `there` says that it is used here already."""

    def draw(width: int) -> Sequence[Line]:
        right = [(f"{there}  " if there else "", "warning"), (power.article, "muted")]
        meaning = wrapped([(power.meaning, "muted")], width - 2, 1)
        return (justified([(power.name, "strong")], right, width), (("  ", ""), *(meaning[0] if meaning else ())))

    return draw
