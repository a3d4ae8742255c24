"""A small plan for tests, and ways to look at one."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.domain.plan_reading import PlanLine
from aovconsole.domain.view import SubjectRow
from tests.scenarios.builders import SMALL, changed

TIMED = changed(
    'kind = "easter"\ndays = -49', 'kind = "asked"\nasks = "moment"\nquestion = "Hoe laat begint het?"'
).replace('of = "day"\nwhen = "P0D"\nat = "12:11"', 'of = "day"\nwhen = "-2h"')
"""The small template with a main anchor that has a time, two hours before which the shot is."""


SUNDAY = date(2027, 2, 7)
"""The day of the still clock."""


def opened(desk: Desk, template: str = "proef", **answers: str) -> tuple[str, str]:
    """A CMT that sits since an hour by a plan of that day; both numbers."""
    plan = desk.plans.start(template, SUNDAY, answers=answers).number
    return desk.cmt.open("Zondag", plan=plan, at=desk.seat.now - timedelta(hours=1)).number, plan


def put(home: Path, text: str = SMALL, name: str = "proef") -> Path:
    """Put a template in the user's own folder."""
    folder = home / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(text.replace('name = "proef"', f'name = "{name}"', 1), encoding="utf-8")
    return path


def body(desk: Desk, number: str) -> dict[str, Any]:
    """The body of a plan."""
    found: dict[str, Any] = json.loads(desk.plans.find(number).body)
    return found


def line(desk: Desk, row: SubjectRow | str, key: str) -> PlanLine:
    """A line of a plan as it stands now."""
    number = row if isinstance(row, str) else row.number
    return next(one for one in desk.plans.lines(desk.plans.find(number)) if one.key == key)


def texts(desk: Desk, number: str) -> list[str]:
    """What the timeline of a plan says."""
    return [one.text for one in desk.reading.lines(dossier=desk.plans.find(number).subject)]
