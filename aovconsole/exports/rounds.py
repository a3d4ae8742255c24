"""The blank sheet of a safety round or a schouw: one HTML file to print, numbered, with nothing from outside."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from aovconsole.domain.safety_round import TYPE_WORDS
from aovconsole.domain.times import date_text, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.exports.html_page import html_page

FINDING_LINES = 12
"""So many findings fit on one side of A4 with room to write."""


def blank_sheet(evenement: SubjectRow, round_row: SubjectRow, realm: str, now: datetime, zone: ZoneInfo) -> str:
    """The sheet of one round as a whole HTML document; every text of people is escaped."""
    view = json.loads(round_row.body)
    name = TYPE_WORDS[view["kind"]]
    printed = now.astimezone(zone)
    return html_page(
        "round.html",
        f"{round_row.number} {name} {evenement.number}",
        realm,
        name=name.capitalize(),
        number=round_row.number,
        frame=_frame(evenement, view, zone),
        lines=FINDING_LINES,
        printed=f"{date_text(printed.date())} {printed:%H:%M}",
        typed=f"aovconsole evenement round {evenement.number} --number {round_row.number}",
    )


def _frame(evenement: SubjectRow, view: dict[str, object], zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    begin, end = (read_stored(at).astimezone(zone) for at in (evenement.begin_at, evenement.end_at))
    when = f"{date_text(begin.date())} {begin:%H:%M} tot {date_text(end.date())} {end:%H:%M}"
    planned_at, walkers = str(view["planned_at"]), view["walkers"]
    planned = read_stored(planned_at).astimezone(zone) if planned_at else None
    who = ", ".join(map(str, walkers)) if isinstance(walkers, list) else ""
    return (
        ("Evenement", f"{evenement.number}  {evenement.title}"),
        ("Plaats", evenement.place),
        ("Van", when),
        ("Gepland", f"{date_text(planned.date())} {planned:%H:%M}" if planned else ""),
        ("Gelopen op", ""),
        ("Door (functies)", who),
        ("Route", str(view["route"])),
    )
