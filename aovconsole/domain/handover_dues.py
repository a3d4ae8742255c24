"""What Nu says of the duty: a handover that nobody accepted, and a duty that two people accepted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from aovconsole.domain.now import Due
from aovconsole.domain.times import read_stored
from aovconsole.domain.view import SubjectRow

ALARM = timedelta(days=1)
"""How long after an acceptance it is told that another one came too late."""


def handover_dues(moment: datetime, row: SubjectRow) -> Iterator[Due]:
    """What must be done at once about a handover, with whom the duty is until then."""
    body = json.loads(row.body)
    duty, to = body["duty"], f" door {body['receiver']}" if body["receiver"] else ""
    if row.status == "open":
        said = f"dienst {duty} blijft bij {body['giver']}: overdracht niet aanvaard{to}"
        yield _due(row, said, "handover", body["giver"], moment - read_stored(row.begin_at))
    for one in body["also_accepted"]:
        accepted = read_stored(one["at"])
        if row.status == "accepted" and accepted > moment - ALARM:
            said = f"dienst {duty} twee keer aanvaard: {body['receiver']} heeft haar, {one['by']} was later"
            yield _due(row, said, one["record_id"], one["by"], moment - accepted)


def _due(row: SubjectRow, said: str, key: str, owner: str, waits: timedelta) -> Due:
    return Due(
        "handover", row.subject, row.subject, row.number, row.title, "", said, owner, "open", None, None,
        key=key, waits=max(waits, timedelta(0)),
    )  # fmt: skip
