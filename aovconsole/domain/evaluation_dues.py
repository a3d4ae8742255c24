"""What Nu says of evaluations: a first impression that is not written, a recommendation without an end that is late."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aovconsole.domain.now import Due
from aovconsole.domain.times import on_the_wall
from aovconsole.domain.view import SubjectRow


def evaluation_dues(moment: datetime, row: SubjectRow, dossier: SubjectRow | None, zone: ZoneInfo) -> Iterator[Due]:
    """The first impression of an evaluation, or a recommendation; both are in time until their day is over."""
    body = json.loads(row.body)
    if row.type == "recommendation":
        belongs = (dossier.number, dossier.title) if dossier else ("", "")
        yield _due(moment, row, belongs, row.number, row.title, body["owner"], body["due_on"], zone)
    elif body["impression_due_on"] and not any(one["name"] == "impression" for one in body["texts"]):
        said = "eerste beeld schrijven"
        yield _due(moment, row, (row.number, row.title), "", said, "", body["impression_due_on"], zone)


def _due(
    moment: datetime,
    row: SubjectRow,
    belongs: tuple[str, str],
    number: str,
    title: str,
    owner: str,
    day: str,
    zone: ZoneInfo,
) -> Due:
    due_at = on_the_wall(date.fromisoformat(day) + timedelta(days=1), time(), zone) - timedelta(minutes=1)
    return Due(
        row.type, row.subject, row.dossier, *belongs, number, title, owner, "open", due_at, due_at - moment, row.type
    )
