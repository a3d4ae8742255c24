"""The register as a list: what comes on top, what goes on, what is over by year; filtered by words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.demonstration_terms import is_ahead, is_running, owed_of
from aovconsole.domain.demonstration_words import RUNNING, STATES
from aovconsole.domain.times import clock_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.widgets.painted import Line, Part, fit, justified
from aovconsole.screens.widgets.pick_list import Pick, heading, remark

PAST_SHOWN = 200
_SCALES = {"small": "klein", "large": "groot"}
_SHORT = {"received": "ontvangen", "spontaneous": "spontaan"}
"""The states that take too much room beside a place."""

_LOOKS = {"prohibited": "error", "with_conditions": "warning", "cancelled": "muted", "over": "muted"}


def register_picks(desk: Desk, words: str) -> list[Pick]:
    """The picks of the list; `words` leave what holds all of them in number, place, title or state."""
    now, zone = desk.seat.now, desk.zone
    asked = words.casefold().split()
    rows = [row for row in desk.reading.of_type("demonstration") if _holds(row, asked)]
    ahead = [row for row in rows if is_ahead(row, now)]
    running = [row for row in rows if is_running(row, now)]
    shown = {row.subject for row in (*ahead, *running)}
    past = [row for row in reversed(rows) if row.subject not in shown]
    picks = [heading("KOMT", space=False, note=str(len(ahead)) if ahead else "")]
    picks += [_pick(row, now, zone) for row in ahead] or [remark("niets gevonden" if asked else "niets; n neemt op")]
    if running:
        picks += [heading("GAANDE", note=str(len(running))), *(_pick(row, now, zone) for row in running)]
    return [*picks, *_past(past, zone)]


def _holds(row: SubjectRow, words: Sequence[str]) -> bool:
    text = f"{row.number} {row.title} {row.place} {STATES.get(row.status, '')}".casefold()
    return all(word in text for word in words)


def _past(rows: Sequence[SubjectRow], zone: ZoneInfo) -> list[Pick]:
    """What is over, under its years; the newest first."""

    def year_of(row: SubjectRow) -> str:
        return str(read_stored(row.begin_at).astimezone(zone).year)

    picks: list[Pick] = []
    per_year, year = Counter(map(year_of, rows)), ""
    for row in rows[:PAST_SHOWN]:
        if year_of(row) != year:
            year = year_of(row)
            picks.append(heading(f"VOORBIJ {year}", note=str(per_year[year])))
        picks.append(_brief(row, zone))
    if len(rows) > PAST_SHOWN:
        picks.append(remark(f"de nieuwste {PAST_SHOWN} van {len(rows)}; f filtert alle"))
    return picks


def _pick(row: SubjectRow, now: datetime, zone: ZoneInfo) -> Pick:
    """One that comes or goes on, in two lines: when, then where, how many and what is decided."""

    def draw(width: int) -> Sequence[Line]:
        running = is_running(row, now)
        at = clock_text(read_stored(row.begin_at), now, zone=zone)
        first: list[Part] = [("◆ ", "warning"), (row.number, "head")]
        when: Part = (f"{RUNNING} sinds {at}" if running else at, "event" if running else "strong")
        said, look = state_part(row)
        right: list[Part] = [("! ", "error")] if owed_of(row) else []
        right.append((_SHORT.get(row.status, said), look))
        return justified(first, [when], width), justified([("  ", ""), (_where(row), "")], right, width)

    return Pick(row.subject, draw, 2)


def _where(row: SubjectRow) -> str:
    body = json.loads(row.body)
    route = f" → {body['end_place']}" if body["end_place"] else ""
    count = f", {body['expected_count']}" if body["expected_count"] is not None else ""
    return f"{row.place}{route}{count}"


def _brief(row: SubjectRow, zone: ZoneInfo) -> Pick:
    """One that is over, in one line."""

    def draw(width: int) -> Sequence[Line]:
        body = json.loads(row.body)
        day = f"{read_stored(row.begin_at).astimezone(zone):%d-%m}"
        gone = row.status == "cancelled"
        left: list[Part] = [("! ", "error")] if owed_of(row) else []
        left += [(fit(row.number, 12), "muted"), (" ", ""), (row.place, "struck" if gone else "")]
        size = "vervallen" if gone else _SCALES.get(str(body["scale"]), "")
        return (justified(left, [(f"{size} ", "muted"), (day, "muted")], width),)

    return Pick(row.subject, draw)


def state_part(row: SubjectRow) -> Part:
    """The state of a demonstration and its look; while it goes on, an order to end (Wom art. 7) is what counts."""
    if row.status not in ("over", "cancelled") and json.loads(row.body)["end_orders"]:
        return ("bevel tot beëindigen", "error")
    return (STATES.get(row.status, row.status), _LOOKS.get(row.status, "muted"))
