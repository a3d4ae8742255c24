"""Records and rows of a team at its table, made by hand for tests of the pure folds."""

from __future__ import annotations

import json
from typing import Any

from aovconsole.domain.record import Payload, Record, encode
from aovconsole.domain.view import SubjectRow


def at(clock: str) -> str:
    """A minute (UTC) of carnival Sunday, or of the night after (`+01:30`), as it is stored."""
    day = "08" if clock.startswith("+") else "07"
    return f"2027-02-{day}T{clock.lstrip('+')}:00.000000+00:00"


def record(name: str, payload: Payload, clock: str, *, written: str = "", subject: str = "x") -> tuple[Record, Any]:
    """A record that happened at `clock`, and was written then unless `written` says when."""
    moment, noted = at(clock), at(written or clock)
    made = Record(
        1, name, "test", "s", 1, f"{noted[:16]}-{name}", "set", noted, moment, noted, "", "d", subject, payload.kind,
        payload.version, encode(payload), "", "", "", "", "",
    )  # fmt: skip
    return made, payload


def row(
    type_: str, number: str, begin: str, end: str = "", *, status: str = "made", dossier: str = "d", **body: object
) -> SubjectRow:
    """The row of something at the table."""
    return SubjectRow(
        number, type_, dossier, number, f"titel {number}", status, at(begin), at(end) if end else "", "",
        json.dumps(body),
    )  # fmt: skip
