"""The list of dossiers: what runs on top, what was opened beside it, what is over below; filtered by words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import read_stored, stored
from aovconsole.domain.view import SubjectRow
from aovconsole.screens.dossier_lines import list_pick
from aovconsole.screens.widgets.pick_list import Pick, heading, remark

CLOSED_SHOWN = 200


def dossier_picks(desk: Desk, words: str, visited: Sequence[str], log_key: str) -> list[Pick]:
    """The picks of the list; `visited` are dossiers of other kinds that were opened in this session."""
    reading, now = desk.reading, desk.seat.now
    running = reading.running_actions()
    open_actions = Counter(action.dossier for action in running)
    moment = stored(now)
    late = Counter(row.dossier for row in running if row.status != "done" and row.end_at and row.end_at < moment)

    def pick(row: SubjectRow) -> Pick:
        return list_pick(row, now, desk.zone, open_actions[row.subject], late[row.subject])

    asked = words.casefold().split()
    opened = _matching(reversed_rows(reading.of_type("incident", status="open")), asked)
    opened.sort(key=lambda row: -int(json.loads(row.body)["grip_level"]))  # among equals the newest stays first
    newest = reading.of_type("incident")[::-1] if asked else reading.newest("incident", CLOSED_SHOWN)
    closed = _matching([row for row in newest if row.status == "closed"], asked)
    others = [row for subject in reversed(visited) if (row := reading.subject(subject))]
    picks = [heading("LOPEND", space=False, note=str(len(opened)) if opened else "")]
    aftercare = _matching(reversed_rows(reading.of_type("incident", status="aftercare")), asked)
    picks += [pick(row) for row in opened] or [remark("niets; i opent een incident" if not asked else "niets gevonden")]
    if aftercare:
        picks += [heading("NAFASE", note=str(len(aftercare))), *(pick(row) for row in aftercare)]
    if others and not asked:
        picks += [heading("OOK GEOPEND"), *(pick(row) for row in others)]
    if not asked:
        picks += [heading("LOGBOEK"), Pick(log_key, lambda _: ((("Regels zonder dossier", ""),),))]
    if not closed:
        nothing = remark("niets gevonden" if asked else "nog niets afgesloten")
        return [*picks, heading("AFGESLOTEN"), nothing]
    return [*picks, *_over(closed, pick, desk.zone)]


def _over(closed: Sequence[SubjectRow], pick: Callable[[SubjectRow], Pick], zone: ZoneInfo) -> list[Pick]:
    """What is over, under its years."""

    def year_of(row: SubjectRow) -> str:
        return str(read_stored(row.begin_at).astimezone(zone).year)

    picks: list[Pick] = []
    per_year = Counter(year_of(row) for row in closed)
    shown, year = closed[:CLOSED_SHOWN], ""
    for row in shown:
        if year_of(row) != year:
            year = year_of(row)
            picks.append(heading(f"AFGESLOTEN {year}", note=str(per_year[year])))
        picks.append(pick(row))
    if len(closed) == CLOSED_SHOWN or len(closed) > len(shown):
        picks.append(remark(f"de nieuwste {CLOSED_SHOWN}; f filtert alle"))
    return picks


def reversed_rows(rows: Sequence[SubjectRow]) -> list[SubjectRow]:
    """The newest first."""
    return list(reversed(rows))


def _matching(rows: Sequence[SubjectRow], words: Sequence[str]) -> list[SubjectRow]:
    return [row for row in rows if all(word in f"{row.number} {row.title} {row.place}".casefold() for word in words)]
