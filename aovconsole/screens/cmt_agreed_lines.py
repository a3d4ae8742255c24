"""What a CMT day agreed, as lines: its decisions, its actions in their four states, its meetings."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from aovconsole.domain.agreements import RUNNING_STATES, left_of, not_agreed, overdue, urgency, without_owner
from aovconsole.domain.decision import check_state, to_check, ungrounded
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dossier_lines import DossierView
from aovconsole.screens.now_due import left_text
from aovconsole.screens.widgets.painted import Line, Part, cut, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, remark

ACTION_STATES = {
    "open": ("○", "open", ""),
    "busy": ("●", "bezig", "event"),
    "done": ("✓", "afgerond, nog niet akkoord", "success"),
    "closed": ("✓✓", "akkoord", "muted"),
    "dropped": ("–", "vervallen", "muted"),
}
"""The sign, the word and the look of each state: done by its owner is one tick, closed by the team two."""

_CHECKED = {"yes": ("✓ werkte", "success"), "partly": ("± werkte deels", "warning"), "no": ("! werkte niet", "error")}
_MEETINGS = {"open": "bezig", "closed": "nog vaststellen", "adopted": "vastgesteld", "withdrawn": "ingetrokken"}

_LINE, _WALL_LINE = 28, 38
"""A decision with a longer text gets a second line in the panel, on a laptop and on a wall."""

WAITING = "waiting"
"""The key of the row that leads to the lists of what waits."""


def decision_picks(rows: Iterable[SubjectRow], view: DossierView, *, on_wall: bool = False) -> list[Pick]:
    """The decisions: those to be checked now first, then the newest on top."""
    now = stored(view.now)
    newest = sorted(rows, key=lambda row: (row.begin_at, row.number), reverse=True)
    newest.sort(key=lambda row: check_state(row, now) != "due")
    room = _WALL_LINE if on_wall else _LINE
    return [decision_pick(row, view, room=room) for row in newest] or [remark("nog geen besluit; b legt er een vast")]


def decision_note(rows: Sequence[SubjectRow], view: DossierView) -> str:
    """How many are to be checked now, and how many lack their grounds."""
    due, bare = len(to_check(rows, stored(view.now))), len(ungrounded(rows))
    return _counts((due, "te toetsen"), (bare, "zonder grond"))


def decision_pick(row: SubjectRow, view: DossierView, *, room: int = _LINE) -> Pick:
    """One decision: its text (in two lines where it is longer than `room`), who has it, how it stands, did it work."""
    body: dict[str, Any] = json.loads(row.body)
    over = row.status != "made"
    most = 2 if len(body["text"]) > room else 1

    def draw(width: int) -> Sequence[Line]:
        clock = f"{view.moment(row.begin_at)}  "
        label: list[Part] = [(f"{row.number} ", "muted" if over else "strong"), (clock, "muted")]
        indent = len(row.number) + 1 + len(clock)
        first, *rest = wrapped([(body["text"], "struck" if over else "")], width - indent, most)
        more = [((" " * indent, ""), *line) for line in rest]
        return ((*label, *first), *more, justified([("     ", ""), *_standing(row, body, view)], (), width))

    return Pick(row.subject, draw, 1 + most)


def _standing(row: SubjectRow, body: dict[str, Any], view: DossierView) -> list[Part]:
    if row.status == "withdrawn":
        return [(f"ingetrokken: {body['withdrawn_reason']}", "muted")]
    if row.status == "replaced":
        return [(f"vervangen door {body['replaced_by']}", "muted")]
    state = check_state(row, stored(view.now))
    parts: list[Part] = []
    if state == "due":
        parts.append((f"! werkte het? ({view.moment(row.end_at)})", "error"))
    if body["checks"]:
        parts.append(_CHECKED[body["checks"][-1]["outcome"]])
    if body["lacking"]:
        parts.append(("! zonder onderbouwing", "warning"))
    parts.append((body["owner"], "token") if body["owner"] else ("! geen houder", "warning"))
    if state == "coming":
        parts.append((f"toetsen {view.moment(row.end_at)}", "muted"))
    if not body["lacking"]:
        parts.append(("onderbouwd", "muted"))
    return [piece for part in parts for piece in ((" · ", "muted"), part)][1:]


def action_picks(rows: Iterable[SubjectRow], view: DossierView) -> list[Pick]:
    """The actions: what is late first, then what runs, what waits for the team, what is over."""
    now = stored(view.now)
    order = sorted(rows, key=lambda row: (*urgency(row, now)[:2], row.status == "done", *urgency(row, now)[2:]))
    asked = _counts((len(without_owner(order)), "zonder houder"), (len(not_agreed(order)), "nog niet akkoord"))
    lists = [Pick(WAITING, lambda width: (justified([(asked, "warning")], [("k", "head")], width),))] if asked else []
    return [*lists, *(action_pick(row, view) for row in order)] or [remark("geen acties; a spreekt er een af")]


def action_note(rows: Sequence[SubjectRow], view: DossierView) -> str:
    """How many are late, how many run."""
    running = sum(row.status in RUNNING_STATES for row in rows)
    return _counts((sum(overdue(row, stored(view.now)) for row in rows), "te laat"), (running, "open"))


def action_pick(row: SubjectRow, view: DossierView) -> Pick:
    """One action: what, below it its state, who has it and its clock; one that is over in a line."""
    sign, word, look = ACTION_STATES.get(row.status, ("·", row.status, ""))
    owner = str(json.loads(row.body)["owner"])
    late = overdue(row, stored(view.now))
    if row.status not in RUNNING_STATES:
        left: list[Part] = [(f"{sign} ", look), (f"{row.number} ", "muted"), (row.title, "muted")]
        return Pick(row.subject, lambda width: (justified(left, [(word, "muted")], width),))

    def draw(width: int) -> Sequence[Line]:
        first: list[Part] = [("! " if late else f"{sign} ", "error" if late else look), (f"{row.number} ", "strong")]
        below: list[Part] = [("  ", ""), (word, look or "muted"), (" · ", "muted")]
        below.append((cut(owner, max(8, width // 3)), "token") if owner else ("! geen houder", "warning"))
        return (justified([*first, (row.title, "")], (), width), justified(below, _clock(row, view), width))

    return Pick(row.subject, draw, 2)


def _clock(row: SubjectRow, view: DossierView) -> list[Part]:
    """The term, and how long still or how late."""
    left = left_of(row, view.now)
    if not row.end_at:
        return [("geen term", "muted")]
    if left is None:
        return [(view.moment(row.end_at), "muted")]
    look = "error" if left.total_seconds() < 0 else ""
    return [(f"{view.moment(row.end_at)} ", "muted"), (left_text(left), look)]


def meeting_picks(rows: Iterable[SubjectRow], view: DossierView) -> list[Pick]:
    """The meetings, the newest on top."""
    newest = sorted(rows, key=lambda row: (row.begin_at, row.number), reverse=True)
    return [meeting_pick(row, view) for row in newest] or [remark("nog geen vergadering; v opent er een")]


def meeting_pick(row: SubjectRow, view: DossierView) -> Pick:
    """One meeting: when it was, and whether its minutes were adopted."""
    until = f"–{view.moment(row.end_at)[-5:]}" if row.end_at else ""
    look = {"open": "event", "closed": "warning"}.get(row.status, "muted")
    left: list[Part] = [(f"{row.number} ", "strong"), (f"{view.moment(row.begin_at)}{until}", "")]
    said: list[Part] = [(_MEETINGS.get(row.status, row.status), look)]
    return Pick(row.subject, lambda width: (justified(left, said, width),))


def _counts(*counts: tuple[int, str]) -> str:
    """What there is some of."""
    return " · ".join(f"{count} {word}" for count, word in counts if count)
