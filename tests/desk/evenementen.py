"""An evenement for the tests of its desk, and what stands in its views."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from aovconsole.desk.desk import Desk
from aovconsole.domain.figures import count_year
from aovconsole.domain.view import SubjectRow
from tests.still_clock import CARNIVAL_SUNDAY

NR = "EVE-27-A001"
SOON = CARNIVAL_SUNDAY + timedelta(hours=3)


def body(desk: Desk) -> dict[str, Any]:
    """The view of the evenement."""
    view: dict[str, Any] = json.loads(desk.seat.find(NR).body)
    return view


def rounds(desk: Desk) -> list[dict[str, Any]]:
    """The views of its rounds."""
    return [json.loads(row.body) for row in desk.evenementen.rounds.of(NR)]


def safety_rounds(desk: Desk) -> int:
    """What the council's table counts."""
    rows: list[SubjectRow] = [row for type_ in ("evenement", "round") for row in desk.reading.of_type(type_)]
    return count_year(2027, rows, date(2027, 12, 31)).safety_rounds
