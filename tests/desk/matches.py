"""A season for the tests of matches, and short ways to ask what became of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.domain.view import CalendarDay

HEAD = "= Netherlands Eerste Divisie 2026/27\n"


def season(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines) + "\n").encode()


ROUND = season(
    "▪ Matchday 30",
    "Fri Mar 26 2027",
    "20:00  MVV v Roda JC Kerkrade",
    "Sun Mar 28",
    "14:30  Helmond Sport v MVV",
    "       TOP Oss v SBV Excelsior",
    "▪ Matchday 31",
    "Fri Apr 2",
    "20:00  MVV v VVV-Venlo",
)


def body(desk: Desk, title: str) -> dict[str, Any]:
    [row] = [row for row in desk.reading.of_type("match") if row.title == title]
    return {**json.loads(row.body), "row": row}


def counts(desk: Desk, raw: bytes, name: str = "nl2.txt", **more: Any) -> tuple[int, ...]:
    found = desk.matches.read(raw, name, **more)
    return tuple(found.count(what, home=home) for home in (True, False) for what in ("added", "changed", "unchanged"))


def days(desk: Desk, on: date) -> list[CalendarDay]:
    return [day for day in desk.calendar.days(on, on) if day.layer == "wedstrijden"]


def match(desk: Desk) -> str:
    desk.matches.read(ROUND, "nl2.txt")
    return str(body(desk, "MVV – Roda JC")["number"])
