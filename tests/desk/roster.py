"""Short ways to put somebody on a roster, and to ask what became of it."""

from __future__ import annotations

import json
from datetime import date, datetime

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import AMSTERDAM


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def week(desk: Desk, officer: str, first: str, last: str, duty: str = "AOV") -> str:
    """Put somebody on the roster from eight to eight; the id."""
    return desk.roster.add(duty, officer, begin=at(f"{first}T08:00"), end=at(f"{last}T08:00")).subject


def told(desk: Desk) -> list[tuple[str, str, str, str]]:
    """The stretches from 2026 to 2028: who has which duty from when, and how it stands."""
    rows = desk.roster.between(date(2026, 1, 1), date(2028, 1, 1))
    bodies = [(json.loads(row.body), row) for row in rows]
    return [
        (
            body["duty"],
            body["officer"],
            f"{datetime.fromisoformat(row.begin_at).astimezone(AMSTERDAM):%d-%m %H:%M}",
            row.status,
        )
        for body, row in bodies
    ]


def now(desk: Desk) -> dict[str, str]:
    return {one.duty: one.officer for one in desk.roster.on_duty()}
