"""How commands answer: one JSON document, or Dutch lines that line up."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from aovconsole.domain.text import clean
from aovconsole.domain.times import iso_local
from aovconsole.domain.view import SubjectRow
from aovconsole.domain.words import BANNERS
from aovconsole.journal.reading import LogRow

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
"""A moment as the JSON gives it."""


def say(*parts: object) -> None:
    """Print one line for a person or a script."""
    sys.stdout.write(clean(" ".join(str(part) for part in parts)) + "\n")


def say_banner(realm: str) -> None:
    """Say above what may be printed that it is an exercise."""
    if realm == "exercise":
        say(BANNERS[realm])


def warn(sentence: str) -> None:
    """Print one line that stands beside the answer."""
    sys.stderr.write(f"aovconsole: {clean(sentence)}\n")


def say_json(document: Any) -> None:
    """Print one JSON document."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None)
    sys.stdout.write("\n")


def decoded(raw: bytes) -> str:
    """A line of stdin as text."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:  # a notebook from an older Windows program
        return raw.decode("cp1252", errors="replace")


def local(moment: str) -> str | None:
    """A stored moment as ISO 8601 with the local offset; None for an empty one."""
    return iso_local(datetime.fromisoformat(moment)) if moment else None


def say_field(label: str, value: object) -> None:
    """Print one field for a person: ja or nee, a moment to the minute, else as it is."""
    told = {True: "ja", False: "nee"}[value] if isinstance(value, bool) else str(value)
    say(f"  {label}: {told[:16].replace('T', ' ') if _MOMENT.fullmatch(told) else told}")


def say_table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under their heads, each column as wide as its widest cell."""
    table = [[clean(str(cell)) for cell in row] for row in rows]
    widths = [max((len(row[column]) for row in [list(heads), *table]), default=0) for column in range(len(heads))]
    for row in [list(heads), *table]:
        say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


_MOMENTS = (
    "begin_at", "end_at", "received_at", "grip_since", "at", "due_at", "agreed_at",
    "kickoff_at", "doors_at", "depart_until", "done_at", "served_at", "ended_at",
    "build_up_at", "break_down_until", "past_at", "anchor_at", "started_at", "next_due_at", "moved_at",
    "from_at", "until_at",
)  # fmt: skip


def view_json(row: SubjectRow) -> dict[str, Any]:
    """The view of a dossier as the commands print it: its own fields, moments with the local offset."""
    view: dict[str, Any] = {"number": row.number, "title": row.title, "status": row.status}
    view |= _moments_local(json.loads(row.body))
    view.pop("standing", None)
    return view


def _moments_local(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _moments_local(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_moments_local(part, key) for part in value]
    if isinstance(value, str) and (key in _MOMENTS or key == "rounds"):
        return local(value)
    return value


def line_json(row: LogRow) -> dict[str, Any]:
    """A log line as `log list` prints it."""
    more = row.more
    return {
        "id": row.record_id,
        "number": None,
        "occurred_at": local(row.at),
        "recorded_at": local(row.recorded_at),
        "received_at": local(row.received_at),
        "author": row.author,
        "station": row.station,
        "text": row.text,
        "kind": row.kind,
        "source": row.source,
        "place": row.place,
        "tags": more.get("tags", []),
        "marks": more.get("marks", []),
        "status": more.get("status", ""),
        "late": row.late,
        "corrected_by": row.corrected_by or None,
        "correction": row.correction or None,
        "withdrawn": more.get("withdrawn", False),
        "dossier": row.number,
        "paper": more.get("paper"),
    }


def step_json(row: LogRow) -> dict[str, Any]:
    """An item of a dossier's timeline."""
    return {**line_json(row), "type": row.type}


def as_it_stands(line: dict[str, Any]) -> str:
    """The text of a line as it stands now: struck where it was withdrawn or corrected, with what it is worth."""
    from aovconsole.domain.words import LINE_STATUSES  # only a list for people needs the words

    text = line["text"].replace("\n", " ⏎ ").replace("\t", " ")
    if line["withdrawn"]:
        return f"~{text}~ (ingetrokken)"
    stands = f"~{text}~ → {line['correction']}" if line["correction"] else text
    return f"{stands} ({LINE_STATUSES.get(status, status)})" if (status := line["status"]) else stands
