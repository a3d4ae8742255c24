"""Short ways to prepare and to take a measure, and to ask what is owed."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from aovconsole.desk.desk import Desk
from tests.still_clock import CARNIVAL_SUNDAY

INCIDENT = "INC-27-A001"
CHAIR = "voorzitter veiligheidsregio"
NOW = CARNIVAL_SUNDAY
HOUR = timedelta(hours=1)


def conditions(desk: Desk, power: str, **own: str) -> dict[str, str]:
    """A value for every condition of a power but begin, end and days."""
    plain = {"text": "x", "yes_no": "ja"}
    rows = [row for row in desk.measures.power(power).fields if row.kind not in ("moment", "days")]
    return {row.key: row.choices[0] if row.choices else plain[row.kind] for row in rows} | own


def prepared(desk: Desk, power: str, **own: str) -> str:
    """A measure with all its conditions."""
    return desk.measures.prepare(INCIDENT, power, conditions(desk, power, **own)).subject


def taken(desk: Desk, power: str, end: datetime | None = None, **how: Any) -> str:
    """A measure that the burgemeester took now."""
    measure = prepared(desk, power)
    desk.measures.decide(measure, by="burgemeester", end=end, **how)
    return measure


def body(desk: Desk, measure: str) -> dict[str, Any]:
    row = desk.reading.subject(measure)
    assert row is not None
    view: dict[str, Any] = json.loads(row.body)
    return view


def duty(desk: Desk, measure: str, key: str) -> dict[str, Any]:
    [found] = [one for one in body(desk, measure)["duties"] if one["key"] == key]
    return dict(found)


def open_keys(desk: Desk, measure: str) -> set[str]:
    return {one["key"] for one in body(desk, measure)["duties"] if not one["outcome"]}


def texts(desk: Desk) -> list[str]:
    return [line.text for line in desk.reading.lines(type_="measure")]
