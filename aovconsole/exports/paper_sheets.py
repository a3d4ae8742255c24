"""Blank log sheets to print: numbered rows for a day on which the console cannot be used."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from aovconsole.domain.paper import row_name, span_name
from aovconsole.domain.times import date_text
from aovconsole.domain.view import SubjectRow
from aovconsole.exports.html_page import html_page, unmarked

_HINTS, _TITLE = 420, 90
"""So many characters leave room for the rows."""


def sheets_file(
    type_: Literal["html", "pdf"],
    printing: SubjectRow,
    dossier: SubjectRow,
    hints: Sequence[str],
    realm: str,
    now: datetime,
    zone: ZoneInfo,
) -> bytes:
    """The sheets of a printing, each a page of its own; `hints` is what the plan asks of the log of that day."""
    body = json.loads(printing.body)
    letters, rows = body["letters"], body["rows"]
    firsts = range(body["first"], body["last"] + 1, rows)
    printed = now.astimezone(zone)
    facts = {
        "number": printing.number,
        "dossier": f"{dossier.number}  {unmarked(dossier.title)}"[:_TITLE],
        "day": date_text(date.fromisoformat(body["day"])),
        "station": letters,
        "hints": _that_fit(hints),
        "sheets": [[row_name(letters, row) for row in range(first, first + rows)] for first in firsts],
        "printed": f"{date_text(printed.date())} {printed:%H:%M}",
        "typed": f"aovconsole {'incident' if dossier.type == 'incident' else 'cmt'} typed {dossier.number}",
    }
    title = f"Logbladen {printing.number} {dossier.number}, {span_name(letters, (body['first'], body['last']))}"
    if type_ == "pdf":
        from aovconsole.exports.pdf import pdf_page

        return pdf_page("sheets.typ", title, realm, printed, **facts)
    return html_page("sheets.html", title, realm, **facts).encode("utf-8")


def _that_fit(hints: Sequence[str]) -> list[str]:
    """The first of the reminders, whole, as far as there is room for them."""
    return [hint for place, hint in enumerate(hints) if sum(map(len, hints[: place + 1])) <= _HINTS]
